//! Statements and clauses: the keyword decides, and from there on nothing else can fit.

use super::atom::identifier;
use super::expression::{expression, operand};
use super::pattern::{opt_where_clause, path_pattern, pattern_list};
use crate::query::error::QueryError;
use crate::query::syntax::ast::{
    At, Clause, ClauseKind, Expr, ExprKind, Ident, Imports, Mode, ProcedureCall, Projection, ProjectionItem,
    Query, RemoveItem, SetItem, SingleQuery, Statement, Written,
};
use crate::query::syntax::input::{Input, Parsed, comma_list, cut, sign, word, words};
use crate::query::syntax::token::{Sign, TokenKind};

type ClauseParser = for<'a> fn(Input<'a>) -> Parsed<'a, ClauseKind>;

/// What each clause begins with. Each parser starts after these words.
const CLAUSES: &[(&[&str], ClauseParser)] = &[
    (&["MATCH"], match_clause),
    (&["OPTIONAL", "MATCH"], optional_match_clause),
    (&["UNWIND"], unwind_clause),
    (&["WITH"], with_clause),
    (&["RETURN"], return_clause),
    (&["CREATE"], create_clause),
    (&["MERGE"], merge_clause),
    (&["SET"], set_clause),
    (&["REMOVE"], remove_clause),
    (&["DETACH", "DELETE"], detach_delete_clause),
    (&["DELETE"], delete_clause),
    (&["OPTIONAL", "CALL"], optional_call_clause),
    (&["CALL"], call_clause),
    (&["FILTER"], filter_clause),
    (&["LET"], let_clause),
    (&["FOREACH"], foreach_clause),
    (&["LOAD", "CSV"], load_csv_clause),
    (&["FINISH"], |input| Ok((input, ClauseKind::Finish))),
];

/// Whether a clause begins here.
pub(super) fn begins_clause(input: Input<'_>) -> bool {
    CLAUSES.iter().any(|(words, _)| words.iter().enumerate().all(|(ahead, word)| input.is_word(ahead, word)))
}

/// `<statement>`
pub(in crate::query::syntax) fn statement(input: Input<'_>) -> Parsed<'_, Statement> {
    let mode = match () {
        () if input.is_word(0, "EXPLAIN") => Mode::Explain,
        () if input.is_word(0, "PROFILE") => Mode::Profile,
        () => Mode::Run,
    };
    let rest = if mode == Mode::Run { input } else { input.advance(1) };
    let (rest, query) = query(rest)?;
    let rest = if rest.is(Sign::Semicolon) { rest.advance(1) } else { rest };
    if rest.peek(0).kind != TokenKind::End {
        return rest.expected("a clause");
    }
    Ok((rest, Statement { mode, query }))
}

/// `<query>`
pub(super) fn query(input: Input<'_>) -> Parsed<'_, Query> {
    let (mut rest, first) = single_query(input)?;
    let mut more = Vec::new();
    while rest.is_word(0, "UNION") {
        let all = rest.is_word(1, "ALL");
        let skip = 1 + usize::from(all || rest.is_word(1, "DISTINCT"));
        let (after, next) = cut(single_query(rest.advance(skip)))?;
        more.push((all, next));
        rest = after;
    }
    Ok((rest, Query { first, rest: more, at: At(input.span_to(rest)) }))
}

fn single_query(input: Input<'_>) -> Parsed<'_, SingleQuery> {
    let (mut rest, first) = clause(input)?;
    let mut clauses = vec![first];
    while begins_clause(rest) {
        let (after, next) = clause(rest)?;
        clauses.push(next);
        rest = after;
    }
    if !rest.is_word(0, "UNION") && !rest.is(Sign::Semicolon) {
        let _ = rest.expected::<()>("a clause").is_err();
    }
    Ok((rest, SingleQuery { clauses, at: At(input.span_to(rest)) }))
}

fn clause(input: Input<'_>) -> Parsed<'_, Clause> {
    for (begin, parser) in CLAUSES {
        if begin.iter().enumerate().all(|(ahead, word)| input.is_word(ahead, word)) {
            let (rest, kind) = cut(parser(input.advance(begin.len())))?;
            return Ok((rest, Clause { kind, at: At(input.span_to(rest)) }));
        }
    }
    input.expected("a clause such as MATCH or RETURN")
}

fn match_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, patterns) = pattern_list(input)?;
    let (rest, filter) = opt_where_clause(rest)?;
    Ok((rest, ClauseKind::Match { optional: false, patterns, filter }))
}

fn optional_match_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, patterns) = pattern_list(input)?;
    let (rest, filter) = opt_where_clause(rest)?;
    Ok((rest, ClauseKind::Match { optional: true, patterns, filter }))
}

