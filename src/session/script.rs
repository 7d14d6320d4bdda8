//! A script → its commands and statements.
//!
//! A command is a line of its own, and so are a triple pattern and a question: they end with their line, or with `;`.
//! A pattern goes on in the next line only where its own ends with `.` or `|`. A Cypher statement goes on over lines until
//! `;`, a line that can only be something else, or the end of the text. Strings and comments may hold all of these.

use super::{help, is_command};
use crate::query::syntax::token::{Sign, TokenKind};
use crate::query::syntax::{self, lexer, triple};
use crate::question;
use crate::span::{LineIndex, Place, Span};

/// One command or statement of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit<'a> {
    /// Its text, without `;`.
    pub text: &'a str,
    /// Where it starts.
    pub place: Place,
}

/// The commands and statements of a script, in order.
pub fn units(source: &str) -> Vec<Unit<'_>> {
    let index = LineIndex::new(source);
    parts(source)
        .map(|part| Unit { text: part.span.of(source), place: index.place(part.span.start) })
        .collect()
}

/// What a part of a script is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `:name …`
    Command,
    /// A pattern, a question, or what is neither: it ends with its line.
    Line,
    /// Cypher: it may take several lines.
    Cypher,
}

/// A command or statement of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) span: Span,
    pub(super) form: Form,
    /// Whether it says itself that it ends: by `;`, by the end of its line, by what follows.
    pub(super) ended: bool,
}

/// The parts of a text, in order.
pub(super) fn parts(source: &str) -> impl Iterator<Item = Part> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (part, behind) = next(source, at)?;
        at = behind;
        Some(part)
    })
}

/// The part that begins at `at` or behind what is blank there, and where to go on.
fn next(source: &str, at: usize) -> Option<(Part, usize)> {
    let mut start = at;
    loop {
        match lexer::next_start(source, start) {
            Ok(found) if source[found..].starts_with(';') => start = found + 1,
            Ok(found) => {
                start = found;
                break;
            }
            Err(open_comment) => {
                let from = open_comment.span.map_or(start, |span| span.start);
                let span = Span::new(from, source.trim_end().len());
                return Some((Part { span, form: Form::Cypher, ended: false }, source.len()));
            }
        }
    }
    let line = line_at(source, start);
    if line.is_empty() {
        return None;
    }
    if is_command(line) {
        let span = Span::new(start, start + line.trim_end().len());
        return Some((Part { span, form: Form::Command, ended: true }, start + line.len()));
    }
    let bare = triple::strip_mode(line).1.trim_start();
    let first: String = bare.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    Some(if triple::opens_statement(&first) { cypher(source, start) } else { of_lines(source, start) })
}

/// The rest of the line at a place, without its end.
fn line_at(source: &str, at: usize) -> &str {
    source[at..].split('\n').next().unwrap_or("")
}

/// A pattern or question.
fn of_lines(source: &str, start: usize) -> (Part, usize) {
    let mut at = start;
    loop {
        let line = line_at(source, at);
        let said = said(line);
        let span = Span::new(start, at + said.trim_end().len());
        let part = |ended| Part { span, form: Form::Line, ended };
        let text = span.of(source);
        let ends_so = line[said.len()..].starts_with(';');
        if ends_so || !goes_on(text) {
            return (part(true), at + said.len());
        }
        at += line.len();
        let Some(following) = source.get(at + 1..).map(|rest| rest.split('\n').next().unwrap_or("")) else {
            return (part(false), at);
        };
        if following.trim().is_empty() || is_command(following) {
            return (part(true), at);
        }
        at += 1;
    }
}

/// Whether a pattern goes on in the next line: behind the dot between two triples, or between two names.
fn goes_on(text: &str) -> bool {
    let dot = text.strip_suffix('.').is_some_and(|before| before.ends_with(char::is_whitespace));
    (dot || text.ends_with('|')) && triple::is_pattern(text.trim_end_matches(['.', '|']))
}

/// What a line of plain words says: up to `;` or a comment, which quotes may hold.
fn said(line: &str) -> &str {
    let mut starts_word = true;
    let mut open: Option<char> = None;
    for (at, c) in line.char_indices() {
        let rest = &line[at + c.len_utf8()..];
        match open {
            Some(quote) => open = open.filter(|_| c != quote),
            None if starts_word && matches!(c, '"' | '\'') && rest.contains(c) => open = Some(c),
            None if c == ';' || (starts_word && c == '/' && rest.starts_with('/')) => return &line[..at],
            None => {}
        }
        starts_word = open.is_none() && (c.is_whitespace() || c == '|');
    }
    line
}

/// A Cypher statement.
fn cypher(source: &str, start: usize) -> (Part, usize) {
    let mut end = start;
    let mut depth = 0_usize;
    let mut returns = false;
    let part = |end, ended| Part { span: Span::new(start, end), form: Form::Cypher, ended };
    let mut at = start;
    loop {
        let (kind, span) = match lexer::next_token(source, at) {
            Ok(found) => found,
            Err(problem) => {
                // What is no token belongs to the statement that it stands in.
                at = problem.span.map(|span| span.end).filter(|end| *end > at).unwrap_or(source.len());
                end = at.min(source.trim_end().len());
                if at >= source.len() {
                    return (part(end, false), source.len());
                }
                continue;
            }
        };
        let first_of_line = span.start > start && source[end..span.start].contains('\n');
        match kind {
            TokenKind::End => return (part(end, false), source.len()),
            TokenKind::Sign(Sign::Semicolon) => return (part(end, true), span.end),
            _ if first_of_line && begins_anew(source, Span::new(start, end), span.start, depth, returns) => {
                return (part(end, true), span.start);
            }
            TokenKind::Sign(Sign::OpenParen | Sign::OpenBracket | Sign::OpenBrace) => depth += 1,
            TokenKind::Sign(Sign::CloseParen | Sign::CloseBracket | Sign::CloseBrace) => {
                depth = depth.saturating_sub(1);
            }
            TokenKind::Name if depth == 0 => returns |= span.of(source).eq_ignore_ascii_case("return"),
            _ => {}
        }
        (at, end) = (span.end, span.end);
    }
}

