//! Nodes looked up by what earlier rows hold: the same rows as when all nodes are tried, and plans that say so.

use factloom::graph::{Graph, GraphRead, GraphWrite};
use factloom::query::{Limits, Parameters, Procedures, run};
use factloom::value::Value;
use proptest::prelude::*;

fn ask(graph: &mut Graph, query: &str) -> Result<Vec<Vec<Value>>, String> {
    let result = run(graph, query, &Parameters::new(), &Limits::default(), &Procedures::default());
    result.map(|result| result.rows).map_err(|error| error.to_string())
}

fn plan(graph: &mut Graph, query: &str) -> String {
    let query = format!("EXPLAIN {query}");
    let result = run(graph, &query, &Parameters::new(), &Limits::default(), &Procedures::default());
    result.unwrap().plan.unwrap_or_default()
}

/// Nodes with properties `k` (of any type) and `name`, every third a `P`, and relationships between some. There are
/// enough of them for an index.
fn some_graph() -> impl Strategy<Value = Graph> {
    let value = prop_oneof![
        4 => (0i64..40).prop_map(Value::from),
        2 => (0i64..40).prop_map(|n| Value::from(n as f64 / 2.0)),
        2 => "[ab]{0,2}".prop_map(|text| Value::from(text.as_str())),
        1 => Just(Value::Null),
        1 => Just(Value::from(f64::NAN)),
        1 => prop::collection::vec(0i64..3, 0..3)
            .prop_map(|all| Value::from(all.into_iter().map(Value::from).collect::<Vec<_>>())),
    ];
    let nodes = prop::collection::vec(value, 270..320);
    let edges = prop::collection::vec((0usize..270, 0usize..270), 0..80);
    (nodes, edges).prop_map(|(nodes, edges)| {
        let mut graph = Graph::new();
        let (p, q, r) = (graph.label("P"), graph.label("Q"), graph.relationship_type("R"));
        let (k, name) = (graph.key("k"), graph.key("name"));
        let mut ids = Vec::new();
        for (at, value) in nodes.into_iter().enumerate() {
            let label = if at % 3 == 0 { p } else { q };
            let properties = vec![(k, value), (name, format!("x{}", at / 2).as_str().into())];
            ids.push(graph.create_node(&[label], properties).unwrap());
        }
        for (from, to) in edges {
            graph.create_relationship(ids[from], ids[to], r, Vec::new()).unwrap();
        }
        graph.commit();
        graph
    })
}

/// Queries that look up, and the same so written that they cannot.
const PAIRS: [[&str; 2]; 9] = [
    [
        "UNWIND [1, 2.0, 'a', null, [0, 1], 0.0/0.0, 7] AS x MATCH (n {k: x}) RETURN x, id(n)",
        "UNWIND [1, 2.0, 'a', null, [0, 1], 0.0/0.0, 7] AS x MATCH (n) WHERE NOT n.k <> x RETURN x, id(n)",
    ],
    [
        "UNWIND [{a: 3, b: 'x4'}, {a: 5}, {b: 'x9'}] AS r MATCH (n:P {k: r.a}), (m {name: r.b}) RETURN id(n), id(m)",
        "UNWIND [{a: 3, b: 'x4'}, {a: 5}, {b: 'x9'}] AS r MATCH (n:P), (m) WHERE NOT n.k <> r.a AND NOT m.name <> r.b RETURN id(n), id(m)",
    ],
    [
        "UNWIND range(0, 30) AS i MATCH (n:Q) WHERE 'x' + toString(2 * i) = n.name RETURN i, id(n)",
        "UNWIND range(0, 30) AS i MATCH (n:Q) WHERE NOT 'x' + toString(2 * i) <> n.name RETURN i, id(n)",
    ],
    [
        "UNWIND [[1, 1.0, 'a', null], [], null, [2, 'x', [0]]] AS all MATCH (n) WHERE n.k IN all RETURN all, id(n)",
        "UNWIND [[1, 1.0, 'a', null], [], null, [2, 'x', [0]]] AS all MATCH (n) WHERE any(x IN all WHERE x = n.k) RETURN all, id(n)",
    ],
    [
        "MATCH (a:P) WITH a, a.k AS v MATCH (b:Q)-[:R]-(c) WHERE b.k = v RETURN id(a), id(b), id(c)",
        "MATCH (a:P) WITH a, a.k AS v MATCH (b:Q)-[:R]-(c) WHERE NOT b.k <> v RETURN id(a), id(b), id(c)",
    ],
    [
        "UNWIND [1] AS one MATCH (a:P), (b:Q) WHERE a.k = b.k RETURN id(a), id(b)",
        "UNWIND [1] AS one MATCH (a:P), (b:Q) WHERE NOT a.k <> b.k RETURN id(a), id(b)",
    ],
    [
        "UNWIND ['x3', 'x5'] AS x MATCH (a WHERE a.name = x)-[:R*0..2]->(b) RETURN x, id(a), id(b)",
        "UNWIND ['x3', 'x5'] AS x MATCH (a)-[:R*0..2]->(b) WHERE NOT a.name <> x RETURN x, id(a), id(b)",
    ],
    [
        "UNWIND ['x3', 'x5'] AS x OPTIONAL MATCH (a {name: x, k: 1}) RETURN x, id(a)",
        "UNWIND ['x3', 'x5'] AS x OPTIONAL MATCH (a) WHERE NOT a.name <> x AND NOT a.k <> 1 RETURN x, id(a)",
    ],
    [
        "UNWIND ['x3', 'x5'] AS x MATCH (a {name: x}), (b {name: 'x7'}), p = shortestPath((a)-[*]-(b)) RETURN length(p)",
        "UNWIND ['x3', 'x5'] AS x MATCH (a), (b) WHERE NOT a.name <> x AND NOT b.name <> 'x7' MATCH p = shortestPath((a)-[*]-(b)) RETURN length(p)",
    ],
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn looking_up_finds_what_trying_all_finds(mut graph in some_graph()) {
        for [sought, tried] in PAIRS {
            prop_assert!(plan(&mut graph, sought).contains("looked up by"), "{}", plan(&mut graph, sought));
            prop_assert!(!plan(&mut graph, tried).contains("looked up by"), "{}", tried);
            let [mut found, mut all] = [sought, tried].map(|query| ask(&mut graph, query).unwrap());
            found.sort();
            all.sort();
            prop_assert_eq!(format!("{found:?}"), format!("{all:?}"), "{}", sought);
        }
    }
}

