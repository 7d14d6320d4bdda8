//! `factloom check` and `factloom recover`: what a graph's file holds and what is wrong with it.

use crate::args::{GraphArg, Recover};
use crate::exit::{Failure, Status};
use factloom::store::{Report, Store};
use std::io::{self, Write};

pub(crate) fn run(args: &GraphArg) -> Result<Status, Failure> {
    let report = Store::open_read_only(&args.graph)?.check()?;
    say(&report)?;
    if report.damage.is_empty() { Ok(Status::Done) } else { Err(Failure::Damaged(args.graph.clone())) }
}

pub(crate) fn recover(args: &Recover) -> Result<Status, Failure> {
    let report = Store::open_read_only(&args.graph)?.recover(&args.output)?;
    say(&report)?;
    Ok(Status::Done)
}

fn say(report: &Report) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    write!(
        out,
        "{} nodes, {} relationships, {} documents",
        report.nodes, report.relationships, report.documents
    )?;
    if report.corrections > 0 {
        write!(out, ", {} corrections", report.corrections)?;
    }
    writeln!(out, " can be read")?;
    for damage in &report.damage {
        writeln!(out, "damaged: {damage}")?;
    }
    Ok(())
}
