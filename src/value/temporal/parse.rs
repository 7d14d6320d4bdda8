//! Reading ISO 8601 texts: calendar, week, quarter and ordinal dates, times, offsets, durations, in the basic
//! form and the extended one.

use super::duration::{Part, Sum, UNITS};
use super::zone::{UTC, Zone, parse_offset};
use super::{Date, Duration, LocalDateTime, LocalTime, SECOND, Time, ZonedDateTime};
use crate::value::ValueError;

/// A text, read from the left.
struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, mark: char) -> bool {
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// The digits that come next, `most` at most.
    fn digits(&mut self, most: usize) -> &'a str {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        digits
    }

    /// A number of exactly so many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let text = self.digits(digits);
        if text.len() == digits { text.parse().ok() } else { None }
    }

    fn digits_ahead(&self) -> usize {
        self.rest.bytes().take_while(u8::is_ascii_digit).count()
    }

    fn end<T>(&self, value: T) -> Option<T> {
        self.rest.is_empty().then_some(value)
    }
}

fn no(what: &str, text: &str, example: &str) -> ValueError {
    ValueError::Temporal(format!("'{text}' is no {what}: write for instance '{example}'"))
}

/// `2015-07-21`, `20150721`, `2015-07`, `2015-W30-2`, `2015W302`, `2015-202`, `2015-Q3-21`, `2015`, `+12015-07-21`.
pub(super) fn date(text: &str) -> Result<Date, ValueError> {
    if let Some((year, month, day)) = everyday(text) {
        return Date::new(year, month, day);
    }
    date_parts(text).unwrap_or_else(|| Err(no("date", text, "2015-07-21")))
}

/// The numbers of `2015-07-21`: nearly all dates are written so, and they come by the million.
fn everyday(text: &str) -> Option<(i64, i64, i64)> {
    let [y, e, a, r, b'-', m, o, b'-', d, t] = *text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |n, d| d.is_ascii_digit().then(|| n * 10 + i64::from(d - b'0')))
    };
    Some((number(&[y, e, a, r])?, number(&[m, o])?, number(&[d, t])?))
}

/// `None` when the form is wrong, an error when the form is right and there is no such day.
fn date_parts(text: &str) -> Option<Result<Date, ValueError>> {
    let mut at = Cursor { rest: text };
    let sign = if at.take('-') {
        -1
    } else if at.take('+') {
        1
    } else {
        0
    };
    let year = match sign {
        0 => at.number(4)?,
        _ => sign * Some(at.digits(9)).filter(|digits| digits.len() >= 4)?.parse::<i64>().ok()?,
    };
    let dashed = at.take('-');
    if at.take('W') {
        let week = at.number(2)?;
        let day = if at.rest.is_empty() { 1 } else { (at.take('-') == dashed).then(|| at.number(1))?? };
        return at.end(Date::from_week(year, week, day));
    }
    if at.take('Q') {
        let quarter = at.number(1)?;
        let day = if at.rest.is_empty() { 1 } else { (at.take('-') == dashed).then(|| at.number(2))?? };
        return at.end(Date::from_quarter(year, quarter, day));
    }
    match (at.digits_ahead(), dashed) {
        (0, false) => at.end(Date::new(year, 1, 1)),
        (3, _) => {
            let day = at.number(3)?;
            at.end(Date::from_ordinal(year, day))
        }
        (2, true) | (2 | 4, false) => {
            let month = at.number(2)?;
            let day =
                if at.rest.is_empty() { 1 } else { (at.take('-') == dashed).then(|| at.number(2))?? };
            at.end(Date::new(year, month, day))
        }
        _ => None,
    }
}

/// `21:40:32.142`, `214032.142`, `21:40`, `2140`, `21`.
pub(super) fn local_time(text: &str) -> Result<LocalTime, ValueError> {
    time_parts(text).unwrap_or_else(|| Err(no("time", text, "21:40:32.142")))
}

fn time_parts(text: &str) -> Option<Result<LocalTime, ValueError>> {
    let mut at = Cursor { rest: text };
    let hour = at.number(2)?;
    if at.rest.is_empty() {
        return Some(LocalTime::new(hour, 0, 0, 0));
    }
    let colons = at.take(':');
    let minute = at.number(2)?;
    if at.rest.is_empty() {
        return Some(LocalTime::new(hour, minute, 0, 0));
    }
    let second = (at.take(':') == colons).then(|| at.number(2))??;
    let nanos = if at.take('.') || at.take(',') { fraction(at.digits(9))? } else { 0 };
    at.end(LocalTime::new(hour, minute, second, nanos))
}

/// The digits behind a point, as billionths.
fn fraction(digits: &str) -> Option<i64> {
    if digits.is_empty() { None } else { format!("{digits:0<9}").parse().ok() }
}

