//! Clauses in turn, each with the scope that the one before leaves.

use std::sync::Arc;

use super::bound::{BoundClause, BoundExpr, BoundKind, BoundRemove, BoundSet, Slot};
use super::expression::Place;
use super::projection::Columns;
use super::scope::Scope;
use super::types::Type;
use super::{Binder, MAX_STEPS, functions, too_many_steps};
use crate::query::error::{ErrorKind, QueryError, nearest};
use crate::query::syntax::ast::{
    Clause, ClauseKind, Expr, ExprKind, Ident, Imports, PathPattern, ProcedureCall, RemoveItem, SetItem,
    SingleQuery, SubqueryKind,
};
use crate::value::{Value, ValueType};

impl Binder<'_> {
    pub(super) fn single_query(
        &mut self,
        query: &SingleQuery,
        within: Option<SubqueryKind>,
    ) -> Result<(Vec<BoundClause>, Columns), QueryError> {
        let mut bound = Vec::new();
        let mut columns = Vec::new();
        let last = query.clauses.len() - 1;
        for (index, clause) in query.clauses.iter().enumerate() {
            let composition =
                |message: &str| Err(QueryError::syntax("InvalidClauseComposition", clause.at.0, message));
            match &clause.kind {
                ClauseKind::Return(_) | ClauseKind::Finish if index != last => {
                    return composition("RETURN ends a query");
                }
                ClauseKind::Match { .. }
                | ClauseKind::Unwind { .. }
                | ClauseKind::With(_)
                | ClauseKind::Filter(_)
                | ClauseKind::LoadCsv { .. }
                    if index == last && within.is_none() =>
                {
                    return composition(
                        "a query cannot end here: RETURN or a clause that changes the graph is missing",
                    );
                }
                ClauseKind::Call(call) if index == last => {
                    let alone = query.clauses.len() == 1 && within.is_none();
                    columns = self.procedure_call(call, alone, &mut bound)?;
                    if !alone && within.is_none() && !columns.is_empty() {
                        return composition(
                            "a query cannot end with the call of a procedure that yields something",
                        );
                    }
                    continue;
                }
                ClauseKind::Return(projection) => {
                    let (projection, own) = self.projection(projection, true, clause.at)?;
                    columns = own;
                    bound.push(BoundClause::Project(projection));
                    continue;
                }
                _ => {}
            }
            self.clause(clause, &mut bound)?;
        }
        Ok((bound, columns))
    }

    fn clause(&mut self, clause: &Clause, into: &mut Vec<BoundClause>) -> Result<(), QueryError> {
        let at = clause.at;
        match &clause.kind {
            ClauseKind::Match { optional, patterns, filter } => {
                let before = self.scope.clone();
                let first_new = self.width;
                let mut names = Vec::new();
                let patterns: Result<Vec<_>, _> =
                    patterns.iter().map(|pattern| self.match_pattern(pattern, &mut names, &before)).collect();
                let mut patterns = patterns?;
                let steps = patterns.iter().map(|path| 1 + path.relationships.len()).sum();
                if steps > MAX_STEPS {
                    return Err(too_many_steps(steps));
                }
                let new: Vec<Slot> = self.new_names(&before, first_new);
                let filter = filter.as_ref().map(|f| self.condition(f)).transpose()?;
                let filter = self.lifted(&mut patterns, first_new, filter);
                into.push(BoundClause::Match { optional: *optional, patterns, filter, new });
            }
            ClauseKind::Unwind { list, variable } => {
                let (list, of) = self.expr(list, Place::Plain)?;
                let element = match of {
                    Type::List(element) if *element != Type::NULL => *element,
                    _ => Type::Any,
                };
                let slot = self.declare(variable, element)?;
                into.push(BoundClause::Unwind { list, slot });
            }
            ClauseKind::With(projection) => {
                let (projection, _) = self.projection(projection, false, at)?;
                // What is matched next may then be matched with what was matched before.
                let matched = matches!(into.last(), Some(BoundClause::Match { optional: false, .. }));
                if !matched || !self.passes_on(&projection) {
                    into.push(BoundClause::Project(projection));
                }
            }
            ClauseKind::Return(_) => {
                return Err(QueryError::syntax("InvalidClauseComposition", at.0, "RETURN cannot stand here"));
            }
            ClauseKind::Finish => into.push(BoundClause::Finish),
            ClauseKind::Create { patterns } => {
                self.writes = true;
                let patterns: Result<Vec<_>, _> =
                    patterns.iter().map(|p| self.create_pattern(p, false)).collect();
                into.push(BoundClause::Create { patterns: patterns? });
            }
            ClauseKind::Merge { pattern, on_create, on_match } => {
                self.writes = true;
                self.merge(pattern, on_create, on_match, into)?;
            }
            ClauseKind::Set { items } => {
                self.writes = true;
                into.push(BoundClause::Set(self.set_items(items)?));
            }
            ClauseKind::Remove { items } => {
                self.writes = true;
                let items: Result<Vec<_>, QueryError> = items
                    .iter()
                    .map(|item| match item {
                        RemoveItem::Property { target, key } => {
                            Ok(BoundRemove::Property { target: self.plain(target)?, key: constant_key(key) })
                        }
                        RemoveItem::DynamicProperty { target, key } => {
                            Ok(BoundRemove::Property { target: self.plain(target)?, key: self.plain(key)? })
                        }
                        RemoveItem::Labels { variable, labels } => {
                            Ok(BoundRemove::Labels { target: self.target(variable)?, labels: names(labels) })
                        }
                    })
                    .collect();
                into.push(BoundClause::Remove(items?));
            }
            ClauseKind::Delete { detach, targets } => {
                self.writes = true;
                let targets: Result<Vec<_>, _> =
                    targets.iter().map(|target| self.delete_target(target)).collect();
                into.push(BoundClause::Delete { detach: *detach, targets: targets? });
            }
            ClauseKind::Call(call) => {
                self.procedure_call(call, false, into)?;
            }
            ClauseKind::Filter(condition) => into.push(BoundClause::Filter(self.condition(condition)?)),
            ClauseKind::Subquery { optional, imports, query } => {
                let outer = self.scope.clone();
                if let Some(Imports::Only(names)) = imports {
                    let mut scope = Scope::default();
                    for name in names {
                        let (slot, of) = self.variable(&name.name, name.at.0)?;
                        scope.set(Arc::clone(&name.name), slot, of);
                    }
                    self.scope = scope;
                }
                self.importing = imports.is_none();
                let bound = self.subquery(query, None);
                self.scope = outer;
                let bound = bound?;
                let returns = !bound.columns.is_empty();
                for (name, slots) in &bound.columns {
                    if self.scope.get(name).is_some() {
                        let message = format!("the variable `{name}` already exists outside the subquery");
                        return Err(QueryError::syntax("VariableAlreadyBound", at.0, message));
                    }
                    self.set(Arc::clone(name), slots[0], Type::Any);
                }
                into.push(BoundClause::Subquery { query: Box::new(bound), returns, optional: *optional });
            }
            ClauseKind::Foreach { variable, list, clauses } => {
                let list = self.plain(list)?;
                let before = self.scope.clone();
                let slot = self.new_slot();
                self.set(Arc::clone(&variable.name), slot, Type::Any);
                let mut bound = Vec::new();
                let result = clauses.iter().try_for_each(|inner| match &inner.kind {
                    ClauseKind::Create { .. }
                    | ClauseKind::Merge { .. }
                    | ClauseKind::Set { .. }
                    | ClauseKind::Remove { .. }
                    | ClauseKind::Delete { .. }
                    | ClauseKind::Foreach { .. } => self.clause(inner, &mut bound),
                    _ => {
                        let message = "FOREACH holds only clauses that change the graph";
                        Err(QueryError::syntax("InvalidClauseComposition", inner.at.0, message))
                    }
                });
                self.scope = before;
                result?;
                self.writes = true;
                into.push(BoundClause::Foreach { slot, list, clauses: bound });
            }
            ClauseKind::LoadCsv { headers, source, variable, separator } => {
                let source = self.plain(source)?;
                let separator = separator.as_ref().map(|s| self.plain(s)).transpose()?;
                let slot = self.declare(
                    variable,
                    if *headers { Type::MAP } else { Type::List(Box::new(Type::STRING)) },
                )?;
                into.push(BoundClause::LoadCsv { headers: *headers, source, slot, separator });
            }
        }
        Ok(())
    }

    fn new_names(&self, before: &Scope, first: Slot) -> Vec<Slot> {
        self.scope
            .sorted()
            .iter()
            .filter(|(name, v)| v.slot >= first && before.get(name).is_none())
            .map(|(_, v)| v.slot)
            .collect()
    }

    fn declare(&mut self, name: &Ident, of: Type) -> Result<Slot, QueryError> {
        if self.scope.get(&name.name).is_some() {
            let message = format!("the variable `{}` already exists", name.name);
            return Err(QueryError::syntax("VariableAlreadyBound", name.at.0, message));
        }
        let slot = self.new_slot();
        self.set(Arc::clone(&name.name), slot, of);
        Ok(slot)
    }

    fn target(&self, name: &Ident) -> Result<BoundExpr, QueryError> {
        let (slot, of) = self.variable(&name.name, name.at.0)?;
        if !of.may_be(&[ValueType::Node, ValueType::Relationship, ValueType::Map]) {
            let message = format!("`{}` is of type {}, not a node or relationship", name.name, of.name());
            return Err(QueryError::syntax("InvalidArgumentType", name.at.0, message));
        }
        Ok(BoundExpr { kind: BoundKind::Slot(slot), span: name.at.0 })
    }

    fn merge(
        &mut self,
        pattern: &PathPattern,
        on_create: &[SetItem],
        on_match: &[SetItem],
        into: &mut Vec<BoundClause>,
    ) -> Result<(), QueryError> {
        let before = self.scope.clone();
        let first_new = self.width;
        let pattern = self.create_pattern(pattern, true)?;
        let new = self.new_names(&before, first_new);
        let on_create = self.set_items(on_create)?;
        let on_match = self.set_items(on_match)?;
        into.push(BoundClause::Merge { pattern, on_create, on_match, new });
        Ok(())
    }

    fn set_items(&mut self, items: &[SetItem]) -> Result<Vec<BoundSet>, QueryError> {
        items
            .iter()
            .map(|item| match item {
                SetItem::Property { target, key, value } => {
                    let target = self.plain(target)?;
                    Ok(BoundSet::Property { target, key: constant_key(key), value: self.plain(value)? })
                }
                SetItem::DynamicProperty { target, key, value } => {
                    let (target, key) = (self.plain(target)?, self.plain(key)?);
                    Ok(BoundSet::Property { target, key, value: self.plain(value)? })
                }
                SetItem::Replace { variable, value } => Ok(BoundSet::Replace {
                    target: self.target(variable)?,
                    value: self.plain(value)?,
                    merge: false,
                }),
                SetItem::Merge { variable, value } => Ok(BoundSet::Replace {
                    target: self.target(variable)?,
                    value: self.plain(value)?,
                    merge: true,
                }),
                SetItem::Labels { variable, labels } => {
                    Ok(BoundSet::Labels { target: self.target(variable)?, labels: names(labels) })
                }
            })
            .collect()
    }

    fn delete_target(&mut self, target: &Expr) -> Result<BoundExpr, QueryError> {
        if matches!(target.kind, ExprKind::HasLabels { .. }) {
            let message = "DELETE removes whole nodes and relationships, not labels";
            return Err(
                QueryError::syntax("InvalidDelete", target.span(), message).hint("use REMOVE n:Label")
            );
        }
        let (bound, of) = self.expr(target, Place::Plain)?;
        if !of.may_be(&[ValueType::Node, ValueType::Relationship, ValueType::Path]) {
            let message =
                format!("DELETE needs a node, a relationship or a path, not a value of type {}", of.name());
            return Err(QueryError::syntax("InvalidArgumentType", target.span(), message));
        }
        Ok(bound)
    }

    fn procedure_call(
        &mut self,
        call: &ProcedureCall,
        alone: bool,
        into: &mut Vec<BoundClause>,
    ) -> Result<Columns, QueryError> {
        let span = call.name.at.0;
        let Some(signature) = self.procedures.signature(&call.name.name) else {
            let message = format!("there is no procedure {}", call.name.name);
            let error = QueryError::compile(ErrorKind::ProcedureError, "ProcedureNotFound", span, message);
            return Err(match nearest(&call.name.name, self.procedures.names()) {
                Some(known) => error.hint(format!("did you mean {known}?")),
                None => error,
            });
        };
        let arguments = match &call.arguments {
            Some(arguments) => {
                if arguments.len() != signature.inputs.len() {
                    let wanted = signature.inputs.len();
                    let message = functions::takes(&call.name.name, (wanted, wanted), arguments.len());
                    return Err(QueryError::syntax("InvalidNumberOfArguments", span, message));
                }
                let mut bound = Vec::new();
                for (argument, input) in arguments.iter().zip(&signature.inputs) {
                    let (value, of) = self.expr(argument, Place::Plain)?;
                    if !of.may_be(input.of.accepts()) {
                        let message = format!("{} is of type {}, not {}", input.name, input.of, of.name());
                        return Err(QueryError::syntax("InvalidArgumentType", argument.span(), message));
                    }
                    bound.push(value);
                }
                bound
            }
            None if !alone => {
                let message = "a call within a query needs its arguments";
                return Err(QueryError::syntax("InvalidArgumentPassingMode", span, message));
            }
            None => {
                let mut bound = Vec::new();
                for input in &signature.inputs {
                    let kind = ExprKind::Parameter(Arc::clone(&input.name));
                    bound.push(self.plain(&Expr { kind, at: call.name.at })?);
                }
                bound
            }
        };
        let mut columns = Columns::new();
        let mut yields = Vec::new();
        let all = call.yields.is_none() && (alone || call.yield_all);
        let wanted: Vec<(Ident, Ident)> = match &call.yields {
            Some(yields) => yields.clone(),
            None if all => {
                let ident = |name: &Arc<str>| Ident { name: Arc::clone(name), at: call.name.at };
                signature.outputs.iter().map(|output| (ident(&output.name), ident(&output.name))).collect()
            }
            None => Vec::new(),
        };
        for (field, variable) in &wanted {
            let Some(index) = signature.outputs.iter().position(|output| output.name == field.name) else {
                let message = format!("{} does not yield `{}`", call.name.name, field.name);
                return Err(QueryError::syntax("UndefinedVariable", field.at.0, message));
            };
            let slot = self.declare(variable, Type::Any)?;
            yields.push((index, slot));
            columns.push((Arc::clone(&variable.name), slot));
        }
        let void = signature.outputs.is_empty();
        let (procedure, optional) = (Arc::clone(&call.name.name), call.optional);
        into.push(BoundClause::Call { procedure, arguments, yields, void, optional });
        if let Some(filter) = &call.filter {
            into.push(BoundClause::Filter(self.condition(filter)?));
        }
        Ok(columns)
    }
}

fn constant_key(key: &Ident) -> BoundExpr {
    BoundExpr { kind: BoundKind::Constant(Value::String(Arc::clone(&key.name))), span: key.at.0 }
}

fn names(labels: &[Ident]) -> Vec<Arc<str>> {
    labels.iter().map(|label| Arc::clone(&label.name)).collect()
}
