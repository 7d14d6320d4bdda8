//! Expressions: variables to slots, functions to the table's, types as far as they are known.

use std::sync::Arc;

use super::aggregate::has_aggregate;
use super::bound::{Aggregate, BoundArm, BoundExpr, BoundKind};
use super::types::Type;
use super::{Binder, functions};
use crate::query::error::{QueryError, nearest};
use crate::query::syntax::ast::{
    BinaryOp, Clause, ClauseKind, CompareOp, Element, Expr, ExprKind, Ident, MapItem, NodePattern,
    PathPattern, Query, Selector, SingleQuery, SubqueryKind, UnaryOp, When,
};
use crate::value::{Value, ValueType};

/// What an expression may hold where it stands.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// Aggregates become slots.
    Aggregating,
    /// No aggregates.
    Plain,
    /// No aggregates; patterns are conditions.
    Condition,
}

type Bound = Result<(BoundExpr, Type), QueryError>;

impl Binder<'_> {
    /// Binds a condition: boolean, patterns allowed, no aggregates.
    pub(super) fn condition(&mut self, expr: &Expr) -> Result<BoundExpr, QueryError> {
        let (bound, of) = self.expr(expr, Place::Condition)?;
        self.want(expr, &of, &[ValueType::Boolean], "a condition is a boolean")?;
        Ok(bound)
    }

    pub(super) fn plain(&mut self, expr: &Expr) -> Result<BoundExpr, QueryError> {
        Ok(self.expr(expr, Place::Plain)?.0)
    }

    fn want(&self, expr: &Expr, of: &Type, any: &[ValueType], what: &str) -> Result<(), QueryError> {
        if of.may_be(any) {
            return Ok(());
        }
        Err(QueryError::syntax(
            "InvalidArgumentType",
            expr.span(),
            format!("{what}, but this is of type {}", of.name()),
        ))
    }

    fn boxed(&mut self, expr: &Expr, place: Place) -> Result<Box<BoundExpr>, QueryError> {
        Ok(Box::new(self.expr(expr, place)?.0))
    }

    /// Binds an expression.
    pub(super) fn expr(&mut self, expr: &Expr, place: Place) -> Bound {
        // Within anything but NOT, AND and OR a pattern is no condition any more.
        let inner = if place == Place::Condition { Place::Plain } else { place };
        let at = |kind| BoundExpr { kind, span: expr.span() };
        if let Some(slot) = self.projected_slot(expr)? {
            return Ok((at(BoundKind::Slot(slot)), Type::Any));
        }
        // Literals are values at once: a long list of them takes no more room than it has to.
        if matches!(expr.kind, ExprKind::List(_) | ExprKind::Map(_))
            && let Some((value, of)) = super::literal::value(expr)
        {
            return Ok((at(BoundKind::Constant(value)), of));
        }
        let (kind, of) = match &expr.kind {
            ExprKind::Null => (BoundKind::Constant(Value::Null), Type::NULL),
            ExprKind::Boolean(b) => (BoundKind::Constant((*b).into()), Type::BOOLEAN),
            ExprKind::Integer(n) => (BoundKind::Constant((*n).into()), Type::INTEGER),
            ExprKind::Float(n) => (BoundKind::Constant((*n).into()), Type::FLOAT),
            ExprKind::String(text) => (BoundKind::Constant(Arc::clone(text).into()), Type::STRING),
            ExprKind::Parameter(name) => {
                if !self.parameters.contains_key(name.as_ref()) {
                    let message = format!("the parameter ${name} was not given");
                    let known = nearest(name, self.parameters.keys().map(AsRef::as_ref));
                    let error = QueryError::compile(
                        crate::query::error::ErrorKind::ParameterMissing,
                        "MissingParameter",
                        expr.span(),
                        message,
                    );
                    return Err(match known {
                        Some(known) => error.hint(format!("did you mean ${known}?")),
                        None => error.hint(format!("give it with --param {name}=…")),
                    });
                }
                (BoundKind::Parameter(Arc::clone(name)), Type::Any)
            }
            ExprKind::Variable(name) => {
                let (slot, of) = self.variable(name, expr.span())?;
                (BoundKind::Slot(slot), of)
            }
            ExprKind::List(items) => {
                let mut bound = Vec::with_capacity(items.len());
                let mut of: Option<Type> = None;
                for item in items {
                    let (item, item_type) = self.expr(item, inner)?;
                    of = Some(of.map_or(item_type.clone(), |of| of.join(item_type)));
                    bound.push(item);
                }
                (BoundKind::List(bound), Type::List(Box::new(of.unwrap_or(Type::NULL))))
            }
            ExprKind::Map(entries) => (BoundKind::Map(self.entries(entries, inner)?), Type::MAP),
            ExprKind::MapProjection { subject, items } => {
                let subject_bound = self.boxed(subject, inner)?;
                let mut entries = Vec::new();
                let mut all = false;
                for item in items {
                    let (key, kind) = match item {
                        MapItem::AllProperties => {
                            all = true;
                            continue;
                        }
                        MapItem::Property(key) => {
                            let subject = subject_bound.clone();
                            (key, BoundKind::Property { subject, key: Arc::clone(&key.name) })
                        }
                        MapItem::Entry(key, value) => (key, self.expr(value, inner)?.0.kind),
                        MapItem::Variable(name) => {
                            (name, BoundKind::Slot(self.variable(&name.name, name.at.0)?.0))
                        }
                    };
                    entries.push((Arc::clone(&key.name), BoundExpr { kind, span: key.at.0 }));
                }
                (BoundKind::MapProjection { subject: subject_bound, all, entries }, Type::MAP)
            }
            ExprKind::Property { subject, key } => {
                let (bound, of) = self.expr(subject, inner)?;
                if !self.has_properties(&of) {
                    let message = format!(
                        "`.{}` needs a node, a relationship or a map, not a value of type {}",
                        key.name,
                        of.name()
                    );
                    let kind = match of {
                        Type::Is(ValueType::Path | ValueType::Node) => {
                            crate::query::error::ErrorKind::SyntaxError
                        }
                        _ => crate::query::error::ErrorKind::TypeError,
                    };
                    return Err(QueryError::compile(kind, "InvalidArgumentType", expr.span(), message));
                }
                (BoundKind::Property { subject: Box::new(bound), key: Arc::clone(&key.name) }, Type::Any)
            }
            ExprKind::Index { subject, index } => {
                let (bound, of) = self.expr(subject, inner)?;
                let (index_bound, index_type) = self.expr(index, inner)?;
                if let Type::Is(
                    ValueType::Boolean | ValueType::Integer | ValueType::Float | ValueType::String,
                ) = of
                {
                    let message = format!("a value of type {} has no elements", of.name());
                    let kind = crate::query::error::ErrorKind::TypeError;
                    return Err(QueryError::compile(kind, "InvalidArgumentType", subject.span(), message));
                }
                let element = match of {
                    Type::List(element) => {
                        if !index_type.may_be(&[ValueType::Integer]) {
                            let message = "a list is looked up by an integer";
                            let kind = crate::query::error::ErrorKind::TypeError;
                            return Err(QueryError::compile(
                                kind,
                                "InvalidArgumentType",
                                index.span(),
                                message,
                            ));
                        }
                        *element
                    }
                    _ => Type::Any,
                };
                let element = if element == Type::NULL { Type::Any } else { element };
                (BoundKind::Index { subject: Box::new(bound), index: Box::new(index_bound) }, element)
            }
            ExprKind::Slice { subject, from, to } => {
                let (bound, of) = self.expr(subject, inner)?;
                let from = from.as_ref().map(|e| self.boxed(e, inner)).transpose()?;
                let to = to.as_ref().map(|e| self.boxed(e, inner)).transpose()?;
                (BoundKind::Slice { subject: Box::new(bound), from, to }, of)
            }
            ExprKind::HasLabels { subject, labels } => {
                let (bound, of) = self.expr(subject, inner)?;
                self.want(
                    subject,
                    &of,
                    &[ValueType::Node, ValueType::Relationship],
                    "labels belong to nodes and relationships",
                )?;
                (BoundKind::HasLabels { subject: Box::new(bound), labels: (**labels).clone() }, Type::BOOLEAN)
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                let (bound, of) = self.expr(operand, place)?;
                self.want(operand, &of, &[ValueType::Boolean], "NOT needs a boolean")?;
                (BoundKind::Not(Box::new(bound)), Type::BOOLEAN)
            }
            ExprKind::Unary { op, operand } => {
                let (bound, of) = self.expr(operand, inner)?;
                self.want(
                    operand,
                    &of,
                    &[ValueType::Integer, ValueType::Float, ValueType::Duration],
                    "a sign needs a number",
                )?;
                let bound = Box::new(bound);
                (if *op == UnaryOp::Plus { BoundKind::Plus(bound) } else { BoundKind::Minus(bound) }, of)
            }
            ExprKind::And(all) | ExprKind::Or(all) => {
                let mut bound = Vec::with_capacity(all.len());
                for each in all {
                    let (operand, of) = self.expr(each, place)?;
                    self.want(each, &of, &[ValueType::Boolean], "AND, OR and XOR need booleans")?;
                    bound.push(operand);
                }
                let and = matches!(expr.kind, ExprKind::And(_));
                (if and { BoundKind::And(bound) } else { BoundKind::Or(bound) }, Type::BOOLEAN)
            }
            ExprKind::Binary { op, left, right } => {
                let operand_place = if *op == BinaryOp::Xor { place } else { inner };
                let (bound_left, left_type) = self.expr(left, operand_place)?;
                let (bound_right, right_type) = self.expr(right, operand_place)?;
                let of = self.binary_type(*op, (left, &left_type), (right, &right_type))?;
                (BoundKind::Binary { op: *op, left: Box::new(bound_left), right: Box::new(bound_right) }, of)
            }
            ExprKind::Comparison { first, rest } => {
                let first = self.boxed(first, inner)?;
                let rest = rest
                    .iter()
                    .map(|(op, operand)| Ok((*op, self.expr(operand, inner)?.0)))
                    .collect::<Result<Vec<(CompareOp, BoundExpr)>, QueryError>>()?;
                (BoundKind::Comparison { first, rest }, Type::BOOLEAN)
            }
            ExprKind::IsNull { operand, negated } => {
                (BoundKind::IsNull { operand: self.boxed(operand, inner)?, negated: *negated }, Type::BOOLEAN)
            }
            ExprKind::IsType { operand, of, negated } => {
                let operand = self.boxed(operand, inner)?;
                (BoundKind::IsType { operand, of: of.clone(), negated: *negated }, Type::BOOLEAN)
            }
            ExprKind::Case { subject, arms, default } => {
                let subject = subject.as_ref().map(|e| self.boxed(e, inner)).transpose()?;
                let subject = subject.map(|subject| (subject, self.new_slot()));
                let before = self.operand;
                // A condition may be a pattern, also in what is projected, but not beside aggregates.
                let conditions = if has_aggregate(expr) { inner } else { Place::Condition };
                let arms = arms
                    .iter()
                    .map(|arm| {
                        // What stands in THEN may be within an arm of an outer CASE.
                        self.operand = subject.as_ref().map(|(_, slot)| *slot);
                        let when = arm
                            .when
                            .iter()
                            .map(|when| {
                                let condition = subject.is_none() || matches!(when, When::Test(_));
                                let place = if condition { conditions } else { inner };
                                Ok((self.expr(when.expr(), place)?.0, condition))
                            })
                            .collect::<Result<Vec<_>, QueryError>>();
                        self.operand = before;
                        Ok(BoundArm { when: when?, then: self.expr(&arm.then, inner)?.0 })
                    })
                    .collect::<Result<Vec<_>, QueryError>>()?;
                let default = default.as_ref().map(|e| self.boxed(e, inner)).transpose()?;
                (BoundKind::Case { subject, arms, default }, Type::Any)
            }
            ExprKind::Operand => match self.operand {
                Some(slot) => (BoundKind::Slot(slot), Type::Any),
                None => return Err(self.undefined("CASE", expr.span())),
            },
            ExprKind::CountStar => return self.aggregate(expr, "count", false, &[], place),
            ExprKind::Function { name, distinct, arguments } => {
                return self.call(expr, name, *distinct, arguments, place);
            }
            ExprKind::ListComprehension { variable, list, filter, map } => {
                let (list_bound, slot, element, before) = self.over_list(variable, list, inner)?;
                let result = (|| {
                    let filter = filter.as_ref().map(|e| self.condition(e).map(Box::new)).transpose()?;
                    let map = map.as_ref().map(|e| self.expr(e, Place::Plain)).transpose()?;
                    Ok((filter, map))
                })();
                self.scope = before;
                let (filter, map) = result?;
                let (map, of) = map.map_or((None, element), |(map, of)| (Some(Box::new(map)), of));
                (BoundKind::Comprehension { slot, list: list_bound, filter, map }, Type::List(Box::new(of)))
            }
            ExprKind::Quantified { quantifier, variable, list, filter } => {
                let (list_bound, slot, _, before) = self.over_list(variable, list, inner)?;
                let filter = filter.as_ref().map(|e| self.condition(e).map(Box::new)).transpose();
                self.scope = before;
                let kind = BoundKind::Quantified {
                    quantifier: *quantifier,
                    slot,
                    list: list_bound,
                    filter: filter?,
                };
                (kind, Type::BOOLEAN)
            }
            ExprKind::Reduce { accumulator, initial, variable, list, step } => {
                let initial = self.boxed(initial, inner)?;
                let (list, slot, _, before) = self.over_list(variable, list, inner)?;
                let accumulator_slot = self.new_slot();
                self.set(Arc::clone(&accumulator.name), accumulator_slot, Type::Any);
                let step = self.boxed(step, Place::Plain);
                self.scope = before;
                (
                    BoundKind::Reduce { accumulator: accumulator_slot, initial, slot, list, step: step? },
                    Type::Any,
                )
            }
            ExprKind::PatternComprehension { pattern, filter, map } => {
                let before = self.scope.clone();
                let result = (|| {
                    let first_new = self.width;
                    let mut pattern = Box::new(self.match_pattern(pattern, &mut Vec::new(), &before)?);
                    let filter = filter.as_ref().map(|e| self.condition(e)).transpose()?;
                    let filter = self.lifted(std::slice::from_mut(&mut *pattern), first_new, filter);
                    let filter = filter.map(Box::new);
                    let map = self.boxed(map, Place::Plain)?;
                    Ok(BoundKind::PatternComprehension { pattern, filter, map })
                })();
                self.scope = before;
                (result?, Type::List(Box::new(Type::Any)))
            }
            ExprKind::Pattern(pattern) => return self.pattern_value(expr, pattern, place),
            ExprKind::Subquery { kind, query } => {
                let span = query.at.0;
                let query = Box::new(self.subquery(query, Some(*kind))?);
                if *kind == SubqueryKind::Collect && query.columns.len() != 1 {
                    let message = "COLLECT { … } needs a RETURN with one column";
                    return Err(QueryError::syntax("InvalidClauseComposition", span, message));
                }
                (BoundKind::Subquery { kind: *kind, query }, Type::Any)
            }
        };
        Ok((at(kind), of))
    }

    /// A pattern in an expression: a condition, or with `shortestPath` a path.
    fn pattern_value(&mut self, expr: &Expr, pattern: &PathPattern, place: Place) -> Bound {
        let path = pattern.selector != Selector::All;
        if place != Place::Condition && !path {
            let message = "a pattern stands only where a condition does: in WHERE, or in EXISTS { … }";
            return Err(QueryError::syntax("UnexpectedSyntax", expr.span(), message));
        }
        let before = self.scope.clone();
        let bound = self.match_pattern(pattern, &mut Vec::new(), &before);
        let new = self.scope.names().find(|name| before.get(name).is_none()).cloned();
        self.scope = before;
        let mut bound = bound?;
        if let Some(name) = new {
            return Err(self.undefined(&name, expr.span()));
        }
        if !path {
            return Ok((
                BoundExpr { kind: BoundKind::PatternExists(Box::new(bound)), span: expr.span() },
                Type::BOOLEAN,
            ));
        }
        let slot = self.new_slot();
        let many = pattern.selector == Selector::AllShortestPaths;
        bound.slot = Some(slot);
        let at = |kind| BoundExpr { kind, span: expr.span() };
        let map = Box::new(at(BoundKind::Slot(slot)));
        let paths = at(BoundKind::PatternComprehension { pattern: Box::new(bound), filter: None, map });
        if many {
            return Ok((paths, Type::List(Box::new(Type::PATH))));
        }
        let index = Box::new(at(BoundKind::Constant(0.into())));
        Ok((at(BoundKind::Index { subject: Box::new(paths), index }), Type::PATH))
    }

    fn has_properties(&self, of: &Type) -> bool {
        use ValueType as V;
        match of {
            Type::Is(kind) => !matches!(kind, V::Boolean | V::Integer | V::Float | V::String | V::Path),
            Type::List(_) => false,
            Type::Any => true,
        }
    }

    fn entries(
        &mut self,
        entries: &[(Ident, Expr)],
        place: Place,
    ) -> Result<Vec<(Arc<str>, BoundExpr)>, QueryError> {
        entries.iter().map(|(key, value)| Ok((Arc::clone(&key.name), self.expr(value, place)?.0))).collect()
    }

    /// Binds the list and opens a scope with the variable that runs over it; gives back the scope before.
    fn over_list(
        &mut self,
        variable: &Ident,
        list: &Expr,
        place: Place,
    ) -> Result<(Box<BoundExpr>, usize, Type, super::scope::Scope), QueryError> {
        let (bound, of) = self.expr(list, place)?;
        self.want(list, &of, &[ValueType::List], "IN needs a list")?;
        let element = if let Type::List(element) = of { *element } else { Type::Any };
        let element = if element == Type::NULL { Type::Any } else { element };
        let before = self.scope.clone();
        let slot = self.new_slot();
        self.set(Arc::clone(&variable.name), slot, element.clone());
        Ok((Box::new(bound), slot, element, before))
    }

    fn binary_type(
        &self,
        op: BinaryOp,
        left: (&Expr, &Type),
        right: (&Expr, &Type),
    ) -> Result<Type, QueryError> {
        use ValueType as V;
        let number = [V::Integer, V::Float];
        match op {
            BinaryOp::Xor => {
                self.want(left.0, left.1, &[V::Boolean], "AND, OR and XOR need booleans")?;
                self.want(right.0, right.1, &[V::Boolean], "AND, OR and XOR need booleans")?;
                Ok(Type::BOOLEAN)
            }
            BinaryOp::Modulo | BinaryOp::Power => {
                self.want(left.0, left.1, &number, "this operator needs numbers")?;
                self.want(right.0, right.1, &number, "this operator needs numbers")?;
                let both = *left.1 == Type::INTEGER && *right.1 == Type::INTEGER && op == BinaryOp::Modulo;
                Ok(if both { Type::INTEGER } else { Type::Any })
            }
            BinaryOp::In => {
                self.want(right.0, right.1, &[V::List], "IN needs a list")?;
                Ok(Type::BOOLEAN)
            }
            BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains | BinaryOp::Matches => {
                Ok(Type::BOOLEAN)
            }
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply => Ok(match (left.1, right.1) {
                (Type::Is(V::Integer), Type::Is(V::Integer)) => Type::INTEGER,
                (Type::Is(V::Integer | V::Float), Type::Is(V::Integer | V::Float)) => Type::FLOAT,
                (Type::List(a), Type::List(b)) if op == BinaryOp::Add => {
                    Type::List(Box::new(a.clone().join(*b.clone())))
                }
                _ => Type::Any,
            }),
            BinaryOp::Divide | BinaryOp::Concat => Ok(Type::Any),
        }
    }

    fn call(&mut self, expr: &Expr, name: &Ident, distinct: bool, arguments: &[Expr], place: Place) -> Bound {
        let lower = name.name.to_lowercase();
        if functions::is_aggregate(&lower) {
            return self.aggregate(expr, &lower, distinct, arguments, place);
        }
        let Some(signature) = crate::query::functions::find(&lower) else {
            let error = QueryError::syntax(
                "UnknownFunction",
                name.at.0,
                format!("there is no function {}", name.name),
            );
            return Err(match nearest(&name.name, functions::names()) {
                Some(known) => error.hint(format!("did you mean {known}?")),
                None => error,
            });
        };
        if arguments.len() < signature.least || arguments.len() > signature.most {
            let wanted = (signature.least, signature.most);
            let message = functions::takes(&name.name, wanted, arguments.len());
            return Err(QueryError::syntax("InvalidNumberOfArguments", expr.span(), message));
        }
        // `exists((a)-->())` asks whether the pattern is there, not whether that is known.
        if let ("exists", [pattern]) = (&*lower, arguments)
            && matches!(&pattern.kind, ExprKind::Pattern(path) if path.selector == Selector::All)
        {
            return self.expr(pattern, Place::Condition);
        }
        let inner = if place == Place::Aggregating { place } else { Place::Plain };
        let mut bound = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            let (value, of) = self.expr(argument, inner)?;
            if functions::refuses(signature, index, &of) {
                let message = format!("{} does not take a value of type {}", signature.name, of.name());
                return Err(
                    QueryError::syntax("InvalidArgumentType", argument.span(), message).hint(signature.help)
                );
            }
            bound.push(value);
        }
        let of = functions::result_type(&lower);
        if let ("size", [list]) = (&*lower, arguments)
            && let Some(count) = counted(list)
        {
            return Ok((self.expr(&count, place)?.0, of));
        }
        Ok((
            BoundExpr { kind: BoundKind::Call { function: signature, arguments: bound }, span: expr.span() },
            of,
        ))
    }

    /// An aggregate: its result comes in a slot of its own.
    fn aggregate(
        &mut self,
        expr: &Expr,
        function: &str,
        distinct: bool,
        arguments: &[Expr],
        place: Place,
    ) -> Bound {
        let invalid = |detail, message: &str| Err(QueryError::syntax(detail, expr.span(), message));
        if self.in_aggregate {
            return invalid("NestedAggregation", "an aggregate cannot stand within another");
        }
        if place != Place::Aggregating {
            return invalid("InvalidAggregation", "aggregates stand only in WITH and RETURN");
        }
        let Some(definition) = crate::query::functions::find(function) else {
            return invalid("UnknownFunction", "there is no such aggregate");
        };
        let count = arguments.len();
        let wanted = usize::from(!matches!(expr.kind, ExprKind::CountStar))
            + usize::from(function.starts_with("percentile"));
        if count != wanted {
            return invalid("InvalidNumberOfArguments", &functions::takes(function, (wanted, wanted), count));
        }
        if arguments.iter().any(super::aggregate::is_random) {
            return invalid("NonConstantExpression", "an aggregate of random numbers is not allowed");
        }
        self.in_aggregate = true;
        let bound: Result<Vec<_>, _> =
            arguments.iter().map(|a| Ok(self.expr(a, Place::Aggregating)?.0)).collect();
        self.in_aggregate = false;
        let arguments = bound?;
        let slot = self.new_slot();
        self.aggregates.push(Aggregate { function: definition, distinct, arguments, slot });
        let of = if function == "count" { Type::INTEGER } else { Type::Any };
        Ok((BoundExpr { kind: BoundKind::Slot(slot), span: expr.span() }, of))
    }
}

