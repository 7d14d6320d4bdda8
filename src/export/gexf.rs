//! GEXF 1.3, for Gephi and Gephi Lite: labels, types as colours, thickness by the number of sentences.
//!
//! A relationship's type stands in the edge's `kind` and `label`: GEXF's own `type` says whether an edge is directed.
//! GEXF has no lists that Gephi shows well: their items are joined by `;`.

use super::Exporter;
use super::colour;
use super::selection::Selection;
use super::xml::{Keys, Pairs, escaped, keys, labels, pairs, place, text};
use crate::value::Value;
use std::io::{self, Write};

pub(super) struct Gexf;

impl Exporter for Gexf {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        let node_keys = keys(selection.nodes.iter().map(|id| pairs(selection.node_properties(*id))));
        let edge_keys =
            keys(selection.relationships.iter().map(|id| pairs(selection.relationship_properties(*id))));
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">"
        )?;
        writeln!(out, "<graph defaultedgetype=\"directed\" mode=\"static\">")?;
        for (class, prefix, first, keys) in
            [("node", 'n', "labels", &node_keys), ("edge", 'e', "kind", &edge_keys)]
        {
            writeln!(out, "<attributes class=\"{class}\">")?;
            writeln!(out, "<attribute id=\"{first}\" title=\"{first}\" type=\"string\"/>")?;
            for (at, (key, kind)) in keys.iter().enumerate() {
                let kind = kind.name();
                writeln!(out, "<attribute id=\"{prefix}{at}\" title=\"{key}\" type=\"{kind}\"/>")?;
            }
            writeln!(out, "</attributes>")?;
        }
        writeln!(out, "<nodes>")?;
        for &id in &selection.nodes {
            let (name, labels) = (escaped(&selection.name(id)), labels(selection, id));
            write!(out, "<node id=\"{}\" label=\"{name}\"><attvalues>", id.0)?;
            write!(out, "<attvalue for=\"labels\" value=\"{labels}\"/>")?;
            values(out, 'n', &node_keys, &pairs(selection.node_properties(id)))?;
            let [red, green, blue] = colour::rgb(selection.kind(id));
            writeln!(out, "</attvalues><viz:color r=\"{red}\" g=\"{green}\" b=\"{blue}\"/></node>")?;
        }
        writeln!(out, "</nodes>\n<edges>")?;
        for (id, ends, kind) in selection.edges() {
            let (kind, pairs) = (escaped(kind), pairs(selection.relationship_properties(id)));
            let weight = match pairs.get("count") {
                Some(Value::Integer(count)) => (*count).max(1),
                _ => 1,
            };
            write!(
                out,
                "<edge id=\"{}\" source=\"{}\" target=\"{}\" label=\"{kind}\" weight=\"{weight}\"><attvalues>",
                id.0, ends.start.0, ends.end.0,
            )?;
            write!(out, "<attvalue for=\"kind\" value=\"{kind}\"/>")?;
            values(out, 'e', &edge_keys, &pairs)?;
            writeln!(out, "</attvalues></edge>")?;
        }
        writeln!(out, "</edges>\n</graph>\n</gexf>")
    }
}

fn values(out: &mut dyn Write, prefix: char, keys: &Keys, pairs: &Pairs) -> io::Result<()> {
    for (key, value) in pairs {
        write!(out, "<attvalue for=\"{prefix}{}\" value=\"{}\"/>", place(keys, key), text(value))?;
    }
    Ok(())
}
