//! Where the words of an arrow stand: on its line, where they cover neither boxes nor other words.

use unicode_width::UnicodeWidthStr;

/// About the width of a character of a word, and its height, in pixels.
const CHARACTER: f64 = 5.4;
const HEIGHT: f64 = 11.0;
/// Shares of a line at which its words may stand, the best first.
const SHARES: [f64; 11] = [0.5, 0.43, 0.57, 0.36, 0.64, 0.3, 0.7, 0.24, 0.76, 0.18, 0.82];
/// How far above and below the line they may stand.
const ASIDE: [f64; 5] = [0.0, -7.0, 7.0, -13.0, 13.0];

/// A part of the picture: its middle and its size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) middle: [f64; 2],
    pub(super) size: [f64; 2],
}

impl Area {
    /// How much of the two is the same, in square pixels.
    pub(super) fn common(&self, other: &Area) -> f64 {
        let along = |axis: usize| {
            let reach = (self.size[axis] + other.size[axis]) / 2.0;
            let least = self.size[axis].min(other.size[axis]);
            (reach - (self.middle[axis] - other.middle[axis]).abs()).clamp(0.0, least)
        };
        along(0) * along(1)
    }
}

/// About the width of a word.
pub(super) fn width(word: &str) -> f64 {
    word.width() as f64 * CHARACTER
}

/// What is taken already: boxes, and words that were placed.
pub(super) struct Taken(Vec<Area>);

impl Taken {
    pub(super) fn new(boxes: impl Iterator<Item = Area>) -> Taken {
        Taken(boxes.collect())
    }

    /// The middle of a word on a line, which `at` gives for a share of its length: the first place where it covers nothing,
    /// or where it covers least.
    pub(super) fn place(&mut self, word: &str, at: impl Fn(f64) -> [f64; 2]) -> [f64; 2] {
        let size = [width(word), HEIGHT];
        let mut best: Option<(f64, Area)> = None;
        for aside in ASIDE {
            for share in SHARES {
                let [x, y] = at(share);
                let area = Area { middle: [x, y + aside], size };
                let covered: f64 = self.0.iter().map(|other| other.common(&area)).sum();
                if best.is_none_or(|(least, _)| covered < least) {
                    best = Some((covered, area));
                }
                if covered == 0.0 {
                    break;
                }
            }
            if best.is_some_and(|(covered, _)| covered == 0.0) {
                break;
            }
        }
        let Some((_, area)) = best else { return at(SHARES[0]) };
        self.0.push(area);
        area.middle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_give_way_to_boxes_and_to_each_other() {
        let box_ = Area { middle: [100.0, 0.0], size: [40.0, 20.0] };
        let mut taken = Taken::new([box_].into_iter());
        let line = |share: f64| [share * 200.0, 0.0];
        let places: Vec<[f64; 2]> = (0..6).map(|_| taken.place("visits", line)).collect();
        assert_ne!(places[0], [100.0, 0.0]);
        for (at, area) in taken.0.iter().enumerate() {
            assert!(taken.0[at + 1..].iter().all(|other| other.common(area) == 0.0), "{places:?}");
        }
        assert_eq!(
            Taken::new([].into_iter()).place("visits", line),
            [100.0, 0.0],
            "the middle, where it is free"
        );
    }

    #[test]
    fn where_there_is_no_room_the_least_is_covered() {
        let wall = Area { middle: [0.0, 0.0], size: [1000.0, 1000.0] };
        let [x, y] = Taken::new([wall].into_iter()).place("visits", |share| [share * 10.0, 0.0]);
        assert!(x.is_finite() && y.is_finite());
    }
}
