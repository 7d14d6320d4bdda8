//! Segmentation of any text, and of news.

use factloom::text::{Document, SentenceKind, segment};
use proptest::prelude::*;

fn forms(text: &str) -> Vec<String> {
    let document = Document::from_text("t", text);
    let form =
        |s: &factloom::text::Sentence| s.tokens.iter().map(|t| t.form(text)).collect::<Vec<_>>().join(" ");
    document.sentences.iter().map(form).collect()
}

/// Tokens in order, not empty, on character boundaries, and over every character that is no white space.
fn is_sound(text: &str) {
    let mut at = 0;
    for sentence in segment::segment(text) {
        assert!(!sentence.tokens.is_empty());
        for token in &sentence.tokens {
            assert!(token.span.start >= at && token.span.end > token.span.start, "{text:?}");
            assert!(text[at..token.span.start].chars().all(char::is_whitespace), "{text:?}");
            assert!(sentence.span.contains(token.span));
            at = token.span.end;
        }
    }
    assert!(text[at..].chars().all(char::is_whitespace), "{text:?}");
}

proptest! {
    #[test]
    fn any_text_is_covered(text in "(.|\n)*") {
        is_sound(&text);
    }

    #[test]
    fn any_mix_of_what_texts_are_made_of_is_covered(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "a", "U.S.", "Mr", ".", "...", "'", "’s", "n't", "cannot", "@", "http://", "www.", ".com", "1", "9/11", "-", "–",
                "$", "US$", "km", " ", "\n", "\n\n", "\"", "(", ")", ":)", "é", "\u{301}", "👩\u{200d}💻", "\u{0}", "\u{fffd}", "李", "&", "/",
            ]),
            0..40,
        )
    ) {
        is_sound(&parts.concat());
    }
}

#[test]
fn news_is_cut_where_readers_cut_it() {
    let text = "Talks in Moscow\n\nBEIJING, April 16 (Reuters) – Gen. Li Shangfu met Mr. J. Smith of Acme Inc. in the U.S. on Sunday. \
                “It’s a start,” he said. Trade rose 3.5% to $1.2 bn!\n\n- First point\n- Second point";
    let sentences = segment::segment(text);
    assert_eq!(
        forms(text),
        [
            "Talks in Moscow",
            "BEIJING , April 16 ( Reuters ) –",
            "Gen. Li Shangfu met Mr. J. Smith of Acme Inc. in the U.S. on Sunday .",
            "“ It ’s a start , ” he said .",
            "Trade rose 3.5 % to $ 1.2 bn !",
            "- First point",
            "- Second point",
        ]
    );
    assert_eq!(sentences[0].kind, SentenceKind::Heading);
    assert_eq!(sentences[5].kind, SentenceKind::ListItem);
}

#[test]
fn given_tokens_stay() {
    let document = segment::tokens("t", "The U.S. 's role -LRB- `` big '' -RRB- .\n\ncannot do\n");
    let counts: Vec<_> = document.sentences.iter().map(|s| s.tokens.len()).collect();
    assert_eq!(counts, [10, 2]);
    assert_eq!(segment::lines("t", "One. Two.\nThree").sentences.len(), 2);
}

#[test]
fn long_runs_are_linear() {
    for part in [
        "a",
        ".",
        "'",
        "@",
        "a.",
        "1-",
        "1/2-",
        "-",
        "a@",
        "👩\u{200d}",
        "<",
        ":",
        "http://",
        "a-b.",
        "a's",
        "(",
        "x/y",
    ] {
        is_sound(&part.repeat(200_000));
    }
    is_sound(&"word ".repeat(200_000));
}

