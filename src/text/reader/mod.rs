//! Files, folders, globs, standard input → documents, one in memory at a time.

mod decode;
mod find;
#[cfg(feature = "html")]
mod html;
mod markdown;
mod opening;

use super::Document;
use find::Source;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

#[cfg(feature = "html")]
use html::{article, is_page};

/// Without the feature pages are refused, not read as if they were plain text.
#[cfg(not(feature = "html"))]
fn article(_: &str) -> Result<markdown::Page, String> {
    Err("factloom was built without the feature `html`".into())
}

#[cfg(not(feature = "html"))]
fn is_page(_: &str) -> bool {
    false
}

/// More text than this is no article: it is refused rather than worked on for hours.
pub const LARGEST: u64 = 16 << 20;

/// What documents from standard input are called.
const STDIN: &str = "stdin";

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("there is no file or folder `{0}`; check the spelling, or quote a glob")]
    Missing(String),
    /// The operating system refused.
    #[error("cannot read `{path}`: {error}")]
    Io {
        /// The file.
        path: String,
        /// What the operating system says.
        error: io::Error,
    },
    /// A folder or glob without articles.
    #[error(
        "`{0}` holds no articles; they end in .txt, .text, .md, .markdown, .html, .htm, .jsonl or .ndjson"
    )]
    NoArticles(String),
    /// The file is no text.
    #[error("`{0}` is a binary file; give text, Markdown, HTML or JSON lines")]
    Binary(String),
    /// More than one article can be.
    #[error("{place} holds more than {} MB, which is no single article; split it, one article a file, or give JSON lines", LARGEST >> 20)]
    TooLong {
        /// The file, and the line where it has several documents.
        place: String,
    },
    /// A page without an article.
    #[error("no article found in the HTML page `{path}`: {problem}")]
    Page {
        /// The file.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// A line of JSON lines is not what it should be.
    #[error("{path}, line {line}: {problem}; expected an object with a string `text`")]
    Json {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}

/// Something that was put right on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The file.
    pub path: String,
    /// The byte of the file, from 0, at which the first trouble stands.
    pub offset: usize,
    /// How many places were replaced by U+FFFD.
    pub count: usize,
}

/// Documents from inputs, in order: files, folders (all articles below, by path), globs, and `-` for standard input.
pub struct Documents<'a> {
    sources: VecDeque<Result<Source, ReadError>>,
    input: Option<Box<dyn Read + 'a>>,
    lines: Option<JsonLines<'a>>,
    names: FxHashSet<String>,
    /// What was repaired in the documents given so far.
    pub repairs: Vec<Repair>,
}

struct JsonLines<'a> {
    path: String,
    number: usize,
    /// Where the next line starts, in bytes.
    offset: usize,
    reader: Box<dyn BufRead + 'a>,
}

/// The documents of these inputs; `input` is what `-` reads.
pub fn open<'a>(inputs: &[String], input: impl Read + 'a) -> Documents<'a> {
    let sources = inputs.iter().flat_map(|input| find::sources(input)).collect();
    Documents {
        sources,
        input: Some(Box::new(input)),
        lines: None,
        names: FxHashSet::default(),
        repairs: Vec::new(),
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next_document(&mut self.repairs) {
                    Some(Ok(document)) => return Some(Ok(self.named(document))),
                    Some(Err(error)) => return Some(Err(error)),
                    None => self.lines = None,
                }
            }
            match self.sources.pop_front()? {
                Err(error) => return Some(Err(error)),
                Ok(Source::Input) => {
                    let bytes =
                        self.input.take().map_or(Ok(Vec::new()), |input| whole(input, "standard input"));
                    return Some(bytes.and_then(|bytes| self.article(Path::new(STDIN), &bytes)));
                }
                Ok(Source::File(path)) if find::is_json_lines(&path) => match fs::File::open(&path) {
                    Ok(file) => {
                        let reader = Box::new(BufReader::new(file));
                        self.lines = Some(JsonLines {
                            path: path.display().to_string(),
                            number: 0,
                            offset: 0,
                            reader,
                        });
                    }
                    Err(error) => {
                        return Some(Err(ReadError::Io { path: path.display().to_string(), error }));
                    }
                },
                Ok(Source::File(path)) => {
                    let shown = path.display().to_string();
                    let file =
                        fs::File::open(&path).map_err(|error| ReadError::Io { path: shown.clone(), error });
                    let bytes = file.and_then(|file| whole(file, &shown));
                    return Some(bytes.and_then(|bytes| self.article(&path, &bytes)));
                }
            }
        }
    }
}

