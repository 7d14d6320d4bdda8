//! Rows → text: the formats that `query --format` and `:mode` share.
//!
//! Rows are JSON values in the shapes that `query --format json` promises, so a format knows nothing of graphs.

use serde_json::{Map, Value};
use std::io::{self, Write};
use std::str::FromStr;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Answers to triple patterns and questions as sentences with their sources; everything else as `Table`.
    #[default]
    Sentences,
    /// Columns with a frame, cut to fit the window.
    Table,
    /// One object: `{"columns":[…],"rows":[[…]…]}`.
    Json,
    /// One object a row, by column.
    Jsonl,
    /// Comma-separated values (RFC 4180), null as nothing.
    Csv,
    /// Tab-separated values; tabs and line ends in a value as `\t` and `\n`.
    Tsv,
    /// A Markdown table.
    Markdown,
    /// A line a value, `column: value`, rows parted by an empty line.
    Lines,
}

impl Format {
    /// All formats with their names.
    pub const ALL: [(Format, &'static str); 8] = [
        (Format::Sentences, "sentences"),
        (Format::Table, "table"),
        (Format::Json, "json"),
        (Format::Jsonl, "jsonl"),
        (Format::Csv, "csv"),
        (Format::Tsv, "tsv"),
        (Format::Markdown, "markdown"),
        (Format::Lines, "lines"),
    ];

    /// The name as it is given on the command line.
    pub fn name(self) -> &'static str {
        Format::ALL.iter().find(|(f, _)| *f == self).map_or("sentences", |(_, name)| name)
    }

    /// Writes rows. `look` says what the reader of a `Table` or of `Lines` sees it on.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write(self, result: &Rows, look: Look, out: &mut dyn Write) -> io::Result<()> {
        if !look.terminal {
            return self.write_exactly(result, look, out);
        }
        // What is for programs is exact through a pipe; on a terminal nothing in it may act.
        let mut bytes = Vec::new();
        self.write_exactly(result, look, &mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let shown = |line: &str| line.split('\t').map(harmless).collect::<Vec<_>>().join("\t") + "\n";
        text.lines().try_for_each(|line| out.write_all(shown(line).as_bytes()))
    }

    fn write_exactly(self, result: &Rows, look: Look, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Sentences | Format::Table => table(result, look, out),
            Format::Json => {
                serde_json::to_writer(&mut *out, result)?;
                writeln!(out)
            }
            Format::Jsonl => result.rows.iter().try_for_each(|row| {
                let object: Map<String, Value> =
                    result.columns.iter().cloned().zip(row.iter().cloned()).collect();
                serde_json::to_writer(&mut *out, &object)?;
                writeln!(out)
            }),
            Format::Csv => separated(result, out, ",", csv_field),
            Format::Tsv => separated(result, out, "\t", tsv_field),
            Format::Markdown => markdown(result, out),
            Format::Lines => lines(result, look, out),
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        let name = if name == "box" { "table" } else { name };
        Format::ALL.iter().find(|(_, n)| *n == name).map(|(f, _)| *f).ok_or_else(|| {
            let names: Vec<&str> = Format::ALL.iter().map(|(_, n)| *n).collect();
            format!("no format `{name}`; there are {}", names.join(", "))
        })
    }
}

/// A result: the names of the columns and the rows under them.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Rows {
    /// Column names, in order.
    pub columns: Vec<String>,
    /// The rows, each of as many values as there are columns.
    pub rows: Vec<Vec<Value>>,
}

/// What a table is seen on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Columns of the window; without one nothing is cut.
    pub width: Option<usize>,
    /// Rows that are shown at most.
    pub rows: Option<usize>,
    /// Whether it is a terminal, on which control and direction characters must not act.
    pub terminal: bool,
}

/// A value as people read it: strings without quotes, nodes as `(:Person {name: "Ada"})`.
pub fn readable(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => {
            let mut text = String::new();
            nested(other, &mut text);
            text
        }
    }
}

