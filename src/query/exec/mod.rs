//! Plans → rows. Reading clauses hand each row on as soon as it is found; what needs all rows (sorting, grouping) and
//! what changes the graph collects them first, so that a clause never sees its own changes.

mod count;
mod eval;
mod explain;
mod fast;
mod load_csv;
mod marks;
mod matching;
mod profile;
mod projection;
mod repeat;
mod select;
mod shortest;
mod shortest_frozen;
mod shortest_tree;
mod types;
mod weight;
mod write;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;

use super::bind::bound::{BoundClause, BoundExpr, BoundKind, BoundPath, BoundProjection, BoundQuery, Slot};
use super::bind::{MAX_STEPS, too_many_steps};
use super::error::QueryError;
use super::functions;
use super::plan::{Step, plan_match};
use super::procedures::Procedures;
use super::result::{Limits, Parameters};
use crate::graph::{GraphRead, GraphWrite, lookup};
use crate::value::{Map, NodeId, RelationshipId, Value, ValueError};
use projection::Projector;

/// A row: a value a slot.
pub(super) type Row = Vec<Value>;

/// What is the same for all of a statement.
pub(super) struct Run<'a> {
    /// The statement, for what is kept of it from one run to the next.
    statement: u64,
    parameters: &'a Parameters,
    procedures: &'a Procedures,
    limits: &'a Limits,
    /// The time of the statement, once somebody has asked.
    now: OnceCell<(i64, i64)>,
    /// The state of the random numbers, once there was one.
    random: Cell<Option<u64>>,
    ticks: Cell<u32>,
    /// The width of a row.
    width: usize,
    /// What is measured for `PROFILE`.
    profile: Option<profile::Profile>,
    /// The steps of each MATCH, planned when it is first met.
    plans: RefCell<FxHashMap<usize, Rc<[Step]>>>,
    /// The nodes of the names that were looked up since the last change.
    entities: RefCell<FxHashMap<String, Option<NodeId>>>,
    /// What is known of shortest paths since the last change.
    trees: RefCell<shortest_tree::Trees>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        parameters: &'a Parameters,
        procedures: &'a Procedures,
        limits: &'a Limits,
        (statement, width): (u64, usize),
        profiled: bool,
    ) -> Self {
        Run {
            statement,
            parameters,
            procedures,
            limits,
            now: OnceCell::new(),
            random: Cell::new(None),
            ticks: Cell::new(0),
            width,
            profile: profiled.then(profile::Profile::new),
            plans: RefCell::default(),
            entities: RefCell::default(),
            trees: RefCell::default(),
        }
    }

    /// The steps of a MATCH.
    fn steps(&self, clause: &BoundClause) -> Rc<[Step]> {
        let BoundClause::Match { patterns, filter, .. } = clause else { return Rc::from([]) };
        self.planned(profile::address(clause), patterns, filter.as_ref())
    }

    /// The steps of patterns that are known by an address, which they keep as long as the query runs: those of the bound
    /// query do, and so do those within steps that were planned here.
    fn planned(&self, address: usize, patterns: &[BoundPath], filter: Option<&BoundExpr>) -> Rc<[Step]> {
        if let Some(steps) = self.plans.borrow().get(&address) {
            return Rc::clone(steps);
        }
        let nodes = patterns.iter().flat_map(|p| &p.nodes).filter(|n| n.bound).map(|n| n.slot);
        let relationships =
            patterns.iter().flat_map(|p| &p.relationships).filter(|r| r.bound).map(|r| r.slot);
        let known: BTreeSet<Slot> = nodes.chain(relationships).collect();
        let steps: Rc<[Step]> = plan_match(patterns, known, filter).into();
        self.plans.borrow_mut().insert(address, Rc::clone(&steps));
        steps
    }
}

/// What expressions and reading clauses see.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    run: &'a Run<'a>,
    graph: &'a dyn GraphRead,
    /// How far matching may go, while the shortest matches are looked for.
    horizon: Option<&'a select::Horizon>,
    /// The rows that the fast operators go on from.
    given: &'a [Row],
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

/// The plan of a query as text, with rows and times if they were measured; `source` is the text that it was read from.
pub(super) fn explain(run: &Run<'_>, graph: &dyn GraphRead, query: &BoundQuery, source: &str) -> String {
    explain::explain(&Context { run, graph, horizon: None, given: &[] }, query, source)
}

fn columns(query: &BoundQuery, part: usize, row: &mut Row) -> Vec<Value> {
    query.columns.iter().map(|(_, slots)| row[slots[part]].clone()).collect()
}

/// What a subquery gave; a row of nulls if that is nothing and it is optional.
fn or_nulls(mut rows: Vec<Vec<Value>>, query: &BoundQuery, optional: bool) -> Vec<Vec<Value>> {
    if rows.is_empty() && optional {
        rows.push(vec![Value::Null; query.columns.len()]);
    }
    rows
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
            let context = Context { run, graph: &*graph, horizon: None, given: &[] };
            rows = context.read(&rest[..reading], rows, rest.len() == clauses.len())?;
            rest = &rest[reading..];
        } else {
            let entered = run.begin(Some(first));
            rows = write::clause(run, graph, first, rows)?;
            drop(entered);
            run.entities.borrow_mut().clear();
            run.trees.take();
            run.gave_all(first, rows.len());
            rest = &rest[1..];
        }
        run.limits.check_rows(rows.len(), run.width)?;
    }
    Ok(rows)
}

