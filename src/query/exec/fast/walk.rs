//! Every path over a repeated relationship, depth first: none has a relationship twice. Of the paths, only the nodes that
//! they end in are handed on, and how long they are where somebody asks.

use super::Machine;
use super::lists::parts;
use crate::query::error::QueryError;
use crate::query::plan::physical::{Each, Goals, List, Step, Walk};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// So many ends are handed on together.
const MANY: usize = 1024;

/// The nodes that were come to.
pub(super) struct Ends {
    pub(super) nodes: Vec<u32>,
    /// After how many steps each, in the place of this relationship.
    pub(super) steps: Option<(usize, Vec<u32>)>,
}

/// How many steps at least lead from a node to one of some.
#[derive(Debug)]
pub(super) struct Distances {
    goals: Vec<u32>,
    known: FxHashMap<u32, u32>,
    /// As far as this it is at least from all other nodes.
    beyond: u32,
}

/// So many relationships are walked back over at most for that.
const BACK: usize = 1 << 13;

impl Distances {
    fn of(&self, node: u32) -> u32 {
        self.known.get(&node).copied().unwrap_or(self.beyond)
    }
}

impl Ends {
    fn push(&mut self, node: u32, depth: u32) {
        self.nodes.push(node);
        if let Some((_, steps)) = &mut self.steps {
            steps.push(depth);
        }
    }
}

impl<'m, 'a: 'm> Machine<'m, 'a> {
    pub(super) fn walk(
        &mut self,
        at: usize,
        step: &'m Step,
        walk: &'m Walk,
        times: u64,
    ) -> Result<bool, QueryError> {
        let Walk { list, to, min, max, each, measured, kept, goals } = walk;
        let (min, max) = (*min, *max);
        let start = self.registers.nodes[list.from];
        let distances = match goals {
            Goals::All => None,
            Goals::Found(found) => Some(self.distances(at, list, found, max.saturating_sub(1))),
            // From both sides as far.
            Goals::Bound(_) => {
                let goal = self.registers.nodes[*to];
                Some(self.distances(at, list, &[goal], max / 2))
            }
        };
        // Whether one of the goals may be so many steps away.
        let near = |node: u32, steps: u32| distances.as_ref().is_none_or(|all| all.of(node) <= steps);
        let mut ends = Ends { nodes: Vec::new(), steps: measured.then(|| (each.edge, Vec::new())) };
        let enough = matches!(goals, Goals::Bound(true));
        let many = if *kept || enough { 1 } else { MANY };
        // Relationships to follow: each with its other node and its place in the path.
        let mut open: Vec<(u32, u32, u32)> = Vec::new();
        let mut trail: Vec<u32> = Vec::new();
        if min == 0 && near(start, 0) {
            ends.push(start, 0);
        }
        if max > 0 && near(start, max) {
            self.steps_from(list, each, start, |edge, node| {
                if near(node, max - 1) {
                    open.push((edge, node, 1));
                }
            });
        }
        loop {
            if ends.nodes.len() >= many {
                let going = self.arrive(at, step, walk, &trail, &mut ends, times)?;
                if !going || enough {
                    return Ok(going);
                }
            }
            let Some((edge, node, depth)) = open.pop() else { break };
            self.tick()?;
            trail.truncate(depth as usize - 1);
            if trail.contains(&edge) {
                continue;
            }
            trail.push(edge);
            if depth >= min && near(node, 0) {
                ends.push(node, depth);
            }
            if depth + 1 == max && max >= min && many > 1 {
                // The last step leads no further.
                self.steps_from(list, each, node, |edge, node| {
                    if near(node, 0) && !trail.contains(&edge) {
                        ends.push(node, max);
                    }
                });
            } else if depth < max {
                self.steps_from(list, each, node, |edge, node| {
                    if near(node, max - depth - 1) {
                        open.push((edge, node, depth + 1));
                    }
                });
            }
        }
        self.arrive(at, step, walk, &trail, &mut ends, times)
    }

    /// Goes on with nodes that were come to, the last of them over these relationships.
    fn arrive(
        &mut self,
        at: usize,
        step: &'m Step,
        walk: &'m Walk,
        trail: &[u32],
        ends: &mut Ends,
        times: u64,
    ) -> Result<bool, QueryError> {
        if walk.kept {
            let edge = walk.each.edge;
            let trails = &mut self.registers.trails;
            if trails.len() <= edge {
                trails.resize(edge + 1, Vec::new());
            }
            trails[edge].clear();
            trails[edge].extend_from_slice(trail);
        }
        self.go_on_with(at, step, walk.to, ends, times)
    }

    /// How far it is to the nodes that a walk may end in: at most so many steps back from them.
    fn distances(&mut self, at: usize, list: &List, goals: &[u32], levels: u32) -> Rc<Distances> {
        if let Some(known) = self.distances[at].as_ref().filter(|known| known.goals == goals) {
            return Rc::clone(known);
        }
        let back = List::new(list.from, list.direction.reverse(), list.kinds.clone());
        let mut known: FxHashMap<u32, u32> = goals.iter().map(|goal| (*goal, 0)).collect();
        let (mut frontier, mut depth, mut work) = (goals.to_vec(), 0, 0);
        while depth < levels && !frontier.is_empty() && work < BACK {
            let mut next = Vec::new();
            let mut whole = true;
            for &node in &frontier {
                whole = work < BACK;
                if !whole {
                    break;
                }
                let _ = parts::<()>(self.frozen(), &back, node, |part| {
                    work += part.range.len();
                    for neighbour in part.adjacency.neighbours(part.range) {
                        known.entry(*neighbour).or_insert_with(|| {
                            next.push(*neighbour);
                            depth + 1
                        });
                    }
                    Ok(true)
                });
            }
            if !whole {
                break;
            }
            depth += 1;
            frontier = next;
        }
        let beyond = if frontier.is_empty() { u32::MAX } else { depth + 1 };
        let distances = Rc::new(Distances { goals: goals.to_vec(), known, beyond });
        self.distances[at] = Some(Rc::clone(&distances));
        distances
    }

    /// Goes on with nodes that were come to.
    pub(super) fn go_on_with(
        &mut self,
        at: usize,
        step: &'m Step,
        to: usize,
        ends: &mut Ends,
        times: u64,
    ) -> Result<bool, QueryError> {
        if ends.nodes.is_empty() {
            return Ok(true);
        }
        let mut block = self.block(at);
        block.begin(to, ends.steps.as_ref().map(|(edge, _)| *edge), None);
        block.nodes.append(&mut ends.nodes);
        if let Some((_, steps)) = &mut ends.steps {
            block.edges.append(steps);
        }
        let going = self.proceed(at, step, &mut block, times);
        self.give_back(at, block);
        going
    }

    /// Calls `visit` with the relationships of a node that meet the conditions, and their other nodes.
    pub(super) fn steps_from(
        &mut self,
        list: &'m List,
        each: &'m Each,
        node: u32,
        mut visit: impl FnMut(u32, u32),
    ) {
        let frozen = self.frozen();
        let registers = &mut self.registers;
        let _ = parts::<()>(frozen, list, node, |part| {
            for position in part.range.clone() {
                let (edge, neighbour) = (part.adjacency.edge(position), part.adjacency.neighbour(position));
                if part.loops_seen && neighbour == node {
                    continue;
                }
                if !each.tests.is_empty() {
                    registers.edges[each.edge] = edge;
                    if !each.tests.iter().all(|test| test.holds(registers) == Some(true)) {
                        continue;
                    }
                }
                visit(edge, neighbour);
            }
            Ok(true)
        });
    }
}
