//! Query text → rows: [`syntax`] → [`bind`] → [`plan`] → exec. [`run`] is the whole way.

pub mod bind;
pub mod error;
mod exec;
pub mod functions;
mod notes;
pub mod plan;
pub mod procedures;
pub mod protocol;
pub mod result;
pub mod syntax;

pub use error::{ErrorKind, Phase, QueryError};
pub use procedures::Procedures;
pub use result::{Limits, Parameters, ResultSet};
pub use syntax::{Completeness, completeness, parse, split};

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};

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
    let statement = parse(text)?;
    let query = bind::bind(&statement.query, parameters, procedures)?;
    let columns = query.columns.iter().map(|(name, _)| name.to_string()).collect();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), i64::from(since.subsec_nanos()));
    let run = exec::Run {
        parameters,
        procedures,
        limits,
        now,
        random: Cell::new(since.as_secs() ^ (u64::from(since.subsec_nanos()) << 32)),
        ticks: Cell::new(0),
        width: query.width,
    };
    if statement.mode == Mode::Explain {
        // What has no plan of the fast operators is interpreted as it is written.
        let plan = exec::explain(&run, graph, &query).unwrap_or_else(|| statement.query.to_string());
        return Ok(ResultSet { columns, plan: Some(plan), ..ResultSet::default() });
    }
    limits.check()?;
    let before = graph.counts();
    let savepoint = graph.savepoint();
    match exec::run(&run, graph, &query) {
        Ok(rows) => {
            let stats = difference(graph.counts(), before);
            // Spans in a pattern's translation would point nowhere.
            let explain = rows.is_empty() && !syntax::triple::is_pattern(text);
            let notes = if explain { notes::unknown_names(graph, text) } else { Vec::new() };
            Ok(ResultSet { columns, rows, stats, notes, ..ResultSet::default() })
        }
        Err(error) => {
            graph.rollback_to(savepoint);
            Err(error)
        }
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
