//! The REPL without a terminal: a line in → an [`Outcome`].
//!
//! Knows nothing of line editing, colours or exit statuses: the program draws what a session answers. The only files
//! it touches are those that a command names.

mod command;
pub mod complete;
mod correct;
mod empty;
mod facts;
mod files;
pub mod format;
mod help;
pub mod paint;
mod past;
mod same;
mod schema;
mod script;
mod settings;
mod sketch;
mod undo;

pub use crate::graph::lookup::{Found, aliases, find, name, resolve};
pub use facts::{facts, why, why_parts};
pub use files::Files;
pub use format::{Format, Rows};
pub use help::{Guide, Topic, guides, help, topics};
pub use same::same;
pub use schema::schema;
use script::Form;
pub use script::{Unit, units};
pub use settings::{SETTINGS, Settings};

use crate::graph::Graph;
use crate::query::conversation::serve;
use crate::query::protocol::{from_json, to_json};
use crate::query::syntax::{self, Completeness};
use crate::query::{self, Limits, Parameters, Procedures, QueryError};
use crate::question::{self, Verdict};
use crate::span::Place;
use crate::store::{GraphStore, Store, StoreError};
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What a line led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A result, to be shown in the session's format, and what is to be said beside it.
    Rows(Rows, Vec<String>),
    /// A result, what is to be said beside it, and the plan by which it was found with what that cost.
    Profiled(Rows, Vec<String>, String),
    /// A text for people.
    Text(String),
    /// A script to run: its path and text.
    Script(String, String),
    /// Nothing to show.
    Done,
    /// The end of the session.
    Quit,
}

/// Why a command or statement was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SessionError {
    /// What to show, over several lines where it has a place in the text.
    pub message: String,
    /// What kind of failure it is.
    pub cause: Cause,
    /// The line of the text that it is about, where that is known.
    pub line: Option<usize>,
}

/// Kinds of failure that programs tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It is wrong, or it cannot be done.
    Failed,
    /// It was interrupted.
    Interrupted,
    /// It took longer than allowed.
    TimedOut,
}

impl From<String> for SessionError {
    fn from(message: String) -> SessionError {
        SessionError { message, cause: Cause::Failed, line: None }
    }
}

impl From<&str> for SessionError {
    fn from(message: &str) -> SessionError {
        message.to_owned().into()
    }
}

/// A graph and what was set while talking to it.
#[derive(Default)]
pub struct Session {
    graph: Graph,
    /// Where the graph is kept, if it is.
    store: Option<Store>,
    /// Whether `:begin` was said: changes are kept at `:commit` only.
    in_transaction: bool,
    /// How results are shown.
    pub format: Format,
    /// Whether the time that a statement took is shown.
    pub timing: bool,
    /// Where results go instead of the screen.
    pub output: Option<PathBuf>,
    /// Set from outside to end the statement at hand.
    pub interrupt: Arc<AtomicBool>,
    /// How long a statement may take.
    pub timeout: Option<Duration>,
    /// About how many bytes the rows of a statement may take.
    pub memory: Option<usize>,
    /// How it looks to a person.
    pub settings: Settings,
    /// Which files its commands may name.
    pub named: Files,
    /// Folders whose files scripts may name besides their own, and `LOAD CSV` may read.
    pub allowed: Vec<PathBuf>,
    /// What was typed, the last line at the end; the program keeps it between sessions.
    pub history: Vec<String>,
    parameters: Parameters,
    procedures: Procedures,
    /// What can be undone.
    done: undo::Done,
    /// How often the graph changed.
    changes: u64,
    /// The graph of the day that `:asof` named.
    past: Option<past::Past>,
    /// Where what is run now stands in its script.
    start: Option<Place>,
}

impl Session {
    /// A session on a graph in memory.
    pub fn new(graph: Graph) -> Session {
        Session { graph, ..Session::default() }
    }

