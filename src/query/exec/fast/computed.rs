//! Conditions that are left to the interpreter, tested on what the fast operators have bound.
//!
//! Such a condition may fail, and the fast operators come to rows in another order, or to more of them, than the
//! interpreter. So a failure here only means that the clauses are left to the interpreter after all.

use super::super::{Context, Row};
use super::codes::{Codes, place};
use super::grouping::coded;
use super::lists::parts;
use super::route::Task;
use super::sink::entity;
use crate::graph::{Labelled, View};
use crate::query::bind::bound::BoundExpr;
use crate::query::error::QueryError;
use crate::query::plan::logical::Condition;
use crate::query::plan::physical::List;
use crate::query::plan::test::{Outside, Registers};
use crate::value::Value;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// The conditions of a plan.
pub(super) struct Computed<'m> {
    context: &'m Context<'m>,
    view: View<'m>,
    conditions: &'m [Condition],
    row: RefCell<Row>,
    /// What each condition looks at, where that is a few small things, and what it says of those.
    known: Vec<Option<(Codes, RefCell<Answers>)>>,
    failure: RefCell<Option<QueryError>>,
}

/// What a condition says, by the place of what it looks at.
type Answers = FxHashMap<usize, Option<bool>>;

impl<'m> Computed<'m> {
    pub(super) fn new(context: &'m Context<'m>, task: &'m Task<'_, 'm>) -> Self {
        let conditions = &task.recipe.logical.conditions[..];
        let width = if conditions.is_empty() { 0 } else { context.width() };
        let row = RefCell::new(vec![Value::Null; width]);
        let known = conditions.iter().map(|condition| {
            let codes = coded(context, task, &condition.expr)?;
            Some((codes, RefCell::default()))
        });
        let known = known.collect();
        Computed { context, view: task.view, conditions, row, known, failure: RefCell::default() }
    }

    /// The rows that are gone on from.
    pub(super) fn rows(&self) -> &'m [Row] {
        self.context.given
    }

    /// Whether one of the conditions failed.
    pub(super) fn has_failed(&self) -> bool {
        self.failure.borrow().is_some()
    }
}

impl Computed<'_> {
    fn compute<T>(
        &self,
        number: usize,
        registers: &Registers<'_>,
        how: impl FnOnce(&Context<'_>, &BoundExpr, &mut Row) -> Result<T, QueryError>,
    ) -> Option<T> {
        let condition = self.conditions.get(number).filter(|_| !self.has_failed())?;
        let mut row = self.row.borrow_mut();
        for &(slot, var) in &condition.vars {
            row[slot] = entity(self.context, self.view, (slot, var), registers.get(var));
        }
        match how(self.context, &condition.expr, &mut row) {
            Ok(found) => Some(found),
            Err(error) => {
                self.failure.replace(Some(error));
                None
            }
        }
    }
}

impl Outside for Computed<'_> {
    fn holds(&self, number: usize, registers: &Registers<'_>) -> Option<bool> {
        let ask = || self.compute(number, registers, |context, expr, row| context.holds(expr, row));
        let Some(Some((codes, answers))) = self.known.get(number) else { return ask() };
        let place = place(&codes.all, self.view, |var| registers.get(var));
        if let Some(answer) = answers.borrow().get(&place) {
            return *answer;
        }
        let answer = ask();
        answers.borrow_mut().insert(place, answer);
        answer
    }

    fn value(&self, number: usize, registers: &Registers<'_>) -> Option<Value> {
        self.compute(number, registers, |context, expr, row| context.eval(expr, row))
    }

    fn kind(&self, edge: u32) -> u32 {
        self.view.kind(edge)
    }

    fn degree(&self, list: &List, label: Option<&Labelled>, node: u32) -> usize {
        let frozen = self.view.frozen();
        if let Some(lists) = list.sorted(frozen) {
            return match label {
                None => lists.degree(node) as usize,
                Some(label) => lists.of(node).iter().filter(|end| label.set.contains(**end)).count(),
            };
        }
        let mut count = 0;
        let _ = parts::<()>(frozen, list, node, |part| {
            let ends = part.adjacency.neighbours(part.range);
            // Walked both ways, a relationship from the node to itself is one.
            let counts = |end: &&u32| {
                !(part.loops_seen && **end == node) && label.is_none_or(|label| label.set.contains(**end))
            };
            let all = !part.loops_seen && label.is_none();
            count += if all { ends.len() } else { ends.iter().filter(counts).count() };
            Ok(true)
        });
        count
    }
}
