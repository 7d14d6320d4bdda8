//! The petgraph graph itself, and the indexes from our ids to petgraph's.

use super::access::{Direction, Ends, GraphError, Hop, Ids};
use super::element::{Node, Relationship};
use super::frozen::Frozen;
use super::id_map::IdMap;
use super::names::{LabelId, LabelSets, TypeId};
use super::properties::Properties;
use crate::value::{NodeId, RelationshipId};
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

/// Nodes and relationships, by our ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub(super) graph: StableDiGraph<Node, Relationship>,
    pub(super) label_sets: LabelSets,
    node_index: IdMap,
    relationship_index: IdMap,
    /// Nodes by label.
    labelled: Vec<BTreeSet<NodeId>>,
    /// Number of relationships by type.
    type_counts: Vec<usize>,
}

impl Body {
    /// The graph of its frozen form, which must have everything with it. What comes first there comes first here.
    pub(super) fn thaw(frozen: &Frozen) -> Body {
        let mut body = Body::default();
        body.reserve(frozen.nodes(), frozen.edges());
        let Some(packed) = frozen.packed() else { return body };
        for number in 0..frozen.nodes() as u32 {
            let properties = packed.nodes.to_owned(number);
            // It fits: it was a graph before.
            let _ = body.insert_node(frozen.id(number), frozen.labels_of(number), properties);
        }
        for &edge in frozen.edges_by_id() {
            let properties = packed.edges.to_owned(edge);
            let _ = body.insert_relationship(frozen.edge_id(edge), frozen.ends(edge), properties);
        }
        body
    }

    pub(super) fn node_index(&self, node: NodeId) -> Option<NodeIndex> {
        self.node_index.get(node.0).map(NodeIndex::from)
    }

    pub(super) fn relationship_index(&self, relationship: RelationshipId) -> Option<EdgeIndex> {
        self.relationship_index.get(relationship.0).map(EdgeIndex::from)
    }

    pub(super) fn node(&self, node: NodeId) -> Option<&Node> {
        self.graph.node_weight(self.node_index(node)?)
    }

    pub(super) fn relationship(&self, relationship: RelationshipId) -> Option<&Relationship> {
        self.graph.edge_weight(self.relationship_index(relationship)?)
    }

    pub(super) fn node_count(&self) -> usize {
        self.node_index.len()
    }

    pub(super) fn relationship_count(&self) -> usize {
        self.relationship_index.len()
    }

    pub(super) fn count_with_label(&self, label: LabelId) -> usize {
        self.labelled.get(label.0 as usize).map_or(0, BTreeSet::len)
    }

    pub(super) fn count_with_type(&self, kind: TypeId) -> usize {
        self.type_counts.get(kind.0 as usize).copied().unwrap_or(0)
    }

