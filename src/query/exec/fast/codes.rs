//! Keys that look at small things: labels, types, values that come again and again. Rows with the same of these are of one
//! group, whose place is computed. Of some variables they may want to know which they are, too.

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
    /// Which it is.
    Number,
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

/// What the keys look at.
pub(super) struct Codes {
    pub(super) all: Vec<Code>,
    /// Whether there are so few combinations that each has a place of its own.
    pub(super) dense: bool,
    /// Whether different combinations are different groups: each is a key as it is.
    pub(super) settled: bool,
}

impl Codes {
    /// Where there are many combinations and they say which node it is that comes first, with all matches of it together:
    /// that, the others, and how many combinations there are of those.
    pub(super) fn led_by(mut self, lead: Option<usize>) -> Result<(Var, Vec<Code>, usize), Codes> {
        let lead = lead.map(Var::Node);
        let Some(at) = self.all.iter().position(|code| code.is_number() && Some(code.var) == lead) else {
            return Err(self);
        };
        let rest = self.all.iter().enumerate().filter(|(other, _)| *other != at);
        let size = rest.map(|(_, code)| code.size).try_fold(1usize, usize::checked_mul);
        match size {
            Some(size) if !self.dense && size <= FEW * 16 => {
                let lead = self.all.remove(at).var;
                Ok((lead, self.all, size))
            }
            _ => Err(self),
        }
    }
}

/// What the keys look at, where that is small of some variable; for about so many rows.
pub(super) fn codes(
    context: &Context<'_>,
    task: &Task<'_, '_>,
    keys: &[&BoundExpr],
    rows: f64,
) -> Option<Codes> {
    let view = task.view;
    let mut found: Vec<(Slot, Looks<'_>)> = Vec::new();
    if !keys.iter().all(|key| visit(key, &mut found)) {
        return None;
    }
    let mut all: Vec<Code> = Vec::new();
    let mut settled = true;
    for (slot, looks) in found {
        let var = task.recipe.logical.var(slot)?;
        let number = || (What::Number, if matches!(var, Var::Node(_)) { view.nodes() } else { view.edges() });
        let ((what, size), tells) = match (looks, var) {
            (Looks::Labels, Var::Node(_)) => ((What::Labels, view.label_sets()), true),
            (Looks::Type, Var::Edge(_)) => ((What::Type, view.types().len()), true),
            (Looks::Whole, Var::Node(_) | Var::Edge(_)) => (number(), true),
            (Looks::Property(expr, _), _) => {
                let (column, _) = property(context, task, view, expr)?;
                match (&column.values, column.codes()) {
                    (Values::Booleans(_), _) => ((What::Truth(Arc::clone(column)), 3), true),
                    (_, Some((_, codes))) => ((What::Value(Arc::clone(column)), codes + 1), true),
                    _ => (number(), column.is_unique()),
                }
            }
            _ => return None,
        };
        settled &= tells && keys.iter().any(|key| looks.is(slot, key));
        all.push(Code { var, what, size });
    }
    // What it is says all of it.
    let known: Vec<Var> = all.iter().filter(|code| code.is_number()).map(|code| code.var).collect();
    all.retain(|code| code.is_number() || !known.contains(&code.var));
    let mut seen = Vec::new();
    all.retain(|code| {
        let again = code.is_number() && seen.contains(&code.var);
        seen.push(code.var);
        !again
    });
    if all.iter().all(Code::is_number) {
        return None;
    }
    let most = (rows.max(0.0) as usize).clamp(FEW, MOST);
    let dense = groups(&all)? <= most;
    Some(Codes { all, dense, settled })
}

/// The property that all keys look at, where it is one and that is an integer or a date that comes again.
pub(super) fn whole<'t>(
    context: &Context<'_>,
    task: &'t Task<'_, '_>,
    keys: &[&BoundExpr],
) -> Option<(Var, &'t Arc<Column>)> {
    let mut found: Vec<(Slot, Looks<'_>)> = Vec::new();
    if !keys.iter().all(|key| visit(key, &mut found)) {
        return None;
    }
    let [(_, Looks::Property(expr, _))] = found[..] else { return None };
    let (column, var) = property(context, task, task.view, expr)?;
    (column.is_whole() && !column.increasing).then_some((var, column))
}

/// What a key looks at of a variable.
#[derive(Clone, Copy)]
enum Looks<'e> {
    Whole,
    Labels,
    Type,
    Property(&'e BoundExpr, &'e str),
}

impl Looks<'_> {
    /// Whether an expression is this of a variable, and nothing more.
    fn is(self, of: Slot, expr: &BoundExpr) -> bool {
        match (self, &expr.kind) {
            (Looks::Whole, BoundKind::Slot(own)) => *own == of,
            (Looks::Property(_, key), BoundKind::Property { subject, key: own }) => {
                key == &**own && slot(subject) == Some(of)
            }
            (Looks::Type | Looks::Labels, BoundKind::Call { function, arguments }) => {
                let name = if matches!(self, Looks::Type) { "type" } else { "labels" };
                function.name == name && matches!(&arguments[..], [argument] if slot(argument) == Some(of))
            }
            _ => false,
        }
    }

    fn is_same(self, other: Looks<'_>) -> bool {
        match (self, other) {
            (Looks::Whole, Looks::Whole) | (Looks::Labels, Looks::Labels) | (Looks::Type, Looks::Type) => {
                true
            }
            (Looks::Property(_, key), Looks::Property(_, own)) => key == own,
            _ => false,
        }
    }
}

/// Notes what an expression looks at; false where that is not known.
fn visit<'e>(expr: &'e BoundExpr, found: &mut Vec<(Slot, Looks<'e>)>) -> bool {
    let mut note = |of: Slot, looks: Looks<'e>| {
        if !found.iter().any(|(slot, before)| *slot == of && looks.is_same(*before)) {
            found.push((of, looks));
        }
        true
    };
    match &expr.kind {
        BoundKind::Slot(of) => note(*of, Looks::Whole),
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
    fn is_number(&self) -> bool {
        matches!(self.what, What::Number)
    }

    #[inline]
    fn of(&self, frozen: &Frozen, number: u32) -> usize {
        match &self.what {
            What::Number => number as usize,
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
