//! What a query is given and what it gives back.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::error::{ErrorKind, QueryError};
use crate::diagnostic::Diagnostic;
use crate::graph::Counts;
use crate::value::Value;

/// The values of `$name` in a query.
pub type Parameters = BTreeMap<String, Value>;

/// The answer to a query.
#[derive(Clone, Debug, Default)]
pub struct ResultSet {
    /// The names of the columns.
    pub columns: Arc<[String]>,
    /// The rows, each with a value a column.
    pub rows: Vec<Vec<Value>>,
    /// What the query changed.
    pub stats: Counts,
    /// What the user may want to know, such as a label that no node has.
    pub notes: Vec<Diagnostic>,
    /// The plan, for `EXPLAIN` and `PROFILE`.
    pub plan: Option<String>,
}

/// What a query may use, and when it has to stop.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Set from outside to stop the query.
    pub interrupt: Option<Arc<AtomicBool>>,
    /// The moment at which it stops.
    pub deadline: Option<Instant>,
    /// The most rows it may hold at a time.
    pub rows: Option<usize>,
    /// About how many bytes its rows may take.
    pub memory: Option<usize>,
    /// The folders whose files `LOAD CSV` may read; without one, none.
    pub files: Vec<PathBuf>,
}

impl Limits {
    /// An error if the query has been interrupted or has run out of time.
    pub fn check(&self) -> Result<(), QueryError> {
        if self.interrupt.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Err(QueryError::runtime(
                ErrorKind::ResourceError,
                "Interrupted",
                "the query was interrupted",
            ));
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(QueryError::runtime(
                ErrorKind::ResourceError,
                "Timeout",
                "the query ran out of time",
            ));
        }
        Ok(())
    }

    /// An error if so many rows of this width are too many.
    pub fn check_rows(&self, rows: usize, width: usize) -> Result<(), QueryError> {
        if self.rows.is_some_and(|most| rows > most) {
            return Err(exceeded("rows", "RowLimit"));
        }
        if self.memory.is_some_and(|most| rows.saturating_mul(width.max(1) * size_of::<Value>() + 16) > most)
        {
            return Err(exceeded("memory", "MemoryLimit"));
        }
        Ok(())
    }

    /// An error if values take more bytes than the limit, or without one than this.
    pub fn check_memory(&self, bytes: usize, otherwise: usize) -> Result<(), QueryError> {
        if bytes > self.memory.unwrap_or(otherwise) {
            return Err(exceeded("memory", "MemoryLimit"));
        }
        Ok(())
    }
}

fn exceeded(what: &str, detail: &'static str) -> QueryError {
    let message = format!("the query needs more than its limit of {what}");
    QueryError::runtime(ErrorKind::ResourceError, detail, message)
        .hint("ask for less with LIMIT, or raise the limit")
}
