//! Why a query found nothing: which part of its first `MATCH` has matches, and which is the first that has none.

mod pattern;

pub(super) use pattern::explain_pattern;

use crate::graph::{Graph, GraphRead, lookup};
use crate::query::syntax::ast::{ClauseKind, Element, Expr, ExprKind, NodePattern, PathPattern, Selector};
use crate::query::{self, Limits, Parameters, Procedures};
use crate::value::Value;
use crate::wording::counted;
use std::time::{Duration, Instant};

/// How long may be spent on an explanation that nobody asked for.
const PATIENCE: Duration = Duration::from_millis(300);

/// Lines that say where the matches end, with counts and the nearest names; none where the first `MATCH` has some,
/// where it is optional, or where counting takes long.
pub(super) fn explain(
    graph: &mut Graph,
    text: &str,
    parameters: &Parameters,
    limits: &Limits,
) -> Vec<String> {
    let Ok(statement) = query::parse(text) else { return Vec::new() };
    let single = &statement.query.first;
    let Some(ClauseKind::Match { optional: false, patterns, filter }) =
        single.clauses.first().map(|c| &c.kind)
    else {
        return Vec::new();
    };
    let soon = Instant::now() + PATIENCE;
    let limits = Limits { deadline: Some(limits.deadline.map_or(soon, |d| d.min(soon))), ..limits.clone() };
    let mut count = |text: &str| {
        let asked = format!("MATCH {text} RETURN count(*) AS n");
        let found = query::run(graph, &asked, parameters, &limits, &Procedures::default()).ok()?;
        match found.rows.first()?.first()? {
            Value::Integer(n) => Some(*n),
            _ => None,
        }
    };
    let mut before = Vec::new();
    let mut last: Option<(String, i64)> = None;
    let mut lines = Vec::new();
    let mut whole = Vec::new();
    for pattern in patterns {
        for part in beginnings(pattern) {
            let shown = part.to_string();
            let asked = joined(&before, &shown);
            let Some(found) = count(&asked) else { return Vec::new() };
            if found == 0 {
                lines.push(match last {
                    Some((fits, n)) => format!("`{fits}` has {}, `{asked}` has none", matches(n)),
                    None => format!("nothing matches `{asked}`"),
                });
                let hints = near(&part, parameters, graph);
                lines.extend(hints);
                return lines;
            }
            last = Some((asked, found));
        }
        before.push(pattern.to_string());
        whole.clone_from(&before);
    }
    let Some(filter) = filter else { return Vec::new() };
    let conditions =
        if let ExprKind::And(all) = &filter.kind { all.as_slice() } else { std::slice::from_ref(filter) };
    let pattern = whole.join(", ");
    let mut kept: Vec<String> = Vec::new();
    for condition in conditions {
        kept.push(condition.to_string());
        let asked = format!("{pattern} WHERE {}", kept.join(" AND "));
        let Some(found) = count(&asked) else { return Vec::new() };
        if found == 0 {
            let (fits, n) = last.unwrap_or_default();
            lines.push(format!("`{fits}` has {}, none with `{condition}`", matches(n)));
            let hints = compared(condition, parameters, graph);
            lines.extend(hints);
            return lines;
        }
        last = Some((asked, found));
    }
    Vec::new()
}

fn matches(count: i64) -> String {
    if count == 1 { "1 match".to_owned() } else { format!("{count} matches") }
}

fn joined(before: &[String], part: &str) -> String {
    before.iter().map(String::as_str).chain([part]).collect::<Vec<_>>().join(", ")
}

/// The path up to its first node, its second, and so on; only the whole where it is more than nodes and steps.
fn beginnings(pattern: &PathPattern) -> Vec<PathPattern> {
    let plain = pattern.elements.iter().all(|e| matches!(e, Element::Node(_) | Element::Relationship(_)));
    if pattern.selector != Selector::All || !plain {
        return vec![pattern.clone()];
    }
    (1..=pattern.elements.len())
        .step_by(2)
        .map(|n| PathPattern { elements: pattern.elements[..n].to_vec(), ..pattern.clone() })
        .collect()
}

