//! `+`, `-`, `*`, `/`, `%`, `^` and unary minus, on numbers, strings, lists, durations and temporal values.
//!
//! Null in, null out. Integers stay integers and never wrap: what does not fit is an error. Floats follow IEEE 754.

use super::temporal::{Duration, LocalDateTime};
use super::{Value, ValueError};

/// An operator between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named as people name them")]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
}

impl Operator {
    /// The sign: `+`, `-`, `*`, `/`, `%`, `^`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Power => "^",
        }
    }

    /// `left ⊕ right`.
    pub fn apply(self, left: &Value, right: &Value) -> Result<Value, ValueError> {
        match (left, right) {
            (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
            (Value::Integer(a), Value::Integer(b)) => self.integers(*a, *b),
            (Value::Float(a), Value::Float(b)) => Ok(self.floats(*a, *b).into()),
            (Value::Integer(a), Value::Float(b)) => Ok(self.floats(to_float(*a), *b).into()),
            (Value::Float(a), Value::Integer(b)) => Ok(self.floats(*a, to_float(*b)).into()),
            _ => match self {
                Self::Add => add(left, right),
                Self::Subtract => subtract(left, right),
                Self::Multiply => multiply(left, right),
                Self::Divide => divide(left, right),
                Self::Modulo | Self::Power => Ok(None),
            }?
            .ok_or_else(|| self.wrong_types(left, right)),
        }
    }

    fn wrong_types(self, left: &Value, right: &Value) -> ValueError {
        let (sign, left, right) = (self.sign(), left.value_type(), right.value_type());
        ValueError::ArgumentType(format!("`{sign}` does not take values of the types {left} and {right}"))
    }

    fn integers(self, a: i64, b: i64) -> Result<Value, ValueError> {
        let result = match self {
            Self::Add => a.checked_add(b),
            Self::Subtract => a.checked_sub(b),
            Self::Multiply => a.checked_mul(b),
            Self::Divide | Self::Modulo if b == 0 => return Err(ValueError::DivisionByZero),
            Self::Divide => a.checked_div(b),
            Self::Modulo => Some(a.wrapping_rem(b)),
            Self::Power => return Ok(to_float(a).powf(to_float(b)).into()),
        };
        let overflow = || ValueError::IntegerOverflow(format!("{a} {} {b}", self.sign()));
        result.map(Value::Integer).ok_or_else(overflow)
    }

    /// `a ⊕ b` of floats, which cannot fail.
    #[inline]
    pub fn floats(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::Modulo => a % b,
            Self::Power => a.powf(b),
        }
    }
}

impl Value {
    /// `-self`.
    pub fn negate(&self) -> Result<Value, ValueError> {
        match self {
            Self::Null => Ok(Self::Null),
            Self::Integer(number) => {
                let overflow = || ValueError::IntegerOverflow(format!("-({number})"));
                number.checked_neg().map(Self::Integer).ok_or_else(overflow)
            }
            Self::Float(number) => Ok(Self::Float(-number)),
            Self::Duration(duration) => Ok(duration.negated()?.into()),
            other => {
                Err(ValueError::ArgumentType(format!("there is no negative of a {}", other.value_type())))
            }
        }
    }

    /// The number as a float.
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(to_float(*number)),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "what an integer becomes among floats")]
fn to_float(number: i64) -> f64 {
    number as f64
}

/// `None` here and below: not for these types.
fn add(left: &Value, right: &Value) -> Result<Option<Value>, ValueError> {
    Ok(Some(match (left, right) {
        (Value::List(a), Value::List(b)) => Value::list(a.iter().chain(b.iter()).cloned()),
        (Value::List(items), item) => Value::list(items.iter().chain([item]).cloned()),
        (item, Value::List(items)) => Value::list([item].into_iter().chain(items.iter()).cloned()),
        (Value::String(a), Value::String(b)) => format!("{a}{b}").into(),
        (Value::String(text), other) if other.is_scalar() => format!("{text}{other}").into(),
        (other, Value::String(text)) if other.is_scalar() => format!("{other}{text}").into(),
        (Value::Duration(a), Value::Duration(b)) => a.plus(**b)?.into(),
        (Value::Duration(duration), moment) | (moment, Value::Duration(duration)) => {
            return shift(moment, **duration);
        }
        _ => return Ok(None),
    }))
}

fn subtract(left: &Value, right: &Value) -> Result<Option<Value>, ValueError> {
    match (left, right) {
        (Value::Duration(a), Value::Duration(b)) => Ok(Some(a.minus(**b)?.into())),
        (moment, Value::Duration(duration)) => shift(moment, duration.negated()?),
        _ => Ok(None),
    }
}

fn multiply(left: &Value, right: &Value) -> Result<Option<Value>, ValueError> {
    match (left, right) {
        (Value::Duration(duration), number) | (number, Value::Duration(duration)) => {
            number.as_float().map(|factor| Ok(duration.times(factor)?.into())).transpose()
        }
        _ => Ok(None),
    }
}

