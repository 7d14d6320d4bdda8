//! Who speaks within quotation marks, also where a quotation runs over several sentences.

use super::proposition::Speaker;
use super::tree::Tree;
use crate::analyse::{Deprel, Upos};
use crate::lexicon;

/// For each sentence, the speaker of each of its tokens; `None` outside quotations.
pub(super) fn speakers(trees: &[Option<Tree>]) -> Vec<Vec<Option<Speaker>>> {
    let mut speakers: Vec<Vec<Option<Speaker>>> =
        trees.iter().map(|t| vec![None; t.as_ref().map_or(0, Tree::len)]).collect();
    let mut before: Option<(usize, Speaker)> = None;
    for ((first, start), (last, end)) in quotations(trees) {
        let inside = |sentence: usize, token: usize| {
            (sentence, token) > (first, start) && (sentence, token) < (last, end)
        };
        let size: usize = (first..=last).map(|s| trees[s].as_ref().map_or(0, Tree::len)).sum();
        let clause = first != last || end - start > 4;
        if size == 0 || !clause {
            continue;
        }
        let speaker = (first..=last).rev().find_map(|s| {
            let tree = trees[s].as_ref()?;
            said_outside(tree, s, &|token| inside(s, token))
        });
        // `"It is a warning," said Ann Roe. "Voters are angry."`: who has just spoken goes on.
        let goes_on = before.filter(|(end, _)| end + 1 == first && start == 0).map(|(_, speaker)| speaker);
        let Some(speaker) = speaker.or(goes_on) else { continue };
        before = Some((last, speaker));
        for (sentence, slots) in speakers.iter_mut().enumerate().take(last + 1).skip(first) {
            for (token, slot) in slots.iter_mut().enumerate() {
                if inside(sentence, token) {
                    *slot = Some(speaker);
                }
            }
        }
    }
    speakers
}

/// Subject of a verb of saying that stands outside the marks.
fn said_outside(tree: &Tree, sentence: usize, inside: &dyn Fn(usize) -> bool) -> Option<Speaker> {
    (0..tree.len())
        .filter(|&v| !inside(v) && tree.upos(v) == Upos::Verb && lexicon::is("say", tree.lemma(v)))
        .filter(|&v| {
            // what is said, or what it is said beside, stands inside
            tree.kids(v).iter().any(|&k| {
                matches!(tree.rel(k), Deprel::Ccomp | Deprel::Parataxis | Deprel::Obj | Deprel::Conj)
                    && inside(k)
            }) || tree.head(v).is_some_and(inside)
        })
        .find_map(|v| {
            let subject =
                tree.kids(v).iter().copied().find(|&k| tree.rel(k) == Deprel::Nsubj && !inside(k))?;
            Some(Speaker { sentence, head: subject })
        })
}

type Place = (usize, usize);

/// Pairs of quotation marks, by sentence and token. A pair spans at most twelve sentences: a mark left open is no quotation.
fn quotations(trees: &[Option<Tree>]) -> Vec<(Place, Place)> {
    let mut pairs = Vec::new();
    let mut open: Option<(Place, bool)> = None;
    for (sentence, tree) in trees.iter().enumerate() {
        let Some(tree) = tree else { continue };
        for token in 0..tree.len() {
            let form = tree.form(token);
            let (curly_open, curly_close) = (matches!(form, "“" | "``"), matches!(form, "”" | "''"));
            let straight = form == "\"";
            if !(curly_open || curly_close || straight) {
                continue;
            }
            match open {
                Some((start, _)) if !curly_open && sentence - start.0 <= 12 => {
                    pairs.push((start, (sentence, token)));
                    open = None;
                }
                _ => open = (!curly_close).then_some(((sentence, token), straight)),
            }
        }
    }
    pairs
}
