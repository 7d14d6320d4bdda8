//! [`Graph`]: the property graph over petgraph.

use super::access::{Direction, Ends, GraphError, GraphRead, GraphWrite, Hop, Ids};
use super::articles::Articles;
use super::body::Body;
use super::changes::{Changes, Counts, Kept, Log, Savepoint, Undo};
use super::element::{Node, Relationship};
use super::frozen::{Frozen, View};
use super::names::{KeyId, LabelId, Names, TypeId};
use super::properties::Properties;
use super::property_index::PropertyIndexes;
use super::thawed::{Thawed, Touch};
use crate::entity::Correction;
use crate::fact::{Evidence, Extraction};
use crate::text::DocumentId;
use crate::value::{NodeId, RelationshipId, Value};
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use std::sync::{Arc, OnceLock};

/// Ids from here on are hashes of what articles name; below, they are counted up.
const FROM_ARTICLES: u64 = 1 << 62;
/// From so many nodes on, a look-up by a property's value makes an index.
const INDEXED: usize = 256;

/// Nodes and relationships with labels, types and properties, and the articles behind them.
///
/// A graph that was opened from a file's cache has only its frozen form at first; the petgraph graph is made of that
/// when something is to be changed, or asks for it.
#[derive(Clone, Debug)]
pub struct Graph {
    body: OnceLock<Body>,
    names: Names,
    next_node: u64,
    next_relationship: u64,
    log: Option<Log>,
    articles: Articles,
    indexes: PropertyIndexes,
    /// The graph frozen for reading, until the next change.
    frozen: OnceLock<Arc<Frozen>>,
    /// What it was before the last changes.
    thawed: Thawed,
}

impl Default for Graph {
    fn default() -> Self {
        Graph {
            body: OnceLock::from(Body::default()),
            names: Names::default(),
            next_node: 0,
            next_relationship: 0,
            log: None,
            articles: Articles::default(),
            indexes: PropertyIndexes::default(),
            frozen: OnceLock::new(),
            thawed: Thawed::default(),
        }
    }
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// A graph that stands on its frozen form, which has everything with it. Its names are those of the ids in it.
    pub fn opened(frozen: Frozen, names: Names) -> Self {
        let mut graph = Graph { body: OnceLock::new(), names, ..Graph::default() };
        for key in 0..graph.names.keys.len() as u32 {
            graph.indexes.know(KeyId(key));
        }
        let counted = |id: Option<u64>| id.filter(|id| *id < FROM_ARTICLES).map_or(0, |id| id + 1);
        graph.next_node = counted(frozen.last_node_below(FROM_ARTICLES));
        graph.next_relationship = counted(frozen.last_relationship_below(FROM_ARTICLES));
        graph.frozen = OnceLock::from(Arc::new(frozen));
        graph
    }

    /// The petgraph graph and its indexes.
    pub(in crate::graph) fn body(&self) -> &Body {
        self.body.get_or_init(|| match self.frozen.get() {
            Some(frozen) => Body::thaw(frozen),
            None => Body::default(),
        })
    }

    /// The same, to be changed at a node or relationship that is or will be there.
    fn change(&mut self, what: Touch) -> &mut Body {
        self.body();
        if let Some(frozen) = self.frozen.take() {
            self.thawed.begin(frozen);
        }
        let body = self.body.get_mut().expect("it has just been made");
        self.thawed.touch(what, body);
        body
    }

    /// The frozen form, while there is nothing else.
    fn only_frozen(&self) -> Option<&Frozen> {
        if self.body.get().is_some() { None } else { self.frozen.get().map(|frozen| &**frozen) }
    }

    /// The petgraph graph, for petgraph's algorithms. Its indexes are reused and its neighbours come newest first:
    /// what people see goes by our ids.
    pub fn petgraph(&self) -> &StableDiGraph<Node, Relationship> {
        &self.body().graph
    }

    /// petgraph's index of a node.
    pub fn node_index(&self, node: NodeId) -> Option<NodeIndex> {
        self.body().node_index(node)
    }

    /// petgraph's index of a relationship.
    pub fn relationship_index(&self, relationship: RelationshipId) -> Option<EdgeIndex> {
        self.body().relationship_index(relationship)
    }

