//! The whole training: corpora to models.

use std::collections::BTreeMap;
use std::path::Path;

use rashomon_annotate::engine::Models;
use rashomon_annotate::form::form;
use rashomon_annotate::net;
use rashomon_annotate::sign::{self, sign};
use rashomon_annotate::{Annotator, NameKind, Upos, Xpos};
use rashomon_text::Span;

use crate::data::{self, Doc, NameDoc};
use crate::eval;
use crate::neural::{Example, Shape, Trainer};
use crate::parts;
use crate::perceptron::Random;

/// Settings of the training.
#[derive(Clone, Debug)]
pub struct Options {
    /// Rounds over the corpora.
    pub epochs: usize,
    /// Width of a word's state.
    pub dim: usize,
    /// Layers after the first.
    pub layers: usize,
    /// Width of arc and relation scoring.
    pub arc: usize,
    /// Greatest step size.
    pub rate: f32,
    /// Share of states left out, in trees and in names.
    pub dropout: [f32; 2],
    /// Share of words made unknown, in trees and in names.
    pub word_dropout: [f32; 2],
    /// Words a batch.
    pub batch: usize,
    /// Measure on the development parts after every so many rounds; 0: never.
    pub watch: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            epochs: 15,
            dim: 128,
            layers: 4,
            arc: 96,
            rate: 0.0025,
            dropout: [0.15; 2],
            word_dropout: [0.05, 0.2],
            batch: 400,
            watch: 0,
        }
    }
}

fn look(words: &[&str]) -> Example {
    let mut out = Example::default();
    let mut phrases = Vec::new();
    sign::phrases(words, &mut phrases);
    for (word, &phrase) in words.iter().zip(&phrases) {
        let form = form(word);
        out.rows.push(net::rows(&form, sign(word) | u64::from(phrase) << 16));
        out.lowers.push(form.lower);
    }
    out
}

/// Sentences of the treebanks, and the pairs of tags in them.
pub fn trees(docs: &[Doc]) -> (Vec<Example>, Vec<(Upos, Xpos)>) {
    let words = || docs.iter().flat_map(|d| &d.sentences).flat_map(|s| &s.words);
    let mut counts: BTreeMap<(Upos, Xpos), u32> = BTreeMap::new();
    for word in words() {
        *counts.entry((word.upos, word.xpos)).or_default() += 1;
    }
    let pairs: Vec<_> = counts.into_iter().filter(|&(_, n)| n >= 5).map(|(pair, _)| pair).collect();
    let mut examples = Vec::new();
    for (number, sentence) in docs.iter().flat_map(|d| &d.sentences).enumerate() {
        for style in styles(number) {
            let words = sentence.words.as_slice();
            // a headline has no full stop
            let words = match words.split_last() {
                Some((last, rest))
                    if style != Style::Plain && last.form == "." && !rest.is_empty() =>
                {
                    rest
                }
                _ => words,
            };
            let n = words.len() as u32;
            let forms: Vec<&str> = words.iter().map(|w| w.form.as_str()).collect();
            let mut example = restyled(&forms, style);
            for word in words {
                let tag = pairs.iter().position(|&p| p == (word.upos, word.xpos));
                example.tags.push(tag.map_or(u16::MAX, |t| t as u16));
                example.heads.push(word.head.map_or(n, |h| (h as u32).min(n)));
                example.labels.push(word.deprel as u8);
            }
            examples.push(example);
        }
    }
    (examples, pairs)
}

/// Sentences of the name corpus, cut by `annotator` as the product will cut them.
pub fn named(docs: &[NameDoc], annotator: &Annotator) -> Vec<Example> {
    let mut out = Vec::new();
    for doc in docs {
        let names = doc.names();
        for block in &doc.blocks {
            let Some((first, last)) = block.first().zip(block.last()) else { continue };
            let mut words = Vec::new();
            annotator.tokenize_kept(&doc.text, first.0.cover(last.0), &mut words);
            for range in annotator.split(&doc.text, &words, false, &mut Vec::new()) {
                let words = &words[range];
                let forms: Vec<&str> = words.iter().map(|w| w.slice(&doc.text)).collect();
                for style in styles(out.len()) {
                    let mut example = restyled(&forms, style);
                    example.names = classes(words, &names);
                    out.push(example);
                }
            }
        }
    }
    out
}

/// How a word is written in another style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// As it stands.
    Plain,
    /// "Minister Denies Charges".
    Headline,
    /// "MINISTER DENIES CHARGES".
    Upper,
    /// "minister denies charges".
    Lower,
}

/// Styles that sentence number `i` is learnt in: every sentence as it stands, some in others too.
fn styles(i: usize) -> impl Iterator<Item = Style> {
    let other = match string_number(i) % 40 {
        0..=1 => Some(Style::Headline),
        2 => Some(Style::Upper),
        3 => Some(Style::Lower),
        _ => None,
    };
    [Some(Style::Plain), other].into_iter().flatten()
}

fn string_number(i: usize) -> u64 {
    rashomon_annotate::hash::mix(17, i as u64) >> 20
}

fn restyle(word: &str, first: bool, style: Style) -> String {
    const SMALL: [&str; 18] = [
        "a", "an", "the", "of", "in", "on", "to", "for", "and", "or", "but", "at", "by", "with",
        "as", "'s", "n't", "from",
    ];
    match style {
        Style::Plain => word.to_owned(),
        Style::Upper => word.to_uppercase(),
        Style::Lower => word.to_lowercase(),
        Style::Headline if !first && SMALL.contains(&word) => word.to_owned(),
        Style::Headline => {
            let mut chars = word.chars();
            chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
        }
    }
}

