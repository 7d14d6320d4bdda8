//! Entities and facts across documents.

use crate::fact::{Evidence, Status};
use crate::lexicon::EntityType;
use crate::text::DocumentId;
use sha2::{Digest, Sha256};

/// Names an entity: a hash of its type's family and its key, so that equal things have equal ids wherever they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct EntityId(pub u64);

/// Names a fact: a hash of subject, relation, object, status and speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct FactId(pub u64);

/// The first eight bytes of the SHA-256 of the parts, each ended by a zero byte.
fn hash(parts: &[&[u8]]) -> u64 {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
        digest.update([0]);
    }
    digest.finalize().iter().take(8).fold(0, |id, &byte| id << 8 | u64::from(byte))
}

impl EntityId {
    /// The id of the entity with this key (see [`super::key`]).
    pub fn of(key: &str) -> EntityId {
        EntityId(hash(&[b"entity", key.as_bytes()]))
    }
}

impl FactId {
    /// The id of a fact.
    pub fn of(
        subject: EntityId,
        relation: &str,
        object: EntityId,
        status: Status,
        by: Option<EntityId>,
    ) -> FactId {
        let by = by.map_or(String::new(), |id| format!("{:016x}", id.0));
        FactId(hash(&[
            b"fact",
            &subject.0.to_be_bytes(),
            relation.as_bytes(),
            &object.0.to_be_bytes(),
            status.as_str().as_bytes(),
            by.as_bytes(),
        ]))
    }
}

/// An entity: what the graph keeps as a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its id.
    pub id: EntityId,
    /// What the id is a hash of: the normalised name, with the document's name in front for things without a proper
    /// name ("the visit" of two articles are two visits).
    pub key: String,
    /// Canonical name: the most frequent full name.
    pub name: String,
    /// Other forms with how often they occur, most frequent first, then by spelling.
    pub aliases: Vec<(String, u32)>,
    /// What it is.
    pub kind: EntityType,
    /// How many mentions there are.
    pub mentions: u32,
    /// Earliest date of a document that mentions it.
    pub first_seen: Option<String>,
    /// Latest date of a document that mentions it.
    pub last_seen: Option<String>,
}

/// A fact over all documents: what the graph keeps as a relationship.
#[derive(Clone, Debug, PartialEq)]
pub struct MergedFact {
    /// Its id.
    pub id: FactId,
    /// Who or what it is about.
    pub subject: EntityId,
    /// Canonical relation (`cooperates-with`).
    pub relation: String,
    /// What it relates the subject to.
    pub object: EntityId,
    /// How it is put forward.
    pub status: Status,
    /// Who says so.
    pub by: Option<EntityId>,
    /// How likely it is right, all evidence taken together.
    pub confidence: f64,
    /// Qualifiers by kind, ordered by kind then value; one kind may have several values.
    pub qualifiers: Vec<(String, String)>,
    /// Whether it holds with subject and object exchanged.
    pub symmetric: bool,
    /// Where it stands, ordered by document then sentence.
    pub evidence: Vec<(DocumentId, Evidence)>,
}

/// Several documents woven together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// Entities ordered by key.
    pub entities: Vec<Entity>,
    /// Facts ordered by subject, relation, object, status, speaker.
    pub facts: Vec<MergedFact>,
}
