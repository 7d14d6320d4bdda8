//! What a query sees of a graph: [`GraphRead`] and [`GraphWrite`].
//!
//! The executor works on these traits alone, so that it also runs on a frozen index or on a plain reference in tests.
//! Everything is listed in the order of our ids, whatever lies beneath.

use super::articles::Articles;
use super::changes::{Counts, Savepoint};
use super::frozen::View;
use super::names::{KeyId, LabelId, Names, TypeId};
use crate::value::{NodeId, RelationshipId, Value};

/// Which way a relationship is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From its start to its end.
    Outgoing,
    /// From its end to its start.
    Incoming,
    /// Either way.
    Both,
}

impl Direction {
    /// The other way round.
    pub fn reverse(self) -> Self {
        match self {
            Self::Outgoing => Self::Incoming,
            Self::Incoming => Self::Outgoing,
            Self::Both => Self::Both,
        }
    }
}

/// One step from a node: over this relationship to that node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hop {
    /// The relationship walked.
    pub relationship: RelationshipId,
    /// The node at its other end.
    pub node: NodeId,
}

/// The ends and the type of a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Where it starts.
    pub start: NodeId,
    /// Where it ends.
    pub end: NodeId,
    /// Its type.
    pub kind: TypeId,
}

/// Ids in ascending order.
pub type Ids<'a, Id> = Box<dyn Iterator<Item = Id> + 'a>;

/// Reading a graph.
pub trait GraphRead {
    /// Labels, relationship types and property keys, with their ids.
    fn names(&self) -> &Names;
    /// The articles behind it.
    fn articles(&self) -> &Articles;

    /// How many nodes there are.
    fn node_count(&self) -> usize;
    /// How many relationships there are.
    fn relationship_count(&self) -> usize;
    /// How many nodes have the label.
    fn count_with_label(&self, label: LabelId) -> usize;
    /// How many relationships are of the type.
    fn count_with_type(&self, kind: TypeId) -> usize;

    /// All nodes.
    fn nodes(&self) -> Ids<'_, NodeId>;
    /// The nodes that have the label.
    fn nodes_with_label(&self, label: LabelId) -> Ids<'_, NodeId>;
    /// The nodes whose property equals the value, where an index knows; `None` to scan.
    fn nodes_with_property(&self, _: KeyId, _: &Value) -> Option<Vec<NodeId>> {
        None
    }
    /// The graph frozen for fast reading, made if need be; `None` where there is no such thing.
    fn view(&self) -> Option<View<'_>> {
        None
    }
    /// Whether [`GraphRead::view`] has been made since the last change.
    fn has_view(&self) -> bool {
        false
    }
    /// All relationships.
    fn relationships(&self) -> Ids<'_, RelationshipId>;
    /// The relationships of the type.
    fn relationships_with_type(&self, kind: TypeId) -> Ids<'_, RelationshipId>;

    /// Whether the node is there.
    fn has_node(&self, node: NodeId) -> bool;
    /// Whether the relationship is there.
    fn has_relationship(&self, relationship: RelationshipId) -> bool;
    /// Whether the node was deleted within the transaction at hand.
    fn is_deleted_node(&self, node: NodeId) -> bool;
    /// Whether the relationship was deleted within the transaction at hand.
    fn is_deleted_relationship(&self, relationship: RelationshipId) -> bool;

    /// The node's labels, ordered by id; none for a node that is not there.
    fn labels(&self, node: NodeId) -> &[LabelId];
    /// Whether the node has the label.
    fn has_label(&self, node: NodeId, label: LabelId) -> bool {
        self.labels(node).binary_search(&label).is_ok()
    }
    /// Ends and type of a relationship, also of one deleted within the transaction at hand.
    fn ends(&self, relationship: RelationshipId) -> Option<Ends>;

    /// A node's property; `None` if it or the node is not there.
    fn node_property(&self, node: NodeId, key: KeyId) -> Option<Value>;
    /// A relationship's property; `None` if it or the relationship is not there.
    fn relationship_property(&self, relationship: RelationshipId, key: KeyId) -> Option<Value>;
    /// All properties of a node, ordered by id of the key.
    fn node_properties(&self, node: NodeId) -> Vec<(KeyId, Value)>;
    /// All properties of a relationship, ordered by id of the key.
    fn relationship_properties(&self, relationship: RelationshipId) -> Vec<(KeyId, Value)>;

    /// Puts the steps from a node into `hops` (emptied first), ordered by relationship; `kinds` empty means any
    /// type. A relationship from a node to itself is one step, also when walked both ways.
    fn expand(&self, node: NodeId, direction: Direction, kinds: &[TypeId], hops: &mut Vec<Hop>);

    /// How many steps [`GraphRead::expand`] gives.
    fn degree(&self, node: NodeId, direction: Direction, kinds: &[TypeId]) -> usize;
}

/// Why a graph cannot be changed as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// The node is not there (any more).
    #[error("node {} does not exist", .0.0)]
    NoNode(NodeId),
    /// The relationship is not there (any more).
    #[error("relationship {} does not exist", .0.0)]
    NoRelationship(RelationshipId),
    /// The node cannot be deleted while relationships hang on it.
    #[error("node {} still has relationships; delete them first, or use DETACH DELETE", .0.0)]
    StillConnected(NodeId),
    /// petgraph counts nodes and relationships in 32 bits.
    #[error("the graph is full: it holds at most 4,294,967,294 nodes and as many relationships")]
    Full,
}

/// Changing a graph. Each change is noted for [`GraphWrite::rollback_to`] while a transaction is open.
pub trait GraphWrite: GraphRead {
    /// The id of a label, a new one if need be.
    fn label(&mut self, name: &str) -> LabelId;
    /// The id of a relationship type, a new one if need be.
    fn relationship_type(&mut self, name: &str) -> TypeId;
    /// The id of a property key, a new one if need be.
    fn key(&mut self, name: &str) -> KeyId;

    /// Creates a node; null properties are left out.
    fn create_node(
        &mut self,
        labels: &[LabelId],
        properties: Vec<(KeyId, Value)>,
    ) -> Result<NodeId, GraphError>;
    /// Creates a relationship; null properties are left out.
    fn create_relationship(
        &mut self,
        start: NodeId,
        end: NodeId,
        kind: TypeId,
        properties: Vec<(KeyId, Value)>,
    ) -> Result<RelationshipId, GraphError>;
    /// Sets a node's property, or removes it with null.
    fn set_node_property(&mut self, node: NodeId, key: KeyId, value: Value) -> Result<(), GraphError>;
    /// Sets a relationship's property, or removes it with null.
    fn set_relationship_property(
        &mut self,
        relationship: RelationshipId,
        key: KeyId,
        value: Value,
    ) -> Result<(), GraphError>;
    /// Adds a label; whether it was missing.
    fn add_label(&mut self, node: NodeId, label: LabelId) -> Result<bool, GraphError>;
    /// Removes a label; whether it was there.
    fn remove_label(&mut self, node: NodeId, label: LabelId) -> Result<bool, GraphError>;
    /// Deletes a node without relationships.
    fn delete_node(&mut self, node: NodeId) -> Result<(), GraphError>;
    /// Deletes a relationship.
    fn delete_relationship(&mut self, relationship: RelationshipId) -> Result<(), GraphError>;

    /// The present moment, to come back to; opens a transaction if none is open.
    fn savepoint(&mut self) -> Savepoint;
    /// Undoes all changes since the savepoint.
    fn rollback_to(&mut self, savepoint: Savepoint);
    /// What was changed since the transaction began.
    fn counts(&self) -> Counts;
}
