//! The functions of the query language: one table that the binder (unknown names, argument counts and types), the
//! executor and completion read.
//!
//! To add a function, add an entry to the table of the file that it belongs to; the tests here check that it has help
//! with an example.

mod aggregate;
mod conversion;
mod facts;
mod graph;
mod list;
mod maths;
mod scalar;
mod string;
mod temporal;

pub(crate) use list::integers;

use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::graph::GraphRead;
use crate::value::{Map, NodeId, RelationshipId, Value, ValueError, ValueType};

pub use aggregate::{Aggregator, FloatSum};

/// What functions may ask of the graph and of the statement that runs. A graph answers [`ValueError::Deleted`] for
/// what the statement has deleted.
pub trait Context {
    /// The labels of a node, in the order to be shown.
    fn labels(&self, node: NodeId) -> Result<Vec<Arc<str>>, ValueError>;
    /// The type of a relationship; also of one that the statement has deleted.
    fn relationship_type(&self, relationship: RelationshipId) -> Result<Arc<str>, ValueError>;
    /// The nodes that a relationship leads from and to.
    fn ends(&self, relationship: RelationshipId) -> Result<(NodeId, NodeId), ValueError>;
    /// All properties of a node.
    fn node_properties(&self, node: NodeId) -> Result<Map, ValueError>;
    /// All properties of a relationship.
    fn relationship_properties(&self, relationship: RelationshipId) -> Result<Map, ValueError>;
    /// When the statement began: seconds since 1970-01-01T00:00Z, and nanoseconds of that second.
    fn now(&self) -> (i64, i64);
    /// The next random bits.
    fn random(&self) -> u64;
    /// The graph with its articles, where there is one.
    fn graph(&self) -> Option<&dyn GraphRead> {
        None
    }
    /// The node of a name or alias.
    fn entity(&self, name: &str) -> Option<NodeId> {
        crate::graph::lookup::called(self.graph()?, name)
    }
}

/// A set of value types that an argument may have; null is always among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Types(u32);

impl Types {
    /// Any value.
    pub const ANY: Self = Self(u32::MAX);
    const BOOLEAN: Self = Self::one(ValueType::Boolean);
    const INTEGER: Self = Self::one(ValueType::Integer);
    const NUMBER: Self = Self::INTEGER.or(Self::one(ValueType::Float));
    const STRING: Self = Self::one(ValueType::String);
    const LIST: Self = Self::one(ValueType::List);
    const MAP: Self = Self::one(ValueType::Map);
    const NODE: Self = Self::one(ValueType::Node);
    const RELATIONSHIP: Self = Self::one(ValueType::Relationship);
    const PATH: Self = Self::one(ValueType::Path);
    const DURATION: Self = Self::one(ValueType::Duration);
    const INSTANT: Self = Self::one(ValueType::Date)
        .or(Self::one(ValueType::LocalTime))
        .or(Self::one(ValueType::Time))
        .or(Self::one(ValueType::LocalDateTime))
        .or(Self::one(ValueType::DateTime));

    const fn one(kind: ValueType) -> Self {
        Self(1 << kind as u32)
    }

    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a value of this type may stand here.
    pub fn contains(self, kind: ValueType) -> bool {
        kind == ValueType::Null || self.0 & Self::one(kind).0 != 0
    }
}

/// How a function computes its value.
#[derive(Clone, Copy)]
pub enum Body {
    /// From its arguments; null when one of them is null.
    Strict(fn(&[Value], &dyn Context) -> Result<Value, ValueError>),
    /// From its arguments, nulls among them.
    Lenient(fn(&[Value], &dyn Context) -> Result<Value, ValueError>),
    /// From one number, a float from a float; null of null.
    Real(fn(f64) -> f64),
    /// From all rows of a group: `Aggregator`s take the arguments row by row.
    Aggregate(fn() -> Box<dyn Aggregator>),
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A function as the table lists it.
#[derive(Clone, Copy)]
pub struct Function {
    /// Its name in the spelling to show; names are found whatever their case.
    pub name: &'static str,
    /// The types of its arguments. The last one holds for all that follow when `most` is larger.
    pub parameters: &'static [Types],
    /// The fewest arguments.
    pub least: usize,
    /// The most arguments.
    pub most: usize,
    /// One line: what it gives, and an example with its value after `→`.
    pub help: &'static str,
    /// How it computes its value.
    pub body: Body,
}

impl Function {
    const fn new(name: &'static str, parameters: &'static [Types], body: Body, help: &'static str) -> Self {
        Self { name, parameters, least: parameters.len(), most: parameters.len(), help, body }
    }

    /// The same with the last arguments left to choice.
    const fn at_least(self, least: usize) -> Self {
        Self { least, ..self }
    }

    /// The same with any number of further arguments.
    const fn and_more(self) -> Self {
        Self { most: usize::MAX, ..self }
    }

    /// How many arguments it takes.
    pub fn arity(&self) -> RangeInclusive<usize> {
        self.least..=self.most
    }

