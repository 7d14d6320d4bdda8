//! One file a command.

mod analyse;
mod extract;

use crate::args::{Args, Command};
use crate::exit::{Failure, Status};

/// Does what the command line says.
pub(crate) fn run(args: Args) -> Result<Status, Failure> {
    match args.command {
        Command::Analyse(args) => analyse::run(&args),
        Command::Extract(args) => extract::run(&args),
    }
}
