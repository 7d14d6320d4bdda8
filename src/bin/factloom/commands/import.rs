//! `factloom import`: what export wrote, or the tables of another program, into a graph file.

use crate::args::Import;
use crate::exit::{Failure, Status};
use factloom::graph::{Graph, GraphRead};
use factloom::import;
use factloom::store::{GraphStore, Store};

pub(crate) fn run(args: &Import) -> Result<Status, Failure> {
    let new = !args.graph.exists();
    let mut store = if new { Store::create(&args.graph)? } else { Store::open(&args.graph)? };
    let filled = fill(args, &mut store);
    let closed = store.close();
    if new && filled.is_err() {
        // Nothing was put in: leave no empty graph behind.
        let _ = std::fs::remove_file(&args.graph);
    }
    closed?;
    let graph = filled?;
    crate::term::say(format_args!(
        "{} holds {} nodes and {} relationships",
        args.graph.display(),
        graph.node_count(),
        graph.relationship_count()
    ));
    Ok(Status::Done)
}

fn fill(args: &Import, store: &mut Store) -> Result<Graph, Failure> {
    let mut graph = store.load()?;
    // A graph that was empty is written whole, without a log of each step.
    let was_empty = graph.node_count() == 0 && graph.articles().is_empty();
    if !was_empty {
        graph.begin();
    }
    if let (Some(schema), Some(folder)) = (&args.schema, &args.dir) {
        import::tables(&mut graph, schema, folder)?;
    }
    for file in &args.files {
        import::file(&mut graph, file)?;
    }
    let changes = if was_empty { graph.everything() } else { graph.changes() };
    store.save(&graph, &changes)?;
    graph.commit();
    Ok(graph)
}
