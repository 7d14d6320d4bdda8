//! The order of matching, by statistics: from each node that could come first, always on to the neighbour that is
//! expected to give the fewest rows; the cheapest beginning wins. What hangs on a node by one relationship only and is
//! asked for no more becomes a factor, which is counted and not listed.

use super::super::logical::{EdgeVar, Logical, Role, Var};
use super::super::physical::{
    Checks, Each, Factor, Link, List, Mode, Physical, Source, Step, StepKind, Within,
};
use super::super::test::Test;
use crate::graph::{Direction, GraphRead, KeyId, Labelled, View};
use crate::query::syntax::ast::CompareOp;
use std::sync::Arc;

mod branch;
mod bridge;
mod collapse;
mod estimate;
mod given;
mod join;
mod maybe;
mod needs;
mod repeated;
mod scan;
mod sequence;

/// What the rows are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// Whether it makes no difference how often a row comes.
    pub distinct: bool,
    /// Whether only the shortest is asked for among paths to the same node.
    pub nearest: bool,
    /// The OPTIONAL MATCH whose variable is counted: there it must match.
    pub required: Option<usize>,
    /// How many rows there are already that it goes on from.
    pub rows: usize,
    /// Two nodes whose different pairs are wanted: that is easier where one of them comes first.
    pub pair: Option<[usize; 2]>,
}

/// The work of telling pairs apart, a row, that do not come with one of the two first.
const APART: f64 = 4.0;

/// Plans; nothing where a part of the pattern has no fast operator.
pub fn plan(logical: &Logical, view: View<'_>, graph: &dyn GraphRead, purpose: Purpose) -> Option<Physical> {
    let planner = Planner::new(logical, view, graph, purpose);
    let core: Vec<usize> = planner.matched();
    if let Some((_, given)) = logical.given.iter().flatten().next() {
        return planner.from(*given);
    }
    let found = core.iter().filter(|node| planner.found[**node].is_some()).copied().collect::<Vec<_>>();
    let roots = if found.is_empty() { core } else { found };
    let mut best: Option<Physical> = None;
    for root in roots {
        let Some(plan) = planner.from(root) else { continue };
        if best.as_ref().is_none_or(|best| plan.cost < best.cost) {
            best = Some(plan);
        }
    }
    best
}

/// The most lists that are walked side by side.
pub const MOST_LISTS: usize = 6;

struct Planner<'p> {
    logical: &'p Logical,
    view: View<'p>,
    purpose: Purpose,
    /// The nodes that an index finds for a variable.
    found: Vec<Option<Vec<u32>>>,
    /// The variables of each test.
    vars: Vec<Vec<Var>>,
    /// Whether it is worth a look which nodes have many relationships of several kinds.
    crowds: bool,
}

/// A plan in the making.
struct Draft {
    bound: Vec<bool>,
    bound_edges: Vec<bool>,
    used_tests: Vec<bool>,
    used_links: Vec<bool>,
    used_differ: Vec<bool>,
    used_unlike: Vec<bool>,
    /// The factors that hang on each node.
    factors: Vec<Vec<Factor>>,
    numbers: usize,
    plan: Physical,
    rows: f64,
    /// The node that comes first.
    root: usize,
    /// Nodes that are to be counted as bridges.
    between: Vec<bridge::Between>,
    /// The relationships that are neither factors nor parts of a bridge.
    walked: Vec<usize>,
}

impl Draft {
    /// Whether the rows so far come from walks over this relationship.
    fn is_walked(&self, edge: usize) -> bool {
        self.bound_edges[edge] && self.walked.contains(&edge)
    }
}

