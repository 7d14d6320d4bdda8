//! Expressions → values, over one row.

use std::rc::Rc;
use std::sync::Arc;

use super::profile::address;
use super::weight::shallow;
use super::{Context, Row};
use crate::query::bind::bound::{BoundExpr, BoundKind, BoundPath};
use crate::query::error::{ErrorKind, QueryError};
use crate::query::functions::Context as _;
use crate::query::pattern;
use crate::query::plan::Step;
use crate::query::syntax::ast::{BinaryOp, CompareOp, LabelExpr, Quantifier, SubqueryKind};
use crate::value::{Value, ValueError};

type Evaluated = Result<Value, QueryError>;

/// An error of computing as an error of the query.
pub(super) fn value_error(error: &ValueError) -> QueryError {
    let (kind, detail) = error.names();
    let kind = match kind {
        "TypeError" => ErrorKind::TypeError,
        "ArithmeticError" => ErrorKind::ArithmeticError,
        "EntityNotFound" => ErrorKind::EntityNotFound,
        _ => ErrorKind::ArgumentError,
    };
    QueryError::runtime(kind, detail, error.to_string())
}

fn type_error(detail: &'static str, message: String) -> QueryError {
    QueryError::runtime(ErrorKind::TypeError, detail, message)
}

/// A truth of three as a value.
fn truth(known: Option<bool>) -> Value {
    known.map_or(Value::Null, Value::Boolean)
}

/// A value as a truth of three.
fn known(value: &Value) -> Result<Option<bool>, QueryError> {
    match value {
        Value::Null => Ok(None),
        Value::Boolean(b) => Ok(Some(*b)),
        other => {
            let message = format!("a boolean is needed, not a value of type {}", other.value_type());
            Err(type_error("InvalidArgumentType", message))
        }
    }
}

