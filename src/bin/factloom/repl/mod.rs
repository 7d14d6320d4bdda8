//! The REPL: a session with a person at a terminal, or with a script on standard input.

mod editor;
mod helper;

use crate::exit::{Failure, Status};
use crate::term;
use factloom::session::format::{Look, harmless};
use factloom::session::{Cause, Outcome, Rows, Session, SessionError, units};
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Read, Write};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// How deep scripts may read scripts.
const DEPTH: usize = 16;

/// Talks to whoever is there: a person, or a script on standard input.
pub(crate) fn run(session: Session, name: &str, keep_going: bool) -> Result<Status, Failure> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return editor::run(session, name);
    }
    let mut session = session;
    let mut text = String::new();
    io::stdin()
        .lock()
        .read_to_string(&mut text)
        .map_err(|error| Failure::Read { path: "standard input".to_owned(), error })?;
    interruptible(&session);
    let status = script(&mut session, "standard input", &text, keep_going);
    session.close()?;
    status
}

/// Makes Ctrl-C end the statement at hand.
pub(crate) fn interruptible(session: &Session) {
    let flag = Arc::clone(&session.interrupt);
    // It fails only where a handler was set before, and there is one session in a process.
    let _ = ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed));
}

/// Runs a script; the first failure ends it, unless it is to keep going, and is what it fails with.
pub(crate) fn script(
    session: &mut Session,
    path: &str,
    text: &str,
    keep_going: bool,
) -> Result<Status, Failure> {
    let mut worst = Ok(Status::Done);
    run_units(session, path, text, keep_going, 0, &mut worst)?;
    worst
}

/// Whether to go on with the script that this one was read from.
fn run_units(
    session: &mut Session,
    path: &str,
    text: &str,
    keep_going: bool,
    depth: usize,
    worst: &mut Result<Status, Failure>,
) -> Result<bool, Failure> {
    for unit in units(text) {
        let problem = match session.run(unit.text) {
            Ok(Outcome::Quit) => return Ok(false),
            Ok(Outcome::Script(..)) if depth >= DEPTH => Some("scripts read each other without end".into()),
            Ok(Outcome::Script(path, text)) => {
                if !run_units(session, &path, &text, keep_going, depth + 1, worst)? {
                    return Ok(false);
                }
                None
            }
            Ok(outcome) => {
                show(session, &outcome)?;
                if let Outcome::Rows(rows, notes) = &outcome
                    && rows.rows.is_empty()
                {
                    notes.iter().for_each(|note| term::warn(note));
                }
                None
            }
            Err(error) => Some(error),
        };
        if let Some(SessionError { message, cause }) = problem {
            let failure = Failure::Statement { path: path.to_owned(), line: unit.line, message, cause };
            if !keep_going || cause == Cause::Interrupted {
                *worst = Err(failure);
                return Ok(false);
            }
            term::warn(&failure.to_string());
            *worst = Err(Failure::Some);
        }
    }
    Ok(true)
}

/// Shows what a statement or command led to, where the session says.
fn show(session: &Session, outcome: &Outcome) -> Result<(), Failure> {
    let write = |look: Look, out: &mut dyn Write| match outcome {
        Outcome::Rows(rows, _) => session.format.write(rows, look, out),
        Outcome::Text(text) if look.terminal => out.write_all(term::safe(text).as_bytes()),
        Outcome::Text(text) => out.write_all(text.as_bytes()),
        _ => Ok(()),
    };
    if let Some(path) = &session.output {
        let open = OpenOptions::new().append(true).create(true).open(path);
        let failed = |error| Failure::Read { path: path.display().to_string(), error };
        let mut file = io::BufWriter::new(open.map_err(failed)?);
        write(Look::default(), &mut file).map_err(failed)?;
        return file.flush().map_err(failed);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    write(term::look(), &mut out)?;
    Ok(out.flush()?)
}

/// Runs what was typed at the prompt; whether the session goes on.
fn typed(session: &mut Session, text: &str) -> Result<bool, Failure> {
    for unit in units(text) {
        let started = Instant::now();
        match session.run(unit.text) {
            Ok(Outcome::Quit) => return Ok(false),
            Ok(Outcome::Script(path, text)) => {
                if let Err(failure) = script(session, &path, &text, false) {
                    term::warn(&failure.to_string());
                }
            }
            Ok(outcome) => {
                show(session, &outcome)?;
                if let Outcome::Rows(rows, notes) = &outcome {
                    footer(rows, notes, session.timing.then_some(started));
                }
            }
            Err(error) => {
                eprintln!("{}", error.message.lines().map(harmless).collect::<Vec<_>>().join("\n"));
                break;
            }
        }
    }
    Ok(true)
}

fn footer(rows: &Rows, notes: &[String], started: Option<Instant>) {
    for note in notes {
        eprintln!("{}", note.lines().map(harmless).collect::<Vec<_>>().join("\n"));
    }
    let mut said = Vec::new();
    if !rows.columns.is_empty() {
        said.push(if rows.rows.len() == 1 {
            "1 row".to_owned()
        } else {
            format!("{} rows", rows.rows.len())
        });
    }
    if let Some(started) = started {
        said.push(format!("{:.1} ms", started.elapsed().as_secs_f64() * 1000.0));
    }
    if !said.is_empty() {
        eprintln!("{}", said.join(", "));
    }
}
