//! An article in, a graph of facts, and what it says of somebody: the library in twenty lines.
//!
//!     cargo run --example quickstart

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use factloom::analyse::{Analyser, Model};
use factloom::graph::{Graph, GraphRead, add_articles};
use factloom::session;
use factloom::text::Document;

const ARTICLE: &str = "Ada Lovelace visited Turin in 1841. She met the engineer Luigi Menabrea there. \
                       Menabrea described the machine of Charles Babbage.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Text → document → analysis → facts. Each step is a function of what it is given, and nothing else.
    let document = Document::from_text("lovelace", ARTICLE);
    let analysis = Analyser::shared(Model::Accurate).analyse(&document);
    let extraction = factloom::fact::extract(&document, &analysis);
    for fact in &extraction.facts {
        let name = |i: factloom::fact::EntityIndex| &extraction.entities[i.0].name;
        println!("{} | {} | {}  ({})", name(fact.subject), fact.relation, name(fact.object), fact.status);
    }

    // Facts → graph. Any number of articles, in any order, give the same graph.
    let mut graph = Graph::new();
    add_articles(&mut graph, [extraction])?;
    println!("\n{} entities, {} facts", graph.node_count(), graph.relationship_count());

    // The graph is a petgraph graph: its algorithms run on it.
    let parts = petgraph::algo::tarjan_scc(graph.petgraph()).len();
    println!("{parts} strongly connected parts\n");

    println!("{}", session::facts(&graph, "Menabrea")?);
    Ok(())
}
