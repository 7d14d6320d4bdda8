//! Functions of any value: null handling, types, sizes.

use super::Body::{Lenient, Strict};
use super::{Context, Function, Types, count, text};
use crate::query::syntax::types::{TypeExpr, TypeKind};
use crate::value::{Value, ValueError, ValueType};

pub(super) const TABLE: &[Function] = &[
    Function::new(
        "coalesce",
        &[Types::ANY],
        Lenient(|arguments, _| {
            Ok(arguments.iter().find(|value| !value.is_null()).cloned().unwrap_or_default())
        }),
        "the first argument that is not null: coalesce(null, 1, 2) → 1",
    )
    .and_more(),
    Function::new(
        "nullIf",
        &[Types::ANY, Types::ANY],
        Lenient(|arguments, _| {
            let equal = arguments[0].equals(&arguments[1]) == Some(true);
            Ok(if equal { Value::Null } else { arguments[0].clone() })
        }),
        "null when both are equal, else the first: nullIf(1, 1) → null",
    ),
    Function::new(
        "exists",
        &[Types::ANY],
        Lenient(|arguments, _| Ok((!arguments[0].is_null()).into())),
        "whether there is a value: exists({a: 1}.a) → true",
    ),
    Function::new(
        "size",
        &[Types::STRING.or(Types::LIST).or(Types::MAP)],
        Strict(size),
        "the number of items or characters: size([1, 2]) → 2",
    ),
    Function::new(
        "isEmpty",
        &[Types::STRING.or(Types::LIST).or(Types::MAP)],
        Strict(is_empty),
        "whether there are no items or characters: isEmpty('') → true",
    ),
    Function::new(
        "valueType",
        &[Types::ANY],
        Lenient(|arguments, _| Ok(type_of(&arguments[0]).to_string().into())),
        "the value's type: valueType([1, 'a']) → 'LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL'",
    ),
    Function::new(
        "timestamp",
        &[],
        Strict(|_, context| {
            let (seconds, nanos) = context.now();
            Ok((seconds.saturating_mul(1_000) + nanos / 1_000_000).into())
        }),
        "milliseconds since 1970, the same through a statement: timestamp() → 1700000000000",
    ),
    Function::new("randomUUID", &[], Strict(random_uuid), "a random identifier: randomUUID() → 'a0b1…'"),
];

/// The narrowest type of a value; the types of a list's items in one order.
fn type_of(value: &Value) -> TypeExpr {
    const ORDER: [ValueType; 15] = [
        ValueType::Boolean,
        ValueType::String,
        ValueType::Integer,
        ValueType::Float,
        ValueType::Date,
        ValueType::LocalTime,
        ValueType::Time,
        ValueType::LocalDateTime,
        ValueType::DateTime,
        ValueType::Duration,
        ValueType::Node,
        ValueType::Relationship,
        ValueType::Map,
        ValueType::List,
        ValueType::Path,
    ];
    match value {
        Value::Null => TypeExpr { kind: TypeKind::Null, not_null: false },
        Value::List(items) => {
            let mut all: Vec<TypeExpr> = Vec::new();
            for item in items.iter().filter(|item| !item.is_null()) {
                let of = type_of(item);
                if !all.contains(&of) {
                    all.push(of);
                }
            }
            let place = |of: &TypeExpr| match of.kind {
                TypeKind::Is(kind) => ORDER.iter().position(|other| *other == kind),
                _ => Some(ORDER.len()),
            };
            all.sort_by_key(place);
            if items.iter().any(Value::is_null) {
                all.iter_mut().for_each(|of| of.not_null = false);
            }
            let element = match all.len() {
                0 if items.is_empty() => TypeExpr { kind: TypeKind::Nothing, not_null: false },
                0 => TypeExpr { kind: TypeKind::Null, not_null: false },
                1 => all.remove(0),
                _ => TypeExpr { kind: TypeKind::Union(all), not_null: false },
            };
            TypeExpr { kind: TypeKind::List(Box::new(element)), not_null: true }
        }
        other => TypeExpr { kind: TypeKind::Is(other.value_type()), not_null: true },
    }
}

fn size(arguments: &[Value], _: &dyn Context) -> Result<Value, ValueError> {
    Ok(match &arguments[0] {
        Value::List(items) => count(items.len()),
        Value::Map(map) => count(map.len()),
        _ => count(text(arguments, 0).chars().count()),
    })
}

fn is_empty(arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    Ok((size(arguments, context)? == Value::Integer(0)).into())
}

/// Version 4 of RFC 9562: random but for six bits.
fn random_uuid(_: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    let high = context.random() & !0xf000 | 0x4000;
    let low = context.random() & !(3 << 62) | 1 << 63;
    let (a, b, c, d, e) = (high >> 32, high >> 16 & 0xffff, high & 0xffff, low >> 48, low & 0xffff_ffff_ffff);
    Ok(format!("{a:08x}-{b:04x}-{c:04x}-{d:04x}-{e:012x}").into())
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    #[test]
    fn values_of_any_type() {
        assert_eq!(call("coalesce", &[Value::Null, 2.into(), 3.into()]), "2");
        assert_eq!(call("coalesce", &[Value::Null]), "null");
        assert_eq!(call("nullIf", &[1.into(), 1.0.into()]), "null");
        assert_eq!(call("size", &["čau".into()]), "3");
        assert_eq!(call("isEmpty", &[Value::list([])]), "true");
        assert_eq!(call("valueType", &[1.5.into()]), "'FLOAT NOT NULL'");
        assert_eq!(
            call("valueType", &[Value::list([1.into(), "a".into(), Value::Null])]),
            "'LIST<STRING | INTEGER> NOT NULL'"
        );
        assert_eq!(call("valueType", &[Value::list([])]), "'LIST<NOTHING> NOT NULL'");
        assert_eq!(call("size", &[1.into()]), "TypeError InvalidArgumentValue");
        assert_eq!(call("randomUUID", &[]), "'80000000-0000-4000-8000-000000000000'");
    }
}
