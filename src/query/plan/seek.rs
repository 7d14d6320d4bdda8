//! Look-ups: which conditions on a node say that a property of it, or its id, has a value that is known before the node is.

use super::mentions::mentioned;
use crate::query::bind::bound::{BoundExpr, BoundKind, BoundNode, Properties, Slot};
use crate::query::syntax::ast::{BinaryOp, CompareOp};
use crate::value::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What nodes are looked up by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// A property.
    Key(Arc<str>),
    /// `id(n)`.
    Id,
    /// `elementId(n)`.
    ElementId,
}

impl By {
    /// What an expression says of a variable.
    pub fn of(expr: &BoundExpr, of: Slot) -> Option<By> {
        let is_own = |expr: &BoundExpr| matches!(expr.kind, BoundKind::Slot(slot) if slot == of);
        match &expr.kind {
            BoundKind::Property { subject, key } if is_own(subject) => Some(By::Key(Arc::clone(key))),
            BoundKind::Call { function, arguments } if matches!(&arguments[..], [own] if is_own(own)) => {
                match function.name {
                    "id" => Some(By::Id),
                    "elementId" => Some(By::ElementId),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The id that a value is; nothing where something else may be equal to it, too.
    pub fn id(&self, value: &Value) -> Option<u64> {
        match (self, value) {
            (By::Id, Value::Integer(id)) => Some(id.cast_unsigned()),
            (By::ElementId, Value::String(id)) => {
                id.parse().ok().filter(|number: &u64| number.to_string() == **id)
            }
            _ => None,
        }
    }
}

impl std::fmt::Display for By {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            By::Key(key) => key,
            By::Id | By::ElementId => "id",
        })
    }
}

/// What nodes can be looked up by. What is found is to be checked all the same.
#[derive(Clone, Debug)]
pub struct Seek {
    /// What it is.
    pub by: By,
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
    let mut note = |by: By, value: &BoundExpr, any: bool| {
        if mentioned(value).is_some_and(|slots| ready(&slots)) {
            found.push(Seek { by, value: value.clone(), any });
        }
    };
    if let Properties::Pairs(pairs) = &node.properties {
        pairs.iter().for_each(|(key, value)| note(By::Key(Arc::clone(key)), value, false));
    }
    let own = node.filter.iter().flat_map(conjuncts);
    for condition in own.chain(conditions) {
        match &condition.kind {
            BoundKind::Comparison { first, rest } => {
                let [(CompareOp::Equal, second)] = &rest[..] else { continue };
                if let Some(by) = By::of(first, node.slot) {
                    note(by, second, false);
                } else if let Some(by) = By::of(second, node.slot) {
                    note(by, first, false);
                }
            }
            BoundKind::Binary { op: BinaryOp::In, left, right } => {
                if let Some(by) = By::of(left, node.slot) {
                    note(by, right, true);
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
