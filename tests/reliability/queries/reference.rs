//! A plain evaluator of the random queries: every assignment is tried. Slow, short, and nothing of it is factloom's.

use super::query::{Hop, Operand, Path, Place, Query, Returned, Test, Way};
use super::world::{Edge, Held, World};
use factloom::value::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

#[derive(Clone, Default)]
struct Found {
    nodes: Vec<Option<usize>>,
    edges: Vec<Option<usize>>,
    /// Relationships of the clause that is being matched.
    used: Vec<usize>,
}

/// The query's rows, in no order.
pub(super) fn rows(world: &World, query: &Query) -> Vec<Vec<Value>> {
    let mut found =
        vec![Found { nodes: vec![None; query.nodes], edges: vec![None; query.edges], used: vec![] }];
    for paths in &query.clauses {
        found.iter_mut().for_each(|found| found.used.clear());
        for path in paths {
            let mut next = Vec::new();
            for before in &found {
                place(world, before, &path.from, None, &mut |found, node| {
                    walk(world, found, node, path, 0, &mut next)
                });
            }
            found = next;
        }
    }
    found.retain(|found| query.test.as_ref().is_none_or(|test| holds(world, found, test) == Some(true)));
    returned(world, query, &found)
}

/// Puts a node at a place: this one, or each that fits.
fn place(
    world: &World,
    found: &Found,
    place: &Place,
    node: Option<usize>,
    then: &mut dyn FnMut(Found, usize),
) {
    let bound = found.nodes[place.node];
    for at in 0..world.nodes.len() {
        let fits = node.is_none_or(|node| node == at)
            && bound.is_none_or(|bound| bound == at)
            && place.labels.iter().all(|label| world.nodes[at].labels[*label])
            && place
                .held
                .as_ref()
                .is_none_or(|(key, held)| same(&world.nodes[at].held[*key], held) == Some(true));
        if fits {
            let mut found = found.clone();
            found.nodes[place.node] = Some(at);
            then(found, at);
        }
    }
}

fn walk(world: &World, found: Found, node: usize, path: &Path, at: usize, all: &mut Vec<Found>) {
    match path.hops.get(at) {
        None => all.push(found),
        Some(hop) => {
            let (least, most) = hop.times.unwrap_or((1, 1));
            step(world, found, node, hop, (least, most), &mut |found, node| {
                place(world, &found, &hop.to, Some(node), &mut |found, node| {
                    walk(world, found, node, path, at + 1, all);
                });
            });
        }
    }
}

fn step(
    world: &World,
    found: Found,
    node: usize,
    hop: &Hop,
    (least, most): (usize, usize),
    then: &mut dyn FnMut(Found, usize),
) {
    if least == 0 {
        then(found.clone(), node);
    }
    if most == 0 {
        return;
    }
    for (number, edge) in world.edges.iter().enumerate() {
        if found.used.contains(&number) || !hop.kinds.is_empty() && !hop.kinds.contains(&edge.kind) {
            continue;
        }
        for end in ends(edge, node, hop.way) {
            let mut found = found.clone();
            found.used.push(number);
            if let Some(name) = hop.name {
                found.edges[name] = Some(number);
            }
            step(world, found, end, hop, (least.saturating_sub(1), most - 1), then);
        }
    }
}

/// Where an edge leads from a node; a loop once.
fn ends(edge: &Edge, node: usize, way: Way) -> Vec<usize> {
    let mut ends = Vec::new();
    if way != Way::In && edge.from == node {
        ends.push(edge.to);
    }
    if way != Way::Out && edge.to == node && !(way == Way::Both && edge.from == edge.to) {
        ends.push(edge.from);
    }
    ends
}

fn held<'a>(world: &'a World, found: &Found, operand: &'a Operand) -> &'a Held {
    match operand {
        Operand::OfNode(node, key) => &world.nodes[found.nodes[*node].unwrap()].held[*key],
        Operand::OfEdge(edge, key) => &world.edges[found.edges[*edge].unwrap()].held[*key],
        Operand::Constant(held) => held,
    }
}

fn same(one: &Held, two: &Held) -> Option<bool> {
    match (one, two) {
        (Held::Null, _) | (_, Held::Null) => None,
        (Held::Integer(n), Held::Float(f)) | (Held::Float(f), Held::Integer(n)) => Some(*n as f64 == *f),
        (one, two) => Some(one == two),
    }
}

