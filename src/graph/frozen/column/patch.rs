//! Writing a few values into a column.

use super::{Column, Values, range};
use crate::graph::frozen::bits::Bits;
use crate::value::Value;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

impl Column {
    /// Writes values, in order of their numbers; those from the old length on must be all up to `count`. False if one
    /// does not fit the array: then the column is of no use any more.
    pub(in crate::graph::frozen) fn patch(
        &mut self,
        count: usize,
        mut values: Vec<(u32, Option<Value>)>,
    ) -> bool {
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
            Values::Small(all) => write!(all, 0, Value::Integer(n) => match i32::try_from(*n) {
                Ok(small) => small,
                Err(_) => return false,
            }),
            Values::Levels { codes, levels } => {
                let new = values.iter().filter_map(|(_, value)| match value {
                    Some(Value::Float(n)) => Some(*n),
                    _ => None,
                });
                // Such as have no place in the order.
                if !self.ordered || !add(codes, levels, new, f64::total_cmp) {
                    return false;
                }
                let code = |n: f64| levels.binary_search_by(|own| own.total_cmp(&n)).unwrap_or(0) as u16;
                write!(codes, 0, Value::Float(n) => code(*n))
            }
            Values::Coded { codes, texts } => {
                let new = values.iter().filter_map(|(_, value)| match value {
                    Some(Value::String(text)) => Some(text),
                    _ => None,
                });
                if !add(codes, texts, new.cloned(), Arc::cmp) {
                    return false;
                }
                let code = |text: &Arc<str>| texts.binary_search(text).unwrap_or(0) as u16;
                write!(codes, 0, Value::String(text) => code(text))
            }
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
}

/// Adds values to the list of different ones; false if they become too many.
fn add<T>(
    codes: &mut [u16],
    known: &mut Vec<T>,
    new: impl Iterator<Item = T>,
    order: impl Fn(&T, &T) -> Ordering,
) -> bool {
    for value in new {
        let Err(place) = known.binary_search_by(|own| order(own, &value)) else { continue };
        let Ok(place) = u16::try_from(place) else { return false };
        if known.len() >= usize::from(u16::MAX) {
            return false;
        }
        codes.iter_mut().for_each(|code| *code += u16::from(*code >= place));
        known.insert(usize::from(place), value);
    }
    true
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
pub(super) fn is_same(a: &Value, b: &Value) -> bool {
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
