//! Training of the linear parts.

use std::collections::BTreeMap;

use rashomon_annotate::Upos;
use rashomon_annotate::lemma::{self, Lemmas};
use rashomon_annotate::linear::Linear;
use rashomon_annotate::sentences::{self, Walk};
use rashomon_annotate::tokens::{self, Piece, Tokenizer};
use rashomon_text::Span;

use crate::data::Doc;
use crate::perceptron::{Perceptron, Random};

/// Paragraphs of a document: bytes and the numbers of their sentences.
pub fn paragraphs(doc: &Doc) -> Vec<(Span, std::ops::Range<usize>)> {
    let mut out: Vec<(Span, std::ops::Range<usize>)> = Vec::new();
    for (i, sentence) in doc.sentences.iter().enumerate() {
        let Some((first, last)) = sentence.words.first().zip(sentence.words.last()) else {
            continue;
        };
        let span = first.span.cover(last.span);
        match out.last_mut() {
            Some(paragraph) if !sentence.paragraph => {
                paragraph.0 = paragraph.0.cover(span);
                paragraph.1.end = i + 1;
            }
            _ => out.push((span, i..i + 1)),
        }
    }
    out
}

/// The splits inside the pieces of the text, and the runs of letters that are two words.
pub fn tokenizer(docs: &[Doc], epochs: usize) -> Tokenizer {
    let mut runs: BTreeMap<String, (u32, BTreeMap<usize, u32>)> = BTreeMap::new();
    // (features of a place, whether a token ends there) by piece
    let mut pieces: Vec<Vec<(Vec<u64>, bool)>> = Vec::new();
    let mut features = Vec::new();
    for doc in docs {
        let mut starts: Vec<u32> =
            doc.sentences.iter().flat_map(|s| s.words.iter().map(|w| w.span.start)).collect();
        starts.sort_unstable();
        for (span, _) in paragraphs(doc) {
            let cut = tokens::pieces(&doc.text, span);
            for (i, piece) in cut.iter().enumerate() {
                let text = piece.slice(&doc.text);
                let is_start = |at: usize| starts.binary_search(&(piece.start + at as u32)).is_ok();
                let next = cut.get(i + 1).and_then(|next| next.slice(&doc.text).chars().next());
                for run in letter_runs(text) {
                    let word = text[run.clone()].to_ascii_lowercase();
                    if word.len() > 12 {
                        continue;
                    }
                    let entry = runs.entry(word).or_default();
                    entry.0 += 1;
                    for at in run.start + 1..run.end {
                        if is_start(at) {
                            *entry.1.entry(at - run.start).or_default() += 1;
                        }
                    }
                }
                let view = Piece::new(text, next);
                let mut begun = 0;
                let mut examples = Vec::new();
                for place in view.places() {
                    view.features(place, begun, &mut features);
                    let cut = is_start(view.byte(place));
                    examples.push((features.clone(), cut));
                    if cut {
                        begun = place;
                    }
                }
                if !examples.is_empty() {
                    pieces.push(examples);
                }
            }
        }
    }
    let mut model = Perceptron::new(16, 1);
    let mut random = Random(11);
    for _ in 0..epochs {
        random.shuffle(&mut pieces);
        for (features, cut) in pieces.iter().flatten() {
            model.tick();
            let score = model.now.decide(features);
            if (score > 0.0) != *cut || score.abs() < 1.0 {
                model.add(features, 0, if *cut { 1.0 } else { -1.0 });
            }
        }
    }
    let runs = runs.into_iter().filter_map(|(word, (total, cuts))| {
        let (cut, times) = cuts.into_iter().max_by_key(|&(_, times)| times)?;
        (times * 2 > total && times >= 2)
            .then(|| (rashomon_annotate::hash::string(&word), cut as u8))
    });
    Tokenizer { split: model.average(), runs: runs.collect(), known: false }
}

fn letter_runs(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii_alphabetic() {
            match out.last_mut() {
                Some(run) if run.end == at => run.end = at + 1,
                _ => out.push(at..at + 1),
            }
        }
    }
    out
}

/// Sentence ends, over the tokens of the treebanks.
pub fn sentences(docs: &[Doc], epochs: usize) -> Linear {
    let mut blocks = Vec::new();
    for doc in docs {
        for (_, range) in paragraphs(doc) {
            let (mut seen, mut ends) = (Vec::new(), Vec::new());
            let mut last = 0;
            for sentence in &doc.sentences[range] {
                for word in &sentence.words {
                    let space = seen.is_empty() || last < word.span.start;
                    seen.push(sentences::see(&word.form, space));
                    ends.push(false);
                    last = word.span.end;
                }
                if let Some(end) = ends.last_mut() {
                    *end = true;
                }
            }
            blocks.push((seen, ends));
        }
    }
    let mut model = Perceptron::new(18, 1);
    let mut random = Random(12);
    let mut features = Vec::new();
    for _ in 0..epochs {
        random.shuffle(&mut blocks);
        for (seen, ends) in &blocks {
            let mut walk = Walk::default();
            for (i, &end) in ends.iter().enumerate().take(seen.len().saturating_sub(1)) {
                walk.features(seen, i, &mut features);
                model.tick();
                let score = model.now.decide(&features);
                if (score > 0.0) != end || score.abs() < 1.0 {
                    model.add(&features, 0, if end { 1.0 } else { -1.0 });
                }
                walk.step(seen, i, end);
            }
        }
    }
    model.average()
}

/// Rules for lemmas.
pub fn lemmas(docs: &[Doc]) -> Lemmas {
    let mut words: BTreeMap<u64, BTreeMap<String, u32>> = BTreeMap::new();
    let mut endings: BTreeMap<u64, BTreeMap<String, u32>> = BTreeMap::new();
    for word in docs.iter().flat_map(|d| &d.sentences).flat_map(|s| &s.words) {
        if word.lemma == "_" || matches!(word.upos, Upos::Punct | Upos::Sym | Upos::Num) {
            continue;
        }
        let lower =
            if word.upos == Upos::Propn { word.form.clone() } else { word.form.to_lowercase() };
        let lower = lower.replace('\u{2019}', "'");
        let script = lemma::edit(&lower, &word.lemma);
        *words
            .entry(lemma::word_key(&lower, word.upos, word.xpos))
            .or_default()
            .entry(script.clone())
            .or_default() += 1;
        for key in lemma::ending_keys(&lower, word.upos, word.xpos) {
            *endings.entry(key).or_default().entry(script.clone()).or_default() += 1;
        }
    }
    let mut out = Lemmas::default();
    let mut numbers: BTreeMap<String, u16> = BTreeMap::new();
    let mut number = |script: &str, out: &mut Vec<String>| {
        *numbers.entry(script.to_owned()).or_insert_with(|| {
            out.push(script.to_owned());
            (out.len() - 1) as u16
        })
    };
    let most = |scripts: &BTreeMap<String, u32>| {
        let total: u32 = scripts.values().sum();
        let mut best = ("0".to_owned(), 0);
        for (script, &n) in scripts {
            if n > best.1 {
                best = (script.clone(), n);
            }
        }
        (best.0, best.1, total)
    };
    for (&key, scripts) in &endings {
        let (script, times, total) = most(scripts);
        if times >= 3 && times * 4 >= total * 3 {
            out.endings.insert(key, number(&script, &mut out.scripts));
        }
    }
    for (&key, scripts) in &words {
        let (script, _, _) = most(scripts);
        out.words.insert(key, number(&script, &mut out.scripts));
    }
    out
}
