//! How the program ends: its exit statuses, and failures with their message.

use std::io;
use std::process::ExitCode;

/// Exit statuses other than those of a failure (1) and of a wrong command line (2, clap's).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Done.
    Done,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        match status {
            Status::Done => ExitCode::SUCCESS,
        }
    }
}

/// Why the work failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A file could not be read.
    #[error("cannot read {path}: {error}")]
    Read { path: String, error: io::Error },
    /// A CoNLL-U file is malformed.
    #[error("{path}, {error}")]
    Conllu { path: String, error: factloom::analyse::conllu::ConlluError },
    /// Standard output could not be written.
    #[error("cannot write the output: {0}")]
    Write(#[from] io::Error),
}

impl Failure {
    /// Whether the reader of our output went away, which is no error.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Failure::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
