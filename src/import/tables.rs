//! Bulk load of CSV tables that a `schema.json` describes: a file for each label, and one for each relationship type
//! between two labels (its first two columns are the nodes' `id`s).

use super::ImportError;
use crate::graph::{Ends, Graph, GraphWrite, IdMap, KeyId, Packing, Properties};
use crate::value::{Date, NodeId, RelationshipId, Value};
use csv::StringRecord;
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
    let (first, _) = graph.next_ids();
    let mut nodes = Nodes { first, numbers: IdMap::default(), texts: FxHashMap::default() };
    for (name, label) in schema.labels {
        let label: Label = serde_json::from_value(label)
            .map_err(|error| ImportError::content(format!("the schema, label {name}"), error.to_string()))?;
        let table = Table::new(graph, &label.file, &label.props, 0)?;
        let shared = schema.shared.iter().filter(|(_, of)| of.contains(&name)).map(|(label, _)| label);
        let labels: Vec<_> = std::iter::once(&name).chain(shared).map(|label| graph.label(label)).collect();
        let id = label.props.iter().position(|(name, _)| name == "id");
        table.rows(read(&folder.join(table.file))?, |record, properties| {
            let (node, _) = graph.next_ids();
            graph.insert_node(NodeId(node), &labels, properties)?;
            match id.and_then(|id| record.get(id)) {
                Some(id) if !nodes.add(id, node) => {
                    Err(table.wrong(record, format!("the id {id} occurs twice")))
                }
                _ => Ok(()),
            }
        })?;
    }
    for relationships in &schema.rels {
        let table = Table::new(graph, &relationships.file, &relationships.props, 2)?;
        let kind = graph.relationship_type(&relationships.kind);
        table.rows(read(&folder.join(table.file))?, |record, properties| {
            let find = |at: usize| {
                let id = record.get(at).unwrap_or_default();
                nodes.find(id).ok_or_else(|| table.wrong(record, format!("no node has the id {id}")))
            };
            let (_, id) = graph.next_ids();
            let ends = Ends { start: find(0)?, end: find(1)?, kind };
            Ok(graph.insert_relationship(RelationshipId(id), ends, properties)?)
        })?;
    }
    Ok(())
}

/// The nodes by the `id`s of their rows. Those that are plain numbers, as most are, need no text each.
struct Nodes {
    /// The first of them; the others were counted up from it.
    first: u64,
    /// How far from the first each is.
    numbers: IdMap,
    texts: FxHashMap<String, u64>,
}

impl Nodes {
    /// Notes a node; whether its id is new.
    fn add(&mut self, id: &str, node: u64) -> bool {
        let place = node - self.first;
        match (plain_number(id), u32::try_from(place)) {
            (Some(number), Ok(place)) => {
                let new = self.numbers.get(number).is_none();
                self.numbers.insert(number, place);
                new
            }
            _ => self.texts.insert(id.to_owned(), place).is_none(),
        }
    }

    fn find(&self, id: &str) -> Option<NodeId> {
        let number = plain_number(id).and_then(|number| self.numbers.get(number));
        let place = number.map(u64::from).or_else(|| self.texts.get(id).copied());
        place.map(|place| NodeId(self.first + place))
    }
}

/// The number that a text is written as, if that is the only way to write it.
fn plain_number(text: &str) -> Option<u64> {
    let plain = text == "0" || text.bytes().next().is_some_and(|first| (b'1'..=b'9').contains(&first));
    if plain { text.parse().ok() } else { None }
}

/// A file and its columns.
struct Table<'a> {
    file: &'a str,
    /// In the order of their keys.
    columns: Vec<Column<'a>>,
}

struct Column<'a> {
    name: &'a str,
    key: KeyId,
    kind: Kind,
    /// Which field of a row it is.
    at: usize,
}

/// The type of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    String,
    Integer,
    Double,
    Boolean,
    Date,
}

impl Kind {
    const NAMES: [(&str, Kind); 5] = [
        ("STRING", Kind::String),
        ("INT64", Kind::Integer),
        ("DOUBLE", Kind::Double),
        ("BOOL", Kind::Boolean),
        ("DATE", Kind::Date),
    ];

    fn named(name: &str) -> Option<Kind> {
        Kind::NAMES.iter().find(|(own, _)| *own == name).map(|(_, kind)| *kind)
    }

    fn name(self) -> &'static str {
        Kind::NAMES.iter().find(|(_, own)| *own == self).map_or("", |(name, _)| name)
    }
}

impl<'a> Table<'a> {
    /// The columns of its rows stand behind so many fields.
    fn new(
        graph: &mut Graph,
        file: &'a str,
        props: &'a [(String, String)],
        ends: usize,
    ) -> Result<Self, ImportError> {
        let column = |(at, (name, kind)): (usize, &'a (String, String))| {
            let unknown = || {
                let known = Kind::NAMES.map(|(name, _)| name).join(", ");
                ImportError::content(
                    format!("the schema, {file}, {name}"),
                    format!("{kind:?} is no type of a column; there are {known}"),
                )
            };
            let kind = Kind::named(kind).ok_or_else(unknown)?;
            Ok(Column { name, key: graph.key(name), kind, at: ends + at })
        };
        let mut columns = props.iter().enumerate().map(column).collect::<Result<Vec<_>, ImportError>>()?;
        // Of two columns of one name the later counts: it comes first here.
        columns.sort_by_key(|column| (column.key, std::cmp::Reverse(column.at)));
        columns.dedup_by_key(|column| column.key);
        Ok(Table { file, columns })
    }

    /// Gives each row and its properties.
    fn rows(
        &self,
        reader: impl std::io::Read,
        mut row: impl FnMut(&StringRecord, Properties) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let mut reader = csv::Reader::from_reader(reader);
        let mut record = StringRecord::new();
        let mut packing = Packing::default();
        loop {
            let read = reader.read_record(&mut record);
            if !read.map_err(|error| ImportError::content(self.file, error.to_string()))? {
                return Ok(());
            }
            for column in &self.columns {
                let Some(field) = record.get(column.at) else { continue };
                column.pack(field, &mut packing).ok_or_else(|| {
                    let (name, kind) = (column.name, column.kind.name());
                    self.wrong(&record, format!("{name}: {field:?} is no {kind}"))
                })?;
            }
            row(&record, packing.take())?;
        }
    }

    fn wrong(&self, record: &StringRecord, what: String) -> ImportError {
        let line = record.position().map_or(0, csv::Position::line);
        ImportError::content(format!("{}, line {line}", self.file), what)
    }
}

impl Column<'_> {
    /// Packs a field as a value of its type; an empty one is null, save as a text.
    fn pack(&self, field: &str, packing: &mut Packing) -> Option<()> {
        let value = match self.kind {
            Kind::String => {
                packing.add_text(self.key, field);
                return Some(());
            }
            _ if field.is_empty() => return Some(()),
            Kind::Integer => Value::Integer(field.parse().ok()?),
            Kind::Double => Value::Float(field.parse().ok()?),
            Kind::Boolean => Value::Boolean(field.parse().ok()?),
            Kind::Date => {
                // Stays a text, which compares as the date does, also with the text of a date in a query.
                field.parse::<Date>().ok()?;
                packing.add_text(self.key, field);
                return Some(());
            }
        };
        packing.add(self.key, &value);
        Some(())
    }
}
