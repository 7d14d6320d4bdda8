//! Queries within expressions: `EXISTS {}`, `COUNT {}`, `COLLECT {}`.

use super::clause::{begins_clause, query};
use super::pattern::{opt_where_clause, pattern_list};
use crate::query::syntax::ast::{At, Clause, ClauseKind, ExprKind, Query, SingleQuery, SubqueryKind};
use crate::query::syntax::input::{Input, Parsed, sign};
use crate::query::syntax::token::Sign;

/// `<subquery expression>`: its body is a whole query, or a pattern with a condition.
pub(super) fn subquery_expression(input: Input<'_>) -> Parsed<'_, ExprKind> {
    let kind = match () {
        () if input.is_word(0, "EXISTS") => SubqueryKind::Exists,
        () if input.is_word(0, "COUNT") => SubqueryKind::Count,
        () => SubqueryKind::Collect,
    };
    let body = input.advance(2);
    let (rest, query) = body.nested(|body| {
        if begins_clause(body) {
            return query(body);
        }
        let (rest, patterns) = pattern_list(body)?;
        let (rest, filter) = opt_where_clause(rest)?;
        let at = At(body.span_to(rest));
        let clause = Clause { kind: ClauseKind::Match { optional: false, patterns, filter }, at };
        let first = SingleQuery { clauses: vec![clause], at };
        Ok((rest, Query { first, rest: Vec::new(), at }))
    })?;
    let (rest, _) = sign(Sign::CloseBrace)(rest)?;
    Ok((rest, ExprKind::Subquery { kind, query: Box::new(query) }))
}
