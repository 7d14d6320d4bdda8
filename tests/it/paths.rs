//! Repeated and selected paths against plainer ways to say the same, on random graphs.

use factloom::graph::{Graph, GraphRead, GraphWrite};
use factloom::query::{Limits, Parameters, Procedures, run};
use factloom::value::{NodeId, Value};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn ask(graph: &mut Graph, query: &str) -> Vec<Vec<Value>> {
    match run(graph, query, &Parameters::new(), &Limits::default(), &Procedures::default()) {
        Ok(result) => {
            let mut rows = result.rows;
            rows.sort();
            rows
        }
        Err(error) => panic!("{query}: {error}"),
    }
}

fn build(nodes: usize, edges: &[(usize, usize, bool)]) -> Graph {
    let mut graph = Graph::new();
    let key = graph.key("v");
    let kinds = ["R", "S"].map(|name| graph.relationship_type(name));
    let ids: Vec<NodeId> = (0..nodes)
        .map(|number| {
            let value = i64::try_from(number).unwrap();
            graph.create_node(&[], vec![(key, value.into())]).unwrap()
        })
        .collect();
    for (from, to, kind) in edges {
        let (from, to) = (ids[from % nodes], ids[to % nodes]);
        graph.create_relationship(from, to, kinds[usize::from(*kind)], Vec::new()).unwrap();
    }
    graph
}

/// The lengths of the paths between each pair of nodes.
fn lengths(rows: Vec<Vec<Value>>) -> BTreeMap<(Value, Value), Vec<i64>> {
    let mut all: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for row in rows {
        let Value::Integer(length) = row[2] else { panic!("{row:?}") };
        all.entry((row[0].clone(), row[1].clone())).or_default().push(length);
    }
    all.values_mut().for_each(|lengths| lengths.sort_unstable());
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_repeated_path_of_one_relationship_is_a_repeated_relationship(
        nodes in 1usize..5,
        edges in prop::collection::vec((0usize..5, 0usize..5, any::<bool>()), 0..8),
        (min, more) in (0u32..3, 0u32..3),
    ) {
        let mut graph = build(nodes, &edges);
        let max = (min + more).max(1);
        let ends = "RETURN x.v AS x, y.v AS y, size(r) AS length, [one IN r | type(one)] AS types";
        for (repeated, plain) in [
            (format!("(x) ((a)-[r:R]->(b)){{{min},{max}}} (y)"), format!("(x)-[r:R*{min}..{max}]->(y)")),
            (format!("(x {{v: 1}}) ((a)<-[r]-(b)){{{min},{max}}} (y)"), format!("(x {{v: 1}})<-[r*{min}..{max}]-(y)")),
            (format!("(x) ((a)-[r]-(b)){{{min},{max}}} (y {{v: 0}})"), format!("(x)-[r*{min}..{max}]-(y {{v: 0}})")),
        ] {
            let found = ask(&mut graph, &format!("MATCH {repeated} {ends}"));
            let expected = ask(&mut graph, &format!("MATCH {plain} {ends}"));
            prop_assert_eq!(found, expected, "{} | {}", repeated, plain);
        }
    }

    #[test]
    fn the_variables_of_a_repeated_path_follow_the_path(
        nodes in 1usize..5,
        edges in prop::collection::vec((0usize..5, 0usize..5, any::<bool>()), 0..8),
    ) {
        let mut graph = build(nodes, &edges);
        let rows = ask(
            &mut graph,
            "MATCH p = (x) ((a)-[r]->(b)-[s]->(c)){1,2} (y) RETURN nodes(p), a, b, c, r, s, relationships(p)",
        );
        for row in rows {
            let lists: Vec<&[Value]> = row.iter().map(|value| value.as_list().unwrap()).collect();
            let [path, a, b, c, r, s, steps] = lists[..] else { panic!("{row:?}") };
            for (at, first) in a.iter().enumerate() {
                prop_assert_eq!(first, &path[2 * at]);
                prop_assert_eq!(&b[at], &path[2 * at + 1]);
                prop_assert_eq!(&c[at], &path[2 * at + 2]);
                prop_assert_eq!(&r[at], &steps[2 * at]);
                prop_assert_eq!(&s[at], &steps[2 * at + 1]);
            }
        }
    }

    #[test]
    fn the_shortest_paths_are_the_first_of_all_by_length(
        nodes in 1usize..5,
        edges in prop::collection::vec((0usize..5, 0usize..5, any::<bool>()), 0..7),
        k in 1usize..4,
    ) {
        let mut graph = build(nodes, &edges);
        for pattern in ["(x)-->+(y)", "(x)-[:R]-*(y)", "(x)-[:R]->()-->*(y)", "(x) (()-[:R]->()-[:S]->())+ (y)"] {
            let all = lengths(ask(&mut graph, &format!("MATCH p = {pattern} RETURN x.v, y.v, length(p)")));
            let shortest = |graph: &mut Graph, selector: &str| {
                lengths(ask(graph, &format!("MATCH p = {selector} {pattern} RETURN x.v, y.v, length(p)")))
            };
            let cut = |keep: &dyn Fn(&[i64]) -> usize| {
                let mut all = all.clone();
                all.values_mut().for_each(|lengths| {
                    let keep = keep(lengths);
                    lengths.truncate(keep);
                });
                all
            };
            prop_assert_eq!(shortest(&mut graph, &format!("SHORTEST {k}")), cut(&|_| k), "{}", pattern);
            let groups = cut(&|lengths| {
                let mut different = lengths.to_vec();
                different.dedup();
                different.get(k).map_or(lengths.len(), |next| lengths.partition_point(|l| l < next))
            });
            prop_assert_eq!(shortest(&mut graph, &format!("SHORTEST {k} GROUPS")), groups, "{}", pattern);
        }
    }
}

