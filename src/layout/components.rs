//! The connected parts of a graph.

/// Nodes that are linked, directly or through others, and their links by index into `nodes`.
pub(super) struct Part {
    pub(super) nodes: Vec<usize>,
    pub(super) links: Vec<(usize, usize)>,
}

/// The parts, the largest first, those of equal size in the order of their first nodes.
pub(super) fn split(nodes: usize, links: &[(usize, usize)]) -> Vec<Part> {
    let links = || links.iter().copied().filter(|&(a, b)| a < nodes && b < nodes && a != b);
    let mut sets = petgraph::unionfind::UnionFind::new(nodes);
    for (a, b) in links() {
        sets.union(a, b);
    }
    let mut part_of = vec![usize::MAX; nodes];
    let mut parts: Vec<Part> = Vec::new();
    let mut place_in = vec![0; nodes];
    for (node, place) in place_in.iter_mut().enumerate() {
        let root = sets.find(node);
        if part_of[root] == usize::MAX {
            part_of[root] = parts.len();
            parts.push(Part { nodes: Vec::new(), links: Vec::new() });
        }
        let part = &mut parts[part_of[root]];
        *place = part.nodes.len();
        part.nodes.push(node);
    }
    for (a, b) in links() {
        parts[part_of[sets.find(a)]].links.push((place_in[a], place_in[b]));
    }
    for part in &mut parts {
        // Two nodes are linked or not: several links do not pull harder.
        part.links.iter_mut().for_each(|(a, b)| (*a, *b) = (*a.min(b), *a.max(b)));
        part.links.sort_unstable();
        part.links.dedup();
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.nodes.len()));
    parts
}
