//! What the graph holds of articles, said for people: a fact as a sentence, and the sentences behind it.

use super::access::{Direction, GraphRead};
use super::articles::Articles;
use super::lookup::name;
use crate::fact::relation_name;
use crate::span::Span;
use crate::value::{NodeId, RelationshipId, Value};
use std::fmt::Write;

/// What qualifies a fact, in the order in which it is said.
pub(super) const QUALIFIERS: [&str; 11] =
    ["time", "at", "since", "until", "place", "content", "extent", "source", "purpose", "manner", "duration"];

/// Whether a fact holds with its ends exchanged.
pub fn is_symmetric(graph: &dyn GraphRead, relationship: RelationshipId) -> bool {
    matches!(property(graph, relationship, "symmetric"), Some(Value::Boolean(true)))
}

fn property(graph: &dyn GraphRead, relationship: RelationshipId, key: &str) -> Option<Value> {
    graph.relationship_property(relationship, graph.names().keys.id(key)?)
}

/// The texts of a fact's property: one, several of a list, or none.
pub fn texts(graph: &dyn GraphRead, relationship: RelationshipId, key: &str) -> Vec<String> {
    match property(graph, relationship, key) {
        Some(Value::List(items)) => items.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        Some(value) => value.as_str().map(str::to_owned).into_iter().collect(),
        None => Vec::new(),
    }
}

/// What a node is called: its name, or its number.
pub fn called(graph: &dyn GraphRead, node: NodeId) -> String {
    name(graph, node).unwrap_or_else(|| format!("node {}", node.0))
}

/// How a fact is put forward, where it is not plainly said: `planned`, `denied by Ann`.
pub fn standing(graph: &dyn GraphRead, relationship: RelationshipId) -> Option<String> {
    let status = texts(graph, relationship, "status").pop().filter(|status| status != "asserted")?;
    let by = texts(graph, relationship, "by").pop();
    Some(by.map_or(status.clone(), |by| format!("{status} by {by}")))
}

/// A fact as a line: `Li Shangfu visits Russia (planned; 2 sentences)`.
pub fn statement(graph: &dyn GraphRead, relationship: RelationshipId) -> String {
    let Some(ends) = graph.ends(relationship) else { return String::new() };
    let relation = relation_name(graph.names().types.name(ends.kind));
    let mut text = format!("{} {relation} {}", called(graph, ends.start), called(graph, ends.end));
    let mut notes: Vec<String> = standing(graph, relationship).into_iter().collect();
    for key in QUALIFIERS {
        let mut values = texts(graph, relationship, key);
        if key == "at" {
            // A date that the article words as one is not said twice.
            let worded = texts(graph, relationship, "time");
            values.retain(|date| !worded.contains(date));
        }
        if !values.is_empty() {
            notes.push(format!("{key}: {}", values.join(", ")));
        }
    }
    let count = graph.articles().evidence(relationship).len();
    if count > 1 {
        notes.push(format!("{count} sentences"));
    }
    if !notes.is_empty() {
        let _ = write!(text, " ({})", notes.join("; "));
    }
    text
}

/// The facts from one node to another, of one relationship type or of any; where a node is missing, from or to any. What
/// holds both ways is found both ways.
pub fn facts_between(
    graph: &dyn GraphRead,
    subject: Option<NodeId>,
    kind: Option<&str>,
    object: Option<NodeId>,
) -> Vec<RelationshipId> {
    let fits = |r: &RelationshipId| {
        graph.ends(*r).is_some_and(|ends| {
            let way = |a: NodeId, b: NodeId| subject.is_none_or(|s| s == a) && object.is_none_or(|o| o == b);
            let named = kind.is_none_or(|kind| graph.names().types.name(ends.kind) == kind);
            named && (way(ends.start, ends.end) || (is_symmetric(graph, *r) && way(ends.end, ends.start)))
        })
    };
    match subject.or(object) {
        Some(node) => {
            let mut hops = Vec::new();
            graph.expand(node, Direction::Both, &[], &mut hops);
            hops.iter().map(|hop| hop.relationship).filter(fits).collect()
        }
        None => graph.relationships().filter(fits).collect(),
    }
}

