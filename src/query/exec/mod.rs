//! Plans → rows. Reading clauses hand each row on as soon as it is found; what needs all rows (sorting, grouping) and
//! what changes the graph collects them first, so that a clause never sees its own changes.

mod eval;
mod fast;
mod matching;
mod projection;
mod shortest;
mod shortest_frozen;
mod types;
mod write;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::bind::bound::{BoundClause, BoundExpr, BoundQuery, Slot};
use super::error::{ErrorKind, QueryError};
use super::functions;
use super::plan::{Step, plan_match};
use super::procedures::Procedures;
use super::result::{Limits, Parameters};
use crate::graph::{GraphRead, GraphWrite};
use crate::value::{Map, NodeId, RelationshipId, Value, ValueError};
use projection::Projector;

/// A row: a value a slot.
pub(super) type Row = Vec<Value>;

/// What is the same for all of a statement.
pub(super) struct Run<'a> {
    pub(super) parameters: &'a Parameters,
    pub(super) procedures: &'a Procedures,
    pub(super) limits: &'a Limits,
    /// When the statement began.
    pub(super) now: (i64, i64),
    /// The state of the random numbers.
    pub(super) random: Cell<u64>,
    pub(super) ticks: Cell<u32>,
    /// The width of a row.
    pub(super) width: usize,
}

/// What expressions and reading clauses see.
pub(super) struct Context<'a> {
    run: &'a Run<'a>,
    graph: &'a dyn GraphRead,
}

/// Runs a query; each row holds the values of its columns.
pub(super) fn run(
    run: &Run<'_>,
    graph: &mut dyn GraphWrite,
    query: &BoundQuery,
) -> Result<Vec<Vec<Value>>, QueryError> {
    let mut rows = Vec::new();
    for (index, clauses) in query.parts.iter().enumerate() {
        let found = run_clauses(run, graph, clauses, vec![vec![Value::Null; run.width]])?;
        rows.extend(found.into_iter().map(|mut row| columns(query, index, &mut row)));
    }
    // A query without RETURN has no rows to show, however often its last clause ran.
    Ok(if query.columns.is_empty() { Vec::new() } else { finish(query, rows) })
}

/// The plan of a query as text: what the fast operators take over.
pub(super) fn explain(run: &Run<'_>, graph: &dyn GraphRead, query: &BoundQuery) -> Option<String> {
    let context = Context { run, graph };
    let plans: Vec<String> = query.parts.iter().filter_map(|part| fast::explain(&context, part)).collect();
    (!plans.is_empty()).then(|| plans.join("Union\n"))
}

fn columns(query: &BoundQuery, part: usize, row: &mut Row) -> Vec<Value> {
    query.columns.iter().map(|(_, slots)| row[slots[part]].clone()).collect()
}

fn finish(query: &BoundQuery, mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    if query.distinct {
        let mut seen = rustc_hash::FxHashSet::default();
        rows.retain(|row| seen.insert(row.clone()));
    }
    rows
}

/// Runs clauses over rows, reading ones together.
fn run_clauses(
    run: &Run<'_>,
    graph: &mut dyn GraphWrite,
    clauses: &[BoundClause],
    rows: Vec<Row>,
) -> Result<Vec<Row>, QueryError> {
    let (mut rows, mut rest) = (rows, clauses);
    while let Some(first) = rest.first() {
        let reading = rest.iter().take_while(|clause| reads(clause)).count();
        if reading > 0 {
            let context = Context { run, graph: &*graph };
            rows = context.read(&rest[..reading], rows)?;
            rest = &rest[reading..];
        } else {
            rows = write::clause(run, graph, first, rows)?;
            rest = &rest[1..];
        }
        run.limits.check_rows(rows.len(), run.width)?;
    }
    Ok(rows)
}

fn reads(clause: &BoundClause) -> bool {
    match clause {
        BoundClause::Match { .. }
        | BoundClause::Unwind { .. }
        | BoundClause::Project(_)
        | BoundClause::Filter(_)
        | BoundClause::Call { .. }
        | BoundClause::LoadCsv { .. }
        | BoundClause::Finish => true,
        BoundClause::Subquery { query, .. } => !query.writes,
        _ => false,
    }
}

/// The most steps that may follow each other without WITH: each takes some of the program's stack.
const MAX_STEPS: usize = 1000;

