//! Where to draw the nodes of a graph: connected parts are laid out by forces, small ones then by distance, turned so that
//! they lie, and packed side by side.
//!
//! A pure function of the links, the same on every machine: no random start, no trigonometry at run time.

mod boxes;
mod components;
mod forces;
mod pack;
mod quadtree;
mod room;
mod stress;
mod turn;

pub use boxes::part;

/// A place in the picture; about [`SPACING`] lies between nodes that are linked.
pub type Point = [f64; 2];

/// The length that a link should have.
pub const SPACING: f64 = 60.0;

/// A place for each of `nodes` nodes that these pairs link. Links to nodes that do not exist are left out.
///
/// ```
/// let places = factloom::layout::place(3, &[(0, 1), (1, 2)]);
/// let distance = |a: usize, b: usize| {
///     let ([x, y], [u, v]) = (places[a], places[b]);
///     ((x - u).powi(2) + (y - v).powi(2)).sqrt()
/// };
/// assert!(distance(0, 1) < distance(0, 2));
/// ```
pub fn place(nodes: usize, links: &[(usize, usize)]) -> Vec<Point> {
    place_with_room(nodes, links, &[])
}

/// As [`place`], where in small parts the ends of a link that lies flat are so far apart as its room says: there stand the
/// names of both and the link's own word beside each other.
pub fn place_with_room(nodes: usize, links: &[(usize, usize)], rooms: &[f64]) -> Vec<Point> {
    let parts = components::split(nodes, links, rooms);
    let draw = |part: &components::Part| {
        let mut places = forces::place(part.nodes.len(), &part.links);
        stress::refine(&mut places, &part.links);
        turn::lay_down(&mut places);
        room::make(&mut places, &part.links, &part.rooms);
        places
    };
    let drawn: Vec<Vec<Point>> = parts.iter().map(draw).collect();
    let mut places = vec![[0.0; 2]; nodes];
    for (part, points) in parts.iter().zip(pack::pack(drawn)) {
        for (&node, point) in part.nodes.iter().zip(points) {
            places[node] = point;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: Point, b: Point) -> f64 {
        ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt()
    }

    #[test]
    fn every_node_has_a_place_of_its_own() {
        // A ring, a star, a pair, single nodes, a loop and a link to nowhere.
        let mut links: Vec<_> = (0..20).map(|i| (i, (i + 1) % 20)).collect();
        links.extend((21..30).map(|i| (20, i)));
        links.extend([(30, 31), (32, 32), (3, 99)]);
        let places = place(36, &links);
        assert!(places.iter().flatten().all(|v| v.is_finite()));
        for a in 0..36 {
            for b in 0..a {
                assert!(distance(places[a], places[b]) > 5.0, "{a} and {b} lie on each other");
            }
        }
    }

    #[test]
    fn links_are_shorter_than_the_way_round() {
        let links: Vec<_> = (0..40).map(|i| (i, (i + 1) % 40)).collect();
        let places = place(40, &links);
        let mean = links.iter().map(|&(a, b)| distance(places[a], places[b])).sum::<f64>() / 40.0;
        let across = (0..20).map(|i| distance(places[i], places[i + 20])).sum::<f64>() / 20.0;
        assert!(across > 3.0 * mean, "links {mean}, across {across}");
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert!(place(0, &[]).is_empty());
        assert_eq!(place(1, &[(0, 0)]).len(), 1);
    }
}
