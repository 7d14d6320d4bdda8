//! The syntax tree as text: parsing it again gives the same tree.

use std::fmt::{Display, Formatter, Result};

use super::ast::{
    BinaryOp, Clause, ClauseKind, CompareOp, Direction, Element, Expr, ExprKind, Ident, Imports, LabelExpr,
    MapItem, Mode, NodePattern, PathPattern, ProcedureCall, Projection, Quantifier, Query,
    RelationshipPattern, RemoveItem, Repeat, Selector, SetItem, SingleQuery, Statement, SubqueryKind,
    UnaryOp, When,
};
use super::keywords::is_keyword;
use super::lexer::{continues_name, starts_name};

/// Items with something between them.
struct Joined<'a, T>(&'a [T], &'static str);

impl<T: Display> Display for Joined<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (index, item) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(self.1)?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}

/// A name, in backquotes where it needs them.
fn name(f: &mut Formatter<'_>, text: &str) -> Result {
    let plain = text.starts_with(starts_name) && text.chars().all(continues_name);
    if plain && !is_keyword(text) { f.write_str(text) } else { write!(f, "`{}`", text.replace('`', "``")) }
}

impl Display for Ident {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        name(f, &self.name)
    }
}

/// The name of a procedure or function, whose parts a dot separates.
struct Dotted<'a>(&'a Ident);

impl Display for Dotted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (index, part) in self.0.name.split('.').enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            name(f, part)?;
        }
        Ok(())
    }
}

impl Display for Statement {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.mode {
            Mode::Run => {}
            Mode::Explain => f.write_str("EXPLAIN ")?,
            Mode::Profile => f.write_str("PROFILE ")?,
        }
        self.query.fmt(f)
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.first.fmt(f)?;
        for (all, query) in &self.rest {
            write!(f, " UNION {}{query}", if *all { "ALL " } else { "" })?;
        }
        Ok(())
    }
}

impl Display for SingleQuery {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        Joined(&self.clauses, " ").fmt(f)
    }
}

fn filter(f: &mut Formatter<'_>, filter: Option<&Expr>) -> Result {
    filter.map_or(Ok(()), |filter| write!(f, " WHERE {filter}"))
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            ClauseKind::Match { optional, patterns, filter: condition } => {
                write!(f, "{}MATCH {}", if *optional { "OPTIONAL " } else { "" }, Joined(patterns, ", "))?;
                filter(f, condition.as_ref())
            }
            ClauseKind::Unwind { list, variable } => write!(f, "UNWIND {list} AS {variable}"),
            ClauseKind::With(projection) => write!(f, "WITH {projection}"),
            ClauseKind::Return(projection) => write!(f, "RETURN {projection}"),
            ClauseKind::Finish => f.write_str("FINISH"),
            ClauseKind::Create { patterns } => write!(f, "CREATE {}", Joined(patterns, ", ")),
            ClauseKind::Merge { pattern, on_create, on_match } => {
                write!(f, "MERGE {pattern}")?;
                if !on_create.is_empty() {
                    write!(f, " ON CREATE SET {}", Joined(on_create, ", "))?;
                }
                if on_match.is_empty() {
                    Ok(())
                } else {
                    write!(f, " ON MATCH SET {}", Joined(on_match, ", "))
                }
            }
            ClauseKind::Set { items } => write!(f, "SET {}", Joined(items, ", ")),
            ClauseKind::Remove { items } => write!(f, "REMOVE {}", Joined(items, ", ")),
            ClauseKind::Delete { detach, targets } => {
                write!(f, "{}DELETE {}", if *detach { "DETACH " } else { "" }, Joined(targets, ", "))
            }
            ClauseKind::Call(call) => call.fmt(f),
            ClauseKind::Filter(condition) => write!(f, "FILTER {condition}"),
            ClauseKind::Subquery { optional, imports, query } => {
                f.write_str(if *optional { "OPTIONAL " } else { "" })?;
                f.write_str("CALL ")?;
                match imports {
                    None => {}
                    Some(Imports::All) => f.write_str("(*) ")?,
                    Some(Imports::Only(names)) => write!(f, "({}) ", Joined(names, ", "))?,
                }
                write!(f, "{{ {query} }}")
            }
            ClauseKind::Foreach { variable, list, clauses } => {
                write!(f, "FOREACH ({variable} IN {list} | {})", Joined(clauses, " "))
            }
            ClauseKind::LoadCsv { headers, source, variable, separator } => {
                let headers = if *headers { "WITH HEADERS " } else { "" };
                write!(f, "LOAD CSV {headers}FROM {source} AS {variable}")?;
                separator.as_ref().map_or(Ok(()), |separator| write!(f, " FIELDTERMINATOR {separator}"))
            }
        }
    }
}

