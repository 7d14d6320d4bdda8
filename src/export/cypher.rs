//! A script of Cypher: one statement a line, nodes first, relationships found by the id that each node carries.

use super::Exporter;
use super::selection::Selection;
use crate::value::Value;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The property that carries a node's id.
const ID: &str = "_id";

pub(super) struct CypherScript;

impl Exporter for CypherScript {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        for &node in &selection.nodes {
            let labels: String =
                selection.labels(node).into_iter().map(|label| format!(":{}", name(label))).collect();
            let id = Value::from(node.0.cast_signed());
            let pairs = std::iter::once((ID, id)).chain(selection.node_properties(node));
            writeln!(out, "CREATE ({labels} {});", map(pairs))?;
        }
        for (id, ends, kind) in selection.edges() {
            let pairs = selection.relationship_properties(id);
            let map = if pairs.is_empty() { String::new() } else { format!(" {}", map(pairs)) };
            writeln!(
                out,
                "MATCH (a {{{ID}: {}}}), (b {{{ID}: {}}}) CREATE (a)-[:{}{map}]->(b);",
                ends.start.0,
                ends.end.0,
                name(kind),
            )?;
        }
        Ok(())
    }
}

/// A name in backticks, which are doubled within.
fn name(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

fn map<'a>(pairs: impl IntoIterator<Item = (&'a str, Value)>) -> String {
    let pairs: Vec<_> =
        pairs.into_iter().map(|(key, value)| format!("{}: {}", name(key), literal(&value))).collect();
    format!("{{{}}}", pairs.join(", "))
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => string(text),
        Value::List(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        // There is no literal for these numbers.
        Value::Float(number) if number.is_nan() => "(0.0 / 0.0)".into(),
        Value::Float(number) if number.is_infinite() => {
            (if *number > 0.0 { "(1.0 / 0.0)" } else { "(-1.0 / 0.0)" }).into()
        }
        Value::Date(_) => format!("date({})", string(&value.to_string())),
        Value::LocalTime(_) => format!("localtime({})", string(&value.to_string())),
        Value::Time(_) => format!("time({})", string(&value.to_string())),
        Value::LocalDateTime(_) => format!("localdatetime({})", string(&value.to_string())),
        Value::DateTime(_) => format!("datetime({})", string(&value.to_string())),
        Value::Duration(_) => format!("duration({})", string(&value.to_string())),
        other => other.to_string(),
    }
}

/// A string literal on one line.
fn string(text: &str) -> String {
    let mut quoted = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => quoted.push_str("\\'"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}
