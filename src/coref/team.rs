//! Names that act as sports teams: of `Newcastle beat Chelsea` the club, not the town.

use super::phrase::name_words;
use super::profile::descriptors;
use super::resolve::normal;
use crate::analyse::{Deprel, NameType, Upos};
use crate::clause::Tree;
use crate::lexicon::{self, PlaceForm};
use rustc_hash::FxHashSet;

/// The names (as [`normal`] writes them) that an article shows to be teams.
pub(super) fn teams(trees: &[Option<Tree>]) -> FxHashSet<String> {
    let mut found = FxHashSet::default();
    for tree in trees.iter().flatten() {
        for token in 0..tree.len() {
            if tree.upos(token) != Upos::Propn {
                continue;
            }
            let name = tree.words(&name_words(tree, token));
            let country = lexicon::place(&name).is_some_and(|p| p.kind == PlaceForm::Country);
            if country || is_full_name(tree, token) {
                continue;
            }
            if of_players(tree, token) || plays(tree, token) || deals(tree, token) {
                found.insert(normal(&name));
            }
            let organisation = tree.parse.name_at(token).is_some_and(|n| n.kind == NameType::Organization);
            if organisation
                && let Some((town, _)) =
                    name.rsplit_once(' ').filter(|(_, last)| lexicon::is("club-name", &last.to_lowercase()))
                && lexicon::place(town)
                    .is_some_and(|p| matches!(p.kind, PlaceForm::City | PlaceForm::Capital))
            {
                found.insert(normal(&name));
                found.insert(normal(town));
            }
        }
    }
    found
}

/// `Ann Roe`: a person's.
fn is_full_name(tree: &Tree, token: usize) -> bool {
    tree.parse.name_at(token).is_some_and(|n| n.kind == NameType::Person && n.end - n.start > 1)
}

/// `Metz goalkeeper Hugo Lenoir`, `Everton's fans`
fn of_players(tree: &Tree, token: usize) -> bool {
    matches!(tree.rel(token), Deprel::Compound | Deprel::NmodPoss)
        && tree.head(token).is_some_and(|h| {
            h > token && tree.upos(h) == Upos::Noun && lexicon::is("sport-noun", tree.lemma(h))
        })
}

/// `Metz beat Nancy 2-0`: beside another name, or with a score.
fn plays(tree: &Tree, token: usize) -> bool {
    let Some(verb) = tree.head(token).filter(|&v| lexicon::is("sport-verb", tree.lemma(v))) else {
        return false;
    };
    if !matches!(tree.rel(token), Deprel::Nsubj | Deprel::Obj) || tree.upos(verb) != Upos::Verb {
        return false;
    }
    let figure = |t: usize| t < tree.len() && tree.form(t).bytes().all(|b| b.is_ascii_digit());
    (verb..tree.len()).any(|t| {
        figure(t)
            && tree.touch(t)
            && matches!(tree.form(t + 1), "-" | "–")
            && tree.touch(t + 1)
            && figure(t + 2)
            || tree.form(t).split_once(['-', '–']).is_some_and(|(a, b)| {
                let number = |s: &str| (1..=3).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
                number(a) && number(b)
            })
    })
}

/// `Elbar agreed to sell striker Ann Roe`
fn deals(tree: &Tree, token: usize) -> bool {
    if tree.parse.name_at(token).is_some_and(|n| n.kind == NameType::Place) {
        return false;
    }
    let Some(verb) = tree.head(token).filter(|_| tree.rel(token) == Deprel::Nsubj) else { return false };
    let verbs = std::iter::once(verb).chain(tree.kids_by(verb, Deprel::Xcomp));
    verbs.filter(|&v| lexicon::is("transfer-verb", tree.lemma(v))).flat_map(|v| tree.kids(v)).any(|&object| {
        tree.rel(object) == Deprel::Obj
            && tree.upos(object) == Upos::Propn
            && descriptors(tree, object, &name_words(tree, object))
                .iter()
                .any(|&noun| lexicon::is("sport-noun", tree.lemma(noun)))
    })
}

/// Whether a name says where something is, not who does it.
pub(super) fn is_location(tree: &Tree, token: usize) -> bool {
    matches!(&*tree.preposition(token), "in" | "at" | "near" | "around" | "outside" | "of")
        || tree.rel(token) == Deprel::Compound
            && !tree.head(token).is_some_and(|h| lexicon::is("sport-noun", tree.lemma(h)))
}