/// Splits off what follows the time of day: an offset, a zone's name in brackets, both or neither.
fn split_zone(text: &str) -> (&str, &str, Option<&str>) {
    let at = text.find(['Z', 'z', '+', '-', '[']).unwrap_or(text.len());
    let (time, zone) = text.split_at(at);
    match zone.strip_suffix(']').and_then(|zone| zone.split_once('[')) {
        Some((offset, name)) => (time, offset, Some(name)),
        None => (time, zone, None),
    }
}

/// As [`local_time`], then an offset; UTC without one.
pub(super) fn time(text: &str) -> Result<Time, ValueError> {
    let (time, offset, name) = split_zone(text);
    let example = || no("time with offset", text, "21:40:32+01:00");
    if name.is_some() {
        return Err(example());
    }
    let offset = if offset.is_empty() { 0 } else { parse_offset(offset)?.ok_or_else(example)? };
    Ok(Time { local: time_parts(time).unwrap_or_else(|| Err(example()))?, offset })
}

/// A date, `T` and a time; midnight without these.
pub(super) fn local_date_time(text: &str) -> Result<LocalDateTime, ValueError> {
    local_parts(text, text)
}

fn local_parts(text: &str, whole: &str) -> Result<LocalDateTime, ValueError> {
    let (day, clock) = text.split_once('T').map_or((text, None), |(day, clock)| (day, Some(clock)));
    let wrong = || Err(no("date and time", whole, "2015-07-21T21:40:32"));
    Ok(LocalDateTime {
        date: date_parts(day).unwrap_or_else(wrong)?,
        time: clock.map_or(Ok(LocalTime::MIDNIGHT), |clock| {
            time_parts(clock).unwrap_or_else(|| wrong_time(whole))
        })?,
    })
}

fn wrong_time(whole: &str) -> Result<LocalTime, ValueError> {
    Err(no("date and time", whole, "2015-07-21T21:40:32"))
}

/// As [`local_date_time`], then an offset, a zone in brackets, or both, which must agree; UTC without these.
pub(super) fn zoned_date_time(text: &str) -> Result<ZonedDateTime, ValueError> {
    let clock = text.find('T').map_or(text.len(), |at| at + 1);
    let (time, offset, name) = split_zone(&text[clock..]);
    let local = local_parts(&text[..clock + time.len()], text)?;
    let offset = if offset.is_empty() { None } else { parse_offset(offset)?.map(Zone::Offset) };
    match (offset, name) {
        (None, None) => UTC.at(local),
        (Some(zone), None) => zone.at(local),
        (None, Some(name)) => Zone::parse(name)?.at(local),
        (Some(zone), Some(name)) => {
            let moment = zone.at(local)?;
            let named = moment.in_zone(Zone::parse(name)?)?;
            if named.offset == moment.offset {
                return Ok(named);
            }
            Err(ValueError::Temporal(format!("'{text}': the offset is not that of the zone at that time")))
        }
    }
}

/// `P1Y2M3W4DT5H6M7.8S`, each part with a sign and a fraction if need be; or `P0001-02-03T04:05:06.7`.
pub(super) fn duration(text: &str) -> Result<Duration, ValueError> {
    let wrong = || no("duration", text, "P1Y2M3DT4H5M6.7S");
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let body = rest.strip_prefix('P').ok_or_else(wrong)?;
    let sum = duration_by_units(body).or_else(|| duration_by_date(body)).ok_or_else(wrong)?;
    let duration = sum.finish()?;
    if negative { duration.negated() } else { Ok(duration) }
}

fn duration_by_units(body: &str) -> Option<Sum> {
    const DATE: [(char, &str); 4] = [('Y', "years"), ('M', "months"), ('W', "weeks"), ('D', "days")];
    const TIME: [(char, &str); 3] = [('H', "hours"), ('M', "minutes"), ('S', "seconds")];
    let mut sum = Sum::default();
    let (date, time) = body.split_once('T').map_or((body, None), |(date, time)| (date, Some(time)));
    if body.is_empty() || time == Some("") {
        return None;
    }
    duration_amounts(date, &DATE, &mut sum)?;
    duration_amounts(time.unwrap_or(""), &TIME, &mut sum)?;
    Some(sum)
}

/// Amounts of the units, each at most once and in their order.
fn duration_amounts(text: &str, mut units: &[(char, &str)], sum: &mut Sum) -> Option<()> {
    let mut at = Cursor { rest: text };
    while !at.rest.is_empty() {
        let sign = if at.take('-') {
            -1
        } else {
            at.take('+');
            1
        };
        let whole = at.digits(18);
        let part = if at.take('.') || at.take(',') { Some(at.digits(18)) } else { None };
        if whole.is_empty() || part == Some("") {
            return None;
        }
        let letter = at.rest.chars().next()?;
        let index = units.iter().position(|unit| unit.0 == letter)?;
        let (_, kind, factor) = UNITS.into_iter().find(|unit| unit.0 == units[index].1)?;
        at.take(letter);
        units = &units[index + 1..];
        sum.add(kind, factor, sign * whole.parse::<i128>().ok()?);
        if let Some(part) = part {
            #[expect(clippy::cast_precision_loss, reason = "a sign")]
            sum.add_float(kind, factor, sign as f64 * format!("0.{part}").parse::<f64>().ok()?).ok()?;
        }
    }
    Some(())
}