    pub(super) fn nodes(&self) -> Ids<'_, NodeId> {
        Box::new(self.node_index.ids().map(NodeId))
    }

    pub(super) fn nodes_with_label(&self, label: LabelId) -> Ids<'_, NodeId> {
        Box::new(self.labelled.get(label.0 as usize).into_iter().flatten().copied())
    }

    pub(super) fn relationships(&self) -> Ids<'_, RelationshipId> {
        Box::new(self.relationship_index.ids().map(RelationshipId))
    }

    pub(super) fn labels(&self, node: NodeId) -> &[LabelId] {
        self.node(node).map_or(&[], |node| self.label_sets.get(node.labels))
    }

    pub(super) fn ends(&self, relationship: RelationshipId) -> Option<Ends> {
        let index = self.relationship_index(relationship)?;
        let (start, end) = self.graph.edge_endpoints(index)?;
        Some(Ends {
            start: self.graph[start].id,
            end: self.graph[end].id,
            kind: self.graph.edge_weight(index)?.kind,
        })
    }

    pub(super) fn reserve(&mut self, nodes: usize, relationships: usize) {
        self.graph.reserve_nodes(nodes);
        self.graph.reserve_edges(relationships);
        self.node_index.reserve(nodes);
        self.relationship_index.reserve(relationships);
    }

    pub(super) fn insert_node(
        &mut self,
        id: NodeId,
        labels: &[LabelId],
        properties: Properties,
    ) -> Result<(), GraphError> {
        let index = self.graph.try_add_node(Node { id, labels: self.label_sets.intern(labels), properties });
        let index = index.map_err(|_| GraphError::Full)?;
        self.node_index.insert(id.0, index_of(index.index()));
        for &label in labels {
            self.label_nodes(label).insert(id);
        }
        Ok(())
    }

    pub(super) fn insert_relationship(
        &mut self,
        id: RelationshipId,
        ends: Ends,
        properties: Properties,
    ) -> Result<(), GraphError> {
        let start = self.node_index(ends.start).ok_or(GraphError::NoNode(ends.start))?;
        let end = self.node_index(ends.end).ok_or(GraphError::NoNode(ends.end))?;
        let index = self.graph.try_add_edge(start, end, Relationship { id, kind: ends.kind, properties });
        let index = index.map_err(|_| GraphError::Full)?;
        self.relationship_index.insert(id.0, index_of(index.index()));
        let kind = ends.kind.0 as usize;
        if kind >= self.type_counts.len() {
            self.type_counts.resize(kind + 1, 0);
        }
        self.type_counts[kind] += 1;
        Ok(())
    }

    fn label_nodes(&mut self, label: LabelId) -> &mut BTreeSet<NodeId> {
        let at = label.0 as usize;
        if at >= self.labelled.len() {
            self.labelled.resize_with(at + 1, BTreeSet::new);
        }
        &mut self.labelled[at]
    }

    pub(super) fn take_node(&mut self, id: NodeId) -> Option<Node> {
        let index = self.node_index.remove(id.0)?;
        let node = self.graph.remove_node(NodeIndex::from(index))?;
        for label in self.label_sets.get(node.labels) {
            self.labelled[label.0 as usize].remove(&id);
        }
        Some(node)
    }

    pub(super) fn take_relationship(&mut self, id: RelationshipId) -> Option<Relationship> {
        let index = self.relationship_index.remove(id.0)?;
        let relationship = self.graph.remove_edge(EdgeIndex::from(index))?;
        self.type_counts[relationship.kind.0 as usize] -= 1;
        Some(relationship)
    }

    /// Adds or removes a label; whether that changed anything, or `None` without the node.
    pub(super) fn change_label(&mut self, id: NodeId, label: LabelId, add: bool) -> Option<bool> {
        let index = self.node_index(id)?;
        let before = self.graph.node_weight(index)?.labels;
        let mut labels = self.label_sets.get(before).to_vec();
        if labels.contains(&label) == add {
            return Some(false);
        }
        if add {
            labels.push(label);
            self.label_nodes(label).insert(id);
        } else {
            labels.retain(|other| *other != label);
            self.label_nodes(label).remove(&id);
        }
        let after = self.label_sets.intern(&labels);
        self.graph.node_weight_mut(index)?.labels = after;
        Some(true)
    }

    fn hops(
        &self,
        index: NodeIndex,
        direction: petgraph::Direction,
        kinds: &[TypeId],
    ) -> impl Iterator<Item = Hop> {
        self.graph.edges_directed(index, direction).filter_map(move |edge| {
            let other = match direction {
                petgraph::Direction::Outgoing => edge.target(),
                petgraph::Direction::Incoming => edge.source(),
            };
            let wanted = kinds.is_empty() || kinds.contains(&edge.weight().kind);
            wanted.then(|| Hop { relationship: edge.weight().id, node: self.graph[other].id })
        })
    }

    pub(super) fn expand(&self, node: NodeId, direction: Direction, kinds: &[TypeId], hops: &mut Vec<Hop>) {
        hops.clear();
        let Some(index) = self.node_index(node) else { return };
        if direction != Direction::Incoming {
            hops.extend(self.hops(index, petgraph::Direction::Outgoing, kinds));
        }
        if direction != Direction::Outgoing {
            let loops_seen = direction == Direction::Both;
            let incoming = self.hops(index, petgraph::Direction::Incoming, kinds);
            hops.extend(incoming.filter(|hop| !(loops_seen && hop.node == node)));
        }
        // petgraph lists the newest first, so a graph that only grew is sorted by turning it round.
        hops.reverse();
        hops.sort();
    }
}

fn index_of(index: usize) -> u32 {
    u32::try_from(index).expect("petgraph's indexes have 32 bits")
}
