//! What `count(DISTINCT …)` has seen: numbers of nodes and relationships, or pairs of a group and a number, each once. Millions
//! of pairs are quicker to sort now and then than to look up one by one, each at a place of its own in memory.

use super::aggregation::NONE;
use crate::graph::{Bits, Column, Values};
use crate::query::plan::logical::Var;
use crate::query::plan::test::Registers;
use crate::value::Value;
use rustc_hash::FxHashSet;

/// What was seen of a variable.
pub(super) enum Seen {
    /// In the only group.
    Alone(Bits),
    /// By group, where all matches of a group come together.
    Led(Table, Vec<u64>),
    /// By group.
    Grouped(Pairs),
}

/// What is known of each number, of one owner at a time.
pub(super) struct Table {
    /// By number: the round in which it was noted, and what.
    entries: Vec<[u32; 2]>,
    owner: u32,
    round: u32,
}

impl Table {
    /// For numbers below a bound.
    pub(super) fn new(bound: usize) -> Self {
        Table { entries: vec![[0; 2]; bound], owner: NONE, round: 0 }
    }

    /// What is noted of the owner's number; `NONE` if nothing is.
    #[inline]
    pub(super) fn of(&mut self, owner: u32, number: u32) -> &mut u32 {
        if owner != self.owner {
            self.owner = owner;
            self.round = self.round.checked_add(1).unwrap_or_else(|| {
                self.entries.fill([0; 2]);
                1
            });
        }
        let [round, known] = &mut self.entries[number as usize];
        if *round != self.round {
            (*round, *known) = (self.round, NONE);
        }
        known
    }

    /// Whether the owner's number was not asked for before.
    #[inline]
    pub(super) fn is_new(&mut self, owner: u32, number: u32) -> bool {
        std::mem::replace(self.of(owner, number), 0) == NONE
    }
}

/// Different matches of some variables, of which only the number is wanted.
pub(super) enum Counted {
    /// Of one variable.
    One(Var, Bits),
    /// Of two, the first of which comes once, with all matches of it together.
    Led(Var, Var, Table),
    /// Of two.
    Two([Var; 2], FxHashSet<u64>),
    /// Of any.
    Many(Vec<Var>, FxHashSet<Vec<u32>>),
}

impl Counted {
    /// Whether this match is the first of its kind.
    #[inline]
    pub(super) fn is_new(&mut self, registers: &Registers<'_>) -> bool {
        match self {
            Counted::One(var, seen) => seen.insert(registers.get(*var)),
            Counted::Led(lead, other, seen) => seen.is_new(registers.get(*lead), registers.get(*other)),
            Counted::Two([one, two], seen) => {
                seen.insert(u64::from(registers.get(*one)) << 32 | u64::from(registers.get(*two)))
            }
            Counted::Many(vars, seen) => seen.insert(vars.iter().map(|var| registers.get(*var)).collect()),
        }
    }
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
    match (seen, column) {
        (Seen::Led(_, counts), _) => return counts,
        (Seen::Alone(_), _) if groups == 0 => {}
        (Seen::Alone(seen), None) => counts[0] = seen.len() as u64,
        (Seen::Alone(seen), Some(column)) => counts[0] = values(column, &seen),
        (Seen::Grouped(seen), None) => seen.all().for_each(|(group, _)| counts[group as usize] += 1),
        (Seen::Grouped(seen), Some(column)) => {
            let mut known: FxHashSet<(u32, Value)> = FxHashSet::default();
            let mut codes: FxHashSet<(u32, i64)> = FxHashSet::default();
            for (group, number) in seen.all().filter(|(_, number)| !column.is_missing(*number)) {
                let new = column.is_unique()
                    || match code(column, number) {
                        Some(code) => codes.insert((group, code)),
                        None => known.insert((group, column.value(number))),
                    };
                counts[group as usize] += u64::from(new);
            }
        }
    }
    counts
}

/// A number that is the same for equal values of a column.
#[inline]
fn code(column: &Column, number: u32) -> Option<i64> {
    match column.codes() {
        Some((codes, _)) => Some(i64::from(codes[number as usize])),
        None => column.whole(number),
    }
}

/// How many different values these have.
fn values(column: &Column, seen: &Bits) -> u64 {
    let there = || seen.iter().filter(|number| !column.is_missing(*number));
    if column.is_unique() {
        return there().count() as u64;
    }
    if let Values::Texts { .. } = column.values {
        return there().filter_map(|number| column.text(number)).collect::<FxHashSet<_>>().len() as u64;
    }
    let codes = || there().filter_map(|number| code(column, number));
    let (least, most) = codes().fold((i64::MAX, i64::MIN), |(a, b), own| (a.min(own), b.max(own)));
    let Some(range) = most.checked_sub(least) else {
        return there().map(|number| column.value(number)).collect::<FxHashSet<_>>().len() as u64;
    };
    // Numbers that are close together are marked, others are looked up.
    match usize::try_from(range) {
        Ok(range) if range <= CLOSE * (1 + seen.len()) => {
            let mut found = Bits::new(range + 1);
            codes().filter(|own| u32::try_from(own - least).is_ok_and(|own| found.insert(own))).count() as u64
        }
        _ => codes().collect::<FxHashSet<_>>().len() as u64,
    }
}

/// A bit each is less than an entry of a table as long as there are no more than so many bits for an entry.
const CLOSE: usize = 64;

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

    #[test]
    fn a_table_forgets_with_its_owner() {
        let mut table = Table::new(3);
        assert!(table.is_new(7, 1) && !table.is_new(7, 1) && table.is_new(7, 2));
        assert!(table.is_new(8, 1), "another owner");
        assert!(table.is_new(7, 1), "the first again");
        *table.of(7, 0) = 5;
        assert_eq!((*table.of(7, 0), *table.of(9, 0)), (5, NONE));
        table.round = u32::MAX;
        table.owner = 1;
        assert!(table.is_new(2, 1) && !table.is_new(2, 1), "after the last round");
    }

    #[test]
    fn different_values_are_counted_whatever_they_are() {
        let whole = |number: i64| Some(Value::Integer(number));
        let samples: Vec<(Vec<Option<Value>>, u64)> = vec![
            (vec![whole(3), whole(3), None, whole(-4)], 2),
            (vec![whole(i64::MIN), whole(i64::MAX), whole(i64::MIN)], 2),
            (vec![whole(0), whole(1 << 40), whole(0)], 2),
            (["a", "b", "a", "c"].map(|text| Some(Value::from(text))).to_vec(), 3),
            (vec![Some(Value::from(1.5)), None, Some(Value::from(1.5))], 1),
            (vec![whole(1), Some(Value::from("x")), Some(Value::from(1.0))], 2),
            (vec![None, None], 0),
        ];
        for (sample, expected) in samples {
            let column = Column::new(sample.len(), || sample.clone().into_iter());
            let mut seen = Bits::new(sample.len());
            let mut pairs = Pairs::default();
            for at in 0..sample.len() as u32 {
                seen.insert(at);
                pairs.insert(0, at);
            }
            assert_eq!(different(Some(&column), Seen::Alone(seen), 1), [expected], "{sample:?}");
            assert_eq!(different(Some(&column), Seen::Grouped(pairs), 1), [expected], "{sample:?}");
        }
    }
}
