//! The REPL without a terminal: a line in → an outcome.

pub mod format;
