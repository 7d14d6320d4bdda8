//! The last frozen form of a graph that is being changed, and what was touched since: with few changes, the next frozen
//! form is made of it.

use super::access::Ends;
use super::body::Body;
use super::frozen::{Frozen, Touched};
use super::property_graph::Graph;
use crate::value::{NodeId, RelationshipId};
use std::sync::{Arc, Mutex};

/// What is about to change.
#[derive(Clone, Copy, Debug)]
pub(super) enum Touch {
    /// A node.
    Node(NodeId),
    /// A relationship that is there.
    Relationship(RelationshipId),
    /// A relationship that will be there.
    New(RelationshipId, Ends),
}

/// A frozen form that is out of date.
#[derive(Debug, Default)]
pub(super) struct Thawed(Mutex<Option<(Arc<Frozen>, Touched)>>);

impl Thawed {
    /// Changes begin: from now on what they touch is noted.
    pub(super) fn begin(&mut self, frozen: Arc<Frozen>) {
        *self.inner() = Some((frozen, Touched::default()));
    }

    fn inner(&mut self) -> &mut Option<(Arc<Frozen>, Touched)> {
        self.0.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Notes what is about to change.
    pub(super) fn touch(&mut self, what: Touch, body: &Body) {
        let Some((frozen, touched)) = self.inner() else { return };
        match what {
            Touch::Node(id) => {
                touched.nodes.insert(id);
            }
            Touch::New(id, ends) => {
                touched.edges.insert(id, ends);
            }
            Touch::Relationship(id) => {
                if let Some(ends) = body.ends(id) {
                    touched.edges.insert(id, ends);
                }
            }
        }
        if frozen.is_outdated(touched) {
            *self.inner() = None;
        }
    }

    /// The frozen form brought up to date, if it is still worth it.
    pub(super) fn freeze(&self, graph: &Graph) -> Option<Arc<Frozen>> {
        let (mut frozen, touched) = self.0.lock().ok()?.take()?;
        Arc::make_mut(&mut frozen).patch(graph, &touched);
        Some(frozen)
    }
}

impl Clone for Thawed {
    fn clone(&self) -> Self {
        Thawed(Mutex::new(self.0.lock().map(|inner| inner.clone()).unwrap_or_default()))
    }
}
