//! Whether a text is English, by the share of its commonest function words.

use super::Document;
use super::segment::Lexicon;

/// Fewer words than this say nothing about the language.
const ENOUGH: usize = 20;
/// English text has 30 to 50 function words of the list in a hundred; other languages hardly any (`in`, `an`, `was`).
const SHARE: f64 = 0.12;

/// How a document in another language is marked.
pub const NOT_ENGLISH: &str = "not English";

/// The mark of a document that is not in English.
pub fn mark(document: &Document) -> Option<&'static str> {
    (!is_english(document)).then_some(NOT_ENGLISH)
}

/// Whether a document is in English, as far as its words tell; a text of a few words passes.
pub fn is_english(document: &Document) -> bool {
    let lexicon = Lexicon::get();
    let (mut words, mut function) = (0usize, 0usize);
    // A few thousand words are enough to tell.
    for token in document.sentences.iter().flat_map(|s| &s.tokens).take(5_000) {
        let form = token.form(&document.text);
        if form.chars().all(char::is_alphabetic) {
            words += 1;
            function += usize::from(lexicon.is_function_word(form));
        }
    }
    words < ENOUGH || function as f64 >= SHARE * words as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_english_from_others() {
        let english = "The minister said on Monday that the two countries would deepen their ties and that he hoped to visit Russia again in the spring.";
        let german = "Der Minister sagte am Montag, dass die beiden Länder ihre Beziehungen vertiefen wollten und dass er hoffe, im Frühjahr wieder nach Russland zu reisen.";
        let french = "Le ministre a déclaré lundi que les deux pays allaient approfondir leurs relations et qu'il espérait revenir en Russie au printemps prochain.";
        assert!(is_english(&Document::from_text("e", english)));
        assert!(!is_english(&Document::from_text("d", german)));
        assert!(!is_english(&Document::from_text("f", french)));
        assert!(is_english(&Document::from_text("short", "Bonjour")));
    }
}
