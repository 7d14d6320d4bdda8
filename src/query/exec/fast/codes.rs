//! Keys that look at a few small things only: labels, types, values that come again and again. Rows with the same of
//! these are of one group, whose place is computed.

use super::route::{Task, property, slot};
use crate::graph::{Column, Frozen, Values, View};
use crate::query::bind::bound::{BoundExpr, BoundKind, Slot};
use crate::query::exec::Context;
use crate::query::plan::logical::Var;
use std::sync::Arc;

/// What keys look at of a variable.
pub(super) struct Code {
    /// The variable.
    pub(super) var: Var,
    what: What,
    /// All codes are smaller.
    size: usize,
}

#[derive(Clone)]
enum What {
    /// The set of a node's labels.
    Labels,
    /// The type of a relationship.
    Type,
    /// The value of a property.
    Value(Arc<Column>),
    /// The same, where it is true or false.
    Truth(Arc<Column>),
}

/// A place a group, but for no more groups than this.
const MOST: usize = 1 << 20;
/// Where few rows are expected, no more than this.
const FEW: usize = 1 << 12;

/// What the keys look at, where that are few things and nothing else; for about so many rows.
pub(super) fn codes(
    context: &Context<'_>,
    task: &Task<'_, '_>,
    keys: &[&BoundExpr],
    rows: f64,
) -> Option<Vec<Code>> {
    let view = task.view;
    let mut found: Vec<(Slot, Looks<'_>)> = Vec::new();
    if !keys.iter().all(|key| visit(key, &mut found)) {
        return None;
    }
    let codes: Option<Vec<Code>> = found
        .into_iter()
        .map(|(slot, looks)| {
            let var = task.recipe.logical.var(slot)?;
            let (what, size) = match (looks, var) {
                (Looks::Labels, Var::Node(_)) => (What::Labels, view.label_sets()),
                (Looks::Type, Var::Edge(_)) => (What::Type, view.types().len()),
                (Looks::Property(expr, _), _) => {
                    let (column, _) = property(context, task, view, expr)?;
                    match (&column.values, column.codes()) {
                        (Values::Booleans(_), _) => (What::Truth(Arc::clone(column)), 3),
                        (_, codes) => (What::Value(Arc::clone(column)), codes?.1 + 1),
                    }
                }
                _ => return None,
            };
            Some(Code { var, what, size })
        })
        .collect();
    let most = (rows.max(0.0) as usize).clamp(FEW, MOST);
    codes.filter(|codes| groups(codes).is_some_and(|groups| groups <= most))
}

/// What a key looks at of a variable.
#[derive(Clone, Copy)]
enum Looks<'e> {
    Labels,
    Type,
    Property(&'e BoundExpr, &'e str),
}

/// Notes what an expression looks at; false where it looks at a whole node or relationship.
fn visit<'e>(expr: &'e BoundExpr, found: &mut Vec<(Slot, Looks<'e>)>) -> bool {
    let mut note = |of: Slot, looks: Looks<'e>| {
        let same = |before: Looks<'_>| match (before, looks) {
            (Looks::Labels, Looks::Labels) | (Looks::Type, Looks::Type) => true,
            (Looks::Property(_, key), Looks::Property(_, own)) => key == own,
            _ => false,
        };
        if !found.iter().any(|(slot, before)| *slot == of && same(*before)) {
            found.push((of, looks));
        }
        true
    };
    match &expr.kind {
        BoundKind::Slot(_) => false,
        BoundKind::Property { subject, key } if let Some(of) = slot(subject) => {
            note(of, Looks::Property(expr, key))
        }
        BoundKind::HasLabels { subject, .. } if let Some(of) = slot(subject) => note(of, Looks::Labels),
        BoundKind::Call { function, arguments }
            if let ("labels" | "type", [argument]) = (function.name, &arguments[..])
                && let Some(of) = slot(argument) =>
        {
            note(of, if function.name == "type" { Looks::Type } else { Looks::Labels })
        }
        _ => expr.parts().is_some_and(|parts| parts.exprs.into_iter().all(|part| visit(part, found))),
    }
}

/// How many combinations there can be.
pub(super) fn groups(codes: &[Code]) -> Option<usize> {
    codes.iter().try_fold(1usize, |product, code| product.checked_mul(code.size))
}

/// The place of a combination, given each variable's number.
#[inline]
pub(super) fn place(codes: &[Code], view: View<'_>, get: impl Fn(Var) -> u32) -> usize {
    codes.iter().fold(0, |place, code| place * code.size + code.of(view.frozen(), get(code.var)))
}

impl Code {
    #[inline]
    fn of(&self, frozen: &Frozen, number: u32) -> usize {
        match &self.what {
            What::Labels => frozen.label_set(number) as usize,
            What::Type => frozen.kind(number) as usize,
            // The last is for those that are missing.
            What::Value(column) => match column.codes() {
                Some((codes, _)) if !column.is_missing(number) => usize::from(codes[number as usize]),
                _ => self.size - 1,
            },
            What::Truth(column) => match &column.values {
                Values::Booleans(all) if !column.is_missing(number) => usize::from(all[number as usize]),
                _ => self.size - 1,
            },
        }
    }
}
