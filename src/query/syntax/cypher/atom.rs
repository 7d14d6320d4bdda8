//! What stands between the operators: literals, variables, calls, comprehensions.

use super::expression::{begins_with_operator, ends_operand, expression, goes_on};
use super::pattern::{is_pattern, path_pattern_body, selected_pattern};
use super::subquery::subquery_expression;
use crate::query::error::QueryError;
use crate::query::syntax::ast::{Arm, At, Expr, ExprKind, Ident, MapItem, Quantifier, When};
use crate::query::syntax::input::{Input, Parsed, comma_list, cut, sign, word};
use crate::query::syntax::lexer::{unescape, unquote_name};
use crate::query::syntax::token::{Sign, TokenKind};
use crate::span::Span;

/// A name, in backquotes or without.
pub(in crate::query::syntax) fn identifier(input: Input<'_>) -> Parsed<'_, Ident> {
    let token = input.peek(0);
    let text = token.span().of(input.source);
    let name = match token.kind {
        TokenKind::Name => text.into(),
        TokenKind::QuotedName => unquote_name(text).into(),
        _ => return input.expected("a name"),
    };
    Ok((input.advance(1), Ident { name, at: At(token.span()) }))
}

/// `<atom>`
pub(super) fn atom(input: Input<'_>) -> Parsed<'_, Expr> {
    let (rest, kind) = atom_kind(input)?;
    Ok((rest, Expr { kind, at: At(input.span_to(rest)) }))
}

fn atom_kind(input: Input<'_>) -> Parsed<'_, ExprKind> {
    let token = input.peek(0);
    let text = token.span().of(input.source);
    match token.kind {
        TokenKind::Integer => {
            let (rest, value) = integer(input, text, false)?;
            Ok((rest, ExprKind::Integer(value)))
        }
        TokenKind::Float => match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok((input.advance(1), ExprKind::Float(value))),
            _ => input.fail(QueryError::syntax(
                "FloatingPointOverflow",
                token.span(),
                format!("{text} is too large for a float"),
            )),
        },
        TokenKind::String => match unescape(text, token.span()) {
            Ok(value) => Ok((input.advance(1), ExprKind::String(value.into()))),
            Err(error) => input.fail(error),
        },
        TokenKind::Sign(Sign::Dollar) => {
            let next = input.peek(1);
            if next.kind == TokenKind::Integer {
                return Ok((input.advance(2), ExprKind::Parameter(next.span().of(input.source).into())));
            }
            let (rest, name) = cut(identifier(input.advance(1)))?;
            Ok((rest, ExprKind::Parameter(name.name)))
        }
        TokenKind::Sign(Sign::OpenParen) if is_pattern(input) => {
            let (rest, pattern) = cut(path_pattern_body(input))?;
            Ok((rest, ExprKind::Pattern(Box::new(pattern))))
        }
        TokenKind::Sign(Sign::OpenParen) => {
            let (rest, inner) = cut(input.with_bars(true, |input| expression(input.advance(1))))?;
            let (rest, _) = cut(sign(Sign::CloseParen)(rest))?;
            Ok((rest, inner.kind))
        }
        TokenKind::Sign(Sign::OpenBracket) => bracketed(input),
        TokenKind::Sign(Sign::OpenBrace) => {
            let (rest, entries) = map_literal(input)?;
            Ok((rest, ExprKind::Map(entries)))
        }
        TokenKind::Name => named(input, text),
        TokenKind::QuotedName => variable_or_call(input),
        _ => input.expected("an expression"),
    }
}

/// An integer token as a number.
pub(super) fn integer<'a>(input: Input<'a>, text: &str, negative: bool) -> Parsed<'a, i64> {
    // Up to 18 digits always fit; a zero before others may begin another base.
    if text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit()) {
        let number = text.bytes().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
        return Ok((input.advance(1), if negative { -number } else { number }));
    }
    let lower = text.to_ascii_lowercase();
    let parsed = match lower.get(..2) {
        Some("0x") => i128::from_str_radix(&lower[2..], 16),
        Some("0o") => i128::from_str_radix(&lower[2..], 8),
        _ => lower.parse::<i128>(),
    };
    let value = parsed.ok().map(|n| if negative { -n } else { n }).and_then(|n| i64::try_from(n).ok());
    match value {
        Some(value) => Ok((input.advance(1), value)),
        None => {
            let span = input.peek(0).span();
            input.fail(QueryError::syntax("IntegerOverflow", span, format!("{text} does not fit in 64 bits")))
        }
    }
}

