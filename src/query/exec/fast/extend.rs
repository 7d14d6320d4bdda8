//! To a neighbour over its relationships, or between two bound nodes.

use super::lists::{Part, parts};
use super::sink::Sink;
use super::{Machine, lists};
use crate::graph::Direction;
use crate::query::error::QueryError;
use crate::query::plan::logical::Var;
use crate::query::plan::physical::{List, Step, StepKind};
use crate::query::syntax::ast::CompareOp;

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn extend(
        &mut self,
        at: usize,
        step: &'m Step,
        list: &'m List,
        (to, edge, limit): (usize, Option<usize>, Option<(CompareOp, usize)>),
        times: u64,
    ) -> Result<bool, QueryError> {
        let node = self.registers.nodes[list.from];
        let counts = self.sink.counts() && step.checks.is_empty() && step.bulk.is_empty() && self.is_last(at);
        if counts && limit.is_none() {
            let count = self.degree(list, node);
            self.sink.add(times.saturating_mul(count));
            return Ok(true);
        }
        if limit.is_none() && step.checks.is_empty() && step.bulk.is_empty() && self.is_last(at) {
            let differs = matches!(&self.sink, Sink::Groups(groups) if groups.only_differs(to));
            if edge.is_none() && differs {
                return self.see(list, node);
            }
        }
        if edge.is_some() {
            return self.extend_over(at, step, list, (to, edge), times);
        }
        if let Some(one) = self.one(list, node) {
            let found = match limit {
                Some((op, other)) => {
                    let hint = &mut self.hints[at];
                    within(one, op, self.registers.nodes[other], hint)
                }
                None => one,
            };
            if counts {
                self.sink.add(times.saturating_mul(found.len() as u64));
                return Ok(true);
            }
            if step.bulk.is_empty() && !self.is_last(at) {
                if limit.is_none()
                    && step.checks.is_empty()
                    && let Some(pairs) = self.pairs(at + 1, list, to, found)
                {
                    self.sink.add(times.saturating_mul(pairs));
                    return self.work(found.len()).map(|()| true);
                }
                return self.each(at, step, to, found, times);
            }
            if step.bulk.is_empty() && self.tally(&step.checks, found, times) {
                return self.work(found.len()).map(|()| true);
            }
            let mut block = self.block(at);
            block.begin(to, None, None);
            block.nodes.extend_from_slice(found);
            let going = self.tested(at, step, &mut block, times);
            self.give_back(at, block);
            return going;
        }
        let mut block = self.block(at);
        block.begin(to, None, None);
        self.collect(list, node, &mut block.nodes);
        let going = self.tested(at, step, &mut block, times);
        self.give_back(at, block);
        going
    }

    /// Hands neighbours to a sink that only asks how many different ones there are.
    fn see(&mut self, list: &'m List, node: u32) -> Result<bool, QueryError> {
        let mut sink = std::mem::replace(&mut self.sink, Sink::Count(0));
        let (mut count, mut seen) = (0, Ok(()));
        if let Sink::Groups(groups) = &mut sink {
            self.pieces(list, node, |found| {
                count += found.len();
                seen = std::mem::replace(&mut seen, Ok(())).and_then(|()| groups.see(&self.registers, found));
            });
        }
        self.sink = sink;
        seen?;
        self.work(count).map(|()| true)
    }

    /// With the relationships.
    fn extend_over(
        &mut self,
        at: usize,
        step: &'m Step,
        list: &'m List,
        (to, edge): (usize, Option<usize>),
        times: u64,
    ) -> Result<bool, QueryError> {
        let node = self.registers.nodes[list.from];
        let frozen = self.frozen();
        let mut block = self.block(at);
        block.begin(to, edge, None);
        if let Some(edge) = edge
            && self.find_alike(at, step, (list, to, edge), &mut block.edges)
        {
            for test in &step.bulk {
                test.retain(Var::Edge(edge), &mut block.edges, &mut self.registers);
            }
            let going = if block.edges.is_empty() {
                self.work(1).map(|()| true)
            } else {
                self.fill_ends(at, step, &mut block, list.direction == Direction::Outgoing);
                self.proceed(at, step, &mut block, times)
            };
            self.give_back(at, block);
            return going;
        }
        let mut going = Ok(true);
        let _ = parts::<()>(frozen, list, node, |part| {
            block.begin(to, edge, None);
            fill(&part, node, &mut block.edges);
            for test in &step.bulk {
                test.retain(Var::Edge(edge.unwrap_or(0)), &mut block.edges, &mut self.registers);
            }
            let outgoing = std::ptr::eq(part.adjacency, frozen.out());
            self.fill_ends(at, step, &mut block, outgoing);
            going = self.proceed(at, step, &mut block, times);
            Ok(matches!(going, Ok(true)))
        });
        self.give_back(at, block);
        going
    }

    /// Goes on with nodes that the step's own conditions have yet to be tested on.
    fn tested(
        &mut self,
        at: usize,
        step: &'m Step,
        block: &mut super::block::Block,
        times: u64,
    ) -> Result<bool, QueryError> {
        for test in &step.bulk {
            test.retain(Var::Node(block.node), &mut block.nodes, &mut self.registers);
        }
        self.proceed(at, step, block, times)
    }

    /// How many pairs of one list there are, the second of which the next step binds so that it stands so to the first;
    /// nothing if that is not all that is wanted.
    fn pairs(&self, next: usize, list: &List, first: usize, sorted: &[u32]) -> Option<u64> {
        let Step { kind, bulk, checks, .. } = self.plan.steps.get(next)?;
        let StepKind::Extend { list: own, edge: None, limit: Some((op, other)), .. } = kind else {
            return None;
        };
        let same = own.from == list.from && own.kinds == list.kinds && own.direction == list.direction;
        let last = self.is_last(next) && bulk.is_empty() && checks.is_empty() && self.sink.counts();
        if !same || !last || *other != first {
            return None;
        }
        let (mut pairs, mut from) = (0u64, 0);
        for run in sorted.chunk_by(|a, b| a == b) {
            let until = from + run.len();
            let seconds = match op {
                CompareOp::Less => from,
                CompareOp::LessEqual => until,
                CompareOp::Greater => sorted.len() - until,
                CompareOp::GreaterEqual => sorted.len() - from,
                CompareOp::Equal => run.len(),
                CompareOp::NotEqual => sorted.len() - run.len(),
            };
            pairs = pairs.saturating_add((run.len() as u64).saturating_mul(seconds as u64));
            from = until;
        }
        Some(pairs)
    }

    /// Goes on with each different number of a sorted slice.
    fn each(
        &mut self,
        at: usize,
        step: &'m Step,
        to: usize,
        sorted: &[u32],
        times: u64,
    ) -> Result<bool, QueryError> {
        let free = step.checks.is_empty();
        let mut place = 0;
        self.work(sorted.len())?;
        if free && self.collapse_list(at + 1, sorted, times) {
            return Ok(true);
        }
        while let Some(&neighbour) = sorted.get(place) {
            // Several relationships to one neighbour are one row that counts so often.
            let mut own = times;
            place += 1;
            while sorted.get(place) == Some(&neighbour) {
                own = own.saturating_add(times);
                place += 1;
            }
            self.registers.nodes[to] = neighbour;
            let left = if free { own } else { self.check(&step.checks, neighbour, own) };
            if left > 0 && !self.run(at + 1, left)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The relationships between two bound nodes.
    pub(super) fn close(
        &mut self,
        at: usize,
        step: &'m Step,
        list: &'m List,
        (to, edge): (usize, Option<usize>),
        times: u64,
    ) -> Result<bool, QueryError> {
        let from = self.registers.nodes[list.from];
        let other = self.registers.nodes[to];
        let Some(edge) = edge else {
            let count = self.count_links(list, from, other);
            if count == 0 {
                return Ok(true);
            }
            let left = self.check(&step.checks, other, times.saturating_mul(count));
            return if left > 0 { self.run(at + 1, left) } else { Ok(true) };
        };
        let frozen = self.frozen();
        parts(frozen, list, from, |part| {
            if part.loops_seen && from == other {
                return Ok(true);
            }
            let neighbours = part.adjacency.neighbours(part.range.clone());
            // Those of one type are sorted.
            let sorted = !list.kinds.is_empty();
            let first = if sorted { neighbours.partition_point(|own| *own < other) } else { 0 };
            for (place, neighbour) in neighbours.iter().enumerate().skip(first) {
                if *neighbour != other {
                    if sorted {
                        break;
                    }
                    continue;
                }
                self.tick()?;
                self.registers.edges[edge] = part.adjacency.edge(part.range.start + place);
                let left = self.check(&step.checks, other, times);
                if left > 0 && !self.run(at + 1, left)? {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }
}

/// The relationships of a part.
fn fill(part: &Part<'_>, node: u32, edges: &mut Vec<u32>) {
    let range = part.range.clone();
    if part.loops_seen {
        let others = range.filter(|position| part.adjacency.neighbour(*position) != node);
        edges.extend(others.map(|position| part.adjacency.edge(position)));
    } else {
        edges.extend(range.map(|position| part.adjacency.edge(position)));
    }
}

/// The part of a sorted slice that stands so to a number. The hint is where the last one was found: bounds often come
/// in ascending order.
fn within<'s>(sorted: &'s [u32], op: CompareOp, number: u32, hint: &mut usize) -> &'s [u32] {
    let below = lists::seek(sorted, number, *hint);
    *hint = below;
    let above = || below + sorted[below..].iter().take_while(|own| **own == number).count();
    match op {
        CompareOp::Less => &sorted[..below],
        CompareOp::LessEqual => &sorted[..above()],
        CompareOp::Greater => &sorted[above()..],
        CompareOp::GreaterEqual => &sorted[below..],
        CompareOp::Equal => &sorted[below..above()],
        CompareOp::NotEqual => sorted,
    }
}
