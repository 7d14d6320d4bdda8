//! Scans: all nodes of a label, or all relationships, in blocks; conditions go over a whole block at a time.

use super::Machine;
use super::block::Block;
use crate::graph::Direction;
use crate::query::error::QueryError;
use crate::query::plan::logical::Var;
use crate::query::plan::physical::{Source, Step};

/// How many are looked at together.
const BLOCK: usize = 2048;

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn scan(
        &mut self,
        at: usize,
        step: &'m Step,
        to: usize,
        source: &'m Source,
        times: u64,
    ) -> Result<bool, QueryError> {
        let count = match source {
            Source::All => self.frozen().nodes(),
            Source::Label(label) => label.nodes.len(),
            Source::Found(list) => list.len(),
        };
        if self.sink.counts() && self.is_last(at) && step.bulk.is_empty() && step.checks.is_empty() {
            let count = if matches!(source, Source::All) { self.frozen().node_count() } else { count };
            self.sink.add(times.saturating_mul(count as u64));
            return Ok(true);
        }
        let gone = self.frozen().gone_nodes().filter(|_| matches!(source, Source::All));
        let mut block = self.block(at);
        let mut from = 0;
        let mut going = Ok(true);
        while from < count && matches!(going, Ok(true)) {
            let until = (from + BLOCK).min(count);
            block.begin(to, None, None);
            match source {
                Source::All => block.nodes.extend(from as u32..until as u32),
                Source::Label(label) => block.nodes.extend_from_slice(&label.nodes[from..until]),
                Source::Found(list) => block.nodes.extend_from_slice(&list[from..until]),
            }
            from = until;
            if let Some(gone) = gone {
                block.nodes.retain(|node| !gone.contains(*node));
            }
            for test in &step.bulk {
                test.retain(Var::Node(to), &mut block.nodes, &mut self.registers);
            }
            for list in &step.needs {
                if let Some(lists) = list.sorted(self.frozen()) {
                    block.keep_nodes(|node| lists.degree(node) > 0);
                }
            }
            going = self.proceed(at, step, &mut block, times);
        }
        self.give_back(at, block);
        going
    }

    pub(super) fn edge_scan(
        &mut self,
        at: usize,
        step: &'m Step,
        (kinds, edge, from, to): (&'m [u32], usize, usize, usize),
        times: u64,
    ) -> Result<bool, QueryError> {
        let frozen = self.frozen();
        if self.is_last(at) && step.checks.is_empty() && step.bulk.is_empty() {
            let facts = kinds.iter().filter_map(|kind| frozen.type_facts(*kind));
            let count =
                if kinds.is_empty() { frozen.edge_count() } else { facts.map(|facts| facts.count).sum() };
            if self.sink.counts() {
                self.sink.add(times.saturating_mul(count as u64));
                return Ok(true);
            }
            if kinds.is_empty() && self.count_kinds(edge, times) {
                return Ok(true);
            }
        }
        let mut block = self.block(at);
        block.begin(to, Some(edge), Some(from));
        let mut going = Ok(true);
        if kinds.is_empty() {
            let mut begin = 0;
            while begin < frozen.edges() && matches!(going, Ok(true)) {
                let until = (begin + BLOCK).min(frozen.edges());
                block.edges.extend(begin as u32..until as u32);
                if let Some(gone) = frozen.gone_edges() {
                    block.edges.retain(|edge| !gone.contains(*edge));
                }
                begin = until;
                going = self.relationships(at, step, &mut block, times);
            }
        }
        for &kind in kinds {
            let (lists, out) = (frozen.lists(Direction::Outgoing, &[kind]), frozen.out());
            for node in 0..frozen.nodes() as u32 {
                if let (degree @ 1.., Some(place)) = (lists.degree(node), lists.place(node, out, kind)) {
                    let places = place as usize..(place + degree) as usize;
                    block.edges.extend(places.map(|place| out.edge(place)));
                }
                if block.edges.len() >= BLOCK && matches!(going, Ok(true)) {
                    going = self.relationships(at, step, &mut block, times);
                }
            }
        }
        if matches!(going, Ok(true)) {
            going = self.relationships(at, step, &mut block, times);
        }
        self.give_back(at, block);
        going
    }

    /// Goes on with relationships and their ends.
    fn relationships(
        &mut self,
        at: usize,
        step: &'m Step,
        block: &mut Block,
        times: u64,
    ) -> Result<bool, QueryError> {
        let (Some(edge), Some(from)) = (block.edge, block.other) else { return Ok(true) };
        for test in &step.bulk {
            test.retain(Var::Edge(edge), &mut block.edges, &mut self.registers);
        }
        self.fill_ends(at, step, block, true);
        let going = self.proceed(at, step, block, times);
        block.begin(block.node, Some(edge), Some(from));
        going
    }

    pub(super) fn is_last(&self, at: usize) -> bool {
        at + 1 == self.plan.steps.len() && self.profile.is_none()
    }
}
