//! Files, folders, globs, archives, standard input → documents, one in memory at a time.

mod columns;
mod decode;
mod error;
#[cfg(feature = "html")]
mod feed;
mod find;
#[cfg(feature = "html")]
mod html;
mod kind;
mod lines;
mod markdown;
#[cfg(any(feature = "html", feature = "archives"))]
mod markup;
#[cfg(feature = "archives")]
mod office;
mod opening;
#[cfg(feature = "archives")]
mod packed;
#[cfg(feature = "pdf")]
mod pdf;
mod unpack;
mod warc;

pub use error::ReadError;

use super::Document;
use find::Source;
use kind::{Kind, Packing};
use lines::{JsonLines, Table};
use markdown::Page;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;
use std::fs;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use unpack::Packed;
use warc::Warc;

/// More text than this is no article: it is refused rather than worked on for hours.
pub const LARGEST: u64 = 16 << 20;
/// Files that hold other files may be larger.
const LARGEST_PACKED: u64 = 1 << 30;

/// What documents from standard input are called.
const STDIN: &str = "stdin";

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
    /// The file at hand that holds a document a line.
    lines: Option<Box<dyn lines::Documents + 'a>>,
    /// The archive at hand.
    packed: Option<Packed>,
    /// Documents of the file at hand that come at once.
    waiting: VecDeque<Result<Document, ReadError>>,
    names: FxHashSet<String>,
    /// Whether a document's name is that of another one that is known already.
    is_taken: Box<dyn Fn(&Document) -> bool + 'a>,
    /// What was repaired in the documents given so far.
    pub repairs: Vec<Repair>,
}

/// The documents of these inputs; `input` is what `-` reads.
pub fn open<'a>(inputs: &[String], input: impl Read + 'a) -> Documents<'a> {
    let sources = inputs.iter().flat_map(|input| find::sources(input)).collect();
    Documents {
        sources,
        input: Some(Box::new(input)),
        lines: None,
        packed: None,
        waiting: VecDeque::new(),
        names: FxHashSet::default(),
        is_taken: Box::new(|_| false),
        repairs: Vec::new(),
    }
}

impl<'a> Documents<'a> {
    /// Documents that are read beside others: one whose name `is_taken` by another is given a name of its own.
    #[must_use]
    pub fn beside(self, is_taken: impl Fn(&Document) -> bool + 'a) -> Documents<'a> {
        Documents { is_taken: Box::new(is_taken), ..self }
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.waiting.pop_front() {
                return Some(document.map(|document| self.named(document)));
            }
            if let Some(lines) = &mut self.lines {
                match lines.next(&mut self.repairs) {
                    Some(document) => return Some(document.map(|document| self.named(document))),
                    None => self.lines = None,
                }
            }
            match self.packed.as_mut().and_then(Packed::next) {
                Some(Ok((path, bytes))) => {
                    self.take(&path, kind::of(&path), bytes);
                    continue;
                }
                Some(Err(error)) => return Some(Err(error)),
                None => self.packed = None,
            }
            let read = match self.sources.pop_front()? {
                Err(error) => Err(error),
                Ok(Source::Input) => self.standard_input(),
                Ok(Source::File(path)) => self.file(&path),
            };
            if let Err(error) = read {
                return Some(Err(error));
            }
        }
    }
}

