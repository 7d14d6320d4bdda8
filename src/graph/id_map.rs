//! From our ids to petgraph's indexes: an array where ids were counted up, a hash map where they are hashes.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;

const ABSENT: u32 = u32::MAX;

/// A map from 64-bit ids to 32-bit indexes that lists its ids in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct IdMap {
    /// Index by id, for ids that follow on each other.
    dense: Vec<u32>,
    /// How many of `dense` are present.
    dense_count: usize,
    sparse: FxHashMap<u64, u32>,
    /// The ids of `sparse` in order, made when asked for.
    sparse_order: OnceLock<Vec<u64>>,
}

impl IdMap {
    pub(super) fn len(&self) -> usize {
        self.dense_count + self.sparse.len()
    }

    pub(crate) fn get(&self, id: u64) -> Option<u32> {
        match self.dense.get(usize::try_from(id).unwrap_or(usize::MAX)) {
            Some(&index) => (index != ABSENT).then_some(index),
            None => self.sparse.get(&id).copied(),
        }
    }

    pub(crate) fn insert(&mut self, id: u64, index: u32) {
        let length = self.dense.len();
        // A gap of deleted ids may be bridged while the array stays at least half full.
        let reach = (self.dense_count * 2 + 1024) as u64;
        if id < length as u64 || (id <= reach && self.sparse.is_empty()) || id == length as u64 {
            let at = usize::try_from(id).expect("checked to be near the array's length");
            if at >= length {
                self.dense.resize(at + 1, ABSENT);
            }
            if std::mem::replace(&mut self.dense[at], index) == ABSENT {
                self.dense_count += 1;
            }
            // An id that came early, out of order, now lies within the array.
            if at >= length && !self.sparse.is_empty() {
                self.adopt(length);
            }
        } else {
            self.sparse.insert(id, index);
            self.sparse_order.take();
        }
    }

    /// Moves ids of `sparse` that the array has grown over, from `from` on.
    fn adopt(&mut self, from: usize) {
        for at in from..self.dense.len() {
            if let Some(index) = self.sparse.remove(&(at as u64)) {
                if std::mem::replace(&mut self.dense[at], index) == ABSENT {
                    self.dense_count += 1;
                }
                self.sparse_order.take();
            }
        }
    }

    pub(super) fn remove(&mut self, id: u64) -> Option<u32> {
        if let Some(slot) = self.dense.get_mut(usize::try_from(id).unwrap_or(usize::MAX)) {
            let index = std::mem::replace(slot, ABSENT);
            self.dense_count -= usize::from(index != ABSENT);
            return (index != ABSENT).then_some(index);
        }
        let index = self.sparse.remove(&id)?;
        self.sparse_order.take();
        Some(index)
    }

    /// All ids in ascending order.
    pub(super) fn ids(&self) -> impl Iterator<Item = u64> + '_ {
        let dense = (0u64..).zip(&self.dense).filter(|(_, index)| **index != ABSENT).map(|(id, _)| id);
        let sparse = self.sparse_order.get_or_init(|| {
            let mut ids: Vec<u64> = self.sparse.keys().copied().collect();
            ids.sort_unstable();
            ids
        });
        dense.chain(sparse.iter().copied())
    }

    pub(super) fn reserve(&mut self, more: usize) {
        self.dense.reserve(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn as_a_plain_map(steps in prop::collection::vec((any::<bool>(), prop_oneof![0u64..3000, any::<u64>()]), 0..60)) {
            let mut map = IdMap::default();
            let mut plain = BTreeMap::new();
            for (at, (insert, id)) in steps.into_iter().enumerate() {
                let at = u32::try_from(at).unwrap();
                if insert {
                    map.insert(id, at);
                    plain.insert(id, at);
                } else {
                    prop_assert_eq!(map.remove(id), plain.remove(&id));
                }
                prop_assert_eq!(map.len(), plain.len());
            }
            prop_assert_eq!(map.ids().collect::<Vec<_>>(), plain.keys().copied().collect::<Vec<_>>());
            for (&id, &index) in &plain {
                prop_assert_eq!(map.get(id), Some(index));
            }
        }
    }
}
