//! Every node within so many steps, once: breadth first. Where a node is reached at all, it is reached by a path that
//! uses no relationship twice, so this is what a repeated relationship matches when it matters only where it ends.

use super::Machine;
use super::lists::parts;
use crate::graph::Bits;
use crate::query::error::QueryError;
use crate::query::plan::physical::{List, Step};

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn reach(
        &mut self,
        at: usize,
        step: &'m Step,
        list: &'m List,
        (to, min, max): (usize, u32, u32),
        times: u64,
    ) -> Result<bool, QueryError> {
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
            if !next.is_empty() {
                let mut block = self.block(at);
                block.begin(to, None, None);
                block.nodes.extend_from_slice(&next);
                let going = self.proceed(at, step, &mut block, times);
                self.give_back(at, block);
                if !going? {
                    return Ok(false);
                }
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
}
