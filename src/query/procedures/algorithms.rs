//! Graph algorithms as procedures: `CALL graph.pagerank() YIELD node, score`.
//!
//! They work on a petgraph copy of the graph's shape, its indexes in the order of our ids, so that rows come out the
//! same whatever the graph's history. petgraph's own algorithms serve where it has them; its PageRank is quadratic, and
//! it has neither betweenness nor communities.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::Undirected;
use petgraph::algo::{articulation_points::articulation_points, bridges::bridges, tarjan_scc};
use petgraph::graph::{DiGraph, Graph, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use super::Body;
use crate::graph::GraphRead;
use crate::value::{NodeId, Path, RelationshipId, Value};

/// Signatures and what computes them.
pub(super) const TABLE: &[(&str, Body)] = &[
    ("graph.pagerank() :: (node :: ANY?, score :: FLOAT?)", |graph, _| scores(graph, pagerank)),
    ("graph.betweenness() :: (node :: ANY?, score :: FLOAT?)", |graph, _| scores(graph, betweenness)),
    (
        "graph.degree() :: (node :: ANY?, degree :: INTEGER?, incoming :: INTEGER?, outgoing :: INTEGER?)",
        degree,
    ),
    ("graph.components() :: (node :: ANY?, component :: INTEGER?)", |graph, _| groups(graph, components)),
    ("graph.stronglyConnected() :: (node :: ANY?, component :: INTEGER?)", |graph, _| groups(graph, strong)),
    ("graph.communities() :: (node :: ANY?, community :: INTEGER?)", |graph, _| groups(graph, communities)),
    ("graph.bridges() :: (relationship :: ANY?)", bridge_rows),
    ("graph.articulationPoints() :: (node :: ANY?)", articulation_rows),
    ("graph.shortestPath(from :: ANY?, to :: ANY?) :: (path :: ANY?, length :: INTEGER?)", shortest_path),
];

/// The shape of the graph.
type Shape = DiGraph<NodeId, RelationshipId>;

fn shape(graph: &dyn GraphRead) -> Shape {
    let mut shape = Shape::with_capacity(graph.node_count(), graph.relationship_count());
    let nodes: Vec<NodeId> = graph.nodes().collect();
    for &node in &nodes {
        shape.add_node(node);
    }
    let index = |node| nodes.binary_search(&node).ok().map(NodeIndex::new);
    for relationship in graph.relationships() {
        let ends = graph.ends(relationship);
        if let Some((start, end)) = ends.and_then(|ends| index(ends.start).zip(index(ends.end))) {
            shape.add_edge(start, end, relationship);
        }
    }
    shape
}

/// A row a node, the highest score first.
fn scores(graph: &dyn GraphRead, compute: fn(&Shape) -> Vec<f64>) -> Vec<Vec<Value>> {
    let shape = shape(graph);
    let mut rows: Vec<(f64, NodeId)> =
        compute(&shape).into_iter().zip(shape.node_weights().copied()).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    rows.into_iter().map(|(score, node)| vec![node.into(), score.into()]).collect()
}

/// A row a node, groups numbered from 0 by their first node, in the order of groups and nodes.
fn groups(graph: &dyn GraphRead, compute: fn(&Shape) -> Vec<usize>) -> Vec<Vec<Value>> {
    let shape = shape(graph);
    let of_node = compute(&shape);
    let mut numbers = vec![None; of_node.len()];
    let mut next = 0;
    let mut rows: Vec<(i64, NodeId)> = Vec::with_capacity(of_node.len());
    for (group, node) in of_node.into_iter().zip(shape.node_weights()) {
        let number = *numbers[group].get_or_insert_with(|| {
            next += 1;
            next - 1
        });
        rows.push((number, *node));
    }
    rows.sort_unstable();
    rows.into_iter().map(|(group, node)| vec![node.into(), group.into()]).collect()
}

/// The share of time that a walker spends at each node who follows a random relationship, and in 15 of 100 steps, or
/// where none leads on, starts anew anywhere (Brin and Page 1998). Until the shares move by less than 10⁻⁹ in all.
#[expect(clippy::cast_precision_loss, reason = "graphs have far fewer than 2⁵³ nodes")]
fn pagerank(shape: &Shape) -> Vec<f64> {
    const FOLLOW: f64 = 0.85;
    let count = shape.node_count() as f64;
    let mut rank = vec![1.0 / count; shape.node_count()];
    for _ in 0..100 {
        let mut next = vec![0.0; rank.len()];
        let mut stuck = 0.0;
        for node in shape.node_indices() {
            let out = shape.neighbors_directed(node, Outgoing).count();
            if out == 0 {
                stuck += rank[node.index()];
            }
            for target in shape.neighbors_directed(node, Outgoing) {
                next[target.index()] += rank[node.index()] / out as f64;
            }
        }
        let anywhere = (1.0 - FOLLOW) / count + FOLLOW * stuck / count;
        next.iter_mut().for_each(|share| *share = anywhere + FOLLOW * *share);
        let moved: f64 = next.iter().zip(&rank).map(|(new, old)| (new - old).abs()).sum();
        rank = next;
        if moved < 1e-9 {
            break;
        }
    }
    rank
}

/// On how many of the shortest paths between all pairs of other nodes each node lies, relationships walked as they
/// point (Brandes 2001).
fn betweenness(shape: &Shape) -> Vec<f64> {
    let count = shape.node_count();
    let mut between = vec![0.0; count];
    for source in shape.node_indices() {
        let mut visited = Vec::new();
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); count];
        let (mut paths, mut distance) = (vec![0.0; count], vec![usize::MAX; count]);
        (paths[source.index()], distance[source.index()]) = (1.0, 0);
        let mut queue = VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            visited.push(node.index());
            for next in shape.neighbors_directed(node, Outgoing) {
                let (here, there) = (node.index(), next.index());
                if distance[there] == usize::MAX {
                    distance[there] = distance[here] + 1;
                    queue.push_back(next);
                }
                if distance[there] == distance[here] + 1 {
                    paths[there] += paths[here];
                    before[there].push(here);
                }
            }
        }
        let mut share = vec![0.0; count];
        for &node in visited.iter().rev() {
            for &earlier in &before[node] {
                share[earlier] += paths[earlier] / paths[node] * (1.0 + share[node]);
            }
            if node != source.index() {
                between[node] += share[node];
            }
        }
    }
    between
}

