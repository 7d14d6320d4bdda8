//! Arithmetic on rows of numbers: what the encoder does between its matrix products.

use super::linear::ZERO;
use rten_simd::{SimdOp, SimdUnaryOp};
use rten_vecmath::{Gelu, Normalize, NormalizeOptions, Softmax, Sum, SumSquareSub};

/// Quantises a row to u8 around [`ZERO`]; returns what one step is worth.
pub(super) fn quantise(row: &[f32], out: &mut [u8]) -> f32 {
    let mut most = [0f32; 16];
    let (chunks, rest) = row.as_chunks::<16>();
    for chunk in chunks {
        for (m, v) in most.iter_mut().zip(chunk) {
            *m = m.max(v.abs());
        }
    }
    let most = rest.iter().chain(&most).fold(1e-9f32, |m, v| m.max(v.abs()));
    let inverse = 127.0 / most;
    for (o, v) in out.iter_mut().zip(row) {
        // Adding 128.5 and cutting off the fraction rounds; the sum lies within 1.5..=255.5, or 0 for a NaN.
        *o = (v * inverse + f32::from(ZERO) + 0.5) as u8;
    }
    most / 127.0
}

/// `out = sums × scale × column's scale + bias`.
pub(super) fn scale(sums: &[i32], scale: f32, columns: &[f32], bias: &[f32], out: &mut [f32]) {
    for (((o, &sum), column), bias) in out.iter_mut().zip(sums).zip(columns).zip(bias) {
        *o = sum as f32 * (scale * column) + bias;
    }
}

/// `row += other`.
pub(super) fn add(row: &mut [f32], other: &[f32]) {
    for (a, b) in row.iter_mut().zip(other) {
        *a += b;
    }
}

/// `row += weight × other`.
pub(super) fn add_scaled(row: &mut [f32], weight: f32, other: &[f32]) {
    for (a, b) in row.iter_mut().zip(other) {
        *a += weight * b;
    }
}

/// The product of two vectors.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; 16];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    for (x, y) in a.iter().zip(b) {
        for k in 0..16 {
            sums[k] += x[k] * y[k];
        }
    }
    sums.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum::<f32>()
}

/// Layer normalisation: mean 0 and variance 1, then gain and bias.
pub(super) fn normalise(row: &mut [f32], gain: &[f32], bias: &[f32]) {
    let n = row.len() as f32;
    let mean = Sum::new(row).dispatch() / n;
    let variance = SumSquareSub::new(row, mean).dispatch() / n;
    Normalize::new_mut(
        row,
        NormalizeOptions {
            pre_scale_bias: mean,
            scale: 1.0 / (variance + 1e-12).sqrt(),
            element_scale: Some(gain),
            bias: 0.0,
            element_bias: Some(bias),
        },
    )
    .dispatch();
}

/// The Gaussian error linear unit of each value.
pub(super) fn gelu(row: &mut [f32]) {
    Gelu {}.map_mut(row);
}

/// The softmax of a row.
pub(super) fn softmax(row: &mut [f32]) {
    Softmax::new_mut(row).dispatch();
}
