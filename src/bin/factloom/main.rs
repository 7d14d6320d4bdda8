//! The program: arguments in, the library's answers out. The only code that touches a terminal.

mod args;
mod articles;
mod commands;
mod exit;
mod repl;
mod term;

use clap::Parser;
use std::process::ExitCode;

/// Queries take and give back large arrays all the time: glibc's allocator returns them to the system each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Without a command the first word is a file, so a slip would be looked for on the disk.
    if let Some(first) = std::env::args().nth(1)
        && let Some(meant) = args::mistyped(&first)
    {
        crate::term::say(format_args!(
            "factloom: there is no command and no file `{first}`; did you mean `factloom {meant}`?"
        ));
        return ExitCode::from(2);
    }
    let args = args::Args::parse();
    match commands::run(args) {
        Ok(status) => status.into(),
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            crate::term::say(format_args!("factloom: {failure}"));
            failure.status().into()
        }
    }
}