/// The nodes that are connected, whichever way the relationships point.
fn components(shape: &Shape) -> Vec<usize> {
    let mut sets = UnionFind::new(shape.node_count());
    for edge in shape.edge_references() {
        sets.union(edge.source().index(), edge.target().index());
    }
    sets.into_labeling()
}

/// The nodes that reach each other.
fn strong(shape: &Shape) -> Vec<usize> {
    let mut group = vec![0; shape.node_count()];
    for (number, members) in tarjan_scc(shape).into_iter().enumerate() {
        for node in members {
            group[node.index()] = number;
        }
    }
    group
}

/// Groups with more relationships inside them than chance would give: Louvain's method (Blondel et al. 2008). Nodes
/// move to the neighbouring group that raises the modularity most, until none does; then groups become the nodes.
fn communities(shape: &Shape) -> Vec<usize> {
    let mut links: Vec<BTreeMap<usize, i64>> = vec![BTreeMap::new(); shape.node_count()];
    for edge in shape.edge_references() {
        let (a, b) = (edge.source().index(), edge.target().index());
        *links[a].entry(b).or_default() += 1;
        *links[b].entry(a).or_default() += 1;
    }
    let mut of_node: Vec<usize> = (0..shape.node_count()).collect();
    loop {
        let (group, count) = dense(&move_nodes(&links));
        if count == links.len() {
            return of_node;
        }
        of_node.iter_mut().for_each(|at| *at = group[*at]);
        let mut merged: Vec<BTreeMap<usize, i64>> = vec![BTreeMap::new(); count];
        for (node, around) in links.iter().enumerate() {
            for (other, weight) in around {
                *merged[group[node]].entry(group[*other]).or_default() += weight;
            }
        }
        links = merged;
    }
}

