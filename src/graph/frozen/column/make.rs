//! Making a column: the narrowest array that holds its values.

use super::{Column, Values};
use crate::graph::frozen::bits::Bits;
use crate::value::{Date, Value};
use rustc_hash::FxHashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

impl Column {
    /// From the values in order; `values` may be run twice.
    pub(crate) fn new<I: Iterator<Item = Option<Value>>>(count: usize, values: impl Fn() -> I) -> Column {
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
            Some(Value::Integer(_)) => integers(count, values(), &mut note),
            Some(Value::Float(_))
                if let Some((codes, ranks)) = coded(count, values(), float_rank, &mut note) =>
            {
                Some(Values::Levels { codes, levels: ranks.into_iter().map(float_of_rank).collect() })
            }
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
            Some(Value::String(_))
                if let Some((codes, texts)) = coded(count, values(), text_of, &mut note) =>
            {
                Some(Values::Coded { codes, texts })
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
                Values::Small(all) => all.windows(2).all(|two| two[0] < two[1]),
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
}

/// Integers, in 32 bits each if all fit; nothing if a value is none. `note` is told which are missing.
fn integers(
    count: usize,
    values: impl Iterator<Item = Option<Value>>,
    note: &mut dyn FnMut(usize),
) -> Option<Values> {
    let (mut small, mut large): (Vec<i32>, Vec<i64>) = (Vec::with_capacity(count), Vec::new());
    for (at, value) in values.enumerate() {
        let number = match value {
            None => {
                note(at);
                0
            }
            Some(Value::Integer(n)) => n,
            Some(_) => return None,
        };
        match i32::try_from(number) {
            Ok(number) if large.is_empty() => small.push(number),
            _ => {
                if large.is_empty() {
                    large.reserve_exact(count);
                    large.extend(std::mem::take(&mut small).into_iter().map(i64::from));
                }
                large.push(number);
            }
        }
    }
    Some(if large.is_empty() { Values::Small(small) } else { Values::Integers(large) })
}

/// Values as places in a list of the different ones, if there are few of those; nothing if one has no `key`, by which
/// they are told apart and put in order. `note` is told which are missing.
fn coded<K: Ord + Hash>(
    count: usize,
    values: impl Iterator<Item = Option<Value>>,
    key: impl Fn(Value) -> Option<K>,
    note: &mut dyn FnMut(usize),
) -> Option<(Vec<u16>, Vec<K>)> {
    let most = (count / 8).min(usize::from(u16::MAX));
    let mut known: FxHashMap<K, u16> = FxHashMap::default();
    let mut codes = Vec::with_capacity(count);
    for (at, value) in values.enumerate() {
        codes.push(match value {
            None => {
                note(at);
                0
            }
            Some(value) => {
                let key = key(value)?;
                match known.get(&key) {
                    Some(code) => *code,
                    None if known.len() >= most => return None,
                    None => {
                        let code = known.len() as u16;
                        known.insert(key, code);
                        code
                    }
                }
            }
        });
    }
    let mut keys: Vec<(K, u16)> = known.into_iter().collect();
    keys.sort_unstable();
    let mut places = vec![0; keys.len()];
    for (place, (_, code)) in (0u16..).zip(&keys) {
        places[usize::from(*code)] = place;
    }
    codes.iter_mut().for_each(|code| *code = places.get(usize::from(*code)).copied().unwrap_or(0));
    Some((codes, keys.into_iter().map(|(key, _)| key).collect()))
}

fn text_of(value: Value) -> Option<Arc<str>> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A number that stands to others as the float does; not for what compares in ways of its own.
fn float_rank(value: Value) -> Option<u64> {
    match value {
        Value::Float(n) if !n.is_nan() && (n != 0.0 || n.is_sign_positive()) => {
            let bits = n.to_bits();
            Some(if n < 0.0 { !bits } else { bits | 1 << 63 })
        }
        _ => None,
    }
}

fn float_of_rank(rank: u64) -> f64 {
    f64::from_bits(if rank >> 63 == 1 { rank & !(1 << 63) } else { !rank })
}
