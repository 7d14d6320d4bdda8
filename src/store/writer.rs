//! Writes what a transaction changed: touched elements whole, in one SQLite transaction.

use super::error::StoreError;
use super::format::{META, TABLES, meta_crc, row_crc, upgrade};
use crate::fact::Extraction;
use crate::graph::{Changes, Graph, GraphRead};
use rusqlite::{Connection, OptionalExtension, Statement, ToSql, Transaction, TransactionBehavior, params};
use std::path::Path;

/// Names have one table: three sorts, whose ids are kept apart by this.
pub(super) const NAME_SORTS: i64 = 3;

/// Writes the changes and gives the new batch.
pub(super) fn save(
    connection: &mut Connection,
    path: &Path,
    batch: i64,
    graph: &Graph,
    changes: &Changes,
) -> Result<i64, StoreError> {
    let failed = |error: rusqlite::Error| StoreError::from_sqlite(&error, path);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let found: i64 = meta(&transaction, "batch").map_err(failed)?;
    if found != batch {
        return Err(StoreError::Changed { path: path.into() });
    }
    upgrade(&transaction).map_err(failed)?;
    write(&transaction, graph, changes).map_err(failed)?;
    let (node, relationship) = graph.next_ids();
    let values = [batch + 1, node.cast_signed(), relationship.cast_signed()];
    let crc = meta_crc(&values);
    for (key, value) in META.into_iter().zip(values.into_iter().chain([crc])) {
        transaction
            .execute("UPDATE meta SET value = ?2 WHERE key = ?1", params![key, value])
            .map_err(failed)?;
    }
    transaction.commit().map_err(failed)?;
    Ok(batch + 1)
}

pub(super) fn meta(connection: &Connection, key: &str) -> rusqlite::Result<i64> {
    connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
}

fn write(transaction: &Transaction<'_>, graph: &Graph, changes: &Changes) -> rusqlite::Result<()> {
    write_names(transaction, graph)?;
    let mut table = Table::new(transaction, 1, 4)?;
    for &id in &changes.nodes {
        let row = graph.node(id).map(|node| {
            let labels: Vec<u8> = graph.labels(id).iter().flat_map(|label| label.0.to_le_bytes()).collect();
            let properties = node.properties.as_bytes();
            (row_crc(1, &[id.0.cast_signed()], &[&labels, properties]), labels, properties)
        });
        match row {
            Some((crc, labels, properties)) => {
                table.put(id.0.cast_signed(), crc, params![labels, properties])?
            }
            None => table.remove(id.0.cast_signed())?,
        }
    }
    table.finish()?;
    let mut table = Table::new(transaction, 2, 6)?;
    for &id in &changes.relationships {
        let key = id.0.cast_signed();
        // Looked up once: there may be millions.
        let petgraph = graph.petgraph();
        let found = graph
            .relationship_index(id)
            .and_then(|index| petgraph.edge_endpoints(index).zip(petgraph.edge_weight(index)));
        match found {
            Some(((start, end), relationship)) => {
                let ends = [start, end].map(|node| petgraph[node].id.0.cast_signed());
                let numbers = [ends[0], ends[1], i64::from(relationship.kind.0)];
                let properties = relationship.properties.as_bytes();
                let crc = row_crc(2, &[key, numbers[0], numbers[1], numbers[2]], &[properties]);
                table.put(key, crc, params![numbers[0], numbers[1], numbers[2], properties])?;
            }
            None => table.remove(key)?,
        }
    }
    table.finish()?;
    let mut table = Table::new(transaction, 3, 3)?;
    for &id in &changes.documents {
        let key = id.0.cast_signed();
        match graph.articles().get(id) {
            Some(extraction) => {
                let text = row(extraction)?;
                table.put(key, row_crc(3, &[key], &[text.as_bytes()]), params![text])?;
            }
            None => table.remove(key)?,
        }
    }
    table.finish()?;
    let mut table = Table::new(transaction, 4, 3)?;
    for &id in &changes.evidence {
        let key = id.0.cast_signed();
        match graph.articles().evidence(id) {
            [] => table.remove(key)?,
            evidence => {
                let text = json(evidence)?;
                table.put(key, row_crc(4, &[key], &[text.as_bytes()]), params![text])?;
            }
        }
    }
    table.finish()?;
    let mut table = Table::new(transaction, 5, 3)?;
    for &number in &changes.corrections {
        let key = number.cast_signed();
        match graph.articles().corrections().get(number) {
            Some(correction) => {
                let text = json(correction)?;
                table.put(key, row_crc(5, &[key], &[text.as_bytes()]), params![text])?;
            }
            None => table.remove(key)?,
        }
    }
    table.finish()
}

