//! `PROFILE`: how many rows each operator gave, and how long it took itself.
//!
//! Rows are pushed from operator to operator, so the clock changes hands: it runs for the operator that was entered
//! last, and when that one is left for the one before. An operator is known by its address in the plan.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use super::Run;

/// Rows and time of an operator.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Figures {
    pub(super) rows: u64,
    pub(super) time: Duration,
}

/// A line of a plan of the fast operators.
pub(super) type Line = (String, Option<Figures>);

/// What was measured.
pub(super) struct Profile {
    figures: RefCell<FxHashMap<usize, Figures>>,
    current: Cell<usize>,
    since: Cell<Instant>,
    /// The plans of the fast operators, by the address of their first clause.
    fast: RefCell<FxHashMap<usize, Vec<Line>>>,
}

impl Profile {
    pub(super) fn new() -> Self {
        Profile {
            figures: RefCell::default(),
            current: Cell::new(0),
            since: Cell::new(Instant::now()),
            fast: RefCell::default(),
        }
    }

    /// What was measured of an operator, if it was entered.
    pub(super) fn of(&self, operator: usize) -> Option<Figures> {
        self.figures.borrow().get(&operator).copied()
    }

    pub(super) fn fast(&self, first: usize) -> Option<Vec<Line>> {
        self.fast.borrow().get(&first).cloned()
    }

    pub(super) fn note_fast(&self, first: usize, lines: Vec<Line>) {
        self.fast.borrow_mut().insert(first, lines);
    }

    fn switch(&self, to: usize) -> usize {
        let now = Instant::now();
        let before = self.current.replace(to);
        let spent = now.duration_since(self.since.replace(now));
        self.figures.borrow_mut().entry(before).or_default().time += spent;
        before
    }

    fn count(&self, operator: usize, rows: usize) {
        self.figures.borrow_mut().entry(operator).or_default().rows += rows as u64;
    }
}

/// Gives the clock back when an operator is left.
pub(super) struct Entered<'a>(Option<(&'a Profile, usize)>);

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        if let Some((profile, before)) = self.0 {
            profile.switch(before);
        }
    }
}

/// The address by which an operator is known.
pub(super) fn address<T>(operator: &T) -> usize {
    std::ptr::from_ref(operator) as usize
}

impl Run<'_> {
    /// An operator takes a row from the one before.
    pub(super) fn enter<T>(&self, operator: &T) -> Entered<'_> {
        let Some(profile) = &self.profile else { return Entered(None) };
        let before = profile.switch(address(operator));
        profile.count(before, 1);
        Entered(Some((profile, before)))
    }

    /// An operator begins that takes no row from the one at hand: within a subquery, or over all rows at once.
    pub(super) fn begin<T>(&self, operator: Option<&T>) -> Entered<'_> {
        let Some(profile) = &self.profile else { return Entered(None) };
        Entered(Some((profile, profile.switch(operator.map_or(0, address)))))
    }

    /// The operator at hand gave a row that no operator takes at once.
    pub(super) fn gave(&self) {
        if let Some(profile) = &self.profile {
            profile.count(profile.current.get(), 1);
        }
    }

    /// So many rows came of an operator that works on all at once.
    pub(super) fn gave_all<T>(&self, operator: &T, rows: usize) {
        if let Some(profile) = &self.profile {
            profile.count(address(operator), rows);
        }
    }
}
