//! `WITH` and `RETURN`: computing columns, grouping, removing duplicates, sorting, cutting.

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use super::eval::value_error;
use super::weight::shallow;
use super::{Context, Row};
use crate::query::bind::bound::{Aggregate, BoundExpr, BoundKind, BoundProjection};
use crate::query::error::{ErrorKind, QueryError};
use crate::query::functions::{Aggregator, Body};
use crate::value::Value;

/// An aggregate of one group.
pub(super) struct State {
    aggregator: Box<dyn Aggregator>,
    /// With `DISTINCT`: the arguments seen.
    seen: Option<FxHashSet<Vec<Value>>>,
    /// Whether it keeps what it is given.
    keeps: bool,
}

/// Where no more than so many rows are wanted, the others go while they come.
const FEW: usize = 10_000;

/// A group: its first row, and its aggregates.
struct Group {
    row: Row,
    states: Vec<State>,
}

/// Takes rows one by one and gives the projected ones.
pub(super) struct Projector<'a> {
    projection: &'a BoundProjection,
    rows: Vec<Row>,
    /// Where only the first in an order are wanted: rows with what they are ordered by.
    first: Vec<(Vec<Value>, Row)>,
    /// What as many rows come before as are wanted.
    worst: Option<Vec<Value>>,
    groups: Vec<Group>,
    group_of: FxHashMap<Vec<Value>, usize>,
    /// Room for the values of a row.
    values: Vec<Value>,
    seen: FxHashSet<Vec<Value>>,
    skip: usize,
    limit: Option<usize>,
    /// Whether groups came ready made.
    grouped: bool,
    /// About how many bytes the values of the rows and groups take besides.
    bytes: usize,
}

impl<'a> Projector<'a> {
    pub(super) fn new(context: &Context<'_>, projection: &'a BoundProjection) -> Result<Self, QueryError> {
        Ok(Self {
            projection,
            rows: Vec::new(),
            first: Vec::new(),
            worst: None,
            groups: Vec::new(),
            group_of: FxHashMap::default(),
            values: Vec::new(),
            seen: FxHashSet::default(),
            skip: count(context, projection.skip.as_ref())?.unwrap_or(0),
            limit: count(context, projection.limit.as_ref())?,
            grouped: false,
            bytes: 0,
        })
    }

    /// How many rows are wanted at most, before those that are skipped go.
    pub(super) fn most(&self) -> Option<usize> {
        self.limit.map(|limit| limit.saturating_add(self.skip))
    }

    /// Takes a group with its aggregates.
    pub(super) fn push_group(&mut self, context: &Context<'_>, row: &mut Row) -> Result<(), QueryError> {
        self.grouped = true;
        self.project(context, row)
    }

    /// Takes a row; false if no more are needed.
    pub(super) fn push(&mut self, context: &Context<'_>, row: &mut Row) -> Result<bool, QueryError> {
        if let Some(aggregates) = &self.projection.aggregates {
            self.group(context, aggregates, row)?;
            return Ok(true);
        }
        self.push_plain(context, row, false)
    }

    /// Takes a row of a projection without aggregates; `ready`: with its columns filled in already.
    pub(super) fn push_plain(
        &mut self,
        context: &Context<'_>,
        row: &mut Row,
        ready: bool,
    ) -> Result<bool, QueryError> {
        let full = |rows: usize, limit: usize, skip: usize| rows >= limit.saturating_add(skip);
        let cut = self.limit.filter(|_| self.projection.order.is_empty());
        if cut.is_some_and(|limit| full(self.rows.len(), limit, self.skip)) {
            return Ok(false);
        }
        if ready {
            self.keep(context, row)?;
        } else {
            self.project(context, row)?;
        }
        context.run.limits.check_rows(self.rows.len(), context.run.width)?;
        Ok(!cut.is_some_and(|limit| full(self.rows.len(), limit, self.skip)))
    }

    /// Whether each row goes on as it comes, and none has to wait for others.
    pub(super) fn passes_on(&self) -> bool {
        let projection = self.projection;
        projection.order.is_empty()
            && !projection.distinct
            && projection.skip.is_none()
            && projection.limit.is_none()
    }

