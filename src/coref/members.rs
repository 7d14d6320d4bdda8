//! `both companies`, `the two countries`, `both sides` → those just spoken of together.

use super::mention::{Form, Mention};
use super::resolve::{Chain, Chains};
use crate::analyse::Deprel;
use crate::clause::Tree;
use crate::lexicon::{self, EntityType, PlaceForm};

/// What a plural noun speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sought {
    /// `countries`, `nations`
    States,
    /// `sides`, `parties`: whoever deals with each other.
    Parties,
    /// `companies`, `clubs`
    Described,
}

impl Chains {
    /// The chains that a plural description speaks of together.
    pub(super) fn several(&self, tree: &Tree, mention: &Mention) -> Option<Vec<usize>> {
        let lemma = tree.lemma(mention.head);
        if !mention.plural {
            return None;
        }
        let sought = if lexicon::is("side-noun", lemma) {
            Sought::Parties
        } else if lexicon::is("country-noun", lemma) {
            Sought::States
        } else if lexicon::is_general(lemma) {
            Sought::Described
        } else {
            return None;
        };
        let before = tree.kids(mention.head).iter().copied().filter(|&k| k < mention.head);
        let words: Vec<&str> = before.map(|k| tree.lemma(k)).collect();
        let number = if words.contains(&"both") || words.contains(&"two") || words.contains(&"2") {
            2
        } else if words.contains(&"three") || words.contains(&"3") {
            3
        } else if sought != Sought::Described && (words.contains(&"these") || words == ["the"]) {
            0
        } else {
            return None;
        };
        // `two companies` are new ones.
        let again = words.iter().any(|w| matches!(*w, "both" | "the" | "this" | "these" | "those" | "that"));
        let narrower = tree.kids(mention.head).iter().any(|&k| {
            k > mention.head && matches!(tree.rel(k), Deprel::Acl | Deprel::AclRelcl | Deprel::Nmod)
                || k < mention.head && matches!(tree.rel(k), Deprel::Amod | Deprel::Compound)
        });
        if !again || narrower && sought == Sought::Described {
            return None;
        }
        let fits = |index: usize| self.is_one_of(index, sought, lemma);
        let together = self.recent().iter().rev().find_map(|(m, _)| {
            let members: Vec<usize> = m.coordinated.iter().filter_map(|&h| self.of(m.sentence, h)).collect();
            let whole = members.len() > 1 && members.iter().all(|&i| fits(i));
            (whole && (number == 0 || members.len() == number)).then_some(members)
        });
        together
            .or_else(|| self.lately(mention, number, sought, &fits))
            .or_else(|| self.spoken_of_most(number, sought, &fits))
    }

    fn is_one_of(&self, index: usize, sought: Sought, noun: &str) -> bool {
        let chain = &self.chains[index];
        let state = |c: &Chain| {
            c.kind == EntityType::Place
                && lexicon::place(&c.name).is_none_or(|p| p.kind == PlaceForm::Country)
        };
        match sought {
            Sought::States => state(chain),
            Sought::Parties => state(chain) || chain.kind == EntityType::Organization,
            Sought::Described => {
                let singular = lexicon::fit(
                    noun,
                    chain.profile.nouns.iter().map(String::as_str),
                    &chain.profile.classes,
                );
                let firm = lexicon::is("generic-company", noun)
                    && chain.proper
                    && chain.kind == EntityType::Organization
                    && chain.profile.classes.is_empty();
                chain.proper && !chain.plural && (singular.is_some() || firm)
            }
        }
    }

    /// Those that an article is about: spoken of three times and more, and twice as often as any other that fits.
    fn spoken_of_most(
        &self,
        number: usize,
        sought: Sought,
        fits: &dyn Fn(usize) -> bool,
    ) -> Option<Vec<usize>> {
        if number < 2 || sought != Sought::Described {
            return None;
        }
        let mut all: Vec<usize> = self
            .in_mind()
            .filter(|&i| self.chains[i].proper && self.chains[i].mentions > 0 && fits(i))
            .collect();
        all.sort_by_key(|&i| (std::cmp::Reverse(self.chains[i].mentions), i));
        let least = all.get(number - 1).map(|&i| self.chains[i].mentions)?;
        let next = all.get(number).map_or(0, |&i| self.chains[i].mentions);
        all.truncate(number);
        all.sort_unstable();
        (least >= 3 && least >= 2 * next).then_some(all)
    }

    /// The last few that fit, where they were spoken of for themselves and no other as lately.
    fn lately(
        &self,
        mention: &Mention,
        number: usize,
        sought: Sought,
        fits: &dyn Fn(usize) -> bool,
    ) -> Option<Vec<usize>> {
        if number < 2 {
            return None;
        }
        let reach = if sought == Sought::Described { 3 } else { 6 };
        let mut found: Vec<usize> = Vec::new();
        for (m, index) in self.read.iter().rev().take_while(|(m, _)| m.sentence + reach > mention.sentence) {
            let chain = &self.chains[*index];
            let itself = !m.adjective || chain.mentions > 1;
            // A state that deals with another is named twice, or does something.
            let party = sought != Sought::Parties || chain.kind == EntityType::Place;
            if m.form != Form::Pronoun
                && itself
                && party
                && chain.proper
                && fits(*index)
                && !found.contains(index)
            {
                found.push(*index);
            }
            if found.len() == number && sought == Sought::States {
                break;
            }
        }
        let known_place = |&i: &usize| {
            sought == Sought::Described
                || lexicon::place(&self.chains[i].name).is_none_or(|p| p.kind == PlaceForm::Country)
        };
        let acts = |&i: &usize| {
            sought == Sought::States
                || sought == Sought::Described
                || self.chains[i].mentions > 1 && self.recent_of(i).any(|m| !m.adjective)
        };
        found.retain(|i| known_place(i) && acts(i));
        found.sort_unstable();
        (found.len() == number).then_some(found)
    }
}
