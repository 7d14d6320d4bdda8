//! A frozen graph as plain arrays and back: what a cache file holds. What can be told from the arrays is made anew.

use super::array::{Array, Shelf};
use super::ids::IdArray;
use super::packed::{Packed, Part};
use super::{Adjacency, Bits, Column, Frozen, Labelled, TypeFacts};
use crate::graph::access::GraphRead;
use crate::graph::names::{KeyId, LabelId};
use crate::graph::properties::PropertiesRef;
use crate::graph::property_graph::Graph;
use crate::value::NodeId;
use std::sync::{Arc, OnceLock};

/// The arrays, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// They say themselves of what type they are.
    pub arrays: Vec<Array>,
}

impl Frozen {
    /// The graph as arrays; nothing where its properties take more than four gigabytes.
    pub fn image(&self, graph: &Graph) -> Option<Image> {
        if self.patched {
            return Frozen::new(graph).image(graph);
        }
        let mut arrays: Vec<Array> = Vec::new();
        for adjacency in [&self.out, &self.into] {
            arrays.extend(adjacency.arrays().map(Array::from));
        }
        let between = self.between.iter().flat_map(|(key, count)| [key[0], key[1], key[2], *count]);
        let numbers: [Vec<u32>; 7] = [
            self.sources.clone(),
            self.kinds.clone(),
            self.set_of.clone(),
            self.label_sets.iter().flat_map(|set| counted(set)).collect(),
            self.types.iter().flat_map(facts).collect(),
            between.collect(),
            self.edge_ids.small.clone(),
        ];
        arrays.extend(numbers.map(Array::from));
        arrays.push(self.edge_ids.large.clone().into());
        arrays.push(self.ids.iter().map(|id| id.0).collect::<Vec<u64>>().into());
        let made;
        let packed = match &self.packed {
            Some(packed) => packed,
            None => {
                made = self.pack(graph)?;
                &made
            }
        };
        packed.nodes.put(&mut arrays);
        packed.edges.put(&mut arrays);
        Some(Image { arrays })
    }

    /// All properties of the graph that this was made of.
    fn pack(&self, graph: &Graph) -> Option<Packed> {
        let none = PropertiesRef(&[]);
        let nodes = |number| graph.node(self.id(number)).map_or(none, |node| node.properties.borrowed());
        let edges = |edge| {
            graph
                .relationship(self.edge_id(edge))
                .map_or(none, |relationship| relationship.properties.borrowed())
        };
        let known =
            |columns: &[OnceLock<Arc<Column>>], key: KeyId| columns.get(key.0 as usize)?.get().cloned();
        let keys = graph.names().keys.len();
        Some(Packed {
            nodes: Part::new(self.nodes(), keys, nodes, |key| known(&self.node_columns, key))?,
            edges: Part::new(self.edges(), keys, edges, |key| known(&self.edge_columns, key))?,
        })
    }

