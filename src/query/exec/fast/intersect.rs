//! A node that is a neighbour of several bound ones: their sorted lists are walked side by side (a worst-case-optimal
//! join). Where one of two lists stays as it is while the other changes, its nodes are marked once, and those of the
//! other are looked up among the marks.

use super::Machine;
use super::lists::occurrences;
use crate::graph::Bits;
use crate::query::error::QueryError;
use crate::query::plan::physical::{List, Step};
use crate::query::plan::rules::order::MOST_LISTS;

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn intersect(
        &mut self,
        at: usize,
        step: &'m Step,
        lists: &'m [List],
        to: usize,
        times: u64,
    ) -> Result<bool, QueryError> {
        if let [first, second] = lists
            && self.is_last(at)
            && self.sink.counts()
            && step.checks.are_labels()
            && step.bulk.is_empty()
            && let Some(first) = self.one(first, self.registers.nodes[first.from])
            && let Some(second) = self.one(second, self.registers.nodes[second.from])
        {
            let mut total: u64 = 0;
            let meeting = self.meeting(at, first, second);
            meeting.each(first, second, |node, count| {
                if step.checks.labels.iter().all(|label| label.set.contains(node)) {
                    total = total.saturating_add(count);
                }
            });
            self.work(first.len().min(second.len()))?;
            self.sink.add(times.saturating_mul(total));
            return Ok(true);
        }
        let mut block = self.block(at);
        block.begin(to, None, None);
        let going = match self.meet(at, lists, &mut block.nodes, &mut block.weights) {
            false => Ok(true),
            true => self.proceed(at, step, &mut block, times),
        };
        self.give_back(at, block);
        going
    }

    /// What is known of the first of two lists, of which it is marked what is sought often.
    #[inline]
    fn meeting(&mut self, at: usize, first: &'m [u32], second: &[u32]) -> &Meeting<'m> {
        let nodes = self.frozen().nodes();
        let meeting = &mut self.meetings[at];
        if !std::ptr::eq(meeting.first, first) {
            meeting.begin(first);
        } else if !meeting.marked {
            // To mark and unmark is more work than to look up a few nodes of a short list.
            meeting.sought += second.len();
            if meeting.sought * 4 > first.len() {
                meeting.mark(nodes);
            }
        }
        meeting
    }

    /// The nodes that are in all lists, and how often; false if there is none.
    fn meet(&mut self, at: usize, lists: &'m [List], nodes: &mut Vec<u32>, weights: &mut Vec<u64>) -> bool {
        if let [first, second] = lists
            && let Some(first) = self.one(first, self.registers.nodes[first.from])
            && let Some(second) = self.one(second, self.registers.nodes[second.from])
        {
            let meeting = self.meeting(at, first, second);
            meeting.each(first, second, |number, count| {
                if count > 1 && weights.is_empty() {
                    weights.resize(nodes.len(), 1);
                }
                nodes.push(number);
                if !weights.is_empty() || count > 1 {
                    weights.push(count);
                }
            });
            return !nodes.is_empty();
        }
        // Lists in pieces are copied and sorted.
        let mut copies: Vec<(usize, Vec<u32>)> = Vec::new();
        let mut sorted: [&[u32]; MOST_LISTS] = [&[]; MOST_LISTS];
        if lists.len() > MOST_LISTS {
            return false;
        }
        for (place, list) in lists.iter().enumerate() {
            let node = self.registers.nodes[list.from];
            if self.one(list, node).is_none() {
                let mut copy = Vec::new();
                self.collect(list, node, &mut copy);
                copy.sort_unstable();
                copies.push((place, copy));
            }
        }
        for (place, (list, own)) in lists.iter().zip(&mut sorted).enumerate() {
            *own = match copies.iter().find(|(of, _)| *of == place) {
                Some((_, copy)) => copy,
                None => self.one(list, self.registers.nodes[list.from]).unwrap_or_default(),
            };
            if own.is_empty() {
                return false;
            }
        }
        let sorted = &mut sorted[..lists.len()];
        sorted.sort_by_key(|own| own.len());
        let [first, second, rest @ ..] = sorted else { return false };
        let mut plain = true;
        both(first, second, |number, count| {
            nodes.push(number);
            weights.push(count);
            plain &= count == 1;
        });
        for next in rest {
            let (mut kept, mut place) = (0, 0);
            for at in 0..nodes.len() {
                let number = nodes[at];
                place = super::lists::seek(next, number, place);
                let count = next[place..].iter().take_while(|own| **own == number).count() as u64;
                if count > 0 {
                    (nodes[kept], weights[kept]) = (number, weights[at].saturating_mul(count));
                    plain &= count == 1;
                    kept += 1;
                }
            }
            nodes.truncate(kept);
            weights.truncate(kept);
        }
        if plain {
            weights.clear();
        }
        !nodes.is_empty()
    }
}

