//! Where the cursor stands: in a command, in a string, behind a colon, where a keyword may stand, …

use crate::query::functions;
use crate::query::syntax::lexer::{continues_name, tokenize_lenient};
use crate::query::syntax::token::{Sign, Token, TokenKind};
use crate::query::syntax::triple;
use crate::session::is_command;

/// A place in a text; `start` is the byte at which what was typed there starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// The name of a command.
    Command { start: usize },
    /// What follows a command.
    Argument { command: &'a str, start: usize },
    /// In a string.
    Text { start: usize, quote: char },
    /// Behind `$`.
    Parameter { start: usize },
    /// Behind `:` in a node.
    Label { start: usize },
    /// Behind `:` in a relationship.
    Type { start: usize },
    /// Behind `variable.`, or in a map.
    Key { start: usize },
    /// A name with a dot that is no property: `date.tr`.
    Dotted { start: usize },
    /// Behind `CALL`.
    Procedure { start: usize },
    /// Anywhere else in a Cypher statement, which begins at `statement`.
    Cypher { statement: usize, start: usize },
    /// In a pattern, a question, or at the beginning of a statement.
    Words { statement: usize },
}

/// The place at the end of a text.
pub(super) fn find(before: &str) -> Place<'_> {
    let (tokens, error) = tokenize_lenient(before);
    let last_end = |t: &&Token| t.kind == TokenKind::Sign(Sign::Semicolon);
    let statement = tokens.iter().rev().find(last_end).map_or(0, |t| t.span().end);
    let text = &before[statement..];
    let bare = text.trim_start();
    let from = before.len() - bare.len();
    if bare.starts_with([':', '.']) && !bare.contains('\n') && (bare.len() == 1 || is_command(bare)) {
        let rest = &bare[1..];
        return match rest.find(char::is_whitespace) {
            None => Place::Command { start: from + 1 },
            Some(space) => {
                let argument = rest[space..].trim_start();
                Place::Argument { command: &rest[..space], start: before.len() - argument.len() }
            }
        };
    }
    let first: String = bare.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let is_cypher = triple::opens_statement(&first) && bare.len() > first.len();
    let open = error.and_then(|error| error.span).filter(|span| span.end == before.len());
    if let Some(span) = open
        && let Some(quote) = before[span.start..].chars().next().filter(|c| matches!(c, '\'' | '"'))
    {
        return Place::Text { start: span.start + 1, quote };
    }
    if !is_cypher {
        return Place::Words { statement };
    }
    let start =
        before.char_indices().rev().find(|&(_, c)| !continues_name(c)).map_or(0, |(at, c)| at + c.len_utf8());
    let inside: Vec<&Token> = tokens
        .iter()
        .filter(|t| t.span().start >= statement && t.span().end <= start && t.kind != TokenKind::End)
        .collect();
    let word = |at: usize| inside.get(at).filter(|t| t.kind == TokenKind::Name).map(|t| t.span().of(before));
    let Some(&previous) = inside.last() else { return Place::Cypher { statement, start } };
    // A token that touches what is typed without space between.
    let touches = previous.span().end == start;
    let enclosing = enclosing(&inside);
    match previous.kind {
        TokenKind::Sign(Sign::Dollar) if touches => Place::Parameter { start },
        TokenKind::Sign(Sign::Dot) if touches => {
            // Back over what touches: `db.labels` is one name.
            let mut head = start;
            for token in inside.iter().rev() {
                let part = matches!(token.kind, TokenKind::Name | TokenKind::Sign(Sign::Dot));
                if !part || token.span().end != head {
                    break;
                }
                head = token.span().start;
            }
            let space = before[head..start].to_lowercase();
            let is_space = functions::all().any(|f| f.name.to_lowercase().starts_with(&space));
            let called =
                inside.len().checked_sub(3).and_then(word).is_some_and(|w| w.eq_ignore_ascii_case("call"));
            if called || is_space { Place::Dotted { start: head } } else { Place::Key { start } }
        }
        TokenKind::Sign(Sign::Colon | Sign::Bar | Sign::Ampersand | Sign::Bang) => match enclosing {
            Some(Sign::OpenBracket) => Place::Type { start },
            Some(Sign::OpenBrace) => Place::Cypher { statement, start },
            _ => Place::Label { start },
        },
        TokenKind::Sign(Sign::OpenBrace | Sign::Comma) if enclosing == Some(Sign::OpenBrace) => {
            Place::Key { start }
        }
        TokenKind::Name if previous.span().of(before).eq_ignore_ascii_case("call") => {
            Place::Procedure { start }
        }
        _ => Place::Cypher { statement, start },
    }
}

/// Whether a token is an opening bracket.
pub(super) fn opens(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Sign(Sign::OpenParen | Sign::OpenBracket | Sign::OpenBrace))
}

/// The innermost bracket that is open behind these tokens.
fn enclosing(tokens: &[&Token]) -> Option<Sign> {
    let open = tokens.iter().rev().find(|t| t.closes_at == 0 && opens(t.kind))?;
    if let TokenKind::Sign(sign) = open.kind { Some(sign) } else { None }
}
