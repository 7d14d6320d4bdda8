//! End-to-end tests, one module a boundary.

mod export;
mod extract;
mod graph;
mod import;
mod query;
mod store;
mod text;
mod tidy;