    /// The node of this id.
    pub fn node(&self, node: NodeId) -> Option<&Node> {
        self.body().node(node)
    }

    /// The relationship of this id.
    pub fn relationship(&self, relationship: RelationshipId) -> Option<&Relationship> {
        self.body().relationship(relationship)
    }

    /// The articles behind the graph.
    pub fn articles(&self) -> &Articles {
        &self.articles
    }

    /// Adds a document or replaces the one of its name; [`super::weave`] then brings nodes and relationships.
    pub fn set_document(&mut self, extraction: Arc<Extraction>) {
        let id = extraction.document;
        let before = self.articles.set(id, Some(extraction));
        // What is undone later has to have its sentences, whatever is stored in their place meanwhile.
        let before = before.map(|before| match before.sentences.texts() {
            Some(_) if self.log.is_some() => {
                Arc::new(Extraction { sentences: before.sentences.held(), ..(*before).clone() })
            }
            _ => before,
        });
        self.note(Undo::Document(id, before));
    }

    /// Puts a document in the place of one that says the same, such as one whose sentences are stored now.
    pub fn settle_document(&mut self, extraction: Arc<Extraction>) {
        self.articles.put(extraction.document, Some(extraction));
    }

    /// Makes or takes back a correction; [`super::add_articles`] and [`super::correct()`] weave accordingly.
    pub fn set_correction(&mut self, number: u64, to: Option<Correction>) {
        let before = self.articles.set_correction(number, to);
        self.note(Undo::Correction(number, before));
    }

    /// Sets what supports a relationship.
    pub fn set_evidence(&mut self, relationship: RelationshipId, evidence: Vec<(DocumentId, Evidence)>) {
        if self.articles.evidence(relationship) != evidence {
            let before = self.articles.set_evidence(relationship, evidence);
            self.note(Undo::Evidence(relationship, before));
        }
    }

    /// All that is in the graph, as if it had just been created, for writing it whole.
    pub fn everything(&self) -> Changes {
        Changes {
            counts: Counts::default(),
            nodes: self.nodes().collect(),
            relationships: self.relationships().collect(),
            documents: self.articles.iter().map(|document| document.document).collect(),
            evidence: self.articles.supported().collect(),
            corrections: self.articles.corrections().iter().map(|(number, _)| number).collect(),
        }
    }

    /// Whether an id is a hash of what articles name.
    pub fn is_from_articles(id: u64) -> bool {
        id >= FROM_ARTICLES
    }

    /// The id that a hash gives: positive as a query's integer, and apart from those that are counted up.
    pub(super) fn article_id(hash: u64) -> u64 {
        hash >> 2 | FROM_ARTICLES
    }

    /// The node that an entity of articles becomes.
    pub fn node_of(entity: crate::entity::EntityId) -> NodeId {
        NodeId(Graph::article_id(entity.0))
    }

    /// The ids that the next node and relationship get.
    pub fn next_ids(&self) -> (u64, u64) {
        (self.next_node, self.next_relationship)
    }

    /// Makes later ids start no lower than these, so that ids of what was deleted are not given again.
    pub fn raise_next_ids(&mut self, node: u64, relationship: u64) {
        self.next_node = self.next_node.max(node);
        self.next_relationship = self.next_relationship.max(relationship);
    }

    /// Makes room for so many more nodes and relationships.
    pub fn reserve(&mut self, nodes: usize, relationships: usize) {
        self.body();
        self.body.get_mut().expect("it has just been made").reserve(nodes, relationships);
    }

    /// Puts in a node under a given id, which must be free. For loading, importing and weaving.
    pub fn insert_node(
        &mut self,
        id: NodeId,
        labels: &[LabelId],
        properties: Properties,
    ) -> Result<(), GraphError> {
        if self.indexes.in_use() {
            properties.iter().for_each(|(key, value)| self.indexes.add(key, id, &value));
        }
        self.change(Touch::Node(id)).insert_node(id, labels, properties)?;
        if id.0 < FROM_ARTICLES {
            self.next_node = self.next_node.max(id.0 + 1);
        }
        self.note(Undo::NodeCreated(id));
        Ok(())
    }

