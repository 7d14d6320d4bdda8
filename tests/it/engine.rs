//! The fast operators against the interpreter: random graphs, random queries, the same rows.

mod changes;

use factloom::graph::{Direction, Frozen, Graph, GraphRead, GraphWrite};
use factloom::query::{Limits, Parameters, Procedures, run};
use factloom::value::Value;
use proptest::prelude::*;

fn ask(graph: &mut Graph, query: &str) -> Vec<Vec<Value>> {
    match run(graph, query, &Parameters::new(), &Limits::default(), &Procedures::default()) {
        Ok(result) => result.rows,
        Err(error) => panic!("{query}: {error}"),
    }
}

/// The rows, or nothing where the query fails: there are sums of texts among them.
fn attempt(graph: &mut Graph, query: &str) -> Option<Vec<Vec<Value>>> {
    let result = run(graph, query, &Parameters::new(), &Limits::default(), &Procedures::default());
    result.ok().map(|result| result.rows)
}

fn plan(graph: &mut Graph, query: &str) -> String {
    let query = format!("EXPLAIN {query}");
    let result = run(graph, &query, &Parameters::new(), &Limits::default(), &Procedures::default());
    result.unwrap().plan.unwrap_or_default()
}

#[derive(Clone, Debug)]
struct Plan {
    nodes: Vec<(u8, Value)>,
    edges: Vec<(u8, u8, u8, Value)>,
}

fn some_graph() -> impl Strategy<Value = Plan> {
    let value = prop_oneof![
        4 => (0i64..3).prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(Value::from(1.0)),
        1 => Just(Value::from("ab")),
    ];
    // Sometimes a property of one type throughout, sometimes one that grows with the nodes, as ids do.
    let nodes = prop::collection::vec((0u8..4, value.clone()), 1..8);
    let edges = prop::collection::vec((0u8..8, 0u8..8, 0u8..3, value), 0..18);
    (nodes, edges, 0u8..3).prop_map(|(mut nodes, mut edges, form)| {
        let whole = |value: &mut Value| {
            if !matches!(value, Value::Integer(_)) {
                *value = Value::from(2);
            }
        };
        if form == 1 {
            nodes.iter_mut().for_each(|(_, value)| whole(value));
            edges.iter_mut().for_each(|(.., value)| whole(value));
        }
        if form == 2 {
            (0i64..).zip(&mut nodes).for_each(|(at, (_, value))| *value = Value::from(at));
        }
        Plan { nodes, edges }
    })
}

fn build(plan: &Plan) -> Graph {
    let mut graph = Graph::new();
    let labels = ["A", "B"].map(|name| graph.label(name));
    let kinds = ["R", "S", "T"].map(|name| graph.relationship_type(name));
    let (k, w, day, level) = (graph.key("k"), graph.key("w"), graph.key("day"), graph.key("level"));
    let (name, n, u) = (graph.key("name"), graph.key("n"), graph.key("u"));
    let ids: Vec<_> = plan
        .nodes
        .iter()
        .enumerate()
        .map(|(at, (which, value))| {
            let own: Vec<_> = (0..2).filter(|at| which >> at & 1 == 1).map(|at| labels[at]).collect();
            // Texts that do not come again.
            let text = format!("{}{at}", ["Ána", "bo", "Čau", ""][at % 4]);
            // Integers that come again, one of them missing.
            let whole = if at % 5 == 4 { Value::Null } else { Value::from(at as i64 % 5 - 1) };
            let own_number = Value::from(3 * at as i64);
            let properties = vec![(k, value.clone()), (name, text.into()), (n, whole), (u, own_number)];
            graph.create_node(&own, properties).unwrap()
        })
        .collect();
    for (from, to, kind, value) in &plan.edges {
        let (from, to) = (ids[*from as usize % ids.len()], ids[*to as usize % ids.len()]);
        // Few values that come again and again, one of them missing.
        let few = (from.0 + 2 * to.0) % 4;
        let text = if few == 3 { Value::Null } else { Value::from(["d1", "c", "d2"][few as usize]) };
        let properties = vec![(w, value.clone()), (day, text), (level, (0.5 * few as f64).into())];
        graph.create_relationship(from, to, kinds[*kind as usize], properties).unwrap();
    }
    graph.commit();
    graph
}

