//! Texts of articles: each fact's evidence is what stands in the text.

#![no_main]

use factloom::analyse::{Analyser, Model};
use factloom::fact;
use factloom::graph::{Graph, add_articles};
use factloom::text::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = Document::from_text("article", text);
    let extraction = fact::extract(&document, &Analyser::shared(Model::Fast).analyse(&document));
    for (at, sentence) in extraction.sentences.iter().enumerate() {
        assert_eq!(document.sentence_text(at), sentence);
    }
    for fact in &extraction.facts {
        let sentence = &extraction.sentences[fact.evidence.sentence - 1];
        for span in [fact.evidence.subject, fact.evidence.relation, fact.evidence.object] {
            assert!(sentence.get(span.start..span.end).is_some(), "{fact:?} in {sentence:?}");
        }
        assert!((0.0..=1.0).contains(&fact.confidence), "{fact:?}");
        assert!(fact.subject.0 < extraction.entities.len() && fact.object.0 < extraction.entities.len());
    }
    add_articles(&mut Graph::new(), [extraction]).expect("there is room");
});
