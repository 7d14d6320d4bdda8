//! Exports under hostile names, and imports that bring the same graph back.

use factloom::export::{Format, Selection};
use factloom::graph::{Graph, GraphRead, GraphWrite, add_articles};
use factloom::import;
use factloom::value::temporal::{Kind, construct, construct_duration};
use factloom::value::{RelationshipId, Value};
use proptest::prelude::*;

fn written(format: Format, graph: &Graph) -> String {
    let mut out = Vec::new();
    format.write(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\"]; evil [label=\"".to_owned()),
        Just("</script><img src=x onerror=alert(1)>".to_owned()),
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("back\\slash\\ 'quote' `tick` \u{202e}rtl \0 nul\r\nline".to_owned()),
        ".*",
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let date = |kind, text: &str| construct(kind, Some(&Value::from(text)), (0, 0)).unwrap();
    let leaf = prop_oneof![
        texts().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(date(Kind::Date, "-0044-03-15")),
        Just(date(Kind::DateTime, "2023-04-16T12:00:00.000000001[Europe/Stockholm]")),
        Just(date(Kind::Time, "12:31:14.645876123+01:00")),
        Just(construct_duration(&Value::from("P14DT16H12M")).unwrap()),
    ];
    prop_oneof![4 => leaf.clone(), 1 => prop::collection::vec(leaf, 0..3).prop_map(Value::from)]
}

fn graphs() -> impl Strategy<Value = Graph> {
    let nodes = prop::collection::vec((texts(), prop::collection::vec((texts(), values()), 0..3)), 1..5);
    let edges = prop::collection::vec((any::<usize>(), any::<usize>(), texts(), values()), 0..5);
    (nodes, edges).prop_map(|(nodes, edges)| {
        let mut graph = Graph::new();
        let ids: Vec<_> = nodes
            .into_iter()
            .map(|(label, pairs)| {
                let label = graph.label(&label);
                let pairs = pairs.into_iter().map(|(key, value)| (graph.key(&key), value)).collect();
                graph.create_node(&[label], pairs).unwrap()
            })
            .collect();
        for (start, end, kind, value) in edges {
            let (kind, key) = (graph.relationship_type(&kind), graph.key("weight"));
            let (start, end) = (ids[start % ids.len()], ids[end % ids.len()]);
            graph.create_relationship(start, end, kind, vec![(key, value)]).unwrap();
        }
        graph
    })
}

proptest! {
    #[test]
    fn json_comes_back_the_same(graph in graphs()) {
        let json = written(Format::Json, &graph);
        let mut back = Graph::new();
        import::json(&mut back, &json).unwrap();
        prop_assert_eq!(written(Format::Json, &back), json);
        prop_assert_eq!(back.next_ids(), graph.next_ids());
    }

    #[test]
    fn no_name_breaks_out_of_its_line(graph in graphs()) {
        let lines = |format| written(format, &graph).lines().count();
        prop_assert_eq!(lines(Format::Dot), 5 + graph.node_count() + graph.relationship_count());
        prop_assert_eq!(lines(Format::Mermaid), 1 + graph.node_count() + graph.relationship_count());
        for line in written(Format::NTriples, &graph).lines() {
            prop_assert!(line.starts_with("<urn:factloom:") && line.ends_with(" ."), "{}", line);
        }
        prop_assert!(!written(Format::GraphMl, &graph).contains('\0'));
    }
}

/// A graph of one article with a planned fact.
fn woven() -> Graph {
    let extraction = serde_json::json!({
        "document": 7, "name": "a", "title": "Ties", "source": null, "date": "2023-04-16",
        "sentences": ["China plans to cooperate with Russia."],
        "entities": [
            {"name": "China", "type": "Place", "proper": true, "aliases": [["Beijing", 1]], "mentions": 2},
            {"name": "Russia", "type": "Place", "proper": true, "aliases": [], "mentions": 1}],
        "facts": [{"subject": 0, "relation": "cooperates-with", "object": 1, "status": "planned", "by": null,
            "confidence": 0.1, "qualifiers": [["time", "2023"]], "symmetric": true,
            "evidence": {"sentence": 1, "subject": [0, 5], "relation": [15, 29], "object": [30, 36]}}],
    });
    let mut graph = Graph::new();
    add_articles(&mut graph, [serde_json::from_value(extraction).unwrap()]).unwrap();
    graph
}

#[test]
fn articles_and_evidence_come_back() {
    let graph = woven();
    let mut back = Graph::new();
    import::json(&mut back, &written(Format::Json, &graph)).unwrap();
    assert_eq!(back.articles(), graph.articles());
    let fact = back.relationships().next().unwrap();
    let (document, evidence) = &back.articles().evidence(fact)[0];
    assert_eq!(
        back.articles().sentence(*document, evidence.sentence),
        graph.articles().sentence(*document, 1)
    );
}

#[test]
fn a_fact_looks_like_what_it_says() {
    let dot = written(Format::Dot, &woven());
    assert!(dot.contains("label=\"China\", tooltip=\"Place\", fillcolor="), "{dot}");
    assert!(dot.contains("label=\"cooperates-with\", style=dashed, tooltip=\"China plans to"), "{dot}");
}

#[test]
fn a_selection_brings_the_ends_of_its_relationships() {
    let graph = woven();
    let fact = graph.relationships().next().unwrap();
    let selection = Selection::of(&graph, [], [fact, RelationshipId(12345)]);
    assert_eq!((selection.nodes.len(), selection.relationships.len()), (2, 1));
}

#[test]
fn what_is_no_export_is_refused_with_its_place() {
    let refused = |text: &str| import::json(&mut Graph::new(), text).unwrap_err().to_string();
    assert!(refused("{\"nodes\": [").contains("line 1"));
    let value =
        r#"{"graph":{"version":1},"nodes":[{"id":1,"labels":[],"properties":{"x":{"a":1}}}],"edges":[]}"#;
    assert!(refused(value).contains("node 1, property x"));
    let ends = r#"{"graph":{"version":1},"nodes":[],"edges":[{"source":1,"target":2,"key":0,"type":"T","properties":{}}]}"#;
    assert!(refused(ends).contains("node 1 does not exist"));
}
