//! Which clauses the fast operators take over, and what becomes of the matches.

use super::super::profile::address;
use super::super::projection::Projector;
use super::super::{Context, Row};
use super::Machine;
use super::computed::Computed;
use super::given::{self, Before};
use super::grouping::led;
use super::seen::{Counted, Table};
use super::shown::{Columns, columns};
use super::sink::{Filler, Rows, Sink};
use super::top::Top;
use crate::graph::{Bits, Column, GraphRead, KeptPlan, View};
use crate::query::bind::bound::{Aggregate, BoundClause, BoundExpr, BoundKind, BoundProjection, Slot};
use crate::query::error::QueryError;
use crate::query::plan::gather::Gatherer;
use crate::query::plan::logical::{Logical, Role, Var};
use crate::query::plan::mentions::{measured, mentioned};
use crate::query::plan::physical::{Physical, StepKind};
use crate::query::plan::rules::{order, unique};
use crate::value::Value;
use rustc_hash::FxHashSet;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// A graph with fewer nodes and relationships than this is left to the interpreter, unless it is frozen already.
const WORTHWHILE: usize = 2000;

/// What is to be done for some clauses, as long as the graph does not change.
pub(super) struct Recipe {
    pub(super) logical: Logical,
    plan: OnceLock<Option<Arc<Physical>>>,
    pub(super) columns: OnceLock<Columns>,
}

impl Recipe {
    fn new(logical: Logical) -> Self {
        Recipe { logical, plan: OnceLock::new(), columns: OnceLock::new() }
    }
}

/// The rows after the clauses that were taken, and how many those are.
pub(in crate::query::exec) struct Taken {
    pub(in crate::query::exec) rows: Vec<Row>,
    pub(in crate::query::exec) clauses: usize,
}

/// What the fast operators are to do.
pub(super) struct Task<'q, 'a> {
    pub(super) view: View<'a>,
    pub(super) recipe: Arc<Recipe>,
    pub(super) projection: &'q BoundProjection,
    /// The projection that counts the different rows of the one before.
    counting: Option<&'q BoundProjection>,
    /// The projection that comes next: it may take the rows of this one as they come.
    next: Option<&'q BoundProjection>,
    clauses: usize,
    /// The first of them.
    pub(super) first: &'q BoundClause,
    before: Before<'q>,
}

/// Runs the clauses up to a projection, if the fast operators can.
pub(in crate::query::exec) fn take(
    context: &Context<'_>,
    clauses: &[BoundClause],
    before: Before<'_>,
) -> Result<Option<Taken>, QueryError> {
    let context = &Context { given: before.all(), ..*context };
    let Some(task) = task(context, clauses, before) else { return Ok(None) };
    if !before.suits(&task.recipe.logical, task.view) {
        return Ok(None);
    }
    let mut clauses = task.clauses;
    let rows = match task.projection.aggregates.as_deref() {
        _ if task.counting.is_some() => count_different(context, &task)?,
        Some(aggregates) if only_counts(&task, aggregates) => counts(context, &task, aggregates)?,
        aggregates => {
            let output = Output::new(context, &task)?;
            clauses += usize::from(output.next.is_some());
            match aggregates {
                Some(aggregates) => super::grouping::groups(context, &task, aggregates, output)?,
                None if only_differ(context, &task, &output) => {
                    match super::grouping::groups(context, &task, &[], output)? {
                        Some(rows) => Some(rows),
                        None => self::rows(context, &task, Output::new(context, &task)?)?,
                    }
                }
                None => rows(context, &task, output)?,
            }
        }
    };
    Ok(rows.map(|rows| Taken { rows, clauses }))
}

/// The plan as text, if the fast operators can run the clauses.
///
/// With how many clauses it covers.
pub(in crate::query::exec) fn explain(
    context: &Context<'_>,
    clauses: &[BoundClause],
    before: Before<'_>,
) -> Option<(String, usize)> {
    let task = task(context, clauses, before)?;
    Some((plan(context, &task, None)?.to_string(), task.clauses))
}

