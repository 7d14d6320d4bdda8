//! The program as a shell sees it: output, messages, exit statuses.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

struct Run {
    out: String,
    err: String,
    code: Option<i32>,
}

/// Runs the program in a folder, with this on standard input.
fn factloom(folder: &Path, arguments: &[&str], input: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_factloom"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends before it read everything is no failure of the test.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
}

/// It fails with this status and one message that says this, and nothing goes to standard output.
fn refused(folder: &Path, arguments: &[&str], input: &str, code: i32, says: &str) {
    let run = factloom(folder, arguments, input);
    assert_eq!(run.code, Some(code), "{arguments:?}: {}", run.err);
    assert!(run.err.contains(says), "{arguments:?}: {}", run.err);
    assert!(!run.err.contains("panicked") && run.out.is_empty(), "{arguments:?}: {}{}", run.out, run.err);
}

const ARTICLE: &str = "Ada Lovelace visited Turin. Ada Lovelace met Luigi Menabrea in Turin.\n";

#[test]
fn an_article_is_built_asked_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("ada.txt"), ARTICLE).unwrap();
    let built = factloom(at, &["build", "ada.txt", "-o", "g.loom"], "");
    assert_eq!((built.code, built.out.as_str()), (Some(0), ""), "{}", built.err);
    assert!(built.err.starts_with("1 article read; g.loom holds"), "{}", built.err);

    let asked = factloom(
        at,
        &[
            "query",
            "g.loom",
            "MATCH (a {name: $who})-[:VISITS]->(p) RETURN p.name AS place",
            "--format",
            "csv",
            "-p",
            "who=Ada Lovelace",
        ],
        "",
    );
    assert_eq!((asked.out.as_str(), asked.code), ("place\nTurin\n", Some(0)), "{}", asked.err);
    let why = factloom(at, &["why", "g.loom", "ada lovelace", "visits", "?"], "");
    assert!(why.out.contains("[Ada Lovelace] [visited] [Turin]"), "{}{}", why.out, why.err);

    let mut files: Vec<_> = std::fs::read_dir(at).unwrap().map(|f| f.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["ada.txt", "g.loom"], "one file is a graph, nothing is left beside it");

    let script = "CREATE (:Note {x: 1});\n:mode jsonl\nMATCH (n:Note)\nRETURN n.x AS x;\n";
    for rows in 1..=2 {
        let said = factloom(at, &["g.loom"], script);
        assert_eq!((said.out.lines().count(), said.code), (rows, Some(0)), "{}", said.err);
    }
}

#[test]
fn a_line_is_a_pattern_a_question_or_a_command_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let made = "CREATE (:Person {name: 'Ada'})-[:SIGNS]->(:Work {name: 'contract'}), (:Person {name: 'Bob'})-[:VISITS]->({name: 'Oslo'})";
    let script = format!(
        "{made}\n:mode csv\n? signs \"contract\"\n? visits Oslo\nWho visited Oslo?\nRETURN 1 AS one\nMATCH (n)\nRETURN count(n) AS all\n"
    );
    let run = factloom(at, &[":memory:"], &script);
    assert_eq!(run.code, Some(0), "{}", run.err);
    for line in ["Ada,signs,contract,", "Bob,visits,Oslo,", "Bob,true,Bob,visits,Oslo,", "one\n1\nall\n4\n"] {
        assert!(run.out.contains(line), "{line}: {}", run.out);
    }
    // What a line begins is not waited for in the next.
    let run = factloom(at, &[":memory:", "--keep-going"], "? signs contract\n:mode csv\nRETURN 1 AS one\n");
    assert_eq!((run.out.as_str(), run.code), ("one\n1\n", Some(1)), "{}", run.err);
    // A transaction that nobody ends is undone, and that is said.
    let run = factloom(at, &[":memory:"], ":begin\nCREATE (:A)\n");
    assert!(
        run.code == Some(0) && run.err.contains("without `:commit` its changes are undone"),
        "{}",
        run.err
    );
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    for (i, place) in ["Turin", "Oslo", "Lima", "Quito"].iter().enumerate() {
        std::fs::write(folder.path().join(format!("{i}.txt")), ARTICLE.replace("Turin", place)).unwrap();
    }
    let run = |threads| {
        factloom(
            folder.path(),
            &["extract", ".", "--format", "jsonl", "--threads", threads, "--model", "fast"],
            "",
        )
        .out
    };
    let one = run("1");
    assert!(one.lines().count() >= 4 && one == run("3"));
}

