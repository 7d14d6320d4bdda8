//! Conditions within a pattern that look at other parts of the same clause: `(a), (b {k: a.k})`. Where matching begins is the
//! planner's to choose, so they become conditions of the clause, which are tested when all that they look at is there.

use std::sync::Arc;

use super::Binder;
use super::bound::{BoundExpr, BoundKind, BoundPath, Properties, Slot};
use crate::query::plan::mentions::mentioned;
use crate::query::syntax::ast::{CompareOp, Quantifier, Selector};
use crate::span::Span;

impl Binder<'_> {
    /// Takes such conditions out of paths, to hold together with another one; the slots from `first_new` on are those that
    /// the paths fill. What is chosen by its length keeps its conditions.
    pub(super) fn lifted(
        &mut self,
        paths: &mut [BoundPath],
        first_new: Slot,
        filter: Option<BoundExpr>,
    ) -> Option<BoundExpr> {
        let mut conditions = Vec::new();
        for path in paths.iter_mut().filter(|path| path.selector == Selector::All) {
            lift(path, first_new, &mut conditions);
            for own in path.relationships.iter_mut().filter(|own| own.repeat.is_some() && own.group.is_none())
            {
                if let Some(pairs) = taken(&mut own.properties, first_new) {
                    let each = self.new_slot();
                    let all = pairs.into_iter().map(|(key, value)| of_all(own.slot, each, key, value));
                    conditions.extend(all);
                }
            }
        }
        conditions.extend(filter);
        if conditions.len() > 1 {
            let span = conditions[0].span;
            return Some(BoundExpr { kind: BoundKind::And(conditions), span });
        }
        conditions.pop()
    }
}

/// The properties of a place in a pattern, if some of them look at what the pattern fills.
fn taken(properties: &mut Properties, first_new: Slot) -> Option<Vec<(Arc<str>, BoundExpr)>> {
    let Properties::Pairs(pairs) = properties else { return None };
    if !pairs.iter().any(|(_, value)| looks_at(value, |slot| slot >= first_new)) {
        return None;
    }
    let pairs = std::mem::take(pairs);
    *properties = Properties::None;
    Some(pairs)
}

fn lift(path: &mut BoundPath, first_new: Slot, lifted: &mut Vec<BoundExpr>) {
    let nodes = path.nodes.iter_mut().map(|node| (node.slot, &mut node.properties, &mut node.filter));
    let single = path.relationships.iter_mut().filter(|r| r.repeat.is_none() && r.group.is_none());
    let relationships = single.map(|r| (r.slot, &mut r.properties, &mut r.filter));
    for (own, properties, filter) in nodes.chain(relationships) {
        let pairs = taken(properties, first_new);
        lifted.extend(pairs.into_iter().flatten().map(|(key, value)| equal(own, key, value)));
        if filter.as_ref().is_some_and(|f| looks_at(f, |slot| slot >= first_new && slot != own)) {
            lifted.extend(filter.take());
        }
    }
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

/// `all(each IN list WHERE each.key = value)`
fn of_all(list: Slot, each: Slot, key: Arc<str>, value: BoundExpr) -> BoundExpr {
    let span = value.span;
    let list = Box::new(BoundExpr { kind: BoundKind::Slot(list), span });
    let filter = Some(Box::new(equal(each, key, value)));
    BoundExpr { kind: BoundKind::Quantified { quantifier: Quantifier::All, slot: each, list, filter }, span }
}
