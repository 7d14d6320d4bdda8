//! Functions of strings. Positions and lengths count characters (Unicode scalar values).

use unicode_normalization::UnicodeNormalization;

use super::Body::Strict;
use super::{Context, Function, Types, count, integer, text};
use crate::value::{Value, ValueError};

const S: Types = Types::STRING;
const I: Types = Types::INTEGER;
/// The longest text, in bytes, that one call makes longer.
const LONGEST: usize = 1 << 29;
/// The most parts that a text is split into.
const MOST_PARTS: usize = 10_000_000;

pub(super) const TABLE: &[Function] = &[
    Function::new(
        "toUpper",
        &[S],
        Strict(|a, _| Ok(text(a, 0).to_uppercase().into())),
        "in capitals: toUpper('a') → 'A'",
    ),
    Function::new(
        "upper",
        &[S],
        Strict(|a, _| Ok(text(a, 0).to_uppercase().into())),
        "in capitals: upper('a') → 'A'",
    ),
    Function::new(
        "toLower",
        &[S],
        Strict(|a, _| Ok(text(a, 0).to_lowercase().into())),
        "in small letters: toLower('A') → 'a'",
    ),
    Function::new(
        "lower",
        &[S],
        Strict(|a, _| Ok(text(a, 0).to_lowercase().into())),
        "in small letters: lower('A') → 'a'",
    ),
    Function::new(
        "char_length",
        &[S],
        Strict(|a, _| Ok(count(text(a, 0).chars().count()))),
        "the number of characters: char_length('ab') → 2",
    ),
    Function::new(
        "character_length",
        &[S],
        Strict(|a, _| Ok(count(text(a, 0).chars().count()))),
        "the number of characters: character_length('ab') → 2",
    ),
    Function::new(
        "substring",
        &[S, I, I],
        Strict(substring),
        "from a position, counted from 0, perhaps so many characters: substring('abcd', 1, 2) → 'bc'",
    )
    .at_least(2),
    Function::new("left", &[S, I], Strict(left), "the first characters: left('abc', 2) → 'ab'"),
    Function::new("right", &[S, I], Strict(right), "the last characters: right('abc', 2) → 'bc'"),
    Function::new(
        "trim",
        &[S, S],
        Strict(|a, _| Ok(trim(a, true, true))),
        "without spaces at either end, or these characters: trim(' a ') → 'a'",
    )
    .at_least(1),
    Function::new(
        "btrim",
        &[S, S],
        Strict(|a, _| Ok(trim(a, true, true))),
        "without spaces at either end, or these characters: btrim('xay', 'xy') → 'a'",
    )
    .at_least(1),
    Function::new(
        "ltrim",
        &[S, S],
        Strict(|a, _| Ok(trim(a, true, false))),
        "without spaces at the start, or these characters: ltrim(' a') → 'a'",
    )
    .at_least(1),
    Function::new(
        "rtrim",
        &[S, S],
        Strict(|a, _| Ok(trim(a, false, true))),
        "without spaces at the end, or these characters: rtrim('a ') → 'a'",
    )
    .at_least(1),
    Function::new(
        "replace",
        &[S, S, S, I],
        Strict(replace),
        "each occurrence replaced, or the first so many: replace('abb', 'b', 'c') → 'acc'",
    )
    .at_least(3),
    Function::new(
        "split",
        &[S, S.or(Types::LIST)],
        Strict(split),
        "the parts between separators: split('a,b', ',') → ['a', 'b']",
    ),
    Function::new(
        "normalize",
        &[S, S],
        Strict(normalize),
        "in a Unicode normal form, NFC unless said: normalize('é') → 'é'",
    )
    .at_least(1),
    Function::new(
        "isNormalized",
        &[S, S],
        Strict(|a, c| Ok((normalize(a, c)?.as_str() == Some(text(a, 0))).into())),
        "whether it is in a Unicode normal form, as IS NORMALIZED: isNormalized('é') → true",
    )
    .at_least(1),
];

/// A length or position, which cannot be negative.
fn length(arguments: &[Value], at: usize) -> Result<usize, ValueError> {
    let number = integer(arguments, at).unwrap_or(0);
    let negative = |_| ValueError::NumberOutOfRange(format!("{number} is no length or position in a string"));
    usize::try_from(number).map_err(negative)
}

