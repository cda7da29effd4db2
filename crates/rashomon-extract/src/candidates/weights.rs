//! What the features of a word weigh: a table that `cargo xtask train candidates` writes.

use std::fmt::Write as _;
use std::sync::OnceLock;

use rashomon_annotate::{TokenId, engine::VECTOR};
use rustc_hash::FxHashMap;

pub use super::features::{Reader, Seen};
use crate::ranking::softmax;

/// The trained table.
static TABLE: &str = include_str!("../../models/candidates.tsv");

/// Weights for "event" and for "participant"; "neither" has none.
pub type Pair = [f32; 2];

/// What features weigh.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// By the name of the feature.
    pub named: FxHashMap<String, Pair>,
    /// By the number of the word vector.
    pub vector: Vec<Pair>,
}

impl Weights {
    /// The trained weights that this crate carries.
    pub fn embedded() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| Self::read(TABLE).unwrap_or_default())
    }

    /// Reads what [`Self::write`] wrote; `None` if the text is no such table.
    pub fn read(text: &str) -> Option<Self> {
        let mut weights = Self { named: FxHashMap::default(), vector: vec![[0.0; 2]; VECTOR] };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let name = fields.next()?;
            let pair = [fields.next()?.parse().ok()?, fields.next()?.parse().ok()?];
            match name.strip_prefix("vector ") {
                Some(number) => *weights.vector.get_mut(number.parse::<usize>().ok()?)? = pair,
                None => {
                    weights.named.insert(name.to_owned(), pair);
                }
            }
        }
        Some(weights)
    }

    /// The table, sorted, with three digits a weight; what rounds to nothing is left out.
    pub fn write(&self) -> String {
        let vector = self.vector.iter().enumerate();
        let mut rows: Vec<(String, Pair)> =
            vector.map(|(n, pair)| (format!("vector {n:02}"), *pair)).collect();
        rows.extend(self.named.iter().map(|(name, pair)| (name.clone(), *pair)));
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let mut text = String::new();
        for (name, [event, participant]) in rows {
            if event.abs().max(participant.abs()) >= 0.0005 {
                let _ = writeln!(text, "{name}\t{event:.3}\t{participant:.3}");
            }
        }
        text
    }

    /// How likely a word refers to nothing, to an event, to a participant.
    pub fn likelihoods(&self, reader: &Reader<'_>, token: TokenId) -> [f32; 3] {
        self.likelihoods_of(&reader.seen(token))
    }

    /// [`Self::likelihoods`] of what was seen of a word.
    pub fn likelihoods_of(&self, seen: &Seen) -> [f32; 3] {
        let mut scores = [0.0; 3];
        let mut add = |pair: &Pair, value: f32| {
            scores[1] += pair[0] * value;
            scores[2] += pair[1] * value;
        };
        for pair in seen.features.iter().filter_map(|name| self.named.get(name)) {
            add(pair, 1.0);
        }
        if let Some(vector) = &seen.vector {
            self.vector.iter().zip(vector).for_each(|(pair, &x)| add(pair, x));
        }
        softmax(&mut scores);
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_goes_round() {
        let weights = Weights::embedded();
        assert!(weights.named.len() > 100 && weights.vector.len() == VECTOR);
        let again = Weights::read(&weights.write()).unwrap();
        assert_eq!(again.write(), weights.write());
        assert!(Weights::read("bias\tone\ttwo").is_none());
    }
}
