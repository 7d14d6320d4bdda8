//! Patterns of `=~`, compiled: each matches a whole text. Both ways of running a query take them from here.

use regex::Regex;
use std::cell::RefCell;
use std::sync::Arc;

/// How many compiled patterns a thread keeps: one that stands in a query is compiled once and not for every row.
const KEPT: usize = 4;

thread_local! {
    static RECENT: RefCell<Vec<(Box<str>, Arc<Regex>)>> = const { RefCell::new(Vec::new()) };
}

/// The pattern, compiled so that it matches whole texts.
///
/// # Errors
///
/// What is no regular expression, or one that would compile to more than the crate's ten megabytes.
pub(super) fn compiled(pattern: &str) -> Result<Arc<Regex>, regex::Error> {
    RECENT.with_borrow_mut(|recent| {
        if let Some(at) = recent.iter().position(|(known, _)| **known == *pattern) {
            recent[..=at].rotate_right(1);
        } else {
            let regex = whole(pattern)?;
            recent.truncate(KEPT - 1);
            recent.insert(0, (pattern.into(), Arc::new(regex)));
        }
        Ok(Arc::clone(&recent[0].1))
    })
}

fn whole(pattern: &str) -> Result<Regex, regex::Error> {
    // By itself first: `a)|(b` is none, though it would be one between the brackets.
    regex_syntax::parse(pattern).map_err(|error| regex::Error::Syntax(error.to_string()))?;
    match Regex::new(&format!("^(?:{pattern})$")) {
        // The last line is a comment (`(?x)`), which ends with the line.
        Err(regex::Error::Syntax(_)) => Regex::new(&format!("^(?:{pattern}\n)$")),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        compiled(pattern).unwrap().is_match(text)
    }

    #[test]
    fn whole_texts_are_matched() {
        assert!(matches("a|bc", "bc") && !matches("a|bc", "abc") && !matches("a", "a\n"));
        assert!(matches("(?x) a b # a comment", "ab") && !matches("(?x) a b # a comment", "ab\n"));
    }

    #[test]
    fn what_is_a_pattern_between_brackets_only_is_none() {
        assert!(matches!(compiled("a)|(?:b"), Err(regex::Error::Syntax(_))));
        assert!(matches!(compiled("("), Err(regex::Error::Syntax(_))));
        assert!(matches!(compiled(r"\w{10000}"), Err(regex::Error::CompiledTooBig(_))));
    }

    #[test]
    fn a_pattern_is_compiled_once() {
        let first = compiled("once").unwrap();
        for other in 0..KEPT - 1 {
            compiled(&format!("other {other}")).unwrap();
        }
        assert!(Arc::ptr_eq(&first, &compiled("once").unwrap()));
        for other in 0..KEPT {
            compiled(&format!("another {other}")).unwrap();
        }
        assert!(!Arc::ptr_eq(&first, &compiled("once").unwrap()));
    }
}
