//! The graph frozen for reading fast: sorted adjacency both ways, label lists, columns of properties, statistics.
//!
//! Made from the petgraph graph when a query wants it and dropped at the next change. Nodes are numbered in the order
//! of their ids, relationships in the order of their start, type and end: what a hub has stands side by side.

mod adjacency;
mod bits;
mod build;
mod column;

pub use adjacency::Adjacency;
pub use bits::Bits;
pub use column::{Column, Values};

use super::names::{KeyId, LabelId};
use super::property_graph::Graph;
use crate::value::{NodeId, RelationshipId};
use petgraph::stable_graph::{EdgeIndex, NodeIndex};
use std::sync::OnceLock;

/// The frozen graph. [`View`] joins it with the graph that it was made from.
#[derive(Clone, Debug, Default)]
pub struct Frozen {
    ids: Vec<NodeId>,
    /// petgraph's index of each node, and the number of each of petgraph's indexes.
    node_index: Vec<u32>,
    number_of: Vec<u32>,
    edge_index: Vec<u32>,
    sources: Vec<u32>,
    kinds: Vec<u32>,
    out: Adjacency,
    into: Adjacency,
    labels: Vec<Labelled>,
    /// The sets of labels that nodes have.
    label_sets: Vec<Vec<LabelId>>,
    types: Vec<TypeFacts>,
    node_columns: Vec<OnceLock<Column>>,
    edge_columns: Vec<OnceLock<Column>>,
}

/// The nodes of a label.
#[derive(Clone, Debug, Default)]
pub struct Labelled {
    /// Their numbers, ascending.
    pub nodes: Vec<u32>,
    /// The same as a set.
    pub set: Bits,
}

/// What is known of a relationship type.
#[derive(Clone, Debug, Default)]
pub struct TypeFacts {
    /// How many relationships it has.
    pub count: usize,
    /// How many of them lead from a node to itself.
    pub loops: usize,
    /// How many nodes it starts from.
    pub starts: usize,
    /// How many nodes it ends in.
    pub ends: usize,
    /// The labels that all its start nodes have.
    pub start_labels: Vec<LabelId>,
    /// The labels that all its end nodes have.
    pub end_labels: Vec<LabelId>,
}

/// A frozen graph and the graph behind it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub(super) graph: &'a Graph,
    pub(super) frozen: &'a Frozen,
}

impl std::ops::Deref for View<'_> {
    type Target = Frozen;

    fn deref(&self) -> &Frozen {
        self.frozen
    }
}

impl Frozen {
    /// How many nodes there are; their numbers are smaller.
    pub fn nodes(&self) -> usize {
        self.ids.len()
    }

    /// How many relationships there are; their numbers are smaller.
    pub fn edges(&self) -> usize {
        self.sources.len()
    }

    /// Relationships by their start.
    #[inline]
    pub fn out(&self) -> &Adjacency {
        &self.out
    }

    /// Relationships by their end.
    #[inline]
    pub fn into(&self) -> &Adjacency {
        &self.into
    }

    /// A node's id.
    #[inline]
    pub fn id(&self, node: u32) -> NodeId {
        self.ids[node as usize]
    }

    /// Where a relationship starts.
    #[inline]
    pub fn source(&self, edge: u32) -> u32 {
        self.sources[edge as usize]
    }

    /// Where a relationship ends.
    #[inline]
    pub fn target(&self, edge: u32) -> u32 {
        self.out.neighbour(edge as usize)
    }

    /// A relationship's type.
    #[inline]
    pub fn kind(&self, edge: u32) -> u32 {
        self.kinds[edge as usize]
    }

    /// The nodes of a label.
    pub fn labelled(&self, label: LabelId) -> Option<&Labelled> {
        self.labels.get(label.0 as usize)
    }

    /// Whether a node has the label.
    #[inline]
    pub fn has_label(&self, node: u32, label: LabelId) -> bool {
        self.labelled(label).is_some_and(|labelled| labelled.set.contains(node))
    }

    /// Whether some node has all of these labels.
    pub fn labels_meet(&self, all: &[LabelId]) -> bool {
        self.label_sets.iter().any(|set| all.iter().all(|label| set.contains(label)))
    }

    /// What is known of a type.
    pub fn type_facts(&self, kind: u32) -> Option<&TypeFacts> {
        self.types.get(kind as usize)
    }

    /// What is known of each type.
    pub fn types(&self) -> &[TypeFacts] {
        &self.types
    }

    /// Bytes taken, with the columns made so far.
    pub fn bytes(&self) -> usize {
        let columns = self.node_columns.iter().chain(&self.edge_columns).filter_map(OnceLock::get);
        let lists = self.labels.iter().map(|l| 4 * l.nodes.capacity() + self.ids.len() / 8);
        16 * self.ids.capacity()
            + 12 * self.sources.capacity()
            + self.out.bytes()
            + self.into.bytes()
            + columns.map(Column::bytes).sum::<usize>()
            + lists.sum::<usize>()
    }
}

impl<'a> View<'a> {
    /// The frozen graph, for as long as the view lives.
    pub fn frozen(self) -> &'a Frozen {
        self.frozen
    }

    /// The number of a node.
    pub fn number(self, id: NodeId) -> Option<u32> {
        let index = self.graph.node_index(id)?;
        self.frozen.number_of.get(index.index()).copied()
    }

    /// A relationship's id.
    pub fn edge_id(self, edge: u32) -> RelationshipId {
        let index = EdgeIndex::new(self.frozen.edge_index[edge as usize] as usize);
        self.graph.petgraph()[index].id
    }

    /// A node property's column, made at the first call.
    pub fn node_column(self, key: KeyId) -> Option<&'a Column> {
        let cell = self.frozen.node_columns.get(key.0 as usize)?;
        Some(cell.get_or_init(|| {
            Column::new(self.nodes(), || {
                self.frozen.node_index.iter().map(move |&index| {
                    self.graph.petgraph()[NodeIndex::new(index as usize)].properties.get(key)
                })
            })
        }))
    }

    /// A relationship property's column, made at the first call.
    pub fn edge_column(self, key: KeyId) -> Option<&'a Column> {
        let cell = self.frozen.edge_columns.get(key.0 as usize)?;
        Some(cell.get_or_init(|| {
            Column::new(self.edges(), || {
                self.frozen.edge_index.iter().map(move |&index| {
                    self.graph.petgraph()[EdgeIndex::new(index as usize)].properties.get(key)
                })
            })
        }))
    }
}
