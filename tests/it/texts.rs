//! Sentences stay in the graph's file and are read from there when they are asked for: the same words as from memory, or a
//! message.

use factloom::export::Format;
use factloom::fact::{Extraction, extract};
use factloom::graph::{Graph, add_articles};
use factloom::query::{Limits, Parameters, Procedures, run};
use factloom::session::why_parts;
use factloom::store::{GraphStore, Store};
use factloom::text::Document;
use std::path::Path;
use std::sync::Arc;

/// An article so long that its sentences do not stand together, with a fact in the last one.
fn article(place: &str) -> Extraction {
    let mut text = String::new();
    for number in 1..=400 {
        text += &format!("Nobody at the “{place}” office knew of number {number}, of tabs\tor of ünïcode. ");
    }
    text += &format!("Ada Lovelace visited {place}.");
    let document = Document::from_text("long", text);
    let analyser = factloom::analyse::Analyser::shared(factloom::analyse::Model::Fast);
    extract(&document, &analyser.analyse(&document))
}

fn json(graph: &Graph) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    Format::Json.write(graph, &mut bytes)?;
    Ok(String::from_utf8(bytes).unwrap())
}

/// A graph of the article as it was woven, and its file.
fn built(path: &Path) -> Graph {
    let mut graph = Graph::new();
    graph.begin();
    add_articles(&mut graph, [article("Turin")]).unwrap();
    let mut store = Store::create(path).unwrap();
    store.save(&graph, &graph.changes()).unwrap();
    graph.commit();
    store.close().unwrap();
    graph
}

fn replaced(path: &Path) {
    let mut store = Store::open(path).unwrap();
    let mut graph = store.load().unwrap();
    graph.begin();
    add_articles(&mut graph, [article("Genoa")]).unwrap();
    store.save(&graph, &graph.changes()).unwrap();
    store.close().unwrap();
}

fn why(graph: &Graph) -> String {
    why_parts(graph, "Ada Lovelace", "visits", "?").unwrap()
}

#[test]
fn what_is_read_from_the_file_is_what_was_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.loom");
    let woven = built(&path);
    let mut store = Store::open_read_only(&path).unwrap();
    let read = store.load().unwrap();
    drop(store);
    assert_eq!(json(&read).unwrap(), json(&woven).unwrap());
    assert_eq!(why(&read), why(&woven));
    assert!(why(&read).contains("[Ada Lovelace] [visited] [Turin]"));
    assert_eq!(read.articles().search("\"number 77\""), woven.articles().search("\"number 77\""));
    assert_eq!(read.articles(), woven.articles());
    read.articles().check().unwrap();
    drop(read);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["g.loom"], "one file is enough");
}

#[test]
fn what_was_changed_meanwhile_is_said_and_nothing_wrong_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.loom");
    built(&path);
    let mut old = Store::open_read_only(&path).unwrap().load().unwrap();
    replaced(&path);
    let message = json(&old).unwrap_err().to_string();
    assert!(
        message.contains("g.loom: sentences cannot be read") && message.contains("open it again"),
        "{message}"
    );
    for quoting in [Format::Dot, Format::Svg] {
        let message = quoting.write(&old, &mut Vec::new()).unwrap_err().to_string();
        assert!(message.contains("sentences cannot be read"), "{message}");
    }
    let query = "MATCH (:Person)-[f]->() RETURN evidence(f)";
    let refused =
        run(&mut old, query, &Parameters::new(), &Limits::default(), &Procedures::default()).unwrap_err();
    assert!(refused.message.contains("sentences cannot be read"), "{refused}");
    let names = "MATCH (p:Person) RETURN p.name";
    run(&mut old, names, &Parameters::new(), &Limits::default(), &Procedures::default())
        .expect("what needs no sentence is answered");
}

#[test]
fn what_is_undone_has_its_sentences_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.loom");
    let before = json(&built(&path)).unwrap();
    let mut store = Store::open(&path).unwrap();
    let mut graph = store.load().unwrap();
    graph.begin();
    add_articles(&mut graph, [article("Genoa")]).unwrap();
    store.save(&graph, &graph.changes()).unwrap();
    let kept = graph.commit_undoable();
    let documents = graph.articles().iter().map(|document| document.document).collect();
    store.settle(&mut graph, &documents).unwrap();
    assert!(why(&graph).contains("[Genoa]"));
    let changes = graph.undo(kept);
    store.save(&graph, &changes).unwrap();
    assert_eq!(json(&graph).unwrap(), before);
    assert_eq!(json(&Store::open(&path).unwrap().load().unwrap()).unwrap(), before);
}

#[test]
fn a_document_that_was_settled_is_no_longer_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.loom");
    let mut graph = built(&path);
    let mut store = Store::open(&path).unwrap();
    store.load().unwrap();
    let documents = graph.articles().iter().map(|document| document.document).collect();
    let held = Arc::downgrade(graph.articles().iter().next().unwrap());
    store.settle(&mut graph, &documents).unwrap();
    assert_eq!(held.strong_count(), 0);
    replaced(&path);
    assert!(json(&graph).is_err(), "its sentences are read from the file");
}
