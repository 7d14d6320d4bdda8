//! The properties of all nodes and relationships: what a graph opened from a cache reads them from.
//!
//! A property that most have stands in a column of its own, which takes less and is what queries want. The others are
//! packed as [`crate::graph::Properties`] packs them, one element after the other.

use super::array::{Array, Shelf};
use super::column::Column;
use crate::graph::names::KeyId;
use crate::graph::properties::{Properties, PropertiesRef};
use crate::value::Value;
use std::sync::Arc;

/// All properties.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    /// Those of the nodes.
    pub(in crate::graph) nodes: Part,
    /// Those of the relationships.
    pub(in crate::graph) edges: Part,
}

/// The properties of all elements of one kind, by their numbers.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Part {
    /// Ordered by key.
    columns: Vec<(KeyId, Arc<Column>)>,
    /// Where what else an element has ends in `bytes`; empty where there is nothing else.
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

/// So many elements are fetched side by side.
const BLOCK: u32 = 128;

impl Part {
    /// The properties of so many elements with so many keys; nothing where they take four gigabytes. `known` gives
    /// columns that have been made already.
    pub(super) fn new<'a>(
        count: usize,
        keys: usize,
        of: impl Fn(u32) -> PropertiesRef<'a>,
        known: impl Fn(KeyId) -> Option<Arc<Column>>,
    ) -> Option<Part> {
        let all = 0..u32::try_from(count).ok()?;
        // Elements are all over memory: each is looked at once, and some are fetched side by side before they are read.
        let mut part = Part { ends: Vec::with_capacity(count), ..Part::default() };
        let mut sizes = vec![0usize; keys];
        let mut block = Vec::with_capacity(BLOCK as usize);
        for first in all.clone().step_by(BLOCK as usize) {
            block.clear();
            block.extend((first..all.end.min(first + BLOCK)).map(&of));
            let firsts = block.iter().filter_map(|own: &PropertiesRef<'_>| own.0.first());
            std::hint::black_box(firsts.fold(0, |all, byte| all ^ byte));
            for own in &block {
                for (key, stretch) in own.stretches() {
                    *sizes.get_mut(key.0 as usize)? += stretch.len();
                    part.bytes.extend_from_slice(stretch);
                }
                part.ends.push(u32::try_from(part.bytes.len()).ok()?);
            }
        }
        let mut columns = Vec::new();
        for (key, size) in (0u32..).map(KeyId).zip(&sizes) {
            // Rare ones, and those that take more room side by side, stay packed.
            if *size < count || *size == 0 {
                continue;
            }
            let made =
                || Arc::new(Column::new(count, || all.clone().map(|number| part.rest(number).get(key))));
            let column = known(key).unwrap_or_else(made);
            if column.is_plain() && column.bytes() <= 2 * size {
                columns.push((key, column));
            }
        }
        let whole = std::mem::replace(&mut part, Part { columns, ..Part::default() });
        if (0u32..).zip(&sizes).any(|(key, size)| *size > 0 && part.column(KeyId(key)).is_none()) {
            let (mut ends, mut bytes) = (Vec::with_capacity(count), Vec::new());
            for number in all {
                let rest = whole.rest(number).stretches().filter(|(key, _)| part.column(*key).is_none());
                rest.for_each(|(_, stretch)| bytes.extend_from_slice(stretch));
                ends.push(u32::try_from(bytes.len()).ok()?);
            }
            (part.ends, part.bytes) = (ends, bytes);
        }
        Some(part)
    }

    /// The column of a property, where it has one.
    pub(in crate::graph) fn column(&self, key: KeyId) -> Option<&Arc<Column>> {
        let at = self.columns.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(&self.columns[at].1)
    }

    /// A property of an element.
    pub(in crate::graph) fn get(&self, number: u32, key: KeyId) -> Option<Value> {
        match self.column(key) {
            Some(column) => Some(column.value(number)).filter(|value| !value.is_null()),
            None => self.rest(number).get(key),
        }
    }

    /// All properties of an element, ordered by key.
    pub(in crate::graph) fn all(&self, number: u32) -> Vec<(KeyId, Value)> {
        let columned = self.columns.iter().map(|(key, column)| (*key, column.value(number)));
        let mut all: Vec<_> = columned.filter(|(_, value)| !value.is_null()).collect();
        let before = all.len();
        all.extend(self.rest(number).iter());
        if before > 0 && all.len() > before {
            all.sort_by_key(|(key, _)| *key);
        }
        all
    }

    /// The same, packed.
    pub(in crate::graph) fn to_owned(&self, number: u32) -> Properties {
        if self.columns.is_empty() { self.rest(number).to_owned() } else { Properties::new(self.all(number)) }
    }

    fn rest(&self, number: u32) -> PropertiesRef<'_> {
        let at = number as usize;
        let Some(end) = self.ends.get(at) else { return PropertiesRef(&[]) };
        let from = if at == 0 { 0 } else { self.ends[at - 1] };
        PropertiesRef(&self.bytes[from as usize..*end as usize])
    }

    /// Adds its arrays.
    pub(super) fn put(&self, to: &mut Vec<Array>) {
        to.push(self.columns.iter().map(|(key, _)| key.0).collect::<Vec<u32>>().into());
        for (_, column) in &self.columns {
            column.put(to);
        }
        to.extend([self.ends.clone().into(), self.bytes.clone().into()]);
    }

    /// Of the next arrays; nothing where they do not fit together, or to so many elements and keys.
    pub(super) fn take(from: &mut Shelf, count: usize, keys: usize) -> Option<Part> {
        let own: Vec<u32> = from.take()?;
        let fits =
            own.windows(2).all(|two| two[0] < two[1]) && own.last().is_none_or(|l| (*l as usize) < keys);
        if !fits {
            return None;
        }
        let columns = own.into_iter().map(|key| Some((KeyId(key), Arc::new(Column::take(from, count)?))));
        let columns = columns.collect::<Option<Vec<_>>>()?;
        let (ends, bytes): (Vec<u32>, Vec<u8>) = (from.take()?, from.take()?);
        let fits = (ends.is_empty() || ends.len() == count)
            && ends.is_sorted()
            && ends.last().map_or(0, |end| *end as usize) == bytes.len();
        fits.then_some(Part { columns, ends, bytes })
    }

    /// Bytes taken.
    pub(super) fn bytes(&self) -> usize {
        let columns: usize = self.columns.iter().map(|(_, column)| column.bytes()).sum();
        columns + 4 * self.ends.capacity() + self.bytes.capacity()
    }
}
