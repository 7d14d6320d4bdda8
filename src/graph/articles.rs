//! The articles behind a graph: which document, which sentence, which words support a relationship.

use super::search::{Hit, Lazy};
use crate::entity::{Correction, Corrections};
use crate::fact::{Evidence, Extraction, Texts};
use crate::text::DocumentId;
use crate::value::RelationshipId;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a sentence could not be read from where it is stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unread(String);

impl From<Unread> for std::io::Error {
    fn from(unread: Unread) -> Self {
        std::io::Error::other(unread)
    }
}

/// What was read from each document, the evidence for each relationship that came of it, and what people corrected.
#[derive(Clone, Default)]
pub struct Articles {
    documents: BTreeMap<DocumentId, Arc<Extraction>>,
    evidence: BTreeMap<RelationshipId, Vec<(DocumentId, Evidence)>>,
    corrections: Corrections,
    index: Lazy,
    /// What keeps the texts of sentences that are not in memory.
    texts: Vec<Arc<dyn Texts>>,
}

impl std::fmt::Debug for Articles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Wherever the texts are kept, and whether there is an index.
        let Articles { documents, evidence, corrections, .. } = self;
        (documents, evidence, corrections).fmt(f)
    }
}

impl PartialEq for Articles {
    fn eq(&self, other: &Articles) -> bool {
        self.documents == other.documents
            && self.evidence == other.evidence
            && self.corrections == other.corrections
    }
}

impl Articles {
    /// A document.
    pub fn get(&self, id: DocumentId) -> Option<&Arc<Extraction>> {
        self.documents.get(&id)
    }

    /// All documents in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Extraction>> {
        self.documents.values()
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// All documents as they are now, by id.
    pub fn documents(&self) -> BTreeMap<DocumentId, Arc<Extraction>> {
        self.documents.clone()
    }

    /// The text of a sentence by its number, from 1. Where it has to be read from a file and cannot be, it is missing, and
    /// [`Articles::check`] says why.
    pub fn sentence(&self, document: DocumentId, number: usize) -> Option<Cow<'_, str>> {
        self.get(document)?.sentences.get(number.checked_sub(1)?)
    }

    /// Whether all sentences that were asked for since the last time could be read: whoever gives their texts to somebody
    /// asks this before the end.
    ///
    /// # Errors
    ///
    /// Why one could not be read.
    pub fn check(&self) -> Result<(), Unread> {
        self.texts.iter().find_map(|texts| texts.failure()).map_or(Ok(()), |what| Err(Unread(what)))
    }

    /// What supports a relationship, ordered by document then sentence.
    pub fn evidence(&self, relationship: RelationshipId) -> &[(DocumentId, Evidence)] {
        self.evidence.get(&relationship).map_or(&[], Vec::as_slice)
    }

    /// The sentences that a search finds, the best first. Words may be in any case; `coop*` is the beginning of one, `"…"` a
    /// phrase that has to be there, `+word` a word that has to, `-word` one that must not.
    pub fn search(&self, text: &str) -> Vec<Hit> {
        self.index.get(self).search(self, text)
    }

    /// The relationships that have evidence.
    pub fn supported(&self) -> impl Iterator<Item = RelationshipId> {
        self.evidence.keys().copied()
    }

    /// What people corrected.
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// Makes or takes back a correction; gives what it was.
    pub(super) fn set_correction(&mut self, number: u64, to: Option<Correction>) -> Option<Correction> {
        self.corrections.set(number, to)
    }

    /// Adds, replaces or forgets a document; gives what it was.
    pub(super) fn set(&mut self, id: DocumentId, to: Option<Arc<Extraction>>) -> Option<Arc<Extraction>> {
        self.index.forget();
        self.put(id, to)
    }

    /// Puts a document in the place of one that says the same.
    pub(super) fn put(&mut self, id: DocumentId, to: Option<Arc<Extraction>>) -> Option<Arc<Extraction>> {
        if let Some(texts) = to.as_ref().and_then(|extraction| extraction.sentences.texts())
            && !self.texts.iter().any(|known| Arc::ptr_eq(known, texts))
        {
            self.texts.push(Arc::clone(texts));
        }
        match to {
            Some(extraction) => self.documents.insert(id, extraction),
            None => self.documents.remove(&id),
        }
    }

    /// Sets what supports a relationship; empty forgets it. Gives what it was.
    pub(super) fn set_evidence(
        &mut self,
        relationship: RelationshipId,
        evidence: Vec<(DocumentId, Evidence)>,
    ) -> Vec<(DocumentId, Evidence)> {
        self.index.forget();
        let before = if evidence.is_empty() {
            self.evidence.remove(&relationship)
        } else {
            self.evidence.insert(relationship, evidence)
        };
        before.unwrap_or_default()
    }
}
