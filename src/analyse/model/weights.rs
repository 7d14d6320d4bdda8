//! The weights file: a header in JSON and tensors behind it. `training/export.py` writes it and says its format.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// What can be wrong with a weights file.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// The file does not start as a weights file does, or its header does not read.
    #[error("this is not a weights file of this version: {0}")]
    Header(String),
    /// A tensor or a label set is not there, or has another shape than the network needs.
    #[error("the weights file lacks `{0}`, or it has another shape")]
    Missing(&'static str),
}

/// The label sets, in the order of the scores.
#[derive(Debug, Deserialize)]
pub(crate) struct Labels {
    pub(crate) upos: Vec<String>,
    pub(crate) xpos: Vec<String>,
    pub(crate) feats: Vec<String>,
    pub(crate) lemma: Vec<String>,
    pub(crate) deprel: Vec<String>,
    pub(crate) name: Vec<String>,
}

#[derive(Deserialize)]
struct Tensor {
    #[serde(rename = "type")]
    kind: String,
    shape: Vec<usize>,
    offset: usize,
}

#[derive(Deserialize)]
struct Header {
    exits: Vec<usize>,
    labels: Labels,
    tensors: HashMap<String, Tensor>,
}

/// An opened weights file.
pub(crate) struct Weights {
    exits: Vec<usize>,
    labels: Arc<Labels>,
    tensors: HashMap<String, Tensor>,
    data: &'static [u8],
}

impl Weights {
    /// Reads the header of a weights file that is in memory.
    pub(crate) fn open(bytes: &'static [u8]) -> Result<Weights, WeightsError> {
        let bad = |what: &str| WeightsError::Header(what.to_owned());
        let rest = bytes.strip_prefix(b"LOOMNET1").ok_or_else(|| bad("no LOOMNET1 at its start"))?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(|| bad("cut short"))?;
        let (head, data) =
            rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(|| bad("cut short"))?;
        let header: Header = serde_json::from_slice(head).map_err(|e| bad(&e.to_string()))?;
        Ok(Weights { exits: header.exits, labels: Arc::new(header.labels), tensors: header.tensors, data })
    }

    /// After which layers the heads stand.
    pub(crate) fn exits(&self) -> &[usize] {
        &self.exits
    }

    pub(crate) fn labels(&self) -> Arc<Labels> {
        Arc::clone(&self.labels)
    }

    fn raw(&self, name: &str, kind: &str, width: usize) -> Option<(&'static [u8], &[usize])> {
        let tensor = self.tensors.get(name).filter(|t| t.kind == kind)?;
        let bytes = tensor.shape.iter().product::<usize>() * width;
        Some((self.data.get(tensor.offset..tensor.offset + bytes)?, &tensor.shape))
    }

    /// A vector or matrix of floats, row by row.
    pub(crate) fn floats(&self, name: &str) -> Result<Vec<f32>, WeightsError> {
        let (bytes, _) = self.raw(name, "f32", 4).ok_or(WeightsError::Missing("a float tensor"))?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// A matrix of bytes: its rows, its columns and its bytes row by row (an i8 each, in two's complement).
    pub(crate) fn bytes(&self, name: &str) -> Result<(usize, usize, &'static [u8]), WeightsError> {
        match self.raw(name, "i8", 1) {
            Some((bytes, &[rows, columns])) => Ok((rows, columns, bytes)),
            _ => Err(WeightsError::Missing("a matrix")),
        }
    }

    /// A text kept among the tensors.
    pub(crate) fn text(&self, name: &str) -> Result<&'static str, WeightsError> {
        let (bytes, _) = self.raw(name, "u8", 1).ok_or(WeightsError::Missing("a text"))?;
        std::str::from_utf8(bytes).map_err(|_| WeightsError::Missing("a text"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_files_are_refused() {
        assert!(matches!(Weights::open(b"ELF"), Err(WeightsError::Header(_))));
        assert!(matches!(Weights::open(b"LOOMNET1\xff\xff\xff\xff{}"), Err(WeightsError::Header(_))));
    }
}