#[test]
fn inputs_become_documents_in_order() {
    use factloom::text::reader::{self, ReadError};
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("b")).unwrap();
    std::fs::write(at("a.txt"), b"One.\r\nTwo \xff.").unwrap();
    std::fs::write(at("b/a.txt"), "").unwrap();
    std::fs::write(at("c.jsonl"), "{\"id\":\"x\",\"text\":\"Hi.\",\"date\":\"2023-01-02\"}\n\n{\"id\":1}\n")
        .unwrap();
    std::fs::write(at("e.jsonl"), b"\n{\"text\":\"Caf\xe9 opens.\"}\n").unwrap();
    std::fs::write(at("d.bin"), [0u8; 64]).unwrap();
    let path = |name: &str| at(name).display().to_string();
    let inputs = [path(""), "-".to_owned(), path("d.bin"), path("none"), path("*.zip")];
    let mut documents = reader::open(&inputs, "From a pipe.".as_bytes());
    let mut next = || documents.next().unwrap();
    assert_eq!(next().unwrap().name, "a");
    let empty = next().unwrap();
    assert!(empty.name.ends_with("b/a") && empty.sentences.is_empty());
    let line = next().unwrap();
    assert_eq!((line.name.as_str(), line.date.as_deref()), ("x", Some("2023-01-02")));
    assert!(matches!(next(), Err(ReadError::Json { line: 3, .. })));
    assert_eq!(next().unwrap().text, "Caf\u{fffd} opens.");
    assert_eq!(next().unwrap().sentences.len(), 1);
    assert!(matches!(next(), Err(ReadError::Binary(_))));
    assert!(matches!(next(), Err(ReadError::Missing(_))));
    assert!(matches!(next(), Err(ReadError::NoArticles(_))));
    assert!(documents.next().is_none());
    let offsets: Vec<_> = documents.repairs.iter().map(|repair| (repair.offset, repair.count)).collect();
    assert_eq!(offsets, [(10, 1), (13, 1)]);
}

#[cfg(feature = "html")]
#[test]
fn pages_are_read_from_files_and_pipes() {
    use factloom::text::reader;
    let page = std::fs::read("tests/data/page.html").unwrap();
    let inputs = ["tests/data/page.html".to_owned(), "-".to_owned()];
    let documents: Vec<_> = reader::open(&inputs, page.as_slice()).map(Result::unwrap).collect();
    assert_eq!(documents[0].text, documents[1].text);
    assert_eq!(documents[0].date.as_deref(), Some("2024-03-05"));
    assert_eq!(documents[0].sentences.len(), 6);
}

#[cfg(all(feature = "html", feature = "archives"))]
#[test]
fn crawls_are_read_from_files_and_pipes_packed_or_not() {
    use factloom::text::reader;
    use std::io::Write;
    let page = std::fs::read("tests/data/page.html").unwrap();
    let record = |address: &str| {
        let answer = [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"[..], &page].concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2025-01-02T03:04:05Z\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        );
        [head.as_bytes(), &answer, b"\r\n\r\n"].concat()
    };
    // Crawls are packed record by record.
    let records = [record("https://news.example/1"), record("https://news.example/2")];
    let gzip = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    };
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("a.warc"), records.concat()).unwrap();
    std::fs::write(path("b.warc.gz"), &packed).unwrap();
    let read = |inputs: &[String], piped: &[u8]| -> Vec<(String, Option<String>, String)> {
        let documents = reader::open(inputs, piped).map(Result::unwrap);
        documents.map(|d| (d.source.unwrap(), d.date, d.text)).collect()
    };
    let plain = read(&[path("a.warc")], b"");
    assert_eq!(plain.len(), 2);
    assert_eq!(plain[1].0, "https://news.example/2");
    assert_eq!(
        plain[0].1.as_deref(),
        Some("2024-03-05"),
        "what the page says counts more than when it was fetched"
    );
    assert_eq!(read(&[path("b.warc.gz")], b""), plain);
    for piped in [&records.concat(), &packed] {
        assert_eq!(read(&["-".to_owned()], piped), plain);
    }
    assert_eq!(read(&[folder.path().to_string_lossy().into_owned()], b"").len(), 4);
}
