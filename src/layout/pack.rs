//! Pictures of parts put side by side on shelves, the whole about as wide as it is high.

use super::{Point, SPACING};

/// The parts' points, moved so that no two parts overlap; the largest parts come first.
pub(super) fn pack(mut parts: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let sizes: Vec<Point> = parts.iter_mut().map(|part| to_origin(part)).collect();
    let area: f64 = sizes.iter().map(|[w, h]| (w + SPACING) * (h + SPACING)).sum();
    let widest = sizes.iter().map(|[w, _]| w + SPACING).fold(0.0, f64::max);
    // Pictures are looked at on screens that are wider than high.
    let width = (area * 1.5).sqrt().max(widest);
    // Shelves are as high as what stands on them first; smaller parts stand below each other in columns.
    let (mut top, mut height) = (0.0, 0.0);
    let mut last: Option<Column> = None;
    for (part, [w, h]) in parts.iter_mut().zip(sizes) {
        let mut column = match last {
            Some(column) if w <= column.width && column.below + h <= top + height => column,
            before => {
                let mut left = before.map_or(0.0, |column| column.left + column.width + SPACING);
                if before.is_some() && left + w > width {
                    (left, top, height) = (0.0, top + height + SPACING, 0.0);
                }
                height = f64::max(height, h);
                Column { left, width: w, below: top }
            }
        };
        for point in part.iter_mut() {
            *point = [point[0] + column.left, point[1] + column.below];
        }
        column.below += h + SPACING;
        last = Some(column);
    }
    parts
}

/// Parts below each other.
#[derive(Clone, Copy)]
struct Column {
    left: f64,
    width: f64,
    /// Where the next part begins.
    below: f64,
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
