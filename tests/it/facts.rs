//! What queries can ask of the articles behind the facts.

use factloom::graph::{Graph, add_articles};
use factloom::query::{Limits, Parameters, Procedures, run};

/// Two articles; both say that China cooperates with Russia.
fn woven() -> Graph {
    let article = |document: u64, name: &str, date: &str, sentences: [&str; 2], status: &str| {
        serde_json::from_value(serde_json::json!({
            "document": document, "name": name, "title": "Ties", "source": format!("{name}.txt"), "date": date,
            "sentences": sentences,
            "entities": [
                {"name": "China", "type": "Place", "proper": true, "aliases": [["PRC", 1]], "mentions": 2},
                {"name": "Russia", "type": "Place", "proper": true, "aliases": [], "mentions": 1}],
            "facts": [{"subject": 0, "relation": "cooperates-with", "object": 1, "status": status, "by": null,
                "confidence": 0.9, "qualifiers": [["at", date]], "symmetric": true,
                "evidence": {"sentence": 1, "subject": [0, 5], "relation": [6, 21], "object": [22, 28]}}],
        }))
        .unwrap()
    };
    let mut graph = Graph::new();
    let first = ["China cooperates with Russia.", "Nothing else was said about joint drills."];
    let second = ["China cooperates with Russia again.", "Joint naval drills, joint air drills: drills!"];
    let all =
        [article(7, "a", "2023-04-16", first, "asserted"), article(8, "b", "2024-01-02", second, "planned")];
    add_articles(&mut graph, all).unwrap();
    graph
}

