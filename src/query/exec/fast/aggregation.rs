//! The aggregates of groups, as the fast operators keep them: counts and numbers of nodes and relationships where that is
//! enough, else what the interpreter keeps.

use super::super::Context;
use super::super::eval::value_error;
use super::super::projection::State;
use super::block::Block;
use super::codes::Codes;
use super::maybe::NOTHING;
use super::seen::{Pairs, Seen};
use crate::graph::{Column, Values, View};
use crate::query::bind::bound::Aggregate;
use crate::query::error::QueryError;
use crate::query::functions::FloatSum;
use crate::query::plan::logical::Var;
use crate::query::plan::scalar::Scalar;
use crate::query::plan::test::Registers;
use crate::value::{Operator, Value};
use std::cmp::Ordering;

/// How an aggregate is computed.
pub(super) enum Aggregation<'m, 'a> {
    /// All rows are counted.
    Rows(Vec<u64>),
    /// Rows where a property is there are counted.
    Values(&'a Column, Var, Vec<u64>),
    /// Rows where an OPTIONAL MATCH found something are counted.
    Present(Var, Vec<u64>),
    /// Different nodes or relationships are counted, or with a column different values of their property.
    Different(Option<&'a Column>, Var, Seen),
    /// The one with the largest or smallest value of a property.
    Extreme { column: &'a Column, var: Var, larger: bool, best: Vec<u32> },
    /// Any other, as the interpreter does it.
    Other(&'m Aggregate, Vec<State>),
    /// The same where its argument is a property, and a second one the same for all: values are taken from the column.
    Fed { aggregate: &'m Aggregate, column: &'a Column, var: Var, rest: Option<Value>, states: Vec<State> },
    /// The same where its argument is a node or a relationship.
    Entities { aggregate: &'m Aggregate, view: View<'a>, var: Var, states: Vec<State> },
    /// The sum or the mean of a property that is a number throughout.
    Numbers { mean: bool, column: &'a Column, var: Var, tallies: Vec<Tally> },
    /// The same of what is computed from columns.
    Sums { mean: bool, scalar: Scalar, tallies: Vec<Tally> },
    /// The same as `Other` of what looks at a few small things only: it is computed once for each combination.
    Coded { aggregate: &'m Aggregate, codes: Codes, values: Vec<Option<Value>>, states: Vec<State> },
    /// The same as `Other` of what is computed from columns.
    Computed { aggregate: &'m Aggregate, scalar: Scalar, states: Vec<State> },
}

/// No node or relationship, no group.
pub(super) const NONE: u32 = u32::MAX;

/// About how many bytes aggregates keep, against the limit on memory.
pub(super) struct Held<'m> {
    pub(super) context: &'m Context<'m>,
    pub(super) bytes: usize,
}

impl Held<'_> {
    #[inline]
    pub(super) fn more(&mut self, bytes: usize) -> Result<(), QueryError> {
        if bytes == 0 {
            return Ok(());
        }
        self.bytes += bytes;
        self.context.check_bytes(self.bytes)
    }

    /// The different ones of a group, which come to their values in the end.
    fn at_least(&self, seen: &Pairs) -> Result<(), QueryError> {
        self.context.check_bytes(self.bytes + seen.bytes() + seen.at_least() * size_of::<(u32, Value)>())
    }

    /// Gives an aggregate a value so many times, with a second argument if it has one.
    pub(super) fn feed(
        &mut self,
        state: &mut State,
        value: Value,
        rest: Option<&Value>,
        times: u64,
    ) -> Result<(), QueryError> {
        let times = if state.is_distinct() { 1 } else { times };
        let both;
        let arguments = match rest {
            None => std::slice::from_ref(&value),
            Some(rest) => {
                both = [value, rest.clone()];
                &both[..]
            }
        };
        for at in 0..times {
            if at > 0 {
                self.context.work(1)?;
            }
            let bytes = state.update(arguments)?;
            self.more(bytes)?;
        }
        Ok(())
    }
}

impl Aggregation<'_, '_> {
    /// Begins a group.
    pub(super) fn add(&mut self) {
        match self {
            Aggregation::Rows(counts)
            | Aggregation::Present(_, counts)
            | Aggregation::Values(_, _, counts)
            | Aggregation::Different(_, _, Seen::Led(_, counts)) => counts.push(0),
            Aggregation::Different(..) => {}
            Aggregation::Numbers { tallies, .. } | Aggregation::Sums { tallies, .. } => {
                tallies.push(Tally::default());
            }
            Aggregation::Extreme { best, .. } => best.push(NONE),
            Aggregation::Other(aggregate, states)
            | Aggregation::Fed { aggregate, states, .. }
            | Aggregation::Entities { aggregate, states, .. }
            | Aggregation::Coded { aggregate, states, .. }
            | Aggregation::Computed { aggregate, states, .. } => {
                states.push(State::new(aggregate));
            }
        }
    }

    /// The count of each group, where it is one from the beginning.
    pub(super) fn counts(&self) -> Option<&[u64]> {
        match self {
            Aggregation::Rows(counts)
            | Aggregation::Present(_, counts)
            | Aggregation::Different(_, _, Seen::Led(_, counts)) => Some(counts),
            _ => None,
        }
    }

    /// The values of some groups; those of what keeps more than numbers are gone then.
    pub(super) fn finish(&mut self, kept: &[u32]) -> Result<Vec<Value>, QueryError> {
        let kept = kept.iter().map(|group| *group as usize);
        Ok(match self {
            Aggregation::Rows(counts)
            | Aggregation::Present(_, counts)
            | Aggregation::Values(_, _, counts)
            | Aggregation::Different(_, _, Seen::Led(_, counts)) => {
                kept.map(|group| counted(counts[group])).collect()
            }
            // They were counted before.
            Aggregation::Different(..) => Vec::new(),
            Aggregation::Extreme { column, best, .. } => {
                let value = |number| if number == NONE { Value::Null } else { column.value(number) };
                kept.map(|group| value(best[group])).collect()
            }
            Aggregation::Numbers { mean, column, tallies, .. } => {
                kept.map(|group| tallies[group].finish(*mean, column.is_real())).collect::<Result<_, _>>()?
            }
            Aggregation::Sums { mean, scalar, tallies } => {
                let real = matches!(scalar, Scalar::Real(_));
                kept.map(|group| tallies[group].finish(*mean, real)).collect::<Result<_, _>>()?
            }
            Aggregation::Other(_, states)
            | Aggregation::Fed { states, .. }
            | Aggregation::Entities { states, .. }
            | Aggregation::Coded { states, .. }
            | Aggregation::Computed { states, .. } => {
                kept.map(|group| states[group].finish()).collect::<Result<_, _>>()?
            }
        })
    }

    /// Takes a match of a group.
    #[inline]
    pub(super) fn update(
        &mut self,
        group: u32,
        registers: &Registers<'_>,
        times: u64,
        held: &mut Held<'_>,
    ) -> Result<(), QueryError> {
        let at = group as usize;
        match self {
            Aggregation::Rows(counts) => counts[at] = counts[at].saturating_add(times),
            Aggregation::Present(var, counts) => {
                if registers.get(*var) != NOTHING {
                    counts[at] = counts[at].saturating_add(times);
                }
            }
            Aggregation::Values(column, var, counts) => {
                if !column.is_missing(registers.get(*var)) {
                    counts[at] = counts[at].saturating_add(times);
                }
            }
            // What an OPTIONAL MATCH did not find is nothing.
            Aggregation::Different(_, var, _) if registers.get(*var) == NOTHING => {}
            Aggregation::Different(_, var, Seen::Alone(seen)) => {
                seen.insert(registers.get(*var));
            }
            Aggregation::Different(column, var, Seen::Led(table, counts)) => {
                let number = registers.get(*var);
                counts[at] += u64::from(table.is_new(group, number) && !is_missing(*column, number));
            }
            Aggregation::Different(_, var, Seen::Grouped(seen)) => {
                seen.insert(group, registers.get(*var));
                held.at_least(seen)?;
            }
            Aggregation::Extreme { column, var, larger, best } => {
                let number = registers.get(*var);
                if column.is_missing(number) {
                    return Ok(());
                }
                let better = best[at] == NONE || {
                    let order = column.order(number, best[at]);
                    if *larger { order.is_gt() } else { order.is_lt() }
                };
                if better {
                    best[at] = number;
                }
            }
            Aggregation::Fed { column, var, rest, states, .. } => {
                held.feed(&mut states[at], column.value(registers.get(*var)), rest.as_ref(), times)?;
            }
            Aggregation::Entities { view, var, states, .. } => {
                held.feed(&mut states[at], itself(*view, *var, registers.get(*var)), None, times)?;
            }
            Aggregation::Numbers { column, var, tallies, .. } => {
                let number = registers.get(*var);
                tally(column, tallies, &[group], &[number], |_| times);
            }
            Aggregation::Sums { scalar, tallies, .. } => tallies[at].add(scalar, registers, times),
            Aggregation::Computed { scalar, states, .. } => {
                held.feed(&mut states[at], scalar.value(registers), None, times)?;
            }
            // That needs more than this.
            Aggregation::Other(..) | Aggregation::Coded { .. } => {}
        }
        Ok(())
    }
}

fn is_missing(column: Option<&Column>, number: u32) -> bool {
    column.is_some_and(|column| column.is_missing(number))
}

/// A node or relationship as a value.
fn itself(view: View<'_>, var: Var, number: u32) -> Value {
    match var {
        Var::Node(_) => Value::Node(view.id(number)),
        Var::Edge(_) => Value::Relationship(view.edge_id(number)),
        Var::Repeated(_) | Var::Path(_) | Var::Row => Value::Null,
    }
}

/// Updates an aggregate for a block's matches, which are of these groups, or all of the only one.
pub(super) fn update_block(
    one: &mut Aggregation<'_, '_>,
    groups: &[u32],
    block: &Block,
    registers: &mut Registers<'_>,
    times: u64,
    held: &mut Held<'_>,
) -> Result<(), QueryError> {
    let several = groups.len() == block.len();
    let group = |at: usize| groups[if several { at } else { 0 }];
    let weight = |at: usize| times.saturating_mul(block.weight(at));
    match one {
        Aggregation::Rows(counts) => {
            if several {
                for at in 0..block.len() {
                    let count = &mut counts[groups[at] as usize];
                    *count = count.saturating_add(weight(at));
                }
            } else {
                let count = &mut counts[groups[0] as usize];
                *count = count.saturating_add(times.saturating_mul(block.total()));
            }
        }
        Aggregation::Present(var, counts) => {
            let numbers = block.column(*var);
            for at in 0..block.len() {
                if numbers.map_or_else(|| registers.get(*var), |numbers| numbers[at]) != NOTHING {
                    let count = &mut counts[group(at) as usize];
                    *count = count.saturating_add(weight(at));
                }
            }
        }
        Aggregation::Values(column, var, counts) => {
            let numbers = block.column(*var);
            for at in 0..block.len() {
                let number = numbers.map_or_else(|| registers.get(*var), |numbers| numbers[at]);
                if !column.is_missing(number) {
                    let count = &mut counts[group(at) as usize];
                    *count = count.saturating_add(weight(at));
                }
            }
        }
        Aggregation::Different(_, var, _)
            if block.column(*var).is_none() && registers.get(*var) == NOTHING => {}
        Aggregation::Different(_, var, Seen::Alone(seen)) => match block.column(*var) {
            Some(numbers) => numbers.iter().for_each(|number| {
                seen.insert(*number);
            }),
            None => {
                seen.insert(registers.get(*var));
            }
        },
        Aggregation::Different(column, var, Seen::Led(table, counts)) => {
            let numbers = block.column(*var);
            for at in 0..block.len() {
                let number = numbers.map_or_else(|| registers.get(*var), |numbers| numbers[at]);
                let new = table.is_new(group(at), number) && !is_missing(*column, number);
                counts[group(at) as usize] += u64::from(new);
            }
        }
        Aggregation::Different(_, var, Seen::Grouped(seen)) => {
            match block.column(*var) {
                Some(numbers) => numbers.iter().enumerate().for_each(|(at, number)| {
                    seen.insert(group(at), *number);
                }),
                None => groups.iter().for_each(|group| {
                    seen.insert(*group, registers.get(*var));
                }),
            }
            held.at_least(seen)?;
        }
        Aggregation::Extreme { column, var, larger, best } => match block.column(*var) {
            Some(numbers) => extremes(column, *larger, best, groups, numbers),
            None => {
                let number = [registers.get(*var)];
                groups.iter().for_each(|group| extremes(column, *larger, best, &[*group], &number));
            }
        },
        Aggregation::Fed { column, var, rest, states, .. } => {
            let numbers = block.column(*var);
            for at in 0..block.len() {
                let number = numbers.map_or_else(|| registers.get(*var), |numbers| numbers[at]);
                held.feed(&mut states[group(at) as usize], column.value(number), rest.as_ref(), weight(at))?;
            }
        }
        Aggregation::Entities { view, var, states, .. } => {
            let numbers = block.column(*var);
            for at in 0..block.len() {
                let number = numbers.map_or_else(|| registers.get(*var), |numbers| numbers[at]);
                held.feed(&mut states[group(at) as usize], itself(*view, *var, number), None, weight(at))?;
            }
        }
        Aggregation::Numbers { column, var, tallies, .. } => match block.column(*var) {
            Some(numbers) => tally(column, tallies, groups, numbers, weight),
            None => {
                let numbers = vec![registers.get(*var); block.len()];
                tally(column, tallies, groups, &numbers, weight);
            }
        },
        Aggregation::Sums { scalar, tallies, .. } => {
            for at in 0..block.len() {
                block.load(at, registers);
                tallies[group(at) as usize].add(scalar, registers, weight(at));
            }
        }
        Aggregation::Computed { scalar, states, .. } => {
            for at in 0..block.len() {
                block.load(at, registers);
                held.feed(&mut states[group(at) as usize], scalar.value(registers), None, weight(at))?;
            }
        }
        // Not taken by blocks.
        Aggregation::Other(..) | Aggregation::Coded { .. } => {}
    }
    Ok(())
}

/// What sums and means keep, as the interpreter does.
#[derive(Clone, Default)]
pub(super) struct Tally {
    count: u64,
    whole: i128,
    floats: FloatSum,
    /// Two numbers whose sum was too large.
    overflow: Option<(i64, i64)>,
}

/// So many equal floats are added one by one, as the interpreter does; more would take too long.
const REPEATED: u64 = 1 << 10;

impl Tally {
    /// Adds what is computed, unless it is null.
    #[inline]
    fn add(&mut self, scalar: &Scalar, registers: &Registers<'_>, times: u64) {
        match scalar {
            Scalar::Whole(whole) => {
                if let Some(number) = whole.get(registers) {
                    self.add_whole(number, times);
                }
            }
            Scalar::Real(real) => {
                if let Some(number) = real.get(registers) {
                    self.add_real(number, times);
                }
            }
            Scalar::Text(_) => {}
        }
    }

    #[inline]
    fn add_whole(&mut self, number: i64, times: u64) {
        self.count = self.count.saturating_add(times);
        let before = self.whole;
        self.whole = self.whole.saturating_add(i128::from(number).saturating_mul(i128::from(times)));
        if self.overflow.is_none() && i64::try_from(self.whole).is_err() {
            self.overflow = i64::try_from(before).ok().map(|before| (before, number));
        }
    }

    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2⁵³")]
    fn add_real(&mut self, number: f64, times: u64) {
        self.count = self.count.saturating_add(times);
        if times > REPEATED {
            return self.floats.add(number * times as f64);
        }
        for _ in 0..times {
            self.floats.add(number);
        }
    }

    /// The sum or the mean; an error if the sum is too large.
    #[expect(clippy::cast_precision_loss, reason = "rounded once, to the nearest")]
    pub(super) fn finish(&self, mean: bool, real: bool) -> Result<Value, QueryError> {
        Ok(match (mean, self.count, real) {
            (true, 0, _) => Value::Null,
            (false, 0, _) => Value::Integer(0),
            (true, count, true) => Value::Float(self.floats.mean(count as f64)),
            (true, count, false) => Value::Float(self.whole as f64 / count as f64),
            (false, _, true) => Value::Float(self.floats.total()),
            (false, _, false) => match (self.overflow, i64::try_from(self.whole)) {
                (None, Ok(sum)) => Value::Integer(sum),
                (overflow, _) => {
                    let (before, number) = overflow.unwrap_or((i64::MAX, i64::MAX));
                    let sum = Operator::Add.apply(&before.into(), &number.into());
                    sum.map_err(|error| value_error(&error))?
                }
            },
        })
    }
}

/// Adds the values of these numbers to the tallies of their groups, or of the only one.
fn tally(
    column: &Column,
    tallies: &mut [Tally],
    groups: &[u32],
    numbers: &[u32],
    weight: impl Fn(usize) -> u64,
) {
    let several = groups.len() == numbers.len();
    let group = |at: usize| groups[if several { at } else { 0 }] as usize;
    let there = || numbers.iter().enumerate().filter(|(_, number)| !column.is_missing(**number));
    match &column.values {
        Values::Floats(all) => {
            there().for_each(|(at, number)| tallies[group(at)].add_real(all[*number as usize], weight(at)));
        }
        Values::Levels { codes, levels } => there().for_each(|(at, number)| {
            let level = levels[usize::from(codes[*number as usize])];
            tallies[group(at)].add_real(level, weight(at));
        }),
        _ => there().for_each(|(at, number)| {
            if let Some(whole) = column.whole(*number) {
                tallies[group(at)].add_whole(whole, weight(at));
            }
        }),
    }
}

/// Notes for each group, or the only one, which of the numbers has the largest or smallest value so far.
fn extremes(column: &Column, larger: bool, best: &mut [u32], groups: &[u32], numbers: &[u32]) {
    let group = |at: usize| groups[if groups.len() == numbers.len() { at } else { 0 }] as usize;
    macro_rules! by_number {
        ($all:expr) => {{
            if let [only] = groups {
                let mut at = best[*only as usize];
                for &number in numbers {
                    let better = at == NONE || {
                        let (own, other) = ($all[number as usize], $all[at as usize]);
                        if larger { own > other } else { own < other }
                    };
                    at = if better { number } else { at };
                }
                best[*only as usize] = at;
                return;
            }
            for (&group, &number) in groups.iter().zip(numbers) {
                let best = &mut best[group as usize];
                let better = *best == NONE || {
                    let (own, other) = ($all[number as usize], $all[*best as usize]);
                    if larger { own > other } else { own < other }
                };
                *best = if better { number } else { *best };
            }
        }};
    }
    match (&column.values, &column.missing) {
        (Values::Integers(all), None) => by_number!(all),
        (Values::Small(all), None) => by_number!(all),
        (Values::Coded { codes, .. } | Values::Levels { codes, .. }, None) => by_number!(codes),
        (Values::Dates(all), None) => by_number!(all),
        (Values::Floats(all), None) if column.is_ordered() => by_number!(all),
        _ => {
            for (at, &number) in numbers.iter().enumerate().filter(|(_, number)| !column.is_missing(**number))
            {
                let best = &mut best[group(at)];
                let order = if *best == NONE { Ordering::Equal } else { column.order(number, *best) };
                if *best == NONE || if larger { order.is_gt() } else { order.is_lt() } {
                    *best = number;
                }
            }
        }
    }
}

pub(super) fn counted(count: u64) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}
