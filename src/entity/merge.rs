//! Several extractions → [`Merged`]: a group-by over canonical keys, the same whatever the order of the documents.
//!
//! Two mentions are one entity when their keys are equal: a proper name's key is the name normalised (case,
//! accents, articles, punctuation), so it meets itself in other articles, and [`super::assign`] keeps people of one
//! name apart; anything else is known within its own article only, and its key starts with the article's name. Then
//! people's corrections are replayed over the keys ([`super::replay`]).

use super::assign::Tie;
use super::correction::Corrections;
use super::model::{Entity, EntityId, FactId, Merged, MergedFact};
use super::replay::{Replayed, replay};
use crate::fact::{EntityIndex, Extraction, LocalEntity, Status};
use crate::lexicon::EntityType;
use std::collections::BTreeMap;

/// What gathers of one entity while documents are read.
#[derive(Default)]
struct Gathered {
    names: BTreeMap<String, u32>,
    aliases: BTreeMap<String, u32>,
    kinds: BTreeMap<EntityType, u32>,
    mentions: u32,
    dates: Option<(String, String)>,
}

impl Gathered {
    fn add(&mut self, entity: &LocalEntity, tie: Tie, date: Option<&str>) {
        let name = entity.date.as_ref().unwrap_or(&entity.name);
        if entity.date.is_some() {
            *self.aliases.entry(entity.name.clone()).or_default() += 1;
        }
        let named = entity.mentions.saturating_sub(entity.aliases.iter().map(|(_, n)| n).sum()).max(1);
        // What is short for another name, or corrected to be another, is no name to go by.
        let short = matches!(tie, Tie::PartOfName | Tie::Acronym | Tie::Corrected);
        let names = if short { &mut self.aliases } else { &mut self.names };
        *names.entry(name.clone()).or_default() += named;
        for (alias, count) in &entity.aliases {
            *self.aliases.entry(alias.clone()).or_default() += count;
        }
        *self.kinds.entry(entity.kind).or_default() += entity.mentions.max(1);
        self.mentions += entity.mentions;
        if let Some(date) = date {
            self.dates = Some(match self.dates.take() {
                None => (date.to_owned(), date.to_owned()),
                Some((first, last)) => (first.min(date.to_owned()), last.max(date.to_owned())),
            });
        }
    }

    fn finish(mut self, key: String, replayed: &Replayed<'_>) -> Entity {
        let name = most(&self.names).or_else(|| replayed.names.get(&key)).or_else(|| most(&self.aliases));
        let name = name.cloned().unwrap_or_default();
        for alias in replayed.aliases.get(&key).into_iter().flatten() {
            self.aliases.entry(alias.clone()).or_default();
        }
        for (other, count) in self.names {
            *self.aliases.entry(other).or_default() += count;
        }
        self.aliases.remove(&name);
        let mut aliases: Vec<(String, u32)> = self.aliases.into_iter().collect();
        aliases.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let (first_seen, last_seen) = self.dates.unzip();
        let kind = replayed.kinds.get(&key).or_else(|| most(&self.kinds));
        Entity {
            id: EntityId::of(&key),
            key,
            name,
            aliases,
            kind: kind.copied().unwrap_or(EntityType::Concept),
            mentions: self.mentions,
            first_seen,
            last_seen,
        }
    }
}

/// The key with the highest count, the first one of those.
fn most<K: Ord>(counts: &BTreeMap<K, u32>) -> Option<&K> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(key, _)| key)
}

