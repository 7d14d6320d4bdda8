//! Repeated relationships: what is within reach, or path after path, to a node that they bind or that is bound already.

use super::super::super::logical::Var;
use super::super::super::physical::{Each, Goals, Link, StepKind, Walk};
use super::super::super::test::Test;
use super::{Draft, Planner, list, other, within};

impl Planner<'_> {
    /// Goes over a repeated relationship to a node.
    pub(super) fn repeated(&self, draft: &mut Draft, at: usize, to: usize, bound: bool) -> Option<()> {
        let edge = &self.logical.edges[at];
        let (min, max) = edge.repeat?;
        if self.explicit(at) {
            return None;
        }
        draft.bound_edges[at] = true;
        let (list, each) = (list(edge, other(edge, to)), Each { edge: at, tests: edge.each.clone() });
        let (measured, kept) = (edge.measured, self.is_kept(at));
        // How often a node is come to makes no difference: once is enough. Where it must be some way off, a path to it
        // need not be the shortest.
        let once = self.purpose.distinct && !kept;
        let reach = once && min <= 1 && (!measured || self.purpose.nearest && !edge.both && !bound);
        if !bound {
            draft.plan.cost += self.view.edges() as f64 / 10.0;
            let kind = if reach {
                StepKind::Reach { list, to, min, max, each, measured }
            } else {
                let goals = self.found[to].clone().map_or(Goals::All, Goals::Found);
                StepKind::Walk(Walk { list, to, min, max, each, measured, kept, goals })
            };
            self.push(draft, kind, &[to], &[]);
            return Some(());
        }
        draft.plan.cost += draft.rows * self.fanout(at, list.from);
        if reach {
            let link = Link { number: draft.plan.links, list, within: within(edge, at), to, missing: false };
            draft.plan.links += 1;
            draft.plan.steps.last_mut()?.checks.links.push(link);
            return Some(());
        }
        let goals = Goals::Bound(once && !measured);
        self.push(draft, StepKind::Walk(Walk { list, to, min, max, each, measured, kept, goals }), &[], &[]);
        Some(())
    }

    /// Whether its relationships have to be compared with others.
    fn is_kept(&self, at: usize) -> bool {
        let own = Var::Repeated(at);
        self.logical.tests.iter().any(|test| matches!(test, Test::Apart(a, b) if *a == own || *b == own))
    }
}
