//! The prompt at a terminal: what is typed, pressed and seen.

use factloom::graph::GraphRead;
use rexpect::session::{PtySession, spawn_command};
use std::path::Path;
use std::process::Command;

/// How long to wait for what must come, in milliseconds; far more than it takes.
const PATIENCE: u64 = 120_000;
/// What the terminal sends for Ctrl and a key.
const CTRL_C: char = 'c';
const CTRL_D: char = 'd';
/// What is written once a prompt, when keys are read one by one (bracketed paste turned on).
/// A line typed before it is kept, but a control key is eaten by the terminal itself.
const AT_PROMPT: &str = "\u{1b}[?2004h";

/// A session on an article, with its own home.
fn session(folder: &Path, arguments: &[&str]) -> PtySession {
    std::fs::write(
        folder.join("note.txt"),
        "Ada Lovelace visited Turin. Ada Lovelace met Luigi Menabrea in Turin.\n",
    )
    .unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_factloom"));
    command.current_dir(folder).args(arguments).arg("note.txt");
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        command.env(name, folder);
    }
    command.env("TERM", "xterm").env("NO_COLOR", "1").env("PAGER", "cat");
    let mut session = spawn_command(command, Some(PATIENCE)).unwrap();
    session.exp_string("Ctrl-D leaves").unwrap();
    session
}

/// Types a line and presses Enter.
fn say(session: &mut PtySession, line: &str) {
    session.send(&format!("{line}\r")).unwrap();
    session.flush().unwrap();
}

/// Waits for the next prompt and presses Ctrl-D at it.
fn leave_at_prompt(session: &mut PtySession) {
    session.exp_string(AT_PROMPT).unwrap();
    session.send_control(CTRL_D).unwrap();
}

/// Ctrl-D at an empty prompt says what is lost, the next one ends the session, and all is well.
fn leave(mut session: PtySession) {
    leave_at_prompt(&mut session);
    session.exp_string("`:save NAME.loom` keeps it").unwrap();
    session.exp_string("once more").unwrap();
    leave_at_prompt(&mut session);
    session.exp_eof().unwrap();
    let status = format!("{:?}", session.process().wait().unwrap());
    assert!(status.starts_with("Exited(") && status.ends_with(", 0)"), "{status}");
}

#[test]
fn what_is_typed_ahead_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), &["--no-init"]);
    say(&mut session, "RETURN 20 + 3 AS first\rRETURN 40 + 5 AS second");
    for seen in ["23", "1 row", "45", "1 row"] {
        session.exp_string(seen).unwrap();
    }
    leave(session);
}

#[test]
fn an_answer_cites_and_a_name_is_completed() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), &["--no-init"]);
    say(&mut session, "? visits Turin");
    session.exp_string("Ada Lovelace visits Turin").unwrap();
    session.exp_string("note, sentence 1").unwrap();
    session.exp_string("[Ada Lovelace] [visited] [Turin]").unwrap();
    // Tab after the first letters of a name that only one entity has.
    say(&mut session, ":facts Luig\t");
    session.exp_string("Luigi Menabrea (Person)").unwrap();
    leave(session);
}

#[test]
fn what_is_in_memory_can_be_saved_before_leaving() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), &["--no-init"]);
    say(&mut session, "? signs contract");
    session.exp_string("a name without a capital stands in quotes").unwrap();
    say(&mut session, ":quit");
    session.exp_string("`:save NAME.loom` keeps it").unwrap();
    say(&mut session, ":save kept.loom");
    session.exp_string("from now on changes are kept in it").unwrap();
    say(&mut session, ":begin");
    say(&mut session, "CREATE (:Lost)");
    session.exp_string("1 label added").unwrap();
    leave_at_prompt(&mut session);
    session.exp_string("a transaction is open: `:commit` keeps its changes").unwrap();
    leave_at_prompt(&mut session);
    session.exp_eof().unwrap();
    let kept = factloom::session::Session::open(&folder.path().join("kept.loom")).unwrap();
    assert!(factloom::session::facts(kept.graph(), "Ada Lovelace").unwrap().contains("visits Turin"));
    assert!(kept.graph().names().labels.id("Lost").is_none());
}

#[test]
fn control_c_ends_the_query_and_not_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), &["--no-init"]);
    say(&mut session, "UNWIND range(1, 1000000000000) AS i RETURN sum(i % 7) AS never");
    session.exp_string("never").unwrap();
    // Long enough for Enter to be read and the query to run; until then Ctrl-C clears the line.
    std::thread::sleep(std::time::Duration::from_secs(1));
    session.send_control(CTRL_C).unwrap();
    session.exp_string("nterrupted").unwrap();
    say(&mut session, "RETURN 6 * 7 AS goes_on");
    session.exp_string("42").unwrap();
    leave(session);
}

#[test]
fn ones_own_commands_are_run_first() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("factloom")).unwrap();
    std::fs::write(folder.path().join("factloom").join("init"), "// mine\n:mode csv\n").unwrap();
    let mut with = session(folder.path(), &[]);
    say(&mut with, "RETURN 1 AS a, 'x' AS b");
    with.exp_string("a,b").unwrap();
    with.exp_string("1,x").unwrap();
    leave(with);
    let mut without = session(folder.path(), &["--no-init"]);
    say(&mut without, "RETURN 1 AS a, 'x' AS b");
    assert!(!without.exp_string("1 row").unwrap().contains("a,b"));
    leave(without);
}