    /// Puts in a relationship under a given id, which must be free. For loading, importing and weaving.
    pub fn insert_relationship(
        &mut self,
        id: RelationshipId,
        ends: Ends,
        properties: Properties,
    ) -> Result<(), GraphError> {
        self.change(Touch::New(id, ends)).insert_relationship(id, ends, properties)?;
        if id.0 < FROM_ARTICLES {
            self.next_relationship = self.next_relationship.max(id.0 + 1);
        }
        self.note(Undo::RelationshipCreated(id));
        Ok(())
    }

    /// Begins a transaction; one that is open goes on.
    pub fn begin(&mut self) {
        self.log.get_or_insert_default();
    }

    /// Ends the transaction and keeps its changes.
    pub fn commit(&mut self) -> Changes {
        self.log.take().map(|log| log.changes()).unwrap_or_default()
    }

    /// Ends the transaction, keeps its changes, and gives what [`Graph::undo`] takes.
    pub fn commit_undoable(&mut self) -> Kept {
        Kept(self.log.take().unwrap_or_default())
    }

    /// Undoes a kept transaction, which must be the last that is not undone; gives what the store must write.
    pub fn undo(&mut self, kept: Kept) -> Changes {
        let changes = kept.0.changes();
        self.log = Some(kept.0);
        self.rollback();
        changes
    }

    /// Whether the open transaction changed anything so far.
    pub fn is_changed(&self) -> bool {
        self.log.as_ref().is_some_and(|log| !log.steps.is_empty())
    }

    /// What the open transaction changed so far, for the store to write before [`Graph::commit`].
    pub fn changes(&self) -> Changes {
        self.log.as_ref().map(Log::changes).unwrap_or_default()
    }

    /// Ends the transaction and undoes its changes.
    pub fn rollback(&mut self) {
        self.undo_to(0);
        self.log = None;
    }

    /// Makes all of a change or nothing of it, within the transaction that is open or without one.
    ///
    /// # Errors
    ///
    /// That of the change; the graph is as it was then.
    pub fn altogether<T, E>(&mut self, change: impl FnOnce(&mut Graph) -> Result<T, E>) -> Result<T, E> {
        let own = self.log.is_none();
        // Into a graph of nothing much is put at times: no log of each step.
        let new = own && self.node_count() == 0 && self.articles.is_empty() && self.names.keys.is_empty();
        if new && self.names.labels.is_empty() && self.names.types.is_empty() {
            let before = (self.next_node, self.next_relationship);
            let result = change(self);
            if result.is_err() {
                *self = Graph { next_node: before.0, next_relationship: before.1, ..Graph::new() };
            }
            return result;
        }
        let before = self.savepoint();
        let result = change(self);
        if result.is_err() {
            self.rollback_to(before);
        }
        if own {
            self.log = None;
        }
        result
    }

    fn undo_to(&mut self, length: usize) {
        let Some(mut log) = self.log.take() else { return };
        while log.steps.len() > length {
            let Some(step) = log.steps.pop() else { break };
            match step {
                Undo::NodeCreated(id) => {
                    self.change(Touch::Node(id)).take_node(id);
                }
                Undo::RelationshipCreated(id) => {
                    self.change(Touch::Relationship(id)).take_relationship(id);
                }
                Undo::NodeDeleted(node) => {
                    log.deleted_nodes.remove(&node.id);
                    let labels = self.body().label_sets.get(node.labels).to_vec();
                    self.insert_node(node.id, &labels, node.properties)
                        .expect("its place was freed when it was deleted");
                }
                Undo::RelationshipDeleted(ends, relationship) => {
                    log.deleted_relationships.remove(&relationship.id);
                    self.insert_relationship(relationship.id, ends, relationship.properties)
                        .expect("its ends were restored before, as they were deleted later");
                }
                Undo::NodeProperty(id, key, before) => {
                    self.indexes.add(key, id, &before);
                    if let Some(node) = self.node_mut(id) {
                        node.properties.set(key, before);
                    }
                }
                Undo::RelationshipProperty(id, key, before) => {
                    if let Some(relationship) = self.relationship_mut(id) {
                        relationship.properties.set(key, before);
                    }
                }
                Undo::LabelAdded(id, label) => {
                    self.change(Touch::Node(id)).change_label(id, label, false);
                }
                Undo::LabelRemoved(id, label) => {
                    self.change(Touch::Node(id)).change_label(id, label, true);
                }
                Undo::Document(id, before) => {
                    self.articles.set(id, before);
                }
                Undo::Evidence(id, before) => {
                    self.articles.set_evidence(id, before);
                }
                Undo::Correction(number, before) => {
                    self.articles.set_correction(number, before);
                }
            }
        }
        self.log = Some(log);
    }

