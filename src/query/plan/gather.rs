//! Bound clauses → [`Logical`], or nothing where the fast operators are not known to answer as the interpreter does.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::logical::{EdgeVar, Logical, NodeVar, Role, Var};
use super::test::{Operand, Test};
use crate::graph::{GraphRead, LabelId, View};
use crate::query::bind::bound::{
    BoundClause, BoundExpr, BoundKind, BoundNode, BoundPath, BoundProjection, BoundRelationship, Properties,
    Slot,
};
use crate::query::functions::Body;
use crate::query::syntax::ast::{BinaryOp, CompareOp, Direction, LabelExpr, Selector};
use crate::value::Value;

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
    optionals: usize,
}

impl<'c> Gatherer<'c> {
    /// Gathers the clauses before a projection.
    pub fn gather(
        view: View<'c>,
        graph: &'c dyn GraphRead,
        constant: &'c dyn Fn(&BoundExpr) -> Option<Value>,
        clauses: &[BoundClause],
        projection: &BoundProjection,
    ) -> Option<Logical> {
        let logical = Logical::default();
        let mut gatherer = Gatherer { view, graph, constant, logical, slots: BTreeMap::new(), optionals: 0 };
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
                BoundClause::Match { optional: true, patterns, filter: None, .. } => {
                    let [path] = &patterns[..] else { return None };
                    gatherer.branch(path, number, Role::Optional(gatherer.optionals))?;
                    gatherer.optionals += 1;
                }
                _ => return None,
            }
        }
        (!gatherer.logical.nodes.is_empty()).then_some(())?;
        gatherer.projection(projection)?;
        for test in &gatherer.logical.tests {
            test.vars(&mut |var| {
                if let Var::Edge(at) = var {
                    gatherer.logical.edges[at].wanted |= gatherer.logical.edges[at].repeat.is_some();
                }
            });
        }
        Some(gatherer.logical)
    }

    fn path(&mut self, path: &BoundPath, clause: usize, role: Role) -> Option<()> {
        if path.selector != Selector::All || path.filter.is_some() {
            return None;
        }
        let nodes: Option<Vec<usize>> = path.nodes.iter().map(|node| self.node(node, role)).collect();
        let nodes = nodes?;
        for (at, relationship) in path.relationships.iter().enumerate() {
            self.edge(relationship, nodes[at], nodes[at + 1], clause, role)?;
        }
        Some(())
    }

    /// A path that hangs on one node, with its other nodes new; its first relationship carries the role.
    fn branch(&mut self, path: &BoundPath, clause: usize, role: Role) -> Option<()> {
        let known = |node: &BoundNode, slots: &BTreeMap<Slot, Var>| slots.contains_key(&node.slot);
        let count = path.nodes.iter().filter(|node| known(node, &self.slots)).count();
        let ends = [path.nodes.first()?, path.nodes.last()?];
        let plain = |node: &BoundNode| {
            node.labels.is_none() && matches!(node.properties, Properties::None) && node.filter.is_none()
        };
        let hangs = count == 1 && ends.iter().any(|node| known(node, &self.slots) && plain(node));
        let joins = count == 2
            && matches!(role, Role::Exists | Role::Missing)
            && path.nodes.len() == 2
            && path.nodes.iter().all(plain);
        if path.relationships.is_empty() || !(hangs || joins) {
            return None;
        }
        let distinct = path
            .nodes
            .iter()
            .enumerate()
            .all(|(at, node)| path.nodes[..at].iter().all(|other| other.slot != node.slot));
        if !distinct || path.relationships.iter().any(|r| r.repeat.is_some()) {
            return None;
        }
        self.path(path, clause, role)
    }

    fn node(&mut self, node: &BoundNode, role: Role) -> Option<usize> {
        let at = match self.slots.get(&node.slot) {
            Some(Var::Node(at)) => {
                if self.logical.nodes[*at].role != Role::Match {
                    return None;
                }
                *at
            }
            Some(Var::Edge(_)) => return None,
            None if node.bound => return None,
            None => {
                self.slots.insert(node.slot, Var::Node(self.logical.nodes.len()));
                let (slot, labels) = (node.slot, Vec::new());
                self.logical.nodes.push(NodeVar { slot, labels, wanted: false, role });
                self.logical.nodes.len() - 1
            }
        };
        if let Some(labels) = &node.labels {
            let labels = self.labels(labels)?;
            self.logical.nodes[at].labels.extend(labels);
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
        let plain = matches!(relationship.properties, Properties::None) && relationship.filter.is_none();
        if relationship.repeat.is_some() && !plain {
            return None;
        }
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
            repeat: relationship.repeat,
            clause,
            wanted: false,
            role,
        });
        self.properties(&relationship.properties, own)?;
        if let Some(filter) = &relationship.filter {
            self.condition(filter)?;
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

    fn properties(&mut self, properties: &Properties, var: Var) -> Option<()> {
        let pairs = match properties {
            Properties::None => return Some(()),
            Properties::Pairs(pairs) => pairs,
            Properties::Whole(_) => return None,
        };
        for (key, expr) in pairs {
            let value = (self.constant)(expr)?;
            self.equals(var, key, value);
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
            BoundKind::PatternExists(path) => self.exists(path, Role::Exists),
            BoundKind::Not(inner) if matches!(inner.kind, BoundKind::PatternExists(_)) => {
                let BoundKind::PatternExists(path) = &inner.kind else { return None };
                self.exists(path, Role::Missing)
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
                let test = self.test(condition)?;
                self.logical.tests.push(test);
                Some(())
            }
            _ => {
                let test = self.test(condition)?;
                self.logical.tests.push(test);
                Some(())
            }
        }
    }

    fn exists(&mut self, path: &BoundPath, role: Role) -> Option<()> {
        // Its relationships may be those of the MATCH: a clause of its own.
        let clause = usize::MAX - self.logical.edges.len();
        self.branch(path, clause, role)
    }

    fn operand(&self, expr: &BoundExpr) -> Option<Operand> {
        if let BoundKind::Property { subject, key } = &expr.kind
            && let Some(var) = self.slot_of(subject)
        {
            return (!self.is_repeated(var)).then(|| self.column(var, key));
        }
        (self.constant)(expr).map(Operand::Constant)
    }

    fn is_repeated(&self, var: Var) -> bool {
        matches!(var, Var::Edge(at) if self.logical.edges[at].repeat.is_some())
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
                            let regex = regex::Regex::new(&format!("^(?:{pattern})$")).ok()?;
                            Test::Matches { subject, regex: Arc::new(regex) }
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
                let names = match labels {
                    LabelExpr::Name(name) => vec![name],
                    LabelExpr::And(all) => all
                        .iter()
                        .map(|each| if let LabelExpr::Name(name) = each { Some(name) } else { None })
                        .collect::<Option<_>>()?,
                    _ => return None,
                };
                let sets: Option<Vec<_>> = names
                    .iter()
                    .map(|name| {
                        let id = self.graph.names().labels.id(&name.name)?;
                        self.view.frozen().labelled(id).cloned()
                    })
                    .collect();
                sets.map_or(Test::Known(Some(false)), |labels| Test::HasLabels { node, labels })
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
            BoundKind::Constant(Value::Boolean(b)) => Test::Known(Some(*b)),
            BoundKind::Constant(Value::Null) => Test::Known(None),
            _ => return None,
        })
    }

    /// Notes what the projection wants to know; gives up where it looks at more than variables.
    fn projection(&mut self, projection: &BoundProjection) -> Option<()> {
        let mut own: Vec<Slot> = projection.items.iter().map(|(_, slot)| *slot).collect();
        own.extend(projection.aggregates.iter().flatten().map(|aggregate| aggregate.slot));
        let mut wanted = Vec::new();
        let mut plain = true;
        let mut visit = |expr: &BoundExpr| plain &= slots(expr, &mut wanted);
        projection.items.iter().for_each(|(expr, _)| visit(expr));
        projection.order.iter().for_each(|(expr, _)| visit(expr));
        projection.filter.iter().for_each(&mut visit);
        for aggregate in projection.aggregates.iter().flatten() {
            let Body::Aggregate(_) = aggregate.function.body else { return None };
            let [argument] = &aggregate.arguments[..] else {
                aggregate.arguments.iter().for_each(&mut visit);
                continue;
            };
            // Counting a node or relationship does not ask which it is.
            let counts = aggregate.function.name == "count" && !aggregate.distinct;
            if counts && self.slot_of(argument).is_some_and(|var| !self.is_repeated(var)) {
                continue;
            }
            visit(argument);
        }
        if !plain {
            return None;
        }
        for slot in wanted {
            match self.slots.get(&slot) {
                Some(var) if self.logical.role(*var) == Role::Match && !self.is_repeated(*var) => {
                    self.logical.want(*var);
                }
                None if own.contains(&slot) => {}
                _ => return None,
            }
        }
        Some(())
    }
}

