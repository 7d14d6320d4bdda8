//! Reading the parts of temporal values: `d.year`, `d.weekYear`, `t.offset`, `p.monthsOfYear`.

use super::zone::OffsetText;
use super::{Date, Duration, LocalTime, ZonedDateTime};
use crate::value::Value;

/// The part of that name of a temporal value; `None` when it has no such part, or is no temporal value.
pub fn component(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Date(date) => of_date(*date, name).map(Value::Integer),
        Value::LocalTime(time) => of_time(*time, name).map(Value::Integer),
        Value::Time(time) => {
            of_time(time.local, name).map(Value::Integer).or_else(|| of_offset(time.offset, None, name))
        }
        Value::LocalDateTime(both) => {
            of_date(both.date, name).or_else(|| of_time(both.time, name)).map(Value::Integer)
        }
        Value::DateTime(moment) => of_date(moment.local.date, name)
            .or_else(|| of_time(moment.local.time, name))
            .or_else(|| of_instant(moment, name))
            .map(Value::Integer)
            .or_else(|| of_offset(moment.offset, moment.zone, name)),
        Value::Duration(duration) => of_duration(duration, name).map(Value::Integer),
        _ => None,
    }
}

fn of_date(date: Date, name: &str) -> Option<i64> {
    Some(match name {
        "year" => date.year(),
        "quarter" => date.quarter(),
        "month" => date.civil().1,
        "week" => date.week().1,
        "weekYear" => date.week().0,
        "day" => date.civil().2,
        "ordinalDay" => date.ordinal_day(),
        "weekDay" | "dayOfWeek" => date.day_of_week(),
        "dayOfQuarter" => date.day_of_quarter(),
        _ => return None,
    })
}

fn of_time(time: LocalTime, name: &str) -> Option<i64> {
    Some(match name {
        "hour" => time.hour(),
        "minute" => time.minute(),
        "second" => time.second(),
        "millisecond" => time.nanosecond() / 1_000_000,
        "microsecond" => time.nanosecond() / 1_000,
        "nanosecond" => time.nanosecond(),
        _ => return None,
    })
}

fn of_instant(moment: &ZonedDateTime, name: &str) -> Option<i64> {
    let (seconds, nanos) = moment.instant();
    match name {
        "epochSeconds" => Some(seconds),
        "epochMillis" => seconds.checked_mul(1_000)?.checked_add(nanos / 1_000_000),
        _ => None,
    }
}

fn of_offset(offset: i32, zone: Option<&str>, name: &str) -> Option<Value> {
    let text = || Value::from(OffsetText(offset).to_string());
    match name {
        "timezone" => Some(zone.map_or_else(text, Value::from)),
        "offset" => Some(text()),
        "offsetMinutes" => Some(Value::Integer((offset / 60).into())),
        "offsetSeconds" => Some(Value::Integer(offset.into())),
        _ => None,
    }
}

/// Units count what a part holds in all (`minutes`), or what is left beyond the next larger one (`minutesOfHour`).
fn of_duration(duration: &Duration, name: &str) -> Option<i64> {
    let Duration { months, days, seconds, nanos } = *duration;
    Some(match name {
        "years" => months / 12,
        "quarters" => months / 3,
        "months" => months,
        "quartersOfYear" => months / 3 % 4,
        "monthsOfYear" => months % 12,
        "monthsOfQuarter" => months % 3,
        "weeks" => days / 7,
        "days" => days,
        "daysOfWeek" => days % 7,
        "hours" => seconds / 3_600,
        "minutes" => seconds / 60,
        "minutesOfHour" => seconds / 60 % 60,
        "seconds" => seconds,
        "secondsOfMinute" => seconds % 60,
        "milliseconds" => seconds.checked_mul(1_000)?.checked_add(nanos / 1_000_000)?,
        "microseconds" => seconds.checked_mul(1_000_000)?.checked_add(nanos / 1_000)?,
        "nanoseconds" => seconds.checked_mul(1_000_000_000)?.checked_add(nanos)?,
        "millisecondsOfSecond" => nanos / 1_000_000,
        "microsecondsOfSecond" => nanos / 1_000,
        "nanosecondsOfSecond" => nanos,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::zone::Zone;
    use super::super::{LocalDateTime, parse};
    use super::*;

    fn all(value: &Value, names: &str) -> Vec<String> {
        names.split(' ').map(|name| format!("{:?}", component(value, name))).collect()
    }

    #[test]
    fn parts_of_a_moment() {
        let local = LocalDateTime {
            date: Date::new(2021, 1, 3).unwrap(),
            time: LocalTime::new(1, 2, 3, 4_005_006).unwrap(),
        };
        let value = Value::from(Zone::parse("Europe/Oslo").unwrap().at(local).unwrap());
        assert_eq!(
            all(
                &value,
                "year weekYear week weekDay quarter dayOfQuarter ordinalDay hour microsecond epochSeconds"
            ),
            [2021, 2020, 53, 7, 1, 3, 3, 1, 4005, 1_609_632_123]
                .map(|n: i64| format!("{:?}", Some(Value::Integer(n))))
        );
        assert_eq!(component(&value, "timezone"), Some("Europe/Oslo".into()));
        assert_eq!(component(&value, "offset"), Some("+01:00".into()));
        assert_eq!(component(&value, "colour"), None);
    }

    #[test]
    fn parts_of_a_duration() {
        let value = Value::from(parse::duration("P2Y5M17DT3H4M5.006007008S").unwrap());
        assert_eq!(
            all(
                &value,
                "years quarters quartersOfYear monthsOfQuarter monthsOfYear weeks daysOfWeek hours minutesOfHour"
            ),
            [2, 9, 1, 2, 5, 2, 3, 3, 4].map(|n: i64| format!("{:?}", Some(Value::Integer(n))))
        );
        assert_eq!(component(&value, "microseconds"), Some(11_045_006_007.into()));
        assert_eq!(component(&value, "nanosecondsOfSecond"), Some(6_007_008.into()));
    }
}
