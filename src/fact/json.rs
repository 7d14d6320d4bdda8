//! Facts as JSON lines, the form that scripts read.

use super::model::Extraction;
use serde_json::{Map, Value, json};

/// One JSON object a fact, in the order of the facts.
pub fn json_lines(extraction: &Extraction) -> impl Iterator<Item = String> + '_ {
    let name = |i: super::EntityIndex| extraction.entities.get(i.0);
    extraction.facts.iter().filter_map(move |fact| {
        let (subject, object) = (name(fact.subject)?, name(fact.object)?);
        let text = extraction.sentences.get(fact.evidence.sentence.wrapping_sub(1)).unwrap_or_default();
        let mut qualifiers: Map<String, Value> = Map::new();
        for group in fact.qualifiers.chunk_by(|a, b| a.0 == b.0) {
            let value = match group {
                [(_, value)] => json!(value),
                several => several.iter().map(|(_, value)| value.as_str()).collect(),
            };
            qualifiers.insert(group[0].0.clone(), value);
        }
        let line = json!({
            "doc": extraction.name,
            "sentence": fact.evidence.sentence,
            "subject": subject.name,
            "subject_type": subject.kind,
            "relation": fact.relation,
            "object": object.name,
            "object_type": object.kind,
            "status": fact.status,
            "by": fact.by.and_then(name).map(|e| e.name.as_str()),
            "confidence": fact.confidence,
            "qualifiers": qualifiers,
            "text": text,
            "spans": {
                "subject": fact.evidence.subject,
                "relation": fact.evidence.relation,
                "object": fact.evidence.object,
            },
        });
        Some(line.to_string())
    })
}
