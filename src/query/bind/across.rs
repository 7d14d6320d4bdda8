//! Conditions within a pattern that look at other parts of the same clause: `(a), (b {k: a.k})`. Where matching begins is the
//! planner's to choose, so they become conditions of the clause, which are tested when all that they look at is there.

use std::sync::Arc;

use super::bound::{BoundExpr, BoundKind, BoundPath, Properties, Slot};
use crate::query::plan::mentions::mentioned;
use crate::query::syntax::ast::{CompareOp, Selector};
use crate::span::Span;

/// Takes such conditions out of a path; the slots from `first_new` on are those that the clause fills. What is repeated, or
/// chosen by its length, keeps its conditions.
pub(super) fn lift(path: &mut BoundPath, first_new: Slot) -> Vec<BoundExpr> {
    let mut lifted = Vec::new();
    if path.selector != Selector::All {
        return lifted;
    }
    let nodes = path.nodes.iter_mut().map(|node| (node.slot, &mut node.properties, &mut node.filter));
    let single = path.relationships.iter_mut().filter(|r| r.repeat.is_none() && r.group.is_none());
    let relationships = single.map(|r| (r.slot, &mut r.properties, &mut r.filter));
    for (own, properties, filter) in nodes.chain(relationships) {
        if let Properties::Pairs(pairs) = properties
            && pairs.iter().any(|(_, value)| looks_at(value, |slot| slot >= first_new))
        {
            lifted.extend(std::mem::take(pairs).into_iter().map(|(key, value)| equal(own, key, value)));
            *properties = Properties::None;
        }
        if filter.as_ref().is_some_and(|f| looks_at(f, |slot| slot >= first_new && slot != own)) {
            lifted.extend(filter.take());
        }
    }
    lifted
}

fn looks_at(expr: &BoundExpr, wanted: impl Fn(Slot) -> bool) -> bool {
    mentioned(expr).is_some_and(|slots| slots.into_iter().any(wanted))
}

/// `element.key = value`
fn equal(element: Slot, key: Arc<str>, value: BoundExpr) -> BoundExpr {
    let span: Span = value.span;
    let at = |kind| BoundExpr { kind, span };
    let subject = Box::new(at(BoundKind::Slot(element)));
    let first = Box::new(at(BoundKind::Property { subject, key }));
    at(BoundKind::Comparison { first, rest: vec![(CompareOp::Equal, value)] })
}
