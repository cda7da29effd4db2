//! Arithmetic of the network: products of matrices and smooth functions.
//!
//! Every sum is taken in one fixed order and no operation is fused, so results are the same bits on
//! every machine, whatever the width of its vector unit.

// inside a vector kernel an uninlined call would leave the kernel's instruction set; the constants
// of the polynomials are given in full
#![allow(clippy::inline_always, clippy::excessive_precision)]

pub use pulp::Arch;
use pulp::{Simd, WithSimd};

/// `c += a · b`, all row by row: `a` has `rows` rows of `inner`, `b` `inner` rows of `cols`. `cols` is a
/// multiple of 16.
///
/// # Panics
/// If a slice is shorter than its shape says.
pub fn multiply(
    arch: Arch,
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    rows: usize,
    inner: usize,
    cols: usize,
) {
    assert!(cols.is_multiple_of(16) && a.len() >= rows * inner && b.len() >= inner * cols);
    assert!(c.len() >= rows * cols);
    arch.dispatch(Product { a, b: &b[..inner * cols], c, rows, inner, cols, turned: false });
}

/// `c += aᵀ · b`: as [`multiply`], with `a` stored as `inner` rows of `rows`, a multiple of 4.
///
/// # Panics
/// If a slice is shorter than its shape says.
pub fn multiply_turned(
    arch: Arch,
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    rows: usize,
    inner: usize,
    cols: usize,
) {
    assert!(cols.is_multiple_of(16) && a.len() >= rows * inner && b.len() >= inner * cols);
    assert!(c.len() >= rows * cols && rows.is_multiple_of(4));
    arch.dispatch(Product { a, b: &b[..inner * cols], c, rows, inner, cols, turned: true });
}

struct Product<'m> {
    a: &'m [f32],
    b: &'m [f32],
    c: &'m mut [f32],
    rows: usize,
    inner: usize,
    cols: usize,
    turned: bool,
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { a, b, c, rows, inner, cols, turned } = self;
        let lanes = size_of::<S::f32s>() / size_of::<f32>();
        // 16 columns are a whole number of vectors of 1, 4, 8 or 16 numbers
        let (b, _) = S::as_simd_f32s(b);
        let (c, _) = S::as_mut_simd_f32s(c);
        let line = cols / lanes;
        // rows by fours, the four numbers of a step side by side
        let mut fours: Vec<[f32; 4]> = Vec::with_capacity(rows / 4 * inner);
        for row in (0..rows / 4 * 4).step_by(4) {
            if turned {
                let lines = a.chunks_exact(rows).take(inner);
                fours.extend(lines.map(|a| [a[row], a[row + 1], a[row + 2], a[row + 3]]));
            } else {
                let a: [&[f32]; 4] = std::array::from_fn(|r| &a[(row + r) * inner..][..inner]);
                fours.extend((0..inner).map(|p| [a[0][p], a[1][p], a[2][p], a[3][p]]));
            }
        }
        let mut panels = Panels { fours, a, b, c, rows, inner, line, col: 0 };
        // as many sums at a time as there are registers for: 32 where vectors hold 16 numbers, else 16
        while size_of::<S::f32s>() >= 64 && panels.col + 4 <= line {
            panels.next::<S, 4>(simd);
        }
        while panels.col + 2 <= line {
            panels.next::<S, 2>(simd);
        }
        if panels.col < line {
            panels.next::<S, 1>(simd);
        }
    }
}

/// A product being worked out from left to right.
struct Panels<'m, V> {
    fours: Vec<[f32; 4]>,
    a: &'m [f32],
    b: &'m [V],
    c: &'m mut [V],
    rows: usize,
    inner: usize,
    /// Vectors a row of `b` and `c`.
    line: usize,
    /// The first not yet worked out.
    col: usize,
}

impl<V: Copy> Panels<'_, V> {
    /// The next `N` vectors of every row.
    #[inline(always)]
    fn next<S: Simd<f32s = V>, const N: usize>(&mut self, simd: S) {
        let Self { inner, line, col, .. } = *self;
        // side by side, so that all rows find the panel in the nearest cache
        let panel: Vec<[V; N]> =
            (0..inner).map(|p| std::array::from_fn(|v| self.b[p * line + col + v])).collect();
        for (four, a) in self.fours.chunks_exact(inner).enumerate() {
            tile::<S, 4, N>(simd, a, &panel, &mut self.c[four * 4 * line..], line, col);
        }
        for row in self.rows / 4 * 4..self.rows {
            let (a, _) = self.a[row * inner..][..inner].as_chunks::<1>();
            tile::<S, 1, N>(simd, a, &panel, &mut self.c[row * line..], line, col);
        }
        self.col += N;
    }
}

/// `R` rows by `N` vectors of the product.
#[inline(always)]
fn tile<S: Simd, const R: usize, const N: usize>(
    simd: S,
    a: &[[f32; R]],
    panel: &[[S::f32s; N]],
    c: &mut [S::f32s],
    line: usize,
    col: usize,
) {
    let mut sums = [[simd.splat_f32s(0.0); N]; R];
    for (b, a) in panel.iter().zip(a) {
        for (sums, &a) in sums.iter_mut().zip(a) {
            let x = simd.splat_f32s(a);
            for (sum, &b) in sums.iter_mut().zip(b) {
                *sum = simd.add_f32s(*sum, simd.mul_f32s(x, b));
            }
        }
    }
    for (r, sums) in sums.into_iter().enumerate() {
        for (v, sum) in sums.into_iter().enumerate() {
            let c = &mut c[r * line + col + v];
            *c = simd.add_f32s(*c, sum);
        }
    }
}