/// The form that looks like a date and a time.
fn duration_by_date(body: &str) -> Option<Sum> {
    let (date, time) = body.split_once('T')?;
    let mut at = Cursor { rest: date };
    let years = at.number(4)?;
    let dashed = at.take('-');
    let months = at.number(2)?;
    let days = (at.take('-') == dashed).then(|| at.number(2))??;
    at.end(())?;
    let time = time_parts(time)?.ok()?;
    if months > 12 || days > 31 {
        return None;
    }
    let mut sum = Sum::default();
    sum.add(Part::Months, 12, years.into());
    sum.add(Part::Months, 1, months.into());
    sum.add(Part::Days, 1, days.into());
    sum.add(Part::Nanos, SECOND, 0);
    sum.add(Part::Nanos, 1, time.nanos().into());
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_form_are_one_day() {
        for text in [
            "2023-10-30",
            "20231030",
            "2023-W44-1",
            "2023W441",
            "2023-303",
            "2023303",
            "2023-Q4-30",
            "2023Q430",
        ] {
            assert_eq!(date(text).unwrap().to_string(), "2023-10-30", "{text}");
        }
        assert_eq!(date("2023").unwrap().to_string(), "2023-01-01");
        assert_eq!(date("202310").unwrap(), date("2023-10").unwrap());
        assert_eq!(date("-123456789-02-01").unwrap().to_string(), "-123456789-02-01");
        for text in [
            "",
            "23",
            "2023-",
            "2023-1-1",
            "2023-1030",
            "202310-30",
            "2023-W44-8",
            "2023-13",
            "2023-02-29",
            "x",
            "2023-10-30T",
        ] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_and_offsets_in_every_form() {
        for text in ["07:08:09.010Z", "070809.01+0000", "07:08:09,01-00:00"] {
            assert_eq!(time(text).unwrap().to_string(), "07:08:09.010Z", "{text}");
        }
        assert_eq!(time("0708-0330").unwrap().to_string(), "07:08-03:30");
        for text in
            ["7", "07:0809", "0708:09", "07:08.5", "24", "07:60", "07+1", "07:08:09.", "07[Europe/Oslo]"]
        {
            assert!(time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_zone_and_its_offset_must_agree() {
        let zoned = |text| zoned_date_time(text).map(|value| value.to_string());
        assert_eq!(
            zoned("2023-10-29T02:30+01:00[Europe/Oslo]").unwrap(),
            "2023-10-29T02:30+01:00[Europe/Oslo]"
        );
        assert_eq!(zoned("20231029T0230[Europe/Oslo]").unwrap(), "2023-10-29T02:30+02:00[Europe/Oslo]");
        assert_eq!(zoned("2023").unwrap(), "2023-01-01T00:00Z");
        assert!(zoned("2023-07-01T00:00+01:00[Europe/Oslo]").is_err());
        assert!(zoned("2023-07-01T00:00[Nowhere]").is_err());
    }

    #[test]
    fn durations_in_every_form() {
        let show = |text| duration(text).map(|value| value.to_string());
        assert_eq!(show("P1Y2M3W4DT5H6M7.8S").unwrap(), "P1Y2M25DT5H6M7.8S");
        assert_eq!(show("-P1DT-1S").unwrap(), "P-1DT1S");
        assert_eq!(show("P1,5D").unwrap(), "P1DT12H");
        assert_eq!(show("P0001-02-03T04:05:06.7").unwrap(), "P1Y2M3DT4H5M6.7S");
        assert_eq!(show("PT12345678.123456789S").unwrap(), "PT3429H21M18.123456789S");
        for text in ["", "P", "PT", "P1", "1D", "P1DT", "P1S", "PT1D", "P1D2Y", "P1.D", "P-D"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[-+PTWQZ0-9:.\\[\\]YMDHSé]{0,24}") {
            let _ = (date(&text), time(&text), zoned_date_time(&text), local_date_time(&text), duration(&text));
        }

        #[test]
        fn what_is_printed_reads_back(days in -365_000_000_000_i64..365_000_000_000, nanos in 0..86_400_000_000_000_i64, offset in -64_800..=64_800) {
            let local = LocalDateTime { date: Date::from_days(days).unwrap(), time: LocalTime::from_nanos(nanos) };
            assert_eq!(local_date_time(&local.to_string()), Ok(local));
            let zoned = Zone::Offset(offset).at(local).unwrap();
            assert_eq!(zoned_date_time(&zoned.to_string()), Ok(zoned));
            let time_of_day = Time { local: local.time, offset };
            assert_eq!(time(&time_of_day.to_string()), Ok(time_of_day));
        }
    }
}
