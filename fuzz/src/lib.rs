//! What the targets share: what must hold of a graph that was imported.

use factloom::export::Format;
use factloom::graph::Graph;
use factloom::import::{ImportError, json};

/// What is refused leaves nothing; what is taken can be written, and read again as the same.
pub fn imported(read: impl FnOnce(&mut Graph) -> Result<(), ImportError>) {
    let mut graph = Graph::new();
    match read(&mut graph) {
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert_eq!(written(&graph), written(&Graph::new()));
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
