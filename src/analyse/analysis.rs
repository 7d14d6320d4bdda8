//! What the analyser says of a document: arrays beside the tokens of each sentence.

use super::labels::{Deprel, Upos, Xpos};

/// The analysis of a document: one [`Parse`] a sentence, in the document's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// One for each sentence of the document.
    pub sentences: Vec<Parse>,
}

/// The analysis of one sentence, as arrays of one entry a token.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parse {
    /// Word classes.
    pub upos: Vec<Upos>,
    /// Penn tags.
    pub xpos: Vec<Xpos>,
    /// Morphological features as CoNLL-U writes them (`Number=Plur|Person=3`), `_` for none.
    pub feats: Vec<Box<str>>,
    /// Dictionary forms.
    pub lemma: Vec<Box<str>>,
    /// Index (from 0) of each token's head; the root's is `None`.
    pub head: Vec<Option<usize>>,
    /// Relation to the head.
    pub deprel: Vec<Deprel>,
    /// How sure the parser is of head and relation together, 0 to 1.
    pub certainty: Vec<f32>,
    /// Names in the sentence, in order, not overlapping.
    pub names: Vec<Name>,
}

impl Parse {
    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.head.len()
    }

    /// Whether it has no tokens.
    pub fn is_empty(&self) -> bool {
        self.head.is_empty()
    }

    /// The value of a feature of a token: `feat(i, "Tense")`.
    pub fn feat(&self, token: usize, key: &str) -> Option<&str> {
        self.feats[token]
            .split('|')
            .find_map(|pair| pair.split_once('=').filter(|(k, _)| *k == key).map(|(_, v)| v))
    }

    /// The tokens whose head is this one, in order.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(move |&i| self.head[i] == Some(token))
    }

    /// The first child with this very relation.
    pub fn child(&self, token: usize, relation: Deprel) -> Option<usize> {
        self.children(token).find(|&i| self.deprel[i] == relation)
    }

    /// The root, if there is a token at all.
    pub fn root(&self) -> Option<usize> {
        self.head.iter().position(Option::is_none)
    }

    /// The name that covers a token.
    pub fn name_at(&self, token: usize) -> Option<&Name> {
        self.names.iter().find(|n| n.start <= token && token < n.end)
    }
}

/// A name: the tokens `start..end` of its sentence and its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its first token.
    pub start: usize,
    /// The token after its last one.
    pub end: usize,
    /// What it names.
    pub kind: NameType,
}

/// What a name names, as the training data tells types apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameType {
    /// A person.
    Person,
    /// A company, party, team, agency, band.
    Organization,
    /// A country, city, region, river, building.
    Place,
    /// A war, match, festival, election.
    Event,
    /// A thing made: a device, a ship, a program, a book, a film, a song.
    Product,
    /// A date.
    Time,
    /// Any other name: nationalities, languages, awards, works, laws.
    Other,
}
