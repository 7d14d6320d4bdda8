//! `factloom query`: questions to a graph, from the command line, a file, or a program on standard input.

use crate::args::Query;
use crate::exit::{Failure, Status};
use crate::{repl, term};
use factloom::session::Session;
use std::io::{self, BufWriter, IsTerminal, Read};
use std::path::Path;

pub(crate) fn run(args: &Query) -> Result<Status, Failure> {
    let mut session =
        if args.graph == ":memory:" { Session::default() } else { Session::open(Path::new(&args.graph))? };
    session.format = args.format;
    session.timeout = args.timeout;
    session.memory = args.memory;
    session.allowed.clone_from(&args.allow);
    for (name, value) in &args.param {
        session.set_parameter(name, value);
    }
    let status = if args.stdin {
        session.serve(io::stdin().lock(), BufWriter::new(io::stdout().lock()))?;
        Ok(Status::Done)
    } else {
        let (path, text) = script(args)?;
        repl::interruptible(&session);
        repl::script(&mut session, &path, &text, args.keep_going)
    };
    repl::close(session)?;
    status
}

/// The statements to run and where they are from.
fn script(args: &Query) -> Result<(String, String), Failure> {
    if let Some(query) = args.query.as_ref().filter(|q| *q != "-") {
        return Ok(("query".to_owned(), query.clone()));
    }
    if args.file.is_none() && args.query.is_none() && io::stdin().is_terminal() {
        term::say("statements are read from the terminal, Ctrl-D runs them; `factloom GRAPH` opens a prompt");
    }
    let mut text = String::new();
    let (path, read) = match args.file.as_ref().filter(|f| f.as_os_str() != "-") {
        Some(path) => (path.display().to_string(), std::fs::read_to_string(path).map(|read| text = read)),
        None => ("standard input".to_owned(), io::stdin().lock().read_to_string(&mut text).map(|_| ())),
    };
    match read {
        Ok(()) => Ok((path, text)),
        Err(error) => Err(Failure::Read { path, error }),
    }
}
