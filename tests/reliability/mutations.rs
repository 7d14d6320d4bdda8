//! Mutated input at each door: query texts, queries on a small graph, articles, and each format that is imported. No panic,
//! no endless work, and what is accepted is right. On stable Rust, with seeds from the project's own texts.

use crate::support::{Random, articles, figure, thorough};
use factloom::analyse::{Analyser, Model};
use factloom::export::Format;
use factloom::fact;
use factloom::graph::{Graph, GraphRead, add_articles};
use factloom::query::{Limits, Parameters, Procedures, parse, run};
use factloom::text::Document;
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// Pieces that are worth putting where they do not belong.
const PIECES: [&str; 40] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "-->",
    "<-[",
    "]-",
    "*",
    "*1..3",
    "..",
    "|",
    "'",
    "\"",
    "`",
    "\\",
    "//",
    "/*",
    "$p",
    " NOT ",
    " IN ",
    " IS NULL",
    " AS ",
    " WHERE ",
    " WITH ",
    " UNION ",
    " CASE ",
    " END ",
    " null ",
    "9223372036854775807",
    "1e999",
    "\u{0}",
    "\u{1b}[2J",
    "\u{202e}",
    "é",
    "\u{1F600}",
    "&#x0;",
    "\n",
    ",",
];

/// The text with a few changes: characters and runs taken out, doubled, swapped, changed, put in from another text.
fn mutated(text: &str, other: &str, random: &mut Random) -> String {
    let mut all: Vec<char> = text.chars().collect();
    let rest: Vec<char> = other.chars().collect();
    for _ in 0..=random.below(4) {
        let from = random.below(all.len() + 1);
        let to = (from + random.below(12)).min(all.len());
        match random.below(7) {
            0 => drop(all.drain(from..to)),
            1 => {
                let part = all[from..to].to_vec();
                let at = random.below(all.len() + 1);
                all.splice(at..at, part);
            }
            2 | 3 => {
                all.splice(from..from, random.pick(&PIECES).chars());
            }
            4 => {
                let start = random.below(rest.len() + 1);
                let end = (start + random.below(40)).min(rest.len());
                all.splice(from..to, rest[start..end].iter().copied());
            }
            5 if from < all.len() => {
                all[from] = char::from_u32(u32::from(all[from]) ^ 1 << random.below(8)).unwrap_or('?');
            }
            _ => all.truncate(if random.chance(10) { from } else { all.len() }),
        }
    }
    all.into_iter().collect()
}

/// What the project's own tests and guide ask.
fn queries() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<String> = include_str!("endless.cypher").lines().skip(1).map(str::to_owned).collect();
    all.extend(
        std::fs::read_to_string(root.join("examples/questions.cypher"))
            .unwrap()
            .split(';')
            .map(str::to_owned),
    );
    for name in std::fs::read_dir(root.join("tests/scenarios")).unwrap() {
        let path = name.unwrap().path();
        if path.extension().is_some_and(|e| e == "feature") {
            // Queries stand between triple quotes.
            let text = std::fs::read_to_string(path).unwrap();
            all.extend(text.split("\"\"\"").skip(1).step_by(2).map(|query| query.trim().to_owned()));
        }
    }
    all.extend(
        ["Li Shangfu visits ?", "? cooperates-with Russia . ?x is-located-in Asia since 2020"]
            .map(str::to_owned),
    );
    assert!(all.len() > 100, "{}", all.len());
    all
}

#[test]
fn query_texts() {
    let (seeds, mut random) = (queries(), Random(21));
    let tries = thorough(20_000, 10_000_000);
    let (mut parsed, mut seen) = (0, HashSet::new());
    for _ in 0..tries {
        let (seed, other) = (&seeds[random.below(seeds.len())], &seeds[random.below(seeds.len())]);
        let text = mutated(seed, other, &mut random);
        let _ = factloom::query::completeness(&text);
        for span in factloom::query::split(&text) {
            assert!(text.get(span.start..span.end).is_some(), "{text:?}");
        }
        match parse(&text) {
            Ok(tree) => {
                parsed += 1;
                let printed = tree.to_string();
                let again = parse(&printed)
                    .unwrap_or_else(|error| panic!("{text:?} is printed as {printed:?}: {error}"));
                assert_eq!(again.to_string(), printed, "{text:?}");
            }
            Err(error) => {
                // The place of the error is in the text, whole characters of it.
                assert!(
                    error.span.is_none_or(|span| text.get(span.start..span.end).is_some()),
                    "{text:?}: {error}"
                );
                seen.insert(error.message.chars().filter(|c| !c.is_numeric()).take(24).collect::<String>());
            }
        }
    }
    figure(
        "mutated query texts",
        format!(
            "{tries} tried, {parsed} parsed and printed the same again, {} kinds of message, 0 crashes",
            seen.len()
        ),
    );
}

