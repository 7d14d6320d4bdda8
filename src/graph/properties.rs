//! Properties of a node or relationship, packed into bytes: key (varint), tag, value, ordered by key.
//!
//! A fact with four properties takes some 25 bytes in place of 150. The store writes the same bytes, so the encoding
//! is a promise: tags are never reused, and [`Properties::from_bytes`] checks bytes that come from a file.

use super::names::KeyId;
use crate::value::temporal::zone::Zone;
use crate::value::{Date, Duration, LocalDateTime, LocalTime, Map, Time, Value, ZonedDateTime};
use std::sync::Arc;

/// The properties of one element, ordered by the id of their keys. Null is never stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties(Box<[u8]>);

impl Properties {
    /// The bytes of these pairs; nulls are left out, and of two pairs with one key the later stays.
    pub fn new(pairs: impl IntoIterator<Item = (KeyId, Value)>) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        // Stable, so the last of equal keys is the later one.
        pairs.sort_by_key(|(key, _)| *key);
        let mut bytes = Vec::with_capacity(pairs.len() * 8);
        for (at, (key, value)) in pairs.iter().enumerate() {
            let last = pairs.get(at + 1).is_none_or(|next| next.0 != *key);
            if last && !value.is_null() {
                write_varint(&mut bytes, u64::from(key.0));
                write_value(&mut bytes, value);
            }
        }
        Properties(bytes.into_boxed_slice())
    }

    /// Checks bytes that [`Properties::as_bytes`] gave: well formed, ordered, and with keys below `keys`.
    pub fn from_bytes(bytes: &[u8], keys: usize) -> Option<Self> {
        let mut reader = Reader { bytes, at: 0 };
        let mut previous = None;
        while reader.at < bytes.len() {
            let key = reader.varint()?;
            if key >= keys as u64 || previous.is_some_and(|previous| previous >= key) {
                return None;
            }
            previous = Some(key);
            reader.skip_value(0)?;
        }
        Some(Properties(bytes.into()))
    }

    /// The packed bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same, borrowed.
    pub fn borrowed(&self) -> PropertiesRef<'_> {
        PropertiesRef(&self.0)
    }

    /// The value of a key.
    pub fn get(&self, key: KeyId) -> Option<Value> {
        self.borrowed().get(key)
    }

    /// All pairs in the order of the keys' ids.
    pub fn iter(&self) -> impl Iterator<Item = (KeyId, Value)> + '_ {
        self.borrowed().iter()
    }

    /// Sets a property, or removes it with null; gives what it was.
    pub fn set(&mut self, key: KeyId, value: Value) -> Option<Value> {
        let before = self.get(key);
        if before.is_some() || !value.is_null() {
            *self = Properties::new(self.iter().chain([(key, value)]));
        }
        before
    }
}

/// The properties of one element after the other, packed pair by pair: for millions of rows without a list each.
#[derive(Debug, Default)]
pub struct Packing {
    bytes: Vec<u8>,
    last: Option<KeyId>,
}

impl Packing {
    /// Adds a pair. Its key comes after those before it; a null is left out.
    pub fn add(&mut self, key: KeyId, value: &Value) {
        if !value.is_null() {
            self.begin(key);
            write_value(&mut self.bytes, value);
        }
    }

    /// Adds a text.
    pub fn add_text(&mut self, key: KeyId, text: &str) {
        self.begin(key);
        self.bytes.push(tag::STRING);
        write_text(&mut self.bytes, text);
    }

    fn begin(&mut self, key: KeyId) {
        debug_assert!(self.last.is_none_or(|last| last < key), "keys ascend");
        self.last = Some(key);
        write_varint(&mut self.bytes, u64::from(key.0));
    }

    /// The properties of this element; the next one begins.
    pub fn take(&mut self) -> Properties {
        let taken = Properties(self.bytes.as_slice().into());
        self.clear();
        taken
    }

    /// Drops what was added to this element.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.last = None;
    }
}

/// Packed properties that stand elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct PropertiesRef<'a>(pub(super) &'a [u8]);

impl<'a> PropertiesRef<'a> {
    /// The value of a key.
    pub fn get(self, key: KeyId) -> Option<Value> {
        let mut reader = Reader { bytes: self.0, at: 0 };
        while reader.at < reader.bytes.len() {
            let found = reader.varint()?;
            if found == u64::from(key.0) {
                return reader.value(0);
            }
            if found > u64::from(key.0) {
                return None;
            }
            reader.skip_value(0)?;
        }
        None
    }

