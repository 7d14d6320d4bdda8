//! The rules of aggregation: what may stand beside an aggregate.

use std::sync::Arc;

use super::functions::is_aggregate;
use crate::query::syntax::ast::{Expr, ExprKind, MapItem};

/// Calls `visit` with the direct parts of an expression; subqueries and patterns are left out.
pub(super) fn children<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    use ExprKind as K;
    match &expr.kind {
        K::Null
        | K::Boolean(_)
        | K::Integer(_)
        | K::Float(_)
        | K::String(_)
        | K::Parameter(_)
        | K::Operand
        | K::Variable(_) => {}
        K::CountStar | K::Pattern(_) | K::Subquery { .. } | K::PatternComprehension { .. } => {}
        K::List(all) | K::And(all) | K::Or(all) | K::Function { arguments: all, .. } => {
            all.iter().for_each(visit)
        }
        K::Map(entries) => entries.iter().for_each(|(_, e)| visit(e)),
        K::MapProjection { subject, items } => {
            visit(subject);
            for item in items {
                if let MapItem::Entry(_, e) = item {
                    visit(e);
                }
            }
        }
        K::Property { subject: e, .. } | K::HasLabels { subject: e, .. } | K::Unary { operand: e, .. } => {
            visit(e)
        }
        K::IsNull { operand: e, .. } | K::IsType { operand: e, .. } => visit(e),
        K::Index { subject: a, index: b } | K::Binary { left: a, right: b, .. } => {
            visit(a);
            visit(b);
        }
        K::Slice { subject, from, to } => {
            visit(subject);
            from.iter().chain(to).for_each(|e| visit(e));
        }
        K::Comparison { first, rest } => {
            visit(first);
            rest.iter().for_each(|(_, e)| visit(e));
        }
        K::Case { subject, arms, default } => {
            subject.iter().for_each(|e| visit(e));
            arms.iter().for_each(|arm| {
                arm.when.iter().for_each(|when| visit(when.expr()));
                visit(&arm.then);
            });
            default.iter().for_each(|e| visit(e));
        }
        K::ListComprehension { list, filter, map, .. } => {
            visit(list);
            filter.iter().chain(map).for_each(|e| visit(e));
        }
        K::Quantified { list, filter, .. } => {
            visit(list);
            filter.iter().for_each(|e| visit(e));
        }
        K::Reduce { initial, list, step, .. } => {
            visit(initial);
            visit(list);
            visit(step);
        }
    }
}

fn any(expr: &Expr, test: &dyn Fn(&Expr) -> bool) -> bool {
    let mut found = test(expr);
    if !found {
        children(expr, &mut |child| found = found || any(child, test));
    }
    found
}

/// Whether this is an aggregate itself.
pub(super) fn is_aggregate_call(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::CountStar => true,
        ExprKind::Function { name, .. } => is_aggregate(&name.name.to_lowercase()),
        _ => false,
    }
}

/// Whether it holds an aggregate.
pub(super) fn has_aggregate(expr: &Expr) -> bool {
    any(expr, &is_aggregate_call)
}

/// Whether it holds random numbers.
pub(super) fn is_random(expr: &Expr) -> bool {
    any(
        expr,
        &|e| matches!(&e.kind, ExprKind::Function { name, .. } if matches!(name.name.to_lowercase().as_str(), "rand" | "randomuuid")),
    )
}

/// The variables that an expression binds for its own parts.
fn local(expr: &Expr) -> Vec<Arc<str>> {
    match &expr.kind {
        ExprKind::ListComprehension { variable, .. } | ExprKind::Quantified { variable, .. } => {
            vec![Arc::clone(&variable.name)]
        }
        ExprKind::Reduce { accumulator, variable, .. } => {
            vec![Arc::clone(&accumulator.name), Arc::clone(&variable.name)]
        }
        _ => Vec::new(),
    }
}

/// The first part outside the aggregates that is not constant and not a grouping key: a variable or property that is
/// projected beside the aggregate.
pub(super) fn ungrouped<'a>(expr: &'a Expr, keys: &[&Expr], locals: &mut Vec<Arc<str>>) -> Option<&'a Expr> {
    if is_aggregate_call(expr) {
        return None;
    }
    let simple = match &expr.kind {
        ExprKind::Variable(name) => {
            let grouped = locals.contains(name) || keys.contains(&expr);
            return (!grouped).then_some(expr);
        }
        ExprKind::Property { .. } => keys.contains(&expr),
        _ => false,
    };
    if simple {
        return None;
    }
    let before = locals.len();
    locals.extend(local(expr));
    let mut found = None;
    children(expr, &mut |child| found = found.or_else(|| ungrouped(child, keys, locals)));
    locals.truncate(before);
    found
}
