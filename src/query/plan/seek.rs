//! Look-ups: which conditions on a node say that a property of it has a value that is known before the node is.

use super::mentions::mentioned;
use crate::query::bind::bound::{BoundExpr, BoundKind, BoundNode, Properties, Slot};
use crate::query::syntax::ast::{BinaryOp, CompareOp};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A property that nodes can be looked up by. What is found is to be checked all the same.
#[derive(Clone, Debug)]
pub struct Seek {
    /// The property.
    pub key: Arc<str>,
    /// What it is equal to.
    pub value: BoundExpr,
    /// Whether that is a list, of which any item will do.
    pub any: bool,
}

/// The look-ups for a node, by its pattern and by these conditions; `ready` says whether all of these slots are filled
/// before the node is looked for.
pub(super) fn seeks<'e>(
    node: &'e BoundNode,
    conditions: impl Iterator<Item = &'e BoundExpr>,
    ready: impl Fn(&BTreeSet<Slot>) -> bool,
) -> Vec<Seek> {
    let mut found = Vec::new();
    let mut note = |key: &Arc<str>, value: &BoundExpr, any: bool| {
        if mentioned(value).is_some_and(|slots| ready(&slots)) {
            found.push(Seek { key: Arc::clone(key), value: value.clone(), any });
        }
    };
    if let Properties::Pairs(pairs) = &node.properties {
        pairs.iter().for_each(|(key, value)| note(key, value, false));
    }
    let own = node.filter.iter().flat_map(conjuncts);
    for condition in own.chain(conditions) {
        match &condition.kind {
            BoundKind::Comparison { first, rest } => {
                let [(CompareOp::Equal, second)] = &rest[..] else { continue };
                if let Some(key) = property(first, node.slot) {
                    note(key, second, false);
                } else if let Some(key) = property(second, node.slot) {
                    note(key, first, false);
                }
            }
            BoundKind::Binary { op: BinaryOp::In, left, right } => {
                if let Some(key) = property(left, node.slot) {
                    note(key, right, true);
                }
            }
            _ => {}
        }
    }
    found
}

/// The conditions that must all hold for one to hold.
pub(super) fn conjuncts(condition: &BoundExpr) -> &[BoundExpr] {
    match &condition.kind {
        BoundKind::And(all) => all,
        _ => std::slice::from_ref(condition),
    }
}

fn property(expr: &BoundExpr, of: Slot) -> Option<&Arc<str>> {
    match &expr.kind {
        BoundKind::Property { subject, key } if matches!(subject.kind, BoundKind::Slot(slot) if slot == of) => {
            Some(key)
        }
        _ => None,
    }
}
