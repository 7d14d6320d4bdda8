//! Nodes by name: what people type → what the graph calls it.

use super::access::GraphRead;
use crate::value::{NodeId, Value};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A node that a text may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The node.
    pub node: NodeId,
    /// Its name.
    pub name: String,
    /// The alias that was met, if it was not the name.
    pub alias: Option<String>,
    /// Its label, `Entity` aside.
    pub label: String,
    /// How many mentions it has.
    pub mentions: i64,
    /// How well it fits: 0 the name itself, 1 an alias, 2 a beginning, 3 a part, 4 nearly.
    pub rank: u8,
}

/// The nodes that a text may mean, best first: by how well the name fits, then by mentions.
pub fn find(graph: &dyn GraphRead, text: &str) -> Vec<Found> {
    let wanted = plain(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Found> = graph
        .nodes()
        .filter_map(|node| {
            let name = name(graph, node)?;
            let own = rank(&wanted, &name);
            let best = aliases(graph, node)
                .into_iter()
                .filter_map(|alias| {
                    let rank = rank(&wanted, &alias)?;
                    Some((rank.max(1), alias))
                })
                .min();
            let (rank, alias) = match (own, best) {
                (Some(rank), Some((other, alias))) if other < rank => (other, Some(alias)),
                (Some(rank), _) => (rank, None),
                (None, Some((rank, alias))) => (rank, Some(alias)),
                (None, None) => return None,
            };
            Some(Found {
                node,
                name,
                alias,
                label: label(graph, node),
                mentions: mentions(graph, node),
                rank,
            })
        })
        .collect();
    found.sort_by(|a, b| (a.rank, -a.mentions, &a.name, a.node).cmp(&(b.rank, -b.mentions, &b.name, b.node)));
    found
}

/// The node of this very name or alias.
///
/// # Errors
///
/// A message with the nearest names, if there is none.
pub fn resolve(graph: &dyn GraphRead, text: &str) -> Result<NodeId, String> {
    let found = find(graph, text);
    match found.first() {
        Some(best) if best.rank <= 1 => Ok(best.node),
        Some(_) => {
            let near: Vec<String> = found.iter().take(3).map(|f| format!("`{}`", f.name)).collect();
            Err(format!("there is no `{}` in the graph; the nearest: {}", text.trim(), near.join(", ")))
        }
        None => Err(format!("there is no `{}` in the graph, nor anything like it", text.trim())),
    }
}

/// The node of this name, or else of this alias, whatever its case and accents; of several the most mentioned.
pub fn called(graph: &dyn GraphRead, text: &str) -> Option<NodeId> {
    let wanted = plain(text);
    let rank = |node: &NodeId| {
        if plain(&name(graph, *node)?) == wanted {
            return Some(0);
        }
        aliases(graph, *node).iter().any(|alias| plain(alias) == wanted).then_some(1)
    };
    let found = graph.nodes().filter_map(|node| Some((rank(&node)?, -mentions(graph, node), node)));
    found.min().map(|(_, _, node)| node)
}

/// How well a name fits what is wanted (both plain), if at all.
fn rank(wanted: &str, name: &str) -> Option<u8> {
    let name = plain(name);
    if name == wanted {
        Some(0)
    } else if name.starts_with(wanted) {
        Some(2)
    } else if name.contains(wanted) {
        Some(3)
    } else {
        let near = |part: &str| strsim::jaro_winkler(wanted, part) >= 0.9;
        (near(&name) || name.split(' ').any(near)).then_some(4)
    }
}

/// A name without case and accents: names that are equal then are one to those who look for them.
pub fn plain(text: &str) -> String {
    text.trim().nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The `name` of a node.
pub fn name(graph: &dyn GraphRead, node: NodeId) -> Option<String> {
    property(graph, node, "name")?.as_str().map(str::to_owned)
}

/// The `aliases` of a node.
pub fn aliases(graph: &dyn GraphRead, node: NodeId) -> Vec<String> {
    let aliases = property(graph, node, "aliases");
    let items = aliases.as_ref().and_then(Value::as_list).unwrap_or(&[]);
    items.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

fn mentions(graph: &dyn GraphRead, node: NodeId) -> i64 {
    if let Some(Value::Integer(count)) = property(graph, node, "mentions") { count } else { 0 }
}

/// The node's first label, `Entity` aside.
pub fn label(graph: &dyn GraphRead, node: NodeId) -> String {
    let labels = graph.labels(node).iter().map(|l| graph.names().labels.name(*l));
    labels.filter(|l| *l != "Entity").min().unwrap_or("").to_owned()
}

fn property(graph: &dyn GraphRead, node: NodeId, key: &str) -> Option<Value> {
    graph.node_property(node, graph.names().keys.id(key)?)
}
