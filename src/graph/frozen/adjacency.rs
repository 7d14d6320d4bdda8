//! The neighbours of every node in one array, sorted by node, type and neighbour.
//!
//! A small directory for each node says where each of its types begins. Offsets for each type and node would take
//! 2 GB at ten million relationships of two hundred types; the directory has one entry for a type that a node has.

use std::ops::Range;

/// Relationships in one direction.
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    /// Where each node's part of `neighbours` begins; one more than nodes.
    offsets: Vec<u32>,
    neighbours: Vec<u32>,
    /// The relationship at each position; none where positions are the relationships' own numbers.
    edges: Option<Vec<u32>>,
    /// Where each node's part of `directory` begins; one more than nodes.
    directory_offsets: Vec<u32>,
    /// A type that a node has.
    directory_kinds: Vec<u32>,
    /// Where it begins; the next entry, of whatever node, says where it ends.
    directory_starts: Vec<u32>,
}

impl Adjacency {
    /// From relationships in order of node, type and neighbour, each given as these three.
    pub(super) fn new(
        nodes: usize,
        sorted: impl ExactSizeIterator<Item = (u32, u32, u32)>,
        edges: Option<Vec<u32>>,
    ) -> Self {
        let mut made = Adjacency {
            offsets: Vec::with_capacity(nodes + 1),
            neighbours: Vec::with_capacity(sorted.len()),
            edges,
            directory_offsets: Vec::with_capacity(nodes + 1),
            directory_kinds: Vec::new(),
            directory_starts: Vec::new(),
        };
        let mut last_kind = u32::MAX;
        for (node, kind, neighbour) in sorted {
            let position = made.neighbours.len() as u32;
            while made.offsets.len() <= node as usize {
                made.offsets.push(position);
                made.directory_offsets.push(made.directory_kinds.len() as u32);
                last_kind = u32::MAX;
            }
            if kind != last_kind {
                made.directory_kinds.push(kind);
                made.directory_starts.push(position);
                last_kind = kind;
            }
            made.neighbours.push(neighbour);
        }
        let end = made.neighbours.len() as u32;
        while made.offsets.len() <= nodes {
            made.offsets.push(end);
            made.directory_offsets.push(made.directory_kinds.len() as u32);
        }
        made.directory_starts.push(end);
        made.directory_kinds.shrink_to_fit();
        made.directory_starts.shrink_to_fit();
        made
    }

    /// Positions of all relationships of a node.
    #[inline]
    pub fn all(&self, node: u32) -> Range<usize> {
        self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize
    }

    /// Positions of the relationships of a type.
    #[inline]
    pub fn of_type(&self, node: u32, kind: u32) -> Range<usize> {
        let from = self.directory_offsets[node as usize] as usize;
        let to = self.directory_offsets[node as usize + 1] as usize;
        let own = &self.directory_kinds[from..to];
        let found = if own.len() <= 8 {
            own.iter().position(|entry| *entry == kind)
        } else {
            own.binary_search(&kind).ok()
        };
        found.map_or(0..0, |at| self.entry(from + at))
    }

    /// The types of a node and where each begins.
    pub fn kinds(&self, node: u32) -> impl Iterator<Item = (u32, Range<usize>)> + '_ {
        let from = self.directory_offsets[node as usize] as usize;
        let to = self.directory_offsets[node as usize + 1] as usize;
        (from..to).map(|at| (self.directory_kinds[at], self.entry(at)))
    }

    #[inline]
    fn entry(&self, at: usize) -> Range<usize> {
        self.directory_starts[at] as usize..self.directory_starts[at + 1] as usize
    }

    /// The neighbours at these positions; ascending within one type.
    #[inline]
    pub fn neighbours(&self, positions: Range<usize>) -> &[u32] {
        &self.neighbours[positions]
    }

    /// The neighbour at a position.
    #[inline]
    pub fn neighbour(&self, position: usize) -> u32 {
        self.neighbours[position]
    }

    /// The relationship at a position.
    #[inline]
    pub fn edge(&self, position: usize) -> u32 {
        self.edges.as_ref().map_or(position as u32, |edges| edges[position])
    }

    /// Bytes taken.
    pub fn bytes(&self) -> usize {
        4 * (self.offsets.capacity() + self.neighbours.capacity() + self.directory_offsets.capacity())
            + 8 * self.directory_kinds.capacity()
            + self.edges.as_ref().map_or(0, |edges| 4 * edges.capacity())
    }

    /// How many relationships there are.
    pub(super) fn edge_count(&self) -> usize {
        self.neighbours.len()
    }

    /// Its arrays, the relationships last; those are empty where they are the positions.
    pub(super) fn arrays(&self) -> [&[u32]; 6] {
        let edges = self.edges.as_deref().unwrap_or_default();
        let Adjacency { offsets, neighbours, directory_offsets, directory_kinds, directory_starts, .. } =
            self;
        [offsets, neighbours, directory_offsets, directory_kinds, directory_starts, edges]
    }

    /// From such arrays; nothing where they do not fit together.
    pub(super) fn from_arrays(arrays: [Vec<u32>; 6], nodes: usize, outgoing: bool) -> Option<Adjacency> {
        let [offsets, neighbours, directory_offsets, directory_kinds, directory_starts, edges] = arrays;
        let count = neighbours.len();
        let ascend = |all: &[u32], length: usize, last: usize| {
            all.len() == length
                && all.last() == Some(&u32::try_from(last).unwrap_or(u32::MAX))
                && all.windows(2).all(|two| two[0] <= two[1])
        };
        let below = |all: &[u32], bound: usize| all.iter().all(|own| (*own as usize) < bound);
        let fits = ascend(&offsets, nodes + 1, count)
            && ascend(&directory_offsets, nodes + 1, directory_kinds.len())
            && ascend(&directory_starts, directory_kinds.len() + 1, count)
            && below(&neighbours, nodes)
            && if outgoing { edges.is_empty() } else { edges.len() == count && below(&edges, count) };
        let edges = (!outgoing).then_some(edges);
        fits.then_some(Adjacency {
            offsets,
            neighbours,
            edges,
            directory_offsets,
            directory_kinds,
            directory_starts,
        })
    }
}
