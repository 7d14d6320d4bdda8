//! All values of one property as an array of their own type.

use super::bits::Bits;
use crate::value::{Date, Value};
use rustc_hash::FxHashSet;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// The values of a property, by the number of the node or relationship.
#[derive(Clone, Debug)]
pub struct Column {
    /// The values; a missing one has a filler.
    pub values: Values,
    /// Which are missing; `None` when none is.
    pub missing: Option<Bits>,
    /// Whether each value is larger than the one before, and none missing: then they are unique, and compare as the
    /// numbers of their nodes do.
    pub increasing: bool,
    unique: OnceLock<bool>,
    /// Whether floats compare as numbers do: none is no number or a negative zero.
    ordered: bool,
}

/// The arrays.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Values {
    Integers(Vec<i64>),
    Floats(Vec<f64>),
    Booleans(Vec<bool>),
    /// All texts one after the other, and where each ends.
    Texts {
        text: String,
        ends: Vec<u32>,
    },
    /// Days since 1970-01-01.
    Dates(Vec<i32>),
    /// Values of several types, or of others than these.
    Mixed(Vec<Value>),
}

impl Column {
    /// From the values in order; `values` may be run twice.
    pub(super) fn new<I: Iterator<Item = Option<Value>>>(count: usize, values: impl Fn() -> I) -> Column {
        let first = values().flatten().next();
        let mut missing = Bits::new(count);
        let mut any_missing = false;
        let mut note = |at: usize| {
            missing.insert(at as u32);
            any_missing = true;
        };
        // Fills an array of one type; gives up at a value of another.
        macro_rules! fill {
            ($filler:expr, $pattern:pat => $own:expr) => {
                fill!(at, $filler, $pattern => $own)
            };
            ($at:ident, $filler:expr, $pattern:pat => $own:expr) => {{
                let mut array = Vec::with_capacity(count);
                let mut fits = true;
                for ($at, value) in values().enumerate() {
                    array.push(match value {
                        None => {
                            note($at);
                            $filler
                        }
                        Some($pattern) => $own,
                        Some(_) => {
                            fits = false;
                            break;
                        }
                    });
                }
                fits.then_some(array)
            }};
        }
        let typed = match first {
            Some(Value::Integer(_)) => fill!(0, Value::Integer(n) => n).map(Values::Integers),
            Some(Value::Float(_)) => fill!(0.0, Value::Float(n) => n).map(Values::Floats),
            Some(Value::Boolean(_)) => fill!(false, Value::Boolean(b) => b).map(Values::Booleans),
            Some(Value::Date(_)) => {
                let far = |date: Date| i32::try_from(date.days()).is_err();
                if values().any(|value| matches!(value, Some(Value::Date(date)) if far(date))) {
                    None
                } else {
                    fill!(0, Value::Date(date) => date.days() as i32).map(Values::Dates)
                }
            }
            Some(Value::String(_)) => {
                let mut all = String::new();
                let mut fits = true;
                let ends = fill!(at, all.len() as u32, Value::String(text) => {
                    // From the first thousand on it is known about how long all will be.
                    if at == 1000 {
                        all.reserve_exact(all.len() / 1000 * count.saturating_sub(at) + all.len());
                    }
                    all.push_str(&text);
                    fits &= u32::try_from(all.len()).is_ok();
                    all.len() as u32
                });
                ends.filter(|_| fits).map(|ends| {
                    all.shrink_to_fit();
                    Values::Texts { text: all, ends }
                })
            }
            _ => None,
        };
        let values = typed.unwrap_or_else(|| {
            missing = Bits::new(count);
            any_missing = false;
            let all: Vec<Value> = values().map(Option::unwrap_or_default).collect();
            for (at, _) in all.iter().enumerate().filter(|(_, value)| value.is_null()) {
                missing.insert(at as u32);
                any_missing = true;
            }
            Values::Mixed(all)
        });
        let increasing = !any_missing
            && match &values {
                Values::Integers(all) => all.windows(2).all(|two| two[0] < two[1]),
                _ => false,
            };
        let ordered = match &values {
            Values::Floats(all) => all.iter().all(|n| !n.is_nan() && (*n != 0.0 || n.is_sign_positive())),
            _ => true,
        };
        Column {
            values,
            missing: any_missing.then_some(missing),
            increasing,
            unique: OnceLock::new(),
            ordered,
        }
    }

