//! Patterns and ends of queries that the optimiser has ways of its own for, and that come too seldom by chance: circles,
//! relationships with equal properties, repeated relationships under conditions, shortest paths, numbers of different
//! things.

use super::text::{Kind, Writer};
use super::world::TYPES;

impl Writer<'_> {
    fn new_node(&mut self) -> String {
        let name = self.fresh("n");
        self.nodes.push(name.clone());
        name
    }

    fn new_edge(&mut self) -> String {
        let name = self.fresh("r");
        self.edges.push(name.clone());
        name
    }

    /// A pattern; with its condition, where it has one.
    pub(super) fn shape(&mut self) -> String {
        match self.random.below(if self.world.edges > 700 { 6 } else { 12 }) {
            0 | 1 => self.alike(),
            2 => self.shortest(),
            3 => self.compared(),
            4 => self.repeated(),
            5 | 6 => self.rounds(),
            7 => self.circle(3),
            8 => self.all_linked(),
            _ => self.circle(4),
        }
    }

    /// A circle; sometimes relationships of one type, which must differ, and places without names.
    fn circle(&mut self, places: usize) -> String {
        let (one, three) = (self.new_node(), self.new_node());
        let two = if self.chance(60) { self.new_node() } else { String::new() };
        let kinds = if self.chance(50) {
            let kind = format!(":{}", self.pick(&TYPES));
            [0; 4].map(|_| kind.clone())
        } else {
            [0; 4].map(|_| self.kinds())
        };
        let hop = |at: usize, writer: &mut Self| {
            let (left, right) = writer.pick(&[("-", "->"), ("<-", "-"), ("-", "-")]);
            let name = if writer.chance(20) { writer.new_edge() } else { String::new() };
            format!("{left}[{name}{}]{right}", kinds[at])
        };
        let hops = [0, 1, 2, 3].map(|at| hop(at, self));
        if places == 3 {
            let two = if two.is_empty() { self.new_node() } else { two };
            return format!("({one}){}({two}){}({three}), ({three}){}({one})", hops[0], hops[1], hops[2]);
        }
        let four = if self.chance(50) { self.new_node() } else { String::new() };
        let marks = self.marks(20);
        let differ = if !two.is_empty() && !four.is_empty() && self.chance(50) {
            format!(" WHERE {two} <> {four}")
        } else if self.chance(30) {
            format!(" WHERE {one} <> {three}")
        } else {
            String::new()
        };
        format!(
            "({one}){}({two}{marks}){}({three}), ({one}){}({four}){}({three}){differ}",
            hops[0], hops[1], hops[2], hops[3]
        )
    }

    /// Four nodes, each with each.
    fn all_linked(&mut self) -> String {
        let [one, two, three, four] = [0; 4].map(|_| self.new_node());
        let [a, b, c] = [0; 3].map(|_| self.kinds());
        let start = self.random.below(4);
        format!(
            "({one} {{u: {start}}})-[{a}]->({two})-[{b}]->({three})-[{c}]->({one}), ({four})-[{a}]->({one}), ({four})<-[{b}]-({two}), ({three})-[{c}]-({four})"
        )
    }

    /// Two relationships of a node that have the same property, or one that a node has.
    fn alike(&mut self) -> String {
        let [one, two, three] = [0; 3].map(|_| self.new_node());
        let [first, second] = [0; 2].map(|_| self.new_edge());
        let (from, to) = (self.kinds(), self.kinds());
        let key = self.pick(&["k", "s", "d", "u", "f"]);
        let (left, right) = self.pick(&[("-", "->"), ("<-", "-")]);
        let condition = match self.random.below(4) {
            0 => format!("{second}.{key} = {one}.{key}"),
            1 => format!("{first}.{key} = {second}.{key} AND {one} <> {three}"),
            2 => format!("{second}.{key} = {three}.{key}"),
            _ => format!("{first}.{key} = {second}.{key}"),
        };
        format!("({one})-[{first}{from}]->({two}){left}[{second}{to}]{right}({three}) WHERE {condition}")
    }

    /// Neighbours of a node that are compared with each other.
    fn compared(&mut self) -> String {
        let [one, two, three] = [0; 3].map(|_| self.new_node());
        let kind = self.pick(&TYPES);
        let op = self.pick(&["<", "<=", ">", ">=", "=", "<>"]);
        let key = self.pick(&["u", "u", "k", "d"]);
        let other = if self.chance(85) { kind } else { self.pick(&TYPES) };
        let (left, right) = self.pick(&[("-", "->"), ("<-", "-")]);
        let (back, on) = if left == "-" { ("<-", "-") } else { ("-", "->") };
        format!(
            "({one}){back}[:{kind}]{on}({two}){left}[:{other}]{right}({three}) WHERE {one}.{key} {op} {three}.{key}"
        )
    }

    /// A relationship that is repeated, or is not, with how many steps it takes at most.
    fn repeating(&mut self, kinds: &str, most: usize) -> (String, usize) {
        let (left, right) = self.pick(&[("-", "->"), ("-", "->"), ("<-", "-"), ("-", "-")]);
        let (times, steps) = match self.random.below(5) {
            0 => (String::new(), 1),
            1 | 2 => {
                let steps = 1 + self.random.below(most);
                (format!("*{steps}"), steps)
            }
            _ => {
                let steps = 1 + self.random.below(most);
                (format!("*{}..{steps}", self.random.below(steps + 1)), steps)
            }
        };
        let name = if self.chance(25) { self.fresh("l") } else { String::new() };
        if !name.is_empty() && !times.is_empty() {
            self.values.push((format!("size({name})"), Kind::Whole));
        }
        (format!("{left}[{name}{kinds}{times}]{right}"), steps)
    }

    /// Repeated relationships, one after the other and back to where they began.
    fn rounds(&mut self) -> String {
        let (one, two) = (self.new_node(), self.fresh("n"));
        let most = if self.world.edges > 200 { 3 } else { 4 };
        let (kinds, other) = (self.kinds(), self.kinds());
        let (first, steps) = self.repeating(&kinds, most);
        let start = self.random.below(self.world.nodes.min(40));
        let text = format!("({one} {{u: {start}}}){first}");
        if self.chance(20) {
            return format!("{text}({one})");
        }
        self.nodes.push(two.clone());
        if steps == most || self.chance(10) {
            return format!("{text}({two})");
        }
        let kinds = if self.chance(70) { kinds } else { other };
        let (second, _) = self.repeating(&kinds, most - steps);
        if self.chance(40) {
            return format!("{text}({two}){second}({one})");
        }
        let three = self.new_node();
        let text = format!("{text}({two}){second}({three})");
        if self.chance(75) {
            return text;
        }
        let (third, _) = self.repeating(&kinds, 1);
        format!("{text}, ({one}){third}({three})")
    }

    fn repeated(&mut self) -> String {
        let [from, to] = [0; 2].map(|_| self.new_node());
        let (list, kinds) = (self.fresh("l"), self.kinds());
        let start = self.random.below(self.world.nodes);
        let (left, right) = self.pick(&[("-", "->"), ("<-", "-")]);
        let least = self.random.below(3);
        if self.chance(50) {
            let (path, most) = (self.fresh("p"), least + self.random.below(3));
            self.values.push((format!("length({path})"), Kind::Whole));
            self.values.push((format!("size({list})"), Kind::Whole));
            let (left, right) = if self.chance(30) { ("-", "-") } else { (left, right) };
            let end = match self.random.below(4) {
                0 => format!(" {{u: {}}}", self.random.below(self.world.nodes.min(8))),
                1 => format!(" {{k: {}}}", self.literal(Kind::Whole)),
                _ => String::new(),
            };
            return format!(
                "{path} = ({from} {{u: {start}}}){left}[{list}{kinds}*{least}..{most}]{right}({to}{end})"
            );
        }
        let what = self.pick(&["all", "none"]);
        let op = self.pick(&["=", "<>", ">="]);
        let literal = self.literal(Kind::Whole);
        format!(
            "({from} {{u: {start}}}){left}[{list}{kinds}*{least}..{}]{right}({to}) WHERE {what}(r IN {list} WHERE r.k {op} {literal})",
            least + self.random.below(2)
        )
    }

    fn shortest(&mut self) -> String {
        let [from, to] = [0; 2].map(|_| self.new_node());
        let (path, kinds) = (self.fresh("p"), self.kinds());
        let [start, end] = [0; 2].map(|_| self.random.below(self.world.nodes));
        let (left, right) = self.pick(&[("-", "->"), ("<-", "-"), ("-", "-")]);
        let all = self.pick(&["shortestPath", "allShortestPaths"]);
        let most = self.pick(&["", "1..", "..3"]);
        let ends = if self.chance(60) { format!(" {{u: {end}}}") } else { String::new() };
        self.values.push((format!("length({path})"), Kind::Whole));
        let differ = format!(" WHERE {from} <> {to}");
        format!("{path} = {all}(({from} {{u: {start}}}){left}[{kinds}*{most}]{right}({to}{ends})){differ}")
    }

    /// Relationships by what they are.
    pub(super) fn of_types(&mut self) -> String {
        let kinds = self.kinds();
        let more = self.pick(&[
            "",
            ", count(DISTINCT r.s) AS d",
            ", max(r.k) AS m",
            ", sum(r.u) AS t, min(r.d) AS d",
        ]);
        let by = self.pick(&["type(r) AS t0", "r.s AS t0", "r.d AS t0, type(r) AS t1", "r.k AS t0"]);
        let condition =
            self.pick(&["", "", " WHERE r.k > 0", " WHERE type(r) > 'R'", " WHERE r.s CONTAINS 'o'"]);
        let way = self.pick(&["->", "-"]);
        format!("MATCH ()-[r{kinds}]{way}(){condition} RETURN {by}, count(*) AS c{more}")
    }

    /// One number for everything, or for each type.
    pub(super) fn total(&mut self) -> String {
        let lengths: Vec<String> =
            self.values.iter().map(|(text, _)| text.clone()).filter(|text| text.contains('(')).collect();
        if !lengths.is_empty() && self.chance(60) {
            let length = &lengths[self.random.below(lengths.len())];
            let node = self.node();
            return match self.random.below(4) {
                0 => format!("RETURN {length} AS l, count(*) AS c, count(DISTINCT {node}) AS d"),
                1 => format!("RETURN {node} AS n, min({length}) AS l"),
                2 => format!(
                    "RETURN {node}.k AS k, min({length}) AS l, max({node}.u) AS m ORDER BY l, k DESC, m LIMIT 5"
                ),
                _ => format!(
                    "WITH {node}.k AS k, {length} AS l, count(*) AS c WHERE l > 1 RETURN k, sum(c * l) AS s"
                ),
            };
        }
        match self.random.below(6) {
            0 => {
                let all = [self.node(), self.node(), self.node()];
                let count = 1 + self.random.below(3);
                let mut all = all[..count].to_vec();
                all.sort();
                all.dedup();
                format!("WITH DISTINCT {} RETURN count(*) AS c", all.join(", "))
            }
            1 => format!("RETURN count(DISTINCT {}) AS c", self.node()),
            2 if !self.edges.is_empty() => {
                let at = self.random.below(self.edges.len());
                format!("RETURN type({}) AS t, count(*) AS c", self.edges[at])
            }
            3 => format!("RETURN {}, collect(DISTINCT {}) AS all", self.node(), self.node()),
            4 => {
                let (one, two) = (self.property(Kind::Text), self.node());
                format!("WITH {one} AS s, count(*) AS c, min({two}.u) AS l WHERE 2 <= c RETURN s, c, l")
            }
            _ => "RETURN count(*) AS c".to_owned(),
        }
    }
}
