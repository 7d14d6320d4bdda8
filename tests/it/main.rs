//! End-to-end tests, one module a boundary.

mod export;
mod extract;
#[cfg(feature = "cli")]
mod cli;
mod graph;
mod import;
mod query;
mod store;
mod text;
mod tidy;
