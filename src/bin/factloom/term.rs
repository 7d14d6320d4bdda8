//! What a terminal shows beside the data: warnings and progress, both on standard error.

use factloom::session::format::{Look, harmless};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

/// Says that something is not as it should be.
pub(crate) fn warn(message: &str) {
    eprintln!(
        "factloom: {}",
        if io::stderr().is_terminal() { harmless(message) } else { message.to_owned() }
    );
}

/// A text for standard output, line by line harmless where that is a terminal.
pub(crate) fn safe(text: &str) -> String {
    if !io::stdout().is_terminal() {
        return text.to_owned();
    }
    text.lines().map(|line| harmless(line) + "\n").collect()
}

/// What standard output is seen on: its width if it is a terminal.
pub(crate) fn look() -> Look {
    let terminal = io::stdout().is_terminal();
    let width = terminal.then(|| console_width().unwrap_or(100));
    Look { width, rows: None, terminal }
}

/// Columns of the terminal, where it tells.
fn console_width() -> Option<usize> {
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size()?;
    Some(usize::from(columns)).filter(|&w| w >= 20)
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
