//! N-Triples and Turtle: what `export` writes, and RDF of others.
//!
//! Sentences and articles that `export --format prov` adds are left out: they are sources, not parts of the graph. Of foreign RDF, each IRI or blank node is a node with its `iri`, literals are properties, `rdf:type` gives labels,
//! and other triples are relationships, both under the last part of their IRI.

use super::ImportError;
use super::part::{Edge, Node, Part, typed};
use crate::graph::Graph;
use crate::value::Value;
use indexmap::IndexMap;
use oxrdf::{BlankNode, NamedOrBlankNode, Term};
use oxttl::TurtleParser;

const OURS: &str = "urn:factloom:";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RESOURCE: &str = "http://www.w3.org/2000/01/rdf-schema#Resource";
const PROV: &str = "http://www.w3.org/ns/prov#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// What is known of a subject.
#[derive(Default)]
struct Subject {
    labels: Vec<String>,
    /// Values of each property in the file's order.
    values: IndexMap<String, Vec<Value>>,
    /// Start, end and type, if it is a statement of ours.
    statement: [Option<String>; 3],
}

/// Puts what the file holds into the graph.
pub fn rdf(graph: &mut Graph, text: &str) -> Result<(), ImportError> {
    let mut subjects: IndexMap<String, Subject> = IndexMap::new();
    let mut edges: Vec<Edge> = Vec::new();
    let mut blanks: IndexMap<String, usize> = IndexMap::new();
    for triple in TurtleParser::new().for_slice(text) {
        let triple = triple.map_err(|error| {
            let at = error.location().start;
            ImportError::Syntax {
                what: error.message().to_owned(),
                line: usize::try_from(at.line).unwrap_or(usize::MAX) + 1,
                column: usize::try_from(at.column).unwrap_or(usize::MAX) + 1,
            }
        })?;
        // The parser names what has no name at random.
        let mut blank = |node: BlankNode| {
            let next = blanks.len();
            format!("_:b{}", blanks.entry(node.into_string()).or_insert(next))
        };
        let name = match triple.subject {
            NamedOrBlankNode::NamedNode(node) => node.into_string(),
            NamedOrBlankNode::BlankNode(node) => blank(node),
        };
        let predicate = triple.predicate.into_string();
        let own = predicate.strip_prefix(RDF);
        let of = |sort: &str| name.strip_prefix(OURS).is_some_and(|rest| rest.starts_with(sort));
        if of("sentence:") || of("document:") || of("relationship:") && predicate.starts_with(PROV) {
            continue;
        }
        let is_statement = name.starts_with(OURS) && name[OURS.len()..].starts_with("relationship:");
        let subject = subjects.entry(name.clone()).or_default();
        match triple.object {
            Term::Literal(literal) => {
                let kind = literal.datatype().as_str();
                let kind = kind.strip_prefix(XSD).unwrap_or("string");
                let kind = if kind == "dateTime" { "datetime" } else { kind };
                let value = typed(kind, literal.value()).unwrap_or_else(|| Value::from(literal.value()));
                subject.values.entry(local(&predicate)).or_default().push(value);
            }
            object => {
                let object = match object {
                    Term::NamedNode(node) => node.into_string(),
                    Term::BlankNode(node) => blank(node),
                    Term::Literal(literal) => literal.value().to_owned(),
                };
                match own {
                    Some("type") if is_statement => {}
                    // Said of nodes of which nothing else is.
                    Some("type") if object == RESOURCE => {}
                    Some("type") => subject.labels.push(local(&object)),
                    Some("subject") if is_statement => subject.statement[0] = Some(object),
                    Some("object") if is_statement => subject.statement[1] = Some(object),
                    Some("predicate") if is_statement => subject.statement[2] = Some(object),
                    // Each of our relationships has a statement beside its triple.
                    _ if predicate.starts_with("urn:factloom:type:") => {}
                    _ => {
                        subjects.entry(object.clone()).or_default();
                        let place = format!("{name} {predicate}");
                        let kind = local(&predicate);
                        edges.push(Edge { start: name, end: object, kind, place, ..Edge::default() });
                    }
                }
            }
        }
    }
    part(subjects, edges)?.put(graph)
}

fn part(subjects: IndexMap<String, Subject>, edges: Vec<Edge>) -> Result<Part, ImportError> {
    let mut part = Part { nodes: Vec::new(), edges };
    for (name, subject) in subjects {
        let mut properties: Vec<_> = subject
            .values
            .into_iter()
            .map(|(key, mut values)| match (values.len(), values.pop()) {
                (1, Some(value)) => (key, value),
                (_, last) => {
                    values.extend(last);
                    (key, Value::from(values))
                }
            })
            .collect();
        let id = |sort: &str| name.strip_prefix(OURS)?.strip_prefix(sort)?.parse::<u64>().ok();
        if let Some(number) = id("relationship:") {
            let [Some(start), Some(end), Some(kind)] = subject.statement else {
                return Err(ImportError::content(
                    name,
                    "a statement needs a subject, a predicate and an object",
                ));
            };
            let kind = local(&kind);
            part.edges.push(Edge { id: Some(number), start, end, kind, properties, place: name });
        } else {
            let number = id("node:");
            if number.is_none() {
                properties.push(("iri".into(), Value::from(name.as_str())));
            }
            part.nodes.push(Node { name, id: number, labels: subject.labels, properties });
        }
    }
    Ok(part)
}

/// The last part of an IRI; of ours, the name that was percent-encoded.
fn local(iri: &str) -> String {
    let ours = iri.strip_prefix(OURS).and_then(|rest| rest.split_once(':'));
    match ours {
        Some((_, name)) => percent_decoded(name),
        None => {
            let name = iri.trim_end_matches(['/', '#']);
            name.rsplit(['/', '#', ':']).next().unwrap_or(name).to_owned()
        }
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let hex = more.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()).filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &more[2..];
            }
            None => {
                bytes.push(first);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
