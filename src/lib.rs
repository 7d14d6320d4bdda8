//! factloom reads articles and weaves them into a graph of facts that can be questioned.
//!
//! The modules stand in the order in which a text passes through them; each uses what stands above it and
//! nothing below. `text` to `entity` know nothing of queries, `graph` and `query` nothing of English; only
//! [`question`] sees both. See ARCHITECTURE.md for the purpose and the invariants of each.

pub mod span;
pub mod diagnostic;
mod calendar;
pub mod wording;
pub mod lexicon;

pub mod text;
pub mod analyse;
pub mod names;
pub mod clause;
pub mod coref;
pub mod fact;
pub mod entity;

pub mod value;
pub mod graph;
pub mod store;
pub mod query;
pub mod question;

pub mod layout;
pub mod export;
pub mod import;
pub mod session;

/// The library guide's examples are tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/src/library.md")]
struct LibraryGuide;
