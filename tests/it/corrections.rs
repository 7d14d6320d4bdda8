//! Corrections with the program as a shell sees it: made once, they hold for every article that is read after.

use std::path::Path;
use std::process::Command;

/// Runs the program in a folder: what it printed and said, and whether it succeeded.
fn factloom(folder: &Path, arguments: &[&str]) -> (String, String, bool) {
    let run =
        Command::new(env!("CARGO_BIN_EXE_factloom")).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(run.stdout), text(run.stderr), run.status.success())
}

/// What it prints; it must succeed.
fn out(folder: &Path, arguments: &[&str]) -> String {
    let (out, err, done) = factloom(folder, arguments);
    assert!(done, "{arguments:?}: {err}");
    out
}

const FIRST: &str = "Ada Lovelace visited Turin. Ada Lovelace met Luigi Menabrea in Turin.\n";
const SECOND: &str = "Augusta King visited Torino. Charles Babbage works in London.\n";
/// Read when all corrections are made.
const THIRD: &str =
    "Augusta King praised Luigi Menabrea. Ada Byron visited Torino. Charles Babbage lives in London.\n";

const CORRECTIONS: &str = "\
:merge Augusta King = Ada Lovelace
:merge Torino = Turin
:alias Ada Byron = Ada Lovelace
:retype Turin = Organization
:reject Charles Babbage works-in London
";

/// Every fact and type, a line each.
fn picture(at: &Path, graph: &str) -> String {
    let facts =
        "MATCH (a)-[f]->(b) RETURN a.name AS a, type(f) AS r, b.name AS b, f.count AS n ORDER BY a, r, b";
    let nodes = "MATCH (e:Entity) RETURN e.name AS name, labels(e) AS is ORDER BY name";
    ["csv", "csv"]
        .iter()
        .zip([facts, nodes])
        .map(|(format, query)| out(at, &["query", graph, query, "--format", format]))
        .collect()
}

fn exported(at: &Path, graph: &str) -> String {
    out(at, &["export", graph, "--format", "json"])
}

#[test]
fn what_was_corrected_is_corrected_when_articles_are_read_again_and_added() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for (name, text) in [("first.txt", FIRST), ("second.txt", SECOND), ("corrections", CORRECTIONS)] {
        std::fs::write(at.join(name), text).unwrap();
    }
    out(at, &["build", "first.txt", "second.txt", "-o", "g.loom"]);
    assert!(picture(at, "g.loom").contains("Augusta King,VISITS,Torino,1"));
    let said = out(at, &["query", "g.loom", "-f", "corrections"]);
    assert!(said.starts_with("1: :merge Augusta King = Ada Lovelace (applies once"), "{said}");
    let corrected = picture(at, "g.loom");
    assert!(corrected.contains("Ada Lovelace,VISITS,Turin,2"), "{corrected}");
    assert!(!corrected.contains("Torino") && !corrected.contains("WORKS_IN"), "{corrected}");
    assert!(corrected.contains("Organization"), "{corrected}");

    // The same text changes nothing, other text is corrected as it is read, and so is a new article.
    out(at, &["build", "first.txt", "second.txt", "-o", "g.loom"]);
    assert_eq!(picture(at, "g.loom"), corrected);
    std::fs::write(at.join("second.txt"), format!("{SECOND}Charles Babbage works in London.\n")).unwrap();
    std::fs::write(at.join("third.txt"), THIRD).unwrap();
    out(at, &["build", "second.txt", "-o", "g.loom"]);
    out(at, &["build", "third.txt", "-o", "g.loom"]);
    let more = picture(at, "g.loom");
    assert!(more.contains("Ada Lovelace,VISITS,Turin,3"), "{more}");
    assert!(more.contains("Ada Lovelace,PRAISES,Luigi Menabrea,1"), "{more}");
    assert!(!more.contains("WORKS_IN") && !more.contains("Augusta") && !more.contains("Torino"), "{more}");

    // Corrected first and read later, or in another order, it is the same graph to the byte.
    std::fs::write(at.join("second.txt"), format!("{SECOND}Charles Babbage works in London.\n")).unwrap();
    out(at, &["build", "third.txt", "second.txt", "-o", "h.loom"]);
    out(at, &["build", "first.txt", "-o", "h.loom"]);
    out(at, &["query", "h.loom", "-f", "corrections"]);
    assert_eq!(exported(at, "h.loom"), exported(at, "g.loom"));

    // All taken back, it is as if nothing had been corrected.
    out(at, &["build", "first.txt", "second.txt", "third.txt", "-o", "plain.loom"]);
    for number in ["3", "1", "5", "4", "2"] {
        out(at, &["query", "g.loom", &format!(":corrections undo {number}")]);
    }
    assert_eq!(exported(at, "g.loom"), exported(at, "plain.loom"));
}

