//! `X is Y`, `X is critical of Y`, `X is at war with Y`, `X is one of the Ys`.
//!
//! Covers `Oslo is the capital of Norway`, `whose capital is Oslo`, `Ann is critical of the plan`, `The mill is in Leeds`.
//! Leaves `It is clear that …`: nothing is said of `it`.

use super::apposition::role_relation;
use crate::analyse::{Deprel, Upos};
use crate::clause::Context;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::clause::tree::Tree;
use crate::lexicon;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for frame in context.frames.iter().filter(|f| f.copular) {
        let Some(subject) = frame.subject else { continue };
        let impersonal = impersonal(tree, frame.head, subject);
        if impersonal || tree.kids(frame.head).iter().any(|&k| tree.rel(k).is(Deprel::Expl)) {
            continue;
        }
        // `is likely to`, `is clear that`: the complement is said, not the adjective.
        let open = tree
            .kids(frame.head)
            .iter()
            .any(|&k| matches!(tree.rel(k).universal(), Deprel::Csubj | Deprel::Ccomp | Deprel::Xcomp));
        // `is due to open it`, where the parser takes the infinitive for a purpose
        let to = |k: usize| {
            tree.rel(k) == Deprel::Advcl
                && tree.upos(frame.head) == Upos::Adj
                && tree.kids_by(k, Deprel::Mark).any(|m| tree.lemma(m) == "to")
                && (["plan", "possible", "wish"].iter().any(|set| lexicon::is(set, tree.lemma(frame.head)))
                    || lexicon::complement(tree.lemma(frame.head), "to").is_some())
        };
        let open = open || tree.kids(frame.head).iter().any(|&k| to(k));
        if open && matches!(tree.upos(frame.head), Upos::Adj | Upos::Verb) {
            continue;
        }
        let stance = context.modality.stance(frame.head);
        let mut words: Vec<usize> =
            tree.kids_by(frame.head, Deprel::Cop).chain(tree.kids_by(frame.head, Deprel::Aux)).collect();
        if words.is_empty() {
            words.push(frame.head);
        }
        words.sort_unstable();
        for head in tree.conjuncts(frame.head) {
            if head != frame.head && tree.kids_by(head, Deprel::Nsubj).next().is_some()
                || matches!(tree.upos(head), Upos::Verb | Upos::Aux)
            {
                continue;
            }
            let preposition = tree.preposition(head);
            if let Some(owner) = role_said(tree, subject, head) {
                out.push(Proposition {
                    construction: Construction::Apposition,
                    predicate: subject,
                    words: vec![subject],
                    relation: role_relation(tree, subject),
                    subject: Some(head),
                    arguments: vec![Argument { role: Role::Oblique, head: owner, preposition: "of".into() }],
                    status: stance.status,
                    by: stance.by,
                    symmetric: false,
                    open: context.modality.open(frame.head),
                });
                continue;
            }
            let mut arguments: Vec<Argument> = frame
                .arguments
                .iter()
                .filter(|a| head == frame.head || tree.head(a.head) == Some(head))
                .cloned()
                .collect();
            let mut relation = String::from("is");
            // `is of great concern to both`, `is at war with`: the noun belongs to the relation.
            let inner = tree.kids(head).iter().copied().find(|&k| {
                matches!(tree.rel(k), Deprel::Nmod | Deprel::Obl)
                    && k > head
                    && !matches!(tree.preposition(k).as_str(), "" | "of" | "in")
            });
            if let Some(inner) = inner.filter(|_| {
                matches!(preposition.as_str(), "of" | "at" | "in" | "under" | "on")
                    && tree.parse.name_at(head).is_none()
            }) {
                relation = format!("is-{preposition}-{}", tree.lemma(head));
                arguments.retain(|a| a.head != inner);
                arguments.insert(
                    0,
                    Argument { role: Role::Oblique, head: inner, preposition: tree.preposition(inner) },
                );
            } else if tree.upos(head) == Upos::Adj && preposition.is_empty() {
                let of: Vec<usize> = tree
                    .kids_by(head, Deprel::Obl)
                    .filter(|&k| k > head && !tree.preposition(k).is_empty())
                    .collect();
                let worth = tree.kids(head).iter().copied().find(|&k| {
                    tree.lemma(head) == "worth"
                        && k > head
                        && tree.is_nominal(k)
                        && tree.preposition(k).is_empty()
                });
                if let Some(worth) = worth {
                    relation = "is-worth".into();
                    arguments.retain(|a| a.head != worth);
                    arguments
                        .insert(0, Argument { role: Role::Object, head: worth, preposition: String::new() });
                }
                let complement = of.into_iter().find(|&k| !is_time(tree.lemma(k)));
                match complement {
                    _ if worth.is_some() => {}
                    Some(_) => relation = format!("is-{}", tree.form(head).to_lowercase()),
                    None => arguments.insert(0, Argument { role: Role::Complement, head, preposition }),
                }
            } else {
                arguments.insert(0, Argument { role: Role::Complement, head, preposition });
            }
            out.push(Proposition {
                construction: Construction::Copula,
                predicate: head,
                words: words.clone(),
                relation,
                subject: Some(subject),
                arguments,
                status: stance.status,
                by: stance.by,
                symmetric: false,
                open: context.modality.open(frame.head),
            });
        }
    }
}

/// `its main asset is the Kalvik mine`: what is named is whoever's main asset; the owner.
fn role_said(tree: &Tree, subject: usize, complement: usize) -> Option<usize> {
    let owner = tree.kids_by(subject, Deprel::NmodPoss).next().map(|k| tree.antecedent(k))?;
    let named = |t: usize| tree.upos(t) == Upos::Propn;
    let definite = tree.kids_by(complement, Deprel::Det).all(|d| tree.lemma(d) == "the");
    let name = named(complement) || tree.kids_by(complement, Deprel::Compound).any(named);
    (tree.upos(subject) == Upos::Noun
        && name
        && definite
        && tree.preposition(complement).is_empty()
        && lexicon::people(tree.form(complement)).is_none())
    .then_some(owner)
}

/// `It was too early to speak`, `It is a sad day`: nothing is said of `it`.
fn impersonal(tree: &Tree, head: usize, subject: usize) -> bool {
    let infinitive = |k: usize| tree.kids_by(k, Deprel::Mark).any(|m| tree.lemma(m) == "to");
    tree.lemma(subject) == "it"
        && (tree.kid(head, Deprel::Acl).is_some()
            || tree.upos(head) == Upos::Noun && is_time(tree.lemma(head))
            || tree.upos(head) == Upos::Adj && tree.kids_by(head, Deprel::Advcl).any(infinitive))
}

fn is_time(lemma: &str) -> bool {
    lexicon::is("time-noun", lemma) || lexicon::noun_class(lemma) == Some("time")
}
