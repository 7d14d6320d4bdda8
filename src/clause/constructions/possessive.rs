//! `X's N`, where N is no action.
//!
//! Covers `Norway's oil fund`, `the painter's studio`.
//! Leaves `Norway's decision` (a nominalisation) and `today's paper`.

use crate::analyse::{Deprel, Upos};
use crate::clause::Context;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::lexicon;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for owner in (0..tree.len()).filter(|&t| tree.rel(t) == Deprel::NmodPoss) {
        let Some(owned) = tree.head(owner) else { continue };
        if tree.upos(owned) != Upos::Noun
            || lexicon::nominalised_verb(tree.lemma(owned)).is_some()
            || lexicon::is("time-noun", tree.lemma(owner))
        {
            continue;
        }
        if lexicon::is("attitude-noun", tree.lemma(owned))
            || lexicon::is("relational-noun", tree.lemma(owned))
        {
            continue;
        }
        // `Norway's minister Dahl` is the title's to say.
        if tree.rel(owned) == Deprel::NmodDesc {
            continue;
        }
        let stance = context.modality.stance(owned);
        out.push(Proposition {
            construction: Construction::Possessive,
            predicate: owned,
            words: vec![owned],
            relation: "has".into(),
            subject: Some(tree.antecedent(owner)),
            arguments: vec![Argument { role: Role::Object, head: owned, preposition: String::new() }],
            status: stance.status,
            by: None,
            symmetric: false,
            open: false,
        });
    }
}
