//! Queries from text to rows, over a small graph made by a query.

use factloom::graph::{Graph, GraphRead};
use factloom::query::{Limits, Parameters, Procedures, ResultSet, parse, run};
use factloom::value::Value;
use proptest::prelude::*;

const PEOPLE: &str = "CREATE (ann:Person {name: 'Ann', age: 30}), (bob:Person {name: 'Bob', age: 40}), \
    (cat:Person {name: 'Cat'}), (rome:Place {name: 'Rome'}), (ann)-[:KNOWS {since: 2000}]->(bob), \
    (bob)-[:KNOWS {since: 2010}]->(cat), (ann)-[:VISITS]->(rome), (cat)-[:VISITS]->(rome)";

fn ask(graph: &mut Graph, query: &str) -> Result<ResultSet, String> {
    run(graph, query, &Parameters::new(), &Limits::default(), &Procedures::default())
        .map_err(|error| format!("{} {}: {}", error.kind, error.detail, error.message))
}

/// The rows of a query over the people, a line a row.
fn rows(query: &str) -> String {
    let mut graph = Graph::new();
    ask(&mut graph, PEOPLE).unwrap();
    match ask(&mut graph, query) {
        Ok(result) => {
            let line = |row: &Vec<_>| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
            result.rows.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Err(error) => error,
    }
}

#[test]
fn reading() {
    assert_eq!(rows("MATCH (p:Person) WHERE p.age > 35 RETURN p.name"), "'Bob'");
    assert_eq!(
        rows("MATCH (a)-[:KNOWS*1..2]->(b) RETURN a.name, b.name ORDER BY a.name, b.name"),
        "'Ann' | 'Bob'\n'Ann' | 'Cat'\n'Bob' | 'Cat'"
    );
    assert_eq!(
        rows("MATCH (p:Person) OPTIONAL MATCH (p)-[:VISITS]->(c) RETURN p.name, c.name ORDER BY p.name"),
        "'Ann' | 'Rome'\n'Bob' | null\n'Cat' | 'Rome'"
    );
    assert_eq!(rows("MATCH (p:Person) RETURN count(*) AS n, avg(p.age) AS mean"), "3 | 35.0");
    assert_eq!(rows("MATCH (p:Person) RETURN DISTINCT p.age IS NULL AS x ORDER BY x SKIP 1 LIMIT 1"), "true");
    assert_eq!(
        rows("MATCH (a {name: 'Ann'}), (c {name: 'Cat'}), p = shortestPath((a)-[*]-(c)) RETURN length(p)"),
        "2"
    );
    assert_eq!(
        rows("MATCH (a {name: 'Ann'}), (c {name: 'Cat'}), p = allShortestPaths((a)-[*]-(c)) RETURN count(p)"),
        "2"
    );
    assert_eq!(
        rows(
            "MATCH (a {name: 'Ann'}) RETURN [(a)-[:KNOWS]->(b) | b.name] AS x, EXISTS { (a)-[:VISITS]->() } AS y, COUNT { (a)-->() } AS z"
        ),
        "['Bob'] | true | 2"
    );
}

/// Parts of a pattern look at each other, wherever matching begins.
#[test]
fn a_pattern_may_compare_its_parts() {
    for pattern in [
        "(a:Person), (b:Person {name: a.name})",
        "(a:Person), (b:Person WHERE b.name = a.name)",
        "(a:Person {name: a.name}), (b {name: a.name})",
        "(a:Person) WHERE EXISTS { (c:Place), (b {name: c.name}) }",
    ] {
        assert_eq!(rows(&format!("MATCH {pattern} RETURN count(*)")), "3", "{pattern}");
    }
    for pattern in [
        "(a)-[:KNOWS {since: r.since}]->()-[r:KNOWS]->(), (b)",
        "(a {age: r.age})-[r:KNOWS]->()",
        "()-[r:KNOWS {since: b.since}]->(b)",
    ] {
        assert_eq!(rows(&format!("MATCH {pattern} RETURN count(*)")), "0", "{pattern}");
    }
    assert_eq!(rows("MATCH (a WHERE a.age * 100 - 1000 = r.since)-[r:KNOWS]->() RETURN a.name"), "'Ann'");
    assert_eq!(rows("MATCH ()-[r:KNOWS {since: a.age * 50}]->(a) RETURN a.name"), "'Bob'");
    assert_eq!(
        rows("MATCH (p:Place) OPTIONAL MATCH (a:Person), (b:Place {name: a.name}) RETURN p.name, a.name"),
        "'Rome' | null"
    );
}

/// A pattern may look at what it only comes to later, also where it is repeated or gives a list.
#[test]
fn a_pattern_may_look_ahead() {
    let ahead = |pattern: &str, shown: &str| {
        let chain =
            "CREATE (a:A {k: 1}), (b:B {k: 2}), (c:C {k: 1}), (a)-[:R {w: 1}]->(b), (b)-[:R {w: 1}]->(c)";
        let mut graph = Graph::new();
        ask(&mut graph, chain).unwrap();
        let result = ask(&mut graph, &format!("{pattern} RETURN {shown} AS x ORDER BY x")).unwrap();
        result.rows.iter().map(|row| row[0].to_string()).collect::<Vec<_>>().join(", ")
    };
    for (pattern, shown, all) in [
        ("MATCH (a:A)-[:R*0..2 {w: b.k}]->(b)", "b.k", "1, 1"),
        ("MATCH (a:A)-[:R*1..2 {w: b.k}]->(b)", "b.k", "1"),
        ("MATCH (a:A)-[:R*2 {w: b.k}]->(b:C)", "a.k", "1"),
        ("MATCH (b)<-[:R*1..2 {w: b.k}]-(a:A)", "b.k", "1"),
        ("MATCH (a:A)-[r:R*1..1 {w: c.k}]->(b)-[:R]->(c)", "c.k", "1"),
        ("MATCH (a:A)-[r:R* {w: q.w}]->(b)-[q:R]->()", "q.w", "1"),
        ("MATCH (x)-[r:R*1..2 {w: y.k}]-(y)", "x.k", "1, 1, 2, 2"),
        ("MATCH (x)-[r:R*1..2 {w: x.k}]-(y:B)", "x.k", "1, 1"),
        ("OPTIONAL MATCH (a:A)-[:R*1..2 {w: b.k}]->(b)", "b.k", "1"),
        ("MATCH (a:A) WHERE EXISTS { (a)-[:R*1..2 {w: b.k}]->(b) }", "a.k", "1"),
        ("MATCH (a:A)", "COUNT { (a)-[:R*1..2 {w: b.k}]->(b) }", "1"),
        ("MATCH (a:A)", "[(a)-[:R {w: b.k - 1}]->(b) | b.k]", "[2]"),
        ("MATCH (a:A)", "[(a)-[r:R {w: c.k}]->(b:B)-->(c) | b.k]", "[2]"),
        ("MATCH (a:A)", "[(a)-->(b {k: c.k + 1})-->(c) WHERE c.k > 0 | b.k]", "[2]"),
        ("MATCH (a:A)", "[(a)-[:R*1..2 {w: b.k}]->(b) | b.k]", "[1]"),
        ("MATCH (a:A) ((x)-[r:R {w: y.k - 1}]->(y))+ (b)", "b.k", "2"),
        ("MATCH (a:A) ((x {k: y.k - 1})-[r:R]->(y))+ (b)", "b.k", "2"),
    ] {
        assert_eq!(ahead(pattern, shown), all, "{pattern} RETURN {shown}");
    }
}

/// What may be null is no error before the query runs.
#[test]
fn null_among_values_of_a_type() {
    for query in [
        "WITH [null, 'a'] AS z RETURN NOT z[0]",
        "UNWIND [null, 3] AS b WITH b WHERE b IS NULL RETURN NOT b",
        "WITH [null, 3] AS l RETURN substring(l[0], 1)",
    ] {
        assert_eq!(rows(query), "null", "{query}");
    }
    assert_eq!(rows("RETURN [x IN [null, 1] WHERE x IS NULL | NOT x]"), "[null]");
}

#[test]
fn beyond_the_kit() {
    assert_eq!(rows("RETURN reduce(s = 0, x IN [1, 2, 3] | s + x) AS x"), "6");
    assert_eq!(
        rows("RETURN 'abc' =~ 'a.c' AS x, 'a' || 'b' AS y, 1 IS :: INTEGER AS z"),
        "true | 'ab' | true"
    );
    assert_eq!(
        rows("MATCH (p:Person|Place WHERE p.name STARTS WITH 'R') RETURN p {.name, n: 1} AS x"),
        "{n: 1, name: 'Rome'}"
    );
    assert_eq!(rows("MATCH (p:!Person) RETURN p.name"), "'Rome'");
    assert_eq!(rows("MATCH (a {name: 'Ann'})-[:KNOWS]->+(b) RETURN b.name"), "'Bob'\n'Cat'");
    assert_eq!(
        rows("MATCH (p:Person) CALL (p) { MATCH (p)-->(x) RETURN count(x) AS n } RETURN p.name, n"),
        "'Ann' | 2\n'Bob' | 1\n'Cat' | 1"
    );
    assert_eq!(
        rows("RETURN COLLECT { MATCH (p:Person) RETURN p.name ORDER BY p.name DESC } AS x"),
        "['Cat', 'Bob', 'Ann']"
    );
    assert_eq!(rows("UNWIND [1, 2, 3] AS x RETURN x ORDER BY x OFFSET 2"), "3");
}

#[test]
fn writing() {
    let mut graph = Graph::new();
    ask(&mut graph, "FOREACH (i IN range(1, 3) | MERGE (:N {i: i}))").unwrap();
    let stats = ask(&mut graph, "MATCH (n:N) SET n.j = n.i * 2, n:Even REMOVE n:N").unwrap().stats;
    assert_eq!((stats.properties_set, stats.labels_added, stats.labels_removed), (3, 3, 3));
    // The third row fails: nothing of the statement stays.
    let failed = ask(&mut graph, "MATCH (n:Even) SET n.k = 1 / (n.i - 3)");
    assert!(failed.is_err_and(|error| error.starts_with("ArithmeticError")));
    let kept = ask(&mut graph, "MATCH (n:Even) WHERE n.k IS NOT NULL RETURN n").unwrap();
    assert!(kept.rows.is_empty());
}

#[test]
fn errors_name_the_nearest() {
    let problem = |query: &str| parse_and_run(query).1.unwrap_or_default();
    assert_eq!(problem("MATCH (person) RETURN persn"), "did you mean `person`?");
    assert_eq!(problem("RETURN toUper('a')"), "did you mean toUpper?");
    assert_eq!(problem("METCH (n) RETURN n"), "did you mean MATCH?");
}

fn parse_and_run(query: &str) -> (String, Option<String>) {
    match run(&mut Graph::new(), query, &Parameters::new(), &Limits::default(), &Procedures::default()) {
        Ok(_) => (String::new(), None),
        Err(error) => (error.message, error.hint),
    }
}

#[test]
fn triple_patterns() {
    let mut graph = Graph::new();
    let facts = "CREATE (l:Entity {name: 'Li Shangfu', aliases: ['Li']}), (r:Entity {name: 'Russia'}), \
        (l)-[:VISITS {status: 'asserted'}]->(r)";
    ask(&mut graph, facts).unwrap();
    for (pattern, answer) in [
        ("Li Shangfu visits ?", "Li Shangfu visits Russia"),
        ("? visits Russia", "Li Shangfu visits Russia"),
        ("Li ? Russia", "Li Shangfu visits Russia"),
        ("Li visits ? status planned", ""),
    ] {
        let rows = ask(&mut graph, pattern).unwrap().rows;
        let text = |row: &Vec<Value>| row[..3].iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
        assert_eq!(rows.iter().map(text).collect::<Vec<_>>().join(","), answer, "{pattern}");
    }
}

#[test]
fn deep_nesting_is_an_error_not_a_crash() {
    for part in ["(", "[", "NOT ", "-", "{a:", "CASE WHEN ", "x IN [", "EXISTS { MATCH (a) WHERE "] {
        assert!(parse(&format!("RETURN {}", part.repeat(20_000))).is_err());
    }
    let fine = format!("RETURN {}1{} AS x", "(".repeat(100), ")".repeat(100));
    assert_eq!(rows(&fine), "1");
    assert!(rows(&format!("{}RETURN 1", "MATCH (n) ".repeat(3000))).contains("TooManySteps"));
}

/// Queries whose text is printed and parsed again.
const QUERIES: &[&str] = &[
    PEOPLE,
    "MATCH (a:A:B {x: 1})<-[r:R|S*1..3 {y: $p}]-(b WHERE b.x > 1) WHERE NOT (a)-->(b) AND a.x < b.x <= 3 RETURN *",
    "MATCH p = shortestPath((a)-[*]-(b)) RETURN p, -1 ^ 2, -(1), +a.x, (a.x).y, [1, 2][0], [1, 2][..-1]",
    "WITH DISTINCT 1 AS x, 'it\\'s' AS `odd name` ORDER BY x DESC SKIP 1 LIMIT $n WHERE x = 1 RETURN x, count(*), count(DISTINCT x)",
    "MERGE (a)-[:T]->(b) ON CREATE SET a.x = 1, a += {y: 2} ON MATCH SET b:L:M REMOVE a.x, b:L DETACH DELETE a",
    "UNWIND [x IN [1, 2] WHERE x > 1 | x * 2] AS y CALL a.b(y) YIELD c AS d WHERE d RETURN all(z IN [y] WHERE z) UNION ALL RETURN 1",
    "CALL db.labels() YIELD *",
    "RETURN CASE x WHEN 1 THEN 'a' ELSE 'b' END, CASE WHEN a THEN b END, x IS NOT NULL, x IS :: LIST<STRING>, x:A|B",
    "FOREACH (x IN [1] | CREATE (n {x: x})) WITH 1 AS y CALL (y) { RETURN 2 AS z } RETURN EXISTS { MATCH (n) }, n {.a, .*, b: 1, c}",
    "EXPLAIN MATCH (:!A&(B|C))-[:T]->{1,3}(), ((x)-[:R]->(y) WHERE x.a){2,} RETURN [(a)-->(b) WHERE a.x | b.y], reduce(s = 0, x IN [] | s)",
];

#[test]
fn printing_and_parsing_are_inverse() {
    for query in QUERIES {
        let tree = parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
        let text = tree.to_string();
        let again = parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(text, again.to_string());
        assert_eq!(tree, again, "{text} does not say what was parsed");
    }
}

/// Found by fuzzing: printed in brackets, they were deeper than may be read.
#[test]
fn long_sums_and_many_signs_are_printed_no_deeper_than_they_are() {
    let texts = [
        format!("RETURN {}1", "1 + ".repeat(300)),
        format!("RETURN a{}b", " * a - a".repeat(150) + " - "),
        format!("RETURN a {}b", "- ".repeat(120)),
        format!("RETURN {}b", "NOT ".repeat(120)),
        format!("RETURN a - {}(-1)", "+ ".repeat(120)),
    ];
    for text in texts {
        let printed = parse(&text).unwrap().to_string();
        assert_eq!(parse(&printed).unwrap().to_string(), printed);
    }
    let printed =
        |text: &str| parse(&format!("RETURN {text}")).unwrap().to_string()["RETURN ".len()..].to_owned();
    assert_eq!(printed("1 - (2 - 3) - 4 * 5"), "1 - (2 - 3) - (4 * 5)");
    assert_eq!(printed("(1 - 2) * 3"), "(1 - 2) * 3");
    assert_eq!(printed("1 * 2 - 3"), "1 * 2 - 3");
    assert_eq!(printed("NOT NOT a"), "NOT NOT a");
    assert_eq!(printed("- - a"), "- -a");
    assert_eq!(printed("- - 1"), "-(-1)");
    // A minus before a number belongs to the number.
    for text in ["a - - - -0.w", "-(0.w)", "-(0[1])"] {
        assert_eq!(printed(&printed(text)), printed(text), "{text}");
    }
}

/// Texts that are one thing with their brackets and another without.
#[test]
fn brackets_stand_where_the_text_would_be_read_as_something_else() {
    let same = [
        "[(x IN y)]",
        "[(x IN y IN z), 1]",
        "[(null IN y XOR z)]",
        "[((a)-[]->(b)), x:(A|B)]",
        "((a)-[]->(b)) - c",
        "x + ((a)-[]->(b)) - c",
        "(a:A) - ([1]) - c",
        "CASE x WHEN > 1 AND y, % 3 = 1, IS NOT NFC NORMALIZED OR z THEN 1 END",
        "[x IN y WHERE x:(A|B) | 1]",
        "[x IN y WHERE x IS :: ANY<STRING | LIST<INTEGER | FLOAT>> | 1]",
        "x IS :: ANY<STRING | INTEGER> NOT NULL",
        "EXISTS { MATCH ( WHERE (a = 1) AND b)-[ WHERE ({}.a = 1)]-() }",
        "$`1a`",
        "a AND b AND c, (a AND b) AND c, a OR b OR c, (a OR b) OR c, a < b < c, (a < b) < c",
    ];
    for text in same {
        let printed = parse(&format!("RETURN {text}")).unwrap().to_string();
        assert_eq!(printed, format!("RETURN {text}"));
    }
    for text in ["OPTIONAL CALL db.labels()", "MATCH (n) SET n.x = (a = 1) OR b, n[k] = a = b"] {
        assert_eq!(parse(text).unwrap().to_string(), text);
    }
}

/// Expressions of all kinds within each other, in brackets and without.
fn expressions() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(vec![
        "x",
        "`in`",
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "'s'",
        "$p",
        "[]",
        "{}",
        "()",
        "(a)-->(b)",
        "x:A",
        "x:A|B",
        "(a:A)",
        "count(*)",
        "(:A)-[r:R*1..2]-(b {k: 1})",
        "shortestPath((a)-[*]->(b))",
        "`x y`",
        "x.k",
        "[x]",
        "f(x)",
    ]);
    let both = proptest::sample::select(vec![
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "||",
        "=",
        "<>",
        "<",
        "<=",
        ">",
        ">=",
        "AND",
        "OR",
        "XOR",
        "IN",
        "STARTS WITH",
        "CONTAINS",
        "=~",
    ]);
    let one = proptest::sample::select(vec![
        "(#)",
        "((#))",
        "NOT #",
        "- #",
        "+#",
        "-#",
        "(#).k",
        "#.k",
        "(#)[0]",
        "#[1]",
        "(#)[..1]",
        "#[0..]",
        "[#]",
        "[#, x]",
        "{k: #}",
        "x {.a, b: #, c}",
        "# IS NULL",
        "# IS NOT NULL",
        "# IS :: STRING",
        "# IS :: STRING | INTEGER",
        "# IS NORMALIZED",
        "# IS :: LIST<ANY<STRING | INTEGER NOT NULL>> NOT NULL",
        "f(#, x)",
        "all(#)",
        "all(x IN #)",
        "trim(# FROM x)",
        "[x IN #]",
        "[x IN y WHERE #]",
        "[x IN y WHERE # | #]",
        "[(a)-->(b) WHERE # | x]",
        "[p = (a)-->(b) | #]",
        "reduce(s = #, x IN # | #)",
        "CASE # WHEN x THEN # END",
        "CASE x WHEN = #, IS NULL THEN 1 ELSE # END",
        "CASE x WHEN # THEN 1 END",
        "(#):A",
        "#:A&B",
        "CASE x WHEN > # AND # THEN 1 END",
        "CASE WHEN # THEN 1 END",
        "EXISTS { (a WHERE #)-->(b) WHERE # }",
        "COUNT { RETURN # }",
        "EXISTS { MATCH (WHERE #)-[WHERE #]-() RETURN 1 }",
        "EXISTS { ((a)-->(b) WHERE #)+ }",
        "`all`(#)",
        "any(x IN y WHERE #)",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(5, 24, 3, move |inner| {
        let several = (both.clone(), inner.clone(), inner.clone(), any::<[bool; 2]>());
        prop_oneof![
            several.prop_map(|(sign, left, right, brackets)| {
                let [left, right] = [(left, brackets[0]), (right, brackets[1])]
                    .map(|(text, bracket)| if bracket { format!("({text})") } else { text });
                format!("{left} {sign} {right}")
            }),
            (one.clone(), inner).prop_map(|(form, inside)| form.replace('#', &inside)),
        ]
    })
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "[a-zA-Z0-9 (){}\\[\\]<>=.,:;|$'\"`+*/%^!&?~-]{0,60}") {
        let _ = parse(&text);
        let _ = factloom::query::split(&text);
        let _ = factloom::query::completeness(&text);
    }

    #[test]
    fn what_is_printed_says_what_was_parsed(expression in expressions()) {
        if let Ok(tree) = parse(&format!("RETURN {expression}")) {
            let printed = tree.to_string();
            let again = parse(&printed);
            prop_assert!(again.is_ok(), "{printed}: {again:?}");
            prop_assert_eq!(again.unwrap(), tree, "{}", printed);
        }
    }

    #[test]
    fn words_in_any_order_do_not_panic(words in proptest::collection::vec(
        proptest::sample::select(vec!["MATCH", "(n)", "-[r]->", "(", ")", "WHERE", "RETURN", "n", ".x", "=", "1", "[", "]",
            "IN", "WITH", "AS", "x", "CASE", "WHEN", "THEN", "END", "{", "}", "|", "NOT", "IS", "NULL", "count(*)", ",", "*"]), 0..20)) {
        let mut graph = Graph::new();
        let _ = ask(&mut graph, &words.join(" "));
    }
}

/// What only the optimiser's counting does: how many different ones there are of what comes once anyway, and no groups at all.
#[test]
fn counts_of_what_comes_once_are_the_same_either_way() {
    let mut graph = Graph::new();
    ask(
        &mut graph,
        "UNWIND range(1, 30) AS i CREATE (a:A {k: i % 4})-[:R {w: i}]->(:B {k: i % 3})-[:S]->(a)",
    )
    .unwrap();
    graph.commit();
    let queries = [
        "MATCH (a:A) WITH DISTINCT a RETURN count(*) AS n",
        "MATCH (a:A {k: 1})-[r:R]->(b) WITH DISTINCT a, r, b RETURN count(*) AS n",
        "MATCH (a:A)-[r:R]->(b) WHERE b.k > 0 WITH DISTINCT r, a, b RETURN count(*) AS n",
        "MATCH (a:A)-[:R]->(b)-[:S]->(a) WHERE b.k = 1 WITH DISTINCT a, b RETURN count(*) AS n",
        "MATCH (a)-[:R]->(b) RETURN b.k AS k, count(*) AS n ORDER BY n DESC LIMIT 0",
        "MATCH (a)-[:R]->(b) RETURN b, count(*) AS n ORDER BY n LIMIT 0",
    ];
    let answers = |graph: &mut Graph| queries.map(|query| ask(graph, query).unwrap().rows);
    let slow = answers(&mut graph);
    graph.view();
    assert_eq!(answers(&mut graph), slow);
    let counts: Vec<String> = slow[..4].iter().map(|rows| rows[0][0].to_string()).collect();
    assert_eq!(counts, ["30", "8", "20", "10"]);
    assert!(slow[4].is_empty() && slow[5].is_empty());
}

#[test]
fn now_is_now() {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let told: u64 = rows("RETURN datetime().epochSeconds").parse().unwrap();
    assert!((seconds..seconds + 600).contains(&told), "{told}");
    assert_eq!(rows("RETURN datetime() = datetime()"), "true", "one moment for a statement");
}

/// What a query holds at a time counts against its memory, and only that.
#[test]
fn memory_is_of_what_is_held() {
    let limits = Limits { memory: Some(100_000), ..Limits::default() };
    let held = |graph: &mut Graph, query: &str| {
        let result = run(graph, query, &Parameters::new(), &limits, &Procedures::default());
        result.map(drop).map_err(|error| error.detail.to_string())
    };
    let much = [
        "RETURN collect(#)",
        "RETURN percentileDisc(#, 0.5)",
        "RETURN percentileCont(#, 0.5)",
        "RETURN sum(DISTINCT #)",
        "RETURN #",
        "RETURN # ORDER BY # % 7",
        "RETURN # ORDER BY # % 7 SKIP 3",
        "RETURN DISTINCT #",
        "RETURN # % 5000 AS k, count(*)",
        "RETURN # % 5 AS k, count(DISTINCT #)",
        "RETURN # % 5 AS k, collect(#)",
        "WITH collect(#) AS all RETURN size(all)",
        "WITH collect('a' + #) AS all RETURN size(all)",
    ];
    let little = [
        "RETURN sum(#)",
        "RETURN min(#), max(#), avg(#), count(#), count(*)",
        "RETURN # % 5 AS k, count(*)",
        "RETURN count(DISTINCT # % 5)",
        "RETURN DISTINCT # % 5",
        "RETURN # LIMIT 3",
        "WITH # AS k LIMIT 5 RETURN collect(k)",
    ];
    let mut graph = Graph::new();
    ask(&mut graph, "UNWIND range(1, 9000) AS i CREATE (:A {k: i})").unwrap();
    graph.commit();
    // By the interpreter, by the optimiser, and of numbers that are no nodes'.
    let nodes = ("MATCH (n:A)", "n.k");
    let numbers = ("UNWIND range(1, 100) AS i UNWIND range(1, 90) AS j", "(i * 100 + j)");
    for (source, number) in [nodes, nodes, numbers] {
        for query in much {
            let query = format!("{source} {}", query.replace('#', number));
            assert_eq!(held(&mut graph, &query), Err("MemoryLimit".to_owned()), "{query}");
        }
        for query in little {
            let query = format!("{source} {}", query.replace('#', number));
            assert_eq!(held(&mut graph, &query), Ok(()), "{query}");
        }
        graph.view();
    }
    for query in [
        "RETURN range(1, 20000)",
        "RETURN reduce(s = 'x', i IN range(1, 30) | s + s)",
        "RETURN [x IN range(1, 3000) | range(1, x)]",
        "UNWIND range(1, 100) AS i RETURN collect(reduce(s = 'x', j IN range(1, 12) | s + s))",
    ] {
        assert_eq!(held(&mut graph, query), Err("MemoryLimit".to_owned()), "{query}");
    }
}

/// As much as a statement may hold, and one more.
#[test]
fn limits_stand_where_they_are_said_to() {
    let fits = |query: &str| match parse_and_run(query).0.as_str() {
        "" => true,
        message if message.contains("more than") || message.contains("nested deeper") => false,
        message => panic!("{message}"),
    };
    let all = |most: usize, query: &dyn Fn(usize) -> String| {
        assert!(fits(&query(most)), "{most}");
        assert!(!fits(&query(most + 1)), "{most} and one");
    };
    all(2000, &|n| format!("{}RETURN x", "WITH 1 AS x ".repeat(n - 1)));
    all(400, &|n| format!("RETURN 1{}", " + 1".repeat(n)));
    all(400, &|n| format!("RETURN 1{}", " IS NULL".repeat(n)));
    all(10_000, &|n| format!("MATCH (n:A{}) RETURN n", "|B".repeat(n - 1)));
}

#[test]
fn messages_and_plans_say_how_many() {
    for (query, message) in [
        ("RETURN sin()", "sin takes 1 argument, not 0"),
        ("RETURN substring('a')", "substring takes 2 to 3 arguments, not 1"),
        ("RETURN coalesce()", "coalesce takes at least 1 argument, not 0"),
    ] {
        assert_eq!(parse_and_run(query).0, message);
    }
    let mut graph = Graph::new();
    let mut plan =
        |query: &str| ask(&mut graph, &format!("EXPLAIN {query}")).unwrap().plan.unwrap_or_default();
    for (pattern, shown) in [
        ("shortestPath((a)-[*]->(b))", "the shortest"),
        ("allShortestPaths((a)-[*]->(b))", "all shortest"),
        ("SHORTEST 3 (a)-[*]->(b)", "the 3 shortest"),
        ("SHORTEST 2 GROUPS (a)-[*]->(b)", "all of the 2 shortest lengths"),
    ] {
        let plan = plan(&format!("MATCH (a:A), (b:B) MATCH p = {pattern} RETURN p"));
        assert!(plan.contains(shown), "{pattern}: {plan}");
    }
}
