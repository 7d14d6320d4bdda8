//! The neighbours over relationships of some types in one direction, as one sorted list for each node.
//!
//! [`super::Adjacency`] has everything, and finds the relationships of a type by a search in the node's directory. A
//! query that asks for many nodes is better served by lists that hold nothing else: they are made when it has asked
//! often, and kept for the next query while they are few.

use super::{Adjacency, Frozen};
use crate::graph::access::Direction;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// Sorted neighbours of every node.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Where each node's list begins; one more than nodes.
    offsets: Vec<u32>,
    neighbours: Vec<u32>,
    /// Whether they are of one type in one direction.
    single: bool,
    /// For those: where each node's list stands in the adjacency, once somebody has asked.
    places: OnceLock<Vec<u32>>,
}

impl Lists {
    /// A node's neighbours, ascending; one that several relationships lead to is there so often.
    #[inline]
    pub fn of(&self, node: u32) -> &[u32] {
        &self.neighbours[self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize]
    }

    /// How many neighbours a node has.
    #[inline]
    pub fn degree(&self, node: u32) -> u32 {
        self.offsets[node as usize + 1] - self.offsets[node as usize]
    }

    /// Where a node's list stands in the adjacency that these lists of one type were taken from.
    #[inline]
    pub fn place(&self, node: u32, adjacency: &Adjacency, kind: u32) -> Option<u32> {
        let nodes = 0..self.offsets.len() as u32 - 1;
        let all = || nodes.map(|node| adjacency.of_type(node, kind).start as u32).collect();
        if self.single { self.places.get_or_init(all).get(node as usize).copied() } else { None }
    }

    /// Bytes taken.
    pub fn bytes(&self) -> usize {
        4 * (self.offsets.capacity()
            + self.neighbours.capacity()
            + self.places.get().map_or(0, Vec::capacity))
    }

    fn new(frozen: &Frozen, direction: Direction, kinds: &[u32]) -> Lists {
        let nodes = frozen.nodes();
        let sides: &[&Adjacency] = match direction {
            Direction::Outgoing => &[&frozen.out],
            Direction::Incoming => &[&frozen.into],
            Direction::Both => &[&frozen.out, &frozen.into],
        };
        let single = kinds.len() == 1 && sides.len() == 1;
        let mut made = Lists { offsets: Vec::with_capacity(nodes + 1), single, ..Lists::default() };
        made.offsets.push(0);
        let facts = kinds.iter().filter_map(|kind| frozen.type_facts(*kind));
        let count = if kinds.is_empty() { frozen.edges() } else { facts.map(|facts| facts.count).sum() };
        made.neighbours.reserve_exact(count * sides.len());
        for node in 0..nodes as u32 {
            let start = made.neighbours.len();
            for (side, adjacency) in sides.iter().enumerate() {
                let mut add = |range: std::ops::Range<usize>| {
                    let found = adjacency.neighbours(range);
                    if side == 0 {
                        made.neighbours.extend_from_slice(found);
                    } else {
                        // A relationship from the node to itself was there on the other side.
                        made.neighbours.extend(found.iter().filter(|own| **own != node));
                    }
                };
                match kinds {
                    [] => add(adjacency.all(node)),
                    several => several.iter().for_each(|kind| add(adjacency.of_type(node, *kind))),
                }
            }
            if !single {
                made.neighbours[start..].sort_unstable();
            }
            made.offsets.push(made.neighbours.len() as u32);
        }
        made.neighbours.shrink_to_fit();
        made
    }
}

/// The lists made so far.
#[derive(Clone, Debug, Default)]
pub(super) struct ListCache {
    made: FxHashMap<Key, Arc<Lists>>,
    /// What [`Frozen::pairs`] counted.
    pairs: FxHashMap<(Key, Key), [f64; 3]>,
}

/// Direction and types.
type Key = (Direction, Vec<u32>);

impl Frozen {
    /// The lists of these types (none for all), if they were made.
    pub fn known_lists(&self, direction: Direction, kinds: &[u32]) -> Option<Arc<Lists>> {
        let cache = self.lists.lock().ok()?;
        cache.made.get(&(direction, kinds.to_vec())).cloned()
    }

    /// The lists of these types (none for all), made now if need be.
    pub fn lists(&self, direction: Direction, kinds: &[u32]) -> Arc<Lists> {
        if let Some(known) = self.known_lists(direction, kinds) {
            return known;
        }
        let made = Arc::new(Lists::new(self, direction, kinds));
        let Ok(mut cache) = self.lists.lock() else { return made };
        // All of them together take no more than the graph does without them.
        let room = self.out.bytes() + self.into.bytes();
        let taken: usize = cache.made.values().map(|lists| lists.bytes()).sum();
        if taken + made.bytes() > room {
            cache.made.clear();
            // Plans hold on to lists that they have asked for.
            self.keep_nothing();
        }
        cache.made.insert((direction, kinds.to_vec()), Arc::clone(&made));
        made
    }

