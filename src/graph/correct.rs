//! Corrections of what articles say: made or taken back, and the graph woven anew accordingly.

use super::access::{Direction, Ends, GraphError, GraphRead, GraphWrite};
use super::builder::{ENTITY_KEYS, types, weave_anew};
use super::property_graph::Graph;
use crate::entity::{Correction, EntityId};
use crate::lexicon::EntityType;
use crate::value::NodeId;

/// Makes a correction, which stays in force for articles that are added later, and gives its number.
///
/// # Errors
///
/// Those of the graph; what was changed until then is for the caller to roll back.
pub fn correct(graph: &mut Graph, correction: Correction) -> Result<u64, GraphError> {
    let number = graph.articles().corrections().next_number();
    let node = |key: &str| Graph::node_of(EntityId::of(key));
    if let Some((from, to)) = correction.given_up() {
        hand_over(graph, node(&from), node(to))?;
    }
    if let Correction::Retype { one, .. } = &correction {
        // Types that people gave before give way too.
        let node = node(&one.key);
        for label in types(graph, node) {
            graph.remove_label(node, label)?;
        }
    }
    graph.set_correction(number, Some(correction));
    weave_anew(graph)?;
    Ok(number)
}

/// Takes a correction back; whether there was one of this number.
///
/// # Errors
///
/// As [`correct`].
pub fn uncorrect(graph: &mut Graph, number: u64) -> Result<bool, GraphError> {
    if graph.articles().corrections().get(number).is_none() {
        return Ok(false);
    }
    graph.set_correction(number, None);
    weave_anew(graph)?;
    Ok(true)
}

/// Gives what people hung on one node to another: labels, properties that the other lacks, relationships.
fn hand_over(graph: &mut Graph, from: NodeId, to: NodeId) -> Result<(), GraphError> {
    if from == to || !graph.has_node(from) || !graph.has_node(to) {
        return Ok(());
    }
    for label in graph.labels(from).to_vec() {
        let name = graph.names().labels.name(label);
        if name != "Entity" && EntityType::parse(name).is_none() {
            graph.add_label(to, label)?;
        }
    }
    for (key, value) in graph.node_properties(from) {
        let woven = ENTITY_KEYS.contains(&graph.names().keys.name(key));
        if !woven && graph.node_property(to, key).is_none() {
            graph.set_node_property(to, key, value)?;
        }
    }
    let mut hops = Vec::new();
    graph.expand(from, Direction::Both, &[], &mut hops);
    for hop in hops.into_iter().filter(|hop| !Graph::is_from_articles(hop.relationship.0)) {
        let Some(Ends { start, end, kind }) = graph.ends(hop.relationship) else { continue };
        let other = |node: NodeId| if node == from { to } else { node };
        let properties = graph.relationship_properties(hop.relationship);
        graph.delete_relationship(hop.relationship)?;
        graph.create_relationship(other(start), other(end), kind, properties)?;
    }
    Ok(())
}
