//! Entities and facts as a petgraph graph: any labels, relationship types and properties.
//!
//! [`Graph`] holds a `StableDiGraph` beside what petgraph lacks: ids that are never reused, an order that does not
//! depend on history, an undo log. Queries work on [`GraphRead`] and [`GraphWrite`]. Knows nothing of English, of
//! queries or of files.

mod access;
mod articles;
mod body;
mod builder;
mod changes;
mod correct;
mod element;
mod frozen;
mod id_map;
pub mod lookup;
mod names;
mod properties;
mod property_graph;
mod property_index;
mod search;
pub mod statement;
mod thawed;

pub use access::{Direction, Ends, GraphError, GraphRead, GraphWrite, Hop, Ids};
pub use articles::{Articles, Unread};
pub(crate) use builder::ENTITY_KEYS;
pub use builder::{add_articles, weave};
pub use changes::{Changes, Counts, Kept, Savepoint};
pub use correct::{correct, uncorrect};
pub use element::{Node, Relationship};
pub use frozen::{
    Adjacency, Array, Bits, Column, Frozen, Image, Kept as KeptPlan, Labelled, Lists, Packed, TypeFacts,
    Values, View,
};
pub(crate) use id_map::IdMap;
pub use names::{Interner, KeyId, LabelId, Names, TypeId};
pub use properties::{Packing, Properties};
pub use property_graph::Graph;
pub use search::Hit;
