//! Patterns of nodes, relationships and paths.

use super::atom::{identifier, integer, map_literal};
use super::expression::expression;
use crate::query::error::QueryError;
use crate::query::syntax::ast::{
    At, Direction, Element, Expr, ExprKind, LabelExpr, NodePattern, PathPattern, RelationshipPattern, Repeat,
    Selector,
};
use crate::query::syntax::input::{Input, Parsed, comma_list, cut, sign, word};
use crate::query::syntax::token::{Sign, TokenKind};

/// Whether the bracket that opens here is the first node of a pattern with a relationship, told from what it holds
/// first and from what follows its end.
pub(super) fn is_pattern(input: Input<'_>) -> bool {
    let named = matches!(input.peek(1).kind, TokenKind::Name | TokenKind::QuotedName);
    let inner = input.peek(1 + usize::from(named));
    let node = matches!(
        inner.kind,
        TokenKind::Sign(Sign::CloseParen | Sign::Colon | Sign::OpenBrace | Sign::Dollar)
    ) || (named && input.is_word(2, "WHERE"));
    let close = input.peek(0).closes_at as usize;
    if !node || close == 0 {
        return false;
    }
    let is = |ahead: usize, wanted| input.sign_at(close + ahead, wanted);
    if is(1, Sign::Less) {
        return is(2, Sign::Minus) && (is(3, Sign::Minus) || is(3, Sign::OpenBracket));
    }
    if !is(1, Sign::Minus) {
        return false;
    }
    if is(2, Sign::OpenBracket) {
        let end = input.token(close + 2).closes_at as usize;
        return end > 0 && input.sign_at(end + 1, Sign::Minus);
    }
    is(2, Sign::Minus) && (is(3, Sign::OpenParen) || (is(3, Sign::Greater) && is(4, Sign::OpenParen)))
}

