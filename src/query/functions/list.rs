//! Functions of lists.

use super::Body::{Lenient, Strict};
use super::{Context, Function, Types, integer};
use crate::value::{Value, ValueError};

pub(super) const TABLE: &[Function] = &[
    Function::new(
        "head",
        &[Types::LIST],
        Strict(|a, _| Ok(items(a).first().cloned().unwrap_or_default())),
        "the first item: head([1, 2]) → 1",
    ),
    Function::new(
        "last",
        &[Types::LIST],
        Strict(|a, _| Ok(items(a).last().cloned().unwrap_or_default())),
        "the last item: last([1, 2]) → 2",
    ),
    Function::new(
        "tail",
        &[Types::LIST],
        Strict(|a, _| Ok(Value::list(items(a).iter().skip(1).cloned()))),
        "all items but the first: tail([1, 2]) → [2]",
    ),
    Function::new(
        "reverse",
        &[Types::LIST.or(Types::STRING)],
        Strict(reverse),
        "the items or characters from the last to the first: reverse('ab') → 'ba'",
    ),
    Function::new(
        "range",
        &[Types::INTEGER, Types::INTEGER, Types::INTEGER],
        Strict(range),
        "the integers from the first to the second, by steps: range(1, 5, 2) → [1, 3, 5]",
    )
    .at_least(2),
    Function::new(
        "toStringList",
        &[Types::LIST],
        Strict(|a, c| convert(a, c, "toStringOrNull")),
        "each item as a string, or null: toStringList([1, 'a']) → ['1', 'a']",
    ),
    Function::new(
        "toIntegerList",
        &[Types::LIST],
        Strict(|a, c| convert(a, c, "toIntegerOrNull")),
        "each item as an integer, or null: toIntegerList(['1', 'a']) → [1, null]",
    ),
    Function::new(
        "toFloatList",
        &[Types::LIST],
        Strict(|a, c| convert(a, c, "toFloatOrNull")),
        "each item as a float, or null: toFloatList([1]) → [1.0]",
    ),
    Function::new(
        "toBooleanList",
        &[Types::LIST],
        Strict(|a, c| convert(a, c, "toBooleanOrNull")),
        "each item as a boolean, or null: toBooleanList(['true']) → [true]",
    ),
    Function::new(
        "list.sort",
        &[Types::LIST],
        Lenient(|a, _| {
            if a[0].is_null() {
                return Ok(Value::Null);
            }
            let mut sorted = items(a).to_vec();
            sorted.sort();
            Ok(sorted.into())
        }),
        "the items in their order: list.sort([2, 1]) → [1, 2]",
    ),
];

/// The longest list that `range` makes.
const LONGEST: i128 = 10_000_000;

/// The integers from the first to the last in such steps; none where the step is 0 or leads away.
pub(crate) fn integers(first: i64, last: i64, step: i64) -> impl Iterator<Item = i64> {
    let within = move |at: &i64| if step > 0 { *at <= last } else { step < 0 && *at >= last };
    std::iter::successors(Some(first).filter(within), move |at| at.checked_add(step).filter(within))
}

fn items(arguments: &[Value]) -> &[Value] {
    arguments.first().and_then(Value::as_list).unwrap_or_default()
}

fn reverse(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    Ok(match &arguments[0] {
        Value::String(text) => text.chars().rev().collect::<String>().into(),
        _ => Value::list(items(arguments).iter().rev().cloned()),
    })
}

fn range(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    let (Some(first), Some(last)) = (integer(arguments, 0), integer(arguments, 1)) else {
        return Ok(Value::Null);
    };
    let step = integer(arguments, 2).unwrap_or(1);
    if step == 0 {
        return Err(ValueError::NumberOutOfRange("range() cannot go in steps of 0".into()));
    }
    let length = (i128::from(last) - i128::from(first)) / i128::from(step) + 1;
    if length > LONGEST {
        return Err(ValueError::NumberOutOfRange(format!(
            "a list of {length} integers is too long; UNWIND range() alone may be longer"
        )));
    }
    Ok(Value::list(integers(first, last, step).map(Value::Integer)))
}

fn convert(arguments: &[Value], context: &dyn Context, function: &str) -> Result<Value, ValueError> {
    let Some(function) = super::find(function) else { return Ok(Value::Null) };
    items(arguments)
        .iter()
        .map(|item| function.call(std::slice::from_ref(item), context))
        .collect::<Result<Vec<_>, _>>()
        .map(Value::from)
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    #[test]
    fn ranges() {
        let range = |numbers: &[i64]| call("range", &numbers.iter().map(|&n| n.into()).collect::<Vec<_>>());
        assert_eq!(range(&[1, 3]), "[1, 2, 3]");
        assert_eq!(range(&[3, 1]), "[]");
        assert_eq!(range(&[3, 0, -2]), "[3, 1]");
        assert_eq!(range(&[i64::MAX - 1, i64::MAX]), format!("[{}, {}]", i64::MAX - 1, i64::MAX));
        assert_eq!(range(&[1, 2, 0]), "ArgumentError NumberOutOfRange");
        assert_eq!(range(&[i64::MIN, i64::MAX]), "ArgumentError NumberOutOfRange");
        assert_eq!(range(&[0, -1]), "[]");
    }

    #[test]
    fn ends_of_lists() {
        let list = [Value::list([1.into(), "b".into()])];
        let results = ["head", "last", "tail", "reverse", "toStringList"].map(|name| call(name, &list));
        assert_eq!(results, ["1", "'b'", "['b']", "['b', 1]", "['1', 'b']"]);
        assert_eq!(call("head", &[Value::list([])]), "null");
    }
}
