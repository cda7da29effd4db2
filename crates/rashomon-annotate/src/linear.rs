//! A linear classifier over hashed features.

use crate::pack::{Reader, Writer};

/// Weights of hashed features: one row of `classes` numbers a bucket.
///
/// Trained as an averaged perceptron (Collins 2002); a feature is a 64-bit hash of which the top
/// `bits` choose the row, so features share rows by chance (Weinberger et al. 2009).
#[derive(Clone, Debug, Default)]
pub struct Linear {
    bits: u32,
    classes: usize,
    weights: Vec<f32>,
}

impl Linear {
    /// All weights zero.
    pub fn new(bits: u32, classes: usize) -> Self {
        Self { bits, classes, weights: vec![0.0; classes << bits] }
    }

    /// The row of a feature, as an index of its first weight.
    #[inline]
    pub fn row(&self, feature: u64) -> usize {
        (feature >> (64 - self.bits)) as usize * self.classes
    }

    /// Number of classes.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The weights, row after row.
    pub fn weights_mut(&mut self) -> &mut [f32] {
        &mut self.weights
    }

    /// The score of every class.
    #[inline]
    pub fn score(&self, features: &[u64], out: &mut [f32]) {
        out.fill(0.0);
        for &feature in features {
            let at = self.row(feature);
            for (sum, weight) in out.iter_mut().zip(&self.weights[at..at + self.classes]) {
                *sum += weight;
            }
        }
    }

    /// The only class's score, for a yes-or-no question.
    #[inline]
    pub fn decide(&self, features: &[u64]) -> f32 {
        features.iter().map(|&feature| self.weights[self.row(feature)]).sum()
    }

    /// Writes the weights in 8 bits under `name`.
    pub fn write(&self, writer: &mut Writer, name: &str) {
        writer.u32s(&format!("{name}.shape"), &[self.bits, self.classes as u32]);
        // one scale for all: rows of one classifier are summed
        writer.i8s(name, &self.weights, self.weights.len());
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(reader: &Reader<'_>, name: &str) -> Self {
        let shape = reader.u32s(&format!("{name}.shape"));
        let &[bits, classes] = shape.as_slice() else { return Self::default() };
        let size = (classes as usize) << bits;
        let mut weights = reader.i8s(name, size);
        weights.resize(size, 0.0);
        Self { bits, classes: classes as usize, weights }
    }
}
