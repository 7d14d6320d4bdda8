//! `DURATION`: months, days, and seconds with nanoseconds, which do not convert into each other.

use std::cmp::Ordering;
use std::fmt;

use super::{HOUR, MINUTE, SECOND, invalid};
use crate::value::ValueError;

/// An amount of time in parts that do not convert into each other, as months and days differ in length.
/// Ordered by average length (a month is 30.436875 days), then by the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Duration {
    /// Months; twelve make a year.
    pub months: i64,
    /// Days.
    pub days: i64,
    /// Seconds, rounded down.
    pub seconds: i64,
    /// Nanoseconds to add to the seconds: 0..1,000,000,000.
    pub nanos: i64,
}

/// Days of an average month: those of 400 years, after which the calendar repeats, by 4,800 months.
const DAYS_A_MONTH: f64 = 30.436_875;
/// The same in seconds.
const SECONDS_A_MONTH: i128 = 2_629_746;
/// Nanoseconds of a day.
const DAY: f64 = 86_400e9;

/// The units that a duration is written in: name, the part that it counts towards, and how much of it one is.
pub(super) const UNITS: [(&str, Part, i64); 11] = [
    ("years", Part::Months, 12),
    ("quarters", Part::Months, 3),
    ("months", Part::Months, 1),
    ("weeks", Part::Days, 7),
    ("days", Part::Days, 1),
    ("hours", Part::Nanos, HOUR),
    ("minutes", Part::Nanos, MINUTE),
    ("seconds", Part::Nanos, SECOND),
    ("milliseconds", Part::Nanos, 1_000_000),
    ("microseconds", Part::Nanos, 1_000),
    ("nanoseconds", Part::Nanos, 1),
];

/// What a unit counts towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Months,
    Days,
    Nanos,
}

/// Adds up amounts of units: whole ones exactly, fractions trickle down to the next smaller part. Sums beyond 128 bits stay at
/// the bound, which is refused at the end as all that is beyond 64 bits.
#[derive(Debug, Default)]
pub(super) struct Sum {
    whole: [i128; 3],
    fraction: [f64; 3],
}

impl Sum {
    pub(super) fn add(&mut self, part: Part, factor: i64, amount: i128) {
        let whole = &mut self.whole[part as usize];
        *whole = whole.saturating_add(amount.saturating_mul(factor.into()));
    }

    pub(super) fn add_float(&mut self, part: Part, factor: i64, amount: f64) -> Result<(), ValueError> {
        if amount.is_nan() || amount.abs() >= 1e19 {
            return Err(invalid(&format!("a duration of {amount}")));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "checked above; factors are exact"
        )]
        {
            self.add(part, factor, amount.trunc() as i128);
            self.fraction[part as usize] += amount.fract() * factor as f64;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Duration, ValueError> {
        let [months, mut days, mut nanos] = self.fraction;
        days += months.fract() * DAYS_A_MONTH;
        nanos += days.fract() * DAY;
        // What is just short of a whole nanosecond is so by the rounding of the steps before.
        nanos = (nanos + 0.001_f64.copysign(nanos)).trunc();
        #[expect(clippy::cast_possible_truncation, reason = "saturates, and the range is checked below")]
        let whole = |at: usize, fraction: f64| self.whole[at].saturating_add(fraction.trunc() as i128);
        let nanos = whole(2, nanos);
        let fit = |value: i128| i64::try_from(value).map_err(|_| invalid("a duration beyond 64 bits"));
        Ok(Duration {
            months: fit(whole(0, months))?,
            days: fit(whole(1, days))?,
            seconds: fit(nanos.div_euclid(SECOND.into()))?,
            nanos: fit(nanos.rem_euclid(SECOND.into()))?,
        })
    }
}

impl Duration {
    /// A duration of these parts; nanoseconds may be any number.
    pub fn new(months: i64, days: i64, seconds: i64, nanos: i64) -> Result<Self, ValueError> {
        let mut sum = Sum::default();
        sum.add(Part::Months, 1, months.into());
        sum.add(Part::Days, 1, days.into());
        sum.add(Part::Nanos, SECOND, seconds.into());
        sum.add(Part::Nanos, 1, nanos.into());
        sum.finish()
    }

    /// The sum, part by part.
    pub fn plus(self, other: Self) -> Result<Self, ValueError> {
        let mut sum = self.times_integer(1);
        sum.add(Part::Months, 1, other.months.into());
        sum.add(Part::Days, 1, other.days.into());
        sum.add(Part::Nanos, 1, other.total_nanos());
        sum.finish()
    }

    /// The difference, part by part.
    pub fn minus(self, other: Self) -> Result<Self, ValueError> {
        self.plus(other.negated()?)
    }

    /// The duration the other way.
    pub fn negated(self) -> Result<Self, ValueError> {
        self.times_integer(-1).finish()
    }

