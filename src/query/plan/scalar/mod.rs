//! Expressions over columns that cannot fail: arithmetic that cannot overflow, functions of numbers, lengths and parts of
//! texts, how many relationships a node has. They are computed from the columns as they stand, without a row.

mod real;
mod text;
mod whole;

pub use real::Real;
pub use text::Text;
pub use whole::Whole;

use super::hanging::Hanging;
use super::logical::Var;
use super::mentions::measured;
use super::test::Registers;
use crate::graph::{Column, Values};
use crate::query::bind::bound::{BoundExpr, BoundKind, Slot};
use crate::query::functions::Body;
use crate::value::{Operator, Value};
use std::cmp::Ordering;
use std::sync::Arc;

/// An expression; null where a property in it is missing.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Scalar {
    Whole(Whole),
    Real(Real),
    Text(Text),
}

/// What an expression is made from: the column of a property, or a constant.
pub trait Leaves {
    /// The column of the property that an expression is.
    fn column(&self, expr: &BoundExpr) -> Option<(Arc<Column>, Var)>;
    /// The value of an expression that is the same for all rows.
    fn constant(&self, expr: &BoundExpr) -> Option<Value>;
    /// The names of all types, and the relationship, where an expression is the type of that.
    fn types(&self, expr: &BoundExpr) -> Option<(Arc<[Arc<str>]>, Var)>;
    /// How many relationships the path or the list is made of whose length an expression is.
    fn steps(&self, slot: Slot, is_path: bool) -> Option<Whole>;
    /// The relationships of a node that an expression counts.
    fn degree(&self, hanging: &Hanging<'_>) -> Option<Whole>;
}

impl Scalar {
    /// Compiles an expression; nothing where it might fail, or is more than a computation.
    pub fn new(expr: &BoundExpr, leaves: &dyn Leaves) -> Option<Scalar> {
        match &expr.kind {
            BoundKind::Plus(_)
            | BoundKind::Minus(_)
            | BoundKind::Binary { .. }
            | BoundKind::Call { .. }
            | BoundKind::Index { .. }
            | BoundKind::Subquery { .. } => Scalar::part(expr, leaves),
            _ => None,
        }
    }

    fn part(expr: &BoundExpr, leaves: &dyn Leaves) -> Option<Scalar> {
        if let Some(value) = leaves.constant(expr) {
            return match value {
                Value::Integer(number) => Some(Scalar::Whole(Whole::Constant(number))),
                Value::Float(number) => Some(Scalar::Real(Real::Constant(number))),
                Value::String(text) => Some(Scalar::Text(Text::Constant(text))),
                _ => None,
            };
        }
        if let Some((column, var)) = leaves.column(expr) {
            return match column.values {
                Values::Integers(_) | Values::Small(_) => Some(Scalar::Whole(Whole::Column(column, var))),
                Values::Floats(_) | Values::Levels { .. } => Some(Scalar::Real(Real::Column(column, var))),
                Values::Texts { .. } | Values::Coded { .. } => Some(Scalar::Text(Text::Column(column, var))),
                _ => None,
            };
        }
        if let Some((names, var)) = leaves.types(expr) {
            return Some(Scalar::Text(Text::Type(names, var)));
        }
        if let Some((slot, is_path)) = measured(expr)
            && let Some(steps) = leaves.steps(slot, is_path)
        {
            return Some(Scalar::Whole(steps));
        }
        if let Some(hanging) = Hanging::counted(expr) {
            return leaves.degree(&hanging).map(Scalar::Whole);
        }
        match &expr.kind {
            BoundKind::Plus(inner) => match Scalar::part(inner, leaves)? {
                Scalar::Text(_) => None,
                number => Some(number),
            },
            BoundKind::Minus(inner) => match Scalar::part(inner, leaves)? {
                Scalar::Whole(inner) => {
                    whole::checked(Operator::Subtract, Whole::Constant(0), inner).map(Scalar::Whole)
                }
                // Zero minus zero is not minus zero.
                Scalar::Real(_) | Scalar::Text(_) => None,
            },
            BoundKind::Binary { op, left, right } => {
                let sign = op.operator().filter(|operator| *operator != Operator::Power)?;
                let real = |one, two| Some(Scalar::Real(Real::Binary(sign, Box::new([one, two]))));
                match (Scalar::part(left, leaves)?, Scalar::part(right, leaves)?) {
                    (Scalar::Whole(a), Scalar::Whole(b)) => whole::checked(sign, a, b).map(Scalar::Whole),
                    (Scalar::Real(a), Scalar::Real(b)) => real(a, b),
                    (Scalar::Whole(a), Scalar::Real(b)) => real(Real::Whole(a), b),
                    (Scalar::Real(a), Scalar::Whole(b)) => real(a, Real::Whole(b)),
                    (Scalar::Text(a), Scalar::Text(b)) if sign == Operator::Add => {
                        let mut parts = if let Text::Join(parts) = a { parts } else { vec![a] };
                        parts.push(b);
                        Some(Scalar::Text(Text::Join(parts)))
                    }
                    _ => None,
                }
            }
            BoundKind::Index { subject, index } => piece(subject, index, leaves),
            BoundKind::Call { function, arguments } => match (function.body, &arguments[..]) {
                (Body::Real(compute), [one]) => {
                    Some(Scalar::Real(Real::Call(compute, Box::new(real(Scalar::part(one, leaves)?)?))))
                }
                _ => call(function.name, arguments, leaves),
            },
            _ => None,
        }
    }

