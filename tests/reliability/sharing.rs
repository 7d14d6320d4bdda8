//! Several processes on one file: writers that lose nothing and do not overwrite each other, readers that see whole
//! batches only, a reader that stays on what it opened, a file that is replaced.

use crate::support::{assert_sound, exported, factloom, figure, program, thorough};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// `factloom query --stdin`, one request after the other.
pub(crate) struct Talk {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Talk {
    pub(crate) fn new(folder: &Path, graph: &str) -> Talk {
        let mut command = program(folder, &["query", graph, "--stdin"]);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Talk { child, to, from: BufReader::new(from) }
    }

    fn ask(&mut self, query: &str) -> Value {
        self.ask_with(query, json!({}))
    }

    pub(crate) fn ask_with(&mut self, query: &str, params: Value) -> Value {
        writeln!(self.to, "{}", json!({"id": 1, "query": query, "params": params})).unwrap();
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn end(mut self) -> Option<i32> {
        drop(self.to);
        self.child.wait().unwrap().code()
    }
}

fn start(folder: &Path) {
    std::fs::write(folder.join("empty.json"), r#"{"graph": {"version": 1}, "nodes": [], "edges": []}"#)
        .unwrap();
    assert_eq!(factloom(folder, &["import", "g.loom", "empty.json"]).code, Some(0));
}

#[test]
fn writers_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    start(at);
    let rounds = thorough(8, 150);
    let (mut done, mut refused) = (Vec::new(), 0);
    std::thread::scope(|scope| {
        let writer = |who: usize| {
            move || {
                let (mut done, mut refused) = (Vec::new(), 0);
                for round in 0..rounds {
                    let ended = factloom(
                        at,
                        &["query", "g.loom", &format!("CREATE (:W {{id: {}}})", who * 1000 + round)],
                    );
                    match ended.code {
                        Some(0) => done.push(who * 1000 + round),
                        Some(1) if ended.err.contains("by another process") => refused += 1,
                        _ => panic!("{ended:?}"),
                    }
                }
                (done, refused)
            }
        };
        let writers: Vec<_> = (0..4).map(|who| scope.spawn(writer(who))).collect();
        for writer in writers {
            let (own, others) = writer.join().unwrap();
            done.extend(own);
            refused += others;
        }
    });
    assert_sound(at, "g.loom");
    let ended =
        factloom(at, &["query", "g.loom", "MATCH (w:W) RETURN w.id AS id ORDER BY id", "--format", "csv"]);
    let found: Vec<usize> = ended.out.lines().skip(1).map(|line| line.parse().unwrap()).collect();
    done.sort_unstable();
    assert_eq!(found, done, "what was acknowledged is there, once, and nothing else");
    figure(
        "four writers at once",
        format!(
            "{} statements: {} acknowledged and there, {refused} refused with a message, none lost",
            4 * rounds,
            done.len()
        ),
    );
}

#[test]
fn readers_during_writes() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    start(at);
    let batches = thorough(40, 1500);
    let reads = std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let mut talk = Talk::new(at, "g.loom");
            for batch in 0..batches {
                let answer = talk.ask(&format!("UNWIND range(1, 13) AS i CREATE (:B {{b: {batch}}})"));
                assert_eq!(answer["stats"]["nodes_created"], 13, "{answer}");
            }
            assert_eq!(talk.end(), Some(0));
        });
        let (mut reads, mut last) = (0, 0);
        while !writer.is_finished() {
            let ended =
                factloom(at, &["query", "g.loom", "MATCH (b:B) RETURN count(*) AS n", "--format", "csv"]);
            assert_eq!(ended.code, Some(0), "{ended:?}");
            let count: usize = ended.out.lines().nth(1).unwrap().parse().unwrap();
            assert_eq!(count % 13, 0, "half a batch was seen");
            assert!(count >= last, "an older state after a newer one");
            (last, reads) = (count, reads + 1);
        }
        writer.join().unwrap();
        reads
    });
    assert_sound(at, "g.loom");
    figure(
        "readers during writes",
        format!("{batches} batches written, {reads} reads, each of whole batches"),
    );
}

#[test]
fn a_reader_stays_on_what_it_opened() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    start(at);
    let count = "MATCH (n:N) RETURN count(*)";
    let mut reader = Talk::new(at, "g.loom");
    assert_eq!(reader.ask(count)["rows"], json!([[0]]));
    assert_eq!(factloom(at, &["query", "g.loom", "CREATE (:N)"]).code, Some(0));
    assert_eq!(reader.ask(count)["rows"], json!([[0]]), "the graph of the moment at which it was opened");
    let refused = reader.ask("CREATE (:N {late: true})");
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("was changed by another process since it was read; nothing was written"),
        "{message}"
    );
    assert_eq!(reader.ask(count)["rows"], json!([[0]]), "what was refused is not in its own graph either");
    reader.end();
    let found = factloom(at, &["query", "g.loom", "MATCH (n:N) RETURN n.late AS late", "--format", "csv"]);
    assert_eq!(found.out, "late\n\n", "{found:?}");
    assert_sound(at, "g.loom");
    figure("a reader on an old state", "answers from it; its write is refused with a message");
}

#[cfg(unix)]
#[test]
fn a_file_replaced_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    start(at);
    assert_eq!(factloom(at, &["query", "g.loom", "CREATE (:Old)"]).code, Some(0));
    for removed in [false, true] {
        std::fs::copy(at.join("g.loom"), at.join("other.loom")).unwrap();
        assert_eq!(factloom(at, &["query", "other.loom", "CREATE (:New)"]).code, Some(0));
        let other = exported(at, "other.loom");
        let mut reader = Talk::new(at, "g.loom");
        let before = reader.ask("MATCH (n) RETURN count(*)")["rows"].clone();
        if removed {
            std::fs::remove_file(at.join("g.loom")).unwrap();
        } else {
            std::fs::rename(at.join("other.loom"), at.join("g.loom")).unwrap();
        }
        assert_eq!(reader.ask("MATCH (n) RETURN count(*)")["rows"], before);
        let refused = reader.ask("CREATE (:Lost)");
        let message = refused["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains("was removed or replaced by another file"), "{refused}");
        reader.end();
        if !removed {
            assert_sound(at, "g.loom");
            assert_eq!(exported(at, "g.loom"), other, "the new file is as it was");
        }
    }
    figure(
        "a file replaced or removed while it is open",
        "answers from what was opened; a write is refused with a message",
    );
}
