//! `factloom info`: what a graph holds.

use crate::args::GraphArg;
use crate::exit::{Failure, Status};
use crate::term;
use factloom::session::schema;
use factloom::store::{GraphStore, Store};
use std::io::{self, BufWriter, Write};

pub(crate) fn run(args: &GraphArg) -> Result<Status, Failure> {
    let graph = Store::open_read_only(&args.graph)?.load()?;
    let mut text = schema(&graph);
    let mut documents: Vec<_> = graph.articles().iter().collect();
    documents.sort_by(|a, b| (&a.date, &a.name).cmp(&(&b.date, &b.name)));
    if !documents.is_empty() {
        text += "documents\n";
    }
    for document in documents {
        let date = document.date.as_deref().unwrap_or("");
        let facts = document.facts.len();
        let language = document.language.as_deref().map_or(String::new(), |l| format!("; {l}"));
        let sentences = document.sentences.len();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let title = document.title.as_deref().filter(|title| *title != document.name);
        text += &format!(
            "  {date:<10}  {}{} ({sentences} sentence{}, {facts} fact{}{language})\n",
            document.name,
            title.map_or(String::new(), |title| format!(": {title}")),
            plural(sentences),
            plural(facts),
        );
    }
    let mut out = BufWriter::new(io::stdout().lock());
    out.write_all(term::safe(&text).as_bytes())?;
    out.flush()?;
    Ok(Status::Done)
}
