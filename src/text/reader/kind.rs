//! What a file is, by its ending.

use std::path::Path;

/// A kind of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Plain text, and what has no ending that is known.
    Text,
    Markdown,
    Html,
    /// A JSON object a line.
    JsonLines,
    /// A table with this between its columns.
    Table(u8),
    /// RSS or Atom.
    Feed,
    Docx,
    Epub,
    Pdf,
    Zip,
    /// The records of a web crawl.
    Warc,
    /// One of the others, packed.
    Packed(Packing, Box<Kind>),
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    /// What such a file is called.
    pub(super) fn what(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip file",
            Packing::Zstd => "zstd file",
        }
    }

    /// How the bytes of a file say that they are packed.
    pub(super) fn of(bytes: &[u8]) -> Option<Packing> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Packing::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
            _ => None,
        }
    }
}

/// The kind of a file.
pub(super) fn of(path: &Path) -> Kind {
    match ending(path).as_str() {
        "md" | "markdown" => Kind::Markdown,
        "html" | "htm" | "xhtml" => Kind::Html,
        "jsonl" | "ndjson" => Kind::JsonLines,
        "csv" => Kind::Table(b','),
        "tsv" => Kind::Table(b'\t'),
        "rss" | "atom" | "xml" => Kind::Feed,
        "docx" => Kind::Docx,
        "epub" => Kind::Epub,
        "pdf" => Kind::Pdf,
        "zip" => Kind::Zip,
        "warc" | "wet" => Kind::Warc,
        "gz" => packed(Packing::Gzip, path),
        "zst" | "zstd" => packed(Packing::Zstd, path),
        _ => Kind::Text,
    }
}

fn packed(packing: Packing, path: &Path) -> Kind {
    Kind::Packed(packing, Box::new(of(&path.with_extension(""))))
}

/// Whether a file of a folder or archive is taken for an article: of tables and XML files most are none, so these are
/// named one by one.
pub(super) fn is_article(path: &Path) -> bool {
    match of(path) {
        Kind::Text => matches!(ending(path).as_str(), "txt" | "text"),
        Kind::Table(_) => false,
        Kind::Feed => ending(path) != "xml",
        Kind::Packed(_, kind) => *kind != Kind::Zip && is_article(&path.with_extension("")),
        _ => true,
    }
}

fn ending(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_ending() {
        assert_eq!(of(Path::new("a.jsonl.GZ")), Kind::Packed(Packing::Gzip, Box::new(Kind::JsonLines)));
        assert_eq!(of(Path::new("a.gz")), Kind::Packed(Packing::Gzip, Box::new(Kind::Text)));
        assert_eq!(of(Path::new("a.warc.zst")), Kind::Packed(Packing::Zstd, Box::new(Kind::Warc)));
        assert_eq!(of(Path::new("README")), Kind::Text);
        let article = |name: &str| is_article(Path::new(name));
        assert!(
            article("a.txt")
                && article("b.txt.gz")
                && article("c.docx")
                && article("c.pdf")
                && article("d.rss")
                && article("e.zip")
        );
        assert!(
            !article("a.csv")
                && !article("b.xml")
                && !article("c.gz")
                && !article("d.png")
                && !article("e.zip.gz")
        );
    }
}
