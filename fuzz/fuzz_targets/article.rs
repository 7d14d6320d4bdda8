//! Texts of articles: each fact's evidence is what stands in the text. The network is the program's with its layers left
//! out, which makes thousands of texts a second possible; one text in so many is read by the whole of it.

#![no_main]

use factloom::analyse::{Analyser, Model};
use factloom::text::Document;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One text in this many is read by the whole network.
const WHOLE: usize = 1024;

static SHALLOW: LazyLock<Analyser> = LazyLock::new(factloom_fuzz::shallow::analyser);
static TEXTS: AtomicUsize = AtomicUsize::new(0);

fuzz_target!(|text: &str| {
    let document = Document::from_text("article", text);
    let whole = TEXTS.fetch_add(1, Ordering::Relaxed) % WHOLE == 0;
    let analyser = if whole { Analyser::shared(Model::Fast) } else { &SHALLOW };
    let analysis = analyser.analyse(&document);
    factloom_fuzz::sound(&document, factloom::fact::extract(&document, &analysis));
});
