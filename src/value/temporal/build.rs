//! Making temporal values: from texts, from maps of parts, from other temporal values, from the clock.

use super::duration::{Sum, UNITS};
use super::zone::{UTC, Zone};
use super::{Date, Duration, LocalDateTime, LocalTime, Time, invalid, parse};
use crate::value::{Map, Value, ValueError};

/// The temporal types that stand for a point in time or on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the values are")]
pub enum Kind {
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
}

impl Kind {
    fn has_date(self) -> bool {
        matches!(self, Self::Date | Self::LocalDateTime | Self::DateTime)
    }

    fn has_time(self) -> bool {
        self != Self::Date
    }
}

const DATE_PARTS: [&str; 8] =
    ["year", "quarter", "month", "week", "dayOfWeek", "day", "ordinalDay", "dayOfQuarter"];
const TIME_PARTS: [&str; 6] = ["hour", "minute", "second", "millisecond", "microsecond", "nanosecond"];

/// What a temporal value says about date, time and zone.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Base {
    pub(super) date: Option<Date>,
    pub(super) time: Option<LocalTime>,
    pub(super) zone: Option<Zone>,
}

impl Base {
    pub(super) fn of(value: &Value) -> Result<Self, ValueError> {
        let local = |both: LocalDateTime| Self { date: Some(both.date), time: Some(both.time), zone: None };
        Ok(match value {
            Value::Date(date) => Self { date: Some(*date), ..Self::default() },
            Value::LocalTime(time) => Self { time: Some(*time), ..Self::default() },
            Value::Time(time) => {
                Self { time: Some(time.local), zone: Some(Zone::Offset(time.offset)), ..Self::default() }
            }
            Value::LocalDateTime(both) => local(*both),
            Value::DateTime(moment) => Self { zone: Some(moment.zone()), ..local(moment.local) },
            other => {
                return Err(ValueError::ArgumentType(format!(
                    "a date or time is needed here, not a value of type {}",
                    other.value_type()
                )));
            }
        })
    }

    /// The value of this kind; midnight and UTC where nothing else is said. `now` decides the offset of a named
    /// zone for a time without date.
    pub(super) fn project(self, kind: Kind, now: (i64, i64)) -> Result<Value, ValueError> {
        let date = || self.date.ok_or_else(|| invalid("a date from a value without one"));
        let time = || self.time.ok_or_else(|| invalid("a time from a value without one"));
        let local = || Ok(LocalDateTime { date: date()?, time: self.time.unwrap_or(LocalTime::MIDNIGHT) });
        let zone = self.zone.unwrap_or(UTC);
        Ok(match kind {
            Kind::Date => date()?.into(),
            Kind::LocalTime => time()?.into(),
            Kind::LocalDateTime => local()?.into(),
            Kind::DateTime => zone.at(local()?)?.into(),
            Kind::Time => {
                let offset = match self.date {
                    Some(date) => zone.at(LocalDateTime { date, time: time()? })?.offset,
                    None => zone.offset_at(now.0),
                };
                Time { local: time()?, offset }.into()
            }
        })
    }
}

/// `date(…)`, `localtime(…)`, `time(…)`, `localdatetime(…)` and `datetime(…)`: of nothing (the clock), null, a text, a
/// map of parts or another temporal value. `now` is seconds and nanoseconds since 1970-01-01T00:00Z.
pub fn construct(kind: Kind, argument: Option<&Value>, now: (i64, i64)) -> Result<Value, ValueError> {
    match argument {
        None => current(kind, UTC, now),
        Some(Value::Null) => Ok(Value::Null),
        Some(Value::String(text)) => from_text(kind, text.trim()),
        Some(Value::Map(map)) => from_map(kind, map, now),
        Some(value) if kind == Kind::DateTime && matches!(value, Value::DateTime(_)) => Ok(value.clone()),
        Some(value) => Base::of(value)?.project(kind, now),
    }
}

