//! What the RDF formats share: our graph as triples, and how a term is written in N-Triples and Turtle.
//!
//! A node is a resource, a relationship a triple; as RDF 1.1 has no properties on edges, a relationship's own
//! properties hang on a statement about that triple (`rdf:Statement`), in RDF 1.2 on what reifies it (`rdf:reifies`).

use super::selection::Selection;
use super::sources::{self, Cited};
use crate::value::Value;
use std::fmt::Write as _;
use std::io;

/// Where our names live.
pub(super) const BASE: &str = "urn:factloom:";
pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// What everything is.
const RESOURCE: &str = "http://www.w3.org/2000/01/rdf-schema#Resource";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// How a graph becomes triples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// Whether the sentences behind facts are among them.
    sources: bool,
    /// Whether triples are spoken of as RDF 1.2 can.
    reifying: bool,
}

/// RDF 1.1, the graph alone.
pub(super) const PLAIN: Form = Form { sources: false, reifying: false };
/// RDF 1.1 with the sentences behind facts.
pub(super) const WITH_SOURCES: Form = Form { sources: true, reifying: false };
/// RDF 1.2 with the sentences behind facts.
pub(super) const REIFYING: Form = Form { sources: true, reifying: true };

/// What takes triples: subject, predicate, object.
pub(super) type Each<'a> = &'a mut dyn FnMut(&str, &str, &Term) -> io::Result<()>;

/// The object of a triple.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Term {
    /// An IRI, without its brackets.
    Iri(String),
    /// A literal's text and the IRI of its type; none for plain text.
    Literal(String, Option<String>),
    /// A triple of three IRIs, as RDF 1.2 has it.
    Triple([String; 3]),
}

/// Calls `each` with every triple (subject, predicate, object), those of one subject together.
pub(super) fn triples(selection: &Selection<'_>, form: Form, each: Each<'_>) -> io::Result<()> {
    let kind = format!("{RDF}type");
    let node = |id: u64| format!("{BASE}node:{id}");
    let mut edges = selection.edges().collect::<Vec<_>>();
    edges.sort_by_key(|(id, ends, _)| (ends.start, *id));
    let mut edges_from = edges.iter().peekable();
    for &id in &selection.nodes {
        let subject = node(id.0);
        for label in selection.labels(id) {
            each(&subject, &kind, &Term::Iri(iri("label", label)))?;
        }
        let pairs = selection.node_properties(id);
        // A list without items is no triple.
        let silent = pairs.iter().all(|(_, value)| value.as_list().is_some_and(<[Value]>::is_empty));
        if silent && selection.labels(id).is_empty() {
            // Of a node without labels and properties nothing would be said otherwise.
            each(&subject, &kind, &Term::Iri(RESOURCE.to_owned()))?;
        }
        properties(&subject, pairs, each)?;
        while let Some((_, ends, name)) = edges_from.next_if(|(_, ends, _)| ends.start == id) {
            each(&subject, &iri("type", name), &Term::Iri(node(ends.end.0)))?;
        }
    }
    let mut cited = Cited::new();
    for (id, ends, name) in selection.edges() {
        let subject = format!("{BASE}relationship:{}", id.0);
        let parts = [node(ends.start.0), iri("type", name), node(ends.end.0)];
        if form.reifying {
            each(&subject, &format!("{RDF}reifies"), &Term::Triple(parts))?;
        } else {
            each(&subject, &kind, &Term::Iri(format!("{RDF}Statement")))?;
            for (part, value) in ["subject", "predicate", "object"].into_iter().zip(parts) {
                each(&subject, &format!("{RDF}{part}"), &Term::Iri(value))?;
            }
        }
        properties(&subject, selection.relationship_properties(id), each)?;
        if form.sources {
            sources::of_fact(selection, id, &subject, &mut cited, each)?;
        }
    }
    sources::of_sentences(selection, &cited, each)
}

fn properties(subject: &str, pairs: Vec<(&str, Value)>, each: Each<'_>) -> io::Result<()> {
    for (key, value) in pairs {
        let predicate = iri("property", key);
        match &value {
            // A list is a value for each item: RDF's own lists are of little use to queries.
            Value::List(items) => {
                for item in items.iter() {
                    each(subject, &predicate, &literal(item))?;
                }
            }
            value => each(subject, &predicate, &literal(value))?,
        }
    }
    Ok(())
}

/// An IRI of ours, without brackets; what an IRI cannot hold is percent-encoded.
pub(super) fn iri(sort: &str, name: &str) -> String {
    let mut iri = format!("{BASE}{sort}:");
    let mut bytes = [0; 4];
    for c in name.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '~') {
            iri.push(c);
        } else {
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(iri, "%{byte:02X}");
            }
        }
    }
    iri
}

fn literal(value: &Value) -> Term {
    let (text, kind) = match value {
        Value::Boolean(_) => (value.to_string(), "boolean"),
        Value::Integer(_) => (value.to_string(), "integer"),
        Value::Float(number) if number.is_infinite() => {
            ((if *number > 0.0 { "INF" } else { "-INF" }).to_owned(), "double")
        }
        Value::Float(_) => (value.to_string(), "double"),
        Value::Date(_) => (value.to_string(), "date"),
        Value::Duration(_) => (value.to_string(), "duration"),
        Value::String(text) => return Term::Literal(text.to_string(), None),
        other => return Term::Literal(other.to_string(), None),
    };
    Term::Literal(text, Some(format!("{XSD}{kind}")))
}

/// Text in quotes, as N-Triples and Turtle escape it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
