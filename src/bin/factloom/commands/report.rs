//! `factloom report`: what a graph says, for people to read.

use crate::args::{Report, ReportFormat};
use crate::exit::{Failure, Status};
use factloom::export;
use factloom::session::resolve;
use factloom::store::{GraphStore, Store};
use std::io::{self, Write};

pub(crate) fn run(args: &Report) -> Result<Status, Failure> {
    let graph = Store::open_read_only(&args.graph)?.load()?;
    let about = args.about.as_ref().map(|name| resolve(&graph, name)).transpose().map_err(Failure::Answer)?;
    let page =
        args.output.as_ref().and_then(|path| path.extension()).is_some_and(|e| e == "html" || e == "htm");
    let format = match args.format {
        Some(ReportFormat::Html) => export::ReportFormat::Html,
        None if page => export::ReportFormat::Html,
        _ => export::ReportFormat::Markdown,
    };
    let text = export::report(&graph, about).write(format);
    graph.articles().check()?;
    match &args.output {
        Some(path) => {
            std::fs::write(path, text).map_err(|error| Failure::WriteFile { path: path.clone(), error })?
        }
        None => io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(Status::Done)
}
