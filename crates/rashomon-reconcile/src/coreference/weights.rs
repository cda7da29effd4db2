//! What speaks for two words referring to one thing, and how much: a table that `cargo xtask train pairs` writes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use rashomon_extract::ranking::softmax;

use super::{Layer, pairs::Features};

/// The trained table.
static TABLE: &str = include_str!("pairs.tsv");

/// Weights of the features of a pair, of one layer.
#[derive(Clone, Debug, Default)]
pub struct LayerWeights(pub BTreeMap<String, f32>);

impl LayerWeights {
    /// How likely the two words refer to one thing.
    pub fn likelihood(&self, features: &Features) -> f32 {
        let weight = |&(name, value): &(&str, f32)| self.0.get(name).map_or(0.0, |w| w * value);
        let mut scores = [0.0, features.iter().map(weight).sum()];
        softmax(&mut scores);
        scores[1]
    }
}

/// Weights of both layers.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Of events.
    pub events: LayerWeights,
    /// Of participants.
    pub participants: LayerWeights,
}

impl Weights {
    /// The trained weights that this crate carries.
    pub fn embedded() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| Self::read(TABLE).unwrap_or_default())
    }

    /// Those of one layer.
    pub fn of(&self, layer: Layer) -> &LayerWeights {
        match layer {
            Layer::Event => &self.events,
            Layer::Participant => &self.participants,
        }
    }

    /// Reads what [`Self::write`] wrote; `None` if the text is no such table.
    pub fn read(text: &str) -> Option<Self> {
        let mut weights = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let name = fields.next()?;
            for layer in [&mut weights.events, &mut weights.participants] {
                layer.0.insert(name.to_owned(), fields.next()?.parse().ok()?);
            }
        }
        Some(weights)
    }

    /// The table, sorted: a feature, its weight for events, its weight for participants.
    pub fn write(&self) -> String {
        let mut rows: BTreeMap<&str, [f32; 2]> = BTreeMap::new();
        for (column, layer) in [&self.events, &self.participants].into_iter().enumerate() {
            for (name, weight) in &layer.0 {
                rows.entry(name).or_default()[column] = *weight;
            }
        }
        let mut text = String::new();
        for (name, [event, participant]) in rows {
            let _ = writeln!(text, "{name}\t{event:.3}\t{participant:.3}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_goes_round() {
        let weights = Weights::embedded();
        assert!(weights.events.0.len() > 20);
        assert_eq!(Weights::read(&weights.write()).unwrap().write(), weights.write());
        assert!(Weights::read("same\tone\ttwo").is_none() && Weights::read("same\t1").is_none());
    }
}
