//! The fast operators: patterns over the frozen graph, one node after the other, in the order that the planner chose.
//!
//! They take over the clauses up to a projection where the planner can tell that they give what the interpreter would;
//! everything else stays with the interpreter.

mod aggregation;
mod alike;
mod block;
mod bridge;
mod codes;
mod collapse;
mod computed;
mod counts;
mod extend;
mod factor;
mod given;
mod grouping;
mod groups;
mod intersect;
mod join;
mod keys;
mod lists;
mod maybe;
mod reach;
mod route;
mod scan;
mod seen;
mod shown;
mod sink;
mod top;
mod walk;

pub(super) use given::Before;
pub(super) use lists::{Part, parts};
pub(super) use route::{explain, take};

use super::profile::{Figures, address};
use super::{Context, Row};
use crate::graph::{Frozen, View};
use crate::query::bind::bound::BoundClause;
use crate::query::error::QueryError;
use crate::query::plan::physical::{Checks, Physical, StepKind};
use crate::query::plan::test::Registers;
use crate::query::result::Limits;
use sink::Sink;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// A plan being run.
pub(super) struct Machine<'m, 'a> {
    pub(super) view: View<'a>,
    plan: &'m Physical,
    /// The rows that it goes on from.
    rows: &'m [Row],
    pub(super) registers: Registers<'m>,
    /// What each factor counted for each node.
    memos: Vec<factor::Memo>,
    /// What each bridge counted last.
    bridges: Vec<bridge::Memo>,
    /// Ways that are kept until all have come.
    ways: Vec<collapse::Ways>,
    /// What each step has at hand, to be used again.
    blocks: Vec<Option<Box<block::Block>>>,
    /// Where each step found its last bound.
    hints: Vec<usize>,
    /// The lists that each step walked side by side last.
    meetings: Vec<intersect::Meeting<'m>>,
    /// Relationships that each step looks up by a property.
    sorted: Vec<alike::Sorted>,
    /// How far it is to the nodes that each walk may end in.
    distances: Vec<Option<Rc<walk::Distances>>>,
    /// The neighbours of the node that each link was last looked up for.
    marks: Vec<lists::Marks>,
    /// The tables that nodes are looked up in.
    tables: Vec<Option<join::Table>>,
    sink: Sink<'m, 'a>,
    limits: &'m Limits,
    ticks: u32,
    /// That it had to stop where it could not say so at once.
    stopped: Option<QueryError>,
    /// For PROFILE: rows and time of each step.
    profile: Option<Vec<(u64, Duration)>>,
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    fn new(
        view: View<'a>,
        plan: &'m Physical,
        sink: Sink<'m, 'a>,
        limits: &'m Limits,
        computed: &'m computed::Computed<'m>,
    ) -> Self {
        let (nodes, edges) = (vec![0; plan.nodes], vec![0; plan.edges]);
        let registers = Registers { nodes, edges, trails: Vec::new(), row: 0, outside: Some(computed) };
        Machine {
            view,
            plan,
            rows: computed.rows(),
            registers,
            memos: vec![factor::Memo::default(); plan.factors],
            bridges: vec![bridge::Memo::default(); plan.bridges],
            ways: vec![collapse::Ways::default(); plan.collapses],
            blocks: vec![None; plan.steps.len()],
            hints: vec![0; plan.steps.len()],
            meetings: vec![intersect::Meeting::default(); plan.steps.len()],
            sorted: plan.steps.iter().map(|_| alike::Sorted::default()).collect(),
            distances: vec![None; plan.steps.len()],
            tables: (0..plan.tables).map(|_| None).collect(),
            marks: vec![lists::Marks::default(); plan.links],
            sink,
            limits,
            ticks: 0,
            stopped: None,
            profile: None,
        }
    }

