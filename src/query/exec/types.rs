//! `IS :: TYPE`.

use crate::query::syntax::types::{TypeExpr, TypeKind};
use crate::value::{Value, ValueType};

/// Whether a value is of a type. Null is of every type that is not `NOT NULL`.
pub(super) fn is_of_type(value: &Value, of: &TypeExpr) -> bool {
    if let TypeKind::Union(all) = &of.kind {
        return !(of.not_null && value.is_null()) && all.iter().any(|each| is_of_type(value, each));
    }
    if value.is_null() {
        return !of.not_null;
    }
    let kind = value.value_type();
    match &of.kind {
        TypeKind::Any => true,
        TypeKind::Property => value.is_storable(),
        TypeKind::Number => matches!(kind, ValueType::Integer | ValueType::Float),
        TypeKind::Null | TypeKind::Nothing | TypeKind::Union(_) => false,
        TypeKind::Is(wanted) => kind == *wanted,
        TypeKind::List(element) => {
            value.as_list().is_some_and(|items| items.iter().all(|item| is_of_type(item, element)))
        }
    }
}
