//! A folder of three Parquet tables, for pandas, polars, DuckDB and Spark: `nodes.parquet`, `relationships.parquet`, and
//! `evidence.parquet` with the sentences behind facts.
//!
//! As in CSV, a column has one type: integers, floats, booleans and dates keep theirs where every value of the key has it,
//! lists are lists of text, everything else is text. Our own columns begin with `_`; a key that does so too gets
//! another in front.

use super::selection::{Selection, plain};
use crate::value::Value;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Writes the tables into a folder, which is made if need be.
pub fn parquet(selection: &Selection<'_>, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut nodes = vec![
        Column::integers("_id", selection.nodes.iter().map(|id| id.0)),
        Column {
            name: "_labels".into(),
            values: Values::Texts(
                selection
                    .nodes
                    .iter()
                    .map(|id| Some(selection.labels(*id).into_iter().map(ByteArray::from).collect()))
                    .collect(),
            ),
        },
    ];
    nodes.extend(properties(selection.nodes.iter().map(|id| selection.node_properties(*id))));
    write(&folder.join("nodes.parquet"), &nodes)?;
    let edges: Vec<_> = selection.edges().collect();
    let mut columns = vec![
        Column::integers("_id", edges.iter().map(|(id, ..)| id.0)),
        Column::integers("_start", edges.iter().map(|(_, ends, _)| ends.start.0)),
        Column::integers("_end", edges.iter().map(|(_, ends, _)| ends.end.0)),
        Column::texts("_type", edges.iter().map(|(.., kind)| Some(*kind))),
    ];
    columns.extend(properties(edges.iter().map(|(id, ..)| selection.relationship_properties(*id))));
    write(&folder.join("relationships.parquet"), &columns)?;
    let evidence = evidence(selection);
    selection.graph.articles().check()?;
    write(&folder.join("evidence.parquet"), &evidence)
}

/// A row for each sentence behind each fact.
fn evidence(selection: &Selection<'_>) -> Vec<Column> {
    let articles = selection.graph.articles();
    let rows: Vec<_> = selection
        .relationships
        .iter()
        .flat_map(|id| articles.evidence(*id).iter().map(move |(document, at)| (*id, *document, at)))
        .collect();
    let article = |of: fn(&crate::fact::Extraction) -> Option<&str>| {
        rows.iter().map(move |(_, document, _)| of(articles.get(*document)?))
    };
    let mut columns = vec![
        Column::integers("relationship", rows.iter().map(|(id, ..)| id.0)),
        Column::texts("document", article(|article| Some(&article.name))),
        Column::texts("date", article(|article| article.date.as_deref())),
        Column::texts("source", article(|article| article.source.as_deref())),
        Column::integers("sentence", rows.iter().map(|(.., at)| at.sentence as u64)),
        Column::texts("text", rows.iter().map(|(_, document, at)| articles.sentence(*document, at.sentence))),
    ];
    for (number, part) in ["subject", "relation", "object"].into_iter().enumerate() {
        let spans = || rows.iter().map(move |(.., at)| [at.subject, at.relation, at.object][number]);
        columns.push(Column::integers(&format!("{part}_start"), spans().map(|span| span.start as u64)));
        columns.push(Column::integers(&format!("{part}_end"), spans().map(|span| span.end as u64)));
    }
    columns
}

/// A column of a table; what is missing in a row is null.
struct Column {
    name: String,
    values: Values,
}

enum Values {
    Integers(Vec<Option<i64>>),
    Floats(Vec<Option<f64>>),
    Booleans(Vec<Option<bool>>),
    /// Days since 1970.
    Dates(Vec<Option<i32>>),
    Text(Vec<Option<ByteArray>>),
    Texts(Vec<Option<Vec<ByteArray>>>),
}

impl Column {
    fn integers(name: &str, values: impl Iterator<Item = u64>) -> Column {
        Column {
            name: name.into(),
            values: Values::Integers(values.map(|v| Some(v.cast_signed())).collect()),
        }
    }

    fn texts<T: AsRef<str>>(name: &str, values: impl Iterator<Item = Option<T>>) -> Column {
        let bytes = |text: T| ByteArray::from(text.as_ref());
        Column { name: name.into(), values: Values::Text(values.map(|v| v.map(bytes)).collect()) }
    }

