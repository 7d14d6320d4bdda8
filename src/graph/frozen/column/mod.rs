//! All values of one property as an array of their own type.

mod image;
mod make;
mod patch;

use super::bits::Bits;
use crate::value::{Date, Value};
use rustc_hash::FxHashSet;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

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
    /// Integers that all fit.
    Small(Vec<i32>),
    Floats(Vec<f64>),
    Booleans(Vec<bool>),
    /// All texts one after the other, and where each ends.
    Texts {
        text: String,
        ends: Vec<u32>,
    },
    /// Floats that come again and again, none of them no number or a negative zero: all different ones in order, and
    /// the place of each.
    Levels {
        codes: Vec<u16>,
        levels: Vec<f64>,
    },
    /// Texts that come again and again: all different ones in order, and the place of each.
    Coded {
        codes: Vec<u16>,
        texts: Vec<Arc<str>>,
    },
    /// Days since 1970-01-01.
    Dates(Vec<i32>),
    /// Values of several types, or of others than these.
    Mixed(Vec<Value>),
}

impl Column {
    fn len(&self) -> usize {
        match &self.values {
            Values::Integers(all) => all.len(),
            Values::Floats(all) => all.len(),
            Values::Booleans(all) => all.len(),
            Values::Small(all) => all.len(),
            Values::Texts { ends, .. } => ends.len(),
            Values::Coded { codes, .. } | Values::Levels { codes, .. } => codes.len(),
            Values::Dates(all) => all.len(),
            Values::Mixed(all) => all.len(),
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
            Values::Small(all) => {
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

    /// Where values come again and again: the place of each among the different ones, and how many those are.
    #[inline]
    pub fn codes(&self) -> Option<(&[u16], usize)> {
        match &self.values {
            Values::Coded { codes, texts } => Some((codes, texts.len())),
            Values::Levels { codes, levels } => Some((codes, levels.len())),
            _ => None,
        }
    }

    /// The value that a code stands for; null if there is none.
    pub fn coded(&self, code: usize) -> Value {
        match &self.values {
            Values::Coded { texts, .. } => {
                texts.get(code).map_or(Value::Null, |text| Value::String(Arc::clone(text)))
            }
            Values::Levels { levels, .. } => {
                levels.get(code).map_or(Value::Null, |level| Value::Float(*level))
            }
            _ => Value::Null,
        }
    }

    /// Whether the values are integers or dates, each in its own place.
    pub fn is_whole(&self) -> bool {
        matches!(self.values, Values::Integers(_) | Values::Small(_) | Values::Dates(_))
    }

    /// An integer, or the days of a date.
    #[inline]
    pub fn whole(&self, at: u32) -> Option<i64> {
        if self.is_missing(at) {
            return None;
        }
        match &self.values {
            Values::Integers(all) => Some(all[at as usize]),
            Values::Small(all) | Values::Dates(all) => Some(i64::from(all[at as usize])),
            _ => None,
        }
    }

    /// The least and the most of integers, or of days of dates; nothing where there are none.
    pub fn range(&self) -> Option<(i64, i64)> {
        let small = |all: &[i32]| Some((i64::from(*all.iter().min()?), i64::from(*all.iter().max()?)));
        match &self.values {
            Values::Integers(all) => Some((*all.iter().min()?, *all.iter().max()?)),
            Values::Small(all) | Values::Dates(all) => small(all),
            _ => None,
        }
    }

    /// Whether the values are floats.
    pub fn is_real(&self) -> bool {
        matches!(self.values, Values::Floats(_) | Values::Levels { .. })
    }

    /// Whether the values are texts.
    pub fn is_text(&self) -> bool {
        matches!(self.values, Values::Texts { .. } | Values::Coded { .. })
    }

    /// A text.
    #[inline]
    pub fn text(&self, at: u32) -> Option<&str> {
        match &self.values {
            Values::Texts { text, ends } if !self.is_missing(at) => Some(&text[range(ends, at)]),
            Values::Coded { codes, texts } if !self.is_missing(at) => {
                texts.get(usize::from(codes[at as usize])).map(|text| &**text)
            }
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
            Values::Small(all) => Value::Integer(i64::from(all[index])),
            Values::Floats(all) => all[index].into(),
            Values::Levels { codes, levels } => {
                levels.get(usize::from(codes[index])).map_or(Value::Null, |level| Value::Float(*level))
            }
            Values::Booleans(all) => all[index].into(),
            Values::Texts { text, ends } => Value::from(&text[range(ends, at)]),
            Values::Coded { codes, texts } => texts
                .get(usize::from(codes[index]))
                .map_or(Value::Null, |text| Value::String(Arc::clone(text))),
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
            Values::Small(all) => all[at].cmp(&all[bt]),
            Values::Coded { codes, .. } | Values::Levels { codes, .. } => codes[at].cmp(&codes[bt]),
            Values::Booleans(all) => all[at].cmp(&all[bt]),
            Values::Dates(all) => all[at].cmp(&all[bt]),
            Values::Texts { text, ends } => text[range(ends, a)].cmp(&text[range(ends, b)]),
            Values::Floats(all) => Value::Float(all[at]).cmp(&Value::Float(all[bt])),
            Values::Mixed(all) => all[at].cmp(&all[bt]),
        }
    }

    /// Whether all values are of one type that has an array of its own.
    pub(super) fn is_plain(&self) -> bool {
        !matches!(self.values, Values::Mixed(_))
    }

    /// Bytes taken.
    pub fn bytes(&self) -> usize {
        let own = match &self.values {
            Values::Integers(all) => 8 * all.capacity(),
            Values::Small(all) => 4 * all.capacity(),
            Values::Coded { codes, texts } => {
                2 * codes.capacity() + texts.iter().map(|text| text.len() + 32).sum::<usize>()
            }
            Values::Floats(all) => 8 * all.capacity(),
            Values::Levels { codes, levels } => 2 * codes.capacity() + 8 * levels.capacity(),
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
    use super::patch::is_same;
    use super::*;

    #[test]
    fn values_come_back_and_compare_as_they_are() {
        let samples: Vec<Vec<Value>> = vec![
            vec![1.into(), Value::Null, (-3).into()],
            vec![1.into(), Value::Null, (1i64 << 40).into()],
            (0..40).map(|at| ["b", "a", "", "ab"][at * at % 4].into()).collect(),
            (0..40).map(|at| if at % 9 == 0 { Value::Null } else { ["b", "a"][at % 2].into() }).collect(),
            (0..40).map(|at| [1.5, -0.5, 0.0, -7.0][at % 4].into()).collect(),
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
    fn a_patched_column_is_as_one_made_anew() {
        let date = |days| Value::Date(Date::from_days(days).unwrap());
        let samples: Vec<(Vec<Value>, Vec<Value>)> = vec![
            (vec![1.into(), 2.into()], vec![3.into(), Value::Null, 5.into()]),
            (vec![1.5.into(), Value::Null], vec![f64::NAN.into(), (-0.0).into()]),
            (vec!["a".into(), "".into(), "ccc".into()], vec!["dd".into(), Value::Null]),
            (
                [0.5, -1.5].repeat(20).into_iter().map(Value::from).collect(),
                vec![0.0.into(), Value::Null, (-2.0).into()],
            ),
            (vec![true.into()], vec![false.into()]),
            (
                ["b", "d"].repeat(20).into_iter().map(Value::from).collect(),
                vec!["c".into(), Value::Null, "b".into()],
            ),
            (vec![1.into(), "a".into()], vec![2.5.into(), Value::Null]),
            (vec![date(3)], vec![date(-9), Value::Null]),
        ];
        let of = |values: &[Value]| {
            Column::new(values.len(), || values.iter().map(|v| (!v.is_null()).then(|| v.clone())))
        };
        let set = |value: &Value| (!value.is_null()).then(|| value.clone());
        for (before, more) in samples {
            for changed in 0..=before.len() {
                let mut now = before.clone();
                now.extend(more.clone());
                let mut writes: Vec<(u32, Option<Value>)> = Vec::new();
                if changed < before.len() {
                    now[changed] = more[0].clone();
                    writes.push((changed as u32, set(&more[0])));
                }
                writes.extend((before.len() as u32..).zip(&more).map(|(at, value)| (at, set(value))));
                let mut column = of(&before);
                assert!(column.patch(now.len(), writes), "{now:?}");
                let want = of(&now);
                assert!(column.increasing <= want.increasing && column.is_ordered() <= want.is_ordered());
                for at in 0..now.len() as u32 {
                    assert!(
                        is_same(&column.value(at), &now[at as usize]) || now[at as usize] == column.value(at)
                    );
                    for bt in 0..now.len() as u32 {
                        assert_eq!(column.order(at, bt), want.order(at, bt), "{now:?}");
                    }
                }
            }
        }
        assert!(!of(&[1.into()]).patch(2, vec![(1, Some("a".into()))]), "another type");
        assert!(!of(&[1.into()]).patch(2, vec![(1, Some((1i64 << 40).into()))]), "too large");
        let mut growing = of(&[1.into(), 2.into()]);
        growing.patch(3, vec![(0, Some(1.into())), (2, Some(3.into()))]);
        assert!(growing.increasing, "what was written again is no change");
    }

    #[test]
    fn an_array_is_as_narrow_as_its_values() {
        let of =
            |values: Vec<Value>| Column::new(values.len(), || values.iter().map(|v| Some(v.clone()))).values;
        assert!(matches!(of(vec![1.into(), 2.into()]), Values::Small(_)));
        assert!(matches!(of(vec![1.into(), i64::MAX.into()]), Values::Integers(_)));
        assert!(matches!(
            of(["a", "b"].repeat(20).into_iter().map(Value::from).collect()),
            Values::Coded { .. }
        ));
        let many = (0..40).map(|at| Value::from(format!("{at}").as_str())).collect();
        assert!(matches!(of(many), Values::Texts { .. }));
        let floats = |some: [f64; 2]| of(some.repeat(20).into_iter().map(Value::from).collect());
        assert!(matches!(floats([0.5, 1.5]), Values::Levels { .. }));
        assert!(matches!(floats([0.5, -0.0]), Values::Floats(_)));
    }

    #[test]
    fn increasing_means_unique() {
        let of = |values: &[i64]| Column::new(values.len(), || values.iter().map(|n| Some(Value::from(*n))));
        assert!(of(&[1, 2, 5]).increasing);
        assert!(!of(&[1, 1]).increasing && !of(&[1, 1]).is_unique());
        assert!(!of(&[3, 1]).increasing && of(&[3, 1]).is_unique());
    }
}
