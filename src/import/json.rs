//! The JSON that `export` writes: ids, types, articles, evidence and corrections come back as they were.

use super::ImportError;
use crate::entity::{Correction, Corrections};
use crate::fact::{Evidence, Extraction};
use crate::graph::{Ends, Graph, GraphRead, GraphWrite, Properties};
use crate::text::DocumentId;
use crate::value::temporal::{Kind, construct, construct_duration};
use crate::value::{NodeId, RelationshipId, Value};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

#[derive(Deserialize)]
struct File {
    graph: Head,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    #[serde(default)]
    documents: Vec<Extraction>,
    #[serde(default)]
    corrections: Vec<Numbered>,
}

#[derive(Deserialize)]
struct Numbered {
    number: u64,
    correction: Correction,
}

#[derive(Deserialize)]
struct Head {
    version: u32,
    #[serde(default)]
    next_node: u64,
    #[serde(default)]
    next_relationship: u64,
}

#[derive(Deserialize)]
struct Node {
    id: u64,
    labels: Vec<String>,
    properties: Map<String, Json>,
}

#[derive(Deserialize)]
struct Edge {
    source: u64,
    target: u64,
    key: u64,
    #[serde(rename = "type")]
    kind: String,
    properties: Map<String, Json>,
    #[serde(default)]
    evidence: Vec<(DocumentId, Evidence)>,
}

/// The version of the form that this reads.
const VERSION: u32 = 1;

/// Puts what the file holds into the graph, under the ids that it gives. They must be free.
pub fn json(graph: &mut Graph, text: &str) -> Result<(), ImportError> {
    let file: File = serde_json::from_str(text).map_err(|error| ImportError::Syntax {
        what: format!("this is not the JSON that `factloom export --format json` writes: {error}"),
        line: error.line(),
        column: error.column(),
    })?;
    if file.graph.version != VERSION {
        let what = format!("version {} is not known; this factloom reads {VERSION}", file.graph.version);
        return Err(ImportError::content("graph", what));
    }
    graph.altogether(|graph| put(graph, file))
}

fn put(graph: &mut Graph, file: File) -> Result<(), ImportError> {
    for node in file.nodes {
        let place = format!("node {}", node.id);
        if graph.has_node(NodeId(node.id)) {
            return Err(ImportError::content(place, "the graph has a node of this id already"));
        }
        let labels: Vec<_> = node.labels.iter().map(|label| graph.label(label)).collect();
        let properties = properties(graph, node.properties, &place)?;
        graph.insert_node(NodeId(node.id), &labels, properties)?;
    }
    for edge in file.edges {
        let place = format!("edge {}", edge.key);
        let id = RelationshipId(edge.key);
        if graph.has_relationship(id) {
            return Err(ImportError::content(place, "the graph has a relationship of this id already"));
        }
        let kind = graph.relationship_type(&edge.kind);
        let properties = properties(graph, edge.properties, &place)?;
        let ends = Ends { start: NodeId(edge.source), end: NodeId(edge.target), kind };
        graph.insert_relationship(id, ends, properties)?;
        graph.set_evidence(id, edge.evidence);
    }
    file.documents.into_iter().for_each(|document| graph.set_document(Arc::new(document)));
    for Numbered { number, correction } in file.corrections {
        let known = graph.articles().corrections();
        // What the graph has corrected itself comes first.
        let free = Corrections::NUMBERS.contains(&number) && known.get(number).is_none();
        let number = if free { number } else { known.next_number() };
        graph.set_correction(number, Some(correction));
    }
    let counted = |id: u64| if Graph::is_from_articles(id) { 0 } else { id };
    graph.raise_next_ids(counted(file.graph.next_node), counted(file.graph.next_relationship));
    Ok(())
}

fn properties(graph: &mut Graph, pairs: Map<String, Json>, place: &str) -> Result<Properties, ImportError> {
    let mut values = Vec::with_capacity(pairs.len());
    for (key, json) in pairs {
        let wrong =
            || ImportError::content(format!("{place}, property {key}"), format!("{json} is no value"));
        let value = from_json(&json).filter(Value::is_storable).ok_or_else(wrong)?;
        values.push((graph.key(&key), value));
    }
    Ok(Properties::new(values))
}

fn from_json(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Boolean(*value),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => Value::Integer(integer),
            None => Value::Float(number.as_f64().filter(|_| number.is_f64())?),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::List(items.iter().map(from_json).collect::<Option<_>>()?),
        Json::Object(typed) => {
            let text = typed.get("_value")?.as_str()?;
            let temporal = |kind| construct(kind, Some(&Value::from(text)), (0, 0)).ok();
            match typed.get("$type")?.as_str()? {
                "Float" => Value::Float(match text {
                    "NaN" => f64::NAN,
                    "Infinity" => f64::INFINITY,
                    "-Infinity" => f64::NEG_INFINITY,
                    other => other.parse().ok()?,
                }),
                "Date" => temporal(Kind::Date)?,
                "LocalTime" => temporal(Kind::LocalTime)?,
                "Time" => temporal(Kind::Time)?,
                "LocalDateTime" => temporal(Kind::LocalDateTime)?,
                "ZonedDateTime" => temporal(Kind::DateTime)?,
                "Duration" => construct_duration(&Value::from(text)).ok()?,
                _ => return None,
            }
        }
    })
}