fn task<'q, 'a>(
    context: &Context<'a>,
    clauses: &'q [BoundClause],
    before: Before<'q>,
) -> Option<Task<'q, 'a>> {
    let until = clauses.iter().position(|clause| matches!(clause, BoundClause::Project(_)))?;
    let BoundClause::Project(projection) = &clauses[until] else { return None };
    if !clauses[..until].iter().all(|clause| matches!(clause, BoundClause::Match { .. })) || until == 0 {
        return None;
    }
    let graph: &'a dyn GraphRead = context.graph;
    if !graph.has_view() && graph.node_count() + graph.relationship_count() < WORTHWHILE {
        return None;
    }
    let view = graph.view()?;
    let counting = match clauses.get(until + 1) {
        Some(BoundClause::Project(next)) if counts_rows(projection, next) => Some(next),
        _ => None,
    };
    let taken = until + 1 + usize::from(counting.is_some());
    let recipe = recipe(context, view, &clauses[..until], projection, before)?;
    let next = match clauses.get(until + 1) {
        // What is measured is told apart.
        Some(BoundClause::Project(next)) if counting.is_none() && context.run.profile.is_none() => Some(next),
        _ => None,
    };
    Some(Task { view, recipe, projection, counting, next, clauses: taken, first: &clauses[0], before })
}

/// The recipe of clauses before a projection: the one that is kept with the frozen graph, or else a new one, kept if it
/// is good for the next time.
fn recipe(
    context: &Context<'_>,
    view: View<'_>,
    clauses: &[BoundClause],
    projection: &BoundProjection,
    before: Before<'_>,
) -> Option<Arc<Recipe>> {
    let key = (context.run.statement, address(&clauses[0]));
    if let Some(kept) = view.frozen().kept(key).and_then(|kept| kept.downcast::<Recipe>().ok()) {
        return Some(kept);
    }
    let settled = Cell::new(true);
    let constant = |expr: &BoundExpr| constant(context, expr, before, &settled);
    let carried = before.carried();
    let known = (&carried, !before.is_beginning());
    let mut logical = Gatherer::gather(view, context.graph, &constant, known, clauses, projection)?;
    unique::apply(&mut logical, view)?;
    let recipe = Arc::new(Recipe::new(logical));
    if settled.get() {
        view.frozen().keep(key, Arc::clone(&recipe) as KeptPlan);
    }
    Some(recipe)
}

/// The value of an expression that is the same for all rows. Whether it is also the same the next time that the
/// statement runs: without parameters, and without the present time.
fn constant(
    context: &Context<'_>,
    expr: &BoundExpr,
    before: Before<'_>,
    settled: &Cell<bool>,
) -> Option<Value> {
    fn is_constant(expr: &BoundExpr, before: Before<'_>, settled: &Cell<bool>) -> bool {
        let all = |exprs: &[BoundExpr]| exprs.iter().all(|expr| is_constant(expr, before, settled));
        match &expr.kind {
            BoundKind::Constant(_) => true,
            // What the only row brings, other than nodes and relationships: those are for patterns.
            BoundKind::Slot(slot) if let Some(value) = before.only(*slot) => {
                settled.set(false);
                !matches!(value, Value::Node(_) | Value::Relationship(_) | Value::Path(_))
            }
            BoundKind::Property { subject, .. }
                if let BoundKind::Slot(slot) = subject.kind
                    && before.only(slot).is_some() =>
            {
                settled.set(false);
                true
            }
            BoundKind::Parameter(_) => {
                settled.set(false);
                true
            }
            BoundKind::Minus(e) | BoundKind::Plus(e) => is_constant(e, before, settled),
            BoundKind::List(items) => all(items),
            BoundKind::Binary { left, right, .. } => {
                is_constant(left, before, settled) && is_constant(right, before, settled)
            }
            BoundKind::Call { function, arguments } => {
                let known =
                    ["date", "datetime", "localdatetime", "time", "localtime", "duration", "toInteger"];
                settled.set(settled.get() && !arguments.is_empty());
                known.contains(&function.name) && all(arguments)
            }
            _ => false,
        }
    }
    match &expr.kind {
        BoundKind::Constant(value) => Some(value.clone()),
        _ if is_constant(expr, before, settled) => given::value(context, before, expr),
        _ => None,
    }
}

