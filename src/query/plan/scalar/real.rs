//! Expressions that are floats.

use super::Whole;
use crate::graph::{Column, Values};
use crate::query::plan::logical::Var;
use crate::query::plan::test::Registers;
use crate::value::Operator;
use std::sync::Arc;

/// A float.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "as they read")]
pub enum Real {
    Column(Arc<Column>, Var),
    Constant(f64),
    Whole(Whole),
    Binary(Operator, Box<[Real; 2]>),
    /// A function of it.
    Call(fn(f64) -> f64, Box<Real>),
    /// Another where it is null.
    Or(Box<[Real; 2]>),
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
            Real::Call(compute, of) => of.get(registers).map(compute),
            Real::Or(either) => either[0].get(registers).or_else(|| either[1].get(registers)),
            Real::Binary(sign, operands) => {
                let (left, right) = (operands[0].get(registers)?, operands[1].get(registers)?);
                Some(sign.floats(left, right))
            }
        }
    }

    pub(super) fn vars(&self, visit: &mut dyn FnMut(Var)) {
        match self {
            Real::Column(_, var) => visit(*var),
            Real::Constant(_) => {}
            Real::Whole(whole) => whole.vars(visit),
            Real::Call(_, of) => of.vars(visit),
            Real::Binary(_, operands) | Real::Or(operands) => {
                operands.iter().for_each(|operand| operand.vars(visit));
            }
        }
    }
}
