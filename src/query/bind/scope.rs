//! The variables in scope: each has a slot of the row and what is known of its type.

use std::sync::Arc;

use indexmap::IndexMap;

use super::bound::Slot;
use super::types::Type;

/// A variable.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) slot: Slot,
    pub(super) of: Type,
}

/// The variables in scope, in the order of their binding.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    variables: IndexMap<Arc<str>, Variable>,
}

impl Scope {
    pub(super) fn get(&self, name: &str) -> Option<&Variable> {
        self.variables.get(name)
    }

    pub(super) fn set(&mut self, name: Arc<str>, slot: Slot, of: Type) {
        self.variables.insert(name, Variable { slot, of });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.variables.keys()
    }

    /// Name and variable, in the order of their binding.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Variable)> {
        self.variables.iter()
    }

    /// Name and variable, ordered by name: what `*` stands for.
    pub(super) fn sorted(&self) -> Vec<(Arc<str>, Variable)> {
        let mut all: Vec<_> = self.variables.iter().map(|(name, v)| (Arc::clone(name), v.clone())).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}
