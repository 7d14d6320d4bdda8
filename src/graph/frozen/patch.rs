//! Bringing a frozen graph up to date with a few changes, in place of freezing all of the graph again.
//!
//! What was touched is compared with the graph as it is now, so it makes no difference which changes led there and which
//! of them were undone. New nodes and relationships get the next numbers. A node whose relationships changed gets a new
//! list at the end of the adjacency, so that every list still is one sorted stretch; the numbers of what was deleted, and
//! the places of lists that moved, stay unused. When there is much of that, all is frozen anew.

use super::{Column, Frozen};
use crate::graph::access::{Ends, GraphRead};
use crate::graph::names::{KeyId, LabelId};
use crate::graph::property_graph::Graph;
use crate::value::{NodeId, RelationshipId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, OnceLock};

/// What may have changed since a graph was frozen.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Touched {
    pub(in crate::graph) nodes: FxHashSet<NodeId>,
    pub(in crate::graph) edges: FxHashMap<RelationshipId, Ends>,
}

/// As many as this are followed in a graph of any size.
const FEW: usize = 1024;

/// A relationship that is new: its number, ends and type.
struct New {
    number: u32,
    from: u32,
    to: u32,
    kind: u32,
}

impl Frozen {
    /// Whether it is better to freeze all anew than to follow so many changes.
    pub(in crate::graph) fn is_outdated(&self, touched: &Touched) -> bool {
        // What is there: the numbers of what is gone must not make room for more of them.
        let gone = self.gone_nodes.count + self.gone_edges.count;
        let all = self.nodes() + self.edges() - gone;
        let stray = self.out.stray() + self.into.stray() + gone;
        8 * (touched.nodes.len() + touched.edges.len()) > all + FEW || stray > 2 * all + FEW
    }

    /// Follows the changes. The graph must be the one that was frozen, as it is now.
    pub(in crate::graph) fn patch(&mut self, graph: &Graph, touched: &Touched) {
        self.keep_nothing();
        self.packed = None;
        self.patched = true;
        self.by_id = OnceLock::new();
        let names = graph.names();
        self.labels.resize_with(names.labels.len(), Arc::default);
        self.types.resize_with(names.types.len(), Default::default);
        self.node_columns.resize_with(names.keys.len(), OnceLock::new);
        self.edge_columns.resize_with(names.keys.len(), OnceLock::new);

        let before = self.nodes();
        let nodes = self.patch_nodes(graph, touched);
        let edges = self.patch_edges(graph, touched);
        for &number in &nodes {
            self.narrow(number);
        }
        let kinds: FxHashSet<u32> = edges.iter().map(|edge| self.kinds[*edge as usize]).collect();
        let kinds: Vec<u32> = kinds.into_iter().collect();
        self.drop_lists(&kinds, self.nodes() > before);

        let count = self.nodes();
        let value = |number: u32, key| graph.node_property(self.ids[number as usize], key);
        patch_columns(&mut self.node_columns, count, &nodes, &value);
        let count = self.edges();
        let ids = &self.edge_ids;
        let value = |number: u32, key| graph.relationship_property(RelationshipId(ids.get(number)), key);
        let mut written: Vec<u32> = edges;
        written.retain(|edge| !self.gone_edges.set.contains(*edge));
        let changed = touched.edges.iter().filter_map(|(id, ends)| self.find(*id, ends));
        written.extend(changed);
        written.sort_unstable();
        written.dedup();
        patch_columns(&mut self.edge_columns, count, &written, &value);
    }

    /// Gives new nodes their numbers and takes out deleted ones; the numbers of those that are there.
    fn patch_nodes(&mut self, graph: &Graph, touched: &Touched) -> Vec<u32> {
        let mut ids: Vec<NodeId> = touched.nodes.iter().copied().collect();
        ids.sort_unstable();
        let mut there = Vec::with_capacity(ids.len());
        for id in ids {
            let number = match (graph.has_node(id), self.number_ever(id)) {
                (false, None) => continue,
                (false, Some(number)) => {
                    self.relabel(number, &[]);
                    self.gone_nodes.insert(number);
                    continue;
                }
                (true, Some(number)) => {
                    self.gone_nodes.remove(number);
                    number
                }
                (true, None) => self.add_node(id),
            };
            self.relabel(number, graph.labels(id));
            there.push(number);
        }
        let count = self.nodes();
        self.out.grow(count);
        self.into.grow(count);
        there.sort_unstable();
        there
    }

