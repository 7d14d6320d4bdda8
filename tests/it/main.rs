//! End-to-end tests, one module a boundary.

mod text;

mod graph;
mod store;
