//! The properties of all nodes and relationships, packed as [`crate::graph::Properties`] packs them, one after the
//! other: what a graph opened from a cache reads them from.

use crate::graph::properties::PropertiesRef;

/// All properties.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    pub(super) node_ends: Vec<u32>,
    pub(super) node_bytes: Vec<u8>,
    pub(super) edge_ends: Vec<u32>,
    pub(super) edge_bytes: Vec<u8>,
}

impl Packed {
    /// A node's properties.
    pub(in crate::graph) fn node(&self, number: u32) -> PropertiesRef<'_> {
        PropertiesRef(stretch(&self.node_bytes, &self.node_ends, number))
    }

    /// A relationship's properties.
    pub(in crate::graph) fn edge(&self, edge: u32) -> PropertiesRef<'_> {
        PropertiesRef(stretch(&self.edge_bytes, &self.edge_ends, edge))
    }

    /// Whether the arrays fit together, and to a graph of this size.
    pub(super) fn fits(&self, nodes: usize, edges: usize) -> bool {
        let fits = |ends: &[u32], count: usize, bytes: &[u8]| {
            ends.len() == count
                && ends.windows(2).all(|two| two[0] <= two[1])
                && ends.last().map_or(0, |end| *end as usize) == bytes.len()
        };
        fits(&self.node_ends, nodes, &self.node_bytes) && fits(&self.edge_ends, edges, &self.edge_bytes)
    }

    /// Bytes taken.
    pub(super) fn bytes(&self) -> usize {
        4 * (self.node_ends.capacity() + self.edge_ends.capacity())
            + self.node_bytes.capacity()
            + self.edge_bytes.capacity()
    }
}

fn stretch<'a>(bytes: &'a [u8], ends: &[u32], number: u32) -> &'a [u8] {
    let at = number as usize;
    let from = if at == 0 { 0 } else { ends[at - 1] as usize };
    &bytes[from..ends[at] as usize]
}
