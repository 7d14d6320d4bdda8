//! Expressions over columns that cannot fail: arithmetic that cannot overflow, lengths and parts of texts. They are
//! computed from the columns as they stand, without a row.

use super::logical::Var;
use super::test::Registers;
use crate::graph::{Column, Values};
use crate::query::bind::bound::{BoundExpr, BoundKind};
use crate::value::{Operator, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// An expression; null where a property in it is missing.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Scalar {
    Whole(Whole),
    Real(Real),
    Text(Text),
}

/// An integer.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Whole {
    Column(Arc<Column>, Var),
    Constant(i64),
    Binary(Operator, Box<[Whole; 2]>),
    /// The number of characters.
    Length(Box<Text>),
}

/// A float.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Real {
    Column(Arc<Column>, Var),
    Constant(f64),
    Whole(Whole),
    Binary(Operator, Box<[Real; 2]>),
}

/// A text.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Text {
    Column(Arc<Column>, Var),
    Lower(Box<Text>),
    Upper(Box<Text>),
    /// So many characters after so many others.
    Part {
        of: Box<Text>,
        skip: usize,
        take: usize,
    },
}

/// What an expression is made from: the column of a property, or a constant.
pub trait Leaves {
    /// The column of the property that an expression is.
    fn column(&self, expr: &BoundExpr) -> Option<(Arc<Column>, Var)>;
    /// The value of an expression that is the same for all rows.
    fn constant(&self, expr: &BoundExpr) -> Option<Value>;
}

impl Scalar {
    /// Compiles an expression; nothing where it might fail, or is more than a computation.
    pub fn new(expr: &BoundExpr, leaves: &dyn Leaves) -> Option<Scalar> {
        match &expr.kind {
            BoundKind::Plus(_) | BoundKind::Minus(_) | BoundKind::Binary { .. } | BoundKind::Call { .. } => {
                Scalar::part(expr, leaves)
            }
            _ => None,
        }
    }

