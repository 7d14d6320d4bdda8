//! `X, the N of Y`, `Y's N, X`.
//!
//! Covers `Ann Lee, the mayor of York`, `the mayor of York, Ann Lee`, `their guide, a retired teacher`.
//! Leaves acronyms in brackets (`the World Bank (WB)`): another name, no fact.

use crate::analyse::{Deprel, NameType, Upos};
use crate::clause::Context;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::clause::tree::Tree;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for second in (0..tree.len()).filter(|&t| tree.rel(t) == Deprel::Appos) {
        let Some(first) = tree.appositive_of(second) else { continue };
        let name = |t: usize| tree.upos(t) == Upos::Propn;
        let person = |t: usize| crate::lexicon::noun_class(tree.lemma(t)) == Some("person");
        // `his wife, the pianist Ann Roe`
        let second = tree
            .kids_by(second, Deprel::Appos)
            .find(|&k| name(k) && !name(second) && !name(first))
            .unwrap_or(second);
        // `was born in York, the son of a baker`: whoever was born there.
        let place =
            tree.parse.name_at(first).is_some_and(|n| matches!(n.kind, NameType::Place | NameType::Time));
        let first = match tree.head(first).filter(|_| place && person(second) && !name(second)) {
            Some(verb) if tree.rel(first).is(Deprel::Obl) => {
                let Some(subject) = context.frames.iter().find(|f| f.head == verb).and_then(|f| f.subject)
                else {
                    continue;
                };
                subject
            }
            _ => first,
        };
        let (subject, role) = match (name(first), name(second)) {
            (true, true) => continue,
            (false, true) => (second, first),
            _ => (first, second),
        };
        // `a yacht, two horses and a villa`: a list, whatever the parser says.
        let listed = !name(first) && !name(second) && {
            let more = |t: usize| tree.kids_by(t, Deprel::Conj).any(|c| c > second);
            more(second) || more(first)
        };
        if listed {
            continue;
        }
        if !tree.is_nominal(role) || tree.upos(role) == Upos::Num || tree.upos(role) == Upos::Pron {
            continue;
        }
        let whole = role_of(tree, role, second);
        let stance = context.modality.stance(role);
        let (relation, object) = match whole {
            Some(whole) => {
                let at = tree.preposition(whole);
                let preposition = if matches!(at.as_str(), "at" | "with" | "in") { at } else { "of".into() };
                (role_relation(tree, role), Argument { role: Role::Oblique, head: whole, preposition })
            }
            None => {
                ("is".to_owned(), Argument { role: Role::Complement, head: role, preposition: String::new() })
            }
        };
        out.push(Proposition {
            construction: Construction::Apposition,
            predicate: role,
            words: vec![role],
            relation,
            subject: Some(subject),
            arguments: vec![object],
            status: stance.status,
            by: stance.by,
            symmetric: false,
        });
    }
}

/// Of whom or what somebody is the N: `the mayor of York`, `York's mayor`; left of `before` where given by `of`.
pub(super) fn role_of(tree: &Tree, role: usize, but: usize) -> Option<usize> {
    tree.kids_by(role, Deprel::Nmod)
        .find(|&k| {
            k != but
                && (tree.rel(k) == Deprel::NmodPoss
                    || tree.rel(k) == Deprel::Nmod
                        && k > role
                        && matches!(tree.preposition(k).as_str(), "of" | "for" | "to"))
        })
        .or_else(|| {
            // `the Rovers coach`
            tree.kids_by(role, Deprel::Compound).find(|&k| {
                let named = tree.parse.name_at(k).map(|n| n.kind);
                k < role && matches!(named, Some(NameType::Organization | NameType::Place))
            })
        })
        .or_else(|| {
            // `an analyst at Elbar`
            let person = crate::lexicon::noun_class(tree.lemma(role)) == Some("person");
            tree.kids_by(role, Deprel::Nmod).find(|&k| {
                person
                    && k > role
                    && k != but
                    && tree.upos(k) == Upos::Propn
                    && matches!(tree.preposition(k).as_str(), "at" | "with" | "in")
            })
        })
}

/// The relation of holding a role: `is-defense-minister`.
pub(super) fn role_relation(tree: &Tree, role: usize) -> String {
    let mut words: Vec<usize> = tree
        .kids(role)
        .iter()
        .copied()
        .filter(|&k| {
            k < role
                && matches!(tree.rel(k), Deprel::Compound | Deprel::Amod)
                && crate::lexicon::people(tree.form(k)).is_none()
                && tree.upos(k) != Upos::Propn
                || tree.rel(k) == Deprel::Compound
                    && tree.upos(k) == Upos::Propn
                    && tree.parse.name_at(k).is_none()
                    && k + 1 == role
                    && crate::lexicon::place(tree.form(k)).is_none()
        })
        .collect();
    words.push(role);
    let names: Vec<String> = words.iter().map(|&k| tree.lemma(k).to_lowercase()).collect();
    format!("is-{}", names.join("-"))
}
