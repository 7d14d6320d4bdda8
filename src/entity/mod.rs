//! Chains across documents → [`Entity`]: one node for one thing.

mod assign;
mod explain;
mod key;
mod merge;
mod model;
mod persons;

pub use assign::Tie;
pub use explain::{Explanation, Member, Other, explain};
pub use key::key;
pub use merge::merge;
pub use model::{Entity, EntityId, FactId, Merged, MergedFact};
