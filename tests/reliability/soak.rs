//! Hours of mixed reading and writing on one file: memory and the file's size level out, answers stay as quick as at first.
//! One process that stays asks and writes; others come and go, read the whole file, and see what was acknowledged.
//! Beside the clock it reads the processor time that the program took, which tells whether it grows slower on a busy machine too.

use crate::sharing::Talk;
use crate::support::{articles, assert_sound, factloom, figure, thorough};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Nodes of its own that the graph holds all the time: as many are made as are deleted.
const HELD: usize = 2_000;

/// What is asked, in turn; each answer is known to be there.
const READS: [&str; 7] = [
    "MATCH (n:Held) WHERE n.id = $id RETURN n.text",
    "MATCH (a:Held)-[:AFTER]->(b:Held)-[:AFTER]->(c:Held) WHERE c.id > $id RETURN count(*)",
    "MATCH (n:Held) RETURN n.kind AS kind, count(*) AS n, max(n.id) ORDER BY n DESC LIMIT 3",
    "MATCH (a)-[f]->(b) WHERE f.confidence > 0.6 RETURN a.name, type(f), b.name ORDER BY f.confidence DESC LIMIT 20",
    "MATCH p = shortestPath((a:Held {id: $id})-[:AFTER*..6]->(b:Held {id: $id - 5})) RETURN length(p)",
    "MATCH (n:Held) WHERE n.text CONTAINS 'sixty' AND n.seen IS NULL RETURN count(*)",
    "? visits ?",
];

/// What takes longer than this on a processor is shown by itself.
const SLOW: Duration = Duration::from_millis(200);

/// Microseconds by the clock and on a processor.
#[derive(Debug, Default)]
struct Times {
    clock: Vec<u64>,
    processor: Vec<u64>,
}

impl Times {
    fn push(&mut self, clock: Duration, processor: Duration) {
        self.clock.push(u64::try_from(clock.as_micros()).unwrap());
        self.processor.push(u64::try_from(processor.as_micros()).unwrap());
    }

    fn shown(&mut self) -> String {
        let (clock, processor) = (quantiles(&mut self.clock), quantiles(&mut self.processor));
        format!("{} {clock} ms, {processor} ms of processor", self.clock.len())
    }
}

#[derive(Debug, Default)]
struct Window {
    reads: Times,
    writes: Times,
    memory: u64,
    size: u64,
    files: u64,
}

/// Microseconds at the middle, below which 99 of 100 are, and the longest.
fn quantiles(times: &mut [u64]) -> String {
    times.sort_unstable();
    let at = |part: usize| times.get((times.len() * part / 1000).min(times.len().saturating_sub(1)));
    let shown = |part| at(part).map_or("-".to_owned(), |us| format!("{:.1}", *us as f64 / 1000.0));
    format!("{}/{}/{}", shown(500), shown(990), shown(1000))
}

/// What reading of a thread that has just ended says.
const ENOENT: i32 = 2;
const ESRCH: i32 = 3;

/// What all threads of a process have run so far.
fn processor(pid: u32) -> Duration {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let run = threads.map(|thread| {
        // A thread that has ended meanwhile counts nothing; one that could not be read for another reason would count wrong.
        match std::fs::read_to_string(thread.unwrap().path().join("schedstat")) {
            Ok(text) => {
                text.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or_else(|| panic!("{text:?}"))
            }
            Err(error) if [Some(ENOENT), Some(ESRCH)].contains(&error.raw_os_error()) => 0,
            Err(error) => panic!("{error}"),
        }
    });
    Duration::from_nanos(run.sum())
}

fn resident(pid: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}

/// The bytes of the graph's file, and of all that lies beside it.
fn sizes(folder: &Path) -> (u64, u64) {
    let size = |path: &Path| path.metadata().map_or(0, |data| data.len());
    let all = std::fs::read_dir(folder).unwrap().map(|entry| size(&entry.unwrap().path())).sum();
    (size(&folder.join("g.loom")), all)
}