impl Documents<'_> {
    fn standard_input(&mut self) -> Result<(), ReadError> {
        let Some(mut input) = self.input.take() else { return Ok(()) };
        let mut head = Vec::new();
        let read = input.by_ref().take(4).read_to_end(&mut head);
        read.map_err(|error| ReadError::Io { path: "standard input".into(), error })?;
        let packed =
            Packing::of(&head).is_some() || matches!(head.as_slice(), b"PK\x03\x04" | b"WARC" | b"%PDF");
        let most = if packed { LARGEST_PACKED } else { LARGEST };
        let bytes = whole(head.as_slice().chain(input), "standard input", most)?;
        // What a pipe brings has no name, but some of it says what it is.
        let kind =
            Packing::of(&bytes).map_or_else(|| unnamed(&bytes), |p| Kind::Packed(p, Box::new(Kind::Text)));
        self.take(Path::new(STDIN), kind, bytes);
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<(), ReadError> {
        let failed = |error: io::Error| ReadError::Io { path: path.display().to_string(), error };
        let open = || fs::File::open(path).map_err(failed);
        match kind::of(path) {
            kind @ (Kind::JsonLines | Kind::Table(_) | Kind::Warc) => {
                self.stream(path, &kind, Box::new(open()?))
            }
            Kind::Packed(packing, kind) if matches!(*kind, Kind::JsonLines | Kind::Table(_) | Kind::Warc) => {
                let reader = unpack::stream(packing, path, open()?)?;
                self.stream(path, &kind, reader);
            }
            kind => {
                let packed =
                    matches!(kind, Kind::Zip | Kind::Docx | Kind::Epub | Kind::Pdf | Kind::Packed(..));
                let most = if packed { LARGEST_PACKED } else { LARGEST };
                let bytes = whole(open()?, &path.display().to_string(), most)?;
                self.take(path, kind, bytes);
            }
        }
        Ok(())
    }

    /// Begins to read a file that holds a document a line.
    fn stream(&mut self, path: &Path, kind: &Kind, reader: Box<dyn Read>) {
        let shown = path.display().to_string();
        self.lines = Some(match kind {
            Kind::Table(separator) => Box::new(Table::new(shown, *separator, reader)),
            Kind::Warc => Box::new(Warc::new(shown, Box::new(BufReader::new(reader)))),
            _ => Box::new(JsonLines::new(shown, Box::new(BufReader::new(reader)))),
        });
    }

    /// Takes in the bytes of one file.
    fn take(&mut self, path: &Path, kind: Kind, bytes: Vec<u8>) {
        match kind {
            Kind::JsonLines | Kind::Table(_) | Kind::Warc => {
                self.stream(path, &kind, Box::new(io::Cursor::new(bytes)))
            }
            Kind::Zip if self.packed.is_some() => self.waiting.push_back(Err(ReadError::Broken {
                path: path.display().to_string(),
                what: "archive",
                problem: "it lies within another; unpack that first".into(),
            })),
            Kind::Zip => match Packed::open(path, bytes) {
                Ok(packed) => self.packed = Some(packed),
                Err(error) => self.waiting.push_back(Err(error)),
            },
            Kind::Packed(packing, kind) => match unpack::unpacked(packing, path, &bytes) {
                // What came through a pipe shows what it is once it is unpacked.
                Ok(bytes) if path == Path::new(STDIN) => self.take(path, unnamed(&bytes), bytes),
                Ok(bytes) => self.take(&path.with_extension(""), *kind, bytes),
                Err(error) => self.waiting.push_back(Err(error)),
            },
            Kind::Docx => {
                let page = unpack::docx(path, &bytes);
                self.waiting.push_back(page.map(|page| document(path, None, page)));
            }
            Kind::Pdf => {
                let page = unpack::pdf(path, bytes);
                self.waiting.push_back(page.map(|page| document(path, None, page)));
            }
            Kind::Epub => match unpack::epub(path, &bytes) {
                Ok(chapters) => {
                    let all = (1..).zip(chapters).map(|(n, page)| Ok(document(path, Some(n), page)));
                    self.waiting.extend(all);
                }
                Err(error) => self.waiting.push_back(Err(error)),
            },
            Kind::Text | Kind::Markdown | Kind::Html | Kind::Feed => self.text(path, &kind, &bytes),
        }
    }

    /// Takes in a file that is text.
    fn text(&mut self, path: &Path, kind: &Kind, bytes: &[u8]) {
        let shown = path.display().to_string();
        if bytes.len() as u64 > LARGEST {
            self.waiting.push_back(Err(ReadError::TooLong { place: format!("`{shown}`") }));
            return;
        }
        let Some(decoded) = decode::decode(bytes) else {
            self.waiting.push_back(Err(ReadError::Binary(shown)));
            return;
        };
        if let Some(offset) = decoded.first_repair {
            self.repairs.push(Repair { path: shown.clone(), offset, count: decoded.repairs });
        }
        let piped = path == Path::new(STDIN);
        if *kind == Kind::Feed || piped && unpack::is_feed(&decoded.text) {
            match unpack::feed(path, &decoded.text) {
                Ok(items) => self.waiting.extend(items.into_iter().map(Ok)),
                Err(error) => self.waiting.push_back(Err(error)),
            }
            return;
        }
        let page = if *kind == Kind::Markdown {
            Ok(markdown::strip(&decoded.text))
        } else if *kind == Kind::Html || piped && unpack::is_page(&decoded.text) {
            unpack::article(&decoded.text).map_err(|problem| ReadError::Page { path: shown, problem })
        } else {
            Ok(Page { text: decoded.text, ..Page::default() })
        };
        self.waiting.push_back(page.map(|page| document(path, None, page)));
    }

    /// The document under a name that no other has: its path, or else a number.
    fn named(&mut self, mut document: Document) -> Document {
        let is_free = |document: &Document| {
            !document.name.is_empty() && !self.names.contains(&document.name) && !(self.is_taken)(document)
        };
        if !is_free(&document) {
            let plain = std::mem::take(&mut document.name);
            // What a pipe brings has no path.
            if document.source.as_deref() != Some(STDIN) {
                let path = document.source.clone().map(PathBuf::from).unwrap_or_default();
                document.name = path.with_extension("").display().to_string();
            }
            let mut number = 2;
            while !is_free(&document) {
                document.name = format!("{plain}-{number}");
                number += 1;
            }
        }
        self.names.insert(document.name.clone());
        document
    }
}

