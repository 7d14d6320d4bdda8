//! What a transaction changed: a log to undo it, counts for people, and the ids that the store must write.

use super::access::Ends;
use super::element::{Node, Relationship};
use super::names::{KeyId, LabelId};
use crate::entity::Correction;
use crate::fact::{Evidence, Extraction};
use crate::text::DocumentId;
use crate::value::{NodeId, RelationshipId, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How much a statement or a transaction changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Nodes created.
    pub nodes_created: usize,
    /// Nodes deleted.
    pub nodes_deleted: usize,
    /// Relationships created.
    pub relationships_created: usize,
    /// Relationships deleted.
    pub relationships_deleted: usize,
    /// Properties set or removed.
    pub properties_set: usize,
    /// Labels added.
    pub labels_added: usize,
    /// Labels removed.
    pub labels_removed: usize,
}

impl Counts {
    /// Whether anything was changed.
    pub fn any(&self) -> bool {
        *self != Counts::default()
    }
}

/// The elements that a transaction touched: each is either in the graph, to be written, or gone, to be deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// What was done, counted.
    pub counts: Counts,
    /// Nodes created, changed or deleted.
    pub nodes: BTreeSet<NodeId>,
    /// Relationships created, changed or deleted.
    pub relationships: BTreeSet<RelationshipId>,
    /// Documents added or replaced.
    pub documents: BTreeSet<DocumentId>,
    /// Relationships whose evidence changed.
    pub evidence: BTreeSet<RelationshipId>,
    /// Corrections made or taken back.
    pub corrections: BTreeSet<u64>,
}

impl Changes {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
            && self.relationships.is_empty()
            && self.documents.is_empty()
            && self.evidence.is_empty()
            && self.corrections.is_empty()
    }
}

/// A transaction that was kept, with what undoes it: see [`super::Graph::undo`].
#[derive(Clone, Debug, Default)]
pub struct Kept(pub(super) Log);

impl Kept {
    /// How many steps it took.
    pub fn len(&self) -> usize {
        self.0.steps.len()
    }

    /// Whether it changed nothing.
    pub fn is_empty(&self) -> bool {
        self.0.steps.is_empty()
    }
}

/// A moment of a transaction.
#[derive(Clone, Copy, Debug)]
pub struct Savepoint {
    pub(super) length: usize,
    pub(super) counts: Counts,
}

/// One change, with what undoes it.
#[derive(Clone, Debug)]
pub(super) enum Undo {
    NodeCreated(NodeId),
    RelationshipCreated(RelationshipId),
    NodeDeleted(Node),
    RelationshipDeleted(Ends, Relationship),
    NodeProperty(NodeId, KeyId, Value),
    RelationshipProperty(RelationshipId, KeyId, Value),
    LabelAdded(NodeId, LabelId),
    LabelRemoved(NodeId, LabelId),
    Document(DocumentId, Option<Arc<Extraction>>),
    Evidence(RelationshipId, Vec<(DocumentId, Evidence)>),
    Correction(u64, Option<Correction>),
}

/// The log of an open transaction.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    pub(super) steps: Vec<Undo>,
    pub(super) counts: Counts,
    /// What was deleted, as queries may still ask for ends and type.
    pub(super) deleted_nodes: BTreeSet<NodeId>,
    pub(super) deleted_relationships: FxHashMap<RelationshipId, Ends>,
}

impl Log {
    pub(super) fn changes(&self) -> Changes {
        let mut changes = Changes { counts: self.counts, ..Changes::default() };
        for step in &self.steps {
            match step {
                Undo::NodeCreated(id)
                | Undo::NodeProperty(id, ..)
                | Undo::LabelAdded(id, _)
                | Undo::LabelRemoved(id, _) => {
                    changes.nodes.insert(*id);
                }
                Undo::NodeDeleted(node) => {
                    changes.nodes.insert(node.id);
                }
                Undo::RelationshipCreated(id) | Undo::RelationshipProperty(id, ..) => {
                    changes.relationships.insert(*id);
                }
                Undo::RelationshipDeleted(_, relationship) => {
                    changes.relationships.insert(relationship.id);
                }
                Undo::Document(id, _) => {
                    changes.documents.insert(*id);
                }
                Undo::Evidence(id, _) => {
                    changes.evidence.insert(*id);
                }
                Undo::Correction(number, _) => {
                    changes.corrections.insert(*number);
                }
            }
        }
        changes
    }
}
