//! `duration.between` and its like: how long from one temporal value to another.

use super::build::Base;
use super::zone::{UTC, Zone};
use super::{Date, Duration, LocalDateTime, LocalTime, SECOND, ZonedDateTime};
use crate::value::{Value, ValueError};

/// Two moments made comparable: what one of them lacks, the date or the zone, it takes from the other.
struct Interval {
    from: ZonedDateTime,
    to: ZonedDateTime,
    /// Whether both have a date of their own; without, there are no months or days between them.
    dated: bool,
}

impl Interval {
    fn new(from: &Value, to: &Value) -> Result<Self, ValueError> {
        let (a, b) = (Base::of(from)?, Base::of(to)?);
        let zone = |own: Option<Zone>, other: Option<Zone>| own.or(other).unwrap_or(UTC);
        let epoch = Date::from_days(0)?;
        let moment = |own: &Base, other: &Base| {
            let local = LocalDateTime {
                date: own.date.or(other.date).unwrap_or(epoch),
                time: own.time.unwrap_or(LocalTime::MIDNIGHT),
            };
            zone(own.zone, other.zone).at(local)
        };
        let from = moment(&a, &b)?;
        let to = moment(&b, &a)?.in_zone(from.zone())?;
        Ok(Self { from, to, dated: a.date.is_some() && b.date.is_some() })
    }

    /// The last date on which a whole day has passed, seen from the start.
    fn whole_days_end(&self, from: LocalDateTime) -> Date {
        let to = self.to.local;
        let short = if to.date > from.date && to.time < from.time {
            -1
        } else if to.date < from.date && to.time > from.time {
            1
        } else {
            0
        };
        to.date.plus_days(short).unwrap_or(to.date)
    }

    fn months(&self) -> i64 {
        if self.dated { self.from.local.date.months_until(self.whole_days_end(self.from.local)) } else { 0 }
    }

    fn days(&self, from: LocalDateTime) -> i64 {
        if self.dated { self.whole_days_end(from).days() - from.date.days() } else { 0 }
    }

    /// Seconds and nanoseconds from a moment to the end.
    fn rest(&self, from: &ZonedDateTime) -> (i64, i64) {
        let ((seconds, nanos), (to_seconds, to_nanos)) = (from.instant(), self.to.instant());
        (to_seconds - seconds, to_nanos - nanos)
    }
}

/// Months, then days, then seconds.
pub fn between(from: &Value, to: &Value) -> Result<Duration, ValueError> {
    let interval = Interval::new(from, to)?;
    let months = interval.months();
    let start = interval.from.plus_months_and_days(months, 0)?;
    let days = interval.days(start.local);
    let (seconds, nanos) = interval.rest(&start.plus_months_and_days(0, days)?);
    Duration::new(months, days, seconds, nanos)
}

/// Whole months.
pub fn in_months(from: &Value, to: &Value) -> Result<Duration, ValueError> {
    Duration::new(Interval::new(from, to)?.months(), 0, 0, 0)
}

/// Whole days.
pub fn in_days(from: &Value, to: &Value) -> Result<Duration, ValueError> {
    let interval = Interval::new(from, to)?;
    Duration::new(0, interval.days(interval.from.local), 0, 0)
}

/// Seconds and their fraction.
pub fn in_seconds(from: &Value, to: &Value) -> Result<Duration, ValueError> {
    let interval = Interval::new(from, to)?;
    let (seconds, nanos) = interval.rest(&interval.from);
    debug_assert!(nanos.abs() < SECOND);
    Duration::new(0, 0, seconds, nanos)
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, construct};
    use super::*;

    fn value(kind: Kind, text: &str) -> Value {
        construct(kind, Some(&text.into()), (0, 0)).unwrap()
    }

    #[test]
    fn months_then_days_then_seconds() {
        let show = |a, b| {
            between(&value(Kind::LocalDateTime, a), &value(Kind::LocalDateTime, b)).unwrap().to_string()
        };
        assert_eq!(show("2020-01-31T10:00", "2020-03-01T09:00"), "P29DT23H");
        assert_eq!(show("2020-03-01T09:00", "2020-01-31T10:00"), "P-1MT-23H");
        assert_eq!(show("2020-01-01T00:00:00.5", "2021-01-01T00:00"), "P11M30DT23H59M59.5S");
    }

    #[test]
    fn a_day_on_which_the_clock_changes_has_not_24_hours() {
        let (a, b) = (
            value(Kind::DateTime, "2023-03-25T12:00[Europe/Oslo]"),
            value(Kind::LocalDateTime, "2023-03-26T12:00"),
        );
        assert_eq!(between(&a, &b).unwrap().to_string(), "P1D");
        assert_eq!(in_seconds(&a, &b).unwrap().to_string(), "PT23H");
    }

    #[test]
    fn all_of_time_fits() {
        let (first, last) = (
            value(Kind::LocalDateTime, "-999999999"),
            value(Kind::LocalDateTime, "+999999999-12-31T23:59:59"),
        );
        assert_eq!(in_seconds(&first, &last).unwrap().to_string(), "PT17531639991215H59M59S");
        assert_eq!(between(&last, &first).unwrap().to_string(), "P-1999999998Y-11M-30DT-23H-59M-59S");
    }

    #[test]
    fn what_has_no_date_takes_the_other_ones() {
        let (date, time) = (value(Kind::Date, "2023-03-26"), value(Kind::LocalTime, "06:00"));
        assert_eq!(between(&date, &time).unwrap().to_string(), "PT6H");
        assert_eq!(in_days(&date, &time).unwrap().to_string(), "PT0S");
        assert!(between(&date, &Value::from(3)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn adding_what_lies_between_leads_there(a in -100_000_i64..100_000, b in -100_000_i64..100_000, s in 0..86_400_i64, t in 0..86_400_i64) {
            let moment = |days, seconds| LocalDateTime {
                date: Date::from_days(days).unwrap(), time: LocalTime::from_nanos(seconds * SECOND) };
            let (from, to) = (moment(a, s), moment(b, t));
            let duration = between(&from.into(), &to.into()).unwrap();
            let there = from.plus_months_and_days(duration.months, 0).unwrap()
                .plus_months_and_days(0, duration.days).unwrap().plus(duration.seconds, duration.nanos).unwrap();
            assert_eq!(there, to);
        }
    }
}
