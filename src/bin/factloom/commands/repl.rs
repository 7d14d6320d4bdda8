//! `factloom repl`, and `factloom FILE…`: a graph, or articles read into memory, and talk about it.

use crate::args::{Cut, Input, Repl};
use crate::articles;
use crate::exit::{Failure, Status};
use crate::repl::{self, Manner};
use factloom::analyse::Analyser;
use factloom::fact;
use factloom::graph::{Graph, add_articles};
use factloom::session::Session;
use std::path::Path;

pub(crate) fn run(args: &Repl) -> Result<Status, Failure> {
    articles::set_threads(&args.model);
    let manner = Manner { keep_going: args.keep_going, no_init: args.no_init, allow: args.allow.clone() };
    match args.files.as_slice() {
        [] => repl::run(Session::default(), "an empty graph in memory", &manner),
        [one] if one == ":memory:" => repl::run(Session::default(), "an empty graph in memory", &manner),
        [one] if is_graph(one) => repl::run(Session::open(Path::new(one))?, one, &manner),
        files => {
            if let Some(graph) = files.iter().find(|f| is_graph(f)) {
                return Err(Failure::GraphAmongArticles(graph.clone()));
            }
            let (graph, read) = read(args)?;
            let said = repl::run(Session::new(graph), &files.join(" "), &manner)?;
            Ok(if said == Status::Done { read } else { said })
        }
    }
}

/// Whether a file is a graph, by its ending.
fn is_graph(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("loom"))
}

/// The graph of the articles.
fn read(args: &Repl) -> Result<(Graph, Status), Failure> {
    let analyser = Analyser::shared(args.model.model.into());
    let input = Input { input: args.files.clone(), strict: args.strict };
    let mut all = Vec::new();
    let work = |document| fact::extract(&document, &analyser.analyse(&document));
    let status = articles::each(&input, Cut::default(), work, |extraction| {
        all.push(extraction);
        Ok(())
    })?;
    let mut graph = Graph::new();
    add_articles(&mut graph, all)?;
    Ok((graph, status))
}