/// The rows, a line a row.
fn rows(graph: &mut Graph, query: &str) -> String {
    match run(graph, query, &Parameters::new(), &Limits::default(), &Procedures::default()) {
        Ok(result) => {
            let line = |row: &Vec<_>| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
            result.rows.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn facts_cite_their_sentences() {
    let mut graph = woven();
    let mut ask = |query: &str| rows(&mut graph, query);
    assert_eq!(
        ask("MATCH (c)-[f {status: 'asserted'}]->() WHERE c = entity('prc') \
             UNWIND evidence(f) AS e RETURN e.document, e.sentence, e.subject, e.relation, e.object, e.marked"),
        "'a' | 1 | 'China' | 'cooperates with' | 'Russia' | '[China] [cooperates with] [Russia].'"
    );
    assert_eq!(
        ask("RETURN [d IN documents() | d.document + ' ' + d.date] AS x"),
        "['a 2023-04-16', 'b 2024-01-02']"
    );
    assert_eq!(
        ask("MATCH ()-[f {status: 'planned'}]->() RETURN [d IN documents(f) | d.document] AS x"),
        "['b']"
    );
    assert!(
        ask("MATCH ()-[f {status: 'planned'}]->() RETURN why(f) AS x").contains("b, 2024-01-02, sentence 1:")
    );
    assert!(
        ask("MATCH ()-[f {status: 'planned'}]->() RETURN statement(f) AS x")
            .contains("(planned; at: 2024-01-02)")
    );
    assert_eq!(
        ask("CALL graph.why('Russia', '?', 'PRC') YIELD statement, document \
             RETURN statement, document ORDER BY document"),
        "'China cooperates-with Russia (at: 2023-04-16)' | 'a'\n\
         'China cooperates-with Russia (planned; at: 2024-01-02)' | 'b'"
    );
    assert_eq!(ask("CALL graph.why('Peru', '?', '?') YIELD text RETURN text"), "");
    assert_eq!(ask("CALL graph.documents() YIELD document, source RETURN source"), "'a.txt'\n'b.txt'");
    assert_eq!(ask("CALL graph.entities('chin') YIELD name, type RETURN name, type"), "'China' | 'Place'");
}

#[test]
fn sentences_are_found_by_their_words() {
    let mut graph = woven();
    let mut found = |text: &str| {
        let query = format!(
            "CALL graph.search('{text}') YIELD document, sentence, facts RETURN document + sentence, size(facts)"
        );
        rows(&mut graph, &query)
    };
    assert_eq!(found("drills"), "'b2' | 0\n'a2' | 0", "the sentence that says it more often comes first");
    assert_eq!(found("DRÍLLS nothing"), "'a2' | 0\n'b2' | 0", "a rare word counts more than a frequent one");
    assert_eq!(found("\"joint air\""), "'b2' | 0");
    assert_eq!(found("joint -naval"), "'a2' | 0");
    assert_eq!(found("joint +naval"), "'b2' | 0");
    assert_eq!(found("cooper*"), "'a1' | 1\n'b1' | 1");
    assert_eq!(found("peru"), "");
    // What is added later is found too.
    let more = serde_json::json!({"document": 9, "name": "c", "title": null, "source": null, "date": null,
        "sentences": ["Peru."], "entities": [], "facts": []});
    add_articles(&mut graph, [serde_json::from_value(more).unwrap()]).unwrap();
    assert_eq!(rows(&mut graph, "CALL graph.search('peru') YIELD document RETURN document"), "'c'");
}

#[test]
fn triple_patterns_ask_for_names_times_and_status() {
    let mut graph = woven();
    let mut ask = |pattern: &str| rows(&mut graph, pattern);
    let asserted = "'China' | 'cooperates-with' | 'Russia' | 'asserted' | null | 0.9 | 1 | 'a, sentence 1'";
    // What holds both ways is read from the side that was asked.
    assert!(
        ask("Rússia cooperates with PRC status asserted")
            .starts_with("'Russia' | 'cooperates-with' | 'China' | 'asserted'")
    );
    assert_eq!(ask("China ? Russia until 2023"), asserted);
    assert!(
        ask("China ? Russia since 2024").starts_with("'China' | 'cooperates-with' | 'Russia' | 'planned'")
    );
    assert_eq!(ask("China ? Russia LIMIT 1").lines().count(), 1);
    assert_eq!(ask("Peru ? Russia"), "");
}

#[test]
fn plans_name_their_operators() {
    let mut graph = woven();
    let mut plan = |query: &str| {
        let result =
            run(&mut graph, query, &Parameters::new(), &Limits::default(), &Procedures::default()).unwrap();
        result.plan.unwrap_or_default()
    };
    let pattern = plan("EXPLAIN China ? Russia limit 3");
    assert!(pattern.starts_with("MATCH (`?1`)-[f1]-(`?2`) WHERE named(`?1`, 'China')"), "{pattern}");
    assert!(
        pattern.contains("\nScan (?1)\nFilter named(`?1`, 'China')\nExpand (?1)-[f1]-(?2)\n"),
        "{pattern}"
    );
    let nested = plan(
        "EXPLAIN MATCH p = SHORTEST 2 (x)((a)-->(b) WHERE a.n < b.n)+(y) CALL (x) { UNWIND [1] AS i RETURN i } \
         RETURN p, i ORDER BY i LIMIT 2 UNION ALL MATCH (n) SET n.v = 1 RETURN n AS p, 1 AS i",
    );
    let expected = "Union
  Scan (y)
  Scan (x)
  Select the 2 shortest from (x) to (y)
    Check (x)
    Repeat (x) … (y)*1..
      Check (a)
      Expand (a)-->(b)
      Filter a.n < b.n
    Path p
  Subquery for each row
    Unwind [1] AS i
    Project i
  Project p, i, ordered by i, limit 2
  Scan (n)
  Set n.v = 1
  Project n AS p, 1 AS i";
    assert_eq!(nested, expected);
    let profile =
        plan("PROFILE MATCH (n:Entity) WHERE n.name STARTS WITH 'C' MATCH (n)--(m) RETURN count(m) AS c");
    let rows: Vec<Vec<&str>> = profile
        .lines()
        .map(|line| line.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect())
        .collect();
    let figures: Vec<(&str, &str)> = rows.iter().skip(1).map(|row| (row[2], row[0])).collect();
    assert_eq!(
        figures,
        [
            ("Scan (n:Entity)", "2"),
            ("Filter n.name STARTS WITH 'C'", "1"),
            ("Check (n)", "1"),
            ("Expand (n)--(m)", "2"),
            ("Aggregate count(m) AS c", "1"),
        ],
        "{profile}"
    );
}
