//! OPTIONAL MATCH of which somebody asks what it found: after all that must match, a step for each.

use super::super::super::logical::{Role, Var};
use super::super::super::physical::{Checks, Maybe, StepKind};
use super::{Draft, Planner, list};

impl Planner<'_> {
    /// Whether a relationship is one of those, and no factor.
    pub(super) fn is_step(&self, at: usize) -> bool {
        matches!(self.logical.edges[at].role, Role::Optional(arm) if self.logical.is_wanted(arm))
    }

    pub(super) fn optionals(&self, draft: &mut Draft) {
        for (at, edge) in self.logical.edges.iter().enumerate().filter(|(at, _)| self.is_step(*at)) {
            let known = self.logical.nodes[edge.from].role == Role::Match;
            let (from, to) = if known { (edge.from, edge.to) } else { (edge.to, edge.from) };
            let mut checks = Checks { labels: self.labels(to, &[at]), ..Checks::default() };
            for (number, vars) in self.vars.iter().enumerate() {
                let own = |var: &Var| [Var::Node(to), Var::Edge(at)].contains(var);
                if !draft.used_tests[number] && !vars.is_empty() && vars.iter().all(own) {
                    draft.used_tests[number] = true;
                    checks.tests.push(self.logical.tests[number].clone());
                }
            }
            draft.used_links[at] = true;
            draft.rows *= self.fanout(at, from).max(1.0);
            draft.plan.cost += draft.rows;
            draft.bound[to] = true;
            draft.bound_edges[at] = true;
            let edge_of = self.explicit(at).then_some(at);
            let maybe = Maybe { list: list(edge, from), to, edge: edge_of, checks };
            self.push(draft, StepKind::Maybe(maybe), &[], &[]);
        }
    }
}
