//! Prints the facts of an article (or of a CoNLL-U file), one JSON object a line.
//!
//!     cargo run --release --example extract seeds/china-russia-defense.txt

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use factloom::analyse::{Analyser, Model, conllu};
use factloom::fact;
use factloom::text::Document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: extract FILE.txt|FILE.conllu")?;
    let text = std::fs::read_to_string(&path)?;
    let name = std::path::Path::new(&path).file_stem().map_or("stdin".into(), |n| n.to_string_lossy());
    let articles = if path.ends_with(".conllu") {
        conllu::read(&text)?
    } else {
        let document = Document::from_text(name, text);
        let analysis = Analyser::shared(Model::Accurate).analyse(&document);
        vec![(document, analysis)]
    };
    for (document, analysis) in &articles {
        for line in fact::json_lines(&fact::extract(document, analysis)) {
            println!("{line}");
        }
    }
    Ok(())
}
