//! What the word vector of a noun tells of it.

use rashomon_annotate::{TokenId, engine::VECTOR};
use rustc_hash::FxHashMap;

use super::{draft::Work, ranker::Ranker};

/// Word vectors and what they tell, by lemma.
#[derive(Debug, Default)]
pub(super) struct Nouns(FxHashMap<String, Noun>);

/// What is known of a noun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noun {
    /// Its vector, zeros if it has none.
    pub vector: [f32; VECTOR],
    /// How likely it names people, bodies, places, anything else.
    pub kinds: [f32; 4],
}

impl Nouns {
    /// What is known of the noun `token`.
    pub(super) fn get(&mut self, ranker: &Ranker, work: &Work<'_>, token: TokenId) -> Noun {
        let lemma = work.a.lemma(token);
        if let Some(known) = self.0.get(lemma) {
            return *known;
        }
        let noun = match rashomon_annotate::engine::word_vector(lemma) {
            Some(vector) => Noun { vector, kinds: ranker.kinds(&vector) },
            None => Noun { vector: [0.0; VECTOR], kinds: [0.25; 4] },
        };
        self.0.insert(lemma.to_owned(), noun);
        noun
    }
}

/// How alike two vectors are; 0 where one is all zeros.
pub(super) fn cosine(a: &[f32; VECTOR], b: &[f32; VECTOR]) -> f32 {
    let dot =
        |a: &[f32; VECTOR], b: &[f32; VECTOR]| -> f32 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let size = (dot(a, a) * dot(b, b)).sqrt();
    if size > 0.0 { dot(a, b) / size } else { 0.0 }
}
