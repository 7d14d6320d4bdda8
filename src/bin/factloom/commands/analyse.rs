//! `factloom analyse`: what the analyser sees, as CoNLL-U.

use crate::args::{Analyse, From};
use crate::articles;
use crate::exit::{Failure, Status};
use factloom::analyse::{Analyser, conllu};
use factloom::text::Document;
use rayon::prelude::*;
use std::io::{self, BufWriter, Read, Write};

pub(crate) fn run(args: &Analyse) -> Result<Status, Failure> {
    articles::set_threads(&args.model);
    let analyser = Analyser::shared(args.model.model.into());
    let mut out = BufWriter::new(io::stdout().lock());
    let mut status = Status::Done;
    if args.from == From::Text {
        let work = |document: Document| (analyser.analyse(&document), document);
        status = articles::each(&args.input, args.cut, work, |(analysis, document)| {
            Ok(conllu::write(&document, &analysis, &mut out)?)
        })?;
    } else {
        for path in &args.input.input {
            let documents = treebank(path)?;
            let analyses: Vec<_> = documents.par_iter().map(|d| analyser.analyse(d)).collect();
            for (document, analysis) in documents.iter().zip(&analyses) {
                conllu::write(document, analysis, &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(status)
}

/// The documents of a CoNLL-U file.
fn treebank(path: &str) -> Result<Vec<Document>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(path).map(|b| bytes = b)
    };
    let shown = if path == "-" { "standard input" } else { path };
    read.map_err(|error| Failure::Read { path: shown.to_owned(), error })?;
    conllu::read(&String::from_utf8_lossy(&bytes))
        .map(|documents| documents.into_iter().map(|(document, _)| document).collect())
        .map_err(|error| Failure::Conllu { path: shown.to_owned(), error })
}
