//! `date.truncate`, `datetime.truncate` …: down to the beginning of a unit, then with parts of it set anew.

use super::build::{Base, Fields, Kind};
use super::zone::UTC;
use super::{DAY, Date, HOUR, LocalTime, MINUTE, SECOND, invalid};
use crate::value::{Map, Value, ValueError};

/// What of the time of day remains for each unit that is no longer than a day, in nanoseconds.
const TIME_UNITS: [(&str, i64); 6] = [
    ("day", DAY),
    ("hour", HOUR),
    ("minute", MINUTE),
    ("second", SECOND),
    ("millisecond", 1_000_000),
    ("microsecond", 1_000),
];

/// The beginning of the unit in which `value` lies, as a value of this kind; parts in `fields` then override.
pub fn truncate(
    kind: Kind,
    unit: &str,
    value: &Value,
    fields: &Map,
    now: (i64, i64),
) -> Result<Value, ValueError> {
    let mut base = Base::of(value)?;
    let unit_nanos = TIME_UNITS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(unit));
    let wrong = || invalid(&format!("to truncate this value to '{unit}'"));
    match (unit_nanos, kind) {
        (Some((_, nanos)), _) if kind != Kind::Date || nanos == DAY => {
            let time = base.time.unwrap_or(LocalTime::MIDNIGHT).nanos();
            base.time = Some(LocalTime::from_nanos(time - time % nanos));
        }
        (None, Kind::Date | Kind::LocalDateTime | Kind::DateTime) => {
            base.date = Some(truncate_date(unit, base.date.ok_or_else(wrong)?)?.ok_or_else(wrong)?);
            base.time = Some(LocalTime::MIDNIGHT);
        }
        _ => return Err(wrong()),
    }
    let mut fields = Fields(fields).0.clone();
    if let (Some((name @ ("millisecond" | "microsecond"), _)), Some(time)) = (unit_nanos, base.time) {
        // Finer parts are set below the unit, which stays.
        if ["microsecond", "nanosecond"].iter().any(|&key| key != name && fields.contains_key(key)) {
            let nanos = time.nanosecond();
            let kept = if name == "millisecond" { nanos / 1_000_000 } else { nanos / 1_000 };
            fields.entry(name.into()).or_insert(kept.into());
        }
    }
    let fields = Fields(&fields);
    base.date =
        if kind == Kind::Time || kind == Kind::LocalTime { base.date } else { fields.date(base.date)? };
    base.time = fields.time(base.time)?;
    base.zone = fields.zone()?.or(base.zone).or(Some(UTC));
    base.project(kind, now)
}

/// `None` when there is no such unit.
fn truncate_date(unit: &str, date: Date) -> Result<Option<Date>, ValueError> {
    let (year, month, _) = date.civil();
    let years = |count: i64| Date::new(year.div_euclid(count) * count, 1, 1);
    Ok(Some(match unit.to_ascii_lowercase().as_str() {
        "millennium" => years(1_000)?,
        "century" => years(100)?,
        "decade" => years(10)?,
        "year" => years(1)?,
        "weekyear" => Date::from_week(date.week().0, 1, 1)?,
        "quarter" => Date::from_quarter(year, date.quarter(), 1)?,
        "month" => Date::new(year, month, 1)?,
        "week" => date.plus_days(1 - date.day_of_week())?,
        _ => return Ok(None),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::construct;
    use super::*;

    const NOW: (i64, i64) = (0, 0);

    fn show(kind: Kind, unit: &str, fields: &[(&str, Value)]) -> Result<String, ValueError> {
        let text: Value = "2023-11-14T22:13:20.123456789[Europe/Oslo]".into();
        let value = construct(Kind::DateTime, Some(&text), NOW).unwrap();
        let fields = fields.iter().map(|(key, value)| ((*key).into(), value.clone())).collect();
        truncate(kind, unit, &value, &fields, NOW).map(|value| value.to_string())
    }

    #[test]
    fn every_unit_begins_somewhere() {
        for (unit, date) in [
            ("millennium", "2000-01-01"),
            ("century", "2000-01-01"),
            ("decade", "2020-01-01"),
            ("year", "2023-01-01"),
            ("weekYear", "2023-01-02"),
            ("quarter", "2023-10-01"),
            ("month", "2023-11-01"),
            ("week", "2023-11-13"),
            ("day", "2023-11-14"),
        ] {
            assert_eq!(show(Kind::Date, unit, &[]).unwrap(), date);
            assert_eq!(show(Kind::LocalDateTime, unit, &[]).unwrap(), format!("{date}T00:00"));
        }
        assert_eq!(show(Kind::LocalTime, "minute", &[]).unwrap(), "22:13");
        assert_eq!(show(Kind::Time, "hour", &[]).unwrap(), "22:00+01:00");
        assert!(show(Kind::Date, "hour", &[]).is_err());
        assert!(show(Kind::LocalTime, "week", &[]).is_err());
        assert!(show(Kind::DateTime, "fortnight", &[]).is_err());
    }

    #[test]
    fn parts_override_what_is_left() {
        assert_eq!(
            show(Kind::LocalTime, "millisecond", &[("nanosecond", 5.into())]).unwrap(),
            "22:13:20.123000005"
        );
        assert_eq!(show(Kind::LocalTime, "second", &[("microsecond", 5.into())]).unwrap(), "22:13:20.000005");
        assert_eq!(show(Kind::Date, "week", &[("dayOfWeek", 7.into())]).unwrap(), "2023-11-19");
        let zone = [("timezone", "+05:00".into()), ("hour", 3.into())];
        assert_eq!(show(Kind::DateTime, "day", &zone).unwrap(), "2023-11-14T03:00+05:00");
    }
}
