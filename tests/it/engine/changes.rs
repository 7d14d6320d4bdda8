//! Graphs that change: the frozen form follows, and the operators on it answer as the interpreter does.

use super::{ask, assert_same, attempt, build, make_lists, shapes, some_large_graph, some_query};
use factloom::graph::{Direction, Graph, GraphRead, GraphWrite, Properties};
use factloom::value::{NodeId, Value};
use proptest::prelude::*;

/// What is done to which node or relationship.
type Change = (u8, u8, u8, Value);

fn some_changes() -> impl Strategy<Value = Vec<Change>> {
    let value = prop_oneof![
        3 => (0i64..4).prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(Value::from(1.0)),
        1 => Just(Value::from("ab")),
    ];
    prop::collection::vec((0u8..10, 0u8..40, 0u8..40, value), 0..12)
}

fn change(graph: &mut Graph, (what, one, two, value): &Change) {
    let (one, two) = (*one as usize, *two as usize);
    let nodes: Vec<_> = graph.nodes().collect();
    let relationships: Vec<_> = graph.relationships().collect();
    let (Some(a), Some(b)) = (nodes.get(one % nodes.len().max(1)), nodes.get(two % nodes.len().max(1)))
    else {
        return;
    };
    let relationship = relationships.get(two % relationships.len().max(1)).copied();
    let labels = ["A", "B", "C"].map(|name| graph.label(name));
    let kinds = ["R", "S", "T", "U"].map(|name| graph.relationship_type(name));
    let (k, w) = (graph.key("k"), graph.key("w"));
    match (what, relationship) {
        (0, _) => drop(graph.create_node(&labels[..one % 3], vec![(k, value.clone())]).unwrap()),
        (1..=3, _) => {
            graph.create_relationship(*a, *b, kinds[one % 4], vec![(w, value.clone())]).unwrap();
        }
        (4, _) => graph.set_node_property(*a, k, value.clone()).unwrap(),
        (5, Some(relationship)) => graph.set_relationship_property(relationship, w, value.clone()).unwrap(),
        (6, _) => drop(graph.add_label(*a, labels[two % 3]).unwrap()),
        (7, _) => drop(graph.remove_label(*a, labels[two % 3]).unwrap()),
        (8, Some(relationship)) => graph.delete_relationship(relationship).unwrap(),
        (9, _) => {
            let mut hops = Vec::new();
            graph.expand(*a, Direction::Both, &[], &mut hops);
            hops.iter().for_each(|hop| graph.delete_relationship(hop.relationship).unwrap());
            graph.delete_node(*a).unwrap();
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Changes are followed by the frozen graph, whether they are kept, undone or rolled back.
    #[test]
    fn same_rows_after_changes(
        plan in some_large_graph(),
        rounds in prop::collection::vec((some_changes(), 0usize..4), 1..5),
        queries in prop::collection::vec(some_query(), 3),
        article in any::<bool>(),
    ) {
        let mut graph = build(&plan);
        if article {
            // Ids that are hashes are larger than those of nodes that come later.
            let (label, key) = (graph.label("A"), graph.key("k"));
            let properties = Properties::new(vec![(key, 1.into())]);
            graph.insert_node(NodeId(1 << 62 | 5), &[label], properties).unwrap();
        }
        graph.commit();
        let all: Vec<&str> = shapes().into_iter().chain(queries.iter().map(String::as_str)).collect();
        graph.view();
        all.iter().for_each(|query| drop(attempt(&mut graph, query)));
        let mut kept = Vec::new();
        for (changes, end) in rounds {
            graph.begin();
            changes.iter().for_each(|one| change(&mut graph, one));
            match end {
                0 => graph.rollback(),
                1 => kept.push(graph.commit_undoable()),
                2 => {
                    kept.push(graph.commit_undoable());
                    // In between it is followed too.
                    graph.view();
                    while let Some(last) = kept.pop() {
                        graph.undo(last);
                    }
                }
                _ => {
                    kept.clear();
                    graph.commit();
                }
            }
            // Without a frozen graph, one so small is left to the interpreter.
            let mut plain = graph.clone();
            let (key, first) = (plain.key("other"), plain.nodes().next());
            if let Some(first) = first {
                plain.set_node_property(first, key, 1.into()).unwrap();
            }
            let slow: Vec<_> = all.iter().map(|query| attempt(&mut plain, query)).collect();
            prop_assert!(first.is_none() || !plain.has_view());
            graph.view();
            for listed in [false, true] {
                if listed {
                    make_lists(&graph);
                }
                // Where a row that is not needed would fail, either may come to it or not.
                for (query, slow) in all.iter().zip(&slow).filter_map(|(q, slow)| Some((q, slow.clone()?))) {
                    assert_same(query, ask(&mut graph, query), slow);
                }
            }
            prop_assert!(graph.image().is_some());
        }
    }
}
