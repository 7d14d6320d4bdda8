//! The letters of a page → stretches of lines, and these → columns in reading order.

use super::glyphs::Glyph;

/// A stretch of a line without a wide gap.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) end: f64,
    pub(super) y: f64,
    pub(super) size: f64,
}

/// Pieces that are read from top to bottom.
pub(super) type Block = Vec<Piece>;

/// Gaps that are wider than this part of the letters' size may lie between columns.
const WIDE: f64 = 0.7;
/// Lines that a column has at least.
const LINES: usize = 3;
/// A page with more pieces than this is a drawing, and not looked at for columns.
const PIECES: usize = 5_000;

/// The stretches of a page's lines, from top to bottom.
pub(super) fn pieces(mut glyphs: Vec<Glyph>) -> Vec<Piece> {
    lower_initials(&mut glyphs);
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut pieces = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    // Of a row the baseline and size of its largest letter, and whether there are only marks of footnotes until now.
    let (mut y, mut size, mut marks) = (f64::NEG_INFINITY, 0.0_f64, true);
    for glyph in glyphs {
        let near =
            if marks && size > 0.5 * glyph.size { 0.45 * glyph.size } else { 0.5 * size.min(glyph.size) };
        if glyph.y - y > near {
            take_row(&mut row, &mut pieces);
            (y, size, marks) = (glyph.y, glyph.size, true);
        } else if glyph.size > size {
            (y, size) = (glyph.y, glyph.size);
        }
        marks &= is_mark(&glyph);
        row.push(glyph);
    }
    take_row(&mut row, &mut pieces);
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    pieces
}

/// A large initial that goes down over several lines stands before the first of them.
fn lower_initials(glyphs: &mut [Glyph]) {
    /// A page with more large letters than this is a poster.
    const MOST: usize = 2_000;
    let mut sizes: Vec<f64> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let Some(usual) = sizes.get(sizes.len() / 2) else { return };
    let large: Vec<usize> = (0..glyphs.len()).filter(|&at| glyphs[at].size > 1.8 * usual).collect();
    if large.len() > MOST {
        return;
    }
    // Letters of a headline stand beside others.
    let is_alone = |&at: &usize| {
        let one = &glyphs[at];
        let beside = |other: &Glyph| {
            (other.y - one.y).abs() < 0.3 * one.size && (other.x - one.x).abs() < 3.0 * one.size
        };
        one.text.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
            && !large.iter().any(|&other| other != at && beside(&glyphs[other]))
    };
    for at in large.iter().copied().filter(is_alone).collect::<Vec<_>>() {
        let initial = glyphs[at].clone();
        let beside = |other: &&Glyph| {
            other.size < 0.6 * initial.size
                && (initial.end - 0.3 * other.size..initial.end + 1.5 * other.size).contains(&other.x)
                && (initial.y - 0.75 * initial.size..initial.y - 0.3 * initial.size).contains(&other.y)
        };
        if let Some(&Glyph { x, y, size, .. }) =
            glyphs.iter().filter(beside).min_by(|a, b| a.y.total_cmp(&b.y))
        {
            glyphs[at] = Glyph { x: x - 0.6 * size, end: x, y, size, ..initial };
        }
    }
}

/// Whether a letter may be, or be of, the mark of a footnote.
fn is_mark(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| c.is_ascii_digit() || "*†‡".contains(c))
}

/// Makes pieces of the letters of one row, and empties it.
fn take_row(row: &mut Vec<Glyph>, pieces: &mut Vec<Piece>) {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let (mut largest, mut low) = (0.0_f64, f64::NEG_INFINITY);
    for glyph in &*row {
        if glyph.size >= largest {
            (largest, low) = (glyph.size, glyph.y);
        }
    }
    // Marks of footnotes go, and so do letters drawn twice to look bold.
    let is_raised = |g: &Glyph| g.size < 0.8 * largest && low - g.y > 0.2 * largest;
    let mut stretch: Vec<Glyph> = Vec::new();
    for glyph in row.drain(..).filter(|glyph| !(is_mark(glyph) && is_raised(glyph))) {
        if let Some(before) = stretch.last() {
            let again = before.text == glyph.text && glyph.x - before.x < 0.15 * glyph.size;
            if again && !glyph.text.trim().is_empty() {
                continue;
            }
            let size = before.size.max(glyph.size);
            if glyph.x - before.end > WIDE * size {
                pieces.extend(piece(&stretch));
                stretch.clear();
            }
        }
        // A space says nothing of how far a stretch goes.
        if !(glyph.text.trim().is_empty() && stretch.is_empty()) {
            stretch.push(glyph);
        }
    }
    pieces.extend(piece(&stretch));
}