#[test]
fn plans_say_what_nodes_are_looked_up_by() {
    let mut graph = Graph::new();
    let text = plan(
        &mut graph,
        "UNWIND [{a: 1}] AS r MATCH (a:P {name: r.a})-[:R]->(b) WHERE b.k IN r.all AND b.day = date(r.day) \
         CREATE (a)-[:S]->(b)",
    );
    let expected = "Unwind [{a: 1}] AS r
Scan (a:P {name: r.a}), looked up by name
Expand (a)-[:R]->(b)
Filter b.k IN r.all
Filter b.day = date(r.day)
Create (a)-[:S]-(b)";
    assert_eq!(text, expected);
    let text = plan(&mut graph, "UNWIND [1] AS i MATCH (a:P), (b:Q {v: a.k + i}) WHERE a.k = i RETURN b");
    let expected = "Unwind [1] AS i
Scan (a:P), looked up by k
Filter a.k = i
Scan (b:Q), looked up by v
Filter a.k + i
Project b";
    assert_eq!(text, expected);
}

/// A value that cannot be computed is an error still.
#[test]
fn what_cannot_be_looked_up_fails_still() {
    let mut graph = Graph::new();
    let (p, k) = (graph.label("P"), graph.key("k"));
    for at in 0..300i64 {
        graph.create_node(&[p], vec![(k, at.into())]).unwrap();
    }
    graph.commit();
    let mut ask = |query: &str| ask(&mut graph, query);
    assert!(ask("UNWIND ['a'] AS x MATCH (n:P) WHERE n.k = x.y RETURN n").is_err());
    assert!(ask("UNWIND ['a'] AS x MATCH (n:P) WHERE n.k IN x RETURN n").is_err());
    assert_eq!(
        ask("UNWIND [7, 8] AS x MATCH (n:P) WHERE n.k IN [x, x + 1] RETURN count(n)"),
        Ok(vec![vec![4.into()]])
    );
}

/// Rows that are merged one after the other see what those before them made.
#[test]
fn merging_finds_what_the_row_before_made() {
    let mut graph = Graph::new();
    let made = ask(
        &mut graph,
        "UNWIND range(1, 600) AS i MERGE (n:P {name: 'x' + toString(i % 300)}) RETURN count(n)",
    );
    assert_eq!(made, Ok(vec![vec![600.into()]]));
    assert_eq!(ask(&mut graph, "MATCH (n) RETURN count(n)"), Ok(vec![vec![300.into()]]));
}

/// What is the same for all rows is known before them, in whatever form it is written; what is not is not.
#[test]
fn constants_of_every_form_are_known_before() {
    let mut graph = Graph::new();
    let (p, k) = (graph.label("P"), graph.key("k"));
    for at in 0..300i64 {
        graph.create_node(&[p], vec![(k, (at % 10 - 5).into())]).unwrap();
    }
    graph.commit();
    graph.view();
    let mut planned = |condition: &str| {
        let plan = plan(&mut graph, &format!("MATCH (n:P) WHERE n.k {condition} RETURN count(*)"));
        // Or by the interpreter, row by row.
        assert!(
            !condition.starts_with("= ") || plan.contains("from an index") != plan.contains("Filter"),
            "{plan}"
        );
        plan.contains("1 conditions by column")
    };
    let dated = ["= date('2024-01-01')", "< datetime('2024-01-01T10:00')"];
    for constant in ["= 5", "= -5", "= +5", "= -(2 + 3)", "> 1 + 2 * 3", "IN [1, -2]", "= toInteger('-4')"] {
        assert!(planned(constant), "{constant}");
    }
    assert!(planned(dated[0]) && planned(dated[1]));
    assert!(!planned("= toInteger(10 * rand())"));
}
