//! Shortest paths from one node to many, or from many to one: where the same end is asked for again and again, how far it is
//! to all others is found out once. The paths are those that a search for each would give: of the shortest the first, in the
//! order in which a node's relationships stand.

use super::fast::{Part, parts};
use crate::graph::{Direction, View};
use crate::query::error::QueryError;
use crate::query::plan::physical::List;

/// So often an end is searched from as usual, as going over the whole graph takes longer than one search.
const PATIENCE: u32 = 100;

/// What is known of paths between the ends asked for last.
#[derive(Default)]
pub(super) struct Trees {
    /// The direction and the types that were asked for.
    over: Option<(Direction, Vec<u32>)>,
    /// By the start and by the end of the path.
    from: Repeated,
    to: Repeated,
}

#[derive(Default)]
struct Repeated {
    node: u32,
    times: u32,
    tree: Option<Tree>,
}

/// How far nodes are from one.
struct Tree {
    list: List,
    /// One more than the distance, or zero; grows outwards as nodes are asked for.
    reached: Vec<u32>,
    /// The relationship and the node by which each was reached first.
    before: Vec<(u32, u32)>,
    frontier: Vec<u32>,
    depth: u32,
}

type Tick<'t> = &'t dyn Fn() -> Result<(), QueryError>;

impl Trees {
    /// The first of the shortest paths between two different nodes, as its relationships; nothing where these ends are to be
    /// searched for as usual.
    pub(super) fn path(
        &mut self,
        view: View<'_>,
        (from, to): (u32, u32),
        (direction, kinds): (Direction, &[u32]),
        longest: u32,
        tick: Tick<'_>,
    ) -> Result<Option<Option<Vec<u32>>>, QueryError> {
        let same = self.over.as_ref().is_some_and(|(known, of)| *known == direction && of == kinds);
        if !same {
            *self = Trees { over: Some((direction, kinds.to_vec())), ..Trees::default() };
        }
        let from_often = self.from.is_asked(from);
        let to_often = self.to.is_asked(to);
        if from_often {
            let tree = self.from.tree.get_or_insert_with(|| Tree::new(view, from, direction, kinds));
            if !tree.reach(view, to, longest, tick)? {
                return Ok(Some(None));
            }
            return Ok(Some(Some(tree.back(to))));
        }
        if to_often {
            let tree = self.to.tree.get_or_insert_with(|| Tree::new(view, to, direction.reverse(), kinds));
            if !tree.reach(view, from, longest, tick)? {
                return Ok(Some(None));
            }
            return Ok(Some(Some(tree.towards(view, from, &List::new(0, direction, kinds.to_vec())))));
        }
        Ok(None)
    }
}

impl Repeated {
    /// Notes that a node is asked for, and says whether it has been often.
    fn is_asked(&mut self, node: u32) -> bool {
        if self.node != node || self.times == 0 {
            *self = Repeated { node, times: 0, tree: None };
        }
        self.times = self.times.saturating_add(1);
        self.times > PATIENCE
    }
}

impl Tree {
    fn new(view: View<'_>, start: u32, direction: Direction, kinds: &[u32]) -> Tree {
        let (mut reached, before) = (vec![0; view.nodes()], vec![(0, 0); view.nodes()]);
        reached[start as usize] = 1;
        let list = List::new(0, direction, kinds.to_vec());
        Tree { list, reached, before, frontier: vec![start], depth: 0 }
    }

    /// Whether a node is at most so far; goes on outwards until that is known.
    fn reach(&mut self, view: View<'_>, node: u32, longest: u32, tick: Tick<'_>) -> Result<bool, QueryError> {
        while self.reached[node as usize] == 0 && !self.frontier.is_empty() && self.depth < longest {
            let mut next = Vec::new();
            for at in std::mem::take(&mut self.frontier) {
                tick()?;
                // In the order of the first of the shortest paths to each node, so that who reaches a node first is on its.
                let _ = parts::<()>(view.frozen(), &self.list, at, |Part { adjacency, range, .. }| {
                    for position in range {
                        let neighbour = adjacency.neighbour(position);
                        let reached = &mut self.reached[neighbour as usize];
                        if *reached == 0 {
                            *reached = self.depth + 2;
                            self.before[neighbour as usize] = (adjacency.edge(position), at);
                            next.push(neighbour);
                        }
                    }
                    Ok(true)
                });
            }
            self.frontier = next;
            self.depth += 1;
        }
        let reached = self.reached[node as usize];
        Ok(reached > 0 && reached - 1 <= longest)
    }

    /// The path from where the tree starts to a node that was reached.
    fn back(&self, node: u32) -> Vec<u32> {
        let (mut at, mut path) = (node, Vec::new());
        while self.reached[at as usize] > 1 {
            let (edge, before) = self.before[at as usize];
            path.push(edge);
            at = before;
        }
        path.reverse();
        path
    }

    /// The path from a node that was reached to where the tree starts: always by the first relationship that leads nearer.
    fn towards(&self, view: View<'_>, node: u32, list: &List) -> Vec<u32> {
        let (mut at, mut path) = (node, Vec::new());
        while self.reached[at as usize] > 1 {
            let nearer = self.reached[at as usize] - 1;
            let mut step = None;
            let _ = parts::<()>(view.frozen(), list, at, |Part { adjacency, range, .. }| {
                let leads =
                    |position: &usize| self.reached[adjacency.neighbour(*position) as usize] == nearer;
                step = range.clone().find(leads).map(|at| (adjacency.edge(at), adjacency.neighbour(at)));
                Ok(step.is_none())
            });
            let Some((edge, next)) = step else { break };
            path.push(edge);
            at = next;
        }
        path
    }
}
