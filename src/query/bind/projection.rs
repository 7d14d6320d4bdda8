//! `WITH` and `RETURN`: columns, grouping, and what `ORDER BY` sees.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Binder;
use super::aggregate::{has_aggregate, is_aggregate_call, ungrouped};
use super::bound::{BoundExpr, BoundKind, BoundProjection, Slot};
use super::expression::Place;
use super::scope::Scope;
use super::types::Type;
use crate::query::error::{ErrorKind, QueryError};
use crate::query::syntax::ast::{At, Expr, ExprKind, Projection, ProjectionItem, Written};
use crate::value::{Value, ValueType};

/// How `ORDER BY` looks at what was projected.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum OrderScope {
    /// Only projected expressions are left.
    Closed,
    /// The variables from before are still there.
    Open,
}

/// The most projections of a statement: each widens the row, and makes a new one of each.
const MAX_PROJECTIONS: usize = 2000;

/// The columns of a projection and their slots.
pub(super) type Columns = Vec<(Arc<str>, Slot)>;

impl Binder<'_> {
    /// While `ORDER BY` is bound: the slot of a projected expression that is the same as this one.
    pub(super) fn projected_slot(&self, expr: &Expr) -> Result<Option<Slot>, QueryError> {
        if self.projected.is_empty() || self.in_aggregate {
            return Ok(None);
        }
        if matches!(expr.kind, ExprKind::Variable(_)) && self.order == Some(OrderScope::Open) {
            return Ok(None);
        }
        Ok(self.projected.iter().find(|(projected, _)| projected == expr).map(|(_, slot)| *slot))
    }

    /// Binds a projection; the scope is then that of the projected names.
    pub(super) fn projection(
        &mut self,
        projection: &Projection,
        returns: bool,
        at: At,
    ) -> Result<(BoundProjection, Columns), QueryError> {
        let mut stars: Vec<ProjectionItem> = Vec::new();
        if projection.star {
            if self.scope.is_empty() && returns && projection.items.is_empty() {
                let message = "there are no variables in scope for `*` to stand for";
                return Err(QueryError::syntax("NoVariablesInScope", at.0, message));
            }
            for (name, _) in self.scope.sorted() {
                let expr = Expr { kind: ExprKind::Variable(Arc::clone(&name)), at };
                stars.push(ProjectionItem { expr, alias: None, text: Written(name) });
            }
        }
        let items: Vec<&ProjectionItem> = stars.iter().chain(&projection.items).collect();
        let aggregating = items.iter().any(|item| has_aggregate(&item.expr));
        self.check_grouping(&items)?;

        let mut bound = BoundProjection { distinct: projection.distinct, ..BoundProjection::default() };
        let mut columns: Columns = Vec::new();
        let mut taken = FxHashSet::default();
        let mut scope = Scope::default();
        self.aggregates.clear();
        self.projections += 1;
        if self.projections > MAX_PROJECTIONS {
            let message = format!("more than {MAX_PROJECTIONS} WITH and RETURN in one statement");
            let error = QueryError::compile(ErrorKind::ResourceError, "TooManySteps", at.0, message);
            return Err(error.hint("part it into several statements, or UNWIND a list"));
        }
        for (index, item) in items.iter().enumerate() {
            let is_key = !has_aggregate(&item.expr);
            let (expr, of) = self.expr(&item.expr, Place::Aggregating)?;
            let name = match (&item.alias, &item.expr.kind) {
                (Some(alias), _) => Arc::clone(&alias.name),
                (None, ExprKind::Variable(name)) => Arc::clone(name),
                (None, _) => Arc::clone(&item.text.0),
            };
            let named = item.alias.is_some() || matches!(item.expr.kind, ExprKind::Variable(_));
            if !taken.insert(Arc::clone(&name)) {
                let message = format!("two columns are named `{name}`");
                return Err(QueryError::syntax("ColumnNameConflict", item.expr.span(), message));
            }
            let slot = self.new_slot();
            self.names.push((slot, Arc::clone(&name)));
            if named {
                scope.set(Arc::clone(&name), slot, of);
            }
            if is_key {
                bound.keys.push(index);
            }
            columns.push((name, slot));
            bound.items.push((expr, slot));
        }
        self.order_by(projection, &items, &columns, scope.clone(), aggregating, &mut bound)?;
        if !returns
            && let Some(item) = items
                .iter()
                .find(|item| item.alias.is_none() && !matches!(item.expr.kind, ExprKind::Variable(_)))
        {
            let error = QueryError::syntax(
                "NoExpressionAlias",
                item.expr.span(),
                "an expression in WITH needs a name",
            );
            return Err(error.hint(format!("write {} AS name", item.text.0)));
        }
        let aggregates = std::mem::take(&mut self.aggregates);
        bound.aggregates = aggregating.then_some(aggregates);
        bound.skip = self.count(projection.skip.as_ref(), "SKIP")?;
        bound.limit = self.count(projection.limit.as_ref(), "LIMIT")?;
        if let Some(filter) = &projection.filter {
            // WHERE sees what was projected, and what was there before unless rows were grouped or made distinct.
            let mut both =
                if aggregating || projection.distinct { Scope::default() } else { self.scope.clone() };
            for (name, variable) in scope.sorted() {
                both.set(name, variable.slot, variable.of);
            }
            self.scope = both;
            if aggregating || projection.distinct {
                let projected = items.iter().zip(&columns).filter(|(item, _)| !has_aggregate(&item.expr));
                self.projected = projected.map(|(item, (_, slot))| (item.expr.clone(), *slot)).collect();
                self.projected.retain(|(expr, _)| !matches!(expr.kind, ExprKind::Variable(_)));
            }
            let condition = self.condition(filter);
            self.projected.clear();
            bound.filter = Some(condition?);
        }
        self.scope = scope;
        Ok((bound, columns))
    }

    /// Whether a WITH only says which variables there are from then on. They are then what they were before.
    pub(super) fn passes_on(&mut self, projection: &BoundProjection) -> bool {
        let BoundProjection { items, aggregates, order, skip, limit, filter, distinct, .. } = projection;
        let plain = aggregates.is_none() && order.is_empty() && filter.is_none() && !distinct;
        if !plain || skip.is_some() || limit.is_some() {
            return false;
        }
        let source = |(expr, own): &(BoundExpr, Slot)| match expr.kind {
            BoundKind::Slot(source) => Some((*own, source)),
            _ => None,
        };
        let Some(sources) = items.iter().map(source).collect::<Option<Vec<_>>>() else { return false };
        let mut scope = Scope::default();
        for (name, variable) in self.scope.iter() {
            let source = sources.iter().find(|(own, _)| *own == variable.slot);
            let slot = source.map_or(variable.slot, |(_, source)| *source);
            scope.set(Arc::clone(name), slot, variable.of.clone());
        }
        self.scope = scope;
        true
    }

    fn check_grouping(&self, items: &[&ProjectionItem]) -> Result<(), QueryError> {
        let keys: Vec<&Expr> = items.iter().map(|i| &i.expr).filter(|e| !has_aggregate(e)).collect();
        for item in items.iter().filter(|item| has_aggregate(&item.expr)) {
            if let Some(part) = ungrouped(&item.expr, &keys, &mut Vec::new()) {
                if let ExprKind::Variable(name) = &part.kind {
                    self.variable(name, part.span())?;
                }
                return Err(ambiguous(part));
            }
        }
        Ok(())
    }

    fn order_by(
        &mut self,
        projection: &Projection,
        items: &[&ProjectionItem],
        columns: &Columns,
        projected: Scope,
        aggregating: bool,
        bound: &mut BoundProjection,
    ) -> Result<(), QueryError> {
        if projection.order.is_empty() {
            return Ok(());
        }
        let closed = aggregating || projection.distinct;
        let before = self.scope.clone();
        self.projected =
            items.iter().zip(columns).map(|(item, (_, slot))| (item.expr.clone(), *slot)).collect();
        let mut scope = if closed { Scope::default() } else { before.clone() };
        for (name, variable) in projected.sorted() {
            scope.set(name, variable.slot, variable.of);
        }
        // A name that now means something else is not the projected expression of that name.
        self.projected.retain(|(expr, slot)| match &expr.kind {
            ExprKind::Variable(name) => projected.get(name).is_none_or(|v| v.slot == *slot),
            _ => true,
        });
        self.order = Some(if closed { OrderScope::Closed } else { OrderScope::Open });
        self.scope = scope;
        let result = projection.order.iter().try_for_each(|(expr, descending)| {
            if has_aggregate(expr) {
                if !aggregating {
                    let message = "ORDER BY can hold an aggregate only after one was projected";
                    return Err(QueryError::syntax("InvalidAggregation", expr.span(), message));
                }
                self.check_order_aggregate(expr, items)?;
            }
            let place = if aggregating { Place::Aggregating } else { Place::Plain };
            let (key, _) = self.expr(expr, place)?;
            bound.order.push((key, *descending));
            Ok(())
        });
        self.projected.clear();
        self.order = None;
        self.scope = before;
        result
    }

    /// Beside an aggregate in `ORDER BY` only projected variables and properties may stand.
    fn check_order_aggregate(&self, expr: &Expr, items: &[&ProjectionItem]) -> Result<(), QueryError> {
        let mut keys: Vec<&Expr> = items.iter().map(|item| &item.expr).collect();
        let aliases: Vec<Expr> = self
            .scope
            .names()
            .map(|name| Expr { kind: ExprKind::Variable(Arc::clone(name)), at: At::default() })
            .collect();
        keys.extend(aliases.iter());
        let Some(part) = ungrouped(expr, &keys, &mut Vec::new()) else { return Ok(()) };
        let projected_within = items.iter().any(|item| {
            !has_aggregate(&item.expr) && contains(expr, &item.expr) && !is_aggregate_call(&item.expr)
        });
        if projected_within {
            return Err(ambiguous(part));
        }
        match &part.kind {
            ExprKind::Variable(name) => Err(self.undefined(name, part.span())),
            _ => Err(ambiguous(part)),
        }
    }

    /// `SKIP` and `LIMIT`: constant, and not negative.
    fn count(&mut self, expr: Option<&Expr>, clause: &str) -> Result<Option<BoundExpr>, QueryError> {
        let Some(expr) = expr else { return Ok(None) };
        let before = std::mem::take(&mut self.scope);
        let bound = self.expr(expr, Place::Plain);
        self.scope = before;
        let (bound, of) = match bound {
            Err(error) if error.detail == "UndefinedVariable" => {
                let message = format!("{clause} cannot depend on variables");
                return Err(QueryError::syntax("NonConstantExpression", expr.span(), message));
            }
            other => other?,
        };
        if let BoundKind::Constant(Value::Integer(n)) = bound.kind
            && n < 0
        {
            let message = format!("{clause} cannot be negative");
            return Err(QueryError::syntax("NegativeIntegerArgument", expr.span(), message));
        }
        if !of.may_be(&[ValueType::Integer]) || of == Type::NULL {
            let message = format!("{clause} needs an integer");
            return Err(QueryError::syntax("InvalidArgumentType", expr.span(), message));
        }
        Ok(Some(bound))
    }
}

fn contains(expr: &Expr, part: &Expr) -> bool {
    let mut found = expr == part;
    super::aggregate::children(expr, &mut |child| found = found || contains(child, part));
    found
}

fn ambiguous(part: &Expr) -> QueryError {
    let message = "beside an aggregate only constants and what is projected on its own can stand";
    QueryError::syntax("AmbiguousAggregationExpression", part.span(), message)
        .hint("project this on its own in a WITH before")
}
