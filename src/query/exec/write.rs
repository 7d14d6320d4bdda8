//! Clauses that change the graph: each runs over all rows before the next one begins.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::profile::address;
use super::{Context, Row, Run, columns, finish, or_nulls, run_clauses};
use crate::graph::{GraphError, GraphRead, GraphWrite, Hop, KeyId};
use crate::query::bind::bound::{
    BoundClause, BoundExpr, BoundNode, BoundPath, BoundQuery, BoundRelationship, BoundRemove, BoundSet,
    Properties, Slot,
};
use crate::query::error::{ErrorKind, QueryError};
use crate::query::syntax::ast::{Direction, LabelExpr};
use crate::value::{Map, NodeId, Path, RelationshipId, Value, ValueError};

type Rows = Result<Vec<Row>, QueryError>;

struct Writer<'a, 'r> {
    run: &'a Run<'r>,
    graph: &'a mut dyn GraphWrite,
}

/// Runs a clause that changes the graph.
pub(super) fn clause(
    run: &Run<'_>,
    graph: &mut dyn GraphWrite,
    clause: &BoundClause,
    mut rows: Vec<Row>,
) -> Rows {
    let mut writer = Writer { run, graph };
    match clause {
        BoundClause::Create { patterns } => {
            for row in &mut rows {
                run.limits.check()?;
                for pattern in patterns {
                    writer.create(pattern, row)?;
                }
            }
            Ok(rows)
        }
        BoundClause::Merge { pattern, on_create, on_match, .. } => {
            writer.merge(pattern, on_create, on_match, rows)
        }
        BoundClause::Set(items) => {
            for row in &mut rows {
                writer.set(items, row)?;
            }
            Ok(rows)
        }
        BoundClause::Remove(items) => {
            for row in &mut rows {
                writer.remove(items, row)?;
            }
            Ok(rows)
        }
        BoundClause::Delete { detach, targets } => writer.delete(*detach, targets, rows),
        BoundClause::Foreach { slot, list, clauses } => {
            for row in &rows {
                let mut row = row.clone();
                let items = match writer.eval(list, &mut row)? {
                    Value::Null => continue,
                    Value::List(items) => items,
                    single => Arc::from([single]),
                };
                for item in items.iter() {
                    row[*slot] = item.clone();
                    run_clauses(run, writer.graph, clauses, vec![row.clone()])?;
                }
            }
            Ok(rows)
        }
        BoundClause::Subquery { query, returns, optional } => {
            writer.subquery(query, *returns, *optional, rows)
        }
        _ => Ok(rows),
    }
}

/// An error of the graph as an error of the query.
fn graph_error(error: &GraphError) -> QueryError {
    let (kind, detail) = match error {
        GraphError::NoNode(_) | GraphError::NoRelationship(_) => {
            (ErrorKind::EntityNotFound, "DeletedEntityAccess")
        }
        GraphError::StillConnected(_) => (ErrorKind::ConstraintVerificationFailed, "DeleteConnectedNode"),
        GraphError::Full => (ErrorKind::ResourceError, "GraphFull"),
    };
    QueryError::runtime(kind, detail, error.to_string())
}

