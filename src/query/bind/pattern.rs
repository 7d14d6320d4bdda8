//! Patterns: which of their variables are new, which are known, and whether they are of the right kind.

use std::sync::Arc;

use super::bound::{BoundExpr, BoundKind, BoundNode, BoundPath, BoundRelationship, Properties, Slot};
use super::group::Whole;
use super::scope::Scope;
use super::types::Type;
use super::{Binder, MAX_STEPS, too_many_steps};
use crate::query::error::QueryError;
use crate::query::syntax::ast::{
    Direction, Element, Expr, ExprKind, Ident, LabelExpr, NodePattern, PathPattern, RelationshipPattern,
    Selector,
};
use crate::value::ValueType;

/// An element of a pattern whose variable has its slot.
enum Declared<'p> {
    Node(Option<&'p NodePattern>, Slot, bool),
    Relationship(&'p RelationshipPattern, Slot, bool),
    Group(BoundRelationship),
}

impl Binder<'_> {
    /// A pattern to match. `relationships` holds the names of those that this clause has bound; `before` is the
    /// scope in which the clause began.
    pub(super) fn match_pattern(
        &mut self,
        pattern: &PathPattern,
        relationships: &mut Vec<Arc<str>>,
        before: &Scope,
    ) -> Result<BoundPath, QueryError> {
        let whole = Whole::of(pattern)?;
        check_length(whole.elements)?;
        let mut path = BoundPath {
            slot: None,
            selector: pattern.selector,
            nodes: Vec::new(),
            relationships: Vec::new(),
            filter: None,
        };
        // Names first, so that properties and conditions may refer to anything in the pattern.
        let mut declared: Vec<Declared<'_>> = Vec::new();
        for element in whole.elements {
            // Between groups, and where a pattern begins or ends with one, stands a node without a name.
            if !matches!(element, Element::Node(_)) && !matches!(declared.last(), Some(Declared::Node(..))) {
                declared.push(Declared::Node(None, self.new_slot(), false));
            }
            declared.push(match element {
                Element::Node(node) => {
                    let (slot, bound) = self.entity(node.variable.as_ref(), &Type::NODE, before)?;
                    Declared::Node(Some(node), slot, bound)
                }
                Element::Relationship(relationship) => {
                    let (slot, bound) = self.relationship_variable(relationship, relationships, before)?;
                    Declared::Relationship(relationship, slot, bound)
                }
                Element::Group { path, filter, repeat } => {
                    Declared::Group(self.group(path, filter.as_ref(), *repeat, relationships)?)
                }
            });
        }
        if !matches!(declared.last(), Some(Declared::Node(..))) {
            declared.push(Declared::Node(None, self.new_slot(), false));
        }
        if let Some(name) = whole.variable {
            if self.scope.get(&name.name).is_some() {
                return Err(already_bound(name));
            }
            let slot = self.new_slot();
            self.set(Arc::clone(&name.name), slot, Type::PATH);
            path.slot = Some(slot);
        }
        for each in declared {
            match each {
                Declared::Node(node, slot, bound) => {
                    let properties = self.properties(node.and_then(|n| n.properties.as_ref()), true)?;
                    let filter =
                        node.and_then(|n| n.filter.as_ref()).map(|f| self.condition(f)).transpose()?;
                    let labels = node.and_then(|n| n.labels.clone());
                    path.nodes.push(BoundNode { slot, bound, labels, properties, filter });
                }
                Declared::Relationship(relationship, slot, bound) => {
                    path.relationships.push(self.relationship(relationship, slot, bound, true)?);
                }
                Declared::Group(group) => path.relationships.push(group),
            }
        }
        let filters: Result<Vec<_>, _> = whole.filters.iter().map(|filter| self.condition(filter)).collect();
        path.filter = filters?.into_iter().reduce(|first, second| BoundExpr {
            span: first.span,
            kind: BoundKind::And(vec![first, second]),
        });
        if matches!(pattern.selector, Selector::ShortestPath | Selector::AllShortestPaths)
            && (path.relationships.len() != 1 || path.relationships[0].group.is_some())
        {
            let message = "shortestPath needs a pattern of one relationship between two nodes";
            return Err(QueryError::syntax("InvalidRelationshipPattern", pattern.at.0, message)
                .hint("SHORTEST 1 and ALL SHORTEST take any pattern"));
        }
        Ok(path)
    }

    fn relationship_variable(
        &mut self,
        relationship: &RelationshipPattern,
        relationships: &mut Vec<Arc<str>>,
        before: &Scope,
    ) -> Result<(Slot, bool), QueryError> {
        let of = match relationship.repeat {
            Some(_) => Type::List(Box::new(Type::RELATIONSHIP)),
            None => Type::RELATIONSHIP,
        };
        if let Some(name) = &relationship.variable {
            if relationships.contains(&name.name) && self.scope.get(&name.name).is_some_and(|v| v.of == of) {
                let message = format!("the relationship `{}` stands twice in this pattern", name.name);
                return Err(QueryError::syntax("RelationshipUniquenessViolation", name.at.0, message));
            }
            relationships.push(Arc::clone(&name.name));
        }
        self.entity(relationship.variable.as_ref(), &of, before)
    }

    /// The slot of a variable in a pattern, and whether an earlier clause has bound it.
    fn entity(
        &mut self,
        name: Option<&Ident>,
        of: &Type,
        before: &Scope,
    ) -> Result<(Slot, bool), QueryError> {
        let Some(name) = name else { return Ok((self.new_slot(), false)) };
        if let Some(known) = self.scope.get(&name.name) {
            let fits = match of {
                Type::List(_) => match &known.of {
                    Type::List(element) => element.may_be(&[ValueType::Relationship]),
                    other => *other == Type::Any || *other == Type::NULL,
                },
                Type::Is(kind) => known.of.may_be(&[*kind]),
                Type::Any => true,
            };
            if !fits {
                let message =
                    format!("`{}` is already used for a value of type {}", name.name, known.of.name());
                return Err(QueryError::syntax("VariableTypeConflict", name.at.0, message));
            }
            return Ok((known.slot, before.get(&name.name).is_some()));
        }
        let slot = self.new_slot();
        self.set(Arc::clone(&name.name), slot, of.clone());
        Ok((slot, false))
    }

    fn properties(&mut self, expr: Option<&Expr>, matching: bool) -> Result<Properties, QueryError> {
        let Some(expr) = expr else { return Ok(Properties::None) };
        match &expr.kind {
            ExprKind::Map(entries) => {
                let pairs: Result<Vec<_>, QueryError> = entries
                    .iter()
                    .map(|(key, value)| Ok((Arc::clone(&key.name), self.plain(value)?)))
                    .collect();
                Ok(Properties::Pairs(pairs?))
            }
            _ if matching => {
                let message = "a parameter cannot stand for all properties of a pattern in MATCH or MERGE";
                Err(QueryError::syntax("InvalidParameterUse", expr.span(), message)
                    .hint("write {key: $map.key}"))
            }
            _ => Ok(Properties::Whole(Box::new(self.plain(expr)?))),
        }
    }

    fn relationship(
        &mut self,
        pattern: &RelationshipPattern,
        slot: Slot,
        bound: bool,
        matching: bool,
    ) -> Result<BoundRelationship, QueryError> {
        let properties = self.properties(pattern.properties.as_ref(), matching)?;
        let filter: Option<BoundExpr> = pattern.filter.as_ref().map(|f| self.condition(f)).transpose()?;
        let repeat = pattern.repeat.map(|repeat| {
            let min = repeat.min.unwrap_or(1);
            (min, repeat.max.unwrap_or(u32::MAX))
        });
        let direction =
            if pattern.direction == Direction::Both { Direction::Either } else { pattern.direction };
        Ok(BoundRelationship {
            slot,
            bound,
            types: pattern.types.clone(),
            properties,
            filter,
            direction,
            repeat,
            named: pattern.variable.is_some(),
            group: None,
        })
    }

    /// A pattern to create, or with `merge` to match or create.
    pub(super) fn create_pattern(
        &mut self,
        pattern: &PathPattern,
        merge: bool,
    ) -> Result<BoundPath, QueryError> {
        let mut path = BoundPath {
            slot: None,
            selector: Selector::All,
            nodes: Vec::new(),
            relationships: Vec::new(),
            filter: None,
        };
        if merge {
            check_length(&pattern.elements)?;
        }
        let alone = pattern.elements.len() == 1;
        let mut own: Vec<Slot> = Vec::new();
        for element in &pattern.elements {
            match element {
                Element::Node(node) => {
                    let known = node.variable.as_ref().and_then(|name| self.scope.get(&name.name).cloned());
                    let describes = node.labels.is_some() || node.properties.is_some();
                    let labels = node.labels.clone();
                    check_labels(labels.as_ref(), node.at.0)?;
                    // Properties cannot refer to what the pattern is about to create.
                    let properties = self.properties(node.properties.as_ref(), merge)?;
                    let (slot, bound) = match (&node.variable, known) {
                        (Some(name), Some(known)) => {
                            if alone || describes {
                                return Err(already_bound(name));
                            }
                            if !known.of.may_be(&[ValueType::Node]) {
                                let message = format!("`{}` is not a node", name.name);
                                return Err(QueryError::syntax("VariableTypeConflict", name.at.0, message));
                            }
                            (known.slot, !own.contains(&known.slot))
                        }
                        (name, _) => {
                            let slot = self.new_slot();
                            if let Some(name) = name {
                                self.set(Arc::clone(&name.name), slot, Type::NODE);
                            }
                            own.push(slot);
                            (slot, false)
                        }
                    };
                    path.nodes.push(BoundNode { slot, bound, labels, properties, filter: None });
                }
                Element::Relationship(relationship) => {
                    let span = relationship.at.0;
                    if let Some(name) = &relationship.variable
                        && self.scope.get(&name.name).is_some()
                    {
                        return Err(already_bound(name));
                    }
                    if relationship.repeat.is_some() {
                        let message = "a relationship of variable length cannot be created";
                        return Err(QueryError::syntax("CreatingVarLength", span, message));
                    }
                    if !matches!(relationship.types, Some(LabelExpr::Name(_))) {
                        let message = "a relationship is created with exactly one type";
                        return Err(QueryError::syntax("NoSingleRelationshipType", span, message));
                    }
                    let directed = matches!(relationship.direction, Direction::Left | Direction::Right);
                    let either = merge && relationship.direction == Direction::Either;
                    if !directed && !either {
                        let message = "a relationship is created with a direction";
                        return Err(QueryError::syntax("RequiresDirectedRelationship", span, message));
                    }
                    let slot = self.new_slot();
                    path.relationships.push(self.relationship(relationship, slot, false, merge)?);
                    if let Some(name) = &relationship.variable {
                        self.set(Arc::clone(&name.name), slot, Type::RELATIONSHIP);
                    }
                }
                Element::Group { path, .. } => {
                    let message = "a quantified path cannot be created";
                    return Err(QueryError::syntax("CreatingVarLength", path.at.0, message));
                }
            }
        }
        if let Some(name) = &pattern.variable {
            if self.scope.get(&name.name).is_some() {
                return Err(already_bound(name));
            }
            let slot = self.new_slot();
            self.set(Arc::clone(&name.name), slot, Type::PATH);
            path.slot = Some(slot);
        }
        Ok(path)
    }
}

/// A pattern takes a step a relationship, and what is planned grows with the square of the steps.
fn check_length(elements: &[Element]) -> Result<(), QueryError> {
    let steps = elements.len() / 2 + 1;
    if steps > MAX_STEPS { Err(too_many_steps(steps)) } else { Ok(()) }
}

fn check_labels(labels: Option<&LabelExpr>, span: crate::span::Span) -> Result<(), QueryError> {
    let plain = match labels {
        None | Some(LabelExpr::Name(_)) => true,
        Some(LabelExpr::And(all)) => all.iter().all(|l| matches!(l, LabelExpr::Name(_))),
        Some(_) => false,
    };
    if plain {
        return Ok(());
    }
    Err(QueryError::syntax(
        "UnexpectedSyntax",
        span,
        "a node is created with labels, not with a condition on them",
    ))
}

pub(super) fn already_bound(name: &Ident) -> QueryError {
    let message = format!("the variable `{}` already exists", name.name);
    QueryError::syntax("VariableAlreadyBound", name.at.0, message)
}