    fn add_node(&mut self, id: NodeId) -> u32 {
        let number = self.ids.len() as u32;
        if !self.late.is_empty() || self.ids.last().is_some_and(|last| *last > id) {
            self.late.insert(id, number);
        }
        self.ids.push(id);
        let none = self.set_number(&[]);
        self.set_of.push(none);
        number
    }

    /// The number of a set of labels.
    fn set_number(&mut self, labels: &[LabelId]) -> u32 {
        let known = self.label_sets.iter().position(|set| set == labels);
        known.unwrap_or_else(|| {
            self.label_sets.push(labels.to_vec());
            self.label_sets.len() - 1
        }) as u32
    }

    fn relabel(&mut self, number: u32, labels: &[LabelId]) {
        let before = self.label_sets[self.set_of[number as usize] as usize].clone();
        if before == labels {
            return;
        }
        for label in before.iter().filter(|label| !labels.contains(label)) {
            let labelled = Arc::make_mut(&mut self.labels[label.0 as usize]);
            if let Ok(at) = labelled.nodes.binary_search(&number) {
                labelled.nodes.remove(at);
            }
            labelled.set.remove(number);
        }
        for label in labels.iter().filter(|label| !before.contains(label)) {
            let labelled = Arc::make_mut(&mut self.labels[label.0 as usize]);
            if let Err(at) = labelled.nodes.binary_search(&number) {
                labelled.nodes.insert(at, number);
            }
            labelled.set.grow(number as usize + 1);
            labelled.set.insert(number);
        }
        self.set_of[number as usize] = self.set_number(labels);
    }

    /// A type's nodes have no labels in common that this node, one of them, lacks.
    fn narrow(&mut self, number: u32) {
        let labels = &self.label_sets[self.set_of[number as usize] as usize];
        for (kind, _) in self.out.kinds(number) {
            self.types[kind as usize].start_labels.retain(|label| labels.contains(label));
        }
        for (kind, _) in self.into.kinds(number) {
            self.types[kind as usize].end_labels.retain(|label| labels.contains(label));
        }
    }

    /// The number of a relationship with these ends.
    fn find(&self, id: RelationshipId, ends: &Ends) -> Option<u32> {
        let (from, to) = (self.number_ever(ends.start)?, self.number_ever(ends.end)?);
        let range = self.out.of_type(from, ends.kind.0);
        let first = range.start + self.out.neighbours(range.clone()).partition_point(|own| *own < to);
        let same = (first..range.end).take_while(|at| self.out.neighbour(*at) == to);
        same.map(|at| self.out.edge(at)).find(|edge| self.edge_ids.get(*edge) == id.0)
    }

    /// Adds new relationships and takes out deleted ones; the numbers of both.
    fn patch_edges(&mut self, graph: &Graph, touched: &Touched) -> Vec<u32> {
        let mut all: Vec<(RelationshipId, Ends)> = touched.edges.iter().map(|(id, e)| (*id, *e)).collect();
        all.sort_unstable_by_key(|(id, _)| *id);
        let (mut new, mut gone) = (Vec::new(), Vec::new());
        for (id, ends) in all {
            match (graph.has_relationship(id), self.find(id, &ends)) {
                (true, None) => new.extend(self.add_edge(id, ends)),
                (false, Some(number)) => gone.push(number),
                _ => {}
            }
        }
        if new.is_empty() && gone.is_empty() {
            return Vec::new();
        }
        gone.iter().for_each(|number| self.take_edge(*number));
        self.out.grow(self.ids.len());
        self.into.grow(self.ids.len());
        for outgoing in [true, false] {
            // What is new at each node; the deleted ones are known by their numbers.
            let mut at: FxHashMap<u32, Vec<[u32; 3]>> = FxHashMap::default();
            for edge in &new {
                let (node, neighbour) = if outgoing { (edge.from, edge.to) } else { (edge.to, edge.from) };
                at.entry(node).or_default().push([edge.kind, neighbour, edge.number]);
            }
            for &edge in &gone {
                at.entry(if outgoing { self.source(edge) } else { self.target(edge) }).or_default();
            }
            let (side, lost) = (if outgoing { &mut self.out } else { &mut self.into }, &self.gone_edges.set);
            let mut at: Vec<(u32, Vec<[u32; 3]>)> = at.into_iter().collect();
            at.sort_unstable_by_key(|(node, _)| *node);
            for (node, added) in at {
                let mut own = side.of(node);
                own.retain(|[.., edge]| !lost.contains(*edge));
                own.extend(added);
                own.sort_unstable();
                side.replace(node, &own);
            }
        }
        gone.extend(new.iter().map(|edge| edge.number));
        gone
    }

