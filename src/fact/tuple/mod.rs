//! Propositions → tuples as they stand in the sentence: open information extraction.
//!
//! The same propositions as the facts, rendered without canonical names. [`Style::Carb`] keeps full noun phrases and
//! hangs every further argument on one n-ary tuple; [`Style::Benchie`] makes one minimal triple a complement, what
//! comes before it inside the relation, and adds no word that the sentence lacks.

mod benchie;
mod carb;
mod pieces;
mod words;

use super::confidence::confidence;
use crate::analyse::{Analysis, Deprel};
use crate::clause::{self, Construction, Proposition, Tree};
use crate::coref::Chains;
use crate::text::Document;

/// How tuples are rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// N-ary, full noun phrases, `is` and `has` put in.
    #[default]
    Carb,
    /// One minimal triple a complement, words of the sentence only.
    Benchie,
}

/// One tuple of one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// Number of the sentence, from 1.
    pub sentence: usize,
    /// How likely it is right, 0 to 1.
    pub confidence: f64,
    /// First argument, relation, second argument, further ones. The second is empty where a verb has none.
    pub parts: Vec<String>,
}

/// The parts of a tuple, and the tokens that its first two arguments stand for.
struct Rendered {
    parts: Vec<String>,
    subject: usize,
    object: usize,
}

/// The tuples of a document, in the order of its sentences.
pub fn tuples(document: &Document, analysis: &Analysis, style: Style) -> Vec<Tuple> {
    let trees = clause::trees(document, analysis);
    let propositions = clause::propositions(&trees);
    let chains = Chains::resolve(&trees);
    let mut found: Vec<Tuple> = Vec::new();
    for (sentence, propositions) in propositions.iter().enumerate() {
        let Some(tree) = &trees[sentence] else { continue };
        let start = found.len();
        for proposition in propositions {
            let rendered = match style {
                Style::Carb => carb::render(tree, proposition, &|token| chains.of(sentence, token)),
                Style::Benchie => benchie::render(tree, proposition),
            };
            for Rendered { parts, subject, object } in rendered {
                let whole = parts.len() >= 3 && parts[..2].iter().all(|p| !p.is_empty());
                if whole && !found[start..].iter().any(|t| t.parts == parts) {
                    let confidence =
                        confidence(tree, proposition, subject, object) * depth(tree, proposition);
                    found.push(Tuple { sentence: sentence + 1, confidence, parts });
                }
            }
        }
    }
    found
}

/// Main clauses say what they say; the deeper a clause stands, the less surely it is a statement of its own.
fn depth(tree: &Tree, proposition: &Proposition) -> f64 {
    match proposition.construction {
        Construction::Possessive => return 0.4,
        Construction::Apposition | Construction::Title => return 0.6,
        Construction::Location => return 0.35,
        Construction::Class => return 0.5,
        _ => {}
    }
    let mut at = proposition.predicate;
    while let Some(head) = tree.head(at).filter(|_| tree.rel(at) == Deprel::Conj) {
        at = head;
    }
    let infinitive = tree.kids_by(proposition.predicate, Deprel::Mark).any(|m| tree.lemma(m) == "to");
    match tree.rel(at) {
        Deprel::Root | Deprel::Parataxis => 1.0,
        Deprel::AclRelcl => 0.85,
        Deprel::Ccomp => 0.8,
        Deprel::Advcl | Deprel::Acl if !infinitive => 0.75,
        _ => 0.6,
    }
}

/// The subject as it stands: a passive with its agent is turned round again.
fn surface_subject(proposition: &Proposition) -> Option<usize> {
    let with_agent =
        proposition.construction == Construction::Passive && !proposition.relation.starts_with("is-");
    if with_agent {
        proposition.arguments.iter().find(|a| a.role == clause::Role::Object).map(|a| a.head)
    } else {
        proposition.subject
    }
}
