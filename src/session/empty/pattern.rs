//! Why a triple pattern found nothing: the first of its parts that leaves no match, and what there is instead.

use super::{PATIENCE, matches};
use crate::fact::relationship_type;
use crate::graph::{Graph, GraphRead, lookup};
use crate::query::syntax::triple::{self, Part, Stage};
use crate::query::{self, Limits, Parameters, Procedures};
use crate::question;
use crate::session::facts;
use crate::value::Value;
use std::time::Instant;

/// Values that are named where a condition meets none.
const SHOWN: usize = 5;

/// Lines that say where the matches end; none where looking for it takes long.
pub(in crate::session) fn explain_pattern(graph: &mut Graph, text: &str, limits: &Limits) -> Vec<String> {
    let soon = Instant::now() + PATIENCE;
    let limits = Limits { deadline: Some(limits.deadline.map_or(soon, |d| d.min(soon))), ..limits.clone() };
    triple::stages(text).ok().and_then(|stages| first_without(graph, &stages, &limits)).unwrap_or_default()
}

fn first_without(graph: &mut Graph, stages: &[Stage], limits: &Limits) -> Option<Vec<String>> {
    let mut before: Option<(String, i64)> = None;
    for stage in stages {
        let count = count(graph, &stage.so_far, limits)?;
        if count > 0 {
            let text = match (before, &stage.part) {
                (None, _) => stage.text.clone(),
                (Some((text, _)), Part::Triple { .. }) => format!("{text} . {}", stage.text),
                (Some((text, _)), Part::Condition { .. }) => format!("{text} {}", stage.text),
            };
            before = Some((text, count));
            continue;
        }
        return Some(match (&stage.part, before) {
            (Part::Triple { alone, .. }, Some((text, with))) => match self::count(graph, alone, limits)? {
                0 => of_triple(graph, stage),
                own => vec![format!(
                    "`{text}` has {} and `{}` {own}, but none that go together",
                    matches(with),
                    stage.text
                )],
            },
            (Part::Condition { there, is_time }, Some((text, with))) => {
                let there = texts(graph, there, limits)?;
                vec![format!(
                    "`{text}` has {}, none of them `{}`; {}",
                    matches(with),
                    stage.text,
                    instead(&there, *is_time)
                )]
            }
            _ => of_triple(graph, stage),
        });
    }
    None
}

/// What facts have of what a condition asks for in vain.
fn instead(there: &[String], is_time: bool) -> String {
    match there {
        [] if is_time => "nothing says when they are".to_owned(),
        [] => "there is nothing of the kind".to_owned(),
        [one] => format!("there is `{one}`"),
        [first, .., last] if is_time => format!("they are of `{first}` to `{last}`"),
        several => {
            let more = if several.len() > SHOWN { ", …" } else { "" };
            let shown: Vec<String> = several.iter().take(SHOWN).map(|text| format!("`{text}`")).collect();
            format!("there are {}{more}", shown.join(", "))
        }
    }
}

/// Why a triple has no match even alone: names that nothing has, a relation that no fact has, or what there is instead.
fn of_triple(graph: &Graph, stage: &Stage) -> Vec<String> {
    let Part::Triple { subject, relation, object, .. } = &stage.part else { return Vec::new() };
    let mut lines = Vec::new();
    for names in [subject, object] {
        let found = names.iter().any(|name| lookup::called(graph, name).is_some());
        let unknown = names.first().filter(|_| !found).map(|name| lookup::resolve(graph, name));
        lines.extend(unknown.and_then(Result::err));
    }
    let used = |name: &String| {
        let kind = graph.names().types.id(&relationship_type(name));
        kind.is_some_and(|kind| graph.count_with_type(kind) > 0)
    };
    if let Some(wanted) = relation.first()
        && !relation.iter().any(used)
    {
        let near = question::nearest_relation(graph, wanted);
        let hint = near.map_or("`:schema` lists those that there are".to_owned(), |near| {
            format!("did you mean `{near}`?")
        });
        lines.push(format!("no fact has the relation `{wanted}`; {hint}"));
    }
    if !lines.is_empty() {
        return lines;
    }
    let any = "?".to_owned();
    let one = |names: &[String]| names.first().unwrap_or(&any).clone();
    let (subject, relation, object) = (one(subject), one(relation), one(object));
    if subject != any || object != any {
        if facts::matching(graph, &object, &relation, &subject).is_ok_and(|found| !found.is_empty()) {
            lines.push(format!("no fact says `{}`, but the other way round it is said", stage.text));
            lines.push(format!("did you mean `{} {relation} {}`?", quoted(&object), quoted(&subject)));
            return lines;
        }
        lines.push(facts::nothing(graph, &subject, &relation, &object));
    }
    lines
}

