//! The order in which the nodes of a small pattern are bound.

use super::Planner;

impl Planner<'_> {
    /// The cheapest order of a small connected core after its first node, by dynamic programming over sets of nodes;
    /// empty for another core.
    pub(super) fn sequence(&self, root: usize, core: &[usize], edges: &[usize]) -> Vec<usize> {
        if !(3..=8).contains(&core.len()) {
            return Vec::new();
        }
        let bit = |node: usize| core.iter().position(|own| *own == node).map_or(0, |at| 1usize << at);
        let full = (1usize << core.len()) - 1;
        let given = core.iter().filter(|node| self.logical.is_given(**node));
        let first = given.fold(bit(root), |set, node| set | bit(*node));
        let beginning = if self.logical.is_given(root) { self.purpose.rows as f64 } else { self.card(root) };
        // For each set: cost, rows, the node that came last.
        let mut best: Vec<Option<(f64, f64, usize)>> = vec![None; full + 1];
        best[first] = Some((0.0, beginning.max(1.0), root));
        for set in 1..=full {
            let Some((cost, rows, _)) = best[set] else { continue };
            for &node in core.iter().filter(|node| set & bit(**node) == 0) {
                let between = self.between(node, edges, |other| set & bit(other) != 0);
                let (work, times) = match &self.found[node] {
                    // Both ends known, and then what lies between them: few lists are walked.
                    Some(found) if between.is_empty() => (1.0, found.len() as f64),
                    None if between.is_empty() => continue,
                    _ => {
                        let bound = |at: usize| {
                            let edge = &self.logical.edges[at];
                            edges.contains(&at) && set & bit(edge.from) != 0 && set & bit(edge.to) != 0
                        };
                        (self.work(node, &between, root, &bound), self.rows_through(node, &between, &bound))
                    }
                };
                let after = rows * times;
                let cost = cost + rows * work + after;
                let next = &mut best[set | bit(node)];
                if next.is_none_or(|(least, ..)| cost < least) {
                    *next = Some((cost, after, node));
                }
            }
        }
        let (mut order, mut set) = (Vec::new(), full);
        while let Some((_, _, node)) = best[set].filter(|_| set != first) {
            order.push(node);
            set &= !bit(node);
        }
        order.reverse();
        order
    }
}
