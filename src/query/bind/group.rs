//! Paths in brackets: with a quantifier they are repeated, and their variables become lists; without one they only
//! carry a condition.

use std::sync::Arc;

use super::Binder;
use super::bound::{BoundGroup, BoundRelationship, Properties};
use super::pattern::already_bound;
use super::types::Type;
use crate::query::error::QueryError;
use crate::query::syntax::ast::{Direction, Element, Expr, Ident, PathPattern, Repeat, Selector};

/// A pattern without the brackets around the whole of it.
pub(super) struct Whole<'p> {
    pub(super) elements: &'p [Element],
    pub(super) variable: Option<&'p Ident>,
    /// The conditions within the brackets.
    pub(super) filters: Vec<&'p Expr>,
}

impl<'p> Whole<'p> {
    pub(super) fn of(pattern: &'p PathPattern) -> Result<Self, QueryError> {
        let mut whole =
            Whole { elements: &pattern.elements, variable: pattern.variable.as_ref(), filters: Vec::new() };
        while let [Element::Group { path, filter, repeat: None }] = whole.elements {
            no_selector(path)?;
            match (whole.variable, &path.variable) {
                (Some(_), Some(inner)) => {
                    return Err(QueryError::syntax(
                        "UnexpectedSyntax",
                        inner.at.0,
                        "this path has a name already",
                    ));
                }
                (None, Some(inner)) => whole.variable = Some(inner),
                _ => {}
            }
            whole.filters.extend(filter);
            whole.elements = &path.elements;
        }
        Ok(whole)
    }
}

fn no_selector(path: &PathPattern) -> Result<(), QueryError> {
    if path.selector == Selector::All {
        return Ok(());
    }
    let message = "which paths are wanted is said at the beginning of the whole pattern";
    Err(QueryError::syntax("UnexpectedSyntax", path.at.0, message))
}

/// How many relationships a match has at least.
fn least_length(elements: &[Element]) -> u32 {
    let lengths = elements.iter().map(|element| match element {
        Element::Node(_) => 0,
        Element::Relationship(relationship) => relationship.repeat.map_or(1, |r| r.min.unwrap_or(1)),
        Element::Group { path, repeat, .. } => {
            repeat.map_or(1, |r| r.min.unwrap_or(1)).saturating_mul(least_length(&path.elements))
        }
    });
    lengths.fold(0, u32::saturating_add)
}

impl Binder<'_> {
    /// A path that is repeated as a whole.
    pub(super) fn group(
        &mut self,
        path: &PathPattern,
        filter: Option<&Expr>,
        repeat: Option<Repeat>,
        relationships: &mut Vec<Arc<str>>,
    ) -> Result<BoundRelationship, QueryError> {
        let Some(repeat) = repeat else {
            let message = "a path in brackets within a pattern needs a quantifier";
            return Err(
                QueryError::syntax("UnexpectedSyntax", path.at.0, message).hint("add `+`, `*` or `{1,3}`")
            );
        };
        no_selector(path)?;
        if least_length(&path.elements) == 0 {
            let message = "what is repeated needs at least one relationship";
            return Err(QueryError::syntax("InvalidRelationshipPattern", path.at.0, message));
        }
        if repeat.max.is_some_and(|max| max < repeat.min.unwrap_or(0).max(1)) {
            let message = "a quantifier repeats at least once, and no less often at most than at least";
            return Err(QueryError::syntax("InvalidRelationshipPattern", path.at.0, message));
        }
        let outer = self.scope.clone();
        let mut own = Vec::new();
        names(path, &mut own);
        if let Some(name) = own.into_iter().find(|name| outer.get(&name.name).is_some()) {
            return Err(already_bound(name).hint(
                "within a repeated path each variable is its own; compare it in WHERE after the pattern",
            ));
        }
        let first_new = self.width;
        let inner = self.match_pattern(path, relationships, &outer);
        let filter = inner.is_ok().then(|| filter.map(|f| self.condition(f)).transpose()).transpose();
        let inner_scope = std::mem::replace(&mut self.scope, outer);
        let (mut path, filter) = (inner?, filter?.flatten());
        let filter = self.lifted(std::slice::from_mut(&mut path), first_new, filter);
        let mut variables = Vec::new();
        for name in
            inner_scope.names().filter(|name| self.scope.get(name).is_none()).cloned().collect::<Vec<_>>()
        {
            let Some(within) = inner_scope.get(&name) else { continue };
            let list = self.new_slot();
            variables.push((within.slot, list));
            self.set(name, list, Type::List(Box::new(within.of.clone())));
        }
        Ok(BoundRelationship {
            slot: self.new_slot(),
            bound: false,
            types: None,
            properties: Properties::None,
            filter: None,
            direction: Direction::Right,
            repeat: Some((repeat.min.unwrap_or(0), repeat.max.unwrap_or(u32::MAX))),
            named: true,
            group: Some(Box::new(BoundGroup { path, filter, variables })),
        })
    }
}

/// The names of all variables within a path.
fn names<'p>(path: &'p PathPattern, into: &mut Vec<&'p Ident>) {
    into.extend(&path.variable);
    for element in &path.elements {
        match element {
            Element::Node(node) => into.extend(&node.variable),
            Element::Relationship(relationship) => into.extend(&relationship.variable),
            Element::Group { path, .. } => names(path, into),
        }
    }
}
