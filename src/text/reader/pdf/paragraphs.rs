//! The lines of all pages → paragraphs: what is one goes on over lines, columns and pages, and words come together again.

use super::super::markdown::Page;
use super::columns::{Block, Piece};
use crate::lexicon;
use crate::text::segment::Lexicon;
use rustc_hash::{FxHashMap, FxHashSet};

/// A paragraph or heading.
#[derive(Debug)]
struct Paragraph {
    text: String,
    size: f64,
    /// Whether its last line goes to the end of its column.
    is_full: bool,
}

/// The size in which most of the text is set.
pub(super) fn body_size(pages: &[Vec<Piece>]) -> f64 {
    let mut sizes: FxHashMap<i64, usize> = FxHashMap::default();
    for piece in pages.iter().flatten() {
        *sizes.entry((piece.size * 4.0).round() as i64).or_default() += piece.text.len();
    }
    let most = sizes.into_iter().max_by_key(|&(size, letters)| (letters, size));
    most.map_or(10.0, |(size, _)| size as f64 / 4.0)
}

/// Whether what is said to be text is none: hardly a word, or hardly a letter.
pub(super) fn is_garbled(pages: &[Vec<Piece>]) -> bool {
    let (mut words, mut single, mut letters, mut signs) = (0_usize, 0, 0_usize, 0_usize);
    for word in pages.iter().flatten().flat_map(|piece| piece.text.split(' ')) {
        words += 1;
        single += usize::from(word.chars().count() == 1 && word.chars().all(char::is_alphabetic));
        letters += word.chars().filter(|c| c.is_alphanumeric()).count();
        signs += word.chars().filter(|c| !c.is_alphanumeric()).count();
    }
    words > 50 && single * 10 > words * 4 || signs > letters
}

/// Takes out what stands at the top or foot of several pages, and the numbers of pages.
pub(super) fn drop_running_heads(pages: &mut [Vec<Piece>], body: f64) {
    /// Lines at either end that may be such.
    const LINES: usize = 2;
    let edges = |pieces: &[Piece]| -> Option<(f64, f64)> {
        let mut ys: Vec<f64> = pieces.iter().map(|piece| piece.y.round()).collect();
        ys.dedup();
        Some((*ys.get(LINES - 1).or(ys.last())?, *ys.get(ys.len().saturating_sub(LINES)).or(ys.first())?))
    };
    let is_edge = |piece: &Piece, (top, foot): (f64, f64)| piece.y.round() <= top || piece.y.round() >= foot;
    // Numbers change from page to page.
    let plain =
        |text: &str| text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect::<String>();
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for pieces in &*pages {
        let Some(edges) = edges(pieces) else { continue };
        let texts: FxHashSet<String> =
            pieces.iter().filter(|piece| is_edge(piece, edges)).map(|piece| plain(&piece.text)).collect();
        texts.into_iter().for_each(|text| *seen.entry(text).or_default() += 1);
    }
    let count = pages.len();
    for pieces in pages {
        let Some(edges) = edges(pieces) else { continue };
        pieces.retain(|piece| {
            let text = plain(&piece.text);
            let again = seen.get(&text).is_some_and(|&pages| pages > 1 && pages * 3 >= count);
            // What is larger than the text is the title that the other pages repeat.
            piece.size > 1.25 * body || !(is_edge(piece, edges) && (again || is_page_number(&text)))
        });
    }
}

/// Whether a line, in which `#` stands for digits, holds nothing but the number of a page.
fn is_page_number(text: &str) -> bool {
    let rest: String = text.to_lowercase().replace("page", "").replace("of", "");
    text.contains('#') && rest.len() <= 12 && rest.chars().all(|c| "#-–—/| ".contains(c))
}

/// The text of all pages; its title is the largest heading of the first.
pub(super) fn page(pages: &[Vec<Block>], body: f64) -> Page {
    let words = words(pages);
    let mut all: Vec<Paragraph> = Vec::new();
    let mut title: Option<(f64, String)> = None;
    for (number, blocks) in pages.iter().enumerate() {
        for block in blocks {
            let paragraphs = paragraphs(block, &words);
            let headings =
                paragraphs.iter().filter(|p| number == 0 && p.size > 1.25 * body && p.text.len() > 3);
            for heading in headings {
                if title.as_ref().is_none_or(|(size, _)| heading.size > size + 0.1) {
                    title = Some((heading.size, heading.text.clone()));
                }
            }
            let mut paragraphs = paragraphs.into_iter();
            let goes_on = |before: &Paragraph, next: &Paragraph| {
                let is_body = |p: &Paragraph| (p.size / body - 1.0).abs() < 0.12;
                let begins_small = next.text.chars().next().is_some_and(char::is_lowercase);
                let ends = before.text.ends_with(['.', '!', '?', ':', '"', '”', '’', ')']);
                is_body(before)
                    && is_body(next)
                    && !ends
                    && (begins_small || before.is_full && before.text.len() > 60)
            };
            if let Some(first) = paragraphs.next() {
                match all.last_mut() {
                    Some(before) if goes_on(before, &first) => {
                        join(&mut before.text, &first.text, &words);
                        before.is_full = first.is_full;
                    }
                    _ => all.push(first),
                }
            }
            all.extend(paragraphs);
        }
    }
    let text = all.into_iter().map(|paragraph| paragraph.text).collect::<Vec<_>>().join("\n\n");
    Page { title: title.map(|(_, title)| title), date: None, text }
}

