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

    /// Writes values, in order of their numbers; those from the old length on must be all up to `count`. False if one
    /// does not fit the array: then the column is of no use any more.
    pub(super) fn patch(&mut self, count: usize, mut values: Vec<(u32, Option<Value>)>) -> bool {
        let before = self.len();
        values.retain(|(at, value)| {
            *at as usize >= before || !is_same(&self.value(*at), value.as_ref().unwrap_or(&Value::Null))
        });
        if values.is_empty() && count == before {
            return true;
        }
        let mut last = before.checked_sub(1).map(|last| self.value(last as u32));
        for (number, value) in &values {
            let appended = *number as usize >= before;
            // Only a larger number at the end keeps it increasing.
            self.increasing &= appended
                && match (&last, value) {
                    (None, Some(Value::Integer(_))) => true,
                    (Some(Value::Integer(last)), Some(Value::Integer(own))) => last < own,
                    _ => false,
                };
            if let Some(Value::Float(n)) = value {
                self.ordered &= !n.is_nan() && (*n != 0.0 || n.is_sign_positive());
            }
            last.clone_from(value);
        }
        self.unique = OnceLock::new();
        if values.iter().any(|(_, value)| value.is_none()) {
            self.missing.get_or_insert_with(|| Bits::new(count));
        }
        if let Some(missing) = &mut self.missing {
            missing.grow(count);
            for (number, value) in &values {
                if value.is_none() {
                    missing.insert(*number);
                } else {
                    missing.remove(*number);
                }
            }
        }
        macro_rules! write {
            ($all:expr, $filler:expr, $pattern:pat => $own:expr) => {{
                $all.resize(count, $filler);
                values.iter().all(|(number, value)| {
                    let own = match value {
                        None => $filler,
                        Some($pattern) => $own,
                        Some(_) => return false,
                    };
                    $all[*number as usize] = own;
                    true
                })
            }};
        }
        match &mut self.values {
            Values::Integers(all) => write!(all, 0, Value::Integer(n) => *n),
            Values::Floats(all) => write!(all, 0.0, Value::Float(n) => *n),
            Values::Booleans(all) => write!(all, false, Value::Boolean(b) => *b),
            Values::Dates(all) => write!(all, 0, Value::Date(date) => match i32::try_from(date.days()) {
                Ok(days) => days,
                Err(_) => return false,
            }),
            Values::Texts { text, ends } => patch_texts(text, ends, &values),
            Values::Mixed(all) => {
                all.resize(count, Value::Null);
                values.iter().for_each(|(number, value)| {
                    all[*number as usize] = value.clone().unwrap_or_default();
                });
                true
            }
        }
    }

    fn len(&self) -> usize {
        match &self.values {
            Values::Integers(all) => all.len(),
            Values::Floats(all) => all.len(),
            Values::Booleans(all) => all.len(),
            Values::Texts { ends, .. } => ends.len(),
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

/// Puts texts in their places; false if one is no text, or all of them are too long together.
fn patch_texts(text: &mut String, ends: &mut Vec<u32>, values: &[(u32, Option<Value>)]) -> bool {
    let (changed, added) = values.split_at(values.partition_point(|(at, _)| (*at as usize) < ends.len()));
    if !changed.is_empty() {
        // Those behind them move: all are copied once.
        let (mut all, mut moved) = (String::with_capacity(text.len()), Vec::with_capacity(ends.len()));
        let mut rest = changed.iter().peekable();
        for at in 0..ends.len() as u32 {
            match rest.next_if(|(number, _)| *number == at) {
                None => all.push_str(&text[range(ends, at)]),
                Some((_, Some(Value::String(own)))) => all.push_str(own),
                Some((_, None)) => {}
                Some(_) => return false,
            }
            let Ok(end) = u32::try_from(all.len()) else { return false };
            moved.push(end);
        }
        (*text, *ends) = (all, moved);
    }
    for (_, value) in added {
        match value {
            Some(Value::String(own)) => text.push_str(own),
            None => {}
            Some(_) => return false,
        }
        let Ok(end) = u32::try_from(text.len()) else { return false };
        ends.push(end);
    }
    true
}

/// Whether two values are one to the last bit.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        (Value::Integer(a), Value::Integer(b)) => a == b,
        (Value::Boolean(a), Value::Boolean(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Date(a), Value::Date(b)) => a == b,
        (Value::Null, Value::Null) => true,
        _ => false,
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
    fn a_patched_column_is_as_one_made_anew() {
        let date = |days| Value::Date(Date::from_days(days).unwrap());
        let samples: Vec<(Vec<Value>, Vec<Value>)> = vec![
            (vec![1.into(), 2.into()], vec![3.into(), Value::Null, 5.into()]),
            (vec![1.5.into(), Value::Null], vec![f64::NAN.into(), (-0.0).into()]),
            (vec!["a".into(), "".into(), "ccc".into()], vec!["dd".into(), Value::Null]),
            (vec![true.into()], vec![false.into()]),
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
        let mut growing = of(&[1.into(), 2.into()]);
        growing.patch(3, vec![(0, Some(1.into())), (2, Some(3.into()))]);
        assert!(growing.increasing, "what was written again is no change");
    }

    #[test]
    fn increasing_means_unique() {
        let of = |values: &[i64]| Column::new(values.len(), || values.iter().map(|n| Some(Value::from(*n))));
        assert!(of(&[1, 2, 5]).increasing);
        assert!(!of(&[1, 1]).increasing && !of(&[1, 1]).is_unique());
        assert!(!of(&[3, 1]).increasing && of(&[3, 1]).is_unique());
    }
}
