//! Expressions that are integers.

use super::Text;
use crate::graph::{Column, Labelled, Values};
use crate::query::plan::logical::Var;
use crate::query::plan::physical::List;
use crate::query::plan::test::Registers;
use crate::value::Operator;
use std::sync::Arc;

/// An integer.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Whole {
    Column(Arc<Column>, Var),
    Constant(i64),
    Binary(Operator, Box<[Whole; 2]>),
    /// Without its sign.
    Abs(Box<Whole>),
    /// −1, 0 or 1.
    Sign(Box<Whole>),
    /// Another where it is null.
    Or(Box<[Whole; 2]>),
    /// The number of characters.
    Length(Box<Text>),
    /// How many relationships a repeated one stands for: at least and at most so many.
    Steps(Var, u32, u32),
    /// How many relationships of a node there are, and with a label how many of them lead to a node that has it.
    Degree(Box<List>, Option<Arc<Labelled>>, Var),
}

/// The operation, if it cannot fail whatever the columns hold.
pub(super) fn checked(sign: Operator, left: Whole, right: Whole) -> Option<Whole> {
    if matches!(sign, Operator::Divide | Operator::Modulo)
        && !matches!(right, Whole::Constant(number) if number != 0)
    {
        return None;
    }
    let made = Whole::Binary(sign, Box::new([left, right]));
    let (least, most) = made.bounds();
    (i64::try_from(least).is_ok() && i64::try_from(most).is_ok()).then_some(made)
}

impl Whole {
    /// Its value.
    #[inline]
    pub fn get(&self, registers: &Registers<'_>) -> Option<i64> {
        match self {
            Whole::Column(column, var) => column.whole(registers.get(*var)),
            Whole::Constant(number) => Some(*number),
            Whole::Steps(var, ..) => Some(i64::from(registers.get(*var))),
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
            Whole::Abs(of) => of.get(registers).and_then(i64::checked_abs),
            Whole::Sign(of) => of.get(registers).map(i64::signum),
            Whole::Or(either) => either[0].get(registers).or_else(|| either[1].get(registers)),
            Whole::Degree(list, label, var) => {
                let count = registers.outside?.degree(list, label.as_deref(), registers.get(*var));
                Some(i64::try_from(count).unwrap_or(i64::MAX))
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

    /// Whether it is always larger than a number.
    pub(super) fn is_above(&self, number: i64) -> bool {
        self.bounds().0 > i128::from(number)
    }

    /// The least and the most that it can be.
    fn bounds(&self) -> (i128, i128) {
        match self {
            Whole::Column(column, _) if matches!(column.values, Values::Small(_)) => {
                (i128::from(i32::MIN), i128::from(i32::MAX))
            }
            Whole::Column(..) => (i128::from(i64::MIN), i128::from(i64::MAX)),
            Whole::Constant(number) => (i128::from(*number), i128::from(*number)),
            Whole::Steps(_, least, most) => (i128::from(*least), i128::from(*most)),
            Whole::Length(_) | Whole::Degree(..) => (0, i128::from(u32::MAX)),
            Whole::Sign(_) => (-1, 1),
            Whole::Abs(of) => {
                let (least, most) = of.bounds();
                (0, least.abs().max(most.abs()))
            }
            Whole::Or(either) => {
                let ((a, b), (c, d)) = (either[0].bounds(), either[1].bounds());
                (a.min(c), b.max(d))
            }
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

    pub(super) fn vars(&self, visit: &mut dyn FnMut(Var)) {
        match self {
            Whole::Column(_, var) | Whole::Degree(_, _, var) | Whole::Steps(var, ..) => visit(*var),
            Whole::Constant(_) => {}
            Whole::Binary(_, operands) | Whole::Or(operands) => {
                operands.iter().for_each(|operand| operand.vars(visit));
            }
            Whole::Abs(of) | Whole::Sign(of) => of.vars(visit),
            Whole::Length(text) => text.vars(visit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    fn registers() -> Registers<'static> {
        Registers { nodes: vec![0], ..Registers::default() }
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
            assert!(checked(sign, number(left), number(right)).is_none(), "{left} {sign:?} {right}");
        }
        let minus =
            checked(Operator::Modulo, number(i64::MIN), number(-1)).map(|whole| whole.get(&registers()));
        assert_eq!(minus, Some(Some(0)));
        let seven = checked(Operator::Divide, number(-15), number(2)).map(|whole| whole.get(&registers()));
        assert_eq!(seven, Some(Some(-7)));
    }

    #[test]
    fn columns_are_as_large_as_their_type() {
        let small =
            Arc::new(Column::new(2, || [Some(Value::Integer(i64::from(i32::MAX))), None].into_iter()));
        let column = || Whole::Column(Arc::clone(&small), Var::Node(0));
        let square = checked(Operator::Multiply, column(), column()).unwrap();
        assert_eq!(square.get(&registers()), Some(i64::from(i32::MAX).pow(2)));
        assert!(checked(Operator::Multiply, square, column()).is_none());
        let missing = Registers { nodes: vec![1], ..registers() };
        let sum = checked(Operator::Add, column(), Whole::Constant(1)).unwrap();
        assert_eq!(sum.get(&missing), None);
    }
}