impl Display for ProcedureCall {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "CALL {}", Dotted(&self.name))?;
        if let Some(arguments) = &self.arguments {
            write!(f, "({})", Joined(arguments, ", "))?;
        }
        match &self.yields {
            _ if self.yield_all => f.write_str(" YIELD *")?,
            Some(yields) if yields.is_empty() => f.write_str(" YIELD -")?,
            Some(yields) => {
                f.write_str(" YIELD ")?;
                for (index, (field, variable)) in yields.iter().enumerate() {
                    write!(f, "{}{field}", if index > 0 { ", " } else { "" })?;
                    if field != variable {
                        write!(f, " AS {variable}")?;
                    }
                }
            }
            None => {}
        }
        filter(f, self.filter.as_ref())
    }
}

impl Display for Projection {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.distinct {
            f.write_str("DISTINCT ")?;
        }
        if self.star {
            f.write_str(if self.items.is_empty() { "*" } else { "*, " })?;
        }
        for (index, item) in self.items.iter().enumerate() {
            write!(f, "{}{}", if index > 0 { ", " } else { "" }, item.expr)?;
            if let Some(alias) = &item.alias {
                write!(f, " AS {alias}")?;
            }
        }
        for (index, (expr, descending)) in self.order.iter().enumerate() {
            let before = if index == 0 { " ORDER BY " } else { ", " };
            write!(f, "{before}{expr}{}", if *descending { " DESC" } else { "" })?;
        }
        if let Some(skip) = &self.skip {
            write!(f, " SKIP {skip}")?;
        }
        if let Some(limit) = &self.limit {
            write!(f, " LIMIT {limit}")?;
        }
        filter(f, self.filter.as_ref())
    }
}

fn labels(f: &mut Formatter<'_>, names: &[Ident]) -> Result {
    names.iter().try_for_each(|name| write!(f, ":{name}"))
}

impl Display for SetItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Property { target, key, value } => write!(f, "{}.{key} = {value}", Operand(target)),
            Self::DynamicProperty { target, key, value } => write!(f, "{}[{key}] = {value}", Operand(target)),
            Self::Replace { variable, value } => write!(f, "{variable} = {value}"),
            Self::Merge { variable, value } => write!(f, "{variable} += {value}"),
            Self::Labels { variable, labels: names } => {
                variable.fmt(f)?;
                labels(f, names)
            }
        }
    }
}

impl Display for RemoveItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Property { target, key } => write!(f, "{}.{key}", Operand(target)),
            Self::DynamicProperty { target, key } => write!(f, "{}[{key}]", Operand(target)),
            Self::Labels { variable, labels: names } => {
                variable.fmt(f)?;
                labels(f, names)
            }
        }
    }
}

impl Display for PathPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if let Some(variable) = &self.variable {
            write!(f, "{variable} = ")?;
        }
        let close = match self.selector {
            Selector::All => "",
            Selector::ShortestPath => {
                f.write_str("shortestPath(")?;
                ")"
            }
            Selector::AllShortestPaths => {
                f.write_str("allShortestPaths(")?;
                ")"
            }
            Selector::Shortest(k) => {
                write!(f, "SHORTEST {k} ")?;
                ""
            }
            Selector::AllShortest => {
                f.write_str("ALL SHORTEST ")?;
                ""
            }
            Selector::ShortestGroups(k) => {
                write!(f, "SHORTEST {k} GROUPS ")?;
                ""
            }
        };
        Joined(&self.elements, "").fmt(f)?;
        f.write_str(close)
    }
}

