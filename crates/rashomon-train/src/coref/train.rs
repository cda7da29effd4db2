//! Trains the ranker of coreference on documents of GUM.
//!
//! The loss of a question is minus the logarithm of the share that its right candidates get together, or
//! "none of them" where there is none (Durrett and Klein 2013 call it latent antecedents). The questions
//! are those that come up while the article is read with the ranker trained so far: whom earlier words
//! were tied to, rightly or wrongly, is part of what is seen.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rashomon_annotate::engine::{VECTOR, word_vector};
use rashomon_annotate::{Analysis, Annotator, Upos};
use rashomon_extract::Extractor;
use rashomon_extract::ranking::{
    self, FEATURES, HIDDEN, KINDS, Network, Question, Ranker, softmax,
};
use rashomon_text::{Article, Span};

use super::gold::{Class, Gold};
use super::score::{Tally, judge, tally};
use crate::data::{self, Doc};
use crate::param::{Param, Step};
use crate::perceptron::Random;

/// A document with its analysis and its gold chains.
#[derive(Debug)]
pub struct Text {
    gold: Gold,
    article: Article,
    analysis: Analysis,
    /// Lemma and kind of every noun that heads a gold mention.
    nouns: Vec<(String, usize)>,
}

impl Text {
    /// Analyses a document.
    pub fn new(doc: &Doc, annotator: &Annotator) -> Self {
        let gold = Gold::new(doc);
        let article = Article::plain(gold.text.clone());
        let analysis = annotator.annotate(&article);
        let words: BTreeMap<u32, _> = doc
            .sentences
            .iter()
            .flat_map(|s| &s.words)
            .filter(|w| w.upos == Upos::Noun)
            .map(|w| (w.span.start, w.lemma.clone()))
            .collect();
        let kind = |kind: &str| KINDS.iter().position(|&k| k == kind).unwrap_or(KINDS.len() - 1);
        let nouns = gold
            .mentions
            .iter()
            .filter_map(|m| Some((words.get(&m.head.start)?.clone(), kind(&m.kind))))
            .collect();
        Self { gold, article, analysis, nouns }
    }

    /// Pronouns and nominals as an account made with `ranker` has them.
    pub fn tallies(&self, ranker: Arc<Ranker>) -> [Tally; 2] {
        let extractor = Extractor::default().with_ranker(ranker);
        let account = extractor.extract(self.article.clone(), self.analysis.clone());
        let verdicts = judge(&account, &self.gold);
        [tally(&verdicts, Class::Pronoun), tally(&verdicts, Class::Nominal)]
    }

    /// Its questions, each with its right candidates.
    fn questions(&self, ranker: &Ranker) -> Vec<Example> {
        ranking::questions(&self.article, &self.analysis, ranker)
            .into_iter()
            .map(|question| {
                let chain = self.chain(question.head, false);
                let right = question
                    .candidates
                    .iter()
                    .map(|c| {
                        let own = c.mentions.iter().find_map(|&(m, pair)| self.chain(m, pair));
                        own.is_some() && own == chain
                    })
                    .collect();
                Example { question, right }
            })
            .collect()
    }

    /// The chain of the mention with this head: of several, the shortest, or the longest if several are
    /// joined.
    fn chain(&self, head: Span, joined: bool) -> Option<&str> {
        let found = self
            .gold
            .mentions
            .iter()
            .filter(|m| m.head.start < head.end && head.start < m.head.end);
        let length = |m: &&super::gold::GoldMention| m.span.len();
        let best = if joined { found.max_by_key(length) } else { found.min_by_key(length) };
        best.map(|m| m.chain.as_str())
    }
}

/// A question and which of its candidates are right.
#[derive(Debug)]
struct Example {
    question: Question,
    right: Vec<bool>,
}

/// Settings.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Times the questions are collected anew.
    pub rounds: usize,
    /// Times all questions are gone through in each round.
    pub epochs: usize,
    /// Networks that vote.
    pub networks: usize,
    /// Step size at the start.
    pub rate: f32,
    /// Share of features hidden from a network while it learns.
    pub dropout: f32,
    /// Pull of the weights towards zero.
    pub decay: f32,
    /// From which share on a pronoun is linked, and a noun.
    pub least: [f32; 2],
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rounds: 2,
            epochs: 12,
            networks: 4,
            rate: 0.003,
            dropout: 0.1,
            decay: 0.0,
            least: [0.40, 0.58],
        }
    }
}

