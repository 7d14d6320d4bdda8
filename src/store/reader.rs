//! Reads a file into a [`Graph`], believing no row whose checksum does not fit.

use super::Shelf;
use super::error::StoreError;
use super::format::{META, TABLES, has_corrections, meta_crc, row_crc};
use super::snapshot;
use super::texts::Layout;
use super::writer::{NAME_SORTS, meta};
use crate::entity::{Correction, Corrections};
use crate::fact::{Evidence, Extraction};
use crate::graph::{Ends, Frozen, Graph, GraphRead, GraphWrite, Image, LabelId, Properties, TypeId};
use crate::text::DocumentId;
use crate::value::{NodeId, RelationshipId};
use rusqlite::{Connection, Row};
use std::path::Path;
use std::sync::Arc;

/// What a check or a recovery found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Nodes that can be read.
    pub nodes: usize,
    /// Relationships that can be read.
    pub relationships: usize,
    /// Documents that can be read.
    pub documents: usize,
    /// Corrections that can be read.
    pub corrections: usize,
    /// What is wrong, a line each; empty for a sound file.
    pub damage: Vec<String>,
}

impl Report {
    pub(super) fn new(graph: &Graph, damage: Vec<String>) -> Self {
        Report {
            nodes: graph.node_count(),
            relationships: graph.relationship_count(),
            documents: graph.articles().len(),
            corrections: graph.articles().corrections().len(),
            damage,
        }
    }
}

pub(super) fn batch(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    meta(connection, "batch").map_err(|error| StoreError::from_sqlite(&error, path))
}

/// Reads everything, or says what is damaged. The batch read is that of the same moment.
pub(super) fn load(
    connection: &Connection,
    path: &Path,
    texts: &mut Shelf,
) -> Result<(Graph, i64), StoreError> {
    let failed = |error: rusqlite::Error| StoreError::from_sqlite(&error, path);
    // One read transaction, so that a writer in between is not seen by halves.
    let transaction = connection.unchecked_transaction().map_err(failed)?;
    let batch = batch(&transaction, path)?;
    let mut reader =
        Reader { connection: &transaction, graph: Graph::new(), damage: Vec::new(), strict: true, texts };
    let image = snapshot::key(&transaction).ok().and_then(|key| snapshot::read(path, &key));
    reader.read_all(image).map_err(failed)?;
    match reader.damage.into_iter().next() {
        Some(what) => Err(StoreError::damaged(path, what)),
        None => Ok((reader.graph, batch)),
    }
}

/// Reads what can be read, and lists what cannot.
pub(super) fn salvage(
    connection: &Connection,
    path: &Path,
    texts: &mut Shelf,
) -> Result<(Graph, Vec<String>), StoreError> {
    let failed = |error: rusqlite::Error| StoreError::from_sqlite(&error, path);
    let transaction = connection.unchecked_transaction().map_err(failed)?;
    let mut reader =
        Reader { connection: &transaction, graph: Graph::new(), damage: Vec::new(), strict: false, texts };
    reader.read_all(None).map_err(failed)?;
    Ok((reader.graph, reader.damage))
}

/// SQLite's own check of the file's structure; empty when sound.
pub(super) fn structure(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let lines = connection
        .prepare("PRAGMA integrity_check(20)")?
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>();
    Ok(match lines {
        Ok(lines) if lines == ["ok"] => Vec::new(),
        Ok(lines) => lines,
        Err(error) => vec![error.to_string()],
    })
}

struct Reader<'a> {
    connection: &'a Connection,
    graph: Graph,
    damage: Vec<String>,
    /// Whether the first damage ends the reading.
    strict: bool,
    texts: &'a mut Shelf,
}

/// A row that was read: its checksum, or what is wrong with it.
type Checked = Result<i64, String>;
/// What reads a row of a table.
type ReadRow<'a> = fn(&mut Reader<'a>, &Row<'_>) -> rusqlite::Result<Checked>;

