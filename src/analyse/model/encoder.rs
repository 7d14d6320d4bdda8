//! The encoder: embeddings of pieces, positions and shapes, then transformer layers (BERT's, Devlin et al. 2019).

use super::attention::Attention;
use super::linear::{Linear, Scratch};
use super::weights::{Weights, WeightsError};
use super::{HIDDEN, Input, rows};

struct Norm {
    gain: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn load(weights: &Weights, name: &str) -> Result<Norm, WeightsError> {
        Ok(Norm {
            gain: weights.floats(&format!("{name}.gain"))?,
            bias: weights.floats(&format!("{name}.bias"))?,
        })
    }

    fn apply(&self, states: &mut [f32]) {
        for row in states.chunks_exact_mut(HIDDEN) {
            rows::normalise(row, &self.gain, &self.bias);
        }
    }

    /// Adds `other` to the states, then normalises them.
    fn add(&self, states: &mut [f32], other: &[f32]) {
        for (row, other) in states.chunks_exact_mut(HIDDEN).zip(other.chunks_exact(HIDDEN)) {
            rows::add(row, other);
            rows::normalise(row, &self.gain, &self.bias);
        }
    }
}

struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

/// Buffers that are used again from batch to batch.
#[derive(Default)]
pub(crate) struct Workspace {
    pub(super) scratch: Scratch,
    attention: Attention,
    states: Vec<f32>,
    qkv: Vec<f32>,
    seen: Vec<f32>,
    pub(super) inner: Vec<f32>,
    y: Vec<f32>,
}

/// The embeddings and as many layers as an exit needs.
pub(super) struct Encoder {
    words: &'static [u8],
    word_scale: Vec<f32>,
    positions: Vec<f32>,
    shapes: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

impl Encoder {
    pub(super) fn load(weights: &Weights, depth: usize) -> Result<Encoder, WeightsError> {
        let (_, columns, words) = weights.bytes("word.weight")?;
        let (positions, shapes) = (weights.floats("position")?, weights.floats("shape")?);
        if columns != HIDDEN || positions.len() < super::LONGEST * HIDDEN || shapes.len() < 16 * HIDDEN {
            return Err(WeightsError::Missing("embeddings"));
        }
        let layers = (0..depth)
            .map(|i| {
                let linear = |part: &str| Linear::load(weights, &format!("layer.{i}.{part}"));
                Ok(Layer {
                    qkv: linear("qkv")?,
                    out: linear("out")?,
                    norm1: Norm::load(weights, &format!("layer.{i}.norm1"))?,
                    up: linear("up")?,
                    down: linear("down")?,
                    norm2: Norm::load(weights, &format!("layer.{i}.norm2"))?,
                })
            })
            .collect::<Result<_, WeightsError>>()?;
        let word_scale = weights.floats("word.scale")?;
        Ok(Encoder { words, word_scale, positions, shapes, norm: Norm::load(weights, "norm")?, layers })
    }

    /// The state of each word of the batch (all sentences' words, one row each): that of its first piece, mixed
    /// over the layers.
    pub(super) fn run(&self, batch: &[Input], mix: &[f32], workspace: &mut Workspace) -> Vec<f32> {
        let Workspace { scratch, attention, states: x, qkv, seen, inner, y } = workspace;
        self.embed(batch, x);
        seen.resize(x.len(), 0.0);
        let starts: Vec<usize> = batch
            .iter()
            .scan(0, |offset, input| {
                let start = *offset;
                *offset += input.pieces.len();
                Some(input.starts.iter().map(move |s| start + s))
            })
            .flatten()
            .collect();
        let mut words = vec![0.0; starts.len() * HIDDEN];
        let keep = |words: &mut [f32], x: &[f32], weight: f32| {
            for (row, &start) in words.chunks_exact_mut(HIDDEN).zip(&starts) {
                rows::add_scaled(row, weight, &x[start * HIDDEN..(start + 1) * HIDDEN]);
            }
        };
        keep(&mut words, x, mix[0]);
        for (layer, &weight) in self.layers.iter().zip(&mix[1..]) {
            layer.qkv.run(x, qkv, scratch);
            let mut offset = 0;
            for input in batch {
                let end = offset + input.pieces.len();
                attention.run(
                    &qkv[offset * 3 * HIDDEN..end * 3 * HIDDEN],
                    &mut seen[offset * HIDDEN..end * HIDDEN],
                );
                offset = end;
            }
            layer.out.run(seen, y, scratch);
            layer.norm1.add(x, y);
            layer.up.run(x, inner, scratch);
            rows::gelu(inner);
            layer.down.run(inner, y, scratch);
            layer.norm2.add(x, y);
            keep(&mut words, x, weight);
        }
        words
    }

    fn embed(&self, batch: &[Input], x: &mut Vec<f32>) {
        x.resize(batch.iter().map(|i| i.pieces.len()).sum::<usize>() * HIDDEN, 0.0);
        let pieces = batch.iter().flat_map(|i| i.pieces.iter().zip(&i.shapes).enumerate());
        for (row, (position, (&piece, &shape))) in x.chunks_exact_mut(HIDDEN).zip(pieces) {
            let word = &self.words[piece as usize * HIDDEN..][..HIDDEN];
            let scale = self.word_scale[piece as usize];
            for (v, w) in row.iter_mut().zip(word) {
                *v = f32::from(w.cast_signed()) * scale;
            }
            rows::add(row, &self.positions[position * HIDDEN..][..HIDDEN]);
            rows::add(row, &self.shapes[usize::from(shape) * HIDDEN..][..HIDDEN]);
        }
        self.norm.apply(x);
    }
}
