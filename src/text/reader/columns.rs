//! What the columns of a table, or the fields of a JSON object, are: text, title, date, source, id, by their names.

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Text,
    Title,
    Date,
    Source,
    Id,
}

/// Names in use for each, the surest first.
const NAMES: [(Column, &[&str]); 5] = [
    (Column::Text, &["text", "body", "content", "article", "maintext", "article_text", "full_text", "story"]),
    (Column::Title, &["title", "headline", "head"]),
    (
        Column::Date,
        &["date", "published", "publish_date", "published_at", "date_publish", "pubdate", "timestamp"],
    ),
    (Column::Source, &["source", "url", "link", "source_url"]),
    (Column::Id, &["id", "doc_id", "document_id", "guid"]),
];

/// The names that a part may have, in small letters.
pub(super) fn names(column: Column) -> &'static [&'static str] {
    NAMES.iter().find(|(known, _)| *known == column).map_or(&[], |(_, names)| names)
}

/// The place of a part among these headers.
pub(super) fn place<'a>(column: Column, headers: impl Iterator<Item = &'a str> + Clone) -> Option<usize> {
    names(column).iter().find_map(|name| headers.clone().position(|h| h.trim().eq_ignore_ascii_case(name)))
}
