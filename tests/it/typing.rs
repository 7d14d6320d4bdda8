//! What the types of operands and arguments say before a query runs: which are refused, and what is then known of the result,
//! for every operator and every function. Snapshots: a change to the rules of one shows where it reaches.

use factloom::graph::Graph;
use factloom::query::functions;
use factloom::query::{Limits, Parameters, Prepared, Procedures, run};
use factloom::value::Value;
use std::fmt::Write;

/// A variable of each type; `x` is a parameter, of which nothing is known.
const WITH: &str = "MATCH p = (v)-[r]->() WITH v, r, p, null AS n, true AS b, 1 AS i, 1.5 AS f, 'a' AS s, [1] AS l, \
    ['a', 1] AS k, [] AS e, [[true]] AS g, {a: 1} AS m, date('2020-01-01') AS d, duration('P1D') AS u, $x AS x";
const ALL: [&str; 16] = ["n", "b", "i", "f", "s", "l", "k", "e", "g", "m", "d", "u", "v", "r", "p", "x"];

fn binds(query: &str) -> bool {
    let parameters = Parameters::from_iter([("x".into(), Value::Null)]);
    Prepared::new(query, &parameters, &Procedures::default()).is_ok()
}

/// What is known of `z`, as the letters of what it may be used for: a boolean, an integer, a list, something with properties,
/// a node, a relationship, a path; `*` for all of these, `-` for none, `!` where it cannot be had at all.
fn kind(query: &str) -> String {
    if !binds(&format!("{query} RETURN z")) {
        return "!".to_owned();
    }
    let uses =
        ["NOT z", "range(0, z)", "1 IN z", "z.a", "labels(z)", "type(z)", "nodes(z)", "z % 2", "toUpper(z)"];
    let letters = ["B", "I", "L", "M", "N", "R", "P", "F", "S"];
    let fits = uses.iter().zip(letters).filter(|(one, _)| binds(&format!("{query} RETURN {one}")));
    let found: String = fits.map(|(_, letter)| letter).collect();
    match found.len() {
        0 => "-".to_owned(),
        9 => "*".to_owned(),
        _ => found,
    }
}

