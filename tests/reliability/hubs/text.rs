//! Random reading queries, as text: patterns with hubs in mind, typed expressions, groups, projections between clauses.
//! Where rows are cut, everything that is returned is what they are ordered by, so that it does not matter which of
//! equal rows are kept.

use super::world::{LABELS, TYPES, World};
use crate::support::Random;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Whole,
    Half,
    Text,
    Day,
    Any,
}

const KINDS: [Kind; 5] = [Kind::Whole, Kind::Text, Kind::Day, Kind::Half, Kind::Any];

/// What a query has in hand.
pub(super) struct Writer<'r> {
    pub(super) random: &'r mut Random,
    pub(super) world: &'r World,
    pub(super) nodes: Vec<String>,
    pub(super) edges: Vec<String>,
    pub(super) values: Vec<(String, Kind)>,
    named: usize,
    /// Whether it has a pattern that is there to be counted.
    shaped: bool,
}

impl<'r> Writer<'r> {
    pub(super) fn query(world: &'r World, random: &'r mut Random) -> String {
        let mut writer = Writer {
            random,
            world,
            nodes: Vec::new(),
            edges: Vec::new(),
            values: Vec::new(),
            named: 0,
            shaped: false,
        };
        if writer.chance(3) {
            let text = writer.of_types();
            return text;
        }
        let mut text = writer.matched();
        for _ in 0..[0, 0, 0, 1, 1, 2][writer.random.below(6)] {
            text += " ";
            text += &writer.next();
        }
        text + " " + &writer.returned()
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.random.chance(percent)
    }

    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        self.random.pick(items)
    }

    pub(super) fn fresh(&mut self, letter: &str) -> String {
        self.named += 1;
        format!("{letter}{}", self.named)
    }

    /// One of the nodes in hand.
    pub(super) fn node(&mut self) -> String {
        let at = self.random.below(self.nodes.len());
        self.nodes[at].clone()
    }

    pub(super) fn kinds(&mut self) -> String {
        let kinds: Vec<&str> = match self.random.below(4) {
            0 => Vec::new(),
            1 | 2 => vec![self.pick(&TYPES)],
            _ => TYPES.into_iter().filter(|_| self.random.chance(45)).collect(),
        };
        if kinds.is_empty() { String::new() } else { format!(":{}", kinds.join("|")) }
    }

    pub(super) fn literal(&mut self, kind: Kind) -> String {
        let n = self.random.below(6);
        match kind {
            Kind::Whole => (n as i64 - 2).to_string(),
            Kind::Half => format!("{:?}", n as f64 * 0.5 - 1.0),
            Kind::Text => format!("'{}'", ["Ána", "bo", "Čau", "", "b", "new"][n]),
            Kind::Day => format!("date('{}-{:02}-01')", 2019 + n % 4, 1 + n % 12),
            Kind::Any if self.chance(3) => "null".to_owned(),
            Kind::Any => ["1", "'x1'", "true", "3", "'x4'", "false"][n].to_owned(),
        }
    }

    /// A label, or now and then an expression of some.
    fn label(&mut self) -> String {
        let (one, two) = (self.pick(&LABELS), self.pick(&LABELS));
        match self.random.below(12) {
            0 => format!(":!{one}"),
            1 => format!(":{one}|{two}"),
            2 => format!(":{one}&!{two}"),
            3 => format!(":{one}:{two}"),
            _ => format!(":{one}"),
        }
    }

    /// Labels and properties of a place in a pattern.
    pub(super) fn marks(&mut self, often: usize) -> String {
        let label = if self.chance(often) { self.label() } else { String::new() };
        let held = if self.chance(often / 3) {
            match self.random.below(4) {
                3 if !self.nodes.is_empty() => {
                    let key = self.pick(&["k", "s", "d"]);
                    format!(" {{{key}: {}.{key}}}", self.node())
                }
                0 => format!(" {{u: {}}}", self.random.below(4)),
                1 => format!(" {{k: {}}}", self.literal(Kind::Whole)),
                _ => format!(" {{s: {}}}", self.literal(Kind::Text)),
            }
        } else {
            String::new()
        };
        format!("{label}{held}")
    }

    /// A place of a pattern: a node in hand or another.
    fn place(&mut self, again: usize) -> String {
        if !self.nodes.is_empty() && self.chance(again) {
            return format!("({})", self.node());
        }
        let marks = self.marks(22);
        if self.chance(12) {
            return format!("({marks})");
        }
        let name = self.fresh("n");
        self.nodes.push(name.clone());
        format!("({name}{marks})")
    }

    fn hop(&mut self, named: usize) -> String {
        let kinds = self.kinds();
        let (left, right) = self.pick(&[("-", "->"), ("-", "->"), ("<-", "-"), ("-", "-")]);
        let most = if self.world.edges > 200 { 2 } else { 7 };
        let inner = if self.chance(most) {
            let least = self.random.below(2);
            let name = if self.chance(named) { self.fresh("l") } else { String::new() };
            if !name.is_empty() {
                self.values.push((format!("size({name})"), Kind::Whole));
            }
            format!("{name}{kinds}*{least}..{}", least + 1)
        } else if self.chance(named) {
            let name = self.fresh("r");
            self.edges.push(name.clone());
            let held =
                if self.chance(8) { format!(" {{k: {}}}", self.literal(Kind::Whole)) } else { String::new() };
            format!("{name}{kinds}{held}")
        } else {
            kinds
        };
        format!("{left}[{inner}]{right}")
    }

    fn pattern(&mut self) -> String {
        let most = match self.world.edges {
            0..=160 => self.pick(&[1, 1, 2, 2, 3]),
            161..=700 => self.pick(&[1, 1, 2, 2]),
            _ => self.pick(&[1, 1, 1, 2]),
        };
        let mut text = self.place(70);
        for step in 0..most {
            text += &self.hop(50);
            text += &self.place(if step == 2 { 50 } else { 8 });
        }
        text
    }

    fn matched(&mut self) -> String {
        let first = self.nodes.is_empty();
        if first && self.chance(13) {
            let name = self.fresh("n");
            self.nodes.push(name.clone());
            let marks = self.marks(40);
            let text = format!("MATCH ({name}{marks})");
            return text + &self.condition(60);
        }
        if self.chance(15) {
            self.shaped = true;
            let shape = self.shape();
            let condition = if shape.contains(" WHERE ") { String::new() } else { self.condition(40) };
            return format!("MATCH {shape}{condition}");
        }
        let mut text = format!("MATCH {}", self.pattern());
        if self.chance(12) {
            // A second path, mostly from what the first has.
            text += ", ";
            text += &self.pattern();
        }
        if self.nodes.is_empty() {
            return self.matched();
        }
        text + &self.condition(60)
    }

    fn condition(&mut self, percent: usize) -> String {
        if self.chance(percent) { format!(" WHERE {}", self.truth(2)) } else { String::new() }
    }

    /// A property of one of the things in hand.
    pub(super) fn property(&mut self, kind: Kind) -> String {
        let all = self.nodes.len() + self.edges.len();
        let at = self.random.below(all);
        let thing = self.nodes.get(at).unwrap_or_else(|| &self.edges[at - self.nodes.len()]).clone();
        let key = match kind {
            Kind::Whole => self.pick(&["k", "k", "u"]),
            Kind::Half => "f",
            Kind::Text => "s",
            Kind::Day => "d",
            Kind::Any => self.pick(&["m", "b"]),
        };
        format!("{thing}.{key}")
    }

    fn value(&mut self, kind: Kind, depth: usize) -> String {
        let known: Vec<usize> = (0..self.values.len()).filter(|at| self.values[*at].1 == kind).collect();
        if !known.is_empty() && self.chance(35) {
            let at = self.pick(&known);
            return self.values[at].0.clone();
        }
        if depth == 0 || self.chance(60) {
            return self.property(kind);
        }
        let depth = depth - 1;
        if self.chance(10) {
            let (one, two) = (self.value(kind, depth), self.literal(kind));
            return format!("coalesce({one}, {two})");
        }
        if self.chance(10) {
            let (truth, one, two) = (self.truth(0), self.value(kind, depth), self.literal(kind));
            return format!("CASE WHEN {truth} THEN {one} ELSE {two} END");
        }
        match kind {
            Kind::Whole => match self.random.below(9) {
                0 => format!("size({})", self.value(Kind::Text, depth)),
                1 => {
                    let part = self.pick(&["year", "month", "day"]);
                    format!("{}.{part}", self.property(Kind::Day))
                }
                2 => format!("abs({})", self.value(Kind::Whole, depth)),
                3 => format!("{} % 3", self.value(Kind::Whole, depth)),
                4 => format!("{} / 2", self.value(Kind::Whole, depth)),
                5 => format!("COUNT {{ {} }}", self.there()),
                6 => format!("toInteger({})", self.value(Kind::Half, depth)),
                _ => {
                    let (one, two) = (self.value(Kind::Whole, depth), self.value(Kind::Whole, depth));
                    format!("({one} {} {two})", self.pick(&["+", "-", "*"]))
                }
            },
            Kind::Half => match self.random.below(3) {
                0 => format!("toFloat({})", self.value(Kind::Whole, depth)),
                1 => format!("{} * 0.5", self.value(Kind::Whole, depth)),
                _ => format!("({} + {})", self.value(Kind::Half, depth), self.value(Kind::Whole, depth)),
            },
            Kind::Text => match self.random.below(8) {
                0 if !self.edges.is_empty() => {
                    let at = self.random.below(self.edges.len());
                    format!("type({})", self.edges[at])
                }
                1 => format!("labels({})[0]", self.node()),
                2 => format!("left({}, 1)", self.value(Kind::Text, depth)),
                3 => format!("substring({}, 0, 2)", self.value(Kind::Text, depth)),
                4 => format!("toString({})", self.value(Kind::Whole, depth)),
                5 => format!("({} + {})", self.value(Kind::Text, depth), self.value(Kind::Text, depth)),
                6 => format!("toLower({})", self.value(Kind::Text, depth)),
                _ => format!("toUpper({})", self.value(Kind::Text, depth)),
            },
            Kind::Day | Kind::Any => self.property(kind),
        }
    }

    /// A pattern from a node in hand, as it stands in a condition.
    fn there(&mut self) -> String {
        let mut text = format!("({})", self.node());
        let hops = 1 + usize::from(self.chance(35));
        for hop in 0..hops {
            let kinds = self.kinds();
            let (left, right) = self.pick(&[("-", "->"), ("<-", "-"), ("-", "-")]);
            let times = if hops == 1 && self.chance(20) {
                match self.random.below(3) {
                    0 => format!("*{}", 1 + self.random.below(2)),
                    _ => format!("*{}..{}", self.random.below(2), 1 + self.random.below(3)),
                }
            } else {
                String::new()
            };
            text += &format!("{left}[{kinds}{times}]{right}");
            text += &if self.chance(if hop + 1 == hops { 40 } else { 5 }) {
                format!("({})", self.node())
            } else {
                format!("({})", self.marks(15))
            };
        }
        text
    }

    /// A pattern with a condition on what is found.
    fn exists(&mut self) -> String {
        let (nodes, edges, values) = (self.nodes.len(), self.edges.len(), self.values.len());
        let from = self.node();
        let mut text = format!("({from})");
        let hops = 1 + usize::from(self.chance(40));
        for hop in 0..hops {
            text += &self.hop(60);
            text += &self.place(if hop + 1 == hops { 30 } else { 0 });
        }
        let condition = self.condition(50);
        self.nodes.truncate(nodes);
        self.edges.truncate(edges);
        self.values.truncate(values);
        let verb = self.pick(&["", "MATCH "]);
        let how = self.random.below(3);
        match how {
            0 => format!("COUNT {{ {verb}{text}{condition} }} > {}", self.random.below(3)),
            _ => format!("EXISTS {{ {verb}{text}{condition} }}"),
        }
    }

    fn truth(&mut self, depth: usize) -> String {
        if depth > 0 && self.chance(30) {
            let (one, two) = (self.truth(depth - 1), self.truth(depth - 1));
            return format!("({one} {} {two})", self.pick(&["AND", "AND", "AND", "OR", "XOR"]));
        }
        let kind = self.pick(&KINDS);
        match self.random.below(21) {
            17 => {
                let (node, n) = (self.node(), self.random.below(self.world.nodes));
                match self.random.below(3) {
                    0 => format!("id({node}) = {n}"),
                    1 => format!("id({node}) IN [{n}, 1, 1, 900000]"),
                    _ => format!("elementId({node}) = '{n}'"),
                }
            }
            18 if !self.edges.is_empty() => {
                let at = self.random.below(self.edges.len());
                let n = self.random.below(self.world.edges);
                let edge = &self.edges[at];
                match self.random.below(3) {
                    0 => format!("id({edge}) = {n}"),
                    1 => format!("type({edge}) IN ['R', 'U', null]"),
                    _ => format!("id({edge}) IN [{n}, 3, 2, 1]"),
                }
            }
            18 => format!("{} =~ '.*[ao].*'", self.property(Kind::Text)),
            19 => {
                let all = [&self.nodes[..], &self.edges].concat();
                format!("{}.b", all[self.random.below(all.len())])
            }
            0..=2 => {
                let (one, two) = (self.value(kind, 1), self.literal(kind));
                format!("{one} {} {two}", self.pick(&["=", "<>", "<", "<=", ">", ">="]))
            }
            3..=5 => {
                let (one, two) = (self.value(kind, 1), self.value(kind, 1));
                format!("{one} {} {two}", self.pick(&["=", "=", "<>", "<", ">="]))
            }
            6 => {
                let one = self.property(kind);
                let all: Vec<String> = (0..self.random.below(4)).map(|_| self.literal(kind)).collect();
                format!("{one} IN [{}]", all.join(", "))
            }
            7 => format!("{} IS {}NULL", self.property(kind), self.pick(&["", "NOT "])),
            8 => {
                let one = self.value(Kind::Text, 1);
                let way = self.pick(&["STARTS WITH", "ENDS WITH", "CONTAINS"]);
                format!("{one} {way} {}", self.literal(Kind::Text))
            }
            9 => format!("{}{}", self.node(), self.label()),
            10 => format!("{} {} {}", self.node(), self.pick(&["=", "<>", "<>"]), self.node()),
            11 => format!("NOT {}", self.there()),
            12 => self.there(),
            13 => self.exists(),
            14 => format!("NOT {}", self.exists()),
            15 if depth > 0 => format!("NOT ({})", self.truth(depth - 1)),
            _ => format!("{}.u {} {}.u", self.node(), self.pick(&["<", ">", "="]), self.node()),
        }
    }

    fn aggregate(&mut self) -> (String, Kind) {
        let kind = self.pick(&KINDS);
        match self.random.below(16) {
            10 | 15 => (format!("count({})", self.node()), Kind::Whole),
            11 if !self.edges.is_empty() => {
                let at = self.random.below(self.edges.len());
                let distinct = self.pick(&["", "DISTINCT "]);
                (format!("count({distinct}{})", self.edges[at]), Kind::Whole)
            }
            12 => (format!("percentileDisc({}, 0.5)", self.property(Kind::Whole)), Kind::Any),
            13 => ("count(*) * 2".into(), Kind::Whole),
            14 => (format!("size(collect({}))", self.node()), Kind::Whole),
            0..=2 => ("count(*)".into(), Kind::Whole),
            3 => (format!("count({})", self.property(kind)), Kind::Whole),
            4 => (format!("count(DISTINCT {})", self.value(kind, 1)), Kind::Whole),
            5 => (format!("count(DISTINCT {})", self.node()), Kind::Whole),
            6 => (format!("sum({})", self.value(Kind::Whole, 1)), Kind::Whole),
            7 => (format!("avg({})", self.value(Kind::Half, 1)), Kind::Any),
            8 => (format!("min({})", self.value(kind, 1)), kind),
            9 => (format!("max({})", self.value(kind, 1)), kind),
            _ => (format!("sum({})", self.value(Kind::Half, 1)), Kind::Half),
        }
    }

    /// A clause between the first and the last.
    fn next(&mut self) -> String {
        match self.random.below(10) {
            0 | 1 => self.matched(),
            2 | 3 => format!("OPTIONAL {}", self.matched()),
            4..=6 => self.grouped(),
            7 => {
                let kept = self.node();
                let order = self.pick(&["", " DESC"]);
                let most = 1 + self.random.below(6);
                (self.nodes, self.edges, self.values) = (vec![kept.clone()], Vec::new(), Vec::new());
                format!("WITH DISTINCT {kept} ORDER BY {kept}.u{order} LIMIT {most} {}", self.matched())
            }
            8 if self.chance(50) => {
                let (kept, list, name) = (self.node(), self.fresh("l"), self.fresh("n"));
                let distinct = self.pick(&["", "DISTINCT "]);
                let by = if self.chance(50) { Some(self.node()).filter(|by| *by != kept) } else { None };
                let with = by.iter().map(|by| format!("{by}, ")).collect::<String>();
                self.nodes = by.into_iter().chain([name.clone()]).collect();
                (self.edges, self.values) = (Vec::new(), Vec::new());
                let matched = self.matched();
                format!("WITH {with}collect({distinct}{kept}) AS {list} UNWIND {list} AS {name} {matched}")
            }
            8 => {
                let name = self.fresh("x");
                self.values.push((name.clone(), Kind::Whole));
                format!("UNWIND [0, 1, 2] AS {name} WITH * {}", self.condition(60))
            }
            _ => {
                let from = self.node();
                let (nodes, edges, values) = (self.nodes.clone(), self.edges.clone(), self.values.clone());
                (self.nodes, self.edges, self.values) = (vec![from.clone()], Vec::new(), Vec::new());
                let hop = self.hop(60);
                let to = self.place(0);
                let condition = self.condition(50);
                let (aggregate, kind) = self.aggregate();
                let name = self.fresh("x");
                (self.nodes, self.edges, self.values) = (nodes, edges, values);
                self.values.push((name.clone(), kind));
                format!("CALL ({from}) {{ MATCH ({from}){hop}{to}{condition} RETURN {aggregate} AS {name} }}")
            }
        }
    }

    /// `WITH`, grouping by nodes and values, and a condition on the groups.
    fn grouped(&mut self) -> String {
        let nodes: Vec<String> = (0..self.random.below(3)).map(|_| self.node()).collect();
        let mut items = nodes.clone();
        items.sort();
        items.dedup();
        let kept = items.clone();
        let mut values = Vec::new();
        for _ in 0..1 + self.random.below(2) {
            let (text, kind) = if self.chance(60) {
                self.aggregate()
            } else {
                let kind = self.pick(&KINDS);
                (self.value(kind, 1), kind)
            };
            let name = self.fresh("x");
            items.push(format!("{text} AS {name}"));
            values.push((name, kind));
        }
        let distinct = self.pick(&["", "", "", "DISTINCT "]);
        (self.nodes, self.edges, self.values) = (kept, Vec::new(), values);
        let text = format!("WITH {distinct}{}", items.join(", "));
        if self.nodes.is_empty() {
            // Conditions need a node.
            let (name, kind) = self.values[0].clone();
            let condition = if self.chance(50) {
                format!(" WHERE {name} >= {}", self.literal(kind))
            } else {
                String::new()
            };
            return format!("{text}{condition} {}", self.matched());
        }
        text + &self.condition(60)
    }

    fn returned(&mut self) -> String {
        let mut items: Vec<String> = Vec::new();
        let form = self.random.below(10);
        if form == 0 || self.shaped && self.chance(35) {
            return self.total();
        }
        for _ in 0..1 + self.random.below(3) {
            items.push(match self.random.below(6) {
                0 | 1 => self.node(),
                2 if !self.edges.is_empty() => {
                    let at = self.random.below(self.edges.len());
                    format!("type({})", self.edges[at])
                }
                _ => {
                    let kind = self.pick(&KINDS);
                    self.value(kind, 2)
                }
            });
        }
        if (1..=5).contains(&form) {
            for _ in 0..1 + self.random.below(2) {
                items.push(self.aggregate().0);
            }
            if self.chance(8) {
                let kind = self.pick(&KINDS);
                let distinct = self.pick(&["", "DISTINCT "]);
                let text = self.value(kind, 1);
                let items: Vec<_> =
                    items.iter().enumerate().map(|(at, item)| format!("{item} AS c{at}")).collect();
                return format!("RETURN {}, collect({distinct}{text}) AS all", items.join(", "));
            }
        }
        let distinct = if form == 6 || form == 7 { "DISTINCT " } else { "" };
        let count = items.len();
        let items: Vec<_> = items.iter().enumerate().map(|(at, item)| format!("{item} AS c{at}")).collect();
        let mut text = format!("RETURN {distinct}{}", items.join(", "));
        if self.chance(45) {
            let from = self.random.below(count);
            let order: Vec<String> = (0..count)
                .map(|at| format!("c{}{}", (at + from) % count, self.pick(&["", " DESC"])))
                .collect();
            text += &format!(" ORDER BY {}", order.join(", "));
            if self.chance(20) {
                text += &format!(" SKIP {}", self.random.below(5));
            }
            if self.chance(80) {
                text += &format!(" LIMIT {}", self.random.below(13));
            }
        }
        text
    }
}
