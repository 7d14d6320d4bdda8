//! The first rows in an order, for `ORDER BY … LIMIT`: properties are compared in their columns, and only rows that
//! may still be among the first are kept.

use crate::graph::Column;
use crate::query::plan::logical::Var;
use crate::query::plan::test::Registers;
use std::cmp::Ordering;

/// The first rows so far.
pub(super) struct Top<'a> {
    /// Properties to order by; true: descending.
    order: Vec<(&'a Column, Var, bool)>,
    /// How many rows are wanted.
    most: usize,
    /// Whether of rows that stand at one place in the order only one is wanted.
    distinct: bool,
    /// Variables that a row needs.
    vars: Vec<Var>,
    /// Where in a row's numbers the property's variable stands.
    places: Vec<usize>,
    /// The rows, each as the numbers of its variables.
    rows: Vec<Vec<u32>>,
    /// A row that at least `most` come before.
    worst: Option<Vec<u32>>,
}

impl<'a> Top<'a> {
    pub(super) fn new(
        order: Vec<(&'a Column, Var, bool)>,
        most: usize,
        distinct: bool,
        mut vars: Vec<Var>,
    ) -> Self {
        for (_, var, _) in &order {
            if !vars.contains(var) {
                vars.push(*var);
            }
        }
        let place = |var: &Var| vars.iter().position(|own| own == var).unwrap_or(0);
        let places = order.iter().map(|(_, var, _)| place(var)).collect();
        Top { order, most, distinct, places, vars, rows: Vec::new(), worst: None }
    }

    fn compare(&self, a: &dyn Fn(usize) -> u32, b: &dyn Fn(usize) -> u32) -> Ordering {
        let keys = self.order.iter().enumerate().map(|(at, (column, _, descending))| {
            let order = column.order(a(at), b(at));
            if *descending { order.reverse() } else { order }
        });
        keys.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    pub(super) fn take(&mut self, registers: &Registers<'_>, times: u64) {
        if self.most == 0 {
            return;
        }
        if let Some(worst) = &self.worst {
            let order = self.compare(&|at| registers.get(self.order[at].1), &|at| worst[self.places[at]]);
            if order.is_ge() {
                return;
            }
        }
        let row: Vec<u32> = self.vars.iter().map(|var| registers.get(*var)).collect();
        let copies =
            if self.distinct { 1 } else { usize::try_from(times).unwrap_or(usize::MAX).min(self.most) };
        self.rows.extend(std::iter::repeat_n(row, copies));
        if self.rows.len() >= self.most.saturating_mul(2) + 64 {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        // Stable: of equal rows the first found stay.
        let order =
            |a: &Vec<u32>, b: &Vec<u32>| self.compare(&|at| a[self.places[at]], &|at| b[self.places[at]]);
        rows.sort_by(order);
        if self.distinct {
            rows.dedup_by(|a, b| order(a, b).is_eq());
        }
        rows.truncate(self.most);
        if rows.len() == self.most {
            self.worst = rows.last().cloned();
        }
        self.rows = rows;
    }

    /// The rows: the number of each variable.
    pub(super) fn finish(mut self) -> (Vec<Var>, Vec<Vec<u32>>) {
        self.cut();
        (self.vars, self.rows)
    }
}
