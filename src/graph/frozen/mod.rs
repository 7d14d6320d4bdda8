//! The graph frozen for reading fast: sorted adjacency both ways, label lists, columns of properties, statistics.
//!
//! Made from the petgraph graph when a query wants it and dropped at the next change. Nodes are numbered in the order
//! of their ids, relationships in the order of their start, type and end: what a hub has stands side by side.

mod adjacency;
mod array;
mod bits;
mod build;
mod column;
mod ids;
mod image;
mod keep;
mod lists;
mod packed;
mod patch;

pub use adjacency::Adjacency;
pub use array::Array;
pub use bits::Bits;
pub use column::{Column, Values};
pub use image::Image;
pub use keep::Kept;
pub use lists::Lists;
pub use packed::Packed;
pub(in crate::graph) use patch::Touched;

use super::access::{Direction, Ends, GraphRead, Hop};
use super::names::{KeyId, LabelId, TypeId};
use super::property_graph::Graph;
use crate::value::{NodeId, RelationshipId, Value};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// The frozen graph. [`View`] joins it with the graph that it was made from.
#[derive(Clone, Debug, Default)]
pub struct Frozen {
    /// Ascending, but for those of `late`.
    ids: Vec<NodeId>,
    /// Nodes that came after one with a larger id.
    late: FxHashMap<NodeId, u32>,
    edge_ids: ids::IdArray,
    /// The relationships in the order of their ids, once that is asked for.
    by_id: OnceLock<Vec<u32>>,
    sources: Vec<u32>,
    kinds: Vec<u32>,
    /// Where each relationship ends, once that is not what stands at its number in `out`.
    targets: Vec<u32>,
    /// What was deleted since all was frozen: its numbers are not given again.
    gone_nodes: Gone,
    gone_edges: Gone,
    /// Whether it was changed since it was made.
    patched: bool,
    out: Adjacency,
    into: Adjacency,
    labels: Vec<Arc<Labelled>>,
    /// The sets of labels that nodes have.
    label_sets: Vec<Vec<LabelId>>,
    /// Which of them each node has.
    set_of: Vec<u32>,
    types: Vec<TypeFacts>,
    /// How many relationships of each type lead from nodes of one set of labels to nodes of another.
    between: Vec<([u32; 3], u32)>,
    node_columns: Vec<OnceLock<Arc<Column>>>,
    edge_columns: Vec<OnceLock<Arc<Column>>>,
    lists: lists::SharedCache,
    kept: keep::Keeping,
    /// All properties, where the graph has nothing else to take them from.
    packed: Option<Packed>,
}

/// Numbers of what was deleted.
#[derive(Clone, Debug, Default)]
struct Gone {
    set: Bits,
    count: usize,
}

impl Gone {
    fn any(&self) -> Option<&Bits> {
        (self.count > 0).then_some(&self.set)
    }

    fn insert(&mut self, number: u32) {
        self.set.grow(number as usize + 1);
        self.count += usize::from(self.set.insert(number));
    }

    fn remove(&mut self, number: u32) {
        if self.set.contains(number) {
            self.set.remove(number);
            self.count -= 1;
        }
    }
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
    /// The first of them.
    pub first: Option<u32>,
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
    /// The numbers of all nodes are smaller.
    pub fn nodes(&self) -> usize {
        self.ids.len()
    }

    /// The numbers of all relationships are smaller.
    pub fn edges(&self) -> usize {
        self.sources.len()
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.ids.len() - self.gone_nodes.count
    }

    /// How many relationships there are.
    pub fn edge_count(&self) -> usize {
        self.sources.len() - self.gone_edges.count
    }

    /// Nodes that were deleted, if any were: their numbers are those of no node.
    pub fn gone_nodes(&self) -> Option<&Bits> {
        self.gone_nodes.any()
    }

