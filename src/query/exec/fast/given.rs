//! Clauses that go on from rows that are there already, as those behind a WITH do: one row after the other, in their order.

use super::super::{Context, Row};
use super::Machine;
use crate::graph::View;
use crate::query::bind::bound::{BoundClause, BoundExpr, BoundProjection, Slot};
use crate::query::error::QueryError;
use crate::query::plan::logical::{Logical, Role};
use crate::query::plan::physical::{Physical, Source, Step, StepKind};
use crate::value::Value;
use std::collections::BTreeSet;

/// What there is before the clauses.
#[derive(Clone, Copy)]
pub(in crate::query::exec) struct Before<'q> {
    /// The projection that made the rows; none at the beginning.
    projection: Option<&'q BoundProjection>,
    /// The place of what an UNWIND has put into them since.
    unwound: Option<Slot>,
    /// The rows, unless it is only asked how they would be gone on from.
    rows: Option<&'q [Row]>,
}

impl<'q> Before<'q> {
    /// The beginning of a query.
    pub(in crate::query::exec) const NOTHING: Before<'static> =
        Before { projection: None, unwound: None, rows: None };

    /// What stands before the last of some clauses, and that one, without the rows: a projection, an UNWIND, or nothing.
    pub(in crate::query::exec) fn clauses(clauses: &'q [BoundClause]) -> Option<Self> {
        match clauses {
            [] => Some(Before::NOTHING),
            [.., BoundClause::Project(last)] => Some(Before { projection: Some(last), ..Before::NOTHING }),
            [before @ .., BoundClause::Unwind { slot, .. }] => {
                let before = Before::clauses(before).filter(|before| before.unwound.is_none())?;
                Some(Before { unwound: Some(*slot), ..before })
            }
            _ => None,
        }
    }

    /// The same, with the rows.
    pub(in crate::query::exec) fn with(self, rows: &'q [Row]) -> Self {
        Before { rows: Some(rows), ..self }
    }

    /// Whether it is the beginning of a query.
    pub(in crate::query::exec) fn is_beginning(&self) -> bool {
        self.projection.is_none() && self.unwound.is_none()
    }

    fn slots(&self) -> impl Iterator<Item = Slot> {
        let items = self.projection.iter().flat_map(|projection| &projection.items);
        items.map(|(_, slot)| *slot).chain(self.unwound)
    }

    pub(super) fn all(&self) -> &'q [Row] {
        self.rows.unwrap_or_default()
    }

    /// The places in the row that are filled.
    pub(super) fn carried(&self) -> BTreeSet<Slot> {
        self.slots().collect()
    }

    /// What a place holds, where that is the same for all rows, as there is one.
    pub(super) fn only(&self, slot: Slot) -> Option<&'q Value> {
        let [row] = self.all() else { return None };
        self.slots().any(|own| own == slot).then(|| &row[slot])
    }

    /// Whether the fast operators can go on from these rows: what patterns take up are nodes. From a null no MATCH goes
    /// on, but an OPTIONAL MATCH does.
    pub(super) fn suits(&self, logical: &Logical, view: View<'_>) -> bool {
        let given = logical.given.as_deref().unwrap_or_default();
        let optional = logical.nodes.iter().any(|node| matches!(node.role, Role::Optional(_)));
        self.all().iter().all(|row| {
            given.iter().all(|(slot, _)| match &row[*slot] {
                Value::Node(id) => view.number(*id).is_some(),
                Value::Null => !optional,
                _ => false,
            })
        })
    }

    /// Whether the plan does no more for each row than the interpreter, which looks nodes up by what a row brings.
    pub(super) fn is_worthwhile(&self, logical: &Logical, plan: &Physical) -> bool {
        self.is_beginning()
            || plan.steps.iter().all(|step| match &step.kind {
                StepKind::Scan { source: Source::Found(_), .. } => true,
                StepKind::Scan { to, .. } => {
                    self.all().len() == 1 && logical.joins.iter().all(|join| join.node != *to)
                }
                StepKind::Join { .. } | StepKind::EdgeScan { .. } => self.all().len() == 1,
                _ => true,
            })
    }
}

/// An expression's value, given the only row that there is.
pub(super) fn value(context: &Context<'_>, before: Before<'_>, expr: &BoundExpr) -> Option<Value> {
    let mut row = match before.all() {
        [row] => row.clone(),
        _ => vec![Value::Null; context.width()],
    };
    context.eval(expr, &mut row).ok()
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn given(
        &mut self,
        at: usize,
        step: &'m Step,
        nodes: &'m [(Slot, usize)],
        times: u64,
    ) -> Result<bool, QueryError> {
        for (number, row) in (0u32..).zip(self.rows) {
            self.tick()?;
            self.registers.row = number;
            let mut there = true;
            for (slot, node) in nodes {
                match &row[*slot] {
                    Value::Node(id) if let Some(found) = self.view.number(*id) => {
                        self.registers.nodes[*node] = found;
                    }
                    _ => there = false,
                }
            }
            if !there {
                continue;
            }
            // What the checks look at is in the registers.
            let left = self.check(&step.checks, 0, times);
            if left > 0 && !self.run(at + 1, left)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
