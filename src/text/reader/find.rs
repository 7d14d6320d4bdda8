//! What people name on the command line → files, in an order that depends on their paths alone.

use super::ReadError;
use super::kind;
use std::fs;
use std::path::{Path, PathBuf};

/// One thing to read.
#[derive(Debug)]
pub(super) enum Source {
    /// Standard input.
    Input,
    /// A file.
    File(PathBuf),
}

/// The files behind one input.
pub(super) fn sources(input: &str) -> Vec<Result<Source, ReadError>> {
    let path = Path::new(input);
    let mut files = Vec::new();
    if input == "-" {
        return vec![Ok(Source::Input)];
    } else if path.is_dir() {
        if let Err(error) = walk(path, &mut files) {
            return vec![Err(error)];
        }
        files.retain(|file| kind::is_article(file));
    } else if path.exists() {
        return vec![Ok(Source::File(path.to_owned()))];
    } else if input.contains(['*', '?']) {
        let fixed =
            input.split('/').take_while(|part| !part.contains(['*', '?'])).collect::<Vec<_>>().join("/");
        let root = match fixed.as_str() {
            "" if input.starts_with('/') => "/",
            "" => ".",
            fixed => fixed,
        };
        if let (Ok(()), Ok(pattern)) = (walk(Path::new(root), &mut files), pattern(input)) {
            files.retain(|file| {
                let shown = file.to_string_lossy();
                pattern.is_match(shown.strip_prefix("./").unwrap_or(&shown))
            });
        }
    } else {
        return vec![Err(ReadError::Missing(input.to_owned()))];
    }
    if files.is_empty() {
        return vec![Err(ReadError::NoArticles(input.to_owned()))];
    }
    files.sort();
    files.into_iter().map(|file| Ok(Source::File(file))).collect()
}

/// All files below a folder; links to folders are not followed.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), ReadError> {
    let fail = |error| ReadError::Io { path: folder.display().to_string(), error };
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let kind = entry.file_type().map_err(fail)?;
        if kind.is_dir() {
            walk(&entry.path(), files)?;
        } else if entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// A glob as a regular expression: `*` and `?` stay within a folder, `**` does not.
fn pattern(glob: &str) -> Result<regex::Regex, regex::Error> {
    let escaped = regex::escape(glob.strip_prefix("./").unwrap_or(glob));
    let inner = escaped
        .replace(r"\*\*/", "(?:.*/)?")
        .replace(r"\*\*", ".*")
        .replace(r"\*", "[^/]*")
        .replace(r"\?", "[^/]");
    // The star of `(?:.*/)?` and `.*` is not escaped, so the later replacements leave it alone.
    regex::Regex::new(&format!("^{inner}$"))
}