    /// Fills the columns of a row; `ready`: that is done already. Whether it goes on: only where each does as it comes.
    pub(super) fn pass(
        &mut self,
        context: &Context<'_>,
        row: &mut Row,
        ready: bool,
    ) -> Result<bool, QueryError> {
        self.grouped = true;
        if !ready {
            self.fill(context, row)?;
        }
        self.projection.filter.as_ref().map_or(Ok(true), |filter| context.holds(filter, row))
    }

    /// Fills the columns of a row and keeps it, unless it is a duplicate.
    fn project(&mut self, context: &Context<'_>, row: &mut Row) -> Result<(), QueryError> {
        self.fill(context, row)?;
        self.keep(context, row)
    }

    fn fill(&mut self, context: &Context<'_>, row: &mut Row) -> Result<(), QueryError> {
        let before = self.bytes;
        for (expr, slot) in &self.projection.items {
            let value = context.eval(expr, row)?;
            // What was there before is shared.
            if !matches!(expr.kind, BoundKind::Slot(_) | BoundKind::Constant(_) | BoundKind::Parameter(_)) {
                self.bytes += context.grown(&value)?;
            }
            row[*slot] = value;
        }
        if self.bytes == before { Ok(()) } else { context.check_bytes(self.bytes) }
    }

    /// Keeps a row whose columns are filled in, unless it is a duplicate, or is seen to be left out in the end.
    fn keep(&mut self, context: &Context<'_>, row: &mut Row) -> Result<(), QueryError> {
        if self.projection.distinct {
            let values = self.projection.items.iter().map(|(_, slot)| row[*slot].clone()).collect();
            if !self.seen.insert(values) {
                return Ok(());
            }
        }
        if let Some(filter) = self.early_filter()
            && !context.holds(filter, row)?
        {
            return Ok(());
        }
        let Some(most) = self.most().filter(|most| *most <= FEW && !self.projection.order.is_empty()) else {
            self.rows.push(row.clone());
            return Ok(());
        };
        self.values.clear();
        for (expr, _) in &self.projection.order {
            self.values.push(context.eval(expr, row)?);
        }
        let order = &self.projection.order;
        // Of equal rows the first found stay.
        if self.worst.as_ref().is_some_and(|worst| by_keys(order, &self.values, worst).is_ge()) {
            return Ok(());
        }
        self.first.push((self.values.clone(), row.clone()));
        if self.first.len() >= 2 * most + 64 {
            self.cut(most);
        }
        Ok(())
    }

    /// Keeps so many rows, the first in order.
    fn cut(&mut self, most: usize) {
        let order = &self.projection.order;
        self.first.sort_by(|(a, _), (b, _)| by_keys(order, a, b));
        self.first.truncate(most);
        if self.first.len() == most {
            self.worst = self.first.last().map(|(keys, _)| keys.clone());
        }
    }

