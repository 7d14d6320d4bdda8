//! `:asof DATE`: the graph as it would be if only the articles up to a day had been read.

use crate::calendar::days_in_month;
use crate::entity::merge;
use crate::graph::{ENTITY_KEYS, Ends, Graph, GraphRead, GraphWrite, Properties, weave};
use crate::wording::counted;
use std::sync::Arc;

/// A graph of the past, and what is left out of it.
pub(super) struct Past {
    /// The day, as it was said.
    pub(super) date: String,
    pub(super) graph: Graph,
}

/// The graph as it was known by a day (or the end of a month or year), and a word on what that leaves.
///
/// What users created has no date, so it stays, as far as what it hangs on does.
pub(super) fn known_by(graph: &Graph, date: &str) -> Result<(Past, String), String> {
    let fits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = date.split('-').collect();
    let written = parts.len() <= 3 && parts.iter().zip([4, 2, 2]).all(|(part, length)| fits(part, length));
    let number = |at: usize| parts.get(at).map_or(Some(1), |part| part.parse::<i64>().ok());
    let exists = match (number(0), number(1), number(2)) {
        (Some(year), Some(month @ 1..=12), Some(day)) => (1..=days_in_month(year, month)).contains(&day),
        _ => false,
    };
    if !written || !exists {
        return Err(format!("`{date}` is no date; say `:asof 2023-04-16`, a month, a year, or `:asof now`"));
    }
    let by = |known: &str| known.get(..date.len()).unwrap_or(known) <= date;
    let mut past = Graph::new();
    let (mut undated, mut later) = (0, 0);
    for article in graph.articles().iter() {
        match &article.date {
            None => undated += 1,
            Some(known) if !by(known) => later += 1,
            Some(_) => past.set_document(Arc::clone(article)),
        }
    }
    let merged = merge(past.articles().iter().map(|article| &**article), graph.articles().corrections());
    weave(&mut past, merged).map_err(|error| error.to_string())?;
    users(graph, &mut past).map_err(|error| error.to_string())?;
    let mut said = format!("as of {date}: {}", counted(past.articles().len(), "article"));
    for (count, why) in [(later, "later"), (undated, "without a date")] {
        if count > 0 {
            said += &format!(", {count} {why} left out");
        }
    }
    Ok((Past { date: date.to_owned(), graph: past }, said + "; `:asof now` ends it\n"))
}

/// Copies what users created into the graph of the past.
fn users(graph: &Graph, past: &mut Graph) -> Result<(), crate::graph::GraphError> {
    let names = graph.names();
    for node in graph.nodes() {
        let labels: Vec<_> = graph.labels(node).iter().map(|l| past.label(names.labels.name(*l))).collect();
        let pairs: Vec<_> = graph
            .node_properties(node)
            .into_iter()
            .map(|(key, value)| (names.keys.name(key), value))
            .collect();
        if !Graph::is_from_articles(node.0) {
            let pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (past.key(key), value)).collect();
            past.insert_node(node, &labels, Properties::new(pairs))?;
        } else if past.has_node(node) {
            for label in labels {
                past.add_label(node, label)?;
            }
            for (key, value) in pairs.into_iter().filter(|(key, _)| !ENTITY_KEYS.contains(key)) {
                let key = past.key(key);
                past.set_node_property(node, key, value)?;
            }
        }
    }
    for relationship in graph.relationships().filter(|r| !Graph::is_from_articles(r.0)) {
        let Some(ends) = graph.ends(relationship) else { continue };
        if !past.has_node(ends.start) || !past.has_node(ends.end) {
            continue;
        }
        let kind = past.relationship_type(names.types.name(ends.kind));
        let pairs: Vec<_> = graph
            .relationship_properties(relationship)
            .into_iter()
            .map(|(key, value)| (past.key(names.keys.name(key)), value))
            .collect();
        past.insert_relationship(relationship, Ends { kind, ..ends }, Properties::new(pairs))?;
    }
    Ok(())
}
