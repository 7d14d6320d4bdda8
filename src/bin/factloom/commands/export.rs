//! `factloom export`: a graph in the formats of other programs.

use crate::args::Export;
use crate::exit::{Failure, Status};
use factloom::export::Format;
use factloom::store::{GraphStore, Store};
use std::io::{self, BufWriter, Write};

pub(crate) fn run(args: &Export) -> Result<Status, Failure> {
    let graph = Store::open_read_only(&args.graph)?.load()?;
    let format: Format = args.format.into();
    match &args.output {
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            format.write(&graph, &mut out)?;
            out.flush()?;
        }
        Some(path) => {
            // Whole before the file is touched: what cannot be exported must not cost an older export.
            let mut bytes = Vec::new();
            format.write(&graph, &mut bytes)?;
            let written = std::fs::write(path, bytes);
            written.map_err(|error| Failure::WriteFile { path: path.clone(), error })?;
        }
    }
    Ok(Status::Done)
}
