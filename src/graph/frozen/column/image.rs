//! A column as plain arrays and back.

use super::{Column, Values};
use crate::graph::frozen::array::{Array, Shelf};
use crate::graph::frozen::bits::Bits;
use crate::value::Date;
use std::sync::{Arc, OnceLock};

/// What array holds the values: a promise to files.
mod kind {
    pub(super) const INTEGERS: u32 = 1;
    pub(super) const SMALL: u32 = 2;
    pub(super) const FLOATS: u32 = 3;
    pub(super) const BOOLEANS: u32 = 4;
    pub(super) const TEXTS: u32 = 5;
    pub(super) const LEVELS: u32 = 6;
    pub(super) const CODED: u32 = 7;
    pub(super) const DATES: u32 = 8;
}

impl Column {
    /// Adds the column's arrays; false, and none is added, where its values are of several types.
    pub(in crate::graph::frozen) fn put(&self, to: &mut Vec<Array>) -> bool {
        let kind = match &self.values {
            Values::Integers(_) => kind::INTEGERS,
            Values::Small(_) => kind::SMALL,
            Values::Floats(_) => kind::FLOATS,
            Values::Booleans(_) => kind::BOOLEANS,
            Values::Texts { .. } => kind::TEXTS,
            Values::Levels { .. } => kind::LEVELS,
            Values::Coded { .. } => kind::CODED,
            Values::Dates(_) => kind::DATES,
            Values::Mixed(_) => return false,
        };
        let said = [self.missing.is_some(), self.increasing, self.ordered].map(u32::from);
        to.push(vec![kind, said[0], said[1], said[2]].into());
        if let Some(missing) = &self.missing {
            to.push(missing.words().to_vec().into());
        }
        match &self.values {
            Values::Integers(all) => to.push(all.clone().into()),
            Values::Small(all) | Values::Dates(all) => to.push(all.clone().into()),
            Values::Floats(all) => to.push(all.clone().into()),
            Values::Booleans(all) => {
                to.push(all.iter().map(|own| u8::from(*own)).collect::<Vec<u8>>().into())
            }
            Values::Texts { text, ends } => {
                to.extend([text.clone().into_bytes().into(), ends.clone().into()])
            }
            Values::Levels { codes, levels } => to.extend([codes.clone().into(), levels.clone().into()]),
            Values::Coded { codes, texts } => {
                let (mut text, mut ends) = (Vec::new(), Vec::with_capacity(texts.len()));
                for own in texts {
                    text.extend_from_slice(own.as_bytes());
                    ends.push(text.len() as u64);
                }
                to.extend([codes.clone().into(), text.into(), ends.into()]);
            }
            Values::Mixed(_) => {}
        }
        true
    }

    /// The column of the next arrays; nothing where they do not fit together, or to so many values.
    pub(in crate::graph::frozen) fn take(from: &mut Shelf, count: usize) -> Option<Column> {
        let [kind, missing, increasing, ordered]: [u32; 4] = from.take()?.try_into().ok()?;
        let missing = if missing == 1 { Some(Bits::from_words(from.take()?, count)?) } else { None };
        let counted = |length: usize| (length == count).then_some(());
        let values = match kind {
            kind::INTEGERS => Values::Integers(from.take()?),
            kind::SMALL => Values::Small(from.take()?),
            kind::FLOATS => Values::Floats(from.take()?),
            kind::BOOLEANS => {
                let bytes: Vec<u8> = from.take()?;
                Values::Booleans(bytes.into_iter().map(|byte| byte == 1).collect())
            }
            kind::TEXTS => {
                let (text, ends): (Vec<u8>, Vec<u32>) = (from.take()?, from.take()?);
                let text = String::from_utf8(text).ok()?;
                let whole = ends.last().map_or(0, |end| *end as usize) == text.len();
                let cut = ends.iter().all(|end| text.is_char_boundary(*end as usize));
                (whole && cut && ends.is_sorted()).then_some(Values::Texts { text, ends })?
            }
            kind::LEVELS => {
                let (codes, levels): (Vec<u16>, Vec<f64>) = (from.take()?, from.take()?);
                let ascend =
                    levels.windows(2).all(|two| two[0] < two[1]) && !levels.iter().any(|n| n.is_nan());
                (ascend && below(&codes, levels.len())).then_some(Values::Levels { codes, levels })?
            }
            kind::CODED => {
                let (codes, text, ends): (Vec<u16>, Vec<u8>, Vec<u64>) =
                    (from.take()?, from.take()?, from.take()?);
                let mut texts: Vec<Arc<str>> = Vec::with_capacity(ends.len());
                let mut begin = 0;
                for end in ends {
                    let end = usize::try_from(end).ok()?;
                    texts.push(std::str::from_utf8(text.get(begin..end)?).ok()?.into());
                    begin = end;
                }
                let ascend = texts.windows(2).all(|two| two[0] < two[1]);
                (ascend && below(&codes, texts.len())).then_some(Values::Coded { codes, texts })?
            }
            kind::DATES => {
                let days: Vec<i32> = from.take()?;
                days.iter()
                    .all(|day| Date::from_days(i64::from(*day)).is_ok())
                    .then_some(Values::Dates(days))?
            }
            _ => return None,
        };
        let column = Column {
            values,
            missing,
            increasing: increasing == 1,
            unique: OnceLock::new(),
            ordered: ordered == 1,
        };
        counted(column.len()).map(|()| column)
    }
}

/// Whether all are places in a list of so many.
fn below(codes: &[u16], count: usize) -> bool {
    codes.iter().all(|code| usize::from(*code) < count)
}
