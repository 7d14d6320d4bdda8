//! Functions from one type to another: null when a text does not read as that type, an error when the argument is of
//! a type that cannot be converted (`…OrNull`: null then too).

use super::Body::Strict;
use super::{Context, Function, Types};
use crate::value::{Value, ValueError};

const TEXTUAL: Types =
    Types::STRING.or(Types::NUMBER).or(Types::BOOLEAN).or(Types::INSTANT).or(Types::DURATION);

pub(super) const TABLE: &[Function] = &[
    Function::new(
        "toString",
        &[TEXTUAL],
        Strict(|a, _| Ok(to_string(&a[0]))),
        "as a string: toString(1.0) → '1.0'",
    ),
    Function::new(
        "toStringOrNull",
        &[Types::ANY],
        Strict(|a, _| Ok(to_string(&a[0]))),
        "as a string, or null: toStringOrNull([1]) → null",
    ),
    Function::new(
        "toInteger",
        &[Types::STRING.or(Types::NUMBER).or(Types::BOOLEAN)],
        Strict(to_integer),
        "as an integer, cut towards zero: toInteger('2.9') → 2",
    ),
    Function::new(
        "toIntegerOrNull",
        &[Types::ANY],
        Strict(to_integer),
        "as an integer, or null: toIntegerOrNull([]) → null",
    ),
    Function::new(
        "toFloat",
        &[Types::STRING.or(Types::NUMBER)],
        Strict(to_float),
        "as a float: toFloat('2') → 2.0",
    ),
    Function::new(
        "toFloatOrNull",
        &[Types::ANY],
        Strict(to_float),
        "as a float, or null: toFloatOrNull([]) → null",
    ),
    Function::new(
        "toBoolean",
        &[Types::STRING.or(Types::BOOLEAN).or(Types::INTEGER)],
        Strict(to_boolean),
        "as a boolean: toBoolean('true') → true",
    ),
    Function::new(
        "toBooleanOrNull",
        &[Types::ANY],
        Strict(to_boolean),
        "as a boolean, or null: toBooleanOrNull([]) → null",
    ),
];

fn to_string(value: &Value) -> Value {
    match value {
        Value::String(_) => value.clone(),
        other if TEXTUAL.contains(other.value_type()) => other.to_string().into(),
        _ => Value::Null,
    }
}

fn to_integer(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    Ok(match &arguments[0] {
        Value::Integer(number) => (*number).into(),
        Value::Boolean(truth) => i64::from(*truth).into(),
        Value::Float(number) => whole(*number),
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(number) => number.into(),
            Err(_) => decimal(text).map_or(Value::Null, whole),
        },
        _ => Value::Null,
    })
}

/// A float without its fraction; null when no integer is that large.
fn whole(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "the bounds are checked")]
    if number.trunc() >= -9_223_372_036_854_775_808.0 && number < 9_223_372_036_854_775_808.0 {
        (number.trunc() as i64).into()
    } else {
        Value::Null
    }
}

fn to_float(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    Ok(match &arguments[0] {
        Value::String(text) => decimal(text).into(),
        other => other.as_float().into(),
    })
}

/// A number as people write it; not the `inf`, `nan` and the like that Rust reads too.
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    if plain { text.parse().ok() } else { None }
}

fn to_boolean(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    Ok(match &arguments[0] {
        Value::Boolean(truth) => (*truth).into(),
        Value::Integer(number) => (*number != 0).into(),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => true.into(),
            "false" => false.into(),
            _ => Value::Null,
        },
        _ => Value::Null,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    #[test]
    fn texts_that_are_no_numbers_are_null() {
        for (text, integer, float) in [
            (" 42 ", "42", "42.0"),
            ("-1.9", "-1", "-1.9"),
            ("1e3", "1000", "1000.0"),
            ("foo", "null", "null"),
            ("", "null", "null"),
            ("inf", "null", "null"),
        ] {
            assert_eq!(call("toInteger", &[text.into()]), integer);
            assert_eq!(call("toFloat", &[text.into()]), float);
        }
        assert_eq!(call("toInteger", &[1e300.into()]), "null");
    }

    #[test]
    fn types_that_do_not_convert_are_errors_or_null() {
        let list = [Value::list([])];
        for name in ["toInteger", "toFloat", "toBoolean", "toString"] {
            assert_eq!(call(name, &list), "TypeError InvalidArgumentValue");
            assert_eq!(call(&format!("{name}OrNull"), &list), "null");
        }
        assert_eq!(call("toBoolean", &["TRUE".into()]), "true");
        assert_eq!(call("toString", &[Value::Boolean(true)]), "'true'");
        assert_eq!(call("toString", &["it's".into()]), r"'it\'s'");
    }
}
