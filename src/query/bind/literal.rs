//! Lists and maps of literals, which are values before a query runs.

use std::sync::Arc;

use super::types::Type;
use crate::query::syntax::ast::{Expr, ExprKind};
use crate::value::Value;

/// The value and type of a literal, of a list of literals or of a map of them.
pub(super) fn value(expr: &Expr) -> Option<(Value, Type)> {
    Some(match &expr.kind {
        ExprKind::Null => (Value::Null, Type::NULL),
        ExprKind::Boolean(b) => ((*b).into(), Type::BOOLEAN),
        ExprKind::Integer(n) => ((*n).into(), Type::INTEGER),
        ExprKind::Float(n) => ((*n).into(), Type::FLOAT),
        ExprKind::String(text) => (Arc::clone(text).into(), Type::STRING),
        ExprKind::List(items) => {
            let mut values = Vec::with_capacity(items.len());
            let mut of: Option<Type> = None;
            for item in items {
                let (value, item_type) = value(item)?;
                if of.as_ref() != Some(&item_type) {
                    of = Some(of.map_or(item_type.clone(), |of| of.join(item_type)));
                }
                values.push(value);
            }
            (values.into(), Type::List(Box::new(of.unwrap_or(Type::NULL))))
        }
        ExprKind::Map(entries) => {
            let mut pairs = Vec::with_capacity(entries.len());
            for (key, entry) in entries {
                pairs.push((Arc::clone(&key.name), value(entry)?.0));
            }
            (Value::map(pairs), Type::MAP)
        }
        _ => return None,
    })
}
