//! A frozen graph as plain arrays and back: what a cache file holds. What can be told from the arrays is made anew.

use super::ids::IdArray;
use super::{Adjacency, Bits, Frozen, Labelled, Packed, TypeFacts};
use crate::graph::access::GraphRead;
use crate::graph::names::LabelId;
use crate::graph::property_graph::Graph;
use crate::value::{NodeId, RelationshipId};
use std::sync::{Arc, OnceLock};

/// The arrays. Their number and order are the same for every graph.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// Arrays of 32-bit numbers.
    pub numbers: Vec<Vec<u32>>,
    /// Arrays of 64-bit numbers.
    pub longs: Vec<Vec<u64>>,
    /// Arrays of bytes.
    pub bytes: Vec<Vec<u8>>,
}

impl Image {
    /// How many arrays of each kind there are.
    pub const COUNTS: [usize; 3] = [21, 2, 2];
}

impl Frozen {
    /// The graph as arrays; nothing where its properties take more than four gigabytes.
    pub fn image(&self, graph: &Graph) -> Option<Image> {
        if self.patched {
            return Frozen::new(graph).image(graph);
        }
        let (mut node_ends, mut node_bytes) = (Vec::with_capacity(self.nodes()), Vec::new());
        let (mut edge_ends, mut edge_bytes) = (Vec::with_capacity(self.edges()), Vec::new());
        if let Some(packed) = &self.packed {
            (node_ends, node_bytes) = (packed.node_ends.clone(), packed.node_bytes.clone());
            (edge_ends, edge_bytes) = (packed.edge_ends.clone(), packed.edge_bytes.clone());
        } else {
            for id in &self.ids {
                node_bytes.extend_from_slice(graph.node(*id)?.properties.as_bytes());
                node_ends.push(u32::try_from(node_bytes.len()).ok()?);
            }
            for id in self.edge_ids.iter() {
                edge_bytes.extend_from_slice(graph.relationship(RelationshipId(id))?.properties.as_bytes());
                edge_ends.push(u32::try_from(edge_bytes.len()).ok()?);
            }
        }
        let mut numbers: Vec<Vec<u32>> = Vec::with_capacity(Image::COUNTS[0]);
        for adjacency in [&self.out, &self.into] {
            numbers.extend(adjacency.arrays());
        }
        numbers.push(self.sources.clone());
        numbers.push(self.kinds.clone());
        numbers.push(self.set_of.clone());
        numbers.push(self.label_sets.iter().flat_map(|set| counted(set)).collect());
        numbers.push(self.types.iter().flat_map(facts).collect());
        numbers.push(self.between.iter().flat_map(|(key, count)| [key[0], key[1], key[2], *count]).collect());
        numbers.push(node_ends);
        numbers.push(edge_ends);
        numbers.push(self.edge_ids.small.clone());
        let longs = vec![self.ids.iter().map(|id| id.0).collect(), self.edge_ids.large.clone()];
        Some(Image { numbers, longs, bytes: vec![node_bytes, edge_bytes] })
    }

    /// The graph that such arrays are of, with so many labels, types and keys; nothing where they do not fit together.
    pub fn from_image(image: Image, names: [usize; 3]) -> Option<Frozen> {
        let [labels, types, keys] = names;
        let [ids, large]: [Vec<u64>; 2] = image.longs.try_into().ok()?;
        let [node_bytes, edge_bytes]: [Vec<u8>; 2] = image.bytes.try_into().ok()?;
        let mut numbers = image.numbers;
        let edge_ids = IdArray { small: numbers.pop()?, large };
        if !edge_ids.small.is_empty() && !edge_ids.large.is_empty() {
            return None;
        }
        let (nodes, edges) = (ids.len(), edge_ids.len());
        let mut numbers = numbers.into_iter();
        let mut six = || -> Option<[Vec<u32>; 6]> {
            let six: Vec<_> = numbers.by_ref().take(6).collect();
            six.try_into().ok()
        };
        let out = Adjacency::from_arrays(six()?, nodes, true)?;
        let into = Adjacency::from_arrays(six()?, nodes, false)?;
        let rest: Vec<_> = numbers.collect();
        let [sources, kinds, set_of, sets, facts, between, node_ends, edge_ends]: [Vec<u32>; 8] =
            rest.try_into().ok()?;
        let packed = Packed { node_ends, node_bytes, edge_ends, edge_bytes };
        let below = |all: &[u32], bound: usize| all.iter().all(|own| (*own as usize) < bound);
        let label_sets = read_sets(&sets, labels)?;
        let fits = out.edge_count() == edges
            && into.edge_count() == edges
            && sources.len() == edges
            && kinds.len() == edges
            && set_of.len() == nodes
            && below(&sources, nodes)
            && below(&kinds, types)
            && below(&set_of, label_sets.len())
            && ids.windows(2).all(|two| two[0] < two[1])
            && packed.fits(nodes, edges);
        if !fits {
            return None;
        }
        let mut frozen = Frozen {
            ids: ids.into_iter().map(NodeId).collect(),
            edge_ids,
            sources,
            kinds,
            out,
            into,
            types: read_facts(&facts, types, labels)?,
            between: between.chunks_exact(4).map(|four| ([four[0], four[1], four[2]], four[3])).collect(),
            label_sets,
            set_of,
            packed: Some(packed),
            ..Frozen::default()
        };
        let mut labels = vec![Labelled { nodes: Vec::new(), set: Bits::new(nodes) }; labels];
        for (node, set) in (0u32..).zip(&frozen.set_of) {
            for label in &frozen.label_sets[*set as usize] {
                let labelled = &mut labels[label.0 as usize];
                labelled.nodes.push(node);
                labelled.set.insert(node);
            }
        }
        frozen.labels = labels.into_iter().map(Arc::new).collect();
        frozen.node_columns.resize_with(keys, OnceLock::new);
        frozen.edge_columns.resize_with(keys, OnceLock::new);
        Some(frozen)
    }
}

