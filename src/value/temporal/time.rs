//! `LOCAL TIME` and `ZONED TIME`: a time of day, with an offset or without.

use std::cmp::Ordering;
use std::fmt;

use super::date::check;
use super::zone::OffsetText;
use super::{DAY, HOUR, MINUTE, SECOND};
use crate::value::ValueError;

/// A time of day to the nanosecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    nanos: i64,
}

impl LocalTime {
    /// 00:00.
    pub const MIDNIGHT: Self = Self { nanos: 0 };

    /// The time of an hour, minute, second and nanosecond.
    pub fn new(hour: i64, minute: i64, second: i64, nanosecond: i64) -> Result<Self, ValueError> {
        check("hour", hour, 0, 23)?;
        check("minute", minute, 0, 59)?;
        check("second", second, 0, 59)?;
        check("nanosecond", nanosecond, 0, SECOND - 1)?;
        Ok(Self { nanos: hour * HOUR + minute * MINUTE + second * SECOND + nanosecond })
    }

    /// The time so many nanoseconds after midnight; days are dropped.
    pub fn from_nanos(nanos: i64) -> Self {
        Self { nanos: nanos.rem_euclid(DAY) }
    }

    /// Nanoseconds since midnight.
    pub fn nanos(self) -> i64 {
        self.nanos
    }

    /// 0 to 23.
    pub fn hour(self) -> i64 {
        self.nanos / HOUR
    }

    /// 0 to 59.
    pub fn minute(self) -> i64 {
        self.nanos / MINUTE % 60
    }

    /// 0 to 59.
    pub fn second(self) -> i64 {
        self.nanos / SECOND % 60
    }

    /// Of the second: 0 to 999,999,999.
    pub fn nanosecond(self) -> i64 {
        self.nanos % SECOND
    }

    /// The time so much later on the clock's face.
    pub fn plus(self, seconds: i64, nanos: i64) -> Self {
        Self::from_nanos(self.nanos + seconds % 86_400 * SECOND + nanos % DAY)
    }
}

/// Seconds are left out when zero, the fraction has three, six or nine digits.
impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())?;
        let (second, nanos) = (self.second(), self.nanosecond());
        if second > 0 || nanos > 0 {
            write!(f, ":{second:02}")?;
        }
        match nanos {
            0 => Ok(()),
            _ if nanos % 1_000_000 == 0 => write!(f, ".{:03}", nanos / 1_000_000),
            _ if nanos % 1_000 == 0 => write!(f, ".{:06}", nanos / 1_000),
            _ => write!(f, ".{nanos:09}"),
        }
    }
}

/// A time of day with an offset. Ordered by the instant, then by the offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    /// The time on the wall.
    pub local: LocalTime,
    /// Seconds east of UTC.
    pub offset: i32,
}

impl Time {
    /// The same moment of the day at another offset.
    pub fn at_offset(self, offset: i32) -> Self {
        Self { local: self.local.plus(i64::from(offset - self.offset), 0), offset }
    }

    /// Nanoseconds from midnight UTC, which may lie before the day or after it.
    pub(super) fn utc_nanos(self) -> i64 {
        self.local.nanos - i64::from(self.offset) * SECOND
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.utc_nanos().cmp(&other.utc_nanos()).then(self.offset.cmp(&other.offset))
    }
}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.local, OffsetText(self.offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_short_as_the_time_allows() {
        let text = |h, m, s, n| LocalTime::new(h, m, s, n).unwrap().to_string();
        assert_eq!(text(9, 5, 0, 0), "09:05");
        assert_eq!(text(9, 5, 0, 100_000_000), "09:05:00.100");
        assert_eq!(text(9, 5, 7, 1_000), "09:05:07.000001");
        assert_eq!(text(23, 59, 59, 1), "23:59:59.000000001");
        assert!(LocalTime::new(24, 0, 0, 0).is_err());
    }

    #[test]
    fn times_wrap_at_midnight() {
        let time = LocalTime::new(1, 0, 0, 5).unwrap();
        assert_eq!(time.plus(-7_200, -6).to_string(), "22:59:59.999999999");
        assert_eq!(time.plus(i64::MAX, i64::MAX).plus(-(i64::MAX % 86_400), -(i64::MAX % DAY)), time);
    }
}
