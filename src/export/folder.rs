//! The formats that are a folder of files.

use super::Selection;
use std::io;
use std::path::Path;

/// A format of several files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FolderFormat {
    /// Two tables with the headers that neo4j-admin reads.
    Csv,
    /// Tables and the script with which Ladybug takes them in.
    Ladybug,
    /// Linked Markdown notes, for Obsidian.
    Notes,
    /// Three Parquet tables.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl FolderFormat {
    /// All of them with the names that people write.
    pub const ALL: &'static [(&'static str, FolderFormat)] = &[
        ("csv", FolderFormat::Csv),
        ("ladybug", FolderFormat::Ladybug),
        ("notes", FolderFormat::Notes),
        #[cfg(feature = "parquet")]
        ("parquet", FolderFormat::Parquet),
    ];

    /// The format of a name, upper or lower case.
    pub fn parse(name: &str) -> Option<FolderFormat> {
        Self::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, format)| *format)
    }

    /// Writes a selection of a graph into a folder, which is made if need be.
    ///
    /// # Errors
    ///
    /// What the operating system says.
    pub fn write(self, selection: &Selection<'_>, folder: &Path) -> io::Result<()> {
        match self {
            FolderFormat::Csv => super::tables(selection, folder),
            FolderFormat::Ladybug => super::ladybug(selection, folder),
            FolderFormat::Notes => super::notes(selection, folder),
            #[cfg(feature = "parquet")]
            FolderFormat::Parquet => super::parquet(selection, folder),
        }
    }
}
