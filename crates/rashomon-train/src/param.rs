//! Trainable numbers and Adam (Kingma and Ba 2015).

use pulp::Arch;
use rashomon_annotate::math;

use crate::perceptron::Random;

/// A matrix being trained.
#[derive(Debug, Default)]
pub struct Param {
    /// Its values.
    pub w: Vec<f32>,
    /// Sums of gradients since the last step.
    pub g: Vec<f32>,
    m: Vec<f32>,
    v: Vec<f32>,
    /// Values a row.
    pub cols: usize,
}

/// Settings of one step.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Step size.
    pub rate: f32,
    /// Number of the step, from 1.
    pub time: u32,
}

const B1: f32 = 0.9;
const B2: f32 = 0.99;

impl Param {
    /// `rows` by `cols` random numbers of the given standard deviation (uniform).
    pub fn new(rows: usize, cols: usize, deviation: f32, random: &mut Random) -> Self {
        let n = rows * cols;
        let w = (0..n).map(|_| (random.unit() * 2.0 - 1.0) * deviation * 1.732).collect();
        Self { w, g: vec![0.0; n], m: vec![0.0; n], v: vec![0.0; n], cols }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.w.len() / self.cols
    }

    /// One step down the gradient for everything; the gradient is then zero.
    pub fn step(&mut self, step: Step) {
        let n = self.w.len();
        self.update(0, n, step);
    }

    /// One step for some rows only.
    pub fn step_rows(&mut self, rows: &[u32], step: Step) {
        for &row in rows {
            self.update(row as usize * self.cols, self.cols, step);
        }
    }

    fn update(&mut self, from: usize, n: usize, step: Step) {
        // no corrections after the first thousand steps: they are one by then
        let power = |b: f32| {
            if step.time > 1000 { 0.0 } else { (0..step.time).fold(1.0f32, |p, _| p * b) }
        };
        let (c1, c2) = (1.0 / (1.0 - power(B1)), 1.0 / (1.0 - power(B2)));
        let rate = step.rate;
        let (w, g) = (&mut self.w[from..from + n], &mut self.g[from..from + n]);
        let (m, v) = (&mut self.m[from..from + n], &mut self.v[from..from + n]);
        Arch::new().dispatch(
            #[inline(always)]
            || {
                for i in 0..w.len() {
                    let grad = g[i];
                    m[i] = B1 * m[i] + (1.0 - B1) * grad;
                    v[i] = B2 * v[i] + (1.0 - B2) * grad * grad;
                    w[i] -= rate * (m[i] * c1) / ((v[i] * c2).sqrt() + 1e-8);
                    g[i] = 0.0;
                }
            },
        );
    }
}

/// `a` (rows by cols) with rows and columns exchanged.
pub fn transpose(a: &[f32], rows: usize, cols: usize) -> Vec<f32> {
    let mut out = vec![0.0; rows * cols];
    for i0 in (0..rows).step_by(16) {
        for j0 in (0..cols).step_by(16) {
            for i in i0..(i0 + 16).min(rows) {
                for j in j0..(j0 + 16).min(cols) {
                    out[j * rows + i] = a[i * cols + j];
                }
            }
        }
    }
    out
}

/// A dense layer being trained.
#[derive(Debug, Default)]
pub struct Layer {
    /// Weights, a row an input.
    pub w: Param,
    /// Biases.
    pub b: Param,
}

impl Layer {
    /// Random weights that keep the size of what goes through.
    pub fn new(inputs: usize, outputs: usize, gain: f32, random: &mut Random) -> Self {
        let deviation = gain * (2.0 / (inputs + outputs) as f32).sqrt();
        Self {
            w: Param::new(inputs, outputs, deviation, random),
            b: Param::new(1, outputs, 0.0, random),
        }
    }

    /// The outputs for `n` rows of `x`.
    pub fn forward(&self, x: &[f32], n: usize) -> Vec<f32> {
        let cols = self.w.cols;
        let mut out = Vec::with_capacity(n * cols);
        for _ in 0..n {
            out.extend_from_slice(&self.b.w);
        }
        math::multiply(Arch::new(), x, &self.w.w, &mut out, n, self.w.rows(), cols);
        out
    }

    /// Adds to the gradients, given those of the outputs; adds those of the inputs to `dx`.
    pub fn backward(&mut self, x: &[f32], dy: &[f32], n: usize, dx: Option<&mut [f32]>) {
        let (inputs, outputs) = (self.w.rows(), self.w.cols);
        for row in dy.chunks_exact(outputs) {
            for (b, d) in self.b.g.iter_mut().zip(row) {
                *b += d;
            }
        }
        let arch = Arch::new();
        math::multiply_turned(arch, x, dy, &mut self.w.g, inputs, n, outputs);
        if let Some(dx) = dx {
            let back = transpose(&self.w.w, inputs, outputs);
            math::multiply(arch, dy, &back, dx, n, outputs, inputs);
        }
    }

    /// One step.
    pub fn step(&mut self, step: Step) {
        self.w.step(step);
        self.b.step(step);
    }
}
