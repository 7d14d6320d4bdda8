//! One graph in one file, `NAME.loom`. The only module that touches it on disk.
//!
//! The file is an SQLite database: `format` says what is in it, `reader` turns it into a [`Graph`], `writer` writes
//! what a transaction changed, `draft` makes new files. A statement's changes, or an added article, are there whole or not at all. Beside a large
//! one stands a cache to open it from: `snapshot`.

mod draft;
mod error;
mod format;
mod reader;
mod snapshot;
mod texts;
mod writer;

pub use draft::Draft;
pub use error::StoreError;
pub use reader::Report;

use crate::fact::{Extraction, Sentences};
use crate::graph::{Changes, Graph, GraphRead, add_articles};
use crate::text::DocumentId;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use texts::{Layout, StoredTexts};

/// How long another process that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// From so many nodes and relationships on, a graph has a cache.
const WORTH_A_CACHE: usize = 20_000;

/// What keeps a graph.
pub trait GraphStore {
    /// Reads the whole graph.
    fn load(&mut self) -> Result<Graph, StoreError>;
    /// Writes what a transaction changed; when this returns it is on the disk.
    fn save(&mut self, graph: &Graph, changes: &Changes) -> Result<(), StoreError>;
}

/// An open `.loom` file.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// The last batch that was read or written: another process that writes in between is noticed.
    batch: i64,
    /// Which file it is, whatever its name; nothing where the system does not say.
    identity: Option<(u64, u64)>,
    texts: Shelf,
}

/// The file once more, for the sentences that stay in it; opened when there are any.
#[derive(Debug)]
struct Shelf {
    path: PathBuf,
    /// The path in the words of SQLite, and what may be done with it.
    place: PathBuf,
    access: OpenFlags,
    open: Option<Arc<StoredTexts>>,
}

impl Shelf {
    fn texts(&mut self) -> rusqlite::Result<Arc<StoredTexts>> {
        let open = match self.open.take() {
            Some(open) => open,
            None => Arc::new(StoredTexts::open(&self.path, &self.place, self.access)?),
        };
        Ok(Arc::clone(self.open.insert(open)))
    }
}

impl Store {
    /// Creates a new file; one that exists is left alone and is an error.
    pub fn create(path: &Path) -> Result<Store, StoreError> {
        Draft::new(path)?.finish(&Graph::new())
    }

    /// Opens a file for reading and writing.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        Store::open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens a file for reading, also where it cannot be written.
    pub fn open_read_only(path: &Path) -> Result<Store, StoreError> {
        // Where it can be written, as one who could but does not: SQLite clears its two files beside the graph away
        // when the last connection closes, but not when that may only read.
        let writable = Store::open(path).and_then(|store| {
            let barred = store.connection.pragma_update(None, "query_only", true);
            barred.map(|()| store).map_err(|error| StoreError::from_sqlite(&error, path))
        });
        let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY;
        writable.or_else(|_| Store::open_with(path, read_only)).or_else(|error| match error {
            // Where nothing can be written beside it either, as on a read-only medium, SQLite has to be told that nobody
            // else writes, and then does without a log. One that is there is part of the graph and would be missed.
            StoreError::ReadOnly { path } if has_log(&path) => Err(StoreError::Logged { path }),
            StoreError::ReadOnly { path } => {
                Store::open_at(&path, &unchanging(&path), read_only | OpenFlags::SQLITE_OPEN_URI)
            }
            error => Err(error),
        })
    }

    fn open_with(path: &Path, access: OpenFlags) -> Result<Store, StoreError> {
        Store::open_at(path, path, access)
    }

