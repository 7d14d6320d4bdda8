//! Word documents (DOCX) and electronic books (EPUB): ZIP archives of XML → their text.

use super::markdown::Page;
use super::markup::reference;
use super::packed::Archive;
use quick_xml::Reader;
#[cfg(feature = "html")]
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// The text of a Word document, a line a paragraph; headings stand apart.
pub(super) fn docx(bytes: &[u8]) -> Result<Page, String> {
    let mut archive = Archive::open(bytes)?;
    let body = archive.read("word/document.xml").map_err(|_| "it holds no word/document.xml")?;
    let mut page = Page { text: paragraphs(&body.text())?, ..Page::default() };
    if let Ok(core) = archive.read("docProps/core.xml") {
        page.title = element(&core.text(), "title").filter(|title| !title.is_empty());
    }
    Ok(page)
}

fn paragraphs(xml: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(xml);
    let (mut text, mut paragraph) = (String::new(), String::new());
    let (mut within_text, mut heading, mut deleted) = (false, false, 0usize);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(e) => match e.local_name().as_ref() {
                "t" => within_text = true,
                "pStyle" => heading |= is_heading(&e),
                // What was struck out while changes are tracked is no longer said.
                "del" | "moveFrom" => deleted += 1,
                _ => {}
            },
            Event::Empty(e) => match e.local_name().as_ref() {
                "tab" => paragraph.push(' '),
                "br" | "cr" => paragraph.push('\n'),
                "pStyle" => heading |= is_heading(&e),
                _ => {}
            },
            Event::Text(t) if within_text && deleted == 0 => {
                paragraph.push_str(&t.xml10_content());
            }
            Event::GeneralRef(r) if within_text && deleted == 0 => paragraph.push_str(&reference(&r)),
            Event::End(e) => match e.local_name().as_ref() {
                "t" => within_text = false,
                "del" | "moveFrom" => deleted = deleted.saturating_sub(1),
                "p" => {
                    let gap = if heading { "\n" } else { "" };
                    text += &format!("{gap}{}\n{gap}\n", paragraph.trim());
                    paragraph.clear();
                    heading = false;
                }
                _ => {}
            },
            Event::Eof => return Ok(text),
            _ => {}
        }
    }
}

fn is_heading(style: &BytesStart<'_>) -> bool {
    style.attributes().flatten().any(|a| {
        a.key.local_name().as_ref() == "val"
            && (a.value.starts_with("Heading") || a.value.starts_with("Title"))
    })
}

