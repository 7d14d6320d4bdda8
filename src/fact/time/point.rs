//! Years, months and days on the calendar, and stretches of them, as ISO 8601 writes them.

use crate::calendar::{civil_from_days, days_from_civil, days_in_month};
use std::fmt;

/// A time as exactly as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    Year(i64),
    /// Months since January of year 0.
    Month(i64),
    /// Days since 1970-01-01.
    Day(i64),
}

/// A year's month and day, if the calendar has it.
pub(super) fn day(year: i64, month: i64, day: i64) -> Option<Point> {
    let sound = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
    sound.then(|| Point::Day(days_from_civil(year, month, day)))
}

/// A month of a year.
pub(super) fn month(year: i64, month: i64) -> Point {
    Point::Month(year * 12 + month - 1)
}

impl Point {
    /// Its first day.
    pub(super) fn first_day(self) -> i64 {
        match self {
            Point::Year(year) => days_from_civil(year, 1, 1),
            Point::Month(month) => days_from_civil(month.div_euclid(12), month.rem_euclid(12) + 1, 1),
            Point::Day(day) => day,
        }
    }

    /// The year that it begins in.
    pub(super) fn year(self) -> i64 {
        match self {
            Point::Year(year) => year,
            Point::Month(month) => month.div_euclid(12),
            Point::Day(day) => civil_from_days(day).0,
        }
    }

    /// The month that it begins in, where it is said.
    pub(super) fn month(self) -> Option<i64> {
        match self {
            Point::Year(_) => None,
            Point::Month(month) => Some(month),
            Point::Day(day) => {
                let (year, month, _) = civil_from_days(day);
                Some(year * 12 + month - 1)
            }
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year();
        let sign = if year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", year.abs())?;
        match self {
            Point::Year(_) => Ok(()),
            Point::Month(month) => write!(f, "-{:02}", month.rem_euclid(12) + 1),
            Point::Day(day) => {
                let (_, month, day) = civil_from_days(*day);
                write!(f, "-{month:02}-{day:02}")
            }
        }
    }
}

/// From one time to another, both within; one time alone is a period with itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) first: Point,
    pub(super) last: Point,
}

impl From<Point> for Period {
    fn from(point: Point) -> Period {
        Period { first: point, last: point }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}/{}", self.first, self.last)
        }
    }
}

/// Units in which times are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// The unit that is `by` units after the one in which `from` lies; `None` where `from` is not said so exactly.
pub(super) fn shift(from: Point, by: i64, unit: Unit) -> Option<Period> {
    let exact = |days: i64| matches!(from, Point::Day(_)).then(|| from.first_day() + days);
    // 1970-01-01 was a Thursday.
    let monday = |day: i64| day - (day + 3).rem_euclid(7);
    let years =
        |first: i64, count: i64| Period { first: Point::Year(first), last: Point::Year(first + count - 1) };
    Some(match unit {
        Unit::Day => Point::Day(exact(by)?).into(),
        Unit::Week => {
            let first = monday(exact(7 * by)?);
            Period { first: Point::Day(first), last: Point::Day(first + 6) }
        }
        Unit::Weekend => {
            let first = monday(exact(7 * by)?) + 5;
            Period { first: Point::Day(first), last: Point::Day(first + 1) }
        }
        Unit::Month => Point::Month(from.month()? + by).into(),
        Unit::Quarter => {
            let first = (from.month()?.div_euclid(3) + by) * 3;
            Period { first: Point::Month(first), last: Point::Month(first + 2) }
        }
        Unit::Year => Point::Year(from.year() + by).into(),
        Unit::Decade => years((from.year().div_euclid(10) + by) * 10, 10),
        Unit::Century => years(((from.year() - 1).div_euclid(100) + by) * 100 + 1, 100),
    })
}