/// Whether the second projection counts the different rows of the first, whose columns are variables.
fn counts_rows(first: &BoundProjection, second: &BoundProjection) -> bool {
    let plain = |p: &BoundProjection| {
        p.order.is_empty() && p.skip.is_none() && p.limit.is_none() && p.filter.is_none()
    };
    first.distinct
        && first.aggregates.is_none()
        && plain(first)
        && plain(second)
        && first.items.iter().all(|(expr, _)| matches!(expr.kind, BoundKind::Slot(_)))
        && second.keys.is_empty()
        && second.aggregates.iter().flatten().all(|a| a.function.name == "count" && a.arguments.is_empty())
        && second.aggregates.as_ref().is_some_and(|all| !all.is_empty())
}

fn is_distinct(task: &Task<'_, '_>) -> bool {
    match &task.projection.aggregates {
        None => task.projection.distinct,
        Some(all) => all.iter().all(|a| a.distinct || matches!(a.function.name, "min" | "max")),
    }
}

/// Whether only the least number is asked of how often a relationship is repeated.
fn asks_nearest(task: &Task<'_, '_>) -> bool {
    let logical = &task.recipe.logical;
    let repeated = |slot: Slot| logical.var(slot).is_some_and(Var::is_repeated);
    let free = |expr: &BoundExpr| mentioned(expr).is_some_and(|all| !all.into_iter().any(repeated));
    let least = |aggregate: &'_ Aggregate| match &aggregate.arguments[..] {
        [one] if aggregate.function.name == "min" && measured(one).is_some() => Some(std::ptr::from_ref(one)),
        _ => None,
    };
    let least: Vec<_> = task.projection.aggregates.iter().flatten().filter_map(least).collect();
    let mut tested = false;
    logical.tests.iter().for_each(|test| test.vars(&mut |var| tested |= var.is_repeated()));
    !tested && task.projection.exprs().all(|expr| least.contains(&std::ptr::from_ref(expr)) || free(expr))
}

/// The two nodes whose different pairs are counted or grouped by, if there are two.
fn pair(task: &Task<'_, '_>) -> Option<[usize; 2]> {
    let projection = task.projection;
    let keys = match projection.aggregates {
        None if task.counting.is_none() => return None,
        None => (0..projection.items.len()).collect(),
        Some(_) => projection.keys.clone(),
    };
    let slots: BTreeSet<Slot> =
        keys.iter().filter_map(|at| mentioned(&projection.items[*at].0)).flatten().collect();
    let vars = slots.into_iter().map(|slot| task.recipe.logical.var(slot));
    match vars.collect::<Option<Vec<Var>>>()?[..] {
        [Var::Node(one), Var::Node(two)] => Some([one, two]),
        _ => None,
    }
}

/// Whether all that is asked is how many matches there are.
fn only_counts(task: &Task<'_, '_>, aggregates: &[Aggregate]) -> bool {
    task.projection.keys.is_empty()
        && aggregates.iter().all(|a| {
            a.function.name == "count"
                && !a.distinct
                && match &a.arguments[..] {
                    [] => true,
                    [one] => slot(one).is_some_and(|slot| task.recipe.logical.var(slot).is_some()),
                    _ => false,
                }
        })
}

/// The variable of a place in the row, or the row that brings what stands there.
pub(super) fn known(task: &Task<'_, '_>, slot: Slot) -> Option<Var> {
    let own = task.recipe.logical.var(slot);
    own.or_else(|| task.before.carried().contains(&slot).then_some(Var::Row))
}

pub(super) fn slot(expr: &BoundExpr) -> Option<Slot> {
    match expr.kind {
        BoundKind::Slot(slot) => Some(slot),
        _ => None,
    }
}

pub(super) fn plan(
    context: &Context<'_>,
    task: &Task<'_, '_>,
    required: Option<usize>,
) -> Option<Arc<Physical>> {
    let make = || {
        let rows = task.before.all().len();
        let (distinct, pair) = (is_distinct(task), pair(task));
        let nearest = distinct && asks_nearest(task);
        let purpose = order::Purpose { distinct, nearest, required, rows, pair };
        order::plan(&task.recipe.logical, task.view, context.graph, purpose).map(Arc::new)
    };
    let plan = if required.is_some() { make() } else { task.recipe.plan.get_or_init(make).clone() };
    plan.filter(|plan| task.before.is_worthwhile(&task.recipe.logical, plan))
}

