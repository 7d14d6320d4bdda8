//! Chains across documents → [`Entity`]: one node for one thing.

mod merge;
mod model;

pub use merge::{key, merge};
pub use model::{Entity, EntityId, FactId, Merged, MergedFact};
