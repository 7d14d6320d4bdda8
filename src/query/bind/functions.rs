//! What the checks know of functions: the table's arities, and the types that openCypher checks before running.

use super::types::Type;
use crate::value::ValueType;

/// How many arguments a function takes.
pub(super) struct Signature {
    pub(super) least: usize,
    pub(super) most: usize,
}

const AGGREGATES: &[&str] =
    &["avg", "collect", "count", "max", "min", "percentilecont", "percentiledisc", "stdev", "stdevp", "sum"];

/// Whether this function (in lower case) aggregates.
pub(super) fn is_aggregate(name: &str) -> bool {
    AGGREGATES.contains(&name)
}

/// The arity of a function, none if there is no such function.
pub(super) fn signature(name: &str) -> Option<Signature> {
    crate::query::exec::call::arity(name).map(|(least, most)| Signature { least, most })
}

/// The names of all functions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    crate::query::exec::call::names().chain(AGGREGATES.iter().copied())
}

/// The types that an argument may have, where openCypher refuses others before running.
pub(super) fn parameter(name: &str, index: usize) -> Option<&'static [ValueType]> {
    use ValueType as V;
    match (name, index) {
        ("labels", 0) => Some(&[V::Node]),
        ("type" | "startnode" | "endnode", 0) => Some(&[V::Relationship]),
        ("properties" | "keys", 0) => Some(&[V::Node, V::Relationship, V::Map]),
        ("length" | "nodes" | "relationships", 0) => Some(&[V::Path]),
        ("size", 0) => Some(&[V::List, V::String, V::Map]),
        ("head" | "last" | "tail", 0) => Some(&[V::List]),
        _ => None,
    }
}

/// What is known of a function's result.
pub(super) fn result_type(name: &str) -> Type {
    match name {
        "labels" | "keys" | "split" => Type::List(Box::new(Type::STRING)),
        "nodes" => Type::List(Box::new(Type::NODE)),
        "relationships" | "rels" => Type::List(Box::new(Type::RELATIONSHIP)),
        "startnode" | "endnode" => Type::NODE,
        "type" | "tostring" | "tolower" | "toupper" | "trim" | "ltrim" | "rtrim" => Type::STRING,
        "exists" | "isempty" => Type::BOOLEAN,
        "size" | "length" | "id" => Type::INTEGER,
        "properties" => Type::MAP,
        "range" => Type::List(Box::new(Type::INTEGER)),
        _ => Type::Any,
    }
}