    /// Opens the file at `place`, which is `path` in the words of SQLite.
    fn open_at(path: &Path, place: &Path, access: OpenFlags) -> Result<Store, StoreError> {
        format::check_header(path)?;
        let failed = |error: rusqlite::Error| StoreError::from_sqlite(&error, path);
        let connection =
            Connection::open_with_flags(place, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
        connection.busy_timeout(PATIENCE).map_err(failed)?;
        format::defend(&connection).map_err(failed)?;
        format::check_schema(&connection, path)?;
        if access.contains(OpenFlags::SQLITE_OPEN_READ_WRITE)
            && connection.is_readonly("main").map_err(failed)?
        {
            return Err(StoreError::ReadOnly { path: path.into() });
        }
        let batch = reader::batch(&connection, path)?;
        let texts = Shelf { path: path.into(), place: place.into(), access, open: None };
        Ok(Store { connection, path: path.into(), batch, identity: identity(path), texts })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads everything and says what is there and what is wrong; fails only when nothing can be read at all.
    pub fn check(&mut self) -> Result<Report, StoreError> {
        let structure =
            reader::structure(&self.connection).map_err(|e| StoreError::from_sqlite(&e, &self.path))?;
        let (graph, mut damage) = reader::salvage(&self.connection, &self.path, &mut self.texts)?;
        damage.splice(0..0, structure);
        Ok(Report::new(&graph, damage))
    }

    /// Writes all that can still be read to a new file, and says what was damaged. Entities and facts that articles brought
    /// are woven from them again.
    pub fn recover(&mut self, to: &Path) -> Result<Report, StoreError> {
        let (mut graph, damage) = reader::salvage(&self.connection, &self.path, &mut self.texts)?;
        if !damage.is_empty() {
            let (nodes, facts): (Vec<_>, Vec<_>) = (graph.nodes().collect(), graph.relationships().collect());
            graph.begin();
            let woven = add_articles(&mut graph, []).is_ok();
            // Where an article is lost, its facts go with it when the rest is woven: then they stay as they are.
            if woven
                && nodes.into_iter().all(|id| graph.has_node(id))
                && facts.into_iter().all(|id| graph.has_relationship(id))
            {
                graph.commit();
            } else {
                graph.rollback();
            }
        }
        Draft::new(to)?.finish(&graph)?.close()?;
        Ok(Report::new(&graph, damage))
    }

    /// Writes the cache that the next opening reads in place of all rows, if the graph is large, is what the file holds,
    /// and has been frozen for queries. Whether it can be written or not, the file alone is enough.
    pub fn cache(&mut self, graph: &Graph) {
        let large = graph.node_count() + graph.relationship_count() >= WORTH_A_CACHE;
        if !large || !graph.has_view() || !graph.changes().is_empty() {
            return;
        }
        let Ok(key) = snapshot::key(&self.connection) else { return };
        if key[0] == self.batch.cast_unsigned()
            && !snapshot::is_of(&self.path, &key)
            && let Some(image) = graph.image()
        {
            // A folder that cannot be written to is no failure: the cache is only for speed.
            let _ = snapshot::write(&self.path, &key, &image);
        }
    }

    /// Leaves the sentences of documents that were saved in the file: from now on they are read from there.
    ///
    /// # Errors
    ///
    /// The file cannot be read; the documents stay in memory then.
    pub fn settle(&mut self, graph: &mut Graph, documents: &BTreeSet<DocumentId>) -> Result<(), StoreError> {
        for &id in documents {
            let Some(document) = graph.articles().get(id) else { continue };
            // Laid out as the writer wrote it.
            let row = writer::row(document);
            let Some(layout) = row.ok().and_then(|row| Layout::of(&row).ok().flatten()) else { continue };
            let texts = self.texts.texts().map_err(|error| StoreError::from_sqlite(&error, &self.path))?;
            let mut settled = Extraction { sentences: Sentences::default(), ..Extraction::clone(document) };
            settled.sentences = layout.sentences(id, texts);
            graph.settle_document(Arc::new(settled));
        }
        Ok(())
    }

    /// Limits the file to so many pages of 4096 bytes, for tests of a full disk.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.connection
            .pragma_update(None, "max_page_count", pages)
            .map_err(|error| StoreError::from_sqlite(&error, &self.path))
    }

    /// Folds the write-ahead log into the file, so that the one file is enough, and closes it. Where there is no room for
    /// that, the log stays beside the file and nothing is lost.
    pub fn close(self) -> Result<(), StoreError> {
        let folded = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        let folded = folded.or_else(|error| match error {
            rusqlite::Error::SqliteFailure(failure, _)
                if matches!(failure.code, rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::DiskFull) =>
            {
                Ok(())
            }
            other => Err(other),
        });
        folded
            .and_then(|()| self.connection.close().map_err(|(_, error)| error))
            .map_err(|error| StoreError::from_sqlite(&error, &self.path))
    }
}

/// Sees to it that the names of a folder's files are on the disk: syncing a file does not, and what has lost its name with
/// the power is lost.
fn sync_names(folder: &Path) -> std::io::Result<()> {
    use std::io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    // Elsewhere a folder cannot be opened as a file, and the system sees to it.
    let synced =
        if cfg!(unix) { std::fs::File::open(folder).and_then(|folder| folder.sync_all()) } else { Ok(()) };
    match synced {
        // Not for us to read, or of a file system that does not know of this.
        Err(error) if matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported) => Ok(()),
        other => other,
    }
}

/// The device and number of the file that carries this name now.
fn identity(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    return std::fs::metadata(path).ok().map(|file| {
        use std::os::unix::fs::MetadataExt;
        (file.dev(), file.ino())
    });
    // Elsewhere a file that is open cannot be replaced.
    #[cfg(not(unix))]
    return path.exists().then_some((0, 0));
}

/// Whether changes stand in the log beside a file that are not yet in the file itself.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// The URI by which SQLite takes a file for one that does not change while it is open.
fn unchanging(path: &Path) -> PathBuf {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { format!("/{}", text.replace('\\', "/")) } else { text.into_owned() };
    let mut uri = String::from("file:");
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b':' => {
                uri.push(byte.into());
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    (uri + "?immutable=1").into()
}

impl GraphStore for Store {
    fn load(&mut self) -> Result<Graph, StoreError> {
        let (graph, batch) = reader::load(&self.connection, &self.path, &mut self.texts)?;
        self.batch = batch;
        Ok(graph)
    }

    fn save(&mut self, graph: &Graph, changes: &Changes) -> Result<(), StoreError> {
        if !changes.is_empty() {
            // What is written to a file that has lost its name is lost with it.
            if identity(&self.path) != self.identity {
                return Err(StoreError::Replaced { path: self.path.clone() });
            }
            self.batch = writer::save(&mut self.connection, &self.path, self.batch, graph, changes)?;
        }
        Ok(())
    }
}
