//! Points in nested squares, so that far ones push as one (Barnes and Hut 1986).

use super::Point;

/// How wide a square may look, as a share of its distance, to count as one point.
const WIDE: f64 = 1.1;
/// Squares are not divided further: points that lie on each other would never part.
const DEEPEST: usize = 24;
const NONE: u32 = u32::MAX;

struct Cell {
    /// The sum of the points within, and how many.
    sum: Point,
    count: f64,
    children: [u32; 4],
}

/// The points of one round.
pub(super) struct Quadtree {
    cells: Vec<Cell>,
    size: f64,
}

impl Quadtree {
    pub(super) fn new(points: &[Point]) -> Quadtree {
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        for point in points {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        let size = (high[0] - low[0]).max(high[1] - low[1]).max(1.0);
        let mut tree = Quadtree { cells: Vec::with_capacity(2 * points.len()), size };
        tree.cell();
        for &point in points {
            tree.insert(point, low);
        }
        tree
    }

    fn cell(&mut self) -> u32 {
        self.cells.push(Cell { sum: [0.0; 2], count: 0.0, children: [NONE; 4] });
        (self.cells.len() - 1) as u32
    }

    fn insert(&mut self, point: Point, mut low: Point) {
        let (mut at, mut size) = (0_usize, self.size);
        for depth in 0..=DEEPEST {
            let cell = &mut self.cells[at];
            let alone = cell.count;
            let resident = cell.sum;
            cell.sum = [cell.sum[0] + point[0], cell.sum[1] + point[1]];
            cell.count += 1.0;
            if alone == 0.0 || depth == DEEPEST {
                return;
            }
            // A cell of one point has no children yet: that point moves down first.
            if alone == 1.0 {
                let child = self.child(at, resident, low, size);
                let child = &mut self.cells[child];
                (child.sum, child.count) = (resident, 1.0);
            }
            let child = self.child(at, point, low, size);
            size /= 2.0;
            for axis in 0..2 {
                if point[axis] >= low[axis] + size {
                    low[axis] += size;
                }
            }
            at = child;
        }
    }

    /// The child of a cell in which a point lies, made if need be.
    fn child(&mut self, at: usize, point: Point, low: Point, size: f64) -> usize {
        let half = size / 2.0;
        let quarter = usize::from(point[0] >= low[0] + half) + 2 * usize::from(point[1] >= low[1] + half);
        let known = self.cells[at].children[quarter];
        let child = if known == NONE { self.cell() } else { known };
        self.cells[at].children[quarter] = child;
        child as usize
    }

    /// How all points push a point at this place: each by `strength / distance`, away from it.
    pub(super) fn push(&self, place: Point, strength: f64) -> Point {
        let mut push = [0.0; 2];
        let mut stack = vec![(0_usize, self.size)];
        while let Some((at, size)) = stack.pop() {
            let cell = &self.cells[at];
            if cell.count == 0.0 {
                continue;
            }
            let (dx, dy) = (place[0] - cell.sum[0] / cell.count, place[1] - cell.sum[1] / cell.count);
            let squared = dx * dx + dy * dy;
            let is_leaf = cell.children == [NONE; 4];
            if is_leaf || size * size < WIDE * WIDE * squared {
                // The point itself lies at no distance and does not push.
                if squared > 1e-12 {
                    let share = strength * cell.count / squared;
                    push[0] += dx * share;
                    push[1] += dy * share;
                }
            } else {
                let children = cell.children.iter().filter(|child| **child != NONE);
                stack.extend(children.map(|&child| (child as usize, size / 2.0)));
            }
        }
        push
    }
}
