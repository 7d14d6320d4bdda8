//! Shortest paths over the frozen graph: breadth first from both ends, always from the smaller frontier.

use super::fast::{Part, parts};
use crate::graph::{Direction, View};
use crate::query::error::QueryError;
use crate::query::plan::physical::List;
use rustc_hash::FxHashMap;

/// One side of the search: how far each node is.
struct Side {
    list: List,
    distance: FxHashMap<u32, u32>,
    frontier: Vec<u32>,
    depth: u32,
}

impl Side {
    fn new(start: u32, direction: Direction, kinds: &[u32]) -> Self {
        let list = List { from: 0, direction, kinds: kinds.to_vec() };
        Side { list, distance: FxHashMap::from_iter([(start, 0)]), frontier: vec![start], depth: 0 }
    }

    fn advance(
        &mut self,
        view: View<'_>,
        tick: &dyn Fn() -> Result<(), QueryError>,
    ) -> Result<(), QueryError> {
        self.depth += 1;
        let mut next = Vec::new();
        for &node in &self.frontier {
            tick()?;
            parts::<QueryError>(view.frozen(), &self.list, node, |part| {
                for &neighbour in part.adjacency.neighbours(part.range) {
                    self.distance.entry(neighbour).or_insert_with(|| {
                        next.push(neighbour);
                        self.depth
                    });
                }
                Ok(true)
            })?;
        }
        self.frontier = next;
        Ok(())
    }
}

/// The relationships of the shortest paths from one node to another, at most so many; the nodes are two.
pub(super) fn shortest(
    view: View<'_>,
    (from, to): (u32, u32),
    direction: Direction,
    kinds: &[u32],
    (longest, most): (u32, usize),
    tick: &dyn Fn() -> Result<(), QueryError>,
) -> Result<Vec<Vec<u32>>, QueryError> {
    let mut left = Side::new(from, direction, kinds);
    let mut right = Side::new(to, direction.reverse(), kinds);
    let length = loop {
        if left.frontier.is_empty() || right.frontier.is_empty() || left.depth + right.depth >= longest {
            return Ok(Vec::new());
        }
        let (own, other) = if left.frontier.len() <= right.frontier.len() {
            (&mut left, &right)
        } else {
            (&mut right, &left)
        };
        own.advance(view, tick)?;
        // All paths that are shorter would have met before.
        if own.frontier.iter().any(|node| other.distance.get(node) == Some(&other.depth)) {
            break left.depth + right.depth;
        }
    };
    // From the start on, each step must come nearer to the end: on the left half a node counts if a meeting lies
    // behind it, on the right half its distance to the end says so.
    let mut useful: FxHashMap<u32, u32> = FxHashMap::default();
    let mut layer: Vec<u32> =
        left.frontier.iter().copied().filter(|node| right.distance.get(node) == Some(&right.depth)).collect();
    layer.iter().for_each(|node| {
        useful.insert(*node, left.depth);
    });
    let back = List { direction: direction.reverse(), ..left.list.clone() };
    for depth in (0..left.depth).rev() {
        let mut before = Vec::new();
        for &node in &layer {
            tick()?;
            parts::<QueryError>(view.frozen(), &back, node, |part| {
                for &neighbour in part.adjacency.neighbours(part.range) {
                    if left.distance.get(&neighbour) == Some(&depth) {
                        useful.entry(neighbour).or_insert_with(|| {
                            before.push(neighbour);
                            depth
                        });
                    }
                }
                Ok(true)
            })?;
        }
        layer = before;
    }
    let fits = |node: u32, depth: u32| {
        if depth <= left.depth {
            useful.get(&node) == Some(&depth)
        } else {
            right.distance.get(&node) == Some(&(length - depth))
        }
    };
    let mut found = Vec::new();
    let mut trail: Vec<u32> = Vec::new();
    let mut stack: Vec<(u32, u32, u32)> = Vec::new();
    let steps = |node: u32, depth: u32, stack: &mut Vec<(u32, u32, u32)>| {
        let first = stack.len();
        let _ = parts::<()>(view.frozen(), &left.list, node, |Part { adjacency, range, .. }| {
            for position in range {
                let neighbour = adjacency.neighbour(position);
                if fits(neighbour, depth + 1) {
                    stack.push((adjacency.edge(position), neighbour, depth + 1));
                }
            }
            Ok(true)
        });
        stack[first..].reverse();
    };
    steps(from, 0, &mut stack);
    while let Some((edge, node, depth)) = stack.pop() {
        tick()?;
        trail.truncate(depth as usize - 1);
        trail.push(edge);
        if depth == length {
            found.push(trail.clone());
            if found.len() >= most {
                break;
            }
        } else {
            steps(node, depth, &mut stack);
        }
    }
    Ok(found)
}
