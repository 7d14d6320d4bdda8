//! Every path over a repeated relationship, depth first: none has a relationship twice. Of the paths, only the nodes that
//! they end in are handed on, and how long they are where somebody asks.

use super::Machine;
use super::lists::parts;
use crate::query::error::QueryError;
use crate::query::plan::physical::{Each, List, Step};

/// So many ends are handed on together.
const MANY: usize = 1024;

/// The nodes that were come to.
#[derive(Default)]
pub(super) struct Ends {
    pub(super) nodes: Vec<u32>,
    /// After how many steps each, in the place of this relationship.
    pub(super) steps: Option<(usize, Vec<u32>)>,
}

impl Ends {
    fn push(&mut self, node: u32, depth: u32) {
        self.nodes.push(node);
        if let Some((_, steps)) = &mut self.steps {
            steps.push(depth);
        }
    }
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn walk(
        &mut self,
        at: usize,
        step: &'m Step,
        (list, each, measured): (&'m List, &'m Each, bool),
        (to, min, max): (usize, u32, u32),
        times: u64,
    ) -> Result<bool, QueryError> {
        let start = self.registers.nodes[list.from];
        let mut ends = Ends { nodes: Vec::new(), steps: measured.then(|| (each.edge, Vec::new())) };
        if min == 0 {
            ends.push(start, 0);
        }
        // Relationships to follow: each with its other node and its place in the path.
        let mut open: Vec<(u32, u32, u32)> = Vec::new();
        let mut trail: Vec<u32> = Vec::new();
        if max > 0 {
            self.steps_from(list, each, start, |edge, node| open.push((edge, node, 1)));
        }
        let mut going = true;
        while let Some((edge, node, depth)) = open.pop() {
            self.tick()?;
            trail.truncate(depth as usize - 1);
            if trail.contains(&edge) {
                continue;
            }
            trail.push(edge);
            if depth >= min {
                ends.push(node, depth);
            }
            if depth + 1 == max && max >= min {
                // The last step leads no further.
                self.steps_from(list, each, node, |edge, node| {
                    if !trail.contains(&edge) {
                        ends.push(node, max);
                    }
                });
            } else if depth < max {
                self.steps_from(list, each, node, |edge, node| open.push((edge, node, depth + 1)));
            }
            if ends.nodes.len() >= MANY {
                going = self.arrive(at, step, to, &mut ends, times)?;
                if !going {
                    break;
                }
            }
        }
        if going {
            going = self.arrive(at, step, to, &mut ends, times)?;
        }
        Ok(going)
    }

    /// Goes on with nodes that were come to.
    pub(super) fn arrive(
        &mut self,
        at: usize,
        step: &'m Step,
        to: usize,
        ends: &mut Ends,
        times: u64,
    ) -> Result<bool, QueryError> {
        if ends.nodes.is_empty() {
            return Ok(true);
        }
        let mut block = self.block(at);
        block.begin(to, ends.steps.as_ref().map(|(edge, _)| *edge), None);
        block.nodes.append(&mut ends.nodes);
        if let Some((_, steps)) = &mut ends.steps {
            block.edges.append(steps);
        }
        let going = self.proceed(at, step, &mut block, times);
        self.give_back(at, block);
        going
    }

    /// Calls `visit` with the relationships of a node that meet the conditions, and their other nodes.
    pub(super) fn steps_from(
        &mut self,
        list: &'m List,
        each: &'m Each,
        node: u32,
        mut visit: impl FnMut(u32, u32),
    ) {
        let frozen = self.frozen();
        let registers = &mut self.registers;
        let _ = parts::<()>(frozen, list, node, |part| {
            for position in part.range.clone() {
                let (edge, neighbour) = (part.adjacency.edge(position), part.adjacency.neighbour(position));
                if part.loops_seen && neighbour == node {
                    continue;
                }
                if !each.tests.is_empty() {
                    registers.edges[each.edge] = edge;
                    if !each.tests.iter().all(|test| test.holds(registers) == Some(true)) {
                        continue;
                    }
                }
                visit(edge, neighbour);
            }
            Ok(true)
        });
    }
}
