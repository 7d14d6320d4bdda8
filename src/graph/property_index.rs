//! Nodes by the value of a property. An index is made when a look-up first wants it; after that, changes only add to
//! it, so what it gives is to be checked against the graph: it may be out of date, but it never misses a node.

use super::names::KeyId;
use crate::value::{NodeId, Value};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

/// The indexes of a graph, one a property key.
#[derive(Clone, Debug, Default)]
pub(super) struct PropertyIndexes {
    keys: Vec<OnceLock<KeyIndex>>,
    /// Whether any was made.
    used: std::sync::Arc<OnceLock<()>>,
}

#[derive(Clone, Debug, Default)]
struct KeyIndex {
    /// Hash of the value and node, sorted.
    sorted: Vec<(u32, u64)>,
    /// What came later.
    added: FxHashMap<u32, Vec<u64>>,
    /// How much came later.
    count: usize,
}

/// So much may be added to an index of any size before it is made anew.
const FEW: usize = 4096;

/// Values that are equal hash alike.
fn hash(value: &Value) -> u32 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    (hasher.finish() >> 32) as u32
}

impl PropertyIndexes {
    /// Makes room for the index of a key.
    pub(super) fn know(&mut self, key: KeyId) {
        let least = key.0 as usize + 1;
        if self.keys.len() < least {
            self.keys.resize_with(least, OnceLock::new);
        }
    }

    /// Notes that a node has a property.
    #[inline]
    pub(super) fn add(&mut self, key: KeyId, node: NodeId, value: &Value) {
        let Some(cell) = self.keys.get_mut(key.0 as usize) else { return };
        let Some(index) = cell.get_mut() else { return };
        index.added.entry(hash(value)).or_default().push(node.0);
        index.count += 1;
        // What is out of date by now may be most of it.
        if index.count > index.sorted.len() + FEW {
            *cell = OnceLock::new();
        }
    }

    /// Whether properties have to be noted at all.
    #[inline]
    pub(super) fn in_use(&self) -> bool {
        self.used.get().is_some()
    }

    /// The nodes that may have this value, in the order of their ids; `all` gives every value, at most
    /// `room` of them, when the index is made.
    pub(super) fn find<I: Iterator<Item = (NodeId, Value)>>(
        &self,
        key: KeyId,
        value: &Value,
        room: usize,
        all: impl FnOnce() -> I,
    ) -> Option<Vec<NodeId>> {
        let index = self.keys.get(key.0 as usize)?.get_or_init(|| {
            self.used.get_or_init(|| ());
            let mut sorted: Vec<(u32, u64)> = Vec::with_capacity(room);
            sorted.extend(all().map(|(node, value)| (hash(&value), node.0)));
            sorted.sort_unstable();
            sorted.shrink_to_fit();
            KeyIndex { sorted, added: FxHashMap::default(), count: 0 }
        });
        let hash = hash(value);
        let from = index.sorted.partition_point(|entry| entry.0 < hash);
        let same = index.sorted[from..].iter().take_while(|entry| entry.0 == hash);
        let mut found: Vec<NodeId> = same.map(|entry| NodeId(entry.1)).collect();
        if let Some(added) = index.added.get(&hash) {
            found.extend(added.iter().map(|&node| NodeId(node)));
            found.sort_unstable();
            found.dedup();
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, KeyId, NodeId, PropertyIndexes, Value};

    #[test]
    fn an_index_does_not_grow_for_ever_and_misses_nothing() {
        let (mut indexes, key) = (PropertyIndexes::default(), KeyId(0));
        indexes.know(key);
        // One node at a time is there: the last.
        let mut largest = 0;
        for last in 0..5 * FEW as u64 {
            let value = Value::Integer(last as i64);
            indexes.add(key, NodeId(last), &value);
            let all = || std::iter::once((NodeId(last), Value::Integer(last as i64)));
            assert!(indexes.find(key, &value, 1, all).unwrap().contains(&NodeId(last)));
            let held = |index: &super::KeyIndex| index.sorted.len() + index.count;
            largest = largest.max(indexes.keys[0].get().map_or(0, held));
        }
        assert!(largest <= FEW + 2, "{largest}");
    }
}