/// `COUNT { … }` for a list of what a pattern finds, of which only the length is asked: it needs no list. Where what the list
/// holds may fail, it has to be made.
fn counted(list: &Expr) -> Option<Expr> {
    let ExprKind::PatternComprehension { pattern, filter, map } = &list.kind else { return None };
    let is_node = |name: &Arc<str>| {
        let named = |node: &NodePattern| node.variable.as_ref().is_some_and(|own| own.name == *name);
        pattern.elements.iter().any(|element| matches!(element, Element::Node(node) if named(node)))
    };
    let cannot_fail = match &map.kind {
        ExprKind::Variable(_) | ExprKind::Integer(_) | ExprKind::Boolean(_) => true,
        ExprKind::Property { subject, .. } => {
            matches!(&subject.kind, ExprKind::Variable(name) if is_node(name))
        }
        _ => false,
    };
    cannot_fail.then(|| {
        let (patterns, filter) = (vec![PathPattern::clone(pattern)], filter.as_deref().cloned());
        let kind = ClauseKind::Match { optional: false, patterns, filter };
        let first = SingleQuery { clauses: vec![Clause { kind, at: list.at }], at: list.at };
        let query = Box::new(Query { first, rest: Vec::new(), at: list.at });
        Expr { kind: ExprKind::Subquery { kind: SubqueryKind::Count, query }, at: list.at }
    })
}