    /// Relationships that were deleted, if any were.
    pub fn gone_edges(&self) -> Option<&Bits> {
        self.gone_edges.any()
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

    /// The nodes' ids, by their number.
    pub fn ids(&self) -> &[NodeId] {
        &self.ids
    }

    /// The number of a node.
    pub fn number(&self, id: NodeId) -> Option<u32> {
        let number = self.number_ever(id)?;
        if self.gone_nodes.set.contains(number) { None } else { Some(number) }
    }

    /// The number of a node that is or was there.
    fn number_ever(&self, id: NodeId) -> Option<u32> {
        // Ids that were counted up without a gap are numbers.
        let guess = usize::try_from(id.0).ok()?;
        if self.ids.get(guess) == Some(&id) {
            return u32::try_from(guess).ok();
        }
        let ascending = &self.ids[..self.ids.len() - self.late.len()];
        let found = ascending.binary_search(&id).ok().and_then(|at| u32::try_from(at).ok());
        found.or_else(|| self.late.get(&id).copied())
    }

    /// A relationship's id.
    #[inline]
    pub fn edge_id(&self, edge: u32) -> RelationshipId {
        RelationshipId(self.edge_ids.get(edge))
    }

    /// The relationships in the order of their ids.
    pub fn edges_by_id(&self) -> &[u32] {
        self.by_id.get_or_init(|| {
            let all = 0..self.edge_ids.len() as u32;
            let mut order: Vec<u32> = all.filter(|edge| !self.gone_edges.set.contains(*edge)).collect();
            order.sort_unstable_by_key(|edge| self.edge_ids.get(*edge));
            order
        })
    }

    /// The number of a relationship.
    pub fn edge_number(&self, id: RelationshipId) -> Option<u32> {
        let order = self.edges_by_id();
        let guess = order.get(usize::try_from(id.0).ok()?).filter(|edge| self.edge_id(**edge) == id);
        guess
            .copied()
            .or_else(|| order.binary_search_by_key(&id, |edge| self.edge_id(*edge)).ok().map(|at| order[at]))
    }

    /// The ends and type of a relationship.
    pub fn ends(&self, edge: u32) -> Ends {
        let (start, end) = (self.id(self.source(edge)), self.id(self.target(edge)));
        Ends { start, end, kind: TypeId(self.kind(edge)) }
    }

    /// A node's labels.
    pub fn labels_of(&self, node: u32) -> &[LabelId] {
        &self.label_sets[self.set_of[node as usize] as usize]
    }

    /// The number of the set of a node's labels.
    #[inline]
    pub fn label_set(&self, node: u32) -> u32 {
        self.set_of[node as usize]
    }

    /// The numbers of all sets of labels are smaller.
    pub fn label_sets(&self) -> usize {
        self.label_sets.len()
    }

    /// All properties, where the graph stands on this alone.
    pub(in crate::graph) fn packed(&self) -> Option<&Packed> {
        self.packed.as_ref()
    }

    /// The largest id of a node below a bound.
    pub(in crate::graph) fn last_node_below(&self, bound: u64) -> Option<u64> {
        let until = self.ids.partition_point(|id| id.0 < bound);
        self.ids[..until].last().map(|id| id.0)
    }

    /// The largest id of a relationship below a bound.
    pub(in crate::graph) fn last_relationship_below(&self, bound: u64) -> Option<u64> {
        self.edge_ids.iter().filter(|id| *id < bound).max()
    }

    /// The steps from a node, as [`crate::graph::GraphRead::expand`] gives them.
    pub(in crate::graph) fn expand(
        &self,
        node: NodeId,
        direction: Direction,
        kinds: &[TypeId],
        hops: &mut Vec<Hop>,
    ) {
        hops.clear();
        let Some(number) = self.number(node) else { return };
        let sides = [(&self.out, Direction::Incoming), (&self.into, Direction::Outgoing)];
        for (side, (adjacency, other_way)) in sides.into_iter().enumerate() {
            if direction == other_way {
                continue;
            }
            let mut add = |range: std::ops::Range<usize>| {
                for position in range {
                    let neighbour = adjacency.neighbour(position);
                    // Walked both ways, a relationship from the node to itself is one step.
                    if direction == Direction::Both && side == 1 && neighbour == number {
                        continue;
                    }
                    let relationship = self.edge_id(adjacency.edge(position));
                    hops.push(Hop { relationship, node: self.id(neighbour) });
                }
            };
            if kinds.is_empty() {
                add(adjacency.all(number));
            }
            kinds.iter().for_each(|kind| add(adjacency.of_type(number, kind.0)));
        }
        hops.sort();
    }

    /// How many steps [`Frozen::expand`] gives.
    pub(in crate::graph) fn degree(&self, node: NodeId, direction: Direction, kinds: &[TypeId]) -> usize {
        let Some(number) = self.number(node) else { return 0 };
        let of = |adjacency: &Adjacency, loops_too: bool| -> usize {
            let count = |range: std::ops::Range<usize>| {
                let all = adjacency.neighbours(range);
                let own = |neighbours: &[u32]| {
                    let from = neighbours.partition_point(|other| *other < number);
                    neighbours[from..].partition_point(|other| *other == number)
                };
                all.len() - if loops_too { 0 } else { own(all) }
            };
            match kinds {
                [] if loops_too => adjacency.all(number).len(),
                [] => adjacency.kinds(number).map(|(_, range)| count(range)).sum(),
                kinds => kinds.iter().map(|kind| count(adjacency.of_type(number, kind.0))).sum(),
            }
        };
        // Walked both ways, a relationship from the node to itself is one step.
        match direction {
            Direction::Outgoing => of(&self.out, true),
            Direction::Incoming => of(&self.into, true),
            Direction::Both => of(&self.out, true) + of(&self.into, false),
        }
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

    /// Whether it was changed since it was made.
    pub fn is_patched(&self) -> bool {
        self.patched
    }

    /// Whether relationships are numbered as they stand in `out`: those of one node after those of another.
    pub fn is_by_source(&self) -> bool {
        self.targets.is_empty()
    }

    /// Where a relationship ends.
    #[inline]
    pub fn target(&self, edge: u32) -> u32 {
        if self.targets.is_empty() { self.out.neighbour(edge as usize) } else { self.targets[edge as usize] }
    }

    /// A relationship's type.
    #[inline]
    pub fn kind(&self, edge: u32) -> u32 {
        self.kinds[edge as usize]
    }

    /// The nodes of a label.
    pub fn labelled(&self, label: LabelId) -> Option<&Arc<Labelled>> {
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

    /// How many relationships of these types (none for all) lead from nodes with all of some labels to nodes with all
    /// of others.
    pub fn count_between(&self, kinds: &[u32], from: &[LabelId], to: &[LabelId]) -> usize {
        let has = |set: u32, all: &[LabelId]| {
            all.is_empty()
                || self.label_sets.get(set as usize).is_some_and(|set| all.iter().all(|l| set.contains(l)))
        };
        let fits = |[kind, start, end]: [u32; 3]| {
            (kinds.is_empty() || kinds.contains(&kind)) && has(start, from) && has(end, to)
        };
        // Ordered by type: of one type only those are looked at.
        let range = match kinds {
            [kind] => {
                let first = self.between.partition_point(|(key, _)| key[0] < *kind);
                first..first + self.between[first..].partition_point(|(key, _)| key[0] == *kind)
            }
            _ => 0..self.between.len(),
        };
        self.between[range].iter().filter(|(key, _)| fits(*key)).map(|(_, count)| *count as usize).sum()
    }

    /// What is known of each type.
    pub fn types(&self) -> &[TypeFacts] {
        &self.types
    }

    fn columns(&self, of_nodes: bool) -> &[OnceLock<Arc<Column>>] {
        if of_nodes { &self.node_columns } else { &self.edge_columns }
    }

    fn stored_column(&self, of_nodes: bool, key: KeyId) -> Option<&Arc<Column>> {
        let packed = self.packed.as_ref()?;
        if of_nodes { &packed.nodes } else { &packed.edges }.column(key)
    }

    /// Bytes taken, with the columns made so far.
    pub fn bytes(&self) -> usize {
        let made = [true, false].into_iter().flat_map(|of_nodes| {
            let own = (0u32..).map(KeyId).zip(self.columns(of_nodes));
            own.filter(move |(key, _)| self.stored_column(of_nodes, *key).is_none())
        });
        let columns = made.filter_map(|(_, cell)| cell.get());
        let lists = self.labels.iter().map(|l| 4 * l.nodes.capacity() + self.ids.len() / 8);
        12 * self.ids.capacity()
            + 8 * self.sources.capacity()
            + 4 * self.targets.capacity()
            + self.edge_ids.bytes()
            + self.by_id.get().map_or(0, |all| 4 * all.capacity())
            + self.packed.as_ref().map_or(0, |packed| packed.nodes.bytes() + packed.edges.bytes())
            + self.out.bytes()
            + self.into.bytes()
            + columns.map(|column| column.bytes()).sum::<usize>()
            + lists.sum::<usize>()
            + self.list_bytes()
    }
}

impl<'a> View<'a> {
    /// The frozen graph, for as long as the view lives.
    pub fn frozen(self) -> &'a Frozen {
        self.frozen
    }

    /// A node property's column, made at the first call.
    pub fn node_column(self, key: KeyId) -> Option<&'a Arc<Column>> {
        self.column(true, key)
    }

    /// A relationship property's column, made at the first call.
    pub fn edge_column(self, key: KeyId) -> Option<&'a Arc<Column>> {
        self.column(false, key)
    }

