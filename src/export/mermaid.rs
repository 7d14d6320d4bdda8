//! A Mermaid flowchart, for Markdown pages. Mermaid draws 500 edges and 50,000 characters at most.

use super::Exporter;
use super::selection::Selection;
use crate::fact::relation_name;
use std::io::{self, Write};

/// What Mermaid draws unless told otherwise outside the diagram.
const MOST_EDGES: usize = 500;
const MOST_TEXT: usize = 50_000;

pub(super) struct Mermaid;

impl Exporter for Mermaid {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::from("flowchart LR\n");
        for &node in &selection.nodes {
            text += &format!("  n{}[\"{}\"]\n", node.0, escaped(&selection.name(node)));
        }
        for (_, ends, kind) in selection.edges() {
            text +=
                &format!("  n{} -->|\"{}\"| n{}\n", ends.start.0, escaped(&relation_name(kind)), ends.end.0);
        }
        if selection.relationships.len() > MOST_EDGES || text.len() > MOST_TEXT {
            return Err(io::Error::other(format!(
                "Mermaid draws at most {MOST_EDGES} relationships and {MOST_TEXT} characters; choose fewer with a query"
            )));
        }
        out.write_all(text.as_bytes())
    }
}

/// Text in a quoted label: what means something to Mermaid or to HTML becomes an entity by number.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | '|' => escaped += &format!("#{};", u32::from(c)),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
