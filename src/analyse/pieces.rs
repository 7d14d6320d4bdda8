//! Words → word pieces of the encoder's uncased vocabulary (WordPiece, Wu et al. 2016), with each word's shape.
//!
//! `training/pieces.py` and `training/data.py` do the same for training; the two must agree.

use super::model::{Input, LONGEST};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const UNKNOWN: u32 = 100;
const START: u32 = 101;
const END: u32 = 102;
/// The most pieces of one word; what is beyond says little about it.
const MOST: usize = 8;
/// The most characters of one run without space or punctuation that are looked up.
const LONGEST_RUN: usize = 100;

/// The encoder's vocabulary.
pub(super) struct Vocabulary {
    pieces: FxHashMap<&'static str, u32>,
}

impl Vocabulary {
    /// A vocabulary from its pieces, one a line.
    pub(super) fn new(lines: &'static str) -> Vocabulary {
        Vocabulary { pieces: lines.split('\n').zip(0..).collect() }
    }

    /// A sentence's words as the network's input, in as many parts as its positions ask for. Each part comes with
    /// the number of its words.
    pub(super) fn encode(&self, words: &[&str]) -> Vec<Input> {
        let mut parts = Vec::new();
        let mut part = Input { pieces: vec![START], shapes: vec![0], starts: Vec::new() };
        for word in words {
            let found = self.word(word);
            if part.pieces.len() + found.len() + 1 > LONGEST {
                let next = Input { pieces: vec![START], shapes: vec![0], starts: Vec::new() };
                parts.push(close(std::mem::replace(&mut part, next)));
            }
            let shape = shape(word);
            part.starts.push(part.pieces.len());
            part.shapes.extend((0..found.len()).map(|i| if i == 0 { shape } else { shape + 8 }));
            part.pieces.extend(found);
        }
        if !part.starts.is_empty() {
            parts.push(close(part));
        }
        parts
    }

    /// The pieces of one word.
    fn word(&self, word: &str) -> Vec<u32> {
        let mut pieces = Vec::new();
        for run in runs(word) {
            self.longest_matches(&run, &mut pieces);
            if pieces.len() >= MOST {
                break;
            }
        }
        if pieces.is_empty() {
            pieces.push(UNKNOWN);
        }
        pieces.truncate(MOST);
        pieces
    }

    /// Greedy longest-match-first; a run with a part that is not in the vocabulary is unknown as a whole.
    fn longest_matches(&self, run: &str, pieces: &mut Vec<u32>) {
        if run.chars().nth(LONGEST_RUN).is_some() {
            pieces.push(UNKNOWN);
            return;
        }
        let (before, mut start) = (pieces.len(), 0);
        let mut piece = String::new();
        while start < run.len() {
            let found =
                (start + 1..=run.len()).rev().filter(|&end| run.is_char_boundary(end)).find_map(|end| {
                    piece.clear();
                    if start > 0 {
                        piece.push_str("##");
                    }
                    piece.push_str(&run[start..end]);
                    self.pieces.get(piece.as_str()).map(|&id| (id, end))
                });
            let Some((id, end)) = found else {
                pieces.truncate(before);
                pieces.push(UNKNOWN);
                return;
            };
            pieces.push(id);
            start = end;
        }
    }
}

fn close(mut part: Input) -> Input {
    part.pieces.push(END);
    part.shapes.push(0);
    part
}

/// The plain forms of typographic variants.
pub(super) fn plain(c: char) -> &'static str {
    match c {
        '’' | '‘' | '‚' => "'",
        '“' | '”' | '„' | '«' | '»' => "\"",
        '–' | '—' | '−' | '‑' => "-",
        '…' => "...",
        '\u{a0}' => " ",
        _ => "",
    }
}

/// The word with typographic variants in their plain forms.
pub(super) fn plain_word(word: &str) -> std::borrow::Cow<'_, str> {
    if word.is_ascii() || word.chars().all(|c| plain(c).is_empty()) {
        return word.into();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match plain(c) {
            "" => out.push(c),
            p => out.push_str(p),
        }
    }
    out.into()
}

/// Lower case, without accents and control characters, cut at spaces and around punctuation.
fn runs(word: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    let mut add = |c: char| {
        if c.is_whitespace() {
            runs.push(String::new());
        } else if is_punctuation(c) || is_ideograph(c) {
            runs.push(c.to_string());
            runs.push(String::new());
        } else if !(c.is_control() || c == '\u{fffd}' || is_format(c)) {
            runs.last_mut().expect("there is always a run").push(c);
        }
    };
    let word = plain_word(word);
    // Beyond this nothing is looked at: eight pieces hold at most 8 × LONGEST_RUN characters.
    for c in word.chars().take(2 * MOST * LONGEST_RUN) {
        if c.is_ascii() {
            add(c.to_ascii_lowercase());
        } else {
            c.nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).for_each(&mut add);
        }
    }
    runs.retain(|r| !r.is_empty());
    runs
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{ff01}'..='\u{ff0f}'
            | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff3d}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ceaf}')
}

fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A word's case and make: the encoder is uncased, so this is all that it sees of capitals.
fn shape(word: &str) -> u8 {
    let is_lower = |w: &str| w.chars().all(|c| !c.is_uppercase());
    let is_upper = |w: &str| w.chars().all(|c| !c.is_lowercase());
    let Some(first) = word.chars().next() else { return 2 };
    if word.chars().any(char::is_numeric) {
        1
    } else if !word.chars().any(char::is_alphabetic) {
        2
    } else if is_lower(word) {
        3
    } else if is_upper(word) {
        if word.chars().nth(1).is_some() { 4 } else { 5 }
    } else if !first.is_lowercase() && is_lower(&word[first.len_utf8()..]) {
        6
    } else {
        7
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let mut lines = vec!["x"; 103];
        lines.extend(["visit", "##ing", "'", "s", "cafe"]);
        Vocabulary::new(Box::leak(lines.join("\n").into_boxed_str()))
    }

    #[test]
    fn longest_pieces_first() {
        let v = vocabulary();
        assert_eq!(v.word("Visiting"), [103, 104]);
        assert_eq!(v.word("’s"), [105, 106]);
        assert_eq!(v.word("Café"), [107]);
        assert_eq!(v.word("visitation"), [UNKNOWN]);
        assert_eq!(v.word("\u{fffd}"), [UNKNOWN]);
    }

    #[test]
    fn shapes_tell_case() {
        let shapes = ["42", "!", "visit", "USA", "A", "China", "iPhone"].map(shape);
        assert_eq!(shapes, [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn long_sentences_come_in_parts() {
        let v = vocabulary();
        let words = vec!["visit"; 1200];
        let parts = v.encode(&words);
        assert_eq!(parts.iter().map(|p| p.starts.len()).sum::<usize>(), 1200);
        assert!(parts.iter().all(|p| p.pieces.len() <= LONGEST));
    }
}
