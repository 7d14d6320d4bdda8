//! How long it takes to understand a query, and what becomes of hostile ones: `cargo bench --bench query`. Compare runs
//! of one machine only.

#![expect(clippy::print_stdout, reason = "a benchmark reports by itself")]

use factloom::graph::{Graph, GraphWrite};
use factloom::query::bind::{bind, bound::BoundClause};
use factloom::query::plan::plan_match;
use factloom::query::{Limits, Parameters, Procedures, parse, run};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

const ONE_HOP: &str = "MATCH (p:Person)-[f:VISITS]->(c:Place) WHERE p.name = 'Li Shangfu' \
    RETURN p.name, c.name, f.status ORDER BY c.name LIMIT 10";

fn main() {
    understanding();
    hostile();
}

/// Microseconds a round, the best of several runs.
fn best(mut work: impl FnMut()) -> f64 {
    const ROUNDS: u32 = 2000;
    let mut run = || {
        let start = Instant::now();
        (0..ROUNDS).for_each(|_| work());
        start.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
    };
    (0..7).map(|_| run()).fold(f64::INFINITY, f64::min)
}

fn understanding() {
    let (parameters, procedures) = (Parameters::new(), Procedures::default());
    let report = |what: &str, micros: f64| println!("{what:<44} {micros:>9.2} µs");
    report("parse", best(|| drop(black_box(parse(ONE_HOP)))));
    let planned = || {
        let statement = parse(ONE_HOP).ok()?;
        let query = bind(&statement.query, &parameters, &procedures).ok()?;
        let BoundClause::Match { patterns, filter, .. } = query.parts.first()?.first()? else { return None };
        Some(plan_match(patterns, BTreeSet::new(), filter.as_ref()))
    };
    assert!(planned().is_some_and(|steps| steps.len() > 1), "the query is not planned");
    report("parse, bind and plan", best(|| drop(black_box(planned()))));
    // Large enough that it is planned for the fast operators, by statistics, and written out.
    let mut graph = Graph::new();
    let (person, place) = (graph.label("Person"), graph.label("Place"));
    let (visits, name) = (graph.relationship_type("VISITS"), graph.key("name"));
    for number in 0..2000i64 {
        let made = |graph: &mut Graph, label, text: String| {
            graph.create_node(&[label], vec![(name, text.as_str().into())]).expect("there is room")
        };
        let from = made(&mut graph, person, format!("Person {number}"));
        let to = made(&mut graph, place, format!("Place {number}"));
        graph.create_relationship(from, to, visits, Vec::new()).expect("there is room");
    }
    graph.commit();
    let explain = format!("EXPLAIN {ONE_HOP}");
    let limits = Limits::default();
    report(
        "EXPLAIN over a large graph",
        best(|| drop(black_box(run(&mut graph, &explain, &parameters, &limits, &procedures)))),
    );
}

fn hostile() {
    let deep = |open: &str, middle: &str, close: &str, times: usize| {
        format!("RETURN {}{middle}{} AS x", open.repeat(times), close.repeat(times))
    };
    let list = |item: &str, bytes: usize| format!("RETURN size([{}1]) AS x", item.repeat(bytes / item.len()));
    let subquery = |times: usize| format!("{}RETURN 1 AS x{}", "CALL { ".repeat(times), " }".repeat(times));
    let pattern =
        |times: usize| format!("MATCH {}(a)-->(b){} RETURN 1", "(".repeat(times), "){2}".repeat(times));
    let cases = [
        ("10,000 round brackets", deep("(", "1", ")", 10_000)),
        ("10,000 square brackets", deep("[", "1", "]", 10_000)),
        ("10,000 braces", deep("{a: ", "1", "}", 10_000)),
        ("64 KB of (((", "(".repeat(65_536)),
        ("64 KB of RETURN (((", format!("RETURN {}", "(".repeat(65_536))),
        ("64 KB of [[[", format!("RETURN {}", "[".repeat(65_536))),
        ("64 KB of MATCH (((", format!("MATCH {}", "(".repeat(65_536))),
        ("64 KB of (a)-->", format!("RETURN {}", "(a)-->".repeat(11_000))),
        ("64 KB of [(a)-->(b) |", format!("RETURN {}", "[(a)-->(b) | ".repeat(5_000))),
        ("1 MB list of integers", list("12345, ", 1 << 20)),
        ("1 MB list of ones", list("1,", 1 << 20)),
        ("1 MB list of texts", list("'abc', ", 1 << 20)),
        ("1 MB list of maps", list("{a: 1}, ", 1 << 20)),
        ("1 MB text", format!("RETURN size('{}') AS x", "x".repeat(1 << 20))),
        ("1 MB of 1 + 1 +", format!("RETURN {}1", "1 + ".repeat(1 << 18))),
        ("1 MB of NOT NOT", format!("RETURN {}true", "NOT ".repeat(1 << 18))),
        ("1 MB of - - -", format!("RETURN {}1", "- ".repeat(1 << 19))),
        ("1 MB of AND", format!("RETURN {}true", "true AND ".repeat(116_000))),
        ("1 MB of a.b.c", format!("WITH 1 AS a RETURN a{}", ".b".repeat(1 << 19))),
        ("1 MB of (a)-->(b)-->", format!("MATCH {}(z) RETURN 1", "()-->".repeat(200_000))),
        ("1 MB of clauses", "MATCH (a) ".repeat(100_000)),
        ("1 MB of WITH 1 AS a", format!("{}RETURN a", "WITH 1 AS a ".repeat(87_000))),
        ("1 MB of UNION", format!("RETURN 1 AS a{}", " UNION RETURN 1 AS a".repeat(52_000))),
        ("1 MB of /* */", format!("RETURN 1 {}", "/* */ ".repeat(170_000))),
        ("1 MB of spaces", format!("RETURN 1{}", " ".repeat(1 << 20))),
        ("1 MB of quotes", "'".repeat((1 << 20) + 1)),
        ("1 MB of CASE WHEN", format!("RETURN {}", "CASE WHEN ".repeat(100_000))),
        ("CASE in CASE, 150 deep", deep("CASE ", "1", " WHEN > 0, < 1 THEN 1 END", 150)),
        ("EXISTS in EXISTS, 150 deep", deep("EXISTS { MATCH () WHERE ", "true", " }", 150)),
        ("10,000 subqueries", subquery(10_000)),
        ("10,000 repeated paths", pattern(10_000)),
        ("1 MB of A|B|", format!("MATCH (n:{}A) RETURN n", "A|".repeat(1 << 19))),
        ("64 KB of :!!!", format!("MATCH (n:{}A) RETURN n", "!".repeat(65_536))),
        ("64 KB of LIST<", format!("RETURN 1 IS :: {}", "LIST<".repeat(13_000))),
    ];
    println!("\n{:<28} {:>9} {:>10} {:>10}  answer", "input", "bytes", "ms", "ms a MB");
    for (name, text) in cases {
        let mut graph = Graph::new();
        let start = Instant::now();
        let answer = run(&mut graph, &text, &Parameters::new(), &Limits::default(), &Procedures::default());
        let took = start.elapsed().as_secs_f64() * 1e3;
        let said = match answer {
            Ok(result) => format!("{} rows", result.rows.len()),
            Err(error) => error.message.chars().take(60).collect(),
        };
        let mega = (text.len() as f64 / f64::from(1 << 20)).max(1.0 / 1024.0);
        println!("{name:<28} {:>9} {took:>10.2} {:>10.1}  {said}", text.len(), took / mega);
    }
}