impl Writer<'_, '_> {
    fn context(&self) -> Context<'_> {
        let graph: &dyn GraphRead = &*self.graph;
        Context { run: self.run, graph, horizon: None, given: &[] }
    }

    fn eval(&self, expr: &BoundExpr, row: &mut Row) -> Result<Value, QueryError> {
        self.context().eval(expr, row)
    }

    fn subquery(&mut self, query: &BoundQuery, returns: bool, optional: bool, rows: Vec<Row>) -> Rows {
        let mut out = Vec::new();
        for row in rows {
            let mut found = Vec::new();
            for (index, clauses) in query.parts.iter().enumerate() {
                let part = run_clauses(self.run, self.graph, clauses, vec![row.clone()])?;
                found.extend(part.into_iter().map(|mut row| columns(query, index, &mut row)));
            }
            if !returns {
                out.push(row);
                continue;
            }
            let found = finish(query, found);
            for values in or_nulls(found, query, optional) {
                let mut row = row.clone();
                for ((_, slots), value) in query.columns.iter().zip(values) {
                    row[slots[0]] = value;
                }
                out.push(row);
            }
        }
        Ok(out)
    }

    /// A value as a property: what cannot be stored is an error.
    fn storable(value: Value, span: crate::span::Span) -> Result<Value, QueryError> {
        if value.is_storable() {
            return Ok(value);
        }
        let message =
            format!("a property cannot hold a value of type {}, or a list of such", value.value_type());
        Err(QueryError::runtime(ErrorKind::TypeError, "InvalidPropertyType", message).at(span))
    }

    fn properties(
        &mut self,
        properties: &Properties,
        row: &mut Row,
        merge: bool,
    ) -> Result<Vec<(KeyId, Value)>, QueryError> {
        match properties {
            Properties::None => Ok(Vec::new()),
            Properties::Pairs(pairs) => {
                let mut found = Vec::with_capacity(pairs.len());
                for (key, expr) in pairs {
                    let value = Self::storable(self.eval(expr, row)?, expr.span)?;
                    if merge && value.is_null() {
                        let message = format!("MERGE cannot look for `{key}` being null");
                        return Err(QueryError::runtime(
                            ErrorKind::SemanticError,
                            "MergeReadOwnWrites",
                            message,
                        )
                        .at(expr.span));
                    }
                    found.push((self.graph.key(key), value));
                }
                Ok(found)
            }
            Properties::Whole(expr) => {
                let map = match self.eval(expr, row)? {
                    Value::Null => Map::new(),
                    other => self.context().properties(&other).map_err(|e| e.at(expr.span))?,
                };
                map.into_iter()
                    .map(|(key, value)| Ok((self.graph.key(&key), Self::storable(value, expr.span)?)))
                    .collect()
            }
        }
    }

    fn create_node(&mut self, node: &BoundNode, row: &mut Row, merge: bool) -> Result<NodeId, QueryError> {
        let properties = self.properties(&node.properties, row, merge)?;
        let names: Vec<&str> = match &node.labels {
            Some(LabelExpr::Name(name)) => vec![&name.name],
            Some(LabelExpr::And(all)) => all
                .iter()
                .filter_map(|l| if let LabelExpr::Name(name) = l { Some(name.name.as_ref()) } else { None })
                .collect(),
            _ => Vec::new(),
        };
        let labels: Vec<_> = names.into_iter().map(|name| self.graph.label(name)).collect();
        let id = self.graph.create_node(&labels, properties).map_err(|e| graph_error(&e))?;
        row[node.slot] = Value::Node(id);
        Ok(id)
    }

    fn create_relationship(
        &mut self,
        pattern: &BoundRelationship,
        ends: (NodeId, NodeId),
        row: &mut Row,
        merge: bool,
    ) -> Result<RelationshipId, QueryError> {
        let properties = self.properties(&pattern.properties, row, merge)?;
        let Some(LabelExpr::Name(name)) = &pattern.types else {
            return Err(QueryError::runtime(
                ErrorKind::SyntaxError,
                "NoSingleRelationshipType",
                "one type is needed",
            ));
        };
        let kind = self.graph.relationship_type(&name.name);
        let (start, end) = if pattern.direction == Direction::Left { (ends.1, ends.0) } else { ends };
        let id = self.graph.create_relationship(start, end, kind, properties).map_err(|e| graph_error(&e))?;
        row[pattern.slot] = Value::Relationship(id);
        Ok(id)
    }

    fn create(&mut self, pattern: &BoundPath, row: &mut Row) -> Result<(), QueryError> {
        self.create_path(pattern, row, false)
    }

    fn create_path(&mut self, pattern: &BoundPath, row: &mut Row, merge: bool) -> Result<(), QueryError> {
        let mut created: BTreeSet<Slot> = BTreeSet::new();
        let mut path = Path { nodes: Vec::new(), relationships: Vec::new() };
        for node in &pattern.nodes {
            let id = if node.bound || created.contains(&node.slot) {
                match row[node.slot] {
                    Value::Node(id) => id,
                    _ => {
                        let message = "a relationship cannot be created to a node that is null";
                        return Err(QueryError::runtime(ErrorKind::SemanticError, "NullNode", message));
                    }
                }
            } else {
                created.insert(node.slot);
                self.create_node(node, row, merge)?
            };
            path.nodes.push(id);
        }
        for (index, relationship) in pattern.relationships.iter().enumerate() {
            let ends = (path.nodes[index], path.nodes[index + 1]);
            path.relationships.push(self.create_relationship(relationship, ends, row, merge)?);
        }
        if let Some(slot) = pattern.slot {
            row[slot] = Value::Path(path.into());
        }
        Ok(())
    }

    fn merge(
        &mut self,
        pattern: &BoundPath,
        on_create: &[BoundSet],
        on_match: &[BoundSet],
        rows: Vec<Row>,
    ) -> Rows {
        let steps = self.run.planned(address(pattern), std::slice::from_ref(pattern), None);
        let mut out = Vec::new();
        for mut row in rows {
            self.run.limits.check()?;
            // Null in the pattern is an error also where something would match.
            for properties in pattern
                .nodes
                .iter()
                .map(|n| &n.properties)
                .chain(pattern.relationships.iter().map(|r| &r.properties))
            {
                self.properties(properties, &mut row, true)?;
            }
            let mut found = Vec::new();
            self.context().matches(&steps, &mut row, &mut |row| {
                found.push(row.clone());
                Ok(true)
            })?;
            if found.is_empty() {
                self.create_path(pattern, &mut row, true)?;
                self.set(on_create, &mut row)?;
                out.push(row);
            } else {
                for mut row in found {
                    self.set(on_match, &mut row)?;
                    out.push(row);
                }
            }
        }
        Ok(out)
    }

    fn set_property(&mut self, target: &Value, key: &str, value: Value) -> Result<(), QueryError> {
        let id = self.graph.key(key);
        match target {
            Value::Node(node) => self.graph.set_node_property(*node, id, value).map_err(|e| graph_error(&e)),
            Value::Relationship(r) => {
                self.graph.set_relationship_property(*r, id, value).map_err(|e| graph_error(&e))
            }
            Value::Null => Ok(()),
            other => Err(not_an_entity(other)),
        }
    }

    /// The name of a property that is set or removed.
    fn key(&self, key: &BoundExpr, row: &mut Row) -> Result<Arc<str>, QueryError> {
        match self.eval(key, row)? {
            Value::String(key) => Ok(key),
            _ => {
                let message = "the name of a property is a string";
                Err(QueryError::runtime(ErrorKind::TypeError, "MapElementAccessByNonString", message)
                    .at(key.span))
            }
        }
    }

    fn set(&mut self, items: &[BoundSet], row: &mut Row) -> Result<(), QueryError> {
        for item in items {
            match item {
                BoundSet::Property { target, key, value } => {
                    let target = self.eval(target, row)?;
                    let key = self.key(key, row)?;
                    let value = Self::storable(self.eval(value, row)?, value.span)?;
                    self.set_property(&target, &key, value)?;
                }
                BoundSet::Replace { target, value, merge } => {
                    let target = self.eval(target, row)?;
                    let new = match self.eval(value, row)? {
                        Value::Null => Map::new(),
                        other => self.context().properties(&other).map_err(|e| e.at(value.span))?,
                    };
                    if target.is_null() {
                        continue;
                    }
                    if !merge {
                        for (key, _) in self.context().properties(&target)? {
                            if !new.contains_key(&key) {
                                self.set_property(&target, &key, Value::Null)?;
                            }
                        }
                    }
                    for (key, new) in new {
                        self.set_property(&target, &key, Self::storable(new, value.span)?)?;
                    }
                }
                BoundSet::Labels { target, labels } => match self.eval(target, row)? {
                    Value::Null => {}
                    Value::Node(node) => {
                        for label in labels {
                            let label = self.graph.label(label);
                            self.graph.add_label(node, label).map_err(|e| graph_error(&e))?;
                        }
                    }
                    other => return Err(not_an_entity(&other)),
                },
            }
        }
        Ok(())
    }

    fn remove(&mut self, items: &[BoundRemove], row: &mut Row) -> Result<(), QueryError> {
        for item in items {
            match item {
                BoundRemove::Property { target, key } => {
                    let target = self.eval(target, row)?;
                    let key = self.key(key, row)?;
                    self.set_property(&target, &key, Value::Null)?;
                }
                BoundRemove::Labels { target, labels } => match self.eval(target, row)? {
                    Value::Null => {}
                    Value::Node(node) => {
                        for label in labels {
                            let label = self.graph.label(label);
                            self.graph.remove_label(node, label).map_err(|e| graph_error(&e))?;
                        }
                    }
                    other => return Err(not_an_entity(&other)),
                },
            }
        }
        Ok(())
    }

    fn delete(&mut self, detach: bool, targets: &[BoundExpr], mut rows: Vec<Row>) -> Rows {
        let (mut nodes, mut relationships) = (BTreeSet::new(), BTreeSet::new());
        for row in &mut rows {
            for target in targets {
                match self.eval(target, row)? {
                    Value::Null => {}
                    Value::Node(id) => {
                        nodes.insert(id);
                    }
                    Value::Relationship(id) => {
                        relationships.insert(id);
                    }
                    Value::Path(path) => {
                        nodes.extend(path.nodes.iter().copied());
                        relationships.extend(path.relationships.iter().copied());
                    }
                    other => return Err(not_an_entity(&other).at(target.span)),
                }
            }
        }
        if detach {
            let mut hops: Vec<Hop> = Vec::new();
            for node in &nodes {
                self.graph.expand(*node, crate::graph::Direction::Both, &[], &mut hops);
                relationships.extend(hops.iter().map(|hop| hop.relationship));
            }
        }
        for relationship in relationships {
            if self.graph.has_relationship(relationship) {
                self.graph.delete_relationship(relationship).map_err(|e| graph_error(&e))?;
            }
        }
        for node in nodes {
            if self.graph.has_node(node) {
                self.graph.delete_node(node).map_err(|e| graph_error(&e))?;
            }
        }
        Ok(rows)
    }
}

fn not_an_entity(value: &Value) -> QueryError {
    let message = format!("a node or relationship is needed, not a value of type {}", value.value_type());
    super::eval::value_error(&ValueError::ArgumentType(message))
}
