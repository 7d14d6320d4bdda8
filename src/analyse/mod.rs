//! Tokens → [`Analysis`]: tags, lemmas, dependency trees and names, by a trained model.
//!
//! [`Analyser`] is the one type that others call. `model` knows tensors and nothing of language; `decode` turns
//! scores into labels and trees.

mod analyser;
mod analysis;
pub mod conllu;
mod decode;
mod labels;
mod model;
mod pieces;

pub use analyser::{Analyser, Model};
pub use analysis::{Analysis, Name, NameType, Parse};
pub use labels::{Deprel, Upos, Xpos};
pub use model::WeightsError;
