//! Patterns of one relationship that hang on a node, to whatever is at its other end: how often such a pattern matches is a
//! number of that node, as a property is. `COUNT {…}`, `EXISTS {…}`, `(n)-->()` as a condition and the size of a pattern
//! comprehension are made of them.

use super::logical::Var;
use super::physical::List;
use super::scalar::Whole;
use crate::graph::{self, GraphRead, TypeId, View};
use crate::query::bind::bound::{BoundClause, BoundExpr, BoundKind, BoundPath, BoundQuery, Properties, Slot};
use crate::query::syntax::ast::{Direction, LabelExpr, Selector, SubqueryKind};
use std::sync::Arc;

/// A pattern that hangs on a node.
#[derive(Clone, Debug)]
pub struct Hanging<'e> {
    /// The node, as it stands in the row.
    pub slot: Slot,
    /// Which way its relationships lead.
    pub direction: graph::Direction,
    types: Vec<&'e Arc<str>>,
    /// The label that the other end must have.
    pub label: Option<&'e Arc<str>>,
}

impl<'e> Hanging<'e> {
    /// The pattern whose matches an expression counts.
    pub fn counted(expr: &'e BoundExpr) -> Option<Self> {
        match &expr.kind {
            BoundKind::Subquery { kind: SubqueryKind::Count, query } => Self::of_query(query),
            BoundKind::Call { function, arguments } if function.name == "size" => match &arguments[..] {
                [
                    BoundExpr {
                        kind: BoundKind::PatternComprehension { pattern, filter: None, map }, ..
                    },
                ] if matches!(map.kind, BoundKind::Slot(_) | BoundKind::Constant(_)) => {
                    Self::of_path(pattern)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The pattern that an expression asks whether it matches.
    pub fn asked(expr: &'e BoundExpr) -> Option<Self> {
        match &expr.kind {
            BoundKind::PatternExists(path) => Self::of_path(path),
            BoundKind::Subquery { kind: SubqueryKind::Exists, query } => Self::of_query(query),
            _ => None,
        }
    }

    fn of_query(query: &'e BoundQuery) -> Option<Self> {
        let [clauses] = &query.parts[..] else { return None };
        let (first, rest) = clauses.split_first()?;
        let BoundClause::Match { optional: false, patterns, filter: None, .. } = first else { return None };
        let [path] = &patterns[..] else { return None };
        // What a match shows makes no difference.
        let shown = |expr: &BoundExpr| matches!(expr.kind, BoundKind::Slot(_) | BoundKind::Constant(_));
        match rest {
            [] => {}
            [BoundClause::Project(last)]
                if last.aggregates.is_none()
                    && !last.distinct
                    && last.skip.is_none()
                    && last.limit.is_none()
                    && last.filter.is_none()
                    && last.items.iter().all(|(expr, _)| shown(expr)) => {}
            _ => return None,
        }
        Self::of_path(path)
    }

    fn of_path(path: &'e BoundPath) -> Option<Self> {
        let ([left, right], [relationship]) = (&path.nodes[..], &path.relationships[..]) else { return None };
        let plain = path.selector == Selector::All
            && path.filter.is_none()
            && !relationship.bound
            && relationship.repeat.is_none()
            && relationship.group.is_none()
            && relationship.filter.is_none()
            && matches!(relationship.properties, Properties::None)
            && [left, right]
                .iter()
                .all(|node| node.filter.is_none() && matches!(node.properties, Properties::None));
        if !plain || left.slot == right.slot {
            return None;
        }
        let (own, end, turned) = match (left.bound, right.bound) {
            (true, false) => (left, right, false),
            (false, true) => (right, left, true),
            _ => return None,
        };
        let direction = match (relationship.direction, turned) {
            (Direction::Right, false) | (Direction::Left, true) => graph::Direction::Outgoing,
            (Direction::Left, false) | (Direction::Right, true) => graph::Direction::Incoming,
            (Direction::Either | Direction::Both, _) => graph::Direction::Both,
        };
        let name = |label: &'e LabelExpr| match label {
            LabelExpr::Name(name) => Some(&name.name),
            _ => None,
        };
        let mut types = match &relationship.types {
            None => Vec::new(),
            Some(LabelExpr::Or(any)) => any.iter().map(name).collect::<Option<_>>()?,
            Some(one) => vec![name(one)?],
        };
        types.sort_unstable();
        types.dedup();
        let label = match &end.labels {
            None => None,
            Some(label) => Some(name(label)?),
        };
        own.labels.is_none().then_some(Hanging { slot: own.slot, direction, types, label })
    }

    /// The types that its relationship may have, none for any; nothing where the graph knows none of them.
    pub fn kinds(&self, graph: &dyn GraphRead) -> Option<Vec<TypeId>> {
        let ids = self.types.iter().filter_map(|name| graph.names().types.id(name));
        let kinds: Vec<TypeId> = ids.collect();
        (self.types.is_empty() || !kinds.is_empty()).then_some(kinds)
    }

    /// Its number of matches as an expression; nothing where the graph does not know its names.
    pub fn degree(&self, graph: &dyn GraphRead, view: View<'_>, node: Var) -> Option<Whole> {
        let kinds = self.kinds(graph)?.into_iter().map(|kind| kind.0).collect();
        let label = match self.label {
            None => None,
            Some(name) => Some(Arc::clone(view.labelled(graph.names().labels.id(name)?)?)),
        };
        let Var::Node(from) = node else { return None };
        Some(Whole::Degree(Box::new(List::new(from, self.direction, kinds)), label, node))
    }
}