/// A pattern over the nodes a to d and the relationships r0 to r3, with conditions.
fn some_match() -> impl Strategy<Value = (String, usize, usize)> {
    let node = ("(:[AB])?(\\{k: [01]\\})?", 0usize..4);
    let arrow = (0usize..3, "(:R|:S|:R\\|S)?", proptest::bool::weighted(0.2));
    let hops = prop::collection::vec((arrow, node.clone(), 0usize..4), 0..4);
    let conditions = prop::collection::vec((0usize..14, 0usize..4, 0usize..4, 0usize..3), 0..3);
    (node, hops, conditions).prop_map(|(first, hops, conditions)| {
        let name = |at: usize| ["a", "b", "c", "d"][at];
        let mut used = vec![0];
        let mut text = format!("(a{})", first.0);
        let mut parts: Vec<String> = Vec::new();
        let mut edges = 0;
        for ((direction, kinds, apart), (about, to), from) in hops {
            let from = used[from % used.len()];
            let to = if used.contains(&to) { to } else { used.len().min(3) };
            if !used.contains(&to) {
                used.push(to);
            }
            let (left, right) = [("-", "->"), ("<-", "-"), ("-", "-")][direction];
            parts.push(format!("({}){left}[r{edges}{kinds}]{right}({}{about})", name(from), name(to)));
            edges += 1;
            if apart {
                parts.push("MATCH".to_owned());
            }
        }
        for part in parts {
            match part.as_str() {
                "MATCH" if !text.ends_with("MATCH ") => text += " MATCH ",
                "MATCH" => {}
                part if text.ends_with("MATCH ") => text += part,
                part => text = format!("{text}, {part}"),
            }
        }
        let text = text.trim_end_matches(" MATCH ").to_owned();
        let mut tests = Vec::new();
        for (which, one, two, number) in conditions {
            let (one, two) = (name(used[one % used.len()]), name(used[two % used.len()]));
            let edge = if edges == 0 { None } else { Some(number % edges) };
            tests.push(match (which, edge) {
                (0, _) => format!("{one}.k < {two}.k"),
                (1, _) => format!("{one}.k <> {number}"),
                (2, _) => format!("{one} <> {two}"),
                (3, _) => format!("NOT ({one})-[:R]->({two})"),
                (4, _) => format!("({one})-[:S]-()"),
                (5, _) => format!("NOT ({one})<-[:R]-(:B)"),
                (6, _) => format!("{one}.k IN [0, {number}, null]"),
                (7, _) => format!("{one}.k IS NULL OR {two}.k >= {number}"),
                (8, _) => format!("{one}.k CONTAINS 'a'"),
                (9, _) => format!("NOT {one}.k = {number}"),
                (10, Some(edge)) => format!("r{edge}.w > {number}"),
                (11, Some(edge)) => format!("r{edge}.w = {one}.k"),
                (12, _) => format!("{one}.k =~ 'a.*' XOR false"),
                (13, _) => format!("{one}:A"),
                (_, _) => format!("{one}.k <= 1.5"),
            });
        }
        if !tests.is_empty() {
            return (format!("{text} WHERE {}", tests.join(" AND ")), used.len(), edges);
        }
        (text, used.len(), edges)
    })
}

