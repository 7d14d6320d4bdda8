//! What the graph knows, said as sentences, with the sentences of the articles behind it.

use super::format::Rows;
use crate::fact::{relation_name, relationship_type};
use crate::graph::lookup;
use crate::graph::statement::{called, facts_between, in_full, in_short, sources, statement, texts};
use crate::graph::{Direction, Graph, GraphRead};
use crate::question::Answer;
use crate::value::{RelationshipId, Value};
use serde_json::json;
use std::fmt::Write;

/// Everything known of an entity, a fact a line, the best supported first.
///
/// # Errors
///
/// A message with the nearest names, if there is no such entity.
pub fn facts(graph: &Graph, entity: &str) -> Result<String, String> {
    let node = lookup::resolve(graph, entity)?;
    let mut hops = Vec::new();
    graph.expand(node, Direction::Both, &[], &mut hops);
    let mut found: Vec<RelationshipId> = hops.iter().map(|hop| hop.relationship).collect();
    found.sort_by_key(|&r| (std::cmp::Reverse(graph.articles().evidence(r).len()), r));
    let mut text = format!("{} ({})", called(graph, node), lookup::label(graph, node));
    let aliases = lookup::aliases(graph, node);
    if !aliases.is_empty() {
        let _ = write!(text, ", also {}", aliases.join(", "));
    }
    text.push('\n');
    for relationship in found {
        let _ = writeln!(text, "  {}", statement(graph, relationship));
    }
    Ok(text)
}

/// The sentences behind the facts `SUBJECT RELATION OBJECT`, the words in brackets. Any of the three may be `?`.
///
/// # Errors
///
/// A message with what there is instead, if there is no such fact.
pub fn why(graph: &Graph, fact: &str) -> Result<String, String> {
    let found = said(graph, fact, "why")?;
    Ok(found.iter().map(|&r| in_full(graph, r)).collect::<Vec<_>>().join("\n"))
}

/// The facts `SUBJECT RELATION OBJECT`, at least one; `command` is what asks for them.
pub(super) fn said(graph: &Graph, fact: &str, command: &str) -> Result<Vec<RelationshipId>, String> {
    let mut error = None;
    for (subject, relation, object) in readings(graph, fact) {
        match matching(graph, &subject, &relation, &object) {
            Ok(found) if !found.is_empty() => return Ok(found),
            Ok(_) => error = Some(nothing(graph, &subject, &relation, &object)),
            Err(message) => error = error.or(Some(message)),
        }
    }
    Err(error.unwrap_or_else(|| {
        let any = if command == "why" { "; `?` stands for anything" } else { "" };
        format!("say SUBJECT RELATION OBJECT, as in `:{command} Li Shangfu visits Russia`{any}")
    }))
}

/// The sentences behind these facts, with the parts given one by one.
///
/// # Errors
///
/// As [`why`].
pub fn why_parts(graph: &Graph, subject: &str, relation: &str, object: &str) -> Result<String, String> {
    let found = matching(graph, subject, relation, object)?;
    if found.is_empty() {
        return Err(nothing(graph, subject, relation, object));
    }
    Ok(found.iter().map(|&r| in_full(graph, r)).collect::<Vec<_>>().join("\n"))
}

/// The facts that answer a question, a row a sentence that says so.
pub(super) fn rows(graph: &Graph, answer: &Answer) -> Rows {
    let columns = [
        "answer", "sure", "subject", "relation", "object", "status", "by", "document", "date", "sentence",
        "text",
    ];
    let mut rows = Vec::new();
    for reply in &answer.replies {
        let said = if reply.text.is_empty() { answer.headline(graph) } else { reply.text.clone() };
        for &fact in &reply.facts {
            let Some(ends) = graph.ends(fact) else { continue };
            let one = |key: &str| texts(graph, fact, key).pop();
            let sources = sources(graph, fact);
            // What was put in by hand has none, and is an answer all the same.
            let each = sources.iter().map(Some).chain(std::iter::once(None).filter(|_| sources.is_empty()));
            for source in each {
                rows.push(vec![
                    json!(said),
                    json!(answer.sure),
                    json!(called(graph, ends.start)),
                    json!(relation_name(graph.names().types.name(ends.kind))),
                    json!(called(graph, ends.end)),
                    json!(one("status")),
                    json!(one("by")),
                    json!(source.map(|source| &source.document)),
                    json!(source.and_then(|source| source.date.as_ref())),
                    json!(source.map(|source| source.sentence)),
                    json!(source.map(|source| &source.text)),
                ]);
            }
        }
    }
    Rows { columns: columns.map(String::from).to_vec(), rows }
}

