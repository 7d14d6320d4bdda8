//! The tokens of a block → where its sentences end.

use super::lexicon::{Abbreviation, Lexicon};
use crate::text::Token;

/// Appends to `ends` the index after the last token of each sentence of a block.
pub(super) fn sentence_ends(text: &str, tokens: &[Token], ends: &mut Vec<usize>) {
    let mut at = 0;
    while at < tokens.len() {
        let mut end = at + 1;
        if is_stop(tokens[at].form(text)) {
            while end < tokens.len()
                && tokens[end - 1].span.end == tokens[end].span.start
                && is_closer(tokens[end].form(text))
            {
                end += 1;
            }
            if end < tokens.len()
                && tokens[end - 1].span.end < tokens[end].span.start
                && is_end(text, tokens, at, end)
            {
                ends.push(end);
            }
        }
        at = end;
    }
    if !tokens.is_empty() {
        ends.push(tokens.len());
    }
}

fn is_stop(form: &str) -> bool {
    form.ends_with(['.', '!', '?', '…'])
}

fn is_closer(form: &str) -> bool {
    matches!(form, "\"" | "'" | "''" | "”" | "’" | ")" | "]" | "»" | "’’" | "}") || is_stop(form)
}

fn is_end(text: &str, tokens: &[Token], at: usize, end: usize) -> bool {
    let form = tokens[at].form(text);
    let next = tokens[end].form(text);
    let lower = next.starts_with(char::is_lowercase);
    if form.chars().all(|c| matches!(c, '.' | '!' | '?' | '…')) {
        return !lower || (form.len() == 1 && end == at + 1);
    }
    match Lexicon::get().abbreviation(form.trim_end_matches('.')) {
        Some(Abbreviation::Title | Abbreviation::Before) => false,
        _ if form.len() == 2 => false,
        _ => !lower && next.starts_with(char::is_alphabetic) && Lexicon::get().is_function_word(next),
    }
}