#[cfg(target_os = "linux")]
#[test]
fn mixed_for_hours() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let files: Vec<String> = articles().iter().map(|path| path.display().to_string()).take(4).collect();
    let mut arguments = vec!["build", "-o", "g.loom", "--model", "fast"];
    arguments.extend(files.iter().map(String::as_str));
    assert_eq!(factloom(at, &arguments).code, Some(0));
    let (span, pause) = (Duration::from_secs(thorough(3, 7_200) as u64), thorough(0, 60) as u64);
    let windows = 12;

    let mut talk = Talk::new(at, "g.loom");
    let create = "UNWIND range($from, $to - 1) AS i
        CREATE (:Held {id: i, kind: 'k' + toString(i % 7), text: 'number ' + toString(i) + CASE WHEN i % 60 = 0 THEN ' sixty' ELSE '' END})";
    let link = "MATCH (a:Held), (b:Held) WHERE a.id >= $from AND a.id < $to AND b.id = a.id - 1 CREATE (a)-[:AFTER {at: a.id}]->(b)";
    let mut count = HELD;
    for query in [create, link] {
        let answer = talk.ask_with(query, json!({"from": 0, "to": HELD}));
        assert!(answer["error"].is_null(), "{answer}");
    }
    let (begun, mut step, mut visits) = (Instant::now(), 0, 0);
    let mut all: Vec<Window> = Vec::new();
    for window in 1..=windows {
        let mut seen = Window::default();
        let end = begun + span * window / windows;
        while Instant::now() < end {
            step += 1;
            let oldest = count - HELD;
            let id = oldest + 10 + step % (HELD - 10);
            let ask = |talk: &mut Talk, query: &str, values: Value, times: &mut Times| {
                let (started, before) = (Instant::now(), processor(talk.id()));
                let answer = talk.ask_with(query, values);
                let clock = started.elapsed();
                let after = processor(talk.id());
                if after.saturating_sub(before) > SLOW || clock > SLOW * 10 {
                    let at = begun.elapsed().as_secs();
                    figure(
                        "slow",
                        format!("after {at} s: {clock:?}, processor {before:?} to {after:?}: {query}"),
                    );
                }
                times.push(clock, after.saturating_sub(before));
                assert!(answer["error"].is_null(), "{query}: {answer}");
                answer
            };
            let answer = ask(&mut talk, READS[step % READS.len()], json!({"id": id}), &mut seen.reads);
            if step % READS.len() == 0 {
                assert!(answer["rows"][0][0].as_str().unwrap().starts_with(&format!("number {id}")));
            }
            if step % 4 == 0 {
                // Ten more, ten fewer, some changed.
                let values = || json!({"from": count, "to": count + 10, "old": oldest + 10, "id": id});
                let change =
                    "MATCH (n:Held) WHERE n.id >= $id - 3 AND n.id <= $id SET n.seen = $id, n.kind = 'seen'";
                let delete = "MATCH (n:Held) WHERE n.id < $old DETACH DELETE n";
                for query in [create, link, change, delete] {
                    ask(&mut talk, query, values(), &mut seen.writes);
                }
                count += 10;
            }
            if step % thorough(50, 500) == 0 {
                // Somebody else looks in.
                visits += 1;
                let query = "MATCH (n:Held) RETURN count(*) AS n, max(n.id) AS last";
                let ended = factloom(at, &["query", "g.loom", query, "--format", "csv"]);
                assert_eq!(
                    ended.out.lines().nth(1),
                    Some(format!("{HELD},{}", count - 1).as_str()),
                    "{ended:?}"
                );
            }
            std::thread::sleep(Duration::from_millis(pause));
        }
        seen.memory = resident(talk.id());
        (seen.size, seen.files) = sizes(at);
        figure(
            &format!("mixed reading and writing, part {window} of {windows}"),
            format!(
                "reads {}; writes {} (middle/99 %/longest); memory {} MB, file {} kB, all files {} kB",
                seen.reads.shown(),
                seen.writes.shown(),
                seen.memory / 1024,
                seen.size / 1024,
                seen.files / 1024
            ),
        );
        all.push(seen);
    }
    assert_eq!(talk.end(), Some(0));
    assert_sound(at, "g.loom");
    let (early, late) = (&all[2], all.last().unwrap());
    let (reads, writes) = all
        .iter()
        .fold((0, 0), |sum, part| (sum.0 + part.reads.clock.len(), sum.1 + part.writes.clock.len()));
    figure(
        "mixed reading and writing",
        format!("{reads} reads, {writes} writes, {visits} other readers in {} s; file sound", span.as_secs()),
    );
    assert!(late.memory < early.memory + early.memory / 4 + 8_192, "memory grows: {early:?} {late:?}");
    assert!(late.files < early.files * 2 + (4 << 20), "the files grow: {early:?} {late:?}");
}