/// What a word begins.
fn named<'a>(input: Input<'a>, text: &str) -> Parsed<'a, ExprKind> {
    let opens = input.sign_at(input.at + 1, Sign::OpenParen);
    let braces = input.sign_at(input.at + 1, Sign::OpenBrace);
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if !opens && !braces {
        if is("TRUE") || is("FALSE") {
            return Ok((input.advance(1), ExprKind::Boolean(is("TRUE"))));
        }
        if is("NULL") {
            return Ok((input.advance(1), ExprKind::Null));
        }
    }
    if is("CASE") && !ends_operand(input.advance(1)) {
        return cut(input.with_bars(true, |input| case(input.advance(1))));
    }
    if braces && (is("EXISTS") || is("COUNT") || is("COLLECT")) {
        return cut(input.with_bars(true, subquery_expression));
    }
    if opens {
        if is("COUNT")
            && input.sign_at(input.at + 2, Sign::Star)
            && input.sign_at(input.at + 3, Sign::CloseParen)
        {
            return Ok((input.advance(4), ExprKind::CountStar));
        }
        if is("SHORTESTPATH") || is("ALLSHORTESTPATHS") {
            let (rest, pattern) = cut(selected_pattern(input))?;
            return Ok((rest, ExprKind::Pattern(Box::new(pattern))));
        }
        let named_item = matches!(input.peek(2).kind, TokenKind::Name | TokenKind::QuotedName);
        if named_item && input.is_word(3, "IN") {
            let quantifier = match () {
                () if is("ALL") => Some(Quantifier::All),
                () if is("ANY") => Some(Quantifier::Any),
                () if is("NONE") => Some(Quantifier::None),
                () if is("SINGLE") => Some(Quantifier::Single),
                () => None,
            };
            if let Some(quantifier) = quantifier {
                return cut(quantified(input.advance(2), quantifier));
            }
        }
        if named_item && is("REDUCE") && input.sign_at(input.at + 3, Sign::Equal) {
            return cut(input.with_bars(true, |input| reduce(input.advance(2))));
        }
    }
    variable_or_call(input)
}