fn divide(left: &Value, right: &Value) -> Result<Option<Value>, ValueError> {
    match (left, right) {
        (Value::Duration(_), Value::Integer(0)) => Err(ValueError::DivisionByZero),
        (Value::Duration(duration), number) => {
            number.as_float().map(|divisor| Ok(duration.times(1.0 / divisor)?.into())).transpose()
        }
        _ => Ok(None),
    }
}

/// A temporal value later by a duration: months first, then days, then seconds. Dates take whole days of the seconds,
/// times take the seconds alone.
fn shift(moment: &Value, by: Duration) -> Result<Option<Value>, ValueError> {
    Ok(Some(match moment {
        Value::Date(date) => {
            let rounded_down = i64::from(by.seconds < 0 && by.nanos > 0);
            let days = (by.seconds + rounded_down) / 86_400;
            date.plus_months(by.months)?.plus_days(by.days)?.plus_days(days)?.into()
        }
        Value::LocalTime(time) => time.plus(by.seconds, by.nanos).into(),
        Value::Time(time) => {
            super::Time { local: time.local.plus(by.seconds, by.nanos), offset: time.offset }.into()
        }
        Value::LocalDateTime(local) => LocalDateTime::plus_months_and_days(*local, by.months, by.days)?
            .plus(by.seconds, by.nanos)?
            .into(),
        Value::DateTime(zoned) => {
            zoned.plus_months_and_days(by.months, by.days)?.plus(by.seconds, by.nanos)?.into()
        }
        _ => return Ok(None),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::temporal::{Kind, construct, construct_duration};
    use super::*;
    use Operator::{Add, Divide, Modulo, Multiply, Power, Subtract};

    #[test]
    fn integers_never_wrap() {
        let max = Value::from(i64::MAX);
        assert!(matches!(Add.apply(&max, &1.into()), Err(ValueError::IntegerOverflow(_))));
        assert!(matches!(Divide.apply(&i64::MIN.into(), &(-1).into()), Err(ValueError::IntegerOverflow(_))));
        assert_eq!(Divide.apply(&1.into(), &0.into()), Err(ValueError::DivisionByZero));
        assert_eq!(Modulo.apply(&1.into(), &0.into()), Err(ValueError::DivisionByZero));
        assert_eq!(Modulo.apply(&i64::MIN.into(), &(-1).into()), Ok(0.into()));
        assert_eq!(Divide.apply(&(-7).into(), &2.into()), Ok((-3).into()));
        assert_eq!(Divide.apply(&1.0.into(), &0.into()), Ok(f64::INFINITY.into()));
        assert_eq!(Power.apply(&2.into(), &3.into()), Ok(8.0.into()));
        assert!(Value::from(i64::MIN).negate().is_err());
    }

    #[test]
    fn plus_joins_strings_and_lists() {
        let list = Value::list([1.into()]);
        assert_eq!(Add.apply(&"a".into(), &1.5.into()), Ok("a1.5".into()));
        assert_eq!(Add.apply(&list, &list), Ok(Value::list([1.into(), 1.into()])));
        assert_eq!(Add.apply(&0.into(), &list), Ok(Value::list([0.into(), 1.into()])));
        assert_eq!(Add.apply(&list, &Value::Null), Ok(Value::Null));
        assert!(matches!(Add.apply(&true.into(), &1.into()), Err(ValueError::ArgumentType(_))));
    }

    #[test]
    fn moments_move_by_durations() {
        let moment = |kind, text: &str| construct(kind, Some(&text.into()), (0, 0)).unwrap();
        let by = |text: &str| construct_duration(&text.into()).unwrap();
        let add = |a: &Value, b: &Value| Add.apply(a, b).unwrap().to_string();
        assert_eq!(add(&moment(Kind::Date, "2023-01-31"), &by("P1MT25H")), "2023-03-01");
        assert_eq!(add(&by("PT-25H"), &moment(Kind::Date, "2023-01-31")), "2023-01-30");
        assert_eq!(add(&moment(Kind::Time, "23:00+02:00"), &by("P5DT2H")), "01:00+02:00");
        let spring = moment(Kind::DateTime, "2023-03-25T12:00[Europe/Oslo]");
        assert_eq!(add(&spring, &by("P1D")), "2023-03-26T12:00+02:00[Europe/Oslo]");
        assert_eq!(add(&spring, &by("PT24H")), "2023-03-26T13:00+02:00[Europe/Oslo]");
        assert_eq!(Subtract.apply(&by("P1M"), &by("P1D")).unwrap().to_string(), "P1M-1D");
        assert_eq!(Multiply.apply(&2.into(), &by("P1D")).unwrap().to_string(), "P2D");
        assert_eq!(Divide.apply(&by("P1D"), &2.into()).unwrap().to_string(), "PT12H");
        assert!(Subtract.apply(&by("P1D"), &spring).is_err());
    }

    proptest::proptest! {
        #[test]
        fn integers_agree_with_wider_ones(a: i64, b: i64) {
            for (operator, wide) in [
                (Add, i128::from(a) + i128::from(b)),
                (Subtract, i128::from(a) - i128::from(b)),
                (Multiply, i128::from(a) * i128::from(b)),
            ] {
                assert_eq!(operator.apply(&a.into(), &b.into()).ok(), i64::try_from(wide).ok().map(Value::from));
            }
        }
    }
}
