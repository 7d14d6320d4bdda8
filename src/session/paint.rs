//! What each part of a line is, for colouring it as it is typed.

use super::{Session, help, is_command};
use crate::graph::GraphRead;
use crate::query::functions;
use crate::query::syntax::keywords::is_keyword;
use crate::query::syntax::lexer::{tokenize_lenient, unquote_name};
use crate::query::syntax::token::{Sign, Token, TokenKind};
use crate::query::syntax::triple;
use crate::question;
use crate::span::Span;

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word of the language.
    Keyword,
    /// A function.
    Function,
    /// A string.
    Text,
    /// A number.
    Number,
    /// `$name`, or `?name` of a pattern.
    Variable,
    /// A label or relationship type that the graph has.
    Known,
    /// One that it does not have.
    Unknown,
    /// A property key.
    Key,
    /// A comment.
    Comment,
    /// A command's name.
    Command,
    /// What cannot be right: an open quote, a bracket without its partner.
    Wrong,
}

/// The parts of a line that are worth a colour, in order.
pub fn paint(session: &Session, line: &str) -> Vec<(Span, Part)> {
    if is_command(line) {
        return command(session, line);
    }
    let first: String =
        line.trim_start().chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    if !triple::opens_statement(&first) {
        return words(line);
    }
    cypher(session, line)
}

fn command(session: &Session, line: &str) -> Vec<(Span, Part)> {
    let from = line.len() - line.trim_start().len();
    let end = line[from..].find(char::is_whitespace).map_or(line.len(), |at| from + at);
    let name = line[from..end].trim_start_matches([':', '.']).trim_end_matches(';');
    let known = help::topics().any(|t| t.name == name) || matches!(name, "h" | "?" | "q" | "exit");
    let mut parts = vec![(Span::new(from, end), if known { Part::Command } else { Part::Unknown })];
    if matches!(name, "explain" | "profile") {
        let rest = &line[end..];
        parts.extend(
            paint(session, rest).into_iter().map(|(s, p)| (Span::new(s.start + end, s.end + end), p)),
        );
    }
    parts
}

/// Patterns and questions: variables and quotes only, as the rest is plain language.
fn words(line: &str) -> Vec<(Span, Part)> {
    if question::is_question(line) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut starts_word = true;
    for (at, c) in line.char_indices() {
        match open {
            Some((from, quote)) if c == quote => {
                parts.push((Span::new(from, at + c.len_utf8()), Part::Text));
                open = None;
            }
            Some(_) => {}
            None if starts_word && matches!(c, '"' | '\'') => open = Some((at, c)),
            None if starts_word && c == '?' => {
                let rest = &line[at + 1..];
                let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                parts.push((Span::new(at, at + 1 + length), Part::Variable));
            }
            None => {}
        }
        starts_word = c.is_whitespace() || c == '|';
    }
    parts.extend(open.map(|(from, _)| (Span::new(from, line.len()), Part::Wrong)));
    parts
}

