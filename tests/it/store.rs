//! The `.loom` file: round trips, crashes, damage, foreign files, a full disk. `FACTLOOM_THOROUGH=1` tries more.

use factloom::graph::{Graph, GraphRead, GraphWrite};
use factloom::store::{GraphStore, Store, StoreError};
use factloom::value::{NodeId, RelationshipId, Value};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn thorough(few: usize, many: usize) -> usize {
    if std::env::var_os("FACTLOOM_THOROUGH").is_some() { many } else { few }
}

/// All that a graph holds, as text.
fn picture(graph: &Graph) -> String {
    let names = graph.names();
    let pairs = |pairs: Vec<(_, Value)>| {
        pairs
            .into_iter()
            .map(|(key, value)| format!("{}={value:?}", names.keys.name(key)))
            .collect::<Vec<_>>()
    };
    let mut lines: Vec<String> = graph
        .nodes()
        .map(|id| {
            let labels: Vec<_> = graph.labels(id).iter().map(|label| names.labels.name(*label)).collect();
            format!("{id:?} {labels:?} {:?}", pairs(graph.node_properties(id)))
        })
        .collect();
    lines.extend(graph.relationships().map(|id| {
        let ends = graph.ends(id).unwrap();
        let kind = names.types.name(ends.kind);
        format!(
            "{id:?} {:?}-{kind}->{:?} {:?}",
            ends.start,
            ends.end,
            pairs(graph.relationship_properties(id))
        )
    }));
    lines.push(format!("{:?} {:?}", graph.articles(), graph.next_ids()));
    lines.join("\n")
}

/// A chain of `length` people; the graph is in a transaction afterwards.
fn extend(graph: &mut Graph, length: usize) {
    graph.begin();
    let (person, knows, name) = (graph.label("Person"), graph.relationship_type("KNOWS"), graph.key("name"));
    let mut last = None;
    for at in 0..length {
        let text = Value::from(format!("person {at} \"ünïcode\" \0"));
        let node = graph.create_node(&[person], vec![(name, text)]).unwrap();
        if let Some(last) = last.replace(node) {
            graph.create_relationship(last, node, knows, vec![(name, Value::from(at as f64 / 3.0))]).unwrap();
        }
    }
}

fn stored(path: &Path, length: usize) -> Graph {
    let mut store = Store::create(path).unwrap();
    let mut graph = Graph::new();
    extend(&mut graph, length);
    store.save(&graph, &graph.changes()).unwrap();
    graph.commit();
    store.close().unwrap();
    graph
}

fn reload(path: &Path) -> Result<Graph, StoreError> {
    Store::open(path)?.load()
}

#[test]
fn changes_come_back_and_one_file_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    let mut graph = stored(&path, 5);
    assert_eq!(picture(&reload(&path).unwrap()), picture(&graph));
    let mut store = Store::open(&path).unwrap();
    store.load().unwrap();
    graph.begin();
    let (key, label) = (graph.key("age"), graph.label("Old"));
    graph.set_node_property(NodeId(1), key, Value::from(70)).unwrap();
    graph.add_label(NodeId(2), label).unwrap();
    graph.delete_relationship(RelationshipId(3)).unwrap();
    graph.delete_node(NodeId(4)).unwrap();
    store.save(&graph, &graph.changes()).unwrap();
    graph.commit();
    store.close().unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no other file is left beside it");
    let mut store = Store::open_read_only(&path).unwrap();
    assert_eq!(picture(&store.load().unwrap()), picture(&graph));
    assert_eq!(store.check().unwrap().damage, Vec::<String>::new());
}

#[test]
fn two_writers_do_not_overwrite_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    stored(&path, 2);
    let (mut first, mut second) = (Store::open(&path).unwrap(), Store::open(&path).unwrap());
    let (mut a, mut b) = (first.load().unwrap(), second.load().unwrap());
    extend(&mut a, 1);
    extend(&mut b, 2);
    first.save(&a, &a.changes()).unwrap();
    let refused = second.save(&b, &b.changes());
    assert!(matches!(refused, Err(StoreError::Changed { .. })), "{refused:?}");
    assert_eq!(picture(&second.load().unwrap()), picture(&a));
    assert!(matches!(Store::create(&path), Err(StoreError::Exists { .. })));
}

