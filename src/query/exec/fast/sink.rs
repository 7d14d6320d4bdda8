//! Where the matches go: they are counted, grouped, kept as the first of an order, or handed to the projection.

use super::super::projection::Projector;
use super::super::{Context, Row};
use super::Machine;
use super::groups::Groups;
use super::top::Top;
use crate::graph::View;
use crate::query::bind::bound::Slot;
use crate::query::error::QueryError;
use crate::query::plan::logical::Var;
use crate::query::plan::test::Registers;
use crate::value::Value;
use rustc_hash::FxHashSet;

/// What is done with a match.
pub(super) enum Sink<'m, 'a> {
    /// Matches are counted.
    Count(u64),
    /// Different matches are counted; none comes twice.
    CountOnce(u64),
    /// Different combinations of some variables are counted.
    CountDifferent { vars: Vec<Var>, seen: FxHashSet<Vec<u32>> },
    /// They are grouped.
    Groups(Box<Groups<'m, 'a>>),
    /// The first in an order are kept.
    Top(Box<Top<'a>>),
    /// They are projected one by one.
    Rows(Box<Rows<'m>>),
}

/// Rows for a projection.
pub(super) struct Rows<'m> {
    pub(super) context: &'m Context<'m>,
    pub(super) projector: Projector<'m>,
    pub(super) filler: Filler,
    pub(super) row: Row,
}

/// Which variables a row needs, and where.
#[derive(Clone, Default)]
pub(super) struct Filler(pub(super) Vec<(Slot, Var)>);

impl Filler {
    /// Puts the nodes and relationships into their places in the row.
    pub(super) fn fill(&self, view: View<'_>, get: impl Fn(Var) -> u32, row: &mut Row) {
        for &(slot, var) in &self.0 {
            row[slot] = entity(view, var, get(var));
        }
    }
}

/// A node or relationship as a value.
pub(super) fn entity(view: View<'_>, var: Var, number: u32) -> Value {
    match var {
        Var::Node(_) => Value::Node(view.id(number)),
        Var::Edge(_) => Value::Relationship(view.edge_id(number)),
    }
}

impl Sink<'_, '_> {
    /// Whether it only counts.
    #[inline]
    pub(super) fn counts(&self) -> bool {
        matches!(self, Sink::Count(_))
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
    let Machine { sink, registers, view, .. } = machine;
    let registers: &Registers = registers;
    match sink {
        Sink::Count(count) => *count = count.saturating_add(times),
        Sink::CountOnce(count) => *count += 1,
        Sink::CountDifferent { vars, seen } => {
            let own: Vec<u32> = vars.iter().map(|var| registers.get(*var)).collect();
            seen.insert(own);
        }
        Sink::Groups(groups) => groups.take(registers, times)?,
        Sink::Top(top) => top.take(registers, times),
        Sink::Rows(rows) => {
            for _ in 0..times {
                rows.filler.fill(*view, |var| registers.get(var), &mut rows.row);
                if !rows.projector.push(rows.context, &mut rows.row)? {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}