fn cypher(session: &Session, line: &str) -> Vec<(Span, Part)> {
    let (tokens, error) = tokenize_lenient(line);
    let names = session.graph().names();
    let mut parts = Vec::new();
    let mut closed: Vec<bool> = vec![false; tokens.len()];
    for token in &tokens {
        if let Some(partner) = closed.get_mut(token.closes_at as usize).filter(|_| token.closes_at > 0) {
            *partner = true;
        }
    }
    let mut braces = Vec::new();
    let mut before: Option<&Token> = None;
    for (at, token) in tokens.iter().enumerate() {
        comments(line, before.map_or(0, |t| t.span().end), token.span().start, &mut parts);
        let text = token.span().of(line);
        let after = |sign: Sign| before.is_some_and(|t| t.kind == TokenKind::Sign(sign));
        let part = match token.kind {
            TokenKind::String => Some(Part::Text),
            TokenKind::Integer | TokenKind::Float => Some(Part::Number),
            TokenKind::Sign(Sign::OpenBrace | Sign::OpenParen | Sign::OpenBracket) => {
                braces.push(token.kind == TokenKind::Sign(Sign::OpenBrace));
                None // it may still be closed
            }
            TokenKind::Sign(Sign::CloseBrace | Sign::CloseParen | Sign::CloseBracket) => {
                braces.pop();
                (!closed[at]).then_some(Part::Wrong)
            }
            TokenKind::Sign(Sign::Dollar) => Some(Part::Variable),
            TokenKind::Name | TokenKind::QuotedName => {
                let in_map = braces.last() == Some(&true);
                let calls = tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Sign(Sign::OpenParen));
                let name = if token.kind == TokenKind::Name { text.to_owned() } else { unquote_name(text) };
                let labels =
                    after(Sign::Colon) || after(Sign::Bar) || after(Sign::Ampersand) || after(Sign::Bang);
                if after(Sign::Dollar) {
                    Some(Part::Variable)
                } else if labels && !in_map {
                    let known = names.labels.id(&name).is_some() || names.types.id(&name).is_some();
                    // What is still being typed is not called unknown yet.
                    let typing = token.span().end == line.len();
                    if known {
                        Some(Part::Known)
                    } else if typing {
                        None
                    } else {
                        Some(Part::Unknown)
                    }
                } else if after(Sign::Dot) && !calls {
                    Some(Part::Key)
                } else if calls && functions::find(&name).is_some() {
                    Some(Part::Function)
                } else if token.kind == TokenKind::Name
                    && is_keyword(text)
                    && !(in_map && next_is(&tokens, at, Sign::Colon))
                {
                    Some(Part::Keyword)
                } else {
                    None
                }
            }
            _ => None,
        };
        parts.extend(part.map(|part| (token.span(), part)));
        before = Some(token);
    }
    if let Some(span) = error.and_then(|error| error.span) {
        parts.retain(|(known, _)| known.end <= span.start);
        parts.push((span, Part::Wrong));
    }
    parts
}

fn next_is(tokens: &[Token], at: usize, sign: Sign) -> bool {
    tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Sign(sign))
}

/// Comments are what stands between tokens besides spaces.
fn comments(line: &str, from: usize, to: usize, parts: &mut Vec<(Span, Part)>) {
    let Some(gap) = line.get(from..to) else { return };
    let trimmed = gap.trim();
    if trimmed.starts_with("//") || trimmed.starts_with("/*") {
        let start = from + (gap.len() - gap.trim_start().len());
        parts.push((Span::new(start, start + trimmed.len()), Part::Comment));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Vec<(String, Part)> {
        let mut session = Session::default();
        session.run("CREATE (:Person {name: 'Ada'})-[:VISITS]->()").unwrap();
        paint(&session, line).into_iter().map(|(span, part)| (span.of(line).to_owned(), part)).collect()
    }

    fn check(line: &str, expected: &[(&str, Part)]) {
        let expected: Vec<(String, Part)> = expected.iter().map(|(t, p)| ((*t).to_owned(), *p)).collect();
        assert_eq!(parts(line), expected, "{line}");
    }

    #[test]
    fn parts_are_told_apart() {
        use Part::*;
        check(
            "match (p:Person {name: $who})-[:VISTS]->(x) // all\nRETURN count(p.name), 'a', 1",
            &[
                ("match", Keyword),
                ("Person", Known),
                ("$", Variable),
                ("who", Variable),
                ("VISTS", Unknown),
                ("// all", Comment),
                ("RETURN", Keyword),
                ("count", Function),
                ("name", Key),
                ("'a'", Text),
                ("1", Number),
            ],
        );
        check("RETURN (1]", &[("RETURN", Keyword), ("1", Number), ("]", Wrong)]);
        check("RETURN 'a", &[("RETURN", Keyword), ("'a", Wrong)]);
        check("MATCH (n:Perso", &[("MATCH", Keyword)]);
        check("?who visits 'New York'", &[("?who", Variable), ("'New York'", Text)]);
        check("Who visited Russia?", &[]);
        check(":mode csv", &[(":mode", Command)]);
        check(":mdoe csv", &[(":mdoe", Unknown)]);
        check(":explain RETURN 1", &[(":explain", Command), ("RETURN", Keyword), ("1", Number)]);
    }
}