#[test]
fn a_full_disk_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    let before = stored(&path, 3);
    let mut store = Store::open(&path).unwrap();
    let mut graph = store.load().unwrap();
    store.limit_pages(12).unwrap();
    extend(&mut graph, 5000);
    let full = store.save(&graph, &graph.changes());
    assert!(matches!(full, Err(StoreError::Full { .. })), "{full:?}");
    graph.rollback();
    store.close().unwrap();
    let after = reload(&path).unwrap();
    assert_eq!(picture(&after).lines().count(), picture(&before).lines().count());
    assert_eq!(after.node_count(), 3);
}

#[test]
fn every_flipped_bit_is_noticed_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    let graph = stored(&path, 40);
    let (whole, right) = (std::fs::read(&path).unwrap(), picture(&graph));
    let tries = thorough(400, whole.len() * 8);
    let step = (whole.len() * 8).div_ceil(tries);
    let copy = folder.path().join("b.loom");
    let mut noticed = 0;
    for bit in (0..whole.len() * 8).step_by(step | 1) {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        std::fs::write(&copy, &bytes).unwrap();
        match reload(&copy) {
            Ok(read) => assert_eq!(picture(&read), right, "bit {bit} was not noticed"),
            Err(_) => noticed += 1,
        }
        for left in ["b.loom-wal", "b.loom-shm"] {
            let _ = std::fs::remove_file(folder.path().join(left));
        }
    }
    assert!(noticed > 0);
}

#[test]
fn a_file_cut_short_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    let graph = stored(&path, 40);
    let whole = std::fs::read(&path).unwrap();
    let copy = folder.path().join("b.loom");
    for length in (0..whole.len()).step_by(whole.len() / thorough(40, whole.len())) {
        std::fs::write(&copy, &whole[..length]).unwrap();
        if let Ok(read) = reload(&copy) {
            assert_eq!(picture(&read), picture(&graph), "cut at {length}");
        }
        for left in ["b.loom-wal", "b.loom-shm"] {
            let _ = std::fs::remove_file(folder.path().join(left));
        }
    }
}

#[test]
fn damage_is_listed_and_the_rest_recovered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    stored(&path, 10);
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute("UPDATE node SET properties = x'0005017a' WHERE id = 9", []).unwrap();
    database.execute("DELETE FROM relationship WHERE id = 2", []).unwrap();
    database.close().unwrap();
    let error = reload(&path).unwrap_err();
    assert!(error.to_string().contains("node 9: its checksum does not fit"), "{error}");
    let mut store = Store::open_read_only(&path).unwrap();
    let damage = store.check().unwrap().damage.join("\n");
    assert!(
        damage.contains("node 9") && damage.contains("relationship has 8 rows in place of 9"),
        "{damage}"
    );
    let saved = folder.path().join("saved.loom");
    let report = store.recover(&saved).unwrap();
    assert_eq!((report.nodes, report.relationships), (9, 7));
    assert_eq!(reload(&saved).unwrap().node_count(), 9);
}

#[test]
fn what_articles_brought_is_woven_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_factloom"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    };
    std::fs::write(
        folder.path().join("a.txt"),
        "Ada Lovelace visited Turin. Charles Babbage met Ada Lovelace.\n",
    )
    .unwrap();
    assert_eq!(run(&["build", "a.txt", "-o", "a.loom"]).1, Some(0));
    let before = run(&["export", "a.loom", "--format", "json"]).0;
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute("UPDATE node SET properties = x'0005017a'", []).unwrap();
    database.close().unwrap();
    let (said, code) = run(&["recover", "a.loom", "-o", "saved.loom"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.starts_with("3 nodes, 2 relationships, 1 document can be read\n"), "{said}");
    assert_eq!(run(&["export", "saved.loom", "--format", "json"]).0, before);
}

#[test]
fn foreign_files_are_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let reason = |name: &str| reload(&folder.path().join(name)).unwrap_err().to_string();
    assert!(reason("none.loom").contains("does not exist"));
    std::fs::write(folder.path().join("empty.loom"), "").unwrap();
    assert!(reason("empty.loom").contains("it is empty"));
    std::fs::write(folder.path().join("text.loom"), "an article").unwrap();
    assert!(reason("text.loom").contains("does not begin as one"));
    std::fs::create_dir(folder.path().join("folder.loom")).unwrap();
    assert!(reason("folder.loom").contains("not a plain file"));
    let other = rusqlite::Connection::open(folder.path().join("other.loom")).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(reason("other.loom").contains("database of another program"));
    let path = folder.path().join("newer.loom");
    stored(&path, 1);
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(reason("newer.loom").contains("newer factloom (format 99"));
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 0).unwrap();
    assert!(reason("newer.loom").contains("is damaged: its format number is 0"));
}

