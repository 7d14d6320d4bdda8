//! What hangs on a node and is only counted: the count depends on the node alone, so it is kept for each.

use super::Machine;
use super::lists::parts;
use crate::query::plan::physical::{Checks, Factor, Mode};

/// The counts of a factor so far.
#[derive(Clone, Default)]
pub(super) struct Memo {
    asked: u32,
    /// One more than the count; zero, as fresh memory is, where there is none yet.
    counts: Vec<u64>,
}

/// Counts are kept once a factor was asked for so often.
const OFTEN: u32 = 64;

impl<'m, 'a: 'm> Machine<'m, 'a> {
    /// How many matches a factor has for the node that it hangs on.
    #[inline]
    pub(super) fn weight(&mut self, factor: &'m Factor, node: u32) -> u64 {
        if factor.once || factor.is_degree() {
            return self.count(factor, node);
        }
        let memo = &mut self.memos[factor.number];
        match memo.counts.get(node as usize) {
            Some(0) => {}
            Some(&count) => return count - 1,
            None => {
                memo.asked += 1;
                if memo.asked >= OFTEN {
                    memo.counts = vec![0; self.view.nodes()];
                }
            }
        }
        let count = self.count(factor, node);
        if let Some(kept) = self.memos[factor.number].counts.get_mut(node as usize) {
            *kept = count.saturating_add(1);
        }
        count
    }

    fn count(&mut self, factor: &'m Factor, node: u32) -> u64 {
        let enough = matches!(factor.mode, Mode::Any | Mode::None);
        let count = if let Some(within) = &factor.within {
            let checks = &factor.checks;
            u64::from(self.is_within(&factor.list, within, node, |machine, found| {
                machine.registers.nodes[factor.to] = found;
                machine.check(checks, found, 1) > 0
            }))
        } else if factor.is_degree() {
            self.degree(&factor.list, node)
        } else if factor.edge.is_none()
            && let Some(one) = self.one(&factor.list, node)
        {
            self.count_over(factor, one, enough)
        } else {
            self.count_in_parts(factor, node, enough)
        };
        factor.mode.of(count)
    }

    /// Over a list in one piece, without a look at its relationships.
    fn count_over(&mut self, factor: &'m Factor, neighbours: &'m [u32], enough: bool) -> u64 {
        let checks = &factor.checks;
        let mut count: u64 = 0;
        if has_only_factors(checks) {
            for &neighbour in neighbours {
                if !checks.labels.iter().all(|label| label.set.contains(neighbour)) {
                    continue;
                }
                let mut own: u64 = 1;
                for inner in &checks.factors {
                    own = own.saturating_mul(self.weight(inner, neighbour));
                }
                count = count.saturating_add(own);
                if enough && count > 0 {
                    break;
                }
            }
            return count;
        }
        for &neighbour in neighbours {
            self.registers.nodes[factor.to] = neighbour;
            count = count.saturating_add(self.check(checks, neighbour, 1));
            if enough && count > 0 {
                break;
            }
        }
        count
    }

    fn count_in_parts(&mut self, factor: &'m Factor, node: u32, enough: bool) -> u64 {
        let mut count: u64 = 0;
        let frozen = self.frozen();
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
    }
}

/// Whether nothing but labels and factors is looked at.
fn has_only_factors(checks: &Checks) -> bool {
    checks.differ.is_empty()
        && checks.unlike.is_empty()
        && checks.tests.is_empty()
        && checks.links.is_empty()
        && checks.bridges.is_empty()
}
