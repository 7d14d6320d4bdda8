//! What a graph holds, counted.

use crate::graph::{Graph, GraphRead};
use crate::wording::counted;
use std::fmt::Write;

/// Labels, relations and property keys with counts, for people.
pub fn schema(graph: &Graph) -> String {
    let names = graph.names();
    let mut text = format!(
        "{}, {}, {}",
        counted(graph.node_count(), "node"),
        counted(graph.relationship_count(), "relationship"),
        counted(graph.articles().len(), "article")
    );
    match graph.articles().corrections().len() {
        0 => {}
        some => text += &format!(", {}", counted(some, "correction")),
    }
    text.push('\n');
    let labels = names.labels.iter().map(|(id, name)| (graph.count_with_label(id), name));
    section("labels", labels, &mut text);
    let types = names.types.iter().map(|(id, name)| (graph.count_with_type(id), name));
    section("relationship types", types, &mut text);
    let mut keys: Vec<&str> = names.keys.iter().map(|(_, name)| name).collect();
    keys.sort_unstable();
    if !keys.is_empty() {
        let _ = writeln!(text, "property keys\n  {}", keys.join(", "));
    }
    text
}

/// What a section shows at most.
const MOST: usize = 30;

fn section<'a>(head: &str, entries: impl Iterator<Item = (usize, &'a str)>, text: &mut String) {
    let mut entries: Vec<_> = entries.filter(|(count, _)| *count > 0).collect();
    entries.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(text, "{head}");
    for (count, name) in entries.iter().take(MOST) {
        let _ = writeln!(text, "  {count:>8}  {name}");
    }
    if entries.len() > MOST {
        let _ = writeln!(text, "            … and {} more", entries.len() - MOST);
    }
}
