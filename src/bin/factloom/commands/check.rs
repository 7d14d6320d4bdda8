//! `factloom check` and `factloom recover`: what a graph's file holds and what is wrong with it.

use crate::args::{GraphArg, Recover};
use crate::exit::{Failure, Status};
use factloom::store::{Report, Store};
use factloom::wording::counted;
use std::io::{self, Write};

pub(crate) fn run(args: &GraphArg) -> Result<Status, Failure> {
    let report = Store::open_read_only(&args.graph)?.check()?;
    say(&report)?;
    if report.damage.is_empty() { Ok(Status::Done) } else { Err(Failure::Damaged(args.graph.clone())) }
}

pub(crate) fn recover(args: &Recover) -> Result<Status, Failure> {
    let report = Store::open_read_only(&args.graph)?.recover(&args.output)?;
    say(&report)?;
    Ok(if report.damage.is_empty() { Status::Done } else { Status::Skipped })
}

/// So many places of damage are listed.
const LISTED: usize = 20;

fn say(report: &Report) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    write!(
        out,
        "{}, {}, {}",
        counted(report.nodes, "node"),
        counted(report.relationships, "relationship"),
        counted(report.documents, "document")
    )?;
    if report.corrections > 0 {
        write!(out, ", {}", counted(report.corrections, "correction"))?;
    }
    writeln!(out, " can be read")?;
    for damage in report.damage.iter().take(LISTED) {
        writeln!(out, "damaged: {damage}")?;
    }
    if report.damage.len() > LISTED {
        writeln!(out, "damaged: {} more places", report.damage.len() - LISTED)?;
    }
    Ok(())
}
