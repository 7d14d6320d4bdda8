//! What expressions are made from, while a plan is gathered: the columns, constants and lengths that are known by then.

use super::Gatherer;
use crate::graph::{Column, GraphRead};
use crate::query::bind::bound::{BoundExpr, BoundKind, Slot};
use crate::query::plan::hanging::Hanging;
use crate::query::plan::logical::{Role, Var};
use crate::query::plan::scalar::{Leaves, Whole};
use crate::query::plan::test::Operand;
use crate::value::Value;
use std::sync::Arc;
impl Leaves for Gatherer<'_> {
    fn column(&self, expr: &BoundExpr) -> Option<(Arc<Column>, Var)> {
        if let Some(names) = &self.type_names {
            return Some((Arc::clone(names), self.type_of(expr)?));
        }
        let BoundKind::Property { subject, key } = &expr.kind else { return None };
        let var = self.slot_of(subject).filter(|var| !var.is_repeated())?;
        match self.column(var, key) {
            Operand::Column(column, var) => Some((column, var)),
            _ => None,
        }
    }

    fn constant(&self, expr: &BoundExpr) -> Option<Value> {
        (self.constant)(expr)
    }

    fn types(&self, expr: &BoundExpr) -> Option<(Arc<[Arc<str>]>, Var)> {
        let var = self.type_of(expr)?;
        let whole = self.type_names.is_none() && !var.is_repeated();
        (whole && self.logical.role(var) == Role::Match).then(|| (type_names(self.graph), var))
    }

    fn steps(&self, slot: Slot, is_path: bool) -> Option<Whole> {
        self.logical.steps(*self.slots.get(&slot)?, is_path)
    }

    fn degree(&self, hanging: &Hanging<'_>) -> Option<Whole> {
        let node = *self.slots.get(&hanging.slot).filter(|var| self.logical.role(**var) == Role::Match)?;
        hanging.degree(self.graph, self.view, node)
    }
}

/// The names of all types, by their numbers.
pub fn type_names(graph: &dyn GraphRead) -> Arc<[Arc<str>]> {
    let types = &graph.names().types;
    types.iter().map(|(id, _)| types.shared(id)).collect()
}
