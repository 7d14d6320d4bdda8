//! How fast text goes through the analyser and the extractor: `cargo bench`. Compare runs of one machine only.

#![expect(clippy::print_stdout, reason = "a benchmark reports by itself")]

use factloom::analyse::{Analyser, Model};
use factloom::{fact, text::Document};
use std::time::Instant;

const ARTICLE: &str = include_str!("../seeds/china-russia-defense.txt");
const ROUNDS: usize = 20;

fn main() {
    let document = Document::from_text("article", ARTICLE);
    let words = ARTICLE.split_whitespace().count() * ROUNDS;
    let report = |what: &str, run: &mut dyn FnMut()| {
        run();
        let start = Instant::now();
        (0..ROUNDS).for_each(|_| run());
        println!("{what:<24} {:>10.0} words/s", words as f64 / start.elapsed().as_secs_f64());
    };
    report("segmentation", &mut || drop(Document::from_text("article", ARTICLE)));
    for (name, model) in [("analysis, fast", Model::Fast), ("analysis, accurate", Model::Accurate)] {
        let analyser = Analyser::shared(model);
        report(name, &mut || drop(analyser.analyse(&document)));
    }
    let analysis = Analyser::shared(Model::Fast).analyse(&document);
    report("facts from an analysis", &mut || drop(fact::extract(&document, &analysis)));
}