fn check_length(readers: &[Reader<'_>]) -> Result<(), QueryError> {
    let steps: usize =
        readers.iter().map(|r| if let Reader::Match { steps, .. } = r { steps.len() } else { 1 }).sum();
    if steps <= MAX_STEPS {
        return Ok(());
    }
    let message = format!("{steps} steps of matching in a row are too many: at most {MAX_STEPS}");
    let error = QueryError::runtime(ErrorKind::ResourceError, "TooManySteps", message);
    Err(error.hint("put a WITH between them"))
}

/// A reading clause made ready.
enum Reader<'a> {
    Match { steps: Vec<Step>, optional: bool, new: &'a [Slot] },
    Unwind { list: &'a BoundExpr, slot: Slot },
    Filter(&'a BoundExpr),
    Call { procedure: &'a str, arguments: &'a [BoundExpr], yields: &'a [(usize, Slot)], void: bool },
    Subquery { query: &'a BoundQuery, returns: bool },
    LoadCsv { headers: bool, source: &'a BoundExpr, slot: Slot },
    Finish,
}

impl<'a> Reader<'a> {
    fn new(clause: &'a BoundClause) -> Option<Self> {
        Some(match clause {
            BoundClause::Match { optional, patterns, filter, new } => {
                let nodes = patterns.iter().flat_map(|p| &p.nodes).filter(|n| n.bound).map(|n| n.slot);
                let relationships =
                    patterns.iter().flat_map(|p| &p.relationships).filter(|r| r.bound).map(|r| r.slot);
                let known: BTreeSet<Slot> = nodes.chain(relationships).collect();
                Self::Match { steps: plan_match(patterns, known, filter.as_ref()), optional: *optional, new }
            }
            BoundClause::Unwind { list, slot } => Self::Unwind { list, slot: *slot },
            BoundClause::Filter(filter) => Self::Filter(filter),
            BoundClause::Call { procedure, arguments, yields, void } => {
                Self::Call { procedure, arguments, yields, void: *void }
            }
            BoundClause::Subquery { query, returns } => Self::Subquery { query, returns: *returns },
            BoundClause::LoadCsv { headers, source, slot, .. } => {
                Self::LoadCsv { headers: *headers, source, slot: *slot }
            }
            BoundClause::Finish => Self::Finish,
            _ => return None,
        })
    }
}

impl Context<'_> {
    /// Counts a unit of work; now and then looks whether the query has to stop.
    fn tick(&self) -> Result<(), QueryError> {
        let ticks = self.run.ticks.get().wrapping_add(1);
        self.run.ticks.set(ticks);
        if ticks.is_multiple_of(1024) { self.run.limits.check() } else { Ok(()) }
    }

    fn width(&self) -> usize {
        self.run.width
    }

    fn check_rows(&self, rows: usize) -> Result<(), QueryError> {
        self.run.limits.check_rows(rows, self.run.width)
    }

    /// Runs reading clauses over rows.
    fn read(&self, clauses: &[BoundClause], rows: Vec<Row>) -> Result<Vec<Row>, QueryError> {
        let (mut rows, mut rest) = (rows, clauses);
        if rows.len() == 1
            && let Some(taken) = fast::take(self, clauses)?
        {
            (rows, rest) = (taken.rows, &clauses[taken.clauses..]);
        }
        while !rest.is_empty() {
            let until = rest.iter().position(|clause| matches!(clause, BoundClause::Project(_)));
            let readers: Vec<Reader<'_>> =
                rest[..until.unwrap_or(rest.len())].iter().filter_map(Reader::new).collect();
            check_length(&readers)?;
            if let Some(BoundClause::Project(projection)) = until.map(|index| &rest[index]) {
                let mut projector = Projector::new(self, projection)?;
                for mut row in rows {
                    if !self.stream(&readers, &mut row, &mut |row| projector.push(self, row))? {
                        break;
                    }
                }
                rows = projector.finish(self)?;
            } else {
                let mut found = Vec::new();
                for mut row in rows {
                    self.stream(&readers, &mut row, &mut |row| {
                        found.push(row.clone());
                        self.run.limits.check_rows(found.len(), self.run.width)?;
                        Ok(true)
                    })?;
                }
                rows = found;
            }
            rest = &rest[until.map_or(rest.len(), |index| index + 1)..];
        }
        Ok(rows)
    }

    /// The rows of a query within this one, as the values of its columns.
    fn subquery(&self, query: &BoundQuery, row: &Row) -> Result<Vec<Vec<Value>>, QueryError> {
        let mut rows = Vec::new();
        for (index, clauses) in query.parts.iter().enumerate() {
            let found = self.read(clauses, vec![row.clone()])?;
            rows.extend(found.into_iter().map(|mut row| columns(query, index, &mut row)));
        }
        Ok(finish(query, rows))
    }

    fn stream(
        &self,
        readers: &[Reader<'_>],
        row: &mut Row,
        then: matching::OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let Some((reader, rest)) = readers.split_first() else { return then(row) };
        match reader {
            Reader::Match { steps, optional, new } => {
                let mut any = false;
                let go_on = self.matches(steps, row, &mut |row| {
                    any = true;
                    self.stream(rest, row, then)
                })?;
                if any || !optional {
                    return Ok(go_on);
                }
                for slot in *new {
                    row[*slot] = Value::Null;
                }
                self.stream(rest, row, then)
            }
            Reader::Unwind { list, slot } => {
                let items = match self.eval(list, row)? {
                    Value::Null => return Ok(true),
                    Value::List(items) => items,
                    single => Arc::from([single]),
                };
                for item in items.iter() {
                    self.tick()?;
                    row[*slot] = item.clone();
                    if !self.stream(rest, row, then)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Reader::Filter(filter) => {
                if self.holds(filter, row)? {
                    self.stream(rest, row, then)
                } else {
                    Ok(true)
                }
            }
            Reader::Call { procedure, arguments, yields, void } => {
                let arguments: Result<Vec<Value>, QueryError> =
                    arguments.iter().map(|a| self.eval(a, row)).collect();
                if *void {
                    return self.stream(rest, row, then);
                }
                for found in self.run.procedures.call(self.graph, procedure, &arguments?) {
                    self.tick()?;
                    for (index, slot) in *yields {
                        row[*slot] = found.get(*index).cloned().unwrap_or_default();
                    }
                    if !self.stream(rest, row, then)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Reader::Subquery { query, returns } => {
                let found = self.subquery(query, row)?;
                if !returns {
                    return self.stream(rest, row, then);
                }
                for values in found {
                    for ((_, slots), value) in query.columns.iter().zip(values) {
                        row[slots[0]] = value;
                    }
                    if !self.stream(rest, row, then)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Reader::LoadCsv { .. } => {
                if let Reader::LoadCsv { headers, source, slot } = reader {
                    let _ = (headers, slot, self.eval(source, row)?);
                }
                let message = "LOAD CSV needs a folder to read from, and none is allowed";
                Err(QueryError::runtime(ErrorKind::ExternalError, "LoadCsvNotAllowed", message))
            }
            Reader::Finish => Ok(true),
        }
    }
}

impl functions::Context for Context<'_> {
    fn labels(&self, node: NodeId) -> Result<Vec<Arc<str>>, ValueError> {
        if !self.graph.has_node(node) {
            return Err(ValueError::Deleted("node"));
        }
        let names = &self.graph.names().labels;
        Ok(self.graph.labels(node).iter().map(|label| names.shared(*label)).collect())
    }

    fn relationship_type(&self, relationship: RelationshipId) -> Result<Arc<str>, ValueError> {
        let ends = self.graph.ends(relationship).ok_or(ValueError::Deleted("relationship"))?;
        Ok(self.graph.names().types.shared(ends.kind))
    }

    fn ends(&self, relationship: RelationshipId) -> Result<(NodeId, NodeId), ValueError> {
        let ends = self.graph.ends(relationship).ok_or(ValueError::Deleted("relationship"))?;
        Ok((ends.start, ends.end))
    }

    fn node_properties(&self, node: NodeId) -> Result<Map, ValueError> {
        if !self.graph.has_node(node) {
            return Err(ValueError::Deleted("node"));
        }
        let names = &self.graph.names().keys;
        Ok(self
            .graph
            .node_properties(node)
            .into_iter()
            .map(|(key, value)| (names.shared(key), value))
            .collect())
    }

    fn relationship_properties(&self, relationship: RelationshipId) -> Result<Map, ValueError> {
        if !self.graph.has_relationship(relationship) {
            return Err(ValueError::Deleted("relationship"));
        }
        let names = &self.graph.names().keys;
        let pairs = self.graph.relationship_properties(relationship).into_iter();
        Ok(pairs.map(|(key, value)| (names.shared(key), value)).collect())
    }

    fn now(&self) -> (i64, i64) {
        self.run.now
    }

    /// splitmix64
    fn random(&self) -> u64 {
        let state = self.run.random.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.run.random.set(state);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
