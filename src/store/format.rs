//! What is in a `.loom` file, and the checks before anything in it is believed.
//!
//! - `name`: labels (sort 0), relationship types (1) and property keys (2) by the ids that the rows use.
//! - `node`, `relationship`: ids are the graph's; `labels` is a list of 32-bit little-endian label ids; `properties` is
//!   the packed form of [`crate::graph::Properties`].
//! - `document`: what was read from an article, as JSON; `evidence`: the sentences behind a relationship, as JSON.
//! - `correction`: what people corrected, as JSON, by number. Files of version 1 lack it until they are next written to.
//! - `total`: rows and the sum of their checksums (mod 2³²) for each table, kept up to date by each transaction, so that
//!   rows that vanish are noticed as well as rows that change.
//! - `meta`: `batch` (a counter of transactions), `next_node`, `next_relationship`, and the checksum of the three.
//!
//! Each row has a CRC-32 over its table and all its columns: SQLite checks the structure of its pages, not the values
//! in them. A crash is safe because SQLite's is (WAL, `synchronous=FULL`): each save is one transaction.

use super::error::StoreError;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::io::Read;
use std::path::Path;

/// `LOOM`.
const APPLICATION_ID: u32 = 0x4C4F_4F4D;
/// The version of the format that this program writes.
const VERSION: u32 = 2;
/// The version without corrections.
const WITHOUT_CORRECTIONS: u32 = 1;

/// The tables that carry checksums.
pub(super) const TABLES: [&str; 6] = ["name", "node", "relationship", "document", "evidence", CORRECTION];

const CORRECTION: &str = "correction";

/// What stands for a table, or for `meta`, in the checksum of a row.
const CRC_NUMBERS: [u8; TABLES.len()] = [0, 1, 2, 3, 4, 6];
const META_CRC_NUMBER: u8 = 5;

/// What `meta` holds.
pub(super) const META: [&str; 4] = ["batch", "next_node", "next_relationship", "crc"];

/// The schema, to the letter: a file with anything else in it is refused.
const SCHEMA: [&str; 8] = [
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE total (name TEXT PRIMARY KEY, row_count INTEGER NOT NULL, crc_sum INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL, crc INTEGER NOT NULL) STRICT",
    "CREATE TABLE node (id INTEGER PRIMARY KEY, labels BLOB NOT NULL, properties BLOB NOT NULL, crc INTEGER NOT NULL) STRICT",
    "CREATE TABLE relationship (id INTEGER PRIMARY KEY, start_node INTEGER NOT NULL, end_node INTEGER NOT NULL, type INTEGER NOT NULL, properties BLOB NOT NULL, crc INTEGER NOT NULL) STRICT",
    "CREATE TABLE document (id INTEGER PRIMARY KEY, extraction TEXT NOT NULL, crc INTEGER NOT NULL) STRICT",
    "CREATE TABLE evidence (relationship INTEGER PRIMARY KEY, items TEXT NOT NULL, crc INTEGER NOT NULL) STRICT",
    "CREATE TABLE correction (id INTEGER PRIMARY KEY, item TEXT NOT NULL, crc INTEGER NOT NULL) STRICT",
];
/// How many of those version 1 has.
const SCHEMA_WITHOUT_CORRECTIONS: usize = 7;

/// The checksum of a row: over its table's number and its columns.
pub(super) fn row_crc(table: usize, numbers: &[i64], bytes: &[&[u8]]) -> i64 {
    crc(CRC_NUMBERS[table], numbers, bytes)
}

fn crc(number: u8, numbers: &[i64], bytes: &[&[u8]]) -> i64 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&[number]);
    numbers.iter().for_each(|number| crc.update(&number.to_le_bytes()));
    for part in bytes {
        crc.update(&(part.len() as u64).to_le_bytes());
        crc.update(part);
    }
    i64::from(crc.finalize())
}

/// The checksum of what `meta` holds, in the order of [`META`].
pub(super) fn meta_crc(values: &[i64; 3]) -> i64 {
    crc(META_CRC_NUMBER, values, &[])
}

/// Makes an empty database into an empty graph.
pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    connection.execute_batch("BEGIN")?;
    for statement in SCHEMA {
        connection.execute(statement, [])?;
    }
    for table in TABLES {
        connection.execute("INSERT INTO total VALUES (?1, 0, 0)", [table])?;
    }
    for (key, value) in META.into_iter().zip([0, 0, 0, meta_crc(&[0, 0, 0])]) {
        connection.execute("INSERT INTO meta VALUES (?1, ?2)", rusqlite::params![key, value])?;
    }
    connection.execute_batch("COMMIT")
}

/// Whether the file has a table of corrections.
pub(super) fn has_corrections(connection: &Connection) -> rusqlite::Result<bool> {
    let version: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(version > WITHOUT_CORRECTIONS)
}

/// Brings a file of an older version to this one, within a transaction that writes.
pub(super) fn upgrade(transaction: &Connection) -> rusqlite::Result<()> {
    if !has_corrections(transaction)? {
        transaction.execute(SCHEMA[SCHEMA_WITHOUT_CORRECTIONS], [])?;
        transaction.execute("INSERT INTO total VALUES (?1, 0, 0)", [CORRECTION])?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    Ok(())
}

/// Settings for files that may come from others, and for safe writing.
pub(super) fn defend(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY",
    )
}

/// Looks at the first bytes, before SQLite does.
pub(super) fn check_header(path: &Path) -> Result<(), StoreError> {
    let not = |what: &str| StoreError::NotLoom { path: path.into(), what: what.into() };
    let file = std::fs::File::open(path).map_err(|error| StoreError::io(path, error))?;
    if !file.metadata().map_err(|error| StoreError::io(path, error))?.is_file() {
        return Err(not("it is not a plain file"));
    }
    let mut head = Vec::new();
    file.take(100).read_to_end(&mut head).map_err(|error| StoreError::io(path, error))?;
    let number = |at: usize| -> u32 { head[at..at + 4].iter().fold(0, |n, &byte| n << 8 | u32::from(byte)) };
    if head.is_empty() {
        return Err(not("it is empty"));
    }
    if !head.starts_with(b"SQLite format 3\0") || head.len() < 100 {
        return Err(not("it does not begin as one"));
    }
    if number(68) != APPLICATION_ID {
        return Err(not("it is a database of another program"));
    }
    match number(60) {
        WITHOUT_CORRECTIONS..=VERSION => Ok(()),
        found if found > VERSION => Err(StoreError::Newer { path: path.into(), found, known: VERSION }),
        found => Err(StoreError::damaged(path, format!("its format number is {found}"))),
    }
}

/// Refuses a file with other tables than ours: a view in place of a table could run for ever.
pub(super) fn check_schema(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let read = || -> rusqlite::Result<(bool, Vec<Option<String>>)> {
        // One read transaction, so that an upgrade in between is not seen by halves.
        let transaction = connection.unchecked_transaction()?;
        // The names of implied indexes have no text of their own.
        let mut statement = transaction.prepare("SELECT sql FROM sqlite_schema ORDER BY rowid")?;
        let found = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok((has_corrections(&transaction)?, found))
    };
    let (whole, found) = read().map_err(|error| StoreError::from_sqlite(&error, path))?;
    let schema = if whole { &SCHEMA[..] } else { &SCHEMA[..SCHEMA_WITHOUT_CORRECTIONS] };
    if found.iter().map(|sql| sql.as_deref().unwrap_or_default()).ne(schema.iter().copied()) {
        return Err(StoreError::damaged(path, "its tables are not those of a factloom graph"));
    }
    Ok(())
}