    /// Whether no value is missing and no two are equal; found out at the first call.
    pub fn is_unique(&self) -> bool {
        if self.increasing {
            return true;
        }
        *self.unique.get_or_init(|| match &self.values {
            _ if self.missing.is_some() => false,
            Values::Integers(all) => {
                let mut seen = FxHashSet::default();
                all.iter().all(|number| seen.insert(number))
            }
            Values::Texts { ends, .. } => {
                let mut seen = FxHashSet::default();
                (0..ends.len() as u32).all(|at| seen.insert(self.text(at)))
            }
            _ => false,
        })
    }

    /// Whether floats compare as numbers do: none of them is no number or a negative zero.
    pub fn is_ordered(&self) -> bool {
        self.ordered
    }

    /// Whether there is no value.
    #[inline]
    pub fn is_missing(&self, at: u32) -> bool {
        self.missing.as_ref().is_some_and(|missing| missing.contains(at))
    }

    /// A text.
    #[inline]
    pub fn text(&self, at: u32) -> Option<&str> {
        match &self.values {
            Values::Texts { text, ends } if !self.is_missing(at) => Some(&text[range(ends, at)]),
            Values::Mixed(all) => match &all[at as usize] {
                Value::String(text) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value, null where there is none.
    pub fn value(&self, at: u32) -> Value {
        if self.is_missing(at) {
            return Value::Null;
        }
        let index = at as usize;
        match &self.values {
            Values::Integers(all) => all[index].into(),
            Values::Floats(all) => all[index].into(),
            Values::Booleans(all) => all[index].into(),
            Values::Texts { text, ends } => Value::from(&text[range(ends, at)]),
            Values::Dates(all) => Date::from_days(i64::from(all[index])).map_or(Value::Null, Value::Date),
            Values::Mixed(all) => all[index].clone(),
        }
    }

    /// The order of two values, as [`Value`]'s: null last.
    pub fn order(&self, a: u32, b: u32) -> Ordering {
        match (self.is_missing(a), self.is_missing(b)) {
            (false, false) => {}
            (a, b) => return a.cmp(&b),
        }
        let (at, bt) = (a as usize, b as usize);
        match &self.values {
            Values::Integers(all) => all[at].cmp(&all[bt]),
            Values::Booleans(all) => all[at].cmp(&all[bt]),
            Values::Dates(all) => all[at].cmp(&all[bt]),
            Values::Texts { text, ends } => text[range(ends, a)].cmp(&text[range(ends, b)]),
            Values::Floats(all) => Value::Float(all[at]).cmp(&Value::Float(all[bt])),
            Values::Mixed(all) => all[at].cmp(&all[bt]),
        }
    }

    /// Bytes taken.
    pub fn bytes(&self) -> usize {
        let own = match &self.values {
            Values::Integers(all) => 8 * all.capacity(),
            Values::Floats(all) => 8 * all.capacity(),
            Values::Booleans(all) => all.capacity(),
            Values::Texts { text, ends } => text.capacity() + 4 * ends.capacity(),
            Values::Dates(all) => 4 * all.capacity(),
            Values::Mixed(all) => size_of::<Value>() * all.capacity(),
        };
        own + self.missing.as_ref().map_or(0, |_| own / 64)
    }
}

/// Where a text stands among all texts.
#[inline]
fn range(ends: &[u32], at: u32) -> std::ops::Range<usize> {
    let from = if at == 0 { 0 } else { ends[at as usize - 1] };
    from as usize..ends[at as usize] as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_and_compare_as_they_are() {
        let samples: Vec<Vec<Value>> = vec![
            vec![1.into(), Value::Null, (-3).into()],
            vec![1.5.into(), f64::NAN.into(), Value::Null, (-0.0).into()],
            vec!["a".into(), "".into(), Value::Null, "bc".into()],
            vec![true.into(), false.into()],
            vec![1.into(), "a".into(), Value::Null],
            vec![Value::Null, Value::Null],
            vec![Value::Date(Date::from_days(3).unwrap()), Value::Date(Date::from_days(-9).unwrap())],
        ];
        for sample in samples {
            let column = Column::new(sample.len(), || {
                sample.iter().map(|value| (!value.is_null()).then(|| value.clone()))
            });
            for (at, value) in sample.iter().enumerate() {
                assert_eq!(&column.value(at as u32), value);
                for (bt, other) in sample.iter().enumerate() {
                    assert_eq!(column.order(at as u32, bt as u32), value.cmp(other), "{value:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn increasing_means_unique() {
        let of = |values: &[i64]| Column::new(values.len(), || values.iter().map(|n| Some(Value::from(*n))));
        assert!(of(&[1, 2, 5]).increasing);
        assert!(!of(&[1, 1]).increasing && !of(&[1, 1]).is_unique());
        assert!(!of(&[3, 1]).increasing && of(&[3, 1]).is_unique());
    }
}
