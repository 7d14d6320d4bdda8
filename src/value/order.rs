//! Orderability (`ORDER BY`, total) and comparability (`<`, three-valued) of values.

use std::cmp::Ordering;

use super::{Value, ValueType};

impl Value {
    /// How `self` stands to `other` for `<`, `<=`, `>` and `>=`.
    pub fn compare(&self, other: &Value) -> Comparison {
        match (self, other) {
            (Value::Integer(a), Value::Integer(b)) => a.cmp(b).into(),
            (Value::Float(a), Value::Float(b)) => a.partial_cmp(b).into(),
            (Value::Integer(a), Value::Float(b)) => integer_against_float(*a, *b).into(),
            (Value::Float(a), Value::Integer(b)) => {
                integer_against_float(*b, *a).map(Ordering::reverse).into()
            }
            (Value::String(a), Value::String(b)) => a.cmp(b).into(),
            (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b).into(),
            (Value::Date(a), Value::Date(b)) => a.cmp(b).into(),
            (Value::LocalTime(a), Value::LocalTime(b)) => a.cmp(b).into(),
            (Value::Time(a), Value::Time(b)) => a.cmp(b).into(),
            (Value::LocalDateTime(a), Value::LocalDateTime(b)) => a.cmp(b).into(),
            (Value::DateTime(a), Value::DateTime(b)) => a.cmp(b).into(),
            (Value::Duration(a), Value::Duration(b)) if a == b => Comparison::Ordered(Ordering::Equal),
            (Value::List(a), Value::List(b)) => compare_lists(a, b),
            _ => Comparison::Null,
        }
    }
}

/// What comparing two values with `<` and its like finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// They are comparable.
    Ordered(Ordering),
    /// One is not a number: every comparison is false.
    Unordered,
    /// Null, or values that do not compare: every comparison is null.
    Null,
}

impl Comparison {
    /// The truth of the comparison that holds for the orderings that `test` accepts.
    pub fn is(self, test: impl FnOnce(Ordering) -> bool) -> Option<bool> {
        match self {
            Self::Ordered(ordering) => Some(test(ordering)),
            Self::Unordered => Some(false),
            Self::Null => None,
        }
    }
}

impl From<Ordering> for Comparison {
    fn from(ordering: Ordering) -> Self {
        Self::Ordered(ordering)
    }
}

impl From<Option<Ordering>> for Comparison {
    fn from(ordering: Option<Ordering>) -> Self {
        ordering.map_or(Self::Unordered, Self::Ordered)
    }
}

/// Lists compare as words do: by the first items that differ, then by length.
fn compare_lists(a: &[Value], b: &[Value]) -> Comparison {
    for (a, b) in a.iter().zip(b) {
        match a.compare(b) {
            Comparison::Ordered(Ordering::Equal) => {}
            decided => return decided,
        }
    }
    a.len().cmp(&b.len()).into()
}

/// Compares without rounding either number; `None` for NaN.
pub(super) fn integer_against_float(a: i64, b: f64) -> Option<Ordering> {
    /// 2⁶³, the first float above every integer.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if b.is_nan() {
        None
    } else if b >= LIMIT {
        Some(Ordering::Less)
    } else if b < -LIMIT {
        Some(Ordering::Greater)
    } else {
        #[expect(clippy::cast_possible_truncation, reason = "the bounds were just checked")]
        let whole = b.trunc() as i64;
        Some(a.cmp(&whole).then_with(|| 0.0.partial_cmp(&b.fract()).unwrap_or(Ordering::Equal)))
    }
}

