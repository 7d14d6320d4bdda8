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
use crate::query::plan::physical::{Each, Link, List, Step, Within};
use rustc_hash::FxHashMap;

/// Takes nodes that were reached, each once: after how many steps, and the nodes; false if no more are needed. After how
/// many is not known of relationships that are walked both ways.
type Visit<'v, 'm, 'a> = dyn FnMut(&mut Machine<'m, 'a>, u32, &[u32]) -> Result<bool, QueryError> + 'v;

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn reach(
        &mut self,
        at: usize,
        step: &'m Step,
        (list, each, measured): (&'m List, &'m Each, bool),
        (to, min, max): (usize, u32, u32),
        times: u64,
    ) -> Result<bool, QueryError> {
        let start = self.registers.nodes[list.from];
        self.spread((list, each), (start, min, max), &mut |machine, depth, nodes| {
            let steps = measured.then(|| (each.edge, vec![depth; nodes.len()]));
            machine.go_on_with(at, step, to, &mut Ends { nodes: nodes.to_vec(), steps }, times)
        })
    }

    /// Whether one of the nodes within so many steps of one will do.
    pub(super) fn is_within(
        &mut self,
        list: &'m List,
        within: &'m Within,
        start: u32,
        mut will_do: impl FnMut(&mut Self, u32) -> bool,
    ) -> bool {
        let Within { min, max, each } = within;
        let mut found = false;
        let visit = &mut |machine: &mut Self, _: u32, nodes: &[u32]| {
            found = nodes.iter().any(|node| will_do(machine, *node));
            Ok(!found)
        };
        if let Err(error) = self.spread((list, each), (start, *min, *max), visit) {
            self.stopped = Some(error);
        }
        found
    }

    /// The nodes that a repeated link leads to, for the node that it starts from: kept until that is another one.
    pub(super) fn mark_within(&mut self, link: &'m Link, within: &'m Within) {
        let from = self.registers.nodes[link.list.from];
        let nodes = self.frozen().nodes();
        let marks = &mut self.marks[link.number];
        if marks.owner == Some(from) {
            return;
        }
        let mut set = marks.set.take().unwrap_or_else(|| Bits::new(nodes));
        let mut reached = std::mem::take(&mut marks.reached);
        reached.drain(..).for_each(|node| set.remove(node));
        let Within { min, max, each } = within;
        let visit = &mut |_: &mut Self, _: u32, nodes: &[u32]| {
            nodes.iter().for_each(|node| _ = set.insert(*node));
            reached.extend_from_slice(nodes);
            Ok(true)
        };
        if let Err(error) = self.spread((&link.list, each), (from, *min, *max), visit) {
            self.stopped = Some(error);
        }
        let marks = &mut self.marks[link.number];
        (marks.owner, marks.set, marks.reached) = (Some(from), Some(set), reached);
    }

    /// Every node within so many steps of one, once, breadth first.
    fn spread(
        &mut self,
        (list, each): (&'m List, &'m Each),
        (start, min, max): (u32, u32, u32),
        visit: &mut Visit<'_, 'm, 'a>,
    ) -> Result<bool, QueryError> {
        if list.direction == Direction::Both {
            return self.spread_both((list, each), (start, min, max), visit);
        }
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
            if !next.is_empty() && !visit(self, depth, &next)? {
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

    fn spread_both(
        &mut self,
        (list, each): (&'m List, &'m Each),
        (start, min, max): (u32, u32, u32),
        visit: &mut Visit<'_, 'm, 'a>,
    ) -> Result<bool, QueryError> {
        // Of each node that was reached: the relationship that its branch begins with, and how far it is.
        let mut reached: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        let mut circle = min == 0;
        let mut ends: Vec<u32> = if circle { vec![start] } else { Vec::new() };
        let (mut frontier, mut depth) = (vec![start], 0);
        while depth < max && !frontier.is_empty() {
            if !ends.is_empty() && !visit(self, depth, &ends)? {
                return Ok(false);
            }
            ends.clear();
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
            ends.extend_from_slice(&next);
            frontier = next;
            depth += 1;
        }
        if circle && min > 0 {
            ends.push(start);
        }
        if ends.is_empty() { Ok(true) } else { visit(self, depth, &ends) }
    }
}
