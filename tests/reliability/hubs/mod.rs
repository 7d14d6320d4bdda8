//! Random queries on graphs with hubs, by the optimiser and by the interpreter: the same rows, in the same order where
//! they are ordered. Beside `queries`, whose graphs are small enough for a plain evaluator.

mod shape;
mod text;
mod world;

use crate::support::{Random, figure, thorough};
use factloom::graph::{Frozen, Graph, GraphRead};
use factloom::query::{Limits, Parameters, Procedures, run};
use factloom::value::Value;
use std::time::{Duration, Instant};
use text::Writer;
use world::{World, change};

/// What a query gave, or that it failed, or that it was too much for the interpreter.
#[derive(Debug, PartialEq)]
enum Answer {
    Rows(Vec<Vec<Value>>),
    Failed(String),
    TooMuch,
}

fn ask(graph: &mut Graph, query: &str, patience: Duration) -> Answer {
    let limits =
        Limits { rows: Some(400_000), deadline: Some(Instant::now() + patience), ..Limits::default() };
    match run(graph, query, &Parameters::new(), &limits, &Procedures::default()) {
        Ok(result) => {
            let mut rows = result.rows;
            // Lists are collected in any order.
            for value in rows.iter_mut().flatten() {
                if let Value::List(items) = value {
                    let mut items = items.to_vec();
                    items.sort();
                    *value = items.into();
                }
            }
            if !query.contains(" ORDER BY c") {
                rows.sort();
            }
            Answer::Rows(rows)
        }
        Err(error) if format!("{error:?}").contains("ResourceError") => Answer::TooMuch,
        Err(error) => Answer::Failed(error.to_string()),
    }
}

/// The graph as it is when its file is opened.
fn opened(graph: &Graph) -> Graph {
    let names = graph.names();
    let counts = [names.labels.len(), names.types.len(), names.keys.len()];
    Graph::opened(Frozen::from_image(graph.image().unwrap(), counts).unwrap(), names.clone())
}

#[derive(Default)]
struct Tally {
    queries: usize,
    compared: usize,
    with_rows: usize,
    fast: usize,
    failed: usize,
    slower: usize,
    disagreements: Vec<String>,
}

fn check(seed: u64, tally: &mut Tally) {
    let mut random = Random(seed);
    let world = World::new(&mut random);
    let mut plain = world.graph();
    let mut frozen = world.graph();
    frozen.view();
    if random.chance(30) {
        frozen = opened(&frozen);
    }
    let third = world.changed.len() / 3;
    for number in 0..30 {
        // What queries have made before is kept up to date.
        if number % 10 == 9 {
            let changes = &world.changed[third * (number / 10)..][..third];
            change(&mut plain, changes);
            change(&mut frozen, changes);
        }
        assert!(!plain.has_view() && frozen.view().is_some());
        let query = Writer::query(&world, &mut random);
        tally.queries += 1;
        let slow = ask(&mut plain, &query, Duration::from_millis(250));
        if slow == Answer::TooMuch {
            continue;
        }
        let plan = run(
            &mut frozen,
            &format!("EXPLAIN {query}"),
            &Parameters::new(),
            &Limits::default(),
            &Procedures::default(),
        );
        let plan = plan.ok().and_then(|result| result.plan).unwrap_or_default();
        tally.fast += usize::from(plan.contains("(about "));
        let mut fast = ask(&mut frozen, &query, Duration::from_secs(4));
        if random.chance(5) && fast == slow {
            fast = ask(&mut frozen, &format!("PROFILE {query}"), Duration::from_secs(20));
        }
        tally.compared += 1;
        tally.with_rows += usize::from(matches!(&slow, Answer::Rows(rows) if !rows.is_empty()));
        match (&slow, &fast) {
            // Where a row that is not needed would fail, either may come to it or not.
            (Answer::Failed(_), _) | (_, Answer::Failed(_)) => tally.failed += 1,
            // The interpreter may be lucky: where the first of several patterns has no matches.
            (_, Answer::TooMuch) => tally.slower += 1,
            _ if slow == fast => {}
            _ => tally.disagreements.push(format!(
                "seed {seed}, {} nodes, {} relationships, {} changes: {query}\n{}\n{}\n{plan}",
                world.nodes,
                world.edges,
                world.changed.len(),
                shown(&slow),
                shown(&fast)
            )),
        }
    }
}

fn shown(answer: &Answer) -> String {
    match answer {
        Answer::Rows(rows) => {
            format!("{} rows, the first: {:?}", rows.len(), rows.iter().take(5).collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    }
}

/// `FACTLOOM_SEEDS=7..8` asks the queries of some graphs only.
#[test]
fn optimiser_and_interpreter_agree_on_hubs() {
    let mut tally = Tally::default();
    let seeds = std::env::var("FACTLOOM_SEEDS").ok();
    let seeds = seeds.as_deref().and_then(|seeds| seeds.split_once(".."));
    let seeds =
        seeds.map_or(0..thorough(12, 2_000) as u64, |(from, to)| from.parse().unwrap()..to.parse().unwrap());
    for seed in seeds {
        check(seed, &mut tally);
        if tally.disagreements.len() > 20 {
            break;
        }
    }
    let Tally { queries, compared, with_rows, fast, failed, slower, disagreements } = tally;
    let share = |part: usize| 100.0 * part as f64 / compared.max(1) as f64;
    figure(
        "queries on hubs",
        format!(
            "{queries} queries, {compared} compared; {:.1} % with rows, {:.1} % by the optimiser, {:.1} % failed, {slower} too much for the optimiser alone; {} disagreements",
            share(with_rows),
            share(fast),
            share(failed),
            disagreements.len()
        ),
    );
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n\n"));
    assert!(share(with_rows) >= 40.0 && share(fast) >= 50.0 && share(failed) <= 2.0 && share(slower) <= 1.0);
}