/// What the clock shows in a zone.
pub(super) fn current(kind: Kind, zone: Zone, now: (i64, i64)) -> Result<Value, ValueError> {
    Base::of(&zone.from_instant(now.0, now.1)?.into())?.project(kind, now)
}

fn from_text(kind: Kind, text: &str) -> Result<Value, ValueError> {
    Ok(match kind {
        Kind::Date => text.parse::<Date>()?.into(),
        Kind::LocalTime => parse::local_time(text)?.into(),
        Kind::Time => parse::time(text)?.into(),
        Kind::LocalDateTime => parse::local_date_time(text)?.into(),
        Kind::DateTime => parse::zoned_date_time(text)?.into(),
    })
}

fn from_map(kind: Kind, map: &Map, now: (i64, i64)) -> Result<Value, ValueError> {
    check_keys(kind, map)?;
    let fields = Fields(map);
    let zone = fields.zone()?;
    if let (Some(zone), 1) = (zone, map.len()) {
        return current(kind, zone, now);
    }
    let date_base = fields.base("date")?.or(fields.base("datetime")?).unwrap_or_default();
    let time_base = fields.base("time")?.or(fields.base("datetime")?).or(fields.epoch()?).unwrap_or_default();
    let date_base = if fields.epoch()?.is_some() { time_base } else { date_base };
    let mut base = Base {
        date: if kind.has_date() { fields.date(date_base.date)? } else { None },
        time: time_base.time,
        zone: zone.or(time_base.zone),
    };
    if kind.has_date() && base.date.is_none() {
        return Err(ValueError::Temporal("a date needs a year, or a date to start from".into()));
    }
    // A time that has a zone keeps its moment when it is asked for in another one.
    if let (Some(target), Some(source), Some(time)) = (zone, time_base.zone, time_base.time)
        && matches!(kind, Kind::Time | Kind::DateTime)
    {
        let today = || Date::from_days(now.0.div_euclid(86_400));
        let date = base.date.or(time_base.date).map_or_else(today, Ok)?;
        let moment = source.at(LocalDateTime { date, time })?.in_zone(target)?;
        base.time = Some(moment.local.time);
        base.date = base.date.map(|_| moment.local.date);
        if kind == Kind::Time {
            base.zone = Some(Zone::Offset(moment.offset));
        }
    } else if kind == Kind::Time && zone.is_none() && time_base.date.is_some() {
        // The offset of a named zone is the one that it had at that moment.
        let moment = Base { date: time_base.date, ..base }.project(Kind::DateTime, now)?;
        base.zone = Base::of(&moment.project_time()?)?.zone;
    }
    if kind.has_time() {
        base.time = fields.time(base.time)?;
    }
    base.project(kind, now)
}

impl Value {
    /// The time of day and offset of a zoned moment.
    fn project_time(&self) -> Result<Value, ValueError> {
        match self {
            Self::DateTime(moment) => Ok(Time { local: moment.local.time, offset: moment.offset }.into()),
            other => Base::of(other)?.project(Kind::Time, (0, 0)),
        }
    }
}

fn check_keys(kind: Kind, map: &Map) -> Result<(), ValueError> {
    for key in map.keys().map(AsRef::as_ref) {
        let known = key == "timezone"
            || (kind.has_date() && (DATE_PARTS.contains(&key) || key == "date"))
            || (kind.has_time() && (TIME_PARTS.contains(&key) || key == "time"))
            || key == "datetime"
            || (matches!(kind, Kind::DateTime | Kind::LocalDateTime)
                && matches!(key, "epochSeconds" | "epochMillis"));
        if !known {
            return Err(ValueError::Temporal(format!("'{key}' is no part of this temporal type")));
        }
    }
    Ok(())
}

/// The map that a temporal value is made from.
pub(super) struct Fields<'a>(pub(super) &'a Map);

