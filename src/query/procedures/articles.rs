//! Procedures over the articles behind the graph: search, sources, names.

use super::Body;
use crate::fact::relationship_type;
use crate::graph::statement::{called, facts_between, sources, statement};
use crate::graph::{GraphRead, lookup};
use crate::value::Value;

/// Signatures and what computes them.
pub(super) const TABLE: &[(&str, Body)] = &[
    (
        "graph.search(text :: STRING?) :: (document :: STRING?, sentence :: INTEGER?, text :: STRING?, \
         score :: FLOAT?, facts :: LIST?)",
        search,
    ),
    (
        "graph.why(subject :: STRING?, relation :: STRING?, object :: STRING?) :: (fact :: ANY?, \
         statement :: STRING?, document :: STRING?, date :: STRING?, sentence :: INTEGER?, text :: STRING?)",
        why,
    ),
    (
        "graph.documents() :: (document :: STRING?, title :: STRING?, source :: STRING?, date :: STRING?, \
         sentences :: INTEGER?)",
        documents,
    ),
    (
        "graph.entities(name :: STRING?) :: (node :: ANY?, name :: STRING?, alias :: STRING?, type :: STRING?, \
         mentions :: INTEGER?)",
        entities,
    ),
];

fn number(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}

/// The text among the arguments; what is null is looked for as nothing.
fn text(arguments: &[Value], at: usize) -> &str {
    arguments.get(at).and_then(Value::as_str).unwrap_or("")
}

fn search(graph: &dyn GraphRead, arguments: &[Value]) -> Vec<Vec<Value>> {
    let articles = graph.articles();
    let hits = articles.search(text(arguments, 0)).into_iter();
    hits.map(|hit| {
        let name = articles.get(hit.document).map_or("", |article| article.name.as_str());
        vec![
            name.into(),
            number(hit.sentence),
            optional(articles.sentence(hit.document, hit.sentence).as_deref()),
            hit.score.into(),
            Value::list(hit.facts.into_iter().map(Value::Relationship)),
        ]
    })
    .collect()
}

/// A row for each sentence behind each fact that is meant; `?` stands for anything.
fn why(graph: &dyn GraphRead, arguments: &[Value]) -> Vec<Vec<Value>> {
    let end = |at: usize| match text(arguments, at) {
        "?" => Some(None),
        name => lookup::called(graph, name).map(Some),
    };
    let (Some(subject), Some(object)) = (end(0), end(2)) else { return Vec::new() };
    let kind = Some(text(arguments, 1)).filter(|relation| *relation != "?").map(relationship_type);
    let mut rows = Vec::new();
    for fact in facts_between(graph, subject, kind.as_deref(), object) {
        for source in sources(graph, fact) {
            rows.push(vec![
                Value::Relationship(fact),
                statement(graph, fact).into(),
                source.document.as_str().into(),
                optional(source.date.as_deref()),
                number(source.sentence),
                source.marked().into(),
            ]);
        }
    }
    rows
}

fn documents(graph: &dyn GraphRead, _: &[Value]) -> Vec<Vec<Value>> {
    let articles = graph.articles().iter();
    articles
        .map(|article| {
            vec![
                article.name.as_str().into(),
                optional(article.title.as_deref()),
                optional(article.source.as_deref()),
                optional(article.date.as_deref()),
                number(article.sentences.len()),
            ]
        })
        .collect()
}

/// The nodes that a name may mean, the likeliest first.
fn entities(graph: &dyn GraphRead, arguments: &[Value]) -> Vec<Vec<Value>> {
    let found = lookup::find(graph, text(arguments, 0)).into_iter();
    found
        .map(|found| {
            vec![
                Value::Node(found.node),
                called(graph, found.node).into(),
                optional(found.alias.as_deref()),
                found.label.as_str().into(),
                found.mentions.into(),
            ]
        })
        .collect()
}
