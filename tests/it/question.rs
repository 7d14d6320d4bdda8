//! Sixty questions with the answers that a reader of the articles gives (`tests/questions/`).

use factloom::analyse::{Analyser, Model};
use factloom::fact;
use factloom::graph::{Graph, GraphRead, add_articles, lookup};
use factloom::query::Limits;
use factloom::question::{Answer, Verdict, ask};
use factloom::session::{Outcome, Session};
use factloom::text::reader;
use std::path::{Path, PathBuf};

/// Another folder of articles with their `questions.tsv` can be judged by naming it; its figures are printed only.
const FOLDER: &str = "FACTLOOM_QUESTIONS";

fn graph(articles: &[PathBuf]) -> Graph {
    let paths: Vec<String> = articles.iter().map(|p| p.display().to_string()).collect();
    let analyser = Analyser::shared(Model::Accurate);
    let extractions = reader::open(&paths, std::io::empty()).map(|document| {
        let document = document.unwrap();
        fact::extract(&document, &analyser.analyse(&document))
    });
    let mut graph = Graph::new();
    add_articles(&mut graph, extractions).unwrap();
    graph
}

/// A text's words, so that `Peru` is met in `of Peru` and not in `Peruvian`.
fn words(text: &str) -> String {
    let plain = lookup::plain(text);
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric() && c != ',').filter(|w| !w.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judgement {
    Right,
    /// It says that it does not know, or that it is not sure.
    Declined,
    Wrong,
}

fn judge(graph: &Graph, answer: &Answer, expected: &str) -> Judgement {
    let declined = matches!(answer.verdict, Verdict::NotKnown | Verdict::NotUnderstood);
    let wrong = if answer.sure { Judgement::Wrong } else { Judgement::Declined };
    if expected == "=unknown" {
        return if declined { Judgement::Right } else { wrong };
    }
    if declined {
        return Judgement::Declined;
    }
    if let Verdict::So(status) = answer.verdict {
        let said = if status.as_str() == "asserted" { "yes" } else { status.as_str() };
        let right = expected.split('|').any(|e| e.trim_start_matches('=') == said);
        return if right { Judgement::Right } else { wrong };
    }
    let said: Vec<String> = answer
        .replies
        .iter()
        .map(|reply| {
            // Other names of the same thing will do.
            let named = lookup::resolve(graph, &reply.text).map(|node| lookup::aliases(graph, node));
            words(&format!("{} {}", reply.text, named.unwrap_or_default().join(" ")))
        })
        .collect();
    let met = |said: &str, one: &str| {
        one.trim_matches(['[', ']']).split('|').any(|wording| said.contains(&words(wording)))
    };
    let (never, all): (Vec<&str>, Vec<&str>) = expected.split(';').partition(|e| e.starts_with('!'));
    if said.iter().any(|s| never.iter().any(|e| met(s, &e[1..]))) {
        return wrong;
    }
    let complete = all.iter().filter(|e| !e.starts_with('[')).all(|e| said.iter().any(|s| met(s, e)));
    let nothing_else = said.iter().all(|s| all.iter().any(|e| met(s, e)));
    match (complete, nothing_else) {
        (true, true) => Judgement::Right,
        // Part of the truth is none of what is counted as right, but nothing false.
        (false, true) => Judgement::Declined,
        _ => wrong,
    }
}

#[test]
fn questions_are_answered_as_a_reader_would() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let other = std::env::var_os(FOLDER).map(PathBuf::from);
    let folder = other.clone().unwrap_or_else(|| root.join("tests/questions"));
    let mut articles: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    articles.sort();
    if other.is_none() {
        articles.push(root.join("seeds/china-russia-defense.txt"));
    }
    let mut graph = graph(&articles);
    let questions = std::fs::read_to_string(folder.join("questions.tsv")).unwrap();
    let mut counts = [0usize; 3];
    let mut wrong = Vec::new();
    for line in questions.lines().filter(|l| !l.starts_with('#')) {
        let (text, expected) = line.split_once('\t').unwrap();
        let answer = ask(&mut graph, text, &Limits::default()).unwrap();
        let judgement = judge(&graph, &answer, expected);
        counts[judgement as usize] += 1;
        println!(
            "{judgement:?}\t{text}\t{expected}\t{}\t{}",
            answer.headline(&graph),
            answer.patterns.join(" , ")
        );
        if judgement == Judgement::Wrong {
            wrong.push(format!("{text} → {}", answer.headline(&graph)));
        }
    }
    let [right, declined, _] = counts;
    let all: usize = counts.iter().sum();
    println!("of {all} questions {right} right, {declined} declined, {} wrong", wrong.len());
    if other.is_none() {
        assert_eq!(all, 60);
        assert!(wrong.is_empty(), "answered wrong with confidence: {wrong:#?}");
        assert!(right >= 48, "{right} of {all} answered right");
    }
    assert!(graph.node_count() > 0);
}

