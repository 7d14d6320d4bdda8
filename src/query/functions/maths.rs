//! Functions of numbers.

use super::Body::{self, Strict};
use super::{Context, Function, Types, text};
use crate::value::{Value, ValueError};

const N: Types = Types::NUMBER;

/// A function from float to float.
macro_rules! real {
    ($name:literal, $help:literal, $compute:expr) => {
        Function::new($name, &[N], Body::Real($compute), $help)
    };
}

pub(super) const TABLE: &[Function] = &[
    Function::new("abs", &[N], Strict(abs), "the size without the sign: abs(-2) → 2"),
    Function::new("sign", &[N], Strict(sign), "-1, 0 or 1: sign(-2.5) → -1"),
    Function::new("round", &[N, Types::INTEGER, Types::STRING], Strict(round), "to the nearest integer, or to so many digits (modes HALF_UP, HALF_DOWN, HALF_EVEN, UP, DOWN, CEILING, FLOOR): round(2.345, 2) → 2.35").at_least(1),
    Function::new("isNaN", &[N], Strict(|a, _| Ok(number(a, 0).is_nan().into())), "whether it is not a number: isNaN(0.0 / 0.0) → true"),
    Function::new("atan2", &[N, N], Strict(|a, _| Ok(number(a, 0).atan2(number(a, 1)).into())), "the angle of the point (second, first): atan2(0, 1) → 0.0"),
    Function::new("rand", &[], Strict(rand), "a random number from 0 up to 1: rand() → 0.42"),
    Function::new("pi", &[], Strict(|_, _| Ok(std::f64::consts::PI.into())), "a circle's circumference by its diameter: pi() → 3.141592653589793"),
    Function::new("e", &[], Strict(|_, _| Ok(std::f64::consts::E.into())), "the base of the natural logarithm: e() → 2.718281828459045"),
    real!("ceil", "the next integer up, as a float: ceil(1.2) → 2.0", f64::ceil),
    real!("ceiling", "the next integer up, as a float: ceiling(1.2) → 2.0", f64::ceil),
    real!("floor", "the next integer down, as a float: floor(1.8) → 1.0", f64::floor),
    real!("sqrt", "the square root: sqrt(4) → 2.0", f64::sqrt),
    real!("exp", "e to that power: exp(0) → 1.0", f64::exp),
    real!("log", "the natural logarithm: log(1) → 0.0", f64::ln),
    real!("ln", "the natural logarithm: ln(1) → 0.0", f64::ln),
    real!("log10", "the logarithm to the base 10: log10(100) → 2.0", f64::log10),
    real!("sin", "the sine: sin(0) → 0.0", f64::sin),
    real!("cos", "the cosine: cos(0) → 1.0", f64::cos),
    real!("tan", "the tangent: tan(0) → 0.0", f64::tan),
    real!("cot", "the cotangent: cot(0) → Infinity", |x| 1.0 / x.tan()),
    real!("coth", "the hyperbolic cotangent: coth(1) → 1.3130352854993312", |x| 1.0 / x.tanh()),
    real!("sinh", "the hyperbolic sine: sinh(0) → 0.0", f64::sinh),
    real!("cosh", "the hyperbolic cosine: cosh(0) → 1.0", f64::cosh),
    real!("tanh", "the hyperbolic tangent: tanh(0) → 0.0", f64::tanh),
    real!("asin", "the inverse of the sine: asin(0) → 0.0", f64::asin),
    real!("acos", "the inverse of the cosine: acos(1) → 0.0", f64::acos),
    real!("atan", "the inverse of the tangent: atan(0) → 0.0", f64::atan),
    real!("degrees", "radians as degrees: degrees(0) → 0.0", f64::to_degrees),
    real!("radians", "degrees as radians: radians(0) → 0.0", f64::to_radians),
    real!("haversin", "half the versine: haversin(0) → 0.0", |x| (1.0 - x.cos()) / 2.0),
];

pub(super) fn number(arguments: &[Value], at: usize) -> f64 {
    arguments.get(at).and_then(Value::as_float).unwrap_or(f64::NAN)
}

fn abs(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    match &arguments[0] {
        Value::Integer(number) => number
            .checked_abs()
            .map(Value::Integer)
            .ok_or_else(|| ValueError::IntegerOverflow(format!("abs({number})"))),
        _ => Ok(number(arguments, 0).abs().into()),
    }
}

