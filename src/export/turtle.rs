//! RDF as Turtle: the triples of [`super::rdf`] for people to read, one block a subject.

use super::Exporter;
use super::rdf::{BASE, Form, PLAIN, RDF, Term, XSD, quoted, triples};
use super::selection::Selection;
use super::sources::{DCTERMS, PROV};
use std::io::{self, Write};

pub(super) struct Turtle(pub(super) Form);

/// Prefixes and the start of the IRIs that they stand for.
const PREFIXES: [(&str, &str, &str); 11] = [
    ("rdf", RDF, ""),
    ("xsd", XSD, ""),
    ("label", BASE, "label:"),
    ("n", BASE, "node:"),
    ("p", BASE, "property:"),
    ("r", BASE, "relationship:"),
    ("t", BASE, "type:"),
    // Those of sources.
    ("d", BASE, "document:"),
    ("s", BASE, "sentence:"),
    ("dcterms", DCTERMS, ""),
    ("prov", PROV, ""),
];

/// How many of those the graph alone needs.
const OF_THE_GRAPH: usize = 7;

impl Exporter for Turtle {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        let count = if self.0 == PLAIN { OF_THE_GRAPH } else { PREFIXES.len() };
        for (prefix, base, sort) in &PREFIXES[..count] {
            writeln!(out, "@prefix {prefix}: <{base}{sort}> .")?;
        }
        let mut open: Option<String> = None;
        triples(selection, self.0, &mut |subject, predicate, object| {
            if open.as_deref() == Some(subject) {
                write!(out, " ;\n    ")?;
            } else {
                write!(out, "{}\n{} ", if open.is_some() { " ." } else { "" }, short(subject))?;
                open = Some(subject.to_owned());
            }
            let verb =
                if predicate.strip_prefix(RDF) == Some("type") { "a".into() } else { short(predicate) };
            match object {
                Term::Iri(iri) => write!(out, "{verb} {}", short(iri)),
                Term::Triple(parts) => {
                    let [a, b, c] = parts.each_ref().map(|part| short(part));
                    write!(out, "{verb} <<( {a} {b} {c} )>>")
                }
                Term::Literal(text, None) => write!(out, "{verb} {}", quoted(text)),
                Term::Literal(text, Some(kind)) => write!(out, "{verb} {}^^{}", quoted(text), short(kind)),
            }
        })?;
        writeln!(out, "{}", if open.is_some() { " ." } else { "" })
    }
}

/// `prefix:name` where Turtle can write the name without escapes, else the IRI in brackets.
fn short(iri: &str) -> String {
    for (prefix, base, sort) in PREFIXES {
        let name = iri.strip_prefix(base).and_then(|rest| rest.strip_prefix(sort));
        if let Some(name) = name.filter(|name| is_local(name)) {
            return format!("{prefix}:{name}");
        }
    }
    format!("<{iri}>")
}

fn is_local(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !name.is_empty() && !name.starts_with('-') && name.chars().all(plain)
}
