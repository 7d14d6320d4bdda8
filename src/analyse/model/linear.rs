//! `y = x Wᵀ + b` with int8 weights and activations quantised row by row.
//!
//! Weights stay within ±64, so that pairs of u8 × i8 products fit 16 bits: the sums are exact integers on every
//! processor, with or without dot-product instructions.

use super::rows;
use super::weights::{Weights, WeightsError};
use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix, QuantParams};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};

/// The value that stands for zero among the quantised activations.
pub(super) const ZERO: u8 = 128;

/// A linear layer.
pub(super) struct Linear {
    packed: PackedBMatrix<i8>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

/// The matrix product (it is not `Sync`) and buffers that are used again from call to call.
#[derive(Default)]
pub(super) struct Scratch {
    executor: GemmExecutor<u8, i8, i32>,
    quantised: Vec<u8>,
    scales: Vec<f32>,
    sums: Vec<i32>,
    zeros: Vec<u8>,
}

impl Linear {
    pub(super) fn load(weights: &Weights, name: &str) -> Result<Linear, WeightsError> {
        let (rows, columns, bytes) = weights.bytes(&format!("{name}.weight"))?;
        let scale = weights.floats(&format!("{name}.scale"))?;
        let bias = weights.floats(&format!("{name}.bias"))?;
        if scale.len() != rows || bias.len() != rows {
            return Err(WeightsError::Missing("a linear layer's scales or bias"));
        }
        let matrix: NdTensor<i8, 2> =
            NdTensor::from_data([rows, columns], bytes.iter().map(|b| b.cast_signed()).collect::<Vec<_>>());
        let executor = GemmExecutor::<u8, i8, i32>::default();
        let packed = executor.prepack_b(matrix.view().transposed());
        Ok(Linear { packed, scale, bias, inputs: columns })
    }

    /// The number of values a row that come out.
    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// `y` (rows × outputs) from `x` (rows × inputs).
    pub(super) fn run(&self, x: &[f32], y: &mut Vec<f32>, scratch: &mut Scratch) {
        let m = self.sums(x, scratch);
        let n = self.outputs();
        y.resize(m * n, 0.0);
        for ((out, sums), &scale) in
            y.chunks_exact_mut(n).zip(scratch.sums.chunks_exact(n)).zip(&scratch.scales)
        {
            rows::scale(sums, scale, &self.scale, &self.bias, out);
        }
    }

    /// Quantises `x` and multiplies; the sums and the rows' scales are left in `scratch`. Returns the number of rows.
    fn sums(&self, x: &[f32], scratch: &mut Scratch) -> usize {
        let (k, n) = (self.inputs, self.outputs());
        let m = x.len() / k;
        scratch.quantised.clear();
        scratch.scales.clear();
        scratch.sums.resize(m * n, 0);
        scratch.zeros.resize(m, ZERO);
        for row in x.chunks_exact(k) {
            let scale = rows::quantise(row, &mut scratch.quantised);
            scratch.scales.push(scale);
        }
        let a = NdTensorView::from_data([m, k], scratch.quantised.as_slice());
        let options = GemmOptions {
            bias: None::<BiasVector<'_, i32>>,
            a_quant: Some(QuantParams { zero_point: &scratch.zeros[..m] }),
            ..GemmOptions::default()
        };
        scratch
            .executor
            .gemm(
                &mut scratch.sums[..m * n],
                GemmInputA::Unpacked(a),
                GemmInputB::Packed(&self.packed),
                options,
            )
            .expect("the shapes were checked when the weights were loaded");
        m
    }
}
