//! Bytes → [`Document`]: articles read from files, cleaned, cut into sentences and tokens.
//!
//! `reader` is the one part that touches the disk; `segment` is a pure function. Everything later points into
//! `Document::text` by byte span and never changes it.

mod document;
pub mod language;
pub mod reader;
pub mod segment;

pub use document::{Document, DocumentId, Sentence, SentenceKind, Token};