/// A sentence that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The article's name.
    pub document: String,
    /// Its title, where it says more than the name.
    pub title: Option<String>,
    /// Its date, where known.
    pub date: Option<String>,
    /// The number of the sentence, from 1.
    pub sentence: usize,
    /// The sentence.
    pub text: String,
    /// The words for subject, relation and object.
    pub parts: [Span; 3],
}

impl Source {
    /// The sentence with those words in brackets.
    pub fn marked(&self) -> String {
        marked(&self.text, &self.parts)
    }
}

/// The sentences behind a fact, ordered by document then sentence.
pub fn sources(graph: &dyn GraphRead, relationship: RelationshipId) -> Vec<Source> {
    let articles: &Articles = graph.articles();
    let of = |(document, at): &(_, crate::fact::Evidence)| {
        let article = articles.get(*document)?;
        Some(Source {
            document: article.name.clone(),
            title: article.title.clone().filter(|title| *title != article.name),
            date: article.date.clone(),
            sentence: at.sentence,
            text: articles.sentence(*document, at.sentence).unwrap_or_default().into_owned(),
            parts: [at.subject, at.relation, at.object],
        })
    };
    articles.evidence(relationship).iter().filter_map(of).collect()
}

/// A fact and the sentences that say so, the words in brackets.
pub fn why(graph: &dyn GraphRead, relationship: RelationshipId) -> String {
    cited(graph, relationship, usize::MAX, false)
}

/// The same with the titles of the articles.
pub fn in_full(graph: &dyn GraphRead, relationship: RelationshipId) -> String {
    cited(graph, relationship, usize::MAX, true)
}

/// A fact and at most `most` of the sentences that say so.
pub fn in_short(graph: &dyn GraphRead, relationship: RelationshipId, most: usize) -> String {
    cited(graph, relationship, most, false)
}

fn cited(graph: &dyn GraphRead, relationship: RelationshipId, most: usize, titles: bool) -> String {
    let mut text = statement(graph, relationship);
    if let Some(Value::Float(confidence)) = property(graph, relationship, "confidence") {
        let _ = write!(text, ", confidence {confidence:.2}");
    }
    text.push('\n');
    let sources = sources(graph, relationship);
    for source in sources.iter().take(most) {
        let date = source.date.as_ref().map_or(String::new(), |date| format!(", {date}"));
        let title = source
            .title
            .as_deref()
            .filter(|_| titles)
            .map_or(String::new(), |title| format!(" (“{}”)", shortened(title)));
        let _ = writeln!(text, "  {}{title}{date}, sentence {}:", source.document, source.sentence);
        let _ = writeln!(text, "    {}", source.marked());
    }
    if let Some(more @ 1..) = sources.len().checked_sub(most) {
        let _ = writeln!(text, "  and {more} more sentence{}", if more == 1 { "" } else { "s" });
    }
    text
}

/// A title that fits beside a name.
fn shortened(title: &str) -> String {
    const MOST: usize = 60;
    if title.chars().count() <= MOST {
        return title.to_owned();
    }
    let cut: String = title.chars().take(MOST).collect();
    let whole = cut.rfind(' ').map_or(cut.as_str(), |at| &cut[..at]);
    format!("{whole} …")
}

/// A text with some of its parts in brackets.
fn marked(text: &str, parts: &[Span]) -> String {
    let mut marks: Vec<(usize, char)> = Vec::new();
    for part in parts.iter().filter(|p| !p.is_empty() && !p.of(text).is_empty()) {
        marks.extend([(part.start, '['), (part.end, ']')]);
    }
    // At one place, what ends comes before what begins.
    marks.sort_by_key(|&(at, mark)| (at, mark == '['));
    let mut out = String::with_capacity(text.len() + marks.len());
    let mut from = 0;
    for (at, mark) in marks {
        out.push_str(&text[from..at]);
        out.push(mark);
        from = at;
    }
    out + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked() {
        let parts = [Span::new(0, 2), Span::new(3, 7), Span::new(7, 9), Span::new(3, 99)];
        assert_eq!(marked("Li went ab.", &parts), "[Li] [went][ a]b.");
    }
}
