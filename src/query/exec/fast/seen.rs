//! What `count(DISTINCT …)` has seen: numbers of nodes and relationships, or pairs of a group and a number, each once. Millions
//! of pairs are quicker to sort now and then than to look up one by one, each at a place of its own in memory.

use crate::graph::{Bits, Column};
use crate::value::Value;
use rustc_hash::FxHashSet;

/// What was seen of a variable.
pub(super) enum Seen {
    /// In the only group.
    Alone(Bits),
    /// By group.
    Grouped(Pairs),
}

/// Pairs, each once in the end.
#[derive(Default)]
pub(super) struct Pairs {
    /// In order, each once.
    known: Vec<u64>,
    /// As they came.
    new: Vec<u64>,
}

/// So many are gathered at least before they are sorted.
const FEW: usize = 1 << 14;

impl Pairs {
    /// Takes a pair.
    #[inline]
    pub(super) fn insert(&mut self, first: u32, second: u32) {
        let pair = u64::from(first) << 32 | u64::from(second);
        // What comes again mostly comes at once.
        if self.new.last() == Some(&pair) {
            return;
        }
        self.new.push(pair);
        if self.new.len() >= FEW.max(self.known.len()) {
            self.settle();
        }
    }

    /// How many different ones there are at least, as far as is known without work.
    pub(super) fn at_least(&self) -> usize {
        self.known.len()
    }

    /// The bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        (self.known.capacity() + self.new.capacity()) * size_of::<u64>()
    }

    /// All pairs in order.
    pub(super) fn all(mut self) -> impl Iterator<Item = (u32, u32)> {
        self.settle();
        #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
        self.known.into_iter().map(|pair| ((pair >> 32) as u32, pair as u32))
    }

    fn settle(&mut self) {
        self.new.sort_unstable();
        self.new.dedup();
        if self.known.is_empty() {
            std::mem::swap(&mut self.known, &mut self.new);
            return;
        }
        let mut place = 0;
        self.new.retain(|pair| {
            while self.known.get(place).is_some_and(|own| own < pair) {
                place += 1;
            }
            self.known.get(place) != Some(pair)
        });
        // Two runs in order, which the stable sort merges.
        self.known.append(&mut self.new);
        self.known.sort();
    }
}

/// How many different values each group has seen; null is none.
pub(super) fn different(column: Option<&Column>, seen: Seen, groups: u32) -> Vec<u64> {
    let mut counts = vec![0; groups as usize];
    let mut values: FxHashSet<(u32, Value)> = FxHashSet::default();
    let mut count = |group: u32, number: u32| {
        let new = match column {
            None => true,
            Some(column) if column.is_missing(number) => false,
            Some(column) if column.is_unique() => true,
            Some(column) => values.insert((group, column.value(number))),
        };
        counts[group as usize] += u64::from(new);
    };
    match seen {
        Seen::Alone(_) if groups == 0 => {}
        Seen::Alone(seen) if column.is_none_or(Column::is_unique) => counts[0] = seen.len() as u64,
        Seen::Alone(seen) => seen.iter().for_each(|number| count(0, number)),
        Seen::Grouped(seen) => seen.all().for_each(|(group, number)| count(group, number)),
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn each_comes_once(pairs in prop::collection::vec((0u32..40, 0u32..40), 0..300), every in 1usize..90) {
            let mut own = Pairs::default();
            for (at, (a, b)) in pairs.iter().enumerate() {
                own.insert(*a, *b);
                if at % every == 0 {
                    own.settle();
                }
                prop_assert!(own.at_least() <= at + 1 && own.bytes() > 0);
            }
            let all: Vec<_> = own.all().collect();
            let expected: Vec<_> = pairs.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
            prop_assert_eq!(all, expected);
        }
    }

    #[test]
    fn many_are_sorted_now_and_then() {
        let mut pairs = Pairs::default();
        let count = u32::try_from(5 * FEW).unwrap();
        for round in 0..3 {
            (0..count).for_each(|at| pairs.insert(at.wrapping_mul(0x9E37_79B1) % count, round % 2));
        }
        assert!(pairs.at_least() > count as usize && pairs.new.len() <= pairs.known.len());
        assert_eq!(
            pairs.all().count(),
            (0..count).map(|at| at.wrapping_mul(0x9E37_79B1) % count).collect::<BTreeSet<_>>().len() * 2
        );
    }
}
