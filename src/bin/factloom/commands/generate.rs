//! `factloom generate`: completions and man pages, from the same description as `--help`.

use crate::args::{Args, Generate};
use crate::exit::{Failure, Status};
use clap::CommandFactory;
use std::io::{self, Write};

pub(crate) fn run(what: Generate) -> Result<Status, Failure> {
    let mut command = Args::command();
    match what {
        Generate::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut command, "factloom", &mut text);
            io::stdout().lock().write_all(&text)?;
        }
        Generate::Man { folder } => {
            let written = std::fs::create_dir_all(&folder)
                .and_then(|()| clap_mangen::generate_to(command.disable_help_subcommand(true), &folder));
            written.map_err(|error| Failure::WriteFile { path: folder, error })?;
        }
    }
    Ok(Status::Done)
}
