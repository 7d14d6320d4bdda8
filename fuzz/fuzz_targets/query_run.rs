//! Queries on a small graph under limits: what fails changes nothing, what is rolled back is as before. Every other one finds
//! the graph frozen, as large ones are, so that the optimiser takes what it can.

#![no_main]

use factloom::export::Format;
use factloom::graph::{Graph, GraphRead};
use factloom::query::{Limits, Parameters, Procedures, run};
use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::time::{Duration, Instant};

const BUILD: &str = "UNWIND range(1, 6) AS i
    CREATE (:A:Person {name: 'n' + toString(i), k: i, born: date('1990-01-0' + toString(i))})
        -[:R {w: i}]->(:B {k: i, tags: ['x', 'y' + toString(i)], f: i / 2.0})";

struct Subject {
    graph: Graph,
    procedures: Procedures,
    before: String,
    runs: usize,
}

/// All but the counters, which move: ids are never given out twice.
fn picture(graph: &Graph) -> String {
    let mut bytes = Vec::new();
    Format::Json.write(graph, &mut bytes).expect("a vector takes all");
    String::from_utf8_lossy(&bytes).lines().skip(2).collect::<Vec<_>>().join("\n")
}

thread_local! {
    static SUBJECT: RefCell<Subject> = RefCell::new({
        let (mut graph, procedures) = (Graph::new(), Procedures::default());
        run(&mut graph, BUILD, &Parameters::new(), &Limits::default(), &procedures).expect("sound");
        graph.commit();
        let before = picture(&graph);
        Subject { graph, procedures, before, runs: 0 }
    });
}

fuzz_target!(|text: &str| {
    SUBJECT.with_borrow_mut(|Subject { graph, procedures, before, runs }| {
        let deadline = Some(Instant::now() + Duration::from_millis(2));
        let limits = Limits { deadline, memory: Some(1 << 20), ..Limits::default() };
        if *runs % 2 == 0 {
            graph.view();
        }
        graph.begin();
        if run(graph, text, &Parameters::new(), &limits, procedures).is_err() {
            assert!(graph.changes().is_empty(), "a statement that failed left changes");
        }
        graph.rollback();
        *runs += 1;
        if *runs % 1024 == 0 {
            assert_eq!(picture(graph), *before);
        }
    });
});
