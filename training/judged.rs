//! Facts or tuples with what their confidence is computed from, as JSON lines, for training/confidence.py.
//!
//!     judged fact FILE…        the facts of articles, each with its `doc`
//!     judged carb|benchie FILE tuples of the sentences of a file, one a line, in tokens

use factloom::analyse::{Analyser, Model};
use factloom::fact::{self, Features, Style};
use factloom::text::{reader, segment};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let kind = arguments.next().unwrap_or_default();
    let files: Vec<String> = arguments.collect();
    let analyser = Analyser::shared(Model::Accurate);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let object = |features: &Features| -> Map<String, Value> {
        features.iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
    };
    let style = match kind.as_str() {
        "fact" => {
            for document in reader::open(&files, io::stdin().lock()) {
                let document = document?;
                let (facts, features) = fact::extract_with_features(&document, &analyser.analyse(&document));
                for (line, features) in fact::json_lines(&facts).zip(&features) {
                    let mut line: Value = serde_json::from_str(&line)?;
                    line["features"] = object(features).into();
                    writeln!(out, "{line}")?;
                }
            }
            return Ok(out.flush()?);
        }
        "carb" => Style::Carb,
        "benchie" => Style::Benchie,
        other => return Err(format!("`{other}`: say fact, carb or benchie").into()),
    };
    for file in files {
        let document = segment::tokens("sentences", &std::fs::read_to_string(file)?);
        for tuple in fact::tuples(&document, &analyser.analyse(&document), style) {
            let sentence = document.sentence_text(tuple.sentence - 1);
            let line = json!({
                "sentence": sentence, "parts": tuple.parts, "confidence": tuple.confidence,
                "features": object(&tuple.features),
            });
            writeln!(out, "{line}")?;
        }
    }
    Ok(out.flush()?)
}
