//! Bound clauses → [`Logical`], or nothing where the fast operators are not known to answer as the interpreter does.

mod leaves;
mod narrow;
mod stretch;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::hanging::Hanging;
use super::logical::{Condition, EdgeVar, Join, Joined, Logical, NodeVar, Role, Var};
use super::mentions::{mentioned, only_measures};
use super::scalar::{Leaves, Scalar};
use super::test::{Operand, Test, compared};
use crate::graph::{Column, GraphRead, LabelId, View};
use crate::query::bind::bound::{
    BoundClause, BoundExpr, BoundKind, BoundNode, BoundPath, BoundProjection, BoundRelationship, Properties,
    Slot,
};
use crate::query::functions::Body;
use crate::query::pattern;
use crate::query::syntax::ast::{BinaryOp, CompareOp, Direction, LabelExpr, Selector, SubqueryKind};
use crate::value::Value;

pub use leaves::type_names;

/// What gathering needs to know of the run.
pub struct Gatherer<'c> {
    view: View<'c>,
    /// The names of the graph.
    pub graph: &'c dyn GraphRead,
    /// The value of an expression without variables.
    pub constant: &'c dyn Fn(&BoundExpr) -> Option<Value>,
    /// What has been gathered.
    pub logical: Logical,
    slots: BTreeMap<Slot, Var>,
    /// Paths of one relationship, and which that is.
    paths: BTreeMap<Slot, usize>,
    /// What the rows that it goes on from bring with them.
    carried: &'c BTreeSet<Slot>,
    optionals: usize,
    /// Whether what is gathered is a part that need not match.
    apart: bool,
    /// How many nodes stand between relationships that were repeated.
    between: usize,
    /// While a condition on the type of a relationship is looked at: the names of all types.
    type_names: Option<Arc<Column>>,
}

