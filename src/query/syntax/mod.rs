//! Query text → syntax tree. Two languages, openCypher and triple patterns, end in the same [`ast`].

pub mod ast;
mod cypher;
mod display;
#[cfg(test)]
mod grammar_test;
mod input;
pub mod keywords;
pub mod lexer;
pub mod token;
pub mod triple;
pub mod types;

use input::{Failure, Input, State};
use nom::Err;

use self::ast::Statement;
use self::token::{Sign, TokenKind};
use super::error::QueryError;
use crate::span::Span;

pub use input::MAX_DEPTH;

/// Whether a text can be run as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Completeness {
    /// It is a statement.
    Complete,
    /// It could become one if more followed.
    Incomplete,
    /// It is wrong, whatever follows.
    Invalid(QueryError),
}

/// The statement that a text says.
pub fn parse(source: &str) -> Result<Statement, QueryError> {
    parse_noting_end(source).map_err(|(error, _)| error)
}

/// Whether a text is a whole statement.
pub fn completeness(source: &str) -> Completeness {
    match parse_noting_end(source) {
        Ok(_) => Completeness::Complete,
        Err((_, true)) => Completeness::Incomplete,
        Err((error, false)) => Completeness::Invalid(error),
    }
}

fn parse_noting_end(source: &str) -> Result<Statement, (QueryError, bool)> {
    if triple::is_pattern(source) {
        let cypher = triple::to_cypher(source).map_err(|error| {
            let unended = error.span.is_some_and(|span| span.start >= source.len());
            (error, unended)
        })?;
        // The spans of the translation say nothing about the pattern.
        return parse_cypher(&cypher).map_err(|(error, _)| (QueryError { span: None, ..error }, false));
    }
    parse_cypher(source).map_err(|(error, unended)| match triple::nearly(source) {
        Some(pattern) if error.hint.is_none() => (pattern, false),
        _ => (error, unended),
    })
}

fn parse_cypher(source: &str) -> Result<Statement, (QueryError, bool)> {
    let tokens = lexer::tokenize(source).map_err(|error| {
        let unended =
            error.span.is_some_and(|span| span.end == source.len()) && error.message.contains("no end");
        (error, unended)
    })?;
    let state = State::default();
    let input = Input::new(source, &tokens, &state);
    match cypher::statement(input) {
        Ok((_, statement)) => Ok(statement),
        Err(Err::Error(Failure(Some(error))) | Err::Failure(Failure(Some(error)))) => Err((*error, false)),
        Err(_) => Err((input.error(), input.ran_out())),
    }
}

/// What may stand next after this beginning of a Cypher statement: keywords, signs, and kinds of things in words.
/// Nothing, if the beginning is wrong already.
pub fn continuations(source: &str) -> Vec<&'static str> {
    let (tokens, _) = lexer::tokenize_lenient(source);
    let state = State::default();
    let input = Input::new(source, &tokens, &state);
    // What fits at the end is noted whether the parser stops there or could have gone on.
    let _ = cypher::statement(input);
    if input.ran_out() { state.expected() } else { Vec::new() }
}

/// Where the statements of a script stand: they end with `;`, which strings and comments may hold as well.
pub fn split(source: &str) -> Vec<Span> {
    let (tokens, error) = lexer::tokenize_lenient(source);
    let mut statements = Vec::new();
    let mut start: Option<usize> = None;
    let mut end = 0;
    for token in &tokens {
        if token.kind == TokenKind::Sign(Sign::Semicolon) || token.kind == TokenKind::End {
            if let Some(start) = start.take() {
                statements.push(Span::new(start, end));
            }
        } else {
            start.get_or_insert(token.span().start);
            end = token.span().end;
        }
    }
    // What follows a place that is no token belongs to the statement that stands there.
    if let Some(span) = error.and_then(|error| error.span) {
        let from = match statements.last() {
            Some(last) if !source[last.end..span.start].contains(';') => {
                statements.pop().map_or(span.start, |s| s.start)
            }
            _ => span.start,
        };
        statements.push(Span::new(from, source.trim_end().len()));
    }
    statements
}
