//! `X, the N of Y`, `Y's N, X`.
//!
//! Covers `Ann Lee, the mayor of York`, `the mayor of York, Ann Lee`, `their guide, a retired teacher`.
//! Of `Ann and Bo, the mayor` only Bo is mayor. Leaves acronyms in brackets (`the World Bank (WB)`): another name, no
//! fact; and what stands for a whole clause (`they won, a result that …`).

use crate::analyse::{Deprel, NameType, Upos, Xpos};
use crate::clause::Context;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::clause::tree::Tree;
use crate::lexicon;

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
        // `a bridge between two islands, a span of steel`: the bridge is.
        let first = match tree.head(first) {
            Some(outer)
                if tree.rel(first) == Deprel::Nmod
                    && tree.xpos(first) == Xpos::Nns
                    && tree.xpos(second) == Xpos::Nn
                    && tree.xpos(outer) == Xpos::Nn
                    && tree.kids_by(second, Deprel::Det).any(|d| matches!(tree.lemma(d), "a" | "an")) =>
            {
                outer
            }
            _ => first,
        };
        // `eleven members of the Farmers' League, the junior partner`: the league is.
        let first = match tree.kids_by(first, Deprel::Nmod).filter(|&k| k < second && name(k)).last() {
            Some(body)
                if tree.xpos(first) == Xpos::Nns
                    && tree.kids_by(first, Deprel::Nummod).next().is_some()
                    && tree.preposition(body) == "of"
                    && tree.xpos(second) == Xpos::Nn
                    && !matches!(lexicon::noun_class(tree.lemma(second)), Some("group")) =>
            {
                body
            }
            _ => first,
        };
        let (subject, role) = match (name(first), name(second)) {
            (true, true) => continue,
            (false, true) => (second, first),
            _ => (first, second),
        };
        let subjects = described(tree, subject, role);
        // `a yacht, two horses and a villa`, `a villa, a vintage Jaguar and a yacht`: a list, whatever the parser says.
        let some = |t: usize| tree.kids_by(t, Deprel::Det).any(|d| matches!(tree.lemma(d), "a" | "an"));
        let listed = !name(first) && (!name(second) || some(first) && some(second)) && {
            let more = |t: usize| tree.kids_by(t, Deprel::Conj).any(|c| c > second);
            // `a vineyard, a collection of old cars and a house`
            let within = || {
                some(first)
                    && some(second)
                    && tree.subtree(second, |_| false).into_iter().any(|c| {
                        c > second && tree.rel(c) == Deprel::Conj && tree.head(c) != Some(second) && some(c)
                    })
            };
            more(second) || more(first) || within()
        };
        // `a yacht, two flats and a vineyard`: one is not two, unless it is a couple.
        let listed = listed
            || some(first)
                && tree.xpos(first) == Xpos::Nn
                && tree.xpos(second) == Xpos::Nns
                && tree.kids_by(second, Deprel::Nummod).next().is_some()
                && !matches!(lexicon::noun_class(tree.lemma(first)), Some("group" | "person"));
        // `311 pence, their highest level`: a level of something else.
        let figure = tree.upos(first) != Upos::Propn
            && (tree.upos(first) == Upos::Num || tree.kids_by(first, Deprel::Nummod).next().is_some())
            && !name(second)
            && tree.kids_by(second, Deprel::Nmod).any(|k| tree.rel(k) == Deprel::NmodPoss);
        // `61 pence a share, a premium of 28%`
        let measure = |k: usize| {
            tree.preposition(k) == "of"
                && (tree.upos(k) == Upos::Sym
                    || lexicon::is("measure-unit", tree.lemma(k)) && tree.kid(k, Deprel::Nummod).is_some())
        };
        let figure = figure
            || !name(role)
                && lexicon::noun_class(tree.lemma(role)) != Some("person")
                && tree.kids_by(role, Deprel::Nmod).any(measure);
        // `In the village of Huerta, Ann Roe, a teacher, …`: nobody is a village.
        let misplaced = tree.parse.name_at(subject).is_some_and(|n| n.kind == NameType::Person)
            && matches!(lexicon::noun_class(tree.lemma(role)), Some("location" | "artifact"))
            && lexicon::occupation(tree.lemma(role)).is_none()
            && !lexicon::is("title", tree.lemma(role));
        // `near the village of Huerta, the Elbar Commission said`
        let misplaced = misplaced
            || tree.parse.name_at(subject).is_some_and(|n| n.kind == NameType::Organization)
                && lexicon::is("place-class", tree.lemma(role));
        // `collided with a tanker, the worst disaster at sea`: no tanker is one.
        let class = |t: usize| lexicon::noun_class(tree.lemma(t));
        let misplaced = misplaced
            || matches!(class(role), Some("event" | "state" | "process"))
                && !name(subject)
                && matches!(
                    class(subject),
                    Some("artifact" | "person" | "object" | "location" | "substance")
                );
        let share = lexicon::is("measure-unit", tree.lemma(role));
        // `190 million, nearly twice the estimate`
        let multiple = tree.kids(role).iter().any(|&k| matches!(tree.lemma(k), "twice" | "half" | "double"));
        let time = misplaced || share || multiple || lexicon::is("time-noun", tree.lemma(second));
        // A dateline names the place and the agency.
        let dateline = matches!(tree.form(tree.len() - 1), "-" | "–" | "—" | "--");
        if listed || time || figure || dateline || of_clause(tree, first, second) {
            continue;
        }
        if !tree.is_nominal(role) || tree.upos(role) == Upos::Num || tree.upos(role) == Upos::Pron {
            continue;
        }
        let whole = role_of(tree, role, second).filter(|&whole| !needs_phrase(tree, role, whole));
        let stance = context.modality.stance(role);
        let (relation, object) = match whole {
            Some(whole) => {
                let at = tree.preposition(whole);
                // `the ambassador to Berlin`, `an analyst at Elbar`; `its mayor`
                let own = matches!(at.as_str(), "at" | "with" | "in" | "from" | "to");
                let preposition = if own { at } else { "of".into() };
                (role_relation(tree, role), Argument { role: Role::Oblique, head: whole, preposition })
            }
            None => {
                ("is".to_owned(), Argument { role: Role::Complement, head: role, preposition: String::new() })
            }
        };
        for subject in subjects {
            out.push(Proposition {
                construction: Construction::Apposition,
                predicate: role,
                words: vec![role],
                relation: relation.clone(),
                subject: Some(subject),
                arguments: vec![object.clone()],
                status: stance.status,
                by: stance.by,
                symmetric: false,
                open: false,
            });
        }
    }
}

