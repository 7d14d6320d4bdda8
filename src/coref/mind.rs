//! What is still in mind: the chains spoken of lately. However long a text is, a mention is held against these alone, so that
//! the time that an article takes grows with its length and not with the square of it. Full names are known for ever.

use super::mention::Mention;
use super::resolve::Chains;
use std::collections::{BTreeSet, VecDeque};

/// For how many sentences a chain stays in mind: about sixty pages.
const STAY: usize = 1_000;
/// For how many mentions: more than so many sentences have, unless they are no sentences.
const MOST: usize = 20_000;

/// Which chains are in mind, and from where on their mentions are.
#[derive(Clone, Debug, Default)]
pub(super) struct Mind {
    sentence: usize,
    chains: BTreeSet<usize>,
    /// What leaves next, with the sentence in which it was spoken of, unless it was spoken of again.
    leaving: VecDeque<(usize, usize)>,
    /// The first mention that is in mind.
    from: usize,
    /// The mentions of each chain.
    mentions: Vec<Vec<usize>>,
}

impl Mind {
    /// A chain is new, or spoken of again.
    pub(super) fn take(&mut self, chain: usize) {
        self.chains.insert(chain);
        if self.leaving.back() != Some(&(self.sentence, chain)) {
            self.leaving.push_back((self.sentence, chain));
        }
    }

    /// A chain has a mention more.
    pub(super) fn note(&mut self, mention: usize, chain: usize) {
        if self.mentions.len() <= chain {
            self.mentions.resize_with(chain + 1, Vec::new);
        }
        self.mentions[chain].push(mention);
    }
}

impl Chains {
    /// A sentence begins: what was not spoken of for long is let go.
    pub(super) fn turn_to(&mut self, sentence: usize) {
        self.mind.sentence = sentence;
        while let Some(&(then, chain)) = self.mind.leaving.front()
            && then + STAY < sentence
        {
            self.mind.leaving.pop_front();
            if self.chains[chain].last.0 + STAY < sentence {
                self.mind.chains.remove(&chain);
            }
        }
        let mentions = &self.read[self.mind.from..];
        self.mind.from += mentions.partition_point(|(m, _)| m.sentence + STAY < sentence);
    }

    /// A mention is in mind; one that is as many mentions ago as can be, and its chain, are let go for it.
    pub(super) fn crowd_out(&mut self) {
        if self.read.len() - self.mind.from <= MOST {
            return;
        }
        let chain = self.read[self.mind.from].1;
        self.mind.from += 1;
        if self.recent_of(chain).next().is_none() {
            self.mind.chains.remove(&chain);
        }
    }

    /// The chains in mind, in the order in which they were first spoken of.
    pub(super) fn in_mind(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.mind.chains.iter().copied()
    }

    /// The mentions in mind, in the order of the text, each with its chain.
    pub(super) fn recent(&self) -> &[(Mention, usize)] {
        &self.read[self.mind.from..]
    }

    /// The mentions of a chain that are in mind, the last first.
    pub(super) fn recent_of(&self, chain: usize) -> impl Iterator<Item = &Mention> + '_ {
        let all = self.mind.mentions.get(chain).map_or(&[][..], Vec::as_slice);
        all.iter().rev().take_while(|&&at| at >= self.mind.from).map(|&at| &self.read[at].0)
    }
}

#[cfg(test)]
mod tests {
    use super::STAY;
    use crate::coref::resolve::{Chain, Chains};
    use crate::lexicon::EntityType;

    fn spoken_of(chains: &mut Chains, chain: usize, sentence: usize) {
        chains.chains[chain].last = (sentence, 0);
        chains.mind.take(chain);
    }

    #[test]
    fn what_was_not_spoken_of_for_long_is_let_go_and_comes_back_when_named() {
        let mut chains = Chains::default();
        let new = |chains: &mut Chains, name: &str| {
            chains.push(Chain::new(name.into(), EntityType::Person, true), Some(name.to_lowercase()))
        };
        let mind = |chains: &Chains| chains.in_mind().collect::<Vec<_>>();
        chains.turn_to(0);
        let (ann, bo) = (new(&mut chains, "Ann"), new(&mut chains, "Bo"));
        for sentence in 1..=STAY {
            chains.turn_to(sentence);
            if sentence == 5 {
                spoken_of(&mut chains, ann, 5);
            }
        }
        assert_eq!(mind(&chains), [ann, bo], "exactly as long as it stays");
        chains.turn_to(STAY + 1);
        assert_eq!(mind(&chains), [ann]);
        chains.turn_to(STAY + 5);
        let cy = new(&mut chains, "Cy");
        assert_eq!(mind(&chains), [ann, cy]);
        chains.turn_to(STAY + 6);
        assert_eq!(mind(&chains), [cy]);
        spoken_of(&mut chains, bo, STAY + 6);
        assert_eq!(mind(&chains), [bo, cy], "in the order in which they were first spoken of");
        assert_eq!(chains.by_name["ann"], ann, "a full name is known for ever");
        chains.turn_to(3 * STAY);
        assert_eq!(mind(&chains), [0; 0]);
    }
}
