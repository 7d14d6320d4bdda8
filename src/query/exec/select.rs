//! `SHORTEST k`, `SHORTEST k GROUPS`, `ANY`, `ALL SHORTEST` of whole patterns.
//!
//! Matches are looked for by length: all up to some length, then up to one more, as long as more are wanted. A search
//! backwards from the end tells how far it is from each node, whatever the pattern says; what cannot arrive in time is
//! not gone into.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::matching::OnMatch;
use super::{Context, Row};
use crate::graph::{Direction, TypeId};
use crate::query::error::QueryError;
use crate::query::plan::{Selection, Step};
use crate::query::syntax::ast::{self, Selector};
use crate::value::{NodeId, Value};

/// How far matching may go.
pub(super) struct Horizon {
    /// How far it is from a node to the end, for those near enough.
    distances: FxHashMap<NodeId, usize>,
    /// Whether those are all from which the end can be reached.
    complete: bool,
    /// The most relationships.
    limit: usize,
    /// The relationships so far.
    length: Cell<usize>,
    /// Whether something was left out that a higher limit might let in.
    cut: Cell<bool>,
}

/// A search backwards from the end of a pattern, as far as it has been needed.
struct Backwards {
    hops: Vec<(Vec<TypeId>, Direction)>,
    distances: FxHashMap<NodeId, usize>,
    frontier: Vec<NodeId>,
    depth: usize,
}

impl Context<'_> {
    /// Whether the next relationship may lead there.
    pub(super) fn may_go_to(&self, node: NodeId) -> bool {
        let Some(horizon) = self.horizon else { return true };
        let Some(distance) = horizon.distances.get(&node) else {
            horizon.cut.set(horizon.cut.get() || !horizon.complete);
            return false;
        };
        let may = horizon.length.get() + 1 + distance <= horizon.limit;
        horizon.cut.set(horizon.cut.get() || !may);
        may
    }

    /// Counts relationships that were walked.
    pub(super) fn go(&self, count: usize) {
        if let Some(horizon) = self.horizon {
            horizon.length.set(horizon.length.get() + count);
        }
    }

    /// Takes them back.
    pub(super) fn go_back(&self, count: usize) {
        if let Some(horizon) = self.horizon {
            horizon.length.set(horizon.length.get().saturating_sub(count));
        }
    }

    pub(super) fn select(
        &self,
        step: &Selection,
        row: &mut Row,
        rest: &[Step],
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let (Value::Node(from), Value::Node(to)) = (&row[step.from], &row[step.to]) else { return Ok(true) };
        for mut found in self.selected(step, (*from, *to), row)? {
            if !self.matches(rest, &mut found, then)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn selected(
        &self,
        step: &Selection,
        (from, to): (NodeId, NodeId),
        row: &Row,
    ) -> Result<Vec<Row>, QueryError> {
        let (paths, groups) = match step.selector {
            Selector::Shortest(k) => (k as usize, usize::MAX),
            Selector::ShortestGroups(k) => (usize::MAX, k as usize),
            Selector::ShortestPath => (1, 1),
            Selector::AllShortest | Selector::AllShortestPaths => (usize::MAX, 1),
            Selector::All => (usize::MAX, usize::MAX),
        };
        let mut back = self.backwards(step, to);
        while !back.distances.contains_key(&from) {
            if !self.further(&mut back)? {
                return Ok(Vec::new());
            }
        }
        let mut limit = back.distances.get(&from).copied().unwrap_or(0);
        let (mut found, mut lengths) = (Vec::new(), 0);
        loop {
            while back.depth < limit && self.further(&mut back)? {}
            let distances = std::mem::take(&mut back.distances);
            let complete = back.frontier.is_empty();
            let horizon = Horizon { distances, complete, limit, length: Cell::new(0), cut: Cell::new(false) };
            let before = found.len();
            let bounded = Context { horizon: Some(&horizon), ..*self };
            bounded.matches(&step.steps, &mut row.clone(), &mut |row| {
                if horizon.length.get() == limit {
                    found.push(row.clone());
                    self.check_rows(found.len())?;
                }
                Ok(found.len() < paths)
            })?;
            lengths += usize::from(found.len() > before);
            if found.len() >= paths || lengths >= groups || !horizon.cut.get() {
                return Ok(found);
            }
            back.distances = horizon.distances;
            limit += 1;
        }
    }

    fn backwards(&self, step: &Selection, to: NodeId) -> Backwards {
        let hops = step.hops.iter().filter_map(|(types, direction)| {
            let direction = match direction {
                ast::Direction::Right => Direction::Incoming,
                ast::Direction::Left => Direction::Outgoing,
                ast::Direction::Either | ast::Direction::Both => Direction::Both,
            };
            Some((self.types(types.as_ref())?, direction))
        });
        let distances = FxHashMap::from_iter([(to, 0)]);
        Backwards { hops: hops.collect(), distances, frontier: vec![to], depth: 0 }
    }

    /// Goes one step further back; false if there is nothing more.
    fn further(&self, back: &mut Backwards) -> Result<bool, QueryError> {
        back.depth += 1;
        let (mut next, mut steps) = (Vec::new(), Vec::new());
        for node in std::mem::take(&mut back.frontier) {
            for (types, direction) in &back.hops {
                self.tick()?;
                self.graph.expand(node, *direction, types, &mut steps);
                for hop in &steps {
                    back.distances.entry(hop.node).or_insert_with(|| {
                        next.push(hop.node);
                        back.depth
                    });
                }
            }
        }
        back.frontier = next;
        Ok(!back.frontier.is_empty())
    }
}
