//! Expressions as text. Brackets stand wherever the text would otherwise be read as something else: as another order of the
//! operators, as a comprehension, as a pattern.

use std::fmt::{Display, Formatter, Result};

use super::{Dotted, Joined, filter, name};
use crate::query::syntax::ast::{
    BinaryOp, CompareOp, Expr, ExprKind, LabelExpr, MapItem, Quantifier, SubqueryKind, UnaryOp, When,
};

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
pub(super) struct Operand<'a>(pub(super) &'a Expr);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if is_whole(self.0) { self.0.fmt(f) } else { write!(f, "({})", self.0) }
    }
}

/// An operand of an operator that a pattern would take for its own: `(a)-->(b) - c`.
struct Term<'a>(&'a Expr);

impl Display for Term<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0.kind {
            ExprKind::Pattern(_) => write!(f, "({})", self.0),
            _ => Operand(self.0).fmt(f),
        }
    }
}

fn is_whole(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Unary { .. } | ExprKind::Binary { .. } | ExprKind::And(_) | ExprKind::Or(_) => {
            begins_with_nothing(expression)
        }
        ExprKind::Comparison { .. } | ExprKind::IsNull { .. } | ExprKind::IsType { .. } => {
            begins_with_nothing(expression)
        }
        ExprKind::HasLabels { .. } | ExprKind::Case { .. } => false,
        ExprKind::Integer(n) => *n >= 0,
        _ => true,
    }
}

/// The part that is written first, if an expression has parts.
fn first(expression: &Expr) -> Option<&Expr> {
    match &expression.kind {
        ExprKind::Binary { left: first, .. }
        | ExprKind::Comparison { first, .. }
        | ExprKind::IsNull { operand: first, .. }
        | ExprKind::IsType { operand: first, .. }
        | ExprKind::Property { subject: first, .. }
        | ExprKind::Index { subject: first, .. }
        | ExprKind::Slice { subject: first, .. }
        | ExprKind::HasLabels { subject: first, .. } => Some(first),
        ExprKind::And(all) | ExprKind::Or(all) => all.first(),
        _ => None,
    }
}

/// The same, if no bracket comes before it.
fn first_without_bracket(expression: &Expr) -> Option<&Expr> {
    let first = first(expression)?;
    let chain = match (&expression.kind, &first.kind) {
        (ExprKind::Binary { op, .. }, ExprKind::Binary { op: inner, .. }) => binds(*inner) >= binds(*op),
        (ExprKind::Binary { .. } | ExprKind::Comparison { .. }, ExprKind::Pattern(_)) => return None,
        _ => false,
    };
    (chain || is_whole(first)).then_some(first)
}

/// Whether it begins with an operator, as a test of `CASE` does: what is looked at is not written. Brackets around the
/// operand of a further operator would part the two.
fn begins_with_nothing(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Operand => true,
        ExprKind::Unary { op: UnaryOp::Not, operand } => test_of_form(operand).is_some(),
        ExprKind::Function { .. } => test_of_form(expression).is_some(),
        _ => first(expression).is_some_and(begins_with_nothing),
    }
}

/// `IS NFC NORMALIZED` of what is not written: a call, but no call could say it.
fn test_of_form(expression: &Expr) -> Option<(&Expr, &str)> {
    match &expression.kind {
        ExprKind::Function { name, arguments, .. } if name.name.as_ref() == "isNormalized" => {
            match arguments.as_slice() {
                [subject, Expr { kind: ExprKind::String(form), .. }] => {
                    begins_with_nothing(subject).then_some((subject, form))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether `[` before it would begin a comprehension: `[x IN list, …]`, `[(a)-->(b), …]`.
fn begins_comprehension(item: &Expr) -> bool {
    let is_name =
        |part: &Expr| matches!(part.kind, ExprKind::Variable(_) | ExprKind::Null | ExprKind::Boolean(_));
    match &item.kind {
        ExprKind::Pattern(_) => true,
        ExprKind::Binary { op: BinaryOp::In, left, .. } if is_name(left) => true,
        _ => first_without_bracket(item).is_some_and(begins_comprehension),
    }
}

/// Whether `{` comes first.
pub(super) fn begins_with_map(expression: &Expr) -> bool {
    matches!(expression.kind, ExprKind::Map(_))
        || first_without_bracket(expression).is_some_and(begins_with_map)
}

/// Whether `[` comes first: after a minus it would be a relationship, `(a:A) - [1] - b`.
fn begins_with_list(expression: &Expr) -> bool {
    matches!(
        expression.kind,
        ExprKind::List(_) | ExprKind::ListComprehension { .. } | ExprKind::PatternComprehension { .. }
    ) || first_without_bracket(expression).is_some_and(begins_with_list)
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
            ExprKind::Parameter(text) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
                write!(f, "${text}")
            }
            ExprKind::Parameter(text) => {
                f.write_str("$")?;
                name(f, text)
            }
            ExprKind::Variable(text) => name(f, text),
            ExprKind::List(items) => match items.split_first() {
                Some((first, rest)) if begins_comprehension(first) => {
                    write!(f, "[({first}){}{}]", if rest.is_empty() { "" } else { ", " }, Joined(rest, ", "))
                }
                _ => write!(f, "[{}]", Joined(items, ", ")),
            },
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
            // A `|` may end an expression, as in a comprehension.
            ExprKind::HasLabels { subject, labels } => match &**labels {
                LabelExpr::Or(_) => write!(f, "{}:({labels})", Operand(subject)),
                _ => write!(f, "{}:{labels}", Operand(subject)),
            },
            ExprKind::Unary { op, operand } => {
                let sign = match op {
                    UnaryOp::Not => "NOT ",
                    UnaryOp::Plus => "+",
                    UnaryOp::Minus => "-",
                };
                // `-1` is one number: the minus of an expression keeps its brackets.
                match (op, &operand.kind) {
                    (UnaryOp::Not, _) if let Some((subject, form)) = test_of_form(operand) => {
                        write!(f, "{subject} IS NOT {form} NORMALIZED")
                    }
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
                    _ => Term(left).fmt(f)?,
                }
                match op {
                    BinaryOp::Subtract if begins_with_list(right) => write!(f, " - ({right})"),
                    _ => write!(f, " {} {}", binary_sign(*op), Term(right)),
                }
            }
            ExprKind::And(all) => operands(f, all, "AND"),
            ExprKind::Or(all) => operands(f, all, "OR"),
            ExprKind::Comparison { first, rest } => {
                Term(first).fmt(f)?;
                rest.iter()
                    .try_for_each(|(op, operand)| write!(f, " {} {}", compare_sign(*op), Term(operand)))
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
                if let Some((subject, form)) = test_of_form(self) {
                    return write!(f, "{subject} IS {form} NORMALIZED");
                }
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
