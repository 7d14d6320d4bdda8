//! The tokens of a block → where its sentences end: a logistic regression over what stands around each gap.
//!
//! `training/segment.py` learns the weights; the file holds one signed byte for each bucket of hashes.

use super::features::Gaps;
use crate::text::Token;

/// One weight for each bucket; their number is a power of two.
static WEIGHTS: &[u8] = include_bytes!("../data/boundary.bin");

/// Appends to `ends` the index after the last token of each sentence of a block.
pub(super) fn sentence_ends(text: &str, tokens: &[Token], gaps: &mut Gaps, ends: &mut Vec<usize>) {
    if tokens.is_empty() {
        return;
    }
    gaps.read(text, tokens);
    ends.extend((1..tokens.len()).filter(|&gap| is_end(&gaps.features(gap))));
    ends.push(tokens.len());
}

fn is_end(features: &[u32]) -> bool {
    let weight = |&hash: &u32| i32::from(WEIGHTS[hash as usize & (WEIGHTS.len() - 1)] as i8);
    features.iter().map(weight).sum::<i32>() > 0
}
