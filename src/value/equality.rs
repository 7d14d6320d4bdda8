//! Equality (`=`, three-valued) and equivalence (`DISTINCT`, grouping) of values.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::order::integer_against_float;
use super::{Map, Value};

impl Value {
    /// `self = other`: `None` is null, the answer when a null decides.
    ///
    /// Numbers are equal when they stand for the same number, values of other different types are not equal, lists
    /// and maps are when their parts are. NaN equals nothing, itself included.
    pub fn equals(&self, other: &Value) -> Option<bool> {
        match (self, other) {
            (Value::Null, _) | (_, Value::Null) => None,
            (Value::Float(a), Value::Float(b)) => Some(a == b),
            (Value::List(a), Value::List(b)) if a.len() == b.len() => {
                all(a.iter().zip(b.iter()).map(|(a, b)| a.equals(b)))
            }
            (Value::Map(a), Value::Map(b)) if same_keys(a, b) => {
                all(a.values().zip(b.values()).map(|(a, b)| a.equals(b)))
            }
            (Value::List(_), Value::List(_)) | (Value::Map(_), Value::Map(_)) => Some(false),
            _ => Some(self == other),
        }
    }

    /// `self IN items`: whether an item equals it; null when none does but one of them might.
    pub fn is_in(&self, items: &[Value]) -> Option<bool> {
        let mut found = Some(false);
        for item in items {
            match item.equals(self) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => found = None,
            }
        }
        found
    }
}

fn same_keys(a: &Map, b: &Map) -> bool {
    a.len() == b.len() && a.keys().eq(b.keys())
}

/// Three-valued AND.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut answer = Some(true);
    for part in parts {
        match part {
            Some(true) => {}
            Some(false) => return Some(false),
            None => answer = None,
        }
    }
    answer
}

/// Equivalence: as equality, but null is null and NaN is NaN.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Integer(a), Self::Integer(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Self::Integer(a), Self::Float(b)) | (Self::Float(b), Self::Integer(a)) => {
                integer_against_float(*a, *b) == Some(Ordering::Equal)
            }
            (Self::String(a), Self::String(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Map(a), Self::Map(b)) => a == b,
            (Self::Node(a), Self::Node(b)) => a == b,
            (Self::Relationship(a), Self::Relationship(b)) => a == b,
            (Self::Path(a), Self::Path(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::LocalTime(a), Self::LocalTime(b)) => a == b,
            (Self::Time(a), Self::Time(b)) => a == b,
            (Self::LocalDateTime(a), Self::LocalDateTime(b)) => a == b,
            (Self::DateTime(a), Self::DateTime(b)) => a == b,
            (Self::Duration(a), Self::Duration(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Null => 0_u8.hash(state),
            Self::Boolean(value) => (1_u8, value).hash(state),
            Self::Integer(value) => (2_u8, value).hash(state),
            Self::Float(value) => hash_float(*value, state),
            Self::String(value) => (4_u8, value).hash(state),
            Self::List(value) => (5_u8, value).hash(state),
            Self::Map(value) => (6_u8, value).hash(state),
            Self::Node(value) => (7_u8, value).hash(state),
            Self::Relationship(value) => (8_u8, value).hash(state),
            Self::Path(value) => (9_u8, value).hash(state),
            Self::Date(value) => (10_u8, value).hash(state),
            Self::LocalTime(value) => (11_u8, value).hash(state),
            Self::Time(value) => (12_u8, value).hash(state),
            Self::LocalDateTime(value) => (13_u8, value).hash(state),
            Self::DateTime(value) => (14_u8, value).hash(state),
            Self::Duration(value) => (15_u8, value).hash(state),
        }
    }
}

/// A float that stands for an integer hashes as the integer does, as it is equivalent to it.
fn hash_float<H: Hasher>(value: f64, state: &mut H) {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and is then compared")]
    let integer = value as i64;
    if integer_against_float(integer, value) == Some(Ordering::Equal) {
        (2_u8, integer).hash(state);
    } else {
        let bits = if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() };
        (3_u8, bits).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_and_nan_decide_equality_but_not_equivalence() {
        let nan = Value::Float(f64::NAN);
        assert_eq!(Value::Null.equals(&Value::Null), None);
        assert_eq!(nan.equals(&nan), Some(false));
        assert!(Value::Null == Value::Null && nan == nan);
    }

    #[test]
    fn a_null_in_a_list_is_only_asked_when_the_rest_is_equal() {
        let list =
            |items: &[i64]| Value::list(items.iter().map(|&i| if i < 0 { Value::Null } else { i.into() }));
        assert_eq!(list(&[1, 2]).equals(&list(&[1, 2])), Some(true));
        assert_eq!(list(&[1, -1]).equals(&list(&[1, 2])), None);
        assert_eq!(list(&[-1, 1]).equals(&list(&[1, 2])), Some(false));
        assert_eq!(list(&[-1]).equals(&list(&[1, 2])), Some(false));
        assert_eq!(Value::from(3).is_in(&[Value::Null, 4.into()]), None);
        assert_eq!(Value::from(3).is_in(&[Value::Null, 3.into()]), Some(true));
    }
}