impl Fields<'_> {
    fn integer(&self, key: &str) -> Result<Option<i64>, ValueError> {
        match self.0.get(key) {
            None => Ok(None),
            Some(Value::Integer(number)) => Ok(Some(*number)),
            Some(other) => Err(ValueError::ArgumentValue(format!(
                "'{key}' must be an integer, not a value of type {}",
                other.value_type()
            ))),
        }
    }

    fn base(&self, key: &str) -> Result<Option<Base>, ValueError> {
        self.0.get(key).map(Base::of).transpose()
    }

    pub(super) fn zone(&self) -> Result<Option<Zone>, ValueError> {
        match self.0.get("timezone") {
            None => Ok(None),
            Some(Value::String(text)) => Zone::parse(text).map(Some),
            Some(_) => Err(ValueError::ArgumentValue("'timezone' must be a string".into())),
        }
    }

    fn epoch(&self) -> Result<Option<Base>, ValueError> {
        let (seconds, nanos) = match (self.integer("epochSeconds")?, self.integer("epochMillis")?) {
            (Some(seconds), _) => (seconds, 0),
            (None, Some(millis)) => (millis.div_euclid(1_000), millis.rem_euclid(1_000) * 1_000_000),
            (None, None) => return Ok(None),
        };
        Base::of(&UTC.from_instant(seconds, nanos)?.into()).map(Some)
    }

    /// The date that the parts make, those that are missing taken from `base`, or being the first.
    pub(super) fn date(&self, base: Option<Date>) -> Result<Option<Date>, ValueError> {
        let given = |key: &str| self.0.contains_key(key);
        let year = match (self.integer("year")?, base) {
            (Some(year), _) => year,
            (None, Some(base)) if given("week") || given("dayOfWeek") => base.week().0,
            (None, Some(base)) => base.year(),
            (None, None) if DATE_PARTS.into_iter().any(given) => {
                return Err(ValueError::Temporal("a date needs a year".into()));
            }
            (None, None) => return Ok(None),
        };
        let part = |key, of_base: fn(Date) -> i64| {
            Ok::<_, ValueError>(self.integer(key)?.or(base.map(of_base)).unwrap_or(1))
        };
        // A part of the base that the new month or quarter does not reach becomes its last.
        let fit = |key: &str, value: i64, make: &dyn Fn(i64) -> Result<Date, ValueError>| {
            let mut date = make(value);
            if !given(key) {
                for shorter in 1..=3 {
                    date = date.or_else(|_| make(value - shorter));
                }
            }
            date.map(Some)
        };
        if given("week") || given("dayOfWeek") {
            let (week, day) = (part("week", |base| base.week().1)?, part("dayOfWeek", Date::day_of_week)?);
            Date::from_week(year, week, day).map(Some)
        } else if given("ordinalDay") {
            Date::from_ordinal(year, part("ordinalDay", Date::ordinal_day)?).map(Some)
        } else if given("quarter") || given("dayOfQuarter") {
            let (quarter, day) =
                (part("quarter", Date::quarter)?, part("dayOfQuarter", Date::day_of_quarter)?);
            fit("dayOfQuarter", day, &|day| Date::from_quarter(year, quarter, day))
        } else {
            if given("day") && !given("month") && base.is_none() {
                return Err(ValueError::Temporal("a day needs a month".into()));
            }
            let (month, day) = (part("month", |base| base.civil().1)?, part("day", |base| base.civil().2)?);
            fit("day", day, &|day| Date::new(year, month, day))
        }
    }

    /// The time of day that the parts make, those that are missing taken from `base`, or zero.
    pub(super) fn time(&self, base: Option<LocalTime>) -> Result<Option<LocalTime>, ValueError> {
        let given = |key: &&str| self.0.contains_key(*key);
        let Some(last) = TIME_PARTS.iter().rposition(given) else { return Ok(base) };
        if base.is_none()
            && let Some(missing) = TIME_PARTS[..last.min(3)].iter().find(|key| !given(key))
        {
            return Err(ValueError::Temporal(format!(
                "a time with '{}' needs '{missing}' too",
                TIME_PARTS[last]
            )));
        }
        let part = |key, of_base: fn(LocalTime) -> i64| {
            Ok::<_, ValueError>(self.integer(key)?.or(base.map(of_base)).unwrap_or(0))
        };
        let (hour, minute) = (part("hour", LocalTime::hour)?, part("minute", LocalTime::minute)?);
        let (second, nanos) = (part("second", LocalTime::second)?, self.subsecond(base)?);
        LocalTime::new(hour, minute, second, nanos).map(Some)
    }

    /// Milliseconds, microseconds and nanoseconds each count what the coarser one given leaves.
    fn subsecond(&self, base: Option<LocalTime>) -> Result<i64, ValueError> {
        let parts = [self.integer("millisecond")?, self.integer("microsecond")?, self.integer("nanosecond")?];
        if parts == [None; 3] {
            return Ok(base.map_or(0, LocalTime::nanosecond));
        }
        let (mut limit, mut total) = (super::SECOND, 0);
        for (part, unit, name) in [
            (parts[0], 1_000_000, "millisecond"),
            (parts[1], 1_000, "microsecond"),
            (parts[2], 1, "nanosecond"),
        ] {
            if let Some(amount) = part {
                super::date::check(name, amount, 0, limit / unit - 1)?;
                total += amount * unit;
                limit = unit;
            }
        }
        Ok(total)
    }
}

