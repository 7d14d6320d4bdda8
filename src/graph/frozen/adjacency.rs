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
    /// A type and where it begins; the next entry, of whatever node, says where it ends.
    directory: Vec<(u32, u32)>,
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
            directory: Vec::new(),
        };
        let mut last_kind = u32::MAX;
        for (node, kind, neighbour) in sorted {
            let position = made.neighbours.len() as u32;
            while made.offsets.len() <= node as usize {
                made.offsets.push(position);
                made.directory_offsets.push(made.directory.len() as u32);
                last_kind = u32::MAX;
            }
            if kind != last_kind {
                made.directory.push((kind, position));
                last_kind = kind;
            }
            made.neighbours.push(neighbour);
        }
        let end = made.neighbours.len() as u32;
        while made.offsets.len() <= nodes {
            made.offsets.push(end);
            made.directory_offsets.push(made.directory.len() as u32);
        }
        made.directory.push((u32::MAX, end));
        made.directory.shrink_to_fit();
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
        let own = &self.directory[from..to];
        let found = if own.len() <= 8 {
            own.iter().position(|entry| entry.0 == kind)
        } else {
            own.binary_search_by_key(&kind, |entry| entry.0).ok()
        };
        match found {
            Some(at) => self.directory[from + at].1 as usize..self.directory[from + at + 1].1 as usize,
            None => 0..0,
        }
    }

    /// The types of a node and where each begins.
    pub fn kinds(&self, node: u32) -> impl Iterator<Item = (u32, Range<usize>)> + '_ {
        let from = self.directory_offsets[node as usize] as usize;
        let to = self.directory_offsets[node as usize + 1] as usize;
        (from..to).map(|at| {
            let (kind, start) = self.directory[at];
            (kind, start as usize..self.directory[at + 1].1 as usize)
        })
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
            + 8 * self.directory.capacity()
            + self.edges.as_ref().map_or(0, |edges| 4 * edges.capacity())
    }
}
