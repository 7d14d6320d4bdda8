//! Making the frozen graph: counting sorts, each stable, from the least to the most important key.

use super::{Adjacency, Bits, Frozen, Labelled, TypeFacts};
use crate::graph::access::GraphRead;
use crate::graph::names::LabelId;
use crate::graph::property_graph::Graph;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

impl Frozen {
    /// Freezes a graph.
    pub(in crate::graph) fn new(graph: &Graph) -> Frozen {
        let mut frozen = Frozen { ids: graph.nodes().collect(), ..Frozen::default() };
        frozen.freeze_labels(graph);
        frozen.freeze_edges(graph);
        frozen.gather_facts();
        frozen.node_columns.resize_with(graph.names().keys.len(), OnceLock::new);
        frozen.edge_columns.resize_with(graph.names().keys.len(), OnceLock::new);
        frozen
    }

    fn freeze_labels(&mut self, graph: &Graph) {
        let count = self.ids.len();
        let names = graph.names().labels.len();
        let mut labels = vec![Labelled { nodes: Vec::new(), set: Bits::new(count) }; names];
        for (node, id) in (0u32..).zip(&self.ids) {
            for label in graph.labels(*id) {
                let labelled = &mut labels[label.0 as usize];
                labelled.nodes.push(node);
                labelled.set.insert(node);
            }
        }
        self.labels = labels.into_iter().map(Arc::new).collect();
    }

    fn freeze_edges(&mut self, graph: &Graph) {
        let edges = graph.relationship_count();
        let (mut ids, mut source, mut target, mut kind) = (
            Vec::with_capacity(edges),
            Vec::with_capacity(edges),
            Vec::with_capacity(edges),
            Vec::with_capacity(edges),
        );
        for id in graph.relationships() {
            let Some(ends) = graph.ends(id) else { continue };
            let (Some(from), Some(to)) = (self.number(ends.start), self.number(ends.end)) else { continue };
            ids.push(id);
            source.push(from);
            target.push(to);
            kind.push(ends.kind.0);
        }
        let (nodes, kinds) = (self.ids.len(), graph.names().types.len());
        let order: Vec<u32> = (0..ids.len() as u32).collect();
        let order = sorted_by(&order, &target, nodes);
        let order = sorted_by(&order, &kind, kinds);
        let order = sorted_by(&order, &source, nodes);
        let pick = |from: &[u32]| -> Vec<u32> { order.iter().map(|&at| from[at as usize]).collect() };
        self.edge_ids = order.iter().map(|&at| ids[at as usize].0).collect();
        self.sources = pick(&source);
        self.kinds = pick(&kind);
        let targets = pick(&target);
        let own = (0..order.len()).map(|at| (self.sources[at], self.kinds[at], targets[at]));
        self.out = Adjacency::new(nodes, own, None);
        drop((ids, source, target, kind));
        let order: Vec<u32> = (0..targets.len() as u32).collect();
        let order = sorted_by(&order, &self.kinds, kinds);
        let order = sorted_by(&order, &targets, nodes);
        let own = order.iter().map(|&edge| {
            let at = edge as usize;
            (targets[at], self.kinds[at], self.sources[at])
        });
        self.into = Adjacency::new(nodes, own, Some(order.clone()));
        self.types = vec![TypeFacts::default(); kinds];
        for (at, target) in targets.iter().enumerate() {
            let facts = &mut self.types[self.kinds[at] as usize];
            facts.count += 1;
            facts.first.get_or_insert(at as u32);
            facts.loops += usize::from(self.sources[at] == *target);
        }
    }

    fn gather_facts(&mut self) {
        let mut of_node: Vec<Vec<LabelId>> = vec![Vec::new(); self.ids.len()];
        for (label, labelled) in (0u32..).zip(&self.labels) {
            for &node in &labelled.nodes {
                of_node[node as usize].push(LabelId(label));
            }
        }
        let mut sets: FxHashMap<&[LabelId], u32> = FxHashMap::default();
        let set_of: Vec<u32> = of_node
            .iter()
            .map(|labels| {
                let next = sets.len() as u32;
                *sets.entry(labels).or_insert(next)
            })
            .collect();
        let mut named: Vec<(u32, Vec<LabelId>)> = sets.iter().map(|(set, id)| (*id, set.to_vec())).collect();
        named.sort_by_key(|(id, _)| *id);
        self.label_sets = named.into_iter().map(|(_, set)| set).collect();
        self.set_of.clone_from(&set_of);
        let mut between: FxHashMap<[u32; 3], u32> = FxHashMap::default();
        for (node, &from) in (0u32..).zip(&set_of) {
            for (kind, range) in self.out.kinds(node) {
                // Neighbours side by side are often of one set.
                let (mut last, mut count) = (u32::MAX, 0);
                for &neighbour in self.out.neighbours(range) {
                    let to = set_of[neighbour as usize];
                    if to != last && count > 0 {
                        *between.entry([kind, from, last]).or_default() += count;
                        count = 0;
                    }
                    last = to;
                    count += 1;
                }
                *between.entry([kind, from, last]).or_default() += count;
            }
        }
        self.between = between.into_iter().collect();
        self.between.sort_unstable();
        let common = |adjacency: &Adjacency, kinds: usize| {
            // For each type: how many nodes have it, and which sets of labels.
            let mut seen: Vec<(usize, Vec<u32>)> = vec![(0, Vec::new()); kinds];
            for node in 0..self.ids.len() as u32 {
                for (kind, _) in adjacency.kinds(node) {
                    let (count, of) = &mut seen[kind as usize];
                    *count += 1;
                    let set = set_of[node as usize];
                    if !of.contains(&set) {
                        of.push(set);
                    }
                }
            }
            seen
        };
        let starts = common(&self.out, self.types.len());
        let ends = common(&self.into, self.types.len());
        let shared = |of: &[u32]| -> Vec<LabelId> {
            let Some((first, rest)) = of.split_first() else { return Vec::new() };
            let all = self.label_sets[*first as usize].iter().copied();
            all.filter(|label| rest.iter().all(|set| self.label_sets[*set as usize].contains(label)))
                .collect()
        };
        for (facts, (starts, ends)) in self.types.iter_mut().zip(starts.iter().zip(&ends)) {
            facts.starts = starts.0;
            facts.ends = ends.0;
            facts.start_labels = shared(&starts.1);
            facts.end_labels = shared(&ends.1);
        }
    }
}

/// The items in the order of their key, those of one key as they stood.
fn sorted_by(items: &[u32], key: &[u32], bound: usize) -> Vec<u32> {
    let mut next = vec![0u32; bound + 1];
    for &item in items {
        next[key[item as usize] as usize + 1] += 1;
    }
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut sorted = vec![0; items.len()];
    for &item in items {
        let place = &mut next[key[item as usize] as usize];
        sorted[*place as usize] = item;
        *place += 1;
    }
    sorted
}