/// One level of Louvain's method: the group of each node. The gains are integers, so nothing depends on rounding.
fn move_nodes(links: &[BTreeMap<usize, i64>]) -> Vec<usize> {
    let degree: Vec<i64> = links.iter().map(|around| around.values().sum()).collect();
    let total: i128 = degree.iter().copied().map(i128::from).sum();
    let mut group: Vec<usize> = (0..links.len()).collect();
    let mut of_group = degree.clone();
    let mut moved = true;
    while moved {
        moved = false;
        for (node, around) in links.iter().enumerate() {
            let own = group[node];
            of_group[own] -= degree[node];
            let mut into: BTreeMap<usize, i64> = BTreeMap::from([(own, 0)]);
            for (other, weight) in around.iter().filter(|(other, _)| **other != node) {
                *into.entry(group[*other]).or_default() += weight;
            }
            let gain = |to: usize| {
                i128::from(into[&to]) * total - i128::from(degree[node]) * i128::from(of_group[to])
            };
            let best =
                into.keys().copied().fold(own, |best, to| if gain(to) > gain(best) { to } else { best });
            of_group[best] += degree[node];
            moved |= best != own;
            group[node] = best;
        }
    }
    group
}

/// The groups numbered from 0 without gaps, and how many there are.
fn dense(group: &[usize]) -> (Vec<usize>, usize) {
    let mut numbers = BTreeMap::new();
    let dense = group.iter().map(|group| {
        let next = numbers.len();
        *numbers.entry(*group).or_insert(next)
    });
    (dense.collect(), numbers.len())
}

fn degree(graph: &dyn GraphRead, _: &[Value]) -> Vec<Vec<Value>> {
    let shape = shape(graph);
    let count =
        |node, direction| i64::try_from(shape.edges_directed(node, direction).count()).unwrap_or(i64::MAX);
    let mut rows: Vec<(i64, NodeIndex)> =
        shape.node_indices().map(|node| (-count(node, Incoming) - count(node, Outgoing), node)).collect();
    rows.sort_unstable();
    rows.into_iter()
        .map(|(degree, node)| {
            vec![
                shape[node].into(),
                (-degree).into(),
                count(node, Incoming).into(),
                count(node, Outgoing).into(),
            ]
        })
        .collect()
}

/// The graph without directions.
fn undirected(graph: &dyn GraphRead) -> Graph<NodeId, RelationshipId, Undirected> {
    shape(graph).into_edge_type()
}

/// The relationships without which the graph falls into more parts. One of several between two nodes is none.
fn bridge_rows(graph: &dyn GraphRead, _: &[Value]) -> Vec<Vec<Value>> {
    let shape = undirected(graph);
    let single = |a, b| shape.edges_connecting(a, b).count() == 1;
    let mut found: Vec<RelationshipId> = bridges(&shape)
        .filter(|edge| single(edge.source(), edge.target()))
        .map(|edge| *edge.weight())
        .collect();
    found.sort_unstable();
    found.into_iter().map(|relationship| vec![relationship.into()]).collect()
}

/// The nodes without which the graph falls into more parts.
fn articulation_rows(graph: &dyn GraphRead, _: &[Value]) -> Vec<Vec<Value>> {
    let shape = undirected(graph);
    let mut found: Vec<NodeId> = articulation_points(&shape).into_iter().map(|node| shape[node]).collect();
    found.sort_unstable();
    found.into_iter().map(|node| vec![node.into()]).collect()
}

