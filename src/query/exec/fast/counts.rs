//! Counts by node, of which few are other than zero.

/// The counts.
#[derive(Clone, Default)]
pub(super) struct Counts {
    by_node: Vec<u64>,
    /// The nodes with a count.
    nodes: Vec<u32>,
}

impl Counts {
    /// For nodes with numbers below a bound.
    pub(super) fn new(bound: usize) -> Self {
        Counts { by_node: vec![0; bound], nodes: Vec::new() }
    }

    /// Whether there is room for none.
    #[inline]
    pub(super) fn is_unmade(&self) -> bool {
        self.by_node.is_empty()
    }

    /// Adds to the count of a node.
    #[inline]
    pub(super) fn add(&mut self, node: u32, more: u64) {
        let count = &mut self.by_node[node as usize];
        if *count == 0 {
            self.nodes.push(node);
        }
        *count = count.saturating_add(more);
    }

    /// The count of a node.
    #[inline]
    pub(super) fn of(&self, node: u32) -> u64 {
        self.by_node[node as usize]
    }

    /// Sets all to zero.
    pub(super) fn clear(&mut self) {
        for node in self.nodes.drain(..) {
            self.by_node[node as usize] = 0;
        }
    }

    /// The nodes with a count, in order, and their counts.
    pub(super) fn all(mut self) -> Vec<(u32, u64)> {
        self.nodes.sort_unstable();
        self.nodes.into_iter().map(|node| (node, self.by_node[node as usize])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn counts_come_in_order_and_go_together() {
        let mut counts = Counts::new(5);
        for (node, more) in [(4, 1), (1, 2), (4, u64::MAX)] {
            counts.add(node, more);
        }
        assert_eq!([counts.of(1), counts.of(2), counts.of(4)], [2, 0, u64::MAX]);
        assert_eq!(counts.clone().all(), [(1, 2), (4, u64::MAX)]);
        counts.clear();
        counts.add(3, 7);
        assert_eq!(counts.all(), [(3, 7)]);
        assert!(Counts::default().is_unmade());
    }
}
