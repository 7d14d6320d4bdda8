//! Titles before a person's name.
//!
//! Covers `China's Defense Minister Li Shangfu`, `French President Jacques Chirac`, `company spokesman Bob Ray`,
//! `Attorney General Ann Roe` (one title).
//! Leaves forms of address (`Mr Ray`, `Lady Ann`): they say nothing more.

use super::apposition::role_relation;
use crate::analyse::{Deprel, NameType, Upos, Xpos};
use crate::clause::Context;
use crate::clause::proposition::{Argument, Construction, Proposition, Role};
use crate::clause::tree::Tree;
use crate::lexicon;

pub(super) fn find(context: &Context, out: &mut Vec<Proposition>) {
    let tree = context.tree;
    for title in 0..tree.len() {
        let Some(name) = tree.head(title).filter(|&h| h > title && tree.upos(h) == Upos::Propn) else {
            continue;
        };
        let described = tree.rel(title) == Deprel::NmodDesc && tree.is_title(title);
        let lemma = tree.lemma(title);
        let compound = tree.rel(title) == Deprel::Compound
            && (lexicon::is("title", lemma) || lexicon::noun_class(lemma) == Some("person"));
        // `Queen's Park` has no queen.
        let possessor = tree.kids_by(title, Deprel::Case).any(|k| tree.xpos(k) == Xpos::Pos);
        if !(described || compound) || possessor || lexicon::is("honorific", lemma) || tree.in_title(title) {
            continue;
        }
        // `China's Defense Minister Li`: the possessor may hang on the name or on the title.
        let owner = |at: usize| {
            tree.kids(at).iter().copied().find(|&k| {
                k < name
                    && (tree.rel(k) == Deprel::NmodPoss
                        || matches!(tree.rel(k), Deprel::Amod | Deprel::Compound)
                            && lexicon::people(tree.form(k)).is_some()
                            // `the Spanish architect` is not Spain's.
                            && lexicon::is("office", lemma)
                        || tree.rel(k) == Deprel::Compound
                            && at == title
                            && (lexicon::people(tree.form(k)).is_none() || lexicon::is("office", lemma))
                            && (lexicon::place(tree.form(k)).is_some()
                                || tree.parse.name_at(k).is_some_and(|n| {
                                    matches!(n.kind, NameType::Organization | NameType::Place)
                                })
                                || tree.upos(k) == Upos::Propn
                                    && !lexicon::is("title", tree.lemma(k))
                                    && lexicon::noun_class(tree.lemma(k)).is_none()))
            })
        };
        let stance = context.modality.stance(title);
        let relation = role_relation(tree, title);
        let relation = match tree.was_or_will_be(title) {
            Some(word) if !relation.contains(tree.lemma(word)) => {
                relation.replacen("is-", &format!("is-{}-", tree.lemma(word)), 1)
            }
            _ => relation,
        };
        let mut proposition = Proposition {
            construction: Construction::Title,
            predicate: title,
            words: vec![title],
            relation,
            subject: Some(name),
            arguments: vec![],
            status: stance.status,
            by: None,
            symmetric: false,
            open: false,
        };
        match owner(title).or_else(|| owner(name)) {
            Some(whole) => {
                proposition.arguments.push(Argument {
                    role: Role::Oblique,
                    head: whole,
                    preposition: "of".into(),
                });
            }
            // `Analyst Ann Roe of Elbar Bank`
            None if behind(tree, name).is_some() => {
                let Some(head) = behind(tree, name) else { continue };
                let preposition = tree.preposition(head);
                proposition.arguments.push(Argument { role: Role::Oblique, head, preposition });
            }
            None => {
                proposition.relation = "is".into();
                proposition.arguments.push(Argument {
                    role: Role::Complement,
                    head: title,
                    preposition: String::new(),
                });
            }
        }
        out.push(proposition);
    }
}

/// The body behind a name that its bearer is of: `Ann Roe of Elbar Bank`.
fn behind(tree: &Tree, name: usize) -> Option<usize> {
    tree.kids_by(name, Deprel::Nmod).find(|&k| {
        k > name
            && matches!(tree.preposition(k).as_str(), "of" | "at" | "from")
            && tree.upos(k) == Upos::Propn
            && tree.parse.name_at(k).is_some_and(|n| n.kind == NameType::Organization)
    })
}