/// Whether a line within a Cypher statement can only begin something else.
fn begins_anew(source: &str, before: Span, at: usize, depth: usize, returns: bool) -> bool {
    let line = said(line_at(source, at)).trim_end();
    if line.starts_with('?') {
        return true;
    }
    if is_command(line) {
        let name =
            line.trim_start_matches([':', '.']).split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let known = help::topics().any(|topic| topic.name == name) || matches!(name, "exit" | "q" | "h");
        // `:Label` and `.key` may go on a statement.
        return known || depth == 0 && line.starts_with(':') && name.starts_with(char::is_lowercase);
    }
    if depth > 0 || !returns {
        return false;
    }
    // Behind RETURN only UNION opens a clause, and nothing asks.
    let first: String = line.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let clause = triple::opens_statement(&first) && first != "union";
    let asks = line.contains('?') && (triple::is_pattern(line) || question::is_question(line));
    (clause || asks) && syntax::parse(before.of(source)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[(usize, &str)]) {
        let found: Vec<(usize, &str)> = units(source).iter().map(|u| (u.place.line, u.text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn scripts_are_split() {
        check(
            "// about ; it\nRETURN ';' AS a; RETURN 2 // two;\n;\n:mode csv\nRETURN\n 3\n.schema\nRETURN 4",
            &[
                (2, "RETURN ';' AS a"),
                (2, "RETURN 2"),
                (4, ":mode csv"),
                (5, "RETURN\n 3"),
                (7, ".schema"),
                (8, "RETURN 4"),
            ],
        );
        check("RETURN 'a\n:quit\nb';", &[(1, "RETURN 'a\n:quit\nb'")]);
        check("", &[]);
        check("RETURN 1; // end\n/* and */ ;", &[(1, "RETURN 1")]);
        check("/* of all */ :mode csv\n/* open", &[(1, ":mode csv"), (2, "/* open")]);
    }

    #[test]
    fn patterns_and_questions_end_with_their_line() {
        check(
            "? signs contract\n:mode table\n? visits Russia\nLi Shangfu visits ?\nWho visited Russia?\nwho visited China",
            &[
                (1, "? signs contract"),
                (2, ":mode table"),
                (3, "? visits Russia"),
                (4, "Li Shangfu visits ?"),
                (5, "Who visited Russia?"),
                (6, "who visited China"),
            ],
        );
        check(
            "? visits \"A;B\"; ?a visits ?b .\n  ?b is-located-in Asia|\nPeru // both\n\nWhat did China's men say?",
            &[
                (1, "? visits \"A;B\""),
                (1, "?a visits ?b .\n  ?b is-located-in Asia|\nPeru"),
                (5, "What did China's men say?"),
            ],
        );
        check("EXPLAIN ? visits Russia\nRETURN 1", &[(1, "EXPLAIN ? visits Russia"), (2, "RETURN 1")]);
        check("? visits Russia .\n:quit", &[(1, "? visits Russia ."), (2, ":quit")]);
        check("It's ? here; 'x' visits ?", &[(1, "It's ? here"), (1, "'x' visits ?")]);
    }

    #[test]
    fn cypher_ends_where_only_something_else_can_follow() {
        check(
            "MATCH (n\n:Person)\nSET n\n.x = 1\nRETURN n\n  .x\nMATCH (m) RETURN m\nUNION\nMATCH (k) RETURN k AS m\n? visits Peru\n",
            &[
                (1, "MATCH (n\n:Person)\nSET n\n.x = 1\nRETURN n\n  .x"),
                (7, "MATCH (m) RETURN m\nUNION\nMATCH (k) RETURN k AS m"),
                (10, "? visits Peru"),
            ],
        );
        check("CREATE (:A)\nCREATE (:B)", &[(1, "CREATE (:A)\nCREATE (:B)")]);
        check("RETURN 'a' STARTS\nWITH 'b'", &[(1, "RETURN 'a' STARTS\nWITH 'b'")]);
        check(
            "CALL {\nRETURN 1 AS x\nUNION\nRETURN 2 AS x }\nRETURN x\nORDER BY x // ok?\nWho visited Peru?",
            &[
                (1, "CALL {\nRETURN 1 AS x\nUNION\nRETURN 2 AS x }\nRETURN x\nORDER BY x"),
                (7, "Who visited Peru?"),
            ],
        );
        check("RETURN § AS a;\nRETURN 1", &[(1, "RETURN § AS a"), (2, "RETURN 1")]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_hangs(source in "([?A-Za-z'\"\\n;:./*§()|-]|RETURN 1|China ){0,30}") {
            let mut behind = 0;
            for part in parts(&source) {
                proptest::prop_assert!(part.span.start >= behind && part.span.end <= source.len());
                proptest::prop_assert!(!part.span.of(&source).trim().is_empty());
                behind = part.span.end;
            }
        }
    }
}
