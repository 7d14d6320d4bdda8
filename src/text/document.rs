//! The article that everything later points into.

use crate::span::Span;
use sha2::{Digest, Sha256};

/// Names a document: the first eight bytes of the SHA-256 of its id, so that equal documents have equal ids
/// wherever they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct DocumentId(pub u64);

impl DocumentId {
    /// The id of the document with this name.
    pub fn of(name: &str) -> DocumentId {
        let digest = Sha256::digest(name.as_bytes());
        DocumentId(digest.iter().take(8).fold(0, |id, &byte| id << 8 | u64::from(byte)))
    }
}

/// One article: where it comes from, its text, and the text's sentences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// What people call it: the `id` of a JSON line, or the file's name without its ending.
    pub name: String,
    /// The title, where the source gives one.
    pub title: Option<String>,
    /// Path or URL that it was read from.
    pub source: Option<String>,
    /// Date of publication, ISO 8601 (`2023-04-16`), where known.
    pub date: Option<String>,
    /// The whole text, as UTF-8, line ends as `\n`.
    pub text: String,
    /// Its sentences in order; empty until the text was segmented.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// A document of this name and text, cut into sentences and tokens.
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Document {
        let text = text.into();
        let sentences = super::segment::segment(&text);
        Document { name: name.into(), text, sentences, ..Document::default() }
    }

    /// The document's id.
    pub fn id(&self) -> DocumentId {
        DocumentId::of(&self.name)
    }

    /// The text of the sentence at this index (from 0).
    pub fn sentence_text(&self, index: usize) -> &str {
        self.sentences.get(index).map_or("", |s| s.span.of(&self.text))
    }
}

/// What part of an article a sentence is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SentenceKind {
    /// Running text.
    #[default]
    Body,
    /// The title, a headline or a heading: a paragraph of its own without a final stop.
    Heading,
    /// A bullet or numbered line of a list.
    ListItem,
}

/// A sentence: its place in the document's text and its tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// Where it stands in the document's text.
    pub span: Span,
    /// Number of the paragraph that it is in, from 0.
    pub paragraph: usize,
    /// What part of the article it is.
    pub kind: SentenceKind,
    /// Its tokens in order (syntactic words: `don't` is two).
    pub tokens: Vec<Token>,
}

/// A syntactic word: where it stands in the document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the document's text.
    pub span: Span,
}

impl Token {
    /// The form as it stands in the text.
    pub fn form<'a>(&self, text: &'a str) -> &'a str {
        self.span.of(text)
    }
}
