//! RDF 1.1 as JSON-LD: the triples of [`super::rdf`], one object a subject under `@graph`.

use super::Exporter;
use super::rdf::{BASE, PLAIN, RDF, Term, XSD, triples};
use super::selection::Selection;
use serde_json::{Map, Value as Json, json};
use std::io::{self, Write};

pub(super) struct JsonLd;

impl Exporter for JsonLd {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        let context = json!({
            "rdf": RDF, "xsd": XSD, "label": format!("{BASE}label:"), "node": format!("{BASE}node:"),
            "property": format!("{BASE}property:"), "relationship": format!("{BASE}relationship:"),
            "type": format!("{BASE}type:"),
        });
        write!(out, "{{\"@context\":{context},\n\"@graph\":[")?;
        let mut open: Option<(String, Map<String, Json>)> = None;
        let mut first = true;
        triples(selection, PLAIN, &mut |subject, predicate, object| {
            if open.as_ref().is_none_or(|(known, _)| known != subject) {
                if let Some((_, done)) = open.take() {
                    finish(out, &mut first, done)?;
                }
                let mut fresh = Map::new();
                fresh.insert("@id".into(), subject.into());
                open = Some((subject.to_owned(), fresh));
            }
            if let Some((_, map)) = &mut open {
                add(map, predicate, object);
            }
            Ok(())
        })?;
        if let Some((_, done)) = open {
            finish(out, &mut first, done)?;
        }
        writeln!(out, "\n]}}")
    }
}

fn finish(out: &mut dyn Write, first: &mut bool, map: Map<String, Json>) -> io::Result<()> {
    write!(out, "{}{}", if std::mem::take(first) { "\n" } else { ",\n" }, Json::Object(map))
}

fn add(map: &mut Map<String, Json>, predicate: &str, object: &Term) {
    let is_type = predicate.strip_prefix(RDF) == Some("type");
    let value = match object {
        Term::Iri(iri) if is_type => iri.clone().into(),
        Term::Iri(iri) => json!({"@id": iri}),
        // JSON-LD has no such terms; `PLAIN` gives none.
        Term::Triple(parts) => json!({"@list": parts}),
        Term::Literal(text, None) => json!({"@value": text}),
        Term::Literal(text, Some(kind)) => json!({"@value": text, "@type": kind}),
    };
    let key = if is_type { "@type" } else { predicate };
    if let Json::Array(values) = map.entry(key).or_insert_with(|| Json::Array(Vec::new())) {
        values.push(value);
    }
}
