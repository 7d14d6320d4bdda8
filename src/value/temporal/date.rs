//! `DATE`: a day of the proleptic Gregorian calendar.

use std::fmt;

use super::invalid;
use crate::calendar::{civil_from_days, days_from_civil, days_in_month, days_in_year};
use crate::value::ValueError;

/// A calendar date, proleptic Gregorian, years −999,999,999 to 999,999,999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    days: i64,
}

/// The first and the last year.
const YEARS: std::ops::RangeInclusive<i64> = -999_999_999..=999_999_999;

/// Of any of the forms of ISO 8601 for a day, such as `2015-07-21`.
impl std::str::FromStr for Date {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        super::parse::date(text.trim())
    }
}

impl Date {
    /// The date of a year, month and day.
    pub fn new(year: i64, month: i64, day: i64) -> Result<Self, ValueError> {
        check("year", year, *YEARS.start(), *YEARS.end())?;
        check("month", month, 1, 12)?;
        check("day", day, 1, days_in_month(year, month))?;
        Ok(Self { days: days_from_civil(year, month, day) })
    }

    /// The date of an ISO week: week 1 holds the year's first Thursday, weeks begin on Monday (day 1).
    pub fn from_week(week_year: i64, week: i64, day_of_week: i64) -> Result<Self, ValueError> {
        check("year", week_year, *YEARS.start(), *YEARS.end())?;
        check("week", week, 1, weeks_in_year(week_year))?;
        check("day of the week", day_of_week, 1, 7)?;
        Self::from_days(first_monday(week_year) + (week - 1) * 7 + day_of_week - 1)
    }

    /// The date of a quarter (1..=4) and its day from 1.
    pub fn from_quarter(year: i64, quarter: i64, day_of_quarter: i64) -> Result<Self, ValueError> {
        check("quarter", quarter, 1, 4)?;
        let first = Self::new(year, quarter * 3 - 2, 1)?;
        let days = (0..3).map(|month| days_in_month(year, quarter * 3 - 2 + month)).sum();
        check("day of the quarter", day_of_quarter, 1, days)?;
        Self::from_days(first.days + day_of_quarter - 1)
    }

    /// The date of a year's day, from 1.
    pub fn from_ordinal(year: i64, ordinal_day: i64) -> Result<Self, ValueError> {
        check("day of the year", ordinal_day, 1, days_in_year(year))?;
        Self::from_days(Self::new(year, 1, 1)?.days + ordinal_day - 1)
    }

    /// The date so many days after 1970-01-01.
    pub fn from_days(days: i64) -> Result<Self, ValueError> {
        let last = days_from_civil(*YEARS.end(), 12, 31);
        let first = days_from_civil(*YEARS.start(), 1, 1);
        if (first..=last).contains(&days) {
            Ok(Self { days })
        } else {
            Err(invalid("a date beyond the year 999999999"))
        }
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        self.days
    }

    /// Year, month and day.
    pub fn civil(self) -> (i64, i64, i64) {
        civil_from_days(self.days)
    }

    /// The calendar year.
    pub fn year(self) -> i64 {
        self.civil().0
    }

    /// 1 to 4.
    pub fn quarter(self) -> i64 {
        (self.civil().1 + 2) / 3
    }

    /// The day of the quarter, from 1.
    pub fn day_of_quarter(self) -> i64 {
        let (year, month, _) = self.civil();
        self.days - days_from_civil(year, (month - 1) / 3 * 3 + 1, 1) + 1
    }

    /// The day of the year, from 1.
    pub fn ordinal_day(self) -> i64 {
        self.days - days_from_civil(self.year(), 1, 1) + 1
    }

    /// 1 (Monday) to 7 (Sunday).
    pub fn day_of_week(self) -> i64 {
        (self.days + 3).rem_euclid(7) + 1
    }

