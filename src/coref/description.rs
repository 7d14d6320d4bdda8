//! Common nouns → chains: descriptions of what was spoken of before, and of groups of countries.

use super::antecedent::{is_age, unknown_firm};
use super::mention::Mention;
use super::naming::known_as;
use super::phrase::name_words;
use super::resolve::{Chain, Chains, normal};
use super::rule::Rule;
use super::time_noun::is_time;
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
        // `Elbar's largest shareholder, the Roe family`
        let name_within = || {
            tree.kids_by(mention.head, Deprel::Compound)
                .any(|k| k < mention.head && tree.upos(k) == Upos::Propn)
        };
        if tree.rel(mention.head) == Deprel::Appos
            && !mention.plural
            && name_within()
            && let Some(known) = tree.head(mention.head).and_then(|h| self.of(mention.sentence, h))
            && !self.chains[known].plural
        {
            self.chains[known].name.clone_from(&mention.text);
            self.by_name.insert(normal(&mention.text), known);
            return self.by(Rule::Apposition, known);
        }
        // `the drug, known as torvexaban`
        if let Some(known) = known_as(tree, mention.head).and_then(|noun| self.of(mention.sentence, noun))
            && !mention.definite
        {
            let chain = &mut self.chains[known];
            if !chain.proper {
                chain.name.clone_from(&mention.text);
                chain.proper = tree.upos(mention.head) == Upos::Propn;
                chain.named = true;
            }
            self.by_name.insert(normal(&mention.text), known);
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
        // `its engineers`, where nobody knows whose
        let owner_open = tree.kids_by(mention.head, Deprel::NmodPoss).any(|p| {
            tree.upos(p) == Upos::Pron
                && !tree.is_relative(p)
                && self.of(mention.sentence, p).is_some_and(|c| self.chains[c].vague)
        });
        if owner_open && lexicon::nominalised_verb(lemma).is_none() && !lexicon::is("event-noun", lemma) {
            let mut chain = Chain::new(mention.text.clone(), mention.kind, false);
            chain.unresolved = true;
            chain.plural = mention.plural;
            return self.push(chain, None);
        }
        if let Some(known) = self.counted_before(tree, mention) {
            return self.by(Rule::Description, known);
        }
        if let Some(members) = self.several(tree, mention) {
            let group = self.group(members, mention);
            return self.by(Rule::Group, group);
        }
        // `Museum returns bronze`: which one, the article says; its `the museum` is that.
        let headline = |known: usize| {
            let chain = &self.chains[known];
            self.headline && chain.last.0 == 0 && !chain.proper && mention.definite && words == 1
        };
        let told_since = |known: usize| {
            self.in_mind().any(|i| {
                let c = &self.chains[i];
                i != known
                    && c.last.0 > 0
                    && !c.proper
                    && c.members.is_empty()
                    && c.plural == mention.plural
                    && c.heads.iter().any(|h| h == lemma)
            })
        };
        // `a fire at a plant in Rouen` is not the fire spoken of before.
        let another = |known: usize| {
            let chain = &self.chains[known];
            let article =
                tree.kids_by(mention.head, Deprel::Det).any(|d| matches!(tree.lemma(d), "a" | "an"));
            let own = tree.kids(mention.head).iter().any(|&k| {
                k > mention.head && matches!(tree.rel(k), Deprel::Acl | Deprel::AclRelcl | Deprel::Nmod)
            });
            article
                && own
                && !chain.proper
                && !mention.plural
                && chain.last.0 > 0
                && chain.last.0 < mention.sentence
        };
        if let Some(&known) = self.by_name.get(&normal(&mention.text))
            && !another(known)
            && !(mention.plural && headline(known) && told_since(known))
            && !(headline(known) && self.described(tree, mention).is_some_and(|(d, _)| self.chains[d].proper))
            && !mention.distinct
            && lexicon::people(tree.form(mention.head)).is_none()
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
            // `the Republic of Valdania`
            let called = |name: &str| {
                let form = name.split_once(" of ").map(|(form, _)| form.to_lowercase());
                form.is_some_and(|form| lexicon::is("state-form", &form))
            };
            let country = |i: usize| {
                let c = &self.chains[i];
                let place = c.kind == EntityType::Place && state(&c.name);
                c.proper && (place || c.kind != EntityType::Person && called(&c.name))
            };
            // Beyond the last sentences it is the country that the article is about.
            let by_name = self
                .read
                .iter()
                .rev()
                .take_while(|(m, _)| m.sentence + 3 > mention.sentence)
                .find(|(m, i)| !m.adjective && country(*i))
                .map(|(_, i)| *i);
            let about = || {
                let places = self.in_mind().filter(|&i| country(i));
                let first = |i: usize| u32::from(self.of_sentence(0).any(|(_, _, c)| c == i));
                places.max_by_key(|&i| (self.chains[i].mentions + first(i), self.chains[i].last))
            };
            let recent = by_name.or_else(about);
            if let Some(recent) = recent {
                return self.by(Rule::Description, recent);
            }
        }
        let possessor = tree.kids(mention.head).iter().copied().find(|&k| tree.rel(k) == Deprel::NmodPoss);
        let possessor = possessor.and_then(|p| self.of(mention.sentence, tree.antecedent(p)));
        if let Some(known) = possessor.and_then(|p| self.of_possessor(p, mention, lemma)) {
            return self.by(Rule::Description, known);
        }
        // `his client` is whom he is the lawyer of.
        if lexicon::is("client-noun", lemma)
            && !mention.plural
            && let Some(agent) = possessor
        {
            let of = &self.chains[agent].profile.of;
            if let Some(&(_, client)) = of.iter().rev().find(|(noun, _)| lexicon::is("agent-noun", noun)) {
                return self.by(Rule::Description, client);
            }
            // `his lawyer said his client`: whoever `his` is read as
            let has_agent = |i: usize| {
                let c = &self.chains[i];
                c.last.0 == mention.sentence
                    && c.profile.of.iter().any(|(noun, of)| *of == agent && lexicon::is("agent-noun", noun))
            };
            if self.in_mind().any(has_agent) {
                return self.by(Rule::Description, agent);
            }
        }
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
        // `the company, which was founded in 2009`: the clause only adds to it.
        let restricted = tree.kids(mention.head).iter().any(|&k| {
            k > mention.head
                && matches!(tree.rel(k), Deprel::Acl | Deprel::AclRelcl | Deprel::Nmod)
                && !adds(tree, mention.head, k)
                // `the 19-year-old from Recife`
                && !(is_age(tree, mention.head) && tree.preposition(k) == "from")
        });
        let described =
            (mention.definite && !mention.plural && !own_name && !mention.distinct && !restricted)
                .then(|| self.described(tree, mention))
                .flatten();
        if back || described.is_some() {
            let same = self.in_mind().filter(|&i| {
                let c = &self.chains[i];
                let heads = back && c.heads.iter().any(|h| said(h) == word);
                let fits = c.plural == mention.plural
                    && !(own_words && mention.plural)
                    && !c.proper
                    && c.members.is_empty();
                if !heads || !fits {
                    return false;
                }
                let known: Vec<String> = c
                    .forms
                    .keys()
                    .flat_map(|f| f.to_lowercase().split(' ').map(str::to_owned).collect::<Vec<_>>())
                    .collect();
                let plain = modifiers
                    .iter()
                    .filter(|m| **m != lemma && **m != tree.form(mention.head).to_lowercase())
                    .all(|m| known.contains(m));
                // `the company` is not `the enlarged company`, which is yet to be.
                let yet = !modifiers.iter().any(|m| lexicon::is("yet-to-be", m))
                    && c.name.split(' ').next().is_some_and(|w| lexicon::is("yet-to-be", w))
                    && matches!(c.kind, EntityType::Organization | EntityType::Product);
                let named = |k: &usize| {
                    tree.upos(*k) == Upos::Propn
                        && matches!(tree.rel(*k), Deprel::Compound | Deprel::Amod)
                        && !known.contains(&tree.form(*k).to_lowercase())
                };
                // `the Candidates tournament` is not the one spoken of before.
                let other = tree.kids(mention.head).iter().any(named) && c.last.0 + 2 < mention.sentence;
                // `the government` is not that of an envoy spoken of before, but of the country.
                let anothers = possessor.is_none()
                    && lexicon::is("one-of-a-kind", lemma)
                    && c.name.split_once("'s ").is_some_and(|(owner, _)| {
                        self.by_name
                            .get(&normal(owner))
                            .is_some_and(|&o| self.chains[o].kind == EntityType::Person)
                    });
                if anothers {
                    return false;
                }
                let event = lexicon::is("event-noun", lemma)
                    && !other
                    && !mention.distinct
                    && !modifiers.iter().any(|m| m.bytes().any(|b| b.is_ascii_digit()));
                !yet && (plain || event)
            });
            let same = same.max_by_key(|&index| self.chains[index].last);
            if let Some(known) = self.nearer(same, described) {
                if let Some((_, margin)) = described.filter(|(d, _)| *d == known) {
                    self.note_margin(mention, margin);
                }
                return self.by(Rule::Description, known);
            }
        }
        if let Some(known) = self.by_last_word(tree, mention, lemma) {
            return self.by(Rule::Description, known);
        }
        if let Some(known) = self.only_person(tree, mention, lemma) {
            self.chains[known].profile.noun(lemma);
            return self.by(Rule::Description, known);
        }
        if let Some(known) = self.named_now(tree, mention, lemma) {
            let chain = &mut self.chains[known];
            chain.name.clone_from(&mention.text);
            self.by_name.insert(normal(&mention.text), known);
            return self.by(Rule::Description, known);
        }
        // What the headline speaks of is what the article speaks of first.
        if let Some(known) = self.in_headline(mention, &word, event) {
            return self.by(Rule::Description, known);
        }
        let mut name = mention.text.clone();
        // `its market share`, `the agency's budget` are somebody's.
        if let Some(owner) = possessor.filter(|&p| {
            let action = lexicon::nominalised_verb(lemma).is_some() && !mention.plural;
            let pronoun = tree
                .kids_by(mention.head, Deprel::NmodPoss)
                .any(|k| matches!(tree.upos(k), Upos::Pron | Upos::Det));
            let belongs =
                !(pronoun && self.is_subjects(tree, mention, p)) && (belongs(tree, mention.head) || pronoun);
            self.chains[p].proper && belongs && !action
        }) {
            let owner = &self.chains[owner].name;
            name =
                if owner.ends_with("'s") { format!("{owner} {name}") } else { format!("{owner}'s {name}") };
            if let Some(&known) = self.by_name.get(&normal(&name)) {
                return known;
            }
            let mut chain = Chain::new(name.clone(), mention.kind, false);
            chain.plural = mention.plural;
            chain.male = mention.male;
            // A colleague of somebody is one of many.
            chain.unresolved = lexicon::is("client-noun", lemma) || lexicon::is("fellow-noun", lemma);
            return self.push(chain, Some(normal(&name)));
        }
        let index = self.create(mention, name, false);
        let points =
            mention.definite && tree.kids_by(mention.head, Deprel::Det).any(|d| tree.lemma(d) != "a");
        let unclear = points && only_points(tree, mention.head) && self.could_be(tree, mention, index);
        let somebodys = mention.definite && !points && lexicon::is("fellow-noun", lemma);
        self.chains[index].unresolved = unclear || somebodys || lexicon::is("client-noun", lemma);
        index
    }

    /// `the two men`, `the pair` of two diplomats spoken of just before.
    fn counted_before(&self, tree: &Tree, mention: &Mention) -> Option<usize> {
        let lemma = tree.lemma(mention.head);
        let the = tree
            .kids_by(mention.head, Deprel::Det)
            .any(|d| matches!(tree.lemma(d), "the" | "these" | "those"));
        let number = match tree.kid(mention.head, Deprel::Nummod) {
            Some(number) if mention.plural && lexicon::is("people-noun", lemma) => tree.lemma(number),
            None if lexicon::is("pair-noun", lemma) => "two",
            _ => return None,
        };
        let alone = tree.kids(mention.head).iter().all(|&k| {
            k > mention.head && matches!(tree.rel(k), Deprel::AclRelcl | Deprel::Punct)
                || matches!(tree.rel(k).universal(), Deprel::Det | Deprel::Nummod | Deprel::Case)
        });
        if !the || !alone {
            return None;
        }
        let before = self.read.iter().rev().take_while(|(m, _)| m.sentence + 4 > mention.sentence);
        let counted = |index: usize| {
            let chain = &self.chains[index];
            chain.plural
                && !chain.vague
                && matches!(chain.kind, EntityType::Group | EntityType::Person | EntityType::Quantity)
                && chain.name.split(' ').next().is_some_and(|w| w.eq_ignore_ascii_case(number))
                && chain.heads.iter().all(|h| lexicon::noun_class(h) == Some("person") || h == "people")
        };
        before.map(|(_, index)| *index).find(|&index| counted(index))
    }

    /// `the prize` of the Kalvik Prize: the one thing named whose name ends so.
    fn by_last_word(&self, tree: &Tree, mention: &Mention, lemma: &str) -> Option<usize> {
        // `the prize`, `next year's prize`
        let yearly = |k: usize| tree.rel(k) == Deprel::NmodPoss && is_time(tree, k);
        let the =
            tree.kids(mention.head).iter().any(|&k| matches!(tree.lemma(k), "the" | "this") || yearly(k));
        let bare = tree.kids(mention.head).iter().all(|&k| {
            let before = matches!(tree.rel(k).universal(), Deprel::Det | Deprel::Case) || yearly(k);
            let after = matches!(tree.rel(k), Deprel::Acl | Deprel::AclRelcl) && k > mention.head;
            before || after || tree.rel(k) == Deprel::Punct
        });
        if !(the && bare) || mention.plural {
            return None;
        }
        let ends = format!(" {lemma}");
        let mut named = self.in_mind().filter(|&i| {
            let chain = &self.chains[i];
            chain.proper && chain.kind != EntityType::Person && normal(&chain.name).ends_with(&ends)
        });
        let one = named.next()?;
        named.next().is_none().then_some(one)
    }

    /// `Osei's header won it. The Ghanaian striker rose above two defenders`: the one person named in the sentence before,
    /// where the words before the noun say that more is told of somebody known.
    fn only_person(&self, tree: &Tree, mention: &Mention, lemma: &str) -> Option<usize> {
        let human = lexicon::noun_class(lemma) == Some("person") || lexicon::occupation(lemma).is_some();
        let the = tree.kids_by(mention.head, Deprel::Det).any(|d| tree.lemma(d) == "the");
        let tells = |k: usize| {
            k < mention.head
                && (matches!(tree.rel(k), Deprel::Amod | Deprel::Compound)
                    && (lexicon::people(tree.form(k)).is_some()
                        || lexicon::is("former-adj", tree.lemma(k))
                        || tree.upos(k) == Upos::Propn
                        || tree.in_age(k)))
        };
        let more = tree.kids(mention.head).iter().any(|&k| tells(k));
        let owned = tree.kids_by(mention.head, Deprel::NmodPoss).next().is_some();
        if !(human && the && more && mention.main && !owned && !mention.plural && !mention.distinct) {
            return None;
        }
        let person = |c: usize| self.chains[c].proper && self.chains[c].kind == EntityType::Person;
        let mut named: Vec<usize> = self
            .read
            .iter()
            .rev()
            .take_while(|(m, _)| m.sentence + 1 >= mention.sentence)
            .filter(|(_, c)| person(*c))
            .map(|(_, c)| *c)
            .collect();
        named.sort_unstable();
        named.dedup();
        let &[one] = &named[..] else { return None };
        let chain = &self.chains[one];
        let nouns = chain.profile.nouns.iter().map(String::as_str);
        let fits =
            chain.profile.nouns.is_empty() || lexicon::fit(lemma, nouns, &chain.profile.classes).is_some();
        let genders = chain.male.is_none() || mention.male.is_none() || chain.male == mention.male;
        let nations = super::profile::nations(tree, mention.head);
        let from = nations.is_empty()
            || chain.profile.nations.is_empty()
            || nations.iter().any(|n| chain.profile.nations.contains(n));
        (fits && genders && from).then_some(one)
    }

    /// `A dam burst. The Kalvik dam was built in 1988.`: what was spoken of without a name is named now.
    fn named_now(&self, tree: &Tree, mention: &Mention, lemma: &str) -> Option<usize> {
        let name =
            |k: usize| tree.rel(k) == Deprel::Compound && tree.upos(k) == Upos::Propn && k < mention.head;
        let the = tree.kids_by(mention.head, Deprel::Det).any(|d| tree.lemma(d) == "the");
        if mention.plural || !the || mention.distinct || !tree.kids(mention.head).iter().any(|&k| name(k)) {
            return None;
        }
        let mut fitting = self.in_mind().filter(|&i| {
            let c = &self.chains[i];
            !c.proper
                && !c.plural
                && c.members.is_empty()
                && c.heads.iter().all(|h| h == lemma)
                && c.last.0 + 2 >= mention.sentence
                && c.last.0 < mention.sentence
                && !c.name.contains(char::is_uppercase)
                && !c.name.split(' ').next().is_some_and(|w| lexicon::is("yet-to-be", w))
        });
        let found = fitting.next()?;
        fitting.next().is_none().then_some(found)
    }

    /// Whether what something belongs to is the subject of its clause: `praised her players`.
    fn is_subjects(&self, tree: &Tree, mention: &Mention, owner: usize) -> bool {
        let verb = tree.ancestors(mention.head).find(|&a| tree.kids_by(a, Deprel::Nsubj).next().is_some());
        verb.is_some_and(|v| {
            tree.kids_by(v, Deprel::Nsubj).any(|k| {
                !tree.dominates(k, mention.head)
                    && self.of(mention.sentence, tree.antecedent(k)) == Some(owner)
            })
        })
    }

    /// `his company`, where it was said what he is of; `her husband`, where she was said to be the wife.
    fn of_possessor(&self, possessor: usize, mention: &Mention, lemma: &str) -> Option<usize> {
        if mention.plural || self.chains[possessor].kind != EntityType::Person {
            return None;
        }
        let of = &self.chains[possessor].profile.of;
        if lexicon::is("spouse-noun", lemma) {
            let spouse = of.iter().find(|(noun, _)| lexicon::is("spouse-noun", noun));
            return spouse.map(|(_, other)| *other).filter(|&o| self.chains[o].kind == EntityType::Person);
        }
        if !lexicon::is_general(lemma) || lexicon::described_kind(lemma) == Some(EntityType::Person) {
            return None;
        }
        let mut fitting: Vec<usize> = of.iter().map(|(_, owner)| *owner).collect();
        fitting.retain(|&o| {
            let chain = &self.chains[o];
            let nouns = chain.profile.nouns.iter().map(String::as_str);
            chain.proper
                && (lexicon::fit(lemma, nouns, &chain.profile.classes).is_some()
                    || lexicon::is("generic-company", lemma) && unknown_firm(chain))
        });
        fitting.sort_unstable();
        fitting.dedup();
        if let [one] = fitting[..] { Some(one) } else { None }
    }

    /// Whether a noun with its article alone may be something named before: `the company`, where firms were. Where
    /// nothing of its kind was, it is what the article first speaks of.
    fn could_be(&self, tree: &Tree, mention: &Mention, but: usize) -> bool {
        let lemma = tree.lemma(mention.head);
        let nation = lexicon::people(tree.form(mention.head)).is_some();
        let person = nation || lexicon::is("person-description", lemma);
        // `the visitors` of a match
        let team = mention.plural
            && !self.teams.is_empty()
            && lexicon::described_kind(lemma) == Some(EntityType::Organization);
        // `the Nigerian striker`, `the former keeper`: somebody of whom more was said.
        let somebody = !mention.plural
            && lexicon::described_kind(lemma) == Some(EntityType::Person)
            && tree.kids_by(mention.head, Deprel::Amod).any(|k| {
                k < mention.head
                    && (lexicon::people(tree.form(k)).is_some() || lexicon::is("former-adj", tree.lemma(k)))
            });
        if !needs_antecedent(lemma) && !nation && !team && !somebody {
            return false;
        }
        let kind = if person { Some(EntityType::Person) } else { lexicon::described_kind(lemma) };
        let kind = kind.unwrap_or(EntityType::Organization);
        let fits = |c: &Chain| c.kind == kind && (c.proper || kind == EntityType::Product);
        let known = |&i: &usize| i != but && self.chains[i].mentions > 0 && fits(&self.chains[i]);
        let wanted = if mention.plural { 2 } else { 1 };
        self.in_mind().filter(known).take(wanted).count() == wanted
    }

    /// Of what was called the same and what can be called so the one spoken of last.
    fn nearer(&self, same: Option<usize>, described: Option<(usize, i64)>) -> Option<usize> {
        match (same, described.map(|(index, _)| index)) {
            // But what the article is about stays in mind: `the bank` of the central bank.
            (Some(same), Some(other)) if self.chains[other].last > self.chains[same].last => {
                let (known, new) = (&self.chains[same], &self.chains[other]);
                let about = known.mentions > new.mentions && known.last.0 + 6 > new.last.0;
                Some(if about { same } else { other })
            }
            (same, other) => same.or(other),
        }
    }

    /// The event that a headline names, where the article comes to speak of it by the same noun.
    fn in_headline(&self, mention: &Mention, word: &str, event: bool) -> Option<usize> {
        if !self.headline || !event || mention.sentence == 0 || mention.distinct {
            return None;
        }
        let said = |lemma: &str| lexicon::nominalised_verb(lemma).unwrap_or(lemma).to_owned();
        self.in_mind().find(|&i| {
            let c = &self.chains[i];
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
}

/// Whether a noun without its owner does not say what is meant: not where the owner's name stands in its words already.
fn belongs(tree: &Tree, head: usize) -> bool {
    tree.kids(head).iter().any(|&k| {
        tree.rel(k) == Deprel::NmodPoss
            && (tree.upos(k) == Upos::Pron
                && (matches!(tree.lemma(k), "its" | "it") || tree.form(k).eq_ignore_ascii_case("its"))
                || tree.upos(k) == Upos::Pron && lexicon::is("kin-noun", tree.lemma(head))
                || tree.upos(k) == Upos::Noun)
    })
}

/// Whether a noun stands alone but for words that only point to what was named: `the company`, `the former keeper`, `the
/// Swiss firm`, `the two groups`.
fn only_points(tree: &Tree, head: usize) -> bool {
    tree.kids(head).iter().all(|&k| {
        let word = lexicon::people(tree.form(k)).is_some()
            || lexicon::is("former-adj", tree.lemma(k))
            || lexicon::place(tree.form(k)).is_some();
        k > head && matches!(tree.rel(k), Deprel::Punct | Deprel::AclRelcl | Deprel::Appos)
            || k < head && word && matches!(tree.rel(k), Deprel::Amod | Deprel::Compound)
            || tree.rel(k) == Deprel::Nummod && matches!(tree.lemma(k), "two" | "three" | "2" | "3")
            || matches!(tree.rel(k).universal(), Deprel::Det | Deprel::Case | Deprel::Cc | Deprel::Conj)
    })
}

/// Whether a definite noun speaks of somebody or something named before: `the company`, `the striker`, not `the government`.
pub(crate) fn points_back(tree: &Tree, head: usize) -> bool {
    let lemma = tree.lemma(head);
    let human = lexicon::noun_class(lemma) == Some("person") && !lexicon::is("office", lemma);
    (needs_antecedent(lemma) || human) && !lexicon::is("one-of-a-kind", lemma)
}

/// Whether a noun with its article alone does not say what is meant: `the company`; unlike `the government`.
fn needs_antecedent(lemma: &str) -> bool {
    let kind = lexicon::described_kind(lemma);
    let thing = matches!(kind, Some(EntityType::Organization | EntityType::Product | EntityType::Person));
    thing && lexicon::is_general(lemma) && !lexicon::is("one-of-a-kind", lemma)
        || lexicon::is("generic-company", lemma)
        || lexicon::is("person-description", lemma)
}

/// Whether what stands behind a noun is set off by a comma, so that it says more of it, not which it is.
fn adds(tree: &Tree, head: usize, clause: usize) -> bool {
    let start = tree.subtree(clause, |_| false).into_iter().find(|&t| t > head).unwrap_or(clause);
    tree.rel(clause) != Deprel::Nmod && (tree.form(start) == "," || start > 0 && tree.form(start - 1) == ",")
}