/// A name as a pattern takes it.
fn quoted(name: &str) -> String {
    let plain = name == "?" || name.split(' ').all(|word| word.starts_with(char::is_uppercase));
    if plain { name.to_owned() } else { format!("\"{name}\"") }
}

fn count(graph: &mut Graph, cypher: &str, limits: &Limits) -> Option<i64> {
    let found = query::run(graph, cypher, &Parameters::default(), limits, &Procedures::default()).ok()?;
    match found.rows.first()?.first()? {
        Value::Integer(n) => Some(*n),
        _ => None,
    }
}

fn texts(graph: &mut Graph, cypher: &str, limits: &Limits) -> Option<Vec<String>> {
    let found = query::run(graph, cypher, &Parameters::default(), limits, &Procedures::default()).ok()?;
    Some(found.rows.iter().filter_map(|row| row.first()?.as_str().map(str::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use crate::session::{Outcome, Session};

    #[test]
    fn the_part_of_a_pattern_without_matches_is_named() {
        let mut session = Session::default();
        // Nodes need no label to be asked for.
        session
            .run(
                "CREATE (ada:Person {name: 'Ada Lovelace'}), (turin:Place {name: 'Turin'}), (:Place {name: 'Peru'}), \
                 (ada)-[:VISITS {status: 'planned', at: '1841'}]->(turin), \
                 (ada)-[:VISITS {status: 'asserted', at: '1842-05'}]->(turin), \
                 (turin)-[:IS_LOCATED_IN]->(italy {name: 'Italy'}), (luigi {name: 'Luigi'})-[:WORKS_WITH]->(ada), \
                 (luigi)-[:LIVES_IN]->(:Place {name: 'Rome'})",
            )
            .unwrap();
        let mut ask = |pattern: &str| match session.run(pattern) {
            Ok(Outcome::Rows(rows, notes)) if rows.rows.is_empty() => notes.join("\n"),
            other => panic!("{pattern}: {other:?}"),
        };
        for (pattern, says) in [
            ("? visits Torino", "there is no `Torino` in the graph, nor anything like it"),
            ("? visit Turin", "no fact has the relation `visit`; did you mean `visits`?"),
            ("? visited Turin", "no fact has the relation `visited`; did you mean `visits`?"),
            ("? frobs Turin", "no fact has the relation `frobs`; `:schema` lists those that there are"),
            (
                "Turin visits ?",
                "no fact says `Turin visits ?`, but the other way round it is said\ndid you mean `? visits Turin`?",
            ),
            (
                "Ada Lovelace lives-in ?",
                "no fact says `Ada Lovelace lives-in ?`; there is\n  Ada Lovelace visits Turin (planned; at: 1841)",
            ),
            ("? visits Peru", "no fact says `? visits Peru`; `:facts Peru` shows what is known"),
            (
                "? visits Turin since 1850",
                "`? visits Turin` has 2 matches, none of them `since 1850`; they are of `1841` to `1842-05`",
            ),
            (
                "? visits Turin since 1842 status planned",
                "`? visits Turin since 1842` has 1 match, none of them `status planned`; there is `asserted`",
            ),
            (
                "?a visits ?b . ?b is located in Italy by Ann",
                "`?a visits ?b . ?b is located in Italy` has 2 matches, none of them `by Ann`; there is nothing of the kind",
            ),
            (
                "?a visits ?b . ?a lives-in ?c",
                "`?a visits ?b` has 2 matches and `?a lives-in ?c` 1, but none that go together",
            ),
            (
                "?a visits ?b . ?b lives-in Peru",
                "no fact says `? lives-in Peru`; `:facts Peru` shows what is known",
            ),
        ] {
            let notes = ask(pattern);
            assert!(notes.starts_with(says), "{pattern}:\n{notes}");
        }
    }

    #[test]
    fn patterns_find_nodes_without_labels() {
        let mut session = Session::default();
        session.run("CREATE ({name: 'Ada'})-[:VISITS]->({name: 'Turin'})").unwrap();
        let Ok(Outcome::Text(told)) = session.run("? visits Turin") else { panic!("nothing found") };
        assert!(told.starts_with("Ada visits Turin"), "{told}");
    }
}
