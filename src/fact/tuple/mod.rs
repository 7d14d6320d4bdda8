//! Propositions → tuples as they stand in the sentence: open information extraction.
//!
//! The same propositions as the facts, rendered without canonical names. [`Style::Carb`] keeps full noun phrases and
//! hangs every further argument on one n-ary tuple; [`Style::Benchie`] makes one minimal triple a complement, what
//! comes before it inside the relation, and adds no word that the sentence lacks.

mod benchie;
mod carb;
mod pieces;
mod words;

use super::confidence::{Features, Judged};
use crate::analyse::{Analysis, Upos};
use crate::clause::{self, Construction, Proposition};
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
    /// What the confidence is computed from.
    pub features: Features,
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
                    let mut features = Features::of(tree, proposition, subject, object);
                    of_parts(&parts, &mut features);
                    let replaced = tree.upos(subject) == Upos::Pron && parts[0] != tree.form(subject);
                    features.flag("pronoun-replaced", replaced);
                    let confidence = features.probability(match style {
                        Style::Carb => Judged::Carb,
                        Style::Benchie => Judged::Benchie,
                    });
                    found.push(Tuple { sentence: sentence + 1, confidence, parts, features });
                }
            }
        }
    }
    found
}

/// What the words of a tuple show.
fn of_parts(parts: &[String], features: &mut Features) {
    let words = |part: &str| part.split(' ').count().min(30) as f64;
    features.add("subject-words", words(&parts[0]).ln_1p());
    features.add("relation-words", words(&parts[1]).ln_1p());
    features.flag("no-object", parts[2].is_empty());
    features.add("object-words", words(&parts[2]).ln_1p());
    features.add("further-parts", (parts.len() - 3).min(5) as f64);
    let further: f64 = parts[3..].iter().map(|part| words(part)).sum();
    features.add("further-words", further.ln_1p());
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