/// A circle of four to six, as one path or as two.
fn some_circle() -> impl Strategy<Value = String> {
    let arrow = (0usize..3, prop_oneof![4 => Just(":R"), 1 => Just(":S"), 1 => Just(":R|T"), 1 => Just("")]);
    let arrows = prop::collection::vec(arrow, 4..7);
    let about = prop::collection::vec("(:A)?", 6);
    let conditions = prop::collection::vec((0usize..8, 0usize..6, 0usize..6), 0..3);
    (arrows, about, conditions, 0usize..4, any::<bool>()).prop_map(
        |(arrows, about, conditions, sink, split)| {
            let name = |at: usize| ["a", "b", "c", "d", "e", "f"][at % arrows.len()];
            let mut text = "(a)".to_owned();
            for (at, (direction, kinds)) in arrows.iter().enumerate() {
                // Of six that lead either way there are too many to list.
                let direction = if arrows.len() == 6 { direction % 2 } else { *direction };
                let (left, right) = [("-", "->"), ("<-", "-"), ("-", "-")][direction];
                if split && at == 2 {
                    text += &format!(", ({})", name(at));
                }
                text += &format!("{left}[r{at}{kinds}]{right}({}{})", name(at + 1), about[at]);
            }
            let tests: Vec<String> = conditions
                .into_iter()
                .map(|(which, one, two)| match which {
                    0 => format!("{} <> {}", name(one), name(two)),
                    1 => format!("{}.k < {}.k", name(one), name(two)),
                    2 => format!("r{}.w > 0", one % arrows.len()),
                    3 => format!("r{}.w <= r{}.w", one % arrows.len(), two % arrows.len()),
                    4 => format!("({})-[:T]->()", name(one)),
                    5 => format!("NOT ({})<-[:S]-({})", name(one), name(one + 1 + two % 3)),
                    6 => format!("{}.k = 1", name(one)),
                    _ => format!("r{}.w < {}.k", one % arrows.len(), name(two)),
                })
                .collect();
            let filter =
                if tests.is_empty() { String::new() } else { format!(" WHERE {}", tests.join(" AND ")) };
            let sink =
                ["count(*) AS n", "a, count(*) AS n", "b.k AS k, count(*) AS n", "count(DISTINCT c) AS n"]
                    [sink];
            format!("MATCH {text}{filter} RETURN {sink}")
        },
    )
}

/// A path of three or four from nodes that are looked up.
fn some_path() -> impl Strategy<Value = String> {
    let arrow = (0usize..3, prop_oneof![3 => Just(":R"), 1 => Just(":S"), 1 => Just(":R|T"), 1 => Just("")]);
    let arrows = prop::collection::vec(arrow, 3..5);
    (arrows, 0u8..3, prop::collection::vec((0usize..6, 0usize..4, 0usize..4), 0..2), 0usize..4).prop_map(
        |(arrows, k, conditions, sink)| {
            let name = |at: usize| ["a", "b", "c", "d", "e"][at];
            let mut text = format!("(a {{k: {k}}})");
            for (at, (direction, kinds)) in arrows.iter().enumerate() {
                let (left, right) = [("-", "->"), ("<-", "-"), ("-", "-")][*direction];
                text += &format!("{left}[r{at}{kinds}]{right}({})", name(at + 1));
            }
            let most = arrows.len();
            let tests: Vec<String> = conditions
                .into_iter()
                .map(|(which, one, two)| match which {
                    0 => format!("{} <> {}", name(one), name(two % most + 1)),
                    1 => format!("r{}.w > 0", one % most),
                    2 => format!("r{}.w <= r{}.w", one % most, two % most),
                    3 => format!("({})-[:T]->()", name(one)),
                    4 => format!("{}.k < {}.k", name(one), name(two % most + 1)),
                    _ => format!("{}:A", name(one % most + 1)),
                })
                .collect();
            let filter =
                if tests.is_empty() { String::new() } else { format!(" WHERE {}", tests.join(" AND ")) };
            let last = name(most);
            let sinks = [
                "count(*) AS n".to_owned(),
                format!("{last}, count(*) AS n"),
                format!("{last}.k AS k, count(*) AS n, sum(r{}.w) AS s", most - 1),
                format!("count(DISTINCT {last}) AS n"),
            ];
            format!("MATCH {text}{filter} RETURN {}", sinks[sink])
        },
    )
}

fn some_query() -> impl Strategy<Value = String> {
    some_parts().prop_map(|(pattern, _, sink)| format!("MATCH {pattern} {sink}"))
}