/// A document as its row has it.
pub(super) fn row(extraction: &Extraction) -> rusqlite::Result<String> {
    json(extraction)
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// Adds the names that are new; known ones never change.
fn write_names(transaction: &Transaction<'_>, graph: &Graph) -> rusqlite::Result<()> {
    let names = graph.names();
    let sorts: [Vec<(u32, &str)>; 3] = [
        names.labels.iter().map(|(id, name)| (id.0, name)).collect(),
        names.types.iter().map(|(id, name)| (id.0, name)).collect(),
        names.keys.iter().map(|(id, name)| (id.0, name)).collect(),
    ];
    let mut table = Table::new(transaction, 0, 3)?;
    for (sort, names) in (0..).zip(&sorts) {
        let known: i64 = transaction.query_row(
            "SELECT count(*) FROM name WHERE id % ?1 = ?2",
            [NAME_SORTS, sort],
            |row| row.get(0),
        )?;
        for (id, name) in names.iter().skip(usize::try_from(known).unwrap_or(usize::MAX)) {
            let key = i64::from(*id) * NAME_SORTS + sort;
            table.put(key, row_crc(0, &[key], &[name.as_bytes()]), params![name])?;
        }
    }
    table.finish()
}

/// A table being written, and how its totals change.
struct Table<'a> {
    transaction: &'a Transaction<'a>,
    name: &'static str,
    insert: Statement<'a>,
    crc_of: Statement<'a>,
    delete: Statement<'a>,
    /// Whether it had no row: then nothing needs to be looked up before it is written.
    was_empty: bool,
    rows: i64,
    crc_sum: i64,
}

impl<'a> Table<'a> {
    fn new(transaction: &'a Transaction<'a>, table: usize, columns: usize) -> rusqlite::Result<Self> {
        let name = TABLES[table];
        let id = if name == "evidence" { "relationship" } else { "id" };
        let places: Vec<String> = (1..=columns).map(|at| format!("?{at}")).collect();
        let (rows, crc_sum) =
            transaction.query_row("SELECT row_count, crc_sum FROM total WHERE name = ?1", [name], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        Ok(Table {
            transaction,
            name,
            insert: transaction
                .prepare(&format!("INSERT OR REPLACE INTO {name} VALUES ({})", places.join(", ")))?,
            crc_of: transaction.prepare(&format!("SELECT crc FROM {name} WHERE {id} = ?1"))?,
            delete: transaction.prepare(&format!("DELETE FROM {name} WHERE {id} = ?1"))?,
            was_empty: rows == 0,
            rows,
            crc_sum,
        })
    }

    /// Takes the row that is there, if any, out of the totals.
    fn forget(&mut self, id: i64) -> rusqlite::Result<bool> {
        if self.was_empty {
            return Ok(false);
        }
        let before: Option<i64> = self.crc_of.query_row([id], |row| row.get(0)).optional()?;
        if let Some(crc) = before {
            self.rows -= 1;
            self.crc_sum = (self.crc_sum - crc).rem_euclid(1 << 32);
        }
        Ok(before.is_some())
    }

    fn put(&mut self, id: i64, crc: i64, columns: &[&dyn ToSql]) -> rusqlite::Result<()> {
        self.forget(id)?;
        self.rows += 1;
        self.crc_sum = (self.crc_sum + crc).rem_euclid(1 << 32);
        self.insert.raw_bind_parameter(1, id)?;
        for (at, column) in columns.iter().enumerate() {
            self.insert.raw_bind_parameter(at + 2, column)?;
        }
        self.insert.raw_bind_parameter(columns.len() + 2, crc)?;
        self.insert.raw_execute().map(|_| ())
    }

    fn remove(&mut self, id: i64) -> rusqlite::Result<()> {
        if self.forget(id)? {
            self.delete.execute([id])?;
        }
        Ok(())
    }

    fn finish(self) -> rusqlite::Result<()> {
        self.transaction
            .execute(
                "UPDATE total SET row_count = ?2, crc_sum = ?3 WHERE name = ?1",
                params![self.name, self.rows, self.crc_sum],
            )
            .map(|_| ())
    }
}
