//! A pattern → the Cypher that it means.

use super::parse::{Asked, Condition, Pattern, Term, Triple, parse};
use super::strip_mode;
use crate::query::error::QueryError;
use std::fmt::Write;

/// The query that a pattern means, with what `returns` asks for.
pub(super) fn translate(
    source: &str,
    returns: impl Fn(&Writer, &[Triple<'_>]) -> String,
) -> Result<String, QueryError> {
    let (mode, _) = strip_mode(source);
    let Pattern { triples, conditions, limit } = parse(source)?;
    let mut writer = Writer::new(&triples);
    let found = writer.matching(&triples, &conditions);
    let mut cypher = format!("{mode}{found} RETURN {}", returns(&writer, &triples));
    if let Some(limit) = limit {
        let _ = write!(cypher, " LIMIT {limit}");
    }
    Ok(cypher)
}

/// Writes triples as Cypher, and gathers the names' conditions.
#[derive(Default)]
pub(super) struct Writer {
    filters: Vec<String>,
    /// How many variables without a name there are.
    anonymous: usize,
    /// What the nodes of each triple are called in the query.
    nodes: Vec<(String, String)>,
    /// What the facts are called, before their number.
    prefix: &'static str,
}

impl Writer {
    pub(super) fn new(triples: &[Triple<'_>]) -> Writer {
        // Facts are f1, f2 and so on, unless somebody calls a thing so.
        let is_fact = |term: &Term| {
            let Term::Variable(name) = term else { return false };
            let number = name.strip_prefix('f').unwrap_or("");
            !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
        };
        let taken = triples.iter().any(|t| is_fact(&t.subject) || is_fact(&t.object));
        Writer { prefix: if taken { "fact_" } else { "f" }, ..Writer::default() }
    }

    /// What the fact of the triple of this number (from 1) is called.
    pub(super) fn fact(&self, number: usize) -> String {
        format!("{}{number}", self.prefix)
    }

    /// `MATCH … WHERE …`
    pub(super) fn matching(&mut self, triples: &[Triple<'_>], conditions: &[Condition<'_>]) -> String {
        let parts: Vec<String> = triples.iter().enumerate().map(|(i, t)| self.triple(i + 1, t)).collect();
        for (number, triple) in (1..).zip(triples) {
            // A relation that is asked for twice by one name is one relation.
            let Term::Variable(name) = &triple.relation else { continue };
            let same = |t: &Triple<'_>| matches!(&t.relation, Term::Variable(other) if other == name);
            if let Some(first) = triples[..number - 1].iter().position(same).filter(|_| !name.is_empty()) {
                self.filters.push(format!("type({}) = type({})", self.fact(number), self.fact(first + 1)));
            }
        }
        let last = self.fact(triples.len());
        for condition in conditions {
            self.filters.push(filter(&last, &condition.asked));
        }
        let mut cypher = format!("MATCH {}", parts.join(", "));
        if !self.filters.is_empty() {
            let _ = write!(cypher, " WHERE {}", self.filters.join(" AND "));
        }
        cypher
    }

    fn triple(&mut self, number: usize, triple: &Triple<'_>) -> String {
        let (subject, object) = (self.node(&triple.subject), self.node(&triple.object));
        let fact = self.fact(number);
        let kind = match &triple.relation {
            Term::Names(relations) => {
                let types: Vec<String> =
                    relations.iter().map(|relation| format!("`{}`", relationship_type(relation))).collect();
                format!(":{}", types.join("|"))
            }
            Term::Variable(_) => String::new(),
        };
        self.filters.push(format!("(startNode({fact}) = {subject} OR {fact}.symmetric = true)"));
        let text = format!("({subject})-[{fact}{kind}]-({object})");
        self.nodes.push((subject, object));
        text
    }

    fn node(&mut self, term: &Term) -> String {
        match term {
            Term::Variable(name) if !name.is_empty() => format!("`{name}`"),
            Term::Variable(_) => {
                self.anonymous += 1;
                format!("`?{}`", self.anonymous)
            }
            Term::Names(names) => {
                self.anonymous += 1;
                let node = format!("`?{}`", self.anonymous);
                let either: Vec<String> = names.iter().map(|name| quoted(name)).collect();
                self.filters.push(format!("named({node}, {})", either.join(", ")));
                node
            }
        }
    }

    /// What is returned: one triple's fact with how sure it is; of several, the variables.
    pub(super) fn columns(&self, triples: &[Triple<'_>]) -> String {
        if let ([triple], [(subject, object)]) = (triples, self.nodes.as_slice()) {
            let column = |term: &Term, role: &str| match term {
                Term::Variable(name) if !name.is_empty() => format!("`{name}`"),
                _ => role.to_owned(),
            };
            let (s, r, o) = (
                column(&triple.subject, "subject"),
                column(&triple.relation, "relation"),
                column(&triple.object, "object"),
            );
            return format!(
                "{subject}.name AS {s}, replace(toLower(type(%)), '_', '-') AS {r}, {object}.name AS {o}, \
                 %.status AS status, %.by AS by, round(%.confidence, 2) AS confidence, %.count AS sentences, \
                 evidence(%)[0].document + ', sentence ' + evidence(%)[0].sentence AS source \
                 ORDER BY confidence DESC, {s}, {r}, {o}, status"
            )
            .replace('%', &self.fact(1));
        }
        let variables = self.variables(triples);
        if variables.is_empty() {
            return "count(*) > 0 AS holds".to_owned();
        }
        let columns: Vec<String> = variables.iter().map(|node| format!("{node}.name AS {node}")).collect();
        format!("DISTINCT {} ORDER BY {}", columns.join(", "), variables.join(", "))
    }

    /// What the nodes that variables stand for are called in the query, each once.
    pub(super) fn variables(&self, triples: &[Triple<'_>]) -> Vec<String> {
        let ends = triples.iter().zip(&self.nodes);
        let nodes = ends.flat_map(|(t, (s, o))| [(&t.subject, s), (&t.object, o)]);
        let mut found: Vec<String> = Vec::new();
        for (_, node) in nodes.filter(|(term, _)| matches!(term, Term::Variable(_))) {
            if !found.contains(node) {
                found.push(node.clone());
            }
        }
        found
    }
}

/// When a fact is: on the calendar if it is there; else not before the article was written.
const TIME: &str = "coalesce(%.at, %.since, %.until, startNode(%).last_seen)";

fn filter(fact: &str, asked: &Asked) -> String {
    let bounded = |bound: &str, sign: &str| {
        // A bound of a year holds for all its days: compare as many characters as it has.
        let length = bound.chars().count();
        let time = TIME.replace('%', fact);
        format!("any(t IN [] + {time} WHERE left(t, {length}) {sign} {})", quoted(bound))
    };
    match asked {
        Asked::Since(bound) => bounded(bound, ">="),
        Asked::Until(bound) => bounded(bound, "<="),
        Asked::Status(status) => format!("{fact}.status = {}", quoted(status)),
        Asked::By(by) => format!("toLower({fact}.by) = toLower({})", quoted(by)),
    }
}

/// What facts have of what a condition asks for.
pub(super) fn asked_of(fact: &str, asked: &Asked) -> String {
    match asked {
        Asked::Since(_) | Asked::Until(_) => format!("[] + {}", TIME.replace('%', fact)),
        Asked::Status(_) => format!("[{fact}.status]"),
        Asked::By(_) => format!("[{fact}.by]"),
    }
}

/// `cooperates-with` → `COOPERATES_WITH`.
pub(super) fn relationship_type(relation: &str) -> String {
    relation
        .chars()
        .flat_map(|c| if c.is_alphanumeric() { c.to_uppercase().collect::<Vec<_>>() } else { vec!['_'] })
        .collect()
}

/// A text as a Cypher string.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