    /// A session on the graph of a file; each statement's changes are written to it.
    ///
    /// # Errors
    ///
    /// Those of the store. A file that cannot be written is read; writing to it is an error then.
    pub fn open(path: &Path) -> Result<Session, StoreError> {
        let mut store = match Store::open(path) {
            Err(StoreError::ReadOnly { .. }) => Store::open_read_only(path)?,
            other => other?,
        };
        let graph = store.load()?;
        Ok(Session { store: Some(store), ..Session::new(graph) })
    }

    /// Ends the session; what `:begin` began is undone.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn close(mut self) -> Result<(), StoreError> {
        let Some(mut store) = self.store else { return Ok(()) };
        self.graph.rollback();
        store.cache(&self.graph);
        store.close()
    }

    /// Answers requests, one JSON value a line, until the input ends. See [`crate::query::protocol`].
    ///
    /// # Errors
    ///
    /// Those of input and output.
    pub fn serve(&mut self, input: impl BufRead, output: impl Write) -> io::Result<()> {
        let (timeout, memory) = (self.timeout, self.memory);
        let files = self.allowed.clone();
        let limits = || Limits {
            deadline: timeout.map(|t| Instant::now() + t),
            memory,
            files: files.clone(),
            ..Limits::default()
        };
        let store = &mut self.store;
        self.done.forget();
        serve(input, output, &mut self.graph, limits, |graph| {
            undo::save(graph, store.as_mut()).map_err(|error| error.to_string())?;
            drop(graph.commit_undoable());
            Ok(())
        })
    }

    /// The graph as it is, or as it was on the day that `:asof` named.
    pub fn graph(&self) -> &Graph {
        self.past.as_ref().map_or(&self.graph, |past| &past.graph)
    }

    /// How often the graph changed, for those who keep something made of it.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// What stands in the prompt besides its name: the day of `:asof`, `*` for an open transaction.
    pub fn standing(&self) -> String {
        let date = self.past.as_ref().map_or(String::new(), |past| format!(" {}", past.date));
        date + if self.in_transaction { "*" } else { "" }
    }

    /// Whether a text should be run as it stands; otherwise more is to come.
    ///
    /// Commands, patterns and questions end with their line, Cypher with `;` or where it can be run. An empty line ends
    /// any statement, so that nobody is caught in one.
    pub fn is_complete(&self, text: &str) -> bool {
        let empty_line = text.trim_end_matches([' ', '\t', '\r']).ends_with('\n');
        let Some(last) = script::parts(text).last() else { return true };
        if empty_line || last.ended || last.form == Form::Command {
            return true;
        }
        if last.form == Form::Line {
            return false;
        }
        let text = last.span.of(text);
        match syntax::completeness(text) {
            Completeness::Incomplete => false,
            Completeness::Invalid(_) => true,
            // What only reads and does not return anything will go on.
            Completeness::Complete => syntax::parse(text).is_ok_and(|statement| {
                let last = statement.query.rest.last().map_or(&statement.query.first, |(_, query)| query);
                last.clauses.last().is_some_and(|clause| {
                    use syntax::ast::ClauseKind::{Match, Unwind, With};
                    !matches!(clause.kind, Match { .. } | Unwind { .. } | With(_))
                })
            }),
        }
    }

    /// Does what a command or statement of a script says; messages name its place there.
    ///
    /// # Errors
    ///
    /// As [`Session::run`].
    pub fn run_unit(&mut self, unit: &Unit<'_>) -> Result<Outcome, SessionError> {
        self.start = Some(unit.place);
        let outcome = self.run(unit.text);
        self.start = None;
        outcome
    }

    /// Does what a command or statement says.
    ///
    /// # Errors
    ///
    /// What is wrong; the graph is as it was then.
    pub fn run(&mut self, text: &str) -> Result<Outcome, SessionError> {
        let outcome = self.perform(text)?;
        self.graph.articles().check().map_err(|unread| unread.to_string())?;
        Ok(outcome)
    }

    fn perform(&mut self, text: &str) -> Result<Outcome, SessionError> {
        let text = text.trim().trim_end_matches(';').trim_end();
        match text {
            "" => Ok(Outcome::Done),
            "quit" | "exit" => Ok(Outcome::Quit),
            "help" => Ok(Outcome::Text(help("")?)),
            _ if is_command(text) => {
                let (name, rest) = text[1..].split_once(char::is_whitespace).unwrap_or((&text[1..], ""));
                self.command(name, rest.trim())
            }
            _ => self.statement(text),
        }
    }

    /// Sets what `$name` stands for.
    pub fn set_parameter(&mut self, name: &str, value: &serde_json::Value) {
        self.parameters.insert(name.to_owned(), from_json(value));
    }

    /// The limits of the statement that begins.
    fn limits(&self) -> Limits {
        self.interrupt.store(false, Ordering::Relaxed);
        Limits {
            interrupt: Some(Arc::clone(&self.interrupt)),
            deadline: self.timeout.map(|t| Instant::now() + t),
            memory: self.memory,
            files: self.allowed.clone(),
            ..Limits::default()
        }
    }

    /// A question in English: an answer for people, or its facts as rows in the formats for programs.
    fn question(&mut self, text: &str) -> Result<Outcome, SessionError> {
        let (mode, question) = syntax::triple::strip_mode(text);
        let limits = self.limits();
        let graph = self.past.as_mut().map_or(&mut self.graph, |past| &mut past.graph);
        let answer = question::ask(graph, question, &limits).map_err(|e| self.failed(&e, ""))?;
        if !self.in_transaction {
            self.graph.commit();
        }
        if answer.verdict == Verdict::NotUnderstood {
            return Err(answer.tell(self.graph()).trim_end().into());
        }
        if !mode.is_empty() {
            return Ok(Outcome::Text(answer.explain()));
        }
        if self.format == Format::Sentences {
            return Ok(Outcome::Text(answer.tell(self.graph())));
        }
        let notes = if answer.replies.is_empty() { vec![answer.tell(self.graph())] } else { Vec::new() };
        Ok(Outcome::Rows(facts::rows(self.graph(), &answer), notes))
    }

    fn statement(&mut self, text: &str) -> Result<Outcome, SessionError> {
        if question::is_question(syntax::triple::strip_mode(text).1) {
            return self.question(text);
        }
        let limits = self.limits();
        let in_sentences = self.format == Format::Sentences
            && syntax::triple::is_pattern(text)
            && syntax::triple::strip_mode(text).0.is_empty();
        let told = in_sentences.then(|| syntax::triple::to_told(text)).transpose();
        let told = told.map_err(|error| self.failed(&error, text))?;
        let asked = told.as_deref().unwrap_or(text);
        let graph = self.past.as_mut().map_or(&mut self.graph, |past| &mut past.graph);
        let result = query::run(graph, asked, &self.parameters, &limits, &self.procedures);
        // A pattern's translation has places of its own.
        let placed = |error| if told.is_some() { QueryError { span: None, ..error } } else { error };
        let result = result.map_err(|error| self.failed(&placed(error), text))?;
        if told.is_some() && !result.rows.is_empty() {
            return Ok(Outcome::Text(facts::told(self.graph(), &result.columns, &result.rows)));
        }
        if let Some(past) = self.past.as_mut() {
            let changed = !past.graph.changes().is_empty();
            past.graph.rollback();
            if changed {
                let message =
                    format!("the graph is shown as of {}; `:asof now` lets it be changed", past.date);
                return Err(message.into());
            }
        }
        let profiled =
            result.plan.is_some() && text.get(..7).is_some_and(|w| w.eq_ignore_ascii_case("profile"));
        if let Some(plan) = result.plan.as_ref().filter(|_| !profiled) {
            return Ok(Outcome::Text(format!("{plan}\n")));
        }
        let to_row = |row: &Vec<_>| row.iter().map(|value| to_json(value, self.graph())).collect();
        let columns = if told.is_some() { Vec::new() } else { result.columns.to_vec() };
        let rows = Rows { columns, rows: result.rows.iter().map(to_row).collect() };
        let start = self.start.unwrap_or(Place::START);
        let of_pattern = syntax::triple::is_pattern(text);
        let noted = result.notes.iter().filter(|_| !of_pattern);
        let mut notes: Vec<String> =
            noted.map(|n| n.render_from(text, start).trim_end().to_owned()).collect();
        notes.extend(changed(&result.stats));
        if rows.rows.is_empty() && of_pattern {
            let graph = self.past.as_mut().map_or(&mut self.graph, |past| &mut past.graph);
            notes.extend(empty::explain_pattern(graph, text, &limits));
        } else if rows.rows.is_empty() && notes.is_empty() {
            let graph = self.past.as_mut().map_or(&mut self.graph, |past| &mut past.graph);
            notes.extend(empty::explain(graph, text, &self.parameters, &limits));
        }
        if !self.in_transaction {
            self.keep_said(text).map_err(|error| error.to_string())?;
        }
        Ok(match result.plan.filter(|_| profiled) {
            Some(plan) => Outcome::Profiled(rows, notes, format!("{plan}\n")),
            None => Outcome::Rows(rows, notes),
        })
    }

    fn failed(&mut self, error: &QueryError, text: &str) -> SessionError {
        if !self.in_transaction {
            self.graph.rollback();
        }
        if let Some(past) = self.past.as_mut() {
            past.graph.rollback();
        }
        let cause = match error.detail {
            "Interrupted" => Cause::Interrupted,
            "Timeout" => Cause::TimedOut,
            _ => Cause::Failed,
        };
        let (problem, start) = (error.diagnostic(), self.start.unwrap_or(Place::START));
        let line = problem.place(text, start).map(|place| place.line);
        SessionError { message: problem.render_from(text, start).trim_end().to_owned(), cause, line }
    }
}

