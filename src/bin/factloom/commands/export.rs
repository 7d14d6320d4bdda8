//! `factloom export`: a graph in the formats of other programs.

use crate::args::Export;
use crate::exit::{Failure, Status};
use factloom::export::{self, Selection};
use factloom::store::{GraphStore, Store};
use std::io::{self, BufWriter, Write};

pub(crate) fn run(args: &Export) -> Result<Status, Failure> {
    let graph = Store::open_read_only(&args.graph)?.load()?;
    let selection = Selection::whole(&graph);
    let exporter = args.format.file().map(export::Format::exporter);
    match (exporter, &args.output) {
        (Some(exporter), None) => {
            let mut out = BufWriter::new(io::stdout().lock());
            exporter.write(&selection, &mut out)?;
            out.flush()?;
        }
        (Some(exporter), Some(path)) => {
            // Whole before the file is touched: what cannot be exported must not cost an older export.
            let mut bytes = Vec::new();
            exporter.write(&selection, &mut bytes)?;
            let written = std::fs::write(path, bytes);
            written.map_err(|error| Failure::WriteFile { path: path.clone(), error })?;
        }
        (None, Some(path)) => {
            let written = export::tables(&selection, path);
            written.map_err(|error| Failure::WriteFile { path: path.clone(), error })?;
        }
        (None, None) => return Err(Failure::NeedsFolder),
    }
    Ok(Status::Done)
}
