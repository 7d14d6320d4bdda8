//! One HTML page that draws the graph and needs no network: search, filters, neighbours, the sentences behind a fact.
//!
//! Everything stands in the file: the data as JSON, our script and style, and force-graph 1.52 (MIT, see `vendor/`).
//! Coordinates are computed here. A content security policy lets only these very scripts run; text from articles is
//! only ever put into the page as text.

mod data;

use super::Exporter;
use super::selection::Selection;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// A page has at most so many nodes; of a larger graph, the best connected.
pub(super) const MOST_NODES: usize = 10_000;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const BODY: &str = include_str!("page.html");
const LIBRARY: &str = include_str!("vendor/force-graph-1.52.0.min.js");

pub(super) struct Page;

impl Exporter for Page {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        // The library brings a style of its own, hence 'unsafe-inline' for styles; scripts are named by their hash.
        let policy = format!(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src '{}' '{}'",
            hash(LIBRARY),
            hash(SCRIPT)
        );
        writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
        writeln!(out, "<title>factloom</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{BODY}")?;
        write!(out, "<script type=\"application/json\" id=\"data\">")?;
        // `<` would let text end the element or open a comment.
        let data = data::json(selection).to_string().replace('<', "\\u003c");
        selection.graph.articles().check()?;
        writeln!(out, "{data}</script>")?;
        writeln!(out, "<script>{LIBRARY}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>")
    }
}

/// A script's name in a content security policy.
fn hash(script: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(script.as_bytes());
    let mut text = String::from("sha256-");
    for chunk in digest.chunks(3) {
        let number =
            chunk.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS[(number >> (18 - 6 * place)) as usize & 63];
            text.push(if place > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_browsers() {
        // The example of CSP Level 3, section 8.3 (`alert('Hello, world.');`).
        assert_eq!(hash("alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }
}
