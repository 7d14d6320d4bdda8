//! `factloom analyse`: what the analyser sees, as CoNLL-U.

use crate::args::{Analyse, From};
use crate::exit::{Failure, Status};
use factloom::analyse::{Analyser, conllu};
use factloom::text::Document;
use rayon::prelude::*;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

/// Documents that are analysed at once before their analyses are written.
const AT_ONCE: usize = 64;

pub(crate) fn run(args: &Analyse) -> Result<Status, Failure> {
    if let Some(threads) = args.model.threads {
        // It only fails where a pool was built before, and none was.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for path in &args.input {
        for documents in documents(path, args.from)?.chunks(AT_ONCE) {
            // One file may be one long text: then its sentences are what is shared out.
            let analyser = Analyser::shared(args.model.model.into());
            let analyses: Vec<_> = documents.par_iter().map(|d| analyser.analyse(d)).collect();
            for (document, analysis) in documents.iter().zip(&analyses) {
                conllu::write(document, analysis, &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(Status::Done)
}

fn documents(path: &str, from: From) -> Result<Vec<Document>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(path).map(|b| bytes = b)
    };
    let shown = if path == "-" { "standard input" } else { path };
    read.map_err(|error| Failure::Read { path: shown.to_owned(), error })?;
    let text = String::from_utf8_lossy(&bytes);
    match from {
        From::Text => {
            let name = Path::new(path).file_stem().map_or("stdin".into(), |n| n.to_string_lossy());
            Ok(vec![Document::from_text(name, text)])
        }
        From::Conllu => conllu::read(&text)
            .map(|documents| documents.into_iter().map(|(d, _)| d).collect())
            .map_err(|error| Failure::Conllu { path: shown.to_owned(), error }),
    }
}
