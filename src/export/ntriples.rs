//! RDF 1.1 as N-Triples: a triple a line (see [`super::rdf`] for how our graph becomes triples).

use super::Exporter;
use super::rdf::{PLAIN, Term, quoted, triples};
use super::selection::Selection;
use std::io::{self, Write};

pub(super) struct NTriples;

impl Exporter for NTriples {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()> {
        triples(selection, PLAIN, &mut |subject, predicate, object| match object {
            Term::Iri(iri) => writeln!(out, "<{subject}> <{predicate}> <{iri}> ."),
            Term::Triple([a, b, c]) => writeln!(out, "<{subject}> <{predicate}> <<( <{a}> <{b}> <{c}> )>> ."),
            Term::Literal(text, None) => writeln!(out, "<{subject}> <{predicate}> {} .", quoted(text)),
            Term::Literal(text, Some(kind)) => {
                writeln!(out, "<{subject}> <{predicate}> {}^^<{kind}> .", quoted(text))
            }
        })
    }
}