#[test]
fn bad_input_gets_a_message_and_a_status() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("empty")).unwrap();
    std::fs::write(at.join("binary.txt"), b"\x7fELF\0\0\0\x01\0\0").unwrap();
    std::fs::write(at.join("damaged.loom"), b"SQLite format 3\0 and then nothing of use").unwrap();
    refused(at, &["biuld", "a.txt", "-o", "g.loom"], "", 2, "did you mean `factloom build`?");
    refused(at, &["extract", "missing.txt"], "", 1, "there is no file or folder `missing.txt`");
    refused(at, &["extract", "empty"], "", 1, "holds no articles");
    refused(at, &["extract", "binary.txt"], "", 1, "is a binary file");
    refused(at, &["info", "missing.loom"], "", 1, "does not exist");
    refused(at, &["info", "damaged.loom"], "", 1, "damaged.loom");
    refused(at, &["query", ":memory:", "RETRUN 1"], "", 1, "RETRUN");
    refused(at, &["query", ":memory:", "RETURN $p"], "", 1, "--param p=");
    refused(at, &["query", ":memory:", "-"], "// first\n\nRETURN nope", 1, "standard input, line 3");
    refused(at, &["query", ":memory:", "RETURN 1", "--format", "xml"], "", 2, "no format `xml`");
    let nameless = factloom(at, &["query", ":memory:", "CREATE (n {name: 1}) RETURN n.nam"], "");
    assert!(nameless.code == Some(0) && nameless.err.contains("did you mean `name`?"), "{}", nameless.err);
    refused(at, &["query", ":memory:", "How come?"], "", 1, "Not understood");
    refused(at, &["query", ":memory:", "? signs contract"], "", 1, "`? signs \"contract\"`");
    let later = "RETURN 1 AS x\n  LIMIT 0; MATCH (n)\nRETURN nope";
    refused(at, &["query", ":memory:", "--format", "jsonl", later], "", 1, "query, line 3: error");
    refused(at, &["query", ":memory:", "--format", "jsonl", later], "", 1, "--> line 3, column 8\n3 |");
    refused(at, &["build", "missing.txt", "-o", "new.loom"], "", 1, "missing.txt");
    assert!(!at.join("new.loom").exists(), "no empty graph is left behind");
}

#[test]
fn what_can_be_read_is_read_and_the_rest_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("good.txt"), ARTICLE).unwrap();
    std::fs::write(at.join("latin.txt"), b"Ada Lovelace visited Bogot\xe1. \xff\n").unwrap();
    let run = factloom(at, &["extract", "good.txt", "missing.txt", "latin.txt"], "");
    assert_eq!(run.code, Some(3), "{}", run.err);
    assert!(run.out.contains("Ada Lovelace | visits | Turin") && run.err.contains("missing.txt"));
    refused(at, &["extract", "missing.txt", "good.txt", "--strict"], "", 1, "missing.txt");
}

#[test]
fn endless_statements_end_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let endless = "UNWIND range(1, 1000000000000) AS a RETURN count(*)";
    refused(folder.path(), &["query", ":memory:", endless, "--timeout", "0.2"], "", 124, "ran out of time");
}

/// The batch script among the examples gives what stands beside it.
#[test]
fn the_example_script_gives_its_expected_output() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let graph = folder.path().join("russia.loom");
    let graph = graph.to_str().unwrap();
    let built = factloom(root, &["build", "seeds/china-russia-defense.txt", "-o", graph], "");
    assert_eq!(built.code, Some(0), "{}", built.err);
    let asked = factloom(root, &["query", graph, "-f", "examples/questions.cypher", "--format", "tsv"], "");
    assert_eq!((asked.code, asked.err.as_str()), (Some(0), ""));
    assert_eq!(asked.out, include_str!("../../examples/questions.expected.tsv"));
}

