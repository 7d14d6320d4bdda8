//! What hangs on the pattern and is only counted: OPTIONAL MATCH, and patterns as conditions. Each becomes a factor.

use super::super::super::logical::{Logical, Role, Var};
use super::super::super::physical::{Checks, Factor, Mode};
use super::{Draft, Planner, list, touches, within};

/// A relationship of a branch, and the node that it leads to.
#[derive(Clone, Copy)]
pub(super) struct Level {
    edge: usize,
    node: usize,
    /// Whether conditions look at it that are not on its node alone.
    looked: bool,
    /// Whether its count depends on what comes before it.
    depends: bool,
}

impl Level {
    pub(super) fn new(edge: usize, node: usize) -> Level {
        Level { edge, node, looked: false, depends: false }
    }

    fn is(&self, var: Var) -> bool {
        [Var::Node(self.node), Var::Edge(self.edge)].contains(&var)
    }
}

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
                    let factor = self.branch(draft, at, root, (mode, &mut Vec::new()))?;
                    draft.factors[root].push(factor);
                }
            }
        }
        // Others have no place in a factor.
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

    fn branch(
        &self,
        draft: &mut Draft,
        at: usize,
        root: usize,
        (mode, above): (Mode, &mut Vec<Level>),
    ) -> Option<Factor> {
        let edge = &self.logical.edges[at];
        let to = if edge.from == root { edge.to } else { edge.from };
        let own = self.logical.edges.iter().enumerate();
        let next: Vec<usize> = own
            .filter(|(other, e)| *other != at && e.clause == edge.clause && (e.from == to || e.to == to))
            .map(|(other, _)| other)
            .collect();
        above.push(Level::new(at, to));
        for other in next {
            let child = self.branch(draft, other, to, (Mode::Times, above))?;
            draft.factors[to].push(child);
        }
        let level = above.pop()?;
        Some(self.factor(draft, level, root, mode, above))
    }

    /// The factor of a relationship from `root`, with all conditions on its own node and relationship, alone or together
    /// with those that it hangs on in turn.
    pub(super) fn factor(
        &self,
        draft: &mut Draft,
        level: Level,
        root: usize,
        mode: Mode,
        above: &mut [Level],
    ) -> Factor {
        let Level { edge: at, node: to, mut looked, mut depends } = level;
        let mut checks = Checks {
            labels: self.labels(to, &[at]),
            factors: std::mem::take(&mut draft.factors[to]),
            ..Checks::default()
        };
        for (number, vars) in self.vars.iter().enumerate() {
            let known = |var: &Var| level.is(*var) || above.iter().any(|level| level.is(*var));
            if draft.used_tests[number] || !vars.iter().any(|var| level.is(*var)) || !vars.iter().all(known) {
                continue;
            }
            draft.used_tests[number] = true;
            looked |= vars.contains(&Var::Edge(at));
            checks.tests.push(self.logical.tests[number].clone());
            let asked = |level: &Level| vars.iter().any(|var| level.is(*var));
            if let Some(first) = above.iter().position(asked) {
                above.iter_mut().filter(|level| asked(level)).for_each(|level| level.looked = true);
                above[first + 1..].iter_mut().for_each(|level| level.depends = true);
                depends = true;
            }
        }
        let number = draft.numbers;
        draft.numbers += 1;
        draft.bound[to] = true;
        draft.bound_edges[at] = true;
        let edge = &self.logical.edges[at];
        let (list, within, edge) = (list(edge, root), within(edge, at), looked.then_some(at));
        // What depends on more than the node that it hangs on is counted anew each time.
        Factor { number, list, within, to, edge, checks, mode, once: depends }
    }
}
