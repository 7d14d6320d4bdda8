//! Where the matches go: they are counted, grouped, kept as the first of an order, or handed to the projection.

use super::super::{Context, Row};
use super::Machine;
use super::groups::Groups;
use super::maybe::NOTHING;
use super::route::Output;
use super::seen::Counted;
use super::top::Top;
use crate::graph::{Column, KeyId, TypeId, View};
use crate::query::bind::bound::Slot;
use crate::query::error::QueryError;
use crate::query::plan::logical::Var;
use crate::query::plan::scalar::Scalar;
use crate::query::plan::test::Registers;
use crate::value::{Path, Value};
use std::sync::Arc;

/// What is done with a match.
pub(super) enum Sink<'m, 'a> {
    /// Matches are counted.
    Count(u64),
    /// Different matches are counted; none comes twice.
    CountOnce(u64),
    /// Different combinations of some variables are counted.
    CountDifferent { seen: Box<Counted>, count: u64, width: usize },
    /// They are grouped.
    Groups(Box<Groups<'m, 'a>>),
    /// The first in an order are kept.
    Top(Box<Top<'m>>),
    /// They are projected one by one.
    Rows(Box<Rows<'m>>),
}

/// Rows for a projection.
pub(super) struct Rows<'m> {
    pub(super) context: &'m Context<'m>,
    pub(super) output: Output<'m>,
    pub(super) filler: &'m Filler,
    /// The projection's columns, where each is a variable or a property of one.
    pub(super) items: Option<&'m [(Slot, Item)]>,
    pub(super) row: Row,
}

/// What a column of a projection shows.
pub(super) enum Item {
    /// A node or relationship.
    Entity(Var),
    /// A property of one.
    Property(Arc<Column>, Var),
    /// The same where there is no column of it.
    Stored(KeyId, Var),
    /// The type of a relationship.
    Type(Var),
    /// The same for all rows.
    Constant(Value),
    /// What is computed.
    Scalar(Scalar),
}

impl Rows<'_> {
    /// Takes a match; false if no more are needed.
    pub(super) fn take(&mut self, view: View<'_>, registers: &Registers<'_>) -> Result<bool, QueryError> {
        let get = |var: Var| registers.get(var);
        self.filler.fill(self.context, view, get, &mut self.row);
        let Some(items) = &self.items else { return self.output.row(self.context, &mut self.row, false) };
        for (slot, item) in *items {
            self.row[*slot] = match item {
                Item::Entity(var) => entity(self.context, view, (*slot, *var), get(*var)),
                Item::Property(_, var) | Item::Stored(_, var) | Item::Type(var) if get(*var) == NOTHING => {
                    Value::Null
                }
                Item::Type(var) => {
                    let kind = TypeId(view.kind(get(*var)));
                    Value::String(self.context.graph.names().types.shared(kind))
                }
                Item::Constant(value) => value.clone(),
                Item::Scalar(scalar) => scalar.value(registers),
                Item::Property(column, var) => column.value(get(*var)),
                Item::Stored(key, var) => view.property(var.is_node(), get(*var), *key).unwrap_or_default(),
            };
        }
        self.output.row(self.context, &mut self.row, true)
    }
}

/// Which variables a row needs, and where.
#[derive(Clone, Default)]
pub(super) struct Filler(pub(super) Vec<(Slot, Var)>);

impl Filler {
    /// Puts the nodes and relationships into their places in the row.
    pub(super) fn fill(
        &self,
        context: &Context<'_>,
        view: View<'_>,
        get: impl Fn(Var) -> u32,
        row: &mut Row,
    ) {
        for &(slot, var) in &self.0 {
            row[slot] = entity(context, view, (slot, var), get(var));
        }
    }
}

/// A variable's value, null where there is none; of a row that is gone on from, what stands at that place. What is
/// repeated is only measured: something of its length stands for it.
pub(super) fn entity(context: &Context<'_>, view: View<'_>, (slot, var): (Slot, Var), number: u32) -> Value {
    match var {
        Var::Row => context.given[number as usize][slot].clone(),
        _ if number == NOTHING => Value::Null,
        Var::Node(_) => Value::Node(view.id(number)),
        Var::Edge(_) => Value::Relationship(view.edge_id(number)),
        Var::Repeated(_) => Value::List(vec![Value::Null; number as usize].into()),
        Var::Path(_) => Value::Path(Arc::new(Path::of_length(number as usize))),
    }
}

impl Sink<'_, '_> {
    /// Whether it only counts.
    #[inline]
    pub(super) fn counts(&self) -> bool {
        matches!(self, Sink::Count(_))
    }

    /// Whether it looks at which node or relationship this is.
    pub(super) fn uses(&self, var: Var) -> bool {
        match self {
            Sink::Count(_) => false,
            Sink::Groups(groups) => groups.uses(var),
            _ => true,
        }
    }

    /// Counts so many matches at once.
    #[inline]
    pub(super) fn add(&mut self, times: u64) {
        if let Sink::Count(count) = self {
            *count = count.saturating_add(times);
        }
    }
}

/// Takes a match that stands for so many; false if no more are needed.
#[inline]
pub(super) fn take(machine: &mut Machine<'_, '_>, times: u64) -> Result<bool, QueryError> {
    let Machine { sink, registers, view, limits, .. } = machine;
    let registers: &Registers<'_> = registers;
    match sink {
        Sink::Count(count) => *count = count.saturating_add(times),
        Sink::CountOnce(count) => *count += 1,
        Sink::CountDifferent { seen, count, width } => {
            if seen.is_new(registers) {
                *count += 1;
                limits.check_rows(usize::try_from(*count).unwrap_or(usize::MAX), *width)?;
            }
        }
        Sink::Groups(groups) => groups.take(registers, times)?,
        Sink::Top(top) => top.take(registers, times),
        Sink::Rows(rows) => {
            for _ in 0..times {
                if !rows.take(*view, registers)? {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}
