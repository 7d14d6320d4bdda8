//! What the extractor must handle, construction by construction: `tests/data/constructions.txt`.

use factloom::analyse::{Analyser, Model};
use factloom::fact::{self, Extraction, Status};
use factloom::text::Document;

/// This many of all lines are lost to the analyser's own mistakes, counted with its present weights.
const LOST: usize = 2;

/// `subject | relation | object`, with status and speaker where it is not plainly asserted.
fn lines(extraction: &Extraction) -> Vec<String> {
    let name = |i: fact::EntityIndex| extraction.entities[i.0].name.as_str();
    let line = |f: &fact::Fact| {
        let mut line = format!("{} | {} | {}", name(f.subject), f.relation, name(f.object));
        if f.status != Status::Asserted || f.by.is_some() {
            line += &format!(" | {}", f.status);
        }
        if let Some(by) = f.by {
            line += &format!(" by {}", name(by));
        }
        line
    };
    extraction.facts.iter().map(line).collect()
}

#[test]
fn every_construction_gives_its_facts() {
    let analyser = Analyser::shared(Model::Accurate);
    let (mut expected, mut lost) = (0, Vec::new());
    for block in include_str!("../data/constructions.txt").split("\n== ").skip(1) {
        let (construction, rest) = block.split_once('\n').unwrap();
        let (marks, text): (Vec<&str>, Vec<&str>) =
            rest.lines().partition(|l| l.starts_with("+ ") || l.starts_with("- "));
        assert!(!marks.is_empty(), "{construction} expects nothing");
        let document = Document::from_text("a", text.join("\n").trim());
        let found = lines(&fact::everything(&document, &analyser.analyse(&document)));
        for mark in marks {
            expected += 1;
            let (wanted, words) = (mark.starts_with("+ "), &mark[2..]);
            let there = found.iter().any(|f| if wanted { f == words } else { f.contains(words) });
            if there != wanted {
                lost.push(format!("{construction}: {mark}\n    {}", found.join("\n    ")));
            }
        }
    }
    assert!(expected > 100, "{expected}");
    assert!(lost.len() <= LOST, "{} of {expected}:\n{}", lost.len(), lost.join("\n"));
}