    /// So many times the duration. Fractions of a month become days, those of a day become seconds.
    pub fn times(self, factor: f64) -> Result<Self, ValueError> {
        let whole = factor.trunc();
        if factor == whole && whole.abs() < 1e15 {
            #[expect(clippy::cast_possible_truncation, reason = "the bound was just checked")]
            return self.times_integer(whole as i128).finish();
        }
        let mut sum = Sum::default();
        #[expect(clippy::cast_precision_loss, reason = "a factor with a fraction is no more exact than that")]
        for (part, unit, amount) in [
            (Part::Months, 1, self.months as f64),
            (Part::Days, 1, self.days as f64),
            (Part::Nanos, SECOND, self.seconds as f64),
            (Part::Nanos, 1, self.nanos as f64),
        ] {
            sum.add_float(part, unit, amount * factor)?;
        }
        sum.finish()
    }

    fn times_integer(self, factor: i128) -> Sum {
        let mut sum = Sum::default();
        sum.add(Part::Months, 1, i128::from(self.months) * factor);
        sum.add(Part::Days, 1, i128::from(self.days) * factor);
        sum.add(Part::Nanos, 1, self.total_nanos().saturating_mul(factor));
        sum
    }

    /// Seconds and nanoseconds as nanoseconds.
    pub(super) fn total_nanos(self) -> i128 {
        i128::from(self.seconds) * i128::from(SECOND) + i128::from(self.nanos)
    }

    /// The average length in nanoseconds.
    fn length(self) -> i128 {
        let seconds = i128::from(self.months) * SECONDS_A_MONTH + i128::from(self.days) * 86_400;
        seconds * i128::from(SECOND) + self.total_nanos()
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

/// ISO 8601 with a sign for each part: `P1Y2M-3DT4H5M6.007S`, `PT0S` for none.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::default() {
            return f.write_str("PT0S");
        }
        f.write_str("P")?;
        for (amount, unit) in [(self.months / 12, 'Y'), (self.months % 12, 'M'), (self.days, 'D')] {
            if amount != 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        let nanos = self.total_nanos();
        if nanos == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        let (hour, minute, second) = (i128::from(HOUR), i128::from(MINUTE), i128::from(SECOND));
        for (amount, unit) in [(nanos / hour, 'H'), (nanos % hour / minute, 'M')] {
            if amount != 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        let rest = nanos % minute;
        if rest == 0 {
            return Ok(());
        }
        let (sign, whole, fraction) =
            (if rest < 0 { "-" } else { "" }, (rest / second).abs(), (rest % second).abs());
        write!(f, "{sign}{whole}")?;
        if fraction != 0 {
            write!(f, ".{}", format!("{fraction:09}").trim_end_matches('0'))?;
        }
        f.write_str("S")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_before_each_part() {
        let text =
            |months, days, seconds, nanos| Duration::new(months, days, seconds, nanos).unwrap().to_string();
        assert_eq!(text(0, 0, 0, 0), "PT0S");
        assert_eq!(text(-14, 3, 0, 0), "P-1Y-2M3D");
        assert_eq!(text(0, 0, -3_661, 0), "PT-1H-1M-1S");
        assert_eq!(text(0, 0, 0, -500_000_000), "PT-0.5S");
        assert_eq!(text(0, 1, 59, 1), "P1DT59.000000001S");
        assert_eq!(text(25, 0, 3_600, 0), "P2Y1MT1H");
    }

    #[test]
    fn fractions_trickle_down() {
        let year_and_a_day = Duration::new(12, 1, 0, 0).unwrap();
        assert_eq!(year_and_a_day.times(0.5).unwrap().to_string(), "P6MT12H");
        assert_eq!(year_and_a_day.times(0.125).unwrap().to_string(), "P1M15DT8H14M33S");
        assert_eq!(year_and_a_day.times(-3.0).unwrap().to_string(), "P-3Y-3D");
        assert!(year_and_a_day.times(f64::NAN).is_err());
        assert!(Duration::new(i64::MAX, 0, 0, 0).unwrap().times(2.0).is_err());
        let longest = Duration::new(0, 0, i64::MAX, 0).unwrap();
        for factor in [2.0, -92_233_720_368.0, 999_999_999_999_999.0] {
            assert!(longest.times(factor).is_err());
        }
        // Nearly 2¹²⁸ nanoseconds: what is left of them in 128 bits would be a duration.
        assert!(Duration::new(0, 0, 604_462_909_807_315, 0).unwrap().times(562_949_953_421_312.0).is_err());
    }

    proptest::proptest! {
        #[test]
        fn subtracting_what_was_added_gives_the_same(a: (i32, i32, i32, i32), b: (i32, i32, i32, i32)) {
            let make = |(m, d, s, n): (i32, i32, i32, i32)| {
                Duration::new(m.into(), d.into(), s.into(), n.into()).unwrap()
            };
            let (a, b) = (make(a), make(b));
            assert_eq!(a.plus(b).unwrap().minus(b).unwrap(), a);
        }

        #[test]
        fn the_text_reads_back(m in -99_999_i64..99_999, d in -99_999_i64..99_999, s: i32, n in -2_000_000_000_i64..2_000_000_000) {
            let duration = Duration::new(m, d, s.into(), n).unwrap();
            assert_eq!(super::super::parse::duration(&duration.to_string()), Ok(duration));
        }
    }
}