impl<'a> Reader<'a> {
    /// Reads all rows; those of nodes and relationships are passed over where the cache has them.
    fn read_all(&mut self, image: Option<Image>) -> rusqlite::Result<()> {
        self.table(0, Self::name)?;
        if !self.damage.is_empty() && self.strict {
            return Ok(());
        }
        let names = self.graph.names();
        let counts = [names.labels.len(), names.types.len(), names.keys.len()];
        let mut rest: &[(usize, ReadRow<'a>)] =
            &[(1, Self::node), (2, Self::relationship), (3, Self::document), (4, Self::evidence)];
        if let Some(frozen) = image.and_then(|image| Frozen::from_image(image, counts)) {
            self.graph = Graph::opened(frozen, self.graph.names().clone());
            rest = &rest[2..];
        } else {
            // Room for what the totals promise, but no more than a few million at a time: they are not yet believed.
            let rows = |table: &str| {
                self.total(table).map(|(rows, _)| usize::try_from(rows).unwrap_or(0).min(1 << 22))
            };
            let (nodes, relationships) = (rows("node")?, rows("relationship")?);
            self.graph.reserve(nodes, relationships);
        }
        for (table, read) in rest {
            self.table(*table, *read)?;
            if self.strict && !self.damage.is_empty() {
                return Ok(());
            }
        }
        if has_corrections(self.connection)? {
            self.table(5, Self::correction)?;
        }
        let [batch, node, relationship, crc] = META.map(|key| meta(self.connection, key));
        let values = [batch?, node?, relationship?];
        if crc? != meta_crc(&values) {
            self.damage.push("the counters of ids: their checksum does not fit".into());
            return Ok(());
        }
        let counted =
            |id: i64| if Graph::is_from_articles(id.cast_unsigned()) { 0 } else { id.cast_unsigned() };
        self.graph.raise_next_ids(counted(values[1]), counted(values[2]));
        Ok(())
    }

    fn total(&self, table: &str) -> rusqlite::Result<(i64, i64)> {
        let sql = "SELECT row_count, crc_sum FROM total WHERE name = ?1";
        self.connection.query_row(sql, [table], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Reads a table row by row and compares its totals.
    fn table(&mut self, table: usize, read: ReadRow<'a>) -> rusqlite::Result<()> {
        let name = TABLES[table];
        let connection = self.connection;
        let mut statement = connection.prepare(&format!("SELECT * FROM {name} ORDER BY 1"))?;
        let mut rows = statement.query([])?;
        let (mut count, mut sum, mut bad) = (0i64, 0i64, false);
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(error) if self.strict => return Err(error),
                Err(error) => {
                    self.damage.push(format!("table {name} cannot be read further: {error}"));
                    bad = true;
                    break;
                }
            };
            let checked = match read(self, row) {
                Ok(checked) => checked,
                Err(error) => Err(error.to_string()),
            };
            count += 1;
            match checked {
                Ok(crc) => sum = (sum + crc).rem_euclid(1 << 32),
                Err(what) => {
                    let id = row.get::<_, i64>(0).unwrap_or_default();
                    self.damage.push(format!("{name} {id}: {what}"));
                    bad = true;
                    if self.strict {
                        return Ok(());
                    }
                }
            }
        }
        let (rows, crc_sum) = self.total(name)?;
        if count != rows {
            self.damage.push(format!("table {name} has {count} rows in place of {rows}"));
        } else if sum != crc_sum && !bad {
            self.damage.push(format!("table {name}: the checksums do not add up"));
        }
        Ok(())
    }

    fn name(&mut self, row: &Row<'_>) -> rusqlite::Result<Checked> {
        let (key, name, crc): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if crc != row_crc(0, &[key], &[name.as_bytes()]) {
            return wrong();
        }
        let id = match key % NAME_SORTS {
            0 => self.graph.label(&name).0,
            1 => self.graph.relationship_type(&name).0,
            _ => self.graph.key(&name).0,
        };
        // The ids in the rows are only right when the names come in the order in which they were given out.
        Ok(if i64::from(id) == key / NAME_SORTS { Ok(crc) } else { Err("it is out of order".into()) })
    }

    fn node(&mut self, row: &Row<'_>) -> rusqlite::Result<Checked> {
        let (id, crc): (i64, i64) = (row.get(0)?, row.get(3)?);
        let (labels, properties) = (blob(row, 1)?, blob(row, 2)?);
        if crc != row_crc(1, &[id], &[labels, properties]) {
            return wrong();
        }
        let names = self.graph.names();
        let (label_count, key_count) = (names.labels.len(), names.keys.len());
        let (labels, rest) = labels.as_chunks::<4>();
        let labels: Vec<LabelId> = labels.iter().map(|bytes| LabelId(u32::from_le_bytes(*bytes))).collect();
        let Some(properties) = Properties::from_bytes(properties, key_count) else { return unreadable() };
        if !rest.is_empty() || labels.iter().any(|label| label.0 as usize >= label_count) {
            return unreadable();
        }
        let inserted = self.graph.insert_node(NodeId(id.cast_unsigned()), &labels, properties);
        Ok(inserted.map(|()| crc).map_err(|error| error.to_string()))
    }

    fn relationship(&mut self, row: &Row<'_>) -> rusqlite::Result<Checked> {
        let (id, start, end): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (kind, crc): (i64, i64) = (row.get(3)?, row.get(5)?);
        let properties = blob(row, 4)?;
        if crc != row_crc(2, &[id, start, end, kind], &[properties]) {
            return wrong();
        }
        let names = self.graph.names();
        let (type_count, key_count) = (names.types.len(), names.keys.len());
        let Some(properties) = Properties::from_bytes(properties, key_count) else { return unreadable() };
        let Some(kind) = u32::try_from(kind).ok().filter(|kind| (*kind as usize) < type_count) else {
            return unreadable();
        };
        let ends = Ends {
            start: NodeId(start.cast_unsigned()),
            end: NodeId(end.cast_unsigned()),
            kind: TypeId(kind),
        };
        let inserted = self.graph.insert_relationship(RelationshipId(id.cast_unsigned()), ends, properties);
        Ok(inserted.map(|()| crc).map_err(|error| error.to_string()))
    }

    fn document(&mut self, row: &Row<'_>) -> rusqlite::Result<Checked> {
        let (id, crc): (i64, i64) = (row.get(0)?, row.get(2)?);
        // Borrowed: it may be long.
        let text = row.get_ref(1)?.as_str()?;
        if crc != row_crc(3, &[id], &[text.as_bytes()]) {
            return wrong();
        }
        let extraction = match Layout::of(text) {
            Ok(Some(layout)) => {
                let texts = self.texts.texts()?;
                layout.extraction(texts)
            }
            Ok(None) => serde_json::from_str::<Extraction>(text),
            Err(error) => Err(error),
        };
        match extraction {
            Ok(mut extraction) if extraction.document.0.cast_signed() == id => {
                extraction.shrink_to_fit();
                self.graph.set_document(Arc::new(extraction));
                Ok(Ok(crc))
            }
            _ => unreadable(),
        }
    }

    fn evidence(&mut self, row: &Row<'_>) -> rusqlite::Result<Checked> {
        let (id, text, crc): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if crc != row_crc(4, &[id], &[text.as_bytes()]) {
            return wrong();
        }
        let relationship = RelationshipId(id.cast_unsigned());
        match serde_json::from_str::<Vec<(DocumentId, Evidence)>>(&text) {
            Ok(mut evidence) if self.graph.has_relationship(relationship) => {
                evidence.shrink_to_fit();
                self.graph.set_evidence(relationship, evidence);
                Ok(Ok(crc))
            }
            Ok(_) => Ok(Err("its relationship is missing".into())),
            Err(_) => unreadable(),
        }
    }

    fn correction(&mut self, row: &Row<'_>) -> rusqlite::Result<Checked> {
        let (id, text, crc): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if crc != row_crc(5, &[id], &[text.as_bytes()]) {
            return wrong();
        }
        match serde_json::from_str::<Correction>(&text) {
            Ok(correction) if Corrections::NUMBERS.contains(&id.cast_unsigned()) => {
                self.graph.set_correction(id.cast_unsigned(), Some(correction));
                Ok(Ok(crc))
            }
            _ => unreadable(),
        }
    }
}

fn blob<'a>(row: &'a Row<'_>, at: usize) -> rusqlite::Result<&'a [u8]> {
    Ok(row.get_ref(at)?.as_blob()?)
}

fn wrong() -> rusqlite::Result<Checked> {
    Ok(Err("its checksum does not fit".into()))
}

fn unreadable() -> rusqlite::Result<Checked> {
    Ok(Err("it cannot be understood".into()))
}
