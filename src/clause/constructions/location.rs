//! Where a thing or place is, said in passing.
//!
//! Covers `a mill in Leeds`, `the hotel near the station`, `Mecca, Saudi Arabia`, `the London-based Courier`.
//! Leaves what is no thing or place (`interest in Leeds`).

use crate::analyse::{Deprel, Upos};
use crate::clause::predicate::is_predicate;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::clause::status::Status;
use crate::clause::{Context, Stance};
use crate::lexicon;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    out.extend((0..tree.len()).filter_map(|t| based(context, t)));
    for place in (0..tree.len()).filter(|&t| tree.is_nominal(t)) {
        let Some(thing) = tree.head(place).filter(|&h| h < place && tree.is_nominal(h)) else { continue };
        let rel = tree.rel(place);
        let known = |t: usize| {
            tree.upos(t) == Upos::Propn
                && (lexicon::place(tree.form(t)).is_some()
                    || tree.parse.name_at(t).is_some_and(|n| n.kind == crate::analyse::NameType::Place))
        };
        let preposition = tree.preposition(place);
        let comma = matches!(rel, Deprel::NmodUnmarked | Deprel::Appos | Deprel::List | Deprel::Nmod)
            && preposition.is_empty()
            && known(thing)
            && known(place)
            && (thing + 1..place).any(|t| tree.form(t) == ",");
        // Where people are is said by what they do there.
        // `There is a mill in the valley`
        let exists =
            tree.head(thing).is_some_and(|be| tree.lemma(be) == "be" && tree.kid(be, Deprel::Expl).is_some());
        let person = tree.parse.name_at(thing).is_some_and(|n| n.kind == crate::analyse::NameType::Person)
            || lexicon::noun_class(tree.lemma(thing)) == Some("person") && tree.upos(thing) == Upos::Noun;
        // `the area near the dam` is no more than near the dam.
        let vague =
            matches!(tree.lemma(thing), "area" | "place" | "part" | "side" | "region" | "point" | "life");
        // `the match against Elbar at the Dome`: the match is there.
        let opponent = tree.upos(thing) == Upos::Propn
            && matches!(tree.preposition(thing).as_str(), "against" | "with" | "between" | "over" | "by");
        // `rejected the construction of a plant near the lake`: there is none.
        let new = tree.kids_by(thing, Deprel::Det).any(|d| matches!(tree.lemma(d), "a" | "an"));
        let unreal = || {
            tree.ancestors(thing)
                .filter(|&a| is_predicate(tree, a))
                .any(|a| !matches!(context.modality.stance(a).status, Status::Asserted | Status::Reported))
        };
        // `the first port in Africa` is said as a whole.
        let singled = tree.is_singled_out(thing)
            && (is_predicate(tree, thing) || matches!(tree.rel(thing), Deprel::Appos | Deprel::Xcomp));
        if person && !exists || vague || opponent || singled || new && !exists && unreal() {
            continue;
        }
        let class = lexicon::noun_class(tree.lemma(thing));
        let exists =
            exists && rel == Deprel::Nmod && matches!(preposition.as_str(), "in" | "near" | "at" | "on");
        let physical = tree.upos(thing) == Upos::Propn
            || matches!(class, Some("artifact" | "location" | "object" | "group" | "state" | "person"));
        let event =
            matches!(class, Some("act" | "event" | "state")) || lexicon::is("event-noun", tree.lemma(thing));
        let during =
            rel == Deprel::Nmod && lexicon::is("event-noun", tree.lemma(thing)) && preposition == "during";
        let occurs = during
            || rel == Deprel::Nmod
                && event
                && matches!(preposition.as_str(), "in" | "near" | "at")
                && known(place);
        let inside = rel == Deprel::Nmod
            && physical
            && (matches!(preposition.as_str(), "in" | "near" | "at")
                && (known(place) || tree.upos(place) == Upos::Propn)
                || preposition == "near");
        if !comma && !inside && !occurs && !exists {
            continue;
        }
        let Stance { status, by } = match tree.head(thing) {
            Some(be) if exists => context.modality.stance(be),
            _ => Stance::default(),
        };
        let preposition = if comma { "in".to_owned() } else { preposition };
        out.push(Proposition {
            construction: Construction::Location,
            predicate: thing,
            words: tree.case(place).into_iter().chain(tree.case(place).is_empty().then_some(place)).collect(),
            relation: if occurs && !inside && !exists { "occurs" } else { "is-located" }.into(),
            subject: Some(thing),
            arguments: vec![Argument { role: Role::Oblique, head: place, preposition }],
            status,
            by,
            symmetric: false,
            open: false,
        });
    }
}

/// `the London-based newspaper The Courier`
fn based(context: &Context, participle: usize) -> Option<Proposition> {
    let tree = context.tree;
    let whole = tree.hyphenated(participle);
    let place = whole.start;
    let thing = tree.head(participle).filter(|&h| h > participle)?;
    let fits = tree.form(participle) == "based"
        && whole.len() > 2
        && tree.upos(place) == Upos::Propn
        && matches!(tree.rel(participle), Deprel::Amod | Deprel::Acl)
        && tree.is_nominal(thing);
    fits.then(|| Proposition {
        construction: Construction::Location,
        predicate: participle,
        words: vec![participle],
        relation: "is-based".into(),
        subject: Some(thing),
        arguments: vec![Argument { role: Role::Oblique, head: place, preposition: "in".into() }],
        status: Status::Asserted,
        by: None,
        symmetric: false,
        open: false,
    })
}
