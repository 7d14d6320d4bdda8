//! What a word makes of the infinitive or gerund that it takes: who `managed to land` has landed, who `was cleared of
//! stealing` did not steal, and of who `did not refuse to pay` nothing is known.

use super::predicate::{is_gerund, is_predicate};
use super::status::Status;
use super::tree::Tree;
use crate::analyse::{Deprel, Upos, Xpos};
use crate::lexicon;

/// What is said of a complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is put forward as the word that takes it.
    Same,
    /// It is put forward so.
    As(Status),
    /// Neither that it is so nor that it is not.
    Open,
}

/// How an infinitive or gerund is tied to the word that takes it: `to`, `ing`, or its preposition.
pub(super) fn link<'a>(tree: &'a Tree, clause: usize) -> Option<&'a str> {
    let mark =
        tree.kids(clause).iter().copied().find(|&k| matches!(tree.rel(k), Deprel::Mark | Deprel::Case));
    // `denied forging it`, where the parser takes what was denied for a circumstance
    let beside = tree.head(clause).is_some_and(|h| {
        let taken = lexicon::complement(tree.lemma(h), "ing").is_some();
        tree.rel(clause) == Deprel::Advcl && clause == h + 1 && taken
    });
    let inner = beside || matches!(tree.rel(clause), Deprel::Xcomp | Deprel::Ccomp);
    let form = if is_gerund(tree, clause) { Xpos::Vbg } else { tree.xpos(clause) };
    match (form, mark) {
        (Xpos::Vb, Some(mark)) if tree.lemma(mark) == "to" => Some("to"),
        (Xpos::Vb, None) if tree.rel(clause) == Deprel::Xcomp => Some("to"),
        (Xpos::Vbg, Some(mark)) if tree.lemma(mark) == "to" => Some("to-ing"),
        (Xpos::Vbg, Some(mark)) => Some(tree.lemma(mark)),
        (Xpos::Vbg, None) if inner => Some("ing"),
        _ => None,
    }
}

/// What `head` makes of a clause under it; `negated` says whether the head is.
pub(super) fn outcome(tree: &Tree, clause: usize, head: usize, negated: bool) -> Option<Outcome> {
    let link = link(tree, clause)?;
    let adverb = |word: &str| tree.kids_by(head, Deprel::Advmod).any(|k| tree.lemma(k) == word && k < clause);
    // `too late to save it`, `has yet to find it`
    if link == "to"
        && (matches!(tree.upos(head), Upos::Adj | Upos::Adv) && adverb("too")
            || matches!(tree.lemma(head), "have" | "be") && adverb("yet"))
    {
        return Some(if negated { Outcome::Open } else { Outcome::As(Status::Denied) });
    }
    // `stopped to rest`: what for.
    if link == "to" && tree.rel(clause) != Deprel::Xcomp {
        // `used ropes to reach it`: the ropes did it.
        let means = tree.lemma(head) == "use"
            && tree.rel(clause) == Deprel::Advcl
            && matches!(tree.xpos(head), Xpos::Vbd | Xpos::Vbn)
            && tree.kid(head, Deprel::Obj).is_some();
        if means {
            return Some(if negated { Outcome::Open } else { Outcome::Same });
        }
        // `refused on Tuesday to grant it`: nobody refuses for a purpose.
        let refuses = lexicon::complement(tree.lemma(head), "to").is_some_and(|(yes, _)| yes == "denied");
        if !refuses || tree.rel(clause) != Deprel::Advcl {
            return None;
        }
    }
    of_word(taker(tree, clause, head, link), link, negated)
}

/// The word that decides: that of a verdict (`acquitted on a charge of`), of the verb whose object the clause hangs on
/// (`accused the firm of hiding it`), or the head itself.
fn taker<'a>(tree: &'a Tree, clause: usize, head: usize, link: &str) -> &'a str {
    let above = tree.head(head).filter(|&v| tree.rel(clause) == Deprel::Acl && is_predicate(tree, v));
    let known = |v: &usize| lexicon::complement(tree.lemma(*v), link).is_some();
    let object = matches!(tree.rel(head), Deprel::Obj | Deprel::NsubjPass);
    let charge = lexicon::complement(tree.lemma(head), link).is_some();
    above.filter(|v| known(v) && (object || charge)).map_or(tree.lemma(head), |v| tree.lemma(v))
}

fn of_word(word: &str, link: &str, negated: bool) -> Option<Outcome> {
    let (affirmed, denied) = lexicon::complement(word, link)?;
    Some(match if negated { denied } else { affirmed } {
        "open" => Outcome::Open,
        "same" if negated => Outcome::As(Status::Asserted),
        "same" => Outcome::Same,
        status => Outcome::As(Status::parse(status)?),
    })
}
