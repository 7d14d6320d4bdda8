//! Bulk load of CSV tables that a `schema.json` describes: a file for each label, and one for each relationship type
//! between two labels (its first two columns are the nodes' `id`s).

use super::ImportError;
use crate::graph::{Ends, Graph, GraphWrite, KeyId, Properties};
use crate::value::temporal::{Kind, construct};
use crate::value::{NodeId, Value};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
struct Schema {
    /// In the order in which they stand in the file: nodes get their ids in it.
    labels: serde_json::Map<String, serde_json::Value>,
    rels: Vec<Relationships>,
    /// Labels that nodes of several tables share, and these tables' labels.
    #[serde(default, rename = "super")]
    shared: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Label {
    file: String,
    props: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Relationships {
    #[serde(rename = "type")]
    kind: String,
    file: String,
    #[serde(default)]
    props: Vec<(String, String)>,
}

/// Loads all tables of the schema from the folder. Rows get new ids; the `id` column stays a property.
pub fn tables(graph: &mut Graph, schema: &Path, folder: &Path) -> Result<(), ImportError> {
    let schema: Schema = serde_json::from_reader(read(schema)?).map_err(|error| ImportError::Syntax {
        what: format!("{}: {error}", schema.display()),
        line: error.line(),
        column: error.column(),
    })?;
    graph.altogether(|graph| load(graph, schema, folder))
}

fn read(path: &Path) -> Result<std::io::BufReader<std::fs::File>, ImportError> {
    std::fs::File::open(path)
        .map(std::io::BufReader::new)
        .map_err(|source| ImportError::Read { path: path.display().to_string(), source })
}

fn load(graph: &mut Graph, schema: Schema, folder: &Path) -> Result<(), ImportError> {
    let mut nodes: FxHashMap<String, NodeId> = FxHashMap::default();
    for (name, label) in schema.labels {
        let label: Label = serde_json::from_value(label)
            .map_err(|error| ImportError::content(format!("the schema, label {name}"), error.to_string()))?;
        let table = Table::new(graph, &label.file, &label.props);
        let shared = schema.shared.iter().filter(|(_, of)| of.contains(&name)).map(|(label, _)| label);
        let labels: Vec<_> = std::iter::once(&name).chain(shared).map(|label| graph.label(label)).collect();
        table.rows(read(&folder.join(table.file))?, 0, |line, _, id, properties| {
            let (node, _) = graph.next_ids();
            graph.insert_node(NodeId(node), &labels, properties)?;
            match id {
                Some(id) if nodes.insert(id.to_owned(), NodeId(node)).is_some() => {
                    Err(ImportError::content(place(&label.file, line), format!("the id {id} occurs twice")))
                }
                _ => Ok(()),
            }
        })?;
    }
    for relationships in &schema.rels {
        let table = Table::new(graph, &relationships.file, &relationships.props);
        let kind = graph.relationship_type(&relationships.kind);
        table.rows(read(&folder.join(table.file))?, 2, |line, ends, _, properties| {
            let find = |at: usize| {
                let id = ends.get(at).map(String::as_str).unwrap_or_default();
                nodes.get(id).copied().ok_or_else(|| {
                    ImportError::content(place(&relationships.file, line), format!("no node has the id {id}"))
                })
            };
            let (_, id) = graph.next_ids();
            let ends = Ends { start: find(0)?, end: find(1)?, kind };
            Ok(graph.insert_relationship(crate::value::RelationshipId(id), ends, properties)?)
        })?;
    }
    Ok(())
}

/// A file and its columns.
struct Table<'a> {
    file: &'a str,
    columns: Vec<(&'a str, KeyId, &'a str)>,
}

impl<'a> Table<'a> {
    fn new(graph: &mut Graph, file: &'a str, props: &'a [(String, String)]) -> Self {
        Table {
            file,
            columns: props.iter().map(|(key, kind)| (key.as_str(), graph.key(key), kind.as_str())).collect(),
        }
    }

    /// Gives each row: its line, its first `ends` columns, its `id`, and its properties.
    fn rows(
        &self,
        reader: impl std::io::Read,
        ends: usize,
        mut row: impl FnMut(u64, &[String], Option<&str>, Properties) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let mut reader = csv::Reader::from_reader(reader);
        let mut record = csv::StringRecord::new();
        let mut first = vec![String::new(); ends];
        loop {
            let read = reader.read_record(&mut record);
            if !read.map_err(|error| ImportError::content(self.file, error.to_string()))? {
                return Ok(());
            }
            let line = record.position().map_or(0, csv::Position::line);
            for (at, end) in first.iter_mut().enumerate() {
                end.clear();
                end.push_str(record.get(at).unwrap_or_default());
            }
            let mut id = None;
            let mut pairs = Vec::with_capacity(self.columns.len());
            for ((name, key, kind), field) in self.columns.iter().zip(record.iter().skip(ends)) {
                if *name == "id" {
                    id = Some(field);
                }
                let value = value(kind, field);
                let wrong = || {
                    ImportError::content(place(self.file, line), format!("{name}: {field:?} is no {kind}"))
                };
                pairs.push((*key, value.ok_or_else(wrong)?));
            }
            row(line, &first, id, Properties::new(pairs))?;
        }
    }
}

fn place(file: &str, line: u64) -> String {
    format!("{file}, line {line}")
}

/// A field as a value of its column's type; an empty one is null, save as a text.
fn value(kind: &str, field: &str) -> Option<Value> {
    Some(match kind {
        "STRING" => Value::from(field),
        _ if field.is_empty() => Value::Null,
        "INT64" => Value::Integer(field.parse().ok()?),
        "DOUBLE" => Value::Float(field.parse().ok()?),
        "BOOL" => Value::Boolean(field.parse().ok()?),
        // Stays a text, which compares as the date does, also with the text of a date in a query.
        "DATE" => {
            construct(Kind::Date, Some(&Value::from(field)), (0, 0)).ok().map(|_| Value::from(field))?
        }
        _ => return None,
    })
}