/// Many repetitions take no more of the program's stack than few.
#[test]
fn long_walks() {
    let edges: Vec<(usize, usize, bool)> = (0..3000).map(|at| (at, at + 1, true)).collect();
    let mut graph = build(3001, &edges);
    let rows = ask(
        &mut graph,
        "MATCH ({v: 0}) ((a)-[r]->(b))+ ({v: 3000}) RETURN size(r) \
         UNION ALL MATCH p = SHORTEST 2 ({v: 0})-->+({v: 3000}) RETURN length(p) AS `size(r)`",
    );
    assert_eq!(rows, [[Value::from(3000)], [Value::from(3000)]]);
}

/// Paths between one node and all others are those that are found for each alone, whichever end is the one.
#[test]
fn one_to_many_is_as_one_to_one() {
    let mut graph = Graph::new();
    let (n, i) = (graph.label("N"), graph.key("i"));
    let kinds = ["R", "S"].map(|kind| graph.relationship_type(kind));
    let nodes: Vec<_> =
        (0..240i64).map(|at| graph.create_node(&[n], vec![(i, at.into())]).unwrap()).collect();
    let mut state = 7usize;
    let mut random = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    for _ in 0..1300 {
        // More of them between the first, so that there are several ways.
        let near = if random(2) == 0 { 240 } else { 30 };
        let (from, to) = (random(240), random(near));
        graph.create_relationship(nodes[from], nodes[to], kinds[random(2)], Vec::new()).unwrap();
    }
    graph.commit();
    graph.view();
    let ids = "[r IN relationships(p) | id(r)]";
    let mut found = 0;
    for pattern in ["(a)-[:R|S*..5]->(b)", "(b)<-[*..6]-(a)", "(a)-[:S*..7]-(b)", "(b)-[:R*]->(a)"] {
        for (first, second) in [("a", "b"), ("b", "a")] {
            let all = ask(
                &mut graph,
                &format!(
                    "MATCH ({first}:N {{i: 3}}) MATCH ({second}:N) WHERE {second}.i <> 3 \
                     MATCH p = shortestPath({pattern}) RETURN {second}.i, {ids}"
                ),
            );
            assert!(all.len() > 120, "{pattern}: {}", all.len());
            for row in all {
                let Value::Integer(other) = row[0] else { panic!("{row:?}") };
                let alone = format!(
                    "MATCH ({first}:N {{i: 3}}), ({second}:N {{i: {other}}}) MATCH p = shortestPath({pattern}) RETURN {ids}"
                );
                assert_eq!(ask(&mut graph, &alone), [[row[1].clone()]], "{pattern}, {first} and {other}");
                let any = alone.replace("shortestPath", "allShortestPaths");
                assert!(
                    ask(&mut graph, &any).contains(&vec![row[1].clone()]),
                    "{pattern}, {first} and {other}"
                );
                found += 1;
            }
        }
    }
    assert!(found > 1000, "{found}");
}
