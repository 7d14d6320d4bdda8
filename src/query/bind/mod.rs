//! Syntax tree → bound query: scopes, kinds of variables, aggregation, and every error that can be found before the
//! query runs.

mod across;
mod aggregate;
pub mod bound;
mod clause;
mod expression;
mod functions;
mod group;
mod literal;
mod pattern;
mod projection;
mod scope;
mod types;

use std::sync::Arc;

use bound::{Aggregate, BoundQuery, Slot};
use scope::Scope;
use types::Type;

use super::error::{ErrorKind, QueryError, nearest};
use super::procedures::Procedures;
use super::result::Parameters;
use super::syntax::ast::{ClauseKind, Expr, Query, SingleQuery, SubqueryKind};
use crate::span::Span;

/// The most steps of matching that may follow each other without WITH: each takes some of the program's stack.
pub(super) const MAX_STEPS: usize = 1000;

/// The error for more.
pub(super) fn too_many_steps(steps: usize) -> QueryError {
    let message = format!("{steps} steps of matching in a row are too many: at most {MAX_STEPS}");
    let error = QueryError::runtime(ErrorKind::ResourceError, "TooManySteps", message);
    error.hint("put a WITH between them")
}

/// Binds a query. Parameters are needed to say which are missing, procedures to say what they yield.
pub fn bind(
    query: &Query,
    parameters: &Parameters,
    procedures: &Procedures,
) -> Result<BoundQuery, QueryError> {
    let mut binder = Binder {
        parameters,
        procedures,
        scope: Scope::default(),
        width: 0,
        aggregates: Vec::new(),
        in_aggregate: false,
        projected: Vec::new(),
        order: None,
        operand: None,
        importing: false,
        names: Vec::new(),
        projections: 0,
        writes: false,
    };
    let mut bound = binder.query(query, None)?;
    bound.width = binder.width;
    bound.writes = binder.writes;
    bound.names = binder.names;
    Ok(bound)
}

struct Binder<'a> {
    parameters: &'a Parameters,
    procedures: &'a Procedures,
    scope: Scope,
    width: usize,
    /// The aggregates of the projection at hand.
    aggregates: Vec<Aggregate>,
    in_aggregate: bool,
    /// While `ORDER BY` is bound: the projected expressions and their slots.
    projected: Vec<(Expr, Slot)>,
    order: Option<projection::OrderScope>,
    /// What the CASE at hand looks at.
    operand: Option<Slot>,
    /// Whether the query at hand is a subquery that says with its first WITH what it takes from outside.
    importing: bool,
    /// What the slots are called.
    names: Vec<(Slot, Arc<str>)>,
    /// How many there have been.
    projections: usize,
    writes: bool,
}

impl Binder<'_> {
    fn new_slot(&mut self) -> Slot {
        self.width += 1;
        self.width - 1
    }

    /// Puts a variable into scope.
    fn set(&mut self, name: Arc<str>, slot: Slot, of: Type) {
        self.names.push((slot, Arc::clone(&name)));
        self.scope.set(name, slot, of);
    }

    fn variable(&self, name: &str, span: Span) -> Result<(Slot, Type), QueryError> {
        match self.scope.get(name) {
            Some(variable) => Ok((variable.slot, variable.of.clone())),
            None => Err(self.undefined(name, span)),
        }
    }

    fn undefined(&self, name: &str, span: Span) -> QueryError {
        let error = QueryError::syntax(
            "UndefinedVariable",
            span,
            format!("the variable `{name}` is not defined here"),
        );
        match nearest(name, self.scope.names().map(AsRef::as_ref)) {
            Some(known) => error.hint(format!("did you mean `{known}`?")),
            None if self.scope.is_empty() => error,
            None => {
                let names: Vec<_> = self.scope.names().map(AsRef::as_ref).take(8).collect();
                error.hint(format!("in scope: {}", names.join(", ")))
            }
        }
    }

    /// A query with the variables in scope as its input.
    fn query(&mut self, query: &Query, within: Option<SubqueryKind>) -> Result<BoundQuery, QueryError> {
        if let Some((first_all, _)) = query.rest.first()
            && let Some((_, odd)) = query.rest.iter().find(|(all, _)| all != first_all)
        {
            let message = "UNION and UNION ALL cannot be mixed";
            return Err(QueryError::syntax("InvalidClauseComposition", odd.at.0, message));
        }
        let outer = self.scope.clone();
        let importing = std::mem::take(&mut self.importing);
        let mut parts = Vec::new();
        let mut columns: Vec<(Arc<str>, Vec<Slot>)> = Vec::new();
        for (index, single) in
            std::iter::once(&query.first).chain(query.rest.iter().map(|(_, s)| s)).enumerate()
        {
            let closed = importing && !matches!(first_clause(single), Some(ClauseKind::With(_)));
            self.scope = if closed { Scope::default() } else { outer.clone() };
            let (clauses, own) = self.single_query(single, within)?;
            if index == 0 {
                columns = own.into_iter().map(|(name, slot)| (name, vec![slot])).collect();
            } else {
                if columns.len() != own.len() {
                    return Err(different_columns(single.at.0));
                }
                for (name, slots) in &mut columns {
                    let Some((_, slot)) = own.iter().find(|(other, _)| other == name) else {
                        return Err(different_columns(single.at.0));
                    };
                    slots.push(*slot);
                }
            }
            parts.push(clauses);
        }
        self.scope = outer;
        let distinct = query.rest.first().is_some_and(|(all, _)| !all);
        Ok(BoundQuery { parts, distinct, columns, width: 0, writes: false, names: Vec::new() })
    }

    /// A query within an expression.
    fn subquery(&mut self, query: &Query, kind: Option<SubqueryKind>) -> Result<BoundQuery, QueryError> {
        let writes = std::mem::replace(&mut self.writes, false);
        let aggregates = std::mem::take(&mut self.aggregates);
        let in_aggregate = std::mem::replace(&mut self.in_aggregate, false);
        let projected = std::mem::take(&mut self.projected);
        let order = self.order.take();
        let bound = self.query(query, kind);
        let wrote = std::mem::replace(&mut self.writes, writes);
        (self.aggregates, self.in_aggregate, self.projected, self.order) =
            (aggregates, in_aggregate, projected, order);
        let mut bound = bound?;
        if wrote && kind.is_some() {
            let message = "a subquery in an expression cannot change the graph";
            return Err(QueryError::syntax("InvalidClauseComposition", query.at.0, message));
        }
        bound.writes = wrote;
        self.writes |= wrote;
        Ok(bound)
    }
}

fn first_clause(query: &SingleQuery) -> Option<&ClauseKind> {
    query.clauses.first().map(|clause| &clause.kind)
}

fn different_columns(span: Span) -> QueryError {
    QueryError::syntax("DifferentColumnsInUnion", span, "all parts of a UNION must have the same columns")
}