/// Whether a projection gives a row for each that it takes, whatever it computes.
fn is_plain(projection: &BoundProjection) -> bool {
    let BoundProjection { aggregates, skip, limit, filter, .. } = projection;
    aggregates.is_none() && skip.is_none() && limit.is_none() && filter.is_none()
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

fn check_length(readers: &[(&BoundClause, Reader<'_>)]) -> Result<(), QueryError> {
    let steps: usize =
        readers.iter().map(|(_, r)| if let Reader::Match { steps, .. } = r { steps.len() } else { 1 }).sum();
    if steps <= MAX_STEPS {
        return Ok(());
    }
    Err(too_many_steps(steps))
}

/// A reading clause made ready.
enum Reader<'a> {
    Match {
        steps: Rc<[Step]>,
        optional: bool,
        new: &'a [Slot],
    },
    Unwind {
        list: &'a BoundExpr,
        slot: Slot,
    },
    Filter(&'a BoundExpr),
    Call {
        procedure: &'a str,
        arguments: &'a [BoundExpr],
        yields: &'a [(usize, Slot)],
        void: bool,
        optional: bool,
    },
    Subquery {
        query: &'a BoundQuery,
        returns: bool,
        optional: bool,
    },
    LoadCsv(load_csv::Reading<'a>),
    Finish,
}

impl<'a> Reader<'a> {
    fn new(run: &Run<'_>, clause: &'a BoundClause) -> Option<Self> {
        Some(match clause {
            BoundClause::Match { optional, new, .. } => {
                Self::Match { steps: run.steps(clause), optional: *optional, new }
            }
            BoundClause::Unwind { list, slot } => Self::Unwind { list, slot: *slot },
            BoundClause::Filter(filter) => Self::Filter(filter),
            BoundClause::Call { procedure, arguments, yields, void, optional } => {
                Self::Call { procedure, arguments, yields, void: *void, optional: *optional }
            }
            BoundClause::Subquery { query, returns, optional } => {
                Self::Subquery { query, returns: *returns, optional: *optional }
            }
            BoundClause::LoadCsv { headers, source, slot, separator } => {
                Self::LoadCsv(load_csv::Reading { headers: *headers, source, slot: *slot, separator })
            }
            BoundClause::Finish => Self::Finish,
            _ => return None,
        })
    }
}

impl Context<'_> {
    /// The integers of a `range()`, one at a time instead of as a list: it may be longer than memory holds.
    fn integers(
        &self,
        list: &BoundExpr,
        row: &mut Row,
    ) -> Result<Option<impl Iterator<Item = i64> + use<>>, QueryError> {
        let BoundKind::Call { function, arguments } = &list.kind else { return Ok(None) };
        if function.name != "range" {
            return Ok(None);
        }
        let mut numbers = [0, 0, 1];
        for (number, argument) in numbers.iter_mut().zip(arguments) {
            let Value::Integer(value) = self.eval(argument, row)? else { return Ok(None) };
            *number = value;
        }
        let [first, last, step] = numbers;
        // A step of 0 is an error, which the function raises.
        Ok((step != 0).then(|| functions::integers(first, last, step)))
    }

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

    /// Runs reading clauses over rows. What begins a statement is planned once, so that it is worth planning also where it
    /// goes on from rows that a projection left.
    fn read(&self, clauses: &[BoundClause], rows: Vec<Row>, begins: bool) -> Result<Vec<Row>, QueryError> {
        let (mut rows, mut rest) = (rows, clauses);
        while !rest.is_empty() {
            let before = fast::Before::clauses(&clauses[..clauses.len() - rest.len()]);
            let before = before.filter(|before| {
                if before.is_beginning() { rows.len() == 1 } else { begins && !rows.is_empty() }
            });
            if let Some(before) = before {
                // The beginning brings nothing with it.
                let before = if before.is_beginning() { before } else { before.with(&rows) };
                if let Some(taken) = fast::take(self, rest, before)? {
                    (rows, rest) = (taken.rows, &rest[taken.clauses..]);
                    continue;
                }
                if begins && let Some(unwound) = self.unwound(rest, &rows)? {
                    (rows, rest) = (unwound, &rest[1..]);
                    continue;
                }
            }
            let until = rest.iter().position(|clause| matches!(clause, BoundClause::Project(_)));
            let readers = self.readers(&rest[..until.unwrap_or(rest.len())])?;
            if let Some(clause) = until.map(|index| &rest[index])
                && let BoundClause::Project(projection) = clause
            {
                let mut projector = Projector::new(self, projection)?;
                for mut row in rows {
                    let go_on = self.stream(&readers, &mut row, &mut |row| {
                        let _entered = self.run.enter(clause);
                        projector.push(self, row)
                    })?;
                    if !go_on {
                        break;
                    }
                }
                let entered = self.run.begin(Some(clause));
                rows = projector.finish(self)?;
                drop(entered);
                self.run.gave_all(clause, rows.len());
            } else {
                let mut found = Vec::new();
                for mut row in rows {
                    self.stream(&readers, &mut row, &mut |row| {
                        self.run.gave();
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

    /// The rows of an UNWIND by itself, where the optimiser may go on from them and they are not many.
    fn unwound(&self, rest: &[BoundClause], rows: &[Row]) -> Result<Option<Vec<Row>>, QueryError> {
        const MOST: usize = 1 << 16;
        let [BoundClause::Unwind { .. }, BoundClause::Match { .. }, ..] = rest else { return Ok(None) };
        let readers = self.readers(&rest[..1])?;
        let mut found = Vec::new();
        for row in rows {
            let few = self.stream(&readers, &mut row.clone(), &mut |row| {
                found.push(row.clone());
                self.run.limits.check_rows(found.len(), self.run.width)?;
                Ok(found.len() < MOST)
            })?;
            if !few {
                return Ok(None);
            }
        }
        Ok(Some(found))
    }

    /// Reading clauses made ready, each with itself.
    fn readers<'c>(
        &self,
        clauses: &'c [BoundClause],
    ) -> Result<Vec<(&'c BoundClause, Reader<'c>)>, QueryError> {
        let readers: Vec<_> =
            clauses.iter().filter_map(|clause| Some((clause, Reader::new(self.run, clause)?))).collect();
        check_length(&readers)?;
        Ok(readers)
    }

    /// Whether a query within this one has rows. Where it only matches, the first will do.
    fn exists(&self, query: &BoundQuery, row: &Row) -> Result<bool, QueryError> {
        let _within = self.run.begin::<()>(None);
        for clauses in &query.parts {
            let matching = match clauses.split_last() {
                Some((BoundClause::Project(last), before)) if is_plain(last) => before,
                _ => clauses,
            };
            let found = if matching.iter().any(|clause| matches!(clause, BoundClause::Project(_))) {
                !self.read(clauses, vec![row.clone()], false)?.is_empty()
            } else {
                let readers = self.readers(matching)?;
                !self.stream(&readers, &mut row.clone(), &mut |_| Ok(false))?
            };
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The rows of a query within this one, as the values of its columns.
    fn subquery(&self, query: &BoundQuery, row: &Row) -> Result<Vec<Vec<Value>>, QueryError> {
        let _within = self.run.begin::<()>(None);
        let mut rows = Vec::new();
        for (index, clauses) in query.parts.iter().enumerate() {
            let found = self.read(clauses, vec![row.clone()], false)?;
            rows.extend(found.into_iter().map(|mut row| columns(query, index, &mut row)));
        }
        Ok(finish(query, rows))
    }

    fn stream(
        &self,
        readers: &[(&BoundClause, Reader<'_>)],
        row: &mut Row,
        then: matching::OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let Some(((clause, reader), rest)) = readers.split_first() else { return then(row) };
        // A match is known by its steps.
        let whole = matches!(reader, Reader::Match { optional: false, .. });
        let _entered = (!whole).then(|| self.run.enter(*clause));
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
                if let Some(integers) = self.integers(list, row)? {
                    for integer in integers {
                        self.tick()?;
                        row[*slot] = Value::Integer(integer);
                        if !self.stream(rest, row, then)? {
                            return Ok(false);
                        }
                    }
                    return Ok(true);
                }
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
            Reader::Call { procedure, arguments, yields, void, optional } => {
                let arguments: Result<Vec<Value>, QueryError> =
                    arguments.iter().map(|a| self.eval(a, row)).collect();
                if *void {
                    return self.stream(rest, row, then);
                }
                let mut found = self.run.procedures.call(self.graph, procedure, &arguments?);
                if found.is_empty() && *optional {
                    found.push(Vec::new());
                }
                for found in found {
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
            Reader::Subquery { query, returns, optional } => {
                let found = self.subquery(query, row)?;
                if !returns {
                    return self.stream(rest, row, then);
                }
                for values in or_nulls(found, query, *optional) {
                    for ((_, slots), value) in query.columns.iter().zip(values) {
                        row[slots[0]] = value;
                    }
                    if !self.stream(rest, row, then)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Reader::LoadCsv(reading) => self.load_csv(reading, row, &mut |row| self.stream(rest, row, then)),
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
        *self.run.now.get_or_init(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), i64::from(since.subsec_nanos()))
        })
    }

    fn graph(&self) -> Option<&dyn GraphRead> {
        Some(self.graph)
    }

    fn entity(&self, name: &str) -> Option<NodeId> {
        let known = self.run.entities.borrow().get(name).copied();
        known.unwrap_or_else(|| {
            let found = lookup::called(self.graph, name);
            self.run.entities.borrow_mut().insert(name.to_owned(), found);
            found
        })
    }

    /// splitmix64
    fn random(&self) -> u64 {
        let first = || {
            let (seconds, nanoseconds) = self.now();
            seconds as u64 ^ (nanoseconds as u64) << 32
        };
        let state = self.run.random.get().unwrap_or_else(first).wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.run.random.set(Some(state));
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
