//! `factloom query`: questions to a graph. For now only the conversation over standard input.

use crate::args::Query;
use crate::exit::{Failure, Status};
use factloom::graph::Graph;
use factloom::query::{Limits, protocol};
use std::io::{self, BufWriter};

pub(crate) fn run(args: &Query) -> Result<Status, Failure> {
    let _ = (&args.graph, &args.format, args.stdin);
    let mut graph = Graph::new();
    protocol::serve(io::stdin().lock(), BufWriter::new(io::stdout().lock()), &mut graph, Limits::default)?;
    Ok(Status::Done)
}
