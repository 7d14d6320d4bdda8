//! Kinds of characters, and how far they reach.

/// Letters, figures, what combines with them, and `_` count as parts of words.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c)
}

pub(super) fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{ad}')
}

pub(super) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
}

/// The bytes of the picture at the start: with skin tones, selectors, and further pictures joined to it.
pub(super) fn pictograph(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    let Some((_, first)) = chars.next() else { return 0 };
    let mut end = first.len_utf8();
    let mut joined = flag(first);
    for (at, c) in chars {
        let tone = matches!(c, '\u{1f3fb}'..='\u{1f3ff}');
        if !(is_combining(c) || tone || (joined && is_pictograph(c))) {
            break;
        }
        joined = c == '\u{200d}';
        end = at + c.len_utf8();
    }
    end
}

/// The bytes at the start of a text whose characters all pass.
pub(super) fn length(text: &str, passes: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !passes(c)).unwrap_or(text.len())
}

/// The largest character boundary that is at most `limit`.
pub(super) fn boundary(text: &str, limit: usize) -> usize {
    let mut at = limit.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
