//! What a keystroke at the prompt costs on a large graph: completion, hint, colours, and what Enter asks.
//!
//!     cargo bench --bench keystroke -- DIR
//!
//! DIR holds tables and their `schema.json`, as `factloom import --schema` reads them.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use factloom::graph::{Graph, GraphRead};
use factloom::import;
use factloom::session::Session;
use factloom::session::complete::{Names, complete, gather, lacks};
use factloom::session::paint::paint;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Lines as people type them, in all places that completion knows.
const LINES: [&str; 9] = [
    "MATCH (person:Person)-[met:MET_WITH]->(other:Person) WHERE person.name = 'a' AND other.mentions > 3 RETURN person.name, count(met)",
    "MATCH p = shortestPath((a {name: 'Person 1",
    "match (o:Organization) with o, count(*) as n where n > 3 return toUpper(o.name) order by n desc",
    "? met-with Person 12",
    "Who criticized Organization 7",
    ":facts organization 12",
    ":explain MATCH (a:City)<-[:LOCATED_IN]-(b) RETURN a",
    "p",
    "CALL db.labels() YIELD label RETURN label",
];

fn main() {
    let Some(folder) = std::env::args().skip(1).find(|a| !a.starts_with("--")).map(PathBuf::from) else {
        println!("name a folder of tables with a schema.json");
        return;
    };
    let mut graph = Graph::new();
    import::tables(&mut graph, &folder.join("schema.json"), &folder).expect("tables as the schema says");
    println!("{} nodes, {} relationships", graph.node_count(), graph.relationship_count());
    let session = Session::new(graph);
    let started = Instant::now();
    let gathered = gather(session.graph());
    println!("names gathered in {:.1} ms (before the prompt)", millis(started.elapsed()));
    let started = Instant::now();
    let names = Names::new(gathered);
    println!("put in order in {:.1} ms (beside the prompt)", millis(started.elapsed()));
    for (what, work) in [
        ("completion", &(|line: &str| drop(black_box(complete(&session, &names, line)))) as &dyn Fn(&str)),
        ("colours", &|line| drop(black_box(paint(&session, line)))),
        ("is it whole", &|line| {
            black_box(session.is_complete(line));
        }),
        ("what is missing", &|line| {
            black_box(lacks(line));
        }),
    ] {
        let mut times: Vec<(Duration, &str)> = Vec::new();
        for line in LINES {
            for (end, _) in line.char_indices().skip(1).chain([(line.len(), ' ')]) {
                let started = Instant::now();
                work(&line[..end]);
                times.push((started.elapsed(), &line[..end]));
            }
        }
        times.sort();
        let (median, (worst, at)) = (times[times.len() / 2].0, times[times.len() - 1]);
        println!("{what:<16} median {:.3} ms, worst {:.3} ms, at `{at}`", millis(median), millis(worst));
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
