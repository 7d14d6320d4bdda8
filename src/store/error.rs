//! What can go wrong with a `.loom` file, in words that say what to do.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Why a graph could not be read or written.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what each means; `path` is the file's")]
pub enum StoreError {
    #[error("{} does not exist; `factloom build … -o {}` makes it", path.display(), path.display())]
    Missing { path: PathBuf },
    #[error("{} exists already", path.display())]
    Exists { path: PathBuf },
    #[error("{} cannot be made: there is no folder {}; make it first", path.display(), folder.display())]
    NoFolder { path: PathBuf, folder: PathBuf },
    #[error("{} is not a factloom graph: {what}", path.display())]
    NotLoom { path: PathBuf, what: String },
    #[error(
        "{} was written by a newer factloom (format {found}, this one reads up to {known}); please update",
        path.display()
    )]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error(
        "{} is damaged: {what}. `factloom check` lists the damage, `factloom recover` saves what can be read",
        path.display()
    )]
    Damaged { path: PathBuf, what: String },
    #[error("{} is being written by another process; try again when it is done", path.display())]
    Locked { path: PathBuf },
    #[error("{} was changed by another process since it was read; nothing was written. Open it again", path.display())]
    Changed { path: PathBuf },
    #[error(
        "{} was removed or replaced by another file since it was opened; nothing was written. Open it again",
        path.display()
    )]
    Replaced { path: PathBuf },
    #[error("{} cannot be written: the file or its folder is read-only", path.display())]
    ReadOnly { path: PathBuf },
    #[error(
        "the last changes of {0} stand in {0}-wal, which cannot be read where nothing may be written; \
         copy both files to a folder that may be written, and open the graph there",
        path.display()
    )]
    Logged { path: PathBuf },
    #[error("the disk is full: nothing was written to {}, and what was there stays", path.display())]
    Full { path: PathBuf },
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{}: {what}", path.display())]
    Database { path: PathBuf, what: String },
}

impl StoreError {
    pub(super) fn damaged(path: &Path, what: impl Into<String>) -> Self {
        StoreError::Damaged { path: path.into(), what: what.into() }
    }

    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            std::io::ErrorKind::NotFound => StoreError::Missing { path },
            std::io::ErrorKind::AlreadyExists => StoreError::Exists { path },
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                StoreError::ReadOnly { path }
            }
            std::io::ErrorKind::StorageFull => StoreError::Full { path },
            _ => StoreError::Io { path, source },
        }
    }

    pub(super) fn from_sqlite(error: &rusqlite::Error, path: &Path) -> Self {
        let path = path.to_path_buf();
        let what = error.to_string();
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged { path, what },
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked { path },
                ErrorCode::ReadOnly => StoreError::ReadOnly { path },
                ErrorCode::DiskFull => StoreError::Full { path },
                ErrorCode::PermissionDenied | ErrorCode::CannotOpen => StoreError::ReadOnly { path },
                _ => StoreError::Database { path, what },
            },
            // A column does not hold what the schema promises.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::QueryReturnedNoRows
            | rusqlite::Error::Utf8Error(..) => StoreError::Damaged { path, what },
            _ => StoreError::Database { path, what },
        }
    }
}
