//! Propositions → [`Fact`]s: canonical relation, status, time, evidence, confidence.

mod confidence;
mod extract;
mod model;

pub use extract::extract;

pub use crate::clause::Status;
pub use model::{
    EntityIndex, Evidence, Extraction, Fact, LocalEntity, relation_name, relationship_type,
};
