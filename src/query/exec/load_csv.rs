//! `LOAD CSV`: the rows of a file in the folders that the caller allows, and in no other place.
//!
//! The format is that of RFC 4180. What stands between two separators is a string; nothing between them is null.

use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::matching::OnMatch;
use super::{Context, Row};
use crate::query::bind::bound::{BoundExpr, Slot};
use crate::query::error::{ErrorKind, QueryError};
use crate::span::Span;
use crate::value::Value;

/// What is read, and where it goes.
pub(super) struct Reading<'a> {
    pub(super) headers: bool,
    pub(super) source: &'a BoundExpr,
    pub(super) slot: Slot,
    pub(super) separator: &'a Option<BoundExpr>,
}

fn external(detail: &'static str, span: Span, message: String) -> QueryError {
    QueryError::runtime(ErrorKind::ExternalError, detail, message).at(span)
}

impl Context<'_> {
    /// Hands on a row for each record; false if it was told to stop.
    pub(super) fn load_csv(
        &self,
        reading: &Reading<'_>,
        row: &mut Row,
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let span = reading.source.span;
        let source = match self.eval(reading.source, row)? {
            Value::String(source) => source,
            other => {
                let message =
                    format!("LOAD CSV needs the name of a file, not a value of type {}", other.value_type());
                return Err(
                    QueryError::runtime(ErrorKind::TypeError, "InvalidArgumentType", message).at(span)
                );
            }
        };
        let separator = match reading.separator {
            Some(expr) => self.separator(expr, row)?,
            None => b',',
        };
        let path = locate(&self.run.limits.files, &source, span)?;
        let unreadable = |error: &dyn std::fmt::Display| {
            external("FileUnreadable", span, format!("cannot read {source}: {error}"))
        };
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(file);
        let mut headers: Option<Vec<Option<Arc<str>>>> = None;
        let mut record = csv::StringRecord::new();
        let mut first = true;
        while reader.read_record(&mut record).map_err(|error| unreadable(&error))? {
            self.tick()?;
            let mut fields: Vec<&str> = record.iter().collect();
            if std::mem::take(&mut first)
                && let Some(field) = fields.first_mut()
            {
                *field = field.trim_start_matches('\u{feff}');
            }
            if reading.headers && headers.is_none() {
                headers = Some(fields.iter().map(|f| (!f.is_empty()).then(|| Arc::from(*f))).collect());
                continue;
            }
            let value = |field: Option<&&str>| match field {
                Some(field) if !field.is_empty() => Value::from(*field),
                _ => Value::Null,
            };
            row[reading.slot] = match &headers {
                Some(headers) => Value::map(headers.iter().enumerate().filter_map(|(index, header)| {
                    Some((Arc::clone(header.as_ref()?), value(fields.get(index))))
                })),
                None => Value::list(fields.iter().map(|field| value(Some(field)))),
            };
            if !then(row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn separator(&self, expr: &BoundExpr, row: &mut Row) -> Result<u8, QueryError> {
        let value = self.eval(expr, row)?;
        match value.as_str().map(str::as_bytes) {
            Some(&[byte]) if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(byte),
            _ => {
                let message = "FIELDTERMINATOR is one ASCII character such as ';'";
                Err(QueryError::runtime(ErrorKind::ArgumentError, "InvalidArgumentValue", message)
                    .at(expr.span))
            }
        }
    }
}

/// The file of this name within the first of the folders that has it.
fn locate(folders: &[PathBuf], source: &str, span: Span) -> Result<PathBuf, QueryError> {
    let mut problem: Option<QueryError> = None;
    for folder in folders {
        match within(folder, source, span) {
            Ok(path) => return Ok(path),
            // That there is no such file says less than what is wrong with one that is there.
            Err(error) if problem.as_ref().is_none_or(|known| known.detail == "FileNotFound") => {
                problem = Some(error);
            }
            Err(_) => {}
        }
    }
    Err(problem.unwrap_or_else(|| {
        let message = "LOAD CSV may read no files here".to_owned();
        external("LoadCsvNotAllowed", span, message)
            .hint("allow a folder: --allow FOLDER, or Limits::files in the library")
    }))
}

/// The file of this name within a folder. Links are followed before it is looked where a file lies.
fn within(folder: &Path, source: &str, span: Span) -> Result<PathBuf, QueryError> {
    let name = source.strip_prefix("file://").unwrap_or(source);
    if name.contains("://") {
        let message = format!("LOAD CSV reads only local files, not {source}");
        return Err(external("UrlNotAllowed", span, message));
    }
    let name = if name.len() < source.len() { unescaped(name) } else { name.to_owned() };
    let outside = || {
        let message = format!("{source} does not lie in a folder that LOAD CSV may read");
        external("FileNotAllowed", span, message)
    };
    let path = Path::new(&name);
    if path.components().any(|part| matches!(part, Component::ParentDir | Component::Prefix(_))) {
        return Err(outside());
    }
    let folder = folder.canonicalize().map_err(|error| {
        external("FileUnreadable", span, format!("cannot read the folder {}: {error}", folder.display()))
    })?;
    // `file:///x.csv` and `/x.csv` begin at the folder, unless they name it.
    let inside = if path.starts_with(&folder) {
        path.to_owned()
    } else {
        folder
            .join(path.components().filter(|part| matches!(part, Component::Normal(_))).collect::<PathBuf>())
    };
    let found = inside.canonicalize().map_err(|error| {
        let message = format!("cannot read {source}: {error}");
        external("FileNotFound", span, message)
    })?;
    if !found.starts_with(&folder) {
        return Err(outside());
    }
    if !found.is_file() {
        return Err(external("FileUnreadable", span, format!("{source} is not a file")));
    }
    Ok(found)
}

/// `%20` and the like as the characters that they stand for.
fn unescaped(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_in_the_folder_are_read() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("allowed");
        std::fs::create_dir_all(folder.join("in side")).unwrap();
        std::fs::write(folder.join("in side/a.csv"), "1").unwrap();
        std::fs::write(place.path().join("secret.csv"), "2").unwrap();
        let detail = |folders: &[PathBuf], source: &str| match locate(folders, source, Span::default()) {
            Ok(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            Err(error) => error.detail.to_owned(),
        };
        let at = |source: &str| detail(std::slice::from_ref(&folder), source);
        assert_eq!(at("in side/a.csv"), "a.csv");
        assert_eq!(at("file:///in%20side/a.csv"), "a.csv");
        assert_eq!(at(&folder.canonicalize().unwrap().join("in side/a.csv").to_string_lossy()), "a.csv");
        assert_eq!(at("../secret.csv"), "FileNotAllowed");
        assert_eq!(at("file:///%2e%2e/secret.csv"), "FileNotAllowed");
        assert_eq!(at("in side"), "FileUnreadable");
        assert_eq!(at("b.csv"), "FileNotFound");
        assert_eq!(at(&place.path().join("secret.csv").to_string_lossy()), "FileNotFound");
        assert_eq!(at("https://example.org/a.csv"), "UrlNotAllowed");
        assert_eq!(detail(&[], "a.csv"), "LoadCsvNotAllowed");
        // Of several folders the first that has it.
        let two = [folder.clone(), place.path().to_owned()];
        assert_eq!(detail(&two, "secret.csv"), "secret.csv");
        assert_eq!(detail(&two, "b.csv"), "FileNotFound");
        assert_eq!(detail(&two, "../b.csv"), "FileNotAllowed");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(place.path().join("secret.csv"), folder.join("link.csv")).unwrap();
            assert_eq!(at("link.csv"), "FileNotAllowed");
        }
    }
}
