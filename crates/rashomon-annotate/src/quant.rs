//! Products in whole numbers: weights and inputs kept to 12 bits, sums in 32.
//!
//! A vector unit multiplies twice as many 16-bit whole numbers as floating ones at a time, and sums of
//! whole numbers are the same in any order, so that every machine gives the same bits.

// inside a vector kernel an uninlined call would leave the kernel's instruction set
#![allow(clippy::inline_always)]

#[cfg(target_arch = "x86_64")]
use pulp::x86::V3;
use pulp::{Arch, Simd, WithSimd};

use crate::pack::{Reader, Writer};

/// Columns worked on at a time.
const PANEL: usize = 16;

/// Greatest size of a weight and of an input: 240 products of two fit in 31 bits.
const TOP: f32 = 2979.0;

/// Most inputs of a layer.
pub const MOST_INPUTS: usize = 240;

/// Two inputs by [`PANEL`] columns: the two weights of a column stand side by side.
type Pairs = [[[i16; 2]; 8]; 2];

/// Rows of numbers, each row kept to 12 bits with a scale of its own.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    values: Vec<[i16; 2]>,
    scales: Vec<f32>,
    inputs: usize,
}

impl Rows {
    /// Takes rows of `inputs` numbers in place of those held.
    pub fn set(&mut self, arch: Arch, x: &[f32], inputs: usize) {
        assert!(inputs.is_multiple_of(2) && x.len().is_multiple_of(inputs));
        self.inputs = inputs;
        // every number is written below
        self.values.resize(x.len() / 2, [0; 2]);
        self.scales.resize(x.len() / inputs, 0.0);
        arch.dispatch(Keep { x, rows: self });
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }
}

struct Keep<'r> {
    x: &'r [f32],
    rows: &'r mut Rows,
}

impl WithSimd for Keep<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { x, rows } = self;
        let inputs = rows.inputs;
        let values = rows.values.chunks_exact_mut(inputs / 2);
        for ((x, values), scale) in x.chunks_exact(inputs).zip(values).zip(&mut rows.scales) {
            *scale = keep(x, values.as_flattened_mut());
        }
    }
}

/// Keeps one row to [`TOP`] steps each way; the size of a step.
#[inline(always)]
fn keep(x: &[f32], out: &mut [i16]) -> f32 {
    // adding 1.5 * 2^23 leaves the nearest whole number in the low bits
    const ROUND: f32 = 12_582_912.0;
    let mut tops = [0.0f32; 16];
    let (chunks, rest) = x.as_chunks::<16>();
    for chunk in chunks {
        for (top, x) in tops.iter_mut().zip(chunk) {
            *top = if x.abs() > *top { x.abs() } else { *top };
        }
    }
    let top = tops.iter().chain(rest).fold(0.0f32, |a, b| if b.abs() > a { b.abs() } else { a });
    if top <= 0.0 {
        out.fill(0);
        return 0.0;
    }
    let by = TOP / top;
    for (out, x) in out.iter_mut().zip(x) {
        let bits = (x * by + ROUND).to_bits();
        *out = bits.wrapping_sub(ROUND.to_bits()) as i16;
    }
    top / TOP
}

/// A dense layer in whole numbers, one scale a column.
#[derive(Clone, Debug, Default)]
pub struct Dense {
    inputs: usize,
    /// For each panel of columns, for each pair of inputs.
    panels: Vec<Pairs>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Dense {
    /// The nearest layer to these weights (a row an input) and biases (one a column); an even number of
    /// inputs, and a multiple of 16 columns.
    ///
    /// # Panics
    /// If there are more than [`MOST_INPUTS`] inputs.
    pub fn new(weights: &[f32], bias: &[f32]) -> Self {
        let cols = bias.len();
        let inputs = weights.len() / cols;
        let mut scales = vec![0.0; cols];
        let mut kept = vec![0; weights.len()];
        let mut column = vec![0; inputs];
        for col in 0..cols {
            let values: Vec<f32> = (0..inputs).map(|i| weights[i * cols + col]).collect();
            scales[col] = keep(&values, &mut column);
            for (i, &value) in column.iter().enumerate() {
                kept[i * cols + col] = value;
            }
        }
        Self::packed(&kept, scales, bias.to_vec())
    }

    /// Layers (weights, biases) over the same inputs as one, their columns side by side.
    ///
    /// # Panics
    /// As [`Self::new`], and if there is no layer.
    pub fn beside(layers: &[(&[f32], &[f32])]) -> Self {
        let inputs = layers[0].0.len() / layers[0].1.len();
        let mut weights = Vec::new();
        for i in 0..inputs {
            for (w, b) in layers {
                weights.extend_from_slice(&w[i * b.len()..][..b.len()]);
            }
        }
        let bias: Vec<f32> = layers.iter().flat_map(|(_, b)| b.iter().copied()).collect();
        Self::new(&weights, &bias)
    }

    /// A first layer over a word and its two neighbours, as a layer over one word: its share in the word after
    /// it, in its own (with the biases) and in the word before. `weights` has a row an input, those of the word
    /// before first.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub fn shares(weights: &[f32], bias: &[f32]) -> Self {
        let zeros = vec![0.0; bias.len()];
        let part = weights.len() / 3;
        let [before, own, after] = [0, 1, 2].map(|i| &weights[i * part..][..part]);
        Self::beside(&[(before, &zeros), (own, bias), (after, &zeros)])
    }

