//! Every node within so many steps, once: breadth first. Where a node is reached at all, it is reached by a path that
//! uses no relationship twice, so this is what a repeated relationship matches when it matters only where it ends.
//!
//! Walked both ways, the node that it starts from is an exception: going back over the same relationship is no path. It
//! is reached only over a circle. Two branches that begin with different relationships and meet make the shortest one.

use super::Machine;
use super::lists::parts;
use super::walk::Ends;
use crate::graph::{Bits, Direction};
use crate::query::error::QueryError;
use crate::query::plan::physical::{Each, List, Step};
use rustc_hash::FxHashMap;

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn reach(
        &mut self,
        at: usize,
        step: &'m Step,
        (list, each, measured): (&'m List, &'m Each, bool),
        (to, min, max): (usize, u32, u32),
        times: u64,
    ) -> Result<bool, QueryError> {
        if list.direction == Direction::Both {
            return self.reach_both(at, step, (list, each), (to, min, max), times);
        }
        let start = self.registers.nodes[list.from];
        let frozen = self.frozen();
        let mut seen = Bits::new(frozen.nodes());
        let mut next: Vec<u32> = Vec::new();
        if min == 0 {
            seen.insert(start);
            next.push(start);
        }
        // With at least one step the start is reached only if something leads back to it.
        let mut frontier = vec![start];
        let mut depth = 0;
        loop {
            let steps = measured.then(|| (each.edge, vec![depth; next.len()]));
            if !self.arrive(at, step, to, &mut Ends { nodes: next.clone(), steps }, times)? {
                return Ok(false);
            }
            if depth > 0 {
                // The start has been looked at, whether or not it was reached again.
                next.retain(|node| *node != start);
                std::mem::swap(&mut frontier, &mut next);
            }
            next.clear();
            if depth >= max || frontier.is_empty() {
                return Ok(true);
            }
            depth += 1;
            for &node in &frontier {
                self.tick()?;
                let mut add = |neighbours: &[u32]| {
                    for &neighbour in neighbours {
                        if seen.insert(neighbour) {
                            next.push(neighbour);
                        }
                    }
                };
                if !each.tests.is_empty() {
                    self.steps_from(list, each, node, |_, neighbour| add(&[neighbour]));
                    continue;
                }
                if let Some(one) = self.one(list, node) {
                    add(one);
                    continue;
                }
                let _ = parts::<()>(frozen, list, node, |part| {
                    add(part.adjacency.neighbours(part.range));
                    Ok(true)
                });
            }
        }
    }

    fn reach_both(
        &mut self,
        at: usize,
        step: &'m Step,
        (list, each): (&'m List, &'m Each),
        (to, min, max): (usize, u32, u32),
        times: u64,
    ) -> Result<bool, QueryError> {
        let start = self.registers.nodes[list.from];
        // Of each node that was reached: the relationship that its branch begins with, and how far it is.
        let mut reached: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        let mut circle = min == 0;
        let mut ends = Ends::default();
        if circle {
            ends.nodes.push(start);
        }
        let (mut frontier, mut depth) = (vec![start], 0);
        while depth < max && !frontier.is_empty() {
            if !self.arrive(at, step, to, &mut ends, times)? {
                return Ok(false);
            }
            let mut next: Vec<u32> = Vec::new();
            for &node in &frontier {
                self.tick()?;
                let branch = reached.get(&node).map(|(branch, _)| *branch);
                self.steps_from(list, each, node, |edge, neighbour| {
                    let own = branch.unwrap_or(edge);
                    if neighbour == start {
                        // A relationship from the start to itself, or another one than that which led away.
                        circle |= (depth == 0 || branch != Some(edge)) && depth < max;
                        return;
                    }
                    match reached.get(&neighbour) {
                        None => {
                            reached.insert(neighbour, (own, depth + 1));
                            next.push(neighbour);
                        }
                        Some((other, far)) => {
                            circle |= *other != own && depth.saturating_add(1).saturating_add(*far) <= max;
                        }
                    }
                });
            }
            ends.nodes.extend_from_slice(&next);
            frontier = next;
            depth += 1;
        }
        if circle && min > 0 {
            ends.nodes.push(start);
        }
        self.arrive(at, step, to, &mut ends, times)
    }
}