/// What a statement changed, in words.
fn changed(stats: &crate::graph::Counts) -> Option<String> {
    let counts = [
        (stats.nodes_created, "node", "created"),
        (stats.nodes_deleted, "node", "deleted"),
        (stats.relationships_created, "relationship", "created"),
        (stats.relationships_deleted, "relationship", "deleted"),
        (stats.properties_set, "property", "set"),
        (stats.labels_added, "label", "added"),
        (stats.labels_removed, "label", "removed"),
    ];
    let said: Vec<String> = counts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, what, done)| match (*count, *what) {
            (1, what) => format!("1 {what} {done}"),
            (n, "property") => format!("{n} properties {done}"),
            (n, what) => format!("{n} {what}s {done}"),
        })
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// Whether a text is a command and not a statement: `:name` or `.name`.
pub fn is_command(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with([':', '.']) && text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '?')
        || matches!(text.trim().trim_end_matches(';'), "quit" | "exit" | "help")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(session: &mut Session, line: &str) -> String {
        match session.run(line) {
            Ok(Outcome::Text(text)) => text,
            Ok(other) => format!("{other:?}"),
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn commands_are_told_from_statements() {
        assert!(is_command(":help") && is_command(".schema") && is_command(" quit;"));
        assert!(!is_command("quit smoking") && !is_command(".5") && !is_command(": x"));
    }

    #[test]
    fn a_statement_is_complete_when_it_can_run() {
        let session = Session::default();
        for text in
            ["MATCH (n)", "MATCH (n) RETURN", "RETURN 'a", "MATCH (n:", "?a visits ?b .", "? visits Peru |"]
        {
            assert!(!session.is_complete(text), "{text}");
        }
        for text in [
            "MATCH (n) RETURN n",
            "MATCH (n);",
            "CREATE (:A)",
            ":why a",
            "RETURN )",
            "? signs contract",
            "Ada visits",
            "who visited Peru",
            "?a visits ?b .\n",
            "// nothing",
        ] {
            assert!(session.is_complete(text), "{text}");
        }
    }

    #[test]
    fn settings_are_kept() {
        let mut session = Session::default();
        assert_eq!(told(&mut session, ":mode csv"), "Done");
        assert_eq!(told(&mut session, ":mode"), "csv\n");
        assert!(told(&mut session, ":mode xml").contains("there are sentences, table, json"));
        assert_eq!(told(&mut session, ":param n => [1, 2]"), "Done");
        assert_eq!(told(&mut session, ".param"), "$n => [1,2]\n");
        assert!(told(&mut session, ":param n => x").contains("neither JSON nor an expression"));
        assert_eq!(told(&mut session, ":param day => date('2023-04-16')"), "Done");
        assert_eq!(told(&mut session, ":param"), "$day => \"2023-04-16\"\n$n => [1,2]\n");
        assert_eq!(told(&mut session, ":timing"), "timing is off\n");
        assert_eq!(told(&mut session, ":timing on"), "timing is on\n");
        assert_eq!(told(&mut session, ":timing"), "timing is on\n");
    }

    #[test]
    fn statements_change_the_graph_and_transactions_undo_it() {
        let mut session = Session::default();
        let count = |session: &mut Session| match session.run("MATCH (n) RETURN count(n) AS n") {
            Ok(Outcome::Rows(rows, _)) => rows.rows[0][0].clone(),
            other => panic!("{other:?}"),
        };
        let created = session.run("CREATE (:A {x: 1})-[:R]->(:B);").unwrap();
        let Outcome::Rows(_, notes) = created else { panic!("{created:?}") };
        assert_eq!(notes, ["2 nodes created, 1 relationship created, 1 property set, 2 labels added"]);
        session.run(":begin").unwrap();
        session.run("CREATE (:C)").unwrap();
        assert_eq!(count(&mut session), json!(3));
        session.run(":rollback").unwrap();
        assert_eq!(count(&mut session), json!(2));
        assert!(session.run(":commit").is_err());
        let error = session.run("MATCH (n) RETURN m").unwrap_err().message;
        assert!(error.contains("UndefinedVariable") && error.contains("line 1, column 18"), "{error}");
    }

    #[test]
    fn a_file_keeps_what_was_committed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.loom");
        Store::create(&path).unwrap().close().unwrap();
        let mut session = Session::open(&path).unwrap();
        session.run("CREATE (:A)").unwrap();
        session.run(":begin").unwrap();
        session.run("CREATE (:B)").unwrap();
        session.close().unwrap();
        use crate::graph::GraphRead;
        assert_eq!(Session::open(&path).unwrap().graph().node_count(), 1);
    }

    #[test]
    fn questions_are_told_from_statements_and_patterns() {
        let mut session = Session::default();
        session
            .run("CREATE (:Entity:Person {name: 'Ada'})-[:VISITS]->(:Entity:Place {name: 'Turin'})")
            .unwrap();
        assert!(
            told(&mut session, "Who visited Turin?").starts_with("Ada\n  as a pattern: ? visits Turin\n")
        );
        assert!(session.is_complete("Who visited Turin?"));
        let cypher = told(&mut session, ":explain Who visited Turin?");
        assert!(cypher.starts_with("? visits Turin\nMATCH "), "{cypher}");
        assert!(told(&mut session, ":explain ? visits Turin").starts_with("MATCH "));
        told(&mut session, ":mode json");
        let Ok(Outcome::Rows(rows, notes)) = session.run("Did Ada visit Rome?") else { panic!("no rows") };
        assert!(rows.rows.is_empty() && notes[0].starts_with("Not known"), "{notes:?}");
    }

    #[test]
    fn every_command_of_the_help_is_known() {
        for topic in topics().filter(|t| !matches!(t.name, "read" | "output" | "quit")) {
            let answer = Session::default().run(&format!(":{}", topic.name));
            assert!(!answer.is_err_and(|m| m.message.contains("there is no command")), "{}", topic.name);
        }
    }
}
