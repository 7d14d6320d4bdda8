//! Ids in the order of the relationships' numbers: half as large while they were counted up.

/// An array of ids.
#[derive(Clone, Debug, Default)]
pub(super) struct IdArray {
    pub(super) small: Vec<u32>,
    /// All of them, if one is large.
    pub(super) large: Vec<u64>,
}

impl IdArray {
    pub(super) fn len(&self) -> usize {
        self.small.len().max(self.large.len())
    }

    #[inline]
    pub(super) fn get(&self, at: u32) -> u64 {
        match self.small.get(at as usize) {
            Some(small) => u64::from(*small),
            None => self.large[at as usize],
        }
    }

    /// Adds an id at the end.
    pub(super) fn push(&mut self, id: u64) {
        match u32::try_from(id) {
            Ok(small) if self.large.is_empty() => self.small.push(small),
            _ => {
                self.large.extend(std::mem::take(&mut self.small).into_iter().map(u64::from));
                self.large.push(id);
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.small.iter().map(|id| u64::from(*id)).chain(self.large.iter().copied())
    }

    pub(super) fn bytes(&self) -> usize {
        4 * self.small.capacity() + 8 * self.large.capacity()
    }
}

impl FromIterator<u64> for IdArray {
    fn from_iter<I: IntoIterator<Item = u64>>(ids: I) -> Self {
        let mut array = IdArray::default();
        let mut ids = ids.into_iter();
        array.small.reserve(ids.size_hint().0);
        for id in ids.by_ref() {
            match u32::try_from(id) {
                Ok(small) => array.small.push(small),
                Err(_) => {
                    array.large = std::mem::take(&mut array.small).into_iter().map(u64::from).collect();
                    array.large.push(id);
                    array.large.extend(ids);
                    break;
                }
            }
        }
        array
    }
}

#[cfg(test)]
mod tests {
    use super::IdArray;

    #[test]
    fn large_ids_make_all_of_them_large() {
        for ids in [vec![], vec![3, 1], vec![5, 1 << 40, 2], vec![1 << 32, 7]] {
            let array: IdArray = ids.iter().copied().collect();
            assert_eq!(array.iter().collect::<Vec<_>>(), ids);
            assert_eq!(array.len(), ids.len());
            let mut pushed = IdArray::default();
            ids.iter().for_each(|id| pushed.push(*id));
            assert_eq!(pushed.iter().collect::<Vec<_>>(), ids);
            assert!((0u32..).zip(&ids).all(|(at, id)| array.get(at) == *id));
            assert!(array.small.is_empty() || array.large.is_empty());
        }
    }
}
