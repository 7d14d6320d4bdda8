//! Nouns that name a relation between several.
//!
//! Covers `ties between A and B`, `A's relations with B`, `A has strained relations with B`.
//! Leaves relations without both sides (`strained relations`).

use crate::analyse::{Deprel, Upos};
use crate::clause::Context;
use crate::clause::predicate::is_predicate;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::lexicon;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for noun in (0..tree.len())
        .filter(|&t| tree.upos(t) == Upos::Noun && lexicon::is("relational-noun", tree.lemma(t)))
    {
        if lexicon::nominalised_verb(tree.lemma(noun)).is_some() {
            continue;
        }
        let mut members: Vec<usize> = Vec::new();
        let mut others: Vec<usize> = Vec::new();
        let mut stance = context.modality.stance(noun);
        let mut words = vec![noun];
        for &k in tree.kids(noun) {
            match (tree.rel(k), tree.preposition(k).as_str()) {
                (Deprel::NmodPoss, _) => members.push(tree.antecedent(k)),
                (Deprel::Nmod, "between" | "among") => members.extend(tree.conjuncts(k)),
                (Deprel::Nmod, "with" | "against") if k > noun => others.push(k),
                _ => {}
            }
        }
        if let Some(verb) = tree.head(noun).filter(|&v| {
            tree.rel(noun) == Deprel::Obj && is_predicate(tree, v) && lexicon::is("have-verb", tree.lemma(v))
        }) {
            let frame = context.frames.iter().find(|f| f.head == verb);
            if members.is_empty() {
                members.extend(frame.and_then(|f| f.subject));
            }
            let with = frame
                .into_iter()
                .flat_map(|f| &f.arguments)
                .filter(|a| matches!(a.preposition.as_str(), "with" | "against"));
            if others.is_empty() {
                others.extend(with.map(|a| a.head));
            }
            stance = context.modality.stance(verb);
            words.insert(0, verb);
        }
        words.sort_unstable();
        let adjectives: Vec<&str> = tree
            .kids(noun)
            .iter()
            .filter(|&&k| {
                k < noun
                    && matches!(tree.rel(k), Deprel::Amod | Deprel::Compound)
                    && !lexicon::is("generic-adj", tree.lemma(k))
            })
            .filter(|&&k| {
                !matches!(
                    tree.lemma(k),
                    "increase"
                        | "increasing"
                        | "ongoing"
                        | "grow"
                        | "growing"
                        | "continue"
                        | "continued"
                        | "increased"
                )
            })
            .map(|&k| tree.form(k))
            .collect();
        let plural = tree.form(noun).to_lowercase();
        let mut name: Vec<String> = vec!["has".into()];
        name.extend(adjectives.iter().map(|a| a.to_lowercase()));
        name.push(plural);
        let (subjects, objects) = if others.is_empty() {
            if members.len() == 1 && tree.preposition(members[0]) != "between" {
                continue;
            }
            (
                members.iter().take(1).copied().collect::<Vec<_>>(),
                if members.len() > 1 { members[1..].to_vec() } else { members.clone() },
            )
        } else {
            (members.iter().take(1).copied().collect(), others)
        };
        for &subject in &subjects {
            out.push(Proposition {
                construction: Construction::Relational,
                predicate: noun,
                words: words.clone(),
                relation: name.join("-"),
                subject: Some(subject),
                arguments: objects
                    .iter()
                    .map(|&head| Argument { role: Role::Oblique, head, preposition: "with".into() })
                    .collect(),
                status: stance.status,
                by: stance.by,
                symmetric: true,
                open: false,
            });
        }
    }
}
