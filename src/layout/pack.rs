//! Pictures of parts put side by side on shelves, the whole about as wide as it is high.

use super::{Point, SPACING};

/// The parts' points, moved so that no two parts overlap; the largest parts come first.
pub(super) fn pack(mut parts: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let sizes: Vec<Point> = parts.iter_mut().map(|part| to_origin(part)).collect();
    let area: f64 = sizes.iter().map(|[w, h]| (w + SPACING) * (h + SPACING)).sum();
    let widest = sizes.iter().map(|[w, _]| w + SPACING).fold(0.0, f64::max);
    // Pictures are looked at on screens that are wider than high.
    let width = (area * 1.5).sqrt().max(widest);
    let (mut x, mut y, mut shelf) = (0.0, 0.0, 0.0);
    for (part, [w, h]) in parts.iter_mut().zip(sizes) {
        if x > 0.0 && x + w > width {
            (x, y, shelf) = (0.0, y + shelf + SPACING, 0.0);
        }
        for point in part.iter_mut() {
            *point = [point[0] + x, point[1] + y];
        }
        x += w + SPACING;
        shelf = f64::max(shelf, h);
    }
    parts
}

/// Moves the points so that their least coordinates are 0; returns their width and height.
fn to_origin(points: &mut [Point]) -> Point {
    let mut size = [0.0; 2];
    for axis in 0..2 {
        let low = points.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min);
        for point in points.iter_mut() {
            point[axis] -= low;
            size[axis] = f64::max(size[axis], point[axis]);
        }
    }
    size
}
