//! The neighbours of every node in one array, sorted by node, type and neighbour.
//!
//! A small directory for each node says where each of its types begins. Offsets for each type and node would take
//! 2 GB at ten million relationships of two hundred types; the directory has one entry for a type that a node has.

use std::ops::Range;

/// Relationships in one direction.
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    /// Where each node's part of `neighbours` begins and ends.
    spans: Vec<[u32; 2]>,
    neighbours: Vec<u32>,
    /// The relationship at each position; none where positions are the relationships' own numbers.
    edges: Option<Vec<u32>>,
    /// Where each node's part of the directory begins and ends.
    directories: Vec<[u32; 2]>,
    /// A type that a node has.
    directory_kinds: Vec<u32>,
    /// Where it begins; the next entry, of whatever node, says where it ends.
    directory_starts: Vec<u32>,
    /// How many positions are no node's any more.
    stray: usize,
}

/// The type of an entry that only says where the one before it ends.
const END: u32 = u32::MAX;

impl Adjacency {
    /// From relationships in order of node, type and neighbour, each given as these three.
    pub(super) fn new(
        nodes: usize,
        sorted: impl ExactSizeIterator<Item = (u32, u32, u32)>,
        edges: Option<Vec<u32>>,
    ) -> Self {
        let mut offsets = Vec::with_capacity(nodes + 1);
        let mut directory_offsets = Vec::with_capacity(nodes + 1);
        let neighbours = Vec::with_capacity(sorted.len());
        let mut made = Adjacency { neighbours, edges, ..Adjacency::default() };
        let mut last_kind = u32::MAX;
        for (node, kind, neighbour) in sorted {
            let position = made.neighbours.len() as u32;
            while offsets.len() <= node as usize {
                offsets.push(position);
                directory_offsets.push(made.directory_kinds.len() as u32);
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
        while offsets.len() <= nodes {
            offsets.push(end);
            directory_offsets.push(made.directory_kinds.len() as u32);
        }
        made.directory_starts.push(end);
        made.directory_kinds.shrink_to_fit();
        made.directory_starts.shrink_to_fit();
        made.spans = spans(&offsets);
        made.directories = spans(&directory_offsets);
        made
    }

    /// Positions of all relationships of a node.
    #[inline]
    pub fn all(&self, node: u32) -> Range<usize> {
        let [from, to] = self.spans[node as usize];
        from as usize..to as usize
    }

    /// Positions of the relationships of a type.
    #[inline]
    pub fn of_type(&self, node: u32, kind: u32) -> Range<usize> {
        let [from, to] = self.directories[node as usize].map(|at| at as usize);
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
        let [from, to] = self.directories[node as usize].map(|at| at as usize);
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
        8 * (self.spans.capacity() + self.directories.capacity())
            + 4 * self.neighbours.capacity()
            + 8 * self.directory_kinds.capacity()
            + self.edges.as_ref().map_or(0, |edges| 4 * edges.capacity())
    }

    /// How many relationships there are.
    pub(super) fn edge_count(&self) -> usize {
        self.neighbours.len()
    }

    /// Its arrays, the relationships last; those are empty where they are the positions. Only for one that was not
    /// changed since it was made.
    pub(super) fn arrays(&self) -> [Vec<u32>; 6] {
        let edges = self.edges.clone().unwrap_or_default();
        let offsets = |spans: &[[u32; 2]], end: usize| {
            spans.iter().map(|[from, _]| *from).chain([u32::try_from(end).unwrap_or(END)]).collect()
        };
        let Adjacency { spans, neighbours, directories, directory_kinds, directory_starts, .. } = self;
        [
            offsets(spans, neighbours.len()),
            neighbours.clone(),
            offsets(directories, directory_kinds.len()),
            directory_kinds.clone(),
            directory_starts.clone(),
            edges,
        ]
    }

    /// Makes room for nodes, which have no relationships yet.
    pub(super) fn grow(&mut self, nodes: usize) {
        self.spans.resize(nodes, [0; 2]);
        self.directories.resize(nodes, [0; 2]);
    }

    /// How many positions are no node's any more.
    pub(super) fn stray(&self) -> usize {
        self.stray
    }

    /// The relationships of a node: type, neighbour and number of each, in order.
    pub(super) fn of(&self, node: u32) -> Vec<[u32; 3]> {
        let own = self.kinds(node);
        own.flat_map(|(kind, range)| range.map(move |at| [kind, self.neighbour(at), self.edge(at)])).collect()
    }

    /// Gives a node other relationships, in order. They go to the end; the place of those before is lost.
    pub(super) fn replace(&mut self, node: u32, own: &[[u32; 3]]) {
        let edges = self.edges.get_or_insert_with(|| (0..self.neighbours.len() as u32).collect());
        // From here on each entry has a type.
        self.directory_kinds.resize(self.directory_starts.len(), END);
        let (from, first) = (self.neighbours.len() as u32, self.directory_kinds.len() as u32);
        let mut last = END;
        for (at, &[kind, neighbour, edge]) in (from..).zip(own) {
            if kind != last {
                self.directory_kinds.push(kind);
                self.directory_starts.push(at);
                last = kind;
            }
            self.neighbours.push(neighbour);
            edges.push(edge);
        }
        let end = self.neighbours.len() as u32;
        let [before, after] = std::mem::replace(&mut self.spans[node as usize], [from, end]);
        self.stray += (after - before) as usize;
        self.directories[node as usize] = [first, self.directory_kinds.len() as u32];
        self.directory_kinds.push(END);
        self.directory_starts.push(end);
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
        fits.then(|| Adjacency {
            spans: spans(&offsets),
            neighbours,
            edges,
            directories: spans(&directory_offsets),
            directory_kinds,
            directory_starts,
            stray: 0,
        })
    }
}

/// Where each part begins and ends.
fn spans(offsets: &[u32]) -> Vec<[u32; 2]> {
    offsets.windows(2).map(|two| [two[0], two[1]]).collect()
}
