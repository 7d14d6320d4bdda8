//! Boxes with text around the points: moved apart until none covers another.

use super::Point;

/// Boxes are looked at so often together, at most: few boxes come apart whole, of very many the worst.
const WORK: usize = 400_000;
/// Room between two boxes.
const GAP: f64 = 12.0;

/// Moves points apart until boxes of these sizes (width, height) around them lie beside each other.
///
/// ```
/// let mut places = vec![[0.0, 0.0], [10.0, 0.0]];
/// factloom::layout::part(&mut places, &[[80.0, 20.0], [80.0, 20.0]]);
/// assert!((places[0][1] - places[1][1]).abs() >= 20.0 || (places[0][0] - places[1][0]).abs() >= 80.0);
/// ```
pub fn part(places: &mut [Point], sizes: &[[f64; 2]]) {
    let mut order: Vec<usize> = (0..places.len().min(sizes.len())).collect();
    for _ in 0..(WORK / order.len().max(1)).clamp(20, 2_000) {
        let mut moved = false;
        order.sort_by(|&a, &b| {
            (places[a][0] - sizes[a][0] / 2.0).total_cmp(&(places[b][0] - sizes[b][0] / 2.0)).then(a.cmp(&b))
        });
        for at in 0..order.len() {
            let a = order[at];
            let right = places[a][0] + sizes[a][0] / 2.0 + GAP;
            for &b in &order[at + 1..] {
                if places[b][0] - sizes[b][0] / 2.0 > right {
                    break;
                }
                let apart = |axis: usize| {
                    let room = (sizes[a][axis] + sizes[b][axis]) / 2.0 + GAP;
                    room - (places[a][axis] - places[b][axis]).abs()
                };
                let (x, y) = (apart(0), apart(1));
                if x <= 0.5 || y <= 0.5 {
                    continue;
                }
                moved = true;
                // Along the axis on which less is to be moved; boxes are wide, so mostly up and down.
                let axis = usize::from(y <= x);
                let by = x.min(y) / 2.0 + 0.01;
                let sign =
                    if places[a][axis] < places[b][axis] || (places[a][axis] == places[b][axis] && a < b) {
                        1.0
                    } else {
                        -1.0
                    };
                places[a][axis] -= sign * by;
                places[b][axis] += sign * by;
            }
        }
        if !moved {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heap_of_boxes_comes_apart() {
        let mut places: Vec<Point> =
            (0..40).map(|i| [f64::from(i % 7) * 3.0, f64::from(i % 5) * 2.0]).collect();
        let sizes = vec![[90.0, 24.0]; 40];
        part(&mut places, &sizes);
        for a in 0..40 {
            for b in 0..a {
                let (x, y) = ((places[a][0] - places[b][0]).abs(), (places[a][1] - places[b][1]).abs());
                assert!(x >= 90.0 || y >= 24.0, "{a} and {b}: {:?} {:?}", places[a], places[b]);
            }
        }
    }
}
