//! WARC: the records of a web crawl → the articles of the pages in it, read as they come.
//!
//! Of the records, responses and resources that hold an HTML page are read, and conversions (WET files), which hold plain
//! text; the others are passed over. A response holds an HTTP answer: its head, then the page.

use super::kind::Packing;
use super::lines::Documents;
use super::markdown::Page;
use super::{LARGEST, ReadError, Repair, decode, opening, unpack};
use crate::text::Document;
use std::io::{BufRead, Read};

/// A line of a head is no longer, and a head has no more of them.
const LINE: u64 = 16 << 10;
const LINES: usize = 1_000;

/// The articles of a WARC file.
pub(super) struct Warc<'a> {
    path: String,
    reader: Box<dyn BufRead + 'a>,
    /// The number of the record at hand, from 1.
    number: usize,
    /// Whether the file cannot be read further.
    ended: bool,
}

/// The head of a record or of an HTTP answer: names in small letters, with what is said of them.
struct Head(Vec<(String, String)>);

impl Head {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What kind of content follows, without its parameters.
    fn content(&self) -> String {
        let kind = self.get("content-type").unwrap_or_default();
        kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

fn is_page(content: &str) -> bool {
    matches!(content, "text/html" | "application/xhtml+xml")
}

impl<'a> Warc<'a> {
    pub(super) fn new(path: String, reader: Box<dyn BufRead + 'a>) -> Self {
        Warc { path, reader, number: 0, ended: false }
    }

    /// The next record that holds a page or a text; what cannot be read of the file ends it.
    fn record(&mut self) -> Option<Result<(Head, Vec<u8>), ReadError>> {
        loop {
            let head = match self.head() {
                Ok(Some(head)) => head,
                Ok(None) => return None,
                Err(problem) => return Some(Err(self.broken(problem))),
            };
            self.number += 1;
            let Some(length) = head.get("content-length").and_then(|length| length.parse::<u64>().ok())
            else {
                return Some(Err(self.broken("it does not say how long it is".into())));
            };
            let kind = head.get("warc-type").unwrap_or_default().to_ascii_lowercase();
            let wanted = match kind.as_str() {
                "response" => head.content() == "application/http",
                "resource" => is_page(&head.content()),
                "conversion" => head.content() == "text/plain",
                _ => false,
            };
            if !wanted || length > LARGEST {
                let passed = std::io::copy(&mut self.reader.by_ref().take(length), &mut std::io::sink());
                match passed {
                    Ok(passed) if passed == length && !wanted => continue,
                    Ok(passed) if passed == length => {
                        let place = format!("{}, record {},", self.path, self.number);
                        return Some(Err(ReadError::TooLong { place }));
                    }
                    Ok(_) => return Some(Err(self.broken("it is cut off".into()))),
                    Err(error) => return Some(Err(self.broken(error.to_string()))),
                }
            }
            let mut block = Vec::new();
            return Some(match self.reader.by_ref().take(length).read_to_end(&mut block) {
                Ok(read) if read as u64 == length => Ok((head, block)),
                Ok(_) => Err(self.broken("it is cut off".into())),
                Err(error) => Err(self.broken(error.to_string())),
            });
        }
    }

    /// The head of the next record; none at the end of the file.
    fn head(&mut self) -> Result<Option<Head>, String> {
        let first = loop {
            match line(&mut self.reader)? {
                None => return Ok(None),
                Some(line) if line.is_empty() => {}
                Some(line) => break line,
            }
        };
        if !first.starts_with("WARC/") {
            return Err("no record begins where one should".into());
        }
        head(&mut self.reader).map(Some)
    }

    fn broken(&mut self, problem: String) -> ReadError {
        self.ended = true;
        let problem = format!("record {}: {problem}; the rest of the file is left out", self.number.max(1));
        ReadError::Broken { path: self.path.clone(), what: "WARC file", problem }
    }

    /// The article of a record; none where it holds no page.
    fn article(
        &self,
        head: &Head,
        block: &[u8],
        repairs: &mut Vec<Repair>,
    ) -> Option<Result<Document, ReadError>> {
        let address = head.get("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned());
        let address = address.unwrap_or_else(|| format!("{}-{}", self.path, self.number));
        let of_answer = head.get("warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("response"));
        let body = if of_answer { answered(block)? } else { block.to_vec() };
        let decoded = decode::decode(&body)?;
        if let Some(offset) = decoded.first_repair {
            repairs.push(Repair { path: address.clone(), offset, count: decoded.repairs });
        }
        let page = if head.get("warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("conversion")) {
            Page { text: decoded.text, ..Page::default() }
        } else {
            match unpack::article(&decoded.text) {
                Ok(page) => page,
                Err(problem) => return Some(Err(ReadError::Page { path: address, problem })),
            }
        };
        let mut document =
            Document { title: page.title, date: page.date, ..Document::from_text(&address, page.text) };
        opening::guess(&mut document);
        // News are crawled within a day or so.
        let crawled = head.get("warc-date").and_then(|date| date.get(..10));
        document.date = document.date.or_else(|| crawled.and_then(opening::date));
        document.source = Some(address);
        Some(Ok(document))
    }
}

impl Documents for Warc<'_> {
    fn next(&mut self, repairs: &mut Vec<Repair>) -> Option<Result<Document, ReadError>> {
        while !self.ended {
            match self.record()? {
                Err(error) => return Some(Err(error)),
                Ok((head, block)) => {
                    if let Some(article) = self.article(&head, &block, repairs) {
                        return Some(article);
                    }
                }
            }
        }
        None
    }
}

/// A line without its end; none at the end of the input.
fn line(reader: &mut impl BufRead) -> Result<Option<String>, String> {
    let mut line = Vec::new();
    let read = reader.by_ref().take(LINE).read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
    match read {
        0 => Ok(None),
        _ if line.ends_with(b"\n") || (read as u64) < LINE => {
            Ok(Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned()))
        }
        _ => Err(format!("a line of its head is longer than {LINE} bytes")),
    }
}

/// The lines of a head, to the empty one.
fn head(reader: &mut impl BufRead) -> Result<Head, String> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for _ in 0..LINES {
        match line(reader)? {
            None => return Err("its head is cut off".into()),
            Some(line) if line.is_empty() => return Ok(Head(fields)),
            // A line that goes on.
            Some(line) if line.starts_with([' ', '\t']) => {
                if let Some((_, value)) = fields.last_mut() {
                    *value = format!("{value} {}", line.trim());
                }
            }
            Some(line) => {
                if let Some((name, value)) = line.split_once(':') {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
            }
        }
    }
    Err(format!("its head has more than {LINES} lines"))
}

/// The page in an HTTP answer, if it is one: in parts and packed, as it came.
fn answered(mut block: &[u8]) -> Option<Vec<u8>> {
    let status = line(&mut block).ok()??;
    let found = status.starts_with("HTTP/") && status.split_whitespace().nth(1) == Some("200");
    let head = head(&mut block).ok()?;
    if !found || !is_page(&head.content()) {
        return None;
    }
    let in_parts = head.get("transfer-encoding").is_some_and(|way| way.eq_ignore_ascii_case("chunked"));
    // Some crawls undo what the heads still say.
    let parts = if in_parts { joined(block) } else { None };
    let body = parts.unwrap_or_else(|| block.to_vec());
    if Packing::of(&body) == Some(Packing::Gzip) {
        unpack::unpacked(Packing::Gzip, std::path::Path::new(""), &body).ok()
    } else {
        Some(body)
    }
}

/// What was sent in parts, each after its length; none if it is not so.
fn joined(mut parts: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let said = line(&mut parts).ok()??;
        let length = usize::from_str_radix(said.split(';').next()?.trim(), 16).ok()?;
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(parts.get(..length)?);
        parts = parts.get(length..)?;
        // The end of a line closes each part.
        parts = parts.strip_prefix(b"\r\n").or_else(|| parts.strip_prefix(b"\n")).unwrap_or(parts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<p>Ada Lovelace, a mathematician from London, visited the old town of Turin in spring, \
                        where she met Luigi Menabrea and other engineers of the Italian state railways.</p>";

    fn page(title: &str) -> String {
        format!(
            "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{}</article></body></html>",
            TEXT.repeat(4)
        )
    }

    fn record(kind: &str, uri: &str, content: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n\
             Content-Type: {content}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn answer(status: &str, fields: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 {status}\r\n{fields}\r\n").as_bytes(), body].concat()
    }

    fn read(bytes: &[u8]) -> (Vec<Document>, Vec<String>) {
        let mut warc = Warc::new("crawl.warc".into(), Box::new(std::io::BufReader::new(bytes)));
        let (mut documents, mut errors) = (Vec::new(), Vec::new());
        while let Some(next) = warc.next(&mut Vec::new()) {
            match next {
                Ok(document) => documents.push(document),
                Err(error) => errors.push(error.to_string()),
            }
        }
        (documents, errors)
    }

    #[cfg(feature = "html")]
    #[test]
    fn pages_are_read_and_what_is_none_is_passed_over() {
        let html = "Content-Type: text/html; charset=utf-8\r\n";
        let http = "application/http; msgtype=response";
        let plain = answer("200 OK", html, page("Plain news").as_bytes());
        let whole = page("News in parts");
        let (a, b) = whole.split_at(40);
        let parts = format!("{:x}\r\n{a}\r\n{:X};x=y\r\n{b}\r\n0\r\n\r\n", a.len(), b.len());
        let chunked = answer("200 OK", &format!("{html}Transfer-Encoding: chunked\r\n"), parts.as_bytes());
        // The head says so, but the crawler has put the parts together.
        let joined = answer(
            "200 OK",
            &format!("{html}Transfer-Encoding: chunked\r\n"),
            page("Joined news").as_bytes(),
        );
        let bytes = [
            record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
            record(
                "request",
                "https://news.example/a",
                "application/http; msgtype=request",
                b"GET / HTTP/1.1\r\n\r\n",
            ),
            record("response", "https://news.example/a", http, &plain),
            record("response", "<https://news.example/b>", http, &chunked),
            record("response", "https://news.example/c", http, &joined),
            record(
                "response",
                "https://news.example/d",
                http,
                &answer("404 Not Found", html, page("No").as_bytes()),
            ),
            record(
                "response",
                "https://news.example/e.png",
                http,
                &answer("200 OK", "Content-Type: image/png\r\n", b"\x89PNG"),
            ),
            record("conversion", "https://news.example/f", "text/plain", b"Ada Lovelace visited Turin.\n"),
        ]
        .concat();
        let (documents, errors) = read(&bytes);
        assert_eq!(errors, Vec::<String>::new());
        let told: Vec<(&str, Option<&str>)> =
            documents.iter().map(|d| (d.name.as_str(), d.title.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("https://news.example/a", Some("Plain news")),
                ("https://news.example/b", Some("News in parts")),
                ("https://news.example/c", Some("Joined news")),
                ("https://news.example/f", None),
            ]
        );
        assert!(documents.iter().all(|d| d.date.as_deref() == Some("2024-03-05")));
        assert_eq!(documents[0].source.as_deref(), Some("https://news.example/a"));
        assert!(documents[1].text.contains("visited the old town of Turin"));
        assert!(!documents[1].text.contains("\n0"), "lengths of parts are no text");
    }

    #[test]
    fn what_is_cut_off_or_foreign_is_named_and_what_came_before_is_kept() {
        let good = record("conversion", "u:1", "text/plain", b"Ada Lovelace visited Turin.\n");
        for (rest, says) in [
            (&b"hello"[..], "record 1: no record begins where one should"),
            (b"WARC/1.0\r\nWARC-Type: response\r\n", "its head is cut off"),
            (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "it does not say how long it is"),
            (b"WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 99\r\n\r\nGET", "it is cut off"),
            (b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\nGET", "it is cut off"),
        ] {
            let (documents, errors) = read(&[&good[..], rest].concat());
            assert_eq!(documents.len(), 1, "{says}");
            assert!(errors.len() == 1 && errors[0].contains(says), "{errors:?}");
        }
        assert!(
            read(&[b"WARC/1.0\r\n", &b"x: y\r\n".repeat(2_000)[..]].concat()).1[0]
                .contains("more than 1000 lines")
        );
        assert_eq!(joined(b"ffffffffffffffff\r\nx"), None);
        assert_eq!(joined(b"3\r\nabc\r\n0\r\n\r\n").as_deref(), Some(&b"abc"[..]));
    }

    proptest::proptest! {
        #[test]
        fn anything_may_stand_in_a_file(rest in proptest::collection::vec(proptest::num::u8::ANY, 0..300), cut in 0usize..400) {
            let mut bytes = record("response", "u:1", "application/http", &answer("200 OK", "Content-Type: text/html\r\n", b"<p>a</p>"));
            bytes.truncate(cut);
            bytes.extend(rest);
            let (documents, errors) = read(&bytes);
            proptest::prop_assert!(documents.len() <= 1 && errors.len() <= 2);
        }
    }
}
