//! Circles: a node between two others that is only counted need not be listed for each pair of them. What leads over it
//! is counted once for all nodes at the far end, from the end that is bound first, and looked up there for each row: so
//! a circle of four costs two walks of two relationships and not one of four.

use super::super::super::logical::{Role, Var};
use super::super::super::physical::{Bridge, Checks, Goals, Mode, Physical, StepKind};
use super::{Draft, Planner, list, other, touches};

/// Where it is not known which nodes have many neighbours, these are taken to be spread evenly. Mostly they are not, and
/// long walks come to far more rows than is expected: counting half of them at once gains so much more.
pub(super) const GAIN: f64 = 3.0;

/// The work of looking up how many ways there are.
const LOOK_UP: f64 = 3.0;

/// A node that is to be counted as a bridge.
#[derive(Clone, Copy)]
pub(super) struct Between {
    node: usize,
    edges: [usize; 2],
    ends: [usize; 2],
    mode: Mode,
}

impl Between {
    pub(super) fn ends_in(&self, node: usize) -> bool {
        self.ends.contains(&node)
    }
}

impl Planner<'_> {
    /// The nodes of which nobody asks more than how many there are between two others that are also connected
    /// otherwise, by more than one relationship.
    pub(super) fn bridges(&self, draft: &Draft, core: &[usize], edges: &[usize]) -> Vec<Between> {
        let logical = self.logical;
        if core.len() < 4 || edges.len() < core.len() {
            return Vec::new();
        }
        let fits = |&node: &usize| {
            let own: Vec<usize> =
                edges.iter().copied().filter(|&e| touches(&logical.edges[e], node)).collect();
            let &[a, b] = &own[..] else { return None };
            let edges = [a, b];
            let ends = edges.map(|edge| other(&logical.edges[edge], node));
            let own = [Var::Node(node), Var::Edge(a), Var::Edge(b)];
            let apart = |vars: &Vec<Var>| {
                !own.iter().any(|v| vars.contains(v)) || vars.iter().all(|v| own.contains(v))
            };
            let plain = |edge: usize| !logical.edges[edge].wanted && logical.edges[edge].repeat.is_none();
            let linked = logical.edges.iter().enumerate();
            let mut linked = linked.filter(|(at, e)| e.role != Role::Match && !draft.used_links[*at]);
            let keeps = node == draft.root
                || logical.is_given(node)
                || logical.nodes[node].wanted
                || self.found[node].is_some()
                || !edges.into_iter().all(plain)
                || ends[0] == ends[1]
                || ends.contains(&node)
                || linked.any(|(_, edge)| touches(edge, node))
                || draft.between.iter().any(|between| between.ends_in(node))
                || !self.vars.iter().all(apart);
            (!keeps).then_some(Between { node, edges, ends, mode: Mode::Times })
        };
        let between = core.iter().filter_map(fits);
        between.filter(|between| self.meet_elsewhere(between, edges)).collect()
    }

    /// Whether the ends are connected without the node, and not next to each other.
    fn meet_elsewhere(&self, between: &Between, edges: &[usize]) -> bool {
        let [start, goal] = between.ends;
        let rest = || edges.iter().map(|at| &self.logical.edges[*at]).filter(|e| !touches(e, between.node));
        if rest().any(|edge| touches(edge, start) && touches(edge, goal)) {
            return false;
        }
        let mut reached = vec![start];
        let mut at = 0;
        while let Some(&node) = reached.get(at) {
            at += 1;
            for edge in rest().filter(|edge| touches(edge, node)) {
                let next = other(edge, node);
                if !reached.contains(&next) {
                    reached.push(next);
                }
            }
        }
        reached.contains(&goal)
    }

    /// Takes the node out of the pattern.
    pub(super) fn take_out(
        &self,
        draft: &mut Draft,
        between: Between,
        core: &mut Vec<usize>,
        edges: &mut Vec<usize>,
    ) {
        core.retain(|node| *node != between.node);
        edges.retain(|edge| !between.edges.contains(edge));
        draft.bound[between.node] = true;
        let own = [Var::Node(between.node), Var::Edge(between.edges[0]), Var::Edge(between.edges[1])];
        for (number, vars) in self.vars.iter().enumerate() {
            draft.used_tests[number] |= vars.iter().any(|var| own.contains(var));
        }
        for (number, (a, b)) in self.logical.unlike.iter().enumerate() {
            draft.used_unlike[number] |= between.edges.contains(a) || between.edges.contains(b);
        }
        for (number, &(a, b)) in self.logical.differ.iter().enumerate() {
            draft.used_differ[number] |= a == between.node || b == between.node;
        }
        draft.between.push(between);
    }

    /// Takes the conditions that two nodes are joined over another one out of the pattern.
    pub(super) fn crossings(&self, draft: &mut Draft) {
        for (node, edges, ends) in self.logical.crossings() {
            let missing = self.logical.nodes[node].role == Role::Missing;
            let mode = if missing { Mode::None } else { Mode::Any };
            edges.iter().for_each(|edge| draft.used_links[*edge] = true);
            let between = Between { node, edges, ends, mode };
            self.take_out(draft, between, &mut Vec::new(), &mut Vec::new());
        }
    }

    /// The bridges of which all that they look at is bound.
    pub(super) fn ready(&self, draft: &mut Draft) -> Vec<Bridge> {
        let waiting = std::mem::take(&mut draft.between);
        let mut ready = Vec::new();
        for between in waiting {
            match self.bridge(draft, between) {
                Some(bridge) => ready.push(bridge),
                None => draft.between.push(between),
            }
        }
        ready
    }

    fn bridge(&self, draft: &mut Draft, between: Between) -> Option<Bridge> {
        let logical = self.logical;
        let Between { node, mut edges, mut ends, mode } = between;
        let partners = |edge: usize| -> Vec<usize> {
            let pairs = logical.unlike.iter().filter_map(|&(a, b)| match edge {
                _ if a == edge => Some(b),
                _ if b == edge => Some(a),
                _ => None,
            });
            pairs.filter(|partner| !edges.contains(partner)).collect()
        };
        let unlike = edges.map(partners);
        let differ: Vec<usize> = logical
            .differ
            .iter()
            .filter_map(|&(a, b)| match node {
                _ if a == node => Some(b),
                _ if b == node => Some(a),
                _ => None,
            })
            .collect();
        let ready = ends.iter().chain(&differ).all(|node| draft.bound[*node])
            && unlike.iter().flatten().all(|edge| draft.bound_edges[*edge]);
        if !ready {
            return None;
        }
        let twins = logical.unlike.iter().any(|(a, b)| edges.contains(a) && edges.contains(b));
        let [mut one, mut two] = unlike;
        if bound_at(&draft.plan, ends[1]) < bound_at(&draft.plan, ends[0]) {
            edges.swap(0, 1);
            ends.swap(0, 1);
            std::mem::swap(&mut one, &mut two);
        }
        let (mut checks, mut tests) = (Checks::default(), Vec::new());
        checks.labels = self.labels(node, &edges);
        checks.factors = std::mem::take(&mut draft.factors[node]);
        for (number, vars) in self.vars.iter().enumerate() {
            let test = || logical.tests[number].clone();
            if vars.contains(&Var::Edge(edges[1])) {
                tests.push(test());
            } else if vars.contains(&Var::Node(node)) || vars.contains(&Var::Edge(edges[0])) {
                checks.tests.push(test());
            }
        }
        // It is counted anew whenever the first end changes.
        let times = draft.plan.steps.get(bound_at(&draft.plan, ends[0])).map_or(draft.rows, |step| step.rows);
        let first = self.fanout(edges[0], ends[0]);
        let fans = first * (1.0 + self.crowd(edges[1], node, &|edge| edge == edges[0]));
        draft.plan.cost += times.max(1.0) * fans + LOOK_UP * draft.rows;
        let number = draft.plan.bridges;
        draft.plan.bridges += 1;
        let [first, last] = [0, 1].map(|at| list(&logical.edges[edges[at]], ends[at]));
        let onward = list(&logical.edges[edges[1]], node);
        let unlike = [one, two];
        Some(Bridge { number, first, last, onward, node, edges, checks, tests, twins, unlike, differ, mode })
    }
}

/// The place of the step that binds a node, or where the next one will be.
pub(super) fn bound_at(plan: &Physical, node: usize) -> usize {
    let binds = |kind: &StepKind| match kind {
        StepKind::Given { nodes } => nodes.iter().any(|(_, given)| *given == node),
        StepKind::EdgeScan { from, to, .. } => *from == node || *to == node,
        StepKind::Scan { to, .. }
        | StepKind::Join { to, .. }
        | StepKind::Extend { to, .. }
        | StepKind::Intersect { to, .. }
        | StepKind::Reach { to, .. } => *to == node,
        StepKind::Walk(walk) => walk.to == node && !matches!(walk.goals, Goals::Bound(_)),
        StepKind::Maybe(maybe) => maybe.to == node,
        StepKind::Close { .. } | StepKind::Collapse { .. } => false,
    };
    plan.steps.iter().position(|step| binds(&step.kind)).unwrap_or(plan.steps.len())
}
