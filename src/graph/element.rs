//! The weights of the petgraph graph: what a node and a relationship carry.

use super::names::{LabelSetId, TypeId};
use super::properties::Properties;
use crate::value::{NodeId, RelationshipId};

/// A node: its id, labels and properties.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// Its labels; [`super::GraphRead::labels`] tells them.
    pub(super) labels: LabelSetId,
    /// Its properties.
    pub properties: Properties,
}

/// A relationship: its id, type and properties; petgraph knows its ends.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// Its id.
    pub id: RelationshipId,
    /// Its type.
    pub kind: TypeId,
    /// Its properties.
    pub properties: Properties,
}