    /// Its value.
    pub fn value(&self, registers: &Registers<'_>) -> Value {
        match self {
            Scalar::Whole(whole) => whole.get(registers).map_or(Value::Null, Value::Integer),
            Scalar::Real(real) => real.get(registers).map_or(Value::Null, Value::Float),
            Scalar::Text(text) => text.get(registers).map_or(Value::Null, |text| Value::from(&*text)),
        }
    }

    /// Where its value stands to another: null last.
    pub fn order(&self, registers: &Registers<'_>, other: &Value) -> Ordering {
        match (self, other) {
            (Scalar::Whole(whole), Value::Integer(other)) => {
                whole.get(registers).map_or(Ordering::Greater, |own| own.cmp(other))
            }
            (Scalar::Text(text), Value::String(other)) => {
                text.get(registers).map_or(Ordering::Greater, |own| (*own).cmp(&**other))
            }
            _ => self.value(registers).cmp(other),
        }
    }

    /// Whether it is null.
    pub fn is_missing(&self, registers: &Registers<'_>) -> bool {
        match self {
            Scalar::Whole(whole) => whole.get(registers).is_none(),
            Scalar::Real(real) => real.get(registers).is_none(),
            Scalar::Text(text) => text.get(registers).is_none(),
        }
    }

    /// Calls `visit` with each variable in it.
    pub fn vars(&self, visit: &mut dyn FnMut(Var)) {
        match self {
            Scalar::Whole(whole) => whole.vars(visit),
            Scalar::Real(real) => real.vars(visit),
            Scalar::Text(text) => text.vars(visit),
        }
    }
}

/// A number as a float.
fn real(number: Scalar) -> Option<Real> {
    match number {
        Scalar::Whole(whole) => Some(Real::Whole(whole)),
        Scalar::Real(real) => Some(real),
        Scalar::Text(_) => None,
    }
}

/// A piece of a text that is split.
fn piece(subject: &BoundExpr, index: &BoundExpr, leaves: &dyn Leaves) -> Option<Scalar> {
    let BoundKind::Call { function, arguments } = &subject.kind else { return None };
    let ("split", [text, separator]) = (function.name, &arguments[..]) else { return None };
    let Scalar::Text(of) = Scalar::part(text, leaves)? else { return None };
    match (leaves.constant(separator)?, leaves.constant(index)?) {
        (Value::String(separator), Value::Integer(number)) if !separator.is_empty() => {
            let number = usize::try_from(number).ok()?;
            Some(Scalar::Text(Text::Piece { of: Box::new(of), separator, number }))
        }
        _ => None,
    }
}

fn call(name: &str, arguments: &[BoundExpr], leaves: &dyn Leaves) -> Option<Scalar> {
    let (first, rest) = arguments.split_first()?;
    let first = Scalar::part(first, leaves)?;
    match (name, first, rest) {
        ("coalesce", first, [second]) => Some(match (first, Scalar::part(second, leaves)?) {
            (Scalar::Whole(a), Scalar::Whole(b)) => Scalar::Whole(Whole::Or(Box::new([a, b]))),
            (Scalar::Real(a), Scalar::Real(b)) => Scalar::Real(Real::Or(Box::new([a, b]))),
            (Scalar::Text(a), Scalar::Text(b)) => Scalar::Text(Text::Or(Box::new([a, b]))),
            _ => return None,
        }),
        (_, Scalar::Text(text), rest) => of_text(name, text, rest, leaves),
        // Without its sign the least integer is none.
        ("abs", Scalar::Whole(of), []) if of.is_above(i64::MIN) => {
            Some(Scalar::Whole(Whole::Abs(Box::new(of))))
        }
        ("abs", Scalar::Real(of), []) => Some(Scalar::Real(Real::Call(f64::abs, Box::new(of)))),
        ("sign", Scalar::Whole(of), []) => Some(Scalar::Whole(Whole::Sign(Box::new(of)))),
        ("toInteger", of @ Scalar::Whole(_), []) | ("toFloat", of @ Scalar::Real(_), []) => Some(of),
        ("toFloat", Scalar::Whole(of), []) => Some(Scalar::Real(Real::Whole(of))),
        // Halves go up.
        ("round", of, []) => {
            Some(Scalar::Real(Real::Call(|number| (number + 0.5).floor(), Box::new(real(of)?))))
        }
        _ => None,
    }
}

fn of_text(name: &str, text: Text, rest: &[BoundExpr], leaves: &dyn Leaves) -> Option<Scalar> {
    let lengths = rest.iter().map(|argument| match leaves.constant(argument)? {
        Value::Integer(number) => usize::try_from(number).ok(),
        _ => None,
    });
    let lengths = lengths.collect::<Option<Vec<usize>>>()?;
    let of = Box::new(text);
    Some(match (name, &lengths[..]) {
        ("toString", []) => Scalar::Text(*of),
        ("size" | "char_length" | "character_length", []) => Scalar::Whole(Whole::Length(of)),
        ("toLower" | "lower", []) => Scalar::Text(Text::Lower(of)),
        ("toUpper" | "upper", []) => Scalar::Text(Text::Upper(of)),
        ("left", &[take]) => Scalar::Text(Text::Part { of, skip: 0, take }),
        ("substring", &[skip]) => Scalar::Text(Text::Part { of, skip, take: usize::MAX }),
        ("substring", &[skip, take]) => Scalar::Text(Text::Part { of, skip, take }),
        _ => return None,
    })
}
