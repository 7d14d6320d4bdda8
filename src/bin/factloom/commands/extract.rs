//! `factloom extract`: the facts of articles, printed.

use crate::args::{Extract, FactFormat};
use crate::exit::{Failure, Status};
use crate::{articles, term};
use factloom::analyse::Analyser;
use factloom::fact::{self, Extraction};
use factloom::session::format::{Format, Rows, harmless};
use serde_json::json;
use std::io::{self, BufWriter, Write};

pub(crate) fn run(args: &Extract) -> Result<Status, Failure> {
    articles::set_threads(&args.model);
    let analyser = Analyser::shared(args.model.model.into());
    let look = term::look();
    let mut out = BufWriter::new(io::stdout().lock());
    let columns = ["doc", "sentence", "subject", "relation", "object", "status", "by", "confidence"];
    let mut table = Rows { columns: columns.map(String::from).to_vec(), rows: Vec::new() };
    if args.format == FactFormat::Openie {
        return tuples(args, analyser);
    }
    let status = articles::each(
        &args.input,
        args.cut,
        |document| fact::extract(&document, &analyser.analyse(&document)),
        |extraction| {
            match args.format {
                FactFormat::Jsonl => {
                    for line in fact::json_lines(&extraction) {
                        writeln!(out, "{line}")?;
                    }
                }
                FactFormat::Triples => {
                    for line in triples(&extraction) {
                        writeln!(out, "{}", if look.terminal { harmless(&line) } else { line })?;
                    }
                }
                FactFormat::Table | FactFormat::Tsv | FactFormat::Openie => {
                    table.rows.extend(rows(&extraction))
                }
            }
            Ok(())
        },
    )?;
    match args.format {
        FactFormat::Table => Format::Table.write(&table, look, &mut out)?,
        FactFormat::Tsv => Format::Tsv.write(&table, look, &mut out)?,
        FactFormat::Jsonl | FactFormat::Triples | FactFormat::Openie => {}
    }
    out.flush()?;
    Ok(status)
}

/// Tab-separated: sentence, confidence, the tuple's parts.
fn tuples(args: &Extract, analyser: &Analyser) -> Result<Status, Failure> {
    let terminal = term::look().terminal;
    let shown = |lines: &str| {
        let line = |line: &str| line.split('\t').map(harmless).collect::<Vec<_>>().join("\t") + "\n";
        lines.lines().map(line).collect::<String>()
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let status = articles::each(
        &args.input,
        args.cut,
        |document| {
            let tuples = fact::tuples(&document, &analyser.analyse(&document), args.style.into());
            let line = |t: fact::Tuple| {
                let sentence = document.sentence_text(t.sentence - 1).replace(['\t', '\n'], " ");
                format!("{sentence}\t{:.3}\t{}\n", t.confidence, t.parts.join("\t"))
            };
            tuples.into_iter().map(line).collect::<String>()
        },
        // Through a pipe the sentences stay exactly as they were given.
        |lines| Ok(write!(out, "{}", if terminal { shown(&lines) } else { lines })?),
    )?;
    out.flush()?;
    Ok(status)
}

/// `subject | relation | object`, with the status where it is not plainly asserted.
fn triples(extraction: &Extraction) -> impl Iterator<Item = String> + '_ {
    let name = |i: fact::EntityIndex| extraction.entities.get(i.0).map(|e| e.name.as_str());
    extraction.facts.iter().filter_map(move |f| {
        let mut line = format!("{} | {} | {}", name(f.subject)?, f.relation, name(f.object)?);
        match (f.status, f.by.and_then(name)) {
            (fact::Status::Asserted, None) => {}
            (status, None) => line += &format!("  ({status})"),
            (status, Some(by)) => line += &format!("  ({status} by {by})"),
        }
        Some(line)
    })
}

fn rows(extraction: &Extraction) -> impl Iterator<Item = Vec<serde_json::Value>> + '_ {
    let name = |i: fact::EntityIndex| extraction.entities.get(i.0).map(|e| e.name.as_str());
    extraction.facts.iter().filter_map(move |f| {
        Some(vec![
            json!(extraction.name),
            json!(f.evidence.sentence),
            json!(name(f.subject)?),
            json!(f.relation),
            json!(name(f.object)?),
            json!(f.status),
            json!(f.by.and_then(name)),
            json!(f.confidence),
        ])
    })
}
