//! Triple patterns, the short way to ask: `Li Shangfu visits ?`, `?a visits ?b . ?b is-located-in Asia since 2023`.
//!
//! `grammar/triple.bnf` is their grammar. A pattern is translated into the Cypher that it means, so that both
//! languages end in one syntax tree and `EXPLAIN` can show it. Names forgive case and accents, and aliases
//! will do; a relation that holds both ways is found from either side.

mod parse;
mod stages;
mod write;

pub use stages::{Part, Stage, stages};

use crate::query::error::QueryError;
use parse::{Word, parse, word, words};
use write::{Writer, translate};

/// Words that open a Cypher statement; a name that begins with one stands in quotes.
const CLAUSES: [&str; 20] = [
    "match", "optional", "unwind", "with", "return", "create", "merge", "call", "foreach", "load", "set",
    "delete", "detach", "remove", "union", "use", "using", "finish", "let", "filter",
];
/// Words that open a question in English.
const QUESTIONS: [&str; 22] = [
    "who", "whom", "whose", "what", "when", "where", "which", "why", "how", "does", "do", "did", "is", "are",
    "was", "were", "has", "have", "can", "could", "will", "would",
];

/// Whether a text is meant as a triple pattern rather than as Cypher or as an English question.
pub fn is_pattern(source: &str) -> bool {
    let text = strip_mode(source).1;
    // The first word tells most texts apart, however long they are.
    let first = match word(text.trim_start()) {
        Ok((_, Word::Bare(first))) => first,
        first => return first.is_ok_and(|(_, word)| word != Word::Dot),
    };
    let first_is = |list: &[&str]| list.iter().any(|word| first.eq_ignore_ascii_case(word));
    if first_is(&CLAUSES) || first_is(&QUESTIONS) || !first.starts_with(char::is_alphanumeric) {
        return false;
    }
    let variable = words(text).iter().any(|(word, _)| matches!(word, Word::Variable(_)));
    variable || (first.starts_with(char::is_uppercase) && parse(source).is_ok())
}

/// What is wrong with a text as a pattern, where it can only have been meant as one: it begins with a name.
pub(super) fn nearly(source: &str) -> Option<QueryError> {
    let text = strip_mode(source).1.trim_start();
    let first = text.split(char::is_whitespace).next().unwrap_or("");
    let is_name = first.starts_with(char::is_uppercase) && first.chars().any(char::is_lowercase);
    let plain = first.chars().all(|c| c.is_alphanumeric() || c == '-');
    if is_name && plain && !opens_statement(&first.to_lowercase()) { parse(source).err() } else { None }
}

/// Whether a word (lower case) opens a Cypher statement.
pub fn opens_statement(word: &str) -> bool {
    CLAUSES.contains(&word) || matches!(word, "explain" | "profile")
}

/// The Cypher that a triple pattern means.
///
/// # Errors
///
/// A pattern that lacks its subject, relation or object, or has something behind its end.
pub fn to_cypher(source: &str) -> Result<String, QueryError> {
    translate(source, Writer::columns)
}

/// The Cypher that gives the relationships of a pattern's last triple, as `fact`.
///
/// # Errors
///
/// As [`to_cypher`].
pub fn to_facts(source: &str) -> Result<String, QueryError> {
    translate(source, |writer, triples| {
        let last = writer.fact(triples.len());
        format!("DISTINCT {last} AS fact ORDER BY {last}.confidence DESC, id({last})")
    })
}

/// The Cypher that gives what a pattern's variables stand for, where it has several triples, and the relationships of all
/// triples, for those who say them as sentences. A column of a variable is called `?name`.
///
/// # Errors
///
/// As [`to_cypher`].
pub fn to_told(source: &str) -> Result<String, QueryError> {
    translate(source, |writer, triples| {
        let facts: Vec<String> = (1..=triples.len()).map(|number| writer.fact(number)).collect();
        let variables = if triples.len() > 1 { writer.variables(triples) } else { Vec::new() };
        let named: Vec<&str> =
            variables.iter().map(|n| n.trim_matches('`')).filter(|n| !n.starts_with('?')).collect();
        let mut columns: Vec<String> = named.iter().map(|name| format!("`{name}` AS `?{name}`")).collect();
        let mut order: Vec<String> = named.iter().map(|name| format!("`?{name}`.name")).collect();
        columns.extend(facts.iter().cloned());
        order
            .extend(facts.iter().flat_map(|fact| [format!("{fact}.confidence DESC"), format!("id({fact})")]));
        format!("DISTINCT {} ORDER BY {}", columns.join(", "), order.join(", "))
    })
}

