//! What the targets share: what must hold of a graph that was imported, and of what was read from an article.

pub mod shallow;

use factloom::export::Format;
use factloom::fact::Extraction;
use factloom::graph::{Graph, add_articles};
use factloom::import::{ImportError, json};
use factloom::text::Document;
use std::sync::LazyLock;

static EMPTY: LazyLock<String> = LazyLock::new(|| written(&Graph::new()));

/// What is refused leaves nothing; what is taken can be written, and read again as the same.
pub fn imported(read: impl FnOnce(&mut Graph) -> Result<(), ImportError>) {
    let mut graph = Graph::new();
    match read(&mut graph) {
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert_eq!(written(&graph), *EMPTY);
        }
        Ok(()) => {
            let first = written(&graph);
            let mut again = Graph::new();
            json(&mut again, &first).expect("what was written is read");
            assert_eq!(written(&again), first);
        }
    }
}

fn written(graph: &Graph) -> String {
    let mut bytes = Vec::new();
    Format::Json.write(graph, &mut bytes).expect("a vector takes all");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// Each fact stands in a sentence of the document, at places that are there, between entities that are there.
pub fn sound(document: &Document, extraction: Extraction) {
    for (at, sentence) in extraction.sentences.iter().enumerate() {
        assert_eq!(document.sentence_text(at), sentence);
    }
    for fact in &extraction.facts {
        let sentence = &extraction.sentences.get(fact.evidence.sentence - 1).expect("a sentence that is there");
        for span in [fact.evidence.subject, fact.evidence.relation, fact.evidence.object] {
            assert!(sentence.get(span.start..span.end).is_some(), "{fact:?} in {sentence:?}");
        }
        assert!((0.0..=1.0).contains(&fact.confidence), "{fact:?}");
        assert!(fact.subject.0 < extraction.entities.len() && fact.object.0 < extraction.entities.len());
    }
    add_articles(&mut Graph::new(), [extraction]).expect("there is room");
}