fn counts(
    context: &Context<'_>,
    task: &Task<'_, '_>,
    aggregates: &[Aggregate],
) -> Result<Option<Vec<Row>>, QueryError> {
    let computed = Computed::new(context, task);
    let mut known: Vec<(Option<usize>, u64)> = Vec::new();
    let mut row = vec![Value::Null; context.width()];
    for aggregate in aggregates {
        let var = aggregate.arguments.first().and_then(slot).and_then(|slot| task.recipe.logical.var(slot));
        let required = match var.map(|var| task.recipe.logical.role(var)) {
            Some(Role::Optional(arm)) => Some(arm),
            Some(Role::Exists | Role::Missing) => return Ok(None),
            _ => None,
        };
        let count = match known.iter().find(|(own, _)| *own == required) {
            Some((_, count)) => *count,
            None => {
                if let Some(count) = known_count(task).filter(|_| context.run.profile.is_none()) {
                    known.push((required, count));
                    row[aggregate.slot] = Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
                    continue;
                }
                let Some(plan) = plan(context, task, required) else { return Ok(None) };
                let mut machine =
                    Machine::new(task.view, &plan, Sink::Count(0), context.run.limits, &computed);
                machine.go(context, task.first)?;
                if computed.has_failed() {
                    return Ok(None);
                }
                let Sink::Count(count) = machine.sink else { return Ok(None) };
                known.push((required, count));
                count
            }
        };
        row[aggregate.slot] = Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    }
    let mut projector = Projector::new(context, task.projection)?;
    projector.push_group(context, &mut row)?;
    projector.finish(context).map(Some)
}

/// How many matches there are, where the statistics say that: of one relationship between nodes with labels.
fn known_count(task: &Task<'_, '_>) -> Option<u64> {
    let Logical { nodes, edges, tests, differ, unlike, conditions, equal, known, joins, given } =
        &task.recipe.logical;
    let ([_, _], [edge]) = (&nodes[..], &edges[..]) else { return None };
    let free = tests.is_empty()
        && differ.is_empty()
        && unlike.is_empty()
        && conditions.is_empty()
        && equal.is_empty()
        && known.is_empty()
        && joins.is_empty()
        && given.is_none();
    let plain = edge.role == Role::Match && edge.repeat.is_none() && !edge.both && edge.from != edge.to;
    let labels = |node: usize| &nodes[node].labels[..];
    // Labels that were set or removed since are not in them.
    let frozen = task.view.frozen();
    (free && plain && !frozen.is_patched())
        .then(|| frozen.count_between(&edge.kinds, labels(edge.from), labels(edge.to)) as u64)
}

fn count_different(context: &Context<'_>, task: &Task<'_, '_>) -> Result<Option<Vec<Row>>, QueryError> {
    let computed = Computed::new(context, task);
    let Some(counting) = task.counting else { return Ok(None) };
    let Some(plan) = plan(context, task, None) else { return Ok(None) };
    let slots = task.projection.items.iter().filter_map(|(expr, _)| slot(expr));
    let Some(vars) = slots.map(|slot| task.recipe.logical.var(slot)).collect::<Option<Vec<Var>>>() else {
        return Ok(None);
    };
    let sink = if comes_once(&plan, &vars) {
        Sink::CountOnce(0)
    } else {
        let width = vars.len();
        Sink::CountDifferent { seen: Box::new(counted(task, &plan, vars)), count: 0, width }
    };
    let mut machine = Machine::new(task.view, &plan, sink, context.run.limits, &computed);
    machine.go(context, task.first)?;
    if computed.has_failed() {
        return Ok(None);
    }
    let count = match machine.sink {
        Sink::CountOnce(count) => count,
        Sink::CountDifferent { count, .. } => count,
        _ => return Ok(None),
    };
    let mut row = vec![Value::Null; context.width()];
    for aggregate in counting.aggregates.iter().flatten() {
        row[aggregate.slot] = Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    }
    let mut projector = Projector::new(context, counting)?;
    projector.push_group(context, &mut row)?;
    projector.finish(context).map(Some)
}

