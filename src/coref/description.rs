//! Common nouns → chains: descriptions of what was spoken of before, and of groups of countries.

use super::mention::{Mention, name_words};
use super::resolve::{Chain, Chains, normal};
use super::rule::Rule;
use crate::analyse::{Deprel, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, EntityType};

impl Chains {
    pub(super) fn nominal(&mut self, tree: &Tree, mention: &Mention) -> usize {
        let lemma = tree.lemma(mention.head);
        // `KCNA, the agency`: one thing.
        if tree.rel(mention.head) == Deprel::Appos
            && let Some(known) = tree.head(mention.head).and_then(|h| self.of(mention.sentence, h))
            && self.chains[known].proper
        {
            self.typed_by(known, mention, lemma);
            return self.by(Rule::Apposition, known);
        }
        // `his wife, the pianist`: one person.
        let person = |lemma: &str| lexicon::noun_class(lemma) == Some("person");
        if tree.rel(mention.head) == Deprel::Appos
            && let Some(head) = tree.head(mention.head)
            && person(lemma)
            && person(tree.lemma(head))
            && !mention.plural
            && let Some(known) = self.of(mention.sentence, head)
            && !self.chains[known].plural
        {
            return self.by(Rule::Apposition, known);
        }
        // `the city of Kalvik`, where Kalvik is known
        if lexicon::is("place-class", lemma)
            && let Some(name) =
                tree.kids_by(mention.head, Deprel::Nmod).find(|&k| tree.preposition(k) == "of")
            && tree.upos(name) == Upos::Propn
            && let Some(&known) = self.by_name.get(&normal(&tree.words(&name_words(tree, name))))
        {
            return self.by(Rule::Apposition, known);
        }
        let words = mention.text.split(' ').count();
        // `from either side`: which one is left open.
        let either =
            tree.kids_by(mention.head, Deprel::Det).any(|d| matches!(tree.lemma(d), "either" | "neither"));
        if (lexicon::is("vague-noun", lemma) || either) && words == 1 {
            let mut chain = Chain::new(mention.text.clone(), mention.kind, false);
            chain.vague = true;
            return self.push(chain, None);
        }
        if let Some(members) = self.countries(tree, mention) {
            let group = self.group(members, mention);
            return self.by(Rule::Group, group);
        }
        if let Some(&known) = self.by_name.get(&normal(&mention.text))
            && !mention.distinct
            && (mention.definite || mention.plural || !self.chains[known].proper)
            && (self.chains[known].plural == mention.plural || !mention.definite)
        {
            // `Clerk` in a headline is a clerk.
            let chain = &mut self.chains[known];
            if chain.name != mention.text && chain.name.to_lowercase() == mention.text {
                chain.name.clone_from(&mention.text);
                chain.proper = false;
            }
            return known;
        }
        if mention.definite && !mention.plural && matches!(lemma, "country" | "nation") {
            let state =
                |name: &str| lexicon::place(name).is_some_and(|p| p.kind == lexicon::PlaceForm::Country);
            let country = |i: usize| {
                let c = &self.chains[i];
                c.kind == EntityType::Place && c.proper && state(&c.name)
            };
            let by_name = self.read.iter().rev().find(|(m, i)| !m.adjective && country(*i)).map(|(_, i)| *i);
            let recent = by_name
                .or_else(|| self.recent(|c| c.kind == EntityType::Place && c.proper && state(&c.name)));
            if let Some(recent) = recent {
                return self.by(Rule::Description, recent);
            }
        }
        let possessor = tree.kids(mention.head).iter().copied().find(|&k| tree.rel(k) == Deprel::NmodPoss);
        let possessor = possessor.and_then(|p| self.of(mention.sentence, p));
        let said = |lemma: &str| lexicon::nominalised_verb(lemma).unwrap_or(lemma).to_owned();
        let word = said(lemma);
        let modifiers: Vec<String> = mention.text.to_lowercase().split(' ').map(str::to_owned).collect();
        // A phrase with a clause or complement of its own names something new.
        let own_words = tree.kids(mention.head).iter().any(|&k| {
            k > mention.head && matches!(tree.rel(k), Deprel::Acl | Deprel::AclRelcl | Deprel::Nmod)
        });
        // `the group Clear Rivers` is no group named before.
        let own_name = tree.kids_by(mention.head, Deprel::Appos).any(|k| tree.upos(k) == Upos::Propn)
            || tree.head(mention.head).is_some_and(|h| {
                h > mention.head
                    && tree.upos(h) == Upos::Propn
                    && matches!(tree.rel(mention.head), Deprel::Compound | Deprel::NmodDesc)
            });
        let event = lexicon::nominalised_verb(lemma).is_some() || lexicon::is("event-noun", lemma);
        let back = mention.definite
            && !own_name
            && !mention.distinct
            && (event || possessor.is_none())
            && (event || !own_words);
        if back {
            let same = self.chains.iter().enumerate().filter(|(_, c)| {
                let heads = c.heads.iter().any(|h| said(h) == word);
                let fits = c.plural == mention.plural
                    && !(own_words && mention.plural)
                    && !c.proper
                    && c.members.is_empty();
                let known: Vec<String> = c
                    .forms
                    .keys()
                    .flat_map(|f| f.to_lowercase().split(' ').map(str::to_owned).collect::<Vec<_>>())
                    .collect();
                let plain = modifiers
                    .iter()
                    .filter(|m| **m != lemma && **m != tree.form(mention.head).to_lowercase())
                    .all(|m| known.contains(m));
                heads
                    && fits
                    && (plain
                        || lexicon::is("event-noun", lemma)
                            && !mention.distinct
                            && !modifiers.iter().any(|m| m.bytes().any(|b| b.is_ascii_digit())))
            });
            let same = same.map(|(index, _)| index).max_by_key(|&index| self.chains[index].last);
            let named = (!mention.plural && modifiers.len() == 1 && possessor.is_none())
                .then(|| self.named_as(lemma))
                .flatten();
            let known = match (same, named) {
                (Some(same), Some(named)) if self.chains[named].last > self.chains[same].last => Some(named),
                (same, named) => same.or(named),
            };
            if let Some(known) = known {
                return self.by(Rule::Description, known);
            }
        }
        // What the headline speaks of is what the article speaks of first.
        if let Some(known) = self.in_headline(mention, &word, event) {
            return self.by(Rule::Description, known);
        }
        let mut name = mention.text.clone();
        // `its market share` is somebody's.
        let by_pronoun = tree.kids(mention.head).iter().any(|&k| {
            tree.rel(k) == Deprel::NmodPoss && tree.lemma(k) == "its"
                || tree.rel(k) == Deprel::NmodPoss && tree.form(k).eq_ignore_ascii_case("its")
        });
        if let Some(owner) = possessor
            .filter(|&p| by_pronoun && self.chains[p].proper && lexicon::nominalised_verb(lemma).is_none())
        {
            name = format!("{}'s {name}", self.chains[owner].name);
            if let Some(&known) = self.by_name.get(&normal(&name)) {
                return known;
            }
            let mut chain = Chain::new(name.clone(), mention.kind, false);
            chain.plural = mention.plural;
            return self.push(chain, Some(normal(&name)));
        }
        self.create(mention, name, false)
    }

