//! The line editor: history, completion, multi-line statements.

use super::helper::Helper;
use super::places;
use crate::exit::{Failure, Status};
use crate::term;
use factloom::session::Session;
use factloom::wording::counted;
use rustyline::error::ReadlineError;
use rustyline::history::{FileHistory, History, SearchDirection};
use rustyline::{CompletionType, Config, Editor};
use std::cell::RefCell;
use std::rc::Rc;

/// Statements that are remembered between sessions.
const REMEMBERED: usize = 10_000;

/// Reads lines from the terminal until the person leaves.
pub(super) fn run(mut session: Session, name: &str, init: bool) -> Result<Status, Failure> {
    super::interruptible(&session);
    if init {
        begin(&mut session);
    }
    let session = Rc::new(RefCell::new(session));
    banner(&session.borrow(), name);
    let mut editor = editor(Rc::clone(&session)).map_err(terminal)?;
    let history = places::history();
    if let Some(path) = &history {
        // The first session has none yet.
        let _ = editor.load_history(path);
    }
    session.borrow_mut().history = remembered(&editor);
    // Whether it was said what leaving would lose; who leaves then means it.
    let mut warned = false;
    loop {
        let prompt = format!("loom{}> ", session.borrow().standing());
        match editor.readline(&prompt) {
            Ok(line) => {
                if !line.trim().is_empty() {
                    let _ = editor.add_history_entry(line.trim_end());
                    session.borrow_mut().history.push(line.trim_end().to_owned());
                }
                if super::typed(&mut session.borrow_mut(), &line)? {
                    warned = false;
                } else if warned || !tell_unkept(&session.borrow()) {
                    break;
                } else {
                    warned = true;
                }
                if let Some(helper) = editor.helper_mut() {
                    helper.refresh();
                }
            }
            Err(ReadlineError::Interrupted) => {} // what was typed is dropped, the session stays
            Err(ReadlineError::Eof) if warned || !tell_unkept(&session.borrow()) => break,
            Err(ReadlineError::Eof) => warned = true,
            Err(error) => return Err(terminal(error)),
        }
    }
    if let Some(path) = history {
        let kept = path.parent().map_or(Ok(()), std::fs::create_dir_all).is_ok()
            && editor.append_history(&path).is_ok();
        if !kept {
            term::warn(&format!("the history could not be kept in {}", path.display()));
        }
    }
    drop(editor);
    if let Some(session) = Rc::into_inner(session) {
        session.into_inner().close()?;
    }
    Ok(Status::Done)
}

/// Says what would be lost now; whether there is anything.
fn tell_unkept(session: &Session) -> bool {
    let lines = session.unkept();
    for line in &lines {
        term::say(line);
    }
    if !lines.is_empty() {
        term::say("Ctrl-D or :quit once more leaves all the same");
    }
    !lines.is_empty()
}

/// Runs the person's own commands; what is wrong in them is said and does not keep the session from beginning.
fn begin(session: &mut Session) {
    let Some(path) = places::init() else { return };
    let Ok(text) = std::fs::read_to_string(&path) else { return };
    if let Err(failure) = super::script(session, &path.display().to_string(), &text, true) {
        term::warn(&format!("{failure} ({}; --no-init leaves it out)", path.display()));
    }
}

fn editor(session: Rc<RefCell<Session>>) -> rustyline::Result<Editor<Helper, FileHistory>> {
    let config = Config::builder()
        .max_history_size(REMEMBERED)?
        .history_ignore_dups(true)?
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .build();
    let mut editor = Editor::with_config(config)?;
    editor.set_helper(Some(Helper::new(session)));
    Ok(editor)
}

/// All that is remembered, the latest at the end.
fn remembered(editor: &Editor<Helper, FileHistory>) -> Vec<String> {
    let history = editor.history();
    (0..history.len())
        .filter_map(|at| history.get(at, SearchDirection::Forward).ok().flatten())
        .map(|found| found.entry.into_owned())
        .collect()
}

fn banner(session: &Session, name: &str) {
    use factloom::graph::GraphRead;
    let graph = session.graph();
    let nodes = counted(graph.node_count(), "node");
    let relationships = counted(graph.relationship_count(), "relationship");
    term::say(format_args!("factloom {}, {name}: {nodes}, {relationships}", env!("CARGO_PKG_VERSION")));
    term::say(format_args!("`Li Shangfu visits ?` asks, :help explains, Tab completes, Ctrl-D leaves"));
}

fn terminal(error: ReadlineError) -> Failure {
    Failure::Terminal(error.to_string())
}
