//! A node that is a neighbour of several bound ones: the shortest list is walked, the others are searched beside it
//! (a worst-case-optimal join).

use super::Machine;
use super::lists::parts;
use crate::graph::Direction;
use crate::query::error::QueryError;
use crate::query::plan::physical::{List, Step};

/// A sorted list beside the one that is walked, and how far it was searched.
#[derive(Clone, Copy, Default)]
struct Beside<'a> {
    sorted: &'a [u32],
    at: usize,
    /// The list's own node, where a relationship to itself was counted already.
    skip: Option<u32>,
}

impl Beside<'_> {
    /// How often the number is in it. Numbers are asked for in ascending order.
    #[inline]
    fn count(&mut self, number: u32) -> u64 {
        let rest = &self.sorted[self.at..];
        if rest.first().is_some_and(|own| *own < number) {
            let mut stride = 1;
            while rest.get(stride).is_some_and(|own| *own < number) {
                stride *= 2;
            }
            let from = stride / 2;
            let until = (stride + 1).min(rest.len());
            self.at += from + rest[from..until].partition_point(|own| *own < number);
        }
        let mut count = 0;
        while self.sorted.get(self.at + count) == Some(&number) {
            count += 1;
        }
        if self.skip == Some(number) { 0 } else { count as u64 }
    }
}

impl<'m, 'a> Machine<'m, 'a> {
    pub(super) fn intersect(
        &mut self,
        at: usize,
        step: &'m Step<'a>,
        lists: &'m [List],
        to: usize,
        times: u64,
    ) -> Result<bool, QueryError> {
        let frozen = self.frozen();
        let own = |list: &List| self.registers.nodes[list.from];
        let lengths = lists.iter().map(|list| self.degree(list, own(list)));
        let Some((driver, shortest)) = lengths.enumerate().min_by_key(|(_, length)| *length) else {
            return Ok(true);
        };
        if shortest == 0 {
            return Ok(true);
        }
        // Lists of one type are sorted; the others are looked at from the smaller end each time.
        let sorted = |list: &List| list.kinds.len() == 1;
        let mut beside: [[Beside<'a>; 2]; 4] = Default::default();
        let mut kept: [usize; 4] = [0; 4];
        let mut searched = 0;
        for (place, list) in lists.iter().enumerate() {
            if place == driver || !sorted(list) || searched == 4 || !sorted(&lists[driver]) {
                continue;
            }
            let node = own(list);
            let mut side = 0;
            let _ = parts::<()>(frozen, list, node, |part| {
                let skip = (part.loops_seen && list.direction == Direction::Both).then_some(node);
                beside[searched][side] =
                    Beside { sorted: part.adjacency.neighbours(part.range), at: 0, skip };
                side += 1;
                Ok(true)
            });
            kept[searched] = place;
            searched += 1;
        }
        let from = own(&lists[driver]);
        let counts = self.sink.counts() && self.is_last(at) && step.checks.is_empty();
        let mut total: u64 = 0;
        let going = parts(frozen, &lists[driver], from, |part| {
            let mut beside = beside;
            let walked = part.adjacency.neighbours(part.range);
            let mut place = 0;
            'walk: while place < walked.len() {
                let number = walked[place];
                let mut product: u64 = 1;
                place += 1;
                while walked.get(place) == Some(&number) {
                    product += 1;
                    place += 1;
                }
                if part.loops_seen && number == from {
                    continue;
                }
                for two in &mut beside[..searched] {
                    let count = two[0].count(number) + two[1].count(number);
                    if count == 0 {
                        continue 'walk;
                    }
                    product = product.saturating_mul(count);
                }
                for (place, list) in lists.iter().enumerate() {
                    if place != driver && !kept[..searched].contains(&place) {
                        product = product.saturating_mul(self.count_links(
                            list,
                            self.registers.nodes[list.from],
                            number,
                        ));
                        if product == 0 {
                            continue 'walk;
                        }
                    }
                }
                if counts {
                    total = total.saturating_add(product);
                    continue;
                }
                self.tick()?;
                self.registers.nodes[to] = number;
                let left = self.check(&step.checks, number, times.saturating_mul(product));
                if left > 0 && !self.run(at + 1, left)? {
                    return Ok(false);
                }
            }
            Ok(true)
        })?;
        if counts {
            self.sink.add(times.saturating_mul(total));
        }
        Ok(going)
    }
}
