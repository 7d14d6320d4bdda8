//! Verbs that the analyser takes for nouns in front of what they are done to: `employs 2,400 people and supplies Novalis`.

use super::words::Words;
use crate::analyse::{Analysis, Deprel, Parse, Upos, Xpos};
use crate::lexicon;
use crate::text::Document;

/// Puts such words right, with the arcs that follow from it.
pub(super) fn settle(document: &Document, analysis: &mut Analysis) {
    for (index, parse) in analysis.sentences.iter_mut().enumerate() {
        let read = parse.clone();
        let words = Words::new(document, index, &read);
        // Where one tag says that it is a verb and has its arcs, it is one.
        for token in 0..read.len() {
            let arcs = words.kids(token, Deprel::Obj).next().is_some();
            if read.upos[token] == Upos::Noun && read.xpos[token] == Xpos::Vbz && arcs {
                parse.upos[token] = Upos::Verb;
            }
        }
        for token in 2..read.len().saturating_sub(1) {
            if let Some((verb, object)) = done_to(&words, &read, token) {
                put(parse, &words, token, verb, object);
            }
        }
    }
}

/// The verb that such a word goes on with, and the head of what it is done to.
fn done_to(words: &Words, parse: &Parse, token: usize) -> Option<(usize, usize)> {
    let joined = parse.xpos[token] == Xpos::Nns
        && words.lemma(token - 1) == "and"
        && verb(words, token).is_some()
        && words.is_plain_noun(token);
    if !joined {
        return None;
    }
    // A verb in the present before it that has its own object.
    let verb = (0..token - 1).rev().find(|&v| parse.upos[v] == Upos::Verb && parse.xpos[v] == Xpos::Vbz)?;
    words.kids(verb, Deprel::Obj).find(|&o| o > verb && o < token)?;
    let next = token + 1;
    let name = parse.upos[next] == Upos::Propn && words.is_capital(next);
    let object = if name {
        parse.names.iter().find(|n| n.start == next).map_or(next, |n| words.head_of(n.start, n.end))
    } else {
        parse.head[token]
            .filter(|&n| parse.deprel[token] == Deprel::Compound && n > token && parse.xpos[n] == Xpos::Nns)?
    };
    let above = |mut t: usize| {
        for _ in 0..parse.len() {
            match parse.head[t] {
                Some(h) if h == object => return true,
                Some(h) => t = h,
                None => return false,
            }
        }
        true
    };
    (!above(verb)).then_some((verb, object))
}

/// The verb that a word in `-s` is a form of: also of `supplies`, which as a noun has no singular.
fn verb(words: &Words, token: usize) -> Option<String> {
    let form = words.form(token).to_lowercase();
    let short = form.strip_suffix('s').map(str::to_owned);
    let changed = form.strip_suffix("ies").map(|stem| format!("{stem}y"));
    [Some(words.lemma(token)), changed, short]
        .into_iter()
        .flatten()
        .find(|lemma| lexicon::is("verb-like-noun", lemma))
}

fn put(parse: &mut Parse, words: &Words, token: usize, verb: usize, object: usize) {
    parse.upos[token] = Upos::Verb;
    parse.xpos[token] = Xpos::Vbz;
    if let Some(lemma) = self::verb(words, token) {
        parse.lemma[token] = lemma.into();
    }
    parse.head[token] = Some(verb);
    parse.deprel[token] = Deprel::Conj;
    parse.head[token - 1] = Some(token);
    parse.deprel[token - 1] = Deprel::Cc;
    parse.head[object] = Some(token);
    parse.deprel[object] = Deprel::Obj;
}
