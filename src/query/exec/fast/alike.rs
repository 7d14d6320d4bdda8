//! Relationships that must have a property equal to what is bound: where a node with many of them comes again and again, they
//! are put in order of that property once, and then looked up.

use super::Machine;
use super::lists::parts;
use crate::graph::Direction;
use crate::query::plan::logical::Var;
use crate::query::plan::physical::{List, Step};
use crate::query::plan::test::Alike;

/// A node with fewer relationships than this is walked over each time.
const MANY: u64 = 24;
/// So often a node is walked over before its relationships are put in order.
const OFTEN: u32 = 3;

/// The relationships of nodes that came often.
#[derive(Default)]
pub(super) struct Sorted {
    /// Of each node: how often it was asked for, while that is no more than [`OFTEN`]; then where its relationships begin,
    /// that much larger, and how many there are.
    nodes: Vec<[u32; 2]>,
    /// Their property and their number, those of a node in order.
    edges: Vec<(i64, u32)>,
}

impl Sorted {
    /// The relationships of a node with a value.
    fn of(&self, node: u32, value: i64) -> Option<impl Iterator<Item = u32>> {
        let [start, count] = self.nodes.get(node as usize).copied()?;
        let start = start.checked_sub(OFTEN + 1)? as usize;
        let own = &self.edges[start..start + count as usize];
        let from = own.partition_point(|(other, _)| *other < value);
        Some(own[from..].iter().take_while(move |(other, _)| *other == value).map(|(_, edge)| *edge))
    }
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    /// Puts the relationships that may do into an array; false if they have to be walked over.
    pub(super) fn find_alike(
        &mut self,
        at: usize,
        step: &'m Step,
        (list, to, edge): (&'m List, usize, usize),
        found: &mut Vec<u32>,
    ) -> bool {
        let node = self.registers.nodes[list.from];
        if list.direction == Direction::Both || self.degree(list, node) < MANY {
            return false;
        }
        // What the relationship leads to is not bound before it is.
        let before = |alike: &Alike<'_>| alike.var != Var::Node(to);
        let mut all = step.checks.tests.iter().filter_map(|test| test.alike(edge)).filter(before);
        let Some(alike) = all.next() else { return false };
        // Nothing is equal to what is missing.
        let Some(value) = alike.other(self.registers.get(alike.var)) else { return true };
        let mut sorted = std::mem::take(&mut self.sorted[at]);
        let mut known = sorted.of(node, value).map(|edges| found.extend(edges)).is_some();
        if !known && self.comes_often(&mut sorted, list, node, &alike) {
            known = sorted.of(node, value).map(|edges| found.extend(edges)).is_some();
        }
        self.sorted[at] = sorted;
        known
    }

    /// Counts that a node was asked for; puts its relationships in order when that is often.
    fn comes_often(&self, sorted: &mut Sorted, list: &'m List, node: u32, alike: &Alike<'_>) -> bool {
        let frozen = self.frozen();
        if sorted.nodes.is_empty() {
            sorted.nodes = vec![[0; 2]; frozen.nodes()];
        }
        let asked = &mut sorted.nodes[node as usize];
        if asked[0] < OFTEN {
            asked[0] += 1;
            return false;
        }
        let start = sorted.edges.len();
        let _ = parts::<()>(frozen, list, node, |part| {
            let all = part.range.map(|position| part.adjacency.edge(position));
            sorted.edges.extend(all.filter_map(|edge| Some((alike.own(edge)?, edge))));
            Ok(true)
        });
        sorted.edges[start..].sort_unstable();
        let count = sorted.edges.len() - start;
        *asked = [start as u32 + OFTEN + 1, count as u32];
        true
    }
}