/// Weaves extractions, as people corrected them, into one set of entities and facts; the order of the documents makes no
/// difference.
pub fn merge<'a>(extractions: impl IntoIterator<Item = &'a Extraction>, corrections: &Corrections) -> Merged {
    let mut entities: BTreeMap<String, Gathered> = BTreeMap::new();
    let mut facts: BTreeMap<(EntityId, String, EntityId, Status, Option<EntityId>), MergedFact> =
        BTreeMap::new();
    let mut support: BTreeMap<FactId, Vec<f64>> = BTreeMap::new();
    let mut extractions: Vec<&Extraction> = extractions.into_iter().collect();
    extractions.sort_by_key(|extraction| extraction.document);
    let mut replayed = replay(&extractions, corrections);
    let all = std::mem::take(&mut replayed.assigned);
    let extractions = std::mem::take(&mut replayed.articles);
    for ((number, extraction), assigned) in extractions.iter().enumerate().zip(all) {
        let (keys, ties): (Vec<String>, Vec<Tie>) = assigned.into_iter().map(|a| (a.key, a.tie)).unzip();
        let id = |EntityIndex(i): EntityIndex| keys.get(i).map(|key| EntityId::of(key));
        for ((entity, key), tie) in extraction.entities.iter().zip(&keys).zip(ties) {
            entities.entry(key.clone()).or_default().add(entity, tie, extraction.date.as_deref());
        }
        let kept = |at: &usize| !replayed.dropped.contains(&(number, *at));
        for fact in (0..extraction.facts.len()).filter(kept).map(|at| &extraction.facts[at]) {
            let (Some(mut subject), Some(mut object)) = (id(fact.subject), id(fact.object)) else { continue };
            let mut evidence = fact.evidence.clone();
            if fact.symmetric && keys[fact.object.0] < keys[fact.subject.0] {
                std::mem::swap(&mut subject, &mut object);
                std::mem::swap(&mut evidence.subject, &mut evidence.object);
            }
            let by = fact.by.and_then(id);
            let slot =
                facts.entry((subject, fact.relation.clone(), object, fact.status, by)).or_insert_with(|| {
                    MergedFact {
                        id: FactId::of(subject, &fact.relation, object, fact.status, by),
                        subject,
                        relation: fact.relation.clone(),
                        object,
                        status: fact.status,
                        by,
                        confidence: 0.0,
                        qualifiers: Vec::new(),
                        symmetric: false,
                        evidence: Vec::new(),
                    }
                });
            slot.symmetric |= fact.symmetric;
            slot.qualifiers.extend(fact.qualifiers.iter().cloned());
            slot.evidence.push((extraction.document, evidence));
            support.entry(slot.id).or_default().push(fact.confidence);
        }
    }
    let facts = facts.into_values().map(|mut fact| {
        fact.qualifiers.sort();
        fact.qualifiers.dedup();
        fact.evidence.sort();
        fact.evidence.dedup();
        fact.confidence = together(support.remove(&fact.id).unwrap_or_default());
        fact
    });
    let facts = facts.collect();
    let entities = entities.into_iter().map(|(key, gathered)| gathered.finish(key, &replayed)).collect();
    Merged { entities, facts }
}

/// The confidence of a fact with several supports: the best, and each further one removes a third of its doubt.
/// (Sentences that agree are not independent, so noisy-or would be too sure.)
fn together(mut supports: Vec<f64>) -> f64 {
    supports.sort_by(|a, b| b.total_cmp(a));
    let best = supports.first().copied().unwrap_or(0.0);
    let doubt = supports.iter().skip(1).take(4).fold(1.0 - best, |doubt, &c| doubt * (1.0 - c / 3.0));
    1.0 - doubt
}

#[cfg(test)]
mod tests {
    use super::super::sample::article;
    use super::*;

    #[test]
    fn order_of_documents_makes_no_difference() {
        let a = article("a", "2024-01-02", &[("Peru", "borders", "Chile"), ("Peru", "exports", "copper")]);
        let b = article("b", "2023-05-06", &[("Chile", "borders", "Perú"), ("Chile", "exports", "copper")]);
        let merged = merge([&a, &b], &Corrections::default());
        assert_eq!(merged, merge([&b, &a], &Corrections::default()));
        let borders: Vec<_> = merged.facts.iter().filter(|f| f.relation == "borders").collect();
        assert_eq!(borders.len(), 1, "symmetric facts meet");
        assert_eq!(borders[0].evidence.len(), 2);
        assert!(borders[0].confidence > 0.6);
        let peru = merged.entities.iter().find(|e| e.key == "peru").unwrap();
        assert_eq!(peru.first_seen.as_deref(), Some("2023-05-06"));
        assert_eq!(peru.last_seen.as_deref(), Some("2024-01-02"));
        assert_eq!(
            merged.entities.iter().filter(|e| e.name == "copper").count(),
            2,
            "a common noun is known within its article"
        );
    }

    #[test]
    fn a_fact_said_twice_is_one() {
        let a = article("a", "2024-01-02", &[("Peru", "exports", "copper"), ("Peru", "exports", "copper")]);
        let merged = merge([&a], &Corrections::default());
        assert_eq!(merged.facts.len(), 1);
        assert_eq!(merged.facts[0].evidence.len(), 2);
    }
}
