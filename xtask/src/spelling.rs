//! Trains the weights of letters by which spellings of one name are told from other names.
//!
//! Logistic regression over the steps of the best alignment, which the weights so far give (`AdaGrad`;
//! pairs in a shuffled order that is always the same; three rounds). Only pairs of forms in the
//! training part are read; see [`aliases`] for what that is.

use std::path::Path;

use rashomon_reconcile::entities::spelling::{Letters, numbers};

use crate::eval::aliases::{self, Part, Random};

const ROUNDS: usize = 3;
const RATE: f32 = 0.2;

const HEADER: &str = "\
# What letters weigh in comparing spellings of a name: the bias, a letter left out, two letters for each other.
# Trained by `cargo xtask train spelling` on names-netranslit (CC0), six parts in ten of the foreign forms.
";

/// The table of weights.
pub(crate) fn train(data: &Path) -> String {
    let mut pairs: Vec<(Vec<usize>, Vec<usize>, bool)> =
        aliases::all_pairs(&data.join("names-netranslit"), Part::Train)
            .into_iter()
            .map(|pair| (numbers(&pair.forms.0), numbers(&pair.forms.1), pair.same))
            .filter(|(a, b, _)| !a.is_empty() && !b.is_empty())
            .collect();
    let mut letters = Letters::untrained();
    // squares of all gradients so far, by step; the last is that of the bias
    let mut squares = vec![1.0f32; 27 * 27 + 1];
    let mut random = Random(3);
    for _ in 0..ROUNDS {
        for n in (1..pairs.len()).rev() {
            pairs.swap(n, random.below(n + 1));
        }
        for (a, b, same) in &pairs {
            let (score, steps) = letters.align(a, b);
            let gradient = f32::from(u8::from(*same)) - 1.0 / (1.0 + (-score).exp());
            let mut steps: Vec<Option<(usize, usize)>> =
                steps.into_iter().map(|(a, b)| Some((a.min(b), a.max(b)))).collect();
            steps.push(None);
            steps.sort_unstable();
            for run in steps.chunk_by(|x, y| x == y) {
                let slope = gradient * run.len() as f32;
                let square = &mut squares[run[0].map_or(27 * 27, |(a, b)| a * 27 + b)];
                *square += slope * slope;
                letters.add(run[0], RATE * slope / square.sqrt());
            }
        }
    }
    format!("{HEADER}{}", letters.write())
}
