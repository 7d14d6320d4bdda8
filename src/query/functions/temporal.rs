//! Constructors and functions of temporal values.

use super::Body::{Lenient, Strict};
use super::{Context, Function, Types, integer, text};
use crate::value::temporal::{self, Kind, zone};
use crate::value::{Map, Value, ValueError};

const SOURCE: Types = Types::STRING.or(Types::MAP).or(Types::INSTANT);
const ZONE: Types = Types::STRING;
const TRUNCATED: &[Types] = &[Types::STRING, Types::INSTANT, Types::MAP];
const TWO: &[Types] = &[Types::INSTANT, Types::INSTANT];

/// The functions that each point-in-time type has: the constructor, the three clocks, truncation.
macro_rules! instants {
    ($($kind:ident, $name:literal, $example:literal;)*) => {
        [$([
            Function::new($name, &[SOURCE], Lenient(|a, c| temporal::construct(Kind::$kind, a.first(), c.now())),
                concat!("made of a string, a map of parts or another temporal value, or read off the clock: ", $name, "(", $example, ") → ", $example)).at_least(0),
            Function::new(concat!($name, ".transaction"), &[ZONE], Lenient(|a, c| clock(Kind::$kind, a, c)),
                concat!("when the transaction began: ", $name, ".transaction() → ", $example)).at_least(0),
            Function::new(concat!($name, ".statement"), &[ZONE], Lenient(|a, c| clock(Kind::$kind, a, c)),
                concat!("when the statement began: ", $name, ".statement('Asia/Tokyo') → ", $example)).at_least(0),
            Function::new(concat!($name, ".realtime"), &[ZONE], Lenient(|a, c| clock(Kind::$kind, a, c)),
                concat!("the time by the clock: ", $name, ".realtime() → ", $example)).at_least(0),
            Function::new(concat!($name, ".truncate"), TRUNCATED, Lenient(|a, c| truncate(Kind::$kind, a, c)),
                concat!("the beginning of the unit that a value lies in, parts then set anew: ", $name, ".truncate('day', x, {}) → ", $example)).at_least(1),
        ]),*]
    };
}

const INSTANTS: [[Function; 5]; 5] = instants! {
    Date, "date", "'2015-07-21'";
    LocalTime, "localtime", "'21:40:32.142'";
    Time, "time", "'21:40:32.142+01:00'";
    LocalDateTime, "localdatetime", "'2015-07-21T21:40:32'";
    DateTime, "datetime", "'2015-07-21T21:40:32+01:00'";
};

const OTHERS: [Function; 7] = [
    Function::new(
        "duration",
        &[Types::STRING.or(Types::MAP).or(Types::DURATION)],
        Strict(|a, _| temporal::construct_duration(&a[0])),
        "made of a string or a map of units: duration({days: 1.5}) → 'P1DT12H'",
    ),
    Function::new(
        "duration.between",
        TWO,
        Strict(|a, _| Ok(temporal::between(&a[0], &a[1])?.into())),
        "months, days and seconds from one to the other: duration.between(date('2023-01-01'), date('2023-02-03')) → 'P1M2D'",
    ),
    Function::new(
        "duration.inMonths",
        TWO,
        Strict(|a, _| Ok(temporal::in_months(&a[0], &a[1])?.into())),
        "whole months from one to the other: duration.inMonths(date('2023-01-01'), date('2023-02-03')) → 'P1M'",
    ),
    Function::new(
        "duration.inDays",
        TWO,
        Strict(|a, _| Ok(temporal::in_days(&a[0], &a[1])?.into())),
        "whole days from one to the other: duration.inDays(date('2023-01-01'), date('2023-02-03')) → 'P33D'",
    ),
    Function::new(
        "duration.inSeconds",
        TWO,
        Strict(|a, _| Ok(temporal::in_seconds(&a[0], &a[1])?.into())),
        "seconds from one to the other: duration.inSeconds(localtime('10:00'), localtime('11:00')) → 'PT1H'",
    ),
    Function::new(
        "datetime.fromEpoch",
        &[Types::INTEGER, Types::INTEGER],
        Strict(from_epoch),
        "so many seconds and nanoseconds after 1970: datetime.fromEpoch(0, 0) → '1970-01-01T00:00Z'",
    ),
    Function::new(
        "datetime.fromEpochMillis",
        &[Types::INTEGER],
        Strict(from_epoch_millis),
        "so many milliseconds after 1970: datetime.fromEpochMillis(0) → '1970-01-01T00:00Z'",
    ),
];

pub(super) const TABLE: &[Function] = &{
    let mut all = [OTHERS[0]; 32];
    let mut at = 0;
    while at < 32 {
        all[at] = if at < 25 { INSTANTS[at / 5][at % 5] } else { OTHERS[at - 25] };
        at += 1;
    }
    all
};

/// The time at which the statement began, in a zone. All three clocks show it, so that a statement gives one answer.
fn clock(kind: Kind, arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    match arguments.first() {
        None => temporal::construct(kind, None, context.now()),
        Some(Value::Null) => Ok(Value::Null),
        Some(name) => {
            temporal::construct(kind, Some(&Value::map([("timezone", name.clone())])), context.now())
        }
    }
}

fn truncate(kind: Kind, arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    if arguments.iter().take(2).any(Value::is_null) {
        return Ok(Value::Null);
    }
    let now = context.now();
    let current = || Ok(zone::UTC.from_instant(now.0, now.1)?.into());
    let value = arguments.get(1).cloned().map_or_else(current, Ok)?;
    let none = Map::new();
    let fields = arguments.get(2).and_then(Value::as_map).unwrap_or(&none);
    temporal::truncate(kind, text(arguments, 0), &value, fields, now)
}

fn from_epoch(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let (seconds, nanos) = (integer(arguments, 0).unwrap_or(0), integer(arguments, 1).unwrap_or(0));
    let total = seconds.checked_add(nanos.div_euclid(1_000_000_000));
    let total =
        total.ok_or_else(|| ValueError::NumberOutOfRange(format!("{seconds} seconds are too many")))?;
    Ok(zone::UTC.from_instant(total, nanos.rem_euclid(1_000_000_000))?.into())
}

fn from_epoch_millis(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let millis = integer(arguments, 0).unwrap_or(0);
    Ok(zone::UTC.from_instant(millis.div_euclid(1_000), millis.rem_euclid(1_000) * 1_000_000)?.into())
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    #[test]
    fn clocks_show_when_the_statement_began() {
        for name in ["datetime", "datetime.transaction", "datetime.statement", "datetime.realtime"] {
            assert_eq!(call(name, &[]), "2023-11-14T22:13:20.000000005Z");
            assert_eq!(call(name, &[Value::Null]), "null");
        }
        assert_eq!(call("date.realtime", &["Asia/Tokyo".into()]), "2023-11-15");
        assert_eq!(call("date.truncate", &["month".into()]), "2023-11-01");
    }

    #[test]
    fn texts_that_are_no_dates() {
        assert_eq!(call("date", &["2023-02-30".into()]), "ArgumentError InvalidArgumentValue");
        assert_eq!(call("date", &[1.into()]), "TypeError InvalidArgumentValue");
        assert_eq!(
            call("datetime.fromEpoch", &[i64::MAX.into(), i64::MAX.into()]),
            "ArgumentError NumberOutOfRange"
        );
        assert_eq!(
            call("datetime.fromEpoch", &[i64::MAX.into(), 0.into()]),
            "ArgumentError InvalidArgumentValue"
        );
        assert_eq!(call("datetime.fromEpochMillis", &[(-1).into()]), "1969-12-31T23:59:59.999Z");
    }
}
