//! GraphML: what `export` writes, and files of networkx, yEd, Gephi and igraph.
//!
//! `labels` (or `label`) of a node are its labels, `type` (or `label`, `kind`) of an edge its type; an edge without
//! one becomes `RELATED_TO`. Undirected edges keep the direction in which they are written.

use super::ImportError;
use super::part::{Edge, Node, Part, parts, typed};
use crate::graph::Graph;
use crate::value::Value;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, HashMap};

/// Puts what the file holds into the graph.
pub fn graphml(graph: &mut Graph, text: &str) -> Result<(), ImportError> {
    let mut reader = Reader::from_str(text);
    let mut state = State::default();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let wrong = |error: &dyn std::fmt::Display| syntax(text, at, &error.to_string());
        match reader.read_event().map_err(|error| wrong(&error))? {
            Event::Start(tag) => state.open(&tag, false).map_err(|what| wrong(&what))?,
            Event::Empty(tag) => state.open(&tag, true).map_err(|what| wrong(&what))?,
            Event::End(tag) => state.close(tag.local_name().into_inner()).map_err(|what| wrong(&what))?,
            Event::Text(part) => state.text(&part.xml10_content()),
            Event::CData(part) => state.text(&part.xml10_content()),
            Event::GeneralRef(part) => {
                let c = match part.resolve_char_ref().map_err(|error| wrong(&error))? {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&part)
                        .ok_or_else(|| wrong(&format!("the entity &{}; is not known", &*part)))?
                        .to_owned(),
                };
                state.text(&c);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !state.seen {
        return Err(syntax(text, 0, "this is no GraphML: it has no <graphml> element"));
    }
    state.part.put(graph)
}

fn syntax(text: &str, at: usize, what: &str) -> ImportError {
    let before = &text.as_bytes()[..at.min(text.len())];
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
    ImportError::Syntax { what: what.to_owned(), line, column }
}

/// What a `<key>` says: the attribute's name and type, and the value where none is written.
struct Key {
    domain: String,
    name: String,
    kind: String,
    default: Option<String>,
}

/// What is being read.
enum Open {
    Node(Node),
    Edge(Edge),
}

#[derive(Default)]
struct State {
    part: Part,
    keys: BTreeMap<String, Key>,
    open: Option<Open>,
    /// The key whose `<data>` or `<default>` is being read, and its text.
    data: Option<(String, String)>,
    key: Option<String>,
    /// Whether the open edge has its type.
    has_type: bool,
    seen: bool,
}

impl State {
    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), String> {
        let mut attributes = HashMap::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            let value = value.map_err(|error| error.to_string())?.into_owned();
            attributes.insert(attribute.key.as_ref().to_owned(), value);
        }
        let mut take = |name: &str| attributes.remove(name);
        let name = tag.local_name().into_inner();
        match name {
            "graphml" => self.seen = true,
            "key" => {
                let id = take("id").ok_or("a <key> without id")?;
                let own = take("factloom.name");
                let name = own.or_else(|| take("attr.name")).unwrap_or_else(|| id.clone());
                let kind = take("attr.type").unwrap_or_else(|| "string".into());
                let domain = take("for").unwrap_or_else(|| "all".into());
                self.keys.insert(id.clone(), Key { domain, name, kind, default: None });
                self.key = Some(id);
            }
            "node" => {
                let name = take("id").ok_or("a <node> without id")?;
                let id = name.strip_prefix('n').and_then(|id| id.parse().ok());
                self.open = Some(Open::Node(Node { name, id, ..Node::default() }));
            }
            "edge" => {
                let (start, end) = (take("source"), take("target"));
                let (start, end) = start.zip(end).ok_or("an <edge> without source or target")?;
                let name = take("id");
                let id = name.as_ref().and_then(|id| id.strip_prefix('e')).and_then(|id| id.parse().ok());
                let place = name.map_or(format!("edge {start} → {end}"), |id| format!("edge {id}"));
                self.open = Some(Open::Edge(Edge { id, start, end, place, ..Edge::default() }));
            }
            "data" if self.open.is_some() => {
                self.data = Some((take("key").ok_or("a <data> without key")?, String::new()));
            }
            "default" => self.data = Some((String::new(), String::new())),
            "hyperedge" => return Err("hyperedges are not supported".into()),
            _ => {}
        }
        if empty { self.close(name) } else { Ok(()) }
    }

    fn text(&mut self, part: &str) {
        if let Some((_, text)) = &mut self.data {
            text.push_str(part);
        }
    }

    fn close(&mut self, name: &str) -> Result<(), String> {
        match name {
            "default" => {
                let key = self.key.as_ref().and_then(|key| self.keys.get_mut(key));
                if let (Some(key), Some((_, text))) = (key, self.data.take()) {
                    key.default = Some(text);
                }
            }
            "key" => self.key = None,
            "data" => {
                if let Some((key, text)) = self.data.take() {
                    self.put(&key, text)?;
                }
            }
            "node" => {
                self.defaults("node")?;
                if let Some(Open::Node(node)) = self.open.take() {
                    self.part.nodes.push(node);
                }
            }
            "edge" => {
                self.defaults("edge")?;
                if let Some(Open::Edge(mut edge)) = self.open.take() {
                    if !std::mem::take(&mut self.has_type) {
                        edge.kind = "RELATED_TO".into();
                    }
                    self.part.edges.push(edge);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Gives what is open the values of keys that it does not have.
    fn defaults(&mut self, domain: &str) -> Result<(), String> {
        let missing: Vec<_> = self
            .keys
            .iter()
            .filter(|(_, key)| key.domain == domain || key.domain == "all")
            .filter(|(_, key)| match &self.open {
                Some(Open::Node(node)) => node.properties.iter().all(|(name, _)| *name != key.name),
                Some(Open::Edge(edge)) => edge.properties.iter().all(|(name, _)| *name != key.name),
                None => false,
            })
            .filter_map(|(id, key)| Some((id.clone(), key.default.clone()?)))
            .collect();
        missing.into_iter().try_for_each(|(id, text)| self.put(&id, text))
    }

    fn put(&mut self, id: &str, text: String) -> Result<(), String> {
        let key = self.keys.get(id).ok_or_else(|| format!("the key {id} is not declared"))?;
        match (&mut self.open, key.name.as_str()) {
            (Some(Open::Node(node)), "labels" | ":LABEL") if id == "labels" || node.labels.is_empty() => {
                node.labels = parts(&text);
            }
            (Some(Open::Edge(edge)), "type" | "kind" | "label") if !self.has_type => {
                edge.kind = text;
                self.has_type = true;
            }
            (Some(open), name) => {
                let value = match text.is_empty() && key.kind != "string" {
                    true => return Ok(()),
                    false => typed(&key.kind, &text),
                };
                let wrong = || format!("{text:?} is no {} (attribute {name})", key.kind);
                let value: Value = value.ok_or_else(wrong)?;
                match open {
                    Open::Node(node) => node.properties.push((name.to_owned(), value)),
                    Open::Edge(edge) => edge.properties.push((name.to_owned(), value)),
                }
            }
            (None, _) => {}
        }
        Ok(())
    }
}
