//! The words that have a meaning in queries, from `grammar/keywords.txt`: for hints, completion and highlighting.

use std::sync::LazyLock;

/// All keywords, in capitals, in the order of the alphabet.
pub fn keywords() -> impl Iterator<Item = &'static str> {
    include_str!("../../../grammar/keywords.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether this is a keyword, in any case.
pub fn is_keyword(word: &str) -> bool {
    static ALL: LazyLock<Vec<&str>> = LazyLock::new(|| keywords().collect());
    ALL.binary_search_by(|keyword| keyword.bytes().cmp(word.bytes().map(|b| b.to_ascii_uppercase()))).is_ok()
}

/// The keyword that a word is most likely meant to be.
pub(super) fn nearest(word: &str) -> Option<&'static str> {
    crate::query::error::nearest(word, keywords())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_its_words_are_found() {
        let all: Vec<_> = keywords().collect();
        assert!(all.is_sorted() && all.len() > 60);
        assert!(is_keyword("match") && !is_keyword("matsch"));
        assert_eq!(nearest("METCH"), Some("MATCH"));
    }
}
