//! How long typical questions take on a made-up graph of news, and how that grows with the graph, in CPU time:
//! `cargo bench --bench engine [-- EDGES…]`, by default ten thousand, a hundred thousand and a million relationships.
//! Compare runs of one machine only.

#![expect(clippy::print_stdout, reason = "a benchmark reports by itself")]

use factloom::graph::{Graph, GraphRead, GraphWrite};
use factloom::query::{Limits, Parameters, Procedures, Statements};
use factloom::value::Value;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// What is asked, each with how it should grow with the graph: the power of its size. `P7` is known to many, at every
/// size to about as many.
const QUESTIONS: [(&str, &str, &str); 22] = [
    ("point look-up", "0", "MATCH (p:Person {name: 'P7'}) RETURN p.name, p.weight"),
    ("one hop", "0", "MATCH (p:Person {name: 'P7'})-[:MET]->(q) RETURN q.name ORDER BY q.name"),
    ("two hops, distinct", "0", "MATCH (p:Person {name: 'P7'})-[]->()-[]->(x) RETURN count(DISTINCT x)"),
    ("any node by part of its name", "1", "MATCH (n) WHERE n.name CONTAINS '77' RETURN count(*)"),
    ("computed condition", "1", "MATCH (n:Person) WHERE toLower(n.name) STARTS WITH 'p7' RETURN count(*)"),
    ("either of two labels", "1", "MATCH (n:Firm|Person) WHERE n.weight > 90 RETURN count(*)"),
    (
        "top 10 by a property",
        "1",
        "MATCH (p:Person) RETURN p.name, p.weight ORDER BY p.weight DESC, p.name LIMIT 10",
    ),
    (
        "top 10 by degree",
        "1",
        "MATCH (n)-[r]->() RETURN n.name, count(r) AS d ORDER BY d DESC, n.name LIMIT 10",
    ),
    ("relationships by type", "0", "MATCH ()-[r]->() RETURN type(r), count(*)"),
    (
        "relationships of a time",
        "1",
        "MATCH ()-[r]->() WHERE r.date >= '2024-05' AND r.date < '2024-09' RETURN count(*), max(r.sure)",
    ),
    ("group by month", "1", "MATCH (:Person)-[r:MET]->() RETURN left(r.date, 7) AS m, count(*) ORDER BY m"),
    (
        "colleagues",
        "1",
        "MATCH (a:Person)-[:WORKS_FOR]->(f:Firm)<-[:WORKS_FOR]-(b:Person) WHERE a.weight < b.weight RETURN count(*)",
    ),
    (
        "seen together",
        "1",
        "MATCH (a:Person)-[:WORKS_FOR]->(f:Firm)<-[:WORKS_FOR]-(b:Person), (a)-[:MET]->(b) RETURN f.name, count(*) AS c ORDER BY c DESC, f.name LIMIT 10",
    ),
    ("triangles", "1", "MATCH (a)-[:MET]->(b)-[:MET]->(c)-[:MET]->(a) RETURN count(*)"),
    ("negated pattern", "1", "MATCH (a:Person)-[:MET]->(b) WHERE NOT (a)-[:WORKS_FOR]->() RETURN count(*)"),
    (
        "pattern with conditions",
        "1",
        "MATCH (a:Person) WHERE EXISTS { MATCH (a)-[r:MET]->(b) WHERE r.sure > 0.9 AND b.weight > 50 } RETURN count(*)",
    ),
    (
        "optional with conditions",
        "1",
        "MATCH (a:Person) OPTIONAL MATCH (a)-[r:WORKS_FOR]->(f) WHERE r.sure > 0.5 RETURN count(*), count(f)",
    ),
    ("reach of 3", "0", "MATCH (p:Person {name: 'P7'})-[:MET*1..3]->(x) RETURN count(DISTINCT x)"),
    ("paths of 3", "0", "MATCH (p:Person {name: 'P7'})-[:MET*1..3]->(x) RETURN count(*)"),
    ("reach of 2 both ways", "0", "MATCH (p:Person {name: 'P7'})-[*1..2]-(x) RETURN count(DISTINCT x)"),
    (
        "shortest path",
        "0",
        "MATCH p = shortestPath((a:Person {name: 'P7'})-[*]->(b:Person {name: 'P777'})) RETURN length(p)",
    ),
    (
        "recommendation",
        "0",
        "MATCH (p:Person {name: 'P7'})-[:MET]->(f)-[:MET]->(x) WHERE NOT (p)-[:MET]->(x) RETURN x.name, count(DISTINCT f) AS c ORDER BY c DESC, x.name LIMIT 10",
    ),
];

/// Numbers that look like chance, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }

    /// Small numbers come more often: some nodes are known to everybody.
    fn skewed(&mut self, bound: usize) -> usize {
        let few = if self.below(4) == 0 { (bound / 50).max(1) } else { bound };
        self.below(few)
    }
}

