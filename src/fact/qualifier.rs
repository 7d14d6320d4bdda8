//! Time, place, purpose and duration of a proposition, as the sentence words them, and its times as dates.

use super::time::Timeline;
use crate::analyse::{Deprel, Upos};
use crate::clause::{Construction, Proposition, Role, Tree};
use crate::lexicon::EntityType;
use crate::{coref, lexicon};

/// Kind and words, ordered; beside `time` what it is on the calendar: `at`, `since`, `until`.
pub(super) fn qualifiers(
    tree: &Tree,
    sentence: usize,
    proposition: &Proposition,
    timeline: &Timeline,
) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let oblique: Vec<usize> =
        proposition.arguments.iter().filter(|a| a.role == Role::Oblique).map(|a| a.head).collect();
    for argument in proposition.arguments.iter().filter(|a| a.role == Role::Oblique) {
        let preposition = argument.preposition.as_str();
        let kind = if timeline.at(sentence, argument.head).is_some() {
            continue;
        } else if coref::is_time(tree, argument.head) {
            if preposition == "for" { "duration" } else { "time" }
        } else if lexicon::is("place-prep", preposition) {
            "place"
        } else if preposition == "for" && is_purpose(tree, argument.head) {
            "purpose"
        } else {
            continue;
        };
        let words = tree.subtree(argument.head, |t| {
            matches!(tree.rel(t), Deprel::AclRelcl | Deprel::Appos | Deprel::Punct | Deprel::Case)
                && tree.head(t) == Some(argument.head)
        });
        let words = if kind == "time" { wording(tree, argument.head) } else { tree.words(&words) };
        found.push((kind.to_owned(), words));
    }
    // `Sunday's attack`, `three days later`: times that are no argument.
    let times = tree.kids(proposition.predicate).iter().copied().filter(|k| !oblique.contains(k));
    for head in oblique.iter().copied().chain(times) {
        if let Some(moment) = timeline.at(sentence, head) {
            found.push(("time".to_owned(), wording(tree, head)));
            found.extend(moment.qualifiers().map(|(kind, value)| (kind.to_owned(), value)));
        }
    }
    if proposition.construction == Construction::Nominalisation {
        let duration = tree
            .kids_by(proposition.predicate, Deprel::Amod)
            .chain(tree.kids_by(proposition.predicate, Deprel::Compound))
            .filter(|&k| timeline.at(sentence, k).is_none());
        for k in duration.filter(|&k| coref::is_time(tree, k) || tree.form(k).ends_with("-day")) {
            found.push(("duration".to_owned(), tree.words(&tree.subtree(k, |_| false))));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What something is done for; not for whom, or for how much.
fn is_purpose(tree: &Tree, head: usize) -> bool {
    tree.upos(head) == Upos::Noun
        && matches!(coref::noun_type(tree, head), EntityType::Concept | EntityType::Event)
        && tree.kids_by(head, Deprel::Nummod).next().is_none()
}

/// The words of a time; its preposition only where it says more than that it is then.
fn wording(tree: &Tree, head: usize) -> String {
    let plain = |t: usize| {
        tree.head(t) == Some(head)
            && (lexicon::time_word(&tree.form(t).to_lowercase(), "at").is_some()
                || matches!(tree.form(t), "'s" | "’s"))
    };
    let mut words = tree.subtree(head, |t| {
        matches!(tree.rel(t).universal(), Deprel::Acl | Deprel::Parataxis | Deprel::Advcl)
            || tree.rel(t) == Deprel::Case && plain(t)
    });
    let mark = |t: &usize| tree.rel(*t) == Deprel::Punct;
    while words.last().is_some_and(mark) && words.len() > 1 {
        words.pop();
    }
    let start = words.iter().position(|t| !mark(t)).unwrap_or(0);
    tree.words(&words[start..])
}
