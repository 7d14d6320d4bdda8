//! Graphs from the files of `export` and from tables of other programs. One file a format.

mod cypher;
mod folder;
mod graphml;
mod json;
mod part;
mod rdf;
mod tables;

pub use cypher::cypher;
pub use folder::folder;
pub use graphml::graphml;
pub use json::json;
pub use rdf::rdf;
pub use tables::tables;

use crate::graph::Graph;
use std::path::Path;

/// Puts a file or folder into the graph, in the format that its name ends with: `.json`, `.graphml`, `.nt`, `.ttl`,
/// `.cypher` or `.cql`, or a folder of `nodes.csv` and `relationships.csv`.
pub fn file(graph: &mut Graph, path: &Path) -> Result<(), ImportError> {
    if path.is_dir() {
        return folder(graph, path);
    }
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let read = match ending.as_str() {
        "json" => json,
        "graphml" | "xml" => graphml,
        "nt" | "ttl" => rdf,
        "cypher" | "cql" => cypher,
        _ => return Err(ImportError::Ending { path: path.display().to_string() }),
    };
    let text = std::fs::read_to_string(path)
        .map_err(|source| ImportError::Read { path: path.display().to_string(), source })?;
    read(graph, &text)
}

/// Why a file could not be imported. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what each means")]
pub enum ImportError {
    #[error("cannot read {path}: {source}")]
    Read { path: String, source: std::io::Error },
    #[error(
        "{path}: its ending says no format that can be imported; rename it to .json, .graphml, .nt, .ttl or .cypher, \
         or give the folder of nodes.csv and relationships.csv"
    )]
    Ending { path: String },
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
