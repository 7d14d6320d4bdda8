//! A folder that Ladybug's (and Kùzu's) COPY takes: a table a label, a table a relationship type, and `load.cypher`, which
//! makes the tables and fills them when it is run in that folder.
//!
//! There a node is in one table, so its table is that of the label that says most, and `labels` keeps them all. Names that
//! Ladybug would refuse, or not tell apart, get other letters or a number.

use super::selection::{Selection, plain};
use super::tables::columns;
use crate::value::{NodeId, RelationshipId, Value};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Letters of a table's name that its file's name repeats.
const SHOWN: usize = 40;

/// Writes the tables and the script into a folder, which is made if need be.
pub fn ladybug(selection: &Selection<'_>, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut script = BufWriter::new(File::create(folder.join("load.cypher"))?);
    let mut names = Names::default();
    let mut by_label: BTreeMap<&str, Vec<NodeId>> = BTreeMap::new();
    for &node in &selection.nodes {
        by_label.entry(selection.kind(node)).or_default().push(node);
    }
    let mut table_of: HashMap<NodeId, usize> = HashMap::new();
    let mut tables: Vec<String> = Vec::new();
    for (label, nodes) in by_label {
        let table = names.unique(if label.is_empty() { "Node" } else { label });
        table_of.extend(nodes.iter().map(|&node| (node, tables.len())));
        let file = format!("node-{}-{}.csv", tables.len() + 1, shown(&table));
        let columns =
            Columns::of(&["key", "labels"], nodes.iter().flat_map(|&node| selection.node_properties(node)));
        writeln!(
            script,
            "CREATE NODE TABLE `{table}`(`key` INT64 PRIMARY KEY, `labels` STRING{});",
            columns.declared()
        )?;
        copy(&mut script, &table, &file, "")?;
        let mut out = columns.begin(&folder.join(file), "key,labels")?;
        for node in nodes {
            let labels = quoted(&selection.joined_labels(node));
            writeln!(out, "{},{labels}{}", node.0, columns.row(selection.node_properties(node)))?;
        }
        out.flush()?;
        tables.push(table);
    }
    type Pairs = BTreeMap<(usize, usize), Vec<(RelationshipId, NodeId, NodeId)>>;
    let mut by_type: BTreeMap<&str, Pairs> = BTreeMap::new();
    for (id, ends, kind) in selection.edges() {
        let pair = table_of.get(&ends.start).copied().zip(table_of.get(&ends.end).copied());
        let Some(pair) = pair else { continue };
        by_type.entry(kind).or_default().entry(pair).or_default().push((id, ends.start, ends.end));
    }
    let mut number = 0;
    for (kind, pairs) in by_type {
        let table = names.unique(kind);
        let all = pairs.values().flatten();
        let columns =
            Columns::of(&["from", "to"], all.flat_map(|&(id, ..)| selection.relationship_properties(id)));
        let between = |&(from, to): &(usize, usize)| format!("FROM `{}` TO `{}`", tables[from], tables[to]);
        let ends: Vec<String> = pairs.keys().map(between).collect();
        writeln!(script, "CREATE REL TABLE `{table}`({}{});", ends.join(", "), columns.declared())?;
        for (&(from, to), relationships) in &pairs {
            number += 1;
            let file = format!("relationship-{number}-{}.csv", shown(&table));
            // Which tables it is between is said only where there are several.
            let (from, to) = (&tables[from], &tables[to]);
            let ends = if pairs.len() > 1 { format!(", FROM='{from}', TO='{to}'") } else { String::new() };
            copy(&mut script, &table, &file, &ends)?;
            let mut out = columns.begin(&folder.join(file), "from,to")?;
            for (id, start, end) in relationships {
                let row = columns.row(selection.relationship_properties(*id));
                writeln!(out, "{},{}{row}", start.0, end.0)?;
            }
            out.flush()?;
        }
    }
    script.flush()
}

