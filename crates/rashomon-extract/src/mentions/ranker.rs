//! The trained part of coreference: how likely it is that a candidate is meant.
//!
//! A mention ranker (Denis and Baldridge 2008) with a network of one hidden layer: every candidate, and
//! "none of them", gets a score from its features; the scores of one question go through a softmax, so that
//! the share of the best says how sure the choice is. A few networks, trained from different random numbers,
//! vote by the mean of their scores. A second, smaller model tells from the word vector of a noun whether it
//! names people, bodies or places.

use std::sync::{Arc, OnceLock};

use rashomon_annotate::{engine::VECTOR, math, pack};

use super::features::FEATURES;

/// The trained weights; `rashomon-train --coref` writes them.
static WEIGHTS: &[u8] = include_bytes!("../../models/coref.bin");

/// What a noun may name, in the order of the model's outputs; anything else comes last.
pub const KINDS: [&str; 4] = ["person", "organization", "place", "other"];

/// Hidden units of each network.
pub const HIDDEN: usize = 32;

/// One network: from [`FEATURES`] numbers over [`HIDDEN`] units to a score.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// A row of [`HIDDEN`] weights for each feature.
    pub inner: Vec<f32>,
    /// One a hidden unit.
    pub bias: Vec<f32>,
    /// One a hidden unit.
    pub outer: Vec<f32>,
}

impl Network {
    /// The score of a candidate.
    pub fn score(&self, features: &[f32]) -> f32 {
        let mut hidden = [0.0f32; HIDDEN];
        hidden.copy_from_slice(&self.bias);
        math::accumulate(math::Arch::new(), features, &self.inner, &mut hidden);
        hidden.iter().zip(&self.outer).map(|(&h, w)| h.max(0.0) * w).sum()
    }
}

/// All trained parts.
#[derive(Clone, Debug, Default)]
pub struct Ranker {
    /// Weights of the model of nouns: a row of four for each number of the word vector, and one of biases.
    pub nouns: Vec<f32>,
    /// The networks that vote; none where nothing is trained yet.
    pub networks: Vec<Network>,
    /// From which share on a pronoun is linked, and a noun.
    pub least: [f32; 2],
}

impl Ranker {
    /// The embedded one.
    pub fn embedded() -> Arc<Self> {
        static RANKER: OnceLock<Arc<Ranker>> = OnceLock::new();
        RANKER.get_or_init(|| Arc::new(Self::read(WEIGHTS).unwrap_or_default())).clone()
    }

    /// Writes the weights: the model of nouns and the networks in 16 bits.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = pack::Writer::default();
        writer.i16s("nouns", &self.nouns);
        writer.f32s("least", &self.least);
        for (number, network) in self.networks.iter().enumerate() {
            writer.i16s(&format!("{number}.inner"), &network.inner);
            writer.i16s(&format!("{number}.bias"), &network.bias);
            writer.i16s(&format!("{number}.outer"), &network.outer);
        }
        writer.finish()
    }

    /// Reads what [`Self::write`] wrote; `None` if the bytes are nothing such.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let reader = pack::Reader::new(bytes)?;
        let nouns = reader.i16s("nouns");
        let least = reader.f32s("least").try_into().ok()?;
        let mut networks = Vec::new();
        loop {
            let part = |name| reader.i16s(&format!("{}.{name}", networks.len()));
            let network =
                Network { inner: part("inner"), bias: part("bias"), outer: part("outer") };
            let fits = network.inner.len() == FEATURES * HIDDEN
                && network.bias.len() == HIDDEN
                && network.outer.len() == HIDDEN;
            if !fits {
                break;
            }
            networks.push(network);
        }
        (nouns.len() == (VECTOR + 1) * KINDS.len()).then_some(Self { nouns, networks, least })
    }

    /// How likely a noun with this vector names a person, a body, a place or anything else.
    pub fn kinds(&self, vector: &[f32; VECTOR]) -> [f32; 4] {
        let mut scores = [0.0f32; 4];
        let Some((bias, rows)) =
            self.nouns.split_last_chunk::<4>().map(|(rows, bias)| (bias, rows))
        else {
            return [0.25; 4];
        };
        scores.copy_from_slice(bias);
        for (row, &x) in rows.chunks_exact(4).zip(vector) {
            for (s, w) in scores.iter_mut().zip(row) {
                *s += x * w;
            }
        }
        softmax(&mut scores);
        scores
    }

    /// The share of each candidate, in their order; the rest is that of "none of them".
    pub fn shares(&self, candidates: &[Vec<f32>], none: &[f32]) -> Vec<f32> {
        let score = |features: &[f32]| {
            let sum: f32 = self.networks.iter().map(|n| n.score(features)).sum();
            sum / self.networks.len().max(1) as f32
        };
        let mut scores: Vec<f32> = candidates.iter().map(|c| score(c)).collect();
        scores.push(score(none));
        softmax(&mut scores);
        scores.pop();
        scores
    }
}

/// Scores to shares that add up to one.
pub fn softmax(scores: &mut [f32]) {
    let top = scores.iter().fold(f32::MIN, |top, &s| top.max(s));
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = math::exp(*score - top);
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_one_is_there() {
        let ranker = Ranker::embedded();
        assert!(!ranker.networks.is_empty(), "other features than the ranker was trained with?");
        assert!(ranker.least.iter().all(|&l| l > 0.0 && l < 1.0));
    }

    #[test]
    fn reads_what_it_wrote() {
        let ranker = Ranker::embedded();
        let again = Ranker::read(&ranker.write()).unwrap();
        assert_eq!(again.networks.len(), ranker.networks.len());
        assert_eq!(again.write(), ranker.write());
        assert!(Ranker::read(b"nothing such").is_none());
    }

    #[test]
    fn shares_add_up_to_one_with_none_of_them() {
        let ranker = Ranker::embedded();
        let mut features = vec![0.0; FEATURES];
        features[3] = 1.0;
        let shares = ranker.shares(&[features.clone(), features.clone()], &features);
        for share in shares {
            assert!((share - 1.0 / 3.0).abs() < 1e-5, "{share}");
        }
    }

    #[test]
    fn nouns_tell_what_they_name() {
        let kind = |noun: &str| {
            let vector = rashomon_annotate::engine::word_vector(noun).unwrap();
            let kinds = Ranker::embedded().kinds(&vector);
            KINDS[(0..4).max_by(|&x, &y| kinds[x].total_cmp(&kinds[y])).unwrap()]
        };
        assert_eq!(kind("nurse"), "person");
        assert_eq!(kind("teapot"), "other");
    }
}