/// A pattern, one of its nodes, and what becomes of it.
fn some_parts() -> impl Strategy<Value = (String, String, String)> {
    (some_match(), 0usize..19, 0usize..4, 0usize..4).prop_map(|((pattern, nodes, edges), sink, one, two)| {
        let name = |at: usize| ["a", "b", "c", "d"][at % nodes];
        let (one, two) = (name(one), name(two));
        let edge = edges.checked_sub(1).map(|last| format!("r{last}"));
        let sink = match (sink, edge) {
            (0 | 1, _) => "RETURN count(*) AS c".to_owned(),
            (2, _) => format!("RETURN count(DISTINCT {one}.k) AS c, count(DISTINCT {two}) AS d"),
            (3, _) => format!("RETURN {one}.k AS k, count(*) AS c"),
            (4, _) => format!("RETURN {one} AS n, {two}.k AS k, count({two}.k) AS c"),
            (5, _) => format!("RETURN {one}.k AS x, {two}.k AS y, {two} AS z"),
            (6, _) => format!("RETURN {one}.k AS x, {two}.k AS y ORDER BY x DESC, y LIMIT 3"),
            (7, _) => format!("RETURN DISTINCT {one}.k AS x"),
            (8, _) => format!("WITH DISTINCT {one}, {two} AS o RETURN count(*) AS c"),
            (9, Some(edge)) => format!("RETURN type({edge}) AS t, count(*) AS c, max({edge}.w) AS m"),
            (10, Some(edge)) => format!("RETURN {one}.k AS k, min({edge}.w) AS m, sum(1) AS s"),
            (11, Some(edge)) => format!("RETURN count({edge}) AS c"),
            (12, _) => format!("OPTIONAL MATCH ({one})-[:T]->(o:B) RETURN count(*) AS c, count(o) AS m"),
            (13, _) => {
                format!("OPTIONAL MATCH ({one})-[:R]-(o)-[:S]->(p) RETURN {two}.k AS k, count(*) AS c")
            }
            (14, _) => format!("RETURN {one}.k AS k, count(*) AS c ORDER BY c DESC, k LIMIT 2"),
            (15, _) => format!("WITH {one}, count(*) AS n MATCH ({one})-->(z) RETURN n, count(z) AS m"),
            (16, _) => {
                format!("OPTIONAL MATCH ({one})-[q:R]-(o) WHERE o.k > 0 RETURN {two}.k AS k, count(q) AS c, max(o.k) AS m")
            }
            (17, _) => format!("OPTIONAL MATCH ({one})<-[q:S|T]-(o:A) RETURN {two} AS n, o.k AS k, q.w AS w, o AS o"),
            (_, _) => format!("RETURN collect(DISTINCT {one}.k) AS all"),
        };
        (pattern, one.to_owned(), sink)
    })
}

/// Rows to go on from, some of which bring nothing where a node may be; `n` is a number.
const BEFORE: [&str; 12] = [
    "MATCH (a)-[q:R]->(b) WITH a, b, count(q) AS n",
    "MATCH (a:A) WITH a, a.k AS n",
    "MATCH (a) OPTIONAL MATCH (a)-[q:S]->(b:B) WITH a, b, a.k AS n",
    "MATCH (a)-->(c) WITH DISTINCT c, 1 AS n",
    "MATCH (a)-->(x) WITH x AS b, [a.k, 1] AS more, count(*) AS n",
    "MATCH (a)-->(b) WITH count(*) AS n",
    "MATCH (a)-->(b) WITH a, b, a.k AS n ORDER BY id(a), id(b) LIMIT 1",
    "MATCH (a:A) WITH a.k AS n, a AS d",
    "MATCH (a)-->(b) WITH a, b, 2 AS n WHERE a.k <> b.k",
    "MATCH (x) OPTIONAL MATCH (x)-[:T]->(a) WITH a, x AS c, 0 AS n ORDER BY id(x) DESC, id(a) LIMIT 3",
    "MATCH (a)-[q]->(b) WITH a, q.w AS n, count(*) AS more",
    "MATCH (a) WITH max(a.k) AS n, min(a.k) AS more",
];

