//! The articles behind a graph: which document, which sentence, which words support a relationship.

use crate::text::DocumentId;
use crate::value::RelationshipId;
use std::collections::BTreeMap;

/// Where a fact stands in a document: the sentence, and spans of bytes into the sentence's text.
pub type Evidence = crate::fact::Evidence;

/// What is kept of a document: where it is from and its sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Article {
    /// Its name.
    pub name: String,
    /// Its title, where known.
    pub title: Option<String>,
    /// Path or URL, where known.
    pub source: Option<String>,
    /// Date of publication, ISO 8601, where known.
    pub date: Option<String>,
    /// Texts of its sentences; evidence counts them from 1.
    pub sentences: Vec<String>,
}

impl Article {
    /// The text of a sentence by its number, from 1.
    pub fn sentence(&self, number: usize) -> Option<&str> {
        self.sentences.get(number.checked_sub(1)?).map(String::as_str)
    }
}

/// All articles and the evidence that they give.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Articles {
    documents: BTreeMap<DocumentId, Article>,
    evidence: BTreeMap<RelationshipId, Vec<(DocumentId, Evidence)>>,
}

impl Articles {
    /// Adds a document or replaces it.
    pub fn insert(&mut self, id: DocumentId, article: Article) {
        self.documents.insert(id, article);
    }

    /// A document.
    pub fn get(&self, id: DocumentId) -> Option<&Article> {
        self.documents.get(&id)
    }

    /// All documents in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (DocumentId, &Article)> {
        self.documents.iter().map(|(id, article)| (*id, article))
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Sets what supports a relationship; empty forgets it.
    pub fn set_evidence(&mut self, relationship: RelationshipId, evidence: Vec<(DocumentId, Evidence)>) {
        if evidence.is_empty() {
            self.evidence.remove(&relationship);
        } else {
            self.evidence.insert(relationship, evidence);
        }
    }

    /// What supports a relationship, ordered by document then sentence.
    pub fn evidence(&self, relationship: RelationshipId) -> &[(DocumentId, Evidence)] {
        self.evidence.get(&relationship).map_or(&[], Vec::as_slice)
    }

    /// Forgets all evidence; the documents stay.
    pub fn clear_evidence(&mut self) {
        self.evidence.clear();
    }
}