#[test]
fn corrections_are_checked_recovered_exported_and_imported() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("second.txt"), SECOND).unwrap();
    out(at, &["build", "second.txt", "-o", "g.loom"]);
    out(
        at,
        &["query", "g.loom", ":retype Torino = Organization\n:merge Torino = London\n:corrections undo 1"],
    );
    let listed = out(at, &["query", "g.loom", ":corrections", "--format", "csv"]);
    assert_eq!(listed, "number,correction,applies\n2,:merge Torino = London,1\n");
    assert!(out(at, &["info", "g.loom"]).contains("1 correction"));
    let checked = out(at, &["check", "g.loom"]);
    assert!(checked.contains(" 1 document, 1 correction can be read"), "{checked}");
    out(at, &["recover", "g.loom", "-o", "saved.loom"]);
    assert_eq!(exported(at, "saved.loom"), exported(at, "g.loom"));
    std::fs::write(at.join("g.json"), exported(at, "g.loom")).unwrap();
    out(at, &["import", "copy.loom", "g.json"]);
    assert_eq!(exported(at, "copy.loom"), exported(at, "g.loom"));
    std::fs::write(at.join("third.txt"), THIRD).unwrap();
    out(at, &["build", "third.txt", "-o", "copy.loom"]);
    assert!(!picture(at, "copy.loom").contains("Torino"));

    // A damaged correction is noticed, and the rest can be saved.
    let database = rusqlite::Connection::open(at.join("g.loom")).unwrap();
    database.execute("UPDATE correction SET item = replace(item, 'london', 'lisbon')", []).unwrap();
    database.close().unwrap();
    let (_, err, done) = factloom(at, &["query", "g.loom", "RETURN 1"]);
    assert!(!done && err.contains("correction 2: its checksum does not fit"), "{err}");
    let (said, _, whole) = factloom(at, &["recover", "g.loom", "-o", "rest.loom"]);
    assert!(!whole && said.contains("damaged: correction 2"), "{said}");
    assert!(!exported(at, "rest.loom").contains("corrections"));
}

#[test]
fn a_file_without_a_table_of_corrections_gains_it_when_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/version-1.loom");
    std::fs::copy(old, at.join("g.loom")).unwrap();
    let version = || -> (i64, i64) {
        let database = rusqlite::Connection::open(at.join("g.loom")).unwrap();
        let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'correction'";
        let number = |sql: &str| database.query_row(sql, [], |row| row.get(0)).unwrap();
        (number("PRAGMA user_version"), number(tables))
    };
    assert!(picture(at, "g.loom").contains("Ada Lovelace,VISITS,Turin,1"));
    assert!(out(at, &["check", "g.loom"]).contains("1 document can be read"));
    assert_eq!(
        out(at, &["query", "g.loom", ":corrections"]),
        "nothing was corrected; `:help merge` says how\n"
    );
    assert_eq!(version(), (1, 0), "reading leaves the file as it is");
    let before = std::fs::read(at.join("g.loom")).unwrap();
    let (_, err, done) = factloom(at, &["query", "g.loom", ":merge Nobody = Turin"]);
    assert!(!done && err.contains("there is no `Nobody`"), "{err}");
    assert!(std::fs::read(at.join("g.loom")).unwrap() == before);
    out(at, &["query", "g.loom", ":retype Turin = Organization"]);
    assert_eq!(version(), (2, 1));
    assert!(out(at, &["check", "g.loom"]).contains("1 correction can be read"));
    assert!(picture(at, "g.loom").contains("Organization"));
}
