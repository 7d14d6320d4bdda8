//! `kill -9` at random moments of build, import and write queries: the file opens and is sound, what was acknowledged is
//! there, and nothing is there by halves.

use crate::support::{
    Random, articles, assert_sound, exported, factloom, figure, finish, program, thorough, wait, words,
};
use serde_json::json;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Steps that take a file from each of these states to the next, each as the program's arguments.
struct Journey {
    steps: Vec<Vec<String>>,
    /// What the file exports before the first step and after each.
    states: Vec<String>,
    /// What it may export in the middle of each step as well: a long build saves whole articles from time to time.
    between: Vec<Vec<String>>,
    /// How long the steps take.
    longest: Duration,
}

impl Journey {
    fn new(folder: &Path, first: Vec<String>, steps: Vec<Vec<String>>) -> Journey {
        let between = vec![Vec::new(); steps.len()];
        let mut journey = Journey { steps, states: Vec::new(), between, longest: Duration::ZERO };
        run(folder, &first);
        std::fs::copy(folder.join("g.loom"), folder.join("first.loom")).unwrap();
        journey.states.push(exported(folder, "g.loom"));
        for step in &journey.steps {
            let started = Instant::now();
            run(folder, step);
            journey.longest = journey.longest.max(started.elapsed());
            let state = exported(folder, "g.loom");
            assert_ne!(Some(&state), journey.states.last(), "{step:?} changes nothing");
            journey.states.push(state);
        }
        std::fs::copy(folder.join("first.loom"), folder.join("g.loom")).unwrap();
        journey
    }

    /// Kills each step at a random moment: the file is as before it or as after it. Gives how often each was so.
    fn kill(&self, folder: &Path, kills: usize, random: &mut Random) -> (usize, usize) {
        let (mut at, mut before, mut after) = (0, 0, 0);
        while before + after < kills {
            if at == self.steps.len() {
                std::fs::copy(folder.join("first.loom"), folder.join("g.loom")).unwrap();
                at = 0;
            }
            let arguments: Vec<&str> = self.steps[at].iter().map(String::as_str).collect();
            let mut child = program(folder, &arguments).stderr(Stdio::null()).spawn().unwrap();
            let moment = random.below(usize::try_from(self.longest.as_micros()).unwrap());
            let ended = wait(&mut child, Duration::from_micros(moment as u64));
            child.kill().unwrap();
            child.wait().unwrap();
            assert_sound(folder, "g.loom");
            let found = exported(folder, "g.loom");
            let acknowledged = ended.is_some_and(|status| status.success());
            if found == self.states[at] {
                assert!(!acknowledged, "step {at} was acknowledged and is not there");
                before += 1;
            } else if self.between[at].contains(&found) {
                assert!(!acknowledged, "step {at} was acknowledged and is there in part");
                before += 1;
            } else {
                assert!(found == self.states[at + 1], "step {at} is there by halves");
                // Only a kill counts, not an end of its own.
                after += usize::from(!acknowledged);
                at += 1;
            }
        }
        (before, after)
    }
}

fn run(folder: &Path, step: &[String]) {
    let ended = factloom(folder, &step.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ended.code, Some(0), "{step:?}: {}", ended.err);
}

#[test]
fn killed_while_building() {
    let folder = tempfile::tempdir().unwrap();
    let build = |files: &[std::path::PathBuf]| -> Vec<String> {
        let files = files.iter().map(|file| file.to_string_lossy().into_owned());
        ["build".into()].into_iter().chain(files).chain(words("-o g.loom --threads 1")).collect()
    };
    let all = articles();
    let at_once = thorough(5, 2);
    let steps = all[1..].chunks(at_once).map(build).collect();
    let mut journey = Journey::new(folder.path(), build(&all[..1]), steps);
    // Where the machine is slow, some articles of a step are saved before the others.
    for (step, files) in all[1..].chunks(at_once).enumerate() {
        for file in &files[..files.len() - 1] {
            run(folder.path(), &build(std::slice::from_ref(file)));
            journey.between[step].push(exported(folder.path(), "g.loom"));
        }
        run(folder.path(), &build(&files[files.len() - 1..]));
        assert!(exported(folder.path(), "g.loom") == journey.states[step + 1], "one by one it is the same");
    }
    std::fs::copy(folder.path().join("first.loom"), folder.path().join("g.loom")).unwrap();
    let kills = thorough(8, 350);
    let (before, after) = journey.kill(folder.path(), kills, &mut Random(1));
    figure(
        "kill -9 of build",
        format!("{kills} kills, {before} left the state before, {after} the state after"),
    );
}