fn variable_or_call(input: Input<'_>) -> Parsed<'_, ExprKind> {
    // `name.space.function(`: the names are a call's only if a bracket follows the last one.
    let mut length = 1;
    while input.sign_at(input.at + length, Sign::Dot)
        && matches!(input.peek(length + 1).kind, TokenKind::Name | TokenKind::QuotedName)
    {
        length += 2;
    }
    if input.sign_at(input.at + length, Sign::OpenParen) {
        return cut(call(input, length));
    }
    let (rest, name) = identifier(input)?;
    if rest.is(Sign::OpenBrace) && is_map_projection(rest) {
        let subject = Box::new(Expr { kind: ExprKind::Variable(name.name), at: name.at });
        return cut(rest.with_bars(true, |rest| map_projection(rest, subject)));
    }
    Ok((rest, ExprKind::Variable(name.name)))
}

fn is_map_projection(input: Input<'_>) -> bool {
    match input.peek(1).kind {
        TokenKind::Sign(Sign::Dot | Sign::CloseBrace) => true,
        TokenKind::Name | TokenKind::QuotedName => {
            matches!(input.peek(2).kind, TokenKind::Sign(Sign::Colon | Sign::Comma | Sign::CloseBrace))
        }
        _ => false,
    }
}

/// `<function invocation>`
fn call(input: Input<'_>, length: usize) -> Parsed<'_, ExprKind> {
    let mut name = String::new();
    for index in (0..length).step_by(2) {
        let (_, part) = identifier(input.advance(index))?;
        if index > 0 {
            name.push('.');
        }
        name.push_str(&part.name);
    }
    let at = At(input.span_to(input.advance(length)));
    if let Some(trim) = opt_trim(input, &name) {
        return trim;
    }
    let rest = input.advance(length + 1);
    let distinct = rest.is_word(0, "DISTINCT") && !ends_operand(rest.advance(1));
    let rest = if distinct { rest.advance(1) } else { rest };
    let (rest, mut arguments) = if rest.is(Sign::CloseParen) {
        (rest, Vec::new())
    } else {
        rest.with_bars(true, |rest| comma_list(rest, expression))?
    };
    // `normalize(text, NFD)`: the form is a keyword.
    if name.eq_ignore_ascii_case("normalize")
        && let [_, Expr { kind, .. }] = &mut arguments[..]
        && let ExprKind::Variable(form) = kind
        && matches!(form.as_ref(), "NFC" | "NFD" | "NFKC" | "NFKD")
    {
        *kind = ExprKind::String(std::sync::Arc::clone(form));
    }
    let (rest, _) = sign(Sign::CloseParen)(rest)?;
    Ok((rest, ExprKind::Function { name: Box::new(Ident { name: name.into(), at }), distinct, arguments }))
}

/// `<trim>`: `trim(BOTH 'x' FROM text)`; none where it is written as other calls are.
fn opt_trim<'a>(input: Input<'a>, name: &str) -> Option<Parsed<'a, ExprKind>> {
    if !name.eq_ignore_ascii_case("trim") {
        return None;
    }
    let end = input.peek(1).closes_at as usize;
    let inner = input.advance(2);
    let side = [("LEADING", "ltrim"), ("TRAILING", "rtrim"), ("BOTH", "btrim")]
        .into_iter()
        .find(|(word, _)| inner.is_word(0, word) && !ends_operand(inner.advance(1)));
    let mut at = inner.at;
    let mut from = None;
    while from.is_none() && at < end {
        let token = inner.token(at);
        let ahead = at - inner.at;
        from = (inner.is_word(ahead, "FROM") && !ends_operand(inner.advance(ahead + 1))).then_some(at);
        at = (token.closes_at as usize).max(at) + 1;
    }
    let from = from?;
    Some((|| {
        let function = side.map_or("btrim", |(_, function)| function);
        let rest = if side.is_some() { inner.advance(1) } else { inner };
        let (rest, what) = if rest.at == from {
            (rest, None)
        } else {
            let (rest, what) = expression(rest)?;
            (rest, Some(what))
        };
        let (rest, _) = word("FROM")(rest)?;
        let (rest, text) = expression(rest)?;
        let (rest, _) = sign(Sign::CloseParen)(rest)?;
        let name = Ident { name: function.into(), at: At(input.peek(0).span()) };
        let arguments = std::iter::once(text).chain(what).collect();
        Ok((rest, ExprKind::Function { name: Box::new(name), distinct: false, arguments }))
    })())
}

