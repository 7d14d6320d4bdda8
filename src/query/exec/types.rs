//! `IS :: TYPE`.

use crate::value::{Value, ValueType};

/// Whether a value is of a type as `IS ::` names it. Null is of every type that does not end in `NOT NULL`.
pub(super) fn is_of_type(value: &Value, type_name: &str) -> bool {
    let (name, not_null) = match type_name.strip_suffix(" NOT NULL") {
        Some(name) => (name, true),
        None => (type_name, false),
    };
    if value.is_null() {
        return !not_null;
    }
    if let Some(element) = name.strip_prefix("LIST<").and_then(|rest| rest.strip_suffix('>')) {
        return value
            .as_list()
            .is_some_and(|items| items.iter().all(|item| is_of_type(item, element.trim())));
    }
    let kind = value.value_type();
    match name {
        "ANY" | "ANY VALUE" => true,
        "BOOL" => kind == ValueType::Boolean,
        "INT" | "SIGNED INTEGER" => kind == ValueType::Integer,
        "VARCHAR" => kind == ValueType::String,
        "EDGE" => kind == ValueType::Relationship,
        "VERTEX" => kind == ValueType::Node,
        "NUMBER" => matches!(kind, ValueType::Integer | ValueType::Float),
        "NOTHING" => false,
        other => kind.name() == other,
    }
}
