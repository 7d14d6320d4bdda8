//! A script of Cypher statements, run on an empty graph whose nodes and relationships are then taken over.
//!
//! `export --format cypher` gives each node its id as `_id`; here it becomes the node's id again.

use super::ImportError;
use super::part::{Edge, Node, Part};
use crate::graph::{Graph, GraphRead};
use crate::query::{self, Limits, Parameters, Procedures};
use crate::span::LineIndex;
use crate::value::Value;

/// The property that carries a node's id.
const ID: &str = "_id";

/// Puts what the script creates into the graph.
pub fn cypher(graph: &mut Graph, script: &str) -> Result<(), ImportError> {
    let mut made = Graph::new();
    let (parameters, limits, procedures) = (Parameters::default(), Limits::default(), Procedures::default());
    for span in query::split(script) {
        query::run(&mut made, span.of(script), &parameters, &limits, &procedures).map_err(|error| {
            let at = span.start + error.span.map_or(0, |place| place.start);
            let place = LineIndex::new(script).place(at);
            ImportError::Syntax { what: error.message, line: place.line, column: place.column }
        })?;
    }
    let names = made.names();
    let mut part = Part::default();
    for node in made.nodes() {
        let pairs = made.node_properties(node).into_iter();
        let mut properties: Vec<_> =
            pairs.map(|(key, value)| (names.keys.name(key).to_owned(), value)).collect();
        let id = properties.iter().position(|(key, value)| key == ID && matches!(value, Value::Integer(_)));
        let id = id.map(|at| properties.remove(at).1).and_then(|value| match value {
            Value::Integer(id) => Some(id.cast_unsigned()),
            _ => None,
        });
        let labels = made.labels(node).iter().map(|label| names.labels.name(*label).to_owned()).collect();
        part.nodes.push(Node { name: node.0.to_string(), id, labels, properties });
    }
    for edge in made.relationships() {
        let Some(ends) = made.ends(edge) else { continue };
        let pairs = made.relationship_properties(edge).into_iter();
        part.edges.push(Edge {
            id: None,
            start: ends.start.0.to_string(),
            end: ends.end.0.to_string(),
            kind: names.types.name(ends.kind).to_owned(),
            properties: pairs.map(|(key, value)| (names.keys.name(key).to_owned(), value)).collect(),
            place: format!("relationship {}", edge.0),
        });
    }
    part.put(graph)
}
