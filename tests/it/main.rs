//! End-to-end tests, one module a boundary.

mod graph;
mod store;
mod text;
mod tidy;
