//! A folder of Markdown notes for Obsidian and its like: a note an entity with what is known of it, links between them,
//! a note an article with the sentences that are cited.
//!
//! A link finds its note only if it is the note's very name, and names of files are neither case-sensitive nor free on
//! every system: see [`Titles`].

use super::selection::{Selection, plain};
use crate::fact::relation_name;
use crate::graph::statement::standing;
use crate::graph::{Direction, GraphRead};
use crate::text::DocumentId;
use crate::value::{NodeId, RelationshipId, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write;
use std::io;
use std::path::Path;

/// The file that lists what an export wrote, so that the next one replaces that and nothing else.
const MARK: &str = ".factloom-notes";
/// The folder of the articles within it.
const SOURCES: &str = "Sources";

/// Writes the notes into a folder: a new or empty one, or one of an earlier export, whose notes are replaced.
pub fn notes(selection: &Selection<'_>, folder: &Path) -> io::Result<()> {
    let mark = folder.join(MARK);
    let earlier = std::fs::read_to_string(&mark).unwrap_or_default();
    let written: HashSet<&str> = earlier.lines().collect();
    if written.is_empty() && folder.is_dir() && std::fs::read_dir(folder)?.next().is_some() {
        return Err(taken("the folder holds something else; name a new one".to_owned()));
    }
    let vault = Vault::new(selection);
    let mut notes: Vec<(String, String)> = Vec::new();
    for &node in &selection.nodes {
        notes.push((format!("{}.md", vault.nodes[&node]), vault.entity(node)));
    }
    for (&document, title) in &vault.documents {
        notes.push((format!("{SOURCES}/{title}.md"), vault.source(document)));
    }
    selection.graph.articles().check()?;
    // A note that somebody added stays: before anything is touched.
    let foreign = notes.iter().find(|(file, _)| !written.contains(&**file) && folder.join(file).exists());
    if let Some((file, _)) = foreign {
        return Err(taken(format!("`{file}` is there and was not written by an export; rename it")));
    }
    for old in &written {
        let within = Path::new(old).components().all(|c| matches!(c, std::path::Component::Normal(_)));
        if within && old.ends_with(".md") && folder.join(old).exists() {
            std::fs::remove_file(folder.join(old))?;
        }
    }
    std::fs::create_dir_all(folder.join(SOURCES))?;
    let names: String = notes.iter().map(|(file, _)| format!("{file}\n")).collect();
    std::fs::write(mark, names)?;
    notes.iter().try_for_each(|(file, text)| std::fs::write(folder.join(file), text))
}

fn taken(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

/// Names of notes that no system confuses: without what file names or links may not hold, each only once whatever the
/// case.
#[derive(Default)]
struct Titles {
    taken: HashSet<String>,
}

impl Titles {
    fn take(&mut self, name: &str) -> String {
        /// Longer names are refused by common file systems.
        const BYTES: usize = 120;
        let mut title = String::new();
        for c in name.chars() {
            let c = match c {
                // Brackets, pipes, carets and number signs end or part links.
                '#' | '^' | '[' | ']' | '|' | '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' => ' ',
                c if c.is_control()
                    || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}') =>
                {
                    ' '
                }
                c => c,
            };
            if title.len() + c.len_utf8() > BYTES {
                break;
            }
            if !(c == ' ' && title.ends_with(' ')) {
                title.push(c);
            }
        }
        let mut title = title.trim_matches([' ', '.']).to_owned();
        let stem = title.split('.').next().unwrap_or("").trim().to_ascii_lowercase();
        let device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
            || stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
        if title.is_empty() || device {
            title = format!("note {title}").trim_end().to_owned();
        }
        let plain = title.clone();
        let mut number = 2;
        while !self.taken.insert(title.to_lowercase()) {
            title = format!("{plain} ({number})");
            number += 1;
        }
        title
    }
}

struct Vault<'a> {
    selection: &'a Selection<'a>,
    nodes: HashMap<NodeId, String>,
    documents: BTreeMap<DocumentId, String>,
    relationships: BTreeSet<RelationshipId>,
}

