//! What a terminal shows beside the data: warnings and progress, both on standard error.

use factloom::session::format::{Look, harmless};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr;

/// Writes a line to standard error. Where that cannot be written either (a file on a full disk), the work goes on.
pub(crate) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Says that something is not as it should be.
pub(crate) fn warn(message: &str) {
    let shown = if io::stderr().is_terminal() {
        message.lines().map(harmless).collect::<Vec<_>>().join("\n")
    } else {
        message.to_owned()
    };
    say(format_args!("factloom: {shown}"));
}

/// A text for standard output; on a terminal no character acts, and lines are broken between words.
pub(crate) fn safe(text: &str) -> String {
    wrapped_to(text, look().width)
}

/// The same for a window of this width, or none.
pub(crate) fn wrapped_to(text: &str, width: Option<usize>) -> String {
    match width {
        None => text.to_owned(),
        Some(width) => text.lines().map(|line| wrapped(&harmless(line), width) + "\n").collect(),
    }
}

/// A message for the person at the terminal: lines are broken between words, save those that draw a text with its carets.
pub(crate) fn message(text: &str) -> String {
    let width = console_width().unwrap_or(100);
    let drawn = |line: &str| {
        let bare = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        bare.starts_with('|') || bare.starts_with("-->")
    };
    let shown = |line: &str| {
        let line = harmless(line);
        if drawn(&line) { line } else { wrapped(&line, width) }
    };
    text.lines().map(shown).collect::<Vec<_>>().join("\n")
}

/// A line broken between words, the further lines indented as the first.
fn wrapped(line: &str, width: usize) -> String {
    let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
    let mut out = indent.to_owned();
    let mut column = indent.len();
    for (i, word) in line[indent.len()..].split(' ').enumerate() {
        let length = word.width();
        if i > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            column = indent.len();
        } else if i > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

/// What standard output is seen on: its width if it is a terminal.
pub(crate) fn look() -> Look {
    let terminal = io::stdout().is_terminal();
    let width = terminal.then(|| console_width().unwrap_or(100));
    Look { width, rows: None, terminal }
}

/// Whether colours are wanted: not where `NO_COLOR` is set, nor on a terminal that has none.
pub(crate) fn has_colour() -> bool {
    let is = |name: &str, what: &str| std::env::var_os(name).is_some_and(|value| value == what);
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && !is("TERM", "dumb")
}

/// Columns of the terminal, where it tells.
fn console_width() -> Option<usize> {
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size()?;
    Some(usize::from(columns)).filter(|&w| w >= 20)
}

/// Lines of the terminal, where it tells.
pub(crate) fn height() -> Option<usize> {
    let (_, terminal_size::Height(lines)) = terminal_size::terminal_size()?;
    Some(usize::from(lines)).filter(|&h| h >= 5)
}

/// A count of what was done, drawn once the work takes longer than a second, on a terminal only.
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    /// Starts counting these things.
    pub(crate) fn start(things: &'static str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} {msg}, {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(things);
        Progress { bar, started: Instant::now() }
    }

    /// Counts so many more.
    pub(crate) fn add(&self, count: usize) {
        if self.bar.is_hidden()
            && io::stderr().is_terminal()
            && self.started.elapsed() > Duration::from_secs(1)
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(count as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
