//! Which places of the row an expression looks at.

use std::collections::BTreeSet;

use crate::query::bind::bound::{BoundExpr, BoundKind, Slot};

/// The slots that an expression looks at, less those that it fills itself; none where a pattern or a query in it makes
/// that unknown.
pub(super) fn mentioned(expr: &BoundExpr) -> Option<BTreeSet<Slot>> {
    let mut all = BTreeSet::new();
    gather(expr, &mut all).then_some(all)
}

fn gather(expr: &BoundExpr, into: &mut BTreeSet<Slot>) -> bool {
    let mut own: Vec<Slot> = Vec::new();
    let mut parts: Vec<&BoundExpr> = Vec::new();
    match &expr.kind {
        BoundKind::Constant(_) | BoundKind::Parameter(_) => {}
        BoundKind::Slot(slot) => {
            into.insert(*slot);
        }
        BoundKind::List(all) | BoundKind::And(all) | BoundKind::Or(all) => parts.extend(all),
        BoundKind::Map(entries) => parts.extend(entries.iter().map(|(_, e)| e)),
        BoundKind::MapProjection { subject, entries, .. } => {
            parts.push(subject);
            parts.extend(entries.iter().map(|(_, e)| e));
        }
        BoundKind::Property { subject: e, .. }
        | BoundKind::HasLabels { subject: e, .. }
        | BoundKind::Not(e)
        | BoundKind::Plus(e)
        | BoundKind::Minus(e)
        | BoundKind::IsNull { operand: e, .. }
        | BoundKind::IsType { operand: e, .. } => parts.push(e),
        BoundKind::Index { subject: a, index: b } | BoundKind::Binary { left: a, right: b, .. } => {
            parts.extend([&**a, &**b]);
        }
        BoundKind::Slice { subject, from, to } => {
            parts.push(subject);
            parts.extend(from.iter().chain(to).map(|e| &**e));
        }
        BoundKind::Comparison { first, rest } => {
            parts.push(first);
            parts.extend(rest.iter().map(|(_, e)| e));
        }
        BoundKind::Case { subject, arms, default } => {
            parts.extend(subject.iter().map(|(e, _)| &**e));
            own.extend(subject.iter().map(|(_, slot)| *slot));
            parts.extend(arms.iter().flat_map(|arm| arm.when.iter().map(|(e, _)| e)));
            parts.extend(arms.iter().map(|arm| &arm.then));
            parts.extend(default.iter().map(|e| &**e));
        }
        // Random numbers are drawn anew for each row.
        BoundKind::Call { function, .. } if function.name.starts_with("rand") => return false,
        BoundKind::Call { arguments, .. } => parts.extend(arguments),
        BoundKind::Comprehension { slot, list, filter, map } => {
            own.push(*slot);
            parts.push(list);
            parts.extend(filter.iter().chain(map).map(|e| &**e));
        }
        BoundKind::Quantified { slot, list, filter, .. } => {
            own.push(*slot);
            parts.push(list);
            parts.extend(filter.iter().map(|e| &**e));
        }
        BoundKind::Reduce { accumulator, initial, slot, list, step } => {
            own.extend([*accumulator, *slot]);
            parts.extend([&**initial, &**list, &**step]);
        }
        BoundKind::PatternComprehension { .. } | BoundKind::PatternExists(_) | BoundKind::Subquery { .. } => {
            return false;
        }
    }
    let known = parts.into_iter().all(|part| gather(part, into));
    for slot in own {
        into.remove(&slot);
    }
    known
}