    fn frozen(&self) -> &'a Frozen {
        self.view.frozen()
    }

    /// Counts a unit of work; now and then looks whether the query has to stop.
    #[inline]
    fn tick(&mut self) -> Result<(), QueryError> {
        self.ticks = self.ticks.wrapping_add(1);
        if self.ticks.is_multiple_of(4096) { self.limits.check() } else { Ok(()) }
    }

    /// Counts so many units of work.
    #[inline]
    fn work(&mut self, units: usize) -> Result<(), QueryError> {
        let before = self.ticks;
        self.ticks = before.wrapping_add(units as u32 | 1);
        if before / 4096 == self.ticks / 4096 { Ok(()) } else { self.limits.check() }
    }

    /// Runs the whole plan, and notes what was measured of it under the clause that it begins with.
    fn go(&mut self, context: &Context<'_>, first: &BoundClause) -> Result<(), QueryError> {
        if context.run.profile.is_some() {
            self.profile = Some(vec![(0, Duration::ZERO); self.plan.steps.len() + 1]);
        }
        if self.run(0, 1)? {
            self.go_on()?;
        }
        if let Some(error) = self.stopped.take() {
            return Err(error);
        }
        let Some(profile) = &context.run.profile else { return Ok(()) };
        let measured = self.profile.take().unwrap_or_default();
        // Each entry holds the rows that reach a step and the time from it on.
        let mut steps = measured.windows(2).enumerate().map(|(at, pair)| {
            // What comes after ways have come together is not within the time of what was before.
            let apart = matches!(self.plan.steps[at].kind, StepKind::Collapse { .. });
            let time = if apart { pair[0].1 } else { pair[0].1.saturating_sub(pair[1].1) };
            Figures { rows: pair[1].0, time }
        });
        let text = self.plan.to_string();
        let lines = text.lines().map(|line| {
            let figures = if line.starts_with(' ') { None } else { steps.next() };
            (line.to_owned(), figures)
        });
        profile.note_fast(address(first), lines.collect());
        Ok(())
    }

    /// Runs the steps from this one on for what is bound, which stands for so many rows; false to stop.
    fn run(&mut self, at: usize, times: u64) -> Result<bool, QueryError> {
        if let Some(profile) = &mut self.profile {
            profile[at].0 = profile[at].0.saturating_add(times);
            let start = Instant::now();
            let going = self.step(at, times);
            if let Some(profile) = &mut self.profile {
                profile[at].1 += start.elapsed();
            }
            return going;
        }
        self.step(at, times)
    }

    fn step(&mut self, at: usize, times: u64) -> Result<bool, QueryError> {
        let plan = self.plan;
        let Some(step) = plan.steps.get(at) else { return sink::take(self, times) };
        match &step.kind {
            StepKind::Given { nodes } => self.given(at, step, nodes, times),
            StepKind::Scan { to, source } => self.scan(at, step, *to, source, times),
            StepKind::Maybe(maybe) => self.maybe(at, step, maybe, times),
            StepKind::Join { to, label, column, value, number } => {
                self.join(at, step, (*to, label, column), (value, *number), times)
            }
            StepKind::EdgeScan { kinds, edge, from, to } => {
                self.edge_scan(at, step, (kinds, *edge, *from, *to), times)
            }
            StepKind::Extend { list, to, edge, limit } => {
                self.extend(at, step, list, (*to, *edge, *limit), times)
            }
            StepKind::Intersect { lists, to } => self.intersect(at, step, lists, *to, times),
            StepKind::Collapse { node, apart, number } => self.collapse(at, (*node, apart, *number), times),
            StepKind::Close { list, to, edge } => self.close(at, step, list, (*to, *edge), times),
            StepKind::Reach { list, to, min, max, each, measured } => {
                self.reach(at, step, (list, each, *measured), (*to, *min, *max), times)
            }
            StepKind::Walk(walk) => self.walk(at, step, walk, times),
        }
    }

    /// How many rows are left of these after the checks; 0 if one fails.
    #[inline]
    fn check(&mut self, checks: &'m Checks, to: u32, times: u64) -> u64 {
        if !checks.labels.iter().all(|label| label.set.contains(to)) {
            return 0;
        }
        if checks.differ.iter().any(|other| self.registers.nodes[*other] == to) {
            return 0;
        }
        for &(a, b) in &checks.unlike {
            if self.registers.edges[a] == self.registers.edges[b] {
                return 0;
            }
        }
        for test in &checks.tests {
            if test.holds(&self.registers) != Some(true) {
                return 0;
            }
        }
        for link in &checks.links {
            if self.is_linked(link) == link.missing {
                return 0;
            }
        }
        let mut times = times;
        for factor in &checks.factors {
            let node = self.registers.nodes[factor.list.from];
            times = times.saturating_mul(self.weight(factor, node));
            if times == 0 {
                return 0;
            }
        }
        for bridge in &checks.bridges {
            times = times.saturating_mul(self.paths(bridge, 1));
            if times == 0 {
                return 0;
            }
        }
        times
    }
}