/// Whatever is typed is answered or declined.
#[test]
fn odd_questions_do_no_harm() {
    let mut graph = graph(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions/copper.txt")]);
    let long = format!("Who {} Peru?", "visited and ".repeat(200));
    for text in [
        "",
        "?",
        "who",
        "Who?",
        "What is?",
        "Is it?",
        "Did he visit Peru?",
        "How did Rojas travel?",
        "Whose railway is it?",
        "Who \"visited\" Peru's 'Lima|Chile\"?",
        "Where\nis\tLima",
        "¿Quién visitó Perú?",
        "Is is is is?",
        &long,
    ] {
        let answer = ask(&mut graph, text, &Limits::default()).unwrap();
        assert!(!answer.sure || !answer.replies.is_empty(), "{text}");
        assert!(!answer.tell(&graph).is_empty());
    }
}

/// What a pattern finds reads as sentences with their sources, under what its variables stand for; a table where one is
/// asked for.
#[test]
fn patterns_are_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions");
    let mut session = Session::new(graph(&[folder.join("batteries.txt")]));
    let mut told = |text: &str| match session.run(text).unwrap() {
        Outcome::Text(told) => told
            .lines()
            .map(|line| line.split(", confidence").next().unwrap_or("").to_owned() + "\n")
            .collect::<String>(),
        other => format!("{other:?}"),
    };
    insta::assert_snapshot!(told("? founds ?"));
    insta::assert_snapshot!(told("?who founds ?what . ?what employs ?whom"));
    assert!(told("Voltera founds ?").contains("no fact says"), "{}", told("Voltera founds ?"));
    assert_eq!(told(":mode table"), "Done");
    assert!(told("? founds ?").contains("subject"));
}

/// Past, planned and denied are kept apart; what the graph does not know is named, with what can be asked.
#[test]
fn answers_are_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions");
    let mut graph = graph(&[folder.join("batteries.txt")]);
    let mut told = |text: &str| {
        let told = ask(&mut graph, text, &Limits::default()).unwrap().tell(&graph);
        // How sure a fact is changes with the analyser's training.
        told.lines()
            .map(|line| line.split(", confidence").next().unwrap_or("").to_owned() + "\n")
            .collect::<String>()
    };
    insta::assert_snapshot!(told("Who founded Voltera?"), @r"
    Ingrid Dahl
      as a pattern: ? founds Voltera

    Ingrid Dahl founds Voltera (time: 2011)
      batteries, 2024-06-05, sentence 4:
        [Voltera], which [was founded] by [Ingrid Dahl] in 2011, employs 900 people in Malmö.
    ");
    insta::assert_snapshot!(told("Did Metall oppose the sale?"), @r#"
    No, it is denied
      as a pattern: Metall opposes "sale"

    Metall opposes sale (denied)
      batteries, 2024-06-05, sentence 11:
        The trade union [Metall] [did not oppose] the [sale].
    "#);
    insta::assert_snapshot!(told("Who founded Renault?"), @r"
    Not known
      as a pattern: ? founds Renault
      one can ask:
        ? supplies-to Renault
    ");
    insta::assert_snapshot!(told("How did Dahl lead?"), @r"
    Not understood
      one can ask:
        Ingrid Dahl leads ?
        Ingrid Dahl founds ?
    ");
}

/// A group of which nobody says how many it has is not counted as one.
#[test]
fn a_group_is_not_one() {
    let extraction = serde_json::json!({
        "document": 1, "name": "a", "title": null, "source": null, "date": null,
        "sentences": ["Greeks worship ancient gods."],
        "entities": [
            {"name": "Greeks", "type": "Group", "proper": true, "aliases": [], "mentions": 1},
            {"name": "ancient gods", "type": "Group", "proper": false, "aliases": [], "mentions": 1}],
        "facts": [{"subject": 0, "relation": "worships", "object": 1, "status": "asserted", "by": null,
            "confidence": 0.9, "qualifiers": [], "symmetric": false,
            "evidence": {"sentence": 1, "subject": [0, 6], "relation": [7, 14], "object": [15, 27]}}],
    });
    let mut graph = Graph::new();
    add_articles(&mut graph, [serde_json::from_value(extraction).unwrap()]).unwrap();
    let answer = ask(&mut graph, "How many Greeks worship the ancient gods?", &Limits::default()).unwrap();
    assert!(!answer.sure, "{}", answer.headline(&graph));
}
