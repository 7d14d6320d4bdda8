//! `:draw NAME`: the neighbourhood of an entity, sketched as a tree of lines.

use crate::fact::relation_name;
use crate::graph::lookup;
use crate::graph::statement::{called, is_symmetric, standing};
use crate::graph::{Direction, Graph, GraphRead};
use crate::value::{NodeId, RelationshipId};
use std::collections::BTreeSet;
use std::fmt::Write;

/// How many neighbours are drawn at each distance.
const MOST: [usize; 3] = [14, 4, 3];

/// An entity and what it is linked with, up to three steps away: `NAME` or `NAME 3`.
///
/// # Errors
///
/// A message with the nearest names, if there is no such entity.
pub(super) fn draw(graph: &Graph, text: &str) -> Result<String, String> {
    let (name, depth) = match text.rsplit_once(char::is_whitespace) {
        Some((name, number)) if number.len() == 1 && number.chars().all(|c| c.is_ascii_digit()) => {
            (name, number.parse().unwrap_or(2))
        }
        _ => (text, 2),
    };
    let node = lookup::resolve(graph, name)?;
    let mut sketch = Sketch { graph, drawn: BTreeSet::from([node]), text: String::new() };
    let _ = writeln!(sketch.text, "{}", sketch.head(node));
    sketch.branch(node, None, "", 0, depth.clamp(1, MOST.len()));
    Ok(sketch.text)
}

struct Sketch<'a> {
    graph: &'a Graph,
    /// Nodes that are drawn: they are not unfolded again.
    drawn: BTreeSet<NodeId>,
    text: String,
}

impl Sketch<'_> {
    fn head(&self, node: NodeId) -> String {
        let label = lookup::label(self.graph, node);
        let label = if label.is_empty() { label } else { format!(" ({label})") };
        format!("{}{label}", called(self.graph, node))
    }

    /// Draws what hangs on a node, but for the relationship by which it was reached.
    fn branch(
        &mut self,
        node: NodeId,
        from: Option<RelationshipId>,
        margin: &str,
        level: usize,
        depth: usize,
    ) {
        let graph = self.graph;
        let mut hops = Vec::new();
        graph.expand(node, Direction::Both, &[], &mut hops);
        hops.retain(|hop| Some(hop.relationship) != from && !(level > 0 && self.drawn.contains(&hop.node)));
        // The best supported first, then those that lead further.
        hops.sort_by_key(|hop| {
            let support = graph.articles().evidence(hop.relationship).len();
            let further = graph.degree(hop.node, Direction::Both, &[]);
            (std::cmp::Reverse((support, further)), hop.relationship)
        });
        let most = MOST[level.min(MOST.len() - 1)];
        let shown = hops.len().min(most);
        let fresh: Vec<bool> = hops[..shown].iter().map(|hop| self.drawn.insert(hop.node)).collect();
        for (at, hop) in hops[..shown].iter().enumerate() {
            let last = at + 1 == hops.len();
            let Some(ends) = graph.ends(hop.relationship) else { continue };
            let relation = relation_name(graph.names().types.name(ends.kind));
            let line = if is_symmetric(graph, hop.relationship) {
                format!("◀─ {relation} ─▶")
            } else if ends.start == node {
                format!("── {relation} ─▶")
            } else {
                format!("◀─ {relation} ──")
            };
            let standing = standing(graph, hop.relationship).map_or(String::new(), |s| format!(" [{s}]"));
            let corner = if last { '└' } else { '├' };
            let _ = writeln!(self.text, "{margin}{corner}{line} {}{standing}", self.head(hop.node));
            if level + 1 < depth && fresh[at] {
                let margin = format!("{margin}{}", if last { "    " } else { "│   " });
                self.branch(hop.node, Some(hop.relationship), &margin, level + 1, depth);
            }
        }
        if hops.len() > shown {
            let _ = writeln!(
                self.text,
                "{margin}└ … {} more: `:facts {}`",
                hops.len() - shown,
                called(graph, node)
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Outcome, Session};

    #[test]
    fn a_neighbourhood_is_a_tree() {
        let mut session = Session::default();
        session
            .run(
                "CREATE (a:Person {name: 'Ada'})-[:VISITS {status: 'planned'}]->(t:Place {name: 'Turin'}), \
                 (t)-[:IS_LOCATED_IN]->(:Place {name: 'Italy'}), (b:Person {name: 'Bo'})-[:MEETS]->(a)",
            )
            .unwrap();
        let Ok(Outcome::Text(text)) = session.run(":draw ada") else { panic!("no sketch") };
        assert_eq!(
            text,
            "Ada (Person)\n\
             ├── visits ─▶ Turin (Place) [planned]\n\
             │   └── is-located-in ─▶ Italy (Place)\n\
             └◀─ meets ── Bo (Person)\n"
        );
        let Ok(Outcome::Text(text)) = session.run(":draw ada 1") else { panic!("no sketch") };
        assert_eq!(text.lines().count(), 3);
        assert!(draw(session.graph(), "Eve").is_err());
    }
}