    fn column(self, of_nodes: bool, key: KeyId) -> Option<&'a Arc<Column>> {
        let cell = self.frozen.columns(of_nodes).get(key.0 as usize)?;
        Some(cell.get_or_init(|| match self.frozen.stored_column(of_nodes, key) {
            Some(stored) => Arc::clone(stored),
            None => {
                let count = if of_nodes { self.nodes() } else { self.edges() } as u32;
                Arc::new(Column::new(count as usize, || {
                    (0..count).map(move |number| self.property(of_nodes, number, key))
                }))
            }
        }))
    }

    /// The column of a property, if it has been made.
    pub fn known_column(self, of_nodes: bool, key: KeyId) -> Option<&'a Arc<Column>> {
        let made = self.frozen.columns(of_nodes).get(key.0 as usize)?.get();
        made.or_else(|| self.frozen.stored_column(of_nodes, key))
    }

    /// A property of a node or relationship, by its number.
    pub fn property(self, of_nodes: bool, number: u32, key: KeyId) -> Option<Value> {
        match (&self.frozen.packed, of_nodes) {
            (Some(packed), true) => packed.nodes.get(number, key),
            (Some(packed), false) => packed.edges.get(number, key),
            (None, true) => self.graph.node_property(self.id(number), key),
            (None, false) => self.graph.relationship_property(self.edge_id(number), key),
        }
    }
}
