//! What hangs on the pattern and is only counted: OPTIONAL MATCH, and patterns as conditions. Each becomes a factor.

use super::super::super::logical::{Logical, Role, Var};
use super::super::super::physical::{Factor, Mode};
use super::{Draft, Planner, touches};

impl Planner<'_> {
    /// Makes factors and links of what hangs on the pattern: OPTIONAL MATCH, and patterns as conditions.
    pub(super) fn branches(&self, draft: &mut Draft) -> Option<()> {
        let logical = self.logical;
        self.crossings(draft);
        for (at, edge) in logical.edges.iter().enumerate() {
            if edge.role == Role::Match || self.is_step(at) || draft.used_links[at] {
                continue;
            }
            let ends = [edge.from, edge.to].map(|node| logical.nodes[node].role == Role::Match);
            match ends {
                [true, true] => {}
                [false, false] => draft.used_links[at] = true,
                [from_known, _] => {
                    draft.used_links[at] = true;
                    let root = if from_known { edge.from } else { edge.to };
                    let mode = match edge.role {
                        Role::Optional(arm) if self.purpose.required == Some(arm) => Mode::Times,
                        Role::Optional(_) => Mode::AtLeastOnce,
                        Role::Missing => Mode::None,
                        _ => Mode::Any,
                    };
                    let factor = self.branch(draft, at, root, mode)?;
                    draft.factors[root].push(factor);
                }
            }
        }
        // A condition on two steps of a branch has no place in a factor.
        let counted = |vars: &Vec<Var>| vars.iter().any(|var| self.is_counted(*var));
        let left = self.vars.iter().zip(&draft.used_tests).any(|(vars, used)| !used && counted(vars));
        (!left).then_some(())
    }

    /// Whether it belongs to what hangs on the pattern and is only counted.
    fn is_counted(&self, var: Var) -> bool {
        let Logical { nodes, edges, .. } = self.logical;
        let is_branch = |at: usize| {
            let ends = [edges[at].from, edges[at].to];
            edges[at].role != Role::Match
                && !self.is_step(at)
                && ends.iter().any(|end| nodes[*end].role != Role::Match)
        };
        match var {
            Var::Edge(at) | Var::Repeated(at) | Var::Path(at) => is_branch(at),
            Var::Node(node) => {
                nodes[node].role != Role::Match
                    && (0..edges.len()).any(|at| touches(&edges[at], node) && is_branch(at))
            }
            Var::Row => false,
        }
    }

    fn branch(&self, draft: &mut Draft, at: usize, root: usize, mode: Mode) -> Option<Factor> {
        let edge = &self.logical.edges[at];
        let to = if edge.from == root { edge.to } else { edge.from };
        let own = self.logical.edges.iter().enumerate();
        let next: Vec<usize> = own
            .filter(|(other, e)| *other != at && e.clause == edge.clause && (e.from == to || e.to == to))
            .map(|(other, _)| other)
            .collect();
        for other in next {
            let child = self.branch(draft, other, to, Mode::Times)?;
            draft.factors[to].push(child);
        }
        Some(self.factor(draft, at, root, mode))
    }
}
