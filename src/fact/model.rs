//! What one article says: its facts, the entities that they are about, and the sentences that they come from.

use super::sentences::Sentences;
use crate::clause::Status;
use crate::coref::Rule;
use crate::lexicon::EntityType;
use crate::span::Span;
use crate::text::DocumentId;
use serde::{Deserialize, Serialize};

/// All that was read from one document. The store keeps it; [`crate::entity::merge()`] weaves several into one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The document.
    pub document: DocumentId,
    /// Its name.
    pub name: String,
    /// Its title, where known.
    pub title: Option<String>,
    /// Path or URL, where known.
    pub source: Option<String>,
    /// Date of publication, ISO 8601, where known.
    pub date: Option<String>,
    /// `not English` where the words say so: then little of what was read can be relied on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Texts of all sentences in order; evidence counts them from 1.
    pub sentences: Sentences,
    /// The entities that the article speaks of, in order of first mention.
    pub entities: Vec<LocalEntity>,
    /// The facts, in order of the sentences. Several may say the same thing.
    pub facts: Vec<Fact>,
}

impl Extraction {
    /// Whether it was read from these sentences.
    pub fn has_sentences<'a>(&self, sentences: impl Iterator<Item = &'a str>) -> bool {
        self.sentences.iter().eq(sentences)
    }

    /// Gives back the memory that its lists do not use: most hold one thing or two, and have room for four.
    pub fn shrink_to_fit(&mut self) {
        self.entities.shrink_to_fit();
        self.facts.shrink_to_fit();
        for entity in &mut self.entities {
            entity.aliases.shrink_to_fit();
            entity.links.shrink_to_fit();
            entity.links.iter_mut().for_each(|link| link.at.shrink_to_fit());
        }
        self.facts.iter_mut().for_each(|fact| fact.qualifiers.shrink_to_fit());
    }
}

/// An entity as one article knows it: a chain of mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LocalEntity {
    /// The most complete name in the article, or the shortest phrase that identifies it.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Whether `name` is a proper name (and so names the same thing in other articles).
    pub proper: bool,
    /// Other forms in which the article mentions it, with how often, most frequent first, then by spelling.
    pub aliases: Vec<(String, u32)>,
    /// How many mentions it has, pronouns included.
    pub mentions: u32,
    /// Whether it is a man (`true`) or a woman, where the article says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub male: Option<bool>,
    /// A time on the calendar: an ISO 8601 date or interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its mentions, by form and by the rule that joined them, in order of first occurrence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

/// Mentions of one form that one rule takes to be of one entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The form as it stands in the article.
    pub form: String,
    /// Why these are mentions of the entity.
    pub rule: Rule,
    /// Where they stand: number of the sentence, from 1, and bytes within it.
    pub at: Vec<(usize, Span)>,
}

/// Index of an entity in [`Extraction::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityIndex(pub usize);

/// One statement of one sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Who or what it is about.
    pub subject: EntityIndex,
    /// Canonical relation, hyphenated (`cooperates-with`).
    pub relation: String,
    /// What it relates the subject to.
    pub object: EntityIndex,
    /// How it is put forward.
    pub status: Status,
    /// Who says so.
    pub by: Option<EntityIndex>,
    /// How likely it is right, 0 to 1.
    pub confidence: f64,
    /// Qualifiers by kind (`time`, `place`, `purpose`, `duration`, `extent`, `source`, `content` …), ordered by kind; the words as they
    /// stand. Beside `time`, where it is known: `at` (an ISO 8601 date as exact as said, or an interval), `since`,
    /// `until`.
    pub qualifiers: Vec<(String, String)>,
    /// Whether it holds with subject and object exchanged.
    pub symmetric: bool,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Where a fact stands: a sentence and the words in it. Spans are bytes into the sentence's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// Number of the sentence, from 1.
    pub sentence: usize,
    /// The words for the subject.
    pub subject: Span,
    /// The words for the relation.
    pub relation: Span,
    /// The words for the object.
    pub object: Span,
}

/// The relationship type of a relation: `cooperates-with` → `COOPERATES_WITH`.
///
/// ```
/// assert_eq!(factloom::fact::relationship_type("is-minister-of"), "IS_MINISTER_OF");
/// ```
pub fn relationship_type(relation: &str) -> String {
    relation
        .chars()
        .map(|c| if c.is_alphanumeric() { c.to_uppercase().to_string() } else { "_".into() })
        .collect()
}

/// The relation of a relationship type: `COOPERATES_WITH` → `cooperates-with`.
pub fn relation_name(relationship_type: &str) -> String {
    relationship_type.to_lowercase().replace('_', "-")
}
