//! The words of a sentence beside its parse, as the rules on names look at them.

use crate::analyse::{Deprel, Parse, Upos, Xpos};
use crate::text::{Document, Sentence};

/// A sentence's words and its parse.
pub(super) struct Words<'a, 'p> {
    text: &'a str,
    sentence: &'a Sentence,
    pub(super) parse: &'p Parse,
}

impl<'a, 'p> Words<'a, 'p> {
    pub(super) fn new(document: &'a Document, index: usize, parse: &'p Parse) -> Words<'a, 'p> {
        Words { text: &document.text, sentence: &document.sentences[index], parse }
    }

    pub(super) fn form(&self, token: usize) -> &'a str {
        self.sentence.tokens[token].form(self.text)
    }

    /// The dictionary form in lower case.
    pub(super) fn lemma(&self, token: usize) -> String {
        self.parse.lemma[token].to_lowercase()
    }

    pub(super) fn is_capital(&self, token: usize) -> bool {
        self.form(token).starts_with(char::is_uppercase)
    }

    /// Whether a common noun in lower case stands here.
    pub(super) fn is_plain_noun(&self, token: usize) -> bool {
        self.parse.upos[token] == Upos::Noun && self.form(token).starts_with(char::is_lowercase)
    }

    /// The token of a stretch that hangs on something outside it.
    pub(super) fn head_of(&self, start: usize, end: usize) -> usize {
        let outside = |t: &usize| self.parse.head[*t].is_none_or(|h| h < start || h >= end);
        (start..end).find(outside).unwrap_or(start)
    }

    /// The words of a stretch as a name: without article and possessive mark.
    pub(super) fn name(&self, start: usize, end: usize) -> String {
        let tokens = (start..end).filter(|&t| self.parse.xpos[t] != Xpos::Pos);
        let words: Vec<&str> = tokens.map(|t| self.form(t)).collect();
        let name = words.join(" ");
        name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).map_or(name.clone(), str::to_owned)
    }

    pub(super) fn kids(&self, token: usize, relation: Deprel) -> impl Iterator<Item = usize> + '_ {
        let fits = move |k: &usize| self.parse.deprel[*k] == relation || self.parse.deprel[*k].is(relation);
        self.parse.children(token).filter(fits)
    }
}