/// `sums += x · rows`: a row of `N` numbers for each of `x`, added one after another.
pub fn accumulate<const N: usize>(arch: Arch, x: &[f32], rows: &[f32], sums: &mut [f32; N]) {
    arch.dispatch(Accumulate { x, rows, sums });
}

struct Accumulate<'s, const N: usize> {
    x: &'s [f32],
    rows: &'s [f32],
    sums: &'s mut [f32; N],
}

impl<const N: usize> WithSimd for Accumulate<'_, N> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let mut sums = *self.sums;
        for (row, &x) in self.rows.as_chunks::<N>().0.iter().zip(self.x) {
            if x != 0.0 {
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += x * weight;
                }
            }
        }
        *self.sums = sums;
    }
}

/// e to the power of `x`, for `x` from −87 to 88 (others are cut off there), within 2 units in the last
/// place: the range reduced by multiples of ln 2, then a polynomial (Cephes).
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    // adding and taking away 1.5 * 2^23 rounds to the nearest whole number
    const ROUND: f32 = 12_582_912.0;
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 5.000_000_1e-1;
    let p = p * r * r + r + 1.0;
    // the low bits of `rounded` are the whole number, which becomes the exponent
    p * f32::from_bits(rounded.to_bits().wrapping_add(127) << 23)
}

/// The logistic function.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    2.0 * sigmoid(2.0 * x) - 1.0
}

/// One step of a gated recurrence: `sigmoid(keep) * state + (1 - sigmoid(keep)) * tanh(new)`, with one
/// division for all.
#[inline(always)]
pub fn gated(keep: f32, new: f32, state: f32) -> f32 {
    // beyond these the functions are flat to the last bit, and the product of both powers is finite
    let a = exp(-keep.clamp(-20.0, 20.0));
    let b = exp(-2.0 * new.clamp(-10.0, 10.0));
    (state * (1.0 + b) + a * (1.0 - b)) / ((1.0 + a) * (1.0 + b))
}

/// The natural logarithm of a positive number (Cephes).
pub fn ln(x: f32) -> f32 {
    let x = x.max(f32::MIN_POSITIVE);
    let mut bits = x.to_bits();
    let mut e = (bits >> 23) as i32 - 126;
    bits = bits & 0x007F_FFFF | 0x3F00_0000;
    let mut m = f32::from_bits(bits);
    if m < std::f32::consts::FRAC_1_SQRT_2 {
        e -= 1;
        m += m;
    }
    m -= 1.0;
    let z = m * m;
    let mut p = 7.037_683_6e-2f32;
    for c in [
        -1.151_461e-1,
        1.167_699_9e-1,
        -1.242_014_1e-1,
        1.424_932_3e-1,
        -1.666_805_8e-1,
        2.000_071_5e-1,
        -2.499_999_4e-1,
        3.333_333_1e-1,
    ] {
        p = p * m + c;
    }
    let e = e as f32;
    m + (p * m * z - 2.121_944_4e-4 * e - 0.5 * z) + 0.693_359_4 * e
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_close() {
        for i in -800..800 {
            let x = i as f32 * 0.1;
            let (got, want) = (exp(x), (f64::from(x)).exp());
            assert!((f64::from(got) / want - 1.0).abs() < 1e-6, "exp {x}: {got} {want}");
            assert!((f64::from(tanh(x)) - f64::from(x).tanh()).abs() < 1e-6, "tanh {x}");
            let y = 1.1f32.powi(i / 4);
            let keep = 1.0 / (1.0 + (-f64::from(x)).exp());
            let want = keep * 0.5 + (1.0 - keep) * f64::from(x / 3.0).tanh();
            let got = f64::from(gated(x, x / 3.0, 0.5));
            assert!((got - want).abs() < 1e-6, "gated {x}: {got} {want}");
            assert!((f64::from(ln(y)) - f64::from(y).ln()).abs() < 1e-5, "ln {y}");
        }
    }

    #[test]
    fn rows_are_added_in_order() {
        let x: Vec<f32> = (0..37).map(|i| (i % 5) as f32 * 0.37 - 0.7).collect();
        let rows: Vec<f32> = (0..37 * 32).map(|i| (i * 31 % 97) as f32 * 0.013 - 0.6).collect();
        let mut sums = [0.25; 32];
        accumulate(Arch::new(), &x, &rows, &mut sums);
        for (j, sum) in sums.iter().enumerate() {
            let want = x.iter().enumerate().fold(0.25, |sum, (i, x)| sum + x * rows[i * 32 + j]);
            assert_eq!(*sum, want, "the same bits on every machine");
        }
    }

    #[test]
    fn product_agrees_with_the_sum() {
        let (rows, inner, cols) = (7, 5, 48);
        let a: Vec<f32> = (0..rows * inner).map(|i| (i % 11) as f32 - 5.0).collect();
        let b: Vec<f32> = (0..inner * cols).map(|i| (i % 7) as f32 - 3.0).collect();
        let mut c = vec![1.0; rows * cols];
        multiply(Arch::new(), &a, &b, &mut c, rows, inner, cols);
        for i in 0..rows {
            for j in 0..cols {
                let want: f32 = (0..inner).map(|p| a[i * inner + p] * b[p * cols + j]).sum();
                assert_eq!(c[i * cols + j], want + 1.0);
            }
        }
    }
}