/// The first of two lists that a step walks side by side.
#[derive(Clone, Default)]
pub(super) struct Meeting<'m> {
    /// It starts at the node that was bound first, so it often stays.
    first: &'m [u32],
    /// How many nodes were looked for in it.
    sought: usize,
    /// Whether its nodes are in `set`.
    marked: bool,
    /// Whether a node is in it more than once.
    repeats: bool,
    set: Bits,
}

impl<'m> Meeting<'m> {
    /// Another list comes first from now on.
    fn begin(&mut self, first: &'m [u32]) {
        if self.marked {
            self.first.iter().for_each(|node| self.set.remove(*node));
        }
        (self.first, self.sought, self.marked) = (first, 0, false);
    }

    fn mark(&mut self, nodes: usize) {
        self.set.grow(nodes);
        self.repeats = false;
        for node in self.first {
            self.repeats |= !self.set.insert(*node);
        }
        self.marked = true;
    }

    /// Calls `each` with every node that both lists have, and the product of how often it is in each.
    #[inline]
    fn each(&self, first: &[u32], second: &[u32], mut each: impl FnMut(u32, u64)) {
        if !self.marked || second.len() / MUCH_LONGER > first.len() {
            return both(first, second, each);
        }
        let mut at = 0;
        while let Some(&node) = second.get(at) {
            if !self.set.contains(node) {
                at += 1;
                continue;
            }
            let count = run(&second[at..], node);
            at += count;
            let other = if self.repeats { occurrences(first, node) } else { 1 };
            each(node, (count * other) as u64);
        }
    }
}

/// In a list that is so many times as long as another one, the nodes of that are looked up one by one.
const MUCH_LONGER: usize = 16;

fn run(of: &[u32], number: u32) -> usize {
    of.iter().take_while(|own| **own == number).count()
}

/// Calls `each` with every number that two sorted slices share, and the product of how often it is in each.
#[inline]
fn both(first: &[u32], second: &[u32], mut each: impl FnMut(u32, u64)) {
    let (short, long) = if first.len() <= second.len() { (first, second) } else { (second, first) };
    if short.is_empty() {
        return;
    }
    if long.len() / short.len() > MUCH_LONGER {
        let (mut at, mut place) = (0, 0);
        while let Some(&number) = short.get(at) {
            let count = run(&short[at..], number);
            at += count;
            place = super::lists::seek(long, number, place);
            let other = run(&long[place..], number);
            if other > 0 {
                each(number, (count * other) as u64);
            }
        }
        return;
    }
    let (mut at, mut bt) = (0, 0);
    while let (Some(&a), Some(&b)) = (short.get(at), long.get(bt)) {
        if a == b {
            let (count, other) = (run(&short[at..], a), run(&long[bt..], a));
            each(a, (count * other) as u64);
            at += count;
            bt += other;
        } else {
            at += usize::from(a < b);
            bt += usize::from(b < a);
        }
    }
}