fn unwind_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, list) = expression(input)?;
    let (rest, _) = word("AS")(rest)?;
    let (rest, variable) = identifier(rest)?;
    Ok((rest, ClauseKind::Unwind { list, variable }))
}

fn with_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, mut projection) = projection(input)?;
    let (rest, filter) = opt_where_clause(rest)?;
    projection.filter = filter;
    Ok((rest, ClauseKind::With(projection)))
}

fn return_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, projection) = projection(input)?;
    Ok((rest, ClauseKind::Return(projection)))
}

fn projection(input: Input<'_>) -> Parsed<'_, Projection> {
    let distinct = input.is_word(0, "DISTINCT");
    let rest = if distinct { input.advance(1) } else { input };
    let star = rest.is(Sign::Star);
    let (rest, items) = match (star, rest.sign_at(rest.at + 1, Sign::Comma)) {
        (true, false) => (rest.advance(1), Vec::new()),
        (true, true) => comma_list(rest.advance(2), projection_item)?,
        (false, _) => comma_list(rest, projection_item)?,
    };
    let (rest, order) = match words(&["ORDER", "BY"])(rest) {
        Ok((rest, ())) => cut(comma_list(rest, sort_item))?,
        Err(_) => (rest, Vec::new()),
    };
    let (rest, skip) = opt_count(rest, &["SKIP", "OFFSET"])?;
    let (rest, limit) = opt_count(rest, &["LIMIT"])?;
    Ok((rest, Projection { distinct, star, items, order, skip, limit, filter: None }))
}

fn opt_count<'a>(input: Input<'a>, names: &[&'static str]) -> Parsed<'a, Option<Expr>> {
    for &name in names {
        if let Ok((rest, _)) = word(name)(input) {
            let (rest, count) = cut(expression(rest))?;
            return Ok((rest, Some(count)));
        }
    }
    Ok((input, None))
}

fn projection_item(input: Input<'_>) -> Parsed<'_, ProjectionItem> {
    let (rest, expr) = expression(input)?;
    let text = Written(input.span_to(rest).of(input.source).into());
    let (rest, alias) = match word("AS")(rest) {
        Ok((rest, _)) => {
            let (rest, alias) = cut(identifier(rest))?;
            (rest, Some(alias))
        }
        Err(_) => (rest, None),
    };
    Ok((rest, ProjectionItem { expr, alias, text }))
}

fn sort_item(input: Input<'_>) -> Parsed<'_, (Expr, bool)> {
    let (rest, expr) = expression(input)?;
    for (name, descending) in [("ASC", false), ("ASCENDING", false), ("DESC", true), ("DESCENDING", true)] {
        if let Ok((rest, _)) = word(name)(rest) {
            return Ok((rest, (expr, descending)));
        }
    }
    Ok((rest, (expr, false)))
}

fn create_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, patterns) = pattern_list(input)?;
    Ok((rest, ClauseKind::Create { patterns }))
}

fn merge_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (mut rest, pattern) = path_pattern(input)?;
    let (mut on_create, mut on_match) = (Vec::new(), Vec::new());
    while rest.is_word(0, "ON") {
        let create = rest.is_word(1, "CREATE");
        if !create {
            word("MATCH")(rest.advance(1))?;
        }
        let (after, _) = word("SET")(rest.advance(2))?;
        let (after, items) = comma_list(after, set_item)?;
        if create {
            on_create.extend(items)
        } else {
            on_match.extend(items)
        }
        rest = after;
    }
    Ok((rest, ClauseKind::Merge { pattern, on_create, on_match }))
}

fn set_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, items) = comma_list(input, set_item)?;
    Ok((rest, ClauseKind::Set { items }))
}