/// The letters of one stretch as text.
fn piece(stretch: &[Glyph]) -> Option<Piece> {
    let is_space = |glyph: &Glyph| glyph.text.trim().is_empty();
    let letters =
        &stretch[..stretch.len() - stretch.iter().rev().take_while(|glyph| is_space(glyph)).count()];
    let (first, last) = (letters.first()?, letters.last()?);
    let largest = letters.iter().max_by(|a, b| a.size.total_cmp(&b.size))?;
    // Letters may be set apart, as in headlines: a space is more than what usually lies between two.
    let mut gaps: Vec<f64> = letters
        .windows(2)
        .filter(|two| !is_space(&two[0]) && !is_space(&two[1]))
        .map(|two| two[1].x - two[0].end)
        .collect();
    gaps.sort_by(f64::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0).max(0.0);
    let mut text = String::new();
    for (at, glyph) in letters.iter().enumerate() {
        let gap = at.checked_sub(1).map_or(0.0, |before| glyph.x - letters[before].end);
        let apart = gap > (0.15 * glyph.size).max(usual + 0.12 * glyph.size) || is_space(glyph);
        if apart && !text.ends_with(' ') {
            text.push(' ');
        }
        if !is_space(glyph) {
            text += &glyph.text;
        }
    }
    Some(Piece { text, x: first.x, end: last.end, y: largest.y, size: largest.size })
}

/// The blocks of a page in reading order: what stands over columns, these from left to right, what stands below.
pub(super) fn blocks(pieces: Vec<Piece>, body: f64) -> Vec<Block> {
    let mut blocks = Vec::new();
    if pieces.len() > PIECES {
        return vec![pieces];
    }
    cut(pieces, body, &mut blocks);
    blocks
}

fn cut(pieces: Vec<Piece>, body: f64, blocks: &mut Vec<Block>) {
    if pieces.is_empty() {
        return;
    }
    let Some(Gutter { x, from, to }) = gutter(&pieces, body) else {
        blocks.push(pieces);
        return;
    };
    let mut above = pieces;
    let below = above.split_off(to);
    let (right, left): (Vec<Piece>, Vec<Piece>) =
        above.split_off(from).into_iter().partition(|p| p.x >= x - 1.0);
    for part in [above, left, right, below] {
        cut(part, body, blocks);
    }
}

/// A gap between two columns: its right edge, and the pieces (from, to) on both sides of it.
struct Gutter {
    x: f64,
    from: usize,
    to: usize,
}

/// The gap that parts most pieces.
fn gutter(pieces: &[Piece], body: f64) -> Option<Gutter> {
    let mut edges: Vec<i64> = pieces.iter().map(|piece| piece.x.floor() as i64).collect();
    edges.sort_unstable();
    let leftmost = *edges.first()?;
    let mut candidates: Vec<i64> = Vec::new();
    for same in edges.chunk_by(|a, b| a == b) {
        let near = edges.iter().filter(|&&edge| (same[0]..=same[0] + 1).contains(&edge)).count();
        if near >= LINES && same[0] > leftmost + 1 {
            candidates.push(same[0]);
        }
    }
    let mut best: Option<(usize, Gutter)> = None;
    for x in candidates.into_iter().map(|x| x as f64) {
        let crosses = |piece: &Piece| piece.x < x - 1.0 && piece.end > x - 0.6 * body.min(piece.size);
        let mut from = 0;
        while from < pieces.len() {
            let run = pieces[from..].iter().take_while(|piece| !crosses(piece)).count();
            let parted = parted(&pieces[from..from + run], x, body);
            if parted > 0 && best.as_ref().is_none_or(|(most, _)| parted > *most) {
                best = Some((parted, Gutter { x, from, to: from + run }));
            }
            from += run + 1;
        }
    }
    best.map(|(_, gutter)| gutter)
}

/// How many pieces stand beside this gap; none if one side is too short or too narrow to be a column of text.
fn parted(run: &[Piece], x: f64, body: f64) -> usize {
    let side = |right: bool| {
        let (mut lines, mut width) = (0, 0.0);
        for piece in run.iter().filter(|piece| (piece.x >= x - 1.0) == right) {
            lines += 1;
            width += piece.end - piece.x;
        }
        (lines >= LINES && width / lines as f64 > 7.0 * body).then_some(lines)
    };
    side(false).zip(side(true)).map_or(0, |(left, right): (usize, usize)| left + right)
}
