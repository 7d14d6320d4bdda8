//! The letters of a page, upright and known by what they stand for.

use super::content::Shown;
use kurbo::Point;
use unicode_normalization::UnicodeNormalization;

/// A letter, or several that are drawn as one. Distances are in points, and `y`, that of the baseline, grows downwards.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) end: f64,
    pub(super) y: f64,
    pub(super) size: f64,
}

/// The letters of a page, and how many more there are of which nobody says which they are.
#[derive(Debug, Default)]
pub(super) struct Letters {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) unknown: usize,
}

/// The letters that stand on a page of this size, in the direction in which most run, turned so that they run to the right.
pub(super) fn upright(shown: Vec<Shown>, (width, height): (f32, f32)) -> Letters {
    let mut letters = Letters::default();
    let mut turns: [Vec<Glyph>; 4] = Default::default();
    for Shown { text, from, to, size } in shown {
        let is_on = |at: f64, most: f32| (-1.0..=f64::from(most) + 1.0).contains(&at);
        if !(is_on(from.x, width) && is_on(from.y, height) && to.is_finite() && size.is_finite())
            || size < 0.5
        {
            continue;
        }
        let Some(quarters) = quarters(to.x - from.x, to.y - from.y) else { continue };
        match text.as_deref().and_then(readable) {
            Some(text) => {
                let (from, to) = (turned(from, quarters), turned(to, quarters));
                turns[quarters].push(Glyph { text, x: from.x, end: to.x, y: from.y, size });
            }
            None => letters.unknown += 1,
        }
    }
    // Of several that are equal the first.
    letters.glyphs = turns.into_iter().rev().max_by_key(Vec::len).unwrap_or_default();
    letters
}

/// By how many quarters, clockwise, a line that runs this way is turned; what runs aslant is a watermark.
fn quarters(across: f64, down: f64) -> Option<usize> {
    let (x, y) = (across.abs(), down.abs());
    if x.min(y) > 0.1 * x.max(y) {
        return None;
    }
    Some(match (x >= y, across >= 0.0, down >= 0.0) {
        (true, true, _) => 0,
        (false, _, true) => 1,
        (true, false, _) => 2,
        (false, _, false) => 3,
    })
}

/// A point, turned back by so many quarters.
fn turned(point: Point, quarters: usize) -> Point {
    match quarters {
        0 => point,
        1 => Point::new(point.y, -point.x),
        2 => Point::new(-point.x, -point.y),
        _ => Point::new(-point.y, point.x),
    }
}

/// The letters of a text, unless it holds what is none.
fn readable(text: &str) -> Option<String> {
    let mut letters = String::new();
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fb06}' => letters.extend([c].into_iter().nfkc()),
            c if c.is_whitespace() => letters.push(' '),
            '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => return None,
            c if c.is_control() => return None,
            c => letters.push(c),
        }
    }
    Some(letters)
}