fn restyled(words: &[&str], style: Style) -> Example {
    let words: Vec<String> =
        words.iter().enumerate().map(|(i, word)| restyle(word, i == 0, style)).collect();
    look(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The chain's class of each word.
fn classes(words: &[Span], names: &[(Span, NameKind)]) -> Vec<u8> {
    let mut out = vec![0; words.len()];
    let first = names.partition_point(|n| n.0.end <= words[0].start);
    for &(span, kind) in &names[first..] {
        if span.start >= words[words.len() - 1].end {
            break;
        }
        let from = words.partition_point(|w| w.end <= span.start);
        let to = words.partition_point(|w| w.start < span.end);
        let kind = NameKind::ALL.iter().position(|&k| k == kind).unwrap_or(0) as u8;
        for (i, class) in out.iter_mut().enumerate().take(to).skip(from) {
            let part = match (i == from, i + 1 == to) {
                (true, true) => 3,
                (true, false) => 0,
                (false, true) => 2,
                (false, false) => 1,
            };
            *class = 1 + 4 * kind + part;
        }
    }
    out
}

/// Trains everything on the corpora under `root`.
///
/// # Errors
/// If a corpus cannot be read.
pub fn all(
    root: &Path,
    options: &Options,
    log: &mut dyn FnMut(&str),
    save: &mut dyn FnMut(&Models) -> std::io::Result<()>,
) -> std::io::Result<Models> {
    let mut docs = data::conllu(&root.join("ud-ewt/en_ewt-ud-train.conllu"))?;
    docs.extend(data::gum(&root.join("gum"))?.0);
    let (trees, pairs) = trees(&docs);
    let mut models = Models {
        tokenizer: parts::tokenizer(&docs, 8),
        sentences: parts::sentences(&docs, 8),
        lemmas: parts::lemmas(&docs),
        pairs,
        vectors: Models::vectors()?,
        ..Models::default()
    };
    let annotator = Annotator::with_models(models.clone());
    let names = named(&data::names(&root.join("ner-worldwide/train.tsv"))?, &annotator);
    let words = |list: &[Example]| list.iter().map(|e| e.rows.len()).sum::<usize>();
    log(&format!("{} words with trees, {} with names", words(&trees), words(&names)));

    let shape = Shape {
        dim: options.dim,
        vector: models.vectors.dim,
        layers: options.layers,
        tags: models.pairs.len().next_multiple_of(16),
        arc: options.arc,
        label: options.arc,
    };
    let mut trainer = Trainer::new(shape, 1);
    trainer.dropout = options.dropout;
    trainer.word_dropout = options.word_dropout;
    let mut random = Random(5);
    let (tree_order, name_order): (Vec<&Example>, Vec<&Example>) = (
        trees.iter().filter(|e| !e.rows.is_empty() && e.rows.len() <= 200).collect(),
        names.iter().filter(|e| !e.rows.is_empty() && e.rows.len() <= 200).collect(),
    );
    let mut orders = [tree_order, name_order];
    let mut done = 0;
    let mut total = 0;
    for epoch in 0..options.epochs {
        let mut batches: Vec<(usize, Vec<&Example>)> = Vec::new();
        for (task, order) in orders.iter_mut().enumerate() {
            random.shuffle(order);
            let mut batch = Vec::new();
            let mut size = 0;
            for &example in order.iter() {
                batch.push(example);
                size += example.rows.len();
                if size >= options.batch {
                    batches.push((task, std::mem::take(&mut batch)));
                    size = 0;
                }
            }
        }
        random.shuffle(&mut batches);
        if epoch == 0 {
            total = batches.len() * options.epochs;
        }
        let mut losses = [(0.0f64, 0u32); 2];
        for (task, batch) in &batches {
            done += 1;
            let warm = (done as f32 / 200.0).min(1.0);
            let left = (1.0 - done as f32 / (total + 1) as f32).max(0.01);
            let loss = trainer.learn(batch, &models.vectors, options.rate * warm * left);
            losses[*task].0 += f64::from(loss);
            losses[*task].1 += 1;
        }
        let mean = |task: usize| losses[task].0 / f64::from(losses[task].1.max(1));
        log(&format!("round {}: loss {:.4} trees, {:.4} names", epoch + 1, mean(0), mean(1)));
        if options.watch > 0 && (epoch + 1) % options.watch == 0 {
            models.net = trainer.finish();
            watch(root, &models, log)?;
            save(&models)?;
        }
    }
    models.net = trainer.finish();
    Ok(models)
}

fn watch(root: &Path, models: &Models, log: &mut dyn FnMut(&str)) -> std::io::Result<()> {
    let annotator = Annotator::with_models(models.clone());
    let docs = data::conllu(&root.join("ud-ewt/en_ewt-ud-dev.conllu"))?;
    let scores = eval::gold_tokens(&annotator, &docs);
    let counts = eval::names(&annotator, &data::names(&root.join("ner-worldwide/dev.tsv"))?);
    let all = counts.get(&None).copied().unwrap_or_default();
    log(&format!(
        "  dev: upos {:.2} xpos {:.2} uas {:.2} las {:.2} names {:.2} (p {:.1} r {:.1}) core {:.2}",
        scores.f1("upos"),
        scores.f1("xpos"),
        scores.f1("uas"),
        scores.f1("las"),
        all.f1(),
        all.precision(),
        all.recall(),
        eval::core(&counts).f1(),
    ));
    Ok(())
}
