//! A text → blocks: stretches that no sentence crosses, such as paragraphs, headings and items of lists.

use crate::span::Span;
use crate::text::SentenceKind;

/// A stretch of text that no sentence crosses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Its text without the white space around it.
    pub(super) span: Span,
    /// Number of its paragraph, from 0.
    pub(super) paragraph: usize,
    /// What it looks like from its layout alone.
    pub(super) kind: SentenceKind,
}

/// A heading has no more characters than this.
const HEADING: usize = 160;

/// The blocks of a text in order.
///
/// Blank lines part paragraphs. A line end within a paragraph is a mere wrap of the line if the next line's first
/// word would not have fitted on it, judged by the longest line of the paragraph, or starts in lower case.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph: Vec<Span> = Vec::new();
    let mut number = 0;
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\u{2028}', '\u{2029}']) {
        let inner = line.trim();
        if inner.is_empty() {
            flush(text, &mut paragraph, &mut number, &mut blocks);
        } else {
            let from = start + (line.len() - line.trim_start().len());
            paragraph.push(Span::new(from, from + inner.len()));
        }
        start += line.len();
    }
    flush(text, &mut paragraph, &mut number, &mut blocks);
    blocks
}

/// Turns the lines of one paragraph into blocks.
fn flush(text: &str, lines: &mut Vec<Span>, number: &mut usize, blocks: &mut Vec<Block>) {
    let width = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    let first = blocks.len();
    for (i, &line) in lines.iter().enumerate() {
        let wrapped = i > 0 && is_wrap(lines[i - 1].of(text), line.of(text), width);
        match blocks.last_mut() {
            Some(block) if wrapped => block.span = block.span.cover(line),
            _ => {
                if i > 0 {
                    *number += 1;
                }
                let kind = if is_item(line.of(text)) { SentenceKind::ListItem } else { SentenceKind::Body };
                blocks.push(Block { span: line, paragraph: *number, kind });
            }
        }
    }
    for block in &mut blocks[first..] {
        if block.kind == SentenceKind::Body && is_heading(block.span.of(text)) {
            block.kind = SentenceKind::Heading;
        }
    }
    *number += usize::from(!lines.is_empty());
    lines.clear();
}

/// Whether the line end between two lines is only there because the line was full.
fn is_wrap(line: &str, next: &str, width: usize) -> bool {
    if is_item(next) {
        return false;
    }
    if next.starts_with(char::is_lowercase) || line.ends_with([',', '-', '–', '—']) {
        return true;
    }
    let word = next.split_whitespace().next().map_or(0, str::len);
    line.len() + 1 + word > width
}

/// Whether a line opens with a bullet or a number as lists have them.
fn is_item(line: &str) -> bool {
    let Some((mark, rest)) = line.split_once(char::is_whitespace) else { return false };
    if rest.trim().is_empty() || mark.len() > 5 {
        return false;
    }
    match mark {
        "•" | "-" | "*" | "–" | "—" | "·" | "‣" | "▪" | "○" | "●" | "◦" | "+" => true,
        _ => {
            let inner = mark.trim_start_matches('(').trim_end_matches([')', '.']);
            let numbered = inner.len() <= 2 && inner.bytes().all(|b| b.is_ascii_digit());
            let lettered = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase());
            inner.len() < mark.len() && !inner.is_empty() && (numbered || lettered)
        }
    }
}

/// Whether a paragraph is a heading: short and without a final stop, or a title that asks.
fn is_heading(text: &str) -> bool {
    if text.len() > HEADING || !text.contains(char::is_alphabetic) {
        return false;
    }
    let bare = text.trim_end_matches(['"', '\'', '”', '’', ')', ']']);
    match bare.chars().next_back() {
        Some('.' | ';' | ':' | ',' | '…') => false,
        Some('?' | '!') => is_title_case(text),
        _ => !text.contains(". ") && text.split_whitespace().count() <= 24,
    }
}

/// Whether nearly all longer words start with a capital.
fn is_title_case(text: &str) -> bool {
    let long = |word: &&str| word.len() > 3 && word.starts_with(char::is_alphabetic);
    let (mut words, mut capitals) = (0, 0);
    for word in text.split_whitespace().filter(long) {
        words += 1;
        capitals += usize::from(word.starts_with(char::is_uppercase));
    }
    words >= 2 && capitals * 4 >= words * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Vec<(&str, usize, SentenceKind)> {
        blocks(text).into_iter().map(|b| (b.span.of(text), b.paragraph, b.kind)).collect()
    }

    #[test]
    fn paragraphs_headings_and_lists() {
        use SentenceKind::{Body, Heading, ListItem};
        let text = "Talks begin\n\nThe two met on\nMonday.\n- first point\n- second\n\nHe left.\n";
        assert_eq!(
            show(text),
            [
                ("Talks begin", 0, Heading),
                ("The two met on\nMonday.", 1, Body),
                ("- first point", 2, ListItem),
                ("- second", 3, ListItem),
                ("He left.", 4, Body),
            ]
        );
    }

    #[test]
    fn a_short_line_before_a_long_one_is_a_heading() {
        let text = "War and Peace\nThe long line that follows the heading goes on for quite some time.";
        assert_eq!(show(text)[0], ("War and Peace", 0, SentenceKind::Heading));
        assert_eq!(blocks("").len(), 0);
        assert_eq!(blocks(" \n\t\n").len(), 0);
    }
}
