//! Trains what coreference over documents rests on: which words refer to events and participants.
//!
//! Only ECB+'s topics with an odd number are read; the others are left to be measured on.

use std::collections::BTreeMap;
use std::path::Path;

use rashomon_extract::candidates::{Sort, weights::Weights as WordWeights};
use rashomon_reconcile::coreference::{
    Layer, Tuning,
    pairs::Words,
    weights::{LayerWeights, Weights},
};
use rashomon_reconcile::{entities, stories};

use crate::eval::coref::ecbplus::{self, Text};
use crate::logistic::{self, Example, Options};

const HEADER: &str = "\
# What is seen of a word that speaks for its referring to an event, and to a participant, place or time.
# Trained by `cargo xtask train candidates` on the topics of ECB+ (CC BY 3.0) with an odd number.
";

/// Features seen less often are left out.
const SEEN: usize = 5;
/// Numbers of word vectors are small beside features that are there or not.
const SCALE: f32 = 3.0;

/// The table of weights by which words are told that refer to something.
pub(crate) fn candidates(texts: &[Text]) -> String {
    let mut rows = Vec::new();
    for text in texts {
        rows.extend(text.words());
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for name in rows.iter().flat_map(|(s, _)| &s.features) {
        *seen.entry(name).or_default() += 1;
    }
    let names: Vec<&str> =
        seen.iter().filter(|(_, n)| **n >= SEEN).map(|(name, _)| *name).collect();
    let number: BTreeMap<&str, u32> =
        names.iter().enumerate().map(|(n, x)| (*x, n as u32)).collect();
    let examples: Vec<Example> = rows
        .iter()
        .map(|(seen, class)| {
            let mut features: Vec<(u32, f32)> = seen
                .features
                .iter()
                .filter_map(|f| Some((*number.get(f.as_str())?, 1.0)))
                .collect();
            let vector = seen.vector.iter().flatten().enumerate();
            features.extend(vector.map(|(n, x)| ((names.len() + n) as u32, x * SCALE)));
            (features, *class)
        })
        .collect();
    let options = Options { rounds: 20, rate: 0.5, penalty: 10.0 };
    let trained = logistic::train(&examples, 3, options);
    let pair = |n: usize, scale: f32| [trained[1][n] * scale, trained[2][n] * scale];
    let mut weights = WordWeights::default();
    for (n, name) in names.iter().enumerate() {
        weights.named.insert((*name).to_owned(), pair(n, 1.0));
    }
    let dimensions = trained[0].len() - names.len();
    weights.vector = (0..dimensions).map(|n| pair(names.len() + n, SCALE)).collect();
    format!("{HEADER}{}", weights.write())
}

const PAIRS_HEADER: &str = "\
# What speaks for two words referring to one event, and to one participant.
# Trained by `cargo xtask train pairs` on the topics of ECB+ (CC BY 3.0) with an odd number.
";

/// The table of weights by which pairs of words are told that refer to one thing.
pub(crate) fn pairs(texts: &[Text]) -> String {
    let found = ecbplus::candidates_of(texts);
    let accounts = ecbplus::accounts_of(texts);
    let stories = stories::stories(&accounts);
    let (_, entity_of) = entities::reconcile(&accounts, &stories);
    let mut weights = Weights::default();
    // less likely words, too: there is more to learn from
    let tuning = Tuning { refers: [0.35, 0.3], ..Tuning::default() };
    for layer in Layer::ALL {
        let gold = ecbplus::gold_heads(texts, layer);
        let mut names: BTreeMap<&'static str, u32> = BTreeMap::new();
        let mut examples: Vec<Example> = Vec::new();
        for story in &stories {
            let words = Words::new(&accounts, &found, &entity_of, story, tuning);
            let chain = |n: usize| {
                let (doc, _) = words.place(n);
                gold.get(&(doc.index(), words.candidate(n).head)).copied()
            };
            let known: Vec<usize> = (0..words.len())
                .filter(|&n| chain(n).is_some() && words.candidate(n).sort != Sort::Pronoun)
                .collect();
            for (a, b) in words.pairs(&known) {
                let (a, b) = (known[a], known[b]);
                let features = words.compare(a, b).into_iter().map(|(name, value)| {
                    let next = names.len() as u32;
                    (*names.entry(name).or_insert(next), value)
                });
                examples.push((features.collect(), usize::from(chain(a) == chain(b))));
            }
        }
        let options = Options { rounds: 10, rate: 0.5, penalty: 1.0 };
        let trained = logistic::train(&examples, 2, options);
        let weight = |(name, n): (&&str, &u32)| ((*name).to_owned(), trained[1][*n as usize]);
        let table = LayerWeights(names.iter().map(weight).collect());
        match layer {
            Layer::Event => weights.events = table,
            Layer::Participant => weights.participants = table,
        }
    }
    format!("{PAIRS_HEADER}{}", weights.write())
}

/// The texts to train on, below `data`.
pub(crate) fn texts(data: &Path) -> Result<Vec<Text>, String> {
    Ok(Text::read(&data.join("ecbplus"))?.into_iter().filter(Text::is_odd).collect())
}
