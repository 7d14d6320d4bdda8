//! `EXPLAIN` and `PROFILE`: a query's operators as text, a line each, in the order in which rows pass through them.

use std::fmt::Write;

use super::profile::{Figures, address};
use super::{Context, fast, reads};
use crate::graph::Direction;
use crate::query::bind::bound::{
    BoundClause, BoundExpr, BoundNode, BoundPath, BoundProjection, BoundQuery, BoundRelationship, BoundSet,
    Properties, Slot,
};
use crate::query::plan::{Expansion, Step};
use crate::query::syntax::ast::Selector;

/// The operators of a query.
pub(super) fn explain(context: &Context<'_>, query: &BoundQuery, source: &str) -> String {
    let mut writer = Writer { context, names: &query.names, source, lines: Vec::new() };
    writer.query(query, 0);
    let profiled = context.run.profile.is_some();
    let mut out = String::new();
    if profiled {
        let _ = writeln!(out, "{:>10}  {:>12}  operator", "rows", "time");
    }
    for (text, figures) in &writer.lines {
        match figures {
            Some(Figures { rows, time }) => {
                let time = time.as_secs_f64() * 1000.0;
                // Figures first: operators are of any length.
                let _ = writeln!(out, "{rows:>10}  {time:>9.3} ms  {text}");
            }
            None if profiled => {
                let _ = writeln!(out, "{:24}  {text}", "");
            }
            None => {
                let _ = writeln!(out, "{text}");
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

struct Writer<'w, 'c> {
    context: &'w Context<'c>,
    names: &'w [(Slot, std::sync::Arc<str>)],
    source: &'w str,
    lines: Vec<(String, Option<Figures>)>,
}

impl Writer<'_, '_> {
    fn query(&mut self, query: &BoundQuery, depth: usize) {
        if query.parts.len() > 1 {
            let how = if query.distinct { "Union, without duplicates" } else { "Union" };
            self.plain(depth, how);
        }
        let begins = depth == 0;
        let depth = depth + usize::from(query.parts.len() > 1);
        for clauses in &query.parts {
            self.clauses(clauses, depth, begins);
        }
    }

    fn plain(&mut self, depth: usize, text: &str) {
        self.lines.push((format!("{:1$}{text}", "", 2 * depth), None));
    }

    /// A line for an operator with what was measured of it.
    fn operator<T>(&mut self, depth: usize, operator: &T, text: &str) {
        let profile = self.context.run.profile.as_ref();
        let figures = profile.map(|profile| profile.of(address(operator)).unwrap_or_default());
        self.lines.push((format!("{:1$}{text}", "", 2 * depth), figures));
    }

    fn clauses(&mut self, clauses: &[BoundClause], depth: usize, begins: bool) {
        let mut rest = clauses;
        while let Some(first) = rest.first() {
            let past = &clauses[..clauses.len() - rest.len()];
            let before = fast::Before::clauses(past);
            let before = before.filter(|before| before.is_beginning() || begins && past.iter().all(reads));
            let measured = self.context.run.profile.as_ref().map(|profile| profile.fast(address(first)));
            let planned = before.and_then(|before| fast::explain(self.context, rest, before));
            // What was planned to be fast may have been left to the interpreter when it ran.
            if let Some((plan, taken)) = planned
                && measured.as_ref().is_none_or(Option::is_some)
            {
                let lines = measured
                    .flatten()
                    .unwrap_or_else(|| plan.lines().map(|line| (line.to_owned(), None)).collect());
                for (text, figures) in lines {
                    self.lines.push((format!("{:1$}{text}", "", 2 * depth), figures));
                }
                for clause in &rest[..taken] {
                    if let BoundClause::Project(projection) = clause {
                        let text = self.projection(projection);
                        self.plain(depth, &text);
                    }
                }
                rest = &rest[taken..];
            } else {
                self.clause(first, depth);
                rest = &rest[1..];
            }
        }
    }

    fn clause(&mut self, clause: &BoundClause, depth: usize) {
        let text = match clause {
            BoundClause::Match { optional, .. } => {
                if *optional {
                    self.operator(depth, clause, "Optional: a row of nulls where nothing matches");
                }
                let steps = self.context.run.steps(clause);
                return self.steps(&steps, depth + usize::from(*optional));
            }
            BoundClause::Unwind { list, slot } => {
                format!("Unwind {} AS {}", self.text(list), self.name(*slot))
            }
            BoundClause::Project(projection) => self.projection(projection),
            BoundClause::Filter(condition) => format!("Filter {}", self.text(condition)),
            BoundClause::Create { patterns } => format!("Create {}", self.paths(patterns)),
            BoundClause::Merge { pattern, .. } => {
                format!("Merge {}", self.paths(std::slice::from_ref(pattern)))
            }
            BoundClause::Set(items) => {
                let items: Vec<String> = items.iter().map(|item| self.set(item)).collect();
                format!("Set {}", items.join(", "))
            }
            BoundClause::Remove(_) => "Remove".to_owned(),
            BoundClause::Delete { detach, targets } => {
                let targets: Vec<&str> = targets.iter().map(|target| self.text(target)).collect();
                format!("{}Delete {}", if *detach { "Detach" } else { "" }, targets.join(", "))
            }
            BoundClause::Call { procedure, arguments, .. } => {
                let arguments: Vec<&str> = arguments.iter().map(|argument| self.text(argument)).collect();
                format!("Call {procedure}({})", arguments.join(", "))
            }
            BoundClause::Subquery { query, optional, .. } => {
                self.operator(
                    depth,
                    clause,
                    if *optional { "Subquery, optional, for each row" } else { "Subquery for each row" },
                );
                return self.query(query, depth + 1);
            }
            BoundClause::Foreach { slot, list, clauses } => {
                let text = format!("Foreach {} IN {}", self.name(*slot), self.text(list));
                self.operator(depth, clause, &text);
                return self.clauses(clauses, depth + 1, false);
            }
            BoundClause::LoadCsv { source, slot, .. } => {
                format!("LoadCsv {} AS {}", self.text(source), self.name(*slot))
            }
            BoundClause::Finish => "Finish".to_owned(),
        };
        self.operator(depth, clause, &text);
    }

    fn steps(&mut self, steps: &[Step], depth: usize) {
        for step in steps {
            let text = match step {
                Step::Scan(node, seeks) => {
                    let keys: Vec<String> = seeks.iter().map(|seek| seek.by.to_string()).collect();
                    let looked = if keys.is_empty() { "" } else { ", looked up by " };
                    format!("Scan {}{looked}{}", self.node(node), keys.join(" or "))
                }
                Step::Check(node) => format!("Check {}", self.node(node)),
                Step::Expand(expansion) => format!("Expand {}", self.expansion(expansion)),
                Step::Walk(expansion) => format!("Walk {}", self.expansion(expansion)),
                Step::Repeat(repetition) => {
                    let expansion = &repetition.expansion;
                    let (from, to) = (self.name(expansion.from), self.node(&expansion.to));
                    let text = format!("Repeat ({from}) … {to}{}", times(&expansion.relationship));
                    self.operator(depth, step, &text);
                    self.steps(&repetition.steps, depth + 1);
                    continue;
                }
                Step::Shortest(expansion, selector) => {
                    format!("Shortest {} {}", wanted(*selector), self.expansion(expansion))
                }
                Step::Select(selection) => {
                    let (from, to) = (self.name(selection.from), self.name(selection.to));
                    let text = format!("Select {} from ({from}) to ({to})", wanted(selection.selector));
                    self.operator(depth, step, &text);
                    self.steps(&selection.steps, depth + 1);
                    continue;
                }
                Step::Path { slot, .. } => format!("Path {}", self.name(*slot)),
                Step::Filter(condition) => format!("Filter {}", self.text(condition)),
            };
            self.operator(depth, step, &text);
        }
    }

    fn name(&self, slot: Slot) -> String {
        let known = self.names.iter().find(|(own, _)| *own == slot);
        known.map_or_else(String::new, |(_, name)| name.to_string())
    }

    /// An expression as it stands in the query.
    fn text(&self, expr: &BoundExpr) -> &str {
        self.source.get(expr.span.start..expr.span.end).unwrap_or("…")
    }

    fn inside(
        &self,
        slot: Slot,
        labels: Option<&dyn std::fmt::Display>,
        properties: &Properties,
        filter: Option<&BoundExpr>,
        times: &str,
    ) -> String {
        let mut text = self.name(slot);
        if let Some(labels) = labels {
            let _ = write!(text, ":{labels}");
        }
        text += times;
        match properties {
            Properties::None => {}
            Properties::Pairs(pairs) => {
                let pairs: Vec<String> =
                    pairs.iter().map(|(key, value)| format!("{key}: {}", self.text(value))).collect();
                let _ = write!(text, " {{{}}}", pairs.join(", "));
            }
            Properties::Whole(map) => {
                let _ = write!(text, " {}", self.text(map));
            }
        }
        if let Some(filter) = filter {
            let _ = write!(text, " WHERE {}", self.text(filter));
        }
        text
    }

    fn node(&self, node: &BoundNode) -> String {
        let labels = node.labels.as_ref().map(|labels| labels as &dyn std::fmt::Display);
        format!("({})", self.inside(node.slot, labels, &node.properties, node.filter.as_ref(), ""))
    }

    fn relationship(&self, relationship: &BoundRelationship) -> String {
        let BoundRelationship { slot, types, properties, filter, .. } = relationship;
        let types = types.as_ref().map(|types| types as &dyn std::fmt::Display);
        let inside = self.inside(*slot, types, properties, filter.as_ref(), &times(relationship));
        if inside.is_empty() { String::new() } else { format!("[{inside}]") }
    }

    fn expansion(&self, expansion: &Expansion) -> String {
        let (left, right) = match expansion.direction() {
            Direction::Outgoing => ("-", "->"),
            Direction::Incoming => ("<-", "-"),
            Direction::Both => ("-", "-"),
        };
        let (from, to) = (self.name(expansion.from), self.node(&expansion.to));
        let known = if expansion.to_known { ", both known" } else { "" };
        format!("({from}){left}{}{right}{to}{known}", self.relationship(&expansion.relationship))
    }

    fn paths(&self, paths: &[BoundPath]) -> String {
        let path = |path: &BoundPath| {
            let mut text = String::new();
            for (index, node) in path.nodes.iter().enumerate() {
                if let Some(relationship) = index.checked_sub(1).and_then(|i| path.relationships.get(i)) {
                    let _ = write!(text, "-{}-", self.relationship(relationship));
                }
                text += &self.node(node);
            }
            text
        };
        paths.iter().map(path).collect::<Vec<_>>().join(", ")
    }

    fn set(&self, item: &BoundSet) -> String {
        match item {
            BoundSet::Property { target, key, value } => {
                format!("{}.{} = {}", self.text(target), self.text(key), self.text(value))
            }
            BoundSet::Replace { target, value, merge } => {
                format!("{} {} {}", self.text(target), if *merge { "+=" } else { "=" }, self.text(value))
            }
            BoundSet::Labels { target, labels } => format!("{}:{}", self.text(target), labels.join(":")),
        }
    }

    fn projection(&self, projection: &BoundProjection) -> String {
        let items: Vec<String> = projection
            .items
            .iter()
            .map(|(expr, slot)| {
                let (text, name) = (self.text(expr), self.name(*slot));
                if name.is_empty() || name == text { text.to_owned() } else { format!("{text} AS {name}") }
            })
            .collect();
        let what = if projection.aggregates.is_some() { "Aggregate" } else { "Project" };
        let mut text = format!("{what} {}", items.join(", "));
        if projection.distinct {
            text += ", distinct";
        }
        let keys: Vec<String> = projection
            .order
            .iter()
            .map(|(expr, descending)| {
                format!("{}{}", self.text(expr), if *descending { " DESC" } else { "" })
            })
            .collect();
        if !keys.is_empty() {
            let _ = write!(text, ", ordered by {}", keys.join(", "));
        }
        for (what, count) in [("skip", &projection.skip), ("limit", &projection.limit)] {
            if let Some(count) = count {
                let _ = write!(text, ", {what} {}", self.text(count));
            }
        }
        if let Some(filter) = &projection.filter {
            let _ = write!(text, ", where {}", self.text(filter));
        }
        text
    }
}

fn times(relationship: &BoundRelationship) -> String {
    match relationship.repeat {
        None => String::new(),
        Some((min, u32::MAX)) => format!("*{min}.."),
        Some((min, max)) => format!("*{min}..{max}"),
    }
}

fn wanted(selector: Selector) -> String {
    match selector {
        Selector::All => "all".to_owned(),
        Selector::ShortestPath => "the shortest".to_owned(),
        Selector::AllShortestPaths | Selector::AllShortest => "all shortest".to_owned(),
        Selector::Shortest(k) => format!("the {k} shortest"),
        Selector::ShortestGroups(k) => format!("all of the {k} shortest lengths"),
    }
}
