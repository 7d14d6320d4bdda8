//! `factloom export` and `factloom view`: a graph, or what a query finds in it, in the formats of other programs.

use crate::args::{Export, GraphFormat, View};
use crate::exit::{Failure, Status};
use factloom::export::{self, Selection};
use factloom::graph::Graph;
use factloom::query::syntax::triple;
use factloom::query::{self, Limits, Parameters, Procedures};
use factloom::store::{GraphStore, Store};
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub(crate) fn run(args: &Export) -> Result<Status, Failure> {
    let mut graph = Store::open_read_only(&args.graph)?.load()?;
    let selection = selected(&mut graph, args.query.as_deref())?;
    write(&selection, args.format, args.output.as_deref())
}

pub(crate) fn view(args: &View) -> Result<Status, Failure> {
    let mut graph = Store::open_read_only(&args.graph)?.load()?;
    let selection = selected(&mut graph, args.query.as_deref())?;
    let path = args.output.clone().unwrap_or_else(|| args.graph.with_extension("html"));
    write(&selection, GraphFormat::Html, Some(&path))?;
    crate::term::say(format_args!("{} is written: open it in a browser", path.display()));
    Ok(Status::Done)
}

/// The whole graph, or the nodes, relationships and paths that the query returns. The graph stays as it was.
fn selected<'a>(graph: &'a mut Graph, text: Option<&str>) -> Result<Selection<'a>, Failure> {
    let Some(text) = text else { return Ok(Selection::whole(graph)) };
    let wrong = |error: query::QueryError| Failure::Answer(error.diagnostic().render(text));
    let cypher =
        if triple::is_pattern(text) { triple::to_facts(text).map_err(wrong)? } else { text.to_owned() };
    graph.begin();
    let limits = Limits::default();
    let found = query::run(graph, &cypher, &Parameters::default(), &limits, &Procedures::default());
    graph.rollback();
    let found = found.map_err(wrong)?;
    if found.rows.is_empty() {
        return Err(Failure::NothingFound);
    }
    let selection = Selection::of_values(graph, found.rows.iter().flatten());
    if selection.nodes.is_empty() {
        return Err(Failure::NothingSelected);
    }
    Ok(selection)
}

fn write(selection: &Selection<'_>, format: GraphFormat, output: Option<&Path>) -> Result<Status, Failure> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| Failure::WriteFile { path, error }
    };
    match (format.file().map(export::Format::exporter), output) {
        (Some(exporter), None) => {
            let mut out = BufWriter::new(io::stdout().lock());
            exporter.write(selection, &mut out)?;
            out.flush()?;
        }
        (Some(exporter), Some(path)) => {
            // Whole before the file is touched: what cannot be exported must not cost an older export.
            let mut bytes = Vec::new();
            exporter.write(selection, &mut bytes)?;
            std::fs::write(path, bytes).map_err(failed(path))?;
        }
        (None, Some(path)) => {
            let folder = format.folder().ok_or(Failure::NeedsFolder)?;
            folder.write(selection, path).map_err(failed(path))?
        }
        (None, None) => return Err(Failure::NeedsFolder),
    }
    Ok(Status::Done)
}
