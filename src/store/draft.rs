//! A new file: written beside its place, and moved there when it is whole, so that no half file carries the name.
//!
//! Nobody else knows of it before that, so it needs no log of its pages: each is written once.

use super::error::StoreError;
use super::{Store, format, reader, sync_names, writer};
use crate::graph::Graph;
use rusqlite::Connection;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a program that was killed left behind is older than this. Nobody writes at one file so long without a word.
const STALE: Duration = Duration::from_hours(24);

/// A file that does not yet carry its name; dropped, it is gone.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    /// Where it is until it is whole.
    place: PathBuf,
    connection: Option<Connection>,
}

impl Draft {
    /// Begins a new file; one that exists is left alone and is an error.
    pub fn new(path: &Path) -> Result<Draft, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists { path: path.into() });
        }
        let folder = folder(path);
        if !folder.is_dir() {
            return Err(StoreError::NoFolder { path: path.into(), folder: folder.into() });
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (before, after) = (format!(".{name}."), ".new");
        sweep(folder, &before, after);
        let place = folder.join(format!("{before}{}{after}", std::process::id()));
        let mut draft = Draft { path: path.into(), place, connection: None };
        let connection = (|| {
            let connection = Connection::open(&draft.place)?;
            connection.execute_batch(
                "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE",
            )?;
            format::create(&connection)?;
            Ok(connection)
        })();
        draft.connection = Some(connection.map_err(|error| StoreError::from_sqlite(&error, path))?);
        Ok(draft)
    }

    /// Writes a graph to it and gives it its name; when this returns it is on the disk.
    ///
    /// # Errors
    ///
    /// It cannot be written, or the name was taken in the meantime; nothing is left of it then. Only where the name itself
    /// cannot be brought to the disk is the file there.
    pub fn finish(mut self, graph: &Graph) -> Result<Store, StoreError> {
        let failed = |error: rusqlite::Error| StoreError::from_sqlite(&error, &self.path);
        if let Some(mut connection) = self.connection.take() {
            let everything = graph.everything();
            if !everything.is_empty() {
                let batch = reader::batch(&connection, &self.path)?;
                writer::save(&mut connection, &self.path, batch, graph, &everything)?;
            }
            connection.execute_batch("PRAGMA journal_mode = WAL").map_err(failed)?;
            connection.close().map_err(|(_, error)| failed(error))?;
        }
        let io = |error| StoreError::io(&self.path, error);
        File::options().write(true).open(&self.place).and_then(|file| file.sync_all()).map_err(io)?;
        // A hard link fails where the name was taken in the meantime; a rename would overwrite. Not every file system
        // has links.
        std::fs::hard_link(&self.place, &self.path)
            .or_else(
                |error| {
                    if self.path.exists() { Err(error) } else { std::fs::rename(&self.place, &self.path) }
                },
            )
            .map_err(io)?;
        sync_names(folder(&self.path)).map_err(io)?;
        Store::open(&self.path)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        drop(self.connection.take());
        let _ = std::fs::remove_file(&self.place);
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Clears away what programs that were killed left half written in a folder, under names that begin and end so.
pub(super) fn sweep(folder: &Path, before: &str, after: &str) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(before)?.strip_suffix(after));
        let is_ours = number.is_some_and(|number| number.parse::<u32>().is_ok());
        let age = || entry.metadata().and_then(|file| file.modified()).ok()?.elapsed().ok();
        if is_ours && age().is_some_and(|age| age > STALE) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{GraphRead, GraphWrite};
    use crate::store::GraphStore;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_draft_carries_no_name_until_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("g.loom");
        let mut graph = Graph::new();
        let label = graph.label("A");
        graph.create_node(&[label], vec![]).unwrap();
        let draft = Draft::new(&path).unwrap();
        assert!(!path.exists());
        drop(draft);
        assert_eq!(names(folder.path()), [""; 0]);
        let (first, second) =
            (Draft::new(&path).unwrap(), Draft::new(&folder.path().join("h.loom")).unwrap());
        let mut store = first.finish(&graph).unwrap();
        assert_eq!(store.load().unwrap().node_count(), 1);
        assert_eq!(store.check().unwrap().damage, [""; 0]);
        store.close().unwrap();
        std::fs::write(folder.path().join("h.loom"), "mine").unwrap();
        assert!(matches!(second.finish(&graph), Err(StoreError::Exists { .. })));
        assert!(matches!(Draft::new(&path), Err(StoreError::Exists { .. })));
        let nowhere = Draft::new(&folder.path().join("not/there.loom"));
        assert!(matches!(nowhere, Err(StoreError::NoFolder { .. })));
        assert_eq!(names(folder.path()), ["g.loom", "h.loom"]);
        assert_eq!(std::fs::read(folder.path().join("h.loom")).unwrap(), b"mine");
    }

    #[test]
    fn only_old_drafts_of_ours_are_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let old = std::time::SystemTime::now() - 2 * STALE;
        for name in
            [".g.loom.17.new", ".g.loom.18.new", ".g.loom.mine.new", ".h.loom.17.new", "g.loom.17.new"]
        {
            let file = File::create(folder.path().join(name)).unwrap();
            if name != ".g.loom.18.new" {
                file.set_modified(old).unwrap();
            }
        }
        sweep(folder.path(), ".g.loom.", ".new");
        let left = [".g.loom.18.new", ".g.loom.mine.new", ".h.loom.17.new", "g.loom.17.new"];
        assert_eq!(names(folder.path()), left);
    }
}
