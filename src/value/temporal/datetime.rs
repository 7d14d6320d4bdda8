//! `LOCAL DATETIME` and `ZONED DATETIME`: a date and a time of day.

use std::cmp::Ordering;
use std::fmt;

use super::zone::{OffsetText, Zone};
use super::{DAY, Date, LocalTime, SECOND};
use crate::value::ValueError;

/// A date and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime {
    /// The date.
    pub date: Date,
    /// The time of day.
    pub time: LocalTime,
}

impl LocalDateTime {
    /// Seconds since 1970-01-01T00:00 on the same clock.
    pub fn seconds(self) -> i64 {
        self.date.days() * 86_400 + self.time.nanos() / SECOND
    }

    /// The inverse of [`LocalDateTime::seconds`], with the nanoseconds of the second.
    pub fn from_seconds(seconds: i64, nanos: i64) -> Result<Self, ValueError> {
        let date = Date::from_days(seconds.div_euclid(86_400))?;
        Ok(Self { date, time: LocalTime::from_nanos(seconds.rem_euclid(86_400) * SECOND + nanos) })
    }

    /// So many seconds and nanoseconds later.
    pub fn plus(self, seconds: i64, nanos: i64) -> Result<Self, ValueError> {
        let nanos = self.time.nanos() + seconds % 86_400 * SECOND + nanos % DAY;
        let date = self.date.plus_days(seconds / 86_400 + nanos.div_euclid(DAY))?;
        Ok(Self { date, time: LocalTime::from_nanos(nanos) })
    }

    /// As [`Date::plus_months`], then [`Date::plus_days`]; the time stays.
    pub fn plus_months_and_days(self, months: i64, days: i64) -> Result<Self, ValueError> {
        Ok(Self { date: self.date.plus_months(months)?.plus_days(days)?, time: self.time })
    }
}

impl fmt::Display for LocalDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
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

impl ZonedDateTime {
    /// Seconds since 1970-01-01T00:00Z, and nanoseconds of that second.
    pub fn instant(&self) -> (i64, i64) {
        (self.local.seconds() - i64::from(self.offset), self.local.time.nanosecond())
    }

    /// Where its offset comes from.
    pub fn zone(&self) -> Zone {
        self.zone.map_or(Zone::Offset(self.offset), Zone::Named)
    }

    /// The same moment on the clocks of another zone.
    pub fn in_zone(&self, zone: Zone) -> Result<Self, ValueError> {
        let (seconds, nanos) = self.instant();
        zone.from_instant(seconds, nanos)
    }

    /// So many seconds and nanoseconds later: a day on which the clock changes has not 24 hours.
    pub fn plus(&self, seconds: i64, nanos: i64) -> Result<Self, ValueError> {
        let utc = self.in_zone(super::zone::UTC)?.local.plus(seconds, nanos)?;
        self.zone().from_instant(utc.seconds(), utc.time.nanosecond())
    }

    /// The same time of day so many months and then days later.
    pub fn plus_months_and_days(&self, months: i64, days: i64) -> Result<Self, ValueError> {
        if months == 0 && days == 0 {
            return Ok(self.clone());
        }
        self.zone().at(self.local.plus_months_and_days(months, days)?)
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

impl fmt::Display for ZonedDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.local, OffsetText(self.offset))?;
        self.zone.map_or(Ok(()), |name| write!(f, "[{name}]"))
    }
}
