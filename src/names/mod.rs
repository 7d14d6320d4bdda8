//! The names of one article: where each begins and ends, and of what type it is, by all that the article says of it.
//!
//! The analyser reads sentence by sentence, and takes `Elbar` for a person where the sentence before said `Elbar Foods`.
//! Analysis → the same analysis with the names put right; nothing else is touched but the arcs within and beside names,
//! and verbs before names that look like nouns.

mod bodies;
mod kinds;
mod shape;
mod verbs;
mod words;

use crate::analyse::Analysis;
use crate::text::Document;

/// The analysis of an article with its names put right.
pub fn settle(document: &Document, analysis: &Analysis) -> Analysis {
    let mut settled = analysis.clone();
    if settled.sentences.len() != document.sentences.len() {
        return settled;
    }
    let fits = |(sentence, parse): (&crate::text::Sentence, &crate::analyse::Parse)| {
        sentence.tokens.len() == parse.len()
    };
    if !document.sentences.iter().zip(&settled.sentences).all(fits) {
        return settled;
    }
    verbs::settle(document, &mut settled);
    shape::settle(document, &mut settled);
    kinds::settle(document, &mut settled);
    settled
}

#[cfg(test)]
mod tests;
