//! The graph's transactions, order and weaving.

use factloom::graph::{Direction, Graph, GraphError, GraphRead, GraphWrite, Hop};
use factloom::value::{NodeId, RelationshipId, Value};
use proptest::prelude::*;

/// Everything that people can see of a graph.
fn picture(graph: &Graph) -> String {
    let names = graph.names();
    let mut lines = Vec::new();
    for node in graph.nodes() {
        let labels: Vec<_> = graph.labels(node).iter().map(|label| names.labels.name(*label)).collect();
        lines.push(format!("{node:?} {labels:?} {:?}", graph.node_properties(node)));
        let mut hops = Vec::new();
        graph.expand(node, Direction::Both, &[], &mut hops);
        lines.push(format!("{hops:?}"));
    }
    for relationship in graph.relationships() {
        let ends = graph.ends(relationship).unwrap();
        lines.push(format!("{relationship:?} {ends:?} {:?}", graph.relationship_properties(relationship)));
    }
    for (label, _) in names.labels.iter() {
        lines.push(format!("{label:?} {:?}", graph.nodes_with_label(label).collect::<Vec<_>>()));
    }
    for (kind, _) in names.types.iter() {
        lines.push(format!("{kind:?} {:?}", graph.relationships_with_type(kind).collect::<Vec<_>>()));
        assert_eq!(graph.count_with_type(kind), graph.relationships_with_type(kind).count());
    }
    lines.join("\n")
}

/// One random change; failures are part of the game.
fn change(graph: &mut Graph, (what, a, b): (u8, u64, u64)) {
    let (label, kind, key) = (
        graph.label(["A", "B"][a as usize % 2]),
        graph.relationship_type("T"),
        graph.key(["x", "y"][b as usize % 2]),
    );
    let _ = match what {
        0 | 1 => graph.create_node(&[label], vec![(key, Value::from(1))]).map(|_| ()),
        2 | 3 => graph.create_relationship(NodeId(a), NodeId(b), kind, vec![]).map(|_| ()),
        4 => graph.set_node_property(NodeId(a), key, Value::from("v")),
        5 => graph.set_relationship_property(RelationshipId(a), key, Value::from(2.5)),
        6 => graph.add_label(NodeId(b), label).map(|_| ()),
        7 => graph.remove_label(NodeId(b), label).map(|_| ()),
        8 => graph.delete_relationship(RelationshipId(a)),
        _ => graph.delete_node(NodeId(a)),
    };
}

proptest! {
    #[test]
    fn rolling_back_restores_everything(
        before in prop::collection::vec((0u8..10, 0u64..8, 0u64..8), 0..30),
        kept in prop::collection::vec((0u8..10, 0u64..8, 0u64..8), 0..10),
        undone in prop::collection::vec((0u8..10, 0u64..8, 0u64..8), 0..20),
    ) {
        let mut graph = Graph::new();
        for name in ["A", "B"] { graph.label(name); }
        graph.relationship_type("T");
        before.into_iter().for_each(|step| change(&mut graph, step));
        let start = picture(&graph);
        graph.begin();
        kept.into_iter().for_each(|step| change(&mut graph, step));
        let middle = picture(&graph);
        let counts = graph.counts();
        let savepoint = graph.savepoint();
        undone.into_iter().for_each(|step| change(&mut graph, step));
        graph.rollback_to(savepoint);
        prop_assert_eq!(picture(&graph), middle);
        prop_assert_eq!(graph.counts(), counts);
        graph.rollback();
        prop_assert_eq!(picture(&graph), start);
    }
}

#[test]
fn ids_are_not_given_twice_and_the_deleted_stay_known() {
    let mut graph = Graph::new();
    graph.begin();
    let kind = graph.relationship_type("KNOWS");
    let a = graph.create_node(&[], vec![]).unwrap();
    let b = graph.create_node(&[], vec![]).unwrap();
    let knows = graph.create_relationship(a, b, kind, vec![]).unwrap();
    assert_eq!(graph.delete_node(a), Err(GraphError::StillConnected(a)));
    graph.delete_relationship(knows).unwrap();
    graph.delete_node(b).unwrap();
    assert!(graph.is_deleted_node(b) && graph.is_deleted_relationship(knows));
    assert_eq!(graph.ends(knows).unwrap().kind, kind);
    assert_ne!(graph.create_node(&[], vec![]).unwrap(), b);
    let changes = graph.commit();
    assert_eq!((changes.counts.nodes_created, changes.counts.nodes_deleted), (3, 1));
    assert!(!graph.is_deleted_node(b) && graph.ends(knows).is_none());
}

#[test]
fn steps_come_in_the_order_of_relationships_and_a_loop_once() {
    let mut graph = Graph::new();
    let kind = graph.relationship_type("T");
    let other = graph.relationship_type("U");
    let a = graph.create_node(&[], vec![]).unwrap();
    let b = graph.create_node(&[], vec![]).unwrap();
    for (start, end, kind) in [(a, b, kind), (b, a, other), (a, a, kind), (a, b, other)] {
        graph.create_relationship(start, end, kind, vec![]).unwrap();
    }
    let steps = |direction, kinds: &[_]| {
        let mut hops = Vec::new();
        graph.expand(a, direction, kinds, &mut hops);
        hops.into_iter().map(|Hop { relationship, node }| (relationship.0, node.0)).collect::<Vec<_>>()
    };
    assert_eq!(steps(Direction::Both, &[]), [(0, 1), (1, 1), (2, 0), (3, 1)]);
    assert_eq!(steps(Direction::Outgoing, &[]), [(0, 1), (2, 0), (3, 1)]);
    assert_eq!(steps(Direction::Incoming, &[]), [(1, 1), (2, 0)]);
    assert_eq!(steps(Direction::Both, &[other]), [(1, 1), (3, 1)]);
}