    /// `the bank`, `the company`: the name last spoken of that ends with this noun, was called so, or can be called so.
    fn named_as(&self, lemma: &str) -> Option<usize> {
        let word = |c: &Chain| c.name.rsplit(' ').next().is_some_and(|last| last.to_lowercase() == lemma);
        let generic = lexicon::is("generic-company", lemma);
        let institution = |c: &Chain| {
            let last = c.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
            lexicon::is("public-body", &last) || c.heads.iter().any(|h| lexicon::is("public-body", h))
        };
        let called = |c: &Chain| {
            c.proper
                && !matches!(c.kind, EntityType::Person | EntityType::Work)
                && (word(c) || c.heads.iter().any(|h| h == lemma))
        };
        self.recent(called).or_else(|| {
            self.recent(|c| generic && c.proper && c.kind == EntityType::Organization && !institution(c))
        })
    }

    /// The event that a headline names, where the article comes to speak of it by the same noun.
    fn in_headline(&self, mention: &Mention, word: &str, event: bool) -> Option<usize> {
        if !self.headline || !event || mention.sentence == 0 || mention.distinct {
            return None;
        }
        let said = |lemma: &str| lexicon::nominalised_verb(lemma).unwrap_or(lemma).to_owned();
        self.chains.iter().position(|c| {
            c.last.0 == 0
                && !c.proper
                && c.mentions > 0
                && c.plural == mention.plural
                && c.heads.iter().any(|h| said(h) == word)
                && {
                    let known = normal(&c.name);
                    normal(&mention.text).split(' ').all(|w| known.split(' ').any(|k| k == w))
                }
        })
    }

    /// `both nations`, `the two countries`, `these three powers`: the places just spoken of together.
    fn countries(&self, tree: &Tree, mention: &Mention) -> Option<Vec<usize>> {
        let lemma = tree.lemma(mention.head);
        if !mention.plural || !lexicon::is("country-noun", lemma) {
            return None;
        }
        let words: Vec<&str> = tree.kids(mention.head).iter().map(|&k| tree.lemma(k)).collect();
        let number = if words.contains(&"both") || words.contains(&"two") || words.contains(&"2") {
            2
        } else if words.contains(&"three") || words.contains(&"3") {
            3
        } else if words.contains(&"these") || words.contains(&"the") && words.len() == 1 {
            0
        } else {
            return None;
        };
        let together = self.read.iter().rev().find_map(|(m, _)| {
            let members: Vec<usize> = m.coordinated.iter().filter_map(|&h| self.of(m.sentence, h)).collect();
            let state =
                |name: &str| lexicon::place(name).is_none_or(|p| p.kind == lexicon::PlaceForm::Country);
            let places = members.len() > 1
                && members
                    .iter()
                    .map(|&i| &self.chains[i])
                    .all(|c| c.kind == EntityType::Place && state(&c.name));
            (places && (number == 0 || members.len() == number)).then_some(members)
        });
        let recent = || {
            let mut places: Vec<usize> = Vec::new();
            for (m, index) in self.read.iter().rev() {
                let chain = &self.chains[*index];
                if chain.proper
                    && chain.kind == EntityType::Place
                    && !places.contains(index)
                    && m.sentence + 6 > mention.sentence
                {
                    let region =
                        lexicon::place(&chain.name).is_some_and(|p| p.kind != lexicon::PlaceForm::Country);
                    if !region {
                        places.push(*index);
                    }
                }
                if places.len() == number {
                    break;
                }
            }
            places.sort_unstable();
            (number > 1 && places.len() == number).then_some(places)
        };
        together.or_else(recent)
    }
}