fn replace(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let (whole, part, by) = (text(arguments, 0), text(arguments, 1), text(arguments, 2));
    if by.len() > part.len() {
        let added = whole.matches(part).count().saturating_mul(by.len() - part.len());
        if whole.len().saturating_add(added) > LONGEST {
            let message = "replace() would make a text that is too long".to_owned();
            return Err(ValueError::NumberOutOfRange(message));
        }
    }
    Ok(match arguments.len() {
        3 => whole.replace(part, by),
        _ => whole.replacen(part, by, length(arguments, 3)?),
    }
    .into())
}

fn substring(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let start = length(arguments, 1)?;
    let most = if arguments.len() > 2 { length(arguments, 2)? } else { usize::MAX };
    Ok(text(arguments, 0).chars().skip(start).take(most).collect::<String>().into())
}

fn left(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    Ok(text(arguments, 0).chars().take(length(arguments, 1)?).collect::<String>().into())
}

fn right(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let (text, most) = (text(arguments, 0), length(arguments, 1)?);
    let skipped = text.chars().count().saturating_sub(most);
    Ok(text.chars().skip(skipped).collect::<String>().into())
}

fn trim(arguments: &[Value], start: bool, end: bool) -> Value {
    let characters = arguments.get(1).and_then(Value::as_str);
    let goes = |c: char| characters.map_or(c.is_whitespace(), |characters| characters.contains(c));
    let mut text = text(arguments, 0);
    if start {
        text = text.trim_start_matches(goes);
    }
    if end {
        text = text.trim_end_matches(goes);
    }
    text.into()
}

fn split(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let separators: Vec<&str> = match &arguments[1] {
        Value::List(items) => items.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    };
    let text = text(arguments, 0);
    let too_many = || ValueError::NumberOutOfRange("split() would make too many parts".to_owned());
    if separators.iter().any(|separator| separator.is_empty()) {
        if text.len() > MOST_PARTS {
            return Err(too_many());
        }
        return Ok(Value::list(text.chars().map(|c| Value::from(c.to_string()))));
    }
    let mut parts = vec![text];
    for separator in separators {
        if text.len() > MOST_PARTS && text.matches(separator).count() > MOST_PARTS {
            return Err(too_many());
        }
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    Ok(Value::list(parts.into_iter().map(Value::from)))
}

fn normalize(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let (text, form) = (text(arguments, 0), arguments.get(1).and_then(Value::as_str).unwrap_or("NFC"));
    Ok(match form {
        "NFC" => text.nfc().collect::<String>(),
        "NFD" => text.nfd().collect(),
        "NFKC" => text.nfkc().collect(),
        "NFKD" => text.nfkd().collect(),
        _ => {
            return Err(ValueError::ArgumentValue(format!(
                "'{form}' is no normal form: NFC, NFD, NFKC or NFKD"
            )));
        }
    }
    .into())
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    #[test]
    fn positions_count_characters() {
        assert_eq!(call("substring", &["čaučau".into(), 1.into(), 2.into()]), "'au'");
        assert_eq!(call("substring", &["ab".into(), 5.into()]), "''");
        assert_eq!(call("left", &["ab".into(), (-1).into()]), "ArgumentError NumberOutOfRange");
        assert_eq!(call("right", &["čau".into(), 2.into()]), "'au'");
        assert_eq!(call("right", &["čau".into(), 9.into()]), "'čau'");
    }

    #[test]
    fn parts_of_strings() {
        assert_eq!(
            call("split", &["a,b;c".into(), Value::list([",".into(), ";".into()])]),
            "['a', 'b', 'c']"
        );
        assert_eq!(call("split", &["ab".into(), "".into()]), "['a', 'b']");
        assert_eq!(call("split", &["".into(), ",".into()]), "['']");
        assert_eq!(call("btrim", &["xyaxy".into(), "yx".into()]), "'a'");
        assert_eq!(call("ltrim", &[" a ".into()]), "'a '");
        assert_eq!(call("replace", &["aaa".into(), "aa".into(), "b".into()]), "'ba'");
        assert_eq!(call("normalize", &["e\u{301}".into()]), "'é'");
    }
}