    fn note(&mut self, step: Undo) {
        if let Some(log) = &mut self.log {
            log.steps.push(step);
        }
    }

    fn count(&mut self, change: impl FnOnce(&mut Counts)) {
        if let Some(log) = &mut self.log {
            change(&mut log.counts);
        }
    }

    fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        let body = self.change(Touch::Node(id));
        let index = body.node_index(id)?;
        body.graph.node_weight_mut(index)
    }

    fn relationship_mut(&mut self, id: RelationshipId) -> Option<&mut Relationship> {
        let body = self.change(Touch::Relationship(id));
        let index = body.relationship_index(id)?;
        body.graph.edge_weight_mut(index)
    }
}

impl GraphRead for Graph {
    fn names(&self) -> &Names {
        &self.names
    }

    fn articles(&self) -> &Articles {
        &self.articles
    }

    fn node_count(&self) -> usize {
        self.only_frozen().map_or_else(|| self.body().node_count(), Frozen::nodes)
    }

    fn relationship_count(&self) -> usize {
        self.only_frozen().map_or_else(|| self.body().relationship_count(), Frozen::edges)
    }

    fn count_with_label(&self, label: LabelId) -> usize {
        match self.only_frozen() {
            Some(frozen) => frozen.labelled(label).map_or(0, |labelled| labelled.nodes.len()),
            None => self.body().count_with_label(label),
        }
    }

    fn count_with_type(&self, kind: TypeId) -> usize {
        match self.only_frozen() {
            Some(frozen) => frozen.type_facts(kind.0).map_or(0, |facts| facts.count),
            None => self.body().count_with_type(kind),
        }
    }