    /// All pairs in the order of the keys' ids.
    pub fn iter(self) -> impl Iterator<Item = (KeyId, Value)> + use<'a> {
        let mut reader = Reader { bytes: self.0, at: 0 };
        std::iter::from_fn(move || {
            let key = u32::try_from(reader.varint()?).ok()?;
            Some((KeyId(key), reader.value(0)?))
        })
    }

    /// The bytes of each pair, with its key.
    pub(super) fn stretches(self) -> impl Iterator<Item = (KeyId, &'a [u8])> + use<'a> {
        let mut reader = Reader { bytes: self.0, at: 0 };
        std::iter::from_fn(move || {
            let start = reader.at;
            let key = u32::try_from(reader.varint()?).ok()?;
            reader.skip_value(0)?;
            Some((KeyId(key), &reader.bytes[start..reader.at]))
        })
    }

    /// The same, owned.
    pub fn to_owned(self) -> Properties {
        Properties(self.0.into())
    }
}

/// Deepest nesting of lists and maps that is read back.
const DEPTH: u32 = 64;

mod tag {
    pub(super) const NULL: u8 = 0;
    pub(super) const FALSE: u8 = 1;
    pub(super) const TRUE: u8 = 2;
    pub(super) const INTEGER: u8 = 3;
    pub(super) const FLOAT: u8 = 4;
    pub(super) const STRING: u8 = 5;
    pub(super) const LIST: u8 = 6;
    pub(super) const MAP: u8 = 7;
    pub(super) const DATE: u8 = 8;
    pub(super) const LOCAL_TIME: u8 = 9;
    pub(super) const TIME: u8 = 10;
    pub(super) const LOCAL_DATE_TIME: u8 = 11;
    pub(super) const DATE_TIME: u8 = 12;
    pub(super) const DURATION: u8 = 13;
}

