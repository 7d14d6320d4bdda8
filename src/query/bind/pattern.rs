//! Patterns: which of their variables are new, which are known, and whether they are of the right kind.

use std::sync::Arc;

use super::Binder;
use super::bound::{BoundExpr, BoundNode, BoundPath, BoundRelationship, Properties, Slot};
use super::scope::Scope;
use super::types::Type;
use crate::query::error::QueryError;
use crate::query::syntax::ast::{
    Direction, Element, Expr, ExprKind, Ident, LabelExpr, NodePattern, PathPattern, RelationshipPattern,
    Selector,
};
use crate::value::ValueType;

impl Binder<'_> {
    /// A pattern to match. `relationships` holds the names of those that this clause has bound; `before` is the
    /// scope in which the clause began.
    pub(super) fn match_pattern(
        &mut self,
        pattern: &PathPattern,
        relationships: &mut Vec<Arc<str>>,
        before: &Scope,
    ) -> Result<BoundPath, QueryError> {
        let mut path = BoundPath {
            slot: None,
            selector: pattern.selector,
            nodes: Vec::new(),
            relationships: Vec::new(),
        };
        // Names first, so that properties and conditions may refer to anything in the pattern.
        let mut declared: Vec<(Option<&NodePattern>, Option<&RelationshipPattern>, Slot, bool)> = Vec::new();
        for element in &pattern.elements {
            match element {
                Element::Node(node) => {
                    let (slot, bound) = self.entity(node.variable.as_ref(), &Type::NODE, before)?;
                    declared.push((Some(node), None, slot, bound));
                }
                Element::Relationship(relationship) => {
                    let of = match relationship.repeat {
                        Some(_) => Type::List(Box::new(Type::RELATIONSHIP)),
                        None => Type::RELATIONSHIP,
                    };
                    if let Some(name) = &relationship.variable {
                        if relationships.contains(&name.name)
                            && self.scope.get(&name.name).is_some_and(|v| v.of == of)
                        {
                            let message =
                                format!("the relationship `{}` stands twice in this pattern", name.name);
                            return Err(QueryError::syntax(
                                "RelationshipUniquenessViolation",
                                name.at.0,
                                message,
                            ));
                        }
                        relationships.push(Arc::clone(&name.name));
                    }
                    let (slot, bound) = self.entity(relationship.variable.as_ref(), &of, before)?;
                    declared.push((None, Some(relationship), slot, bound));
                }
                Element::Group { path: inner, .. } => {
                    let message = "a quantified path of several relationships is not supported yet";
                    return Err(QueryError::syntax("UnexpectedSyntax", inner.at.0, message));
                }
            }
        }
        if let Some(name) = &pattern.variable {
            if self.scope.get(&name.name).is_some() {
                return Err(already_bound(name));
            }
            let slot = self.new_slot();
            self.scope.set(Arc::clone(&name.name), slot, Type::PATH);
            path.slot = Some(slot);
        }
        for (node, relationship, slot, bound) in declared {
            if let Some(node) = node {
                let properties = self.properties(node.properties.as_ref(), true)?;
                let filter = node.filter.as_ref().map(|f| self.condition(f)).transpose()?;
                path.nodes.push(BoundNode { slot, bound, labels: node.labels.clone(), properties, filter });
            } else if let Some(relationship) = relationship {
                path.relationships.push(self.relationship(relationship, slot, bound, true)?);
            }
        }
        if matches!(pattern.selector, Selector::ShortestPath | Selector::AllShortestPaths)
            && path.relationships.len() != 1
        {
            let message = "shortestPath needs a pattern of one relationship between two nodes";
            return Err(QueryError::syntax("InvalidRelationshipPattern", pattern.at.0, message));
        }
        Ok(path)
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
        self.scope.set(Arc::clone(&name.name), slot, of.clone());
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
        })
    }

    /// A pattern to create, or with `merge` to match or create.
    pub(super) fn create_pattern(
        &mut self,
        pattern: &PathPattern,
        merge: bool,
    ) -> Result<BoundPath, QueryError> {
        let mut path =
            BoundPath { slot: None, selector: Selector::All, nodes: Vec::new(), relationships: Vec::new() };
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
                                self.scope.set(Arc::clone(&name.name), slot, Type::NODE);
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
                        self.scope.set(Arc::clone(&name.name), slot, Type::RELATIONSHIP);
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
            self.scope.set(Arc::clone(&name.name), slot, Type::PATH);
            path.slot = Some(slot);
        }
        Ok(path)
    }
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

fn already_bound(name: &Ident) -> QueryError {
    let message = format!("the variable `{}` already exists", name.name);
    QueryError::syntax("VariableAlreadyBound", name.at.0, message)
}