impl Context<'_> {
    /// Whether a condition is true for the row: null counts as false.
    pub(super) fn holds(&self, condition: &BoundExpr, row: &mut Row) -> Result<bool, QueryError> {
        Ok(known(&self.eval(condition, row)?)? == Some(true))
    }

    fn eval_all(&self, all: &[BoundExpr], row: &mut Row) -> Result<Vec<Value>, QueryError> {
        all.iter().map(|expr| self.eval(expr, row)).collect()
    }

    /// The value of an expression for a row. Comprehensions use slots of their own in it.
    pub(super) fn eval(&self, expr: &BoundExpr, row: &mut Row) -> Evaluated {
        self.eval_kind(&expr.kind, row).map_err(|error| error.at(expr.span))
    }

    /// The steps of a pattern within an expression.
    fn steps_of(&self, pattern: &BoundPath, filter: Option<&BoundExpr>) -> Rc<[Step]> {
        self.run.planned(address(pattern), std::slice::from_ref(pattern), filter)
    }

    fn eval_kind(&self, kind: &BoundKind, row: &mut Row) -> Evaluated {
        match kind {
            BoundKind::Constant(value) => Ok(value.clone()),
            BoundKind::Parameter(name) => {
                Ok(self.run.parameters.get(name.as_ref()).cloned().unwrap_or_default())
            }
            BoundKind::Slot(slot) => Ok(row[*slot].clone()),
            BoundKind::List(items) => Ok(self.eval_all(items, row)?.into()),
            BoundKind::Map(entries) => self.map(entries, row),
            BoundKind::MapProjection { subject, all, entries } => {
                self.map_projection(subject, *all, entries, row)
            }
            BoundKind::Property { subject, key } => {
                if let BoundKind::Slot(slot) = subject.kind {
                    return self.property(&row[slot], key);
                }
                self.property(&self.eval(subject, row)?, key)
            }
            BoundKind::Index { subject, index } => {
                let (subject, index) = (self.eval(subject, row)?, self.eval(index, row)?);
                match (&subject, &index) {
                    (Value::Node(_) | Value::Relationship(_), Value::String(key)) => {
                        self.property(&subject, key)
                    }
                    (Value::Node(_) | Value::Relationship(_), Value::Null) => Ok(Value::Null),
                    _ => subject.index(&index).map_err(|e| value_error(&e)),
                }
            }
            BoundKind::Slice { subject, from, to } => {
                let subject = self.eval(subject, row)?;
                let from = from.as_ref().map(|e| self.eval(e, row)).transpose()?;
                let to = to.as_ref().map(|e| self.eval(e, row)).transpose()?;
                subject.slice(from.as_ref(), to.as_ref()).map_err(|e| value_error(&e))
            }
            BoundKind::HasLabels { subject, labels } => self.has_labels(&self.eval(subject, row)?, labels),
            BoundKind::Not(operand) => Ok(truth(known(&self.eval(operand, row)?)?.map(|b| !b))),
            BoundKind::Plus(operand) => self.eval(operand, row),
            BoundKind::Minus(operand) => self.eval(operand, row)?.negate().map_err(|e| value_error(&e)),
            BoundKind::And(all) => self.connect(all, false, row),
            BoundKind::Or(all) => self.connect(all, true, row),
            BoundKind::Binary { op, left, right } => {
                let (left, right) = (self.eval(left, row)?, self.eval(right, row)?);
                // Looking through a long list or text is more work than one step.
                self.work((shallow(&left) + shallow(&right)) / 1024)?;
                self.computed(binary(*op, &left, &right)?)
            }
            BoundKind::Comparison { first, rest } => self.comparison(first, rest, row),
            BoundKind::IsNull { operand, negated } => {
                Ok((self.eval(operand, row)?.is_null() != *negated).into())
            }
            BoundKind::IsType { operand, of, negated } => {
                Ok((super::types::is_of_type(&self.eval(operand, row)?, of) != *negated).into())
            }
            BoundKind::Case { subject, arms, default } => {
                let value = match subject {
                    Some((subject, slot)) => {
                        let value = self.eval(subject, row)?;
                        row[*slot] = value.clone();
                        value
                    }
                    None => Value::Null,
                };
                for arm in arms {
                    for (when, test) in &arm.when {
                        let taken = if *test {
                            self.holds(when, row)?
                        } else {
                            value.equals(&self.eval(when, row)?) == Some(true)
                        };
                        if taken {
                            return self.eval(&arm.then, row);
                        }
                    }
                }
                default.as_ref().map_or(Ok(Value::Null), |e| self.eval(e, row))
            }
            BoundKind::Call { function, arguments } => {
                let arguments = self.eval_all(arguments, row)?;
                self.work(arguments.iter().map(shallow).sum::<usize>() / 1024)?;
                self.computed(function.call(&arguments, self).map_err(|e| value_error(&e))?)
            }
            BoundKind::Comprehension { slot, list, filter, map } => {
                let Some(items) = self.items(list, row)? else { return Ok(Value::Null) };
                let (mut found, mut bytes) = (Vec::new(), 0);
                for item in items.iter() {
                    self.tick()?;
                    row[*slot] = item.clone();
                    if filter.as_ref().map_or(Ok(true), |f| self.holds(f, row))? {
                        let value = map.as_ref().map_or_else(|| Ok(item.clone()), |m| self.eval(m, row))?;
                        bytes += size_of::<Value>() + shallow(&value);
                        self.check_bytes(bytes)?;
                        found.push(value);
                    }
                }
                Ok(found.into())
            }
            BoundKind::Quantified { quantifier, slot, list, filter } => {
                let Some(items) = self.items(list, row)? else { return Ok(Value::Null) };
                let (mut yes, mut unknown) = (0, 0);
                for item in items.iter() {
                    self.tick()?;
                    row[*slot] = item.clone();
                    let holds = match filter {
                        Some(filter) => known(&self.eval(filter, row)?)?,
                        None => known(item)?,
                    };
                    yes += usize::from(holds == Some(true));
                    unknown += usize::from(holds.is_none());
                }
                Ok(truth(quantified(*quantifier, items.len(), yes, unknown)))
            }
            BoundKind::Reduce { accumulator, initial, slot, list, step } => {
                let initial = self.eval(initial, row)?;
                let Some(items) = self.items(list, row)? else { return Ok(Value::Null) };
                row[*accumulator] = initial;
                for item in items.iter() {
                    self.tick()?;
                    row[*slot] = item.clone();
                    let value = self.eval(step, row)?;
                    self.grown(&value)?;
                    row[*accumulator] = value;
                }
                Ok(row[*accumulator].clone())
            }
            BoundKind::PatternComprehension { pattern, filter, map } => {
                let steps = self.steps_of(pattern, filter.as_deref());
                let (mut found, mut bytes) = (Vec::new(), 0);
                let free = Context { horizon: None, ..*self };
                let _within = self.run.begin::<()>(None);
                free.matches(&steps, row, &mut |row| {
                    let value = free.eval(map, row)?;
                    bytes += size_of::<Value>() + shallow(&value);
                    self.check_bytes(bytes)?;
                    found.push(value);
                    Ok(true)
                })?;
                Ok(found.into())
            }
            BoundKind::PatternExists(pattern) => {
                let steps = self.steps_of(pattern, None);
                let free = Context { horizon: None, ..*self };
                let _within = self.run.begin::<()>(None);
                Ok((!free.matches(&steps, row, &mut |_| Ok(false))?).into())
            }
            BoundKind::Subquery { kind, query } => {
                let free = Context { horizon: None, ..*self };
                Ok(match kind {
                    SubqueryKind::Exists => free.exists(query, row)?.into(),
                    SubqueryKind::Count => {
                        Value::Integer(i64::try_from(free.count(query, row)?).unwrap_or(i64::MAX))
                    }
                    SubqueryKind::Collect => {
                        let rows = free.subquery(query, row)?;
                        rows.into_iter().filter_map(|mut r| r.pop()).collect::<Vec<_>>().into()
                    }
                })
            }
        }
    }

    /// The items of a list, none for null.
    fn items(&self, list: &BoundExpr, row: &mut Row) -> Result<Option<Arc<[Value]>>, QueryError> {
        match self.eval(list, row)? {
            Value::List(items) => Ok(Some(items)),
            Value::Null => Ok(None),
            other => {
                let message = format!("a list is needed, not a value of type {}", other.value_type());
                Err(type_error("InvalidArgumentType", message).at(list.span))
            }
        }
    }

    fn map(&self, entries: &[(Arc<str>, BoundExpr)], row: &mut Row) -> Evaluated {
        let pairs: Result<Vec<_>, QueryError> =
            entries.iter().map(|(key, value)| Ok((Arc::clone(key), self.eval(value, row)?))).collect();
        Ok(Value::map(pairs?))
    }

    fn map_projection(
        &self,
        subject: &BoundExpr,
        all: bool,
        entries: &[(Arc<str>, BoundExpr)],
        row: &mut Row,
    ) -> Evaluated {
        let subject = self.eval(subject, row)?;
        let mut map = match &subject {
            Value::Null => return Ok(Value::Null),
            _ if !all => crate::value::Map::new(),
            subject => self.properties(subject)?,
        };
        for (key, value) in entries {
            map.insert(Arc::clone(key), self.eval(value, row)?);
        }
        Ok(map.into())
    }

    /// All properties of a node, a relationship or a map.
    pub(super) fn properties(&self, value: &Value) -> Result<crate::value::Map, QueryError> {
        match value {
            Value::Node(node) => self.node_properties(*node).map_err(|e| value_error(&e)),
            Value::Relationship(r) => self.relationship_properties(*r).map_err(|e| value_error(&e)),
            Value::Map(map) => Ok(map.as_ref().clone()),
            other => {
                let message = format!(
                    "a node, relationship or map is needed, not a value of type {}",
                    other.value_type()
                );
                Err(type_error("InvalidArgumentType", message))
            }
        }
    }

    fn property(&self, subject: &Value, key: &str) -> Evaluated {
        let id = || self.graph.names().keys.id(key);
        match subject {
            Value::Node(node) => {
                if self.graph.is_deleted_node(*node) {
                    return Err(value_error(&ValueError::Deleted("node")));
                }
                Ok(id().and_then(|id| self.graph.node_property(*node, id)).unwrap_or_default())
            }
            Value::Relationship(r) => {
                if self.graph.is_deleted_relationship(*r) {
                    return Err(value_error(&ValueError::Deleted("relationship")));
                }
                Ok(id().and_then(|id| self.graph.relationship_property(*r, id)).unwrap_or_default())
            }
            other => other.property(key).map_err(|e| value_error(&e)),
        }
    }

    fn has_labels(&self, subject: &Value, labels: &LabelExpr) -> Evaluated {
        match subject {
            Value::Null => Ok(Value::Null),
            Value::Node(node) => Ok(self.fits_labels(*node, labels).into()),
            Value::Relationship(r) => {
                let kind = self.graph.ends(*r).map(|ends| ends.kind);
                Ok(kind.is_some_and(|kind| self.fits_type(kind, labels)).into())
            }
            other => {
                let message =
                    format!("labels belong to nodes, not to a value of type {}", other.value_type());
                Err(type_error("InvalidArgumentType", message))
            }
        }
    }

    fn connect(&self, all: &[BoundExpr], decides: bool, row: &mut Row) -> Evaluated {
        let mut unknown = false;
        for operand in all {
            match known(&self.eval(operand, row)?)? {
                Some(b) if b == decides => return Ok(decides.into()),
                Some(_) => {}
                None => unknown = true,
            }
        }
        Ok(if unknown { Value::Null } else { (!decides).into() })
    }

    fn comparison(&self, first: &BoundExpr, rest: &[(CompareOp, BoundExpr)], row: &mut Row) -> Evaluated {
        let mut left = self.eval(first, row)?;
        let mut unknown = false;
        for (op, operand) in rest {
            let right = self.eval(operand, row)?;
            match compare(*op, &left, &right) {
                Some(false) => return Ok(false.into()),
                Some(true) => {}
                None => unknown = true,
            }
            left = right;
        }
        Ok(if unknown { Value::Null } else { true.into() })
    }
}

