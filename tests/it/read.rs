//! What is read from whole articles: `tests/data/read.txt`.

use factloom::analyse::{Analyser, Model};
use factloom::fact::{self, EntityIndex, Extraction};
use factloom::text::reader;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Each fact as a line of the list.
fn lines(article: &Extraction) -> BTreeSet<String> {
    let end =
        |i: EntityIndex| format!("{} ({})", article.entities[i.0].name, article.entities[i.0].kind.as_str());
    let line = |fact: &fact::Fact| {
        let (subject, object) = (end(fact.subject), end(fact.object));
        let mut line =
            format!("{} | {subject} | {} | {object} | {}", article.name, fact.relation, fact.status.as_str());
        if let Some(by) = fact.by {
            write!(line, " by {}", article.entities[by.0].name).unwrap();
        }
        let groups = fact.qualifiers.chunk_by(|a, b| a.0 == b.0).map(|group| {
            let values: Vec<&str> = group.iter().map(|(_, value)| value.as_str()).collect();
            format!("{} {}", group[0].0, values.join(" + "))
        });
        let qualifiers: Vec<String> = groups.collect();
        if !qualifiers.is_empty() {
            write!(line, " | {}", qualifiers.join("; ")).unwrap();
        }
        line
    };
    article.facts.iter().map(line).collect()
}

#[test]
fn articles_are_read_as_they_are_meant() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/articles").to_owned();
    let analyser = Analyser::shared(Model::Fast);
    let mut found = BTreeSet::new();
    for document in reader::open(&[folder], std::io::empty()) {
        let document = document.unwrap();
        found.append(&mut lines(&fact::extract(&document, &analyser.analyse(&document))));
    }
    let list =
        include_str!("../data/read.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (wrong, right): (Vec<&str>, Vec<&str>) = list.partition(|line| line.starts_with("- "));
    assert!(right.len() > 50, "{}", right.len());
    let lost: Vec<&str> = right.into_iter().filter(|line| !found.contains(*line)).collect();
    assert!(lost.is_empty(), "no longer read:\n{}", lost.join("\n"));
    let read: Vec<&str> =
        wrong.into_iter().filter(|line| found.iter().any(|fact| fact.starts_with(&line[2..]))).collect();
    assert!(read.is_empty(), "read, and wrong:\n{}", read.join("\n"));
}