fn set_item(input: Input<'_>) -> Parsed<'_, SetItem> {
    let is_name = matches!(input.peek(0).kind, TokenKind::Name | TokenKind::QuotedName);
    if is_name
        && let TokenKind::Sign(next @ (Sign::Equal | Sign::PlusEqual | Sign::Colon)) = input.peek(1).kind
    {
        let (rest, variable) = identifier(input)?;
        if next == Sign::Colon {
            let (rest, labels) = label_names(rest)?;
            return Ok((rest, SetItem::Labels { variable, labels }));
        }
        let (rest, value) = expression(rest.advance(1))?;
        let item = if next == Sign::Equal {
            SetItem::Replace { variable, value }
        } else {
            SetItem::Merge { variable, value }
        };
        return Ok((rest, item));
    }
    let (rest, target) = operand(input)?;
    let at = target.at.0;
    let wrong =
        || QueryError::syntax("UnexpectedSyntax", at, "expected a property to set, such as n.name = 'x'");
    if !matches!(target.kind, ExprKind::Property { .. } | ExprKind::Index { .. }) {
        return rest.fail(wrong());
    }
    let (rest, _) = cut(sign(Sign::Equal)(rest))?;
    let (rest, value) = cut(expression(rest))?;
    match target.kind {
        ExprKind::Property { subject, key } => Ok((rest, SetItem::Property { target: *subject, key, value })),
        ExprKind::Index { subject, index } => {
            Ok((rest, SetItem::DynamicProperty { target: *subject, key: *index, value }))
        }
        _ => rest.fail(wrong()),
    }
}

/// `:A:B`
fn label_names(input: Input<'_>) -> Parsed<'_, Vec<Ident>> {
    let (mut rest, mut labels) = (input, Vec::new());
    while labels.is_empty() || rest.is(Sign::Colon) || rest.is(Sign::Ampersand) {
        let (after, label) = identifier(rest.advance(1))?;
        labels.push(label);
        rest = after;
    }
    Ok((rest, labels))
}

fn remove_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, items) = comma_list(input, |input| {
        let is_name = matches!(input.peek(0).kind, TokenKind::Name | TokenKind::QuotedName);
        if is_name && input.sign_at(input.at + 1, Sign::Colon) {
            let (rest, variable) = identifier(input)?;
            let (rest, labels) = label_names(rest)?;
            return Ok((rest, RemoveItem::Labels { variable, labels }));
        }
        let (rest, expr) = expression(input)?;
        match expr.kind {
            ExprKind::Property { subject, key } => Ok((rest, RemoveItem::Property { target: *subject, key })),
            ExprKind::Index { subject, index } => {
                Ok((rest, RemoveItem::DynamicProperty { target: *subject, key: *index }))
            }
            _ => input.expected("a property or labels to remove"),
        }
    })?;
    Ok((rest, ClauseKind::Remove { items }))
}

fn delete_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, targets) = comma_list(input, expression)?;
    Ok((rest, ClauseKind::Delete { detach: false, targets }))
}

fn detach_delete_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, targets) = comma_list(input, expression)?;
    Ok((rest, ClauseKind::Delete { detach: true, targets }))
}

/// `<filter clause>`
fn filter_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, condition) = expression(input.advance(usize::from(input.is_word(0, "WHERE"))))?;
    Ok((rest, ClauseKind::Filter(condition)))
}

/// `<let clause>`: the variables so far and these.
fn let_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, items) = comma_list(input, |input| {
        let (rest, alias) = identifier(input)?;
        let (rest, _) = sign(Sign::Equal)(rest)?;
        let (after, expr) = expression(rest)?;
        let text = Written(rest.span_to(after).of(input.source).into());
        Ok((after, ProjectionItem { expr, alias: Some(alias), text }))
    })?;
    Ok((rest, ClauseKind::With(Projection { star: true, items, ..Projection::default() })))
}

fn optional_call_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, mut clause) = call_clause(input)?;
    match &mut clause {
        ClauseKind::Subquery { optional, .. } | ClauseKind::Call(ProcedureCall { optional, .. }) => {
            *optional = true;
        }
        _ => {}
    }
    Ok((rest, clause))
}