    /// How many pairs of neighbours the nodes have, one of each kind of list, and how many neighbours of the first and of
    /// the second there are. Where a node with many of the one has many of the other, there are more pairs than if they
    /// were spread evenly.
    pub fn pairs(&self, first: (Direction, &[u32]), second: (Direction, &[u32])) -> [f64; 3] {
        let key = |of: (Direction, &[u32])| (of.0, of.1.to_vec());
        let key = (key(first), key(second));
        if let Some(known) = self.lists.lock().ok().and_then(|cache| cache.pairs.get(&key).copied()) {
            return known;
        }
        let lengths = |(direction, kinds): (Direction, &[u32])| -> Box<dyn Fn(u32) -> usize + '_> {
            // None are made for this.
            if let Some(lists) = self.known_lists(direction, kinds) {
                return Box::new(move |node| lists.degree(node) as usize);
            }
            let kinds = kinds.to_vec();
            let length = move |adjacency: &Adjacency, node| match &kinds[..] {
                [] => adjacency.all(node).len(),
                kinds => kinds.iter().map(|kind| adjacency.of_type(node, *kind).len()).sum(),
            };
            match direction {
                Direction::Outgoing => Box::new(move |node| length(&self.out, node)),
                Direction::Incoming => Box::new(move |node| length(&self.into, node)),
                Direction::Both => Box::new(move |node| length(&self.out, node) + length(&self.into, node)),
            }
        };
        let (one, two) = (lengths(first), lengths(second));
        let mut sums = [0.0; 3];
        for node in 0..self.nodes() as u32 {
            let (one, two) = (one(node) as f64, two(node) as f64);
            sums[0] += one * two;
            sums[1] += one;
            sums[2] += two;
        }
        if let Ok(mut cache) = self.lists.lock() {
            cache.pairs.insert(key, sums);
        }
        sums
    }

    /// Drops the lists that relationships of these types are in; all of them where there are more nodes now. A copy of
    /// the graph keeps its own.
    pub(super) fn drop_lists(&mut self, kinds: &[u32], all: bool) {
        let mut cache = self.lists.lock().map(|cache| cache.clone()).unwrap_or_default();
        cache.pairs.clear();
        cache
            .made
            .retain(|(_, own), _| !all && !own.is_empty() && own.iter().all(|kind| !kinds.contains(kind)));
        self.lists = Arc::new(Mutex::new(cache));
    }

    /// Bytes taken by lists that queries had made.
    pub(super) fn list_bytes(&self) -> usize {
        self.lists.lock().map_or(0, |cache| cache.made.values().map(|lists| lists.bytes()).sum())
    }
}

/// The cache, as a graph's copy shares it: what is frozen does not change.
pub(super) type SharedCache = Arc<Mutex<ListCache>>;

#[cfg(test)]
mod tests {
    use crate::graph::{Direction, Graph, GraphRead, GraphWrite};

    #[test]
    fn lists_hold_what_the_graph_expands_to() {
        let mut graph = Graph::new();
        let (r, s) = (graph.relationship_type("R"), graph.relationship_type("S"));
        let nodes: Vec<_> = (0..5).map(|_| graph.create_node(&[], vec![]).unwrap()).collect();
        for (from, to, kind) in [(0, 1, r), (0, 1, r), (1, 0, s), (2, 2, r), (3, 0, r), (0, 4, s), (0, 2, r)]
        {
            graph.create_relationship(nodes[from], nodes[to], kind, vec![]).unwrap();
        }
        let view = graph.view().unwrap();
        for direction in [Direction::Outgoing, Direction::Incoming, Direction::Both] {
            for kinds in [vec![], vec![r], vec![s], vec![r, s]] {
                let numbers: Vec<u32> = kinds.iter().map(|kind| kind.0).collect();
                let lists = view.frozen().lists(direction, &numbers);
                for (at, node) in (0u32..).zip(&nodes) {
                    let mut hops = Vec::new();
                    graph.expand(*node, direction, &kinds, &mut hops);
                    let mut want: Vec<u32> = hops.iter().filter_map(|hop| view.number(hop.node)).collect();
                    want.sort_unstable();
                    assert_eq!(lists.of(at), want, "{direction:?} {numbers:?} of {at}");
                    assert_eq!(lists.degree(at) as usize, want.len());
                }
            }
        }
    }

    #[test]
    fn pairs_are_counted_with_lists_and_without() {
        let mut graph = Graph::new();
        let (r, s) = (graph.relationship_type("R"), graph.relationship_type("S"));
        let nodes: Vec<_> = (0..4).map(|_| graph.create_node(&[], vec![]).unwrap()).collect();
        for (from, to, kind) in [(0, 1, r), (0, 1, r), (0, 2, s), (3, 0, s), (1, 0, s)] {
            graph.create_relationship(nodes[from], nodes[to], kind, vec![]).unwrap();
        }
        let view = graph.view().unwrap();
        let pairs = || view.frozen().pairs((Direction::Outgoing, &[r.0]), (Direction::Incoming, &[s.0]));
        // Node 0 has two R and two S.
        assert_eq!(pairs(), [4.0, 2.0, 3.0]);
        let any = view.frozen().pairs((Direction::Both, &[]), (Direction::Outgoing, &[]));
        assert_eq!(any, [5.0 * 3.0 + 3.0 + 1.0, 10.0, 5.0]);
        graph.create_node(&[], vec![]).unwrap();
        let view = graph.view().unwrap();
        view.frozen().lists(Direction::Outgoing, &[r.0]);
        assert_eq!(view.frozen().pairs((Direction::Outgoing, &[r.0]), (Direction::Incoming, &[s.0]))[0], 4.0);
    }
}