/// Whether two documents of one name may be two articles: they are called by their files' names, and those lie in
/// different places; or they came through a pipe, where nothing has a name.
pub fn may_differ(document: &Document, source: Option<&str>) -> bool {
    let Some(own) = document.source.as_deref() else { return false };
    if own == STDIN {
        return true;
    }
    let stem = Path::new(own).file_stem().map(|stem| stem.to_string_lossy());
    let by_file = stem.is_some_and(|stem| {
        let rest = document.name.strip_prefix(&*stem);
        rest.is_some_and(|rest| rest.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()))
    });
    by_file && source != Some(own)
}

/// What bytes without a name are, unpacked.
fn unnamed(bytes: &[u8]) -> Kind {
    match bytes {
        [b'P', b'K', 3, 4, ..] => Kind::Zip,
        [b'W', b'A', b'R', b'C', b'/', ..] => Kind::Warc,
        [b'%', b'P', b'D', b'F', ..] => Kind::Pdf,
        _ => Kind::Text,
    }
}

/// All that an input holds, unless it is too much.
fn whole(input: impl Read, shown: &str, most: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    match input.take(most + 1).read_to_end(&mut bytes) {
        Err(error) => Err(ReadError::Io { path: shown.to_owned(), error }),
        Ok(_) if bytes.len() as u64 > most => Err(ReadError::TooLong { place: format!("`{shown}`") }),
        Ok(_) => Ok(bytes),
    }
}

/// The document of a page of a file.
fn document(path: &Path, number: Option<usize>, page: Page) -> Document {
    let shown = path.display().to_string();
    let stem = path.file_stem().map_or_else(|| shown.clone(), |stem| stem.to_string_lossy().into_owned());
    let name = number.map_or(stem.clone(), |number| format!("{stem}-{number}"));
    let mut document =
        Document { title: page.title, date: page.date, ..Document::from_text(name, page.text) };
    opening::guess(&mut document);
    document.source = Some(shown);
    document
}
