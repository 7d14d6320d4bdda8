//! The REPL: a session with a person at a terminal, or with a script on standard input.

mod editor;
mod helper;
mod pager;
mod places;

use crate::exit::{Failure, Status};
use crate::term;
use factloom::session::format::{Format, Look};
use factloom::session::{Cause, Files, Outcome, Rows, Session, SessionError, Unit, is_command, units};
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::{Duration, Instant};

/// How deep scripts may read scripts.
const DEPTH: usize = 16;

/// How a session is run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manner {
    /// Go on after a statement of a script that failed.
    pub(crate) keep_going: bool,
    /// Leave out the person's own commands at the beginning.
    pub(crate) no_init: bool,
    /// Folders whose files scripts may name, besides the one they run in.
    pub(crate) allow: Vec<PathBuf>,
}

/// Talks to whoever is there: a person, or a script on standard input.
pub(crate) fn run(session: Session, name: &str, manner: &Manner) -> Result<Status, Failure> {
    let mut session = session;
    session.allowed.clone_from(&manner.allow);
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        PERSON.store(true, Ordering::Relaxed);
        return editor::run(session, name, !manner.no_init);
    }
    let mut text = String::new();
    io::stdin()
        .lock()
        .read_to_string(&mut text)
        .map_err(|error| Failure::Read { path: "standard input".to_owned(), error })?;
    interruptible(&session);
    let status = script(&mut session, "standard input", &text, manner.keep_going);
    close(session)?;
    status
}

/// Whether a statement runs, how often Ctrl-C was pressed since it began, and whether a person sits at a prompt.
static RUNNING: AtomicBool = AtomicBool::new(false);
static PRESSED: AtomicU8 = AtomicU8::new(0);
static PERSON: AtomicBool = AtomicBool::new(false);

/// Makes Ctrl-C end the statement at hand; who presses it three times in a row leaves the program.
#[expect(clippy::exit, reason = "a signal handler has nobody to hand a status to")]
pub(crate) fn interruptible(session: &Session) {
    let flag = Arc::clone(&session.interrupt);
    let pressed = move || {
        flag.store(true, Ordering::Relaxed);
        let running = RUNNING.load(Ordering::Relaxed);
        match PRESSED.fetch_add(1, Ordering::Relaxed) {
            0 => {}
            1 if running => {
                term::say(format_args!(
                    "\nthe statement ends as soon as it can; Ctrl-C once more leaves factloom"
                ));
            }
            // In a pager it is the pager's. A file is whole at any moment: a write is there altogether or not at all.
            n if n >= 2 && (running || !PERSON.load(Ordering::Relaxed)) => std::process::exit(130),
            _ => {}
        }
    };
    // It fails only where a handler was set before, and there is one session in a process.
    let _ = ctrlc::set_handler(pressed);
}

/// Runs one statement or command, which Ctrl-C ends.
fn attempt(session: &mut Session, unit: &Unit<'_>) -> Result<Outcome, SessionError> {
    PRESSED.store(0, Ordering::Relaxed);
    RUNNING.store(true, Ordering::Relaxed);
    let outcome = session.run_unit(unit);
    RUNNING.store(false, Ordering::Relaxed);
    outcome
}

/// Runs a script; the first failure ends it, unless it is to keep going, and is what it fails with. Its commands may
/// name files below the folder that it runs in, its own folder, and those that are allowed.
pub(crate) fn script(
    session: &mut Session,
    path: &str,
    text: &str,
    keep_going: bool,
) -> Result<Status, Failure> {
    let own = Path::new(path).parent().filter(|folder| folder.is_dir()).map(Path::to_owned);
    let folders = [PathBuf::from(".")].into_iter().chain(own).chain(session.allowed.iter().cloned());
    let before = std::mem::replace(&mut session.named, Files::Below(folders.collect()));
    let mut worst = Ok(Status::Done);
    let ended = run_units(session, path, text, keep_going, 0, &mut worst);
    session.named = before;
    ended?;
    worst
}

/// Ends a session whose script is over.
pub(crate) fn close(session: Session) -> Result<(), Failure> {
    if session.has_open_changes() {
        term::warn("the script ended within a transaction: without `:commit` its changes are undone");
    }
    Ok(session.close()?)
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
        let problem = match attempt(session, &unit) {
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
                if let Outcome::Rows(rows, notes) | Outcome::Profiled(rows, notes, _) = &outcome {
                    let worth = |note: &&String| rows.rows.is_empty() || note.starts_with("warning:");
                    notes.iter().filter(worth).for_each(|note| term::warn(note));
                }
                None
            }
            Err(error) => Some(error),
        };
        if let Some(SessionError { message, cause, line }) = problem {
            let line = line.unwrap_or(unit.place.line);
            let failure = Failure::Statement { path: path.to_owned(), line, message, cause };
            if !keep_going || cause == Cause::Interrupted {
                *worst = Err(failure);
                return Ok(false);
            }
            term::warn(&failure.to_string());
            if worst.is_ok() {
                *worst = Err(Failure::Some { first: failure.status() });
            }
        }
    }
    Ok(true)
}