    fn packed(kept: &[i16], scales: Vec<f32>, bias: Vec<f32>) -> Self {
        let cols = bias.len();
        let inputs = kept.len() / cols.max(1);
        assert!(inputs <= MOST_INPUTS && inputs.is_multiple_of(2) && cols.is_multiple_of(PANEL));
        let mut panels = Vec::with_capacity(kept.len() / (2 * PANEL));
        for first in (0..cols).step_by(PANEL) {
            for i in (0..inputs).step_by(2) {
                let at = |row: usize, col: usize| kept[(i + row) * cols + first + col];
                panels.push(std::array::from_fn(|half| {
                    std::array::from_fn(|c| [at(0, half * 8 + c), at(1, half * 8 + c)])
                }));
            }
        }
        Self { inputs, panels, scales, bias }
    }

    /// Number of columns.
    pub fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// The biases.
    pub fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// `out = x · weights + bias`.
    ///
    /// # Panics
    /// If the rows are of another length than the layer's inputs.
    pub fn apply(&self, arch: Arch, x: &Rows, out: &mut Vec<f32>) {
        assert_eq!(x.inputs, self.inputs);
        // every number is written below
        out.resize(x.len() * self.bias.len(), 0.0);
        let job = Job { layer: self, x, out };
        #[cfg(target_arch = "x86_64")]
        match arch {
            Arch::V3(simd) => return simd.vectorize(Fast { simd, job }),
            Arch::V4(wide) => return wide.vectorize(Fast { simd: *wide, job }),
            _ => {}
        }
        arch.dispatch(Plain { job });
    }

    /// Writes the layer under `name`.
    pub fn write(&self, writer: &mut Writer, name: &str) {
        let cols = self.bias.len();
        let mut bytes = vec![0; self.inputs * cols * 2];
        for (number, pairs) in self.panels.iter().enumerate() {
            let (panel, pair) = (number / (self.inputs / 2), number % (self.inputs / 2));
            for (c, weights) in pairs.as_flattened().iter().enumerate() {
                for (row, weight) in weights.iter().enumerate() {
                    let at = (2 * pair + row) * cols + panel * PANEL + c;
                    bytes[2 * at..2 * at + 2].copy_from_slice(&weight.to_le_bytes());
                }
            }
        }
        writer.bytes(&format!("{name}.weights"), bytes);
        writer.f32s(&format!("{name}.scales"), &self.scales);
        writer.f32s(&format!("{name}.bias"), &self.bias);
    }

    /// Reads what [`Self::write`] wrote; an empty layer where the sizes do not fit together.
    pub fn read(reader: &Reader<'_>, name: &str) -> Self {
        let kept = reader.bytes(&format!("{name}.weights")).as_chunks::<2>().0.iter();
        // in range whatever the file says, so that no sum can overflow
        let kept: Vec<i16> =
            kept.map(|&b| i16::from_le_bytes(b).clamp(-(TOP as i16), TOP as i16)).collect();
        let scales = reader.f32s(&format!("{name}.scales"));
        let bias = reader.f32s(&format!("{name}.bias"));
        let cols = bias.len();
        let sound = cols > 0
            && scales.len() == cols
            && cols.is_multiple_of(PANEL)
            && kept.len().is_multiple_of(2 * cols)
            && kept.len() / cols <= MOST_INPUTS;
        if sound { Self::packed(&kept, scales, bias) } else { Self::default() }
    }
}

struct Job<'j> {
    layer: &'j Dense,
    x: &'j Rows,
    out: &'j mut [f32],
}

impl Job<'_> {
    /// Calls `tile` for every panel of columns and four (at the end, one) rows of inputs, and scales
    /// the sums it gives.
    #[inline(always)]
    fn run(
        self,
        four: impl Fn(&[Pairs], [&[[i16; 2]]; 4]) -> [[i32; PANEL]; 4],
        one: impl Fn(&[Pairs], [&[[i16; 2]]; 1]) -> [[i32; PANEL]; 1],
    ) {
        let Self { layer, x, out } = self;
        let cols = layer.bias.len();
        let pairs = layer.inputs / 2;
        let n = x.len();
        let row = |r: usize| &x.values[r * pairs..][..pairs];
        for (panel, weights) in layer.panels.chunks_exact(pairs).enumerate() {
            let range = panel * PANEL..(panel + 1) * PANEL;
            let (scales, bias) = (&layer.scales[range.clone()], &layer.bias[range.clone()]);
            let mut put = Put { out, cols, first: range.start, by: &x.scales, scales, bias };
            let mut r = 0;
            while r + 4 <= n {
                let sums = four(weights, [row(r), row(r + 1), row(r + 2), row(r + 3)]);
                for (i, sums) in sums.iter().enumerate() {
                    put.row(r + i, sums);
                }
                r += 4;
            }
            while r < n {
                put.row(r, &one(weights, [row(r)])[0]);
                r += 1;
            }
        }
    }
}

