//! Scaled dot-product attention over the pieces of one sentence (Vaswani et al. 2017).

use super::{HIDDEN, rows};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_tensor::NdTensorView;

const HEADS: usize = 12;
const WIDTH: usize = HIDDEN / HEADS;

/// The attention's matrix products, with a buffer for one head's weights.
#[derive(Default)]
pub(super) struct Attention {
    executor: GemmExecutor<f32, f32, f32>,
    weights: Vec<f32>,
    seen: Vec<f32>,
}

impl Attention {
    /// `out` (pieces × hidden) from `qkv` (pieces × 3 hidden) of one sentence.
    pub(super) fn run(&mut self, qkv: &[f32], out: &mut [f32]) {
        let n = qkv.len() / (3 * HIDDEN);
        let part = |which: usize, head: usize| {
            let start = which * HIDDEN + head * WIDTH;
            NdTensorView::from_data_with_strides([n, WIDTH], &qkv[start..], [3 * HIDDEN, 1])
                .expect("each head's columns lie within their row")
        };
        self.weights.resize(n * n, 0.0);
        self.seen.resize(n * WIDTH, 0.0);
        for head in 0..HEADS {
            let (q, k, v) = (part(0, head), part(1, head), part(2, head));
            let scaled = GemmOptions { alpha: 1.0 / (WIDTH as f32).sqrt(), ..GemmOptions::default() };
            self.product(true, q, k.transposed(), scaled);
            for row in self.weights.chunks_exact_mut(n) {
                rows::softmax(row);
            }
            let weights = std::mem::take(&mut self.weights);
            self.product(
                false,
                NdTensorView::from_data([n, n], weights.as_slice()),
                v,
                GemmOptions::default(),
            );
            self.weights = weights;
            for (row, seen) in out.chunks_exact_mut(HIDDEN).zip(self.seen.chunks_exact(WIDTH)) {
                row[head * WIDTH..(head + 1) * WIDTH].copy_from_slice(seen);
            }
        }
    }

    fn product(
        &mut self,
        to_weights: bool,
        a: NdTensorView<'_, f32, 2>,
        b: NdTensorView<'_, f32, 2>,
        options: GemmOptions<'_, f32, f32, f32>,
    ) {
        let out = if to_weights { &mut self.weights } else { &mut self.seen };
        self.executor
            .gemm(out, GemmInputA::Unpacked(a), GemmInputB::Unpacked(b), options)
            .expect("the shapes follow from the sentence's length");
    }
}
