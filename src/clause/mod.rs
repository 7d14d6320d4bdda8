//! Trees → [`Proposition`]s: predicate, subject, objects, complements, adjuncts, how they are put forward and by whom.
//!
//! `predicate` says what heads a clause, `subject` who does it, `frame` undoes the tree's economies (relative pronouns,
//! control, sharing), `repair` mends what cannot be right in them, `modality`, `complement` and `quotes` find the
//! stance; each file of `constructions` covers one way of putting things into words.

mod complement;
mod constructions;
mod frame;
mod modality;
mod predicate;
mod proposition;
mod quotes;
mod repair;
mod status;
mod subject;
mod tree;

#[cfg(test)]
mod tests;

pub use frame::Frame;
pub use modality::Stance;
pub use proposition::{Argument, Construction, Proposition, Role, Speaker};
pub use status::Status;
pub use tree::Tree;

use crate::analyse::Analysis;
use crate::text::Document;

/// What the constructions look at in one sentence.
struct Context<'a> {
    tree: &'a Tree<'a>,
    frames: &'a [Frame],
    modality: modality::Modality<'a>,
}

/// The trees of a document's sentences; `None` where analysis and document do not fit together.
pub fn trees<'a>(document: &'a Document, analysis: &'a Analysis) -> Vec<Option<Tree<'a>>> {
    (0..document.sentences.len()).map(|i| Tree::new(document, analysis, i)).collect()
}

/// For each sentence, who speaks each of its words; `None` outside quotation marks.
pub(crate) fn speakers(trees: &[Option<Tree>]) -> Vec<Vec<Option<Speaker>>> {
    quotes::speakers(trees)
}

/// The propositions of each sentence, in order of their predicates.
pub fn propositions(trees: &[Option<Tree>]) -> Vec<Vec<Proposition>> {
    let quoted = quotes::speakers(trees);
    let of_sentence = |(sentence, tree): (usize, &Option<Tree>)| {
        let Some(tree) = tree else { return Vec::new() };
        let frames = frame::frames(tree);
        let modality = modality::Modality::new(tree, &frames, sentence, &quoted[sentence]);
        let context = Context { tree, frames: &frames, modality };
        let mut found = Vec::new();
        constructions::find(&context, &mut found);
        found.sort_by_key(|p| (p.predicate, p.construction));
        found
    };
    trees.iter().enumerate().map(of_sentence).collect()
}
