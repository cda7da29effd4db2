//! How much each document says of each term, and how rare terms are.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::{
    PRIOR, UNKNOWN,
    sketch::{Sketch, WORD, background},
};

/// The terms of all documents with their counts, before it is known how rare they are.
#[derive(Debug)]
pub(super) struct Terms {
    /// Where in `numbers` and `counts` each document begins, and where the last one ends.
    pub(super) offsets: Vec<usize>,
    /// The terms of each document, ascending.
    pub(super) numbers: Vec<u32>,
    /// How much is said of each.
    pub(super) counts: Vec<f32>,
    /// Per term the share of documents it is in elsewhere.
    background: Vec<f32>,
}

impl Terms {
    pub(super) fn new<'a>(sketches: impl Iterator<Item = Cow<'a, Sketch>>) -> Self {
        let mut known = Numbers::default();
        let (mut offsets, mut numbers, mut counts) = (vec![0], Vec::new(), Vec::new());
        for sketch in sketches {
            let mut terms: Vec<(u32, f32)> =
                sketch.terms.iter().map(|(term, count)| (known.get(term), *count)).collect();
            terms.sort_unstable_by_key(|(term, _)| *term);
            numbers.extend(terms.iter().map(|(term, _)| *term));
            counts.extend(terms.iter().map(|(_, count)| *count));
            offsets.push(numbers.len());
        }
        numbers.shrink_to_fit();
        counts.shrink_to_fit();
        Self { offsets, numbers, counts, background: known.background }
    }

    /// How rare each term is, told by the documents it is in, each of which counts as much as its weight.
    pub(super) fn rarity(&self, weights: &[f32]) -> Vec<f32> {
        let mut documents = vec![0f32; self.background.len()];
        for (at, weight) in self.offsets.windows(2).zip(weights) {
            for term in &self.numbers[at[0]..at[1]] {
                documents[*term as usize] += weight;
            }
        }
        let n: f32 = weights.iter().sum();
        documents
            .iter()
            .zip(&self.background)
            .map(|(&df, &background)| ((n + PRIOR) / (df + PRIOR * background)).ln().max(0.0))
            .collect()
    }
}

/// Numbers for terms, in the order of first use, with the share of documents each is in elsewhere.
#[derive(Default)]
struct Numbers {
    words: FxHashMap<String, u32>,
    background: Vec<f32>,
}

impl Numbers {
    fn get(&mut self, term: &str) -> u32 {
        if let Some(&number) = self.words.get(term) {
            return number;
        }
        let number = self.background.len() as u32;
        self.words.insert(term.to_owned(), number);
        let background = term.strip_prefix(WORD).and_then(background);
        self.background.push(background.unwrap_or(UNKNOWN));
        number
    }
}
