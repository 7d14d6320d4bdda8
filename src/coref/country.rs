//! The country that an article is about: the one whose people, towns and name it speaks of most. `The government` and its like
//! are that country's.

use super::mention::{Form, Mention};
use super::resolve::Chains;
use crate::analyse::Deprel;
use crate::clause::Tree;
use crate::lexicon::{self, PlaceForm};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// How much it must be spoken of: more than once.
const OFTEN: u32 = 3;

impl Chains {
    /// The country that is spoken of most, if it is at least half as often again as any other.
    pub(crate) fn country(&self) -> Option<&'static str> {
        let mut spoken: BTreeMap<&'static str, u32> = BTreeMap::new();
        for (mention, chain) in &self.read {
            if mention.form != Form::Name {
                continue;
            }
            let place = lexicon::place(&mention.text).or_else(|| lexicon::place(&self.chains[*chain].name));
            let country = place.and_then(|p| match p.kind {
                PlaceForm::Country | PlaceForm::People | PlaceForm::Capital => Some(p.name),
                _ => p.country,
            });
            // What acts counts more, and where the article was written most.
            let weight = match mention.sentence {
                0..=2 if mention.dateline => 4,
                _ if mention.main => 2,
                _ => 1,
            };
            if let Some(country) = country {
                *spoken.entry(country).or_default() += weight;
            }
        }
        let mut all: Vec<(u32, &'static str)> = spoken.into_iter().map(|(name, n)| (n, name)).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        let next = all.get(1).map_or(0, |(n, _)| *n);
        all.first().filter(|(n, _)| *n >= OFTEN && 2 * *n >= 3 * next).map(|(_, name)| *name)
    }

    /// Gives the government, parliament or navy of which an article speaks without saying whose the country's name:
    /// `Slovenian government`, as the article itself has the adjective, else `Slovenia's government`.
    pub(super) fn name_organs(&mut self, trees: &[Option<Tree>]) {
        let Some(country) = self.country() else { return };
        // `the government in Madrid` is told by its place.
        let placed = |(mention, _): &&(Mention, usize)| {
            mention.form == Form::Nominal
                && trees[mention.sentence].as_ref().is_some_and(|tree| {
                    tree.kids_by(mention.head, Deprel::Nmod)
                        .any(|k| k > mention.head && tree.rel(k) == Deprel::Nmod)
                })
        };
        let placed: FxHashSet<usize> = self.read.iter().filter(placed).map(|(_, index)| *index).collect();
        let adjective = self
            .read
            .iter()
            .find(|(mention, _)| mention.adjective && lexicon::people(&mention.text) == Some(country));
        let whose = adjective.map_or_else(|| format!("{country}'s"), |(mention, _)| mention.text.clone());
        for (index, chain) in self.chains.iter_mut().enumerate() {
            let alone = !placed.contains(&index)
                && !chain.proper
                && !chain.plural
                && chain.mentions > 0
                && !chain.vague;
            if alone && lexicon::is("state-organ", &chain.name) {
                chain.name = format!("{whose} {}", chain.name);
            }
        }
    }
}