impl<'p> Planner<'p> {
    fn new(logical: &'p Logical, view: View<'p>, graph: &dyn GraphRead, purpose: Purpose) -> Self {
        let mut found = vec![None; logical.nodes.len()];
        for (node, numbers) in &logical.known {
            found[*node].get_or_insert(numbers.to_vec());
        }
        for (node, key, value) in &logical.equal {
            if found[*node].is_none()
                && let Some(ids) = graph.nodes_with_property(KeyId(*key), value)
            {
                found[*node] = Some(ids.into_iter().filter_map(|id| view.number(id)).collect());
            }
        }
        let vars = logical
            .tests
            .iter()
            .map(|test| {
                let mut vars = Vec::new();
                test.vars(&mut |var| vars.push(var));
                vars.sort_unstable();
                vars.dedup();
                vars
            })
            .collect();
        // A pattern that hangs on a few nodes is soon done with.
        let crowds = logical.given.is_none()
            && found.iter().all(Option::is_none)
            && logical.edges.iter().filter(|edge| edge.role == Role::Match).count() >= 3;
        Planner { logical, view, purpose, found, vars, crowds }
    }

    fn matched(&self) -> Vec<usize> {
        let nodes = self.logical.nodes.iter().enumerate();
        nodes.filter(|(_, node)| node.role == Role::Match).map(|(at, _)| at).collect()
    }

    /// Whether it has to be compared with others.
    fn is_compared(&self, edge: usize) -> bool {
        self.logical.unlike.iter().any(|&(a, b)| a == edge || b == edge)
    }

    /// Whether a condition looks at the relationship, or the projection does.
    fn explicit(&self, edge: usize) -> bool {
        self.logical.edges[edge].wanted
            || self.is_compared(edge)
            || self.vars.iter().any(|vars| vars.contains(&Var::Edge(edge)))
    }

    /// The cheapest plan that begins with a node.
    fn from(&self, root: usize) -> Option<Physical> {
        let mut over = Vec::new();
        let mut best = self.over(root, None, &mut over);
        for between in over {
            let plan = self.over(root, Some(between), &mut Vec::new());
            if let Some(plan) = plan.filter(|plan| best.as_ref().is_none_or(|best| plan.cost < best.cost)) {
                best = Some(plan);
            }
        }
        best
    }

    /// A plan that begins with a node and counts another one as a bridge; without that it is noted which could be one.
    fn over(
        &self,
        root: usize,
        between: Option<bridge::Between>,
        could: &mut Vec<bridge::Between>,
    ) -> Option<Physical> {
        let logical = self.logical;
        let mut draft = Draft {
            bound: vec![false; logical.nodes.len()],
            bound_edges: vec![false; logical.edges.len()],
            used_tests: vec![false; logical.tests.len()],
            used_links: vec![false; logical.edges.len()],
            used_differ: vec![false; logical.differ.len()],
            used_unlike: vec![false; logical.unlike.len()],
            factors: logical.nodes.iter().map(|_| Vec::new()).collect(),
            numbers: 0,
            plan: Physical { nodes: logical.nodes.len(), edges: logical.edges.len(), ..Physical::default() },
            rows: 1.0,
            root,
            between: Vec::new(),
            walked: Vec::new(),
        };
        self.branches(&mut draft)?;
        let (mut core, mut edges) = self.strip(&mut draft, root);
        match between {
            Some(between) => self.take_out(&mut draft, between, &mut core, &mut edges),
            None => *could = self.bridges(&draft, &core, &edges),
        }
        draft.walked.clone_from(&edges);
        if logical.given.is_some() {
            self.given(&mut draft, &core, &edges)?;
        }
        if !draft.bound[root] {
            self.start(&mut draft, root, &core, &edges)?;
        }
        let mut order = self.sequence(root, &core, &edges).into_iter();
        while let Some(step) = self.next(&draft, &mut order, &core, &edges) {
            match step {
                Some((node, between)) if between.is_empty() => {
                    self.start(&mut draft, node, &core, &edges)?;
                }
                Some((node, between)) => self.bind(&mut draft, node, &between)?,
                None if let Some(join) = self.joined(&draft, &core) => self.join(&mut draft, join)?,
                None => {
                    // Nothing hangs on what is bound: begin again elsewhere.
                    let apart = core.iter().copied().filter(|node| !draft.bound[*node]);
                    let cards = apart.map(|node| (self.card(node), node));
                    let (_, node) = cards.min_by(|a, b| a.0.total_cmp(&b.0))?;
                    self.start(&mut draft, node, &core, &edges)?;
                }
            }
        }
        self.optionals(&mut draft);
        let all_used = draft.used_tests.iter().chain(&draft.used_differ).chain(&draft.used_unlike);
        (all_used.into_iter().all(|used| *used) && draft.between.is_empty()).then_some(())?;
        if between.is_some() && !self.crowds {
            draft.plan.cost /= bridge::GAIN;
        }
        if self.purpose.pair.is_some_and(|pair| !pair.contains(&root)) {
            draft.plan.cost += APART * draft.rows;
        }
        draft.plan.factors = draft.numbers;
        draft.plan.loops = self.view.types().iter().any(|facts| facts.loops > 0);
        needs::note(&mut draft.plan);
        collapse::insert(&mut draft.plan, logical);
        Some(draft.plan)
    }

