//! A file with changed bytes: it is refused, or says what was stored. Six bytes of input are one change: where (four), how many
//! of them (one), which (one).

#![no_main]

use factloom::export::Format;
use factloom::graph::Graph;
use factloom::query::{Limits, Parameters, Procedures, run};
use factloom::store::{GraphStore, Store};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const BUILD: &str = "UNWIND range(1, 40) AS i CREATE (a:Person {name: 'n' + toString(i), k: i})-[:R {w: i, why: ['x', 'y']}]->(b:B)";

struct Subject {
    folder: tempfile::TempDir,
    whole: Vec<u8>,
    right: String,
}

fn written(graph: &Graph) -> String {
    let mut bytes = Vec::new();
    Format::Json.write(graph, &mut bytes).expect("a vector takes all");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

static SUBJECT: LazyLock<Subject> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("whole.loom");
    let mut graph = Graph::new();
    graph.begin();
    run(&mut graph, BUILD, &Parameters::new(), &Limits::default(), &Procedures::default()).expect("sound");
    let mut store = Store::create(&path).expect("a new file");
    let changes = graph.commit();
    store.save(&graph, &changes).expect("there is room");
    store.close().expect("it closes");
    let right = written(&Store::open_read_only(&path).and_then(|mut s| s.load()).expect("it opens"));
    Subject { whole: std::fs::read(&path).expect("it is there"), folder, right }
});

fuzz_target!(|bytes: &[u8]| {
    let Subject { folder, whole, right } = &*SUBJECT;
    let mut file = whole.clone();
    for change in bytes.chunks_exact(6) {
        let at = u32::from_le_bytes([change[0], change[1], change[2], change[3]]) as usize % file.len();
        let end = (at + 1 + usize::from(change[4]) % 32).min(file.len());
        file[at..end].fill(change[5]);
    }
    let path = folder.path().join("changed.loom");
    std::fs::write(&path, &file).expect("there is room");
    if let Ok(graph) = Store::open_read_only(&path).and_then(|mut store| store.load()) {
        assert!(written(&graph) == *right, "silently wrong");
    }
});
