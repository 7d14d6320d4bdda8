//! GraphML, for Gephi, yEd, networkx and igraph. It has no lists: their items are joined by `;`.

use super::Exporter;
use super::selection::Selection;
use super::xml::{Keys, Pairs, escaped, keys, labels, pairs, place, text};
use std::io::{self, Write};

pub(super) struct GraphMl;

impl Exporter for GraphMl {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        let node_keys = keys(selection.nodes.iter().map(|id| pairs(selection.node_properties(*id))));
        let edge_keys =
            keys(selection.relationships.iter().map(|id| pairs(selection.relationship_properties(*id))));
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        writeln!(out, "<key id=\"labels\" for=\"node\" attr.name=\"labels\" attr.type=\"string\"/>")?;
        writeln!(out, "<key id=\"type\" for=\"edge\" attr.name=\"type\" attr.type=\"string\"/>")?;
        for (domain, own, keys) in [("node", "labels", &node_keys), ("edge", "type", &edge_keys)] {
            for (at, (key, kind)) in keys.iter().enumerate() {
                let (id, kind) = (&domain[..1], kind.name());
                write!(out, "<key id=\"{id}{at}\" for=\"{domain}\" ")?;
                if key == own {
                    // No two may have one name; ours is for `import`.
                    let mut other = format!("{key} (property)");
                    while keys.contains_key(&other) {
                        other.push('\'');
                    }
                    write!(out, "factloom.name=\"{key}\" attr.name=\"{other}\"")?;
                } else {
                    write!(out, "attr.name=\"{key}\"")?;
                }
                writeln!(out, " attr.type=\"{kind}\"/>")?;
            }
        }
        writeln!(out, "<graph id=\"G\" edgedefault=\"directed\">")?;
        for &id in &selection.nodes {
            let labels = labels(selection, id);
            write!(out, "<node id=\"n{}\"><data key=\"labels\">{labels}</data>", id.0)?;
            data(out, 'n', &node_keys, &pairs(selection.node_properties(id)))?;
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
            data(out, 'e', &edge_keys, &pairs(selection.relationship_properties(id)))?;
            writeln!(out, "</edge>")?;
        }
        writeln!(out, "</graph>\n</graphml>")
    }
}

fn data(out: &mut dyn Write, prefix: char, keys: &Keys, pairs: &Pairs) -> io::Result<()> {
    for (key, value) in pairs {
        write!(out, "<data key=\"{prefix}{}\">{}</data>", place(keys, key), text(value))?;
    }
    Ok(())
}