/// Orderability: maps, nodes, relationships, lists, paths, temporal values, strings, booleans, numbers, and null last.
impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(b),
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => order_floats(*a, *b),
            (Self::Integer(a), Self::Float(b)) => integer_against_float(*a, *b).unwrap_or(Ordering::Less),
            (Self::Float(a), Self::Integer(b)) => {
                integer_against_float(*b, *a).map_or(Ordering::Greater, Ordering::reverse)
            }
            (Self::String(a), Self::String(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) => a.cmp(b),
            (Self::Map(a), Self::Map(b)) => a.keys().cmp(b.keys()).then_with(|| a.values().cmp(b.values())),
            (Self::Node(a), Self::Node(b)) => a.cmp(b),
            (Self::Relationship(a), Self::Relationship(b)) => a.cmp(b),
            (Self::Path(a), Self::Path(b)) => a.cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::LocalTime(a), Self::LocalTime(b)) => a.cmp(b),
            (Self::Time(a), Self::Time(b)) => a.cmp(b),
            (Self::LocalDateTime(a), Self::LocalDateTime(b)) => a.cmp(b),
            (Self::DateTime(a), Self::DateTime(b)) => a.cmp(b),
            (Self::Duration(a), Self::Duration(b)) => a.cmp(b),
            _ => type_rank(self).cmp(&type_rank(other)),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// [`ValueType`] stands in the order of its variants; integers and floats are one type here.
fn type_rank(value: &Value) -> ValueType {
    match value.value_type() {
        ValueType::Float => ValueType::Integer,
        other => other,
    }
}

/// NaN stands above every number.
fn order_floats(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

#[cfg(test)]
mod tests {
    use super::super::NodeId;
    use super::*;

    #[test]
    fn integers_and_floats_compare_without_rounding() {
        let limit = 9_007_199_254_740_993_i64; // 2⁵³ + 1 has no float
        assert_eq!(integer_against_float(limit, 9_007_199_254_740_992.0), Some(Ordering::Greater));
        assert_eq!(integer_against_float(i64::MAX, 9.223_372_036_854_776e18), Some(Ordering::Less));
        assert_eq!(integer_against_float(i64::MIN, f64::NEG_INFINITY), Some(Ordering::Greater));
        assert_eq!(integer_against_float(-1, -1.5), Some(Ordering::Greater));
        assert_eq!(integer_against_float(1, 1.5), Some(Ordering::Less));
    }

    #[test]
    fn types_stand_in_the_global_order() {
        let expected: Vec<Value> = vec![
            Value::map([("a", Value::Null)]),
            NodeId(0).into(),
            Value::list([]),
            "a".into(),
            false.into(),
            1.into(),
            1.5.into(),
            f64::NAN.into(),
            Value::Null,
        ];
        let mut values: Vec<Value> = expected.iter().rev().cloned().collect();
        values.sort();
        assert_eq!(values, expected);
    }

    fn any_value() -> impl proptest::strategy::Strategy<Value = Value> {
        use proptest::prelude::*;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-3_i64..3).prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            prop_oneof![Just(f64::NAN), Just(-0.0), Just(1.0), Just(9_007_199_254_740_992.0), any::<f64>()]
                .prop_map(Value::from),
            "[ab]{0,2}".prop_map(Value::from),
            (0..3_u64).prop_map(|id| NodeId(id).into()),
        ];
        leaf.prop_recursive(2, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::list),
                prop::collection::vec(("[ab]", inner), 0..3).prop_map(Value::map),
            ]
        })
    }

    fn hash(value: &Value) -> u64 {
        use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
        BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
    }

    proptest::proptest! {
        #[test]
        fn order_is_total(a in any_value(), b in any_value(), c in any_value()) {
            assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            if a <= b && b <= c {
                assert!(a <= c);
            }
        }

        #[test]
        fn equivalence_agrees_with_order_hash_and_equality(a in any_value(), b in any_value()) {
            assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
            assert!(a != b || hash(&a) == hash(&b));
            assert!(a == a.clone());
            assert_eq!(a.equals(&b), b.equals(&a));
            if a.equals(&b) == Some(true) {
                assert!(a == b);
            }
        }

        #[test]
        fn comparison_agrees_with_equality(a in any_value(), b in any_value()) {
            assert_eq!(a.compare(&b).is(|o| o.is_lt()), b.compare(&a).is(|o| o.is_gt()));
            if a.compare(&b) == Comparison::Ordered(Ordering::Equal) {
                assert_eq!(a.equals(&b), Some(true));
            }
        }
    }
}
