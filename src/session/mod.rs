//! The REPL without a terminal: a line in → an [`Outcome`].
//!
//! Knows nothing of line editing, colours or exit statuses: the program draws what a session answers. The only files
//! it touches are those that a command names.

mod entities;
mod facts;
pub mod format;
mod help;
mod schema;
mod script;

pub use entities::{Found, aliases, find, name, resolve};
pub use facts::{facts, why, why_parts};
pub use format::{Format, Rows};
pub use help::{Topic, help, topics};
pub use schema::schema;
pub use script::{Unit, units};

use crate::graph::Graph;
use crate::query::syntax::{self, Completeness};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a line led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A result, to be shown in the session's format.
    Rows(Rows),
    /// A text for people.
    Text(String),
    /// A script to run: its path and text.
    Script(String, String),
    /// Nothing to show.
    Done,
    /// The end of the session.
    Quit,
}

/// A graph and what was set while talking to it.
#[derive(Default)]
pub struct Session {
    graph: Graph,
    /// How results are shown.
    pub format: Format,
    /// Whether the time that a statement took is shown.
    pub timing: bool,
    /// Where results go instead of the screen.
    pub output: Option<PathBuf>,
    parameters: BTreeMap<String, Value>,
}

impl Session {
    /// A session on a graph.
    pub fn new(graph: Graph) -> Session {
        Session { graph, ..Session::default() }
    }

    /// The graph as it is.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Whether a text should be run as it stands; otherwise more is to come.
    pub fn is_complete(&self, text: &str) -> bool {
        let text = text.trim();
        if is_command(text) || text.ends_with(';') {
            return true;
        }
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

    /// Does what a command or statement says.
    ///
    /// # Errors
    ///
    /// The message to show, over several lines where it has a place in the text.
    pub fn run(&mut self, text: &str) -> Result<Outcome, String> {
        let text = text.trim().trim_end_matches(';').trim_end();
        match text {
            "" => Ok(Outcome::Done),
            "quit" | "exit" => Ok(Outcome::Quit),
            "help" => help("").map(Outcome::Text),
            _ if is_command(text) => {
                let (name, rest) = text[1..].split_once(char::is_whitespace).unwrap_or((&text[1..], ""));
                self.command(name, rest.trim())
            }
            _ => self.statement(text),
        }
    }

    fn command(&mut self, name: &str, rest: &str) -> Result<Outcome, String> {
        match name {
            "help" | "h" | "?" => help(rest).map(Outcome::Text),
            "quit" | "q" | "exit" => Ok(Outcome::Quit),
            "schema" => Ok(Outcome::Text(schema(&self.graph))),
            "find" => Ok(Outcome::Rows(self.find(needed(rest, "find")?))),
            "facts" => facts(&self.graph, needed(rest, "facts")?).map(Outcome::Text),
            "why" => why(&self.graph, needed(rest, "why")?).map(Outcome::Text),
            "mode" => {
                if rest.is_empty() {
                    return Ok(Outcome::Text(format!("{}\n", self.format.name())));
                }
                self.format = rest.parse()?;
                Ok(Outcome::Done)
            }
            "timing" => {
                self.timing = match rest {
                    "" => !self.timing,
                    "on" => true,
                    "off" => false,
                    other => return Err(format!("`:timing {other}`: say `on` or `off`")),
                };
                Ok(Outcome::Text(format!("timing is {}\n", if self.timing { "on" } else { "off" })))
            }
            "param" => self.parameter(rest),
            "read" => {
                let path = needed(rest, "read")?;
                let text = std::fs::read_to_string(path).map_err(|e| format!("cannot read {path}: {e}"))?;
                Ok(Outcome::Script(path.to_owned(), text))
            }
            "output" => {
                self.output = (!rest.is_empty() && rest != "stdout").then(|| PathBuf::from(rest));
                if let Some(path) = &self.output {
                    std::fs::write(path, "").map_err(|e| format!("cannot write {}: {e}", path.display()))?;
                }
                Ok(Outcome::Done)
            }
            other => Err(help::unknown(other)),
        }
    }

    fn find(&self, text: &str) -> Rows {
        let columns = ["name", "type", "mentions", "alias"].map(String::from).to_vec();
        let rows = find(&self.graph, text)
            .into_iter()
            .take(20)
            .map(|f| vec![json!(f.name), json!(f.label), json!(f.mentions), json!(f.alias)])
            .collect();
        Rows { columns, rows }
    }

    fn parameter(&mut self, rest: &str) -> Result<Outcome, String> {
        if rest.is_empty() {
            let text = self.parameters.iter().map(|(name, value)| format!("${name} => {value}\n")).collect();
            return Ok(Outcome::Text(text));
        }
        let (name, value) = rest
            .split_once("=>")
            .or_else(|| rest.split_once('='))
            .ok_or("say `:param NAME => VALUE`, as in `:param who => \"Li Shangfu\"`")?;
        let value = serde_json::from_str(value.trim())
            .map_err(|e| format!("the value is not JSON ({e}); texts stand in double quotes"))?;
        self.parameters.insert(name.trim().trim_start_matches('$').to_owned(), value);
        Ok(Outcome::Done)
    }

    fn statement(&mut self, text: &str) -> Result<Outcome, String> {
        facts::pattern(&self.graph, text).map(Outcome::Rows)
    }
}

/// Whether a text is a command and not a statement: `:name` or `.name`.
pub fn is_command(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with([':', '.']) && text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '?')
        || matches!(text.trim().trim_end_matches(';'), "quit" | "exit" | "help")
}

fn needed<'a>(rest: &'a str, command: &str) -> Result<&'a str, String> {
    if rest.is_empty() {
        return Err(help(command).unwrap_or_default().trim_end().to_owned());
    }
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(session: &mut Session, line: &str) -> String {
        match session.run(line) {
            Ok(Outcome::Text(text)) => text,
            Ok(other) => format!("{other:?}"),
            Err(message) => format!("error: {message}"),
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
        for text in ["MATCH (n)", "MATCH (n) RETURN", "RETURN 'a", "MATCH (n:"] {
            assert!(!session.is_complete(text), "{text}");
        }
        for text in ["MATCH (n) RETURN n", "MATCH (n);", "CREATE (:A)", ":why a", "RETURN )"] {
            assert!(session.is_complete(text), "{text}");
        }
    }

    #[test]
    fn settings_are_kept() {
        let mut session = Session::default();
        assert_eq!(told(&mut session, ":mode csv"), "Done");
        assert_eq!(told(&mut session, ":mode"), "csv\n");
        assert!(told(&mut session, ":mode xml").contains("there are table, json"));
        assert_eq!(told(&mut session, ":param n => [1, 2]"), "Done");
        assert_eq!(told(&mut session, ".param"), "$n => [1,2]\n");
        assert!(told(&mut session, ":param n => x").starts_with("error: the value is not JSON"));
        assert_eq!(told(&mut session, ":timing"), "timing is on\n");
    }

    #[test]
    fn every_command_of_the_help_is_known() {
        for topic in topics().filter(|t| t.name != "read" && t.name != "output") {
            let answer = Session::default().run(&format!(":{}", topic.name));
            assert!(!answer.is_err_and(|m| m.contains("there is no command")), "{}", topic.name);
        }
    }
}