/// The checksum of a row, as the file has it.
fn row_crc(table: u8, numbers: &[i64], parts: &[&[u8]]) -> i64 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&[table]);
    numbers.iter().for_each(|number| crc.update(&number.to_le_bytes()));
    for part in parts {
        crc.update(&(part.len() as u64).to_le_bytes());
        crc.update(part);
    }
    i64::from(crc.finalize())
}

/// Rows whose checksums are right and whose names may not be there.
#[test]
fn a_label_type_or_key_one_past_the_last_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    let graph = stored(&path, 2);
    let whole = std::fs::read(&path).unwrap();
    let node = graph.nodes().next().unwrap().0.cast_signed();
    let key = graph.node_properties(graph.nodes().next().unwrap());
    assert_eq!((key.len(), key[0].0.0), (1, 0));
    let properties = factloom::graph::Properties::new([(key[0].0, Value::from(1))]);
    let mut unknown = properties.as_bytes().to_vec();
    unknown[0] = 1;
    let with_node = |label: u32, properties: &[u8]| {
        let labels = label.to_le_bytes();
        let crc = row_crc(1, &[node], &[&labels, properties]);
        (
            "UPDATE node SET labels = ?1, properties = ?2, crc = ?3 WHERE id = ?4",
            vec![
                labels.to_vec().into(),
                properties.to_vec().into(),
                crc.into(),
                rusqlite::types::Value::from(node),
            ],
            "node",
        )
    };
    let with_type = |kind: i64| {
        let id = graph.relationships().next().unwrap();
        let ends = graph.ends(id).unwrap();
        let (start, end) = (ends.start.0.cast_signed(), ends.end.0.cast_signed());
        let id = id.0.cast_signed();
        let crc = row_crc(2, &[id, start, end, kind], &[properties.as_bytes()]);
        (
            "UPDATE relationship SET type = ?1, properties = ?2, crc = ?3 WHERE id = ?4",
            vec![
                kind.into(),
                properties.as_bytes().to_vec().into(),
                crc.into(),
                rusqlite::types::Value::from(id),
            ],
            "relationship",
        )
    };
    let opens = |(update, values, table): (&str, Vec<rusqlite::types::Value>, &str)| {
        std::fs::write(&path, &whole).unwrap();
        let database = rusqlite::Connection::open(&path).unwrap();
        assert_eq!(database.execute(update, rusqlite::params_from_iter(values)).unwrap(), 1);
        let sum = format!(
            "UPDATE total SET crc_sum = (SELECT sum(crc) % 4294967296 FROM {table}) WHERE name = '{table}'"
        );
        assert_eq!(database.execute(&sum, []).unwrap(), 1);
        database.close().unwrap();
        reload(&path).map(drop).map_err(|error| error.to_string())
    };
    let known = properties.as_bytes();
    assert_eq!([opens(with_node(0, known)), opens(with_type(0))], [Ok(()), Ok(())]);
    for refused in [opens(with_node(1, known)), opens(with_node(0, &unknown)), opens(with_type(1))] {
        assert!(refused.unwrap_err().contains("damaged"));
    }
}

#[test]
fn a_view_in_place_of_a_table_is_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    stored(&path, 1);
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "DROP TABLE node; CREATE VIEW node AS WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r)
             SELECT id, x'' AS labels, x'' AS properties, 0 AS crc FROM r",
        )
        .unwrap();
    database.close().unwrap();
    assert!(reload(&path).unwrap_err().to_string().contains("its tables are not those"));
}

/// Not a test of its own: the process that [`killed_while_writing`] kills. Says each batch that is on the disk.
#[test]
fn writes_until_killed() {
    let Some(path) = std::env::var_os("FACTLOOM_TEST_KILL").map(PathBuf::from) else { return };
    let mut store = Store::open(&path).unwrap();
    let mut graph = store.load().unwrap();
    loop {
        extend(&mut graph, 7);
        store.save(&graph, &graph.changes()).unwrap();
        graph.commit();
        println!("saved {}", graph.node_count());
    }
}