#[test]
fn killed_while_importing() {
    let folder = tempfile::tempdir().unwrap();
    let parts = 4;
    for part in 0..=parts {
        // Ten thousand nodes, so that the writing takes most of the time.
        let ids = |range: std::ops::Range<usize>| range.map(|at| part * 10_000 + at);
        let node = |id| json!({"id": id, "labels": ["N"], "properties": {"part": part}});
        let edge = |id| json!({"key": id, "source": id, "target": id + 1, "type": "NEXT", "properties": {}});
        let nodes: Vec<_> = ids(0..10_000).map(node).collect();
        let edges: Vec<_> = ids(0..9_999).map(edge).collect();
        let graph = json!({"graph": {"version": 1}, "nodes": nodes, "edges": edges});
        std::fs::write(folder.path().join(format!("{part}.json")), graph.to_string()).unwrap();
    }
    let steps = (1..=parts).map(|part| words(&format!("import g.loom {part}.json"))).collect();
    let journey = Journey::new(folder.path(), words("import g.loom 0.json"), steps);
    let kills = thorough(8, 300);
    let (before, after) = journey.kill(folder.path(), kills, &mut Random(2));
    figure(
        "kill -9 of import",
        format!("{kills} kills, {before} left the state before, {after} the state after"),
    );
}

