//! Graphviz: names as labels, a colour for each kind of entity, the status of a fact as the style of its line.

use super::Exporter;
use super::colour;
use super::selection::Selection;
use crate::fact::relation_name;
use std::io::{self, Write};

/// Statuses and how their lines look; facts that are asserted are plain.
const STYLES: [(&str, &str); 5] = [
    ("planned", "style=dashed"),
    ("possible", "style=dotted"),
    ("denied", "color=\"#c62828\", fontcolor=\"#c62828\", arrowhead=tee"),
    ("reported", "color=\"#1565c0\", fontcolor=\"#1565c0\""),
    ("desired", "style=dashed, color=\"#6a1b9a\", fontcolor=\"#6a1b9a\""),
];

pub(super) struct Dot;

impl Exporter for Dot {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "digraph factloom {{")?;
        writeln!(
            out,
            "  graph [rankdir=LR, charset=\"UTF-8\", fontname=\"Helvetica\", ranksep=1.1, nodesep=0.35];"
        )?;
        writeln!(
            out,
            "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f5f5f5\", color=\"#777777\", fontname=\"Helvetica\", fontsize=12];"
        )?;
        writeln!(
            out,
            "  edge [fontname=\"Helvetica\", fontsize=10, color=\"#555555\", fontcolor=\"#333333\"];"
        )?;
        for &node in &selection.nodes {
            let kind = selection.kind(node);
            let fill = format!(", fillcolor=\"{}\"", colour::of(kind));
            let (label, tip) = (quoted(&wrapped(&selection.name(node))), quoted(kind));
            writeln!(out, "  n{} [label={label}, tooltip={tip}{fill}];", node.0)?;
        }
        for (id, ends, kind) in selection.edges() {
            let pairs = selection.relationship_properties(id);
            let status = pairs.iter().find(|(key, _)| *key == "status").and_then(|(_, value)| value.as_str());
            let style = STYLES.iter().find(|(known, _)| Some(*known) == status);
            let style = style.map_or(String::new(), |(_, style)| format!(", {style}"));
            let label = quoted(&wrapped(&relation_name(kind)));
            let evidence = selection.graph.articles().evidence(id).first();
            let sentence =
                evidence.and_then(|(doc, at)| selection.graph.articles().sentence(*doc, at.sentence));
            let tip = sentence.map_or(String::new(), |text| format!(", tooltip={}", quoted(&text)));
            writeln!(out, "  n{} -> n{} [label={label}{style}{tip}];", ends.start.0, ends.end.0)?;
        }
        selection.graph.articles().check()?;
        writeln!(out, "}}")
    }
}

/// A quoted string of DOT that shows exactly this text. Only `\"` means something to its lexer, but labels read other
/// escapes later, so each backslash is doubled. Controls become spaces.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            // Labels read HTML entities as well.
            '&' => quoted.push_str("&amp;"),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Breaks a long name into lines.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 28;
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if width > 0 {
            let breaks = width + 1 + length > WIDTH;
            lines.push(if breaks { '\n' } else { ' ' });
            width = if breaks { 0 } else { width + 1 };
        }
        lines.push_str(word);
        width += length;
    }
    lines
}
