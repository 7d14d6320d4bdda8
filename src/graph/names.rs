//! Interned names: labels, relationship types and property keys as small numbers, in the order first seen.

use rustc_hash::FxHashMap;
use std::sync::Arc;

macro_rules! name_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl From<u32> for $name {
            fn from(id: u32) -> Self {
                $name(id)
            }
        }

        impl From<$name> for u32 {
            fn from(id: $name) -> u32 {
                id.0
            }
        }
    };
}

name_id!(
    /// A label of nodes.
    LabelId
);
name_id!(
    /// A type of relationships.
    TypeId
);
name_id!(
    /// The key of a property.
    KeyId
);

/// Names of one sort and their ids, which count from 0 in the order of first use and are never given back.
#[derive(Clone, Debug)]
pub struct Interner<Id> {
    names: Vec<Arc<str>>,
    ids: FxHashMap<Arc<str>, u32>,
    sort: std::marker::PhantomData<Id>,
}

impl<Id> Default for Interner<Id> {
    fn default() -> Self {
        Interner { names: Vec::new(), ids: FxHashMap::default(), sort: std::marker::PhantomData }
    }
}

impl<Id: Copy + From<u32> + Into<u32>> Interner<Id> {
    /// The id of a name, a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Id {
        if let Some(&id) = self.ids.get(name) {
            return id.into();
        }
        let id = u32::try_from(self.names.len()).expect("fewer than 2^32 names fit in memory");
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.ids.insert(name, id);
        id.into()
    }

    /// The id of a known name.
    pub fn id(&self, name: &str) -> Option<Id> {
        self.ids.get(name).map(|&id| id.into())
    }

    /// The name of an id; empty for an id that this interner did not give out.
    pub fn name(&self, id: Id) -> &str {
        self.names.get(id.into() as usize).map_or("", |name| name)
    }

    /// The name of an id, shared.
    pub fn shared(&self, id: Id) -> Arc<str> {
        self.names.get(id.into() as usize).map_or_else(|| "".into(), Arc::clone)
    }

    /// How many names there are; ids are smaller.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// All ids and names in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (Id, &str)> {
        (0u32..).zip(&self.names).map(|(id, name)| (id.into(), &**name))
    }
}

/// The three sorts of names of a graph.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Labels of nodes.
    pub labels: Interner<LabelId>,
    /// Types of relationships.
    pub types: Interner<TypeId>,
    /// Keys of properties.
    pub keys: Interner<KeyId>,
}

/// Sets of labels, each kept once, so that a node carries a number.
#[derive(Clone, Debug)]
pub(super) struct LabelSets {
    sets: Vec<Box<[LabelId]>>,
    ids: FxHashMap<Box<[LabelId]>, u32>,
}

/// A set of labels in [`LabelSets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LabelSetId(u32);

impl Default for LabelSets {
    fn default() -> Self {
        let mut sets = LabelSets { sets: Vec::new(), ids: FxHashMap::default() };
        sets.intern(&[]);
        sets
    }
}

impl LabelSets {
    /// The set of these labels, in any order and repeated or not.
    pub(super) fn intern(&mut self, labels: &[LabelId]) -> LabelSetId {
        if let Some(&id) = self.ids.get(labels) {
            return LabelSetId(id);
        }
        let mut set = labels.to_vec();
        set.sort_unstable();
        set.dedup();
        if set.len() < labels.len() || set != labels {
            return self.intern(&set);
        }
        let id = u32::try_from(self.sets.len()).expect("fewer than 2^32 sets of labels fit in memory");
        let set = set.into_boxed_slice();
        self.sets.push(set.clone());
        self.ids.insert(set, id);
        LabelSetId(id)
    }

    /// The labels, ordered by id.
    pub(super) fn get(&self, set: LabelSetId) -> &[LabelId] {
        &self.sets[set.0 as usize]
    }
}