/// Which of coordinated names a role describes: all of them if it is plural, else the one beside it.
fn described(tree: &Tree, name: usize, role: usize) -> Vec<usize> {
    let all = tree.conjuncts(name);
    let plural = matches!(tree.xpos(role), Xpos::Nns | Xpos::Nnps);
    if plural {
        return all;
    }
    let beside = all.into_iter().rfind(|&c| c < role).filter(|_| name < role);
    vec![beside.unwrap_or(name)]
}

/// `a discovery that could rewrite history` behind a clause: it is what the clause says, not the noun before it.
fn of_clause(tree: &Tree, first: usize, second: usize) -> bool {
    let said = |t: usize| lexicon::is("outcome-noun", tree.lemma(t));
    let relative = tree.kids_by(second, Deprel::AclRelcl).next().is_some()
        || tree.kids_by(second, Deprel::Acl).next().is_some();
    said(second) && relative && !said(first) && tree.head(first).is_some()
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
                    && (tree.upos(k) == Upos::Propn
                        && matches!(tree.preposition(k).as_str(), "at" | "with" | "in" | "from")
                        // `a partner at the fund`
                        || tree.preposition(k) == "at"
                            && tree.kids_by(k, Deprel::Det).any(|d| tree.lemma(d) == "the")
                            && lexicon::described_kind(tree.lemma(k)) == Some(lexicon::EntityType::Organization))
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
    let names = words.iter().filter(|&&k| !tree.in_age(k)).map(|&k| modifier(tree, k));
    let before = tree.title_before(role).into_iter().filter(|&k| tree.upos(k) != Upos::Punct);
    let names: Vec<String> = before.map(|k| tree.lemma(k).to_owned()).chain(names).collect();
    format!("is-{}", names.join("-"))
}

/// A word of a role with what hyphens tie to it: `second-largest`, `most-senior`.
fn modifier(tree: &Tree, token: usize) -> String {
    let whole = tree.whole(token);
    if whole.len() > 1 {
        return tree.words(&whole.collect::<Vec<_>>()).to_lowercase();
    }
    let most = tree.kids_by(token, Deprel::Advmod).find(|&k| matches!(tree.lemma(k), "most" | "least"));
    let word = match (most, tree.xpos(token)) {
        (Some(most), _) => format!("{}-{}", tree.form(most), tree.form(token)),
        // `managing director`
        (None, Xpos::Jjs | Xpos::Jjr | Xpos::Vbg | Xpos::Vbn) => tree.form(token).to_owned(),
        (None, _) => tree.lemma(token).to_owned(),
    };
    word.to_lowercase()
}

/// Whether a role is told by both whose and of what (`Europe's largest maker of chips`), or of how many: then only the
/// whole phrase says it.
fn needs_phrase(tree: &Tree, role: usize, whole: usize) -> bool {
    let of = |k: usize| k != whole && k > role && tree.preposition(k) == "of";
    let superlative = tree.kids_by(role, Deprel::Amod).any(|k| tree.xpos(k) == Xpos::Jjs);
    let figure =
        tree.upos(whole) == Upos::Num && tree.kids(whole).iter().all(|&k| tree.rel(k) == Deprel::Case);
    figure
        || superlative
            && tree.rel(whole) == Deprel::NmodPoss
            && tree.upos(whole) == Upos::Propn
            && tree.kids_by(role, Deprel::Nmod).any(of)
}
