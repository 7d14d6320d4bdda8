//! How the program ends: its exit statuses, and failures with their message.

use factloom::session::Cause;
use std::io;
use std::process::ExitCode;

/// How work that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Done.
    Done,
    /// Done, but some documents were skipped.
    Skipped,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        match status {
            Status::Done => ExitCode::SUCCESS,
            Status::Skipped => ExitCode::from(3),
        }
    }
}

/// Why the work failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// An article could not be read.
    #[error(transparent)]
    Article(#[from] factloom::text::reader::ReadError),
    /// A file could not be read.
    #[error("cannot read {path}: {error}")]
    Read { path: String, error: io::Error },
    /// A CoNLL-U file is malformed.
    #[error("{path}, {error}")]
    Conllu { path: String, error: factloom::analyse::conllu::ConlluError },
    /// Nothing is left to work on; what was wrong has been said.
    #[error("none of the inputs could be read")]
    NothingRead,
    /// A graph could not be read or written.
    #[error(transparent)]
    Store(#[from] factloom::store::StoreError),
    /// A file could not be imported.
    #[error(transparent)]
    Import(#[from] factloom::import::ImportError),
    /// A file could not be written.
    #[error("cannot write {}: {error}", path.display())]
    WriteFile { path: std::path::PathBuf, error: io::Error },
    /// A query to choose what to export found nothing that can be drawn.
    #[error(
        "the query returns no nodes, relationships or paths; return them, as in MATCH p = (a)-[f]->(b) RETURN p"
    )]
    NothingSelected,
    /// A query to choose what to export found nothing.
    #[error("the query finds nothing that could be drawn; `factloom query` says what the graph lacks")]
    NothingFound,
    /// Tables and notes are written into a folder, and none was named.
    #[error("this format is several files: name the folder to write them into with --output FOLDER")]
    NeedsFolder,
    /// Sentences could not be read from the graph's file.
    #[error(transparent)]
    Unread(#[from] factloom::graph::Unread),
    /// A graph could not be changed.
    #[error(transparent)]
    Graph(#[from] factloom::graph::GraphError),
    /// A statement or command of a script failed.
    #[error("{path}, line {line}: {message}")]
    Statement { path: String, line: usize, message: String, cause: Cause },
    /// Some of what was asked failed; each was said when it did. The first one's status is that of the whole.
    #[error("some statements failed")]
    Some { first: u8 },
    /// The question has no answer.
    #[error("{0}")]
    Answer(String),
    /// A graph's file is damaged; what is wrong was printed.
    #[error("{} is damaged", .0.display())]
    Damaged(std::path::PathBuf),
    /// Several inputs of which one is a graph.
    #[error("`{0}` is a graph: open it alone, or put articles into it with `factloom build FILE… -o {0}`")]
    GraphAmongArticles(String),
    /// The terminal did not do what it should.
    #[error("the terminal: {0}")]
    Terminal(String),
    /// Standard output could not be written.
    #[error("cannot write the output: {0}")]
    Write(#[from] io::Error),
}

impl Failure {
    /// The exit status that says so.
    pub(crate) fn status(&self) -> u8 {
        match self {
            Failure::Statement { cause: Cause::Interrupted, .. } => 130,
            Failure::Statement { cause: Cause::TimedOut, .. } => 124,
            Failure::Some { first } => *first,
            _ => 1,
        }
    }

    /// Whether the reader of our output went away, which is no error.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Failure::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