fn copy(script: &mut impl Write, table: &str, file: &str, ends: &str) -> io::Result<()> {
    // Texts may go over lines, which its parallel reader does not know.
    writeln!(
        script,
        "COPY `{table}` FROM '{file}' (HEADER=true, PARALLEL=false, QUOTE='\"', ESCAPE='\"'{ends});"
    )
}

fn shown(name: &str) -> String {
    name.chars().take(SHOWN).collect()
}

/// A text as CSV: in quotes, which tell an empty one from none.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The properties of a table.
struct Columns<'a>(Vec<(&'a str, String, &'static str)>);

impl<'a> Columns<'a> {
    /// Each key of these properties, the column that it becomes beside others, and the column's type.
    fn of(others: &[&str], pairs: impl Iterator<Item = (&'a str, Value)>) -> Columns<'a> {
        let pairs: Vec<(&str, Value)> = pairs.collect();
        // Years are of four digits there.
        let long_dates: HashSet<&str> = pairs
            .iter()
            .filter(|(_, value)| matches!(value, Value::Date(_)) && plain(value).len() != 10)
            .map(|(key, _)| *key)
            .collect();
        let texts: HashSet<&str> = pairs
            .iter()
            .filter(|(_, value)| value.as_str().is_some_and(str::is_empty))
            .map(|(key, _)| *key)
            .collect();
        let mut kinds = columns(pairs.into_iter());
        for key in texts {
            kinds.entry(key).or_insert("string");
        }
        let mut names = Names::default();
        others.iter().for_each(|other| drop(names.unique(other)));
        let column = |(key, kind): (&'a str, &str)| {
            let kind = match kind {
                "long" => "INT64",
                "double" => "DOUBLE",
                "boolean" => "BOOL",
                "date" if !long_dates.contains(key) => "DATE",
                _ => "STRING",
            };
            (key, names.unique(key), kind)
        };
        Columns(kinds.into_iter().map(column).collect())
    }

    fn declared(&self) -> String {
        self.0.iter().map(|(_, name, kind)| format!(", `{name}` {kind}")).collect()
    }

    /// The file of a table, with its heading.
    fn begin(&self, path: &Path, first: &str) -> io::Result<BufWriter<File>> {
        let mut out = BufWriter::new(File::create(path)?);
        let names: String = self.0.iter().map(|(_, name, _)| format!(",{name}")).collect();
        writeln!(out, "{first}{names}")?;
        Ok(out)
    }

    /// The cells of a row behind its first two.
    fn row(&self, pairs: Vec<(&str, Value)>) -> String {
        let cell = |(key, _, kind): &(&str, String, &str)| {
            let value = pairs.iter().find(|(known, _)| known == key).map(|(_, value)| plain(value));
            match value {
                None => ",".to_owned(),
                Some(text) if *kind == "STRING" => format!(",{}", quoted(&text)),
                Some(text) => format!(",{text}"),
            }
        };
        self.0.iter().map(cell).collect()
    }
}

/// Names that are taken, in lower case.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    /// A name that can be written between backticks and that no other has.
    fn unique(&mut self, name: &str) -> String {
        let mut plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        // What begins with a line is Ladybug's own, and no file has a name without end.
        if plain.starts_with('_') || plain.is_empty() {
            plain.insert(0, 'x');
        }
        let plain: String = plain.chars().take(120).collect();
        let mut unique = plain.clone();
        let mut number = 2;
        while !self.0.insert(unique.to_lowercase()) {
            unique = format!("{plain}_{number}");
            number += 1;
        }
        unique
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_whatever_their_case() {
        let mut names = Names::default();
        let all: Vec<String> = ["VISITS", "visits", "_id", "a`b", "a b", ""].map(|n| names.unique(n)).into();
        assert_eq!(all, ["VISITS", "visits_2", "x_id", "a_b", "a_b_2", "x"]);
    }
}
