//! Force-directed placement (Fruchterman and Reingold 1991): links pull, nodes push, and the moves get smaller.

use super::quadtree::Quadtree;
use super::{Point, SPACING};

/// Cosine and sine of the golden angle: each turn by it lands where the circle is emptiest.
const TURN: Point = [-0.737_368_878_078_320, 0.675_490_294_261_523_6];
/// Rounds for small and for large graphs; what lies between is scaled by size.
const ROUNDS: (usize, usize) = (300, 70);
/// A pull towards the middle that keeps loosely linked nodes near.
const GRAVITY: f64 = 0.02;

/// A place for each node of a connected graph.
pub(super) fn place(nodes: usize, links: &[(usize, usize)]) -> Vec<Point> {
    let mut places = start(nodes, links);
    if nodes < 2 {
        return places;
    }
    let rounds = (ROUNDS.0 * 1_000 / nodes.max(1_000)).max(ROUNDS.1);
    let mut degrees = vec![1.0_f64; nodes];
    for &(a, b) in links {
        degrees[a] += 1.0;
        degrees[b] += 1.0;
    }
    let hottest = SPACING * (nodes as f64).sqrt() / 4.0;
    let mut moves = vec![[0.0; 2]; nodes];
    for round in 0..rounds {
        let left = 1.0 - round as f64 / rounds as f64;
        let heat = hottest * left * left + 0.5;
        let tree = Quadtree::new(&places);
        for (at, place) in places.iter().enumerate() {
            let [x, y] = tree.push(*place, SPACING * SPACING);
            // Nodes of many links hold more room round them.
            let room = degrees[at].sqrt().min(4.0);
            moves[at] = [room * x - GRAVITY * place[0], room * y - GRAVITY * place[1]];
        }
        for &(a, b) in links {
            let (dx, dy) = (places[a][0] - places[b][0], places[a][1] - places[b][1]);
            let pull = (dx * dx + dy * dy).sqrt() / SPACING;
            for (node, sign) in [(a, -1.0), (b, 1.0)] {
                moves[node][0] += sign * dx * pull;
                moves[node][1] += sign * dy * pull;
            }
        }
        for (place, step) in places.iter_mut().zip(&moves) {
            let length = (step[0] * step[0] + step[1] * step[1]).sqrt().max(1e-9);
            let share = length.min(heat) / length;
            place[0] += step[0] * share;
            place[1] += step[1] * share;
        }
    }
    places
}

/// A spiral in the order of a breadth-first walk from the node of most links, so that neighbours start near.
fn start(nodes: usize, links: &[(usize, usize)]) -> Vec<Point> {
    let mut neighbours = vec![Vec::new(); nodes];
    for &(a, b) in links {
        neighbours[a].push(b);
        neighbours[b].push(a);
    }
    let mut order = Vec::with_capacity(nodes);
    let mut seen = vec![false; nodes];
    let middle = (0..nodes).max_by_key(|&node| (neighbours[node].len(), std::cmp::Reverse(node)));
    if let Some(middle) = middle {
        seen[middle] = true;
        order.push(middle);
    }
    let mut next = 0;
    while let Some(&node) = order.get(next) {
        next += 1;
        for &other in &neighbours[node] {
            if !std::mem::replace(&mut seen[other], true) {
                order.push(other);
            }
        }
    }
    let mut places = vec![[0.0; 2]; nodes];
    let mut direction: Point = [1.0, 0.0];
    for (rank, &node) in order.iter().enumerate() {
        let radius = SPACING * 0.6 * (rank as f64).sqrt();
        places[node] = [radius * direction[0], radius * direction[1]];
        let [x, y] = direction;
        direction = [x * TURN[0] - y * TURN[1], x * TURN[1] + y * TURN[0]];
        // Rounding must not make the circle grow or shrink over many turns.
        let length = (direction[0] * direction[0] + direction[1] * direction[1]).sqrt();
        direction = [direction[0] / length, direction[1] / length];
    }
    places
}
