//! HTML → the article in it: its paragraphs without menus, advertisements and comments, its title and date.

use super::markdown::Page;
use dom_smoothie::{Config, Readability, TextMode};
use rustc_hash::FxHashMap;

/// Pages with more elements than this are no articles.
const ELEMENTS: usize = 200_000;
/// Nor are pages with elements within elements deeper than this; the extraction recurses.
const DEPTH: usize = 256;

/// The article of a page, or why none was found.
pub(super) fn article(source: &str) -> Result<Page, String> {
    if depth(source) > DEPTH {
        return Err(format!("elements stand within each other more than {DEPTH} deep"));
    }
    // The formatted text parts paragraphs by blank lines; the plain one glues them together.
    let config =
        Config { text_mode: TextMode::Formatted, max_elements_to_parse: ELEMENTS, ..Config::default() };
    let mut readability = Readability::new(source, None, Some(config)).map_err(|error| error.to_string())?;
    let article = readability.parse().map_err(|error| error.to_string())?;
    let title = article.title.trim().to_owned();
    let body = article.text_content.trim();
    // The headline is part of the article, but most pages hold it outside the text.
    let text = if title.is_empty() || body.starts_with(&title) {
        format!("{body}\n")
    } else {
        format!("{title}\n\n{body}\n")
    };
    let date = article.published_time.map(|time| time.get(..10).unwrap_or(&time).to_owned());
    Ok(Page { title: (!title.is_empty()).then_some(title), date, text })
}

/// The text of a page or a part of one, all of it; paragraphs stand apart.
pub(super) fn plain(source: &str) -> Result<String, String> {
    if depth(source) > DEPTH {
        return Err(format!("elements stand within each other more than {DEPTH} deep"));
    }
    let document = dom_query::Document::from(source);
    let body = document.body();
    let text = body.map_or_else(|| document.formatted_text(), |body| body.formatted_text());
    Ok(text.trim().to_owned())
}

/// How deep elements stand within each other at most. Elements that the next of their kind closes do not count.
fn depth(source: &str) -> usize {
    const FLAT: [&str; 22] = [
        "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "br", "hr", "img", "input",
        "link", "meta", "source", "wbr", "col", "area", "base", "embed",
    ];
    let mut open: FxHashMap<String, usize> = FxHashMap::default();
    let (mut now, mut most) = (0, 0);
    for at in memchr::memchr_iter(b'<', source.as_bytes()) {
        let rest = &source[at + 1..];
        let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let name: String =
            rest.chars().take(16).take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        if name.is_empty() || FLAT.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_insert(0);
        if !closes {
            *count += 1;
            now += 1;
            most = most.max(now);
        } else if *count > 0 {
            *count -= 1;
            now -= 1;
        }
    }
    most
}

/// Whether a text opens as pages do.
pub(super) fn is_page(text: &str) -> bool {
    let head = text.trim_start().get(..14).unwrap_or(text.trim_start()).to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_stays_and_the_rest_goes() {
        let page = article(include_str!("../../../tests/data/page.html")).unwrap();
        assert_eq!(page.title.as_deref(), Some("Harbour bridge reopens after repairs"));
        assert_eq!(page.date.as_deref(), Some("2024-03-05"));
        assert!(page.text.starts_with("Harbour bridge reopens after repairs\n\nThe old harbour bridge"));
        assert!(page.text.contains("on Tuesday.\n\nMayor Anna Lindqvist"), "{}", page.text);
        for noise in ["Subscribe", "Cookie", "Most read", "Contact us", "script"] {
            assert!(!page.text.contains(noise), "{noise} in {}", page.text);
        }
    }

    #[test]
    fn parts_of_pages_give_their_text() {
        assert_eq!(
            plain("<p>One <b>two</b>.<p>Three<br>four &amp; five").unwrap(),
            "One two.\n\nThree\nfour & five"
        );
        assert_eq!(plain("no marks at all").unwrap(), "no marks at all");
        assert_eq!(plain("").unwrap(), "");
        assert!(plain(&"<div>".repeat(20_000)).is_err());
    }

    #[test]
    fn any_page_is_read_or_refused() {
        assert!(article("").is_err());
        assert!(article("<p").is_err());
        for element in ["div", "b", "ul><li", "blockquote><p", "table><tr><td", "svg><g"] {
            let deep = format!("<{element}>").repeat(20_000);
            assert!(article(&deep).is_err());
            let fair = format!("<{element}>").repeat(120);
            let _ = article(&format!("<html><body>{fair}{}", "A word and another, and more. ".repeat(40)));
        }
        let _ = article(&"<p>".repeat(20_000));
        assert!(is_page("\n<!DOCTYPE HTML><p>") && is_page("<html lang=en>") && !is_page("<b>é"));
    }
}