/// `EXPLAIN ` or `PROFILE ` in front, and the rest.
pub fn strip_mode(source: &str) -> (&'static str, &str) {
    let text = source.trim_start();
    for mode in ["EXPLAIN ", "PROFILE "] {
        if let Some((head, rest)) = text.split_at_checked(mode.len())
            && head.eq_ignore_ascii_case(mode)
        {
            return (mode, rest);
        }
    }
    ("", source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn what_is_a_pattern() {
        for text in [
            "? cooperates-with Russia",
            "Li Shangfu visits ?",
            "China ? Russia",
            "China visits Russia",
            "\"military ties\" is ?",
            "EXPLAIN ?a visits ?b",
        ] {
            assert!(is_pattern(text), "{text}");
        }
        for text in [
            "MATCH (n) RETURN n",
            "Who visited Russia?",
            "return 1",
            "(a)",
            "",
            "Hello",
            ". ? .",
            "Did he visit ?",
        ] {
            assert!(!is_pattern(text), "{text}");
        }
    }

    #[test]
    fn one_triple_gives_its_fact() {
        let cypher = to_cypher("Bank of China lends-to ? status planned LIMIT 5").unwrap();
        assert!(cypher.starts_with("MATCH (`?1`)-[f1:`LENDS_TO`]-(`?2`) WHERE "), "{cypher}");
        assert!(
            cypher.contains("named(`?1`, 'Bank of China')") && cypher.contains("f1.status = 'planned'"),
            "{cypher}"
        );
        assert!(cypher.ends_with("LIMIT 5"), "{cypher}");
    }

    #[test]
    fn several_triples_share_their_variables() {
        let cypher = to_cypher("?a visits ?b . ?b is located in Asia since 2023").unwrap();
        assert!(cypher.contains("(`a`)-[f1:`VISITS`]-(`b`), (`b`)-[f2:`IS_LOCATED_IN`]-"));
        assert!(
            cypher.contains("RETURN DISTINCT `a`.name AS `a`, `b`.name AS `b` ORDER BY `a`, `b`"),
            "{cypher}"
        );
    }

    #[test]
    fn either_of_several_names_or_relations_will_do() {
        let cypher = to_cypher("? visits|travels to \"New York\" | Peru").unwrap();
        assert!(cypher.contains("[f1:`VISITS`|`TRAVELS_TO`]"), "{cypher}");
        assert!(cypher.contains("'New York', 'Peru'"), "{cypher}");
        assert!(to_cypher("? visits| Peru").is_err());
    }

    #[test]
    fn quotes_cannot_break_out() {
        let cypher = to_cypher(r#""O'Neil \ x" visits ?"#).unwrap();
        assert!(cypher.contains(r"'O\'Neil \\ x'"), "{cypher}");
        assert!(super::super::parse(&cypher).is_ok(), "{cypher}");
    }

    #[test]
    fn there_is_an_end_to_triples() {
        assert!(to_cypher(&vec!["?a visits ?b"; 500].join(" . ")).is_ok());
        let error = to_cypher(&vec!["?a visits ?b"; 501].join(" . ")).unwrap_err();
        assert!(error.message.contains("too many"), "{error}");
    }

    #[test]
    fn errors_say_what_is_expected() {
        let error = to_cypher("China ?").unwrap_err();
        assert!(error.message.starts_with("expected an object"), "{error}");
        assert_eq!(error.span, Some(Span::new(7, 7)));
        assert_eq!(to_cypher("? visits Russia limit many").unwrap_err().span, Some(Span::new(22, 26)));
    }

    #[test]
    fn a_name_in_small_letters_is_shown_in_quotes() {
        let error = to_cypher("EXPLAIN ? signs contract\n").unwrap_err();
        assert_eq!(error.span, Some(Span::new(16, 24)));
        let hint = error.hint.unwrap();
        assert!(hint.ends_with("`? signs \"contract\"`"), "{hint}");
        assert!(to_cypher("? signs \"contract\"").unwrap().contains("named(`?2`, 'contract')"));
        for (pattern, quoted) in [
            ("contract ? China", "`\"contract\" ? China`"),
            ("anna berg visits ?", "`\"anna berg\" visits ?`"),
            ("military ties ? China", "`\"military ties\" ? China`"),
            ("? signs trade pact", "`? signs trade \"pact\"`"),
            ("? ? big contract", "`? ? \"big contract\"`"),
        ] {
            let hint = to_cypher(pattern).unwrap_err().hint.unwrap();
            assert!(hint.ends_with(quoted), "{hint}");
        }
        // Where nothing was said of the object, nothing is quoted.
        assert_eq!(to_cypher("China visits ").unwrap_err().span, Some(Span::new(12, 12)));
    }

    #[test]
    fn what_begins_with_a_name_is_judged_as_a_pattern() {
        let error = super::super::parse("Anna Berg visits bergen").unwrap_err();
        assert_eq!(error.span, Some(Span::new(17, 23)));
        assert!(error.hint.unwrap().ends_with("`Anna Berg visits \"bergen\"`"));
        for cypher in ["Metch (n) RETURN n", "Explain", "RETRUN 1"] {
            let error = super::super::parse(cypher).unwrap_err();
            assert_ne!(error.detail, "InvalidTriplePattern", "{cypher}");
        }
    }

    #[test]
    fn names_of_variables_mean_what_they_say() {
        let cypher = to_cypher("?f1 visits ?b").unwrap();
        assert!(cypher.starts_with("MATCH (`f1`)-[fact_1:`VISITS`]-(`b`)"), "{cypher}");
        let twice = to_cypher("?a ?r ?b . ?b ?r ?c").unwrap();
        assert!(twice.contains("type(f2) = type(f1)"), "{twice}");
        assert!(!to_cypher("?a ? ?b . ?b ? ?c").unwrap().contains("type("));
    }

    #[test]
    fn a_question_mark_at_the_end_is_no_part_of_a_name() {
        assert!(to_cypher("China visits Russia?").unwrap().contains("named(`?2`, 'Russia')"));
    }

    #[test]
    fn a_pattern_is_taken_apart() {
        let parts = stages("?a visits ?b . ?b is located in Asia since 2023 by \"Ann\" limit 3").unwrap();
        let texts: Vec<&str> = parts.iter().map(|stage| stage.text.as_str()).collect();
        assert_eq!(texts, ["?a visits ?b", "?b is located in Asia", "since 2023", "by \"Ann\""]);
        let Part::Triple { relation, object, alone, .. } = &parts[1].part else { panic!("{parts:?}") };
        assert_eq!((relation[0].as_str(), object[0].as_str()), ("is-located-in", "Asia"));
        for cypher in parts.iter().map(|stage| &stage.so_far).chain([alone]) {
            assert!(super::super::parse(cypher).is_ok(), "{cypher}");
        }
        let Part::Condition { there, is_time: true } = &parts[2].part else { panic!("{parts:?}") };
        assert!(super::super::parse(there).is_ok() && !there.contains("2023"), "{there}");
        assert!(there.contains("f2.since") && there.contains("last_seen"), "{there}");
        let Part::Condition { there, is_time: false } = &parts[3].part else { panic!("{parts:?}") };
        assert!(super::super::parse(there).is_ok() && there.contains("[f2.by]"), "{there}");
    }

    proptest::proptest! {
        #[test]
        fn what_is_translated_parses(text in "([?A-Za-z'\". -]|visits |China ){0,12}") {
            for cypher in [to_cypher(&text), to_told(&text)].into_iter().flatten() {
                proptest::prop_assert!(super::super::parse(&cypher).is_ok(), "{} → {}", text, cypher);
            }
        }
    }
}