fn made(edges: usize) -> Graph {
    let mut graph = Graph::new();
    let mut chance = Chance(7);
    let [person, firm] = ["Person", "Firm"].map(|name| graph.label(name));
    let kinds = ["MET", "WORKS_FOR", "MET", "CITES", "SUES", "MET"].map(|name| graph.relationship_type(name));
    let [name, weight, date, sure] = ["name", "weight", "date", "sure"].map(|name| graph.key(name));
    let persons = edges / 10;
    let add = |graph: &mut Graph, label, text: String, weight_of: usize| {
        let properties = vec![(name, text.as_str().into()), (weight, Value::from(weight_of as i64))];
        graph.create_node(&[label], properties).expect("there is room")
    };
    let people: Vec<_> =
        (0..persons).map(|at| add(&mut graph, person, format!("P{at}"), chance.below(100))).collect();
    let firms: Vec<_> =
        (0..persons / 5).map(|at| add(&mut graph, firm, format!("F{at}"), chance.below(100))).collect();
    for at in 0..edges {
        let kind = kinds[at % kinds.len()];
        let from = people[chance.skewed(people.len())];
        let to =
            if at % 6 == 1 { firms[chance.skewed(firms.len())] } else { people[chance.skewed(people.len())] };
        let day = format!("2024-{:02}-{:02}", 1 + chance.below(12), 1 + chance.below(28));
        let properties =
            vec![(date, day.as_str().into()), (sure, Value::from(chance.below(1000) as f64 / 1000.0))];
        graph.create_relationship(from, to, kind, properties).expect("there is room");
    }
    graph.commit();
    graph
}

/// Milliseconds for which this thread has computed; where the system does not say, of the clock on the wall.
fn clock() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    // What a thread has computed is counted when it goes to sleep.
    std::thread::sleep(Duration::from_micros(1));
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let computed = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    computed.map_or_else(|| START.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds / 1e6)
}

/// A graph and what is kept from one question to the next.
struct Asked {
    graph: Graph,
    statements: Statements,
    procedures: Procedures,
}

impl Asked {
    fn ask(&mut self, text: &str) {
        let Asked { graph, statements, procedures } = self;
        let (parameters, limits) = (Parameters::new(), Limits::default());
        let prepared = statements.prepare(text, &parameters, procedures).expect("it can be read");
        prepared.run(graph, &parameters, &limits, procedures).expect("it has an answer");
        graph.commit();
    }

    /// Milliseconds of a question: the best of some rounds, of as many times each as make some milliseconds. The first
    /// two times are not counted: indexes and lists are made then.
    fn best(&mut self, text: &str) -> f64 {
        self.ask(text);
        self.ask(text);
        let mut round = |times: usize| {
            let start = clock();
            (0..times).for_each(|_| self.ask(text));
            (clock() - start) / times as f64
        };
        let times = (20.0 / round(1)).clamp(1.0, 1000.0) as usize;
        (0..5).map(|_| round(times)).fold(f64::INFINITY, f64::min)
    }
}

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    let mut table: Vec<Vec<f64>> = Vec::new();
    for &size in &sizes {
        let start = clock();
        let graph = made(size);
        let filled = clock() - start;
        let start = clock();
        let bytes = graph.view().map_or(0, |view| view.frozen().bytes());
        let frozen = clock() - start;
        println!(
            "{size} relationships: made in {filled:.0} ms, frozen in {frozen:.0} ms, {:.0} bytes each",
            bytes as f64 / size as f64
        );
        let mut asked = Asked { graph, statements: Statements::default(), procedures: Procedures::default() };
        let mut times: Vec<f64> = QUESTIONS.iter().map(|(.., text)| asked.best(text)).collect();
        // A write and a question in turn: the frozen graph follows.
        let write =
            "MATCH (a:Person {name: 'P7'}), (b:Person {name: 'P9'}) CREATE (a)-[:MET {sure: 0.5}]->(b)";
        let question = QUESTIONS[1].2;
        asked.ask(write);
        asked.ask(question);
        let start = clock();
        for _ in 0..20 {
            asked.ask(write);
            asked.ask(question);
        }
        times.push((clock() - start) / 20.0);
        table.push(times);
    }
    let heads: String = sizes.iter().map(|size| format!("{size:>12}")).collect();
    println!("\n{:<30}{heads}   growth (expected)", "ms");
    let last = [("write, then one hop", "0", "")];
    for (row, (name, expected, _)) in QUESTIONS.iter().chain(&last).enumerate() {
        let times: String = table.iter().map(|times| format!("{:>12.4}", times[row])).collect();
        let growth = match (table.first(), table.last()) {
            (Some(first), Some(last)) if table.len() > 1 => {
                let ratio = sizes[sizes.len() - 1] as f64 / sizes[0] as f64;
                format!("{:>8.2} ({expected})", (last[row] / first[row]).ln() / ratio.ln())
            }
            _ => String::new(),
        };
        println!("{name:<30}{times}{growth}");
    }
}