impl Display for Element {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Node(node) => node.fmt(f),
            Self::Relationship(relationship) => relationship.fmt(f),
            Self::Group { path, filter: condition, repeat } => {
                write!(f, "({path}")?;
                filter(f, condition.as_ref())?;
                f.write_str(")")?;
                repeat.iter().try_for_each(|repeat| repeat.fmt(f))
            }
        }
    }
}

impl Display for NodePattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("(")?;
        inside(f, self.variable.as_ref(), self.labels.as_ref(), None, self.properties.as_ref())?;
        filter(f, self.filter.as_deref())?;
        f.write_str(")")
    }
}

fn inside(
    f: &mut Formatter<'_>,
    variable: Option<&Ident>,
    labels: Option<&LabelExpr>,
    repeat: Option<Repeat>,
    properties: Option<&Expr>,
) -> Result {
    if let Some(variable) = variable {
        variable.fmt(f)?;
    }
    if let Some(labels) = labels {
        write!(f, ":{labels}")?;
    }
    if let Some(repeat) = repeat {
        repeat.fmt(f)?;
    }
    match properties {
        Some(properties) if variable.is_some() || labels.is_some() || repeat.is_some() => {
            write!(f, " {properties}")
        }
        Some(properties) => properties.fmt(f),
        None => Ok(()),
    }
}

impl Display for RelationshipPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (left, right) = match self.direction {
            Direction::Right => ("-", "->"),
            Direction::Left => ("<-", "-"),
            Direction::Either => ("-", "-"),
            Direction::Both => ("<-", "->"),
        };
        write!(f, "{left}[")?;
        let legacy = self.repeat.filter(|repeat| repeat.legacy);
        inside(f, self.variable.as_ref(), self.types.as_ref(), legacy, self.properties.as_ref())?;
        filter(f, self.filter.as_deref())?;
        write!(f, "]{right}")?;
        self.repeat.filter(|repeat| !repeat.legacy).map_or(Ok(()), |repeat| repeat.fmt(f))
    }
}

impl Display for Repeat {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(if self.legacy { "*" } else { "{" })?;
        if let Some(min) = self.min {
            write!(f, "{min}")?;
        }
        if self.min != self.max || self.min.is_none() && !self.legacy {
            f.write_str(if self.legacy { ".." } else { "," })?;
            if let Some(max) = self.max {
                write!(f, "{max}")?;
            }
        }
        f.write_str(if self.legacy { "" } else { "}" })
    }
}

impl Display for LabelExpr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let part = |f: &mut Formatter<'_>, inner: &LabelExpr| match inner {
            Self::And(_) | Self::Or(_) => write!(f, "({inner})"),
            _ => inner.fmt(f),
        };
        let joined = |f: &mut Formatter<'_>, all: &[LabelExpr], sign: &str| {
            for (index, each) in all.iter().enumerate() {
                if index > 0 {
                    f.write_str(sign)?;
                }
                part(f, each)?;
            }
            Ok(())
        };
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Any => f.write_str("%"),
            Self::Not(inner) => {
                f.write_str("!")?;
                part(f, inner)
            }
            Self::And(all) => joined(f, all, "&"),
            Self::Or(any) => joined(f, any, "|"),
        }
    }
}

impl Display for When {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        // What a test looks at is not written: the operator comes first.
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Test(test) => f.write_str(test.to_string().trim_start()),
        }
    }
}

/// An expression that stands beside an operator: in brackets unless nothing can tear it apart.
struct Operand<'a>(&'a Expr);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let whole = match &self.0.kind {
            ExprKind::Unary { .. } | ExprKind::Binary { .. } | ExprKind::And(_) | ExprKind::Or(_) => false,
            ExprKind::Comparison { .. } | ExprKind::IsNull { .. } | ExprKind::IsType { .. } => false,
            ExprKind::HasLabels { .. } | ExprKind::Case { .. } => false,
            ExprKind::Integer(n) => *n >= 0,
            _ => true,
        };
        if whole { self.0.fmt(f) } else { write!(f, "({})", self.0) }
    }
}

