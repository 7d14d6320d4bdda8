//! Projections with aggregates: by what rows are grouped, and how each aggregate is computed.

use super::super::{Context, Row};
use super::Machine;
use super::aggregation::Aggregation;
use super::codes::{Codes, codes, groups as places};
use super::computed::Computed;
use super::groups::{Bound, By, Groups, Keys, Other, Wanted};
use super::keys::Keyed;
use super::route::{Output, Task, filler, known, plan, property, slot};
use super::seen::{Pairs, Seen, Table};
use super::sink::Sink;
use crate::graph::{Bits, Column, Values, View};
use crate::query::bind::bound::{Aggregate, BoundExpr, BoundKind, Slot};
use crate::query::error::QueryError;
use crate::query::functions::Body;
use crate::query::plan::gather::type_names;
use crate::query::plan::hanging::Hanging;
use crate::query::plan::logical::{Role, Var};
use crate::query::plan::mentions::mentioned;
use crate::query::plan::physical::Physical;
use crate::query::plan::scalar::{Leaves, Scalar, Whole};
use crate::query::plan::test::turned;
use crate::value::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many combinations of small things, each with keys of its own to compute, are told apart by what they look at.
const FEW: usize = 1 << 12;

/// The rows of a projection with aggregates.
pub(super) fn groups(
    context: &Context<'_>,
    task: &Task<'_, '_>,
    aggregates: &[Aggregate],
    mut output: Output<'_>,
) -> Result<Option<Vec<Row>>, QueryError> {
    let computed = Computed::new(context, task);
    let Some(plan) = plan(context, task, None) else { return Ok(None) };
    let view = task.view;
    let projection = task.projection;
    // Without aggregates all columns are keys: of each combination there is one row.
    let keys: Vec<&BoundExpr> = match projection.aggregates {
        Some(_) => projection.keys.iter().map(|at| &projection.items[*at].0).collect(),
        None => projection.items.iter().map(|(item, _)| item).collect(),
    };
    let key_slots: BTreeSet<Slot> = keys.iter().filter_map(|key| mentioned(key)).flatten().collect();
    let Some(mut key_vars) = key_slots.iter().map(|slot| known(task, *slot)).collect::<Option<Vec<Var>>>()
    else {
        return Ok(None);
    };
    key_vars.sort_unstable();
    key_vars.dedup();
    if key_vars.iter().any(|var| task.recipe.logical.role(*var) != Role::Match) {
        return Ok(None);
    }
    let kind_of = |key: &BoundExpr| match &key.kind {
        BoundKind::Call { function, arguments } if function.name == "type" => {
            match arguments.first().and_then(slot).and_then(|slot| task.recipe.logical.var(slot)) {
                Some(Var::Edge(edge)) => Some(edge),
                _ => None,
            }
        }
        _ => None,
    };
    // Different combinations of variables are different groups where each variable is a key, or a unique property of it.
    let settles = |var: &Var, key: &BoundExpr| match &key.kind {
        BoundKind::Slot(slot) => task.recipe.logical.var(*slot) == Some(*var),
        _ => property(context, task, view, key).is_some_and(|(column, of)| of == *var && column.is_unique()),
    };
    let expected = plan.steps.last().map_or(0.0, |step| step.rows);
    let settled = key_vars.iter().all(|var| keys.iter().any(|key| settles(var, key)));
    let (by, settled) = match (&keys[..], &key_vars[..]) {
        ([key], _) if kind_of(key).is_some() => (By::Kind(kind_of(key).unwrap_or(0)), true),
        (_, []) => (By::Nothing, true),
        (keys, _)
            if let Some(codes) = codes(context, task, keys, expected)
                && (codes.settled || codes.dense && places(&codes.all).is_some_and(|size| size <= FEW)) =>
        {
            let settled = codes.settled;
            match codes.led_by(plan.lead(view.frozen())) {
                Ok((lead, others, size)) => (By::Led(lead, Other::Codes(others), Table::new(size)), settled),
                Err(codes) => (By::Codes(codes), settled),
            }
        }
        (keys, _) if !settled && let Some(keyed) = Keyed::new(context, task, keys, expected) => {
            (By::Keyed(keyed), true)
        }
        (_, [one]) => (By::One(*one), settled),
        (_, &[one, two])
            if let Some((lead, other)) = led(view, &plan, [one, two])
                && is_dense(view, expected) =>
        {
            (By::Led(lead, Other::Var(other), Table::new(view.nodes())), settled)
        }
        _ => (By::Many(key_vars.clone()), settled),
    };
    let mut aggregations = Vec::new();
    for aggregate in aggregates {
        // Where a node that comes once is the key, all matches of a group come together.
        let together = settled
            && matches!(by, By::One(Var::Node(node)) if plan.lead(view.frozen()) == Some(node) && is_dense(view, expected));
        let Some(one) = aggregation(context, task, aggregate, (&by, together)) else { return Ok(None) };
        aggregations.push(one);
    }
    let merging = (!settled).then_some(keys);
    let keys = Keys { by, merging, vars: key_vars, rows: expected };
    let groups = Groups::new(context, view, keys, aggregations, filler(task));
    let sink = Sink::Groups(Box::new(groups));
    let mut machine = Machine::new(view, &plan, sink, context.run.limits, &computed);
    machine.go(context, task.first)?;
    if computed.has_failed() {
        return Ok(None);
    }
    let Sink::Groups(groups) = machine.sink else { return Ok(None) };
    // The aggregate that an expression is.
    let place = |expr: &BoundExpr| {
        let own = slot(expr)?;
        let (item, _) = projection.items.iter().find(|(_, slot)| *slot == own)?;
        let counted = slot(item)?;
        aggregates.iter().position(|aggregate| aggregate.slot == counted)
    };
    let first = output.projector.most().and_then(|most| {
        let (expr, descending) = projection.order.first()?;
        Some((place(expr)?, *descending, most))
    });
    let first = first.filter(|_| projection.filter.is_none() && !projection.distinct);
    // Behind SKIP and LIMIT a condition is about those that are left.
    let filter = projection.filter.iter().filter(|_| projection.skip.is_none() && projection.limit.is_none());
    let bounds = filter.flat_map(|filter| bounds(filter, &place)).collect();
    groups.finish(aggregates, Wanted { first, bounds }, |row| output.group(context, row))?;
    output.finish(context).map(Some)
}

