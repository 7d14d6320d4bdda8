//! Entities and facts of articles → nodes and relationships.
//!
//! Ids are hashes of what they name, so weaving the same articles in any order gives the same graph. Weaving again
//! after more articles replaces what articles made and keeps what users created: their nodes and relationships, and
//! labels and properties that they added to an entity.

use super::access::{Ends, GraphError, GraphRead, GraphWrite};
use super::names::LabelId;
use super::properties::Properties;
use super::property_graph::Graph;
use super::statement::QUALIFIERS;
use crate::entity::{Entity, Merged, MergedFact, merge};
use crate::fact::{Extraction, relationship_type};
use crate::lexicon::EntityType;
use crate::value::{NodeId, RelationshipId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Properties that weaving writes on an entity.
pub(crate) const ENTITY_KEYS: [&str; 5] = ["name", "aliases", "mentions", "first_seen", "last_seen"];
/// Properties that weaving writes on a fact, before its qualifiers.
const FACT_KEYS: [&str; 5] = ["status", "by", "confidence", "count", "symmetric"];

/// Adds articles, or replaces those of the same names, and weaves all of the graph's articles anew.
pub fn add_articles(
    graph: &mut Graph,
    articles: impl IntoIterator<Item = Extraction>,
) -> Result<(), GraphError> {
    articles.into_iter().for_each(|article| graph.set_document(Arc::new(article)));
    weave_anew(graph)
}

/// Weaves all of the graph's articles anew, as they are corrected.
pub(super) fn weave_anew(graph: &mut Graph) -> Result<(), GraphError> {
    let articles = graph.articles();
    let merged = merge(articles.iter().map(|article| &**article), articles.corrections());
    weave(graph, merged)
}

/// Makes the graph hold these entities and facts in place of those that articles brought before.
pub fn weave(graph: &mut Graph, merged: Merged) -> Result<(), GraphError> {
    let facts: FxHashSet<u64> = merged.facts.iter().map(|fact| Graph::article_id(fact.id.0)).collect();
    let entities: FxHashSet<u64> = merged.entities.iter().map(|e| Graph::article_id(e.id.0)).collect();
    let gone: Vec<_> = graph.relationships().filter(|id| Graph::is_from_articles(id.0)).collect();
    for id in gone.into_iter().filter(|id| !facts.contains(&id.0)) {
        graph.delete_relationship(id)?;
    }
    for entity in &merged.entities {
        weave_entity(graph, entity)?;
    }
    let names: FxHashMap<_, &str> = merged.entities.iter().map(|e| (e.id, e.name.as_str())).collect();
    for fact in merged.facts {
        let by = fact.by.and_then(|by| names.get(&by).copied());
        weave_fact(graph, fact, by)?;
    }
    let gone: Vec<_> = graph.nodes().filter(|id| Graph::is_from_articles(id.0)).collect();
    for id in gone.into_iter().filter(|id| !entities.contains(&id.0)) {
        match graph.delete_node(id) {
            // A user hung a relationship on it.
            Ok(()) | Err(GraphError::StillConnected(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn weave_entity(graph: &mut Graph, entity: &Entity) -> Result<(), GraphError> {
    let id = Graph::node_of(entity.id);
    let labels = [graph.label("Entity"), graph.label(entity.kind.as_str())];
    let aliases = Value::list(entity.aliases.iter().map(|(alias, _)| Value::from(alias.as_str())));
    let values = [
        Value::from(entity.name.as_str()),
        if entity.aliases.is_empty() { Value::Null } else { aliases },
        Value::from(i64::from(entity.mentions)),
        text_or_null(entity.first_seen.as_deref()),
        text_or_null(entity.last_seen.as_deref()),
    ];
    if graph.has_node(id) {
        if !graph.has_label(id, labels[1]) {
            // The type that it had gives way; where there are several, people gave some of them.
            if let [type_before] = types(graph, id)[..] {
                graph.remove_label(id, type_before)?;
            }
        }
        for label in labels {
            graph.add_label(id, label)?;
        }
        for (name, value) in ENTITY_KEYS.into_iter().zip(values) {
            let key = graph.key(name);
            if graph.node_property(id, key).unwrap_or_default() != value {
                graph.set_node_property(id, key, value)?;
            }
        }
        return Ok(());
    }
    let pairs: Vec<_> =
        ENTITY_KEYS.into_iter().zip(values).map(|(name, value)| (graph.key(name), value)).collect();
    graph.insert_node(id, &labels, Properties::new(pairs))
}

/// The labels of a node that are types of entities.
pub(super) fn types(graph: &Graph, node: NodeId) -> Vec<LabelId> {
    let name = |label: &LabelId| graph.names().labels.name(*label);
    let is_type = |label: &&LabelId| EntityType::parse(name(label)).is_some();
    graph.labels(node).iter().filter(is_type).copied().collect()
}

fn weave_fact(graph: &mut Graph, fact: MergedFact, by: Option<&str>) -> Result<(), GraphError> {
    let id = RelationshipId(Graph::article_id(fact.id.0));
    let values = [
        Value::from(fact.status.as_str()),
        text_or_null(by),
        Value::from(fact.confidence),
        Value::from(i64::try_from(fact.evidence.len()).unwrap_or(i64::MAX)),
        if fact.symmetric { Value::from(true) } else { Value::Null },
    ];
    let mut pairs: Vec<_> =
        FACT_KEYS.into_iter().zip(values).map(|(name, value)| (graph.key(name), value)).collect();
    for group in fact.qualifiers.chunk_by(|a, b| a.0 == b.0) {
        let kind = &group[0].0;
        let key = if FACT_KEYS.contains(&kind.as_str()) {
            graph.key(&format!("qualifier_{kind}"))
        } else {
            graph.key(kind)
        };
        let value = match group {
            [(_, value)] => Value::from(value.as_str()),
            several => Value::list(several.iter().map(|(_, value)| Value::from(value.as_str()))),
        };
        pairs.push((key, value));
    }
    if graph.has_relationship(id) {
        let before = graph.articles().evidence(id);
        if before.iter().any(|evidence| !fact.evidence.contains(evidence)) {
            // What the sentences said that no longer support it.
            for key in QUALIFIERS.map(|kind| graph.key(kind)) {
                if !pairs.iter().any(|(given, _)| *given == key) {
                    pairs.push((key, Value::Null));
                }
            }
        }
        for (key, value) in pairs {
            if graph.relationship_property(id, key).unwrap_or_default() != value {
                graph.set_relationship_property(id, key, value)?;
            }
        }
    } else {
        let kind = graph.relationship_type(&relationship_type(&fact.relation));
        let ends = Ends { start: Graph::node_of(fact.subject), end: Graph::node_of(fact.object), kind };
        graph.insert_relationship(id, ends, Properties::new(pairs))?;
    }
    if graph.articles().evidence(id) != fact.evidence.as_slice() {
        graph.set_evidence(id, fact.evidence);
    }
    Ok(())
}

fn text_or_null(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}
