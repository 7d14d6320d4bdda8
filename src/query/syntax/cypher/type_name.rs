//! The names of types after `IS ::`.

use crate::query::error::{QueryError, nearest};
use crate::query::syntax::input::{Input, Parsed, cut, sign};
use crate::query::syntax::token::{Sign, TokenKind};
use crate::query::syntax::types::{NAMES, TypeExpr, TypeKind};
use crate::span::Span;

/// `<type>`: one or several with `|` between. Where `|` ends an expression, several stand in `ANY<…>`.
pub(super) fn type_name(input: Input<'_>) -> Parsed<'_, TypeExpr> {
    let (mut rest, first) = single_type(input)?;
    let mut all = vec![first];
    while rest.is(Sign::Bar) && rest.bars_allowed() {
        let (after, next) = cut(single_type(rest.advance(1)))?;
        all.push(next);
        rest = after;
    }
    Ok((rest, union(all)))
}

fn union(mut all: Vec<TypeExpr>) -> TypeExpr {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            TypeExpr { kind: TypeKind::Union(all), not_null: false }
        }
        None => TypeExpr { kind: TypeKind::Nothing, not_null: false },
    }
}

/// `<single type>`
fn single_type(input: Input<'_>) -> Parsed<'_, TypeExpr> {
    let list = input.is_word(0, "LIST") || input.is_word(0, "ARRAY");
    let any = input.is_word(0, "ANY");
    let value = any && input.is_word(1, "VALUE");
    let (mut rest, mut kind) = if list {
        let (rest, element) = within(input.advance(1))?;
        (rest, TypeKind::List(Box::new(element)))
    } else if any && input.sign_at(input.at + 1 + usize::from(value), Sign::Less) {
        let (rest, inner) = within(input.advance(1 + usize::from(value)))?;
        match inner {
            TypeExpr { kind: several @ TypeKind::Union(_), not_null: false } => (rest, several),
            one => (rest, TypeKind::Union(vec![one])),
        }
    } else {
        named(input)?
    };
    // `INTEGER NOT NULL LIST NOT NULL`: each word holds for what stands before it.
    let mut not_null = false;
    for _ in 0..32 {
        if rest.is_word(0, "NOT") && rest.is_word(1, "NULL") {
            (rest, not_null) = (rest.advance(2), true);
        } else if rest.is(Sign::Bang) {
            (rest, not_null) = (rest.advance(1), true);
        } else if rest.is_word(0, "LIST") || rest.is_word(0, "ARRAY") {
            kind = TypeKind::List(Box::new(TypeExpr { kind, not_null }));
            (rest, not_null) = (rest.advance(1), false);
        } else {
            break;
        }
    }
    Ok((rest, TypeExpr { kind, not_null }))
}

/// `<…>`
fn within(input: Input<'_>) -> Parsed<'_, TypeExpr> {
    input.nested(|input| {
        let (rest, _) = cut(sign(Sign::Less)(input))?;
        let (rest, inner) = cut(rest.with_bars(true, type_name))?;
        let (rest, _) = cut(sign(Sign::Greater)(rest))?;
        Ok((rest, inner))
    })
}

fn named(input: Input<'_>) -> Parsed<'_, TypeKind> {
    let first = input.peek(0);
    if first.kind != TokenKind::Name {
        return input.expected("a type such as INTEGER");
    }
    let fits = |name: &str| name.split(' ').enumerate().all(|(ahead, word)| input.is_word(ahead, word));
    let longest = NAMES.iter().filter(|(name, _)| fits(name)).max_by_key(|(name, _)| name.len());
    match longest {
        Some((name, kind)) => Ok((input.advance(name.split(' ').count()), kind.clone())),
        None => input.fail(unknown(input, first.span())),
    }
}

fn unknown(input: Input<'_>, span: Span) -> QueryError {
    let text = span.of(input.source);
    let error = QueryError::syntax("UnexpectedSyntax", span, format!("there is no type {text}"));
    let names = NAMES.iter().map(|(name, _)| *name);
    match nearest(&text.to_uppercase(), names) {
        Some(known) => error.hint(format!("did you mean {known}?")),
        None => error.hint("types are BOOLEAN, STRING, INTEGER, FLOAT, DATE, LIST<…>, MAP, NODE, …"),
    }
}