/// Whether a minus before an expression would become a number's: `-0.name`.
fn begins_with_integer(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Integer(_) => true,
        ExprKind::Property { subject, .. }
        | ExprKind::Index { subject, .. }
        | ExprKind::Slice { subject, .. } => begins_with_integer(subject),
        _ => false,
    }
}

/// The operators that bind more strongly have the larger number.
fn binds(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Xor => 0,
        BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains | BinaryOp::Matches | BinaryOp::In => {
            1
        }
        BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Concat => 2,
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => 3,
        BinaryOp::Power => 4,
    }
}

fn string(f: &mut Formatter<'_>, text: &str) -> Result {
    write!(
        f,
        "'{}'",
        text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n").replace('\r', "\\r")
    )
}

fn operands(f: &mut Formatter<'_>, all: &[Expr], sign: &str) -> Result {
    for (index, each) in all.iter().enumerate() {
        if index > 0 {
            write!(f, " {sign} ")?;
        }
        Operand(each).fmt(f)?;
    }
    Ok(())
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            ExprKind::Null => f.write_str("null"),
            ExprKind::Boolean(b) => b.fmt(f),
            ExprKind::Integer(n) => n.fmt(f),
            ExprKind::Float(n) => write!(f, "{n:?}"),
            ExprKind::String(text) => string(f, text),
            ExprKind::Parameter(text) if text.starts_with(|c: char| c.is_ascii_digit()) => {
                write!(f, "${text}")
            }
            ExprKind::Parameter(text) => {
                f.write_str("$")?;
                name(f, text)
            }
            ExprKind::Variable(text) => name(f, text),
            ExprKind::List(items) => write!(f, "[{}]", Joined(items, ", ")),
            ExprKind::Map(entries) => {
                f.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if index > 0 { ", " } else { "" })?;
                }
                f.write_str("}")
            }
            ExprKind::MapProjection { subject, items } => write!(f, "{subject} {{{}}}", Joined(items, ", ")),
            ExprKind::Property { subject, key } => {
                write!(f, "{}.", Operand(subject))?;
                name(f, &key.name)
            }
            ExprKind::Index { subject, index } => write!(f, "{}[{index}]", Operand(subject)),
            ExprKind::Slice { subject, from, to } => {
                write!(f, "{}[", Operand(subject))?;
                from.as_ref().map_or(Ok(()), |from| from.fmt(f))?;
                f.write_str("..")?;
                to.as_ref().map_or(Ok(()), |to| to.fmt(f))?;
                f.write_str("]")
            }
            ExprKind::HasLabels { subject, labels } => write!(f, "{}:{labels}", Operand(subject)),
            ExprKind::Unary { op, operand } => {
                let sign = match op {
                    UnaryOp::Not => "NOT ",
                    UnaryOp::Plus => "+",
                    UnaryOp::Minus => "-",
                };
                // `-1` is one number: the minus of an expression keeps its brackets.
                match (op, &operand.kind) {
                    (UnaryOp::Minus, _) if begins_with_integer(operand) => write!(f, "-({operand})"),
                    // Many in a row are no deeper than they were written.
                    (UnaryOp::Not, ExprKind::Unary { op: UnaryOp::Not, .. }) => write!(f, "NOT {operand}"),
                    (UnaryOp::Plus | UnaryOp::Minus, ExprKind::Unary { op: inner, .. })
                        if *inner != UnaryOp::Not =>
                    {
                        write!(f, "{sign} {operand}")
                    }
                    _ => write!(f, "{sign}{}", Operand(operand)),
                }
            }
            ExprKind::Binary { op, left, right } => {
                // `1 + 1 + 1` is read from the left, and as deep in brackets as it is long.
                match &left.kind {
                    ExprKind::Binary { op: inner, .. } if binds(*inner) >= binds(*op) => left.fmt(f)?,
                    _ => Operand(left).fmt(f)?,
                }
                write!(f, " {} {}", binary_sign(*op), Operand(right))
            }
            ExprKind::And(all) => operands(f, all, "AND"),
            ExprKind::Or(all) => operands(f, all, "OR"),
            ExprKind::Comparison { first, rest } => {
                Operand(first).fmt(f)?;
                rest.iter()
                    .try_for_each(|(op, operand)| write!(f, " {} {}", compare_sign(*op), Operand(operand)))
            }
            ExprKind::IsNull { operand, negated } => {
                write!(f, "{} IS {}NULL", Operand(operand), if *negated { "NOT " } else { "" })
            }
            ExprKind::IsType { operand, of: type_name, negated } => {
                write!(f, "{} IS {}:: {type_name}", Operand(operand), if *negated { "NOT " } else { "" })
            }
            ExprKind::Operand => Ok(()),
            ExprKind::Case { subject, arms, default } => {
                f.write_str("CASE")?;
                subject.as_ref().map_or(Ok(()), |subject| write!(f, " {subject}"))?;
                arms.iter()
                    .try_for_each(|arm| write!(f, " WHEN {} THEN {}", Joined(&arm.when, ", "), arm.then))?;
                default.as_ref().map_or(Ok(()), |default| write!(f, " ELSE {default}"))?;
                f.write_str(" END")
            }
            ExprKind::Function { name, distinct, arguments } => {
                let distinct = if *distinct { "DISTINCT " } else { "" };
                write!(f, "{}({distinct}{})", Dotted(name), Joined(arguments, ", "))
            }
            ExprKind::CountStar => f.write_str("count(*)"),
            ExprKind::ListComprehension { variable, list, filter: condition, map } => {
                write!(f, "[{variable} IN {list}")?;
                filter(f, condition.as_deref())?;
                map.as_ref().map_or(Ok(()), |map| write!(f, " | {map}"))?;
                f.write_str("]")
            }
            ExprKind::Quantified { quantifier, variable, list, filter: condition } => {
                let word = match quantifier {
                    Quantifier::All => "all",
                    Quantifier::Any => "any",
                    Quantifier::None => "none",
                    Quantifier::Single => "single",
                };
                write!(f, "{word}({variable} IN {list}")?;
                filter(f, condition.as_deref())?;
                f.write_str(")")
            }
            ExprKind::Reduce { accumulator, initial, variable, list, step } => {
                write!(f, "reduce({accumulator} = {initial}, {variable} IN {list} | {step})")
            }
            ExprKind::PatternComprehension { pattern, filter: condition, map } => {
                write!(f, "[{pattern}")?;
                filter(f, condition.as_deref())?;
                write!(f, " | {map}]")
            }
            ExprKind::Pattern(pattern) => pattern.fmt(f),
            ExprKind::Subquery { kind, query } => {
                let word = match kind {
                    SubqueryKind::Exists => "EXISTS",
                    SubqueryKind::Count => "COUNT",
                    SubqueryKind::Collect => "COLLECT",
                };
                write!(f, "{word} {{ {query} }}")
            }
        }
    }
}

impl Display for MapItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Property(key) => write!(f, ".{key}"),
            Self::AllProperties => f.write_str(".*"),
            Self::Entry(key, value) => write!(f, "{key}: {value}"),
            Self::Variable(name) => name.fmt(f),
        }
    }
}

fn binary_sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Xor => "XOR",
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Modulo => "%",
        BinaryOp::Power => "^",
        BinaryOp::Concat => "||",
        BinaryOp::StartsWith => "STARTS WITH",
        BinaryOp::EndsWith => "ENDS WITH",
        BinaryOp::Contains => "CONTAINS",
        BinaryOp::Matches => "=~",
        BinaryOp::In => "IN",
    }
}

fn compare_sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "<>",
        CompareOp::Less => "<",
        CompareOp::LessEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterEqual => ">=",
    }
}
