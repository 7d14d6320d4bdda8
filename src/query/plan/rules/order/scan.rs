//! Relationships that are looked at as such are gone through one after the other, not node by node: so conditions on
//! them go over whole columns.

use super::super::super::logical::Var;
use super::Planner;

/// To look at a relationship in its turn is so many times less work than to come to it from a node.
const QUICK: usize = 12;

impl Planner<'_> {
    /// Whether the only relationship of the pattern is best scanned.
    pub(super) fn is_scanned(&self, edge: usize) -> bool {
        let var = &self.logical.edges[edge];
        let ends = [var.from, var.to];
        let free = !var.both && var.repeat.is_none() && var.from != var.to && self.logical.given.is_none();
        let apart = |node: &usize| self.vars.iter().all(|vars| !vars.contains(&Var::Node(*node)));
        let labels = |node: usize| &self.logical.nodes[node].labels[..];
        let count = |from, to| self.view.count_between(&var.kinds, from, to);
        let fits = || count(labels(var.from), labels(var.to));
        free && self.explicit(edge)
            && self.found.iter().all(Option::is_none)
            && ends.iter().all(apart)
            && (ends.iter().all(|node| self.labels(*node, &[edge]).is_empty())
                || fits().saturating_mul(QUICK) >= count(&[], &[]))
    }
}
