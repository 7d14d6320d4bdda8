//! Ways that come together: where nothing is asked any more of how a node was come to, it goes on once for all ways
//! there, with their number. So the ways of several steps from a node are as much work as the relationships on them,
//! however many ways there are.

use super::super::super::logical::{Logical, Var};
use super::super::super::physical::{Apart, Checks, Goals, Physical, Step, StepKind};
use crate::graph::Direction;

/// Inserts a step where a node of the last walks may be gone on from once.
pub(super) fn insert(plan: &mut Physical, logical: &Logical) {
    if logical.given.is_some() {
        return;
    }
    let mut at = 2;
    while at + 1 < plan.steps.len() {
        // The neighbours of one node come once anyway.
        let walks = plan.steps[..=at].iter().filter(|step| is_walk(&step.kind)).count();
        if let Some((node, apart)) = collapses(plan, logical, at)
            && walks >= 2
        {
            let kind = StepKind::Collapse { node, apart, number: plan.collapses };
            let rows = plan.steps[at].rows;
            plan.collapses += 1;
            plan.steps.insert(
                at + 1,
                Step { kind, bulk: Vec::new(), needs: Vec::new(), checks: Checks::default(), rows },
            );
            at += 1;
        }
        at += 1;
    }
}

fn is_walk(kind: &StepKind) -> bool {
    matches!(kind, StepKind::Extend { .. } | StepKind::Walk(_))
}

/// Whether nothing that is bound up to a step is asked for after it but its node, and which relationships may be walked
/// over again only on other ways than those that lead there.
fn collapses(plan: &Physical, logical: &Logical, at: usize) -> Option<(usize, Vec<Apart>)> {
    let StepKind::Extend { to: node, .. } = plan.steps[at].kind else { return None };
    if !plan.steps[at + 1..].iter().any(|step| is_walk(&step.kind)) {
        return None;
    }
    let (mut nodes, mut edges) = (vec![false; plan.nodes], vec![false; plan.edges]);
    for step in &plan.steps[..=at] {
        match &step.kind {
            StepKind::Scan { to, .. } => nodes[*to] = true,
            StepKind::Extend { to, edge, .. } => {
                nodes[*to] = true;
                edge.iter().for_each(|edge| edges[*edge] = true);
            }
            StepKind::Walk(walk) => {
                nodes[walk.to] = true;
                edges[walk.each.edge] = true;
            }
            StepKind::Collapse { .. } => {}
            _ => return None,
        }
    }
    nodes[node] = false;
    let gone = |var: Var| match var {
        Var::Node(at) => nodes[at],
        Var::Edge(at) | Var::Repeated(at) | Var::Path(at) => edges[at],
        Var::Row => true,
    };
    let wanted = logical.nodes.iter().enumerate().any(|(at, var)| nodes[at] && var.wanted)
        || logical.edges.iter().enumerate().any(|(at, var)| edges[at] && (var.wanted || var.measured));
    if wanted {
        return None;
    }
    let mut apart = Vec::new();
    for step in &plan.steps[at + 1..] {
        let (list, to) = match &step.kind {
            StepKind::Extend { list, edge, limit, .. } => {
                if limit.is_some_and(|(_, other)| nodes[other]) {
                    return None;
                }
                (list, *edge)
            }
            StepKind::Walk(walk) if !matches!(walk.goals, Goals::Bound(_)) => (&walk.list, None),
            _ => return None,
        };
        if nodes[list.from] || !is_free(&step.checks, &gone) {
            return None;
        }
        let mut looks = false;
        step.bulk.iter().for_each(|test| test.vars(&mut |var| looks |= gone(var)));
        if looks {
            return None;
        }
        for &(a, b) in &step.checks.unlike {
            let (before, after) = match (edges[a], edges[b]) {
                (false, false) => continue,
                (true, false) => (a, b),
                (false, true) => (b, a),
                (true, true) => return None,
            };
            // It is known that they are two where the earlier one does not touch the node.
            if Some(after) != to || list.from != node {
                return None;
            }
            apart.push(Apart {
                edge: before,
                start: list.direction != Direction::Incoming,
                end: list.direction != Direction::Outgoing,
            });
        }
    }
    Some((node, apart))
}

/// Whether the checks look at nothing that is gone, other than at relationships to compare.
fn is_free(checks: &Checks, gone: &dyn Fn(Var) -> bool) -> bool {
    let mut looks = false;
    for test in &checks.tests {
        test.vars(&mut |var| looks |= gone(var));
    }
    looks |= checks.differ.iter().any(|node| gone(Var::Node(*node)));
    looks |= checks.links.iter().any(|link| gone(Var::Node(link.list.from)) || gone(Var::Node(link.to)));
    looks |= checks.factors.iter().any(|factor| gone(Var::Node(factor.list.from)));
    !looks && checks.bridges.is_empty()
}
