//! End-to-end tests, one module a boundary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod constructions;
mod corrections;
mod dependencies;
mod engine;
mod entity;
mod export;
mod extract;
mod facts;
#[cfg(feature = "cli")]
mod cli;
mod docs;
mod graph;
mod help;
mod lookups;
mod import;
mod paths;
mod query;
mod question;
mod read;
mod reference;
mod store;
#[cfg(unix)]
mod terminal;
mod text;
mod texts;
mod tidy;
mod typing;
