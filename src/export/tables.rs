//! A folder of two CSV tables with the headers that `neo4j-admin database import` reads: `nodes.csv` and
//! `relationships.csv`. What spreadsheets would run as a formula gets an apostrophe in front.
//!
//! A column has one type: integers, floats, booleans and dates keep theirs where every value of the key has it, lists
//! are arrays of text with `;` between their items, everything else is text. `import` reads the folder back.

use super::selection::{Selection, plain};
use crate::value::Value;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Writes the two tables into a folder, which is made if need be.
pub fn tables(selection: &Selection<'_>, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let columns = columns(selection.nodes.iter().flat_map(|id| selection.node_properties(*id)));
    let mut out = csv::Writer::from_path(folder.join("nodes.csv"))?;
    let head = ["_id:ID".to_owned()].into_iter().chain(header(&columns)).chain([":LABEL".to_owned()]);
    out.write_record(head)?;
    for &id in &selection.nodes {
        let values = row(&columns, selection.node_properties(id));
        let labels = selection.joined_labels(id);
        out.write_record([id.0.to_string()].into_iter().chain(values).chain([harmless(labels)]))?;
    }
    out.flush()?;
    let columns =
        self::columns(selection.relationships.iter().flat_map(|id| selection.relationship_properties(*id)));
    let mut out = csv::Writer::from_path(folder.join("relationships.csv"))?;
    let head = [":START_ID", ":END_ID"].map(str::to_owned).into_iter();
    out.write_record(head.chain(header(&columns)).chain([":TYPE".to_owned()]))?;
    for (id, ends, kind) in selection.edges() {
        let values = row(&columns, selection.relationship_properties(id));
        let ends = [ends.start.0.to_string(), ends.end.0.to_string()];
        out.write_record(ends.into_iter().chain(values).chain([harmless(kind.to_owned())]))?;
    }
    out.flush()
}

/// Each key and what neo4j calls its type.
pub(super) fn columns<'a>(pairs: impl Iterator<Item = (&'a str, Value)>) -> BTreeMap<&'a str, &'static str> {
    let mut columns = BTreeMap::new();
    for (key, value) in pairs {
        // An empty cell is no value to those who read it: a key that has nothing else gets no column.
        if plain(&value).is_empty() {
            continue;
        }
        let kind = match value {
            Value::Integer(_) => "long",
            Value::Float(number) if number.is_finite() => "double",
            Value::Boolean(_) => "boolean",
            Value::Date(_) => "date",
            Value::List(_) => "string[]",
            _ => "string",
        };
        let known = columns.entry(key).or_insert(kind);
        if *known != kind {
            *known = "string";
        }
    }
    columns
}

fn header(columns: &BTreeMap<&str, &str>) -> Vec<String> {
    columns.iter().map(|(key, kind)| harmless(format!("{key}:{kind}"))).collect()
}

fn row(columns: &BTreeMap<&str, &str>, pairs: Vec<(&str, Value)>) -> Vec<String> {
    columns
        .iter()
        .map(|(key, kind)| {
            let value = pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value);
            match value {
                None => String::new(),
                Some(value) if matches!(*kind, "string" | "string[]") => harmless(plain(value)),
                // Signs before numbers are no formulas.
                Some(value) => plain(value),
            }
        })
        .collect()
}

/// Text that no spreadsheet takes for a formula (OWASP, "CSV injection"). What looks like such a text already gets one more
/// apostrophe, so that reading takes away what was put there and nothing else.
fn harmless(text: String) -> String {
    if is_formula(text.trim_start_matches('\'')) { format!("'{text}") } else { text }
}

/// Whether a spreadsheet would run a text.
pub(crate) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}
