//! The sentences of an article: held in memory, or left where they are stored and read from there when they are asked for.

use crate::text::DocumentId;
use serde::ser::{Error as _, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The texts of an article's sentences, in order.
#[derive(Clone)]
pub struct Sentences(Place);

#[derive(Clone)]
enum Place {
    Held(Arc<[String]>),
    Stored(Arc<Stored>),
}

/// Sentences that are stored: which of them stand together in which bytes.
struct Stored {
    document: DocumentId,
    count: usize,
    blocks: Box<[Block]>,
    texts: Arc<dyn Texts>,
}

/// Sentences that are read together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The index of the first, from 0.
    pub first: usize,
    /// The bytes of the stored document that they stand in, and the checksum of those.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The CRC-32 of these bytes.
    pub crc: u32,
}

/// What keeps the texts of sentences.
pub trait Texts: fmt::Debug + Send + Sync {
    /// The sentences of a block of a document. What cannot be read, or is not what it was, gives nothing and is kept for
    /// [`Texts::failure`].
    fn block(&self, document: DocumentId, block: Block) -> Option<Arc<[String]>>;
    /// Why something could not be read since this was last asked.
    fn failure(&self) -> Option<String>;
}

impl Sentences {
    /// Sentences that stay where they are stored.
    pub fn stored(
        document: DocumentId,
        count: usize,
        blocks: Vec<Block>,
        texts: Arc<dyn Texts>,
    ) -> Sentences {
        Sentences(Place::Stored(Arc::new(Stored { document, count, blocks: blocks.into(), texts })))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Place::Held(all) => all.len(),
            Place::Stored(stored) => stored.count,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A sentence by its index from 0; nothing also where it is stored and cannot be read.
    pub fn get(&self, index: usize) -> Option<Cow<'_, str>> {
        match &self.0 {
            Place::Held(all) => all.get(index).map(|text| Cow::Borrowed(text.as_str())),
            Place::Stored(stored) => {
                let block = stored.block_of(index)?;
                let texts = stored.texts.block(stored.document, block)?;
                texts.get(index - block.first).map(|text| Cow::Owned(text.clone()))
            }
        }
    }

    /// All in order; one that is stored and cannot be read is empty.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let mut at: Option<(Block, Arc<[String]>)> = None;
        (0..self.len()).map(move |index| {
            let Place::Stored(stored) = &self.0 else { return self.get(index).unwrap_or_default() };
            let block = stored.block_of(index);
            if at.as_ref().map(|(block, _)| *block) != block {
                at = block.and_then(|block| Some((block, stored.texts.block(stored.document, block)?)));
            }
            let text = at.as_ref().and_then(|(block, texts)| texts.get(index - block.first));
            text.map_or(Cow::Borrowed(""), |text| Cow::Owned(text.clone()))
        })
    }

    /// The same in memory, whatever becomes of what is stored.
    #[must_use]
    pub fn held(&self) -> Sentences {
        match &self.0 {
            Place::Held(_) => self.clone(),
            Place::Stored(_) => self.iter().map(Cow::into_owned).collect(),
        }
    }

    /// What keeps them, where they are not in memory.
    pub(crate) fn texts(&self) -> Option<&Arc<dyn Texts>> {
        match &self.0 {
            Place::Held(_) => None,
            Place::Stored(stored) => Some(&stored.texts),
        }
    }
}

impl Stored {
    fn block_of(&self, index: usize) -> Option<Block> {
        let after = self.blocks.partition_point(|block| block.first <= index);
        (index < self.count).then(|| self.blocks.get(after.checked_sub(1)?).copied()).flatten()
    }
}

impl Default for Sentences {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl FromIterator<String> for Sentences {
    fn from_iter<I: IntoIterator<Item = String>>(texts: I) -> Self {
        Sentences(Place::Held(texts.into_iter().collect()))
    }
}

impl From<Vec<String>> for Sentences {
    fn from(texts: Vec<String>) -> Self {
        Sentences(Place::Held(texts.into()))
    }
}

impl PartialEq for Sentences {
    fn eq(&self, other: &Sentences) -> bool {
        match (&self.0, &other.0) {
            (Place::Stored(a), Place::Stored(b)) if Arc::ptr_eq(a, b) => true,
            _ => self.len() == other.len() && self.iter().eq(other.iter()),
        }
    }
}

impl fmt::Debug for Sentences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Sentences {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        match &self.0 {
            Place::Held(all) => all.iter().try_for_each(|text| list.serialize_element(text))?,
            Place::Stored(stored) => {
                for block in &stored.blocks {
                    let texts = stored.texts.block(stored.document, *block);
                    let texts = texts.ok_or_else(|| S::Error::custom("a sentence cannot be read"))?;
                    texts.iter().try_for_each(|text| list.serialize_element(text))?;
                }
            }
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Sentences {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Sentences::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// Blocks of two sentences each, of which the one that begins at a number is lost.
    #[derive(Debug)]
    struct Pairs(usize, Mutex<Option<String>>);

    impl Texts for Pairs {
        fn block(&self, document: DocumentId, block: Block) -> Option<Arc<[String]>> {
            if block.first == self.0 {
                *self.1.lock().ok()? = Some(format!("{} is lost", block.first));
                return None;
            }
            Some((block.first..block.first + 2).map(|n| format!("{}:{n}", document.0)).collect())
        }

        fn failure(&self) -> Option<String> {
            self.1.lock().ok()?.take()
        }
    }

    fn pairs(lost: usize) -> (Sentences, Arc<Pairs>) {
        let texts = Arc::new(Pairs(lost, Mutex::new(None)));
        let block = |first| Block { first, start: 0, end: 0, crc: 0 };
        let blocks = vec![block(0), block(2), block(4)];
        (Sentences::stored(DocumentId(7), 6, blocks, Arc::<Pairs>::clone(&texts)), texts)
    }

    #[test]
    fn what_is_stored_reads_as_what_is_held() {
        let (stored, texts) = pairs(usize::MAX);
        let held: Sentences = (0..6).map(|n| format!("7:{n}")).collect();
        assert_eq!(stored, held);
        assert_eq!(stored.held(), held);
        assert_eq!(stored.get(3).as_deref(), Some("7:3"));
        assert_eq!((stored.get(6), held.get(6), stored.len()), (None, None, 6));
        assert_eq!(serde_json::to_string(&stored).unwrap(), serde_json::to_string(&held).unwrap());
        assert_eq!(texts.failure(), None);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let (stored, texts) = pairs(2);
        assert_eq!(stored.get(2), None);
        assert_eq!(texts.failure().as_deref(), Some("2 is lost"));
        assert_eq!(texts.failure(), None, "it is said once");
        assert!(serde_json::to_string(&stored).is_err());
        assert_eq!(stored.get(4).as_deref(), Some("7:4"), "the rest can be read");
    }
}
