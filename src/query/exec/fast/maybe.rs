//! OPTIONAL MATCH where it matters what was found: each neighbour that fits, or nothing if there is none.

use super::Machine;
use super::lists::parts;
use crate::query::error::QueryError;
use crate::query::plan::physical::{Maybe, Step};

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn maybe(
        &mut self,
        at: usize,
        step: &'m Step,
        maybe: &'m Maybe,
        times: u64,
    ) -> Result<bool, QueryError> {
        let Maybe { list, to, edge, checks } = maybe;
        let node = self.registers.nodes[list.from];
        let mut block = self.block(at);
        block.begin(*to, *edge, None);
        if edge.is_none() {
            self.collect(list, node, &mut block.nodes);
        } else {
            let _ = parts::<()>(self.frozen(), list, node, |part| {
                for position in part.range.clone() {
                    let neighbour = part.adjacency.neighbour(position);
                    if !part.loops_seen || neighbour != node {
                        block.nodes.push(neighbour);
                        block.edges.push(part.adjacency.edge(position));
                    }
                }
                Ok(true)
            });
        }
        self.sift(checks, &mut block);
        let going = if block.len() == 0 {
            self.registers.nodes[*to] = NOTHING;
            if let Some(edge) = edge {
                self.registers.edges[*edge] = NOTHING;
            }
            self.run(at + 1, times)
        } else {
            self.proceed(at, step, &mut block, times)
        };
        self.give_back(at, block);
        going
    }
}

/// The number of what an OPTIONAL MATCH did not find.
pub(super) const NOTHING: u32 = u32::MAX;