/// Writes sums of one panel of columns as scaled numbers.
struct Put<'p> {
    out: &'p mut [f32],
    cols: usize,
    first: usize,
    by: &'p [f32],
    scales: &'p [f32],
    bias: &'p [f32],
}

impl Put<'_> {
    #[inline(always)]
    fn row(&mut self, r: usize, sums: &[i32; PANEL]) {
        let out = &mut self.out[r * self.cols + self.first..][..PANEL];
        let (by, scales, bias) = (self.by[r], &self.scales[..PANEL], &self.bias[..PANEL]);
        for i in 0..PANEL {
            out[i] = bias[i] + sums[i] as f32 * (by * scales[i]);
        }
    }
}

struct Plain<'j> {
    job: Job<'j>,
}

impl WithSimd for Plain<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.job.run(plain::<4>, plain::<1>);
    }
}

/// Sums of `R` rows in one panel of columns.
#[inline(always)]
fn plain<const R: usize>(weights: &[Pairs], rows: [&[[i16; 2]]; R]) -> [[i32; PANEL]; R] {
    let mut sums = [[0i32; PANEL]; R];
    for (k, pairs) in weights.iter().enumerate() {
        let pairs = pairs.as_flattened();
        for (sums, row) in sums.iter_mut().zip(rows) {
            let [a, b] = row[k].map(i32::from);
            for (sum, &[v, w]) in sums.iter_mut().zip(pairs) {
                *sum += a * i32::from(v) + b * i32::from(w);
            }
        }
    }
    sums
}

#[cfg(target_arch = "x86_64")]
struct Fast<'j> {
    simd: V3,
    job: Job<'j>,
}

#[cfg(target_arch = "x86_64")]
impl pulp::NullaryFnOnce for Fast<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let simd = self.simd;
        self.job.run(
            #[inline(always)]
            |weights, rows| fast::<4>(simd, weights, rows),
            #[inline(always)]
            |weights, rows| fast::<1>(simd, weights, rows),
        );
    }
}

/// As [`plain`], with the instruction that multiplies pairs and adds them.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn fast<const R: usize>(simd: V3, weights: &[Pairs], rows: [&[[i16; 2]]; R]) -> [[i32; PANEL]; R] {
    let mut sums = [[simd.avx._mm256_setzero_si256(); 2]; R];
    let rows = rows.map(|row| &row[..weights.len()]);
    for (k, pairs) in weights.iter().enumerate() {
        let halves = pairs.map(pulp::cast);
        for (sums, row) in sums.iter_mut().zip(rows) {
            let input = simd.avx._mm256_set1_epi32(pulp::cast(row[k]));
            for (sum, half) in sums.iter_mut().zip(halves) {
                *sum = simd.avx2._mm256_add_epi32(*sum, simd.avx2._mm256_madd_epi16(input, half));
            }
        }
    }
    sums.map(pulp::cast)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_product_and_the_same_on_every_unit() {
        let (n, inputs, cols) = (7, 96, 48);
        let x: Vec<f32> = (0..n * inputs).map(|i| ((i * 37 % 101) as f32 - 50.0) / 20.0).collect();
        let weights: Vec<f32> =
            (0..inputs * cols).map(|i| ((i * 53 % 89) as f32 - 44.0) / 300.0).collect();
        let bias: Vec<f32> = (0..cols).map(|i| i as f32 / 10.0).collect();
        let layer = Dense::new(&weights, &bias);
        let mut writer = Writer::default();
        layer.write(&mut writer, "layer");
        let bytes = writer.finish();
        let layer = Dense::read(&Reader::new(&bytes).unwrap(), "layer");
        let (mut rows, mut out, mut same) = (Rows::default(), Vec::new(), Vec::new());
        rows.set(Arch::new(), &x, inputs);
        layer.apply(Arch::new(), &rows, &mut out);
        rows.set(Arch::Scalar, &x, inputs);
        layer.apply(Arch::Scalar, &rows, &mut same);
        assert_eq!(out, same);
        for r in 0..n {
            for c in 0..cols {
                let sum: f32 = (0..inputs).map(|i| x[r * inputs + i] * weights[i * cols + c]).sum();
                let got = out[r * cols + c];
                assert!((got - sum - bias[c]).abs() < 2e-2, "{got} {}", sum + bias[c]);
            }
        }
    }

    #[test]
    fn the_greatest_sums_fit() {
        let layer = Dense::new(&[1.0; MOST_INPUTS * PANEL], &[0.0; PANEL]);
        let (mut rows, mut out) = (Rows::default(), Vec::new());
        rows.set(Arch::new(), &[1.0; MOST_INPUTS], MOST_INPUTS);
        layer.apply(Arch::new(), &rows, &mut out);
        assert!((out[0] - MOST_INPUTS as f32).abs() < 0.5, "{}", out[0]);
    }
}
