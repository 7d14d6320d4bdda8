//! Query text → rows: [`syntax`] → [`bind`] → [`plan`] → exec. [`run`] is the whole way.

pub mod bind;
pub mod conversation;
pub mod error;
mod exec;
pub mod functions;
mod notes;
mod pattern;
pub mod plan;
pub mod procedures;
pub mod protocol;
pub mod result;
pub mod syntax;

pub use error::{ErrorKind, Phase, QueryError};
pub use procedures::Procedures;
pub use result::{Limits, Parameters, ResultSet};
pub use syntax::{Completeness, completeness, parse, split};

use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::graph::{Graph, GraphWrite};
use syntax::ast::Mode;

/// Runs one statement. If it fails, the graph is as it was.
///
/// Changes are noted in the graph's transaction, which stays open: the caller commits it.
pub fn run(
    graph: &mut Graph,
    text: &str,
    parameters: &Parameters,
    limits: &Limits,
    procedures: &Procedures,
) -> Result<ResultSet, QueryError> {
    let prepared = Prepared::new(text, parameters, procedures)?;
    prepared.run(graph, parameters, limits, procedures)
}

/// A statement that was parsed and bound, to be run any number of times with parameters of the same names.
#[derive(Debug)]
pub struct Prepared {
    /// Which of all statements it is.
    number: u64,
    text: String,
    statement: syntax::ast::Statement,
    query: bind::bound::BoundQuery,
    columns: Arc<[String]>,
    /// The Cypher that a triple pattern means.
    cypher: Option<String>,
}

impl Prepared {
    /// Parses and binds a statement. Of the parameters only the names matter.
    pub fn new(text: &str, parameters: &Parameters, procedures: &Procedures) -> Result<Prepared, QueryError> {
        let statement = parse(text)?;
        let cypher = syntax::triple::is_pattern(text).then(|| syntax::triple::to_cypher(text)).transpose()?;
        let query = bind::bind(&statement.query, parameters, procedures)
            .map_err(|error| if cypher.is_some() { without_place(error) } else { error })?;
        let columns = query.columns.iter().map(|(name, _)| name.to_string()).collect();
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        Ok(Prepared { number, text: text.to_owned(), statement, query, columns, cypher })
    }

    /// Runs it, as [`run`] does.
    pub fn run(
        &self,
        graph: &mut Graph,
        parameters: &Parameters,
        limits: &Limits,
        procedures: &Procedures,
    ) -> Result<ResultSet, QueryError> {
        let Prepared { text, statement, query, cypher, .. } = self;
        let columns = Arc::clone(&self.columns);
        let profiled = statement.mode == Mode::Profile;
        let run = exec::Run::new(parameters, procedures, limits, (self.number, query.width), profiled);
        // A pattern's plan begins with the Cypher that it means.
        let plan = |graph: &Graph| {
            let plan = exec::explain(&run, graph, query, cypher.as_deref().unwrap_or(text));
            let meant = cypher.as_deref().map(|cypher| syntax::triple::strip_mode(cypher).1);
            Some(meant.map_or(String::new(), |cypher| format!("{cypher}\n")) + &plan)
        };
        if statement.mode == Mode::Explain {
            return Ok(ResultSet { columns, plan: plan(graph), ..ResultSet::default() });
        }
        limits.check()?;
        let before = graph.counts();
        let savepoint = graph.savepoint();
        let ran = exec::run(&run, graph, query);
        let read = graph.articles().check().map_err(|unread| QueryError::unread(&unread));
        match ran.and_then(|rows| read.map(|()| rows)) {
            Ok(rows) => {
                let stats = difference(graph.counts(), before);
                // Spans in a pattern's translation would point nowhere. A column without a value is as good as no row.
                let columns_of = |rows: &[Vec<_>]| rows.first().map_or(0, Vec::len);
                let is_bare =
                    |column: usize| rows.iter().all(|row| matches!(row[column], crate::value::Value::Null));
                let explain = cypher.is_none() && (rows.is_empty() || (0..columns_of(&rows)).any(is_bare));
                let notes = if explain { notes::unknown_names(graph, text) } else { Vec::new() };
                let plan = profiled.then(|| plan(graph)).flatten();
                Ok(ResultSet { columns, rows, stats, notes, plan })
            }
            Err(error) => {
                graph.rollback_to(savepoint);
                Err(if cypher.is_some() { without_place(error) } else { error })
            }
        }
    }
}

/// The spans of a pattern's translation say nothing about the pattern.
fn without_place(error: QueryError) -> QueryError {
    QueryError { span: None, ..error }
}

/// Statements that were prepared lately: programs send the same text again and again.
#[derive(Debug, Default)]
pub struct Statements {
    known: FxHashMap<String, (Vec<String>, Arc<Prepared>)>,
}

impl Statements {
    /// How many are kept.
    const MOST: usize = 256;
    /// The longest that is kept.
    const LONGEST: usize = 1 << 14;

    /// The statement of this text, prepared now if it is not known.
    pub fn prepare(
        &mut self,
        text: &str,
        parameters: &Parameters,
        procedures: &Procedures,
    ) -> Result<Arc<Prepared>, QueryError> {
        if let Some((names, prepared)) = self.known.get(text)
            && names.iter().eq(parameters.keys())
        {
            return Ok(Arc::clone(prepared));
        }
        let prepared = Arc::new(Prepared::new(text, parameters, procedures)?);
        if text.len() <= Statements::LONGEST {
            if self.known.len() >= Statements::MOST {
                self.known.clear();
            }
            let names = parameters.keys().cloned().collect();
            self.known.insert(text.to_owned(), (names, Arc::clone(&prepared)));
        }
        Ok(prepared)
    }

    /// Forgets all: what they are bound to has changed.
    pub fn clear(&mut self) {
        self.known.clear();
    }
}

fn difference(now: crate::graph::Counts, before: crate::graph::Counts) -> crate::graph::Counts {
    crate::graph::Counts {
        nodes_created: now.nodes_created - before.nodes_created,
        nodes_deleted: now.nodes_deleted - before.nodes_deleted,
        relationships_created: now.relationships_created - before.relationships_created,
        relationships_deleted: now.relationships_deleted - before.relationships_deleted,
        properties_set: now.properties_set - before.properties_set,
        labels_added: now.labels_added - before.labels_added,
        labels_removed: now.labels_removed - before.labels_removed,
    }
}
