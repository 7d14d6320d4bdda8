//! Dates, times and durations: years −999,999,999 to 999,999,999, nanoseconds, offsets with seconds.

use std::cmp::Ordering;

/// A calendar date, proleptic Gregorian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days since 1970-01-01.
    pub days: i64,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// Nanoseconds since midnight.
    pub nanos: i64,
}

/// A time of day with an offset. Ordered by the instant, then by the offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    /// The time on the wall.
    pub local: LocalTime,
    /// Seconds east of UTC.
    pub offset: i32,
}

/// A date and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime {
    /// The date.
    pub date: Date,
    /// The time of day.
    pub time: LocalTime,
}

/// A date and time of day at an offset, perhaps that of a named zone. Ordered by the instant, then by offset and zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ZonedDateTime {
    /// Date and time on the wall.
    pub local: LocalDateTime,
    /// Seconds east of UTC at that moment.
    pub offset: i32,
    /// The zone's name in the tz database, if it has one: `Europe/Stockholm`.
    pub zone: Option<&'static str>,
}

/// An amount of time in four parts that do not convert into each other, as months and days differ in length.
/// Ordered by average length (a month is 30.436875 days), then by the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Months; twelve make a year.
    pub months: i64,
    /// Days.
    pub days: i64,
    /// Seconds.
    pub seconds: i64,
    /// Nanoseconds, 0..1,000,000,000, to add to the seconds.
    pub nanos: i32,
}

/// Nanoseconds of a second.
pub(crate) const SECOND: i64 = 1_000_000_000;
/// Seconds of an average month: a 4,800th of the 400 years after which the calendar repeats.
const SECONDS_A_MONTH: i128 = 146_097 * 86_400 / 4_800;

impl Time {
    /// Nanoseconds from midnight UTC, which may lie before the day or after it.
    fn utc_nanos(self) -> i64 {
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

impl ZonedDateTime {
    /// Seconds since 1970-01-01T00:00Z, and nanoseconds of that second.
    pub fn instant(&self) -> (i64, i64) {
        let (seconds, nanos) = (self.local.time.nanos / SECOND, self.local.time.nanos % SECOND);
        (self.local.date.days * 86_400 + seconds - i64::from(self.offset), nanos)
    }
}

impl Ord for ZonedDateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant()
            .cmp(&other.instant())
            .then_with(|| (self.offset, self.zone).cmp(&(other.offset, other.zone)))
    }
}

impl PartialOrd for ZonedDateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Duration {
    /// The average length in nanoseconds.
    fn length(&self) -> i128 {
        let seconds = i128::from(self.months) * SECONDS_A_MONTH
            + i128::from(self.days) * 86_400
            + i128::from(self.seconds);
        seconds * i128::from(SECOND) + i128::from(self.nanos)
    }
}

impl Ord for Duration {
    fn cmp(&self, other: &Self) -> Ordering {
        let parts = |d: &Self| (d.months, d.days, d.seconds, d.nanos);
        self.length().cmp(&other.length()).then_with(|| parts(self).cmp(&parts(other)))
    }
}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
