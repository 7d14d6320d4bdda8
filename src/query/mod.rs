//! Query text → rows: [`syntax`] → bind → plan → exec.

pub mod error;
pub mod functions;
pub mod syntax;