/// All that an input holds, unless it is too much.
fn whole(input: impl Read, shown: &str) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    match input.take(LARGEST + 1).read_to_end(&mut bytes) {
        Err(error) => Err(ReadError::Io { path: shown.to_owned(), error }),
        Ok(_) if bytes.len() as u64 > LARGEST => Err(ReadError::TooLong { place: format!("`{shown}`") }),
        Ok(_) => Ok(bytes),
    }
}

impl Documents<'_> {
    /// The document in the bytes of one file.
    fn article(&mut self, path: &Path, bytes: &[u8]) -> Result<Document, ReadError> {
        let shown = path.display().to_string();
        let decoded = decode::decode(bytes).ok_or_else(|| ReadError::Binary(shown.clone()))?;
        if let Some(offset) = decoded.first_repair {
            self.repairs.push(Repair { path: shown.clone(), offset, count: decoded.repairs });
        }
        let name = path.file_stem().map_or_else(|| shown.clone(), |stem| stem.to_string_lossy().into_owned());
        let page = if find::is_markdown(path) {
            markdown::strip(&decoded.text)
        } else if find::is_html(path) || (path == Path::new(STDIN) && is_page(&decoded.text)) {
            article(&decoded.text).map_err(|problem| ReadError::Page { path: shown.clone(), problem })?
        } else {
            markdown::Page { text: decoded.text, ..Default::default() }
        };
        let mut document =
            Document { title: page.title, date: page.date, ..Document::from_text(name, page.text) };
        opening::guess(&mut document);
        document.source = Some(shown);
        Ok(self.named(document))
    }

    /// The document under a name that no other of this run has: its path, or else a number.
    fn named(&mut self, mut document: Document) -> Document {
        if self.names.contains(&document.name) {
            let plain = document.name.clone();
            let path = document.source.clone().map(PathBuf::from).unwrap_or_default();
            document.name = path.with_extension("").display().to_string();
            let mut number = 2;
            while document.name.is_empty() || self.names.contains(&document.name) {
                document.name = format!("{plain}-{number}");
                number += 1;
            }
        }
        self.names.insert(document.name.clone());
        document
    }
}

impl JsonLines<'_> {
    fn next_document(&mut self, repairs: &mut Vec<Repair>) -> Option<Result<Document, ReadError>> {
        loop {
            let mut line = Vec::new();
            self.number += 1;
            let io = |error| ReadError::Io { path: self.path.clone(), error };
            match (&mut self.reader).take(LARGEST + 1).read_until(b'\n', &mut line) {
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

    fn document(&self, line: &str) -> Result<Document, ReadError> {
        let fail = |problem: String| ReadError::Json { path: self.path.clone(), line: self.number, problem };
        let value: serde_json::Value = serde_json::from_str(line).map_err(|error| fail(error.to_string()))?;
        let field = |key: &str| value.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        let text = field("text").ok_or_else(|| fail("no string `text`".into()))?.replace("\r\n", "\n");
        let stem =
            Path::new(&self.path).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let id = value.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        Ok(Document {
            title: field("title"),
            date: field("date"),
            source: Some(field("source").unwrap_or_else(|| self.path.clone())),
            ..Document::from_text(id.unwrap_or_else(|| format!("{stem}-{}", self.number)), text)
        })
    }
}
