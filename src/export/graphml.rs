//! GraphML, for Gephi, yEd, networkx and igraph. It has no lists: their items are joined by `;`.

use super::Exporter;
use super::selection::{Selection, plain};
use crate::value::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) struct GraphMl;

/// GraphML's types, of which `string` holds any.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Boolean,
    Long,
    Double,
    String,
}

impl Kind {
    fn of(value: &Value) -> Kind {
        match value {
            Value::Boolean(_) => Kind::Boolean,
            Value::Integer(_) => Kind::Long,
            Value::Float(_) => Kind::Double,
            _ => Kind::String,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Boolean => "boolean",
            Kind::Long => "long",
            Kind::Double => "double",
            Kind::String => "string",
        }
    }
}

/// Keys and the one type that holds all their values.
type Keys<'a> = BTreeMap<&'a str, Kind>;

impl Exporter for GraphMl {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        let node_keys = keys(selection.nodes.iter().flat_map(|id| selection.node_properties(*id)));
        let edge_keys =
            keys(selection.relationships.iter().flat_map(|id| selection.relationship_properties(*id)));
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        writeln!(out, "<key id=\"labels\" for=\"node\" attr.name=\"labels\" attr.type=\"string\"/>")?;
        writeln!(out, "<key id=\"type\" for=\"edge\" attr.name=\"type\" attr.type=\"string\"/>")?;
        for (domain, prefix, keys) in [("node", 'n', &node_keys), ("edge", 'e', &edge_keys)] {
            for (at, (key, kind)) in keys.iter().enumerate() {
                let (key, kind) = (escaped(key), kind.name());
                writeln!(
                    out,
                    "<key id=\"{prefix}{at}\" for=\"{domain}\" attr.name=\"{key}\" attr.type=\"{kind}\"/>"
                )?;
            }
        }
        writeln!(out, "<graph id=\"G\" edgedefault=\"directed\">")?;
        for &id in &selection.nodes {
            let labels = escaped(&selection.labels(id).join(";"));
            write!(out, "<node id=\"n{}\"><data key=\"labels\">{labels}</data>", id.0)?;
            data(out, 'n', &node_keys, selection.node_properties(id))?;
            writeln!(out, "</node>")?;
        }
        for (id, ends, kind) in selection.edges() {
            write!(
                out,
                "<edge id=\"e{}\" source=\"n{}\" target=\"n{}\"><data key=\"type\">{}</data>",
                id.0,
                ends.start.0,
                ends.end.0,
                escaped(kind)
            )?;
            data(out, 'e', &edge_keys, selection.relationship_properties(id))?;
            writeln!(out, "</edge>")?;
        }
        writeln!(out, "</graph>\n</graphml>")
    }
}

fn keys<'a>(pairs: impl Iterator<Item = (&'a str, Value)>) -> Keys<'a> {
    let mut keys = Keys::new();
    for (key, value) in pairs {
        let kind = Kind::of(&value);
        let known = keys.entry(key).or_insert(kind);
        if *known != kind {
            *known = Kind::String;
        }
    }
    keys
}

fn data(out: &mut dyn Write, prefix: char, keys: &Keys<'_>, pairs: Vec<(&str, Value)>) -> io::Result<()> {
    for (key, value) in pairs {
        let at = keys.range(..key).count();
        let text = match value {
            Value::Float(number) if number.is_infinite() => if number > 0.0 { "INF" } else { "-INF" }.into(),
            other => escaped(&plain(&other)),
        };
        write!(out, "<data key=\"{prefix}{at}\">{text}</data>")?;
    }
    Ok(())
}

/// Text or attribute value of XML. What XML 1.0 cannot hold at all becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // As they are, attributes would lose them.
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