    /// What the argument at this position (from 0) may be.
    pub fn parameter(&self, at: usize) -> Types {
        self.parameters.get(at).or(self.parameters.last()).copied().unwrap_or(Types::ANY)
    }

    /// Whether it works on all rows of a group.
    pub fn is_aggregate(&self) -> bool {
        matches!(self.body, Body::Aggregate(_))
    }

    /// Its value for these arguments, whose number was checked before. Aggregates have none.
    pub fn call(&self, arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
        if matches!(self.body, Body::Strict(_) | Body::Real(_)) && arguments.iter().any(Value::is_null) {
            return Ok(Value::Null);
        }
        for (at, argument) in arguments.iter().enumerate() {
            if !self.parameter(at).contains(argument.value_type()) {
                return Err(ValueError::ArgumentValue(format!(
                    "{}() does not take a value of type {} ({})",
                    self.name,
                    argument.value_type(),
                    self.help
                )));
            }
        }
        match self.body {
            Body::Strict(compute) | Body::Lenient(compute) => compute(arguments, context),
            Body::Real(compute) => Ok(compute(maths::number(arguments, 0)).into()),
            Body::Aggregate(_) => {
                let message = format!("{}() stands for all rows of a group", self.name);
                Err(ValueError::ArgumentValue(message))
            }
        }
    }
}

/// The tables of all functions.
const TABLES: [&[Function]; 9] = [
    scalar::TABLE,
    graph::TABLE,
    list::TABLE,
    string::TABLE,
    maths::TABLE,
    conversion::TABLE,
    temporal::TABLE,
    aggregate::TABLE,
    facts::TABLE,
];

/// All functions, by purpose.
pub fn all() -> impl Iterator<Item = &'static Function> {
    TABLES.into_iter().flatten()
}

/// The function of that name, whatever its case.
pub fn find(name: &str) -> Option<&'static Function> {
    static BY_NAME: OnceLock<FxHashMap<String, &'static Function>> = OnceLock::new();
    let by_name =
        BY_NAME.get_or_init(|| all().map(|function| (function.name.to_lowercase(), function)).collect());
    by_name.get(&name.to_lowercase()).copied()
}

/// A number of items or characters as a value.
fn count(number: usize) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The integer among arguments whose types were checked.
fn integer(arguments: &[Value], at: usize) -> Option<i64> {
    if let Some(Value::Integer(number)) = arguments.get(at) { Some(*number) } else { None }
}

/// The text among arguments whose types were checked.
fn text(arguments: &[Value], at: usize) -> &str {
    arguments.get(at).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A graph of the node 1 (`:A:B {k: 'v'}`) and the relationship 1 (`:T`) from it to node 2, which was deleted.
    pub(super) struct Small;

    impl Context for Small {
        fn labels(&self, node: NodeId) -> Result<Vec<Arc<str>>, ValueError> {
            if node.0 == 2 { Err(ValueError::Deleted("node")) } else { Ok(vec!["A".into(), "B".into()]) }
        }
        fn relationship_type(&self, _: RelationshipId) -> Result<Arc<str>, ValueError> {
            Ok("T".into())
        }
        fn ends(&self, _: RelationshipId) -> Result<(NodeId, NodeId), ValueError> {
            Ok((NodeId(1), NodeId(2)))
        }
        fn node_properties(&self, _: NodeId) -> Result<Map, ValueError> {
            Ok(Map::from([("k".into(), "v".into())]))
        }
        fn relationship_properties(&self, _: RelationshipId) -> Result<Map, ValueError> {
            Ok(Map::new())
        }
        fn now(&self) -> (i64, i64) {
            (1_700_000_000, 5)
        }
        fn random(&self) -> u64 {
            1 << 63
        }
    }

    /// The value of a function, as text.
    pub(super) fn call(name: &str, arguments: &[Value]) -> String {
        let function = find(name).unwrap();
        assert!(function.arity().contains(&arguments.len()), "{name}");
        match function.call(arguments, &Small) {
            Ok(value) => value.to_string(),
            Err(error) => format!("{} {}", error.names().0, error.names().1),
        }
    }

    #[test]
    fn every_function_is_listed_once_and_has_help_with_an_example() {
        let mut names: Vec<_> = all().map(|function| function.name.to_lowercase()).collect();
        let listed = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), listed);
        for function in all() {
            assert!(
                function.help.contains('→') && function.help.contains(function.name),
                "{}",
                function.name
            );
            assert!(function.least <= function.most && function.least <= function.parameters.len());
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(find("TOINTEGER").map(|function| function.name), Some("toInteger"));
        assert_eq!(
            find("datetime.fromEpochMillis").map(|function| function.name),
            Some("datetime.fromEpochMillis")
        );
        assert!(find("nonsense").is_none());
    }

    #[test]
    fn wrong_types_and_nulls() {
        assert_eq!(call("toUpper", &[Value::Null]), "null");
        assert_eq!(call("toUpper", &[1.into()]), "TypeError InvalidArgumentValue");
    }
}
