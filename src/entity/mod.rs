//! Chains across documents → [`Entity`]: one node for one thing.

mod assign;
mod correction;
mod divide;
mod explain;
mod key;
mod keys;
mod merge;
mod model;
mod persons;
mod replay;
#[cfg(test)]
pub(crate) mod sample;

pub use assign::Tie;
pub use correction::{Correction, Corrections, Named};
pub use explain::{Explanation, Member, Other, explain};
pub use key::key;
pub use keys::Keys;
pub use merge::merge;
pub use model::{Entity, EntityId, FactId, Merged, MergedFact};