    /// The ISO week's year and number.
    pub fn week(self) -> (i64, i64) {
        let monday = self.days - (self.day_of_week() - 1);
        let week_year = civil_from_days(monday + 3).0;
        (week_year, (monday - first_monday(week_year)) / 7 + 1)
    }

    /// The same day so many months later, or the last of the month where it has fewer days.
    pub fn plus_months(self, months: i64) -> Result<Self, ValueError> {
        let (year, month, day) = self.civil();
        let total = (year * 12 + month - 1).checked_add(months).ok_or_else(|| invalid("too many months"))?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        Self::new(year, month, day.min(days_in_month(year, month)))
    }

    /// The date so many days later.
    pub fn plus_days(self, days: i64) -> Result<Self, ValueError> {
        Self::from_days(self.days.checked_add(days).ok_or_else(|| invalid("too many days"))?)
    }

    /// Whole months from here to `end`, towards zero.
    pub(super) fn months_until(self, end: Self) -> i64 {
        let packed = |date: Self| {
            let (year, month, day) = date.civil();
            (year * 12 + month - 1) * 32 + day
        };
        (packed(end) - packed(self)) / 32
    }
}

/// `value` must lie in `first..=last`.
pub(super) fn check(what: &str, value: i64, first: i64, last: i64) -> Result<(), ValueError> {
    if (first..=last).contains(&value) {
        return Ok(());
    }
    Err(ValueError::Temporal(format!("there is no {what} {value} here: it goes from {first} to {last}")))
}

/// The Monday of an ISO year's first week: 4 January lies in it.
fn first_monday(week_year: i64) -> i64 {
    let fourth = days_from_civil(week_year, 1, 4);
    fourth - (fourth + 3).rem_euclid(7)
}

fn weeks_in_year(week_year: i64) -> i64 {
    (first_monday(week_year + 1) - first_monday(week_year)) / 7
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        let sign = if year < 0 {
            "-"
        } else if year > 9999 {
            "+"
        } else {
            ""
        };
        write!(f, "{sign}{:04}-{month:02}-{day:02}", year.abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_cross_years() {
        let date = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!(date(2021, 1, 3).week(), (2020, 53));
        assert_eq!(date(2018, 12, 31).week(), (2019, 1));
        assert_eq!(Date::from_week(2020, 53, 7).unwrap(), date(2021, 1, 3));
        assert!(Date::from_week(2021, 53, 1).is_err());
    }

    #[test]
    fn months_end_where_they_must() {
        let date = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!(date(2024, 1, 31).plus_months(1).unwrap(), date(2024, 2, 29));
        assert_eq!(date(2024, 3, 31).plus_months(-13).unwrap(), date(2023, 2, 28));
        assert!(date(999_999_999, 12, 31).plus_days(1).is_err());
        assert!(date(2024, 1, 1).plus_months(i64::MAX).is_err());
    }

    #[test]
    fn years_print_with_four_digits_or_a_sign() {
        for (date, text) in [
            ((5, 1, 2), "0005-01-02"),
            ((-5, 1, 2), "-0005-01-02"),
            ((12345, 1, 2), "+12345-01-02"),
            ((-999_999_999, 1, 2), "-999999999-01-02"),
        ] {
            assert_eq!(Date::new(date.0, date.1, date.2).unwrap().to_string(), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn the_parts_lead_back_to_the_date(days in -365_000_000_000_i64..365_000_000_000) {
            let date = Date::from_days(days).unwrap();
            let ((year, month, day), (week_year, week)) = (date.civil(), date.week());
            assert_eq!(Date::new(year, month, day).unwrap(), date);
            assert_eq!(Date::from_week(week_year, week, date.day_of_week()).unwrap(), date);
            assert_eq!(Date::from_quarter(year, date.quarter(), date.day_of_quarter()).unwrap(), date);
            assert_eq!(Date::from_ordinal(year, date.ordinal_day()).unwrap(), date);
        }
    }
}