    /// Turns leaves into factors until none is left; gives the nodes and relationships that remain.
    fn strip(&self, draft: &mut Draft, root: usize) -> (Vec<usize>, Vec<usize>) {
        let logical = self.logical;
        let mut core = self.matched();
        let every = logical.edges.iter().enumerate();
        let mut edges: Vec<usize> = every.filter(|(_, e)| e.role == Role::Match).map(|(at, _)| at).collect();
        if let ([edge], [_, _]) = (&edges[..], &core[..])
            && !self.purpose.distinct
            && self.is_scanned(*edge)
        {
            return (core, edges);
        }
        loop {
            let leaf = core.iter().enumerate().find_map(|(place, &node)| {
                let own: Vec<usize> =
                    edges.iter().copied().filter(|&e| touches(&logical.edges[e], node)).collect();
                let [edge] = own[..] else { return None };
                let only = |vars: &Vec<Var>| {
                    let own = |var: &Var| [Var::Node(node), Var::Edge(edge)].contains(var);
                    !vars.iter().any(own) || vars.iter().all(own)
                };
                let linked = logical
                    .edges
                    .iter()
                    .enumerate()
                    .any(|(at, e)| e.role != Role::Match && !draft.used_links[at] && touches(e, node));
                let var = &logical.edges[edge];
                let keeps = node == root
                    || logical.is_given(node)
                    || logical.nodes[node].wanted
                    || self.found[node].is_some()
                    || var.wanted
                    || self.is_compared(edge)
                    || var.repeat.is_some()
                    || var.from == var.to
                    || logical.differ.iter().any(|&(a, b)| a == node || b == node)
                    || linked
                    || draft.between.iter().any(|between| between.ends_in(node))
                    || !self.vars.iter().all(only);
                (!keeps).then_some((place, node, edge))
            });
            let Some((place, node, edge)) = leaf else { return (core, edges) };
            let var = &logical.edges[edge];
            let stem = if var.from == node { var.to } else { var.from };
            let factor = self.factor(draft, branch::Level::new(edge, node), stem, Mode::Times, &mut []);
            draft.factors[stem].push(factor);
            core.remove(place);
            edges.retain(|other| *other != edge);
        }
    }

    /// The sets of a node's labels that its relationships do not bring with them.
    fn labels(&self, node: usize, through: &[usize]) -> Vec<Arc<Labelled>> {
        let view = self.view;
        let implied = |label| {
            through.iter().any(|&at| {
                let edge = &self.logical.edges[at];
                !edge.kinds.is_empty()
                    && edge.kinds.iter().filter_map(|kind| view.type_facts(*kind)).all(|facts| {
                        (edge.from != node && !edge.both || facts.start_labels.contains(&label))
                            && (edge.to != node && !edge.both || facts.end_labels.contains(&label))
                    })
            })
        };
        let mut labels = self.logical.nodes[node].labels.clone();
        labels.sort_unstable();
        labels.dedup();
        labels
            .into_iter()
            .filter(|label| !implied(*label))
            .filter_map(|label| view.frozen().labelled(label).cloned())
            .collect()
    }