    fn part(expr: &BoundExpr, leaves: &dyn Leaves) -> Option<Scalar> {
        if let Some(value) = leaves.constant(expr) {
            return match value {
                Value::Integer(number) => Some(Scalar::Whole(Whole::Constant(number))),
                Value::Float(number) => Some(Scalar::Real(Real::Constant(number))),
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
        match &expr.kind {
            BoundKind::Plus(inner) => match Scalar::part(inner, leaves)? {
                Scalar::Text(_) => None,
                number => Some(number),
            },
            BoundKind::Minus(inner) => match Scalar::part(inner, leaves)? {
                Scalar::Whole(inner) => whole(Operator::Subtract, Whole::Constant(0), inner),
                // Zero minus zero is not minus zero.
                Scalar::Real(_) | Scalar::Text(_) => None,
            },
            BoundKind::Binary { op, left, right } => {
                let sign = op.operator().filter(|operator| *operator != Operator::Power)?;
                let real = |one, two| Some(Scalar::Real(Real::Binary(sign, Box::new([one, two]))));
                match (Scalar::part(left, leaves)?, Scalar::part(right, leaves)?) {
                    (Scalar::Whole(a), Scalar::Whole(b)) => whole(sign, a, b),
                    (Scalar::Real(a), Scalar::Real(b)) => real(a, b),
                    (Scalar::Whole(a), Scalar::Real(b)) => real(Real::Whole(a), b),
                    (Scalar::Real(a), Scalar::Whole(b)) => real(a, Real::Whole(b)),
                    _ => None,
                }
            }
            BoundKind::Call { function, arguments } => call(function.name, arguments, leaves),
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

    /// Whether it is null.
    pub fn is_missing(&self, registers: &Registers<'_>) -> bool {
        let mut missing = false;
        self.columns(&mut |column, var| missing |= column.is_missing(registers.get(var)));
        missing
    }

    /// Calls `visit` with each variable in it.
    pub fn vars(&self, visit: &mut dyn FnMut(Var)) {
        self.columns(&mut |_, var| visit(var));
    }

    fn columns(&self, visit: &mut dyn FnMut(&Column, Var)) {
        match self {
            Scalar::Whole(whole) => whole.columns(visit),
            Scalar::Real(real) => real.columns(visit),
            Scalar::Text(text) => text.columns(visit),
        }
    }
}

fn call(name: &str, arguments: &[BoundExpr], leaves: &dyn Leaves) -> Option<Scalar> {
    let (first, rest) = arguments.split_first()?;
    let Scalar::Text(text) = Scalar::part(first, leaves)? else { return None };
    let lengths = rest.iter().map(|argument| match leaves.constant(argument)? {
        Value::Integer(number) => usize::try_from(number).ok(),
        _ => None,
    });
    let lengths = lengths.collect::<Option<Vec<usize>>>()?;
    let of = Box::new(text);
    Some(match (name, &lengths[..]) {
        ("size" | "char_length" | "character_length", []) => Scalar::Whole(Whole::Length(of)),
        ("toLower" | "lower", []) => Scalar::Text(Text::Lower(of)),
        ("toUpper" | "upper", []) => Scalar::Text(Text::Upper(of)),
        ("left", &[take]) => Scalar::Text(Text::Part { of, skip: 0, take }),
        ("substring", &[skip]) => Scalar::Text(Text::Part { of, skip, take: usize::MAX }),
        ("substring", &[skip, take]) => Scalar::Text(Text::Part { of, skip, take }),
        _ => return None,
    })
}

/// The operation, if it cannot fail whatever the columns hold.
fn whole(sign: Operator, left: Whole, right: Whole) -> Option<Scalar> {
    if matches!(sign, Operator::Divide | Operator::Modulo)
        && !matches!(right, Whole::Constant(number) if number != 0)
    {
        return None;
    }
    let made = Whole::Binary(sign, Box::new([left, right]));
    let (least, most) = made.bounds();
    (i64::try_from(least).is_ok() && i64::try_from(most).is_ok()).then_some(Scalar::Whole(made))
}

impl Whole {
    /// Its value.
    #[inline]
    pub fn get(&self, registers: &Registers<'_>) -> Option<i64> {
        match self {
            Whole::Column(column, var) => column.whole(registers.get(*var)),
            Whole::Constant(number) => Some(*number),
            Whole::Binary(sign, operands) => {
                let (left, right) = (operands[0].get(registers)?, operands[1].get(registers)?);
                // The bounds say that nothing overflows, and the divisor is a constant other than zero.
                match sign {
                    Operator::Add => left.checked_add(right),
                    Operator::Subtract => left.checked_sub(right),
                    Operator::Multiply => left.checked_mul(right),
                    Operator::Divide => left.checked_div(right),
                    Operator::Modulo => Some(left.wrapping_rem(right)),
                    Operator::Power => None,
                }
            }
            Whole::Length(text) => text.get(registers).map(|text| {
                // Bytes that go on with a character are not counted.
                text.bytes().filter(|byte| byte & 0xc0 != 0x80).count() as i64
            }),
        }
    }

    /// The least and the most that it is, as far as its columns go; nothing if they are empty.
    #[expect(clippy::cast_possible_truncation, reason = "clamped")]
    pub fn range(&self) -> Option<(i64, i64)> {
        if let Whole::Column(column, _) = self {
            return column.range();
        }
        let (least, most) = self.bounds();
        let clamp = |bound: i128| bound.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
        Some((clamp(least), clamp(most)))
    }

    /// The least and the most that it can be.
    fn bounds(&self) -> (i128, i128) {
        match self {
            Whole::Column(column, _) if matches!(column.values, Values::Small(_)) => {
                (i128::from(i32::MIN), i128::from(i32::MAX))
            }
            Whole::Column(..) => (i128::from(i64::MIN), i128::from(i64::MAX)),
            Whole::Constant(number) => (i128::from(*number), i128::from(*number)),
            Whole::Length(_) => (0, i128::from(u32::MAX)),
            Whole::Binary(sign, operands) => {
                let ((a, b), (c, d)) = (operands[0].bounds(), operands[1].bounds());
                let all = match sign {
                    Operator::Add => [a + c, b + d, a + c, b + d],
                    Operator::Subtract => [a - d, b - c, a - d, b - c],
                    Operator::Multiply => [a * c, a * d, b * c, b * d],
                    // By one number that is not zero.
                    Operator::Divide => [a / c, b / c, 0, 0],
                    Operator::Modulo => [-(c.abs() - 1), c.abs() - 1, 0, 0],
                    Operator::Power => [i128::MIN, i128::MAX, 0, 0],
                };
                (all.into_iter().min().unwrap_or(0), all.into_iter().max().unwrap_or(0))
            }
        }
    }

    fn columns(&self, visit: &mut dyn FnMut(&Column, Var)) {
        match self {
            Whole::Column(column, var) => visit(column, *var),
            Whole::Constant(_) => {}
            Whole::Binary(_, operands) => operands.iter().for_each(|operand| operand.columns(visit)),
            Whole::Length(text) => text.columns(visit),
        }
    }
}

impl Real {
    /// Its value.
    #[inline]
    pub fn get(&self, registers: &Registers<'_>) -> Option<f64> {
        match self {
            Real::Column(column, var) => {
                let at = registers.get(*var);
                if column.is_missing(at) {
                    return None;
                }
                match &column.values {
                    Values::Floats(all) => Some(all[at as usize]),
                    Values::Levels { codes, levels } => levels.get(usize::from(codes[at as usize])).copied(),
                    _ => None,
                }
            }
            Real::Constant(number) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "as openCypher has it")]
            Real::Whole(whole) => whole.get(registers).map(|number| number as f64),
            Real::Binary(sign, operands) => {
                let (left, right) = (operands[0].get(registers)?, operands[1].get(registers)?);
                Some(sign.floats(left, right))
            }
        }
    }

    fn columns(&self, visit: &mut dyn FnMut(&Column, Var)) {
        match self {
            Real::Column(column, var) => visit(column, *var),
            Real::Constant(_) => {}
            Real::Whole(whole) => whole.columns(visit),
            Real::Binary(_, operands) => operands.iter().for_each(|operand| operand.columns(visit)),
        }
    }
}

impl Text {
    /// Its value.
    pub fn get<'s>(&'s self, registers: &Registers<'_>) -> Option<Cow<'s, str>> {
        Some(match self {
            Text::Column(column, var) => Cow::Borrowed(column.text(registers.get(*var))?),
            Text::Lower(of) => Cow::Owned(of.get(registers)?.to_lowercase()),
            Text::Upper(of) => Cow::Owned(of.get(registers)?.to_uppercase()),
            Text::Part { of, skip, take } => {
                let cut = |text: &str| {
                    let from = after(text, *skip);
                    from..from + after(&text[from..], *take)
                };
                match of.get(registers)? {
                    Cow::Borrowed(text) => Cow::Borrowed(&text[cut(text)]),
                    Cow::Owned(text) => Cow::Owned(text[cut(&text)].to_owned()),
                }
            }
        })
    }

    fn columns(&self, visit: &mut dyn FnMut(&Column, Var)) {
        match self {
            Text::Column(column, var) => visit(column, *var),
            Text::Lower(of) | Text::Upper(of) | Text::Part { of, .. } => of.columns(visit),
        }
    }
}

/// Where so many characters end.
fn after(text: &str, characters: usize) -> usize {
    if characters >= text.len() {
        return text.len();
    }
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registers() -> Registers<'static> {
        Registers { nodes: vec![0], edges: vec![], row: 0, outside: None }
    }

    #[test]
    fn what_could_fail_is_not_compiled() {
        let number = Whole::Constant;
        for (sign, left, right) in [
            (Operator::Add, i64::MAX, 1),
            (Operator::Subtract, i64::MIN, 1),
            (Operator::Multiply, i64::MAX, 2),
            (Operator::Divide, 1, 0),
            (Operator::Modulo, 1, 0),
            (Operator::Divide, i64::MIN, -1),
        ] {
            assert!(whole(sign, number(left), number(right)).is_none(), "{left} {sign:?} {right}");
        }
        let minus =
            whole(Operator::Modulo, number(i64::MIN), number(-1)).map(|scalar| scalar.value(&registers()));
        assert_eq!(minus, Some(Value::Integer(0)));
        let seven = whole(Operator::Divide, number(-15), number(2)).map(|scalar| scalar.value(&registers()));
        assert_eq!(seven, Some(Value::Integer(-7)));
    }

    #[test]
    fn columns_are_as_large_as_their_type() {
        let small =
            Arc::new(Column::new(2, || [Some(Value::Integer(i64::from(i32::MAX))), None].into_iter()));
        let column = || Whole::Column(Arc::clone(&small), Var::Node(0));
        let square = whole(Operator::Multiply, column(), column()).unwrap();
        assert_eq!(square.value(&registers()), Value::Integer(i64::from(i32::MAX).pow(2)));
        let Scalar::Whole(square) = square else { panic!("an integer") };
        assert!(whole(Operator::Multiply, square, column()).is_none());
        let missing = Registers { nodes: vec![1], ..registers() };
        let sum = whole(Operator::Add, column(), Whole::Constant(1)).unwrap();
        assert!(sum.is_missing(&missing) && sum.value(&missing).is_null());
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!([0, 1, 2, 3, 9].map(|count| after("aé€", count)), [0, 1, 3, 6, 6]);
        let texts = ["Äpfel", "b", "", "cd", "e"].map(|text| Some(Value::from(text)));
        let column = Arc::new(Column::new(5, || texts.clone().into_iter()));
        let of = || Box::new(Text::Column(Arc::clone(&column), Var::Node(0)));
        let part = Text::Part { of: of(), skip: 1, take: 2 };
        assert_eq!(part.get(&registers()).as_deref(), Some("pf"));
        let lower = Text::Part { of: Box::new(Text::Lower(of())), skip: 0, take: 1 };
        assert_eq!(lower.get(&registers()).as_deref(), Some("ä"));
        assert_eq!(Whole::Length(of()).get(&registers()), Some(5));
    }
}