/// For the names that the last node of a pattern asks for and that no entity has: the nearest that there are.
fn near(pattern: &PathPattern, parameters: &Parameters, graph: &Graph) -> Option<String> {
    let Some(Element::Node(NodePattern { properties: Some(properties), .. })) = pattern.elements.last()
    else {
        return None;
    };
    let ExprKind::Map(items) = &properties.kind else { return None };
    let wanted = items.iter().find(|(key, _)| &*key.name == "name")?;
    nearest(&text_of(&wanted.1, parameters)?, graph)
}

/// The same for `x.name = 'text'`.
fn compared(condition: &Expr, parameters: &Parameters, graph: &Graph) -> Option<String> {
    let ExprKind::Comparison { first, rest } = &condition.kind else { return None };
    let [(_, second)] = rest.as_slice() else { return None };
    let is_name = |e: &Expr| matches!(&e.kind, ExprKind::Property { key, .. } if &*key.name == "name");
    let text = match (is_name(first), is_name(second)) {
        (true, _) => text_of(second, parameters),
        (_, true) => text_of(first, parameters),
        _ => None,
    };
    nearest(&text?, graph)
}

fn text_of(expr: &Expr, parameters: &Parameters) -> Option<String> {
    match &expr.kind {
        ExprKind::String(text) => Some(text.to_string()),
        ExprKind::Parameter(name) => parameters.get(&**name)?.as_str().map(str::to_owned),
        _ => None,
    }
}

fn nearest(wanted: &str, graph: &Graph) -> Option<String> {
    // Looking through the names of a very large graph takes longer than the answer is worth.
    const MOST: usize = 200_000;
    if graph.node_count() > MOST {
        return None;
    }
    let found = lookup::find(graph, wanted);
    if found.first().is_some_and(|f| f.name == wanted) {
        return None;
    }
    let names: Vec<String> = found
        .iter()
        .take(3)
        .map(|f| format!("`{}` ({})", f.name, counted(usize::try_from(f.mentions).unwrap_or(0), "mention")))
        .collect();
    if names.is_empty() {
        return Some(format!("there is no `{wanted}` in the graph, nor anything like it"));
    }
    Some(format!("no entity is called `{wanted}`; the nearest: {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use crate::session::{Outcome, Session};

    fn notes(session: &mut Session, query: &str) -> Vec<String> {
        match session.run(query) {
            Ok(Outcome::Rows(rows, notes)) if rows.rows.is_empty() => notes,
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn the_part_without_matches_is_named() {
        let mut session = Session::default();
        session
            .run(
                "CREATE (a:Person {name: 'Ada Lovelace', mentions: 3})-[:VISITS]->(:Place {name: 'Turin'}), \
                 (:Person {name: 'Luigi Menabrea', mentions: 2})",
            )
            .unwrap();
        let mut ask = |query: &str| notes(&mut session, query);
        assert_eq!(
            ask("MATCH (p:Person)-[:VISITS]->(x:Person) RETURN x"),
            ["`(p:Person)` has 2 matches, `(p:Person)-[:VISITS]->(x:Person)` has none"]
        );
        assert_eq!(
            ask("MATCH (p:Person {name: 'Lovelace'}) RETURN p"),
            [
                "nothing matches `(p:Person {name: 'Lovelace'})`",
                "no entity is called `Lovelace`; the nearest: `Ada Lovelace` (3 mentions)"
            ]
        );
        assert_eq!(
            ask("MATCH (p:Person) WHERE p.mentions > 1 AND p.name = 'Ada Lovelase' RETURN p"),
            [
                "`(p:Person) WHERE p.mentions > 1` has 2 matches, none with `p.name = 'Ada Lovelase'`",
                "no entity is called `Ada Lovelase`; the nearest: `Ada Lovelace` (3 mentions)"
            ]
        );
        // Something matches, but a later clause drops it; or the query looks for what the graph has no name of.
        assert!(ask("MATCH (p:Person) WITH p WHERE false RETURN p").is_empty());
        assert!(ask("MATCH (p:Persn) RETURN p")[0].contains("did you mean `Person`?"));
    }
}
