//! What hangs on a node and is only counted: the count depends on the node alone, so it is kept for each.

use super::Machine;
use super::lists::parts;
use crate::query::plan::physical::{Factor, Mode};

/// The counts of a factor so far.
#[derive(Clone, Default)]
pub(super) struct Memo {
    asked: u32,
    counts: Vec<u64>,
}

/// No count yet.
const UNKNOWN: u64 = u64::MAX;
/// Counts are kept once a factor was asked for so often.
const OFTEN: u32 = 64;

impl<'m, 'a> Machine<'m, 'a> {
    /// How many matches a factor has for the node that it hangs on.
    #[inline]
    pub(super) fn weight(&mut self, factor: &'m Factor<'a>) -> u64 {
        let node = self.registers.nodes[factor.list.from];
        if factor.once {
            return self.count(factor, node);
        }
        let memo = &mut self.memos[factor.number];
        match memo.counts.get(node as usize) {
            Some(&count) if count != UNKNOWN => return count,
            Some(_) => {}
            None => {
                memo.asked += 1;
                if memo.asked >= OFTEN {
                    memo.counts = vec![UNKNOWN; self.view.nodes()];
                }
            }
        }
        let count = self.count(factor, node);
        if let Some(kept) = self.memos[factor.number].counts.get_mut(node as usize) {
            *kept = count;
        }
        count
    }

    fn count(&mut self, factor: &'m Factor<'a>, node: u32) -> u64 {
        let count = if factor.checks.is_empty() && factor.edge.is_none() {
            self.degree(&factor.list, node)
        } else {
            let mut count: u64 = 0;
            let frozen = self.frozen();
            let enough = matches!(factor.mode, Mode::Any | Mode::None);
            let _ = parts::<()>(frozen, &factor.list, node, |part| {
                for position in part.range.clone() {
                    let neighbour = part.adjacency.neighbour(position);
                    if part.loops_seen && neighbour == node {
                        continue;
                    }
                    self.registers.nodes[factor.to] = neighbour;
                    if let Some(edge) = factor.edge {
                        self.registers.edges[edge] = part.adjacency.edge(position);
                    }
                    count = count.saturating_add(self.check(&factor.checks, neighbour, 1));
                    if enough && count > 0 {
                        return Ok(false);
                    }
                }
                Ok(true)
            });
            count
        };
        match factor.mode {
            Mode::Times => count,
            Mode::AtLeastOnce => count.max(1),
            Mode::Any => u64::from(count > 0),
            Mode::None => u64::from(count == 0),
        }
    }
}
