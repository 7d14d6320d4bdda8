//! Which key each entity of a set of articles has, for those who correct them.

use super::correction::Corrections;
use super::model::EntityId;
use super::replay::{Replayed, replay};
use crate::fact::{Extraction, LocalEntity};
use std::collections::BTreeSet;

/// The keys of articles' entities, as corrections leave them.
pub struct Keys<'a> {
    replayed: Replayed<'a>,
}

impl<'a> Keys<'a> {
    /// The keys of these articles' entities; the order of the articles makes no difference.
    pub fn new(articles: impl IntoIterator<Item = &'a Extraction>, corrections: &Corrections) -> Keys<'a> {
        let mut articles: Vec<&Extraction> = articles.into_iter().collect();
        articles.sort_by_key(|article| article.document);
        let replayed = replay(&articles, corrections);
        Keys { replayed }
    }

    fn all(&self) -> impl Iterator<Item = (&Extraction, &LocalEntity, &str)> {
        self.replayed.articles.iter().zip(&self.replayed.assigned).flat_map(|(article, keys)| {
            let article: &Extraction = article;
            article
                .entities
                .iter()
                .zip(keys)
                .map(move |(entity, assigned)| (article, entity, assigned.key.as_str()))
        })
    }

    /// The key of an entity; none if no article speaks of it.
    pub fn of(&self, is_it: impl Fn(EntityId) -> bool) -> Option<&str> {
        self.all().map(|(_, _, key)| key).find(|key| is_it(EntityId::of(key)))
    }

    /// The key of the first entity of an article that is meant.
    pub fn within(&self, article: &str, is_it: impl Fn(&LocalEntity) -> bool) -> Option<&str> {
        let fits = |(of, entity, key): (&Extraction, &LocalEntity, _)| {
            (of.name == article && is_it(entity)).then_some(key)
        };
        self.all().find_map(fits)
    }

    /// The articles that speak of the entity of a key, in the order of the documents' ids.
    pub fn articles(&self, key: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .all()
            .filter(|(_, _, other)| *other == key)
            .map(|(article, ..)| article.name.as_str())
            .collect();
        names.dedup();
        names
    }

    /// The numbers of an article's sentences that speak of the entity of a key, in order.
    pub fn sentences(&self, key: &str, article: &str) -> Vec<usize> {
        let mut numbers = BTreeSet::new();
        for (of, keys) in self.replayed.articles.iter().zip(&self.replayed.assigned) {
            if of.name != article {
                continue;
            }
            let is_it = |index: usize| keys.get(index).is_some_and(|assigned| assigned.key == key);
            for (_, entity) in of.entities.iter().enumerate().filter(|(index, _)| is_it(*index)) {
                numbers.extend(entity.links.iter().flat_map(|link| &link.at).map(|(sentence, _)| *sentence));
            }
            let facts = of.facts.iter();
            numbers.extend(
                facts.filter(|f| is_it(f.subject.0) || is_it(f.object.0)).map(|f| f.evidence.sentence),
            );
        }
        numbers.into_iter().collect()
    }

    /// How many entities or facts of articles a correction met.
    pub fn met(&self, correction: u64) -> usize {
        self.replayed.met.get(&correction).copied().unwrap_or(0)
    }
}