fn order(one: &Held, two: &Held) -> Option<Ordering> {
    match (one, two) {
        (Held::Integer(a), Held::Integer(b)) => Some(a.cmp(b)),
        (Held::Integer(a), Held::Float(b)) => (*a as f64).partial_cmp(b),
        (Held::Float(a), Held::Integer(b)) => a.partial_cmp(&(*b as f64)),
        (Held::Float(a), Held::Float(b)) => a.partial_cmp(b),
        (Held::Text(a), Held::Text(b)) => Some(a.cmp(b)),
        (Held::Truth(a), Held::Truth(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// Whether a condition holds; none for unknown.
fn holds(world: &World, found: &Found, test: &Test) -> Option<bool> {
    let get = |operand| held(world, found, operand);
    match test {
        Test::Compare("=", one, two) => same(get(one), get(two)),
        Test::Compare("<>", one, two) => same(get(one), get(two)).map(|same| !same),
        Test::Compare(way, one, two) => order(get(one), get(two)).map(|order| match *way {
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            ">" => order.is_gt(),
            _ => order.is_ge(),
        }),
        Test::In(one, all) => {
            let one = get(one);
            let each: Vec<_> = all.iter().map(|two| same(one, two)).collect();
            if each.contains(&Some(true)) {
                Some(true)
            } else if each.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        Test::IsNull(one) => Some(*get(one) == Held::Null),
        Test::Begins(one, text) => match get(one) {
            Held::Text(held) => Some(held.starts_with(text)),
            _ => None,
        },
        Test::Contains(one, text) => match get(one) {
            Held::Text(held) => Some(held.contains(text)),
            _ => None,
        },
        Test::Label(node, label) => Some(world.nodes[found.nodes[*node].unwrap()].labels[*label]),
        Test::Same(one, two) => Some(found.nodes[*one] == found.nodes[*two]),
        Test::Linked(one, kind, two) => {
            let (from, to) = (found.nodes[*one].unwrap(), found.nodes[*two].unwrap());
            Some(world.edges.iter().any(|edge| edge.from == from && edge.to == to && edge.kind == *kind))
        }
        Test::There(_, path) => {
            // Room for the places without names, and relationships of its own.
            let mut found = found.clone();
            found.nodes.resize(8, None);
            found.used.clear();
            let (from, mut all) = (found.nodes[path.from.node], Vec::new());
            place(world, &found, &path.from, from, &mut |found, node| {
                walk(world, found, node, path, 0, &mut all)
            });
            Some(!all.is_empty())
        }
        Test::Not(test) => holds(world, found, test).map(|holds| !holds),
        Test::Join(way, one, two) => {
            let (one, two) = (holds(world, found, one), holds(world, found, two));
            match *way {
                "AND" if one == Some(false) || two == Some(false) => Some(false),
                "OR" if one == Some(true) || two == Some(true) => Some(true),
                "AND" => one.zip(two).map(|(one, two)| one && two),
                "OR" => one.zip(two).map(|(one, two)| one || two),
                _ => one.zip(two).map(|(one, two)| one != two),
            }
        }
    }
}

fn returned(world: &World, query: &Query, found: &[Found]) -> Vec<Vec<Value>> {
    let [one, two, three] = &query.items;
    let value = |found: &Found, operand: &Operand| held(world, found, operand).value();
    let groups = || {
        let mut groups: BTreeMap<Value, Vec<Value>> = BTreeMap::new();
        for found in found {
            groups.entry(value(found, one)).or_default().push(value(found, two));
        }
        groups
    };
    let by_two = || {
        let mut groups: BTreeMap<[Value; 2], Vec<Value>> = BTreeMap::new();
        for found in found {
            groups.entry([value(found, three), value(found, one)]).or_default().push(value(found, two));
        }
        groups
    };
    // `k` holds integers or nothing.
    let integers = |values: &[Value]| -> Vec<i64> {
        values
            .iter()
            .filter_map(|value| if let Value::Integer(n) = value { Some(*n) } else { None })
            .collect()
    };
    match query.returned {
        Returned::Rows { distinct: true } => groups().into_keys().map(|key| vec![key]).collect(),
        Returned::Rows { distinct: false } => found
            .iter()
            .map(|found| {
                let nodes = found.nodes.iter().map(|node| Value::Node(world.nodes[node.unwrap()].id));
                nodes.chain([value(found, one), value(found, two)]).collect()
            })
            .collect(),
        Returned::Count => vec![vec![(found.len() as i64).into()]],
        Returned::CountBy => groups()
            .into_iter()
            .map(|(key, values)| {
                let mut known = integers(&values);
                known.sort_unstable();
                known.dedup();
                vec![key, (values.len() as i64).into(), (known.len() as i64).into()]
            })
            .collect(),
        Returned::CountByTwo => by_two()
            .into_iter()
            .map(|([x, y], values)| {
                vec![x, y, (values.len() as i64).into(), integers(&values).iter().sum::<i64>().into()]
            })
            .collect(),
        Returned::Different => by_two().into_keys().map(|[y, x]| vec![x, y]).collect(),
        Returned::SumBy => groups()
            .into_iter()
            .map(|(key, values)| {
                let known = integers(&values);
                let end = |n: Option<&i64>| n.map_or(Value::Null, |n| (*n).into());
                vec![key, known.iter().sum::<i64>().into(), end(known.iter().min()), end(known.iter().max())]
            })
            .collect(),
    }
}
