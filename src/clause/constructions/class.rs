//! `Y such as X`: X is a Y.
//!
//! Covers `metals such as tin and zinc`, `cities including Oslo`. Leaves comparisons (`as tall as`).

use crate::analyse::{Deprel, Upos};
use crate::clause::Context;
use crate::clause::predicate::is_predicate;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::clause::status::Status;
use crate::lexicon;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for member in 0..tree.len() {
        let listed = tree.rel(member).is(Deprel::Nmod)
            && matches!(tree.preposition(member).as_str(), "such-as" | "including" | "like");
        let Some(class) = tree.head(member).filter(|&h| listed && tree.upos(h) == Upos::Noun) else {
            continue;
        };
        // `a flood in regions such as X`: in X.
        let outer = tree.head(class).filter(|&o| {
            tree.rel(class) == Deprel::Nmod
                && tree.preposition(class) == "in"
                && (tree.upos(o) == Upos::Propn
                    || lexicon::is("event-noun", tree.lemma(o))
                    || matches!(
                        lexicon::noun_class(tree.lemma(o)),
                        Some("event" | "group" | "artifact" | "act" | "state" | "phenomenon")
                    ))
        });
        if let Some(outer) = outer {
            out.push(Proposition {
                construction: Construction::Location,
                predicate: outer,
                words: tree.case(class),
                relation: "occurs".into(),
                subject: Some(outer),
                arguments: vec![Argument { role: Role::Oblique, head: member, preposition: "in".into() }],
                status: around(context, outer),
                by: None,
                symmetric: false,
                open: false,
            });
        }
        for x in tree.conjuncts(member) {
            out.push(Proposition {
                construction: Construction::Class,
                predicate: class,
                words: tree.case(member),
                relation: "is".into(),
                subject: Some(x),
                arguments: vec![Argument { role: Role::Complement, head: class, preposition: String::new() }],
                status: context.modality.stance(class).status,
                by: None,
                symmetric: false,
                open: false,
            });
        }
    }
}

/// How the clause around a noun is put forward: what may be is nowhere yet.
fn around(context: &Context, noun: usize) -> Status {
    let tree = context.tree;
    let clause = tree.ancestors(noun).find(|&a| is_predicate(tree, a));
    match clause.map(|c| context.modality.stance(c).status) {
        Some(status @ (Status::Planned | Status::Possible | Status::Desired)) => status,
        _ => Status::Asserted,
    }
}
