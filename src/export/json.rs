//! Node-link JSON, read by networkx (`node_link_graph(json, edges="edges")`) and D3; nothing is lost in it.
//!
//! Integers, floats, strings, booleans and lists are JSON's own (a float always has a point or an exponent); other
//! values are `{"$type": "Date", "_value": "2023-04-16"}`. `documents` holds what was read from each article,
//! `evidence` of an edge points into it, `corrections` what people corrected. One node, edge or document a line, so that files can be compared.

use super::Exporter;
use super::selection::Selection;
use crate::value::{Value, ValueType};
use serde_json::{Map, Value as JsonValue, json};
use std::io::{self, Write};

pub(super) struct Json;

impl Exporter for Json {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        let graph = selection.graph;
        let (node, relationship) = graph.next_ids();
        let head =
            json!({"format": "factloom", "version": 1, "next_node": node, "next_relationship": relationship});
        write!(out, "{{\"directed\":true,\"multigraph\":true,\n\"graph\":{head},\n\"nodes\":[")?;
        list(
            out,
            selection.nodes.iter().map(|&id| {
                json!({
                    "id": id.0,
                    "name": selection.name(id),
                    "labels": selection.labels(id),
                    "properties": properties(selection.node_properties(id)),
                })
            }),
        )?;
        write!(out, "],\n\"edges\":[")?;
        list(
            out,
            selection.edges().map(|(id, ends, kind)| {
                let evidence = graph.articles().evidence(id);
                let mut edge = json!({
                    "source": ends.start.0,
                    "target": ends.end.0,
                    "key": id.0,
                    "type": kind,
                    "properties": properties(selection.relationship_properties(id)),
                });
                if !evidence.is_empty() {
                    edge["evidence"] = json!(evidence);
                }
                edge
            }),
        )?;
        let documents: std::collections::BTreeSet<_> = selection
            .relationships
            .iter()
            .flat_map(|id| graph.articles().evidence(*id))
            .map(|(document, _)| *document)
            .collect();
        let whole = selection.nodes.len() == crate::graph::GraphRead::node_count(graph);
        write!(out, "],\n\"documents\":[")?;
        let wanted = graph.articles().iter().filter(|d| whole || documents.contains(&d.document));
        for (at, document) in wanted.enumerate() {
            write!(out, "{}", if at == 0 { "\n" } else { ",\n" })?;
            let written = serde_json::to_writer(&mut *out, &**document);
            written
                .map_err(|error| graph.articles().check().map_or_else(io::Error::from, |()| error.into()))?;
        }
        writeln!(out)?;
        let corrections = graph.articles().corrections();
        if whole && !corrections.is_empty() {
            write!(out, "],\n\"corrections\":[")?;
            list(out, corrections.iter().map(|(number, c)| json!({"number": number, "correction": c})))?;
        }
        writeln!(out, "]}}")
    }
}

fn list(out: &mut dyn Write, items: impl Iterator<Item = JsonValue>) -> io::Result<()> {
    for (at, item) in items.enumerate() {
        write!(out, "{}{item}", if at == 0 { "\n" } else { ",\n" })?;
    }
    writeln!(out)
}

fn properties(pairs: Vec<(&str, Value)>) -> Map<String, JsonValue> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), to_json(&value))).collect()
}

/// A property value; [`crate::import`] reads it back.
fn to_json(value: &Value) -> JsonValue {
    let typed = |name: &str, text: String| json!({"$type": name, "_value": text});
    match value {
        Value::Null => JsonValue::Null,
        Value::Boolean(value) => json!(value),
        Value::Integer(value) => json!(value),
        Value::Float(value) if value.is_finite() => json!(value),
        Value::Float(value) => typed("Float", crate::value::float_text(*value)),
        Value::String(text) => json!(&**text),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(map) => {
            let pairs: Map<_, _> = map.iter().map(|(key, value)| (key.to_string(), to_json(value))).collect();
            json!({"$type": "Map", "_value": pairs})
        }
        other => typed(type_name(other.value_type()), other.to_string()),
    }
}

fn type_name(kind: ValueType) -> &'static str {
    match kind {
        ValueType::Date => "Date",
        ValueType::LocalTime => "LocalTime",
        ValueType::Time => "Time",
        ValueType::LocalDateTime => "LocalDateTime",
        ValueType::DateTime => "ZonedDateTime",
        ValueType::Duration => "Duration",
        _ => "String",
    }
}
