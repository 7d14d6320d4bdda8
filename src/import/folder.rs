//! A folder with `nodes.csv` and `relationships.csv` under neo4j-admin's headers, as `export --format csv` writes it.

use super::ImportError;
use super::part::{Edge, Node, Part, parts, typed};
use crate::export::is_formula;
use crate::graph::Graph;
use crate::value::Value;
use csv::StringRecord;
use std::path::Path;

/// Puts what the folder's two tables hold into the graph. An `_id` column gives our ids.
pub fn folder(graph: &mut Graph, folder: &Path) -> Result<(), ImportError> {
    let mut part = Part::default();
    rows(&folder.join("nodes.csv"), |place, columns, record| {
        let mut node = Node::default();
        for (column, text) in columns.iter().zip(record) {
            match column.kind.as_str() {
                "ID" => {
                    node.name = text.to_owned();
                    match column.name.as_str() {
                        "_id" => node.id = text.parse().ok(),
                        "" => {}
                        name => node.properties.push((name.to_owned(), Value::from(text))),
                    }
                }
                "LABEL" => node.labels = parts(harmed(text)),
                _ => node.properties.extend(column.value(text, place)?),
            }
        }
        part.nodes.push(node);
        Ok(())
    })?;
    rows(&folder.join("relationships.csv"), |place, columns, record| {
        let mut edge = Edge { place: place.to_owned(), ..Edge::default() };
        for (column, text) in columns.iter().zip(record) {
            match column.kind.as_str() {
                "START_ID" => edge.start = text.to_owned(),
                "END_ID" => edge.end = text.to_owned(),
                "TYPE" => edge.kind = harmed(text).to_owned(),
                _ => edge.properties.extend(column.value(text, place)?),
            }
        }
        part.edges.push(edge);
        Ok(())
    })?;
    part.put(graph)
}

/// A column's header, `name:kind`.
struct Column {
    name: String,
    kind: String,
}

impl Column {
    fn parse(header: &str) -> Column {
        let (name, kind) = harmed(header).rsplit_once(':').unwrap_or((header, "string"));
        // An id may name its group: `:ID(Person)`.
        let kind = kind.split('(').next().unwrap_or(kind);
        Column { name: name.to_owned(), kind: kind.to_owned() }
    }

    /// The property in a cell; an empty one is none.
    fn value(&self, text: &str, place: &str) -> Result<Option<(String, Value)>, ImportError> {
        if text.is_empty() || self.kind == "IGNORE" {
            return Ok(None);
        }
        let text = harmed(text);
        let wrong = |text: &str| {
            ImportError::content(place, format!("{text:?} in column {} is no {}", self.name, self.kind))
        };
        let value = match self.kind.strip_suffix("[]") {
            Some(kind) => {
                let items = text.split(';').map(|item| typed(kind, item).ok_or_else(|| wrong(item)));
                Value::from(items.collect::<Result<Vec<_>, _>>()?)
            }
            None => typed(&self.kind, text).ok_or_else(|| wrong(text))?,
        };
        Ok(Some((self.name.clone(), value)))
    }
}

/// Text without the apostrophe that kept spreadsheets from running it.
fn harmed(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

fn rows(
    path: &Path,
    mut each: impl FnMut(&str, &[Column], &StringRecord) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let read = |source: std::io::Error| ImportError::Read { path: path.display().to_string(), source };
    let file = std::fs::File::open(path).map_err(read)?;
    let mut reader = csv::Reader::from_reader(std::io::BufReader::new(file));
    let wrong = |error: csv::Error| ImportError::content(path.display().to_string(), error.to_string());
    let columns: Vec<_> = reader.headers().map_err(wrong)?.iter().map(Column::parse).collect();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, csv::Position::line);
        each(&format!("{}, line {line}", path.display()), &columns, &record)?;
    }
    Ok(())
}