/// A value within another: strings in quotes.
fn nested(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { ", " });
                nested(item, out);
            }
            out.push(']');
        }
        Value::Object(object) => {
            if let Some(nodes) = object.get("nodes").and_then(Value::as_array)
                && let Some(relationships) = object.get("relationships").and_then(Value::as_array)
                && object.len() == 2
            {
                path(nodes, relationships, out);
            } else if let Some(labels) = object.get("labels").and_then(Value::as_array)
                && object.contains_key("properties")
            {
                node(object, labels, out);
            } else if object.contains_key("start")
                && object.contains_key("end")
                && object.contains_key("type")
            {
                relationship(object, out);
            } else {
                map(object, out);
            }
        }
        other => out.push_str(&other.to_string()),
    }
}

fn node(object: &Map<String, Value>, labels: &[Value], out: &mut String) {
    out.push('(');
    for label in labels {
        out.push(':');
        out.push_str(label.as_str().unwrap_or("?"));
    }
    properties(object, !labels.is_empty(), out);
    out.push(')');
}

fn relationship(object: &Map<String, Value>, out: &mut String) {
    out.push_str("[:");
    out.push_str(object.get("type").and_then(Value::as_str).unwrap_or("?"));
    properties(object, true, out);
    out.push(']');
}

fn properties(object: &Map<String, Value>, space: bool, out: &mut String) {
    if let Some(Value::Object(properties)) = object.get("properties")
        && !properties.is_empty()
    {
        out.push_str(if space { " " } else { "" });
        map(properties, out);
    }
}

fn map(object: &Map<String, Value>, out: &mut String) {
    out.push('{');
    for (i, (key, value)) in object.iter().enumerate() {
        out.push_str(if i == 0 { "" } else { ", " });
        out.push_str(key);
        out.push_str(": ");
        nested(value, out);
    }
    out.push('}');
}

fn path(nodes: &[Value], relationships: &[Value], out: &mut String) {
    for (i, node) in nodes.iter().enumerate() {
        nested(node, out);
        if let Some(step) = relationships.get(i) {
            let forward = step.get("start") == node.get("id");
            out.push_str(if forward { "-" } else { "<-" });
            nested(step, out);
            out.push_str(if forward { "->" } else { "-" });
        }
    }
}

