//! What names an entity over all documents.

use crate::fact::LocalEntity;
use crate::lexicon::EntityType;
use unicode_normalization::UnicodeNormalization;

/// The key of an entity as its name gives it; equal keys are one entity, unless it is a person and
/// `super::persons` tells two apart.
///
/// A number, or a day on the calendar, is the same in every article; a phrase such as `military ties` only in its own.
pub fn key(document: &str, entity: &LocalEntity) -> String {
    if let Some(date) = &entity.date {
        return format!("date {date}");
    }
    let name = normalise(&entity.name);
    // Without a date `Sunday` is another one in each article.
    let shared = if entity.kind == EntityType::Time {
        name.split(' ').any(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()))
    } else {
        entity.proper || entity.kind == EntityType::Quantity
    };
    if shared { name } else { within(&name, document) }
}

/// The key of what is known by a name within one document.
pub(super) fn within(name: &str, document: &str) -> String {
    format!("{document}\u{1f}{name}")
}

/// The key of what people took apart from the entity of a key, in one article or one sentence of it.
pub(super) fn apart(key: &str, document: &str, sentence: Option<usize>) -> String {
    let sentence = sentence.map_or(String::new(), |number| format!(" {number}"));
    format!("{document}\u{1f}{key}\u{1f}apart{sentence}")
}

/// A name without case, accents, leading article and punctuation.
pub(super) fn normalise(name: &str) -> String {
    let plain: String = name
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() || "%$€£#+".contains(c) { c } else { ' ' })
        .collect();
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    if words.len() > 1 && matches!(words[0], "the" | "a" | "an") {
        words.remove(0);
    }
    if words.is_empty() { name.to_owned() } else { words.join(" ") }
}