/// The text of the first element of this name, whatever its namespace.
fn element(xml: &str, name: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut found: Option<String> = None;
    loop {
        match reader.read_event().ok()? {
            Event::Start(e) if e.local_name().as_ref() == name => found = Some(String::new()),
            Event::Text(t) => {
                if let Some(text) = &mut found {
                    text.push_str(&t.xml10_content());
                }
            }
            Event::GeneralRef(r) => {
                if let Some(text) = &mut found {
                    text.push_str(&reference(&r));
                }
            }
            Event::End(e) if e.local_name().as_ref() == name => {
                return found.map(|text| text.trim().to_owned());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The chapters of a book in reading order. Titles are those of the chapters where they have one, else of the book.
#[cfg(feature = "html")]
pub(super) fn epub(bytes: &[u8]) -> Result<Vec<Page>, String> {
    let mut archive = Archive::open(bytes)?;
    let container =
        archive.read("META-INF/container.xml").map_err(|_| "it holds no META-INF/container.xml")?;
    let package = attributes(&container.text(), "rootfile")
        .into_iter()
        .find_map(|rootfile| value(&rootfile, "full-path"))
        .ok_or("META-INF/container.xml names no package")?;
    let opf = archive.read(&package)?.text();
    let (book, date) = (element(&opf, "title"), element(&opf, "date"));
    let date = date.and_then(|date| date.get(..10).map(str::to_owned));
    let files = attributes(&opf, "item");
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut chapters = Vec::new();
    for itemref in attributes(&opf, "itemref") {
        let file = value(&itemref, "idref")
            .and_then(|id| files.iter().find(|item| value(item, "id").as_ref() == Some(&id)))
            .and_then(|item| value(item, "href"));
        let Some(file) = file else { continue };
        let path = joined(folder, &file);
        let chapter = archive.read(&path)?;
        let source = chapter.text();
        let title = element(&source, "title").filter(|title| !title.is_empty());
        let text = super::html::plain(&source)?;
        if text.trim().is_empty() {
            continue; // a cover, an empty page
        }
        chapters.push(Page { title: title.or_else(|| book.clone()), date: date.clone(), text });
    }
    if chapters.is_empty() { Err("it holds no text".into()) } else { Ok(chapters) }
}

/// The attributes of all elements of this name.
#[cfg(feature = "html")]
fn attributes(xml: &str, name: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == name => {
                let pairs = e.attributes().flatten().map(|a| {
                    let key = a.key.local_name().as_ref().to_owned();
                    (
                        key,
                        a.normalized_value(XmlVersion::Implicit1_0)
                            .map(|v| v.into_owned())
                            .unwrap_or_default(),
                    )
                });
                found.push(pairs.collect());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

#[cfg(feature = "html")]
fn value(pairs: &[(String, String)], key: &str) -> Option<String> {
    pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
}

/// A path within the archive, from a folder and what a package says of it.
#[cfg(feature = "html")]
fn joined(folder: &str, file: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('#').next().unwrap_or("").split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/").replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::super::packed::tests::zipped;
    use super::*;

    #[test]
    fn a_word_document_gives_its_paragraphs() {
        let body = br#"<w:document xmlns:w="w"><w:body>
            <w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Talks begin</w:t></w:r></w:p>
            <w:p><w:r><w:t xml:space="preserve">Ada visited </w:t></w:r><w:del><w:r><w:t>Oslo</w:t></w:r></w:del><w:r><w:t>Turin &amp; Rome.</w:t></w:r></w:p>
            <w:p><w:r><w:t>The end.</w:t></w:r></w:p></w:body></w:document>"#;
        let core =
            br#"<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Talks</dc:title></cp:coreProperties>"#;
        let page = docx(&zipped(&[("word/document.xml", body), ("docProps/core.xml", core)])).unwrap();
        assert_eq!(page.title.as_deref(), Some("Talks"));
        assert_eq!(page.text.trim(), "Talks begin\n\n\nAda visited Turin & Rome.\n\nThe end.");
        assert!(docx(&zipped(&[("a", b"b")])).is_err() && docx(b"PK").is_err());
    }

    #[cfg(feature = "html")]
    #[test]
    fn a_book_gives_its_chapters_in_reading_order() {
        let book = zipped(&[
            ("META-INF/container.xml", br#"<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"#),
            (
                "OPS/book.opf",
                br#"<package xmlns:dc="d"><metadata><dc:title>A book</dc:title><dc:date>2021-02-03T00:00:00Z</dc:date></metadata>
                <manifest><item id="b" href="text/b.xhtml"/><item id="a" href="text/a%20a.xhtml"/></manifest>
                <spine><itemref idref="b"/><itemref idref="a"/><itemref idref="gone"/></spine></package>"#,
            ),
            ("OPS/text/a a.xhtml", b"<html><body><p>Ada left.</p></body></html>"),
            ("OPS/text/b.xhtml", b"<html><head><title>One</title></head><body><h1>One</h1><p>Ada&nbsp;came.</p></body></html>"),
        ]);
        let chapters = epub(&book).unwrap();
        let seen: Vec<_> =
            chapters.iter().map(|c| (c.title.as_deref(), c.date.as_deref(), c.text.trim())).collect();
        assert_eq!(
            seen,
            [
                (Some("One"), Some("2021-02-03"), "One\n\nAda came."),
                (Some("A book"), Some("2021-02-03"), "Ada left.")
            ]
        );
    }
}
