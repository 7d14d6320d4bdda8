//! A message about a text: what is wrong, where, and what to do; drawn over the source with a caret.

use std::fmt::Write;

use crate::span::{LineIndex, Place, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The work failed.
    Error,
    /// The work was done, but perhaps not as meant.
    Warning,
    /// For information.
    Note,
}

/// A message with the place that it is about and a hint.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the source.
    pub span: Option<Span>,
    /// A word or two to stand beside the caret.
    pub label: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A note without a place.
    pub fn note(message: impl Into<String>) -> Self {
        Self { level: Level::Note, message: message.into(), span: None, label: None, hint: None }
    }

    /// The message over its source: line, column, the line itself and a caret under the place.
    pub fn render(&self, source: &str) -> String {
        self.render_from(source, Place::START)
    }

    /// Where it stands in a longer text of which the source is the part that begins at `start`.
    pub fn place(&self, source: &str, start: Place) -> Option<Place> {
        let found = LineIndex::new(source).place(self.span?.start);
        let column = if found.line == 1 { start.column - 1 } else { 0 };
        Some(Place { line: start.line - 1 + found.line, column: column + found.column })
    }

    /// The message over its source, which is the part of a longer text that begins at `start`: line and column are those
    /// of the longer text.
    pub fn render_from(&self, source: &str, start: Place) -> String {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        let mut text = format!("{level}: {}\n", plain(&self.message));
        if let Some(span) = self.span {
            let index = LineIndex::new(source);
            let (from, to) = (index.place(span.start), index.place(span.end));
            let line: Vec<char> = plain(index.line(from.line)).chars().collect();
            let column = (from.column - 1).min(line.len());
            let end = if to.line == from.line { (to.column - 1).min(line.len()) } else { line.len() };
            let (first, last) = part(line.len(), column);
            let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
            let text_of = |chars: &[char]| chars.iter().collect::<String>();
            let cut = |is_cut: bool| if is_cut { "…" } else { "" };
            let before = format!("{}{}", cut(first > 0), text_of(&line[first..column]));
            let marked = text_of(&line[column..end.clamp(column, last)]);
            let line = format!("{before}{}{}", text_of(&line[column..last]), cut(last < line.len()));
            let shown = self.place(source, start).unwrap_or(from);
            let number = shown.line.to_string();
            let margin = " ".repeat(number.len());
            let label = plain(self.label.as_deref().unwrap_or(""));
            let _ = writeln!(text, "{margin}--> line {}, column {}", shown.line, shown.column);
            let _ = writeln!(text, "{number} | {line}");
            let indent = " ".repeat(width(&before));
            let carets = "^".repeat(width(&marked).max(1));
            let _ = writeln!(text, "{}", format!("{margin} | {indent}{carets} {label}").trim_end());
        }
        if let Some(hint) = &self.hint {
            let _ = writeln!(text, "hint: {}", plain(hint));
        }
        text
    }
}

/// Lines of more characters are shown in part.
const LONG: usize = 240;

/// From where to where a line of this length is shown, for a message about this column.
fn part(length: usize, column: usize) -> (usize, usize) {
    let first = if length > LONG { column.saturating_sub(LONG / 3).min(length - LONG) } else { 0 };
    (first, (first + LONG).min(length))
}

/// The text with pictures in place of what would act on a terminal, one for each, so that carets stay under their places.
/// Tabs are spaces; lines stay lines.
fn plain(text: &str) -> String {
    let picture = |c: char| match c {
        '\n' => c,
        '\t' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        // Directions: a line could seem to say another thing.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(picture).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_line_without_end_the_part_around_the_place_is_shown() {
        let source = format!("{}WRONG{}", "é".repeat(500_000), "z".repeat(500_000));
        let problem = |span| Diagnostic {
            level: Level::Error,
            message: "no".into(),
            span: Some(span),
            label: Some("here".into()),
            hint: None,
        };
        let drawn = problem(Span::new(1_000_000, 1_000_005)).render(&source);
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines[1], " --> line 1, column 500001");
        assert!(lines[2].starts_with("1 | …é") && lines[2].ends_with("z…"), "{drawn}");
        let columns = |line: &str, what: char| line.chars().position(|c| c == what);
        assert_eq!(columns(lines[2], 'W'), columns(lines[3], '^'));
        assert!(lines[3].ends_with(" ^^^^^ here"), "{drawn}");
        // At its end, and over all of it.
        assert!(
            problem(Span::new(source.len(), source.len()))
                .render(&source)
                .lines()
                .nth(3)
                .unwrap()
                .ends_with("^ here")
        );
        assert!(
            problem(Span::new(0, source.len()))
                .render(&source)
                .lines()
                .all(|line| line.chars().count() < 300)
        );
    }

    #[test]
    fn the_caret_stands_under_the_place() {
        let problem = Diagnostic {
            level: Level::Error,
            message: "no".into(),
            span: Some(Span::new(7, 10)),
            label: Some("here".into()),
            hint: Some("do".into()),
        };
        let drawn = "error: no\n --> line 2, column 4\n2 | de fgh\n  |    ^^^ here\nhint: do\n";
        assert_eq!(problem.render("abc\nde fgh"), drawn);
        // The same text from the middle of a line of a script on.
        let drawn = "error: no\n --> line 9, column 4\n9 | de fgh\n  |    ^^^ here\nhint: do\n";
        assert_eq!(problem.render_from("abc\nde fgh", Place { line: 8, column: 5 }), drawn);
        let first = Diagnostic { span: Some(Span::new(0, 2)), ..problem };
        assert_eq!(first.place("abc", Place { line: 8, column: 5 }), Some(Place { line: 8, column: 5 }));
    }

    #[test]
    fn nothing_in_it_acts_on_a_terminal() {
        let span = Some(Span::new(6, 7));
        let problem =
            Diagnostic { level: Level::Error, message: "no \u{1b}[2J".into(), span, label: None, hint: None };
        let drawn = "error: no ␛[2J\n --> line 1, column 7\n1 | a ␛[2Jb\n  |       ^\n";
        assert_eq!(problem.render("a \u{1b}[2Jb"), drawn);
    }
}