/// How different combinations of these variables are told apart.
fn counted(task: &Task<'_, '_>, plan: &Physical, vars: Vec<Var>) -> Counted {
    let view = task.view;
    // What an OPTIONAL MATCH may not have found has no place of its own.
    let found = vars.iter().all(|var| task.recipe.logical.role(*var) == Role::Match);
    match vars[..] {
        [one @ Var::Node(_)] if found => Counted::One(one, Bits::new(view.nodes())),
        [one @ Var::Edge(_)] if found => Counted::One(one, Bits::new(view.edges())),
        [one, two] if found && let Some((lead, other)) = led(view, plan, [one, two]) => {
            Counted::Led(lead, other, Table::new(view.nodes()))
        }
        [one, two] => Counted::Two([one, two], FxHashSet::default()),
        _ => Counted::Many(vars, FxHashSet::default()),
    }
}

/// Whether a plan gives each combination of these variables once: all that it binds are among them, and its lists have
/// equal neighbours side by side.
fn comes_once(plan: &Physical, vars: &[Var]) -> bool {
    plan.steps.iter().all(|step| match &step.kind {
        StepKind::Scan { to, .. } => vars.contains(&Var::Node(*to)),
        StepKind::Extend { list, to, edge: None, .. } => {
            list.kinds.len() == 1
                && list.direction != crate::graph::Direction::Both
                && vars.contains(&Var::Node(*to))
        }
        StepKind::Intersect { lists, to } => {
            let plain = |list: &crate::query::plan::physical::List| {
                list.kinds.len() == 1 && list.direction != crate::graph::Direction::Both
            };
            lists.iter().all(plain) && vars.contains(&Var::Node(*to))
        }
        StepKind::Close { edge: None, .. } => true,
        _ => false,
    })
}

/// The variables that rows need.
pub(super) fn filler(task: &Task<'_, '_>) -> Filler {
    let mut found: Vec<Slot> = Vec::new();
    let projection = task.projection;
    for expr in projection.exprs() {
        found.extend(mentioned(expr).unwrap_or_default());
    }
    found.sort_unstable();
    found.dedup();
    let vars = found.into_iter().filter_map(|slot| Some((slot, known(task, slot)?)));
    Filler(vars.filter(|(_, var)| task.recipe.logical.is_found(*var)).collect())
}

/// Where the rows of a projection go: into it, or straight on into the next one.
pub(super) struct Output<'m> {
    pub(super) projector: Projector<'m>,
    pub(super) next: Option<Projector<'m>>,
}

impl<'m> Output<'m> {
    fn new(context: &Context<'_>, task: &Task<'m, '_>) -> Result<Self, QueryError> {
        let projector = Projector::new(context, task.projection)?;
        let next = task.next.filter(|_| projector.passes_on());
        let next = next.map(|next| Projector::new(context, next)).transpose()?;
        Ok(Output { projector, next })
    }

    /// Takes a group with its aggregates.
    pub(super) fn group(&mut self, context: &Context<'_>, row: &mut Row) -> Result<(), QueryError> {
        match &mut self.next {
            None => self.projector.push_group(context, row),
            Some(next) if self.projector.pass(context, row, false)? => next.push(context, row).map(|_| ()),
            Some(_) => Ok(()),
        }
    }

    /// Takes a row, with its columns filled in already or not; false if no more are needed.
    pub(super) fn row(
        &mut self,
        context: &Context<'_>,
        row: &mut Row,
        ready: bool,
    ) -> Result<bool, QueryError> {
        match &mut self.next {
            None if ready => self.projector.push_plain(context, row, true),
            None => self.projector.push(context, row),
            Some(next) => Ok(!self.projector.pass(context, row, ready)? || next.push(context, row)?),
        }
    }

    /// All rows.
    pub(super) fn finish(self, context: &Context<'_>) -> Result<Vec<Row>, QueryError> {
        let rows = self.projector.finish(context)?;
        let Some(mut next) = self.next else { return Ok(rows) };
        // Of no matches at all aggregates without keys make a row.
        for mut row in rows {
            next.push(context, &mut row)?;
        }
        next.finish(context)
    }
}

