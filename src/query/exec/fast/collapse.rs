//! Ways that come together: the numbers of ways to each node are kept until all ways have come, then each node goes on.

use super::Machine;
use super::block::Block;
use super::counts::Counts;
use crate::query::error::QueryError;
use crate::query::plan::logical::Var;
use crate::query::plan::physical::{Apart, StepKind};

/// The ways to each node.
#[derive(Clone, Default)]
pub(super) struct Ways {
    /// As they came, as long as they are few.
    few: Vec<(u32, u64)>,
    /// By node.
    many: Counts,
}

/// More are kept by node.
const FEW: usize = 1 << 10;

impl Ways {
    #[inline]
    fn add(&mut self, node: u32, times: u64, bound: usize) {
        if !self.many.is_unmade() {
            return self.many.add(node, times);
        }
        self.few.push((node, times));
        if self.few.len() > FEW {
            self.many = Counts::new(bound);
            self.few.drain(..).for_each(|(node, times)| self.many.add(node, times));
        }
    }

    /// Each node, in order, with its ways.
    fn all(mut self) -> Vec<(u32, u64)> {
        if !self.many.is_unmade() {
            return self.many.all();
        }
        self.few.sort_unstable();
        self.few.dedup_by(|next, own| {
            let same = next.0 == own.0;
            if same {
                own.1 = own.1.saturating_add(next.1);
            }
            same
        });
        self.few
    }
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    /// Keeps a way for later, or goes on with it where it has to go by itself.
    pub(super) fn collapse(
        &mut self,
        at: usize,
        (node, apart, number): (usize, &'m [Apart], usize),
        times: u64,
    ) -> Result<bool, QueryError> {
        let own = self.registers.nodes[node];
        let frozen = self.frozen();
        for other in apart {
            let edge = self.registers.edges[other.edge];
            if other.start && frozen.source(edge) == own || other.end && frozen.target(edge) == own {
                return self.run(at + 1, times);
            }
        }
        self.ways[number].add(own, times, frozen.nodes());
        Ok(true)
    }

    /// Where ways are kept, if that is the next step and none goes by itself.
    fn kept(&self, next: usize) -> Option<(usize, usize)> {
        match &self.plan.steps.get(next)?.kind {
            StepKind::Collapse { node, apart, number } if apart.is_empty() && self.profile.is_none() => {
                Some((*node, *number))
            }
            _ => None,
        }
    }

    /// Keeps the ways to the nodes of a block for later; false where the next step is another, or some go by themselves.
    pub(super) fn collapse_block(&mut self, next: usize, block: &Block, times: u64) -> bool {
        let Some((node, number)) = self.kept(next) else { return false };
        let Some(column) = block.column(Var::Node(node)) else { return false };
        let bound = self.frozen().nodes();
        for (at, own) in column.iter().enumerate() {
            self.ways[number].add(*own, times.saturating_mul(block.weight(at)), bound);
        }
        true
    }

    /// The same for neighbours of which nothing more is to be checked.
    pub(super) fn collapse_list(&mut self, next: usize, found: &[u32], times: u64) -> bool {
        let Some((_, number)) = self.kept(next) else { return false };
        let bound = self.frozen().nodes();
        found.iter().for_each(|own| self.ways[number].add(*own, times, bound));
        true
    }

    /// Goes on with what was kept, from the first such step to the last.
    pub(super) fn go_on(&mut self) -> Result<(), QueryError> {
        let plan = self.plan;
        for (at, step) in plan.steps.iter().enumerate() {
            let StepKind::Collapse { node, apart, number } = &step.kind else { continue };
            // What a way walked over is none of what comes now.
            apart.iter().for_each(|other| self.registers.edges[other.edge] = u32::MAX);
            for (own, times) in std::mem::take(&mut self.ways[*number]).all() {
                self.registers.nodes[*node] = own;
                if !self.run(at + 1, times)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
