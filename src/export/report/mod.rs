//! A report that people read: who is most connected, the main relations, a timeline, what contradicts itself; each
//! statement with the sentences behind it. As Markdown or as one HTML page.

mod gather;
mod html;
mod markdown;

pub use gather::Report;

use super::selection::Selection;
use crate::graph::Graph;
use crate::value::NodeId;

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportFormat {
    /// Markdown, the sources as a numbered list.
    #[default]
    Markdown,
    /// The same for a terminal: numbers for links.
    Text,
    /// One page without network or scripts.
    Html,
}

/// A report on a graph, or on what is known of one entity.
pub fn report(graph: &Graph, about: Option<NodeId>) -> Report {
    match about {
        None => gather::report(&Selection::whole(graph), None),
        Some(node) => {
            let mut hops = Vec::new();
            use crate::graph::{Direction, GraphRead};
            graph.expand(node, Direction::Both, &[], &mut hops);
            let selection = Selection::of(graph, [node], hops.iter().map(|hop| hop.relationship));
            gather::report(&selection, Some(node))
        }
    }
}

impl Report {
    /// The report as a text.
    pub fn write(&self, format: ReportFormat) -> String {
        match format {
            ReportFormat::Markdown => markdown::write(self, true),
            ReportFormat::Text => markdown::write(self, false),
            ReportFormat::Html => html::write(self),
        }
    }
}
