//! The variables that are in scope at the end of a Cypher statement that is being typed: by its tokens alone, as what
//! is not whole yet has no syntax tree.

use crate::query::syntax::lexer::tokenize_lenient;
use crate::query::syntax::token::{Sign, TokenKind};

/// Words that end the items of `WITH`.
const CLAUSES: [&str; 15] = [
    "match", "optional", "unwind", "with", "return", "create", "merge", "call", "foreach", "set", "delete",
    "detach", "remove", "where", "order",
];

/// Their names, the latest first.
pub(super) fn variables(text: &str) -> Vec<String> {
    let (tokens, _) = tokenize_lenient(text);
    let name = |at: usize| tokens.get(at).filter(|t| t.kind == TokenKind::Name).map(|t| t.span().of(text));
    let is = |at: usize, sign: Sign| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Sign(sign));
    let said = |at: usize, word: &str| name(at).is_some_and(|n| n.eq_ignore_ascii_case(word));
    let mut known: Vec<String> = Vec::new();
    // What `WITH` hands on, while its items are being read, and whether it hands on everything.
    let mut handed: Option<(Vec<String>, bool)> = None;
    let mut depth = 0usize;
    let add = |found: &mut Vec<String>, name: &str| {
        found.retain(|other| other != name);
        found.push(name.to_owned());
    };
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Sign(Sign::OpenParen | Sign::OpenBracket | Sign::OpenBrace) => {
                depth += 1;
                let pattern = is(at, Sign::OpenParen) || is(at, Sign::OpenBracket);
                // `f(x)` is a call, `(x)` and `[x]` may be patterns.
                let call = at > 0 && name(at - 1).is_some_and(|n| !is_clause(n)) && !said(at - 1, "and");
                let ends = [Sign::Colon, Sign::CloseParen, Sign::CloseBracket, Sign::OpenBrace, Sign::Star];
                if pattern
                    && !call
                    && ends.iter().any(|&s| is(at + 2, s))
                    && let Some(variable) = name(at + 1)
                {
                    add(&mut known, variable);
                }
            }
            TokenKind::Sign(Sign::CloseParen | Sign::CloseBracket | Sign::CloseBrace) => {
                depth = depth.saturating_sub(1)
            }
            TokenKind::Sign(Sign::Star) if depth == 0 => {
                if let Some((_, all)) = &mut handed {
                    *all |= at > 0 && said(at - 1, "with");
                }
            }
            TokenKind::Name if depth == 0 => {
                let word = token.span().of(text);
                let within = at > 0 && (said(at - 1, "starts") || said(at - 1, "ends"));
                if is_clause(word) && !within {
                    if let Some((names, all)) = handed.take()
                        && !all
                    {
                        known = names;
                    }
                    if word.eq_ignore_ascii_case("with") {
                        handed = Some((Vec::new(), false));
                    }
                } else if word.eq_ignore_ascii_case("as") {
                    if let Some(variable) = name(at + 1) {
                        match &mut handed {
                            Some((names, _)) => add(names, variable),
                            None => add(&mut known, variable),
                        }
                    }
                } else if is(at + 1, Sign::Equal)
                    && (at == 0 || is(at - 1, Sign::Comma) || said(at - 1, "match"))
                {
                    add(&mut known, word); // p = (a)-->(b)
                } else if let Some((names, _)) = &mut handed {
                    let begins = at > 0
                        && (said(at - 1, "with") || said(at - 1, "distinct") || is(at - 1, Sign::Comma));
                    let ends = is(at + 1, Sign::Comma) || name(at + 1).is_some_and(is_clause);
                    if begins && ends && known.iter().any(|k| k == word) {
                        add(names, word);
                    }
                }
            }
            _ => {}
        }
    }
    known.reverse();
    known
}

/// The clause that the end of a text stands in, in small letters.
pub(super) fn last_clause(text: &str) -> Option<String> {
    let (tokens, _) = tokenize_lenient(text);
    let names = tokens.iter().rev().filter(|t| t.kind == TokenKind::Name).map(|t| t.span().of(text));
    names.map(str::to_lowercase).find(|word| is_clause(word) && !matches!(word.as_str(), "where" | "order"))
}

fn is_clause(word: &str) -> bool {
    CLAUSES.iter().any(|clause| clause.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::variables;

    #[test]
    fn what_was_named_is_in_scope() {
        for (text, expected) in [
            ("MATCH (p:Person)-[f:VISITS]->(c) RETURN ", "c f p"),
            ("MATCH path = (a)-[*]->(b {name: 'x'}), (d) WHERE ", "d b a path"),
            ("UNWIND [1, 2] AS x RETURN toUpper(y) ", "x"),
            ("MATCH (a)-->(b) WITH a, count(b) AS n WHERE ", "n a"),
            ("MATCH (a)-->(b) WITH * MATCH ", "b a"),
            ("MATCH (a)-->(b) WITH ", "b a"),
            ("MATCH (a) WHERE a.name STARTS WITH 'x' AND (a)-->(b) RETURN ", "b a"),
            ("CALL db.labels() YIELD label AS l RETURN ", "l"),
        ] {
            assert_eq!(variables(text).join(" "), expected, "{text}");
        }
    }
}
