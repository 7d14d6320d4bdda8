//! One file a command.

mod analyse;
mod build;
mod check;
mod export;
mod extract;
mod generate;
mod import;
mod info;
mod repl;
mod report;
mod tutorial;
mod why;
mod query;

use crate::args::{Args, Command};
use crate::exit::{Failure, Status};

/// Does what the command line says.
pub(crate) fn run(args: Args) -> Result<Status, Failure> {
    match args.command {
        Some(Command::Build(args)) => build::run(&args),
        Some(Command::Repl(args)) => repl::run(&args),
        Some(Command::Why(args)) => why::run(&args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Report(args)) => report::run(&args),
        Some(Command::Tutorial(args)) => tutorial::run(&args),
        Some(Command::Generate { what }) => generate::run(what),
        Some(Command::View(args)) => export::view(&args),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Info(args)) => info::run(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Recover(args)) => check::recover(&args),
        Some(Command::Analyse(args)) => analyse::run(&args),
        Some(Command::Extract(args)) => extract::run(&args),
        None => repl::run(&args.repl),
        Some(Command::Query(args)) => query::run(&args),
    }
}
