//! `factloom tutorial`: an article in five steps. The text is in `tutorial.txt`: what is said, then lines that are run.

use crate::args::ModelArgs;
use crate::exit::{Failure, Status};
use crate::repl::{self, Manner};
use crate::{articles, term};
use factloom::analyse::Analyser;
use factloom::fact;
use factloom::graph::{Graph, GraphRead, add_articles};
use factloom::session::Session;
use factloom::text::reader;
use std::io::{self, IsTerminal, Write};

const ARTICLE: &str = include_str!("../../../../seeds/china-russia-defense.txt");
const STEPS: &str = include_str!("tutorial.txt");

/// A step: its heading, what is said, the lines that are run.
struct Step {
    heading: &'static str,
    text: &'static str,
    lines: Vec<&'static str>,
}

fn steps() -> impl Iterator<Item = Step> {
    STEPS.split("# ").skip(1).map(|part| {
        let (heading, rest) = part.split_once('\n').unwrap_or((part, ""));
        let at = rest.find("\n> ").unwrap_or(rest.len());
        let lines = rest[at..].lines().filter_map(|line| line.strip_prefix("> ")).collect();
        Step { heading, text: rest[..at].trim(), lines }
    })
}

pub(crate) fn run(args: &ModelArgs) -> Result<Status, Failure> {
    articles::set_threads(args);
    let person = io::stdin().is_terminal() && io::stdout().is_terminal();
    let mut session = Session::new(graph(args)?);
    let mut out = io::stdout().lock();
    for (number, step) in (1..).zip(steps()) {
        let text = step.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = term::wrapped_to(&text, Some(term::look().width.unwrap_or(100).min(100)));
        writeln!(out, "Step {number} of {}: {}\n\n{text}", steps().count(), step.heading)?;
        for line in step.lines {
            writeln!(out, "loom> {line}")?;
            out.flush()?;
            if person {
                pause("[Enter runs it]")?;
            }
            let said = repl::told(&mut session, line)?;
            out.write_all(term::safe(&said).as_bytes())?;
            writeln!(out)?;
        }
    }
    drop(out);
    if !person {
        return Ok(Status::Done);
    }
    term::say(format_args!("The graph is yours now: ask what you like. `:save NAME.loom` would keep it."));
    repl::run(session, "the tutorial's article", &Manner { no_init: true, ..Manner::default() })
}

fn graph(args: &ModelArgs) -> Result<Graph, Failure> {
    let analyser = Analyser::shared(args.model.into());
    let mut graph = Graph::new();
    for document in reader::open(&["-".to_owned()], ARTICLE.as_bytes()) {
        let mut document = document?;
        document.name = "china-russia-defense".to_owned();
        add_articles(&mut graph, [fact::extract(&document, &analyser.analyse(&document))])?;
    }
    term::say(format_args!(
        "An article is read: {} entities and {} facts.\n",
        graph.node_count(),
        graph.relationship_count()
    ));
    Ok(graph)
}

/// Waits for Enter.
fn pause(what: &str) -> Result<(), Failure> {
    let _ = write!(io::stderr(), "{what}");
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(())
}
