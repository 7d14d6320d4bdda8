//! A set of small numbers as bits.

/// A set of numbers below a bound that was given when it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// An empty set for numbers below `bound`.
    pub fn new(bound: usize) -> Self {
        Bits(vec![0; bound.div_ceil(64)])
    }

    /// The bits, the lowest of the first word first.
    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }

    /// The set of such words, for numbers below a bound; nothing where they are too few or too many.
    pub(super) fn from_words(words: Vec<u64>, bound: usize) -> Option<Self> {
        (words.len() == bound.div_ceil(64)).then_some(Bits(words))
    }

    /// Makes room for numbers below `bound`.
    pub fn grow(&mut self, bound: usize) {
        if self.0.len() < bound.div_ceil(64) {
            self.0.resize(bound.div_ceil(64), 0);
        }
    }

    /// Puts a number in; whether it is new.
    #[inline]
    pub fn insert(&mut self, number: u32) -> bool {
        let word = &mut self.0[number as usize / 64];
        let bit = 1 << (number % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Takes a number out.
    pub fn remove(&mut self, number: u32) {
        self.0[number as usize / 64] &= !(1 << (number % 64));
    }

    /// Whether it is in.
    #[inline]
    pub fn contains(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// How many numbers are in.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether none is in.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The numbers in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).zip(&self.0).flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    at * 64 + bit
                })
            })
        })
    }
}
