//! The line editor: history, completion, multi-line statements.

use super::helper::Helper;
use crate::exit::{Failure, Status};
use crate::term;
use factloom::session::Session;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor};
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

/// Statements that are remembered between sessions.
const REMEMBERED: usize = 10_000;

/// Reads lines from the terminal until the person leaves.
pub(super) fn run(session: Session, name: &str) -> Result<Status, Failure> {
    super::interruptible(&session);
    let session = Rc::new(RefCell::new(session));
    banner(&session.borrow(), name);
    let mut editor = editor(Rc::clone(&session)).map_err(terminal)?;
    let history = history_file();
    if let Some(path) = &history {
        // The first session has none yet.
        let _ = editor.load_history(path);
    }
    loop {
        match editor.readline("loom> ") {
            Ok(line) => {
                if !line.trim().is_empty() {
                    let _ = editor.add_history_entry(line.trim_end());
                }
                if !super::typed(&mut session.borrow_mut(), &line)? {
                    break;
                }
                if let Some(helper) = editor.helper_mut() {
                    helper.refresh();
                }
            }
            Err(ReadlineError::Interrupted) => {} // what was typed is dropped, the session stays
            Err(ReadlineError::Eof) => break,
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

fn editor(session: Rc<RefCell<Session>>) -> rustyline::Result<Editor<Helper, FileHistory>> {
    let config = Config::builder()
        .max_history_size(REMEMBERED)?
        .history_ignore_dups(true)?
        .completion_type(CompletionType::List)
        .build();
    let mut editor = Editor::with_config(config)?;
    editor.set_helper(Some(Helper::new(session)));
    Ok(editor)
}

fn banner(session: &Session, name: &str) {
    use factloom::graph::GraphRead;
    let graph = session.graph();
    let (nodes, relationships) = (graph.node_count(), graph.relationship_count());
    eprintln!("factloom {}, {name}: {nodes} nodes, {relationships} relationships", env!("CARGO_PKG_VERSION"));
    eprintln!("`Li Shangfu visits ?` asks, :help explains, Tab completes, Ctrl-D leaves");
}

fn terminal(error: ReadlineError) -> Failure {
    Failure::Terminal(error.to_string())
}

/// Where the history is kept: the platform's place for what a program remembers.
fn history_file() -> Option<PathBuf> {
    let var = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        var("LOCALAPPDATA")?
    } else {
        var("XDG_STATE_HOME").or_else(|| Some(var("HOME")?.join(".local/state")))?
    };
    Some(base.join("factloom").join("history"))
}
