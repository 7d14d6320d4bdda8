//! Why an input could not be read.

use std::io;

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
        "`{0}` holds no articles; they end in .txt, .md, .html, .jsonl, .pdf, .docx, .epub, .rss, .atom, .warc, .zip or, packed, .gz or .zst"
    )]
    NoArticles(String),
    /// The file is no text.
    #[error(
        "`{0}` is a binary file; give text, Markdown, HTML, JSON lines, PDF, DOCX, EPUB, a feed, a WARC file or a ZIP archive"
    )]
    Binary(String),
    /// More than one article can be.
    #[error("{place} holds more than {} MB, which is no single article; split it, one article a file, or give JSON lines", super::LARGEST >> 20)]
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
    /// A file is not what its ending says.
    #[error("`{path}` is no {what} that can be read: {problem}")]
    Broken {
        /// The file.
        path: String,
        /// What it should be.
        what: &'static str,
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
    /// A row of a table is not what it should be.
    #[error("{path}, line {line}: {problem}")]
    Table {
        /// The file.
        path: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        problem: String,
    },
}
