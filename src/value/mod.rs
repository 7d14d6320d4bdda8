//! Values that properties hold and queries compute with: the openCypher types, and in one place each their
//! equality, equivalence, order, arithmetic and text.
//!
//! Four relations between values are easily mixed up:
//!
//! | relation | used by | here |
//! |---|---|---|
//! | equality, three-valued | `=`, `<>`, `IN`, `CASE x WHEN` | [`Value::equals`] |
//! | equivalence: null is null, NaN is NaN | `DISTINCT`, grouping, `UNION` | `==` and `Hash` of [`Value`] |
//! | orderability, total | `ORDER BY`, `min`, `max` | `Ord` of [`Value`] |
//! | comparability, three-valued | `<`, `<=`, `>`, `>=` | [`Value::compare`] |

mod access;
mod arithmetic;
mod equality;
mod error;
mod order;
pub mod temporal;
mod text;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use arithmetic::Operator;
pub use error::ValueError;
pub use order::Comparison;
pub use temporal::{Date, Duration, LocalDateTime, LocalTime, Time, ZonedDateTime};
pub use text::float_text;

/// Identity of a node, the same for as long as the graph lives; never given to a second node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u64);

/// Identity of a relationship, the same for as long as the graph lives; never given to a second one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationshipId(pub u64);

/// A walk through the graph: `nodes.len() == relationships.len() + 1`, in the walk's order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// The nodes, the first one where the walk starts.
    pub nodes: Vec<NodeId>,
    /// The relationships between them, whichever way they point.
    pub relationships: Vec<RelationshipId>,
}

impl Path {
    /// A path of which only the length is asked.
    pub(crate) fn of_length(length: usize) -> Path {
        Path { nodes: vec![NodeId(0); length + 1], relationships: vec![RelationshipId(0); length] }
    }
}

/// The pairs of a map value, in the order of their keys.
pub type Map = BTreeMap<Arc<str>, Value>;

/// A value of the query language. Cheap to clone: what is large is shared.
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// No value, or an unknown one.
    #[default]
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A 64-bit signed integer.
    Integer(i64),
    /// A 64-bit IEEE 754 number.
    Float(f64),
    /// A Unicode text.
    String(Arc<str>),
    /// Values in order, of any types.
    List(Arc<[Value]>),
    /// Values by key.
    Map(Arc<Map>),
    /// A node of the graph at hand.
    Node(NodeId),
    /// A relationship of the graph at hand.
    Relationship(RelationshipId),
    /// A walk through the graph at hand.
    Path(Arc<Path>),
    /// A calendar date.
    Date(Date),
    /// A time of day without offset.
    LocalTime(LocalTime),
    /// A time of day with an offset from UTC.
    Time(Time),
    /// A date and a time of day, without offset.
    LocalDateTime(LocalDateTime),
    /// A date and a time of day with an offset or in a named time zone.
    DateTime(Arc<ZonedDateTime>),
    /// An amount of time.
    Duration(Arc<Duration>),
}

/// The type of a value, by its openCypher name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "named as the values are")]
pub enum ValueType {
    Map,
    Node,
    Relationship,
    List,
    Path,
    DateTime,
    LocalDateTime,
    Date,
    Time,
    LocalTime,
    Duration,
    String,
    Boolean,
    Integer,
    Float,
    Null,
}

impl ValueType {
    /// The name as openCypher writes it in signatures and messages: `INTEGER`, `ZONED DATETIME`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Map => "MAP",
            Self::Node => "NODE",
            Self::Relationship => "RELATIONSHIP",
            Self::List => "LIST",
            Self::Path => "PATH",
            Self::DateTime => "ZONED DATETIME",
            Self::LocalDateTime => "LOCAL DATETIME",
            Self::Date => "DATE",
            Self::Time => "ZONED TIME",
            Self::LocalTime => "LOCAL TIME",
            Self::Duration => "DURATION",
            Self::String => "STRING",
            Self::Boolean => "BOOLEAN",
            Self::Integer => "INTEGER",
            Self::Float => "FLOAT",
            Self::Null => "NULL",
        }
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Value {
    /// The value's type.
    pub fn value_type(&self) -> ValueType {
        match self {
            Self::Null => ValueType::Null,
            Self::Boolean(_) => ValueType::Boolean,
            Self::Integer(_) => ValueType::Integer,
            Self::Float(_) => ValueType::Float,
            Self::String(_) => ValueType::String,
            Self::List(_) => ValueType::List,
            Self::Map(_) => ValueType::Map,
            Self::Node(_) => ValueType::Node,
            Self::Relationship(_) => ValueType::Relationship,
            Self::Path(_) => ValueType::Path,
            Self::Date(_) => ValueType::Date,
            Self::LocalTime(_) => ValueType::LocalTime,
            Self::Time(_) => ValueType::Time,
            Self::LocalDateTime(_) => ValueType::LocalDateTime,
            Self::DateTime(_) => ValueType::DateTime,
            Self::Duration(_) => ValueType::Duration,
        }
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The pairs of a map.
    pub fn as_map(&self) -> Option<&Map> {
        if let Self::Map(map) = self { Some(map) } else { None }
    }

    /// A list of these items.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Self::List(items.into_iter().collect())
    }

    /// A map of these pairs; of two with the same key the later one stays.
    pub fn map<K: Into<Arc<str>>>(pairs: impl IntoIterator<Item = (K, Value)>) -> Self {
        Self::Map(Arc::new(pairs.into_iter().map(|(key, value)| (key.into(), value)).collect()))
    }

    /// Whether a property of a node or relationship may hold this: a scalar, a temporal value or a list of such.
    pub fn is_storable(&self) -> bool {
        match self {
            Self::Map(_) | Self::Node(_) | Self::Relationship(_) | Self::Path(_) => false,
            Self::List(items) => {
                items.iter().all(|item| !matches!(item, Self::List(_)) && item.is_storable())
            }
            _ => true,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}
impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(value.into())
    }
}
impl From<Arc<str>> for Value {
    fn from(value: Arc<str>) -> Self {
        Self::String(value)
    }
}
impl From<Vec<Value>> for Value {
    fn from(value: Vec<Value>) -> Self {
        Self::List(value.into())
    }
}
impl From<Map> for Value {
    fn from(value: Map) -> Self {
        Self::Map(Arc::new(value))
    }
}
impl From<NodeId> for Value {
    fn from(value: NodeId) -> Self {
        Self::Node(value)
    }
}
impl From<RelationshipId> for Value {
    fn from(value: RelationshipId) -> Self {
        Self::Relationship(value)
    }
}
impl From<Date> for Value {
    fn from(value: Date) -> Self {
        Self::Date(value)
    }
}
impl From<LocalTime> for Value {
    fn from(value: LocalTime) -> Self {
        Self::LocalTime(value)
    }
}
impl From<Time> for Value {
    fn from(value: Time) -> Self {
        Self::Time(value)
    }
}
impl From<LocalDateTime> for Value {
    fn from(value: LocalDateTime) -> Self {
        Self::LocalDateTime(value)
    }
}
impl From<ZonedDateTime> for Value {
    fn from(value: ZonedDateTime) -> Self {
        Self::DateTime(Arc::new(value))
    }
}
impl From<Duration> for Value {
    fn from(value: Duration) -> Self {
        Self::Duration(Arc::new(value))
    }
}
/// `None` is null.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_three_words_at_most() {
        assert!(size_of::<Value>() <= 24);
    }
}