/// How many of the sentences behind a fact are shown in an answer of so few facts, and in a longer one; `why` shows all.
const SOURCES: (usize, usize) = (3, 1);

/// What a triple pattern found ([`crate::query::syntax::triple::to_told`]), each fact as a sentence with its sources.
/// Where the pattern names variables of several triples, what they stand for comes first.
pub(super) fn told(graph: &Graph, columns: &[String], rows: &[Vec<Value>]) -> String {
    let most = if rows.len() <= SOURCES.0 { SOURCES.0 } else { SOURCES.1 };
    let mut text = String::new();
    let mut before: Option<String> = None;
    let mut said = Vec::new();
    for row in rows {
        let variables = columns.iter().zip(row).filter_map(|(column, value)| match value {
            Value::Node(node) => Some(format!("{column} = {}", called(graph, *node))),
            _ => None,
        });
        let variables = variables.collect::<Vec<_>>().join(", ");
        let indent = if variables.is_empty() { "" } else { "  " };
        if before.as_ref() != Some(&variables) {
            said.clear();
            if !variables.is_empty() {
                let gap = if text.is_empty() { "" } else { "\n" };
                let _ = writeln!(text, "{gap}{variables}");
            }
            before = Some(variables);
        }
        for value in row {
            if let Value::Relationship(fact) = value
                && !said.contains(fact)
            {
                said.push(*fact);
                for line in in_short(graph, *fact, most).lines() {
                    let _ = writeln!(text, "{indent}{line}");
                }
            }
        }
    }
    text
}

/// The ways in which words can be parted into subject, relation and object: the relation is one word in lower case,
/// in capitals, or `?`. Quotes hold a name together.
fn readings(graph: &Graph, fact: &str) -> Vec<(String, String, String)> {
    let words = words(fact);
    let join = |words: &[(String, bool)]| words.iter().map(|w| w.0.as_str()).collect::<Vec<_>>().join(" ");
    let all: Vec<usize> = (1..words.len().saturating_sub(1)).filter(|&i| !words[i].1).collect();
    let known =
        |word: &str| word.starts_with('?') || graph.names().types.id(&relationship_type(word)).is_some();
    let sure: Vec<usize> = all.iter().copied().filter(|&i| known(&words[i].0)).collect();
    (if sure.is_empty() { all } else { sure })
        .into_iter()
        .map(|i| (join(&words[..i]), words[i].0.clone(), join(&words[i + 1..])))
        .collect()
}

/// The words of a text and whether each stood in quotes.
fn words(text: &str) -> Vec<(String, bool)> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (word, more) = match quote {
            Some(quote) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push((word.to_owned(), quote.is_some()));
        rest = more.trim_start();
    }
    words
}

pub(super) fn matching(
    graph: &Graph,
    subject: &str,
    relation: &str,
    object: &str,
) -> Result<Vec<RelationshipId>, String> {
    let end = |text: &str| if text == "?" { Ok(None) } else { lookup::resolve(graph, text).map(Some) };
    let (subject, object) = (end(subject)?, end(object)?);
    let kind = (relation != "?").then(|| relationship_type(relation));
    Ok(facts_between(graph, subject, kind.as_deref(), object))
}

/// That there is no such fact, and which facts there are between the two.
pub(super) fn nothing(graph: &Graph, subject: &str, relation: &str, object: &str) -> String {
    let between = matching(graph, subject, "?", object).unwrap_or_default();
    let mut text = format!("no fact says `{subject} {relation} {object}`");
    if between.is_empty() {
        let _ =
            write!(text, "; `:facts {}` shows what is known", if subject == "?" { object } else { subject });
    } else {
        text += "; there is";
        for relationship in between.into_iter().take(5) {
            let _ = write!(text, "\n  {}", statement(graph, relationship));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_can_stand_anywhere_but_at_the_ends() {
        let all = readings(&Graph::new(), "Li Shangfu visits 'New York'");
        assert_eq!(
            all,
            [
                ("Li".to_owned(), "Shangfu".to_owned(), "visits New York".to_owned()),
                ("Li Shangfu".to_owned(), "visits".to_owned(), "New York".to_owned()),
            ]
        );
        assert!(readings(&Graph::new(), "Li visits").is_empty());
    }
}
