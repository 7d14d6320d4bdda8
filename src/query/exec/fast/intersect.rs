//! A node that is a neighbour of several bound ones: their sorted lists are walked side by side (a worst-case-optimal
//! join).

use super::Machine;
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
            both(first, second, |node, count| {
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
        let going = match self.meet(lists, &mut block.nodes, &mut block.weights) {
            false => Ok(true),
            true => self.proceed(at, step, &mut block, times),
        };
        self.give_back(at, block);
        going
    }

    /// The nodes that are in all lists, and how often; false if there is none.
    fn meet(&mut self, lists: &'m [List], nodes: &mut Vec<u32>, weights: &mut Vec<u64>) -> bool {
        if let [first, second] = lists
            && let Some(first) = self.one(first, self.registers.nodes[first.from])
            && let Some(second) = self.one(second, self.registers.nodes[second.from])
        {
            both(first, second, |number, count| {
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

/// Calls `each` with every number that two sorted slices share, and the product of how often it is in each.
#[inline]
fn both(first: &[u32], second: &[u32], mut each: impl FnMut(u32, u64)) {
    let (short, long) = if first.len() <= second.len() { (first, second) } else { (second, first) };
    let run = |of: &[u32], number: u32| of.iter().take_while(|own| **own == number).count();
    if short.is_empty() {
        return;
    }
    if long.len() / short.len() > 16 {
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
