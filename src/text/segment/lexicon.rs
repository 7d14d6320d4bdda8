//! The word lists behind segmentation, read once from `src/text/data/`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// How a word that keeps its full stop stands to what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A name follows: never the end of a sentence (`Mr.`).
    Title,
    /// A name or number usually follows (`No.`).
    Before,
    /// May end a sentence as well (`Inc.`).
    Any,
}

/// The word lists; all keys in lower case except units and emoticons.
#[derive(Debug, Default)]
pub(in crate::text) struct Lexicon {
    abbreviations: FxHashMap<&'static str, Abbreviation>,
    contractions: FxHashMap<String, Vec<usize>>,
    prefixes: FxHashSet<&'static str>,
    units: FxHashSet<&'static str>,
    emoticons: Vec<&'static str>,
    domains: FxHashSet<&'static str>,
    plain_words: FxHashSet<&'static str>,
    elisions: FxHashSet<&'static str>,
    slashes: FxHashSet<&'static str>,
    function_words: FxHashSet<&'static str>,
    common_words: FxHashSet<&'static str>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// No entry of any list is longer than this many bytes, so longer words need no look-up.
const LONGEST: usize = 24;

impl Lexicon {
    /// The lists of this build.
    pub(in crate::text) fn get() -> &'static Lexicon {
        &LEXICON
    }

    fn load() -> Lexicon {
        let mut lexicon = Lexicon::default();
        for line in entries(include_str!("../data/abbreviations.txt")) {
            let (word, kind) = line.split_once(' ').unwrap_or((line, "any"));
            let kind = match kind {
                "title" => Abbreviation::Title,
                "before" => Abbreviation::Before,
                _ => Abbreviation::Any,
            };
            lexicon.abbreviations.insert(word, kind);
        }
        for line in entries(include_str!("../data/contractions.txt")) {
            let mut parts = line.split(' ');
            let word = parts.next().unwrap_or_default().to_owned();
            lexicon.contractions.insert(word, parts.map(str::len).collect());
        }
        lexicon.prefixes = entries(include_str!("../data/prefixes.txt")).collect();
        lexicon.units = entries(include_str!("../data/units.txt")).collect();
        lexicon.emoticons = entries(include_str!("../data/emoticons.txt")).collect();
        lexicon.emoticons.sort_by_key(|face| std::cmp::Reverse(face.len()));
        lexicon.domains = entries(include_str!("../data/domains.txt")).collect();
        lexicon.plain_words = entries(include_str!("../data/plain_words.txt")).collect();
        lexicon.elisions = entries(include_str!("../data/elisions.txt")).collect();
        lexicon.slashes = entries(include_str!("../data/slashes.txt")).collect();
        lexicon.function_words = entries(include_str!("../data/function_words.txt")).collect();
        lexicon.common_words = entries(include_str!("../data/common_words.txt")).collect();
        lexicon
    }

    /// How a word (without its stop) keeps a stop, if it does.
    pub(super) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        self.abbreviations.get(lower(word)?.as_str()).copied()
    }

    /// The lengths in bytes into which a word is cut (`cannot` → 3, 3).
    pub(super) fn contraction(&self, word: &str) -> Option<&[usize]> {
        self.contractions.get(&lower(word)?).map(Vec::as_slice)
    }

    /// Whether a word stays joined to the part after its hyphen.
    pub(super) fn is_prefix(&self, word: &str) -> bool {
        lower(word).is_some_and(|w| self.prefixes.contains(w.as_str()))
    }

    /// Whether it is cut off the number before it.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }

    /// The longest face of punctuation at the start of a text.
    pub(super) fn emoticon(&self, text: &str) -> Option<&'static str> {
        self.emoticons.iter().find(|face| text.starts_with(**face)).copied()
    }

    /// Whether it ends names of hosts or files.
    pub(super) fn is_domain(&self, label: &str) -> bool {
        lower(label).is_some_and(|w| self.domains.contains(w.as_str()))
    }

    /// Whether an abbreviation is a common word where it has no stop.
    pub(super) fn is_plain_word(&self, word: &str) -> bool {
        lower(word).is_some_and(|w| self.plain_words.contains(w.as_str()))
    }

    /// Whether an apostrophe before it belongs to it.
    pub(super) fn is_elision(&self, word: &str) -> bool {
        lower(word).is_some_and(|w| self.elisions.contains(w.as_str()))
    }

    /// Whether two letters around a slash are three tokens.
    pub(super) fn is_cut_at_slash(&self, word: &str) -> bool {
        lower(word).is_some_and(|w| self.slashes.contains(w.as_str()))
    }

    /// Whether it is a common word that is seldom written with a capital within sentences.
    pub(in crate::text) fn is_common_word(&self, word: &str) -> bool {
        lower(word).is_some_and(|w| self.common_words.contains(w.as_str()))
    }

    /// Whether it is one of the commonest English function words.
    pub(in crate::text) fn is_function_word(&self, word: &str) -> bool {
        lower(word).is_some_and(|w| self.function_words.contains(w.as_str()))
    }
}

/// The word in lower case, or `None` if it is too long for any list.
fn lower(word: &str) -> Option<String> {
    (word.len() <= LONGEST).then(|| word.to_lowercase())
}

/// The lines of a data file that are neither empty nor comments.
fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sound() {
        let lexicon = Lexicon::load();
        assert_eq!(lexicon.abbreviation("Mr"), Some(Abbreviation::Title));
        assert_eq!(lexicon.contraction("Cannot"), Some(&[3, 3][..]));
        for (word, parts) in &lexicon.contractions {
            assert_eq!(parts.iter().sum::<usize>(), word.len(), "{word}");
        }
        for file in [
            include_str!("../data/abbreviations.txt"),
            include_str!("../data/contractions.txt"),
            include_str!("../data/prefixes.txt"),
            include_str!("../data/domains.txt"),
            include_str!("../data/function_words.txt"),
            include_str!("../data/common_words.txt"),
            include_str!("../data/plain_words.txt"),
            include_str!("../data/elisions.txt"),
            include_str!("../data/slashes.txt"),
        ] {
            for line in entries(file) {
                let word = line.split(' ').next().unwrap();
                assert!(word.len() <= LONGEST && word == word.to_lowercase(), "{line}");
            }
        }
        assert!(lexicon.is_unit("kg") && lexicon.is_prefix("Non") && lexicon.is_domain("COM"));
        assert_eq!(lexicon.emoticon(":-) x"), Some(":-)"));
    }
}
