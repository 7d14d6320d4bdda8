//! A graph, or the part of it that a query found, in the formats of other programs. One file a format.
//!
//! Every exporter is a pure function of the graph: it writes in the order of our ids and of names, so equal graphs
//! give equal bytes. Text comes from articles and is not trusted: each format escapes all of it.

mod colour;
mod cypher;
mod dot;
mod folder;
mod gexf;
mod graphml;
mod json;
mod jsonld;
mod ladybug;
mod mermaid;
mod notes;
mod ntriples;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod rdf;
mod report;
mod selection;
mod sources;
mod svg;
mod tables;
mod turtle;
mod xml;

pub use folder::FolderFormat;
pub use ladybug::ladybug;
pub use notes::notes;
#[cfg(feature = "parquet")]
pub use parquet::parquet;
pub use report::{Report, ReportFormat, report};
pub use selection::Selection;
pub(crate) use tables::is_formula;
pub use tables::tables;

use crate::graph::Graph;
use std::io::{self, Write};

/// Writes a selection of a graph in one format.
pub trait Exporter {
    /// Writes it.
    fn write(&self, selection: &Selection<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// A format to export to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Graphviz.
    Dot,
    /// Node-link JSON, without loss: importing it gives the same graph.
    Json,
    /// GraphML, for Gephi, yEd, networkx.
    GraphMl,
    /// GEXF 1.3, for Gephi.
    Gexf,
    /// A script of `CREATE` statements.
    Cypher,
    /// RDF, a triple a line.
    NTriples,
    /// RDF for people to read.
    Turtle,
    /// RDF for people to read, with the sentences behind each fact as PROV-O has it.
    Prov,
    /// The same in RDF 1.2, whose triples can be spoken of.
    Rdf12,
    /// RDF as JSON.
    JsonLd,
    /// A diagram for Markdown.
    Mermaid,
    /// One HTML page that draws the graph, without network.
    Html,
    /// A picture.
    Svg,
}

impl Format {
    /// All formats with the names that people write.
    pub const ALL: [(&'static str, Format); 13] = [
        ("dot", Format::Dot),
        ("json", Format::Json),
        ("graphml", Format::GraphMl),
        ("gexf", Format::Gexf),
        ("cypher", Format::Cypher),
        ("ntriples", Format::NTriples),
        ("turtle", Format::Turtle),
        ("prov", Format::Prov),
        ("rdf12", Format::Rdf12),
        ("jsonld", Format::JsonLd),
        ("mermaid", Format::Mermaid),
        ("html", Format::Html),
        ("svg", Format::Svg),
    ];

    /// The format of a name, upper or lower case.
    pub fn parse(name: &str) -> Option<Format> {
        Self::ALL.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, format)| format)
    }

    /// What writes it.
    pub fn exporter(self) -> &'static dyn Exporter {
        match self {
            Format::Dot => &dot::Dot,
            Format::Json => &json::Json,
            Format::GraphMl => &graphml::GraphMl,
            Format::Gexf => &gexf::Gexf,
            Format::Cypher => &cypher::CypherScript,
            Format::NTriples => &ntriples::NTriples,
            Format::Turtle => &turtle::Turtle(rdf::PLAIN),
            Format::Prov => &turtle::Turtle(rdf::WITH_SOURCES),
            Format::Rdf12 => &turtle::Turtle(rdf::REIFYING),
            Format::JsonLd => &jsonld::JsonLd,
            Format::Mermaid => &mermaid::Mermaid,
            Format::Html => &page::Page,
            Format::Svg => &svg::Svg,
        }
    }

    /// Writes a whole graph.
    pub fn write(self, graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
        self.exporter().write(&Selection::whole(graph), out)
    }
}
