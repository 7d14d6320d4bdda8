//! `factloom import`: what export wrote, or the tables of another program, into a graph file.

use crate::args::Import;
use crate::exit::{Failure, Status};
use factloom::graph::{Graph, GraphRead};
use factloom::import;
use factloom::store::{Draft, GraphStore, Store};
use factloom::wording::counted;

pub(crate) fn run(args: &Import) -> Result<Status, Failure> {
    let graph = if args.graph.exists() { add(args)? } else { make(args)? };
    crate::term::say(format_args!(
        "{} holds {} and {}",
        args.graph.display(),
        counted(graph.node_count(), "node"),
        counted(graph.relationship_count(), "relationship")
    ));
    Ok(Status::Done)
}

/// A new graph and its file.
fn make(args: &Import) -> Result<Graph, Failure> {
    // Begun first, so that a place that cannot be written is noticed before the work, not after it.
    let draft = Draft::new(&args.graph)?;
    let mut graph = Graph::new();
    fill(args, &mut graph)?;
    draft.finish(&graph)?.close()?;
    Ok(graph)
}

/// More for a graph that is there.
fn add(args: &Import) -> Result<Graph, Failure> {
    let mut store = Store::open(&args.graph)?;
    let added = (|| {
        let mut graph = store.load()?;
        // A graph that was empty is written whole, without a log of each step.
        let was_empty = graph.node_count() == 0 && graph.articles().is_empty();
        if !was_empty {
            graph.begin();
        }
        fill(args, &mut graph)?;
        let changes = if was_empty { graph.everything() } else { graph.changes() };
        store.save(&graph, &changes)?;
        graph.commit();
        Ok(graph)
    })();
    store.close()?;
    added
}

fn fill(args: &Import, graph: &mut Graph) -> Result<(), Failure> {
    if let (Some(schema), Some(folder)) = (&args.schema, &args.dir) {
        import::tables(graph, schema, folder)?;
    }
    for file in &args.files {
        import::file(graph, file)?;
    }
    Ok(())
}