/// Whether different rows are wanted, and all of them have to be looked for.
fn only_differ(context: &Context<'_>, task: &Task<'_, '_>, output: &Output<'_>) -> bool {
    let projection = task.projection;
    let most = output.projector.most();
    projection.distinct
        && output.next.is_none()
        && (most.is_none() || !projection.order.is_empty() && columns(context, task).order.is_none())
}

fn rows(
    context: &Context<'_>,
    task: &Task<'_, '_>,
    output: Output<'_>,
) -> Result<Option<Vec<Row>>, QueryError> {
    let computed = Computed::new(context, task);
    let Some(plan) = plan(context, task, None) else { return Ok(None) };
    let Columns { filler, items, order } = columns(context, task);
    let (view, items) = (task.view, items.as_deref());
    if let Some(order) = order
        && let Some(most) = output.projector.most()
        && most <= 100_000
    {
        let vars = filler.0.iter().map(|(_, var)| *var).collect();
        let order = order.iter().map(|(ordered, descending)| (ordered.rank(), *descending)).collect();
        let sink = Sink::Top(Box::new(Top::new(order, most, task.projection.distinct, vars)));
        let mut machine = Machine::new(view, &plan, sink, context.run.limits, &computed);
        machine.go(context, task.first)?;
        if computed.has_failed() {
            return Ok(None);
        }
        let Machine { sink: Sink::Top(top), mut registers, .. } = machine else { return Ok(None) };
        let (vars, rows) = top.finish();
        let row = vec![Value::Null; context.width()];
        let mut sink = Rows { context, output, filler, items, row };
        for numbers in rows {
            vars.iter().zip(numbers).for_each(|(var, number)| registers.set(*var, number));
            sink.take(view, &registers)?;
        }
        return sink.output.finish(context).map(Some);
    }
    let row = vec![Value::Null; context.width()];
    let sink = Sink::Rows(Box::new(Rows { context, output, filler, items, row }));
    let mut machine = Machine::new(view, &plan, sink, context.run.limits, &computed);
    machine.go(context, task.first)?;
    match machine.sink {
        Sink::Rows(rows) if !computed.has_failed() => rows.output.finish(context).map(Some),
        _ => Ok(None),
    }
}

/// The column of an expression that is a property of a variable, or a projected item that is.
pub(super) fn property<'a>(
    context: &Context<'_>,
    task: &Task<'_, 'a>,
    view: View<'a>,
    expr: &BoundExpr,
) -> Option<(&'a Arc<Column>, Var)> {
    match &expr.kind {
        BoundKind::Property { subject, key } => {
            let subject = slot(subject)?;
            // Behind a projection a variable goes by another slot.
            let projected = || {
                let (item, _) = task.projection.items.iter().find(|(_, own)| *own == subject)?;
                task.recipe.logical.var(slot(item)?)
            };
            let var = task.recipe.logical.var(subject).or_else(projected)?;
            let key = context.graph.names().keys.id(key)?;
            let column = match var {
                Var::Node(_) => view.node_column(key),
                Var::Edge(_) => view.edge_column(key),
                Var::Repeated(_) | Var::Path(_) | Var::Row => None,
            };
            Some((column?, var))
        }
        BoundKind::Slot(own) => {
            let (item, _) = task.projection.items.iter().find(|(_, slot)| slot == own)?;
            matches!(item.kind, BoundKind::Property { .. }).then(|| property(context, task, view, item))?
        }
        _ => None,
    }
}

impl Machine<'_, '_> {
    /// Counts the relationships of each type from the statistics, where nothing else is asked.
    pub(super) fn count_kinds(&mut self, edge: usize, times: u64) -> bool {
        let Sink::Groups(groups) = &mut self.sink else { return false };
        if groups.counted_kind() != Some(edge) {
            return false;
        }
        let frozen = self.view.frozen();
        for (kind, facts) in (0u32..).zip(frozen.types()) {
            let Some(first) = facts.first else { continue };
            self.registers.edges[edge] = first;
            let count = facts.count as u64;
            if groups.add_kind(kind, &self.registers, times.saturating_mul(count)).is_err() {
                return false;
            }
        }
        true
    }
}
