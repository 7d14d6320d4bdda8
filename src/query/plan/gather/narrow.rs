//! Conditions that say which a relationship may be: of some types only, or, of a repeated one, each of them.

use super::super::logical::{EdgeVar, Role, Var};
use super::super::mentions::mentioned;
use super::super::seek::By;
use super::super::test::{Registers, Test};
use super::Gatherer;
use crate::graph::{Column, Frozen};
use crate::query::bind::bound::{BoundExpr, BoundKind};
use crate::query::syntax::ast::{BinaryOp, CompareOp, Quantifier};
use crate::value::{NodeId, RelationshipId, Value};
use std::sync::Arc;

/// Of longer lists an index is not asked.
const MANY: usize = 1 << 12;

impl Gatherer<'_> {
    /// A condition on `type(r)` and nothing else of it says which types a relationship may have.
    pub(super) fn of_types(&mut self, condition: &BoundExpr) -> Option<()> {
        let slots = mentioned(condition)?;
        let (Some(slot), 1) = (slots.first(), slots.len()) else { return None };
        let Var::Edge(at) = *self.slots.get(slot)? else { return None };
        let plain = |edge: &EdgeVar| edge.repeat.is_none() && edge.role == Role::Match;
        self.logical.edges.get(at).filter(|edge| plain(edge))?;
        let types = &self.graph.names().types;
        let names = || types.iter().map(|(_, name)| Some(Value::from(name)));
        self.type_names = Some(Arc::new(Column::new(types.len(), names)));
        let test = self.test(condition);
        self.type_names = None;
        let test = test?;
        // In the place of the relationship stands each type.
        let mut registers = Registers { edges: vec![0; at + 1], ..Registers::default() };
        let mut fits = |kind: &u32| {
            registers.edges[at] = *kind;
            test.holds(&registers) == Some(true)
        };
        let edge = &mut self.logical.edges[at];
        let all: Vec<u32> =
            if edge.kinds.is_empty() { (0..types.len() as u32).collect() } else { edge.kinds.clone() };
        let kinds: Vec<u32> = all.iter().copied().filter(&mut fits).collect();
        if kinds.is_empty() {
            return None;
        }
        if kinds.len() < all.len() {
            edge.kinds = kinds;
        }
        Some(())
    }

    /// The variable of `type(r)`.
    pub(super) fn type_of(&self, expr: &BoundExpr) -> Option<Var> {
        let BoundKind::Call { function, arguments } = &expr.kind else { return None };
        let [argument] = &arguments[..] else { return None };
        self.slot_of(argument).filter(|var| function.name == "type" && matches!(var, Var::Edge(_)))
    }

    /// `all(r IN rs WHERE …)` and `none(…)` over a repeated relationship are conditions on each of its relationships.
    pub(super) fn of_each(&mut self, condition: &BoundExpr) -> Option<()> {
        let BoundKind::Quantified { quantifier, slot, list, filter } = &condition.kind else { return None };
        let at = match &list.kind {
            BoundKind::Slot(slot) => match self.slots.get(slot)? {
                Var::Repeated(at) => *at,
                _ => return None,
            },
            BoundKind::Call { function, arguments } if function.name == "relationships" => {
                let [BoundExpr { kind: BoundKind::Slot(path), .. }] = &arguments[..] else { return None };
                *self.paths.get(path)?
            }
            _ => return None,
        };
        let edge = self.logical.edges.get_mut(at).filter(|edge| edge.role == Role::Match)?;
        // While its condition is read, the variable is one relationship.
        let repeat = edge.repeat.take()?;
        let before = self.slots.insert(*slot, Var::Edge(at));
        let test = filter.as_deref().and_then(|filter| self.test(filter));
        match before {
            Some(before) => self.slots.insert(*slot, before),
            None => self.slots.remove(slot),
        };
        let edge = &mut self.logical.edges[at];
        edge.repeat = Some(repeat);
        let test = match quantifier {
            Quantifier::All => test?,
            Quantifier::None => Test::Not(Box::new(test?)),
            Quantifier::Any | Quantifier::Single => return None,
        };
        let mut alone = true;
        test.vars(&mut |var| alone &= var == Var::Edge(at));
        alone.then(|| edge.each.push(test))
    }

    /// `n.key IN […]` says which nodes it may be, where an index finds them.
    pub(super) fn of_values(&mut self, condition: &BoundExpr) -> Option<()> {
        let BoundKind::Binary { op: BinaryOp::In, left, right } = &condition.kind else { return None };
        let BoundKind::Property { subject, key } = &left.kind else { return None };
        let Var::Node(at) = self.slot_of(subject)? else { return None };
        let key = self.graph.names().keys.id(key)?;
        let Value::List(items) = (self.constant)(right)? else { return None };
        if self.logical.nodes[at].role != Role::Match || items.len() > MANY {
            return None;
        }
        let mut ids = Vec::new();
        for item in items.iter().filter(|item| !item.is_null()) {
            ids.extend(self.graph.nodes_with_property(key, item)?);
        }
        let test = self.test(condition)?;
        let numbers = in_order(ids.into_iter().filter_map(|id| self.view.number(id)));
        self.logical.known.push((at, numbers));
        self.logical.tests.push(test);
        Some(())
    }

    /// `id(n) = …` and `id(n) IN …` say which node or relationship it is.
    pub(super) fn of_ids(&mut self, condition: &BoundExpr) -> Option<()> {
        let (call, value) = match &condition.kind {
            BoundKind::Comparison { first, rest } => match &rest[..] {
                [(CompareOp::Equal, second)] if matches!(first.kind, BoundKind::Call { .. }) => {
                    (&**first, second)
                }
                [(CompareOp::Equal, second)] => (second, &**first),
                _ => return None,
            },
            BoundKind::Binary { op: BinaryOp::In, left, right } => (&**left, &**right),
            _ => return None,
        };
        let BoundKind::Call { arguments, .. } = &call.kind else { return None };
        let [BoundExpr { kind: BoundKind::Slot(slot), .. }] = &arguments[..] else { return None };
        let var = *self.slots.get(slot).filter(|var| !var.is_repeated())?;
        let by = By::of(call, *slot)?;
        let value = (self.constant)(value)?;
        let values = match (&value, &condition.kind) {
            (Value::List(items), BoundKind::Binary { .. }) => &items[..],
            (value, BoundKind::Comparison { .. }) => std::slice::from_ref(value),
            _ => return None,
        };
        // Whatever else it is compared with, it may be equal to.
        let ids = values.iter().map(|value| by.id(value)).collect::<Option<Vec<u64>>>()?;
        let ids = ids.into_iter();
        let numbers = match var {
            Var::Node(_) => in_order(ids.filter_map(|id| self.view.number(NodeId(id)))),
            Var::Edge(_) => in_order(ids.filter_map(|id| self.view.edge_number(RelationshipId(id)))),
            Var::Repeated(_) | Var::Path(_) | Var::Row => return None,
        };
        match var {
            Var::Node(at) if self.logical.nodes[at].role == Role::Match => {
                self.logical.known.push((at, Arc::clone(&numbers)));
            }
            Var::Edge(at) if self.logical.edges[at].role == Role::Match => {
                let edge = &self.logical.edges[at];
                let frozen = self.view.frozen();
                let ends = |of: fn(&Frozen, u32) -> u32| numbers.iter().map(move |own| of(frozen, *own));
                let starts = if edge.both {
                    in_order(ends(Frozen::source).chain(ends(Frozen::target)))
                } else {
                    in_order(ends(Frozen::source))
                };
                self.logical.known.push((edge.from, starts));
            }
            _ => {}
        }
        self.logical.tests.push(Test::Among { var, numbers });
        Some(())
    }
}

/// Each number once, in order.
fn in_order(numbers: impl Iterator<Item = u32>) -> Arc<[u32]> {
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into()
}
