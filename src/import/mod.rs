//! Graphs from the files of `export` and from tables of other programs. One file a format.

mod json;
mod tables;

pub use json::json;
pub use tables::tables;

/// Why a file could not be imported. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what each means")]
pub enum ImportError {
    #[error("cannot read {path}: {source}")]
    Read { path: String, source: std::io::Error },
    #[error("{what} (line {line}, column {column})")]
    Syntax { what: String, line: usize, column: usize },
    #[error("{place}: {what}")]
    Content { place: String, what: String },
    #[error(transparent)]
    Graph(#[from] crate::graph::GraphError),
}

impl ImportError {
    fn content(place: impl Into<String>, what: impl Into<String>) -> Self {
        ImportError::Content { place: place.into(), what: what.into() }
    }
}
