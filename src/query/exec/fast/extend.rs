//! To a neighbour over its relationships, or between two bound nodes.

use super::lists::parts;
use super::{Machine, lists, sink};
use crate::query::error::QueryError;
use crate::query::plan::physical::{List, Step};
use crate::query::syntax::ast::CompareOp;
use std::ops::Range;

impl<'m, 'a> Machine<'m, 'a> {
    pub(super) fn extend(
        &mut self,
        at: usize,
        step: &'m Step<'a>,
        list: &'m List,
        (to, edge, limit): (usize, Option<usize>, Option<(CompareOp, usize)>),
        times: u64,
    ) -> Result<bool, QueryError> {
        let node = self.registers.nodes[list.from];
        let frozen = self.frozen();
        let free = step.checks.is_empty();
        let ends = self.is_last(at) && free;
        let counts = self.sink.counts() && ends;
        if counts && limit.is_none() {
            let count = self.degree(list, node);
            self.sink.add(times.saturating_mul(count));
            return Ok(true);
        }
        parts(frozen, list, node, |mut part| {
            if let Some((op, other)) = limit {
                let sorted = part.adjacency.neighbours(part.range.clone());
                part.range = within(&part.range, sorted, op, self.registers.nodes[other]);
                if counts {
                    self.sink.add(times.saturating_mul(part.range.len() as u64));
                    return Ok(true);
                }
            }
            let neighbours = part.adjacency.neighbours(part.range.clone());
            let mut place = 0;
            while place < neighbours.len() {
                self.tick()?;
                let neighbour = neighbours[place];
                let position = part.range.start + place;
                place += 1;
                let mut own = times;
                if let Some(edge) = edge {
                    self.registers.edges[edge] = part.adjacency.edge(position);
                } else {
                    // Several relationships to one neighbour are one row that counts so often.
                    while neighbours.get(place) == Some(&neighbour) {
                        own += times;
                        place += 1;
                    }
                }
                if part.loops_seen && neighbour == node {
                    continue;
                }
                self.registers.nodes[to] = neighbour;
                if ends {
                    if !sink::take(self, own)? {
                        return Ok(false);
                    }
                    continue;
                }
                let left = if free { own } else { self.check(&step.checks, neighbour, own) };
                if left > 0 && !self.run(at + 1, left)? {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }

    /// The relationships between two bound nodes.
    pub(super) fn close(
        &mut self,
        at: usize,
        step: &'m Step<'a>,
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
            for position in part.range.clone() {
                if part.adjacency.neighbour(position) != other {
                    continue;
                }
                self.tick()?;
                self.registers.edges[edge] = part.adjacency.edge(position);
                let left = self.check(&step.checks, other, times);
                if left > 0 && !self.run(at + 1, left)? {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }
}

/// The part of a sorted stretch that stands so to a number.
fn within(range: &Range<usize>, sorted: &[u32], op: CompareOp, number: u32) -> Range<usize> {
    let below = range.start + sorted.partition_point(|own| *own < number);
    let above = || range.start + sorted.partition_point(|own| *own <= number);
    match op {
        CompareOp::Less => range.start..below,
        CompareOp::LessEqual => range.start..above(),
        CompareOp::Greater => above()..range.end,
        CompareOp::GreaterEqual => below..range.end,
        CompareOp::Equal => below..below + lists::occurrences(sorted, number),
        CompareOp::NotEqual => range.clone(),
    }
}