/// A new file carries its name when it is whole, and not before.
#[test]
fn killed_while_making_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let count = 20_000;
    std::fs::write(
        at.join("schema.json"),
        r#"{"labels": {"N": {"file": "n.csv", "props": [["id", "INT64"]]}},
        "rels": [{"type": "NEXT", "file": "r.csv", "props": [["day", "DATE"]]}]}"#,
    )
    .unwrap();
    let rows = |head: &str, row: &dyn Fn(usize) -> String| -> String {
        std::iter::once(head.to_owned()).chain((0..count).map(row)).collect()
    };
    std::fs::write(at.join("n.csv"), rows("id\n", &|id| format!("{id}\n"))).unwrap();
    let next = |id| format!("{id},{},2026-01-02\n", (id + 1) % count);
    std::fs::write(at.join("r.csv"), rows("from,to,day\n", &next)).unwrap();
    let import = ["import", "g.loom", "--schema", "schema.json", "--dir", "."];
    let started = Instant::now();
    run(at, &import.map(str::to_owned));
    let longest = usize::try_from(started.elapsed().as_micros()).unwrap();
    let whole = exported(at, "g.loom");
    let (kills, mut random) = (thorough(8, 300), Random(5));
    let (mut before, mut after) = (0, 0);
    while before + after < kills {
        std::fs::remove_file(at.join("g.loom")).ok();
        let mut child = program(at, &import).stderr(Stdio::null()).spawn().unwrap();
        let ended = wait(&mut child, Duration::from_micros(random.below(longest) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = ended.is_some_and(|status| status.success());
        if at.join("g.loom").exists() {
            assert_sound(at, "g.loom");
            assert!(exported(at, "g.loom") == whole, "the new file is there by halves");
            after += usize::from(!acknowledged);
        } else {
            assert!(!acknowledged, "the new file was acknowledged and is not there");
            before += 1;
        }
    }
    figure(
        "kill -9 while a file is made",
        format!("{kills} kills, {before} left no file, {after} the whole one"),
    );
}

/// Corrections of a file of the first version, which the first of them brings to the present one.
#[test]
fn killed_while_correcting() {
    let folder = tempfile::tempdir().unwrap();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/version-1.loom");
    std::fs::copy(old, folder.path().join("g.loom")).unwrap();
    let query = |text: &str| ["query", "g.loom", text].map(str::to_owned).to_vec();
    let steps = [
        ":retype Turin = Organization",
        ":merge Luigi Menabrea = Ada Lovelace",
        ":reject Ada Lovelace visits Turin",
        ":alias Torino = Turin",
        ":corrections undo 2",
        ":split Torino",
    ];
    let journey = Journey::new(folder.path(), query("RETURN 1"), steps.map(query).to_vec());
    let kills = thorough(8, 300);
    let (before, after) = journey.kill(folder.path(), kills, &mut Random(4));
    figure(
        "kill -9 of corrections",
        format!("{kills} kills, {before} left the state before, {after} the state after"),
    );
}

/// Statements over standard input, each answered when it is on the disk: those that were answered are there.
#[test]
fn killed_while_answering_writes() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("empty.json"), r#"{"graph": {"version": 1}, "nodes": [], "edges": []}"#).unwrap();
    run(at, &words("import g.loom empty.json"));
    let kills = thorough(8, 350);
    let mut random = Random(3);
    let (mut batches, mut acknowledged_in_all) = (0, 0);
    for _ in 0..kills {
        let arguments = ["query", "g.loom", "--stdin", "--format", "json"];
        let mut child = program(at, &arguments).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (mut to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let size = 1 + random.below(200);
        let first = batches;
        let writer = std::thread::spawn(move || {
            for batch in first.. {
                let query = format!(
                    "UNWIND range(1, {size}) AS i CREATE (:B {{b: {batch}, n: {size}, i: i}})-[:R]->(:C)"
                );
                let request = json!({"id": batch, "query": query}).to_string() + "\n";
                if to.write_all(request.as_bytes()).is_err() {
                    return;
                }
            }
        });
        let moment = Duration::from_micros(random.below(60_000) as u64);
        let killer = std::thread::spawn(move || {
            std::thread::sleep(moment);
            child.kill().unwrap();
            child.wait().unwrap();
        });
        let mut answered = 0;
        let mut answers: VecDeque<String> = BufReader::new(from).lines().map_while(Result::ok).collect();
        while let Some(answer) = answers.pop_front() {
            // The last may be cut short.
            match serde_json::from_str::<serde_json::Value>(&answer) {
                Ok(answer) if answer["stats"]["nodes_created"] == size * 2 => answered += 1,
                Ok(answer) => panic!("{answer}"),
                Err(_) => assert!(answers.is_empty(), "{answer}"),
            }
        }
        killer.join().unwrap();
        writer.join().unwrap();
        assert_sound(at, "g.loom");
        let query = "MATCH (b:B)-[:R]->(c:C) WITH b.b AS b, b.n AS n, count(*) AS found, sum(b.i) AS sum
                     RETURN count(*) AS batches, min(b) AS first, max(b) AS last,
                     count(CASE WHEN found <> n OR sum <> n * (n + 1) / 2 THEN 1 END) AS torn";
        let ended = finish(program(at, &["query", "g.loom", query, "--format", "csv"]), "");
        let row = ended.out.lines().nth(1).unwrap().to_owned();
        let numbers: Vec<i64> = row.split(',').map(|n| n.parse().unwrap_or(-1)).collect();
        assert_eq!((numbers[3], numbers[2] + 1), (0, numbers[0]), "torn or missing: {row}");
        assert!(
            numbers[0] >= first + answered,
            "{} of {} acknowledged are there",
            numbers[0],
            first + answered
        );
        assert!(
            numbers[0] <= first + answered + 1,
            "one statement at most is done and not yet answered: {row}"
        );
        acknowledged_in_all += answered;
        batches = numbers[0];
        if batches > 400 {
            std::fs::remove_file(at.join("g.loom")).unwrap();
            run(at, &words("import g.loom empty.json"));
            batches = 0;
        }
    }
    figure(
        "kill -9 of write queries",
        format!("{kills} kills, {acknowledged_in_all} statements acknowledged, none lost"),
    );
}
