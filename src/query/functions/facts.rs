//! Functions of facts, articles and names.

use std::sync::Arc;

use super::Body::Strict;
use super::{Context, Function, Types, text};
use crate::graph::statement::{self, Source};
use crate::graph::{Articles, GraphRead, lookup};
use crate::value::{Value, ValueError};

pub(super) const TABLE: &[Function] = &[
    Function::new(
        "entity",
        &[Types::STRING],
        Strict(|a, context| Ok(context.entity(text(a, 0)).map_or(Value::Null, Value::Node))),
        "the node of this name or alias, whatever its case and accents: entity('PRC') → n",
    ),
    Function::new(
        "named",
        &[Types::NODE, Types::STRING],
        Strict(named),
        "whether one of these is the node's name or alias, whatever case and accents: named(n, 'PRC') → true",
    )
    .and_more(),
    Function::new(
        "evidence",
        &[Types::RELATIONSHIP],
        Strict(evidence),
        "the sentences behind a fact: evidence(f) → [{document: 'seed', sentence: 2, text: '…', …}]",
    ),
    Function::new(
        "documents",
        &[Types::RELATIONSHIP],
        Strict(documents),
        "the articles of the graph, or those behind a fact: documents() → [{document: 'seed', …}]",
    )
    .at_least(0),
    Function::new(
        "statement",
        &[Types::RELATIONSHIP],
        Strict(|a, context| said(a, context, statement::statement)),
        "a fact as a line: statement(f) → 'Li Shangfu visits Russia (planned)'",
    ),
    Function::new(
        "why",
        &[Types::RELATIONSHIP],
        Strict(|a, context| said(a, context, statement::why)),
        "a fact and the sentences behind it, its words in brackets: why(f) → 'Li Shangfu visits Russia …'",
    ),
];

fn named(arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    let (Value::Node(node), Some(graph)) = (&arguments[0], context.graph()) else { return Ok(Value::Null) };
    let wanted: Vec<String> = (1..arguments.len()).map(|at| lookup::plain(text(arguments, at))).collect();
    let own = lookup::name(graph, *node).into_iter().chain(lookup::aliases(graph, *node));
    Ok(own.map(|name| lookup::plain(&name)).any(|name| wanted.contains(&name)).into())
}

fn said(
    arguments: &[Value],
    context: &dyn Context,
    say: fn(&dyn GraphRead, crate::value::RelationshipId) -> String,
) -> Result<Value, ValueError> {
    let (Value::Relationship(fact), Some(graph)) = (&arguments[0], context.graph()) else {
        return Ok(Value::Null);
    };
    Ok(say(graph, *fact).trim_end().into())
}

fn evidence(arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    let (Value::Relationship(fact), Some(graph)) = (&arguments[0], context.graph()) else {
        return Ok(Value::Null);
    };
    Ok(Value::list(statement::sources(graph, *fact).iter().map(source)))
}

/// A sentence behind a fact as a map.
pub(in crate::query) fn source(source: &Source) -> Value {
    let [subject, relation, object] = source.parts.map(|part| Value::from(part.of(&source.text)));
    Value::map([
        ("document", source.document.as_str().into()),
        ("date", source.date.as_deref().map_or(Value::Null, Value::from)),
        ("sentence", i64::try_from(source.sentence).unwrap_or(i64::MAX).into()),
        ("text", source.text.as_str().into()),
        ("marked", source.marked().into()),
        ("subject", subject),
        ("relation", relation),
        ("object", object),
    ])
}

fn documents(arguments: &[Value], context: &dyn Context) -> Result<Value, ValueError> {
    let Some(graph) = context.graph() else { return Ok(Value::list([])) };
    let articles: &Articles = graph.articles();
    let wanted = match arguments.first() {
        Some(Value::Relationship(fact)) => {
            Some(articles.evidence(*fact).iter().map(|(id, _)| *id).collect::<Vec<_>>())
        }
        _ => None,
    };
    let all = articles.iter().filter(|a| wanted.as_ref().is_none_or(|ids| ids.contains(&a.document)));
    let optional = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::from);
    Ok(Value::list(all.map(|article| {
        let pairs: [(Arc<str>, Value); 5] = [
            ("document".into(), article.name.as_str().into()),
            ("title".into(), optional(&article.title)),
            ("source".into(), optional(&article.source)),
            ("date".into(), optional(&article.date)),
            ("sentences".into(), super::count(article.sentences.len())),
        ];
        Value::map(pairs)
    })))
}