    fn add_edge(&mut self, id: RelationshipId, ends: Ends) -> Option<New> {
        let (from, to, kind) = (self.number(ends.start)?, self.number(ends.end)?, ends.kind.0);
        if self.targets.is_empty() {
            self.targets = (0..self.sources.len()).map(|edge| self.out.neighbour(edge)).collect();
        }
        let number = self.sources.len() as u32;
        self.sources.push(from);
        self.targets.push(to);
        self.kinds.push(kind);
        self.edge_ids.push(id.0);
        let sets = [from, to].map(|node| self.set_of[node as usize]);
        let [start, end] = sets.map(|set| &self.label_sets[set as usize]);
        let facts = &mut self.types[kind as usize];
        if facts.count == 0 {
            (facts.start_labels, facts.end_labels) = (start.clone(), end.clone());
        } else {
            facts.start_labels.retain(|label| start.contains(label));
            facts.end_labels.retain(|label| end.contains(label));
        }
        facts.first.get_or_insert(number);
        facts.count += 1;
        facts.loops += usize::from(from == to);
        let key = [kind, sets[0], sets[1]];
        match self.between.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(at) => self.between[at].1 += 1,
            Err(at) => self.between.insert(at, (key, 1)),
        }
        Some(New { number, from, to, kind })
    }

    fn take_edge(&mut self, number: u32) {
        if self.targets.is_empty() {
            self.targets = (0..self.sources.len()).map(|edge| self.out.neighbour(edge)).collect();
        }
        self.gone_edges.insert(number);
        let (from, to, kind) = (self.source(number), self.target(number), self.kind(number));
        let first = self.types[kind as usize].first == Some(number);
        let other = if first {
            let there = |edge: &u32| self.kind(*edge) == kind && !self.gone_edges.set.contains(*edge);
            // It was the lowest of its type.
            (number + 1..self.edges() as u32).find(there)
        } else {
            self.types[kind as usize].first
        };
        let facts = &mut self.types[kind as usize];
        facts.first = other;
        facts.count -= 1;
        facts.loops -= usize::from(from == to);
        // The labels may have changed since: the statistics are no more than that.
        let key = [kind, self.set_of[from as usize], self.set_of[to as usize]];
        if let Ok(at) = self.between.binary_search_by_key(&key, |(key, _)| *key) {
            self.between[at].1 = self.between[at].1.saturating_sub(1);
        }
    }
}

/// Writes the values of some nodes or relationships, in order of their numbers, into the columns that were made.
fn patch_columns(
    columns: &mut [OnceLock<Arc<Column>>],
    count: usize,
    numbers: &[u32],
    value: &dyn Fn(u32, KeyId) -> Option<Value>,
) {
    for (key, cell) in (0u32..).zip(columns) {
        let Some(column) = cell.get_mut() else { continue };
        let values: Vec<(u32, Option<Value>)> =
            numbers.iter().map(|number| (*number, value(*number, KeyId(key)))).collect();
        if !Arc::make_mut(column).patch(count, values) {
            // It is made again when it is asked for.
            cell.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::access::{GraphRead, GraphWrite};
    use crate::graph::property_graph::Graph;

    #[test]
    fn what_was_deleted_does_not_pile_up() {
        let mut graph = Graph::new();
        let kind = graph.relationship_type("R");
        let mut before = None;
        let mut largest = 0;
        for _ in 0..20_000 {
            let node = graph.create_node(&[], Vec::new()).unwrap();
            if let Some((old, relationship)) = before {
                graph.delete_relationship(relationship).unwrap();
                graph.delete_node(old).unwrap();
            }
            before = Some((node, graph.create_relationship(node, node, kind, Vec::new()).unwrap()));
            let view = graph.view().unwrap();
            assert_eq!(view.node_count(), 1);
            largest = largest.max(view.nodes() + view.edges());
        }
        assert!(largest < 4 * super::FEW, "{largest}");
    }
}
