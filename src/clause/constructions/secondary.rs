//! What an object is called, found or made: `called the plan a mistake`, `found him guilty`, `elected her mayor`.
//!
//! Covers also `described the vote as fair`. What somebody calls it they say; what it is made or found, it is.
//! Leaves `painted the door red`: no verdict and no office.

use crate::analyse::{Deprel, Upos};
use crate::clause::Context;
use crate::clause::frame::Frame;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::clause::status::Status;
use crate::clause::tree::Tree;
use crate::lexicon;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for frame in context.frames.iter().filter(|f| !f.copular && !f.passive) {
        let verb = frame.head;
        let is = |set: &str| lexicon::is(set, tree.lemma(verb));
        let (says, makes) =
            (is("naming-verb") || is("as-verb"), is("object-complement") || is("verdict-verb"));
        if !(says || makes) || context.modality.unwanted(verb) {
            continue;
        }
        let Some((object, role)) = parts(tree, frame, is("as-verb"), is("naming-verb")) else { continue };
        let judged = says || is("verdict-verb");
        let fits = match tree.upos(role) {
            Upos::Noun => true,
            Upos::Adj => judged,
            _ => false,
        };
        if !fits {
            continue;
        }
        let stance = context.modality.stance(verb);
        let speaker = frame.subject.filter(|_| says);
        let (mut status, by) = match speaker {
            Some(head) if stance.status == Status::Asserted => {
                (Status::Reported, Some(context.modality.in_sentence(head)))
            }
            _ => (stance.status, stance.by),
        };
        if tree.kids_by(role, Deprel::Advmod).any(|k| lexicon::is("negative", tree.lemma(k))) {
            status = Status::Denied;
        }
        out.push(Proposition {
            construction: Construction::Copula,
            predicate: role,
            words: vec![verb],
            relation: "is".into(),
            subject: Some(object),
            arguments: vec![Argument { role: Role::Complement, head: role, preposition: String::new() }],
            status,
            by,
            symmetric: false,
            open: context.modality.open(verb),
        });
    }
}

/// The object of a verb and what is said of it.
fn parts(tree: &Tree, frame: &Frame, by_as: bool, naming: bool) -> Option<(usize, usize)> {
    let of =
        |role| frame.arguments.iter().find(|a| a.role == role && a.preposition.is_empty()).map(|a| a.head);
    let (object, complement) = (of(Role::Object), of(Role::Complement));
    if by_as {
        return object.zip(tree.described_as(frame.head));
    }
    match (object, complement, of(Role::Indirect)) {
        (Some(object), Some(role), _) => Some((object, role)),
        // The parser may see two objects.
        (Some(role), None, Some(object)) if naming => Some((object, role)),
        _ => None,
    }
}