/// The shortest path between two nodes, whichever way the relationships point; of several the one that comes first by
/// the relationships' ids. No row when there is none.
fn shortest_path(graph: &dyn GraphRead, arguments: &[Value]) -> Vec<Vec<Value>> {
    let [Value::Node(from), Value::Node(to)] = *arguments else { return Vec::new() };
    let shape = shape(graph);
    let find = |wanted| shape.node_indices().find(|&node| shape[node] == wanted);
    let Some((start, end)) = find(from).zip(find(to)) else { return Vec::new() };
    let mut reached: Vec<Option<(NodeIndex, RelationshipId)>> = vec![None; shape.node_count()];
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        if node == end {
            break;
        }
        let mut steps: Vec<(RelationshipId, NodeIndex)> = shape
            .edges_directed(node, Outgoing)
            .map(|edge| (*edge.weight(), edge.target()))
            .chain(shape.edges_directed(node, Incoming).map(|edge| (*edge.weight(), edge.source())))
            .collect();
        steps.sort_unstable();
        for (relationship, next) in steps {
            if next != start && reached[next.index()].is_none() {
                reached[next.index()] = Some((node, relationship));
                queue.push_back(next);
            }
        }
    }
    let mut path = Path { nodes: vec![to], relationships: Vec::new() };
    let mut at = end;
    while at != start {
        let Some((before, relationship)) = reached[at.index()] else { return Vec::new() };
        path.relationships.push(relationship);
        path.nodes.push(shape[before]);
        at = before;
    }
    path.nodes.reverse();
    path.relationships.reverse();
    let length = i64::try_from(path.relationships.len()).unwrap_or(i64::MAX);
    vec![vec![Value::Path(Arc::new(path)), length.into()]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Graph, GraphWrite};

    /// Two triangles 0-1-2 and 3-4-5 with a bridge 2→3, and the node 6 alone.
    fn triangles() -> (Graph, Vec<NodeId>) {
        let mut graph = Graph::new();
        let kind = graph.relationship_type("R");
        let nodes: Vec<NodeId> = (0..7).map(|_| graph.create_node(&[], Vec::new()).unwrap()).collect();
        for (from, to) in [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)] {
            graph.create_relationship(nodes[from], nodes[to], kind, Vec::new()).unwrap();
        }
        (graph, nodes)
    }

    fn call(name: &str, graph: &Graph, arguments: &[Value]) -> Vec<Vec<Value>> {
        let entry = TABLE.iter().find(|(signature, _)| signature.starts_with(&format!("graph.{name}(")));
        entry.unwrap().1(graph, arguments)
    }

    fn sizes(rows: &[Vec<Value>]) -> Vec<usize> {
        rows.chunk_by(|a, b| a[1] == b[1]).map(<[_]>::len).collect()
    }

    #[test]
    fn groups_of_nodes() {
        let (graph, _) = triangles();
        assert_eq!(sizes(&call("components", &graph, &[])), [6, 1]);
        assert_eq!(sizes(&call("stronglyConnected", &graph, &[])), [3, 3, 1]);
        assert_eq!(sizes(&call("communities", &graph, &[])), [3, 3, 1]);
    }

    #[test]
    fn what_holds_the_graph_together() {
        let (graph, nodes) = triangles();
        assert_eq!(call("bridges", &graph, &[]).len(), 1);
        assert_eq!(call("articulationPoints", &graph, &[]), [[nodes[2].into()], [nodes[3].into()]]);
        // 0, 1 and 2 reach 3, 4 and 5 by way of 2 and 3 only.
        let between = call("betweenness", &graph, &[]);
        assert_eq!(between[0], [nodes[2].into(), 7.0.into()]);
        assert_eq!(call("degree", &graph, &[])[0], [nodes[2].into(), 3.into(), 1.into(), 2.into()]);
    }

    #[test]
    fn ranks_add_up_to_one() {
        let (graph, nodes) = triangles();
        let rows = call("pagerank", &graph, &[]);
        let sum: f64 = rows.iter().filter_map(|row| row[1].as_float()).sum();
        assert!((sum - 1.0).abs() < 1e-6);
        assert_eq!((&rows[0][0], &rows[6][0]), (&nodes[3].into(), &nodes[6].into()));
        assert!(call("pagerank", &Graph::new(), &[]).is_empty());
    }

    #[test]
    fn the_shortest_path_walks_either_way() {
        let (graph, nodes) = triangles();
        let rows = call("shortestPath", &graph, &[nodes[0].into(), nodes[4].into()]);
        let Value::Path(path) = &rows[0][0] else { panic!("no path") };
        assert_eq!(path.nodes, [nodes[0], nodes[2], nodes[3], nodes[4]]);
        assert_eq!(rows[0][1], 3.into());
        assert!(call("shortestPath", &graph, &[nodes[0].into(), nodes[6].into()]).is_empty());
        assert_eq!(call("shortestPath", &graph, &[nodes[6].into(), nodes[6].into()])[0][1], 0.into());
    }
}
