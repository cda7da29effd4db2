//! A linear chain over a few classes: the best way through it and how sure each step is.

use crate::math::exp;
use crate::pack::{Reader, Writer};

/// Scores of each class after each class.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Number of classes.
    pub classes: usize,
    /// A row the class before.
    pub steps: Vec<f32>,
}

/// Columns of a row of scores; at least the number of classes, a multiple of 16.
pub const WIDTH: usize = 16;

impl Chain {
    /// The best class of each of `n` words, given rows of [`WIDTH`] scores, and its probability.
    pub fn decode(&self, emits: &[f32], n: usize) -> (Vec<u8>, Vec<f32>) {
        let k = self.classes;
        if n == 0 {
            return (Vec::new(), Vec::new());
        }
        let mut score: Vec<f32> = emits[..k].to_vec();
        let mut from = vec![0u8; n * k];
        for t in 1..n {
            let mut next = vec![0.0; k];
            for to in 0..k {
                let (mut top, mut at) = (f32::NEG_INFINITY, 0);
                for (c, s) in score.iter().enumerate() {
                    let s = s + self.steps[c * k + to];
                    if s > top {
                        (top, at) = (s, c);
                    }
                }
                next[to] = top + emits[t * WIDTH + to];
                from[t * k + to] = at as u8;
            }
            score = next;
        }
        let mut class = 0;
        for c in 1..k {
            if score[c] > score[class] {
                class = c;
            }
        }
        let mut classes = vec![0u8; n];
        for t in (0..n).rev() {
            classes[t] = class as u8;
            class = from[t * k + class] as usize;
        }
        let all = self.marginals(emits, n);
        let sure = classes.iter().enumerate().map(|(t, &c)| all[t * k + c as usize]).collect();
        (classes, sure)
    }

    /// The probability of each class of each word.
    pub fn marginals(&self, emits: &[f32], n: usize) -> Vec<f32> {
        let k = self.classes;
        let steps: Vec<f32> = self.steps.iter().map(|&s| exp(s)).collect();
        let mut weights = vec![0.0; n * k];
        for t in 0..n {
            let row = &emits[t * WIDTH..][..k];
            let top = row.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
            for c in 0..k {
                weights[t * k + c] = exp(row[c] - top);
            }
        }
        let mut alpha = vec![0.0f32; n * k];
        for t in 0..n {
            let mut sum = 0.0;
            for to in 0..k {
                let before: f32 = if t == 0 {
                    1.0
                } else {
                    (0..k).map(|c| alpha[(t - 1) * k + c] * steps[c * k + to]).sum()
                };
                alpha[t * k + to] = before * weights[t * k + to];
                sum += alpha[t * k + to];
            }
            for c in 0..k {
                alpha[t * k + c] /= sum.max(f32::MIN_POSITIVE);
            }
        }
        let mut beta = vec![1.0f32; k];
        for t in (0..n).rev() {
            let sum: f32 = (0..k).map(|c| alpha[t * k + c] * beta[c]).sum();
            let mut before = vec![0.0f32; k];
            for (c, before) in before.iter_mut().enumerate() {
                *before = (0..k).map(|to| steps[c * k + to] * weights[t * k + to] * beta[to]).sum();
            }
            for c in 0..k {
                alpha[t * k + c] *= beta[c] / sum.max(f32::MIN_POSITIVE);
            }
            let sum: f32 = before.iter().sum();
            beta = before.into_iter().map(|b| b / sum.max(f32::MIN_POSITIVE)).collect();
        }
        alpha
    }

    /// Writes the chain under `name`.
    pub fn write(&self, writer: &mut Writer, name: &str) {
        writer.u32s(&format!("{name}.classes"), &[self.classes as u32]);
        writer.f32s(name, &self.steps);
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(reader: &Reader<'_>, name: &str) -> Self {
        let classes =
            reader.u32s(&format!("{name}.classes")).first().copied().unwrap_or(0) as usize;
        let mut steps = reader.f32s(name);
        steps.resize(classes * classes, 0.0);
        Self { classes, steps }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_way_minds_the_steps() {
        // class 1 may hardly follow itself
        let chain = Chain { classes: 2, steps: vec![0.0, 0.0, 0.0, -5.0] };
        let mut emits = vec![0.0; 3 * WIDTH];
        for (t, s) in [1.0, 0.9, 1.0].into_iter().enumerate() {
            emits[t * WIDTH + 1] = s;
        }
        let (classes, sure) = chain.decode(&emits, 3);
        assert_eq!(classes, [1, 0, 1]);
        let all = chain.marginals(&emits, 3);
        for t in 0..3 {
            assert!((all[t * 2] + all[t * 2 + 1] - 1.0).abs() < 1e-5);
            assert!((sure[t] - all[t * 2 + classes[t] as usize]).abs() < 1e-6);
        }
    }
}
