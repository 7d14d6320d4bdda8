//! What the checks know of functions, from the one table.

use super::types::Type;
use crate::query::functions::{self, Function};
use crate::value::ValueType;

/// Whether this function aggregates.
pub(super) fn is_aggregate(name: &str) -> bool {
    functions::find(name).is_some_and(Function::is_aggregate)
}

/// The names of all functions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    functions::all().map(|function| function.name)
}

/// Whether a value of this type can never be an argument.
pub(super) fn refuses(function: &Function, index: usize, of: &Type) -> bool {
    let kind = match of {
        Type::Any => return false,
        Type::Is(kind) => *kind,
        Type::List(_) => ValueType::List,
    };
    !function.parameter(index).contains(kind)
}

/// What is known of a function's result.
pub(super) fn result_type(name: &str) -> Type {
    match name {
        "labels" | "keys" | "split" => Type::List(Box::new(Type::STRING)),
        "nodes" => Type::List(Box::new(Type::NODE)),
        "relationships" => Type::List(Box::new(Type::RELATIONSHIP)),
        "startnode" | "endnode" => Type::NODE,
        "type" | "tostring" | "tolower" | "toupper" | "trim" | "ltrim" | "rtrim" => Type::STRING,
        "exists" | "isempty" => Type::BOOLEAN,
        "size" | "length" | "id" => Type::INTEGER,
        "properties" => Type::MAP,
        "range" => Type::List(Box::new(Type::INTEGER)),
        _ => Type::Any,
    }
}

/// That a function or procedure was given the wrong number of arguments: it takes so many at least and at most.
pub(super) fn takes(name: &str, wanted: (usize, usize), given: usize) -> String {
    let (wanted, last) = match wanted {
        (least, most) if least == most => (format!("{least}"), least),
        (least, usize::MAX) => (format!("at least {least}"), least),
        (least, most) => (format!("{least} to {most}"), most),
    };
    let plural = if last == 1 { "" } else { "s" };
    format!("{name} takes {wanted} argument{plural}, not {given}")
}