/// `<pattern>`
pub(super) fn pattern_list(input: Input<'_>) -> Parsed<'_, Vec<PathPattern>> {
    comma_list(input, path_pattern)
}

/// `<path pattern>`
pub(super) fn path_pattern(input: Input<'_>) -> Parsed<'_, PathPattern> {
    let named = matches!(input.peek(0).kind, TokenKind::Name | TokenKind::QuotedName)
        && input.sign_at(input.at + 1, Sign::Equal);
    let (rest, variable) = if named {
        let (rest, variable) = identifier(input)?;
        (rest.advance(1), Some(variable))
    } else {
        (input, None)
    };
    let (rest, pattern) = selected_pattern(rest)?;
    Ok((rest, PathPattern { variable, at: At(input.span_to(rest)), ..pattern }))
}

/// A pattern with `shortestPath(…)` or `SHORTEST k` before it, perhaps.
pub(super) fn selected_pattern(input: Input<'_>) -> Parsed<'_, PathPattern> {
    let legacy = [("SHORTESTPATH", Selector::ShortestPath), ("ALLSHORTESTPATHS", Selector::AllShortestPaths)];
    for (name, selector) in legacy {
        if input.is_word(0, name) {
            let (rest, _) = cut(sign(Sign::OpenParen)(input.advance(1)))?;
            let (rest, pattern) = cut(path_pattern_body(rest))?;
            let (rest, _) = cut(sign(Sign::CloseParen)(rest))?;
            return Ok((rest, PathPattern { selector, at: At(input.span_to(rest)), ..pattern }));
        }
    }
    let (rest, selector) = selector(input)?;
    let (rest, pattern) = path_pattern_body(rest)?;
    Ok((rest, PathPattern { selector, at: At(input.span_to(rest)), ..pattern }))
}

/// `<path selector>`: `SHORTEST 2 PATHS`, `SHORTEST 2 GROUPS`, `ANY`, `ALL SHORTEST`, …
fn selector(input: Input<'_>) -> Parsed<'_, Selector> {
    let skip = |names: [&str; 2], at: Input<'_>| usize::from(names.iter().any(|name| at.is_word(0, name)));
    let paths = |at: Input<'_>| skip(["PATH", "PATHS"], at);
    if input.is_word(0, "SHORTEST") {
        let (rest, count) = opt_path_count(input.advance(1))?;
        let rest = rest.advance(paths(rest));
        let after = rest.advance(skip(["GROUP", "GROUPS"], rest));
        let count = count.unwrap_or(1);
        let groups = after.at > rest.at;
        return Ok((after, if groups { Selector::ShortestGroups(count) } else { Selector::Shortest(count) }));
    }
    if input.is_word(0, "ANY") {
        let (rest, count) = if input.is_word(1, "SHORTEST") {
            (input.advance(2), None)
        } else {
            opt_path_count(input.advance(1))?
        };
        return Ok((rest.advance(paths(rest)), Selector::Shortest(count.unwrap_or(1))));
    }
    if input.is_word(0, "ALL") {
        let shortest = input.is_word(1, "SHORTEST");
        let rest = input.advance(1 + usize::from(shortest));
        let rest = rest.advance(paths(rest));
        return Ok((rest, if shortest { Selector::AllShortest } else { Selector::All }));
    }
    Ok((input, Selector::All))
}

fn opt_path_count(input: Input<'_>) -> Parsed<'_, Option<u32>> {
    let (rest, count) = opt_bound(input)?;
    if count == Some(0) {
        let message = "at least one path has to be asked for";
        return rest.fail(QueryError::syntax("InvalidArgumentValue", input.peek(0).span(), message));
    }
    Ok((rest, count))
}

/// Nodes and relationships in turn.
pub(super) fn path_pattern_body(input: Input<'_>) -> Parsed<'_, PathPattern> {
    let (mut rest, first) = node_or_group(input)?;
    let mut elements = vec![first];
    loop {
        if rest.is(Sign::Minus) || (rest.is(Sign::Less) && rest.sign_at(rest.at + 1, Sign::Minus)) {
            let (after, relationship) = cut(relationship_pattern(rest))?;
            let (after, node) = cut(node_or_group(after))?;
            elements.push(Element::Relationship(relationship));
            elements.push(node);
            rest = after;
        } else if rest.is(Sign::OpenParen) {
            let (after, next) = node_or_group(rest)?;
            let nodes = [elements.last(), Some(&next)];
            if nodes.iter().all(|element| matches!(element, Some(Element::Node(_)))) {
                let message = "between two nodes a relationship is missing";
                let error = QueryError::syntax("UnexpectedSyntax", rest.peek(0).span(), message);
                return rest.fail(error.hint("write (a)-[:TYPE]->(b), or a comma between two patterns"));
            }
            elements.push(next);
            rest = after;
        } else {
            break;
        }
    }
    let at = At(input.span_to(rest));
    Ok((rest, PathPattern { variable: None, selector: Selector::All, elements, at }))
}

fn node_or_group(input: Input<'_>) -> Parsed<'_, Element> {
    let named = matches!(input.peek(1).kind, TokenKind::Name | TokenKind::QuotedName)
        && input.sign_at(input.at + 2, Sign::Equal);
    if input.is(Sign::OpenParen) && (named || input.sign_at(input.at + 1, Sign::OpenParen)) {
        return input.nested(group);
    }
    let (rest, node) = node_pattern(input)?;
    Ok((rest, Element::Node(node)))
}

/// `<quantified path pattern>`
fn group(input: Input<'_>) -> Parsed<'_, Element> {
    let (rest, path) = path_pattern(input.advance(1))?;
    let (rest, filter) = opt_inline_where(rest)?;
    let (rest, _) = cut(sign(Sign::CloseParen)(rest))?;
    let (rest, repeat) = opt_quantifier(rest)?;
    Ok((rest, Element::Group { path: Box::new(path), filter: filter.map(|f| *f), repeat }))
}

fn opt_inline_where(input: Input<'_>) -> Parsed<'_, Option<Box<Expr>>> {
    if !input.is_word(0, "WHERE") {
        return Ok((input, None));
    }
    let (rest, filter) = cut(input.with_bars(true, |input| expression(input.advance(1))))?;
    Ok((rest, Some(Box::new(filter))))
}

/// `<node pattern>`
fn node_pattern(input: Input<'_>) -> Parsed<'_, NodePattern> {
    let (rest, _) = sign(Sign::OpenParen)(input)?;
    let (rest, variable) = opt_variable(rest)?;
    let (rest, labels) = opt_labels(rest)?;
    let (rest, properties) = opt_properties(rest)?;
    let (rest, filter) = opt_inline_where(rest)?;
    let (rest, _) = sign(Sign::CloseParen)(rest)?;
    Ok((rest, NodePattern { variable, labels, properties, filter, at: At(input.span_to(rest)) }))
}

fn opt_variable(input: Input<'_>) -> Parsed<'_, Option<crate::query::syntax::ast::Ident>> {
    // A variable may have this name, unless what follows begins a condition.
    let is_where = input.is_word(0, "WHERE")
        && !matches!(
            input.peek(1).kind,
            TokenKind::Sign(
                Sign::CloseParen | Sign::CloseBracket | Sign::Colon | Sign::OpenBrace | Sign::Star
            )
        );
    match identifier(input) {
        Ok((rest, name)) if !is_where => Ok((rest, Some(name))),
        _ => Ok((input, None)),
    }
}

fn opt_labels(input: Input<'_>) -> Parsed<'_, Option<LabelExpr>> {
    if !input.is(Sign::Colon) && !input.is_word(0, "IS") {
        return Ok((sign(Sign::Colon)(input).map_or(input, |(rest, _)| rest), None));
    }
    let (rest, labels) = cut(label_expression(input.advance(1), true))?;
    Ok((rest, Some(labels)))
}

fn opt_properties(input: Input<'_>) -> Parsed<'_, Option<Expr>> {
    if input.is(Sign::OpenBrace) {
        let (rest, entries) = map_literal(input)?;
        return Ok((rest, Some(Expr { kind: ExprKind::Map(entries), at: At(input.span_to(rest)) })));
    }
    if input.is(Sign::Dollar) {
        let (rest, name) = cut(identifier(input.advance(1)))?;
        return Ok((rest, Some(Expr { kind: ExprKind::Parameter(name.name), at: At(input.span_to(rest)) })));
    }
    Ok((sign(Sign::OpenBrace)(input).map_or(input, |(rest, _)| rest), None))
}

/// The most alternatives in a label expression: plans hold copies of it.
const MAX_LABELS: usize = 10_000;

/// `<label expression>`: `|` binds weakest, then `&` and `:`, then `!`.
pub(super) fn label_expression(input: Input<'_>, bars: bool) -> Parsed<'_, LabelExpr> {
    let (mut rest, first) = label_conjunction(input)?;
    let mut any = vec![first];
    while bars && rest.is(Sign::Bar) {
        let after = rest.advance(1);
        let after = if after.is(Sign::Colon) { after.advance(1) } else { after };
        let (after, next) = cut(label_conjunction(after))?;
        any.push(next);
        rest = after;
        if any.len() > MAX_LABELS {
            let message = format!("more than {MAX_LABELS} labels or types in one expression");
            return rest.fail(QueryError::syntax("UnexpectedSyntax", rest.peek(0).span(), message));
        }
    }
    let only = if any.len() == 1 { any.pop() } else { None };
    Ok((rest, only.unwrap_or(LabelExpr::Or(any))))
}

fn label_conjunction(input: Input<'_>) -> Parsed<'_, LabelExpr> {
    let (mut rest, first) = label_factor(input)?;
    if !rest.is(Sign::Ampersand) && !rest.is(Sign::Colon) {
        return Ok((rest, first));
    }
    let mut all = vec![first];
    while rest.is(Sign::Ampersand) || rest.is(Sign::Colon) {
        let (after, next) = cut(label_factor(rest.advance(1)))?;
        all.push(next);
        rest = after;
    }
    let only = if all.len() == 1 { all.pop() } else { None };
    Ok((rest, only.unwrap_or(LabelExpr::And(all))))
}

fn label_factor(input: Input<'_>) -> Parsed<'_, LabelExpr> {
    match input.peek(0).kind {
        TokenKind::Sign(Sign::Bang) => {
            let (rest, inner) = cut(input.nested(|input| label_factor(input.advance(1))))?;
            Ok((rest, LabelExpr::Not(Box::new(inner))))
        }
        TokenKind::Sign(Sign::Percent) => Ok((input.advance(1), LabelExpr::Any)),
        TokenKind::Sign(Sign::OpenParen) => {
            let (rest, inner) = cut(input.nested(|input| label_expression(input.advance(1), true)))?;
            let (rest, _) = cut(sign(Sign::CloseParen)(rest))?;
            Ok((rest, inner))
        }
        _ => {
            let (rest, name) = identifier(input)?;
            Ok((rest, LabelExpr::Name(name)))
        }
    }
}

/// `<relationship pattern>`
fn relationship_pattern(input: Input<'_>) -> Parsed<'_, RelationshipPattern> {
    let left = input.is(Sign::Less);
    let rest = if left { input.advance(1) } else { input };
    let (rest, _) = sign(Sign::Minus)(rest)?;
    let mut pattern = RelationshipPattern {
        variable: None,
        types: None,
        repeat: None,
        properties: None,
        filter: None,
        direction: Direction::Either,
        at: At::default(),
    };
    let rest = if rest.is(Sign::OpenBracket) {
        let (rest, variable) = opt_variable(rest.advance(1))?;
        let (rest, types) = opt_labels(rest)?;
        if rest.is(Sign::DotDot) {
            return rest.fail(invalid_length(rest, "a length begins with `*`"));
        }
        let (rest, repeat) = opt_length(rest)?;
        let (rest, properties) = opt_properties(rest)?;
        let (rest, filter) = opt_inline_where(rest)?;
        let (rest, _) = sign(Sign::CloseBracket)(rest)?;
        pattern = RelationshipPattern { variable, types, repeat, properties, filter, ..pattern };
        rest
    } else {
        rest
    };
    let (rest, _) = sign(Sign::Minus)(rest)?;
    let right = rest.is(Sign::Greater);
    let rest = if right { rest.advance(1) } else { rest };
    pattern.direction = match (left, right) {
        (true, true) => Direction::Both,
        (true, false) => Direction::Left,
        (false, true) => Direction::Right,
        (false, false) => Direction::Either,
    };
    let (rest, quantifier) = opt_quantifier(rest)?;
    pattern.repeat = pattern.repeat.or(quantifier);
    pattern.at = At(input.span_to(rest));
    Ok((rest, pattern))
}

fn invalid_length(input: Input<'_>, message: &str) -> QueryError {
    QueryError::syntax("InvalidRelationshipPattern", input.peek(0).span(), message)
}

/// `<range literal>`: `*`, `*2`, `*1..`, `*..3`, `*1..3`
fn opt_length(input: Input<'_>) -> Parsed<'_, Option<Repeat>> {
    if !input.is(Sign::Star) {
        return Ok((input, None));
    }
    let (rest, min) = opt_bound(input.advance(1))?;
    if rest.is(Sign::Minus) {
        return rest.fail(invalid_length(rest, "a length is not negative"));
    }
    let (rest, max) = if rest.is(Sign::DotDot) { opt_bound(rest.advance(1))? } else { (rest, min) };
    Ok((rest, Some(Repeat { min, max, legacy: true })))
}

fn opt_bound(input: Input<'_>) -> Parsed<'_, Option<u32>> {
    let token = input.peek(0);
    if token.kind != TokenKind::Integer {
        return Ok((input, None));
    }
    let (rest, bound) = integer(input, token.span().of(input.source), false)?;
    Ok((rest, Some(u32::try_from(bound).unwrap_or(u32::MAX))))
}

/// `<graph pattern quantifier>`: `+`, `*`, `{2}`, `{1,3}`
fn opt_quantifier(input: Input<'_>) -> Parsed<'_, Option<Repeat>> {
    let repeat = |min, max| Some(Repeat { min: Some(min), max, legacy: false });
    match input.peek(0).kind {
        TokenKind::Sign(Sign::Plus) => Ok((input.advance(1), repeat(1, None))),
        TokenKind::Sign(Sign::Star) => Ok((input.advance(1), repeat(0, None))),
        TokenKind::Sign(Sign::OpenBrace) => {
            let (rest, min) = opt_bound(input.advance(1))?;
            let (rest, max) = if rest.is(Sign::Comma) { opt_bound(rest.advance(1))? } else { (rest, min) };
            let (rest, _) = sign(Sign::CloseBrace)(rest)?;
            Ok((rest, repeat(min.unwrap_or(0), max)))
        }
        _ => Ok((input, None)),
    }
}

/// `WHERE` and its condition.
pub(super) fn opt_where_clause(input: Input<'_>) -> Parsed<'_, Option<Expr>> {
    match word("WHERE")(input) {
        Ok((rest, _)) => {
            let (rest, filter) = cut(expression(rest))?;
            Ok((rest, Some(filter)))
        }
        Err(_) => Ok((input, None)),
    }
}
