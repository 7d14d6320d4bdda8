//! Texts that are longer than the window, shown by the pager that the person chose.

use crate::term;
use factloom::session::Settings;
use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Writes a text to the terminal, through the pager if it is longer than the window.
pub(super) fn show(text: &[u8], settings: &Settings) -> io::Result<()> {
    let lines = memchr::memchr_iter(b'\n', text).count();
    if term::height().is_some_and(|height| lines + 1 > height)
        && let Some(command) = &settings.pager
        && page(text, command)
    {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()
}

/// Whether the pager showed it. `FACTLOOM_PAGER` and `PAGER` come before what is usual.
fn page(text: &[u8], command: &str) -> bool {
    let usual = Settings::default().pager.as_deref() == Some(command);
    let named = ["FACTLOOM_PAGER", "PAGER"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let command = named.filter(|_| usual).unwrap_or_else(|| command.to_owned());
    let mut words = command.split_whitespace();
    let Some(program) = words.next() else { return false };
    let child = Command::new(program).args(words).stdin(Stdio::piped()).env("LESSCHARSET", "utf-8").spawn();
    let Ok(mut child) = child else { return false };
    if let Some(mut input) = child.stdin.take() {
        // Who leaves the pager before its end closes the pipe.
        let _ = input.write_all(text);
    }
    child.wait().is_ok_and(|status| status.code() != Some(127))
}
