//! Arithmetic on rows of numbers: what the encoder does between its matrix products.

use super::linear::ZERO;
use rten_simd::ops::{BitOps, FloatOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, SimdOp, SimdUnaryOp};
use rten_vecmath::{Gelu, MinMax, Normalize, NormalizeOptions, Softmax, Sum, SumSquareSub};

/// Appends a row quantised to u8 around [`ZERO`]; returns what one step is worth.
pub(super) fn quantise(row: &[f32], out: &mut Vec<u8>) -> f32 {
    let (least, most) = MinMax::new(row).dispatch();
    let most = most.max(-least).max(1e-9);
    let start = out.len();
    out.resize(start + row.len(), ZERO);
    Quantise { row, inverse: 127.0 / most, out: &mut out[start..] }.dispatch();
    most / 127.0
}

/// `out = round(row × inverse) + ZERO`. (rten-vecmath has this too; its closures are not inlined, which costs half.)
struct Quantise<'a> {
    row: &'a [f32],
    inverse: f32,
    out: &'a mut [u8],
}

impl SimdOp for Quantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (floats, ints, shorts, bytes) = (isa.f32(), isa.i32(), isa.i16(), isa.u8());
        let (inverse, zero) = (floats.splat(self.inverse), ints.splat(i32::from(ZERO)));
        let width = floats.len();
        let whole = self.row.len() / (4 * width) * 4 * width;
        for (row, out) in self.row.chunks_exact(4 * width).zip(self.out.chunks_exact_mut(4 * width)) {
            let a = ints.add(floats.to_int_round(floats.mul(floats.load(&row[..width]), inverse)), zero);
            let b = ints.add(floats.to_int_round(floats.mul(floats.load(&row[width..]), inverse)), zero);
            let c = ints.add(floats.to_int_round(floats.mul(floats.load(&row[2 * width..]), inverse)), zero);
            let d = ints.add(floats.to_int_round(floats.mul(floats.load(&row[3 * width..]), inverse)), zero);
            let (low, high) = (ints.narrow_saturate(a, b), ints.narrow_saturate(c, d));
            bytes.store(shorts.narrow_saturate(low, high), out);
        }
        for (v, o) in self.row[whole..].iter().zip(&mut self.out[whole..]) {
            *o = ((v * self.inverse).round_ties_even() + f32::from(ZERO)) as u8;
        }
    }
}

/// `out = sums × scale × column's scale + bias`.
pub(super) fn scale(sums: &[i32], scale: f32, columns: &[f32], bias: &[f32], out: &mut [f32]) {
    Scale { sums, scale, columns, bias, out }.dispatch();
}

struct Scale<'a> {
    sums: &'a [i32],
    scale: f32,
    columns: &'a [f32],
    bias: &'a [f32],
    out: &'a mut [f32],
}

impl SimdOp for Scale<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (floats, ints) = (isa.f32(), isa.i32());
        let scale = floats.splat(self.scale);
        let width = floats.len();
        let whole = self.out.len() / width * width;
        let chunks = (self.sums.chunks_exact(width).zip(self.columns.chunks_exact(width)))
            .zip(self.bias.chunks_exact(width).zip(self.out.chunks_exact_mut(width)));
        for ((sums, columns), (bias, out)) in chunks {
            let sum = ints.to_float(ints.load(sums));
            let step = floats.mul(scale, floats.load(columns));
            floats.store(floats.mul_add(sum, step, floats.load(bias)), out);
        }
        for i in whole..self.out.len() {
            // As the vectors do it: one rounding for the product and the sum.
            self.out[i] = (self.sums[i] as f32).mul_add(self.scale * self.columns[i], self.bias[i]);
        }
    }
}

/// `row += other`.
pub(super) fn add(row: &mut [f32], other: &[f32]) {
    add_scaled(row, 1.0, other);
}

/// `row += weight × other`.
pub(super) fn add_scaled(row: &mut [f32], weight: f32, other: &[f32]) {
    AddScaled { row, weight, other }.dispatch();
}

struct AddScaled<'a> {
    row: &'a mut [f32],
    weight: f32,
    other: &'a [f32],
}

impl SimdOp for AddScaled<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let weight = ops.splat(self.weight);
        let width = ops.len();
        let whole = self.row.len() / width * width;
        for (row, other) in self.row.chunks_exact_mut(width).zip(self.other.chunks_exact(width)) {
            ops.store(ops.mul_add(ops.load(other), weight, ops.load(row)), row);
        }
        for i in whole..self.row.len() {
            self.row[i] = self.other[i].mul_add(self.weight, self.row[i]);
        }
    }
}

/// The product of two vectors of equal length.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    Dot { a, b }.dispatch()
}

struct Dot<'a> {
    a: &'a [f32],
    b: &'a [f32],
}

impl SimdOp for Dot<'_> {
    type Output = f32;

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) -> f32 {
        let ops = isa.f32();
        let width = ops.len();
        let whole = self.a.len() / width * width;
        let mut sums = [ops.splat(0.0), ops.splat(0.0)];
        for (i, (a, b)) in self.a.chunks_exact(width).zip(self.b.chunks_exact(width)).enumerate() {
            sums[i % 2] = ops.mul_add(ops.load(a), ops.load(b), sums[i % 2]);
        }
        let rest: f32 = self.a[whole..].iter().zip(&self.b[whole..]).map(|(x, y)| x * y).sum();
        ops.sum(ops.add(sums[0], sums[1])) + rest
    }
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
