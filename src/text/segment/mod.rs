//! Text → sentences and tokens, by the conventions of UD English.
//!
//! `block` cuts a text into stretches that no sentence crosses, `word` those into tokens, `boundary` tokens into
//! sentences by `features` of the gaps between them. Linear in the length of the text, whatever it holds; no token is empty, tokens come in order, and
//! every character that is no white space belongs to one.

mod address;
mod block;
mod boundary;
mod character;
mod dateline;
mod features;
mod lexicon;
mod number;
mod word;

use super::{Document, Sentence, SentenceKind, Token};
use crate::span::Span;

pub(super) use lexicon::Lexicon;

/// The sentences of a text with their tokens.
pub fn segment(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut tokens = Vec::new();
    let mut ends = Vec::new();
    let mut gaps = features::Gaps::default();
    for block in block::blocks(text) {
        tokens.clear();
        ends.clear();
        tokenize(text, block.span, &mut tokens);
        boundary::sentence_ends(text, &tokens, &mut gaps, &mut ends);
        let mut start = 0;
        // `ACCRA, 9 May -` says where and when the article was written; its sentences begin behind it.
        if let Some(end) =
            dateline::end(text, &tokens).filter(|end| ends.first().is_none_or(|first| end < first))
        {
            sentences.push(sentence(&tokens[..end], block.paragraph, block.kind));
            start = end;
        }
        for &end in &ends {
            sentences.push(sentence(&tokens[start..end], block.paragraph, block.kind));
            start = end;
        }
    }
    sentences
}

/// A gap between two tokens, as the training of the sentence boundaries sees it.
#[derive(Clone, Copy, Debug)]
pub struct Gap {
    /// Where the token before it ends, in bytes.
    pub offset: usize,
    /// Whether a block ends there, and with it a sentence.
    pub block_end: bool,
    /// Hashes of what stands around it.
    pub features: [u32; features::FEATURES],
}

/// All gaps of a text in order; the last one of each block stands at its end.
pub fn gaps(text: &str) -> Vec<Gap> {
    let mut all = Vec::new();
    let mut tokens = Vec::new();
    let mut gaps = features::Gaps::default();
    for block in block::blocks(text) {
        tokens.clear();
        tokenize(text, block.span, &mut tokens);
        gaps.read(text, &tokens);
        for (i, token) in tokens.iter().enumerate() {
            let block_end = i + 1 == tokens.len();
            let features = if block_end { [0; features::FEATURES] } else { gaps.features(i + 1) };
            all.push(Gap { offset: token.span.end, block_end, features });
        }
    }
    all
}

/// A document whose text holds one sentence a line; lines without text are left out.
pub fn lines(name: impl Into<String>, text: impl Into<String>) -> Document {
    by_line(name.into(), text.into(), tokenize)
}

/// A document whose text holds one sentence a line, its tokens parted by white space and kept as they are.
pub fn tokens(name: impl Into<String>, text: impl Into<String>) -> Document {
    by_line(name.into(), text.into(), |text, line, tokens| {
        tokens.extend(words(text, line).map(|span| Token { span }));
    })
}

fn by_line(name: String, text: String, cut: impl Fn(&str, Span, &mut Vec<Token>)) -> Document {
    let mut sentences = Vec::new();
    let mut tokens = Vec::new();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        tokens.clear();
        cut(&text, Span::new(start, start + line.len()), &mut tokens);
        if !tokens.is_empty() {
            sentences.push(sentence(&tokens, number, SentenceKind::Body));
        }
        start += line.len();
    }
    Document { name, text, sentences, ..Document::default() }
}

/// A sentence of these tokens, of which there is at least one.
fn sentence(tokens: &[Token], paragraph: usize, kind: SentenceKind) -> Sentence {
    let span = tokens[0].span.cover(tokens[tokens.len() - 1].span);
    Sentence { span, paragraph, kind, tokens: tokens.to_vec() }
}

/// Appends the tokens of a part of a text.
fn tokenize(text: &str, part: Span, tokens: &mut Vec<Token>) {
    let mut runs = words(text, part).peekable();
    let mut first = true;
    while let Some(run) = runs.next() {
        let next = runs.peek().and_then(|next| next.of(text).chars().next());
        word::tokenize(run.of(text), run.start, word::Surroundings { first, next }, tokens);
        first = false;
    }
}

/// The stretches without white space of a part of a text.
fn words(text: &str, part: Span) -> impl Iterator<Item = Span> + '_ {
    let inner = part.of(text);
    inner.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - inner.as_ptr() as usize + part.start;
        Span::new(start, start + word.len())
    })
}
