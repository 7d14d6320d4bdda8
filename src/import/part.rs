//! What the formats without our ids' guarantees are read into first: named nodes and edges between names.

use super::ImportError;
use crate::graph::{Ends, Graph, GraphRead, GraphWrite, Properties};
use crate::value::temporal::{Kind, construct, construct_duration};
use crate::value::{NodeId, RelationshipId, Value};
use rustc_hash::FxHashMap;

/// A file's nodes and edges. Only a whole part goes into a graph.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

/// A node, by the file's name for it.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    /// Our id, if the file has it; else a new one is given.
    pub(super) id: Option<u64>,
    pub(super) labels: Vec<String>,
    pub(super) properties: Vec<(String, Value)>,
}

/// An edge between two nodes' names.
#[derive(Debug, Default)]
pub(super) struct Edge {
    pub(super) id: Option<u64>,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) kind: String,
    pub(super) properties: Vec<(String, Value)>,
    /// Where the file has it, for messages.
    pub(super) place: String,
}

impl Part {
    /// Puts the nodes and edges into the graph, under their ids where the file gives ids.
    pub(super) fn put(self, graph: &mut Graph) -> Result<(), ImportError> {
        graph.altogether(|graph| self.put_each(graph))
    }

    fn put_each(self, graph: &mut Graph) -> Result<(), ImportError> {
        let mut names: FxHashMap<String, NodeId> = FxHashMap::default();
        for node in self.nodes {
            let place = format!("node {}", node.name);
            let id = NodeId(node.id.unwrap_or_else(|| graph.next_ids().0));
            if graph.has_node(id) {
                return Err(ImportError::content(place, "the graph has a node of this id already"));
            }
            let labels: Vec<_> = node.labels.iter().map(|label| graph.label(label)).collect();
            let properties = properties(graph, node.properties);
            graph.insert_node(id, &labels, properties)?;
            if names.insert(node.name, id).is_some() {
                return Err(ImportError::content(place, "this id occurs twice"));
            }
        }
        for edge in self.edges {
            let find = |name: &str| {
                let wrong = || ImportError::content(edge.place.clone(), format!("no node has the id {name}"));
                names.get(name).copied().ok_or_else(wrong)
            };
            let (start, end) = (find(&edge.start)?, find(&edge.end)?);
            let id = RelationshipId(edge.id.unwrap_or_else(|| graph.next_ids().1));
            if graph.has_relationship(id) {
                return Err(ImportError::content(
                    edge.place,
                    "the graph has a relationship of this id already",
                ));
            }
            let kind = graph.relationship_type(&edge.kind);
            let properties = properties(graph, edge.properties);
            graph.insert_relationship(id, Ends { start, end, kind }, properties)?;
        }
        Ok(())
    }
}

fn properties(graph: &mut Graph, pairs: Vec<(String, Value)>) -> Properties {
    Properties::new(pairs.into_iter().map(|(key, value)| (graph.key(&key), value)).collect::<Vec<_>>())
}

/// A value from its text and the name of its type, as GraphML, neo4j's headers and XML Schema have them; none where
/// the text is no such value.
pub(super) fn typed(kind: &str, text: &str) -> Option<Value> {
    let temporal = |kind| construct(kind, Some(&Value::from(text)), (0, 0)).ok();
    Some(match kind {
        "boolean" => Value::Boolean(match text {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return None,
        }),
        "int" | "integer" | "long" | "short" | "byte" => Value::Integer(text.parse().ok()?),
        "float" | "double" | "decimal" => Value::Float(match text {
            "INF" => f64::INFINITY,
            "-INF" => f64::NEG_INFINITY,
            other => other.parse().ok()?,
        }),
        "date" => temporal(Kind::Date)?,
        "localtime" => temporal(Kind::LocalTime)?,
        "time" => temporal(Kind::Time)?,
        "localdatetime" => temporal(Kind::LocalDateTime)?,
        "datetime" => temporal(Kind::DateTime)?,
        "duration" => construct_duration(&Value::from(text)).ok()?,
        _ => Value::from(text),
    })
}

/// The parts of a text at `;`, of which `\;` is none.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, parts.last_mut()) {
            (';', _) => parts.push(String::new()),
            ('\\', Some(last)) if chars.peek() == Some(&';') => last.extend(chars.next()),
            (c, Some(last)) => last.push(c),
            (_, None) => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