    /// The condition on the projected rows, where it does not matter how many others there are.
    fn early_filter(&self) -> Option<&'a BoundExpr> {
        self.projection.filter.as_ref().filter(|_| self.skip == 0 && self.limit.is_none())
    }

    fn group(
        &mut self,
        context: &Context<'_>,
        aggregates: &[Aggregate],
        row: &mut Row,
    ) -> Result<(), QueryError> {
        let items = &self.projection.items;
        self.values.clear();
        for index in &self.projection.keys {
            self.values.push(context.eval(&items[*index].0, row)?);
        }
        let index = match self.group_of.get(&self.values[..]) {
            Some(index) => *index,
            None => {
                let states = aggregates.iter().map(State::new).collect();
                self.groups.push(Group { row: row.clone(), states });
                self.group_of.insert(self.values.clone(), self.groups.len() - 1);
                context.run.limits.check_rows(self.groups.len(), context.run.width)?;
                self.groups.len() - 1
            }
        };
        let mut bytes = 0;
        for (aggregate, state) in aggregates.iter().zip(&mut self.groups[index].states) {
            self.values.clear();
            for argument in &aggregate.arguments {
                self.values.push(context.eval(argument, row)?);
            }
            bytes += state.update(&self.values)?;
        }
        if bytes == 0 {
            return Ok(());
        }
        self.bytes += bytes;
        context.check_bytes(self.bytes)
    }

    /// The projected rows.
    pub(super) fn finish(mut self, context: &Context<'_>) -> Result<Vec<Row>, QueryError> {
        if let Some(aggregates) = &self.projection.aggregates {
            if self.groups.is_empty() && !self.grouped && self.projection.keys.is_empty() {
                let row = vec![Value::Null; context.run.width];
                self.groups.push(Group { row, states: aggregates.iter().map(State::new).collect() });
            }
            for mut group in std::mem::take(&mut self.groups) {
                for (aggregate, state) in aggregates.iter().zip(&mut group.states) {
                    group.row[aggregate.slot] = state.aggregator.finish().map_err(|e| value_error(&e))?;
                }
                self.project(context, &mut group.row)?;
            }
        }
        let early = self.early_filter();
        if let Some(most) = self.most().filter(|_| !self.first.is_empty()) {
            self.cut(most);
            self.rows = std::mem::take(&mut self.first).into_iter().map(|(_, row)| row).collect();
        }
        let mut rows = self.rows;
        let order = &self.projection.order;
        if !order.is_empty() && rows.len() > 1 && self.worst.is_none() {
            let mut keyed = Vec::with_capacity(rows.len());
            for mut row in rows {
                let keys: Result<Vec<Value>, _> =
                    order.iter().map(|(expr, _)| context.eval(expr, &mut row)).collect();
                keyed.push((keys?, row));
            }
            keyed.sort_by(|(a, _), (b, _)| by_keys(order, a, b));
            rows = keyed.into_iter().map(|(_, row)| row).collect();
        }
        let kept = rows.into_iter().skip(self.skip).take(self.limit.unwrap_or(usize::MAX));
        let Some(filter) = self.projection.filter.as_ref().filter(|_| early.is_none()) else {
            return Ok(kept.collect());
        };
        let mut found = Vec::new();
        for mut row in kept {
            if context.holds(filter, &mut row)? {
                found.push(row);
            }
        }
        Ok(found)
    }
}

fn by_keys(order: &[(BoundExpr, bool)], a: &[Value], b: &[Value]) -> Ordering {
    let pairs = order.iter().zip(a.iter().zip(b));
    pairs
        .map(|((_, descending), (a, b))| if *descending { b.cmp(a) } else { a.cmp(b) })
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

impl State {
    pub(super) fn new(aggregate: &Aggregate) -> Self {
        let aggregator = match aggregate.function.body {
            Body::Aggregate(new) => new(),
            Body::Strict(_) | Body::Lenient(_) | Body::Real(_) => {
                unreachable!("the binder lets only aggregates through")
            }
        };
        let seen = aggregate.distinct.then(FxHashSet::default);
        Self { aggregator, seen, keeps: aggregate.keeps_all() }
    }

    /// Whether equal arguments count once.
    pub(super) fn is_distinct(&self) -> bool {
        self.seen.is_some()
    }

    /// The value for the rows so far.
    pub(super) fn finish(&mut self) -> Result<Value, QueryError> {
        self.aggregator.finish().map_err(|e| value_error(&e))
    }

    /// Takes the arguments of a row; says about how many bytes more it keeps then.
    pub(super) fn update(&mut self, arguments: &[Value]) -> Result<usize, QueryError> {
        if let Some(seen) = &mut self.seen
            && !seen.insert(arguments.to_vec())
        {
            return Ok(0);
        }
        self.aggregator.update(arguments).map_err(|e| value_error(&e))?;
        let bytes = || arguments.iter().map(|value| size_of::<Value>() + shallow(value)).sum();
        Ok(if self.keeps { bytes() } else { 0 })
    }
}

/// The number in `SKIP` and `LIMIT`.
fn count(context: &Context<'_>, expr: Option<&BoundExpr>) -> Result<Option<usize>, QueryError> {
    let Some(expr) = expr else { return Ok(None) };
    let wrong = |detail, message: String| {
        Err(QueryError::runtime(ErrorKind::SyntaxError, detail, message).at(expr.span))
    };
    match context.eval(expr, &mut vec![Value::Null; context.run.width])? {
        Value::Integer(n) => match usize::try_from(n) {
            Ok(n) => Ok(Some(n)),
            Err(_) => wrong("NegativeIntegerArgument", format!("{n} is negative")),
        },
        other => wrong(
            "InvalidArgumentType",
            format!("an integer is needed, not a value of type {}", other.value_type()),
        ),
    }
}
