//! Plain text → the title and date that stand at its beginning, where they are obvious.

use crate::text::{Document, SentenceKind};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A date as newspapers write it: `16 April 2023`, `April 16, 2023`, `2023-04-16`.
const DATE: &str = r"(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m1>MONTH)\.?|(?P<m2>MONTH)\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?),?\s+(?P<y>\d{4}))";
const MONTH: &str = "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*";
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A line that is only a date.
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?i:(?:published|posted|updated|date)(?: on)?:?\s+)?DATE(?:[T,|\s].{0,40})?$")
});
/// A place in capitals, a date with its year, then the dash that opens the text.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\p{Lu}[\p{Lu} .'’-]+,?\s+(?:[\w. ]{1,30},\s+)?DATE\s*(?:\([^)]{1,40}\)\s*)?(?:--|[-–—])")
});

fn pattern(template: &str) -> Regex {
    Regex::new(&template.replace("DATE", DATE).replace("MONTH", MONTH)).expect("a sound pattern")
}

/// Fills in title and date where the document has none and its beginning shows them.
pub(super) fn guess(document: &mut Document) {
    /// A date further down is no longer that of the article.
    const FIRST: usize = 4;
    if document.title.is_none() && document.sentences.first().is_some_and(|s| s.kind == SentenceKind::Heading)
    {
        let line = document.sentence_text(0);
        if !LINE.is_match(line) {
            document.title = Some(line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    if document.date.is_none() {
        let lines = document.text.lines().map(str::trim).filter(|line| !line.is_empty()).take(FIRST);
        document.date = lines
            .filter_map(|line| LINE.captures(line).or_else(|| DATELINE.captures(line)))
            .find_map(|found| iso(&found));
    }
}

/// The date of a text that is only a date, as `2023-04-16`, `16 April 2023` or `Sun, 16 Apr 2023 10:00:00 GMT`.
pub(super) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.split_once(", ").filter(|(day, _)| day.len() == 3).map_or(text, |(_, rest)| rest);
    LINE.captures(bare).as_ref().and_then(iso)
}

fn iso(found: &Captures<'_>) -> Option<String> {
    if let Some(date) = found.name("iso") {
        return Some(date.as_str().to_owned());
    }
    let part = |a: &str, b: &str| found.name(a).or(found.name(b)).map(|m| m.as_str().to_lowercase());
    let name = part("m1", "m2")?;
    let month = MONTHS.iter().position(|month| name.starts_with(month))? + 1;
    let day = part("d1", "d2")?.parse::<u32>().ok().filter(|day| (1..=31).contains(day))?;
    Some(format!("{}-{month:02}-{day:02}", &found["y"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(text: &str) -> (Option<String>, Option<String>) {
        let mut document = Document::from_text("t", text);
        guess(&mut document);
        (document.title, document.date)
    }

    #[test]
    fn dates_of_feeds_and_tables() {
        for text in
            ["Sun, 16 Apr 2023 10:00:00 GMT", "2023-04-16T10:00:00+02:00", "16 April 2023", "April 16, 2023"]
        {
            assert_eq!(date(text).as_deref(), Some("2023-04-16"), "{text}");
        }
        assert_eq!(date("soon"), None);
    }

    #[test]
    fn titles_and_dates_are_seen_where_obvious() {
        let some = |s: &str| Some(s.to_owned());
        for (text, title, date) in [
            ("Talks begin\n\nSunday, 16 April 2023\n\nThe two met.", some("Talks begin"), some("2023-04-16")),
            (
                "Talks begin\nPublished: April 6, 2023 at 10:30\n\nThe two met.",
                some("Talks begin"),
                some("2023-04-06"),
            ),
            ("BEIJING, Sept. 16, 2023 (Reuters) – The two met.", None, some("2023-09-16")),
            ("2023-04-16\n\nThe two met on Sunday and parted.", None, some("2023-04-16")),
            ("BEIJING, April 16 (Reuters) – The two met.", None, None),
            ("The two met on 16 April 2023 and parted.", None, None),
            ("", None, None),
        ] {
            assert_eq!(opening(text), (title, date), "{text}");
        }
    }
}
