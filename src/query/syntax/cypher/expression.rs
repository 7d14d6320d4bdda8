//! Operators, all in one loop over binding powers.

use nom::Err;

use super::atom::{atom, identifier};
use super::pattern::label_expression;
use super::type_name::type_name;
use crate::query::syntax::ast::{At, BinaryOp, CompareOp, Expr, ExprKind, Ident, UnaryOp};
use crate::query::syntax::input::{Input, Parsed, cut, sign, too_deep, word};
use crate::query::syntax::token::{Sign, TokenKind};

/// How many operators of one kind may follow each other without brackets: each makes the tree one level deeper.
const MAX_CHAIN: usize = 400;

/// Binding powers, weakest first.
mod power {
    pub(super) const OR: u8 = 1;
    pub(super) const XOR: u8 = 2;
    pub(super) const AND: u8 = 3;
    pub(super) const NOT: u8 = 4;
    pub(super) const COMPARE: u8 = 5;
    pub(super) const PREDICATE: u8 = 6;
    pub(super) const ADD: u8 = 7;
    pub(super) const MULTIPLY: u8 = 8;
    pub(super) const POWER: u8 = 9;
    pub(super) const UNARY: u8 = 10;
}

/// `<expression>`
pub(in crate::query::syntax) fn expression(input: Input<'_>) -> Parsed<'_, Expr> {
    if is_literal_alone(input) {
        return atom(input);
    }
    input.nested(|input| operators(input, power::OR))
}

/// Whether a literal stands here with nothing to come of it, as most items of a long list do.
fn is_literal_alone(input: Input<'_>) -> bool {
    matches!(input.peek(0).kind, TokenKind::Integer | TokenKind::Float | TokenKind::String)
        && matches!(
            input.peek(1).kind,
            TokenKind::Sign(Sign::Comma | Sign::CloseBracket | Sign::CloseBrace | Sign::CloseParen)
        )
}

enum Operator {
    Binary(BinaryOp),
    And,
    Or,
    Compare(CompareOp),
    Is,
}

/// The operator that stands next, its power and the number of its tokens.
fn next_operator(input: Input<'_>) -> Option<(Operator, u8, usize)> {
    use BinaryOp as B;
    let token = input.peek(0);
    let binary = |op, power, length| Some((Operator::Binary(op), power, length));
    let compare = |op| Some((Operator::Compare(op), power::COMPARE, 1));
    match token.kind {
        TokenKind::Sign(found) => match found {
            Sign::Plus => binary(B::Add, power::ADD, 1),
            Sign::Minus => binary(B::Subtract, power::ADD, 1),
            Sign::BarBar => binary(B::Concat, power::ADD, 1),
            Sign::Star => binary(B::Multiply, power::MULTIPLY, 1),
            Sign::Slash => binary(B::Divide, power::MULTIPLY, 1),
            Sign::Percent => binary(B::Modulo, power::MULTIPLY, 1),
            Sign::Caret => binary(B::Power, power::POWER, 1),
            Sign::Matches => binary(B::Matches, power::PREDICATE, 1),
            Sign::Equal => compare(CompareOp::Equal),
            Sign::NotEqual | Sign::BangEqual => compare(CompareOp::NotEqual),
            Sign::Less => compare(CompareOp::Less),
            Sign::LessEqual => compare(CompareOp::LessEqual),
            Sign::Greater => compare(CompareOp::Greater),
            Sign::GreaterEqual => compare(CompareOp::GreaterEqual),
            _ => None,
        },
        TokenKind::Name => {
            let text = token.span().of(input.source);
            let is = |word: &str| text.eq_ignore_ascii_case(word);
            match text.len() {
                2 if is("OR") => Some((Operator::Or, power::OR, 1)),
                2 if is("IN") => binary(B::In, power::PREDICATE, 1),
                2 if is("IS") => Some((Operator::Is, power::PREDICATE, 1)),
                3 if is("AND") => Some((Operator::And, power::AND, 1)),
                3 if is("XOR") => binary(B::Xor, power::XOR, 1),
                4 if is("ENDS") && input.is_word(1, "WITH") => binary(B::EndsWith, power::PREDICATE, 2),
                6 if is("STARTS") && input.is_word(1, "WITH") => binary(B::StartsWith, power::PREDICATE, 2),
                8 if is("CONTAINS") => binary(B::Contains, power::PREDICATE, 1),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether an operator stands here that needs something to its left and is no sign of a number.
pub(super) fn begins_with_operator(input: Input<'_>) -> bool {
    let sign = input.is(Sign::Minus) || input.is(Sign::Plus) || input.is(Sign::Star);
    !sign && next_operator(input).is_some_and(|(_, _, length)| !ends_operand(input.advance(length)))
}

/// What an operator and what follows it make of an operand.
pub(super) fn goes_on(input: Input<'_>, operand: Expr) -> Parsed<'_, Expr> {
    operators_after(input, input, operand, power::OR)
}

fn operators(input: Input<'_>, least: u8) -> Parsed<'_, Expr> {
    let (rest, left) = unary(input)?;
    operators_after(input, rest, left, least)
}

fn operators_after<'a>(input: Input<'a>, mut rest: Input<'a>, mut left: Expr, least: u8) -> Parsed<'a, Expr> {
    let mut chain = 0;
    while let Some((operator, power, length)) = next_operator(rest) {
        if power < least {
            break;
        }
        let after = rest.advance(length);
        if matches!(operator, Operator::Is) {
            let (after, wrap) = cut(is_predicate(after))?;
            rest = after;
            left = Expr { kind: wrap(Box::new(left)), at: At(input.span_to(rest)) };
            chain += 1;
            if chain > MAX_CHAIN {
                return rest.fail(too_deep(rest.peek(0).span()));
            }
            continue;
        }
        let (after, right) = cut(operators(after, power + 1))?;
        let kind = match operator {
            Operator::Binary(op) => {
                chain += 1;
                ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) }
            }
            Operator::And => match left {
                Expr { kind: ExprKind::And(mut all), .. } if chain_goes_on(input, rest) => {
                    all.push(right);
                    ExprKind::And(all)
                }
                left => ExprKind::And(vec![left, right]),
            },
            Operator::Or => match left {
                Expr { kind: ExprKind::Or(mut all), .. } if chain_goes_on(input, rest) => {
                    all.push(right);
                    ExprKind::Or(all)
                }
                left => ExprKind::Or(vec![left, right]),
            },
            Operator::Compare(op) => match left {
                Expr { kind: ExprKind::Comparison { first, rest: mut links }, .. }
                    if chain_goes_on(input, rest) =>
                {
                    links.push((op, right));
                    ExprKind::Comparison { first, rest: links }
                }
                left => ExprKind::Comparison { first: Box::new(left), rest: vec![(op, right)] },
            },
            Operator::Is => break,
        };
        rest = after;
        left = Expr { kind, at: At(input.span_to(rest)) };
        if chain > MAX_CHAIN {
            return rest.fail(too_deep(rest.peek(0).span()));
        }
    }
    Ok((rest, left))
}

/// An operand without an operator after it: `n.name` of `n.name = 1`.
pub(super) fn operand(input: Input<'_>) -> Parsed<'_, Expr> {
    input.nested(unary)
}

/// Whether what was read is the chain itself and not a chain in brackets.
fn chain_goes_on(start: Input<'_>, now: Input<'_>) -> bool {
    !(start.is(Sign::OpenParen) && start.peek(0).closes_at as usize + 1 == now.at)
}

/// What a predicate makes of its operand.
type Wrap = Box<dyn FnOnce(Box<Expr>) -> ExprKind>;

/// What follows `IS`.
fn is_predicate(input: Input<'_>) -> Parsed<'_, Wrap> {
    let negated = input.is_word(0, "NOT");
    let rest = if negated { input.advance(1) } else { input };
    if rest.is_word(0, "NULL") {
        return Ok((rest.advance(1), Box::new(move |operand| ExprKind::IsNull { operand, negated })));
    }
    if rest.is(Sign::ColonColon) || rest.is_word(0, "TYPED") {
        let (rest, of) = cut(type_name(rest.advance(1)))?;
        return Ok((rest, Box::new(move |operand| ExprKind::IsType { operand, of, negated })));
    }
    let form = ["NFC", "NFD", "NFKC", "NFKD"].into_iter().find(|form| rest.is_word(0, form));
    let after = rest.advance(usize::from(form.is_some()));
    if after.is_word(0, "NORMALIZED") {
        let at = At(input.span_to(after.advance(1)));
        let wrap: Wrap = Box::new(move |operand| {
            let form = Expr { kind: ExprKind::String(form.unwrap_or("NFC").into()), at };
            let name = Ident { name: "isNormalized".into(), at };
            let kind =
                ExprKind::Function { name: Box::new(name), distinct: false, arguments: vec![*operand, form] };
            if !negated {
                return kind;
            }
            ExprKind::Unary { op: UnaryOp::Not, operand: Box::new(Expr { kind, at }) }
        });
        return Ok((after.advance(1), wrap));
    }
    let _ = word("NULL")(rest).is_err();
    rest.expected("::")
}

/// `NOT`, `+`, `-` before an operand, and what follows an operand.
fn unary(input: Input<'_>) -> Parsed<'_, Expr> {
    let operator = match input.peek(0).kind {
        TokenKind::Sign(Sign::Plus) => Some((UnaryOp::Plus, power::UNARY)),
        TokenKind::Sign(Sign::Minus) => {
            if input.peek(1).kind == TokenKind::Integer {
                let text = input.peek(1).span().of(input.source);
                let (rest, value) = super::atom::integer(input.advance(1), text, true)?;
                let kind = ExprKind::Integer(value);
                return postfix(input, rest, Expr { kind, at: At(input.span_to(rest)) });
            }
            Some((UnaryOp::Minus, power::UNARY))
        }
        TokenKind::Name if input.is_word(0, "NOT") && !ends_operand(input.advance(1)) => {
            Some((UnaryOp::Not, power::NOT))
        }
        _ => None,
    };
    match operator {
        Some((op, least)) => {
            let (rest, operand) = cut(input.nested(|input| operators(input.advance(1), least)))?;
            let kind = ExprKind::Unary { op, operand: Box::new(operand) };
            Ok((rest, Expr { kind, at: At(input.span_to(rest)) }))
        }
        None => {
            let (rest, operand) = atom(input)?;
            postfix(input, rest, operand)
        }
    }
}

/// Whether what stands here cannot begin an operand, so that the word before is a name.
pub(super) fn ends_operand(input: Input<'_>) -> bool {
    matches!(
        input.peek(0).kind,
        TokenKind::End
            | TokenKind::Sign(
                Sign::CloseParen
                    | Sign::CloseBracket
                    | Sign::CloseBrace
                    | Sign::Comma
                    | Sign::Dot
                    | Sign::Colon
                    | Sign::Bar
                    | Sign::Equal
                    | Sign::Semicolon
            )
    )
}

/// Property, index, slice and label tests after an operand.
fn postfix<'a>(start: Input<'a>, rest: Input<'a>, operand: Expr) -> Parsed<'a, Expr> {
    let (mut rest, mut operand) = (rest, operand);
    for _ in 0..MAX_CHAIN {
        let subject = || Box::new(operand.clone());
        let (after, kind) = match rest.peek(0).kind {
            TokenKind::Sign(Sign::Dot) => {
                let (after, key) = cut(identifier(rest.advance(1)))?;
                (after, ExprKind::Property { subject: Box::new(operand), key })
            }
            TokenKind::Sign(Sign::OpenBracket) => {
                let (after, kind) = cut(rest.with_bars(true, |rest| index_or_slice(rest, operand)))?;
                (after, kind)
            }
            TokenKind::Sign(Sign::Colon)
                if matches!(
                    operand.kind,
                    ExprKind::Variable(_)
                        | ExprKind::Property { .. }
                        | ExprKind::Function { .. }
                        | ExprKind::Index { .. }
                ) =>
            {
                match label_expression(rest.advance(1), rest.bars_allowed()) {
                    Ok((after, labels)) => {
                        (after, ExprKind::HasLabels { subject: subject(), labels: Box::new(labels) })
                    }
                    Err(Err::Error(_)) => break,
                    Err(error) => return Err(error),
                }
            }
            _ => break,
        };
        rest = after;
        operand = Expr { kind, at: At(start.span_to(rest)) };
    }
    if rest.is(Sign::Dot) || rest.is(Sign::OpenBracket) {
        return rest.fail(too_deep(rest.peek(0).span()));
    }
    Ok((rest, operand))
}

fn index_or_slice(input: Input<'_>, subject: Expr) -> Parsed<'_, ExprKind> {
    let subject = Box::new(subject);
    let bound = |input: Input<'_>, end: Sign| -> bool { !input.is(end) };
    let (rest, _) = sign(Sign::OpenBracket)(input)?;
    let (rest, from) = if bound(rest, Sign::DotDot) {
        let (rest, from) = expression(rest)?;
        (rest, Some(Box::new(from)))
    } else {
        (rest, None)
    };
    if rest.is(Sign::DotDot) {
        let rest = rest.advance(1);
        let (rest, to) = if bound(rest, Sign::CloseBracket) {
            let (rest, to) = expression(rest)?;
            (rest, Some(Box::new(to)))
        } else {
            (rest, None)
        };
        let (rest, _) = sign(Sign::CloseBracket)(rest)?;
        return Ok((rest, ExprKind::Slice { subject, from, to }));
    }
    let (rest, _) = sign(Sign::CloseBracket)(rest)?;
    match from {
        Some(index) => Ok((rest, ExprKind::Index { subject, index })),
        None => rest.expected("an index"),
    }
}