    /// The graph that such arrays are of, with so many labels, types and keys; nothing where they do not fit together.
    pub fn from_image(image: Image, names: [usize; 3]) -> Option<Frozen> {
        let [labels, types, keys] = names;
        let mut shelf = Shelf::new(image.arrays);
        let mut six = || -> Option<[Vec<u32>; 6]> {
            let six: Option<Vec<_>> = (0..6).map(|_| shelf.take()).collect();
            six?.try_into().ok()
        };
        let (out, into) = (six()?, six()?);
        let (sources, kinds, set_of): (Vec<u32>, Vec<u32>, Vec<u32>) =
            (shelf.take()?, shelf.take()?, shelf.take()?);
        let (sets, facts, between): (Vec<u32>, Vec<u32>, Vec<u32>) =
            (shelf.take()?, shelf.take()?, shelf.take()?);
        let edge_ids = IdArray { small: shelf.take()?, large: shelf.take()? };
        let ids: Vec<u64> = shelf.take()?;
        if !edge_ids.small.is_empty() && !edge_ids.large.is_empty() {
            return None;
        }
        let (nodes, edges) = (ids.len(), edge_ids.len());
        let out = Adjacency::from_arrays(out, nodes, true)?;
        let into = Adjacency::from_arrays(into, nodes, false)?;
        let packed = Packed {
            nodes: Part::take(&mut shelf, nodes, keys)?,
            edges: Part::take(&mut shelf, edges, keys)?,
        };
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
            && shelf.is_empty();
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
    fn what_most_have_stands_in_columns_and_the_rest_comes_back_too() {
        let mut graph = Graph::new();
        let kind = graph.relationship_type("R");
        let keys: Vec<_> = ["often", "text", "rare", "mixed", "seldom"].map(|key| graph.key(key)).into();
        for at in 0..40i64 {
            let mut own: Vec<(KeyId, Value)> =
                vec![(keys[0], at.into()), (keys[1], format!("né {at}").as_str().into())];
            let mixed: Value = if at % 2 == 0 { 1.into() } else { vec![Value::from("x"), 2.5.into()].into() };
            own.extend((at == 7).then(|| (keys[2], "only here".into())));
            own.extend((at % 3 > 0).then_some((keys[3], mixed)));
            own.extend((at % 5 > 0).then(|| (keys[4], (at as f64 / 8.0).into())));
            let node = graph.create_node(&[], own.clone()).unwrap();
            own.push((keys[0], Value::Null));
            graph.create_relationship(node, node, kind, own).unwrap();
        }
        graph.commit();
        let frozen = Frozen::from_image(graph.image().unwrap(), names(&graph)).unwrap();
        let packed = frozen.packed.as_ref().unwrap();
        let columned = |part: &Part| keys.iter().map(|key| part.column(*key).is_some()).collect::<Vec<_>>();
        assert_eq!(columned(&packed.nodes), [true, true, false, false, true]);
        assert_eq!(columned(&packed.edges), [false, true, false, false, true]);
        let opened = Graph::opened(frozen, graph.names().clone());
        assert_eq!(said(&opened), said(&graph));
        for (node, key) in graph.nodes().flat_map(|node| keys.iter().map(move |key| (node, *key))) {
            assert_eq!(opened.node_property(node, key), graph.node_property(node, key));
        }
        let again = Frozen::from_image(opened.image().unwrap(), names(&graph)).unwrap();
        let mut again = Graph::opened(again, graph.names().clone());
        let first = again.nodes().next().unwrap();
        again.set_node_property(first, keys[2], 1.into()).unwrap();
        again.set_node_property(first, keys[2], Value::Null).unwrap();
        assert_eq!(said(&again), said(&graph), "thawed");
    }

    #[test]
    fn arrays_that_do_not_fit_are_refused() {
        let graph = some_graph();
        let image = graph.image().unwrap();
        let (mut refused, mut tried) = (0, 0);
        for at in 0..image.arrays.len() {
            for change in 0..4 {
                let mut broken = image.clone();
                let was = &image.arrays[at];
                let bytes = was.bytes();
                let less = was.count().saturating_sub(1);
                broken.arrays[at] = match change {
                    0 => Array::zeros(was.tag(), less).unwrap(),
                    1 => Array::zeros(was.tag(), was.count() + 1).unwrap(),
                    2 => vec![0u16; was.count()].into(),
                    _ => {
                        let mut array = was.clone();
                        array.bytes_mut().iter_mut().for_each(|byte| *byte = byte.wrapping_add(0x5b));
                        array
                    }
                };
                if broken.arrays[at].bytes() == bytes {
                    continue;
                }
                tried += 1;
                // Statistics alone may be off: they only guide the planner.
                match Frozen::from_image(broken, names(&graph)) {
                    Some(frozen) => drop(said(&Graph::opened(frozen, graph.names().clone()))),
                    None => refused += 1,
                }
            }
        }
        assert!(refused * 10 > tried * 8, "{refused} of {tried}");
        let mut short = image.clone();
        short.arrays.pop();
        assert!(Frozen::from_image(short, names(&graph)).is_none());
    }
}