/// A text on one line in which no character acts on a terminal: control and direction characters are escaped.
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if acts(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Whether a character acts on a terminal instead of being shown.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn shown(value: &Value, look: Look) -> String {
    let text = readable(value);
    if look.terminal { harmless(&text) } else { text.replace('\n', "\\n").replace('\t', "\\t") }
}

/// The narrowest column that is still worth reading, and the narrowest heading over something narrower.
const NARROWEST: usize = 8;
const HEADING: usize = 5;

fn table(result: &Rows, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if result.columns.is_empty() {
        return Ok(());
    }
    let count = look.rows.map_or(result.rows.len(), |most| most.min(result.rows.len()));
    let head: Vec<String> = result.columns.iter().map(|c| harmless(c)).collect();
    let body: Vec<Vec<String>> =
        result.rows[..count].iter().map(|row| row.iter().map(|v| shown(v, look)).collect()).collect();
    let mut widths: Vec<usize> = head.iter().map(|c| c.width()).collect();
    for row in &body {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    if let Some(window) = look.width {
        // What does not fit even when cut is easier to read one below the other.
        if head.len() > 1 && widths.iter().map(|&w| w.min(NARROWEST) + 3).sum::<usize>() + 1 > window {
            return lines(
                &Rows { columns: result.columns.to_vec(), rows: result.rows[..count].to_vec() },
                look,
                out,
            )
            .and_then(|()| rest(result.rows.len() - count, out));
        }
        let room = window.saturating_sub(3 * head.len() + 1);
        let floor = |at: usize| body.iter().map(|row| row[at].width()).max().unwrap_or(0).max(HEADING);
        let headings: Vec<usize> = widths.iter().enumerate().map(|(at, w)| floor(at).min(*w)).collect();
        fit(&mut widths, &headings, room);
        fit(&mut widths, &vec![NARROWEST; head.len()], room);
    }
    let rule = |left: &str, middle: &str, right: &str| {
        let bars: Vec<String> = widths.iter().map(|w| "─".repeat(w + 2)).collect();
        format!("{left}{}{right}", bars.join(middle))
    };
    writeln!(out, "{}", rule("┌", "┬", "┐"))?;
    line(&head, &widths, None, out)?;
    writeln!(out, "{}", rule("├", "┼", "┤"))?;
    for (row, values) in body.iter().zip(&result.rows) {
        line(row, &widths, Some(values), out)?;
    }
    writeln!(out, "{}", rule("└", "┴", "┘"))?;
    rest(result.rows.len() - count, out)
}

/// Says that there are more rows.
fn rest(more: usize, out: &mut dyn Write) -> io::Result<()> {
    match more {
        0 => Ok(()),
        1 => writeln!(out, "  … 1 more row"),
        more => writeln!(out, "  … {more} more rows"),
    }
}

/// One line of a table; numbers stand to the right.
fn line(cells: &[String], widths: &[usize], values: Option<&[Value]>, out: &mut dyn Write) -> io::Result<()> {
    for (i, (cell, &width)) in cells.iter().zip(widths).enumerate() {
        let cell = cut(cell, width);
        let space = " ".repeat(width - cell.width());
        let right = values.is_some_and(|v| v.get(i).is_some_and(Value::is_number));
        if right {
            write!(out, "│ {space}{cell} ")?;
        } else {
            write!(out, "│ {cell}{space} ")?;
        }
    }
    writeln!(out, "│")
}

/// Narrows columns until all fit in `room`: first those that only their heading makes wide, then the widest, each down to
/// its floor. What is too much is shared out among columns that are equally wide.
fn fit(widths: &mut [usize], floors: &[usize], room: usize) {
    let mut over = widths.iter().sum::<usize>().saturating_sub(room);
    while over > 0 {
        let open = |(width, floor): &(&usize, &usize)| width > floor;
        let Some(widest) = widths.iter().zip(floors).filter(open).map(|(width, _)| *width).max() else {
            return;
        };
        // Down to the next narrower column, or to the highest floor among the widest.
        let equal = |(width, floor): &(&usize, &usize)| **width == widest && **floor < widest;
        let stop = widths
            .iter()
            .zip(floors)
            .map(|(width, floor)| if equal(&(width, floor)) { *floor } else { *width })
            .filter(|stop| *stop < widest)
            .max()
            .unwrap_or(0);
        let count = widths.iter().zip(floors).filter(equal).count().max(1);
        let share = over.div_ceil(count).min(widest - stop);
        for (width, floor) in widths.iter_mut().zip(floors) {
            if *width == widest && *floor < widest {
                let less = share.min(over);
                *width -= less;
                over -= less;
            }
        }
    }
}

/// A text cut to a number of columns, `…` where something is left out.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used >= width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

fn separated(result: &Rows, out: &mut dyn Write, by: &str, field: fn(&str) -> String) -> io::Result<()> {
    let head: Vec<String> = result.columns.iter().map(|c| field(c)).collect();
    writeln!(out, "{}", head.join(by))?;
    result.rows.iter().try_for_each(|row| {
        let cells: Vec<String> =
            row.iter().map(|v| if v.is_null() { String::new() } else { field(&readable(v)) }).collect();
        writeln!(out, "{}", cells.join(by))
    })
}

fn csv_field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn tsv_field(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn markdown(result: &Rows, out: &mut dyn Write) -> io::Result<()> {
    let field = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ");
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    writeln!(out, "{}", row(result.columns.iter().map(|c| field(c)).collect()))?;
    writeln!(out, "{}", row(result.columns.iter().map(|_| "---".to_owned()).collect()))?;
    result
        .rows
        .iter()
        .try_for_each(|r| writeln!(out, "{}", row(r.iter().map(|v| field(&readable(v))).collect())))
}

fn lines(result: &Rows, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let width = result.columns.iter().map(|c| c.width()).max().unwrap_or(0);
    for (i, row) in result.rows.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        for (column, value) in result.columns.iter().zip(row) {
            let space = " ".repeat(width - column.width());
            writeln!(out, "{space}{}: {}", harmless(column), shown(value, look))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sample() -> Rows {
        Rows {
            columns: vec!["name".into(), "n".into()],
            rows: vec![
                vec![json!("Ada, \"Countess\"\nof Lovelace"), json!(1)],
                vec![json!({"id": "1", "labels": ["Place"], "properties": {"name": "Oslo"}}), Value::Null],
            ],
        }
    }

    fn check(format: Format, look: Look, expected: &str) {
        let mut out = Vec::new();
        format.write(&sample(), look, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn tables_fit_the_window() {
        let look = Look { width: Some(30), rows: Some(1), terminal: true };
        check(
            Format::Table,
            look,
            r#"┌────────────────────────┬───┐
│ name                   │ n │
├────────────────────────┼───┤
│ Ada, "Countess"\nof L… │ 1 │
└────────────────────────┴───┘
  … 1 more row
"#,
        );
    }

    #[test]
    fn wide_columns_share_what_is_too_much() {
        let mut widths = [40, 24, 6, 17, 10];
        fit(&mut widths, &[8; 5], 54);
        assert_eq!(widths, [12, 12, 6, 14, 10]);
        fit(&mut widths, &[8; 5], 1);
        assert_eq!(widths, [8, 8, 6, 8, 8]);
        // A floor is where a column stays; the others go on.
        let mut widths = [10, 9, 20];
        fit(&mut widths, &[4, 9, 20], 30);
        assert_eq!(widths, [4, 9, 20]);
    }

    #[test]
    fn headings_give_way_to_what_stands_below() {
        let row = |name: &str| vec![json!(name), json!(0.95), json!(2)];
        let rows = Rows {
            columns: ["name", "confidence", "sentences"].map(String::from).to_vec(),
            rows: vec![row("Russian military academies")],
        };
        let mut out = Vec::new();
        Format::Table.write(&rows, Look { width: Some(46), rows: None, terminal: true }, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("Russian military academies │  0.95 │"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 46), "{text}");
    }

    #[test]
    fn rows_that_are_too_wide_stand_below_each_other() {
        let columns = (0..4).map(|i| format!("column_{i}")).collect();
        let rows = Rows { columns, rows: vec![vec![json!("a long value"); 4]] };
        let mut out = Vec::new();
        Format::Table.write(&rows, Look { width: Some(40), rows: None, terminal: true }, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap().lines().next(), Some("column_0: a long value"));
    }

    #[test]
    fn formats_for_programs() {
        let look = Look::default();
        check(
            Format::Json,
            look,
            "{\"columns\":[\"name\",\"n\"],\"rows\":[[\"Ada, \\\"Countess\\\"\\nof Lovelace\",1],[{\"id\":\"1\",\"labels\":[\"Place\"],\"properties\":{\"name\":\"Oslo\"}},null]]}\n",
        );
        check(
            Format::Csv,
            look,
            "name,n\n\"Ada, \"\"Countess\"\"\nof Lovelace\",1\n\"(:Place {name: \"\"Oslo\"\"})\",\n",
        );
        check(
            Format::Tsv,
            look,
            "name\tn\nAda, \"Countess\"\\nof Lovelace\t1\n(:Place {name: \"Oslo\"})\t\n",
        );
        check(
            Format::Markdown,
            look,
            "| name | n |\n| --- | --- |\n| Ada, \"Countess\" of Lovelace | 1 |\n| (:Place {name: \"Oslo\"}) | null |\n",
        );
    }

    #[test]
    fn nothing_acts_on_a_terminal() {
        assert_eq!(harmless("a\u{1b}[31m\u{202e}b\n"), "a\\u{1b}[31m\\u{202e}b\\n");
    }

    #[test]
    fn paths_show_their_direction() {
        let node = |id: &str| json!({"id": id, "labels": ["A"], "properties": {}});
        let step = json!({"id": "7", "type": "R", "start": "2", "end": "1", "properties": {"w": 1}});
        let path = json!({"nodes": [node("1"), node("2")], "relationships": [step]});
        assert_eq!(readable(&path), "(:A)<-[:R {w: 1}]-(:A)");
    }
}