fn write_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Small numbers of either sign become small.
fn write_signed(out: &mut Vec<u8>, number: i64) {
    write_varint(out, ((number << 1) ^ (number >> 63)).cast_unsigned());
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    write_varint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Boolean(value) => out.push(if *value { tag::TRUE } else { tag::FALSE }),
        Value::Integer(value) => {
            out.push(tag::INTEGER);
            write_signed(out, *value);
        }
        Value::Float(value) => {
            out.push(tag::FLOAT);
            out.extend_from_slice(&value.to_le_bytes());
        }
        Value::String(text) => {
            out.push(tag::STRING);
            write_text(out, text);
        }
        Value::List(items) => {
            out.push(tag::LIST);
            write_varint(out, items.len() as u64);
            items.iter().for_each(|item| write_value(out, item));
        }
        Value::Map(map) => {
            out.push(tag::MAP);
            write_varint(out, map.len() as u64);
            for (key, value) in map.iter() {
                write_text(out, key);
                write_value(out, value);
            }
        }
        Value::Date(date) => {
            out.push(tag::DATE);
            write_signed(out, date.days());
        }
        Value::LocalTime(time) => {
            out.push(tag::LOCAL_TIME);
            write_signed(out, time.nanos());
        }
        Value::Time(time) => {
            out.push(tag::TIME);
            write_signed(out, time.local.nanos());
            write_signed(out, i64::from(time.offset));
        }
        Value::LocalDateTime(at) => {
            out.push(tag::LOCAL_DATE_TIME);
            write_signed(out, at.date.days());
            write_signed(out, at.time.nanos());
        }
        Value::DateTime(at) => {
            out.push(tag::DATE_TIME);
            write_signed(out, at.local.date.days());
            write_signed(out, at.local.time.nanos());
            write_signed(out, i64::from(at.offset));
            write_text(out, at.zone.unwrap_or(""));
        }
        Value::Duration(length) => {
            out.push(tag::DURATION);
            write_signed(out, length.months);
            write_signed(out, length.days);
            write_signed(out, length.seconds);
            write_signed(out, length.nanos);
        }
        // Elements of the graph are no property values; `Value::is_storable` says so before it comes to this.
        Value::Null | Value::Node(_) | Value::Relationship(_) | Value::Path(_) => out.push(tag::NULL),
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let end = self.at.checked_add(usize::try_from(length).ok()?)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                return None;
            }
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn within(&mut self, limit: i64) -> Option<i64> {
        self.signed().filter(|number| (-limit..=limit).contains(number))
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.varint()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn date(&mut self) -> Option<Date> {
        Date::from_days(self.signed()?).ok()
    }

    fn local_time(&mut self) -> Option<LocalTime> {
        let nanos = self.signed()?;
        (0..86_400_000_000_000).contains(&nanos).then(|| LocalTime::from_nanos(nanos))
    }

    fn offset(&mut self) -> Option<i32> {
        i32::try_from(self.within(18 * 3600)?).ok()
    }

    fn local_date_time(&mut self) -> Option<LocalDateTime> {
        Some(LocalDateTime { date: self.date()?, time: self.local_time()? })
    }

    /// Passes over a value, checking as [`Reader::value`] does.
    fn skip_value(&mut self, depth: u32) -> Option<()> {
        let start = self.at;
        match self.byte()? {
            tag::NULL | tag::FALSE | tag::TRUE => Some(()),
            tag::INTEGER => self.varint().map(|_| ()),
            tag::FLOAT => self.take(8).map(|_| ()),
            tag::STRING => self.text().map(|_| ()),
            _ => {
                self.at = start;
                self.value(depth).map(|_| ())
            }
        }
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        if depth > DEPTH {
            return None;
        }
        Some(match self.byte()? {
            tag::NULL => Value::Null,
            tag::FALSE => Value::Boolean(false),
            tag::TRUE => Value::Boolean(true),
            tag::INTEGER => Value::Integer(self.signed()?),
            tag::FLOAT => Value::Float(f64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            tag::STRING => Value::String(self.text()?.into()),
            tag::LIST => {
                let count = self.varint()?;
                // A value takes a byte at least, so a huge count ends with the bytes.
                let items: Option<Vec<Value>> = (0..count).map(|_| self.value(depth + 1)).collect();
                Value::List(items?.into())
            }
            tag::MAP => {
                let mut map = Map::new();
                for _ in 0..self.varint()? {
                    map.insert(self.text()?.into(), self.value(depth + 1)?);
                }
                Value::Map(Arc::new(map))
            }
            tag::DATE => Value::Date(self.date()?),
            tag::LOCAL_TIME => Value::LocalTime(self.local_time()?),
            tag::TIME => Value::Time(Time { local: self.local_time()?, offset: self.offset()? }),
            tag::LOCAL_DATE_TIME => Value::LocalDateTime(self.local_date_time()?),
            tag::DATE_TIME => {
                let (local, offset) = (self.local_date_time()?, self.offset()?);
                let zone = match self.text()? {
                    "" => None,
                    name => Some(zone_named(name)?),
                };
                Value::DateTime(Arc::new(ZonedDateTime { local, offset, zone }))
            }
            tag::DURATION => {
                let (months, days, seconds) = (self.signed()?, self.signed()?, self.signed()?);
                let nanos = self.signed().filter(|nanos| (0..1_000_000_000).contains(nanos))?;
                Value::Duration(Arc::new(Duration { months, days, seconds, nanos }))
            }
            _ => return None,
        })
    }
}

/// The time zone of this name.
fn zone_named(name: &str) -> Option<&'static str> {
    match Zone::parse(name) {
        Ok(Zone::Named(known)) => Some(known),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
            (-1_000_000i64..1_000_000).prop_map(|days| Value::Date(Date::from_days(days).unwrap())),
            (0i64..86_400_000_000_000).prop_map(|nanos| Value::LocalTime(LocalTime::from_nanos(nanos))),
            (any::<i64>(), any::<i64>(), any::<i64>(), 0..1_000_000_000i64).prop_map(
                |(months, days, seconds, nanos)| Value::Duration(Arc::new(Duration {
                    months,
                    days,
                    seconds,
                    nanos
                }))
            ),
        ];
        prop_oneof![3 => leaf.clone(), 1 => prop::collection::vec(leaf, 0..4).prop_map(Value::from)]
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(pairs in prop::collection::btree_map(0u32..300, some_value(), 0..6)) {
            let properties = Properties::new(pairs.iter().map(|(key, value)| (KeyId(*key), value.clone())));
            let back = Properties::from_bytes(properties.as_bytes(), 300).unwrap();
            prop_assert_eq!(&back, &properties);
            let mut packing = Packing::default();
            packing.add_text(KeyId(0), "what came before");
            packing.clear();
            for (key, value) in &pairs {
                match value {
                    Value::String(text) => packing.add_text(KeyId(*key), text),
                    value => packing.add(KeyId(*key), value),
                }
            }
            prop_assert_eq!(&packing.take(), &properties);
            prop_assert!(packing.take().is_empty());
            prop_assert_eq!(back.iter().collect::<Vec<_>>(),
                pairs.iter().map(|(key, value)| (KeyId(*key), value.clone())).collect::<Vec<_>>());
            for key in 0..300 {
                prop_assert_eq!(properties.get(KeyId(key)), pairs.get(&key).cloned());
            }
        }

        #[test]
        fn foreign_bytes_are_refused_or_readable(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Some(properties) = Properties::from_bytes(&bytes, 10) {
                prop_assert!(properties.iter().all(|(key, _)| key.0 < 10));
                let read: usize = properties.iter().count();
                prop_assert!(read > 0 || bytes.is_empty());
            }
        }
    }

    #[test]
    fn setting_to_null_removes() {
        let mut properties = Properties::new([(KeyId(1), Value::from(1)), (KeyId(0), Value::from("a"))]);
        assert_eq!(properties.set(KeyId(1), Value::Null), Some(Value::from(1)));
        assert_eq!(properties.set(KeyId(0), Value::from(true)), Some(Value::from("a")));
        assert_eq!(properties.iter().collect::<Vec<_>>(), [(KeyId(0), Value::from(true))]);
        assert_eq!(properties.as_bytes().len(), 2);
    }
}