/// `duration(…)`: of null, a text, a map of units or a duration.
pub fn construct_duration(argument: &Value) -> Result<Value, ValueError> {
    match argument {
        Value::Null => Ok(Value::Null),
        Value::String(text) => Ok(parse::duration(text.trim())?.into()),
        Value::Duration(_) => Ok(argument.clone()),
        Value::Map(map) => Ok(duration_from_map(map)?.into()),
        other => Err(ValueError::ArgumentType(format!(
            "a duration is made of a string or a map, not of a value of type {}",
            other.value_type()
        ))),
    }
}

fn duration_from_map(map: &Map) -> Result<Duration, ValueError> {
    let mut sum = Sum::default();
    for (key, value) in map {
        let Some((_, part, factor)) = UNITS.into_iter().find(|unit| unit.0 == key.as_ref()) else {
            let units = UNITS.map(|unit| unit.0).join(", ");
            return Err(ValueError::Temporal(format!("'{key}' is no unit of a duration: use {units}")));
        };
        match value {
            Value::Integer(amount) => sum.add(part, factor, (*amount).into()),
            Value::Float(amount) => sum.add_float(part, factor, *amount)?,
            other => {
                return Err(ValueError::ArgumentValue(format!(
                    "'{key}' must be a number, not a value of type {}",
                    other.value_type()
                )));
            }
        }
    }
    sum.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2023-11-14T22:13:20Z.
    const NOW: (i64, i64) = (1_700_000_000, 0);

    fn text(kind: Kind, text: &str) -> Value {
        construct(kind, Some(&text.into()), NOW).unwrap()
    }

    fn make(kind: Kind, parts: &[(&str, Value)]) -> Result<String, ValueError> {
        let map = Value::map(parts.iter().map(|(key, value)| (*key, value.clone())));
        construct(kind, Some(&map), NOW).map(|value| value.to_string())
    }

    #[test]
    fn dates_keep_what_is_not_overridden() {
        let date = text(Kind::Date, "2024-02-29");
        let make = |parts: &[(&str, i64)]| {
            let mut all = vec![("date", date.clone())];
            all.extend(parts.iter().map(|&(key, value)| (key, value.into())));
            make(Kind::Date, &all)
        };
        assert_eq!(make(&[("month", 4)]).unwrap(), "2024-04-29");
        assert_eq!(make(&[("year", 2023)]).unwrap(), "2023-02-28");
        assert_eq!(make(&[("quarter", 3)]).unwrap(), "2024-08-29");
        assert_eq!(make(&[("week", 1)]).unwrap(), "2024-01-04");
        assert_eq!(make(&[("dayOfWeek", 1)]).unwrap(), "2024-02-26");
        assert!(make(&[("day", 30)]).is_err());
        assert!(make(&[("hour", 3)]).is_err());
    }

    #[test]
    fn a_time_in_another_zone_keeps_its_moment() {
        let time = text(Kind::Time, "23:00+01:00");
        let parts = [("time", time.clone()), ("timezone", "+05:00".into())];
        assert_eq!(make(Kind::Time, &parts).unwrap(), "03:00+05:00");
        let parts = [("date", text(Kind::Date, "2023-07-01")), ("time", time), ("timezone", "+05:00".into())];
        assert_eq!(make(Kind::DateTime, &parts).unwrap(), "2023-07-02T03:00+05:00");
        let parts = [("time", text(Kind::LocalTime, "23:00")), ("timezone", "+05:00".into())];
        assert_eq!(make(Kind::Time, &parts).unwrap(), "23:00+05:00");
    }

    #[test]
    fn the_offset_of_a_moment_goes_with_its_time() {
        let moment = text(Kind::DateTime, "2023-07-01T10:00[Europe/Oslo]");
        assert_eq!(make(Kind::Time, &[("time", moment.clone())]).unwrap(), "10:00+02:00");
        assert_eq!(construct(Kind::Time, Some(&moment), NOW).unwrap().to_string(), "10:00+02:00");
        assert_eq!(
            make(Kind::DateTime, &[("datetime", moment), ("month", 1.into())]).unwrap(),
            "2023-01-01T10:00+01:00[Europe/Oslo]"
        );
    }

    #[test]
    fn parts_need_the_coarser_ones() {
        assert!(make(Kind::LocalTime, &[("hour", 1.into()), ("second", 1.into())]).is_err());
        assert!(make(Kind::Date, &[("month", 1.into())]).is_err());
        assert!(make(Kind::Date, &[("year", 2023.into()), ("day", 1.into())]).is_err());
        assert!(make(Kind::LocalTime, &[("hour", 1.0.into())]).is_err());
        let subsecond = [("millisecond", 1.into()), ("microsecond", 1000.into())];
        let base = [("time", text(Kind::LocalTime, "01:02:03.456"))];
        assert!(make(Kind::LocalTime, &[&base[..], &subsecond[..]].concat()).is_err());
        assert_eq!(make(Kind::LocalTime, &[&base[..], &subsecond[..1]].concat()).unwrap(), "01:02:03.001");
    }

    #[test]
    fn the_clock_is_read_in_a_zone() {
        let zone: Value = "Asia/Tokyo".into();
        assert_eq!(make(Kind::Date, &[("timezone", zone.clone())]).unwrap(), "2023-11-15");
        assert_eq!(
            make(Kind::DateTime, &[("timezone", zone)]).unwrap(),
            "2023-11-15T07:13:20+09:00[Asia/Tokyo]"
        );
        assert_eq!(construct(Kind::Time, None, NOW).unwrap().to_string(), "22:13:20Z");
        assert_eq!(make(Kind::DateTime, &[("epochMillis", 1.into())]).unwrap(), "1970-01-01T00:00:00.001Z");
    }

    #[test]
    fn durations_from_units() {
        let make = |parts: &[(&str, Value)]| {
            construct_duration(&Value::map(parts.iter().cloned())).map(|value| value.to_string())
        };
        assert_eq!(make(&[("quarters", 5.into()), ("weeks", 0.5.into())]).unwrap(), "P1Y3M3DT12H");
        assert_eq!(make(&[("microseconds", (-1.5).into())]).unwrap(), "PT-0.0000015S");
        assert!(make(&[("fortnights", 1.into())]).is_err());
        assert!(make(&[("days", f64::INFINITY.into())]).is_err());
        assert!(make(&[("years", i64::MAX.into())]).is_err());
    }
}
