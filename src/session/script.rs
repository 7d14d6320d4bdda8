//! A script → its commands and statements.
//!
//! Statements end with `;` (also within a line; strings and comments may hold one), with the line before a command, or
//! with the text. A command is a line of its own.

use super::is_command;
use crate::query::syntax::{lexer, split};
use crate::span::{LineIndex, Span};

/// One command or statement of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit<'a> {
    /// Its text, without `;`.
    pub text: &'a str,
    /// The line on which it starts, from 1.
    pub line: usize,
}

/// The commands and statements of a script, in order.
pub fn units(source: &str) -> Vec<Unit<'_>> {
    let index = LineIndex::new(source);
    let mut units = Vec::new();
    let mut add = |span: Span| {
        units.push(Unit { text: span.of(source), line: index.place(span.start).line });
    };
    let mut start = 0; // of the statements that are gathered
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let here = at;
        at += line.len();
        // A line that looks like a command is none within a string or comment.
        if is_command(line) && lexer::tokenize_lenient(&source[start..here]).1.is_none() {
            statements(source, start, here, &mut add);
            let text = line.trim();
            let from = here + (line.len() - line.trim_start().len());
            add(Span::new(from, from + text.len()));
            start = at;
        }
    }
    statements(source, start, source.len(), &mut add);
    units
}

fn statements(source: &str, start: usize, end: usize, add: &mut impl FnMut(Span)) {
    for span in split(&source[start..end]) {
        add(Span::new(start + span.start, start + span.end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[(usize, &str)]) {
        let found: Vec<(usize, &str)> = units(source).iter().map(|u| (u.line, u.text)).collect();
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
    }
}
