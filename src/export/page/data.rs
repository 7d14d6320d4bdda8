//! What a page knows of the graph, as small JSON: names once, sentences once, spans in the units of JavaScript.

use super::MOST_NODES;
use crate::export::colour;
use crate::export::selection::{Selection, plain};
use crate::fact::relation_name;
use crate::layout;
use crate::span::Span;
use crate::text::DocumentId;
use crate::value::{NodeId, Value};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, HashMap};

/// Names are wide, so the picture is made wider than the layout, and less high.
const STRETCH: [f64; 2] = [1.2, 0.85];

/// The data of a page.
pub(super) fn json(selection: &Selection<'_>) -> Json {
    let edges: Vec<_> = selection.edges().collect();
    let mut degrees: HashMap<NodeId, usize> = HashMap::new();
    for (_, ends, _) in &edges {
        *degrees.entry(ends.start).or_default() += 1;
        *degrees.entry(ends.end).or_default() += 1;
    }
    let mut nodes = selection.nodes.clone();
    if nodes.len() > MOST_NODES {
        nodes.sort_by_key(|id| (std::cmp::Reverse(degrees.get(id).copied().unwrap_or(0)), *id));
        nodes.truncate(MOST_NODES);
        nodes.sort_unstable();
    }
    let place_of: HashMap<NodeId, usize> = nodes.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let edges: Vec<_> = edges
        .into_iter()
        .filter_map(|(id, ends, kind)| {
            Some((id, *place_of.get(&ends.start)?, *place_of.get(&ends.end)?, kind))
        })
        .collect();
    let links: Vec<_> = edges.iter().map(|(_, start, end, _)| (*start, *end)).collect();
    let places = layout::place(nodes.len(), &links);
    let mut texts = Texts {
        selection,
        documents: Vec::new(),
        known: HashMap::new(),
        places: HashMap::new(),
        sentences: Vec::new(),
    };
    let nodes: Vec<Json> = nodes
        .iter()
        .zip(places)
        .map(|(&id, [x, y])| {
            let pairs = selection.node_properties(id);
            let aliases = pairs.iter().find(|(key, _)| *key == "aliases").and_then(|(_, v)| v.as_list());
            let rest = pairs.iter().filter(|(key, _)| !matches!(*key, "aliases" | "name"));
            json!({
                "n": selection.name(id),
                "k": selection.kind(id),
                "a": aliases.unwrap_or_default().iter().map(plain).collect::<Vec<_>>(),
                "p": rest.map(|(key, value)| (*key, plain(value))).collect::<Vec<_>>(),
                "x": (x * STRETCH[0]).round(),
                "y": (y * STRETCH[1]).round(),
            })
        })
        .collect();
    let edges: Vec<Json> = edges
        .iter()
        .map(|&(id, start, end, kind)| {
            let pairs = selection.relationship_properties(id);
            let get = |wanted: &str| pairs.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value);
            let rest = pairs
                .iter()
                .filter(|(key, _)| !matches!(*key, "status" | "confidence" | "count" | "symmetric"));
            json!({
                "s": start,
                "t": end,
                "r": relation_name(kind),
                "st": get("status").and_then(Value::as_str),
                "c": get("confidence").and_then(Value::as_float),
                "p": rest.map(|(key, value)| (*key, plain(value))).collect::<Vec<_>>(),
                "e": texts.evidence(id),
            })
        })
        .collect();
    let kinds: BTreeMap<_, _> = nodes
        .iter()
        .filter_map(|node| node["k"].as_str())
        .map(|kind| (kind.to_owned(), colour::of(kind)))
        .collect();
    json!({
        "all": selection.nodes.len(),
        "nodes": nodes,
        "edges": edges,
        "kinds": kinds,
        "documents": texts.documents,
        "sentences": texts.sentences,
    })
}

/// Documents and sentences that evidence points to, each once.
struct Texts<'a> {
    selection: &'a Selection<'a>,
    documents: Vec<Json>,
    known: HashMap<DocumentId, usize>,
    /// Place in `sentences` by document and number.
    places: HashMap<(DocumentId, usize), usize>,
    sentences: Vec<String>,
}

impl Texts<'_> {
    /// `[document, sentence in the page, subject, relation, object]`, spans in UTF-16 units.
    fn evidence(&mut self, id: crate::value::RelationshipId) -> Vec<Json> {
        let articles = self.selection.graph.articles();
        let mut found = Vec::new();
        for (document, evidence) in articles.evidence(id) {
            let Some(article) = articles.get(*document) else { continue };
            let Some(text) = articles.sentence(*document, evidence.sentence) else { continue };
            let next = self.documents.len();
            let number = *self.known.entry(*document).or_insert(next);
            if number == next {
                let title = article.title.as_deref().unwrap_or(&article.name);
                self.documents.push(json!({"t": title, "s": article.source, "d": article.date}));
            }
            let span = |span: Span| json!([utf16(&text, span.start), utf16(&text, span.end)]);
            let sentence = self.sentence((*document, evidence.sentence), &text);
            let (subject, relation, object) = (evidence.subject, evidence.relation, evidence.object);
            found.push(json!([number, sentence, span(subject), span(relation), span(object)]));
        }
        found
    }

    fn sentence(&mut self, key: (DocumentId, usize), text: &str) -> usize {
        *self.places.entry(key).or_insert_with(|| {
            self.sentences.push(text.to_owned());
            self.sentences.len() - 1
        })
    }
}

/// The place of a byte in JavaScript's units.
fn utf16(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |before| before.encode_utf16().count())
}