    fn nodes(&self) -> Ids<'_, NodeId> {
        match self.only_frozen() {
            Some(frozen) => Box::new(frozen.ids().iter().copied()),
            None => self.body().nodes(),
        }
    }

    fn nodes_with_label(&self, label: LabelId) -> Ids<'_, NodeId> {
        match self.only_frozen() {
            Some(frozen) => {
                let numbers = frozen.labelled(label).into_iter().flat_map(|labelled| &labelled.nodes);
                Box::new(numbers.map(|number| frozen.id(*number)))
            }
            None => self.body().nodes_with_label(label),
        }
    }

    fn nodes_with_property(&self, key: KeyId, value: &Value) -> Option<Vec<NodeId>> {
        if self.node_count() < INDEXED {
            return None;
        }
        let all = || self.nodes().filter_map(|id| Some((id, self.node_property(id, key)?)));
        let mut found = self.indexes.find(key, value, self.node_count(), all)?;
        found.retain(|id| self.node_property(*id, key).is_some_and(|own| own.equals(value) == Some(true)));
        Some(found)
    }

    fn view(&self) -> Option<View<'_>> {
        let frozen = self
            .frozen
            .get_or_init(|| self.thawed.freeze(self).unwrap_or_else(|| Arc::new(Frozen::new(self))));
        Some(View { graph: self, frozen })
    }

    fn has_view(&self) -> bool {
        self.frozen.get().is_some()
    }

    fn relationships(&self) -> Ids<'_, RelationshipId> {
        match self.only_frozen() {
            Some(frozen) => Box::new(frozen.edges_by_id().iter().map(|edge| frozen.edge_id(*edge))),
            None => self.body().relationships(),
        }
    }

    fn relationships_with_type(&self, kind: TypeId) -> Ids<'_, RelationshipId> {
        if self.count_with_type(kind) == 0 {
            return Box::new(std::iter::empty());
        }
        Box::new(self.relationships().filter(move |&id| self.ends(id).is_some_and(|ends| ends.kind == kind)))
    }

    fn has_node(&self, node: NodeId) -> bool {
        match self.only_frozen() {
            Some(frozen) => frozen.number(node).is_some(),
            None => self.body().node_index(node).is_some(),
        }
    }

    fn has_relationship(&self, relationship: RelationshipId) -> bool {
        match self.only_frozen() {
            Some(frozen) => frozen.edge_number(relationship).is_some(),
            None => self.body().relationship_index(relationship).is_some(),
        }
    }

    fn is_deleted_node(&self, node: NodeId) -> bool {
        self.log.as_ref().is_some_and(|log| log.deleted_nodes.contains(&node))
    }

    fn is_deleted_relationship(&self, relationship: RelationshipId) -> bool {
        self.log.as_ref().is_some_and(|log| log.deleted_relationships.contains_key(&relationship))
    }

    fn labels(&self, node: NodeId) -> &[LabelId] {
        match self.only_frozen() {
            Some(frozen) => frozen.number(node).map_or(&[], |number| frozen.labels_of(number)),
            None => self.body().labels(node),
        }
    }

    fn ends(&self, relationship: RelationshipId) -> Option<Ends> {
        let known = match self.only_frozen() {
            Some(frozen) => frozen.edge_number(relationship).map(|edge| frozen.ends(edge)),
            None => self.body().ends(relationship),
        };
        known.or_else(|| self.log.as_ref()?.deleted_relationships.get(&relationship).copied())
    }

    fn node_property(&self, node: NodeId, key: KeyId) -> Option<Value> {
        match self.only_frozen() {
            Some(frozen) => frozen.packed()?.nodes.get(frozen.number(node)?, key),
            None => self.body().node(node)?.properties.get(key),
        }
    }

    fn relationship_property(&self, relationship: RelationshipId, key: KeyId) -> Option<Value> {
        match self.only_frozen() {
            Some(frozen) => frozen.packed()?.edges.get(frozen.edge_number(relationship)?, key),
            None => self.body().relationship(relationship)?.properties.get(key),
        }
    }

    fn node_properties(&self, node: NodeId) -> Vec<(KeyId, Value)> {
        if let Some(frozen) = self.only_frozen() {
            let own = frozen.packed().zip(frozen.number(node));
            return own.map_or_else(Vec::new, |(packed, number)| packed.nodes.all(number));
        }
        self.body().node(node).map_or_else(Vec::new, |node| node.properties.iter().collect())
    }

    fn relationship_properties(&self, relationship: RelationshipId) -> Vec<(KeyId, Value)> {
        if let Some(frozen) = self.only_frozen() {
            let own = frozen.packed().zip(frozen.edge_number(relationship));
            return own.map_or_else(Vec::new, |(packed, number)| packed.edges.all(number));
        }
        self.body().relationship(relationship).map_or_else(Vec::new, |r| r.properties.iter().collect())
    }

    fn expand(&self, node: NodeId, direction: Direction, kinds: &[TypeId], hops: &mut Vec<Hop>) {
        match self.only_frozen() {
            Some(frozen) => frozen.expand(node, direction, kinds, hops),
            None => self.body().expand(node, direction, kinds, hops),
        }
    }

    fn degree(&self, node: NodeId, direction: Direction, kinds: &[TypeId]) -> usize {
        if let Some(frozen) = self.frozen.get() {
            return frozen.degree(node, direction, kinds);
        }
        let mut hops = Vec::new();
        self.expand(node, direction, kinds, &mut hops);
        hops.len()
    }
}

impl GraphWrite for Graph {
    fn label(&mut self, name: &str) -> LabelId {
        self.names.labels.intern(name)
    }

    fn relationship_type(&mut self, name: &str) -> TypeId {
        self.names.types.intern(name)
    }

    fn key(&mut self, name: &str) -> KeyId {
        let key = self.names.keys.intern(name);
        self.indexes.know(key);
        key
    }

    fn create_node(
        &mut self,
        labels: &[LabelId],
        properties: Vec<(KeyId, Value)>,
    ) -> Result<NodeId, GraphError> {
        let id = NodeId(self.next_node);
        let set = properties.iter().filter(|(_, value)| !value.is_null()).count();
        self.insert_node(id, labels, Properties::new(properties))?;
        let labels = self.labels(id).len();
        self.count(|counts| {
            counts.nodes_created += 1;
            counts.labels_added += labels;
            counts.properties_set += set;
        });
        Ok(id)
    }