/// What a condition on groups says of counts; there may be more to it.
fn bounds(filter: &BoundExpr, place: &dyn Fn(&BoundExpr) -> Option<usize>) -> Vec<Bound> {
    match &filter.kind {
        BoundKind::And(all) => all.iter().flat_map(|each| bounds(each, place)).collect(),
        BoundKind::Comparison { first, rest } => match &rest[..] {
            [(op, BoundExpr { kind: BoundKind::Constant(Value::Integer(number)), .. })] => {
                place(first).map(|place| Bound { place, op: *op, number: *number }).into_iter().collect()
            }
            [(op, second)] => match &first.kind {
                BoundKind::Constant(Value::Integer(number)) => place(second)
                    .map(|place| Bound { place, op: turned(*op), number: *number })
                    .into_iter()
                    .collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Which of two variables comes once, with all matches of it together, and which is the other.
pub(super) fn led(view: View<'_>, plan: &Physical, vars: [Var; 2]) -> Option<(Var, Var)> {
    let lead = Var::Node(plan.lead(view.frozen())?);
    match vars {
        [one, two @ Var::Node(_)] if one == lead => Some((one, two)),
        [two @ Var::Node(_), one] if one == lead => Some((one, two)),
        _ => None,
    }
}

/// Whether so many rows are worth a place for each node.
fn is_dense(view: View<'_>, rows: f64) -> bool {
    rows * 32.0 >= view.nodes() as f64
}

fn aggregation<'m, 'a>(
    context: &Context<'_>,
    task: &Task<'_, 'a>,
    aggregate: &'m Aggregate,
    (by, together): (&By<'_>, bool),
) -> Option<Aggregation<'m, 'a>> {
    let view = task.view;
    let Body::Aggregate(_) = aggregate.function.body else { return None };
    let argument = aggregate.arguments.first();
    let var = argument.and_then(slot).and_then(|slot| task.recipe.logical.var(slot));
    if let Some(var) = var.filter(|var| task.recipe.logical.role(*var) != Role::Match) {
        if !task.recipe.logical.is_found(var) {
            return None;
        }
        return Some(match (aggregate.function.name, aggregate.distinct) {
            ("count", false) => Aggregation::Present(var, Vec::new()),
            ("count", true) => Aggregation::Different(None, var, seen(view, var, by)),
            _ => Aggregation::Other(aggregate, Vec::new()),
        });
    }
    let column = argument.and_then(|argument| match argument.kind {
        BoundKind::Property { .. } => property(context, task, view, argument),
        _ => None,
    });
    // Of what an OPTIONAL MATCH may not have found there is no place in the column.
    let column = column.filter(|(_, var)| task.recipe.logical.role(*var) == Role::Match);
    let single = aggregate.arguments.len() <= 1;
    Some(match (aggregate.function.name, aggregate.distinct) {
        ("count", false) if argument.is_none() || var.is_some() => Aggregation::Rows(Vec::new()),
        ("count", false) if column.is_some() => {
            let (column, var) = column?;
            Aggregation::Values(column, var, Vec::new())
        }
        ("count", true) if var.is_some() || column.is_some() => {
            let (column, var) = match (var, column) {
                (Some(var), _) => (None, var),
                (None, Some((column, var))) => (Some(&**column), var),
                (None, None) => return None,
            };
            let seen = if together && var.is_node() && column.is_none_or(Column::is_unique) {
                Seen::Led(Table::new(view.nodes()), Vec::new())
            } else {
                seen(view, var, by)
            };
            Aggregation::Different(column, var, seen)
        }
        ("sum" | "avg", false)
            if let Some((column, var)) = column
                && is_number(column) =>
        {
            let mean = aggregate.function.name == "avg";
            Aggregation::Numbers { mean, column, var, tallies: Vec::new() }
        }
        ("min" | "max", _) if single && column.is_some() => {
            let (column, var) = column?;
            Aggregation::Extreme { column, var, larger: aggregate.function.name == "max", best: Vec::new() }
        }
        _ => {
            let rest = match &aggregate.arguments[..] {
                [_] => Some(None),
                [_, second] if let BoundKind::Constant(value) = &second.kind => Some(Some(value.clone())),
                _ => None,
            };
            match column.zip(rest) {
                Some(((column, var), rest)) => {
                    Aggregation::Fed { aggregate, column, var, rest, states: Vec::new() }
                }
                None if let Some(var) = var
                    && aggregate.arguments.len() == 1 =>
                {
                    Aggregation::Entities { aggregate, view, var, states: Vec::new() }
                }
                None => match &aggregate.arguments[..] {
                    [one] if let Some(codes) = coded(context, task, one) => {
                        let values = vec![None; places(&codes.all).unwrap_or(0)];
                        Aggregation::Coded { aggregate, codes, values, states: Vec::new() }
                    }
                    [one] if let Some(scalar) = Scalar::new(one, &Projected { context, task }) => {
                        let sums = matches!(aggregate.function.name, "sum" | "avg") && !aggregate.distinct;
                        if sums && !matches!(scalar, Scalar::Text(_)) {
                            let mean = aggregate.function.name == "avg";
                            return Some(Aggregation::Sums { mean, scalar, tallies: Vec::new() });
                        }
                        Aggregation::Computed { aggregate, scalar, states: Vec::new() }
                    }
                    _ => Aggregation::Other(aggregate, Vec::new()),
                },
            }
        }
    })
}

/// What tells apart what a group has seen of a variable, in whatever order it comes.
fn seen(view: View<'_>, var: Var, by: &By<'_>) -> Seen {
    let bound = if matches!(var, Var::Node(_)) { view.nodes() } else { view.edges() };
    match by {
        By::Nothing => Seen::Alone(Bits::new(bound)),
        _ => Seen::Grouped(Pairs::default()),
    }
}

/// What an argument looks at, where that is little.
pub(super) fn coded(context: &Context<'_>, task: &Task<'_, '_>, argument: &BoundExpr) -> Option<Codes> {
    let codes = codes(context, task, &[argument], f64::from(u16::MAX))?;
    let matched = codes.all.iter().all(|code| task.recipe.logical.role(code.var) == Role::Match);
    (codes.dense && matched).then_some(codes)
}

/// Whether all values are integers, or all are floats.
fn is_number(column: &Column) -> bool {
    matches!(
        column.values,
        Values::Integers(_) | Values::Small(_) | Values::Floats(_) | Values::Levels { .. }
    )
}

/// What expressions of a projection are computed from.
pub(super) struct Projected<'t, 'q, 'a> {
    pub(super) context: &'t Context<'t>,
    pub(super) task: &'t Task<'q, 'a>,
}

impl Leaves for Projected<'_, '_, '_> {
    fn column(&self, expr: &BoundExpr) -> Option<(Arc<Column>, Var)> {
        let BoundKind::Property { .. } = expr.kind else { return None };
        let (column, var) = property(self.context, self.task, self.task.view, expr)?;
        // Of what an OPTIONAL MATCH may not have found there is no place in the column.
        (self.task.recipe.logical.role(var) == Role::Match).then(|| (Arc::clone(column), var))
    }

    fn constant(&self, expr: &BoundExpr) -> Option<Value> {
        match &expr.kind {
            BoundKind::Constant(value) => Some(value.clone()),
            _ => None,
        }
    }

    fn types(&self, expr: &BoundExpr) -> Option<(Arc<[Arc<str>]>, Var)> {
        let logical = &self.task.recipe.logical;
        let BoundKind::Call { function, arguments } = &expr.kind else { return None };
        let ("type", [one]) = (function.name, &arguments[..]) else { return None };
        let var = logical.var(slot(one)?)?;
        let edge = matches!(var, Var::Edge(at) if logical.edges[at].repeat.is_none());
        (edge && logical.role(var) == Role::Match).then(|| (type_names(self.context.graph), var))
    }

    fn steps(&self, slot: Slot, is_path: bool) -> Option<Whole> {
        let logical = &self.task.recipe.logical;
        logical.steps(logical.var(slot)?, is_path)
    }

    fn degree(&self, hanging: &Hanging<'_>) -> Option<Whole> {
        let logical = &self.task.recipe.logical;
        let node = logical.var(hanging.slot).filter(|var| logical.role(*var) == Role::Match)?;
        hanging.degree(self.context.graph, self.task.view, node)
    }
}