fn sign(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    Ok(match &arguments[0] {
        Value::Integer(number) => number.signum().into(),
        Value::Float(number) if *number > 0.0 => 1.into(),
        Value::Float(number) if *number < 0.0 => (-1).into(),
        _ => 0.into(),
    })
}

/// Bits to a number in 0..1: the upper 53 of them are a float's precision.
fn rand(_: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    Ok(((context.random() >> 11) as f64 / (1_u64 << 53) as f64).into())
}

fn round(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let value = number(arguments, 0);
    let digits = match arguments.get(1) {
        Some(Value::Integer(digits)) if (0..=300).contains(digits) => i32::try_from(*digits).unwrap_or(0),
        Some(Value::Integer(digits)) => {
            return Err(ValueError::NumberOutOfRange(format!("round() to {digits} digits: use 0 to 300")));
        }
        _ => 0,
    };
    // Without precision, halves go up; with it, away from zero, as HALF_UP says.
    let mode = if arguments.len() > 2 { text(arguments, 2).to_uppercase() } else { "HALF_UP".into() };
    if arguments.len() == 1 {
        // Compared, as a half added to 0.49999999999999994 is one.
        let down = value.floor();
        return Ok(if value - down >= 0.5 { down + 1.0 } else { down }.into());
    }
    let scale = 10_f64.powi(digits);
    let scaled = value * scale;
    if !scaled.is_finite() || scaled.abs() >= 9e15 {
        return Ok(value.into());
    }
    // 1.005 · 100 is 100.49999999999999: what is that near a half is meant as one.
    let near_half = (scaled.fract().abs() - 0.5).abs() < 1e-9;
    let (down, up) = (scaled.trunc(), scaled.trunc() + 1_f64.copysign(scaled));
    let nearest = if scaled.fract().abs() > 0.5 { up } else { down };
    let rounded = match mode.as_str() {
        "HALF_UP" => {
            if near_half {
                up
            } else {
                nearest
            }
        }
        "HALF_DOWN" => {
            if near_half {
                down
            } else {
                nearest
            }
        }
        "HALF_EVEN" => {
            if near_half {
                if down % 2.0 == 0.0 { down } else { up }
            } else {
                nearest
            }
        }
        "UP" => {
            if scaled.fract() == 0.0 {
                down
            } else {
                up
            }
        }
        "DOWN" => down,
        "CEILING" => scaled.ceil(),
        "FLOOR" => scaled.floor(),
        _ => {
            return Err(ValueError::ArgumentValue(format!(
                "'{mode}' is no way to round: HALF_UP, HALF_DOWN, HALF_EVEN, UP, DOWN, CEILING or FLOOR"
            )));
        }
    };
    Ok((rounded / scale).into())
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;

    #[test]
    fn rounding() {
        let round =
            |value: f64, digits: i64, mode: &str| call("round", &[value.into(), digits.into(), mode.into()]);
        assert_eq!(call("round", &[2.5.into()]), "3.0");
        assert_eq!(call("round", &[(-2.5).into()]), "-2.0");
        assert_eq!(call("round", &[0.49999999999999994.into()]), "0.0");
        assert_eq!(call("round", &[(-1.5).into()]), "-1.0");
        assert_eq!(call("round", &[1.005.into(), 2.into()]), "1.01");
        assert_eq!(round(-1.25, 1, "half_even"), "-1.2");
        assert_eq!(round(-1.25, 1, "HALF_UP"), "-1.3");
        assert_eq!(round(1.21, 1, "UP"), "1.3");
        assert_eq!(round(-1.29, 1, "CEILING"), "-1.2");
        assert_eq!(round(1.0, 0, "SIDEWAYS"), "TypeError InvalidArgumentValue");
        assert_eq!(call("round", &[f64::INFINITY.into(), 2.into()]), "Infinity");
    }

    #[test]
    fn numbers_keep_their_type_where_they_can() {
        assert_eq!(call("abs", &[(-2).into()]), "2");
        assert_eq!(call("abs", &[i64::MIN.into()]), "ArithmeticError IntegerOverflow");
        assert_eq!(call("sign", &[(-0.5).into()]), "-1");
        assert_eq!(call("ceil", &[1.into()]), "1.0");
        assert_eq!(call("rand", &[]), "0.5");
        assert_eq!(call("sqrt", &[(-1).into()]), "NaN");
    }
}