    fn start(&self, draft: &mut Draft, node: usize, core: &[usize], edges: &[usize]) -> Option<()> {
        let view = self.view;
        // A pattern of one relationship: go through the relationships themselves.
        if let ([edge], [_, _]) = (edges, core)
            && draft.plan.steps.is_empty()
            && self.is_scanned(*edge)
        {
            let var = &self.logical.edges[*edge];
            for node in [var.from, var.to] {
                draft.bound[node] = true;
            }
            draft.bound_edges[*edge] = true;
            draft.rows *= view.count_between(&var.kinds, &[], &[]) as f64;
            let kinds = var.kinds.clone();
            let kind = StepKind::EdgeScan { kinds, edge: *edge, from: var.from, to: var.to };
            self.push(draft, kind, &[var.from, var.to], &[*edge]);
            return Some(());
        }
        let mut labels = self.logical.nodes[node].labels.iter();
        let source = match (&self.found[node], labels.next()) {
            (Some(found), _) => Source::Found(found.clone()),
            (None, Some(_)) => {
                let labels = self.logical.nodes[node].labels.iter();
                let lists = labels.filter_map(|label| view.frozen().labelled(*label));
                Source::Label(Arc::clone(lists.min_by_key(|labelled| labelled.nodes.len())?))
            }
            (None, None) => Source::All,
        };
        draft.rows *= self.card(node).max(1.0);
        draft.plan.cost += draft.rows;
        draft.bound[node] = true;
        self.push(draft, StepKind::Scan { to: node, source }, &[node], &[]);
        self.close_loops(draft, node)
    }

    /// Relationships from a node to itself.
    fn close_loops(&self, draft: &mut Draft, node: usize) -> Option<()> {
        for (at, edge) in self.logical.edges.iter().enumerate() {
            if edge.role == Role::Match && edge.from == node && edge.to == node && !draft.bound_edges[at] {
                self.close(draft, at, node)?;
            }
        }
        Some(())
    }

    fn close(&self, draft: &mut Draft, at: usize, to: usize) -> Option<()> {
        let edge = &self.logical.edges[at];
        if edge.repeat.is_some() {
            return self.repeated(draft, at, to, true);
        }
        let from = if edge.from == to { edge.to } else { edge.from };
        draft.bound_edges[at] = true;
        let fan = self.crowd(at, from, &|edge| draft.is_walked(edge));
        draft.rows *= (fan / self.population(to).max(1.0)).min(1.0);
        let kind = StepKind::Close { list: list(edge, from), to, edge: self.explicit(at).then_some(at) };
        self.push(draft, kind, &[], &[at]);
        Some(())
    }

    /// The relationships that lead from bound nodes to one.
    fn between(&self, node: usize, edges: &[usize], bound: impl Fn(usize) -> bool) -> Vec<usize> {
        let leads = |at: &usize| {
            let edge = &self.logical.edges[*at];
            touches(edge, node) && edge.from != edge.to && bound(other(edge, node))
        };
        edges.iter().copied().filter(leads).collect()
    }

    /// The node to bind next and the relationships that lead to it; `Some(None)` if none is connected.
    #[expect(clippy::option_option, reason = "whether any is left, and whether it is connected")]
    fn next(
        &self,
        draft: &Draft,
        order: &mut impl Iterator<Item = usize>,
        core: &[usize],
        edges: &[usize],
    ) -> Option<Option<(usize, Vec<usize>)>> {
        let planned = order.find(|node| !draft.bound[*node]);
        if let Some(node) = planned {
            return Some(Some((node, self.between(node, edges, |other| draft.bound[other]))));
        }
        let mut best: Option<(f64, usize, Vec<usize>)> = None;
        let mut any = false;
        for &node in core.iter().filter(|node| !draft.bound[**node]) {
            any = true;
            let between = self.between(node, edges, |other| draft.bound[other]);
            if between.is_empty() {
                continue;
            }
            let rows = self.rows_through(node, &between, &|edge| draft.is_walked(edge));
            if best.as_ref().is_none_or(|(fewest, ..)| rows < *fewest) {
                best = Some((rows, node, between));
            }
        }
        any.then_some(best.map(|(_, node, between)| (node, between)))
    }

