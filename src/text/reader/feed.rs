//! RSS and Atom feeds → their items, each with title, date, link and the text that the feed carries.

use super::html::plain;
use super::markup::reference;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An item of a feed.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Item {
    /// What names it: its id or link.
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) link: Option<String>,
    pub(super) text: String,
}

/// Whether a text opens as feeds do.
pub(super) fn is_feed(text: &str) -> bool {
    const HEAD: usize = 4_096;
    let head: String = text.chars().take(HEAD).collect();
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| head.contains(root))
}

/// The items of a feed. One that is broken off ends the list; what came before stays.
pub(super) fn items(xml: &str) -> Result<Vec<Item>, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut items = Vec::new();
    let mut item: Option<Fields> = None;
    // The element at hand within an item, how deep below it we are, and its text.
    let mut field: Option<(String, usize, String)> = None;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) if items.is_empty() => return Err(error.to_string()),
            Err(_) => break,
        };
        match event {
            Event::Start(e) => match (&mut item, &mut field) {
                (None, _) => {
                    if matches!(e.local_name().as_ref(), "item" | "entry") {
                        item = Some(Fields::default());
                    }
                }
                (Some(fields), None) => {
                    fields.link(&e);
                    field = Some((name(&e), 0, String::new()));
                }
                // Atom's XHTML content stands in the feed as it is.
                (Some(_), Some((_, depth, text))) => {
                    *depth += 1;
                    text.push_str(&format!("<{}>", name(&e)));
                }
            },
            Event::Empty(e) => match (&mut item, &mut field) {
                (Some(fields), None) => fields.link(&e),
                (_, Some((_, _, text))) => text.push_str(&format!("<{}>", name(&e))),
                _ => {}
            },
            Event::Text(t) => push(&mut field, &t.xml10_content()),
            Event::CData(t) => push(&mut field, &t.xml10_content()),
            Event::GeneralRef(r) => push(&mut field, &reference(&r)),
            Event::End(e) => {
                let local = e.local_name().as_ref().to_owned();
                match (&mut item, field.take()) {
                    (Some(_), Some((name, depth, mut text))) if depth > 0 => {
                        text.push_str(&format!("</{local}>"));
                        field = Some((name, depth - 1, text));
                    }
                    (Some(fields), Some((name, _, text))) => fields.put(&name, text),
                    (Some(_), None) if local == "item" || local == "entry" => {
                        items.extend(item.take().and_then(Fields::done));
                    }
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if items.is_empty() { Err("the feed holds no items with text".into()) } else { Ok(items) }
}

fn name(element: &BytesStart<'_>) -> String {
    element.local_name().as_ref().to_owned()
}

fn push(field: &mut Option<(String, usize, String)>, more: &str) {
    if let Some((_, _, text)) = field {
        text.push_str(more);
    }
}

#[derive(Default)]
struct Fields {
    item: Item,
    /// The whole text, and a summary to fall back on.
    content: String,
    summary: String,
}

impl Fields {
    /// Atom's links are attributes; the one to the article itself has no `rel`, or `alternate`.
    fn link(&mut self, element: &BytesStart<'_>) {
        if element.local_name().as_ref() != "link" {
            return;
        }
        let get = |key: &str| {
            let found = element.attributes().flatten().find(|a| a.key.as_ref() == key)?;
            Some(found.value.replace("&amp;", "&"))
        };
        if get("rel").is_none_or(|rel| rel == "alternate")
            && let Some(href) = get("href")
        {
            self.item.link.get_or_insert(href);
        }
    }

    fn put(&mut self, name: &str, text: String) {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let item = &mut self.item;
        match name {
            "title" => {
                item.title = plain(trimmed).ok().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            "link" => drop(item.link.get_or_insert(trimmed.to_owned())),
            "guid" | "id" => item.id = Some(trimmed.to_owned()),
            "pubDate" | "published" | "date" => item.date = Some(trimmed.to_owned()),
            "updated" => drop(item.date.get_or_insert(trimmed.to_owned())),
            "encoded" | "content" => self.content = text,
            "description" | "summary" => self.summary = text,
            _ => {}
        }
    }

    /// The item, if it has any text.
    fn done(mut self) -> Option<Item> {
        let body = if self.content.trim().is_empty() { self.summary } else { self.content };
        let body = plain(&body).ok()?;
        let title = self.item.title.clone().unwrap_or_default();
        if body.trim().is_empty() && title.is_empty() {
            return None;
        }
        self.item.text = if title.is_empty() {
            format!("{}\n", body.trim())
        } else {
            format!("{title}\n\n{}\n", body.trim())
        };
        Some(self.item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rss_and_atom_give_their_items() {
        let rss = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>Ada &amp; Turin</title>
            <link>http://x.org/1</link><pubDate>Sun, 16 Apr 2023 10:00:00 GMT</pubDate><description>Short.</description>
            <content:encoded><![CDATA[<p>Ada visited <b>Turin</b>.</p><p>She left.</p>]]></content:encoded></item>
            <item><title>Empty</title></item></channel></rss>"#;
        let found = items(rss).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].title.as_deref(), Some("Ada & Turin"));
        assert_eq!(found[0].link.as_deref(), Some("http://x.org/1"));
        assert_eq!(found[0].text, "Ada & Turin\n\nAda visited Turin.\n\nShe left.\n");
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>T</title>
            <link rel="self" href="http://x.org/self"/><link href="http://x.org/a?b=1&amp;c=2"/><updated>2023-04-16T10:00:00Z</updated>
            <content type="xhtml"><div><p>One<br/>line.</p></div></content></entry></feed>"#;
        let found = items(atom).unwrap();
        assert_eq!(
            (found[0].id.as_deref(), found[0].link.as_deref()),
            (Some("urn:1"), Some("http://x.org/a?b=1&c=2"))
        );
        assert_eq!(found[0].date.as_deref(), Some("2023-04-16T10:00:00Z"));
        assert!(found[0].text.contains("One") && found[0].text.contains("line."), "{}", found[0].text);
        assert!(is_feed(rss) && is_feed(atom) && !is_feed("<html><p>rss</p>"));
        assert!(items("<rss></rss>").is_err());
        // What is broken off keeps what came before.
        assert_eq!(items(&rss[..rss.find("<item><title>Empty").unwrap() + 8]).unwrap().len(), 1);
    }
}
