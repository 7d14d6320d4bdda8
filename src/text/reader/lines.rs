//! Files that hold a document a line or row, read as they come: JSON lines and tables.

use super::columns::{self, Column};
use super::{LARGEST, ReadError, Repair, decode, opening};
use crate::text::Document;
use std::io::{BufRead, Read};
use std::path::Path;

/// The documents of such a file.
pub(super) trait Documents {
    /// The next one.
    fn next(&mut self, repairs: &mut Vec<Repair>) -> Option<Result<Document, ReadError>>;
}

/// A JSON object a line.
pub(super) struct JsonLines<'a> {
    pub(super) path: String,
    pub(super) reader: Box<dyn BufRead + 'a>,
    number: usize,
    /// Where the next line starts, in bytes.
    offset: usize,
}

impl<'a> JsonLines<'a> {
    pub(super) fn new(path: String, reader: Box<dyn BufRead + 'a>) -> Self {
        JsonLines { path, reader, number: 0, offset: 0 }
    }

    fn document(&self, line: &str) -> Result<Document, ReadError> {
        let fail = |problem: String| ReadError::Json { path: self.path.clone(), line: self.number, problem };
        let value: serde_json::Value = serde_json::from_str(line).map_err(|error| fail(error.to_string()))?;
        let field = |column: Column| {
            columns::names(column).iter().find_map(|key| value.get(key)?.as_str().map(str::to_owned))
        };
        let text = field(Column::Text).ok_or_else(|| fail("no string `text`".into()))?.replace("\r\n", "\n");
        let id = value.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let id = id
            .or_else(|| field(Column::Id))
            .unwrap_or_else(|| format!("{}-{}", stem(&self.path), self.number));
        let date = field(Column::Date);
        Ok(Document {
            title: field(Column::Title),
            date: date.map(|date| opening::date(&date).unwrap_or(date)),
            source: Some(field(Column::Source).unwrap_or_else(|| self.path.clone())),
            ..Document::from_text(id, text)
        })
    }
}

fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    // `news.jsonl.gz` is called `news`.
    stem.split_once('.')
        .filter(|(_, rest)| matches!(*rest, "jsonl" | "ndjson" | "csv" | "tsv"))
        .map_or(stem.clone(), |(stem, _)| stem.to_owned())
}

impl Documents for JsonLines<'_> {
    fn next(&mut self, repairs: &mut Vec<Repair>) -> Option<Result<Document, ReadError>> {
        loop {
            let mut line = Vec::new();
            self.number += 1;
            let io = |error| ReadError::Io { path: self.path.clone(), error };
            match self.reader.by_ref().take(LARGEST + 1).read_until(b'\n', &mut line) {
                Err(error) => return Some(Err(io(error))),
                Ok(0) => return None,
                Ok(length) if length as u64 > LARGEST && !line.ends_with(b"\n") => {
                    let rest = self.reader.skip_until(b'\n');
                    return Some(Err(match rest {
                        Err(error) => io(error),
                        Ok(skipped) => {
                            self.offset += length + skipped;
                            ReadError::TooLong { place: format!("{}, line {},", self.path, self.number) }
                        }
                    }));
                }
                Ok(length) => {
                    let start = self.offset;
                    self.offset += length;
                    if line.trim_ascii().is_empty() {
                        continue;
                    }
                    let decoded = decode::utf8(&line);
                    if let Some(at) = decoded.first_repair {
                        let (path, count) = (self.path.clone(), decoded.repairs);
                        repairs.push(Repair { path, offset: start + at, count });
                    }
                    return Some(self.document(&decoded.text));
                }
            }
        }
    }
}

/// A document a row, under a header that names the columns.
pub(super) struct Table<'a> {
    path: String,
    reader: csv::Reader<Box<dyn Read + 'a>>,
    /// Where the text, title, date, source and id stand; known once the header is read.
    places: Option<[Option<usize>; 5]>,
    number: usize,
}

impl<'a> Table<'a> {
    pub(super) fn new(path: String, separator: u8, reader: Box<dyn Read + 'a>) -> Self {
        let reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(reader);
        Table { path, reader, places: None, number: 0 }
    }

