//! What is to be exported: some nodes and relationships of a graph, in the order of their ids.

use crate::graph::{Ends, Graph, GraphRead, KeyId};
use crate::value::{NodeId, RelationshipId, Value};
use std::collections::BTreeSet;

/// A part of a graph that holds both ends of each of its relationships.
#[derive(Debug)]
pub struct Selection<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Nodes in the order of their ids.
    pub nodes: Vec<NodeId>,
    /// Relationships in the order of their ids.
    pub relationships: Vec<RelationshipId>,
}

impl<'a> Selection<'a> {
    /// The whole graph.
    pub fn whole(graph: &'a Graph) -> Self {
        Selection { graph, nodes: graph.nodes().collect(), relationships: graph.relationships().collect() }
    }

    /// These nodes and relationships, with the relationships' ends; what is not in the graph is left out.
    pub fn of(
        graph: &'a Graph,
        nodes: impl IntoIterator<Item = NodeId>,
        relationships: impl IntoIterator<Item = RelationshipId>,
    ) -> Self {
        let mut nodes: BTreeSet<_> = nodes.into_iter().filter(|id| graph.has_node(*id)).collect();
        let relationships: BTreeSet<_> =
            relationships.into_iter().filter(|id| graph.has_relationship(*id)).collect();
        for ends in relationships.iter().filter_map(|id| graph.ends(*id)) {
            nodes.extend([ends.start, ends.end]);
        }
        Selection {
            graph,
            nodes: nodes.into_iter().collect(),
            relationships: relationships.into_iter().collect(),
        }
    }

    /// What these values hold of the graph: nodes, relationships and paths, within lists and maps too.
    pub fn of_values<'v>(graph: &'a Graph, values: impl IntoIterator<Item = &'v Value>) -> Self {
        let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
        let mut open: Vec<&Value> = values.into_iter().collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Node(id) => nodes.push(*id),
                Value::Relationship(id) => relationships.push(*id),
                Value::Path(path) => {
                    nodes.extend(&path.nodes);
                    relationships.extend(&path.relationships);
                }
                Value::List(items) => open.extend(items.iter()),
                Value::Map(pairs) => open.extend(pairs.values()),
                _ => {}
            }
        }
        Self::of(graph, nodes, relationships)
    }

    /// A node's labels, sorted.
    pub(super) fn labels(&self, node: NodeId) -> Vec<&'a str> {
        let labels = &self.graph.names().labels;
        let mut names: Vec<_> = self.graph.labels(node).iter().map(|label| labels.name(*label)).collect();
        names.sort_unstable();
        names
    }

    /// A node's labels with `;` between them; a label's own `;` gets a backslash.
    pub(super) fn joined_labels(&self, node: NodeId) -> String {
        self.labels(node).iter().map(|label| label.replace(';', "\\;")).collect::<Vec<_>>().join(";")
    }

    /// The label that says most: the first besides `Entity`.
    pub(super) fn kind(&self, node: NodeId) -> &'a str {
        let labels = self.labels(node);
        labels.iter().find(|label| **label != "Entity").or(labels.first()).copied().unwrap_or("")
    }

    /// What to call a node: its name or title, or the first text that it has, or its id.
    pub(super) fn name(&self, node: NodeId) -> String {
        let pairs = self.node_properties(node);
        let text = |wanted: &str| pairs.iter().find(|(key, _)| *key == wanted).and_then(|(_, v)| v.as_str());
        let any = || pairs.iter().find_map(|(_, value)| value.as_str());
        text("name").or_else(|| text("title")).or_else(any).map_or_else(|| node.0.to_string(), Into::into)
    }

    /// A node's properties, sorted by key.
    pub(super) fn node_properties(&self, node: NodeId) -> Vec<(&'a str, Value)> {
        self.named(self.graph.node_properties(node))
    }

    /// A relationship's properties, sorted by key.
    pub(super) fn relationship_properties(&self, relationship: RelationshipId) -> Vec<(&'a str, Value)> {
        self.named(self.graph.relationship_properties(relationship))
    }

    fn named(&self, pairs: Vec<(KeyId, Value)>) -> Vec<(&'a str, Value)> {
        let keys = &self.graph.names().keys;
        let mut pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (keys.name(key), value)).collect();
        pairs.sort_unstable_by_key(|(key, _)| *key);
        pairs
    }

    /// The relationships with their ends and the name of their type.
    pub(super) fn edges(&self) -> impl Iterator<Item = (RelationshipId, Ends, &'a str)> + '_ {
        self.relationships.iter().filter_map(|&id| {
            let ends = self.graph.ends(id)?;
            Some((id, ends, self.graph.names().types.name(ends.kind)))
        })
    }
}

/// A value as plain text, without quotes: for formats that have no types.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}
