//! Shortest paths over the frozen graph: breadth first from both ends, always where fewer relationships lead on.

use super::fast::{Part, parts};
use super::marks::Marks;
use crate::graph::{Direction, View};
use crate::query::error::QueryError;
use crate::query::plan::physical::List;

/// One side of the search: how far each node is.
struct Side {
    list: List,
    /// One more than the distance.
    reached: Marks,
    frontier: Vec<u32>,
    /// How many relationships lead on from the frontier.
    width: usize,
    depth: u32,
}

impl Side {
    fn new(view: View<'_>, start: u32, direction: Direction, kinds: &[u32]) -> Self {
        let mut reached = Marks::new(view.nodes());
        reached.set(start, 1);
        let list = List::new(0, direction, kinds.to_vec());
        Side { list, reached, frontier: vec![start], width: 0, depth: 0 }
    }

    /// Whether a node is so far.
    fn is_at(&self, node: u32, distance: u32) -> bool {
        self.reached.of(node) == distance + 1
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
            let mut reach = |neighbours: &[u32]| {
                for &neighbour in neighbours {
                    if self.reached.set(neighbour, self.depth + 1) {
                        next.push(neighbour);
                    }
                }
            };
            each(view, &self.list, node, &mut reach);
        }
        self.width = next.iter().map(|node| width(view, &self.list, *node)).sum();
        self.frontier = next;
        Ok(())
    }
}

/// Calls `reach` with a node's neighbours.
fn each(view: View<'_>, list: &List, node: u32, reach: &mut dyn FnMut(&[u32])) {
    if let Some(lists) = list.sorted(view.frozen()) {
        return reach(lists.of(node));
    }
    let _ = parts::<()>(view.frozen(), list, node, |part| {
        reach(part.adjacency.neighbours(part.range));
        Ok(true)
    });
}

fn width(view: View<'_>, list: &List, node: u32) -> usize {
    let mut width = 0;
    each(view, list, node, &mut |neighbours| width += neighbours.len());
    width
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
    let mut left = Side::new(view, from, direction, kinds);
    let mut right = Side::new(view, to, direction.reverse(), kinds);
    let length = loop {
        if left.frontier.is_empty() || right.frontier.is_empty() || left.depth + right.depth >= longest {
            return Ok(Vec::new());
        }
        let (own, other) = if left.width <= right.width { (&mut left, &right) } else { (&mut right, &left) };
        own.advance(view, tick)?;
        // All paths that are shorter would have met before.
        if own.frontier.iter().any(|node| other.is_at(*node, other.depth)) {
            break left.depth + right.depth;
        }
    };
    // From the start on, each step must come nearer to the end: on the left half a node counts if a meeting lies
    // behind it, on the right half its distance to the end says so.
    let mut useful = Marks::new(view.nodes());
    let meets = |node: &u32| right.is_at(*node, right.depth);
    let mut layer: Vec<u32> = left.frontier.iter().copied().filter(meets).collect();
    for &node in &layer {
        useful.set(node, 1);
    }
    let back = List::new(0, direction.reverse(), kinds.to_vec());
    for depth in (0..left.depth).rev() {
        let mut before = Vec::new();
        for &node in &layer {
            tick()?;
            each(view, &back, node, &mut |neighbours| {
                for &neighbour in neighbours {
                    if left.is_at(neighbour, depth) && useful.set(neighbour, 1) {
                        before.push(neighbour);
                    }
                }
            });
        }
        layer = before;
    }
    let fits = |node: u32, depth: u32| {
        if depth <= left.depth {
            useful.of(node) == 1 && left.is_at(node, depth)
        } else {
            right.is_at(node, length - depth)
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
