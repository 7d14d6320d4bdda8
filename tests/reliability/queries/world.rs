//! Small random graphs, as plain lists for the reference evaluator and as a [`Graph`].

use crate::support::Random;
use factloom::graph::{Graph, GraphRead, GraphWrite};
use factloom::value::{NodeId, Value};

pub(super) const LABELS: [&str; 3] = ["A", "B", "C"];
pub(super) const TYPES: [&str; 3] = ["R", "S", "T"];
/// `k` holds integers, `s` texts, `m` whatever comes; all of them may be missing.
pub(super) const KEYS: [&str; 3] = ["k", "s", "m"];

/// A value of a property.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held {
    Null,
    Integer(i64),
    Float(f64),
    Text(&'static str),
    Truth(bool),
}

impl Held {
    pub(super) fn some(key: usize, random: &mut Random) -> Held {
        const TEXTS: [&str; 4] = ["", "a", "ab", "b"];
        match (key, random.below(8)) {
            (_, 0) => Held::Null,
            (0, n) => Held::Integer(n as i64 / 2 - 1),
            (1, _) => Held::Text(random.pick(&TEXTS)),
            (_, 1 | 2) => Held::Text(random.pick(&TEXTS)),
            (_, 3) => Held::Truth(random.chance(50)),
            (_, 4 | 5) => Held::Float(random.below(5) as f64 / 2.0),
            (_, n) => Held::Integer(n as i64 - 6),
        }
    }

    pub(super) fn value(&self) -> Value {
        match self {
            Held::Null => Value::Null,
            Held::Integer(n) => (*n).into(),
            Held::Float(n) => (*n).into(),
            Held::Text(text) => (*text).into(),
            Held::Truth(truth) => (*truth).into(),
        }
    }

    /// As it is written in a query.
    pub(super) fn text(&self) -> String {
        match self {
            Held::Null => "null".into(),
            Held::Integer(n) => n.to_string(),
            Held::Float(n) => format!("{n:?}"),
            Held::Text(text) => format!("'{text}'"),
            Held::Truth(truth) => truth.to_string(),
        }
    }
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) labels: [bool; 3],
    pub(super) held: [Held; 3],
    pub(super) id: NodeId,
}

#[derive(Debug)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: usize,
    pub(super) held: [Held; 3],
}

#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

impl World {
    /// The lists and two equal graphs, of which the second is frozen for the optimiser.
    pub(super) fn new(random: &mut Random) -> (World, Graph, Graph) {
        let (mut world, mut plain, mut frozen) = (World::default(), Graph::new(), Graph::new());
        let held = |random: &mut Random| [0, 1, 2].map(|key| Held::some(key, random));
        let count = 3 + random.below(7);
        for _ in 0..count {
            let labels = [0, 1, 2].map(|_| random.chance(45));
            let held = held(random);
            let [id, other] = [&mut plain, &mut frozen].map(|graph| {
                let own: Vec<_> = (0..3).filter(|at| labels[*at]).map(|at| graph.label(LABELS[at])).collect();
                let pairs = properties(graph, &held);
                graph.create_node(&own, pairs).unwrap()
            });
            assert_eq!(id, other);
            world.nodes.push(Node { labels, held, id });
        }
        for _ in 0..count / 2 + random.below(3 * count) {
            let (from, to, kind) = (random.below(count), random.below(count), random.below(3));
            let held = held(random);
            let _ids = [&mut plain, &mut frozen].map(|graph| {
                let pairs = properties(graph, &held);
                let kind = graph.relationship_type(TYPES[kind]);
                graph.create_relationship(world.nodes[from].id, world.nodes[to].id, kind, pairs).unwrap()
            });
            world.edges.push(Edge { from, to, kind, held });
        }
        plain.commit();
        frozen.commit();
        assert!(frozen.view().is_some());
        (world, plain, frozen)
    }
}

fn properties(graph: &mut Graph, held: &[Held; 3]) -> Vec<(factloom::graph::KeyId, Value)> {
    let pairs = KEYS.iter().zip(held).filter(|(_, held)| **held != Held::Null);
    pairs.map(|(key, held)| (graph.key(key), held.value())).collect()
}
