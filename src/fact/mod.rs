//! Propositions → [`Fact`]s: canonical relation, status, time, evidence, confidence.

mod anchor;
mod bound;
mod confidence;
mod derived;
mod extract;
mod filler;
mod finish;
mod gate;
mod json;
mod misread;
mod model;
mod office;
mod qualifier;
mod sentences;
mod time;
mod tuple;
mod wording;
mod worth;

pub use confidence::Features;
pub use extract::{everything, extract, extract_with_features};
pub use json::json_lines;
pub use tuple::{Style, Tuple, tuples};
pub(crate) use wording::relation;

pub use crate::clause::Status;
pub use crate::coref::Rule;
pub use model::{
    EntityIndex, Evidence, Extraction, Fact, Link, LocalEntity, relation_name, relationship_type,
};
pub use sentences::{Block, Sentences, Texts};