/// `{key: value, …}`
pub(super) fn map_literal(input: Input<'_>) -> Parsed<'_, Vec<(Ident, Expr)>> {
    let (rest, _) = sign(Sign::OpenBrace)(input)?;
    if rest.is(Sign::CloseBrace) {
        return Ok((rest.advance(1), Vec::new()));
    }
    let (rest, entries) = cut(comma_list(rest, |input| {
        let (rest, key) = identifier(input)?;
        let (rest, _) = sign(Sign::Colon)(rest)?;
        let (rest, value) = rest.with_bars(true, expression)?;
        Ok((rest, (key, value)))
    }))?;
    let (rest, _) = cut(sign(Sign::CloseBrace)(rest))?;
    Ok((rest, entries))
}

fn map_projection(input: Input<'_>, subject: Box<Expr>) -> Parsed<'_, ExprKind> {
    let rest = input.advance(1);
    if rest.is(Sign::CloseBrace) {
        return Ok((rest.advance(1), ExprKind::MapProjection { subject, items: Vec::new() }));
    }
    let (rest, items) = comma_list(rest, |input| {
        if input.is(Sign::Dot) {
            if input.sign_at(input.at + 1, Sign::Star) {
                return Ok((input.advance(2), MapItem::AllProperties));
            }
            let (rest, key) = identifier(input.advance(1))?;
            return Ok((rest, MapItem::Property(key)));
        }
        let (rest, name) = identifier(input)?;
        if rest.is(Sign::Colon) {
            let (rest, value) = expression(rest.advance(1))?;
            return Ok((rest, MapItem::Entry(name, value)));
        }
        Ok((rest, MapItem::Variable(name)))
    })?;
    let (rest, _) = sign(Sign::CloseBrace)(rest)?;
    Ok((rest, ExprKind::MapProjection { subject, items }))
}

/// A list, a list comprehension or a pattern comprehension: decided before anything is parsed.
fn bracketed(input: Input<'_>) -> Parsed<'_, ExprKind> {
    let inner = input.advance(1);
    let is_name = |ahead| matches!(inner.peek(ahead).kind, TokenKind::Name | TokenKind::QuotedName);
    if inner.is(Sign::CloseBracket) {
        return Ok((inner.advance(1), ExprKind::List(Vec::new())));
    }
    if is_name(0) && inner.is_word(1, "IN") {
        return cut(inner.with_bars(false, list_comprehension));
    }
    let named = is_name(0)
        && inner.sign_at(inner.at + 1, Sign::Equal)
        && inner.sign_at(inner.at + 2, Sign::OpenParen);
    let pattern = if named { inner.advance(2) } else { inner };
    if pattern.is(Sign::OpenParen) && is_pattern(pattern) && has_bar(input) {
        return cut(inner.with_bars(false, pattern_comprehension));
    }
    let (rest, items) = cut(inner.with_bars(true, |inner| comma_list(inner, expression)))?;
    let (rest, _) = cut(sign(Sign::CloseBracket)(rest))?;
    Ok((rest, ExprKind::List(items)))
}

/// Whether a `|` stands directly within the bracket that opens here.
fn has_bar(input: Input<'_>) -> bool {
    let end = input.peek(0).closes_at as usize;
    let mut index = input.at + 1;
    while index < end {
        let token = input.token(index);
        if token.kind == TokenKind::Sign(Sign::Bar) {
            return true;
        }
        index = (token.closes_at as usize).max(index) + 1;
    }
    false
}

/// `x IN list`
fn binding(input: Input<'_>) -> Parsed<'_, (Ident, Box<Expr>)> {
    let (rest, variable) = identifier(input)?;
    let (rest, _) = word("IN")(rest)?;
    let (rest, list) = expression(rest)?;
    Ok((rest, (variable, Box::new(list))))
}

fn opt_where(input: Input<'_>) -> Parsed<'_, Option<Box<Expr>>> {
    if !input.is_word(0, "WHERE") {
        return Ok((word("WHERE")(input).map_or(input, |(rest, _)| rest), None));
    }
    let (rest, filter) = cut(expression(input.advance(1)))?;
    Ok((rest, Some(Box::new(filter))))
}

/// `<list comprehension>`
fn list_comprehension(input: Input<'_>) -> Parsed<'_, ExprKind> {
    let (rest, (variable, list)) = binding(input)?;
    let (rest, filter) = opt_where(rest)?;
    let (rest, map) = if rest.is(Sign::Bar) {
        let (rest, map) = rest.with_bars(true, |rest| expression(rest.advance(1)))?;
        (rest, Some(Box::new(map)))
    } else {
        (rest, None)
    };
    let (rest, _) = sign(Sign::CloseBracket)(rest)?;
    Ok((rest, ExprKind::ListComprehension { variable: Box::new(variable), list, filter, map }))
}

/// `<pattern comprehension>`
fn pattern_comprehension(input: Input<'_>) -> Parsed<'_, ExprKind> {
    let (rest, variable) = if input.is(Sign::OpenParen) {
        (input, None)
    } else {
        let (rest, variable) = identifier(input)?;
        (rest.advance(1), Some(variable))
    };
    let (rest, mut pattern) = path_pattern_body(rest)?;
    pattern.variable = variable;
    let (rest, filter) = opt_where(rest)?;
    let (rest, _) = sign(Sign::Bar)(rest)?;
    let (rest, map) = rest.with_bars(true, expression)?;
    let (rest, _) = sign(Sign::CloseBracket)(rest)?;
    Ok((rest, ExprKind::PatternComprehension { pattern: Box::new(pattern), filter, map: Box::new(map) }))
}

/// `<quantified expression>` after its opening bracket.
fn quantified(input: Input<'_>, quantifier: Quantifier) -> Parsed<'_, ExprKind> {
    let (rest, (variable, list)) = input.with_bars(true, binding)?;
    let (rest, filter) = rest.with_bars(true, opt_where)?;
    let (rest, _) = sign(Sign::CloseParen)(rest)?;
    Ok((rest, ExprKind::Quantified { quantifier, variable: Box::new(variable), list, filter }))
}

/// `<reduce expression>` after its opening bracket.
fn reduce(input: Input<'_>) -> Parsed<'_, ExprKind> {
    let (rest, accumulator) = identifier(input)?;
    let (rest, _) = sign(Sign::Equal)(rest)?;
    let (rest, initial) = expression(rest)?;
    let (rest, _) = sign(Sign::Comma)(rest)?;
    let (rest, (variable, list)) = rest.with_bars(false, binding)?;
    let (rest, _) = sign(Sign::Bar)(rest)?;
    let (rest, step) = expression(rest)?;
    let (rest, _) = sign(Sign::CloseParen)(rest)?;
    let (initial, step) = (Box::new(initial), Box::new(step));
    let (accumulator, variable) = (Box::new(accumulator), Box::new(variable));
    Ok((rest, ExprKind::Reduce { accumulator, initial, variable, list, step }))
}

/// `<case test>`: a value, or an operator with what stands to its right.
fn case_test(input: Input<'_>, has_subject: bool) -> Parsed<'_, When> {
    if has_subject && begins_with_operator(input) {
        let operand = Expr { kind: ExprKind::Operand, at: At(Span::new(input.here(), input.here())) };
        let (rest, test) = input.nested(|input| goes_on(input, operand))?;
        return Ok((rest, When::Test(test)));
    }
    let (rest, value) = expression(input)?;
    Ok((rest, When::Value(value)))
}

/// `<case expression>` after `CASE`.
fn case(input: Input<'_>) -> Parsed<'_, ExprKind> {
    let (mut rest, subject) = if input.is_word(0, "WHEN") {
        (input, None)
    } else {
        let (rest, subject) = expression(input)?;
        (rest, Some(Box::new(subject)))
    };
    let mut arms = Vec::new();
    while arms.is_empty() || rest.is_word(0, "WHEN") {
        let (after, _) = word("WHEN")(rest)?;
        let (after, when) = cut(comma_list(after, |input| case_test(input, subject.is_some())))?;
        let (after, _) = cut(word("THEN")(after))?;
        let (after, then) = cut(expression(after))?;
        arms.push(Arm { when, then });
        rest = after;
    }
    let (rest, default) = if rest.is_word(0, "ELSE") {
        let (rest, default) = cut(expression(rest.advance(1)))?;
        (rest, Some(Box::new(default)))
    } else {
        (rest, None)
    };
    let (rest, _) = word("END")(rest)?;
    Ok((rest, ExprKind::Case { subject, arms, default }))
}