#[test]
fn what_is_too_long_for_an_article_is_named_and_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let long = "word ".repeat(4_000_000);
    std::fs::write(at.join("long.txt"), &long).unwrap();
    std::fs::write(at.join("ada.txt"), ARTICLE).unwrap();
    refused(at, &["extract", "long.txt"], "", 1, "`long.txt` holds more than 16 MB");
    refused(at, &["extract", "-"], &long, 1, "`standard input` holds more than 16 MB");
    let lines =
        format!("{{\"text\": \"{long}\"}}\n{{\"id\": \"two\", \"text\": \"Ada Lovelace visited Turin.\"}}\n");
    std::fs::write(at.join("lines.jsonl"), lines).unwrap();
    let run = factloom(at, &["extract", "lines.jsonl", "ada.txt", "long.txt", "--format", "jsonl"], "");
    assert_eq!(run.code, Some(3), "{}", run.err);
    assert!(run.err.contains("lines.jsonl, line 1, holds more than 16 MB"), "{}", run.err);
    let from = |name: &str| run.out.contains(&format!("{{\"doc\":\"{name}\""));
    assert!(from("two") && from("ada"), "{}", run.out);
}

#[test]
fn another_language_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let german = "Der Minister sagte am Montag, dass die beiden Länder ihre Beziehungen vertiefen wollten und dass \
                  er hoffe, im Frühjahr wieder nach Russland zu reisen.";
    std::fs::write(at.join("minister.txt"), german).unwrap();
    let built = factloom(at, &["build", "minister.txt", "-o", "g.loom"], "");
    assert_eq!(built.code, Some(0));
    assert!(built.err.contains("minister: not English"), "{}", built.err);
    let info = factloom(at, &["info", "g.loom"], "");
    assert!(info.out.contains("; not English)"), "{}", info.out);
    let analysed = factloom(at, &["analyse", "minister.txt"], "");
    assert!(analysed.out.contains("\n# language = not English\n"), "{}", analysed.out);
}

#[test]
fn building_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("a.txt"), ARTICLE).unwrap();
    std::fs::write(at.join("b.jsonl"), "{\"text\": \"Peru borders Chile.\"}\n{\"no\": 1}\n").unwrap();
    let failed = factloom(at, &["build", "a.txt", "b.jsonl", "--strict", "-o", "g.loom"], "");
    assert_eq!(failed.code, Some(1));
    assert!(failed.err.contains("b.jsonl, line 2"), "{}", failed.err);
    std::fs::write(at.join("b.jsonl"), "{\"text\": \"Peru borders Chile.\"}\n").unwrap();
    let again = factloom(at, &["build", "a.txt", "b.jsonl", "--strict", "-o", "g.loom"], "");
    assert_eq!(again.code, Some(0), "{}", again.err);
    let export = |graph: &str| factloom(at, &["export", graph, "--format", "json"], "").out;
    factloom(at, &["build", "b.jsonl", "a.txt", "-o", "once.loom"], "");
    assert_eq!(export("g.loom"), export("once.loom"), "in steps or at once, the graph is the same");
}

/// Articles that only have a name in common are two; the same text again is none; a file that was changed is itself.
#[test]
fn an_article_takes_the_place_of_itself_only() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let build = |arguments: &[&str], input: &str| {
        let run = factloom(at, &[&["build"], arguments, &["-o", "g.loom"]].concat(), input);
        assert_eq!(run.code, Some(0), "{}", run.err);
        run.err
    };
    assert!(build(&["-"], "Ann Lee visited Rome.").ends_with("1 fact of 1 article\n"));
    assert!(build(&["-"], "Bob Ray visited Oslo.").ends_with("2 facts of 2 articles\n"));
    assert!(build(&["-"], "Bob Ray visited Oslo.").starts_with("0 articles read (1 there already)"));
    for (folder, text) in [("a", "Cy Day visited Bonn."), ("b", "Di Fox visited Kyiv.")] {
        std::fs::create_dir(at.join(folder)).unwrap();
        std::fs::write(at.join(folder).join("report.txt"), text).unwrap();
    }
    assert!(build(&["a"], "").ends_with("3 facts of 3 articles\n"));
    assert!(build(&["b"], "").ends_with("4 facts of 4 articles\n"));
    assert!(build(&["a", "b"], "").starts_with("0 articles read (2 there already)"));
    std::fs::write(at.join("b/report.txt"), "Di Fox visited Riga.").unwrap();
    let said = build(&["b"], "");
    assert!(said.starts_with("1 article read (1 in place of an older text)"), "{said}");
    assert!(said.ends_with("4 facts of 4 articles\n"), "{said}");
    let names = factloom(at, &["query", "g.loom", "? visits ?", "--format", "csv"], "").out;
    assert!(names.contains("Riga") && !names.contains("Kyiv") && names.contains("Rome"), "{names}");
}