#[test]
fn queries_on_a_graph() {
    let (seeds, mut random) = (queries(), Random(22));
    let tries = thorough(1_500, 1_000_000);
    let mut graph = Graph::new();
    let procedures = Procedures::default();
    let build =
        "UNWIND range(1, 6) AS i CREATE (:A:Person {name: 'n' + toString(i), k: i})-[:R {w: i}]->(:B {k: i})";
    run(&mut graph, build, &Parameters::new(), &Limits::default(), &procedures).unwrap();
    graph.commit();
    let picture = |graph: &Graph| {
        let mut bytes = Vec::new();
        Format::Json.write(graph, &mut bytes).unwrap();
        bytes
    };
    let before = picture(&graph);
    let (mut done, mut failed, mut slowest) = (0, 0, Duration::ZERO);
    for _ in 0..tries {
        let (seed, other) = (&seeds[random.below(seeds.len())], &seeds[random.below(seeds.len())]);
        let text = mutated(seed, other, &mut random);
        let started = Instant::now();
        let deadline = Some(started + Duration::from_millis(20));
        let limits = Limits { deadline, memory: Some(4 << 20), ..Limits::default() };
        graph.begin();
        match run(&mut graph, &text, &Parameters::new(), &limits, &procedures) {
            Ok(_) => done += 1,
            Err(_) => {
                failed += 1;
                assert!(graph.changes().is_empty(), "a statement that failed left changes: {text:?}");
            }
        }
        slowest = slowest.max(started.elapsed());
        graph.rollback();
    }
    let after = picture(&graph);
    // Ids are never given out twice, so the counters may have moved; all else is as before.
    let body = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().skip(2).collect::<Vec<_>>().join("\n");
    assert_eq!(body(&after), body(&before));
    assert!(slowest < Duration::from_secs(20), "hung: {slowest:?}");
    figure(
        "mutated queries on a graph",
        format!(
            "{tries} run, {done} done, {failed} refused or ended by their limits, 0 crashes, graph unchanged"
        ),
    );
}

#[test]
fn article_texts() {
    let texts: Vec<String> = articles().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let analyser = Analyser::shared(Model::Fast);
    let mut random = Random(23);
    let tries = thorough(15, 20_000);
    let mut facts = 0;
    for _ in 0..tries {
        let (seed, other) = (&texts[random.below(texts.len())], &texts[random.below(texts.len())]);
        let mut text = mutated(seed, other, &mut random);
        text = mutated(&text, other, &mut random);
        let document = Document::from_text("mutated", text.clone());
        let extraction = fact::extract(&document, &analyser.analyse(&document));
        for (at, sentence) in extraction.sentences.iter().enumerate() {
            assert_eq!(document.sentence_text(at), sentence);
        }
        for fact in &extraction.facts {
            facts += 1;
            let sentence =
                extraction.sentences.get(fact.evidence.sentence - 1).expect("a sentence that is there");
            for span in [fact.evidence.subject, fact.evidence.relation, fact.evidence.object] {
                assert!(sentence.get(span.start..span.end).is_some(), "{fact:?} in {sentence:?}");
            }
            assert!((0.0..=1.0).contains(&fact.confidence), "{fact:?}");
        }
        let mut graph = Graph::new();
        add_articles(&mut graph, vec![extraction]).unwrap();
    }
    figure(
        "mutated articles",
        format!("{tries} read, {facts} facts, each with spans within its sentence, 0 crashes"),
    );
}

#[test]
fn imported_formats() {
    let mut graph = Graph::new();
    let build = "CREATE (a:A {name: 'Ada & <Co>', n: 1, f: 1.5, l: [1, 2], d: date('2024-02-29')})-[:KNOWS {since: 1}]->
        (b:B {name: 'x\"y', t: true}) CREATE (b)-[:R]->(b) CREATE (:C)";
    run(&mut graph, build, &Parameters::new(), &Limits::default(), &Procedures::default()).unwrap();
    graph.commit();
    let folder = tempfile::tempdir().unwrap();
    let formats = [
        (Format::Json, "json"),
        (Format::GraphMl, "graphml"),
        (Format::NTriples, "nt"),
        (Format::Turtle, "ttl"),
        (Format::Cypher, "cypher"),
    ];
    let (tries, mut random) = (thorough(400, 200_000), Random(24));
    for (format, ending) in formats {
        let mut bytes = Vec::new();
        format.write(&graph, &mut bytes).unwrap();
        let seed = String::from_utf8(bytes).unwrap();
        let path = folder.path().join(format!("mutated.{ending}"));
        let mut accepted = 0;
        for _ in 0..tries {
            let text = mutated(&seed, &seed, &mut random);
            std::fs::write(&path, &text).unwrap();
            let mut into = Graph::new();
            if factloom::import::file(&mut into, &path).is_ok() {
                accepted += 1;
                // What was taken can be written again.
                let mut bytes = Vec::new();
                Format::Json.write(&into, &mut bytes).unwrap();
            }
        }
        figure(&format!("mutated {ending}"), format!("{tries} imported, {accepted} accepted, 0 crashes"));
    }
    assert_eq!(graph.node_count(), 3);
}