/// The lines of a block: pieces on one baseline are one.
fn lines(block: &[Piece]) -> Vec<Piece> {
    let mut lines: Vec<Piece> = Vec::new();
    let mut block = block.to_vec();
    block.sort_by(|a, b| a.y.total_cmp(&b.y));
    for row in block.chunk_by_mut(|a, b| b.y - a.y < 0.5 * a.size.min(b.size)) {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        let mut pieces = row.iter();
        let Some(mut line) = pieces.next().cloned() else { continue };
        for piece in pieces {
            line.text = format!("{} {}", line.text, piece.text);
            line.end = line.end.max(piece.end);
            line.size = line.size.max(piece.size);
        }
        lines.push(line);
    }
    lines
}

fn paragraphs(block: &[Piece], words: &FxHashSet<String>) -> Vec<Paragraph> {
    let lines = lines(block);
    let left = common(lines.iter().map(|line| line.x)).unwrap_or(0.0);
    let right = lines.iter().map(|line| line.end).fold(left, f64::max);
    let same_size = |a: &Piece, b: &Piece| (a.size / b.size - 1.0).abs() < 0.1;
    let mut pitches: Vec<f64> = lines
        .windows(2)
        .filter(|two| same_size(&two[0], &two[1]))
        .map(|two| (two[1].y - two[0].y) / two[1].size)
        .collect();
    pitches.sort_by(f64::total_cmp);
    // Between lines, in parts of their size: the middle one of all is that of a paragraph.
    let pitch = pitches.get(pitches.len() / 2).copied().unwrap_or(1.3).clamp(0.9, 3.0);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut before: Option<&Piece> = None;
    for line in &lines {
        let is_indented = |line: &Piece| line.x > left + 0.8 * line.size;
        let begins = before.is_none_or(|before| {
            !same_size(before, line)
                || line.y - before.y > 1.3 * pitch * line.size
                || is_indented(line) && !is_indented(before)
                || line.text.starts_with(['•', '▪', '■', '●', '‣', '·'])
                || before.end < right - 0.25 * (right - left)
                    && before.text.ends_with(['.', '!', '?', '”', '"'])
        });
        let is_full = line.end > right - 2.0 * line.size;
        match paragraphs.last_mut() {
            Some(paragraph) if !begins => {
                join(&mut paragraph.text, &line.text, words);
                paragraph.is_full = is_full;
            }
            _ => paragraphs.push(Paragraph { text: line.text.clone(), size: line.size, is_full }),
        }
        before = Some(line);
    }
    paragraphs
}

/// The commonest of these places, the first of those.
fn common(places: impl Iterator<Item = f64>) -> Option<f64> {
    let mut places: Vec<i64> = places.map(|place| place.round() as i64).collect();
    places.sort_unstable();
    let groups = places.chunk_by(|a, b| a == b).rev();
    groups.max_by_key(|group| group.len()).map(|group| group[0] as f64)
}

/// The words that the document writes within lines.
fn words(pages: &[Vec<Block>]) -> FxHashSet<String> {
    let mut words = FxHashSet::default();
    for piece in pages.iter().flatten().flatten() {
        let all: Vec<&str> = piece.text.split(' ').collect();
        // At either end of a line may stand half a word.
        let whole = all.get(1..all.len().saturating_sub(1)).unwrap_or_default();
        words.extend(
            whole.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()),
        );
    }
    words
}

/// Puts a line after the text before it: `govern-` and `ment` are one word, `four-` and `day` are two.
fn join(text: &mut String, line: &str, words: &FxHashSet<String>) {
    if let Some(kept) = text.strip_suffix(HYPHENS) {
        let half = kept.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
        let rest: String =
            line.chars().take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if !half.is_empty() && !rest.is_empty() {
            let continues = line.chars().next().is_some_and(char::is_lowercase);
            let (whole, apart) = (format!("{half}{rest}"), format!("{half}-{rest}"));
            let is_two = || {
                let known = |word: &str| word.len() > 2 && is_word(word);
                words.contains(&apart) || !is_word(&whole) && known(&half) && known(&rest)
            };
            let is_one = text.ends_with('\u{ad}') || continues && (words.contains(&whole) || !is_two());
            text.truncate(kept.len());
            if !is_one {
                text.push('-');
            }
            text.push_str(line);
            return;
        }
    }
    text.push(' ');
    text.push_str(line);
}

/// The soft hyphen, the hyphen proper and the one of typewriters.
const HYPHENS: [char; 3] = ['\u{ad}', '\u{2010}', '-'];

/// Whether it is a common English word.
fn is_word(word: &str) -> bool {
    let lemma = lexicon::verb_lemma(word, word);
    let singular = word.strip_suffix('s').unwrap_or(word);
    Lexicon::get().is_common_word(word)
        || lexicon::is_verb(&lemma)
        || [word, singular]
            .into_iter()
            .any(|noun| lexicon::noun_class(noun).is_some() || lexicon::noun_kind(noun).is_some())
}
