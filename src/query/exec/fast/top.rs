//! The first rows in an order, for `ORDER BY … LIMIT`: properties are compared in their columns, what is computed from them
//! as it comes, and only rows that may still be among the first are kept.

use crate::graph::Column;
use crate::query::plan::logical::Var;
use crate::query::plan::scalar::Scalar;
use crate::query::plan::test::Registers;
use crate::value::Value;
use std::cmp::Ordering;

/// What rows are ordered by.
pub(super) enum Rank<'a> {
    /// A property.
    Column(&'a Column, Var),
    /// What is computed.
    Scalar(&'a Scalar),
}

/// The first rows so far.
pub(super) struct Top<'a> {
    /// What to order by; true: descending. With the place of a property's variable among a row's numbers, or of a value
    /// among a row's values.
    order: Vec<(Rank<'a>, bool, usize)>,
    /// How many rows are wanted.
    most: usize,
    /// Whether of rows that stand at one place in the order only one is wanted.
    distinct: bool,
    /// Variables that a row needs.
    vars: Vec<Var>,
    /// How many values a row has.
    width: usize,
    /// The rows, in the order in which they came: the numbers of their variables, one row after the other, ...
    numbers: Vec<u32>,
    /// ... and the values of what is computed.
    values: Vec<Value>,
    /// A row that at least `most` come before.
    worst: Option<(Vec<u32>, Vec<Value>)>,
}

impl<'a> Top<'a> {
    pub(super) fn new(order: Vec<(Rank<'a>, bool)>, most: usize, distinct: bool, mut vars: Vec<Var>) -> Self {
        let mut width = 0;
        let order = order.into_iter().map(|(rank, descending)| {
            let place = match &rank {
                Rank::Column(_, var) => vars.iter().position(|own| own == var).unwrap_or_else(|| {
                    vars.push(*var);
                    vars.len() - 1
                }),
                Rank::Scalar(_) => {
                    width += 1;
                    width - 1
                }
            };
            (rank, descending, place)
        });
        let order = order.collect();
        Top { order, most, distinct, vars, width, numbers: Vec::new(), values: Vec::new(), worst: None }
    }

    fn len(&self) -> usize {
        if self.vars.is_empty() {
            self.values.len() / self.width.max(1)
        } else {
            self.numbers.len() / self.vars.len()
        }
    }

    fn compare(&self, (a, of_a): (&[u32], &[Value]), (b, of_b): (&[u32], &[Value])) -> Ordering {
        for (rank, descending, place) in &self.order {
            let order = match rank {
                Rank::Column(column, _) => column.order(a[*place], b[*place]),
                Rank::Scalar(_) => of_a[*place].cmp(&of_b[*place]),
            };
            if order.is_ne() {
                return if *descending { order.reverse() } else { order };
            }
        }
        Ordering::Equal
    }

    /// Where a match stands to the worst row that is kept.
    fn against(&self, registers: &Registers<'_>, (worst, values): &(Vec<u32>, Vec<Value>)) -> Ordering {
        for (rank, descending, place) in &self.order {
            let order = match rank {
                Rank::Column(column, var) => column.order(registers.get(*var), worst[*place]),
                Rank::Scalar(scalar) => scalar.order(registers, &values[*place]),
            };
            if order.is_ne() {
                return if *descending { order.reverse() } else { order };
            }
        }
        Ordering::Equal
    }

    fn row(&self, at: usize) -> (&[u32], &[Value]) {
        let (vars, width) = (self.vars.len(), self.width);
        (&self.numbers[at * vars..(at + 1) * vars], &self.values[at * width..(at + 1) * width])
    }

    pub(super) fn take(&mut self, registers: &Registers<'_>, times: u64) {
        if self.most == 0 || self.worst.as_ref().is_some_and(|worst| self.against(registers, worst).is_ge()) {
            return;
        }
        let copies =
            if self.distinct { 1 } else { usize::try_from(times).unwrap_or(usize::MAX).min(self.most) };
        for _ in 0..copies {
            self.numbers.extend(self.vars.iter().map(|var| registers.get(*var)));
            for (rank, ..) in &self.order {
                if let Rank::Scalar(scalar) = rank {
                    self.values.push(scalar.value(registers));
                }
            }
        }
        if self.len() >= self.most.saturating_mul(2) + 64 {
            self.cut();
        }
    }

    /// Leaves the first rows, in the order in which they came.
    fn cut(&mut self) {
        let mut kept: Vec<usize> = (0..self.len()).collect();
        // Of equal rows the first found stay.
        let order = |a: &usize, b: &usize| self.compare(self.row(*a), self.row(*b)).then(a.cmp(b));
        if self.distinct {
            kept.sort_unstable_by(order);
            kept.dedup_by(|a, b| self.compare(self.row(*a), self.row(*b)).is_eq());
            kept.truncate(self.most);
        } else if kept.len() > self.most {
            kept.select_nth_unstable_by(self.most - 1, order);
            kept.truncate(self.most);
        }
        let worst = if kept.len() == self.most { kept.iter().copied().max_by(order) } else { None };
        let worst = worst.map(|at| {
            let (numbers, values) = self.row(at);
            (numbers.to_vec(), values.to_vec())
        });
        kept.sort_unstable();
        let numbers = kept.iter().flat_map(|at| self.row(*at).0).copied().collect();
        let values = kept.iter().flat_map(|at| self.row(*at).1).cloned().collect();
        (self.numbers, self.values) = (numbers, values);
        self.worst = worst.or(self.worst.take());
    }

    /// The rows in order: the number of each variable.
    pub(super) fn finish(mut self) -> (Vec<Var>, Vec<Vec<u32>>) {
        if self.most == 0 {
            return (self.vars, Vec::new());
        }
        self.cut();
        let mut kept: Vec<usize> = (0..self.len()).collect();
        kept.sort_by(|a, b| self.compare(self.row(*a), self.row(*b)));
        let rows = kept.into_iter().map(|at| self.row(at).0.to_vec()).collect();
        (self.vars, rows)
    }
}