fn compare(op: CompareOp, left: &Value, right: &Value) -> Option<bool> {
    match op {
        CompareOp::Equal => left.equals(right),
        CompareOp::NotEqual => left.equals(right).map(|b| !b),
        CompareOp::Less => left.compare(right).is(|o| o.is_lt()),
        CompareOp::LessEqual => left.compare(right).is(|o| o.is_le()),
        CompareOp::Greater => left.compare(right).is(|o| o.is_gt()),
        CompareOp::GreaterEqual => left.compare(right).is(|o| o.is_ge()),
    }
}

fn quantified(quantifier: Quantifier, count: usize, yes: usize, unknown: usize) -> Option<bool> {
    let no = count - yes - unknown;
    match quantifier {
        Quantifier::All if no > 0 => Some(false),
        Quantifier::Any if yes > 0 => Some(true),
        Quantifier::None if yes > 0 => Some(false),
        Quantifier::Single if yes > 1 => Some(false),
        _ if unknown > 0 => None,
        Quantifier::All | Quantifier::None => Some(true),
        Quantifier::Any => Some(false),
        Quantifier::Single => Some(yes == 1),
    }
}

fn binary(op: BinaryOp, left: &Value, right: &Value) -> Evaluated {
    if let Some(operator) = op.operator() {
        return operator.apply(left, right).map_err(|e| value_error(&e));
    }
    match op {
        BinaryOp::Xor => {
            let (left, right) = (known(left)?, known(right)?);
            Ok(truth(left.zip(right).map(|(a, b)| a != b)))
        }
        BinaryOp::In => match right {
            Value::List(items) => Ok(truth(left.is_in(items))),
            Value::Null => Ok(Value::Null),
            other => {
                let message = format!("IN needs a list, not a value of type {}", other.value_type());
                Err(type_error("InvalidArgumentType", message))
            }
        },
        _ => {
            let (Value::String(text), Value::String(part)) = (left, right) else { return Ok(Value::Null) };
            Ok(match op {
                BinaryOp::StartsWith => text.starts_with(part.as_ref()).into(),
                BinaryOp::EndsWith => text.ends_with(part.as_ref()).into(),
                BinaryOp::Contains => text.contains(part.as_ref()).into(),
                _ => return matches_pattern(text, part),
            })
        }
    }
}

fn matches_pattern(text: &str, pattern: &str) -> Evaluated {
    match pattern::compiled(pattern) {
        Ok(regex) => Ok(regex.is_match(text).into()),
        Err(error) => {
            let message = format!("not a regular expression: {error}");
            Err(QueryError::runtime(ErrorKind::ArgumentError, "InvalidArgumentValue", message))
        }
    }
}
