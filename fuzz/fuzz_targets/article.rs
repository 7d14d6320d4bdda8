//! Texts of articles: each fact's evidence is what stands in the text.

#![no_main]

use factloom::analyse::{Analyser, Model};
use factloom::text::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = Document::from_text("article", text);
    let analysis = Analyser::shared(Model::Fast).analyse(&document);
    factloom_fuzz::sound(&document, factloom::fact::extract(&document, &analysis));
});