impl Graph {
    /// The frozen form as arrays.
    pub fn image(&self) -> Option<Image> {
        let view = self.view()?;
        view.frozen().image(self)
    }
}

fn counted(labels: &[LabelId]) -> impl Iterator<Item = u32> {
    std::iter::once(labels.len() as u32).chain(labels.iter().map(|label| label.0))
}

fn facts(facts: &TypeFacts) -> Vec<u32> {
    let numbers = [facts.count, facts.loops, facts.starts, facts.ends].map(|count| count as u32);
    let first = [facts.first.unwrap_or(u32::MAX)];
    let all = numbers.into_iter().chain(first);
    all.chain(counted(&facts.start_labels)).chain(counted(&facts.end_labels)).collect()
}

fn read_labels(rest: &mut impl Iterator<Item = u32>, labels: usize) -> Option<Vec<LabelId>> {
    let count = rest.next()?;
    (0..count).map(|_| rest.next().filter(|label| (*label as usize) < labels).map(LabelId)).collect()
}

fn read_sets(numbers: &[u32], labels: usize) -> Option<Vec<Vec<LabelId>>> {
    let mut rest = numbers.iter().copied().peekable();
    let mut sets = Vec::new();
    while rest.peek().is_some() {
        sets.push(read_labels(&mut rest, labels)?);
    }
    Some(sets)
}

fn read_facts(numbers: &[u32], types: usize, labels: usize) -> Option<Vec<TypeFacts>> {
    let mut rest = numbers.iter().copied();
    (0..types)
        .map(|_| {
            let mut next = || rest.next().map(|number| number as usize);
            let (count, loops, starts, ends) = (next()?, next()?, next()?, next()?);
            let first = rest.next().filter(|first| *first != u32::MAX);
            let start_labels = read_labels(&mut rest, labels)?;
            let end_labels = read_labels(&mut rest, labels)?;
            Some(TypeFacts { count, first, loops, starts, ends, start_labels, end_labels })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Direction, GraphWrite};
    use crate::value::Value;

    fn some_graph() -> Graph {
        let mut graph = Graph::new();
        let (a, b) = (graph.label("A"), graph.label("B"));
        let (r, s) = (graph.relationship_type("R"), graph.relationship_type("S"));
        let (k, w) = (graph.key("k"), graph.key("w"));
        let nodes: Vec<_> = [&[a][..], &[a, b], &[], &[b]]
            .iter()
            .map(|labels| graph.create_node(labels, vec![(k, "x".into())]).unwrap())
            .collect();
        for (from, to, kind) in [(0, 1, r), (1, 0, s), (0, 1, r), (2, 2, s), (3, 0, r)] {
            graph.create_relationship(nodes[from], nodes[to], kind, vec![(w, 1.5.into())]).unwrap();
        }
        let last = graph.relationships().last().unwrap();
        graph.delete_relationship(last).unwrap();
        graph.commit();
        graph
    }

    fn names(graph: &Graph) -> [usize; 3] {
        let names = graph.names();
        [names.labels.len(), names.types.len(), names.keys.len()]
    }

    fn said(graph: &Graph) -> String {
        let mut text = String::new();
        for id in graph.nodes() {
            text += &format!("{id:?} {:?} {:?}\n", graph.labels(id), graph.node_properties(id));
            for direction in [Direction::Outgoing, Direction::Incoming, Direction::Both] {
                let mut hops = Vec::new();
                graph.expand(id, direction, &[], &mut hops);
                text += &format!("{hops:?}\n");
            }
        }
        for id in graph.relationships() {
            text += &format!("{id:?} {:?} {:?}\n", graph.ends(id), graph.relationship_properties(id));
        }
        text
    }

    #[test]
    fn an_image_gives_the_graph_back_also_for_changing() {
        let graph = some_graph();
        let frozen = Frozen::from_image(graph.image().unwrap(), names(&graph)).unwrap();
        let mut opened = Graph::opened(frozen, graph.names().clone());
        assert_eq!(said(&opened), said(&graph));
        let key = opened.key("k");
        let node = opened.nodes().next().unwrap();
        opened.set_node_property(node, key, Value::from(7)).unwrap();
        assert_eq!(opened.node_property(node, key), Some(Value::from(7)));
        opened.set_node_property(node, key, "x".into()).unwrap();
        assert_eq!(said(&opened), said(&graph), "thawed");
        let label = opened.label("A");
        assert_eq!(opened.create_node(&[label], vec![]).unwrap(), NodeId(4), "ids go on");
    }

    #[test]
    fn arrays_that_do_not_fit_are_refused() {
        let graph = some_graph();
        let image = graph.image().unwrap();
        for at in 0..image.numbers.len() {
            for change in 0..3 {
                let mut broken = image.clone();
                let array = &mut broken.numbers[at];
                match change {
                    0 => drop(array.pop()),
                    1 => array.push(0),
                    _ => array.iter_mut().for_each(|number| *number = number.wrapping_add(1 << 20)),
                }
                if broken.numbers[at] == image.numbers[at] {
                    continue;
                }
                // Statistics alone may be off: they only guide the planner.
                if let Some(frozen) = Frozen::from_image(broken, names(&graph)) {
                    said(&Graph::opened(frozen, graph.names().clone()));
                }
            }
        }
        let mut short = image.clone();
        short.bytes[1].pop();
        assert!(Frozen::from_image(short, names(&graph)).is_none());
    }
}