fn compared(op: CompareOp, left: Operand, right: Operand) -> Test {
    match (left, right) {
        (Operand::Constant(a), Operand::Constant(b)) => Test::Known(super::test::compare(op, &a, &b)),
        (Operand::Column(a, left), Operand::Column(b, right)) if Arc::ptr_eq(&a, &b) && a.increasing => {
            Test::Numbers { op, left, right }
        }
        (left @ Operand::Constant(_), right) => Test::Compare { op: turned(op), left: right, right: left },
        (left, right) => Test::Compare { op, left, right },
    }
}

/// The operator with its operands changed over.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessEqual => CompareOp::GreaterEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterEqual => CompareOp::LessEqual,
        same => same,
    }
}

/// Adds the places in the row that an expression reads; false if it is of a kind whose places are not known here.
pub fn slots(expr: &BoundExpr, into: &mut Vec<Slot>) -> bool {
    let mut all = |parts: &mut dyn Iterator<Item = &BoundExpr>| {
        parts.fold(true, |so_far, part| so_far & slots(part, into))
    };
    match &expr.kind {
        BoundKind::Constant(_) | BoundKind::Parameter(_) => true,
        BoundKind::Slot(slot) => {
            into.push(*slot);
            true
        }
        BoundKind::List(items) | BoundKind::And(items) | BoundKind::Or(items) => all(&mut items.iter()),
        BoundKind::Map(entries) => all(&mut entries.iter().map(|(_, value)| value)),
        BoundKind::MapProjection { subject, entries, .. } => {
            all(&mut std::iter::once(&**subject).chain(entries.iter().map(|(_, value)| value)))
        }
        BoundKind::Property { subject: e, .. }
        | BoundKind::HasLabels { subject: e, .. }
        | BoundKind::Not(e)
        | BoundKind::Plus(e)
        | BoundKind::Minus(e)
        | BoundKind::IsNull { operand: e, .. }
        | BoundKind::IsType { operand: e, .. } => slots(e, into),
        BoundKind::Index { subject: a, index: b } | BoundKind::Binary { left: a, right: b, .. } => {
            all(&mut [&**a, &**b].into_iter())
        }
        BoundKind::Slice { subject, from, to } => {
            all(&mut std::iter::once(subject).chain(from).chain(to).map(|e| &**e))
        }
        BoundKind::Comparison { first, rest } => {
            all(&mut std::iter::once(&**first).chain(rest.iter().map(|(_, e)| e)))
        }
        BoundKind::Case { subject, arms, default } => {
            // What the tests of its arms look at is put into the row.
            if subject.is_some() && arms.iter().any(|arm| arm.when.iter().any(|(_, test)| *test)) {
                return false;
            }
            let arms =
                arms.iter().flat_map(|arm| arm.when.iter().map(|(e, _)| e).chain(std::iter::once(&arm.then)));
            let subject = subject.iter().map(|(e, _)| &**e);
            all(&mut subject.chain(arms).chain(default.iter().map(|e| &**e)))
        }
        BoundKind::Call { function, arguments } => {
            // Random numbers are drawn anew for each row.
            !function.name.starts_with("rand") && all(&mut arguments.iter())
        }
        BoundKind::Comprehension { .. }
        | BoundKind::Quantified { .. }
        | BoundKind::Reduce { .. }
        | BoundKind::PatternComprehension { .. }
        | BoundKind::PatternExists(_)
        | BoundKind::Subquery { .. } => false,
    }
}