    fn create_relationship(
        &mut self,
        start: NodeId,
        end: NodeId,
        kind: TypeId,
        properties: Vec<(KeyId, Value)>,
    ) -> Result<RelationshipId, GraphError> {
        let id = RelationshipId(self.next_relationship);
        let set = properties.iter().filter(|(_, value)| !value.is_null()).count();
        self.insert_relationship(id, Ends { start, end, kind }, Properties::new(properties))?;
        self.count(|counts| {
            counts.relationships_created += 1;
            counts.properties_set += set;
        });
        Ok(id)
    }

    fn set_node_property(&mut self, id: NodeId, key: KeyId, value: Value) -> Result<(), GraphError> {
        self.indexes.add(key, id, &value);
        let node = self.node_mut(id).ok_or(GraphError::NoNode(id))?;
        let removes = value.is_null();
        let before = node.properties.set(key, value);
        if before.is_some() || !removes {
            self.note(Undo::NodeProperty(id, key, before.unwrap_or(Value::Null)));
            self.count(|counts| counts.properties_set += 1);
        }
        Ok(())
    }

    fn set_relationship_property(
        &mut self,
        id: RelationshipId,
        key: KeyId,
        value: Value,
    ) -> Result<(), GraphError> {
        let relationship = self.relationship_mut(id).ok_or(GraphError::NoRelationship(id))?;
        let removes = value.is_null();
        let before = relationship.properties.set(key, value);
        if before.is_some() || !removes {
            self.note(Undo::RelationshipProperty(id, key, before.unwrap_or(Value::Null)));
            self.count(|counts| counts.properties_set += 1);
        }
        Ok(())
    }

    fn add_label(&mut self, node: NodeId, label: LabelId) -> Result<bool, GraphError> {
        let added =
            self.change(Touch::Node(node)).change_label(node, label, true).ok_or(GraphError::NoNode(node))?;
        if added {
            self.note(Undo::LabelAdded(node, label));
            self.count(|counts| counts.labels_added += 1);
        }
        Ok(added)
    }

    fn remove_label(&mut self, node: NodeId, label: LabelId) -> Result<bool, GraphError> {
        let removed = self
            .change(Touch::Node(node))
            .change_label(node, label, false)
            .ok_or(GraphError::NoNode(node))?;
        if removed {
            self.note(Undo::LabelRemoved(node, label));
            self.count(|counts| counts.labels_removed += 1);
        }
        Ok(removed)
    }

    fn delete_node(&mut self, id: NodeId) -> Result<(), GraphError> {
        let index = self.node_index(id).ok_or(GraphError::NoNode(id))?;
        if self.petgraph().neighbors_undirected(index).next().is_some() {
            return Err(GraphError::StillConnected(id));
        }
        let node = self.change(Touch::Node(id)).take_node(id).ok_or(GraphError::NoNode(id))?;
        if let Some(log) = &mut self.log {
            log.deleted_nodes.insert(id);
            log.counts.nodes_deleted += 1;
            log.steps.push(Undo::NodeDeleted(node));
        }
        Ok(())
    }

    fn delete_relationship(&mut self, id: RelationshipId) -> Result<(), GraphError> {
        let ends = self.ends(id).filter(|_| self.has_relationship(id));
        let ends = ends.ok_or(GraphError::NoRelationship(id))?;
        let relationship = self
            .change(Touch::Relationship(id))
            .take_relationship(id)
            .ok_or(GraphError::NoRelationship(id))?;
        self.set_evidence(id, Vec::new());
        if let Some(log) = &mut self.log {
            log.deleted_relationships.insert(id, ends);
            log.counts.relationships_deleted += 1;
            log.steps.push(Undo::RelationshipDeleted(ends, relationship));
        }
        Ok(())
    }

    fn savepoint(&mut self) -> Savepoint {
        let log = self.log.get_or_insert_default();
        Savepoint { length: log.steps.len(), counts: log.counts }
    }

    fn rollback_to(&mut self, savepoint: Savepoint) {
        self.undo_to(savepoint.length);
        if let Some(log) = &mut self.log {
            log.counts = savepoint.counts;
        }
    }

    fn counts(&self) -> Counts {
        self.log.as_ref().map(|log| log.counts).unwrap_or_default()
    }
}
