//! What needs a feature: pages, feeds, archives, office files and PDF. Without it they are refused by name, not read as if
//! they were plain text.

use super::kind::Packing;
use super::markdown::Page;
use super::{Document, ReadError};
use std::io::Read;
use std::path::{Path, PathBuf};

fn broken(path: &Path, what: &'static str, problem: String) -> ReadError {
    ReadError::Broken { path: path.display().to_string(), what, problem }
}

#[cfg(not(all(feature = "html", feature = "archives", feature = "pdf")))]
fn without(feature: &str) -> String {
    format!("factloom was built without the feature `{feature}`")
}

#[cfg(feature = "html")]
pub(super) use super::html::{article, is_page};

#[cfg(not(feature = "html"))]
pub(super) fn article(_: &str) -> Result<Page, String> {
    Err(without("html"))
}

#[cfg(not(feature = "html"))]
pub(super) fn is_page(_: &str) -> bool {
    false
}

#[cfg(feature = "html")]
pub(super) use super::feed::is_feed;

#[cfg(not(feature = "html"))]
pub(super) fn is_feed(_: &str) -> bool {
    false
}

/// The items of a feed as documents.
#[cfg(feature = "html")]
pub(super) fn feed(path: &Path, text: &str) -> Result<Vec<Document>, ReadError> {
    if !is_feed(text) {
        return Err(broken(path, "feed", "it is XML, but neither RSS nor Atom".into()));
    }
    let items = super::feed::items(text).map_err(|problem| broken(path, "feed", problem))?;
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let document = |(number, item): (usize, super::feed::Item)| {
        let name = item.id.or_else(|| item.link.clone()).unwrap_or_else(|| format!("{stem}-{number}"));
        Document {
            title: item.title,
            date: item.date.and_then(|date| super::opening::date(&date)),
            source: Some(item.link.unwrap_or_else(|| path.display().to_string())),
            ..Document::from_text(name, item.text)
        }
    };
    Ok((1..).zip(items).map(document).collect())
}

#[cfg(not(feature = "html"))]
pub(super) fn feed(path: &Path, _: &str) -> Result<Vec<Document>, ReadError> {
    Err(broken(path, "feed", without("html")))
}

/// An archive whose articles are read one after the other.
pub(super) struct Packed {
    path: PathBuf,
    #[cfg(feature = "archives")]
    archive: super::packed::Archive<std::io::Cursor<Vec<u8>>>,
    names: std::vec::IntoIter<String>,
}

impl Packed {
    /// The archive in these bytes.
    #[cfg(feature = "archives")]
    pub(super) fn open(path: &Path, bytes: Vec<u8>) -> Result<Packed, ReadError> {
        let fail = |problem| broken(path, "ZIP archive", problem);
        let archive = super::packed::Archive::open(bytes).map_err(fail)?;
        // What macOS adds beside each file is none.
        let wanted =
            |name: &String| super::kind::is_article(Path::new(name)) && !name.starts_with("__MACOSX/");
        let names: Vec<String> = archive.names().into_iter().filter(wanted).collect();
        if names.is_empty() {
            return Err(ReadError::NoArticles(path.display().to_string()));
        }
        Ok(Packed { path: path.to_owned(), archive, names: names.into_iter() })
    }

    #[cfg(not(feature = "archives"))]
    pub(super) fn open(path: &Path, _: Vec<u8>) -> Result<Packed, ReadError> {
        Err(broken(path, "ZIP archive", without("archives")))
    }

    /// The next article: a path that begins with the archive's, and its bytes.
    pub(super) fn next(&mut self) -> Option<Result<(PathBuf, Vec<u8>), ReadError>> {
        let name = self.names.next()?;
        #[cfg(feature = "archives")]
        let read = self.archive.read(&name).map(|entry| entry.bytes);
        #[cfg(not(feature = "archives"))]
        let read = Err(without("archives"));
        Some(match read {
            Ok(bytes) => Ok((self.path.join(name), bytes)),
            Err(problem) => Err(broken(&self.path, "ZIP archive", problem)),
        })
    }
}

/// A packed file, unpacked.
pub(super) fn unpacked(packing: Packing, path: &Path, bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    #[cfg(feature = "archives")]
    let unpacked = super::packed::unpacked(packing, bytes);
    #[cfg(not(feature = "archives"))]
    let unpacked = bytes.first().map_or(Err(without("archives")), |_| Err(without("archives")));
    unpacked.map_err(|problem| broken(path, packing.what(), problem))
}

/// A packed file, unpacked as it is read.
#[cfg(feature = "archives")]
pub(super) fn stream(
    packing: Packing,
    _: &Path,
    reader: impl Read + 'static,
) -> Result<Box<dyn Read>, ReadError> {
    Ok(super::packed::stream(packing, std::io::BufReader::new(reader)))
}

#[cfg(not(feature = "archives"))]
pub(super) fn stream(
    packing: Packing,
    path: &Path,
    _: impl Read + 'static,
) -> Result<Box<dyn Read>, ReadError> {
    Err(broken(path, packing.what(), without("archives")))
}

/// The text of a Word document.
pub(super) fn docx(path: &Path, bytes: &[u8]) -> Result<Page, ReadError> {
    #[cfg(feature = "archives")]
    let page = super::office::docx(bytes);
    #[cfg(not(feature = "archives"))]
    let page = bytes.first().map_or(Err(without("archives")), |_| Err(without("archives")));
    page.map_err(|problem| broken(path, "DOCX file", problem))
}

/// The text of a PDF.
pub(super) fn pdf(path: &Path, bytes: Vec<u8>) -> Result<Page, ReadError> {
    #[cfg(feature = "pdf")]
    let page = super::pdf::text(bytes);
    #[cfg(not(feature = "pdf"))]
    let page = bytes.first().map_or(Err(without("pdf")), |_| Err(without("pdf")));
    page.map_err(|problem| broken(path, "PDF", problem))
}

/// The chapters of a book.
pub(super) fn epub(path: &Path, bytes: &[u8]) -> Result<Vec<Page>, ReadError> {
    #[cfg(all(feature = "archives", feature = "html"))]
    let chapters = super::office::epub(bytes);
    #[cfg(not(all(feature = "archives", feature = "html")))]
    let chapters = bytes.first().map_or(Err(without("archives")), |_| Err(without("archives")));
    chapters.map_err(|problem| broken(path, "EPUB file", problem))
}
