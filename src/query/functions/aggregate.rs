//! Functions of all rows of a group. All skip nulls; `DISTINCT` is the executor's.

use super::Body::Aggregate;
use super::{Function, Types};
use crate::value::{Duration, Operator, Value, ValueError};

/// The state of an aggregate function within one group.
pub trait Aggregator {
    /// Takes the arguments of one row; `count(*)` passes none.
    fn update(&mut self, arguments: &[Value]) -> Result<(), ValueError>;
    /// The value for the rows so far.
    fn finish(&mut self) -> Result<Value, ValueError>;
}

const NUMBER: Types = Types::NUMBER;
const AMOUNT: Types = Types::NUMBER.or(Types::DURATION);

pub(super) const TABLE: &[Function] = &[
    Function::new(
        "count",
        &[Types::ANY],
        Aggregate(|| Box::new(Count(0))),
        "the number of values that are not null, or of rows: count(*) → 3",
    )
    .at_least(0),
    Function::new(
        "collect",
        &[Types::ANY],
        Aggregate(|| Box::new(Collect(Vec::new()))),
        "the values as a list: collect(n.name) → ['a', 'b']",
    ),
    Function::new(
        "sum",
        &[AMOUNT],
        Aggregate(|| Box::new(Sum { others: Value::Integer(0), floats: None })),
        "the sum; 0 for no values: sum(n.age) → 42",
    ),
    Function::new(
        "avg",
        &[AMOUNT],
        Aggregate(|| Box::new(Average::default())),
        "the mean; null for no values: avg(n.age) → 21.0",
    ),
    Function::new(
        "min",
        &[Types::ANY],
        Aggregate(|| Box::new(Extreme { best: Value::Null, larger: false })),
        "the first in order: min(n.age) → 1",
    ),
    Function::new(
        "max",
        &[Types::ANY],
        Aggregate(|| Box::new(Extreme { best: Value::Null, larger: true })),
        "the last in order: max(n.age) → 99",
    ),
    Function::new(
        "stDev",
        &[NUMBER],
        Aggregate(|| Box::new(Deviation { values: Vec::new(), sample: true })),
        "the standard deviation of a sample: stDev(n.age) → 1.0",
    ),
    Function::new(
        "stDevP",
        &[NUMBER],
        Aggregate(|| Box::new(Deviation { values: Vec::new(), sample: false })),
        "the standard deviation of a population: stDevP(n.age) → 1.0",
    ),
    Function::new(
        "percentileCont",
        &[NUMBER, NUMBER],
        Aggregate(|| Box::new(Percentile { continuous: true, ..Percentile::default() })),
        "the value below which that share (0 to 1) lies, interpolated: percentileCont(n.age, 0.5) → 21.5",
    ),
    Function::new(
        "percentileDisc",
        &[NUMBER, NUMBER],
        Aggregate(|| Box::new(Percentile::default())),
        "the value below which that share (0 to 1) lies: percentileDisc(n.age, 0.5) → 21",
    ),
];

struct Count(i64);

impl Aggregator for Count {
    fn update(&mut self, arguments: &[Value]) -> Result<(), ValueError> {
        self.0 += i64::from(arguments.first().is_none_or(|value| !value.is_null()));
        Ok(())
    }

    fn finish(&mut self) -> Result<Value, ValueError> {
        Ok(self.0.into())
    }
}

struct Collect(Vec<Value>);

impl Aggregator for Collect {
    fn update(&mut self, arguments: &[Value]) -> Result<(), ValueError> {
        self.0.extend(arguments.first().filter(|value| !value.is_null()).cloned());
        Ok(())
    }

    fn finish(&mut self) -> Result<Value, ValueError> {
        Ok(std::mem::take(&mut self.0).into())
    }
}

/// A sum of floats that loses nothing to rounding on the way (Neumaier 1974), so that it hardly depends on their order.
#[derive(Clone, Copy, Default)]
pub struct FloatSum {
    sum: f64,
    /// What the sum lost to rounding.
    lost: f64,
    /// The sum of numbers made small, for the mean of numbers whose sum is too large.
    small: f64,
}

/// A power of two.
const SMALL: f64 = 1.0 / (1u64 << 60) as f64;

impl FloatSum {
    /// Adds a number.
    #[inline]
    pub fn add(&mut self, number: f64) {
        let sum = self.sum + number;
        self.lost += if self.sum.abs() >= number.abs() {
            (self.sum - sum) + number
        } else {
            (number - sum) + self.sum
        };
        self.sum = sum;
        self.small += number * SMALL;
    }

    /// The sum.
    pub fn total(&self) -> f64 {
        let total = self.sum + self.lost;
        if total.is_finite() { total } else { self.sum }
    }

    /// The mean of so many.
    pub fn mean(&self, count: f64) -> f64 {
        let total = self.total();
        if !total.is_finite() && self.small.is_finite() { self.small / count / SMALL } else { total / count }
    }
}

struct Sum {
    /// Of integers or durations.
    others: Value,
    floats: Option<FloatSum>,
}

