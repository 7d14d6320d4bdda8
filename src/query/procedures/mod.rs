//! Procedures for `CALL`: what they take and yield. Those of the engine itself, and tables registered by a caller.

mod algorithms;
mod articles;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::graph::GraphRead;
use crate::value::{Value, ValueType};

/// The type of an input or output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in signatures")]
pub enum FieldType {
    Any,
    String,
    Integer,
    Float,
    Number,
    Boolean,
    List,
    Map,
}

impl FieldType {
    /// The types of values that pass for it.
    pub fn accepts(self) -> &'static [ValueType] {
        use ValueType as V;
        match self {
            Self::Any => &[
                V::Map,
                V::Node,
                V::Relationship,
                V::List,
                V::Path,
                V::DateTime,
                V::LocalDateTime,
                V::Date,
                V::Time,
                V::LocalTime,
                V::Duration,
                V::String,
                V::Boolean,
                V::Integer,
                V::Float,
            ],
            Self::String => &[V::String],
            Self::Integer => &[V::Integer],
            Self::Float | Self::Number => &[V::Integer, V::Float],
            Self::Boolean => &[V::Boolean],
            Self::List => &[V::List],
            Self::Map => &[V::Map],
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Some(match text.trim().trim_end_matches('?').to_uppercase().as_str() {
            "ANY" => Self::Any,
            "STRING" => Self::String,
            "INTEGER" => Self::Integer,
            "FLOAT" => Self::Float,
            "NUMBER" => Self::Number,
            "BOOLEAN" => Self::Boolean,
            "MAP" => Self::Map,
            text if text.starts_with("LIST") => Self::List,
            _ => return None,
        })
    }
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format!("{self:?}").to_uppercase())
    }
}

/// An input or output.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub of: FieldType,
}

/// What a procedure takes and yields.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// Its name with its namespace.
    pub name: Arc<str>,
    /// What it takes.
    pub inputs: Vec<Field>,
    /// What it yields.
    pub outputs: Vec<Field>,
}

impl Signature {
    /// Reads `name.space.proc(in :: TYPE?, …) :: (out :: TYPE?, …)`.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('(')?;
        let (inputs, rest) = rest.split_once(')')?;
        let outputs = rest.trim().strip_prefix("::")?.trim();
        let outputs = outputs.strip_prefix('(').and_then(|o| o.strip_suffix(')')).unwrap_or("");
        Some(Self { name: name.trim().into(), inputs: fields(inputs)?, outputs: fields(outputs)? })
    }
}

fn fields(text: &str) -> Option<Vec<Field>> {
    let all = text.split(',').filter(|field| !field.trim().is_empty());
    all.map(|field| {
        let (name, of) = field.split_once("::")?;
        Some(Field { name: name.trim().into(), of: FieldType::parse(of)? })
    })
    .collect()
}

/// How a procedure of the engine answers.
type Body = fn(&dyn GraphRead, &[Value]) -> Vec<Vec<Value>>;

#[derive(Clone, Debug)]
enum Source {
    /// Rows of inputs, then outputs.
    Table(Vec<Vec<Value>>),
    Body(Body),
}

/// The procedures that a query may call.
#[derive(Clone, Debug)]
pub struct Procedures {
    all: BTreeMap<Arc<str>, (Signature, Source)>,
}

/// The engine's own procedures.
const OWN: &[(&str, Body)] = &[
    ("db.labels() :: (label :: STRING?)", |graph, _| {
        let labels = graph.names().labels.iter().filter(|(id, _)| graph.count_with_label(*id) > 0);
        sorted(labels.map(|(_, name)| name))
    }),
    ("db.relationshipTypes() :: (relationshipType :: STRING?)", |graph, _| {
        let types = graph.names().types.iter().filter(|(id, _)| graph.count_with_type(*id) > 0);
        sorted(types.map(|(_, name)| name))
    }),
    ("db.propertyKeys() :: (propertyKey :: STRING?)", |graph, _| {
        sorted(graph.names().keys.iter().map(|(_, name)| name))
    }),
    ("dbms.functions() :: (name :: STRING?, description :: STRING?, aggregating :: BOOLEAN?)", |_, _| {
        let row =
            |f: &super::functions::Function| vec![f.name.into(), f.help.into(), f.is_aggregate().into()];
        super::functions::all().map(row).collect()
    }),
];

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Vec<Value>> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.into_iter().map(|name| vec![name.into()]).collect()
}

impl Default for Procedures {
    fn default() -> Self {
        let own =
            OWN.iter().chain(algorithms::TABLE).chain(articles::TABLE).filter_map(|(signature, body)| {
                let signature = Signature::parse(signature)?;
                Some((Arc::clone(&signature.name), (signature, Source::Body(*body))))
            });
        Self { all: own.collect() }
    }
}

impl Procedures {
    /// Registers a procedure that answers from a table: its columns are the inputs, then the outputs.
    pub fn register(&mut self, signature: Signature, rows: Vec<Vec<Value>>) {
        self.all.insert(Arc::clone(&signature.name), (signature, Source::Table(rows)));
    }

    /// What a procedure takes and yields.
    pub fn signature(&self, name: &str) -> Option<&Signature> {
        self.all.get(name).map(|(signature, _)| signature)
    }

    /// The names of all procedures.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.keys().map(AsRef::as_ref)
    }

    /// The rows that a procedure yields; none for one that does not exist.
    pub fn call(&self, graph: &dyn GraphRead, name: &str, arguments: &[Value]) -> Vec<Vec<Value>> {
        match self.all.get(name) {
            Some((_, Source::Body(body))) => body(graph, arguments),
            Some((_, Source::Table(rows))) => rows
                .iter()
                .filter(|row| row.iter().zip(arguments).all(|(cell, argument)| fits(cell, argument)))
                .map(|row| row[arguments.len()..].to_vec())
                .collect(),
            None => Vec::new(),
        }
    }
}

/// Whether an argument is what a cell says; null equals null, and integers pass for floats.
fn fits(cell: &Value, argument: &Value) -> bool {
    (cell.is_null() && argument.is_null()) || cell.equals(argument) == Some(true)
}