/// Shows what a statement or command led to, where the session says.
fn show(session: &Session, outcome: &Outcome) -> Result<(), Failure> {
    // A plan is for people; where programs read the rows, it is said beside them.
    let for_people = matches!(session.format, Format::Sentences | Format::Table | Format::Lines);
    let write = |look: Look, out: &mut dyn Write| match outcome {
        Outcome::Rows(rows, _) => session.format.write(rows, look, out),
        Outcome::Profiled(rows, _, plan) => {
            session.format.write(rows, look, out)?;
            if !for_people {
                term::say(plan.trim_end());
                return Ok(());
            }
            out.write_all(plan.as_bytes())
        }
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

/// Shows it to the person at the terminal: in their settings, long ones through a pager.
fn show_person(session: &Session, outcome: &Outcome) -> Result<(), Failure> {
    if session.output.is_some() {
        return show(session, outcome);
    }
    let settings = &session.settings;
    let look = Look { rows: settings.rows, ..term::look() };
    let look = Look { width: settings.width.or(look.width), ..look };
    let mut text = Vec::new();
    match outcome {
        Outcome::Rows(rows, _) => session.format.write(rows, look, &mut text)?,
        Outcome::Profiled(rows, _, plan) => {
            session.format.write(rows, look, &mut text)?;
            text.extend(term::wrapped_to(plan, look.width).bytes());
        }
        Outcome::Text(said) => text = term::wrapped_to(said, look.width).into_bytes(),
        _ => {}
    }
    let shown = pager::show(&text, settings);
    PRESSED.store(0, Ordering::Relaxed);
    Ok(shown?)
}

/// What a line leads to, as text: the result and what is to be said beside it.
pub(crate) fn told(session: &mut Session, line: &str) -> Result<String, Failure> {
    let mut text = Vec::new();
    match session.run(line) {
        Ok(Outcome::Rows(rows, notes)) => {
            session.format.write(&rows, term::look(), &mut text)?;
            for note in notes {
                writeln!(text, "{note}")?;
            }
        }
        Ok(Outcome::Profiled(rows, _, plan)) => {
            session.format.write(&rows, term::look(), &mut text)?;
            text.extend(plan.bytes());
        }
        Ok(Outcome::Text(said)) => text.extend(said.bytes()),
        Ok(_) => {}
        Err(error) => writeln!(text, "{}", error.message)?,
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Runs what was typed at the prompt; whether the session goes on.
fn typed(session: &mut Session, text: &str) -> Result<bool, Failure> {
    for unit in units(text) {
        let started = Instant::now();
        let outcome = attempt(session, &unit);
        // Before it is shown: a pager waits for its reader.
        let took = session.timing.then(|| started.elapsed());
        match outcome {
            Ok(Outcome::Quit) => return Ok(false),
            Ok(Outcome::Script(path, text)) => {
                if let Err(failure) = script(session, &path, &text, false) {
                    term::warn(&failure.to_string());
                }
            }
            Ok(outcome) => {
                show_person(session, &outcome)?;
                match &outcome {
                    Outcome::Rows(rows, notes) | Outcome::Profiled(rows, notes, _) => {
                        footer(rows, notes, took)
                    }
                    Outcome::Text(_) if !is_command(unit.text) => footer(&Rows::default(), &[], took),
                    _ => {}
                }
            }
            Err(error) => {
                term::say(term::message(&error.message));
                break;
            }
        }
    }
    Ok(true)
}

fn footer(rows: &Rows, notes: &[String], took: Option<Duration>) {
    for note in notes {
        term::say(term::message(note));
    }
    let mut said = Vec::new();
    if !rows.columns.is_empty() {
        said.push(if rows.rows.len() == 1 {
            "1 row".to_owned()
        } else {
            format!("{} rows", rows.rows.len())
        });
    }
    if let Some(took) = took {
        said.push(format!("{:.1} ms", took.as_secs_f64() * 1000.0));
    }
    if !said.is_empty() {
        term::say(format_args!("{}", said.join(", ")));
    }
}