impl<'c> Gatherer<'c> {
    /// Gathers the clauses before a projection, from the beginning or from rows that bring something with them.
    pub fn gather(
        view: View<'c>,
        graph: &'c dyn GraphRead,
        constant: &'c dyn Fn(&BoundExpr) -> Option<Value>,
        (carried, given): (&'c BTreeSet<Slot>, bool),
        clauses: &[BoundClause],
        projection: &BoundProjection,
    ) -> Option<Logical> {
        let logical = Logical { given: given.then(Vec::new), ..Logical::default() };
        let slots = BTreeMap::new();
        let mut gatherer = Gatherer {
            view,
            graph,
            constant,
            logical,
            slots,
            paths: BTreeMap::new(),
            carried,
            optionals: 0,
            apart: false,
            between: 0,
            type_names: None,
        };
        for (number, clause) in clauses.iter().enumerate() {
            match clause {
                BoundClause::Match { optional: false, patterns, filter, .. } if gatherer.optionals == 0 => {
                    for path in patterns {
                        gatherer.path(path, number, Role::Match)?;
                    }
                    if let Some(filter) = filter {
                        gatherer.condition(filter)?;
                    }
                }
                BoundClause::Match { optional: true, patterns, filter, .. } => {
                    let [path] = &patterns[..] else { return None };
                    gatherer.branch(path, filter.as_ref(), number, Role::Optional(gatherer.optionals))?;
                    gatherer.optionals += 1;
                }
                _ => return None,
            }
        }
        (!gatherer.logical.nodes.is_empty()).then_some(())?;
        gatherer.projection(projection)?;
        for test in &gatherer.logical.tests {
            test.vars(&mut |var| {
                if let Var::Repeated(at) | Var::Path(at) = var {
                    gatherer.logical.edges[at].measured = true;
                }
            });
        }
        Some(gatherer.logical)
    }

    fn path(&mut self, path: &BoundPath, clause: usize, role: Role) -> Option<()> {
        if path.selector != Selector::All || path.filter.is_some() {
            return None;
        }
        let path = &*self.stretched(path);
        let nodes: Option<Vec<usize>> = path.nodes.iter().map(|node| self.node(node, role)).collect();
        let nodes = nodes?;
        for (at, relationship) in path.relationships.iter().enumerate() {
            self.edge(relationship, nodes[at], nodes[at + 1], clause, role)?;
        }
        if let (Some(slot), [_]) = (path.slot, &path.relationships[..]) {
            let at = self.logical.edges.len() - 1;
            self.paths.insert(slot, at);
            if self.logical.edges[at].repeat.is_some() {
                self.logical.edges[at].path = Some(slot);
                self.slots.insert(slot, Var::Path(at));
            }
        }
        Some(())
    }

    /// A path that hangs on one node, with its other nodes new; its first relationship carries the role. Conditions on it
    /// look at nothing else.
    fn branch(
        &mut self,
        path: &BoundPath,
        filter: Option<&BoundExpr>,
        clause: usize,
        role: Role,
    ) -> Option<()> {
        let path = &*self.stretched(path);
        path.nodes.iter().for_each(|node| self.take_up(node));
        let known = |node: &BoundNode, slots: &BTreeMap<Slot, Var>| slots.contains_key(&node.slot);
        let count = path.nodes.iter().filter(|node| known(node, &self.slots)).count();
        let ends = [path.nodes.first()?, path.nodes.last()?];
        let plain = |node: &BoundNode| {
            node.labels.is_none() && matches!(node.properties, Properties::None) && node.filter.is_none()
        };
        let hangs = count == 1 && ends.iter().any(|node| known(node, &self.slots) && plain(node));
        let joins = count == 2
            && matches!(role, Role::Exists | Role::Missing)
            && path.nodes.len() <= 3
            && ends.iter().all(|node| known(node, &self.slots) && plain(node));
        if path.relationships.is_empty() || !(hangs || joins) {
            return None;
        }
        let distinct = path
            .nodes
            .iter()
            .enumerate()
            .all(|(at, node)| path.nodes[..at].iter().all(|other| other.slot != node.slot));
        // Where it only matters whether there is a path, the nodes within reach are enough.
        let asked = matches!(role, Role::Exists | Role::Missing) && path.relationships.len() == 1;
        let reached = |repeat: Option<(u32, u32)>| repeat.is_none_or(|(least, _)| asked && least <= 1);
        if !distinct || !path.relationships.iter().all(|relationship| reached(relationship.repeat)) {
            return None;
        }
        let Logical { nodes, edges, tests, differ, .. } = &self.logical;
        let before = (nodes.len(), edges.len(), tests.len(), differ.len());
        self.apart = true;
        self.path(path, clause, role)?;
        let after = self.logical.edges.len();
        if let Some(filter) = filter {
            self.condition(filter)?;
        }
        self.apart = false;
        let inside = |var: Var| match var {
            Var::Node(at) => at >= before.0,
            Var::Edge(at) => at >= before.1,
            // They do not hang on a pattern.
            Var::Repeated(_) | Var::Path(_) | Var::Row => false,
        };
        // What is true or false for all would otherwise decide about the whole query.
        let own = self.logical.tests[before.2..].iter().all(|test| {
            let (mut any, mut all) = (false, true);
            test.vars(&mut |var| {
                any = true;
                all &= inside(var);
            });
            any && all
        });
        (own && self.logical.differ.len() == before.3 && self.logical.edges.len() == after).then_some(())
    }

    /// Makes a variable of a node that rows bring with them.
    fn take_up(&mut self, node: &BoundNode) {
        if self.carried.contains(&node.slot) && !self.slots.contains_key(&node.slot) {
            let at = self.logical.nodes.len();
            self.slots.insert(node.slot, Var::Node(at));
            let (slot, labels, role) = (node.slot, Vec::new(), Role::Match);
            self.logical.nodes.push(NodeVar { slot, labels, wanted: false, role });
            self.logical.given.get_or_insert_default().push((slot, at));
        }
    }

    /// The variable of a place in the row, or the row that brings it.
    fn known(&self, slot: Slot) -> Option<Var> {
        let own = self.slots.get(&slot).copied();
        own.or_else(|| self.carried.contains(&slot).then_some(Var::Row))
    }

    fn node(&mut self, node: &BoundNode, role: Role) -> Option<usize> {
        self.take_up(node);
        let at = match self.slots.get(&node.slot) {
            Some(Var::Node(at)) => {
                if self.logical.nodes[*at].role != Role::Match {
                    return None;
                }
                *at
            }
            Some(_) => return None,
            None if node.bound => return None,
            None => {
                self.slots.insert(node.slot, Var::Node(self.logical.nodes.len()));
                let (slot, labels) = (node.slot, Vec::new());
                self.logical.nodes.push(NodeVar { slot, labels, wanted: false, role });
                self.logical.nodes.len() - 1
            }
        };
        if let Some(labels) = &node.labels {
            if is_conjunction(labels) {
                let labels = self.labels(labels)?;
                self.logical.nodes[at].labels.extend(labels);
            } else {
                let test = self.label_test(Var::Node(at), labels)?;
                self.logical.tests.push(test);
            }
        }
        self.properties(&node.properties, Var::Node(at))?;
        if let Some(filter) = &node.filter {
            self.condition(filter)?;
        }
        Some(at)
    }

    fn edge(
        &mut self,
        relationship: &BoundRelationship,
        left: usize,
        right: usize,
        clause: usize,
        role: Role,
    ) -> Option<()> {
        let known = relationship.bound || self.slots.contains_key(&relationship.slot);
        if known || relationship.group.is_some() {
            return None;
        }
        let (from, to, both) = match relationship.direction {
            Direction::Right => (left, right, false),
            Direction::Left => (right, left, false),
            Direction::Either | Direction::Both => (left, right, true),
        };
        let own = Var::Edge(self.logical.edges.len());
        let kinds = match &relationship.types {
            None => Vec::new(),
            Some(types) => self.kinds(types)?,
        };
        self.slots.insert(relationship.slot, own);
        self.logical.edges.push(EdgeVar {
            slot: relationship.slot,
            from,
            to,
            both,
            kinds,
            // Its own conditions are those of each relationship.
            repeat: None,
            each: Vec::new(),
            path: None,
            measured: false,
            clause,
            wanted: false,
            role,
        });
        let Logical { edges, tests, differ, .. } = &self.logical;
        let before = (edges.len(), tests.len(), differ.len());
        self.properties(&relationship.properties, own)?;
        if let Some(filter) = &relationship.filter {
            self.condition(filter)?;
        }
        if relationship.repeat.is_some() {
            let each = self.logical.tests.split_off(before.1);
            let mut alone = self.logical.edges.len() == before.0 && self.logical.differ.len() == before.2;
            each.iter().for_each(|test| test.vars(&mut |var| alone &= var == own));
            let edge = self.logical.edges.last_mut().filter(|_| alone)?;
            (edge.each, edge.repeat) = (each, relationship.repeat);
            self.slots.insert(relationship.slot, Var::Repeated(self.logical.edges.len() - 1));
        }
        Some(())
    }

    fn kinds(&mut self, types: &LabelExpr) -> Option<Vec<u32>> {
        let names: Vec<_> = match types {
            LabelExpr::Name(name) => vec![name],
            LabelExpr::Or(any) => any
                .iter()
                .map(|each| if let LabelExpr::Name(name) = each { Some(name) } else { None })
                .collect::<Option<_>>()?,
            _ => return None,
        };
        let mut kinds: Vec<u32> =
            names.iter().filter_map(|name| self.graph.names().types.id(&name.name)).map(|id| id.0).collect();
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.is_empty() {
            // The type is unknown: a repeated or optional relationship may still match nothing.
            return None;
        }
        Some(kinds)
    }

    fn labels(&mut self, labels: &LabelExpr) -> Option<Vec<LabelId>> {
        let names: Vec<_> = match labels {
            LabelExpr::Name(name) => vec![name],
            LabelExpr::And(all) => all
                .iter()
                .map(|each| if let LabelExpr::Name(name) = each { Some(name) } else { None })
                .collect::<Option<_>>()?,
            _ => return None,
        };
        names.iter().map(|name| self.graph.names().labels.id(&name.name)).collect()
    }

    /// Whether a node's labels are as an expression has them.
    fn label_test(&self, node: Var, labels: &LabelExpr) -> Option<Test> {
        let all = |all: &[LabelExpr]| -> Option<Vec<Test>> {
            all.iter().map(|each| self.label_test(node, each)).collect()
        };
        Some(match labels {
            LabelExpr::Name(name) => match self.graph.names().labels.id(&name.name) {
                Some(id) => Test::HasLabels { node, labels: vec![Arc::clone(self.view.labelled(id)?)] },
                None => Test::Known(Some(false)),
            },
            LabelExpr::Any => return None,
            LabelExpr::Not(inner) => Test::Not(Box::new(self.label_test(node, inner)?)),
            LabelExpr::And(parts) => Test::And(all(parts)?),
            LabelExpr::Or(parts) => Test::Or(all(parts)?),
        })
    }

    fn properties(&mut self, properties: &Properties, var: Var) -> Option<()> {
        let pairs = match properties {
            Properties::None => return Some(()),
            Properties::Pairs(pairs) => pairs,
            Properties::Whole(_) => return None,
        };
        for (key, expr) in pairs {
            match (self.constant)(expr) {
                Some(value) => self.equals(var, key, value),
                None => {
                    let right = self.operand(expr)?;
                    self.logical.tests.push(compared(CompareOp::Equal, self.column(var, key), right));
                    self.join(var, key, expr);
                }
            }
        }
        Some(())
    }

    fn equals(&mut self, var: Var, key: &str, value: Value) {
        if let (Var::Node(at), Some(key)) = (var, self.graph.names().keys.id(key)) {
            self.logical.equal.push((at, key.0, value.clone()));
        }
        let left = self.column(var, key);
        let right = Operand::Constant(value);
        self.logical.tests.push(Test::Compare { op: CompareOp::Equal, left, right });
    }

    fn column(&self, var: Var, key: &str) -> Operand {
        let column = self.graph.names().keys.id(key).and_then(|key| match var {
            Var::Node(_) => self.view.node_column(key),
            Var::Edge(_) => self.view.edge_column(key),
            Var::Repeated(_) | Var::Path(_) | Var::Row => None,
        });
        column.map_or(Operand::Constant(Value::Null), |column| Operand::Column(Arc::clone(column), var))
    }

    fn slot_of(&self, expr: &BoundExpr) -> Option<Var> {
        match expr.kind {
            BoundKind::Slot(slot) => self.slots.get(&slot).copied(),
            _ => None,
        }
    }

    fn condition(&mut self, condition: &BoundExpr) -> Option<()> {
        match &condition.kind {
            BoundKind::And(all) => all.iter().try_for_each(|each| self.condition(each)),
            BoundKind::PatternExists(_) | BoundKind::Subquery { .. } => self.exists(condition, Role::Exists),
            BoundKind::Not(inner)
                if matches!(inner.kind, BoundKind::PatternExists(_) | BoundKind::Subquery { .. }) =>
            {
                self.exists(inner, Role::Missing)
            }
            BoundKind::Comparison { first, rest } => {
                if let [(CompareOp::NotEqual, second)] = &rest[..]
                    && let (Some(Var::Node(a)), Some(Var::Node(b))) =
                        (self.slot_of(first), self.slot_of(second))
                {
                    if a == b {
                        self.logical.tests.push(Test::Known(Some(false)));
                    } else {
                        self.logical.differ.push((a, b));
                    }
                    return Some(());
                }
                if let ([(CompareOp::Equal, second)], BoundKind::Property { subject, key }) =
                    (&rest[..], &first.kind)
                    && let Some(var) = self.slot_of(subject)
                    && let Some(value) = (self.constant)(second)
                {
                    self.equals(var, key, value);
                    return Some(());
                }
                if let [(CompareOp::Equal, second)] = &rest[..] {
                    for (own, value) in [(&**first, second), (second, &**first)] {
                        if let BoundKind::Property { subject, key } = &own.kind
                            && let Some(var) = self.slot_of(subject)
                        {
                            self.join(var, key, value);
                        }
                    }
                }
                self.tested(condition)
            }
            _ => self.tested(condition),
        }
    }

    /// Notes that a property equals something of other variables: nodes may be looked up by that.
    fn join(&mut self, var: Var, key: &str, value: &BoundExpr) {
        let (Var::Node(node), Some(key), false) = (var, self.graph.names().keys.id(key), self.apart) else {
            return;
        };
        let Some(slots) = mentioned(value).filter(|slots| !slots.is_empty()) else { return };
        let usable = |var: &Var| {
            *var != Var::Node(node) && self.logical.role(*var) == Role::Match && !var.is_repeated()
        };
        let vars = slots.into_iter().map(|slot| Some((slot, *self.slots.get(&slot).filter(|v| usable(v))?)));
        let Some(vars) = vars.collect::<Option<Vec<_>>>() else { return };
        let own = vars.iter().map(|(_, var)| *var).collect();
        let value = match self.operand(value) {
            Some(Operand::Column(column, var)) => Joined::Column(column, var),
            Some(Operand::Constant(_)) => return,
            None | Some(Operand::Scalar(_)) => {
                self.logical.conditions.push(Condition { expr: value.clone(), vars });
                Joined::Computed(self.logical.conditions.len() - 1)
            }
        };
        self.logical.joins.push(Join { node, key: key.0, value, vars: own });
    }

    /// A condition that is tested on what is bound.
    fn tested(&mut self, condition: &BoundExpr) -> Option<()> {
        let narrow = [Self::of_types, Self::of_each, Self::of_ids, Self::of_values];
        if !self.apart && narrow.iter().any(|narrow| narrow(self, condition).is_some()) {
            return Some(());
        }
        let test = self.test(condition).or_else(|| self.computed(condition))?;
        self.logical.tests.push(test);
        Some(())
    }

    /// A condition that is left to the interpreter, for what is bound.
    fn computed(&mut self, condition: &BoundExpr) -> Option<Test> {
        let mut vars = Vec::new();
        for slot in mentioned(condition)? {
            let var = self.known(slot)?;
            if self.logical.role(var) != Role::Match || var.is_repeated() {
                return None;
            }
            vars.push((slot, var));
        }
        let number = self.logical.conditions.len();
        let own = vars.iter().map(|(_, var)| *var).collect();
        self.logical.conditions.push(Condition { expr: condition.clone(), vars });
        Some(Test::Computed { number, vars: own })
    }

    /// A pattern as a condition.
    fn exists(&mut self, condition: &BoundExpr, role: Role) -> Option<()> {
        let (path, filter) = match &condition.kind {
            BoundKind::PatternExists(path) => (&**path, None),
            BoundKind::Subquery { kind: SubqueryKind::Exists, query } => {
                let [clauses] = &query.parts[..] else { return None };
                let (matching, rest) = clauses.split_first()?;
                let BoundClause::Match { optional: false, patterns, filter, .. } = matching else {
                    return None;
                };
                let [path] = &patterns[..] else { return None };
                // What it returns makes no difference.
                let shown = match rest {
                    [] => true,
                    [BoundClause::Project(last)] => {
                        last.aggregates.is_none()
                            && last.skip.is_none()
                            && last.limit.is_none()
                            && last.filter.is_none()
                            && last
                                .items
                                .iter()
                                .all(|(e, _)| matches!(e.kind, BoundKind::Slot(_) | BoundKind::Constant(_)))
                    }
                    _ => false,
                };
                (path, if shown { filter.as_ref() } else { return None })
            }
            _ => return None,
        };
        // Its relationships may be those of the MATCH: a clause of its own.
        let clause = usize::MAX - self.logical.edges.len();
        self.branch(path, filter, clause, role)
    }

    fn operand(&self, expr: &BoundExpr) -> Option<Operand> {
        if let Some(names) = &self.type_names {
            if let Some(var) = self.type_of(expr) {
                return Some(Operand::Column(Arc::clone(names), var));
            }
        } else if let BoundKind::Property { subject, key } = &expr.kind
            && let Some(var) = self.slot_of(subject)
        {
            return (!var.is_repeated()).then(|| self.column(var, key));
        }
        let constant = (self.constant)(expr).map(Operand::Constant);
        constant.or_else(|| Scalar::new(expr, self).map(|scalar| Operand::Scalar(Arc::new(scalar))))
    }

    /// A condition that cannot fail.
    fn test(&self, expr: &BoundExpr) -> Option<Test> {
        let all = |all: &[BoundExpr]| all.iter().map(|each| self.test(each)).collect::<Option<Vec<_>>>();
        Some(match &expr.kind {
            BoundKind::And(parts) => Test::And(all(parts)?),
            BoundKind::Or(parts) => Test::Or(all(parts)?),
            BoundKind::Not(inner) => Test::Not(Box::new(self.test(inner)?)),
            BoundKind::IsNull { operand, negated } => {
                if self.slot_of(operand).is_some() {
                    return None;
                }
                Test::IsNull { operand: self.operand(operand)?, negated: *negated }
            }
            BoundKind::Comparison { first, rest } => {
                let mut tests = Vec::new();
                let mut left = self.operand(first)?;
                for (op, second) in rest {
                    let right = self.operand(second)?;
                    let (own, after) = (left, right.clone());
                    tests.push(compared(*op, own, right));
                    left = after;
                }
                if tests.len() == 1 { tests.remove(0) } else { Test::And(tests) }
            }
            BoundKind::Binary { op, left, right } => match op {
                BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains | BinaryOp::Matches => {
                    let subject = self.operand(left)?;
                    match ((self.constant)(right)?, op) {
                        (Value::String(pattern), BinaryOp::Matches) => {
                            Test::Matches { subject, regex: pattern::compiled(&pattern).ok()? }
                        }
                        (Value::String(part), _) => Test::Text { op: *op, subject, part },
                        _ => Test::Known(None),
                    }
                }
                BinaryOp::In => {
                    let subject = self.operand(left)?;
                    match (self.constant)(right)? {
                        Value::List(items) => Test::In { subject, items },
                        Value::Null => Test::Known(None),
                        _ => return None,
                    }
                }
                _ => return None,
            },
            BoundKind::HasLabels { subject, labels } => {
                let node @ Var::Node(_) = self.slot_of(subject)? else { return None };
                self.label_test(node, labels)?
            }
            BoundKind::Property { .. } => match self.operand(expr)? {
                // Only where all values are booleans is a property a condition that cannot fail.
                Operand::Column(column, var)
                    if matches!(column.values, crate::graph::Values::Booleans(_)) =>
                {
                    Test::Truth(Operand::Column(column, var))
                }
                _ => return None,
            },
            BoundKind::PatternExists(_) | BoundKind::Subquery { .. } => {
                let degree = self.degree(&Hanging::asked(expr)?)?;
                let left = Operand::Scalar(Arc::new(Scalar::Whole(degree)));
                Test::Compare { op: CompareOp::Greater, left, right: Operand::Constant(Value::Integer(0)) }
            }
            BoundKind::Constant(Value::Boolean(b)) => Test::Known(Some(*b)),
            BoundKind::Constant(Value::Null) => Test::Known(None),
            _ => return None,
        })
    }

    /// Notes what the projection wants to know; gives up where it looks at more than variables.
    fn projection(&mut self, projection: &BoundProjection) -> Option<()> {
        let mut own: Vec<Slot> = projection.items.iter().map(|(_, slot)| *slot).collect();
        own.extend(projection.aggregates.iter().flatten().map(|aggregate| aggregate.slot));
        let mut wanted = BTreeSet::new();
        let mut plain = true;
        let mut looked: Vec<&BoundExpr> = Vec::new();
        let mut visit = |expr| {
            looked.push(expr);
            match mentioned(expr) {
                Some(slots) => wanted.extend(slots),
                None => plain = false,
            }
        };
        projection.items.iter().for_each(|(expr, _)| visit(expr));
        projection.order.iter().for_each(|(expr, _)| visit(expr));
        projection.filter.iter().for_each(&mut visit);
        let only_counts = projection.keys.is_empty()
            && projection.aggregates.iter().flatten().all(|aggregate| {
                aggregate.function.name == "count"
                    && !aggregate.distinct
                    && aggregate.arguments.iter().all(|argument| self.slot_of(argument).is_some())
            });
        for aggregate in projection.aggregates.iter().flatten() {
            let Body::Aggregate(_) = aggregate.function.body else { return None };
            let [argument] = &aggregate.arguments[..] else {
                aggregate.arguments.iter().for_each(&mut visit);
                continue;
            };
            // Counting a node or relationship does not ask which it is.
            let counts = aggregate.function.name == "count" && !aggregate.distinct;
            let optional =
                self.slot_of(argument).is_some_and(|var| matches!(self.logical.role(var), Role::Optional(_)));
            if counts && (only_counts || !optional) && self.slot_of(argument).is_some() {
                continue;
            }
            visit(argument);
        }
        if !plain {
            return None;
        }
        for slot in wanted {
            match self.known(slot) {
                Some(var) if let Role::Optional(arm) = self.logical.role(var) => {
                    // One relationship from what must match, and not more.
                    let own = self.logical.edges.iter().filter(|edge| edge.role == Role::Optional(arm));
                    if own.count() != 1 {
                        return None;
                    }
                    self.logical.want(var);
                }
                Some(var) if self.logical.role(var) == Role::Match => {
                    if var.is_repeated() && !looked.iter().all(|expr| only_measures(expr, slot)) {
                        return None;
                    }
                    self.logical.want(var);
                }
                None if own.contains(&slot) => {}
                _ => return None,
            }
        }
        Some(())
    }
}

/// Whether labels are all to be there.
fn is_conjunction(labels: &LabelExpr) -> bool {
    match labels {
        LabelExpr::Name(_) => true,
        LabelExpr::And(all) => all.iter().all(|each| matches!(each, LabelExpr::Name(_))),
        _ => false,
    }
}
