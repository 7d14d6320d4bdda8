//! Articles through a function on all threads: results in the order of the input, whatever the number of threads.

use crate::args::{Cut, Input, ModelArgs};
use crate::exit::{Failure, Status};
use crate::term;
use factloom::text::{Document, language, reader, segment};
use rayon::prelude::*;
use std::io;

/// Documents in memory at once.
const AT_ONCE: usize = 64;

/// Uses this many threads from now on.
pub(crate) fn set_threads(args: &ModelArgs) {
    if let Some(threads) = args.threads {
        // It only fails where a pool was built before, and none was.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
}

/// Does `work` on every document of the input and gives the results to `done` in order. Documents that cannot be
/// read are named on standard error and skipped, unless the input is strict.
pub(crate) fn each<T: Send>(
    input: &Input,
    cut: Cut,
    work: impl Fn(Document) -> T + Sync,
    done: impl FnMut(T) -> Result<(), Failure>,
) -> Result<Status, Failure> {
    each_beside(input, cut, |_| false, work, done)
}

/// The same beside articles that are known already: `is_taken` says whether a document's name is that of another one.
pub(crate) fn each_beside<T: Send>(
    input: &Input,
    cut: Cut,
    is_taken: impl Fn(&Document) -> bool,
    work: impl Fn(Document) -> T + Sync,
    mut done: impl FnMut(T) -> Result<(), Failure>,
) -> Result<Status, Failure> {
    let mut documents = reader::open(&input.input, io::stdin().lock()).beside(is_taken);
    let progress = term::Progress::start("documents");
    let (mut read, mut skipped) = (0, 0);
    let mut repaired = 0;
    let mut batch = Vec::with_capacity(AT_ONCE);
    loop {
        let next = documents.next();
        for repair in &documents.repairs[repaired..] {
            let places = if repair.count == 1 { "place" } else { "places" };
            term::warn(&format!(
                "{}: {} {places} without valid text, the first at byte {}, read as U+FFFD",
                repair.path, repair.count, repair.offset
            ));
        }
        repaired = documents.repairs.len();
        let ended = next.is_none();
        match next {
            Some(Ok(document)) => {
                if !language::is_english(&document) {
                    term::warn(&format!(
                        "{}: {}; what is read from it cannot be relied on",
                        document.name,
                        language::NOT_ENGLISH
                    ));
                }
                batch.push(recut(document, cut));
            }
            Some(Err(error)) if input.strict => return Err(error.into()),
            Some(Err(error)) => {
                term::warn(&error.to_string());
                skipped += 1;
            }
            None => {}
        }
        if batch.len() == AT_ONCE || ended {
            let results: Vec<T> = std::mem::take(&mut batch).into_par_iter().map(&work).collect();
            read += results.len();
            progress.add(results.len());
            results.into_iter().try_for_each(&mut done)?;
        }
        if ended {
            break;
        }
    }
    match (read, skipped) {
        (_, 0) => Ok(Status::Done),
        (0, _) => Err(Failure::NothingRead),
        (read, skipped) => {
            let were = if skipped == 1 { "input was" } else { "inputs were" };
            term::warn(&format!("{skipped} {were} skipped, {read} read; --strict stops at the first"));
            Ok(Status::Skipped)
        }
    }
}

/// The document with the sentences and words that the command line asks for.
fn recut(document: Document, cut: Cut) -> Document {
    let (name, text) = (document.name.as_str(), document.text.as_str());
    let sentences = if cut.tokens {
        segment::tokens(name, text).sentences
    } else if cut.lines {
        segment::lines(name, text).sentences
    } else {
        return document;
    };
    Document { sentences, ..document }
}
