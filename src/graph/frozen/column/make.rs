//! Making a column: the narrowest array that holds its values.

use super::{Column, Values};
use crate::graph::frozen::bits::Bits;
use crate::value::{Date, Value};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

impl Column {
    /// From the values in order; `values` may be run twice.
    pub(in crate::graph::frozen) fn new<I: Iterator<Item = Option<Value>>>(
        count: usize,
        values: impl Fn() -> I,
    ) -> Column {
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
            Some(Value::Integer(_)) => {
                let large = |value| matches!(value, Some(Value::Integer(n)) if i32::try_from(n).is_err());
                if values().any(large) {
                    fill!(0, Value::Integer(n) => n).map(Values::Integers)
                } else {
                    fill!(0, Value::Integer(n) => n as i32).map(Values::Small)
                }
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
            Some(Value::String(_)) if let Some((codes, texts)) = coded(count, values()) => {
                values().enumerate().filter(|(_, value)| value.is_none()).for_each(|(at, _)| note(at));
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

/// Texts as places in a list of the different ones, if there are few of those; nothing if a value is no text.
fn coded(count: usize, values: impl Iterator<Item = Option<Value>>) -> Option<(Vec<u16>, Vec<Arc<str>>)> {
    let most = (count / 8).min(usize::from(u16::MAX));
    let mut known: FxHashMap<Arc<str>, u16> = FxHashMap::default();
    let mut codes = Vec::with_capacity(count);
    for value in values {
        codes.push(match value {
            None => 0,
            Some(Value::String(text)) => match known.get(&text) {
                Some(code) => *code,
                None if known.len() >= most => return None,
                None => {
                    let code = known.len() as u16;
                    known.insert(text, code);
                    code
                }
            },
            Some(_) => return None,
        });
    }
    let mut texts: Vec<(Arc<str>, u16)> = known.into_iter().collect();
    texts.sort_unstable();
    let mut places = vec![0; texts.len()];
    for (place, (_, code)) in (0u16..).zip(&texts) {
        places[usize::from(*code)] = place;
    }
    codes.iter_mut().for_each(|code| *code = places.get(usize::from(*code)).copied().unwrap_or(0));
    Some((codes, texts.into_iter().map(|(text, _)| text).collect()))
}
