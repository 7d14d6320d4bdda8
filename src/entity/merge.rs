//! Several extractions → [`Merged`]: a group-by over canonical keys, the same whatever the order of the documents.
//!
//! Two mentions are one entity when their keys are equal: a proper name's key is the name normalised (case,
//! accents, articles, punctuation), so it meets itself in other articles, and [`super::assign`] keeps people of one
//! name apart; anything else is known within its own article only, and its key starts with the article's name. Then
//! people's corrections are replayed over the keys ([`super::replay`]).

use super::assign::{Assigned, Tie};
use super::correction::Corrections;
use super::model::{Entity, EntityId, FactId, Merged, MergedFact};
use super::replay::{Replayed, replay};
use crate::fact::{EntityIndex, Evidence, Extraction, LocalEntity, Status};
use crate::lexicon::EntityType;
use crate::text::DocumentId;
use std::collections::BTreeMap;

/// How often each thing was met, by order: few things mostly, so a list, which takes a fifth of what a tree does.
struct Counts<K>(Vec<(K, u32)>);

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Counts(Vec::new())
    }
}

impl<K: Ord> Counts<K> {
    fn add(&mut self, key: K, count: u32) {
        match self.0.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(at) => self.0[at].1 += count,
            Err(at) => {
                if self.0.is_empty() {
                    self.0.reserve_exact(1);
                }
                self.0.insert(at, (key, count));
            }
        }
    }

    /// What was met most often, the first one of those.
    fn most(&self) -> Option<&K> {
        self.0.iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0))).map(|(key, _)| key)
    }
}

/// What gathers of one entity while documents are read.
#[derive(Default)]
struct Gathered<'a> {
    names: Counts<&'a str>,
    aliases: Counts<&'a str>,
    kinds: Counts<EntityType>,
    mentions: u32,
    dates: Option<(&'a str, &'a str)>,
}

impl<'a> Gathered<'a> {
    fn add(&mut self, entity: &'a LocalEntity, tie: Tie, date: Option<&'a str>) {
        let name = entity.date.as_ref().unwrap_or(&entity.name);
        if entity.date.is_some() {
            self.aliases.add(&entity.name, 1);
        }
        let named = entity.mentions.saturating_sub(entity.aliases.iter().map(|(_, n)| n).sum()).max(1);
        // What is short for another name, or corrected to be another, is no name to go by.
        let short = matches!(tie, Tie::PartOfName | Tie::Acronym | Tie::Corrected);
        let names = if short { &mut self.aliases } else { &mut self.names };
        names.add(name, named);
        for (alias, count) in &entity.aliases {
            self.aliases.add(alias, *count);
        }
        self.kinds.add(entity.kind, entity.mentions.max(1));
        self.mentions += entity.mentions;
        if let Some(date) = date {
            let (first, last) = self.dates.unwrap_or((date, date));
            self.dates = Some((first.min(date), last.max(date)));
        }
    }

    fn finish(mut self, key: &str, replayed: &'a Replayed<'_>) -> Entity {
        let given = || replayed.names.get(key).map(String::as_str);
        let most = |counts: &Counts<&'a str>| counts.most().copied();
        let name = most(&self.names).or_else(given).or_else(|| most(&self.aliases)).unwrap_or_default();
        for alias in replayed.aliases.get(key).into_iter().flatten() {
            self.aliases.add(alias, 0);
        }
        for (other, count) in self.names.0 {
            self.aliases.add(other, count);
        }
        let others = self.aliases.0.into_iter().filter(|(alias, _)| *alias != name);
        let mut aliases: Vec<(String, u32)> =
            others.map(|(alias, count)| (alias.to_owned(), count)).collect();
        aliases.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let (first_seen, last_seen) = self.dates.unzip();
        let kind = replayed.kinds.get(key).or_else(|| self.kinds.most());
        Entity {
            id: EntityId::of(key),
            key: key.to_owned(),
            name: name.to_owned(),
            aliases,
            kind: kind.copied().unwrap_or(EntityType::Concept),
            mentions: self.mentions,
            first_seen: first_seen.map(str::to_owned),
            last_seen: last_seen.map(str::to_owned),
        }
    }
}

/// What makes facts one: subject, relation, object, status, speaker.
type Claim<'a> = (EntityId, &'a str, EntityId, Status, Option<EntityId>);

/// What gathers of one fact while documents are read.
struct Supported<'a> {
    id: FactId,
    symmetric: bool,
    qualifiers: Vec<&'a (String, String)>,
    evidence: Vec<(DocumentId, Evidence)>,
    confidences: Vec<f64>,
}

impl Supported<'_> {
    fn new((subject, relation, object, status, by): Claim<'_>) -> Self {
        let id = FactId::of(subject, relation, object, status, by);
        // Most are said once.
        let (evidence, confidences) = (Vec::with_capacity(1), Vec::with_capacity(1));
        Supported { id, symmetric: false, qualifiers: Vec::new(), evidence, confidences }
    }

    fn finish(mut self, (subject, relation, object, status, by): Claim<'_>) -> MergedFact {
        self.qualifiers.sort();
        self.qualifiers.dedup();
        self.evidence.sort();
        self.evidence.dedup();
        self.evidence.shrink_to_fit();
        MergedFact {
            id: self.id,
            subject,
            relation: relation.to_owned(),
            object,
            status,
            by,
            confidence: together(self.confidences),
            qualifiers: self.qualifiers.into_iter().cloned().collect(),
            symmetric: self.symmetric,
            evidence: self.evidence,
        }
    }
}

/// Weaves extractions, as people corrected them, into one set of entities and facts; the order of the documents makes no
/// difference.
pub fn merge<'a>(extractions: impl IntoIterator<Item = &'a Extraction>, corrections: &Corrections) -> Merged {
    let mut extractions: Vec<&Extraction> = extractions.into_iter().collect();
    extractions.sort_by_key(|extraction| extraction.document);
    let replayed = replay(&extractions, corrections);
    let mut entities: BTreeMap<&str, Gathered<'_>> = BTreeMap::new();
    let mut facts: BTreeMap<Claim<'_>, Supported<'_>> = BTreeMap::new();
    for ((number, extraction), assigned) in replayed.articles.iter().enumerate().zip(&replayed.assigned) {
        for (entity, Assigned { key, tie }) in extraction.entities.iter().zip(assigned) {
            entities.entry(key).or_default().add(entity, *tie, extraction.date.as_deref());
        }
        let id = |EntityIndex(i): EntityIndex| assigned.get(i).map(|assigned| EntityId::of(&assigned.key));
        let kept = |at: &usize| !replayed.dropped.contains(&(number, *at));
        for fact in (0..extraction.facts.len()).filter(kept).map(|at| &extraction.facts[at]) {
            let (Some(mut subject), Some(mut object)) = (id(fact.subject), id(fact.object)) else { continue };
            let mut evidence = fact.evidence.clone();
            if fact.symmetric && assigned[fact.object.0].key < assigned[fact.subject.0].key {
                std::mem::swap(&mut subject, &mut object);
                std::mem::swap(&mut evidence.subject, &mut evidence.object);
            }
            let claim = (subject, fact.relation.as_str(), object, fact.status, fact.by.and_then(id));
            let slot = facts.entry(claim).or_insert_with(|| Supported::new(claim));
            slot.symmetric |= fact.symmetric;
            slot.qualifiers.extend(&fact.qualifiers);
            slot.evidence.push((extraction.document, evidence));
            slot.confidences.push(fact.confidence);
        }
    }
    let facts = facts.into_iter().map(|(claim, slot)| slot.finish(claim)).collect();
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
