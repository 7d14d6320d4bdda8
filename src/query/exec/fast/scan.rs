//! Scans: all nodes of a label, or all relationships, in blocks; conditions go over a whole block at a time.

use super::Machine;
use super::sink::Sink;
use crate::graph::Bits;
use crate::query::error::QueryError;
use crate::query::plan::logical::Var;
use crate::query::plan::physical::{Checks, Source, Step};

/// How many are looked at together.
const BLOCK: usize = 2048;

impl<'m, 'a> Machine<'m, 'a> {
    pub(super) fn scan(
        &mut self,
        at: usize,
        step: &'m Step<'a>,
        to: usize,
        source: &'m Source<'a>,
        times: u64,
    ) -> Result<bool, QueryError> {
        let count = match source {
            Source::All => self.frozen().nodes(),
            Source::Label(list) => list.len(),
            Source::Found(list) => list.len(),
        };
        if self.sink.counts() && self.is_last(at) && step.bulk.is_empty() && step.checks.is_empty() {
            self.sink.add(times.saturating_mul(count as u64));
            return Ok(true);
        }
        let mut block: Vec<u32> = Vec::with_capacity(count.min(BLOCK));
        let mut from = 0;
        while from < count {
            let until = (from + BLOCK).min(count);
            block.clear();
            match source {
                Source::All => block.extend(from as u32..until as u32),
                Source::Label(list) => block.extend_from_slice(&list[from..until]),
                Source::Found(list) => block.extend_from_slice(&list[from..until]),
            }
            from = until;
            for test in &step.bulk {
                test.retain(Var::Node(to), &mut block, &mut self.registers);
            }
            block.retain(|node| step.checks.labels.iter().all(|set: &&Bits| set.contains(*node)));
            self.limits.check()?;
            let last = self.is_last(at) && bare(&step.checks);
            if last && self.sink.counts() {
                self.sink.add(times.saturating_mul(block.len() as u64));
                continue;
            }
            if last && self.take_block(Var::Node(to), &block, times)? {
                continue;
            }
            for &node in &block {
                self.registers.nodes[to] = node;
                let left = self.check(&step.checks, node, times);
                if left > 0 && !self.run(at + 1, left)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    pub(super) fn edge_scan(
        &mut self,
        at: usize,
        step: &'m Step<'a>,
        (edge, from, to): (usize, usize, usize),
        times: u64,
    ) -> Result<bool, QueryError> {
        let frozen = self.frozen();
        let last = self.is_last(at) && step.checks.is_empty();
        if last && step.bulk.is_empty() {
            if self.sink.counts() {
                self.sink.add(times.saturating_mul(frozen.edges() as u64));
                return Ok(true);
            }
            if self.count_kinds(edge, times) {
                return Ok(true);
            }
        }
        let mut block: Vec<u32> = Vec::with_capacity(BLOCK);
        let mut begin = 0;
        while begin < frozen.edges() {
            let until = (begin + BLOCK).min(frozen.edges());
            block.clear();
            block.extend(begin as u32..until as u32);
            begin = until;
            for test in &step.bulk {
                test.retain(Var::Edge(edge), &mut block, &mut self.registers);
            }
            self.limits.check()?;
            if last && self.sink.counts() {
                self.sink.add(times.saturating_mul(block.len() as u64));
                continue;
            }
            if last && self.take_block(Var::Edge(edge), &block, times)? {
                continue;
            }
            for &number in &block {
                self.registers.edges[edge] = number;
                self.registers.nodes[from] = frozen.source(number);
                let end = frozen.target(number);
                self.registers.nodes[to] = end;
                let left = self.check(&step.checks, end, times);
                if left > 0 && !self.run(at + 1, left)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn take_block(&mut self, var: Var, block: &[u32], times: u64) -> Result<bool, QueryError> {
        match &mut self.sink {
            Sink::Groups(groups) => groups.take_block(var, block, &self.registers, times),
            _ => Ok(false),
        }
    }

    pub(super) fn is_last(&self, at: usize) -> bool {
        at + 1 == self.plan.steps.len() && self.profile.is_none()
    }
}

/// Whether there is no check but of labels, which blocks are cut down to.
fn bare(checks: &Checks<'_>) -> bool {
    checks.differ.is_empty()
        && checks.unlike.is_empty()
        && checks.tests.is_empty()
        && checks.links.is_empty()
        && checks.factors.is_empty()
}
