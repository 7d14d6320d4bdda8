//! A transformer encoder with joint heads, evaluated on the CPU in int8; knows tensors and nothing of language.
//!
//! [`Network::run`] takes sentences as word pieces and gives [`Scores`]: tag scores a word, arc scores between
//! words, and the scores of relations to heads ([`Scores::relations`]). Every row is quantised on its own
//! and sums are exact integers, so a sentence's scores do not depend on what else is in the batch.

mod attention;
mod encoder;
mod heads;
mod linear;
mod rows;
mod weights;

pub(super) use encoder::Workspace;
pub(super) use heads::{Relations, Scores};
pub use weights::WeightsError;
pub(super) use weights::{Labels, Weights};

use encoder::Encoder;
use heads::Exit;

/// The width of the hidden states.
const HIDDEN: usize = 384;
/// The most word pieces (two end marks included) that the encoder has positions for.
pub(super) const LONGEST: usize = 512;

/// A sentence as the network reads it.
#[derive(Clone, Debug, Default)]
pub(super) struct Input {
    /// Ids of the word pieces, end marks included.
    pub(super) pieces: Vec<u32>,
    /// Shape of each piece.
    pub(super) shapes: Vec<u8>,
    /// Index of each word's first piece.
    pub(super) starts: Vec<usize>,
}

/// An encoder cut off at one of its exits, and that exit's heads.
pub(super) struct Network {
    encoder: Encoder,
    exit: Exit,
}

impl Network {
    /// The network up to the exit with this number (0 is the first).
    pub(super) fn load(weights: &Weights, exit: usize) -> Result<Network, WeightsError> {
        let depth = weights.exits().get(exit).copied().ok_or(WeightsError::Missing("exit"))?;
        Ok(Network { encoder: Encoder::load(weights, depth)?, exit: Exit::load(weights, exit)? })
    }

    /// The scores of each sentence of a batch.
    pub(super) fn run(&self, batch: &[Input], workspace: &mut Workspace) -> Vec<Scores<'_>> {
        let words = self.encoder.run(batch, self.exit.mix(), workspace);
        self.exit.run(batch, words, &mut workspace.scratch)
    }
}