/// Trains on `texts`.
pub fn train(texts: &[&Text], options: &Options) -> Ranker {
    let mut ranker = Ranker { nouns: nouns(texts), networks: Vec::new(), least: options.least };
    for round in 0..options.rounds {
        let examples: Vec<Example> = texts.iter().flat_map(|t| t.questions(&ranker)).collect();
        let networks = if round + 1 < options.rounds { 2 } else { options.networks };
        ranker.networks =
            (0..networks).map(|seed| network(&examples, options, seed as u64)).collect();
    }
    Ranker::read(&ranker.write()).unwrap_or_default()
}

/// Trains on the documents of GUM that are not held out; `root` holds the folder `gum`.
///
/// # Errors
/// If the corpus cannot be read.
pub fn from_corpus(
    root: &Path,
    annotator: &Annotator,
    options: &Options,
) -> std::io::Result<Ranker> {
    let (docs, _) = data::gum(&root.join("gum"))?;
    let texts = texts(&docs, annotator);
    Ok(train(&texts.iter().collect::<Vec<_>>(), options))
}

/// Analyses documents.
pub fn texts(docs: &[Doc], annotator: &Annotator) -> Vec<Text> {
    docs.iter().map(|doc| Text::new(doc, annotator)).collect()
}

/// Pronouns, nominals and both together over all texts, each read with a ranker trained on the texts of
/// the other folds; text `i` is in fold `i % folds`.
pub fn cross_validate(texts: &[Text], folds: usize, options: &Options) -> [Tally; 3] {
    let mut total = [Tally::default(); 3];
    for fold in 0..folds {
        let inside = |i: &usize| i % folds == fold;
        let others: Vec<&Text> =
            (0..texts.len()).filter(|i| !inside(i)).map(|i| &texts[i]).collect();
        let ranker = Arc::new(train(&others, options));
        for text in (0..texts.len()).filter(inside).map(|i| &texts[i]) {
            let [pronouns, nominals] = text.tallies(ranker.clone());
            total[0].add(pronouns);
            total[1].add(nominals);
            total[2].add(pronouns);
            total[2].add(nominals);
        }
    }
    total
}

/// One network.
fn network(examples: &[Example], options: &Options, seed: u64) -> Network {
    let mut random = Random(0xC0DE + seed * 7919);
    let deviation = (2.0 / (FEATURES / 6) as f32).sqrt();
    let mut inner = Param::new(FEATURES, HIDDEN, deviation, &mut random);
    let mut bias = Param::new(1, HIDDEN, 0.0, &mut random);
    let mut outer = Param::new(1, HIDDEN, (1.0 / HIDDEN as f32).sqrt(), &mut random);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut time = 0;
    let steps = examples.len() * options.epochs / BATCH;
    let mut average = Network::default();
    let mut averaged = 0.0f32;
    for epoch in 0..options.epochs {
        random.shuffle(&mut order);
        for batch in order.chunks(BATCH) {
            for &at in batch {
                learn(&examples[at], options, &mut random, &mut inner, &mut bias, &mut outer);
            }
            time += 1;
            let rate = options.rate * (1.0 - time as f32 / (steps + 1 + options.epochs) as f32);
            for param in [&mut inner, &mut bias, &mut outer] {
                for (g, w) in param.g.iter_mut().zip(&param.w) {
                    *g = *g / BATCH as f32 + options.decay * w;
                }
                param.step(Step { rate, time });
            }
        }
        // the mean of the last epochs
        if 2 * epoch >= options.epochs {
            averaged += 1.0;
            for (sum, param) in [
                (&mut average.inner, &inner),
                (&mut average.bias, &bias),
                (&mut average.outer, &outer),
            ] {
                sum.resize(param.w.len(), 0.0);
                for (s, w) in sum.iter_mut().zip(&param.w) {
                    *s += (w - *s) / averaged;
                }
            }
        }
    }
    average
}

const BATCH: usize = 16;

