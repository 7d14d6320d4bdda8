//! Matching: the steps of a pattern over one row, depth first; each match is handed on at once.

use super::{Context, Row};
use crate::graph::{Direction, Hop, TypeId};
use crate::query::bind::bound::{BoundNode, BoundRelationship, Properties, Slot};
use crate::query::error::QueryError;
use crate::query::plan::{By, Expansion, Seek, Step};
use crate::query::syntax::ast::LabelExpr;
use crate::value::{NodeId, Path, RelationshipId, Value};

/// When a look-up finds no more than these, others are not tried.
const FEW: usize = 16;

/// What is done with a match; false to stop.
pub(super) type OnMatch<'a> = &'a mut dyn FnMut(&mut Row) -> Result<bool, QueryError>;

impl Context<'_> {
    /// Hands on every match; false if it was told to stop.
    pub(super) fn matches(
        &self,
        steps: &[Step],
        row: &mut Row,
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let Some((step, rest)) = steps.split_first() else { return then(row) };
        let _entered = self.run.enter(step);
        match step {
            Step::Scan(node, seeks) => self.scan((node, seeks), row, rest, then),
            Step::Check(node) => match row[node.slot].clone() {
                Value::Node(id) if self.fits_node(node, id, row)? => self.matches(rest, row, then),
                _ => Ok(true),
            },
            Step::Expand(expansion) => self.expand(expansion, row, rest, then),
            Step::Walk(expansion) => self.walk(expansion, row, rest, then),
            Step::Repeat(repetition) => self.repeat(repetition, row, rest, then),
            Step::Select(selection) => self.select(selection, row, rest, then),
            Step::Shortest(expansion, selector) => {
                for walk in self.shortest(expansion, *selector, row)? {
                    row[expansion.relationship.slot] = walk;
                    if !self.matches(rest, row, then)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Step::Path { slot, nodes, relationships } => {
                row[*slot] = self.path(nodes, relationships, row);
                self.matches(rest, row, then)
            }
            Step::Filter(filter) => {
                if self.holds(filter, row)? {
                    self.matches(rest, row, then)
                } else {
                    Ok(true)
                }
            }
        }
    }

    fn scan(
        &self,
        (node, seeks): (&BoundNode, &[Seek]),
        row: &mut Row,
        rest: &[Step],
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let label = match &node.labels {
            Some(LabelExpr::Name(name)) => Some(&name.name),
            Some(LabelExpr::And(all)) => all.iter().find_map(|each| match each {
                LabelExpr::Name(name) => Some(&name.name),
                _ => None,
            }),
            _ => None,
        };
        let ids = match label {
            Some(name) => match self.graph.names().labels.id(name) {
                Some(label) => self.graph.nodes_with_label(label),
                None => return Ok(true),
            },
            None => self.graph.nodes(),
        };
        let ids = match self.sought(seeks, row)? {
            Some(found) => Box::new(found.into_iter()),
            None => ids,
        };
        for id in ids {
            self.tick()?;
            if self.fits_node(node, id, row)? {
                row[node.slot] = Value::Node(id);
                if !self.matches(rest, row, then)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// The nodes that an index finds, by the look-up that finds the fewest. They are checked as others are.
    fn sought(&self, seeks: &[Seek], row: &mut Row) -> Result<Option<Vec<NodeId>>, QueryError> {
        let mut best: Option<Vec<NodeId>> = None;
        for seek in seeks {
            // A value that cannot be computed is an error only if a node is there to be compared with it.
            let Ok(value) = self.eval(&seek.value, row) else { continue };
            let find: &dyn Fn(&Value) -> Option<Vec<NodeId>> = match &seek.by {
                By::Key(key) => match self.graph.names().keys.id(key) {
                    Some(key) => &move |value: &Value| self.graph.nodes_with_property(key, value),
                    None => return Ok(Some(Vec::new())),
                },
                by => &|value: &Value| by.id(value).map(|id| vec![NodeId(id)]),
            };
            let found = if seek.any { self.with_any(find, &value)? } else { find(&value) };
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| found.len() < best.len())
            {
                best = Some(found);
            }
            if best.as_ref().is_some_and(|best| best.len() <= FEW) {
                break;
            }
        }
        Ok(best)
    }

    /// The nodes that are found by one of these, in order.
    fn with_any(
        &self,
        find: &dyn Fn(&Value) -> Option<Vec<NodeId>>,
        values: &Value,
    ) -> Result<Option<Vec<NodeId>>, QueryError> {
        let items = match values {
            Value::List(items) if items.len() <= self.graph.node_count() => items,
            Value::Null => return Ok(Some(Vec::new())),
            _ => return Ok(None),
        };
        let mut all = Vec::new();
        for item in items.iter() {
            self.tick()?;
            let Some(found) = find(item) else { return Ok(None) };
            all.extend(found);
        }
        all.sort_unstable();
        all.dedup();
        Ok(Some(all))
    }

    /// Whether a node has the labels and properties of a pattern. Fills the node's slot for its own condition.
    fn fits_node(&self, node: &BoundNode, id: NodeId, row: &mut Row) -> Result<bool, QueryError> {
        if !self.graph.has_node(id)
            || node.labels.as_ref().is_some_and(|labels| !self.fits_labels(id, labels))
        {
            return Ok(false);
        }
        if !self.fits_properties(&node.properties, row, |key| self.graph.node_property(id, key))? {
            return Ok(false);
        }
        match &node.filter {
            Some(filter) => {
                let before = std::mem::replace(&mut row[node.slot], Value::Node(id));
                let holds = self.holds(filter, row);
                row[node.slot] = before;
                holds
            }
            None => Ok(true),
        }
    }

    fn fits_properties(
        &self,
        properties: &Properties,
        row: &mut Row,
        get: impl Fn(crate::graph::KeyId) -> Option<Value>,
    ) -> Result<bool, QueryError> {
        let Properties::Pairs(pairs) = properties else { return Ok(true) };
        for (key, expr) in pairs {
            let Some(own) = self.graph.names().keys.id(key).and_then(&get) else { return Ok(false) };
            if own.equals(&self.eval(expr, row)?) != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a node's labels are as a pattern has them.
    pub(super) fn fits_labels(&self, node: NodeId, labels: &LabelExpr) -> bool {
        match labels {
            LabelExpr::Name(name) => {
                self.graph.names().labels.id(&name.name).is_some_and(|id| self.graph.has_label(node, id))
            }
            LabelExpr::Any => !self.graph.labels(node).is_empty(),
            LabelExpr::Not(inner) => !self.fits_labels(node, inner),
            LabelExpr::And(all) => all.iter().all(|each| self.fits_labels(node, each)),
            LabelExpr::Or(any) => any.iter().any(|each| self.fits_labels(node, each)),
        }
    }

    /// Whether a relationship's type is as a pattern has it.
    pub(super) fn fits_type(&self, kind: TypeId, types: &LabelExpr) -> bool {
        match types {
            LabelExpr::Name(name) => self.graph.names().types.name(kind) == name.name.as_ref(),
            LabelExpr::Any => true,
            LabelExpr::Not(inner) => !self.fits_type(kind, inner),
            LabelExpr::And(all) => all.iter().all(|each| self.fits_type(kind, each)),
            LabelExpr::Or(any) => any.iter().any(|each| self.fits_type(kind, each)),
        }
    }

    /// The types that a pattern allows: none for any, `Err` when no relationship can fit.
    pub(super) fn types(&self, types: Option<&LabelExpr>) -> Option<Vec<TypeId>> {
        let Some(types) = types else { return Some(Vec::new()) };
        // There may be hundreds: of one that is named they are not gone through.
        if let LabelExpr::Name(name) = types {
            return self.graph.names().types.id(&name.name).map(|id| vec![id]);
        }
        let fitting: Vec<TypeId> = self
            .graph
            .names()
            .types
            .iter()
            .map(|(id, _)| id)
            .filter(|id| self.fits_type(*id, types))
            .collect();
        (!fitting.is_empty()).then_some(fitting)
    }

    fn fits_relationship(
        &self,
        pattern: &BoundRelationship,
        id: RelationshipId,
        row: &mut Row,
    ) -> Result<bool, QueryError> {
        if !self.fits_properties(&pattern.properties, row, |key| self.graph.relationship_property(id, key))? {
            return Ok(false);
        }
        match &pattern.filter {
            Some(filter) => {
                let before = std::mem::replace(&mut row[pattern.slot], Value::Relationship(id));
                let holds = self.holds(filter, row);
                row[pattern.slot] = before;
                holds
            }
            None => Ok(true),
        }
    }

    fn is_used(id: RelationshipId, used: &[Slot], row: &Row) -> bool {
        used.iter().any(|slot| match &row[*slot] {
            Value::Relationship(other) => *other == id,
            Value::List(items) => {
                items.iter().any(|item| matches!(item, Value::Relationship(other) if *other == id))
            }
            _ => false,
        })
    }

    fn expand(
        &self,
        step: &Expansion,
        row: &mut Row,
        rest: &[Step],
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let Value::Node(from) = row[step.from] else { return Ok(true) };
        let Some(types) = self.types(step.relationship.types.as_ref()) else { return Ok(true) };
        let mut hops: Vec<Hop> = Vec::new();
        self.graph.expand(from, step.direction(), &types, &mut hops);
        let known = if step.relationship_known {
            match row[step.relationship.slot] {
                Value::Relationship(id) => Some(id),
                _ => return Ok(true),
            }
        } else {
            None
        };
        for hop in hops {
            self.tick()?;
            if known.is_some_and(|id| id != hop.relationship)
                || Self::is_used(hop.relationship, &step.used, row)
            {
                continue;
            }
            if (step.to_known && row[step.to.slot] != Value::Node(hop.node)) || !self.may_go_to(hop.node) {
                continue;
            }
            if !self.fits_relationship(&step.relationship, hop.relationship, row)? {
                continue;
            }
            if known.is_none() {
                row[step.relationship.slot] = Value::Relationship(hop.relationship);
            }
            if !self.fits_node(&step.to, hop.node, row)? {
                continue;
            }
            if !step.to_known {
                row[step.to.slot] = Value::Node(hop.node);
            }
            self.go(1);
            if !self.matches(rest, row, then)? {
                return Ok(false);
            }
            self.go_back(1);
        }
        Ok(true)
    }

    fn walk(
        &self,
        step: &Expansion,
        row: &mut Row,
        rest: &[Step],
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let Value::Node(from) = row[step.from] else { return Ok(true) };
        if step.relationship_known {
            return self.follow(step, from, row, rest, then);
        }
        let types = self.types(step.relationship.types.as_ref());
        let (min, max) = step.relationship.repeat.unwrap_or((1, 1));
        let mut walk = Walk { step, types, min, max, trail: Vec::new() };
        self.walk_on(&mut walk, from, row, rest, then)
    }

    /// A list of relationships that an earlier clause bound: whether it leads from here to where the pattern goes.
    fn follow(
        &self,
        step: &Expansion,
        from: NodeId,
        row: &mut Row,
        rest: &[Step],
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let Value::List(items) = row[step.relationship.slot].clone() else { return Ok(true) };
        let mut at = from;
        let in_order: Vec<&Value> =
            if step.reversed { items.iter().rev().collect() } else { items.iter().collect() };
        for item in in_order {
            let Value::Relationship(id) = item else { return Ok(true) };
            let Some(ends) = self.graph.ends(*id) else { return Ok(true) };
            at = match step.direction() {
                Direction::Outgoing | Direction::Both if ends.start == at => ends.end,
                Direction::Incoming | Direction::Both if ends.end == at => ends.start,
                _ => return Ok(true),
            };
        }
        self.arrive(step, at, row, rest, then)
    }

    pub(super) fn arrive(
        &self,
        step: &Expansion,
        at: NodeId,
        row: &mut Row,
        rest: &[Step],
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        if (step.to_known && row[step.to.slot] != Value::Node(at)) || !self.fits_node(&step.to, at, row)? {
            return Ok(true);
        }
        if !step.to_known {
            row[step.to.slot] = Value::Node(at);
        }
        self.matches(rest, row, then)
    }

    fn walk_on(
        &self,
        walk: &mut Walk<'_>,
        at: NodeId,
        row: &mut Row,
        rest: &[Step],
        then: OnMatch<'_>,
    ) -> Result<bool, QueryError> {
        let step = walk.step;
        // Walks are followed with a stack of our own: a long one must not exhaust the program's.
        let mut stack: Vec<std::vec::IntoIter<Hop>> = Vec::new();
        let mut at = at;
        loop {
            self.tick()?;
            let length = u32::try_from(walk.trail.len()).unwrap_or(u32::MAX);
            if length >= walk.min {
                let mut trail: Vec<Value> = walk.trail.iter().map(|id| Value::Relationship(*id)).collect();
                if step.reversed {
                    trail.reverse();
                }
                row[step.relationship.slot] = trail.into();
                if !self.arrive(step, at, row, rest, then)? {
                    return Ok(false);
                }
            }
            let mut hops = Vec::new();
            if length < walk.max
                && let Some(types) = &walk.types
            {
                self.graph.expand(at, step.direction(), types, &mut hops);
            }
            stack.push(hops.into_iter());
            loop {
                let Some(top) = stack.last_mut() else { return Ok(true) };
                match top.next() {
                    Some(hop) => {
                        if !self.may_go_to(hop.node)
                            || walk.trail.contains(&hop.relationship)
                            || Self::is_used(hop.relationship, &step.used, row)
                            || !self.fits_relationship(&step.relationship, hop.relationship, row)?
                        {
                            continue;
                        }
                        walk.trail.push(hop.relationship);
                        self.go(1);
                        at = hop.node;
                        break;
                    }
                    None => {
                        stack.pop();
                        if walk.trail.pop().is_some() {
                            self.go_back(1);
                        }
                    }
                }
            }
        }
    }

    /// Whether a relationship may be part of a shortest path.
    pub(super) fn may_step(
        &self,
        step: &Expansion,
        id: RelationshipId,
        row: &mut Row,
    ) -> Result<bool, QueryError> {
        Ok(!Self::is_used(id, &step.used, row) && self.fits_relationship(&step.relationship, id, row)?)
    }

    fn path(&self, nodes: &[Slot], relationships: &[Slot], row: &Row) -> Value {
        let mut path = Path { nodes: Vec::new(), relationships: Vec::new() };
        let Some(Value::Node(first)) = nodes.first().map(|slot| &row[*slot]) else { return Value::Null };
        path.nodes.push(*first);
        for (index, slot) in relationships.iter().enumerate() {
            let items: Vec<Value> = match &row[*slot] {
                Value::List(items) => items.to_vec(),
                single => vec![single.clone()],
            };
            for item in items {
                let (Value::Relationship(id), Some(&at)) = (item, path.nodes.last()) else {
                    return Value::Null;
                };
                let Some(ends) = self.graph.ends(id) else { return Value::Null };
                path.relationships.push(id);
                path.nodes.push(if ends.start == at { ends.end } else { ends.start });
            }
            let _ = index;
        }
        Value::Path(path.into())
    }
}

/// A walk under way.
struct Walk<'a> {
    step: &'a Expansion,
    /// The types to follow, empty for any; none if no type fits.
    types: Option<Vec<TypeId>>,
    min: u32,
    max: u32,
    trail: Vec<RelationshipId>,
}
