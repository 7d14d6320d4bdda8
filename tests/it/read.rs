//! What is read from whole articles, and who is who in them: `tests/data/read.txt`, `tests/data/chains.txt` and, rule by rule,
//! `tests/data/who.txt`.

use factloom::analyse::{Analyser, Model};
use factloom::fact::{self, EntityIndex, Extraction};
use factloom::text::{Document, reader};
use std::collections::{BTreeMap, BTreeSet};
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

/// Each entity with the forms in which it is mentioned, and in which sentences.
fn chains(article: &Extraction) -> Vec<String> {
    let line = |entity: &fact::LocalEntity| {
        let mut forms: Vec<(&str, Vec<usize>)> = Vec::new();
        for link in &entity.links {
            let at = link.at.iter().map(|(sentence, _)| *sentence);
            match forms.iter_mut().find(|(form, _)| *form == link.form) {
                Some((_, all)) => all.extend(at),
                None => forms.push((&link.form, at.collect())),
            }
        }
        let form = |(form, mut at): (&str, Vec<usize>)| {
            at.sort_unstable();
            let at: Vec<String> = at.iter().map(ToString::to_string).collect();
            format!("{form} {}", at.join(" "))
        };
        let forms: Vec<String> = forms.into_iter().map(form).collect();
        format!("{} | {} ({}) | {}", article.name, entity.name, entity.kind.as_str(), forms.join(", "))
    };
    article.entities.iter().map(line).collect()
}

fn articles() -> Vec<Extraction> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/articles").to_owned();
    let analyser = Analyser::shared(Model::Fast);
    let read = reader::open(&[folder], std::io::empty()).map(|document| {
        let document = document.unwrap();
        fact::extract(&document, &analyser.analyse(&document))
    });
    read.collect()
}

#[test]
fn articles_are_read_as_they_are_meant() {
    let found: BTreeSet<String> = articles().iter().flat_map(lines).collect();
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

#[test]
fn who_is_who_in_articles() {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for line in articles().iter().flat_map(chains) {
        let (who, _) = line.rsplit_once(" | ").unwrap();
        found.insert(who.to_owned(), line);
    }
    let list = include_str!("../data/chains.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let wrong: Vec<String> = list
        .filter_map(|line| {
            let (who, _) = line.rsplit_once(" | ").unwrap();
            let now = found.get(who);
            (now.map(String::as_str) != Some(line)).then(|| format!("{line}\n    now {now:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_headline_in_capitals_names_nobody_anew() {
    let text = "KALVIK WINS AWARD\nKalvik won the award in Oslo. Kalvik thanked Peru.";
    let document = Document::from_text("a", text);
    let read = fact::extract(&document, &Analyser::shared(Model::Fast).analyse(&document));
    let names: Vec<&str> = read.entities.iter().map(|entity| entity.name.as_str()).collect();
    assert!(names.contains(&"Kalvik") && !names.contains(&"KALVIK"), "{names:?}");
}

#[test]
fn who_is_who_by_each_rule() {
    let analyser = Analyser::shared(Model::Fast);
    let (mut expected, mut wrong) = (0, Vec::new());
    for block in include_str!("../data/who.txt").split("\n== ").skip(1) {
        let (rule, rest) = block.split_once('\n').unwrap();
        let (wanted, text): (Vec<&str>, Vec<&str>) =
            rest.lines().partition(|line| ["+ ", "* ", "- "].iter().any(|mark| line.starts_with(mark)));
        assert!(!wanted.is_empty(), "{rule} expects nothing");
        let document = Document::from_text("a", text.join("\n").trim());
        let read = fact::everything(&document, &analyser.analyse(&document));
        let name = |i: EntityIndex| &read.entities[i.0].name;
        let facts = read.facts.iter();
        let facts = facts.map(|f| format!("* {} | {} | {}", name(f.subject), f.relation, name(f.object)));
        let chains = chains(&read);
        let chains = chains.iter().map(|line| format!("+ {}", &line["a | ".len()..]));
        let found: Vec<String> = chains.chain(facts).collect();
        expected += wanted.len();
        // Of `the company` of which nobody knows which it is nothing is said.
        let told = |wanted: &str| match wanted.strip_prefix("- ") {
            Some(name) => !found.iter().any(|one| one.starts_with(&format!("+ {name} ("))),
            None => found.iter().any(|one| one == wanted),
        };
        let lost = wanted.iter().filter(|line| !told(line));
        wrong.extend(lost.map(|line| format!("{rule}: {line}\n    {}", found.join("\n    "))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(expected > 500, "{expected}");
}