    /// The column's place in the schema.
    fn schema(&self) -> Result<TypePtr, ParquetError> {
        let (physical, logical) = match &self.values {
            Values::Integers(_) => (Physical::INT64, None),
            Values::Floats(_) => (Physical::DOUBLE, None),
            Values::Booleans(_) => (Physical::BOOLEAN, None),
            Values::Dates(_) => (Physical::INT32, Some(LogicalType::Date)),
            Values::Text(_) | Values::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let plain = |name: &str, repetition| {
            let of = Type::primitive_type_builder(name, physical);
            of.with_logical_type(logical.clone()).with_repetition(repetition).build().map(Arc::new)
        };
        let Values::Texts(_) = self.values else { return plain(&self.name, Repetition::OPTIONAL) };
        let group = |name: &str, repetition, logical, field| {
            let of = Type::group_type_builder(name).with_repetition(repetition);
            of.with_logical_type(logical).with_fields(vec![field]).build().map(Arc::new)
        };
        let list = group("list", Repetition::REPEATED, None, plain("element", Repetition::REQUIRED)?)?;
        group(&self.name, Repetition::OPTIONAL, Some(LogicalType::List), list)
    }

    fn write(&self, mut writer: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match &self.values {
            Values::Integers(values) => put::<Int64Type>(&mut writer, values)?,
            Values::Floats(values) => put::<DoubleType>(&mut writer, values)?,
            Values::Booleans(values) => put::<BoolType>(&mut writer, values)?,
            Values::Dates(values) => put::<Int32Type>(&mut writer, values)?,
            Values::Text(values) => put::<ByteArrayType>(&mut writer, values)?,
            Values::Texts(lists) => {
                let (mut levels, mut repeats, mut items) = (Vec::new(), Vec::new(), Vec::new());
                for list in lists {
                    // 0: no list, 1: an empty one, 2: an item.
                    match list.as_deref() {
                        None => levels.push(0),
                        Some([]) => levels.push(1),
                        Some(list) => {
                            levels.extend(list.iter().map(|_| 2));
                            repeats.push(0);
                            repeats.extend(list.iter().skip(1).map(|_| 1));
                            items.extend(list.iter().cloned());
                            continue;
                        }
                    }
                    repeats.push(0);
                }
                writer.typed::<ByteArrayType>().write_batch(&items, Some(&levels), Some(&repeats))?;
            }
        }
        writer.close()
    }
}

fn put<T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    values: &[Option<T::T>],
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let there: Vec<T::T> = values.iter().flatten().cloned().collect();
    writer.typed::<T>().write_batch(&there, Some(&levels), None).map(|_| ())
}

/// A column for each key.
fn properties<'a>(rows: impl Iterator<Item = Vec<(&'a str, Value)>>) -> Vec<Column> {
    let rows: Vec<BTreeMap<&str, Value>> = rows.map(|pairs| pairs.into_iter().collect()).collect();
    let mut kinds: BTreeMap<&str, Kind> = BTreeMap::new();
    for (key, value) in rows.iter().flatten() {
        let kind = Kind::of(value);
        let known = kinds.entry(key).or_insert(kind);
        if *known != kind {
            *known = Kind::Text;
        }
    }
    let column = |(key, kind): (&str, Kind)| {
        let values = rows.iter().map(|row| row.get(key));
        let text = |value: &Value| ByteArray::from(plain(value).as_str());
        let values = match kind {
            Kind::Integer => Values::Integers(
                values.map(|v| if let Some(Value::Integer(n)) = v { Some(*n) } else { None }).collect(),
            ),
            Kind::Float => Values::Floats(
                values.map(|v| if let Some(Value::Float(n)) = v { Some(*n) } else { None }).collect(),
            ),
            Kind::Boolean => Values::Booleans(
                values.map(|v| if let Some(Value::Boolean(b)) = v { Some(*b) } else { None }).collect(),
            ),
            Kind::Date => Values::Dates(values.map(|v| v.and_then(days)).collect()),
            Kind::Text => Values::Text(values.map(|v| v.map(text)).collect()),
            Kind::List => {
                let items = |v: &Value| v.as_list().map(|items| items.iter().map(text).collect());
                Values::Texts(values.map(|v| v.and_then(items)).collect())
            }
        };
        let name = if key.starts_with('_') { format!("_{key}") } else { key.to_owned() };
        Column { name, values }
    };
    kinds.into_iter().map(column).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Float,
    Boolean,
    Date,
    Text,
    List,
}

impl Kind {
    fn of(value: &Value) -> Kind {
        match value {
            Value::Integer(_) => Kind::Integer,
            Value::Float(_) => Kind::Float,
            Value::Boolean(_) => Kind::Boolean,
            Value::Date(_) if days(value).is_some() => Kind::Date,
            Value::List(_) => Kind::List,
            _ => Kind::Text,
        }
    }
}

fn days(value: &Value) -> Option<i32> {
    if let Value::Date(date) = value { date.days().try_into().ok() } else { None }
}

fn write(path: &Path, columns: &[Column]) -> io::Result<()> {
    let written = (|| -> Result<Vec<u8>, ParquetError> {
        let fields = columns.iter().map(Column::schema).collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder("schema").with_fields(fields).build()?;
        // Whole before the file is touched.
        let mut bytes = Vec::new();
        let mut file = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::default())?;
        let mut rows = file.next_row_group()?;
        for column in columns {
            if let Some(writer) = rows.next_column()? {
                column.write(writer)?;
            }
        }
        rows.close()?;
        file.close()?;
        Ok(bytes)
    })();
    std::fs::write(path, written.map_err(io::Error::other)?)
}
