//! `factloom build`: articles → a graph that is kept.

use crate::args::{Build, Cut};
use crate::articles;
use crate::exit::{Failure, Status};
use factloom::analyse::Analyser;
use factloom::fact;
use factloom::graph::{Graph, GraphRead, add_articles};
use factloom::store::{GraphStore, Store};

pub(crate) fn run(args: &Build) -> Result<Status, Failure> {
    articles::set_threads(&args.model);
    // Opened first, so that a place that cannot be written is noticed before the work, not after it.
    let new = !args.output.exists();
    let mut store = if new { Store::create(&args.output)? } else { Store::open(&args.output)? };
    let status = fill(args, &mut store);
    let closed = store.close();
    if new && status.is_err() {
        // Nothing was put in: leave no empty graph behind.
        let _ = std::fs::remove_file(&args.output);
    }
    closed?;
    status
}

fn fill(args: &Build, store: &mut Store) -> Result<Status, Failure> {
    let mut graph: Graph = store.load()?;
    let analyser = Analyser::shared(args.model.model.into());
    let (mut known, mut new) = (0, Vec::new());
    let work = |document: factloom::text::Document| {
        let sentences = (0..document.sentences.len()).map(|i| document.sentence_text(i));
        let is_known = graph.articles().holds(document.id(), sentences);
        (!is_known).then(|| fact::extract(&document, &analyser.analyse(&document)))
    };
    let status = articles::each(&args.input, Cut::default(), work, |extraction| {
        match extraction {
            Some(extraction) => new.push(extraction),
            None => known += 1,
        }
        Ok(())
    })?;
    let count = plural(new.len());
    graph.begin();
    add_articles(&mut graph, new)?;
    store.save(&graph, &graph.changes())?;
    graph.commit();
    let there = if known > 0 { format!(" ({known} there already)") } else { String::new() };
    eprintln!(
        "{count} read{there}; {} holds {} entities and {} facts of {}",
        args.output.display(),
        graph.node_count(),
        graph.relationship_count(),
        plural(graph.articles().len())
    );
    Ok(status)
}

fn plural(count: usize) -> String {
    if count == 1 { "1 article".to_owned() } else { format!("{count} articles") }
}