    fn bind(&self, draft: &mut Draft, node: usize, between: &[usize]) -> Option<()> {
        let bound = |edge: usize| draft.is_walked(edge);
        let (work, rows) =
            (self.work(node, between, draft.root, &bound), self.rows_through(node, between, &bound));
        draft.plan.cost += draft.rows * work;
        draft.rows *= rows;
        draft.plan.cost += draft.rows;
        draft.bound[node] = true;
        let (mut repeated, single): (Vec<usize>, Vec<usize>) =
            between.iter().partition(|at| self.logical.edges[**at].repeat.is_some());
        if single.is_empty() {
            self.repeated(draft, repeated.remove(0), node, false)?;
        } else {
            self.neighbour(draft, node, &single)?;
        }
        for at in repeated {
            self.close(draft, at, node)?;
        }
        self.close_loops(draft, node)
    }

    /// Binds a node over relationships that are not repeated.
    fn neighbour(&self, draft: &mut Draft, node: usize, between: &[usize]) -> Option<()> {
        let (looked, mut plain): (Vec<usize>, Vec<usize>) =
            between.iter().partition(|at| self.explicit(**at));
        let mut rest = looked.clone();
        rest.extend(plain.drain(plain.len().min(MOST_LISTS)..));
        if plain.len() > 1 {
            // The list that changes least comes first.
            plain.sort_by_key(|at| bridge::bound_at(&draft.plan, other(&self.logical.edges[*at], node)));
            let lists = plain.iter().map(|&at| {
                let edge = &self.logical.edges[at];
                list(edge, other(edge, node))
            });
            let kind = StepKind::Intersect { lists: lists.collect(), to: node };
            plain.iter().for_each(|at| draft.bound_edges[*at] = true);
            self.push(draft, kind, &[node], &plain);
        } else {
            let first = *plain.first().or(looked.first())?;
            rest.retain(|at| *at != first);
            let edge = &self.logical.edges[first];
            draft.bound_edges[first] = true;
            let list = list(edge, other(edge, node));
            let explicit = self.explicit(first).then_some(first);
            let limit = if list.kinds.len() == 1 && list.direction != Direction::Both && explicit.is_none() {
                self.limit(draft, node)
            } else {
                None
            };
            let kind = StepKind::Extend { list, to: node, edge: explicit, limit };
            self.push(draft, kind, &[node], &[first]);
        }
        rest.into_iter().try_for_each(|at| self.close(draft, at, node))
    }

    /// A comparison of the new node's number with that of a bound one.
    fn limit(&self, draft: &mut Draft, node: usize) -> Option<(CompareOp, usize)> {
        for (number, test) in self.logical.tests.iter().enumerate() {
            let Test::Numbers { op, left: Var::Node(left), right: Var::Node(right) } = test else { continue };
            if draft.used_tests[number] || *op == CompareOp::NotEqual || left == right {
                continue;
            }
            let limit = if *left == node && draft.bound[*right] {
                (*op, *right)
            } else if *right == node && draft.bound[*left] {
                let op = match op {
                    CompareOp::Less => CompareOp::Greater,
                    CompareOp::LessEqual => CompareOp::GreaterEqual,
                    CompareOp::Greater => CompareOp::Less,
                    CompareOp::GreaterEqual => CompareOp::LessEqual,
                    same => *same,
                };
                (op, *left)
            } else {
                continue;
            };
            draft.used_tests[number] = true;
            return Some(limit);
        }
        None
    }

