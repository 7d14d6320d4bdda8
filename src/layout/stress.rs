//! Small graphs: what lies far apart in the graph lies as far apart in the picture (stress majorisation by localised
//! updates; Gansner, Koren and North 2004). Forces alone leave long tails with much room round them.

use super::{Point, SPACING};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Larger graphs stay as forces leave them: the work grows with the square of their size.
const MOST: usize = 600;
/// Rounds over all nodes.
const ROUNDS: usize = 120;
/// How much longer than [`SPACING`] a link is for the square root of its ends' links: those of the end that has more, and of
/// the one that has less. Names want room round a hub, and hubs that are linked want room for what both have round them.
const LONGER: (f64, f64) = (0.2, 0.35);
/// Lengths are counted in parts of this size, so that sums of them are exact.
const PARTS: f64 = 1024.0;

/// Moves the nodes of a connected graph.
pub(super) fn refine(places: &mut [Point], links: &[(usize, usize)]) {
    let nodes = places.len();
    if !(3..=MOST).contains(&nodes) {
        return;
    }
    let distances = distances(nodes, links);
    let mut weights: Vec<f64> = distances.iter().map(|wanted| 1.0 / (wanted * wanted)).collect();
    let mut degrees = vec![0.0_f64; nodes];
    links.iter().flat_map(|&(a, b)| [a, b]).for_each(|node| degrees[node] += 1.0);
    for &(a, b) in links {
        // Two hubs share many neighbours, which together would draw them onto each other.
        let weight = weights[a * nodes + b] * degrees[a].min(degrees[b]).powi(3).sqrt();
        (weights[a * nodes + b], weights[b * nodes + a]) = (weight, weight);
    }
    for _ in 0..ROUNDS {
        for node in 0..nodes {
            let ([x, y], mut sum, mut whole) = (places[node], [0.0; 2], 0.0);
            for (other, [u, v]) in places.iter().enumerate().filter(|(other, _)| *other != node) {
                let wanted = distances[node * nodes + other];
                let weight = weights[node * nodes + other];
                let (dx, dy) = (x - u, y - v);
                let share = wanted / (dx * dx + dy * dy).sqrt().max(1e-9);
                sum = [sum[0] + weight * (u + dx * share), sum[1] + weight * (v + dy * share)];
                whole += weight;
            }
            places[node] = [sum[0] / whole, sum[1] / whole];
        }
    }
}

/// The length of the shortest way between any two nodes.
fn distances(nodes: usize, links: &[(usize, usize)]) -> Vec<f64> {
    let mut neighbours: Vec<Vec<(usize, u64)>> = vec![Vec::new(); nodes];
    for &(a, b) in links {
        neighbours[a].push((b, 0));
        neighbours[b].push((a, 0));
    }
    let roots: Vec<f64> = neighbours.iter().map(|all| (all.len() as f64).sqrt() - 1.0).collect();
    for (node, all) in neighbours.iter_mut().enumerate() {
        for (other, length) in all {
            let (more, less) = (roots[node].max(roots[*other]), roots[node].min(roots[*other]));
            *length = ((1.0 + LONGER.0 * more + LONGER.1 * less) * PARTS).round() as u64;
        }
    }
    let mut all = Vec::with_capacity(nodes * nodes);
    for start in 0..nodes {
        let mut least = vec![u64::MAX; nodes];
        let mut next = BinaryHeap::from([Reverse((0, start))]);
        while let Some(Reverse((so_far, node))) = next.pop() {
            if so_far >= least[node] {
                continue;
            }
            least[node] = so_far;
            next.extend(neighbours[node].iter().map(|&(other, length)| Reverse((so_far + length, other))));
        }
        all.extend(least.iter().map(|&parts| parts as f64 / PARTS * SPACING));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_graph() {
        // A path of four: in a straight line, its ends three steps apart.
        let mut places = vec![[0.0, 0.0], [9.0, 1.0], [3.0, 8.0], [8.0, 9.0]];
        let links = [(0, 1), (1, 2), (2, 3)];
        refine(&mut places, &links);
        let far = |a: usize, b: usize| (places[a][0] - places[b][0]).hypot(places[a][1] - places[b][1]);
        assert!((far(0, 3) - far(0, 1) - far(1, 2) - far(2, 3)).abs() < 5.0, "{places:?}");
        assert!((SPACING..1.5 * SPACING).contains(&far(1, 2)), "{places:?}");
    }

    #[test]
    fn hubs_that_are_linked_keep_apart() {
        // Two that are linked with each other and with ten others.
        let mut links = vec![(0, 1)];
        links.extend((2..12).flat_map(|other| [(0, other), (1, other)]));
        let mut places: Vec<Point> = (0..12).map(|i| [f64::from(i), f64::from(i * i % 7)]).collect();
        refine(&mut places, &links);
        let far = (places[0][0] - places[1][0]).hypot(places[0][1] - places[1][1]);
        assert!(far > 1.5 * SPACING, "{far}");
    }
}
