//! Random queries: a pattern, a condition of three-valued logic, and what is returned. Each can be written in several
//! ways that mean the same.

use super::world::{Held, KEYS, LABELS, TYPES};
use crate::support::Random;

#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Which of the variables.
    pub(super) node: usize,
    pub(super) labels: Vec<usize>,
    pub(super) held: Option<(usize, Held)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Way {
    Out,
    In,
    Both,
}

#[derive(Clone, Debug)]
pub(super) struct Hop {
    pub(super) way: Way,
    pub(super) kinds: Vec<usize>,
    /// The number of its variable, or how often it is repeated.
    pub(super) name: Option<usize>,
    pub(super) times: Option<(usize, usize)>,
    pub(super) to: Place,
}

#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) from: Place,
    pub(super) hops: Vec<Hop>,
}

#[derive(Clone, Debug)]
pub(super) enum Operand {
    OfNode(usize, usize),
    OfEdge(usize, usize),
    Constant(Held),
}

#[derive(Clone, Debug)]
pub(super) enum Test {
    Compare(&'static str, Operand, Operand),
    In(Operand, Vec<Held>),
    IsNull(Operand),
    Begins(Operand, &'static str),
    Contains(Operand, &'static str),
    Label(usize, usize),
    Same(usize, usize),
    Linked(usize, usize, usize),
    /// A pattern that begins at a variable is there, in one of the ways to say so. Places from `NODES` on have no name.
    There(Said, Path),
    Not(Box<Test>),
    Join(&'static str, Box<Test>, Box<Test>),
}

/// Ways to ask whether a pattern is there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Said {
    Bare,
    Function,
    Subquery,
    Count,
}

#[derive(Clone, Debug)]
pub(super) enum Returned {
    Rows {
        distinct: bool,
    },
    Count,
    CountBy,
    SumBy,
    /// By two keys.
    CountByTwo,
    /// Different combinations of two.
    Different,
}

#[derive(Clone, Debug)]
pub(super) struct Query {
    /// Relationships of one clause differ from each other.
    pub(super) clauses: Vec<Vec<Path>>,
    pub(super) test: Option<Test>,
    pub(super) returned: Returned,
    /// What is returned: the first is what is grouped by, the second is summed, the third is another key.
    pub(super) items: [Operand; 3],
    pub(super) nodes: usize,
    pub(super) edges: usize,
}

const NODES: [&str; 4] = ["a", "b", "c", "d"];

impl Query {
    pub(super) fn some(random: &mut Random) -> Query {
        let (mut nodes, mut edges) = (0, 0);
        let mut clauses = Vec::new();
        for _ in 0..1 + usize::from(random.chance(35)) {
            let mut paths = Vec::new();
            for _ in 0..1 + usize::from(random.chance(30)) {
                let from = some_place(&mut nodes, random);
                let mut hops = Vec::new();
                let most = [0, 1, 1, 2, 2, 3][random.below(6)];
                for _ in 0..most {
                    let way = random.pick(&[Way::Out, Way::In, Way::Both]);
                    let kinds = (0..3).filter(|_| random.chance(35)).collect();
                    let times = random.chance(12).then(|| {
                        let least = random.below(2);
                        (least, least + random.below(3))
                    });
                    let name = times.is_none().then_some(edges);
                    edges += usize::from(name.is_some());
                    hops.push(Hop { way, kinds, name, times, to: some_place(&mut nodes, random) });
                }
                paths.push(Path { from, hops });
            }
            clauses.push(paths);
        }
        let test = random.chance(65).then(|| some_test(nodes, edges, 2, random));
        let returned = match random.below(8) {
            6 => Returned::CountByTwo,
            7 => Returned::Different,
            0 => Returned::Count,
            1 => Returned::CountBy,
            2 => Returned::SumBy,
            3 => Returned::Rows { distinct: true },
            _ => Returned::Rows { distinct: false },
        };
        let third = match random.below(2) {
            0 if edges > 0 => Operand::OfEdge(random.below(edges), random.below(3)),
            _ => Operand::OfNode(random.below(nodes), random.below(3)),
        };
        let items = [
            Operand::OfNode(random.below(nodes), random.below(3)),
            Operand::OfNode(random.below(nodes), 0),
            third,
        ];
        Query { clauses, test, returned, items, nodes, edges }
    }

    /// The query, with this condition in place of its own.
    pub(super) fn with(&self, test: Option<Test>) -> Query {
        Query { test, ..self.clone() }
    }

    pub(super) fn returning(&self, returned: Returned) -> Query {
        Query { returned, ..self.clone() }
    }

    pub(super) fn text(&self) -> String {
        self.joined(" ", "")
    }

    /// The same, with the numbers of nodes in place of them, which mean the same to other engines.
    pub(super) fn numbered(&self) -> String {
        self.joined(" ", ".i")
    }

    /// The same with a projection of everything between the clauses.
    pub(super) fn continued(&self) -> String {
        self.joined(" WITH * ", "")
    }

    fn joined(&self, between: &str, shown: &str) -> String {
        let clauses: Vec<String> = self
            .clauses
            .iter()
            .map(|paths| "MATCH ".to_owned() + &paths.iter().map(Path::text).collect::<Vec<_>>().join(", "))
            .collect();
        let test = self.test.as_ref().map_or(String::new(), |test| format!(" WHERE {}", test.text()));
        let [one, two, three] = [0, 1, 2].map(|at| self.items[at].text());
        let returned = match &self.returned {
            Returned::Rows { distinct } => {
                let all: Vec<String> =
                    NODES[..self.nodes].iter().map(|name| format!("{name}{shown}")).collect();
                let all = if *distinct { one } else { format!("{}, {one} AS x, {two} AS y", all.join(", ")) };
                format!("{}{all}", if *distinct { "DISTINCT " } else { "" })
            }
            Returned::Count => "count(*) AS n".to_owned(),
            Returned::CountBy => format!("{one} AS x, count(*) AS n, count(DISTINCT {two}) AS d"),
            Returned::CountByTwo => format!("{three} AS x, {one} AS y, count(*) AS n, sum({two}) AS s"),
            Returned::Different => format!("DISTINCT {one} AS x, {three} AS y"),
            Returned::SumBy => format!("{one} AS x, sum({two}) AS s, min({two}) AS l, max({two}) AS h"),
        };
        format!("{}{test} RETURN {returned}", clauses.join(between))
    }

    /// The same, each path from its other end and the paths of a clause in another order.
    pub(super) fn turned(&self, random: &mut Random) -> Query {
        let mut query = self.clone();
        for paths in &mut query.clauses {
            for path in paths.iter_mut().filter(|_| random.chance(70)) {
                *path = path.turned();
            }
            let by = random.below(paths.len());
            paths.rotate_left(by);
        }
        query
    }

    /// One place more has a label.
    pub(super) fn labelled(&self, random: &mut Random) -> (Query, usize, usize) {
        let mut query = self.clone();
        let (clause, label) = (random.below(query.clauses.len()), random.below(3));
        let at = random.below(query.clauses[clause].len());
        let path = &mut query.clauses[clause][at];
        path.from.labels.push(label);
        let node = path.from.node;
        (query, node, label)
    }
}

fn some_place(nodes: &mut usize, random: &mut Random) -> Place {
    let node = if *nodes == 0 || *nodes < 4 && random.chance(70) { *nodes } else { random.below(*nodes) };
    *nodes = (*nodes).max(node + 1);
    let key = random.below(3);
    let held =
        random.chance(6).then(|| (key, Held::some(key, random))).filter(|(_, held)| *held != Held::Null);
    Place { node, labels: (0..3).filter(|_| random.chance(7)).collect(), held }
}

fn some_operand(nodes: usize, edges: usize, random: &mut Random) -> Operand {
    match random.below(5) {
        0 if edges > 0 => Operand::OfEdge(random.below(edges), random.below(3)),
        4 => {
            let key = random.below(3);
            Operand::Constant(Held::some(key, random))
        }
        _ => Operand::OfNode(random.below(nodes), random.below(3)),
    }
}

/// A pattern from one of the variables on, to others or to what has no name.
fn some_there(nodes: usize, random: &mut Random) -> Path {
    let from = Place { node: random.below(nodes), labels: some_labels(15, random), held: None };
    let mut unnamed = NODES.len();
    let mut hops = Vec::new();
    for _ in 0..1 + usize::from(random.chance(35)) {
        let named = random.chance(30);
        let node = if named { random.below(nodes) } else { unnamed };
        unnamed += usize::from(!named);
        let key = random.below(3);
        let held = random.chance(10).then(|| (key, Held::some(key, random)));
        let to = Place {
            node,
            labels: some_labels(15, random),
            held: held.filter(|(_, held)| *held != Held::Null),
        };
        let kinds = (0..3).filter(|_| random.chance(35)).collect();
        let times = random.chance(12).then(|| (random.below(2), 1 + random.below(2)));
        hops.push(Hop { way: random.pick(&[Way::Out, Way::In, Way::Both]), kinds, name: None, times, to });
    }
    Path { from, hops }
}

fn some_labels(percent: usize, random: &mut Random) -> Vec<usize> {
    (0..3).filter(|_| random.chance(percent)).collect()
}

fn some_test(nodes: usize, edges: usize, depth: usize, random: &mut Random) -> Test {
    let operand = |random: &mut Random| some_operand(nodes, edges, random);
    match random.below(if depth == 0 { 11 } else { 16 }) {
        0..=2 => {
            let way = random.pick(&["=", "<>", "<", "<=", ">", ">="]);
            Test::Compare(way, operand(random), operand(random))
        }
        3 => Test::In(operand(random), (0..random.below(4)).map(|key| Held::some(key % 3, random)).collect()),
        4 => Test::IsNull(operand(random)),
        5 if random.chance(50) => Test::Begins(operand(random), random.pick(&["", "a"])),
        5 => Test::Contains(operand(random), random.pick(&["", "b"])),
        6 => Test::Label(random.below(nodes), random.below(3)),
        7 => Test::Same(random.below(nodes), random.below(nodes)),
        8 => Test::Linked(random.below(nodes), random.below(3), random.below(nodes)),
        9 | 10 => {
            let said = random.pick(&[Said::Bare, Said::Function, Said::Subquery, Said::Count]);
            Test::There(said, some_there(nodes, random))
        }
        11 | 12 => Test::Not(Box::new(some_test(nodes, edges, depth - 1, random))),
        _ => {
            let one = some_test(nodes, edges, depth - 1, random);
            let two = some_test(nodes, edges, depth - 1, random);
            Test::Join(random.pick(&["AND", "OR", "XOR"]), Box::new(one), Box::new(two))
        }
    }
}

impl Place {
    fn text(&self) -> String {
        let label: String = self.labels.iter().map(|label| format!(":{}", LABELS[*label])).collect();
        let held = self.held.as_ref();
        let held = held.map_or(String::new(), |(key, held)| format!(" {{{}: {}}}", KEYS[*key], held.text()));
        format!("({}{label}{held})", NODES.get(self.node).unwrap_or(&""))
    }
}

impl Path {
    fn text(&self) -> String {
        let mut text = self.from.text();
        for hop in &self.hops {
            let (left, right) = match hop.way {
                Way::Out => ("-", "->"),
                Way::In => ("<-", "-"),
                Way::Both => ("-", "-"),
            };
            let kinds: Vec<&str> = hop.kinds.iter().map(|kind| TYPES[*kind]).collect();
            let kinds = if kinds.is_empty() { String::new() } else { format!(":{}", kinds.join("|")) };
            let name = hop.name.map_or(String::new(), |name| format!("r{name}"));
            let times = hop.times.map_or(String::new(), |(least, most)| format!("*{least}..{most}"));
            text += &format!("{left}[{name}{kinds}{times}]{right}{}", hop.to.text());
        }
        text
    }

    fn turned(&self) -> Path {
        let mut places: Vec<Place> =
            [&self.from].into_iter().chain(self.hops.iter().map(|hop| &hop.to)).cloned().collect();
        let from = places.pop().expect("a path has a place");
        let turn = |hop: &Hop| Hop {
            way: match hop.way {
                Way::Out => Way::In,
                Way::In => Way::Out,
                Way::Both => Way::Both,
            },
            to: places.pop().expect("one more place than hops"),
            ..hop.clone()
        };
        let hops = self.hops.iter().rev().map(turn).collect();
        Path { from, hops }
    }
}

impl Operand {
    fn text(&self) -> String {
        match self {
            Operand::OfNode(node, key) => format!("{}.{}", NODES[*node], KEYS[*key]),
            Operand::OfEdge(edge, key) => format!("r{edge}.{}", KEYS[*key]),
            Operand::Constant(held) => held.text(),
        }
    }
}

impl Test {
    pub(super) fn text(&self) -> String {
        match self {
            Test::Compare(way, one, two) => format!("{} {way} {}", one.text(), two.text()),
            Test::In(one, all) => {
                format!("{} IN [{}]", one.text(), all.iter().map(Held::text).collect::<Vec<_>>().join(", "))
            }
            Test::IsNull(one) => format!("{} IS NULL", one.text()),
            Test::Begins(one, text) => format!("{} STARTS WITH '{text}'", one.text()),
            Test::Contains(one, text) => format!("{} CONTAINS '{text}'", one.text()),
            Test::Label(node, label) => format!("{}:{}", NODES[*node], LABELS[*label]),
            Test::Same(one, two) => format!("{} = {}", NODES[*one], NODES[*two]),
            Test::Linked(one, kind, two) => {
                format!("({})-[:{}]->({})", NODES[*one], TYPES[*kind], NODES[*two])
            }
            Test::There(said, path) => match said {
                Said::Bare => path.text(),
                Said::Function => format!("exists({})", path.text()),
                Said::Subquery => format!("EXISTS {{ {} }}", path.text()),
                Said::Count => format!("COUNT {{ {} }} > 0", path.text()),
            },
            Test::Not(test) => format!("NOT ({})", test.text()),
            Test::Join(way, one, two) => format!("({} {way} {})", one.text(), two.text()),
        }
    }
}