impl Aggregator for Sum {
    fn update(&mut self, arguments: &[Value]) -> Result<(), ValueError> {
        let Some(value) = amount("sum", arguments)? else { return Ok(()) };
        match (value, self.floats.as_mut()) {
            (Value::Float(number), _) if matches!(self.others, Value::Integer(_)) => {
                self.floats.get_or_insert_default().add(*number);
                return Ok(());
            }
            (Value::Integer(_), Some(floats)) => {
                floats.add(value.as_float().unwrap_or(f64::NAN));
                return Ok(());
            }
            // A number and a duration.
            (_, Some(floats)) => return Operator::Add.apply(&floats.total().into(), value).map(|_| ()),
            // A sum of durations begins with none.
            (Value::Duration(_), None) if self.others == Value::Integer(0) => {
                self.others = Duration::default().into();
            }
            _ => {}
        }
        self.others = Operator::Add.apply(&self.others, value)?;
        Ok(())
    }

    fn finish(&mut self) -> Result<Value, ValueError> {
        Ok(match self.floats {
            Some(floats) => (floats.total() + self.others.as_float().unwrap_or(0.0)).into(),
            None => self.others.clone(),
        })
    }
}

/// Of integers the exact sum is kept, so that their order makes no difference.
#[derive(Default)]
struct Average {
    count: i64,
    sum: i128,
    floats: Option<FloatSum>,
    durations: Option<Duration>,
}

impl Aggregator for Average {
    fn update(&mut self, arguments: &[Value]) -> Result<(), ValueError> {
        let Some(value) = amount("avg", arguments)? else { return Ok(()) };
        self.count += 1;
        match value {
            Value::Duration(duration) => {
                self.durations = Some(self.durations.unwrap_or_default().plus(**duration)?);
                return Ok(());
            }
            Value::Integer(number) => self.sum += i128::from(*number),
            other => self.floats.get_or_insert_default().add(other.as_float().unwrap_or(f64::NAN)),
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "rounded once, to the nearest")]
    fn finish(&mut self) -> Result<Value, ValueError> {
        Ok(match self.durations {
            _ if self.count == 0 => Value::Null,
            Some(durations) => durations.times(1.0 / self.rows())?.into(),
            None if let Some(floats) = self.floats => {
                (floats.mean(self.rows()) + self.sum as f64 / self.rows()).into()
            }
            None => (self.sum as f64 / self.rows()).into(),
        })
    }
}

impl Average {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2⁵³")]
    fn rows(&self) -> f64 {
        self.count as f64
    }
}

struct Extreme {
    best: Value,
    larger: bool,
}

impl Aggregator for Extreme {
    fn update(&mut self, arguments: &[Value]) -> Result<(), ValueError> {
        let Some(value) = arguments.first().filter(|value| !value.is_null()) else { return Ok(()) };
        if self.best.is_null() || if self.larger { *value > self.best } else { *value < self.best } {
            self.best = value.clone();
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Value, ValueError> {
        Ok(self.best.clone())
    }
}

struct Deviation {
    values: Vec<f64>,
    sample: bool,
}

impl Aggregator for Deviation {
    fn update(&mut self, arguments: &[Value]) -> Result<(), ValueError> {
        self.values.extend(number("stDev", arguments, 0)?);
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2⁵³")]
    fn finish(&mut self) -> Result<Value, ValueError> {
        let divisor = self.values.len().saturating_sub(usize::from(self.sample));
        if divisor == 0 {
            return Ok(0.0.into());
        }
        let mean = self.values.iter().sum::<f64>() / self.values.len() as f64;
        let squares: f64 = self.values.iter().map(|value| (value - mean).powi(2)).sum();
        Ok((squares / divisor as f64).sqrt().into())
    }
}

#[derive(Default)]
struct Percentile {
    continuous: bool,
    values: Vec<Value>,
    share: f64,
}

impl Aggregator for Percentile {
    fn update(&mut self, arguments: &[Value]) -> Result<(), ValueError> {
        let name = if self.continuous { "percentileCont" } else { "percentileDisc" };
        if let Some(share) = number(name, arguments, 1)? {
            if !(0.0..=1.0).contains(&share) {
                return Err(ValueError::NumberOutOfRange(format!(
                    "{name}() takes a share from 0 to 1, not {share}"
                )));
            }
            self.share = share;
        }
        if number(name, arguments, 0)?.is_some() {
            self.values.push(arguments[0].clone());
        }
        Ok(())
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "positions in a list"
    )]
    fn finish(&mut self) -> Result<Value, ValueError> {
        self.values.sort();
        let Some(last) = self.values.len().checked_sub(1) else { return Ok(Value::Null) };
        if !self.continuous {
            let position = (self.share * self.values.len() as f64).ceil() as usize;
            return Ok(self.values[position.saturating_sub(1).min(last)].clone());
        }
        let position = self.share * last as f64;
        let at = |at: f64| self.values[(at as usize).min(last)].as_float().unwrap_or(f64::NAN);
        let (below, above) = (at(position.floor()), at(position.ceil()));
        Ok((below + (above - below) * position.fract()).into())
    }
}

/// A number or duration among the arguments of a row.
fn amount<'a>(name: &str, arguments: &'a [Value]) -> Result<Option<&'a Value>, ValueError> {
    match arguments.first() {
        None | Some(Value::Null) => Ok(None),
        Some(value) if AMOUNT.contains(value.value_type()) => Ok(Some(value)),
        Some(other) => Err(wrong(name, other)),
    }
}