#[test]
fn of_operators() {
    let mut seen = String::new();
    writeln!(seen, "{:22} {}", "", ALL.map(|name| format!("{name:4}")).join("").trim_end()).unwrap();
    let ops = ["+", "-", "*", "/", "%", "^", "||", "=", "<>", "<", ">=", "=~"];
    for op in ops.into_iter().chain(["IN", "STARTS WITH", "ENDS WITH", "CONTAINS", "XOR", "AND", "OR"]) {
        for left in ALL {
            let line = ALL.map(|right| kind(&format!("{WITH} WITH {left} {op} {right} AS z")));
            let line = line.map(|kind| format!("{kind:4}")).join("");
            writeln!(seen, "{:22} {}", format!("{left} {op}"), line.trim_end()).unwrap();
        }
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn of_other_expressions() {
    let mut seen = String::new();
    writeln!(seen, "{:44} {}", "", ALL.map(|name| format!("{name:10}")).join("").trim_end()).unwrap();
    for form in [
        "NOT _",
        "-_",
        "+_",
        "_ IS NULL",
        "_ IS NOT NULL",
        "_[0]",
        "_['a']",
        "_[i]",
        "_[s]",
        "_[x]",
        "l[_]",
        "m[_]",
        "_[1..2]",
        "l[_..2]",
        "l[1.._]",
        "_.a",
        "_:A",
        "_ IS :: INTEGER",
        "[_]",
        "[_, 1]",
        "[1, _][0]",
        "{a: _}",
        "{a: _}.a",
        "[y IN _ | y]",
        "[y IN _ WHERE y | y]",
        "[y IN l | _]",
        "head([y IN l | _])",
        "reduce(y = _, w IN l | y)",
        "reduce(y = 0, w IN _ | w)",
        "all(y IN _ WHERE y)",
        "none(y IN l WHERE _)",
        "CASE WHEN _ THEN 1 END",
        "CASE WHEN b THEN _ END",
        "CASE WHEN b THEN _ ELSE 1 END",
        "CASE WHEN b THEN 'a' ELSE _ END",
        "CASE _ WHEN 1 THEN 1.5 WHEN > 2 THEN 1 END",
        "CASE i WHEN _ THEN 1 END",
        "coalesce(_, 1)",
        "head(_)",
        "last([_, _])",
        "collect(_)",
        "head(collect(_))",
        "max(_)",
        "sum(_)",
        "count(_)",
        "1 < _ < 2",
        "exists { MATCH (c) WHERE _ }",
        "count { MATCH (c) WHERE c.a = _ }",
        "_ {.a, b: 1}",
        "_ {.*}",
    ] {
        let line =
            ALL.map(|name| format!("{:10}", kind(&format!("{WITH} WITH {} AS z", form.replace('_', name)))));
        writeln!(seen, "{form:44} {}", line.join("").trim_end()).unwrap();
    }
    for form in [
        "UNWIND _ AS z",
        "UNWIND [_] AS z",
        "UNWIND [_, 1] AS z",
        "MATCH (_) WITH _ AS z",
        "MATCH ()-[_]->() WITH _ AS z",
        "MATCH (y {a: _}) WITH y AS z",
        "MATCH (y) WHERE _ WITH y AS z",
        "MATCH (y) WITH y AS z ORDER BY _",
        "MATCH (y) WITH y AS z LIMIT _",
        "MATCH ()-[y*1..2 {a: _}]->() WITH y AS z",
        "OPTIONAL MATCH (y)-[w]->() WITH coalesce(w, _) AS z",
        "FOREACH (y IN _ | CREATE (:A {a: y})) WITH 1 AS z",
        "SET _.a = 1 WITH 1 AS z",
        "SET _ = {a: 1} WITH 1 AS z",
        "SET v = _ WITH 1 AS z",
        "SET v += _ WITH 1 AS z",
        "SET _:A WITH 1 AS z",
        "REMOVE _.a WITH 1 AS z",
        "DELETE _ WITH 1 AS z",
        "CREATE (_)-[:A]->() WITH 1 AS z",
        "CREATE (z:A {a: _})",
        "CREATE (z _)",
        "MERGE (z:A {a: _})",
        "CALL (_) { RETURN _ AS z }",
        "CALL { WITH _ RETURN _ AS z }",
        "CALL (_) { RETURN _ AS z UNION RETURN 1 AS z }",
    ] {
        let line = ALL.map(|name| format!("{:10}", kind(&format!("{WITH} {}", form.replace('_', name)))));
        writeln!(seen, "{form:44} {}", line.join("").trim_end()).unwrap();
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn of_literals() {
    let mut seen = String::new();
    for text in [
        "1",
        "1.5",
        "'a'",
        "true",
        "null",
        "[]",
        "[1, 2]",
        "[1, 'a']",
        "[null]",
        "[1, null]",
        "[[1], []]",
        "[[1], ['a']]",
        "{}",
        "{a: 1}",
        "[{a: 1}, {b: 's'}]",
        "[1.5, 2]",
        "[true, null, false]",
    ] {
        let (whole, element) = (format!("WITH {text} AS z"), format!("UNWIND {text} AS z"));
        let (first, member) = (format!("WITH {text}[0] AS z"), format!("WITH {text}.a AS z"));
        let kinds = [whole, element, first, member].map(|query| format!("{:10}", kind(&query)));
        writeln!(seen, "{text:24} {}", kinds.join("").trim_end()).unwrap();
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn of_functions() {
    let mut seen = String::new();
    writeln!(seen, "{:32} {}", "", ALL.map(|name| format!("{name:10}")).join("").trim_end()).unwrap();
    for function in functions::all() {
        // Its last argument is each of the variables, those before are what nothing is known of.
        for count in function.arity().take_while(|count| *count <= 4) {
            let Some(before) = count.checked_sub(1) else {
                writeln!(
                    seen,
                    "{:32} {}",
                    format!("{}()", function.name),
                    kind(&format!("WITH {}() AS z", function.name))
                )
                .unwrap();
                continue;
            };
            let before = "$x, ".repeat(before);
            let line = ALL.map(|name| {
                format!("{:10}", kind(&format!("{WITH} WITH {}({before}{name}) AS z", function.name)))
            });
            writeln!(seen, "{:32} {}", format!("{}({before}_)", function.name), line.join("").trim_end())
                .unwrap();
        }
    }
    insta::assert_snapshot!(seen);
}

/// What is refused, where and why, on an empty graph.
#[test]
fn of_statements() {
    let mut seen = String::new();
    let parameters = Parameters::from_iter([("x".into(), Value::Null)]);
    let all = include_str!("../data/statements.txt").lines().filter(|line| !line.starts_with('#'));
    for statement in all {
        writeln!(seen, "    {statement}").unwrap();
        let limits = Limits::default();
        match run(&mut Graph::new(), statement, &parameters, &limits, &Procedures::default()) {
            Ok(result) => {
                writeln!(seen, "    {} rows: {}", result.rows.len(), result.columns.join(", ")).unwrap()
            }
            Err(error) => {
                let at = error.span.map_or(0, |span| span.start);
                writeln!(seen, "    {:at$}^ {:?} {}: {}", "", error.phase, error.detail, error.message)
                    .unwrap();
            }
        }
    }
    insta::assert_snapshot!(seen);
}
