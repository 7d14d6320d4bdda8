//! The connected parts of a graph.

use std::collections::BTreeMap;

/// Nodes that are linked, directly or through others, and their links by index into `nodes`.
pub(super) struct Part {
    pub(super) nodes: Vec<usize>,
    pub(super) links: Vec<(usize, usize)>,
    /// How far apart the ends of each link should be where it lies flat.
    pub(super) rooms: Vec<f64>,
}

/// The parts, the largest first, those of equal size in the order of their first nodes.
pub(super) fn split(nodes: usize, links: &[(usize, usize)], rooms: &[f64]) -> Vec<Part> {
    let rooms = rooms.iter().copied().chain(std::iter::repeat(0.0));
    let links: Vec<(usize, usize, f64)> = links
        .iter()
        .zip(rooms)
        .map(|(&(a, b), room)| (a, b, room))
        .filter(|&(a, b, _)| a < nodes && b < nodes && a != b)
        .collect();
    let mut sets = petgraph::unionfind::UnionFind::new(nodes);
    for &(a, b, _) in &links {
        sets.union(a, b);
    }
    let mut part_of = vec![usize::MAX; nodes];
    let mut parts: Vec<Part> = Vec::new();
    let mut place_in = vec![0; nodes];
    for (node, place) in place_in.iter_mut().enumerate() {
        let root = sets.find(node);
        if part_of[root] == usize::MAX {
            part_of[root] = parts.len();
            parts.push(Part { nodes: Vec::new(), links: Vec::new(), rooms: Vec::new() });
        }
        let part = &mut parts[part_of[root]];
        *place = part.nodes.len();
        part.nodes.push(node);
    }
    // Two nodes are linked or not: several links do not pull harder, and the widest asks for room.
    let mut widest: Vec<BTreeMap<(usize, usize), f64>> = parts.iter().map(|_| BTreeMap::new()).collect();
    for &(a, b, room) in &links {
        let (part, a, b) = (part_of[sets.find(a)], place_in[a], place_in[b]);
        let known = widest[part].entry((a.min(b), a.max(b))).or_insert(0.0);
        *known = room.max(*known);
    }
    for (part, links) in parts.iter_mut().zip(widest) {
        (part.links, part.rooms) = links.into_iter().unzip();
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.nodes.len()));
    parts
}
