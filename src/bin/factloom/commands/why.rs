//! `factloom why`: the sentences behind a fact.

use crate::args::Why;
use crate::exit::{Failure, Status};
use crate::term;
use factloom::session::why_parts;
use factloom::store::{GraphStore, Store};
use std::io::{self, Write};

pub(crate) fn run(args: &Why) -> Result<Status, Failure> {
    let graph = Store::open_read_only(&args.graph)?.load()?;
    let text = why_parts(&graph, &args.subject, &args.relation, &args.object).map_err(Failure::Answer)?;
    graph.articles().check()?;
    io::stdout().lock().write_all(term::safe(&text).as_bytes())?;
    Ok(Status::Done)
}