#[test]
fn killed_while_writing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.loom");
    Store::create(&path).unwrap().close().unwrap();
    for round in 0..thorough(4, 200) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::writes_until_killed", "--nocapture"])
            .env("FACTLOOM_TEST_KILL", &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged = 0;
        for _ in 0..3 + round * 7 % 11 {
            let line = lines.by_ref().map_while(Result::ok).find(|line| line.contains("saved "));
            acknowledged = line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let graph = reload(&path).unwrap();
        assert!(graph.node_count() >= acknowledged, "{} of {acknowledged}", graph.node_count());
        assert_eq!(graph.node_count() % 7, 0, "a torn batch");
        assert_eq!(graph.relationship_count(), graph.node_count() / 7 * 6);
    }
}

/// A graph large enough for a cache: a ring with numbers.
fn ring(length: usize) -> Graph {
    let mut graph = Graph::new();
    let (label, kind) = (graph.label("N"), graph.relationship_type("NEXT"));
    let (number, text) = (graph.key("number"), graph.key("text"));
    let nodes: Vec<NodeId> = (0..length)
        .map(|at| graph.create_node(&[label], vec![(number, (at as i64).into())]).unwrap())
        .collect();
    for at in 0..length {
        let value = Value::from(format!("step {at}"));
        graph.create_relationship(nodes[at], nodes[(at + 1) % length], kind, vec![(text, value)]).unwrap();
    }
    graph
}

#[test]
fn a_small_graph_needs_no_cache() {
    let folder = tempfile::tempdir().unwrap();
    for (size, wanted) in [(300, false), (9_990, false), (10_010, true)] {
        let path = folder.path().join(format!("{size}.loom"));
        let graph = ring(size);
        let mut store = Store::create(&path).unwrap();
        store.save(&graph, &graph.everything()).unwrap();
        graph.view();
        store.cache(&graph);
        store.close().unwrap();
        assert_eq!(folder.path().join(format!("{size}.loom.cache")).exists(), wanted, "{size}");
    }
}

#[test]
fn a_cache_is_used_only_for_what_it_is_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ring.loom");
    let cache = folder.path().join("ring.loom.cache");
    let graph = ring(10_500);
    let mut store = Store::create(&path).unwrap();
    store.save(&graph, &graph.everything()).unwrap();
    store.cache(&graph);
    assert!(!cache.exists(), "no query wanted it");
    graph.view();
    store.cache(&graph);
    store.close().unwrap();
    let whole = std::fs::read(&cache).unwrap();
    let picture_of = |path: &Path| picture(&reload(path).unwrap());
    let before = picture(&graph);
    assert!(reload(&path).unwrap().has_view(), "it was opened from the cache");
    assert_eq!(picture_of(&path), before);

    // Damaged anywhere, cut or empty: the file is read in its place.
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        std::fs::write(&cache, damaged).unwrap();
        let opened = reload(&path).unwrap();
        assert!(!opened.has_view(), "byte {at} is wrong");
        std::fs::write(&cache, &whole[..at]).unwrap();
        assert!(!reload(&path).unwrap().has_view(), "cut at {at}");
    }
    std::fs::write(&cache, &whole).unwrap();

    // Changed through the cache: the change is kept, and the cache is of no use any more.
    let mut store = Store::open(&path).unwrap();
    let mut opened = store.load().unwrap();
    assert!(opened.has_view());
    opened.begin();
    let key = opened.key("number");
    opened.set_node_property(NodeId(7), key, Value::from(-7)).unwrap();
    store.save(&opened, &opened.changes()).unwrap();
    opened.commit();
    store.close().unwrap();
    let after = picture(&opened);
    assert_ne!(after, before);
    assert!(!reload(&path).unwrap().has_view(), "the cache is out of date");
    assert_eq!(picture_of(&path), after);

    // Another graph under the same name and batch.
    std::fs::remove_file(&path).unwrap();
    let other = ring(10_501);
    let mut store = Store::create(&path).unwrap();
    store.save(&other, &other.everything()).unwrap();
    store.close().unwrap();
    assert_eq!(picture_of(&path), picture(&other));
    std::fs::remove_file(&cache).unwrap();
    assert_eq!(picture_of(&path), picture(&other));
}