fn learn(
    example: &Example,
    options: &Options,
    random: &mut Random,
    inner: &mut Param,
    bias: &mut Param,
    outer: &mut Param,
) {
    let rows: Vec<&[f32]> = example
        .question
        .candidates
        .iter()
        .map(|c| c.features.as_slice())
        .chain([example.question.none.as_slice()])
        .collect();
    // the same features are hidden in all rows
    let keep: Vec<bool> = (0..FEATURES).map(|_| random.unit() >= options.dropout).collect();
    let scale = 1.0 / (1.0 - options.dropout);
    let mut hidden = vec![0.0f32; rows.len() * HIDDEN];
    let mut scores = vec![0.0f32; rows.len()];
    for ((row, hidden), score) in rows.iter().zip(hidden.chunks_exact_mut(HIDDEN)).zip(&mut scores)
    {
        hidden.copy_from_slice(&bias.w);
        for (i, &x) in row.iter().enumerate() {
            if x != 0.0 && keep[i] {
                let x = x * scale;
                for (h, w) in hidden.iter_mut().zip(&inner.w[i * HIDDEN..][..HIDDEN]) {
                    *h += x * w;
                }
            }
        }
        for (h, w) in hidden.iter_mut().zip(&outer.w) {
            *h = h.max(0.0);
            *score += *h * w;
        }
    }
    let mut shares = scores;
    softmax(&mut shares);
    let none = !example.right.contains(&true);
    let right = |at: usize| example.right.get(at).copied().unwrap_or(none);
    let sum: f32 = (0..rows.len()).filter(|&at| right(at)).map(|at| shares[at]).sum();
    for (at, (row, hidden)) in rows.iter().zip(hidden.chunks_exact(HIDDEN)).enumerate() {
        let wanted = if right(at) { shares[at] / sum.max(1e-9) } else { 0.0 };
        let gradient = shares[at] - wanted;
        if gradient.abs() < 1e-6 {
            continue;
        }
        let mut back = [0.0f32; HIDDEN];
        for (j, &h) in hidden.iter().enumerate() {
            outer.g[j] += gradient * h;
            if h > 0.0 {
                back[j] = gradient * outer.w[j];
                bias.g[j] += back[j];
            }
        }
        for (i, &x) in row.iter().enumerate() {
            if x != 0.0 && keep[i] {
                let x = x * scale;
                for (g, b) in inner.g[i * HIDDEN..][..HIDDEN].iter_mut().zip(&back) {
                    *g += x * b;
                }
            }
        }
    }
}

/// The model that tells from a word vector what a noun names: a softmax over a linear layer.
fn nouns(texts: &[&Text]) -> Vec<f32> {
    let mut counts: BTreeMap<&str, [f32; 4]> = BTreeMap::new();
    for (lemma, kind) in texts.iter().flat_map(|t| &t.nouns) {
        counts.entry(lemma).or_default()[*kind] += 1.0;
    }
    let examples: Vec<([f32; VECTOR], [f32; 4], f32)> = counts
        .iter()
        .filter_map(|(lemma, count)| {
            let sum: f32 = count.iter().sum();
            Some((word_vector(lemma)?, count.map(|c| c / sum), sum.sqrt()))
        })
        .collect();
    let mut random = Random(0xC0DE);
    let mut weights = Param::new(VECTOR + 1, 4, 0.0, &mut random);
    for time in 1..=400 {
        for (vector, wanted, weight) in &examples {
            let mut shares = [0.0f32; 4];
            shares.copy_from_slice(&weights.w[VECTOR * 4..]);
            for (i, x) in vector.iter().enumerate() {
                for (s, w) in shares.iter_mut().zip(&weights.w[i * 4..][..4]) {
                    *s += x * w;
                }
            }
            softmax(&mut shares);
            for k in 0..4 {
                let gradient = (shares[k] - wanted[k]) * weight / examples.len() as f32;
                for (i, x) in vector.iter().chain([&1.0]).enumerate() {
                    weights.g[i * 4 + k] += gradient * x;
                }
            }
        }
        for (g, w) in weights.g.iter_mut().zip(&weights.w) {
            *g += 1e-4 * w;
        }
        weights.step(Step { rate: 0.1 / (1.0 + time as f32 / 40.0), time });
    }
    weights.w
}