fn number(name: &str, arguments: &[Value], at: usize) -> Result<Option<f64>, ValueError> {
    match arguments.get(at) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_float().map(Some).ok_or_else(|| wrong(name, value)),
    }
}

fn wrong(name: &str, value: &Value) -> ValueError {
    ValueError::ArgumentValue(format!("{name}() does not take a value of type {}", value.value_type()))
}

#[cfg(test)]
mod tests {
    use super::super::{Body, find};
    use super::*;

    fn over(name: &str, rows: &[&[Value]]) -> String {
        let Body::Aggregate(new) = find(name).unwrap().body else { panic!("{name} is no aggregate") };
        let mut state = new();
        for row in rows {
            if let Err(error) = state.update(row) {
                return format!("{} {}", error.names().0, error.names().1);
            }
        }
        state.finish().unwrap().to_string()
    }

    #[test]
    fn sums_of_floats_do_not_depend_on_their_order() {
        let sum = |numbers: &[f64]| {
            let mut sum = FloatSum::default();
            numbers.iter().for_each(|number| sum.add(*number));
            sum
        };
        assert_eq!(sum(&[1e100, 1.0, -1e100]).total(), 1.0);
        assert_eq!(sum(&[0.1; 10]).total(), 1.0);
        assert_eq!(sum(&[f64::MAX, f64::MAX]).mean(2.0), f64::MAX);
        assert_eq!(sum(&[f64::MAX, f64::MAX]).total(), f64::INFINITY);
        assert_eq!(sum(&[f64::INFINITY, 1.0]).mean(2.0), f64::INFINITY);
        assert!(
            sum(&[f64::INFINITY, f64::NEG_INFINITY]).total().is_nan() && sum(&[f64::NAN]).mean(1.0).is_nan()
        );
        let mixed: &[&[Value]] = &[&[1.into()], &[0.5.into()], &[Value::Null], &[2.into()]];
        assert_eq!(over("sum", mixed), "3.5");
        assert_eq!(over("avg", mixed), (3.5 / 3.0).to_string());
    }

    #[test]
    fn nulls_are_skipped() {
        let rows: &[&[Value]] = &[&[1.into()], &[Value::Null], &[2.5.into()]];
        let results = ["count", "collect", "sum", "avg", "min", "max"].map(|name| over(name, rows));
        assert_eq!(results, ["2", "[1, 2.5]", "3.5", "1.75", "1", "2.5"]);
        assert_eq!(over("count", &[&[], &[]]), "2");
    }

    #[test]
    fn no_rows() {
        let results =
            ["count", "collect", "sum", "avg", "min", "stDev", "percentileCont"].map(|name| over(name, &[]));
        assert_eq!(results, ["0", "[]", "0", "null", "null", "0.0", "null"]);
    }

    #[test]
    fn shares_and_deviations() {
        let rows = |share: f64| [10, 20, 30].map(|value: i64| [Value::from(value), share.into()]);
        let at = |name, share| over(name, &rows(share).iter().map(|row| &row[..]).collect::<Vec<_>>());
        assert_eq!(at("percentileDisc", 0.5), "20");
        assert_eq!(at("percentileDisc", 0.0), "10");
        assert_eq!(at("percentileDisc", 1.0), "30");
        assert_eq!(at("percentileCont", 0.4), "18.0");
        assert_eq!(at("percentileCont", 1.1), "ArgumentError NumberOutOfRange");
        assert_eq!(over("stDev", &[&[1.into()], &[3.into()]]), "1.4142135623730951");
        assert_eq!(over("stDevP", &[&[1.into()], &[3.into()]]), "1.0");
    }

    #[test]
    fn sums_overflow_and_durations_add_up() {
        assert_eq!(over("sum", &[&[i64::MAX.into()], &[1.into()]]), "ArithmeticError IntegerOverflow");
        assert_eq!(over("avg", &[&[i64::MAX.into()], &[i64::MAX.into()]]), "9.223372036854776E18");
        let day = Value::from(Duration::new(0, 1, 0, 0).unwrap());
        assert_eq!(over("sum", &[std::slice::from_ref(&day), std::slice::from_ref(&day)]), "P2D");
        assert_eq!(over("avg", &[&[day], &[Duration::default().into()]]), "PT12H");
        assert_eq!(over("avg", &[&[Duration::default().into()]]), "PT0S");
        let values = [1, 1, 0, 2, 2, 1, 0, 1, 1, 2].map(|number| [Value::Integer(number)]);
        let rows: Vec<&[Value]> = values.iter().map(|value| &value[..]).collect();
        let back: Vec<&[Value]> = rows.iter().rev().copied().collect();
        assert_eq!((over("avg", &rows), over("avg", &back)), ("1.1".into(), "1.1".into()));
        assert_eq!(over("sum", &[&["a".into()]]), "TypeError InvalidArgumentValue");
    }
}
