//! Multinomial logistic regression over sparse features: `AdaGrad`, a quadratic penalty, one fixed order.

use rashomon_extract::ranking::softmax;

use crate::eval::aliases::Random;

/// An example: numbers of features with their values, and its class.
pub(crate) type Example = (Vec<(u32, f32)>, usize);

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// Times each example is seen.
    pub(crate) rounds: usize,
    /// The step of `AdaGrad`.
    pub(crate) rate: f32,
    /// The penalty on the squares of all weights, over the whole sum of losses.
    pub(crate) penalty: f32,
}

/// Weights by class and feature; class 0 is the one the others are told from and has none.
pub(crate) fn train(examples: &[Example], classes: usize, options: Options) -> Vec<Vec<f32>> {
    let features = examples.iter().flat_map(|e| &e.0).map(|f| f.0 as usize + 1).max().unwrap_or(0);
    let mut weights = vec![vec![0.0f32; features]; classes];
    let mut squares = vec![vec![1e-6f32; features]; classes];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random(7);
    let mut seen = vec![0u32; features];
    for (feature, _) in examples.iter().flat_map(|e| &e.0) {
        seen[*feature as usize] += 1;
    }
    // the penalty of a weight is shared out over the examples that have its feature
    let penalty: Vec<f32> = seen.iter().map(|&n| options.penalty / n.max(1) as f32).collect();
    let mut scores = vec![0.0; classes];
    for round in 0..options.rounds {
        for n in (1..order.len()).rev() {
            order.swap(n, random.below(n + 1));
        }
        let rate = options.rate / (1.0 + round as f32 * 0.3);
        for &n in &order {
            let (features, class) = &examples[n];
            scores.fill(0.0);
            for (score, weights) in scores.iter_mut().zip(&weights).skip(1) {
                *score = features.iter().map(|&(f, x)| weights[f as usize] * x).sum();
            }
            softmax(&mut scores);
            for c in 1..classes {
                let error = f32::from(u8::from(c == *class)) - scores[c];
                for &(f, x) in features {
                    let f = f as usize;
                    let slope = error * x - penalty[f] * weights[c][f];
                    squares[c][f] += slope * slope;
                    weights[c][f] += rate * slope / squares[c][f].sqrt();
                }
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_for_a_class_gets_weight() {
        // feature 0 always, 1 with class 1, 2 with class 2, 3 with either
        let mut examples = Vec::new();
        for _ in 0..50 {
            examples.push((vec![(0, 1.0), (3, 1.0), (1, 1.0)], 1));
            examples.push((vec![(0, 1.0), (3, 1.0), (2, 1.0)], 2));
            examples.push((vec![(0, 1.0)], 0));
        }
        let options = Options { rounds: 20, rate: 0.2, penalty: 1.0 };
        let weights = train(&examples, 3, options);
        assert!(weights[0].iter().all(|w| *w == 0.0));
        assert!(weights[1][1] > 0.5 && weights[1][2] < 0.0, "{weights:?}");
        assert!(weights[2][2] > 0.5 && weights[2][3] > 0.0, "{weights:?}");
    }
}