/// Clauses that go on from such rows.
fn some_continued() -> impl Strategy<Value = String> {
    (prop::sample::select(&BEFORE[..]), some_parts(), 0usize..7, 0usize..9).prop_map(
        |(before, (pattern, one, sink), test, after)| {
            let test = match test {
                0 => format!("{one}.k = n"),
                1 => format!("{one}.k >= n"),
                2 => "n > 0".to_owned(),
                3 => format!("{one}.k IN [n, 1]"),
                _ => String::new(),
            };
            let link = match (test.is_empty(), pattern.contains(" WHERE ")) {
                (true, _) => "",
                (_, true) => " AND ",
                _ => " WHERE ",
            };
            let sink = match after {
                0 => "RETURN n, count(*) AS c".to_owned(),
                1 => format!("RETURN n, {one}.k AS k ORDER BY n, k LIMIT 3"),
                2 => format!("RETURN DISTINCT {one}, n"),
                4 => format!("RETURN n, {one} AS z, {one}.k AS k ORDER BY {one}.k LIMIT 9999"),
                3 => format!("WITH {one} AS a, n, count(*) AS c MATCH (a)--(x) RETURN n, c, count(x) AS d"),
                _ => sink,
            };
            format!("{before} MATCH {pattern}{link}{test} {sink}")
        },
    )
}

/// Lists made by collect() have no order of their own.
fn sorted(mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    for value in rows.iter_mut().flatten() {
        if let Value::List(items) = value {
            let mut items = items.to_vec();
            items.sort();
            *value = items.into();
        }
    }
    rows.sort();
    rows
}

/// Makes the lists of single types that queries otherwise make when they have asked often.
fn make_lists(graph: &Graph) {
    let view = graph.view().unwrap();
    for direction in [Direction::Outgoing, Direction::Incoming, Direction::Both] {
        for kinds in [&[][..], &[0], &[1], &[2], &[0, 1]] {
            view.frozen().lists(direction, kinds);
        }
    }
}

fn assert_same(query: &str, fast: Vec<Vec<Value>>, slow: Vec<Vec<Value>>) {
    let last = query.rsplit("MATCH").next().unwrap_or(query);
    // Where all rows are the first, equal ones may come in any order.
    if last.contains("ORDER BY") && !last.contains("LIMIT 9999") {
        assert_eq!(fast, slow, "{query}");
    } else {
        assert_eq!(sorted(fast), sorted(slow), "{query}");
    }
}

/// A graph in which a node has so many neighbours that they are looked at together.
fn some_large_graph() -> impl Strategy<Value = Plan> {
    let nodes = prop::collection::vec((0u8..4, (0i64..3).prop_map(Value::from)), 20..40);
    // Half of the relationships hang on a few nodes.
    let end = || prop_oneof![0u8..3, 0u8..40];
    let edges = prop::collection::vec((end(), end(), 0u8..3, (0i64..3).prop_map(Value::from)), 60..110);
    (nodes, edges).prop_map(|(nodes, edges)| Plan { nodes, edges })
}

/// A graph with many circles.
fn some_dense_graph() -> impl Strategy<Value = Plan> {
    let nodes = prop::collection::vec((0u8..4, (0i64..3).prop_map(Value::from)), 4..8);
    let edges = prop::collection::vec((0u8..8, 0u8..8, 0u8..3, (0i64..3).prop_map(Value::from)), 12..26);
    (nodes, edges).prop_map(|(nodes, edges)| Plan { nodes, edges })
}

/// Shapes that the optimiser has ways of its own for.
fn shapes() -> Vec<&'static str> {
    include_str!("../data/shapes.cypher").lines().filter(|line| !line.starts_with("//")).collect()
}

