//! Damage done to a file and its cache: flipped bits, cut ends, pages swapped and overwritten, files of other programs,
//! hostile schemas. What is opened says what was stored, or says that it is damaged; it never says something else.

use crate::support::{Random, articles, factloom, figure, thorough};
use factloom::graph::{Graph, GraphRead};
use factloom::store::{GraphStore, Store, StoreError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What became of the damaged files.
#[derive(Default)]
struct Tally {
    detected: usize,
    harmless: usize,
    slowest: Duration,
}

impl Tally {
    fn tell(&self, name: &str) {
        let Tally { detected, harmless, slowest } = self;
        figure(
            name,
            format!(
                "{} files, {detected} detected, {harmless} harmless, 0 silently wrong, 0 hung (slowest {} ms)",
                detected + harmless,
                slowest.as_millis()
            ),
        );
        assert!(*slowest < Duration::from_secs(20), "opening hung");
    }
}

/// A graph of articles in a file, and what it exports.
struct Subject {
    folder: tempfile::TempDir,
    whole: Vec<u8>,
    right: String,
}

fn text(graph: &Graph) -> String {
    let mut bytes = Vec::new();
    factloom::export::Format::Json.write(graph, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn load(path: &Path) -> Result<Graph, StoreError> {
    Store::open_read_only(path)?.load()
}

impl Subject {
    fn new() -> Subject {
        let folder = tempfile::tempdir().unwrap();
        let files = articles();
        let files = files[..2].iter().map(|file| file.to_str().unwrap());
        let arguments: Vec<&str> = ["build"].into_iter().chain(files).chain(["-o", "whole.loom"]).collect();
        assert_eq!(factloom(folder.path(), &arguments).code, Some(0));
        let path = folder.path().join("whole.loom");
        let (whole, right) = (std::fs::read(&path).unwrap(), text(&load(&path).unwrap()));
        Subject { folder, whole, right }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("damaged.loom")
    }

    /// Opens a file of these bytes.
    fn open(&self, bytes: &[u8], what: &str, tally: &mut Tally) {
        let path = self.path();
        for left in ["damaged.loom-wal", "damaged.loom-shm"] {
            let _ = std::fs::remove_file(self.folder.path().join(left));
        }
        std::fs::write(&path, bytes).unwrap();
        let started = Instant::now();
        match load(&path) {
            Ok(graph) => {
                assert!(text(&graph) == self.right, "{what}: silently wrong");
                tally.harmless += 1;
            }
            Err(_) => tally.detected += 1,
        }
        tally.slowest = tally.slowest.max(started.elapsed());
    }
}

#[test]
fn flipped_bits() {
    let subject = Subject::new();
    let (mut random, mut tally) = (Random(11), Tally::default());
    for _ in 0..thorough(150, 2_000) {
        let bit = random.below(subject.whole.len() * 8);
        let mut bytes = subject.whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        subject.open(&bytes, &format!("bit {bit}"), &mut tally);
    }
    tally.tell("bit flips in a .loom");
}

#[test]
fn every_length() {
    let subject = Subject::new();
    let mut tally = Tally::default();
    let step = thorough(subject.whole.len() / 60, 1);
    for length in (0..subject.whole.len()).step_by(step) {
        subject.open(&subject.whole[..length], &format!("cut at {length}"), &mut tally);
    }
    tally.tell("a .loom cut at every length");
}

#[test]
fn pages_that_are_not_their_own() {
    let subject = Subject::new();
    let (mut random, mut tally) = (Random(12), Tally::default());
    let pages = subject.whole.len() / 4096;
    for _ in 0..thorough(60, 2_000) {
        let mut bytes = subject.whole.clone();
        let (to, from) = (random.below(pages) * 4096, random.below(pages) * 4096);
        let kind = random.below(4);
        match kind {
            0 => bytes[to..to + 4096].fill_with(|| random.next() as u8),
            1 => bytes[to..to + 4096].fill(0),
            2 => bytes.copy_within(from..from + 4096, to),
            // A torn write: the second half of the page is of another time.
            _ => bytes[to + 2048..to + 4096].fill(0),
        }
        subject.open(&bytes, &format!("page at {to}, kind {kind}, from {from}"), &mut tally);
    }
    tally.tell("random, empty, swapped and torn pages");
}

/// Random bytes, one to twenty of them, at random places.
#[test]
fn bytes_overwritten() {
    let subject = Subject::new();
    let (mut random, mut tally) = (Random(13), Tally::default());
    for round in 0..thorough(60, 2_000) {
        let mut bytes = subject.whole.clone();
        for _ in 0..=random.below(20) {
            let at = random.below(bytes.len());
            bytes[at] = random.next() as u8;
        }
        subject.open(&bytes, &format!("round {round}"), &mut tally);
    }
    tally.tell("bytes overwritten");
}

/// A damaged cache is passed over, and the file read in its place.
#[test]
fn a_damaged_cache() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let nodes: String = (0..20_001).map(|i| format!("CREATE (:N {{i: {i}}});\n")).collect();
    std::fs::write(at.join("n.cypher"), nodes).unwrap();
    assert_eq!(factloom(at, &["import", "g.loom", "n.cypher"]).code, Some(0));
    let asked = factloom(at, &["query", "g.loom", "MATCH (a:N), (b:N) WHERE a.i = b.i RETURN count(*)"]);
    assert_eq!(asked.code, Some(0), "{}", asked.err);
    let (path, cache) = (at.join("g.loom"), at.join("g.loom.cache"));
    let whole = std::fs::read(&cache).unwrap();
    assert!(load(&path).unwrap().has_view(), "it is opened from its cache");
    let right = text(&load(&path).unwrap());
    let (mut random, mut used) = (Random(14), 0);
    let rounds = thorough(20, 1_000);
    for round in 0..rounds {
        let mut bytes = whole.clone();
        if round % 4 == 0 {
            bytes.truncate(random.below(whole.len()));
        } else {
            let bit = random.below(whole.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        std::fs::write(&cache, bytes).unwrap();
        let graph = load(&path).unwrap();
        used += usize::from(graph.has_view());
        assert!(text(&graph) == right, "round {round}: silently wrong");
    }
    assert_eq!(used, 0, "a damaged cache was believed");
    figure("damaged caches", format!("{rounds} caches, {rounds} passed over, 0 silently wrong"));
}

#[test]
fn files_of_other_programs() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, bytes: &[u8]| std::fs::write(at.join(name), bytes).unwrap();
    write("empty", b"");
    write("zeros", &[0; 100]);
    write("picture", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xFF\xD9");
    write("archive", b"PK\x03\x04\x14\0\0\0\x08\0");
    write("head alone", b"SQLite format 3\0");
    write("head and nothing", &[b"SQLite format 3\0".as_slice(), &[0; 84]].concat());
    write("program", &std::fs::read(env!("CARGO_BIN_EXE_factloom")).unwrap()[..100_000]);
    let database = |name: &str, sql: &str| {
        rusqlite::Connection::open(at.join(name)).unwrap().execute_batch(sql).unwrap();
    };
    database("another database", "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    database(
        "a borrowed number",
        "PRAGMA application_id = 1280266061; PRAGMA user_version = 1; CREATE TABLE node (x)",
    );
    database("number alone", "PRAGMA application_id = 1280266061; PRAGMA user_version = 1");
    database("from tomorrow", "PRAGMA application_id = 1280266061; PRAGMA user_version = 999");
    std::fs::create_dir(at.join("folder")).unwrap();
    let mut names = vec!["missing".to_owned()];
    names.extend(std::fs::read_dir(at).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()));
    if cfg!(target_os = "linux") {
        names.push("/dev/zero".to_owned());
    }
    for name in &names {
        for command in ["check", "info", "repl"] {
            let endless = name == "/dev/zero";
            let before = if endless { None } else { std::fs::read(at.join(name)).ok() };
            let ended = factloom(at, &[command, name]);
            // `repl` takes what is not a graph for an article.
            if command != "repl" {
                assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{command} {name}: {ended:?}");
                assert_eq!(ended.err.lines().count(), 1, "{command} {name}: {}", ended.err);
            }
            assert!(!ended.hung && !ended.err.contains("panicked"), "{command} {name}: {ended:?}");
            if !endless {
                assert_eq!(std::fs::read(at.join(name)).ok(), before, "{name} was written to");
            }
        }
    }
    figure("files of other programs", format!("{} refused in one line, none changed", names.len()));
}

/// A file that is ours by its numbers, with something in its schema that would run when it is read.
#[test]
fn hostile_schemas() {
    let subject = Subject::new();
    let endless = "WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r)";
    let view = |name: &str, columns: &str| {
        format!("DROP TABLE {name}; CREATE VIEW {name} AS {endless} SELECT {columns} FROM r")
    };
    let hostile = [
        view("node", "id, x'' AS labels, x'' AS properties, 0 AS crc"),
        view("name", "id, 'x' AS text, 0 AS crc"),
        view("document", "id, '{}' AS extraction, 0 AS crc"),
        view("meta", "'batch' AS key, id AS value"),
        view("total", "'node' AS name, id AS row_count, 0 AS crc_sum"),
        "CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM node; END".to_owned(),
        "CREATE INDEX i ON node (labels)".to_owned(),
        "CREATE INDEX i ON node (length(zeroblob(1000000)))".to_owned(),
        "CREATE TABLE more (x)".to_owned(),
        format!("CREATE VIEW more AS {endless} SELECT id FROM r"),
        "CREATE VIRTUAL TABLE more USING fts5(x)".to_owned(),
        "ALTER TABLE node ADD COLUMN more TEXT AS (length(hex(zeroblob(1000000)))) VIRTUAL".to_owned(),
        "ALTER TABLE node ADD COLUMN more TEXT DEFAULT 'x'".to_owned(),
        "ALTER TABLE node RENAME TO nodes".to_owned(),
        "DROP TABLE evidence".to_owned(),
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE node (id, labels, properties, crc)' WHERE name = 'node'".to_owned(),
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 2".to_owned(),
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 99999".to_owned(),
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'nonsense' WHERE name = 'meta'".to_owned(),
        "DELETE FROM meta".to_owned(),
        "DELETE FROM total".to_owned(),
        "UPDATE total SET row_count = 9223372036854775807, crc_sum = -1".to_owned(),
        "UPDATE meta SET value = -1".to_owned(),
        "UPDATE node SET properties = zeroblob(1000000) WHERE id = (SELECT min(id) FROM node)".to_owned(),
        "UPDATE relationship SET start_node = 4611686018427387904".to_owned(),
        "UPDATE relationship SET type = -5".to_owned(),
        "UPDATE document SET extraction = replace(extraction, '1', '4294967295')".to_owned(),
    ];
    let mut tally = Tally::default();
    for sql in &hostile {
        let path = subject.folder.path().join("hostile.loom");
        std::fs::write(&path, &subject.whole).unwrap();
        let database = rusqlite::Connection::open(&path).unwrap();
        database.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let _ = database.close();
        let bytes = std::fs::read(&path).unwrap();
        let before = tally.detected;
        subject.open(&bytes, sql, &mut tally);
        assert_eq!(tally.detected, before + 1, "not noticed: {sql}");
        let ended = factloom(subject.folder.path(), &["check", "damaged.loom"]);
        assert_eq!(ended.code, Some(1), "{sql}: {ended:?}");
        assert!(!ended.err.contains("panicked"), "{sql}: {ended:?}");
    }
    tally.tell("hostile schemas and rows");
}

/// The same rows with checksums that fit: what a row says of others is checked as well.
#[test]
fn rows_that_lie_with_the_right_checksum() {
    let subject = Subject::new();
    let mut tally = Tally::default();
    let crc = |table: u8, numbers: &[i64], parts: &[&[u8]]| {
        let mut crc = crc32fast::Hasher::new();
        crc.update(&[table]);
        numbers.iter().for_each(|n| crc.update(&n.to_le_bytes()));
        for part in parts {
            crc.update(&(part.len() as u64).to_le_bytes());
            crc.update(part);
        }
        i64::from(crc.finalize())
    };
    /// Table, id, further numbers, texts or bytes.
    type Lie = (&'static str, i64, Vec<i64>, Vec<Vec<u8>>);
    let lies: [Lie; 8] = [
        ("relationship", 1, vec![7, 7, 0], vec![vec![]]),
        ("relationship", 1, vec![i64::MIN, i64::MAX, 1 << 40], vec![vec![]]),
        ("node", 1, vec![], vec![vec![255; 4], vec![]]),
        ("node", 1, vec![], vec![vec![0; 3], vec![]]),
        ("node", 1, vec![], vec![vec![], vec![255; 40]]),
        ("node", 1, vec![], vec![vec![], vec![0, 0, 0, 0, 255, 255, 255, 255, 255]]),
        ("document", 1, vec![], vec![b"{\"document\": 1".to_vec()]),
        ("evidence", 1, vec![], vec![b"[]".to_vec()]),
    ];
    let tables = ["name", "node", "relationship", "document", "evidence"];
    for (table, id, numbers, parts) in &lies {
        let path = subject.folder.path().join("lie.loom");
        std::fs::write(&path, &subject.whole).unwrap();
        let database = rusqlite::Connection::open(&path).unwrap();
        let place = u8::try_from(tables.iter().position(|name| name == table).unwrap()).unwrap();
        let all: Vec<i64> = [*id].into_iter().chain(numbers.iter().copied()).collect();
        let slices: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let sum = crc(place, &all, &slices);
        let mut values: Vec<rusqlite::types::Value> = all.iter().map(|n| (*n).into()).collect();
        let texts = matches!(*table, "document" | "evidence");
        values.extend(parts.iter().map(|part| match texts {
            true => String::from_utf8(part.clone()).unwrap().into(),
            false => part.clone().into(),
        }));
        values.push(sum.into());
        let places = vec!["?"; values.len()].join(", ");
        database
            .execute(&format!("INSERT INTO {table} VALUES ({places})"), rusqlite::params_from_iter(values))
            .unwrap();
        database
            .execute(
                "UPDATE total SET row_count = row_count + 1, crc_sum = (crc_sum + ?1) % 4294967296 WHERE name = ?2",
                rusqlite::params![sum, table],
            )
            .unwrap();
        database.close().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let before = tally.detected;
        subject.open(&bytes, &format!("{table} {numbers:?} {parts:?}"), &mut tally);
        assert_eq!(tally.detected, before + 1, "not noticed: {table} {numbers:?} {parts:?}");
    }
    tally.tell("rows that lie with the right checksum");
}