impl<'a> Vault<'a> {
    fn new(selection: &'a Selection<'a>) -> Vault<'a> {
        let mut titles = Titles::default();
        titles.take(SOURCES);
        let nodes = selection.nodes.iter().map(|&id| (id, titles.take(&selection.name(id)))).collect();
        let articles = selection.graph.articles();
        let cited = selection.relationships.iter().flat_map(|&id| articles.evidence(id)).map(|(d, _)| *d);
        // Links name notes without their folder, so these may not be called like an entity either.
        let documents = cited
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter_map(|id| Some((id, articles.get(id)?)))
            .map(|(id, article)| (id, titles.take(article.title.as_deref().unwrap_or(&article.name))))
            .collect();
        Vault {
            selection,
            nodes,
            documents,
            relationships: selection.relationships.iter().copied().collect(),
        }
    }

    /// A link to an entity under its own name.
    fn link(&self, node: NodeId) -> String {
        let (title, name) = (&self.nodes[&node], self.selection.name(node));
        let shown = marked(&name);
        if *title == name {
            format!("[[{title}]]")
        } else {
            format!("[[{title}|{}]]", shown.replace(['[', ']', '|'], " "))
        }
    }

    fn entity(&self, node: NodeId) -> String {
        let (selection, graph) = (self.selection, self.selection.graph);
        let mut text = String::from("---\n");
        let labels = selection.labels(node);
        let tags: Vec<String> = labels.iter().filter(|l| **l != "Entity").map(|l| quoted(l)).collect();
        let _ = writeln!(text, "type: [{}]", tags.join(", "));
        let pairs = selection.node_properties(node);
        for (key, value) in &pairs {
            match value {
                Value::List(items) => {
                    let items: Vec<String> = items.iter().map(|item| quoted(&plain(item))).collect();
                    let _ = writeln!(text, "{}: [{}]", quoted(key), items.join(", "));
                }
                Value::Integer(n) => drop(writeln!(text, "{}: {n}", quoted(key))),
                value => drop(writeln!(text, "{}: {}", quoted(key), quoted(&plain(value)))),
            }
        }
        let _ = writeln!(text, "---\n\n# {}\n", marked(&selection.name(node)));
        let mut hops = Vec::new();
        graph.expand(node, Direction::Both, &[], &mut hops);
        hops.retain(|hop| self.relationships.contains(&hop.relationship));
        hops.sort_by_key(|hop| {
            let support = graph.articles().evidence(hop.relationship).len();
            (std::cmp::Reverse(support), hop.relationship)
        });
        for hop in hops {
            let Some(ends) = graph.ends(hop.relationship) else { continue };
            let relation = marked(&relation_name(graph.names().types.name(ends.kind)));
            let said = if ends.start == node {
                format!("{relation} {}", self.link(ends.end))
            } else {
                format!("{} {relation} this", self.link(ends.start))
            };
            let how =
                standing(graph, hop.relationship).map_or(String::new(), |s| format!(" ({})", marked(&s)));
            let _ = writeln!(text, "- {said}{how}");
            for (document, evidence) in graph.articles().evidence(hop.relationship) {
                let sentence = graph.articles().sentence(*document, evidence.sentence).unwrap_or_default();
                if let Some(title) = self.documents.get(document) {
                    let _ = writeln!(text, "  > {} ([[{title}]], {})", marked(&sentence), evidence.sentence);
                }
            }
        }
        text
    }

    fn source(&self, document: DocumentId) -> String {
        let graph = self.selection.graph;
        let Some(article) = graph.articles().get(document) else { return String::new() };
        let mut text = String::from("---\n");
        for (key, value) in [("title", &article.title), ("date", &article.date), ("source", &article.source)]
        {
            if let Some(value) = value {
                let _ = writeln!(text, "{key}: {}", quoted(value));
            }
        }
        let _ = writeln!(text, "---\n\n# {}\n", marked(article.title.as_deref().unwrap_or(&article.name)));
        let mut cited: BTreeMap<usize, BTreeSet<NodeId>> = BTreeMap::new();
        for &id in &self.selection.relationships {
            let Some(ends) = graph.ends(id) else { continue };
            for (_, evidence) in graph.articles().evidence(id).iter().filter(|(d, _)| *d == document) {
                cited.entry(evidence.sentence).or_default().extend([ends.start, ends.end]);
            }
        }
        for (number, nodes) in cited {
            let sentence = graph.articles().sentence(document, number).unwrap_or_default();
            let links: Vec<String> = nodes.into_iter().map(|node| self.link(node)).collect();
            let _ = writeln!(text, "{number}\\. {}\n   {}\n", marked(&sentence), links.join(", "));
        }
        text
    }
}

/// Text in Markdown, on one line: what would be a mark has a backslash before it.
pub(super) fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '^' | '&' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            // Direction marks would turn the rest of the line around.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c => out.push(c),
        }
    }
    out
}

/// A string of YAML: JSON's are. Two brackets would be a link in a property too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text.replace("[[", "[ [")).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_files_everywhere_and_links_that_end_where_they_should() {
        let mut titles = Titles::default();
        let mut take = |name: &str| titles.take(name);
        assert_eq!(take("China"), "China");
        assert_eq!(take("china"), "china (2)");
        assert_eq!(take("a/b\\c:d|e]]f#g^h"), "a b c d e f g h");
        assert_eq!(take("../../etc"), "etc");
        assert_eq!(take("CON"), "note CON");
        assert_eq!(take("con.txt"), "note con.txt");
        assert_eq!(take(" . "), "note");
        assert_eq!(take("\0\u{202e}x\n"), "x");
        assert!(take(&"é".repeat(400)).len() <= 120);
    }

    #[test]
    fn marks_are_text() {
        assert_eq!(marked("a [[b]] *c* <img>\n# d"), "a \\[\\[b\\]\\] \\*c\\* \\<img\\> \\# d");
    }
}
