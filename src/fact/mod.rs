//! Propositions → [`Fact`]s: canonical relation, status, time, evidence, confidence.

mod model;

pub use model::{
    EntityIndex, Evidence, Extraction, Fact, LocalEntity, Status, relation_name, relationship_type,
};
