//! Articles made by hand, for tests.

use crate::fact::{EntityIndex, Evidence, Extraction, Fact, LocalEntity, Status};
use crate::lexicon::EntityType;
use crate::span::Span;
use crate::text::DocumentId;

/// An article that says these facts, a sentence each. Capitals make a place, anything else is a concept.
pub(crate) fn article(name: &str, date: &str, facts: &[(&str, &str, &str)]) -> Extraction {
    let mut entities: Vec<LocalEntity> = Vec::new();
    let mut index = |name: &str| {
        let at = entities.iter().position(|e| e.name == name).unwrap_or_else(|| {
            let proper = name.starts_with(char::is_uppercase);
            let kind = if proper { EntityType::Place } else { EntityType::Concept };
            entities.push(LocalEntity {
                name: name.into(),
                kind,
                proper,
                aliases: vec![],
                mentions: 1,
                male: None,
                date: None,
                links: vec![],
            });
            entities.len() - 1
        });
        EntityIndex(at)
    };
    let facts = facts
        .iter()
        .enumerate()
        .map(|(i, (s, r, o))| Fact {
            subject: index(s),
            relation: (*r).into(),
            object: index(o),
            status: Status::Asserted,
            by: None,
            confidence: 0.6,
            qualifiers: vec![],
            symmetric: *r == "borders",
            evidence: Evidence {
                sentence: i + 1,
                subject: Span::new(0, 1),
                relation: Span::new(2, 3),
                object: Span::new(4, 5),
            },
        })
        .collect();
    Extraction {
        document: DocumentId::of(name),
        name: name.into(),
        title: None,
        source: None,
        date: Some(date.into()),
        language: None,
        sentences: Vec::new().into(),
        entities,
        facts,
    }
}