/// Queries whose answers were wrong once.
fn mended() -> Vec<&'static str> {
    include_str!("../data/mended.cypher").lines().filter(|line| !line.starts_with("//")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn same_rows_in_blocks(plan in some_large_graph()) {
        let (quick, mended) = (shapes(), mended());
        let shapes = [&quick[..], &mended].concat();
        let mut graph = build(&plan);
        let slow: Vec<_> = shapes.iter().map(|query| ask(&mut graph, query)).collect();
        prop_assert!(!graph.has_view());
        graph.view();
        for (query, slow) in shapes.iter().zip(&slow) {
            prop_assert!(mended.contains(query) || plan_is_fast(&mut graph, query), "{}", query);
            assert_same(query, ask(&mut graph, query), slow.clone());
            assert_same(query, ask(&mut graph, &format!("PROFILE {query}")), slow.clone());
        }
        make_lists(&graph);
        for (query, slow) in shapes.iter().zip(&slow) {
            assert_same(query, ask(&mut graph, query), slow.clone());
        }
        let names = graph.names();
        let counts = [names.labels.len(), names.types.len(), names.keys.len()];
        let frozen = Frozen::from_image(graph.image().unwrap(), counts).unwrap();
        let mut opened = Graph::opened(frozen, names.clone());
        for (query, slow) in shapes.iter().zip(slow) {
            assert_same(query, ask(&mut opened, query), slow);
        }
    }

    #[test]
    fn what_is_counted_is_what_is_matched(plan in some_large_graph(), left in any::<bool>(), right in any::<bool>()) {
        let (left, right) = (if left { "<-" } else { "-" }, if right { "->" } else { "-" });
        let mut graph = build(&plan);
        for frozen in [false, true] {
            if frozen {
                graph.view();
            }
            for kinds in ["", ":R", ":R|T", ":!S", ":NONE"] {
                for tail in [format!("{left}[{kinds}]{right}()"), format!("-[:S]->(){left}[{kinds}]{right}()")] {
                    let counted = format!("MATCH (a) RETURN a, COUNT {{ (a){tail} }} AS c");
                    let listed = format!("MATCH (a) RETURN a, size(COLLECT {{ MATCH (a){tail} RETURN 1 }}) AS c");
                    assert_same(&counted, ask(&mut graph, &counted), ask(&mut graph, &listed));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn same_rows(plan in some_graph(), queries in prop::collection::vec(some_query(), 4)) {
        let mut graph = build(&plan);
        let slow: Vec<_> = queries.iter().map(|query| ask(&mut graph, query)).collect();
        prop_assert!(!graph.has_view(), "a small graph is left to the interpreter");
        prop_assert!(graph.view().is_some());
        for (query, slow) in queries.iter().zip(&slow) {
            assert_same(query, ask(&mut graph, query), slow.clone());
        }
        make_lists(&graph);
        for (query, slow) in queries.iter().zip(slow) {
            assert_same(query, ask(&mut graph, query), slow);
        }
    }

    /// Nodes between two others, in circles, are counted from one end.
    #[test]
    fn same_circles(plan in some_dense_graph(), queries in prop::collection::vec(some_circle(), 3)) {
        let mut graph = build(&plan);
        let slow: Vec<_> = queries.iter().map(|query| ask(&mut graph, query)).collect();
        graph.view();
        for (query, slow) in queries.iter().zip(&slow) {
            prop_assert!(plan_is_fast(&mut graph, query), "{}", query);
            assert_same(query, ask(&mut graph, query), slow.clone());
        }
        make_lists(&graph);
        for (query, slow) in queries.iter().zip(slow) {
            assert_same(query, ask(&mut graph, query), slow);
        }
    }

    /// Ways from a few nodes come together where nothing is asked of how.
    #[test]
    fn same_ways(mut dense in some_dense_graph(), queries in prop::collection::vec(some_path(), 3)) {
        // So many nodes are looked up by an index.
        dense.nodes.extend((0..260).map(|at| (0, Value::from(1000 + at))));
        let mut graph = build(&dense);
        let slow: Vec<_> = queries.iter().map(|query| ask(&mut graph, query)).collect();
        graph.view();
        for (query, slow) in queries.iter().zip(slow) {
            prop_assert!(plan_is_fast(&mut graph, query), "{}", query);
            assert_same(query, ask(&mut graph, query), slow.clone());
            assert_same(query, ask(&mut graph, &format!("PROFILE {query}")), slow);
        }
        let ways = "MATCH (a {k: 1})-[:R]->(b)-[:S]->(c)-[:T]->(d) RETURN d, count(*) AS n";
        prop_assert!(plan(&mut graph, ways).contains("Collapse"), "{}", plan(&mut graph, ways));
    }

    /// Clauses behind a projection go on from its rows.
    #[test]
    fn same_rows_behind_a_projection(
        plan in some_graph(),
        queries in prop::collection::vec(some_continued(), 4),
    ) {
        let mut graph = build(&plan);
        let slow: Vec<_> = queries.iter().map(|query| attempt(&mut graph, query)).collect();
        prop_assert!(!graph.has_view(), "a small graph is left to the interpreter");
        graph.view();
        for (query, slow) in queries.iter().zip(slow) {
            let Some(slow) = slow else { continue };
            assert_same(query, ask(&mut graph, query), slow.clone());
            assert_same(query, ask(&mut graph, query), slow.clone());
            assert_same(query, ask(&mut graph, &format!("PROFILE {query}")), slow);
        }
    }

    #[test]
    fn same_reach(plan in some_graph(), min in 0u32..3, more in 0u32..4, sink in 0usize..4, direction in 0usize..3) {
        let sink = ["count(DISTINCT x)", "count(DISTINCT x.k)", "max(x.k)", "count(*)"][sink];
        let (left, right) = [("-", "->"), ("<-", "-"), ("-", "-")][direction];
        let mut graph = build(&plan);
        for (kinds, each) in [("", ""), (":R", ""), (":R|S", ""), ("", " {w: 1}")] {
            let most = min + more;
            let query =
                format!("MATCH (a:A){left}[{kinds}*{min}..{most}{each}]{right}(x) RETURN a.k AS k, {sink} AS c");
            let slow = sorted(ask(&mut graph, &query));
            graph.view();
            prop_assert!(plan_is_fast(&mut graph, &query), "{}", query);
            prop_assert_eq!(sorted(ask(&mut graph, &query)), slow, "{}", query);
            let key = graph.key("other");
            let node = graph.nodes().next().unwrap();
            graph.set_node_property(node, key, 1.into()).unwrap();
            prop_assert!(!graph.has_view(), "a change drops the frozen graph");
        }
    }

    #[test]
    fn same_shortest(plan in some_graph(), direction in 0usize..3, all in any::<bool>(), min in 0u32..2) {
        let (left, right) = [("-", "->"), ("<-", "-"), ("-", "-")][direction];
        let function = if all { "allShortestPaths" } else { "shortestPath" };
        let mut graph = build(&plan);
        for kinds in ["", ":R", ":S|T"] {
            let query = format!(
                "MATCH (a:A), (b:B) MATCH p = {function}((a){left}[{kinds}*{min}..]{right}(b)) \
                 RETURN id(a), id(b), length(p) AS l{}",
                if all { ", [r IN relationships(p) | id(r)] AS ids" } else { "" }
            );
            let slow = sorted(ask(&mut graph, &query));
            graph.view();
            prop_assert_eq!(sorted(ask(&mut graph, &query)), slow, "{}", query);
            graph.begin();
            let node = graph.nodes().next().unwrap();
            let key = graph.key("other");
            graph.set_node_property(node, key, 1.into()).unwrap();
        }
    }
}

fn plan_is_fast(graph: &mut Graph, query: &str) -> bool {
    let text = plan(graph, query);
    // Only the optimiser estimates.
    text.contains("(about ")
}

#[test]
fn rows_are_gone_on_from_in_their_order() {
    let nodes = (0..30).map(|at| (1, Value::from(at * 7 % 30))).collect();
    let edges = (0..90).map(|at| (at % 30, at % 7, at % 3, Value::Null)).collect();
    let mut graph = build(&Plan { nodes, edges });
    graph.view();
    let query = "MATCH (a:A) WITH a ORDER BY a.k DESC MATCH (a)-->(b) WITH collect(a.k) AS all RETURN all";
    assert!(plan(&mut graph, query).contains("Given"));
    let rows = ask(&mut graph, query);
    let Value::List(all) = &rows[0][0] else { panic!("{rows:?}") };
    assert!(all.len() == 90 && all.is_sorted_by(|a, b| a >= b), "{all:?}");
}

/// A node with many relationships that is come to again and again has them in order of the property that is asked for.
#[test]
fn relationships_are_looked_up_by_what_is_bound() {
    let mut graph = Graph::new();
    ask(&mut graph, "CREATE (:H {u: 500, n: 3})");
    ask(&mut graph, "UNWIND range(0, 199) AS i CREATE (:N {u: i, n: CASE WHEN i % 9 > 0 THEN i % 7 END})");
    ask(&mut graph, "MATCH (h:H), (a:N) WHERE a.u < 20 CREATE (a)-[:IN {w: a.u % 5}]->(h)");
    ask(&mut graph, "MATCH (h:H), (b:N) WHERE b.u >= 100 CREATE (h)-[:OUT {w: b.u % 5}]->(b)");
    let queries = [
        // What it leads to is not bound before it is.
        "MATCH (a)-[q:IN]->(h)-[r:OUT]->(b) WHERE r.w = b.n AND q.w <> b.u RETURN a, count(*) AS c, sum(b.u) AS s",
        "MATCH (a)-[q:IN]->(h)-[r:OUT]->(b) WHERE r.w = b.n AND r.w = q.w RETURN a, count(*) AS c, sum(b.u) AS s",
        "MATCH (a)-[q:IN]->(h)-[r:OUT]->(b) WHERE a.n = r.w RETURN a, b, r.w AS w",
    ];
    let slow = queries.map(|query| ask(&mut graph, query));
    assert!(!graph.has_view() && slow.iter().all(|rows| !rows.is_empty()));
    graph.view();
    for (query, slow) in queries.into_iter().zip(slow) {
        assert!(plan_is_fast(&mut graph, query), "{query}");
        assert_same(query, ask(&mut graph, query), slow);
    }
}

/// Without this the comparisons above could compare the interpreter with itself.
#[test]
fn typical_queries_are_fast() {
    let nodes = (0..8).map(|at| (1 + at % 3, Value::from(i64::from(at)))).collect();
    let edges = (0..20).map(|at| (at % 8, at * 3 % 7, at % 3, Value::from(i64::from(at)))).collect();
    let mut graph = build(&Plan { nodes, edges });
    graph.view();
    for query in [
        "MATCH (a:A {k: 1}) RETURN a.k",
        "MATCH (a:A)-[r:R]->(b) WHERE r.w > 3 RETURN b.k, count(*) AS c ORDER BY c DESC LIMIT 3",
        "MATCH (a)-[:R]->(b)-[:R]->(c), (a)-[:R]->(c) RETURN count(*)",
        "MATCH (a:A)-[:R]->(b) WHERE NOT (a)-[:S]->(b) AND a.k < b.k RETURN count(*)",
        "MATCH (a:A) OPTIONAL MATCH (a)-[:R]->(b:B) RETURN count(*), count(b)",
        "MATCH (a {k: 1})-[:R*1..4]->(x) RETURN count(DISTINCT x)",
        "MATCH ()-[r]->() RETURN type(r), count(*)",
        "MATCH (a)-[r]-(b)-[q]-(c) RETURN a, count(*)",
    ] {
        assert!(plan_is_fast(&mut graph, query), "{query}: {}", plan(&mut graph, query));
    }
    for query in [
        "MATCH (a:A) WITH a, a.k AS n MATCH (a)-[:R]->(b) RETURN n, count(b)",
        "MATCH (a:A) WITH a ORDER BY a.k LIMIT 2 OPTIONAL MATCH (a)-[:R]->(b) WITH a, count(b) AS n MATCH (a)--(c) RETURN n, c",
    ] {
        let text = plan(&mut graph, query);
        assert_eq!(
            text.matches("Given n0: each row so far").count(),
            query.matches("WITH").count(),
            "{text}"
        );
    }
}
