//! The country that an article is about: the one whose people, towns and name it speaks of most.

use super::mention::Form;
use super::resolve::Chains;
use crate::lexicon::{self, PlaceForm};
use std::collections::BTreeMap;

/// How often it must be spoken of.
const OFTEN: u32 = 3;

impl Chains {
    /// The country that is spoken of most, if it is at least twice as often as any other.
    pub(crate) fn country(&self) -> Option<&'static str> {
        let mut spoken: BTreeMap<&'static str, u32> = BTreeMap::new();
        for (mention, chain) in &self.read {
            if mention.form != Form::Name {
                continue;
            }
            let place = lexicon::place(&mention.text).or_else(|| lexicon::place(&self.chains[*chain].name));
            let country = place.and_then(|p| match p.kind {
                PlaceForm::Country | PlaceForm::People => Some(p.name),
                _ => p.country,
            });
            if let Some(country) = country {
                *spoken.entry(country).or_default() += 1;
            }
        }
        let mut all: Vec<(u32, &'static str)> = spoken.into_iter().map(|(name, n)| (n, name)).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        let next = all.get(1).map_or(0, |(n, _)| *n);
        all.first().filter(|(n, _)| *n >= OFTEN && *n >= 2 * next).map(|(_, name)| *name)
    }
}