    /// Adds a step with all checks that can be made from then on.
    fn push(&self, draft: &mut Draft, kind: StepKind, nodes: &[usize], through: &[usize]) {
        let logical = self.logical;
        let mut checks = Checks::default();
        for &node in nodes {
            let mut labels = self.labels(node, through);
            if let StepKind::EdgeScan { .. } = &kind
                && !labels.is_empty()
            {
                checks
                    .tests
                    .push(Test::HasLabels { node: Var::Node(node), labels: std::mem::take(&mut labels) });
            }
            if let StepKind::Scan { source: Source::Label(scanned), .. } = &kind {
                // The label that is scanned need not be looked at.
                labels.retain(|label| !Arc::ptr_eq(label, scanned));
            }
            if let StepKind::Join { label: Some(scanned), .. } = &kind {
                labels.retain(|label| !Arc::ptr_eq(label, scanned));
            }
            checks.labels.extend(labels);
            checks.factors.append(&mut draft.factors[node]);
        }
        let known = |draft: &Draft, var: &Var| match var {
            Var::Node(at) => draft.bound[*at],
            Var::Edge(at) | Var::Repeated(at) | Var::Path(at) => draft.bound_edges[*at],
            Var::Row => true,
        };
        for (number, vars) in self.vars.iter().enumerate() {
            if !draft.used_tests[number] && vars.iter().all(|var| known(draft, var)) {
                draft.used_tests[number] = true;
                checks.tests.push(logical.tests[number].clone());
            }
        }
        for (number, &(a, b)) in logical.differ.iter().enumerate() {
            if !draft.used_differ[number] && draft.bound[a] && draft.bound[b] {
                draft.used_differ[number] = true;
                match nodes {
                    [node] if *node == a => checks.differ.push(b),
                    [node] if *node == b => checks.differ.push(a),
                    _ => checks.tests.push(Test::Numbers {
                        op: CompareOp::NotEqual,
                        left: Var::Node(a),
                        right: Var::Node(b),
                    }),
                }
            }
        }
        for (number, &(a, b)) in logical.unlike.iter().enumerate() {
            if !draft.used_unlike[number] && draft.bound_edges[a] && draft.bound_edges[b] {
                draft.used_unlike[number] = true;
                checks.unlike.push((a, b));
            }
        }
        for (at, edge) in logical.edges.iter().enumerate() {
            if edge.role != Role::Match
                && !draft.used_links[at]
                && draft.bound[edge.from]
                && draft.bound[edge.to]
            {
                draft.used_links[at] = true;
                let direction = if edge.both { Direction::Both } else { Direction::Outgoing };
                let list = List::new(edge.from, direction, edge.kinds.clone());
                if edge.from != draft.root && draft.plan.steps.len() > 1 {
                    // The neighbours of the link's start are marked anew whenever that changes.
                    let before = draft.plan.steps.last().map_or(1.0, |step| step.rows);
                    draft.plan.cost += before * 2.0 * self.fanout(at, edge.from);
                }
                let (to, missing) = (edge.to, edge.role == Role::Missing);
                let within = within(edge, at);
                checks.links.push(Link { number: draft.plan.links, list, within, to, missing });
                draft.plan.links += 1;
            }
        }
        checks.bridges.extend(self.ready(draft));
        if draft.plan.steps.is_empty() && matches!(kind, StepKind::Scan { .. }) {
            checks.factors.iter_mut().for_each(|factor| factor.once = true);
        }
        let alone = match &kind {
            StepKind::Scan { to, .. } | StepKind::Join { to, .. } => Some(Var::Node(*to)),
            StepKind::EdgeScan { edge, .. } | StepKind::Extend { edge: Some(edge), .. } => {
                Some(Var::Edge(*edge))
            }
            StepKind::Extend { to, .. } => Some(Var::Node(*to)),
            _ => None,
        };
        let tests = std::mem::take(&mut checks.tests).into_iter();
        let (bulk, tests) = tests.partition(|test| {
            let mut only = alone.is_some();
            test.vars(&mut |var| only &= Some(var) == alone);
            only
        });
        checks.tests = tests;
        draft.plan.steps.push(Step { kind, bulk, needs: Vec::new(), checks, rows: draft.rows });
    }
}

fn touches(edge: &EdgeVar, node: usize) -> bool {
    edge.from == node || edge.to == node
}

fn other(edge: &EdgeVar, node: usize) -> usize {
    if edge.from == node { edge.to } else { edge.from }
}

/// Where a relationship is repeated.
fn within(edge: &EdgeVar, at: usize) -> Option<Within> {
    let (min, max) = edge.repeat?;
    Some(Within { min, max, each: Each { edge: at, tests: edge.each.clone() } })
}

/// The neighbours over a relationship, from one of its ends.
fn list(edge: &EdgeVar, from: usize) -> List {
    let direction = match edge.both {
        true => Direction::Both,
        false if edge.from == from => Direction::Outgoing,
        false => Direction::Incoming,
    };
    List::new(from, direction, edge.kinds.clone())
}
