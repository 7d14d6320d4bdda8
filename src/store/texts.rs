//! Sentences left in the file: where they stand in a document's row, and reading them from there. A block of them is
//! believed only if its checksum is the one that it had when the file was opened.

use super::format::defend;
use crate::fact::{Block, Extraction, Sentences, Texts};
use crate::text::DocumentId;
use rusqlite::{Connection, OpenFlags};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Less text than this is held in memory: where it stands takes room as well.
const WORTH_LEAVING: usize = 512;
/// The least size of a block, and the most blocks of a document: SQLite walks through a long row from its beginning.
const BLOCK: usize = 16 << 10;
const BLOCKS: usize = 64;
/// How many blocks that were read are kept.
const RECENT: usize = 16;

/// The texts of one file.
#[derive(Debug)]
pub(super) struct StoredTexts {
    path: PathBuf,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    connection: Connection,
    /// The blocks read last, the newest at the end: document and place.
    recent: VecDeque<(DocumentId, Block, Arc<[String]>)>,
    failure: Option<String>,
}

impl StoredTexts {
    /// Opens the file at `place`, which is `path` in the words of SQLite, beside the connection that writes.
    pub(super) fn open(path: &Path, place: &Path, access: OpenFlags) -> rusqlite::Result<StoredTexts> {
        let connection = Connection::open_with_flags(place, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(super::PATIENCE)?;
        defend(&connection)?;
        connection.pragma_update(None, "query_only", true)?;
        let inner = Inner { connection, recent: VecDeque::new(), failure: None };
        Ok(StoredTexts { path: path.into(), inner: Mutex::new(inner) })
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        // Whoever panicked left at worst one block less.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn read(&self, document: DocumentId, block: Block) -> Result<Arc<[String]>, String> {
        let mut bytes = vec![b'['];
        bytes.resize(1 + block.end.saturating_sub(block.start), 0);
        let row =
            self.connection.blob_open(c"main", c"document", c"extraction", document.0.cast_signed(), true);
        row.and_then(|row| row.read_at_exact(&mut bytes[1..], block.start))
            .map_err(|error| error.to_string())?;
        if crc32fast::hash(&bytes[1..]) != block.crc {
            return Err("they are not what they were when the file was opened".into());
        }
        bytes.push(b']');
        serde_json::from_slice::<Vec<String>>(&bytes).map(Arc::from).map_err(|error| error.to_string())
    }
}

impl Texts for StoredTexts {
    fn block(&self, document: DocumentId, block: Block) -> Option<Arc<[String]>> {
        let mut inner = self.inner();
        if let Some(at) = inner.recent.iter().position(|(of, known, _)| *of == document && *known == block) {
            return inner.recent.get(at).map(|(.., texts)| Arc::clone(texts));
        }
        match inner.read(document, block) {
            Ok(texts) => {
                if inner.recent.len() == RECENT {
                    inner.recent.pop_front();
                }
                inner.recent.push_back((document, block, Arc::clone(&texts)));
                Some(texts)
            }
            Err(error) => {
                let what = format!(
                    "{}: sentences cannot be read: {error}; open it again, or see `factloom check`",
                    self.path.display()
                );
                inner.failure.get_or_insert(what);
                None
            }
        }
    }

    fn failure(&self) -> Option<String> {
        self.inner().failure.take()
    }
}

/// A document's row: all but its sentences, and where these stand.
#[derive(Debug)]
pub(super) struct Layout {
    /// The row with an empty list in place of the sentences.
    head: String,
    count: usize,
    blocks: Vec<Block>,
}

impl Layout {
    /// Where the sentences of a row stand; nothing where they are not worth leaving there.
    pub(super) fn of(row: &str) -> serde_json::Result<Option<Layout>> {
        #[derive(Deserialize)]
        struct Parts<'a> {
            #[serde(borrow)]
            sentences: Vec<&'a RawValue>,
        }
        let texts = serde_json::from_str::<Parts<'_>>(row)?.sentences;
        let place = |part: &str| part.as_ptr().addr() - row.as_ptr().addr();
        let ends = texts.first().zip(texts.last()).map(|(first, last)| (first.get(), last.get()));
        let Some((first, last)) = ends else { return Ok(None) };
        // What the brackets of the list hold.
        let list = place(first)..place(last) + last.len();
        if list.len() < WORTH_LEAVING {
            return Ok(None);
        }
        let least = BLOCK.max(list.len() / BLOCKS);
        let mut blocks: Vec<Block> = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let text = text.get();
            if !text.starts_with('"') {
                return Err(serde::de::Error::custom("a sentence is no text"));
            }
            let (start, end) = (place(text), place(text) + text.len());
            match blocks.last_mut() {
                Some(last) if last.end - last.start < least => last.end = end,
                _ => blocks.push(Block { first: index, start, end, crc: 0 }),
            }
        }
        for block in &mut blocks {
            block.crc = crc32fast::hash(&row.as_bytes()[block.start..block.end]);
        }
        let head = row[..list.start].to_owned() + &row[list.end..];
        Ok(Some(Layout { head, count: texts.len(), blocks }))
    }

    /// The document, its sentences left where they are.
    pub(super) fn extraction(self, texts: Arc<dyn Texts>) -> serde_json::Result<Extraction> {
        let mut extraction: Extraction = serde_json::from_str(&self.head)?;
        extraction.sentences = self.sentences(extraction.document, texts);
        Ok(extraction)
    }

    /// The sentences alone.
    pub(super) fn sentences(self, document: DocumentId, texts: Arc<dyn Texts>) -> Sentences {
        Sentences::stored(document, self.count, self.blocks, texts)
    }
}
