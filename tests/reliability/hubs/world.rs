//! Random graphs with hubs: some nodes have hundreds of relationships, several between the same two among them, so that
//! what the optimiser keeps for nodes and values that come often is reached. Properties are of one type each, as in
//! stored facts, from few values or from many, all there or mostly missing.

use crate::support::Random;
use factloom::graph::Graph;
use factloom::query::{Limits, Parameters, Procedures, run};

pub(super) const LABELS: [&str; 3] = ["P", "O", "L"];
pub(super) const TYPES: [&str; 4] = ["R", "S", "T", "U"];
const NAMES: [&str; 12] =
    ["Ána", "bo", "Čau", "", "Bo", "anna", "de Vries", "bob", "Zoë", "c", "ab", "Ab Čz"];

/// How a property is filled.
#[derive(Clone, Copy)]
struct Filled {
    percent: usize,
    values: usize,
    /// What integers are multiplied by.
    times: i64,
}

impl Filled {
    fn some(random: &mut Random) -> Filled {
        Filled {
            percent: random.pick(&[100, 100, 85, 50, 8]),
            values: random.pick(&[2, 3, 5, 12, 60, 700]),
            times: random.pick(&[1, 1, 1, 1, 3_000_000_000]),
        }
    }

    fn one(self, random: &mut Random) -> Option<usize> {
        random.chance(self.percent).then(|| random.below(self.values))
    }
}

/// As literals: integers, texts (few or many), dates, numbers in halves, truth values, and whatever comes.
fn properties(own: usize, filled: &[Filled; 6], random: &mut Random) -> String {
    let mut pairs = vec![format!("u: {own}")];
    let [whole, text, day, half, truth, any] = filled.map(|filled| filled.one(random));
    pairs.extend(whole.map(|n| format!("k: {}", (n as i64 - 2) * filled[0].times)));
    pairs.extend(
        text.map(|n| format!("s: '{}{}'", NAMES[n % 12], if n < 12 { "".into() } else { n.to_string() })),
    );
    pairs.extend(day.map(|n| format!("d: date('{}-{:02}-{:02}')", 2019 + n % 4, 1 + n % 12, 1 + n % 28)));
    pairs.extend(half.map(|n| format!("f: {:?}", n as f64 * 0.5 - 1.0)));
    pairs.extend(truth.map(|n| format!("b: {}", n % 2 == 0)));
    pairs.extend(any.map(|n| match n % 3 {
        0 => format!("m: {n}"),
        1 => format!("m: 'x{n}'"),
        _ => format!("m: {}", n % 2 == 0),
    }));
    pairs.join(", ")
}

/// The statements that make a graph, and those that change it later.
pub(super) struct World {
    pub(super) made: Vec<String>,
    pub(super) changed: Vec<String>,
    pub(super) nodes: usize,
    pub(super) edges: usize,
}

impl World {
    pub(super) fn new(random: &mut Random) -> World {
        // Below the size from which the optimiser takes graphs that nobody has frozen.
        let (nodes, edges) = match random.below(5) {
            0 | 1 => (8 + random.below(30), 40 + random.below(120)),
            2 | 3 => (20 + random.below(100), 150 + random.below(500)),
            _ => (60 + random.below(400), 900 + random.below(600)),
        };
        let of_nodes = [0; 6].map(|_| Filled::some(random));
        let of_edges = [0; 6].map(|_| Filled::some(random));
        let mut made = Vec::new();
        for at in 0..nodes {
            let labels: String =
                LABELS.iter().filter(|_| random.chance(40)).map(|l| format!(":{l}")).collect();
            made.push(format!("CREATE (n{labels} {{{}}})", properties(at, &of_nodes, random)));
        }
        let hubs = 1 + random.below(4);
        let many = random.pick(&[20, 50, 80]);
        let mut ends = Vec::new();
        for at in 0..edges {
            let mut end = || if random.chance(many) { random.below(hubs) } else { random.below(nodes) };
            let (from, to) = (end(), end());
            // Now and then once more between the same two.
            let (from, to) = if random.chance(15) && at > 0 { random.pick(&ends) } else { (from, to) };
            ends.push((from, to));
            let kind = TYPES[random.pick(&[0, 0, 0, 1, 1, 2, 2, 3])];
            let held = properties(at, &of_edges, random);
            made.push(format!(
                "MATCH (a {{u: {from}}}), (b {{u: {to}}}) CREATE (a)-[:{kind} {{{held}}}]->(b)"
            ));
        }
        let mut changed = Vec::new();
        for _ in 0..random.pick(&[0, 0, 6, 24]) {
            let (one, two, held) =
                (random.below(nodes), random.below(nodes), properties(edges, &of_edges, random));
            let kind = random.pick(&TYPES);
            changed.push(match random.below(10) {
                0 | 1 => {
                    format!("MATCH (a {{u: {one}}}), (b {{u: {two}}}) CREATE (a)-[:{kind} {{{held}}}]->(b)")
                }
                2 => format!("MATCH ()-[r {{u: {}}}]->() DELETE r", random.below(edges)),
                3 => format!("MATCH (a {{u: {one}}}) SET a.k = {}", random.below(4)),
                4 => format!("MATCH ()-[r {{u: {}}}]->() SET r.s = 'new', r.k = 1", random.below(edges)),
                5 => format!("MATCH (a {{u: {one}}}) SET a:{}", random.pick(&LABELS)),
                6 => format!("MATCH (a {{u: {one}}}) DETACH DELETE a"),
                7 => format!(
                    "MATCH (a {{u: {one}}})-[r]-() SET r.d = date('2021-03-05'), r.f = 7.5, a.s = 'Čau'"
                ),
                8 => format!("MATCH (a {{u: {one}}}) REMOVE a.k, a.d, a:{}", random.pick(&LABELS)),
                _ => format!("CREATE (:P {{u: {nodes}, k: 1, s: 'bo'}})"),
            });
        }
        World { made, changed, nodes, edges }
    }

    pub(super) fn graph(&self) -> Graph {
        let mut graph = Graph::new();
        change(&mut graph, &self.made);
        graph
    }
}

pub(super) fn change(graph: &mut Graph, statements: &[String]) {
    for statement in statements {
        graph.begin();
        run(graph, statement, &Parameters::new(), &Limits::default(), &Procedures::default()).unwrap();
        graph.commit();
    }
}
