//! What the line editor asks while one types: is it complete, what could follow, how is it coloured. The session
//! answers; this translates.

use factloom::session::complete::{self, Candidate, Names};
use factloom::session::paint::{Part, paint};
use factloom::session::{Session, is_command};
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter, HistoryHinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper as RustylineHelper};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// From so many nodes on, names are put in order beside the person who types, not before they may.
const MANY: usize = 20_000;

/// Answers the line editor from the session.
pub(super) struct Helper {
    session: Rc<RefCell<Session>>,
    /// The graph's names, once they are in order.
    names: Arc<OnceLock<Names>>,
    /// The graph's changes when they were gathered.
    seen: u64,
    colour: bool,
    files: FilenameCompleter,
    history: HistoryHinter,
}

impl Helper {
    pub(super) fn new(session: Rc<RefCell<Session>>) -> Helper {
        let mut helper = Helper {
            session,
            names: Arc::default(),
            seen: 0,
            colour: false,
            files: FilenameCompleter::new(),
            history: HistoryHinter::new(),
        };
        helper.gather();
        helper.refresh();
        helper
    }

    /// Looks at what the last statement may have changed.
    pub(super) fn refresh(&mut self) {
        let (changes, colour) = {
            let session = self.session.borrow();
            (session.changes(), session.settings.colour)
        };
        self.colour = colour.unwrap_or_else(crate::term::has_colour);
        if changes != self.seen {
            self.gather();
        }
    }

    fn gather(&mut self) {
        let session = self.session.borrow();
        self.seen = session.changes();
        let gathered = complete::gather(session.graph());
        let names = Arc::<OnceLock<Names>>::default();
        self.names = Arc::clone(&names);
        let order = move || drop(names.set(Names::new(gathered)));
        if factloom::graph::GraphRead::node_count(session.graph()) < MANY {
            order();
        } else {
            // Until it is done, everything but names is completed.
            std::thread::spawn(order);
        }
    }

    fn candidates(&self, before: &str) -> (usize, Vec<Candidate>) {
        let none = Names::default();
        complete::complete(&self.session.borrow(), self.names.get().unwrap_or(&none), before)
    }
}

/// Whether what follows a command is a file.
fn names_file(before: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().collect();
    let next = words.len() + usize::from(before.ends_with(char::is_whitespace));
    let command = words.first().map(|w| w.trim_start_matches([':', '.']));
    is_command(before)
        && (matches!(command, Some("read" | "output" | "save")) && next >= 2
            || command == Some("export") && next == 3)
}

impl Completer for Helper {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        if names_file(&line[..pos]) {
            return self.files.complete_path(line, pos);
        }
        let (start, found) = self.candidates(&line[..pos]);
        let mut pairs: Vec<Pair> =
            found.into_iter().map(|c| Pair { display: c.shown, replacement: c.text }).collect();
        // A quote that stands behind the cursor already is not put there again.
        if let Some(next) = line[pos..].chars().next().filter(|c| matches!(c, '\'' | '"')) {
            for pair in &mut pairs {
                if pair.replacement.ends_with(next) {
                    pair.replacement.pop();
                }
            }
        }
        Ok((start, pairs))
    }
}

/// What is shown in grey behind the line.
pub(super) struct Grey {
    shown: String,
    /// Whether it is put into the line by the right arrow.
    fits: bool,
}

impl Hint for Grey {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.fits.then_some(&self.shown)
    }
}

impl Hinter for Helper {
    type Hint = Grey;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<Grey> {
        if pos < line.len() || !self.session.borrow().settings.hints {
            return None;
        }
        if line.ends_with('\n') {
            // Enter was pressed and nothing ran: say why.
            return complete::lacks(line).map(|what| Grey { shown: format!("  … {what}"), fits: false });
        }
        let typed = line.rsplit('\n').next().unwrap_or(line);
        if typed.trim().len() < 2 {
            return None;
        }
        if let Some(rest) = self.history.hint(line, pos, context) {
            // Only the first line of an older statement fits behind this one.
            let first = rest.lines().next().unwrap_or("").to_owned();
            if !first.is_empty() {
                return Some(Grey { shown: first, fits: true });
            }
        }
        let (start, found) = self.candidates(line);
        let typed = &line[start..];
        if typed.is_empty() {
            return None;
        }
        let rest = found.iter().find_map(|c| c.text.strip_prefix(typed)).filter(|rest| !rest.is_empty())?;
        Some(Grey { shown: rest.to_owned(), fits: true })
    }
}

/// How a part is drawn: colours that can be read on dark and on light.
fn style(part: Part) -> &'static str {
    match part {
        Part::Keyword => "\x1b[1;34m",
        Part::Function => "\x1b[34m",
        Part::Text => "\x1b[32m",
        Part::Number => "\x1b[36m",
        Part::Variable => "\x1b[35m",
        Part::Known => "\x1b[33m",
        Part::Unknown => "\x1b[4;33m",
        Part::Key => "\x1b[36m",
        Part::Comment => "\x1b[90m",
        Part::Command => "\x1b[1m",
        Part::Wrong => "\x1b[31m",
    }
}

impl Highlighter for Helper {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.colour {
            return Cow::Borrowed(line);
        }
        let parts = paint(&self.session.borrow(), line);
        if parts.is_empty() {
            return Cow::Borrowed(line);
        }
        let mut out = String::with_capacity(line.len() + 12 * parts.len());
        let mut from = 0;
        for (span, part) in parts {
            out.push_str(&line[from..span.start]);
            out.push_str(style(part));
            out.push_str(span.of(line));
            out.push_str("\x1b[0m");
            from = span.end;
        }
        out.push_str(&line[from..]);
        Cow::Owned(out)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.colour { Cow::Owned(format!("\x1b[90m{hint}\x1b[0m")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.colour && kind != CmdKind::MoveCursor
    }
}

impl Validator for Helper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let complete = text.trim().is_empty() || self.session.borrow().is_complete(text);
        Ok(if complete { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl RustylineHelper for Helper {}