    fn header(&mut self) -> Result<[Option<usize>; 5], ReadError> {
        let path = self.path.clone();
        let fail = |problem: String| ReadError::Table { path: path.clone(), line: 1, problem };
        let bytes = self.reader.byte_headers().map_err(|error| fail(error.to_string()))?.clone();
        let headers: Vec<String> = bytes
            .iter()
            .map(|h| String::from_utf8_lossy(h).trim_start_matches('\u{feff}').to_owned())
            .collect();
        let place = |column| columns::place(column, headers.iter().map(String::as_str));
        if place(Column::Text).is_none() {
            return Err(fail(format!(
                "no column is called {}; there are {}",
                columns::names(Column::Text)[..5].join(", "),
                headers.join(", ")
            )));
        }
        Ok([Column::Text, Column::Title, Column::Date, Column::Source, Column::Id].map(place))
    }
}

impl Documents for Table<'_> {
    fn next(&mut self, repairs: &mut Vec<Repair>) -> Option<Result<Document, ReadError>> {
        let places = match self.places {
            Some(places) => places,
            None => match self.header() {
                Ok(places) => *self.places.insert(places),
                Err(error) => {
                    // Without a header no row means anything.
                    self.places = Some([None; 5]);
                    return Some(Err(error));
                }
            },
        };
        places[0]?;
        loop {
            let mut row = csv::ByteRecord::new();
            let line = self.reader.position().line();
            match self.reader.read_byte_record(&mut row) {
                Ok(false) => return None,
                Err(error) => {
                    self.places = Some([None; 5]);
                    let (path, problem) = (self.path.clone(), error.to_string());
                    return Some(Err(ReadError::Table { path, line, problem }));
                }
                Ok(true) => {}
            }
            self.number += 1;
            let mut cell = |at: usize| {
                let bytes = row.get(places[at]?)?;
                let decoded = decode::utf8(bytes);
                if let Some(offset) = decoded.first_repair {
                    let start = row.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
                    repairs.push(Repair {
                        path: self.path.clone(),
                        offset: start + offset,
                        count: decoded.repairs,
                    });
                }
                let text = decoded.text.replace("\r\n", "\n");
                (!text.trim().is_empty()).then_some(text)
            };
            let Some(text) = cell(0) else { continue };
            let (title, date, source, id) = (cell(1), cell(2), cell(3), cell(4));
            return Some(Ok(Document {
                title,
                date: date.and_then(|date| opening::date(&date)),
                source: Some(source.unwrap_or_else(|| self.path.clone())),
                ..Document::from_text(
                    id.unwrap_or_else(|| format!("{}-{}", stem(&self.path), self.number)),
                    text,
                )
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut documents: impl Documents) -> Vec<Result<Document, String>> {
        let mut repairs = Vec::new();
        std::iter::from_fn(|| documents.next(&mut repairs)).map(|d| d.map_err(|e| e.to_string())).collect()
    }

    #[test]
    fn columns_are_told_by_their_names() {
        let table = "\u{feff}ID,Headline,Body,published\n7,Talks,\"Ada met\nBo.\",\"16 April 2023\"\n8,Empty,,\n,Short,Yes.,2023\n";
        let found = all(Table::new("news.csv".into(), b',', Box::new(table.as_bytes())));
        let seen: Vec<_> = found
            .iter()
            .map(|d| {
                d.as_ref().map(|d| (d.name.as_str(), d.title.as_deref(), d.date.as_deref(), d.text.as_str()))
            })
            .collect();
        assert_eq!(
            seen,
            [
                Ok(("7", Some("Talks"), Some("2023-04-16"), "Ada met\nBo.")),
                Ok(("news-3", Some("Short"), None, "Yes."))
            ]
        );
        let found = all(Table::new("a.csv".into(), b',', Box::new(&b"a,b\n1,2\n"[..])));
        assert_eq!(found.len(), 1);
        assert!(
            found[0].as_ref().is_err_and(|e| e.starts_with("a.csv, line 1: no column is called text, body"))
        );
    }

    #[test]
    fn json_lines_forgive_other_names() {
        let lines = "{\"url\":\"http://x.org\",\"body\":\"Ada.\",\"published_at\":\"2023-04-16T10:00:00Z\"}\n\n{\"a\":1}\n";
        let found = all(JsonLines::new("news.jsonl".into(), Box::new(lines.as_bytes())));
        let first = found[0].as_ref().unwrap();
        assert_eq!((first.name.as_str(), first.source.as_deref()), ("news-1", Some("http://x.org")));
        assert_eq!(first.date.as_deref(), Some("2023-04-16"));
        assert_eq!(
            found[1].as_ref().unwrap_err(),
            "news.jsonl, line 3: no string `text`; expected an object with a string `text`"
        );
    }
}