fn call_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    if input.is(Sign::OpenBrace) || input.is(Sign::OpenParen) {
        return call_subquery(input);
    }
    let (mut rest, first) = identifier(input)?;
    let mut name = first.name.to_string();
    while rest.is(Sign::Dot) {
        let (after, part) = identifier(rest.advance(1))?;
        name = format!("{name}.{}", part.name);
        rest = after;
    }
    let name = Ident { name: name.into(), at: At(input.span_to(rest)) };
    let (rest, arguments) = if rest.is(Sign::OpenParen) {
        let inner = rest.advance(1);
        let (rest, arguments) =
            if inner.is(Sign::CloseParen) { (inner, Vec::new()) } else { comma_list(inner, expression)? };
        let (rest, _) = sign(Sign::CloseParen)(rest)?;
        (rest, Some(arguments))
    } else {
        (rest, None)
    };
    let mut call =
        ProcedureCall { name, arguments, yields: None, yield_all: false, filter: None, optional: false };
    let Ok((rest, _)) = word("YIELD")(rest) else { return Ok((rest, ClauseKind::Call(call))) };
    if rest.is(Sign::Star) {
        call.yield_all = true;
        return Ok((rest.advance(1), ClauseKind::Call(call)));
    }
    if rest.is(Sign::Minus) {
        call.yields = Some(Vec::new());
        return Ok((rest.advance(1), ClauseKind::Call(call)));
    }
    let (rest, yields) = comma_list(rest, |input| {
        let (rest, field) = identifier(input)?;
        match word("AS")(rest) {
            Ok((rest, _)) => {
                let (rest, variable) = identifier(rest)?;
                Ok((rest, (field, variable)))
            }
            Err(_) => Ok((rest, (field.clone(), field))),
        }
    })?;
    call.yields = Some(yields);
    let (rest, filter) = opt_where_clause(rest)?;
    call.filter = filter;
    Ok((rest, ClauseKind::Call(call)))
}

/// `CALL (x, y) { … }`
fn call_subquery(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, imports) = match input.is(Sign::OpenParen) {
        false => (input, None),
        true if input.sign_at(input.at + 1, Sign::Star) => (input.advance(3), Some(Imports::All)),
        true if input.sign_at(input.at + 1, Sign::CloseParen) => {
            (input.advance(2), Some(Imports::Only(Vec::new())))
        }
        true => {
            let (rest, names) = comma_list(input.advance(1), identifier)?;
            let (rest, _) = sign(Sign::CloseParen)(rest)?;
            (rest, Some(Imports::Only(names)))
        }
    };
    let (rest, _) = sign(Sign::OpenBrace)(rest)?;
    let (rest, query) = rest.nested(query)?;
    let (rest, _) = sign(Sign::CloseBrace)(rest)?;
    let (rest, ()) = opt_transactions(rest)?;
    Ok((rest, ClauseKind::Subquery { optional: false, imports, query: Box::new(query) }))
}

/// `IN TRANSACTIONS [OF n ROWS]`: a statement is one transaction here, so there is nothing to part.
fn opt_transactions(input: Input<'_>) -> Parsed<'_, ()> {
    if !(input.is_word(0, "IN") && input.is_word(1, "TRANSACTIONS")) {
        return Ok((input, ()));
    }
    let rest = input.advance(2);
    if !rest.is_word(0, "OF") {
        return Ok((rest, ()));
    }
    let (rest, _) = expression(rest.advance(1))?;
    if rest.is_word(0, "ROW") || rest.is_word(0, "ROWS") {
        return Ok((rest.advance(1), ()));
    }
    rest.expected("ROWS")
}

fn foreach_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, _) = sign(Sign::OpenParen)(input)?;
    let (rest, variable) = identifier(rest)?;
    let (rest, _) = word("IN")(rest)?;
    let (rest, list) = rest.with_bars(false, expression)?;
    let (mut rest, _) = sign(Sign::Bar)(rest)?;
    let mut clauses = Vec::new();
    while !rest.is(Sign::CloseParen) {
        let (after, next) = rest.nested(clause)?;
        clauses.push(next);
        rest = after;
    }
    Ok((rest.advance(1), ClauseKind::Foreach { variable, list, clauses }))
}

fn load_csv_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let headers = words(&["WITH", "HEADERS"])(input);
    let (rest, headers) = headers.map_or((input, false), |(rest, ())| (rest, true));
    let (rest, _) = word("FROM")(rest)?;
    let (rest, source) = expression(rest)?;
    let (rest, _) = word("AS")(rest)?;
    let (rest, variable) = identifier(rest)?;
    let (rest, separator) = opt_count(rest, &["FIELDTERMINATOR"])?;
    Ok((rest, ClauseKind::LoadCsv { headers, source, variable, separator }))
}
