//! Which places of the row an expression looks at.

use std::collections::BTreeSet;

use super::hanging::Hanging;
use crate::query::bind::bound::{BoundExpr, BoundKind, Slot};

/// The slots that an expression looks at, less those that it fills itself; none where a pattern or a query in it makes
/// that unknown, or where it is drawn anew for each row.
pub fn mentioned(expr: &BoundExpr) -> Option<BTreeSet<Slot>> {
    let mut all = BTreeSet::new();
    gather(expr, &mut all).then_some(all)
}

/// The place of what an expression is the length of, and whether that is a path and not a list.
pub fn measured(expr: &BoundExpr) -> Option<(Slot, bool)> {
    let BoundKind::Call { function, arguments } = &expr.kind else { return None };
    match (function.name, &arguments[..]) {
        (name @ ("length" | "size"), [BoundExpr { kind: BoundKind::Slot(slot), .. }]) => {
            Some((*slot, name == "length"))
        }
        _ => None,
    }
}

/// Whether all that an expression asks of a place is the length of what stands there.
pub fn only_measures(expr: &BoundExpr, slot: Slot) -> bool {
    match &expr.kind {
        BoundKind::Slot(own) => *own != slot,
        _ if measured(expr).is_some() => true,
        _ => match expr.parts() {
            Some(parts) => parts.exprs.into_iter().all(|part| only_measures(part, slot)),
            // What is only asked of a node.
            None => mentioned(expr).is_some_and(|all| !all.contains(&slot)),
        },
    }
}

fn gather(expr: &BoundExpr, into: &mut BTreeSet<Slot>) -> bool {
    match &expr.kind {
        BoundKind::Slot(slot) => {
            into.insert(*slot);
        }
        // How often a pattern that hangs on a node matches is a number of that node.
        _ if let Some(hanging) = Hanging::counted(expr).or_else(|| Hanging::asked(expr)) => {
            into.insert(hanging.slot);
            return true;
        }
        // Random numbers are drawn anew for each row.
        BoundKind::Call { function, .. } if function.name.starts_with("rand") => return false,
        _ => {}
    }
    let Some(parts) = expr.parts() else { return false };
    let mut within = BTreeSet::new();
    let known = parts.exprs.into_iter().all(|part| gather(part, &mut within));
    parts.fills.iter().for_each(|slot| {
        within.remove(slot);
    });
    into.append(&mut within);
    known
}
