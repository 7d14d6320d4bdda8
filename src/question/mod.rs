//! An English question → a triple pattern → an answer with its sources.
//!
//! `reading` takes the question apart with the extractor's own analysis and puts it as a statement with a gap; `ground`
//! finds what the graph calls the things and relations in it and writes the pattern; `answer` runs the pattern as a
//! query and judges what comes back; `tell` says it. What is not understood is said, with what was.

mod answer;
mod ground;
mod names;
mod reading;
mod relation;
mod tell;

pub use answer::{Answer, Reply, Verdict, ask};
pub use relation::nearest_relation;

use crate::lexicon;
use crate::query::syntax::triple;

/// Whether a text is meant as a question in English, rather than as Cypher or as a triple pattern.
///
/// ```
/// use factloom::question::is_question;
///
/// assert!(is_question("Who visited Russia?") && is_question("did China visit Peru"));
/// assert!(!is_question("? visits Russia") && !is_question("MATCH (n) RETURN n"));
/// ```
pub fn is_question(text: &str) -> bool {
    let text = text.trim();
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    if first.is_empty() || triple::is_pattern(text) || triple::opens_statement(&first) {
        return false;
    }
    let opens = lexicon::is("question-word", &first) || lexicon::is("question-auxiliary", &first);
    text.ends_with('?') || opens && text.split_whitespace().nth(2).is_some()
}
