//! What a projection without aggregates shows of the matches, and by what it orders them: columns of properties, and what is
//! computed from them.

use super::super::Context;
use super::grouping::Projected;
use super::route::{Task, filler, property, slot};
use super::sink::{Filler, Item};
use super::top::Rank;
use crate::graph::{Column, Values, View};
use crate::query::bind::bound::{BoundExpr, BoundKind, Slot};
use crate::query::plan::logical::{Role, Var};
use crate::query::plan::scalar::Scalar;
use std::sync::Arc;

/// What rows take from the matches.
pub(super) struct Columns {
    pub(super) filler: Filler,
    pub(super) items: Option<Vec<(Slot, Item)>>,
    /// What to order by; true: descending.
    pub(super) order: Option<Vec<(Ordered, bool)>>,
}

/// What rows are ordered by.
pub(super) enum Ordered {
    Column(Arc<Column>, Var),
    Scalar(Scalar),
}

impl Ordered {
    pub(super) fn rank(&self) -> Rank<'_> {
        match self {
            Ordered::Column(column, var) => Rank::Column(column, *var),
            Ordered::Scalar(scalar) => Rank::Scalar(scalar),
        }
    }
}

/// What rows take from the matches.
pub(super) fn columns<'t>(context: &Context<'_>, task: &'t Task<'_, '_>) -> &'t Columns {
    task.recipe.columns.get_or_init(|| Columns {
        filler: filler(task),
        items: items(context, task),
        order: order_columns(context, task, task.view),
    })
}

/// What the projection's columns show, if each is a variable or a property whose column is there.
fn items(context: &Context<'_>, task: &Task<'_, '_>) -> Option<Vec<(Slot, Item)>> {
    let view = task.view;
    let items = task.projection.items.iter().map(|(expr, own)| {
        let item = match &expr.kind {
            BoundKind::Slot(slot) => Item::Entity(task.recipe.logical.var(*slot)?),
            BoundKind::Property { subject, key } => {
                let var = task.recipe.logical.var(slot(subject)?)?;
                let key = context.graph.names().keys.id(key)?;
                match view.known_column(var.is_node(), key) {
                    Some(column) => Item::Property(Arc::clone(column), var),
                    None => Item::Stored(key, var),
                }
            }
            BoundKind::Constant(value) => Item::Constant(value.clone()),
            BoundKind::Call { function, arguments } if function.name == "type" => match &arguments[..] {
                [one] => match task.recipe.logical.var(slot(one)?)? {
                    var @ Var::Edge(_) => Item::Type(var),
                    _ => return None,
                },
                _ => return None,
            },
            _ => Item::Scalar(Scalar::new(expr, &Projected { context, task })?),
        };
        Some((*own, item))
    });
    items.collect()
}

/// What to order by, where all keys are properties of variables or computed from them and duplicates do not matter.
fn order_columns(context: &Context<'_>, task: &Task<'_, '_>, view: View<'_>) -> Option<Vec<(Ordered, bool)>> {
    let projection = task.projection;
    if projection.order.is_empty() {
        return None;
    }
    let keys = projection.order.iter().map(|(expr, descending)| {
        if let Some((column, var)) = property(context, task, view, expr) {
            (task.recipe.logical.role(var) == Role::Match).then_some(())?;
            return Some((Ordered::Column(Arc::clone(column), var), *descending));
        }
        let expr = match slot(expr) {
            Some(own) => &projection.items.iter().find(|(_, slot)| *slot == own)?.0,
            None => expr,
        };
        Some((Ordered::Scalar(Scalar::new(expr, &Projected { context, task })?), *descending))
    });
    let keys: Vec<_> = keys.collect::<Option<_>>()?;
    // Rows that stand at one place in the order are the same where all that they show is ordered by.
    let ordered = |item: &BoundExpr| {
        property(context, task, view, item).is_some_and(|(column, var)| {
            let same = |(key, _): &(Ordered, bool)| matches!(key, Ordered::Column(key, of) if Arc::ptr_eq(key, column) && *of == var);
            !matches!(column.values, Values::Mixed(_) | Values::Floats(_)) && keys.iter().any(same)
        })
    };
    (!projection.distinct || projection.items.iter().all(|(item, _)| ordered(item))).then_some(keys)
}
