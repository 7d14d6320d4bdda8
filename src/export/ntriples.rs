//! RDF 1.1 as N-Triples: a node is a resource, a relationship a triple, and its properties hang on a statement about
//! that triple (`rdf:Statement`), as RDF 1.1 has no properties on edges.

use super::Exporter;
use super::selection::Selection;
use crate::value::Value;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Where our names live.
const BASE: &str = "urn:factloom:";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

pub(super) struct NTriples;

impl Exporter for NTriples {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        for &id in &selection.nodes {
            let node = format!("<{BASE}node:{}>", id.0);
            for label in selection.labels(id) {
                writeln!(out, "{node} <{RDF}type> {} .", iri("label", label))?;
            }
            properties(out, &node, selection.node_properties(id))?;
        }
        for (id, ends, kind) in selection.edges() {
            let (start, end) =
                (format!("<{BASE}node:{}>", ends.start.0), format!("<{BASE}node:{}>", ends.end.0));
            let (kind, edge) = (iri("type", kind), format!("<{BASE}relationship:{}>", id.0));
            writeln!(out, "{start} {kind} {end} .")?;
            writeln!(out, "{edge} <{RDF}type> <{RDF}Statement> .")?;
            for (part, what) in [("subject", &start), ("predicate", &kind), ("object", &end)] {
                writeln!(out, "{edge} <{RDF}{part}> {what} .")?;
            }
            properties(out, &edge, selection.relationship_properties(id))?;
        }
        Ok(())
    }
}

fn properties(out: &mut dyn Write, subject: &str, pairs: Vec<(&str, Value)>) -> io::Result<()> {
    for (key, value) in pairs {
        let predicate = iri("property", key);
        match &value {
            // A list is a value for each item: RDF's own lists are of little use to queries.
            Value::List(items) => {
                for item in items.iter() {
                    writeln!(out, "{subject} {predicate} {} .", literal(item))?;
                }
            }
            value => writeln!(out, "{subject} {predicate} {} .", literal(value))?,
        }
    }
    Ok(())
}

/// An IRI of ours; what an IRI cannot hold is percent-encoded.
fn iri(sort: &str, name: &str) -> String {
    let mut iri = format!("<{BASE}{sort}:");
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
    iri.push('>');
    iri
}

fn literal(value: &Value) -> String {
    let kind = match value {
        Value::Boolean(_) => "boolean",
        Value::Integer(_) => "integer",
        Value::Float(number) if number.is_infinite() => {
            return format!("\"{}INF\"^^<{XSD}double>", if *number > 0.0 { "" } else { "-" });
        }
        Value::Float(_) => "double",
        Value::Date(_) => "date",
        Value::Duration(_) => "duration",
        Value::String(text) => return quoted(text),
        other => return quoted(&other.to_string()),
    };
    format!("{}^^<{XSD}{kind}>", quoted(&value.to_string()))
}

fn quoted(text: &str) -> String {
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
