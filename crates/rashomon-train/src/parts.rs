//! Training of the linear parts.

use std::collections::BTreeMap;

use rashomon_annotate::engine::{KINDS, Models};
use rashomon_annotate::greedy::{self, Form, NONE, State};
use rashomon_annotate::lemma::{self, Lemmas};
use rashomon_annotate::linear::Linear;
use rashomon_annotate::sentences::{self, Walk};
use rashomon_annotate::tokens::{self, Piece, Tokenizer};
use rashomon_annotate::{Annotator, Deprel, Upos, Xpos};
use rashomon_text::Span;

use crate::data::{Doc, NameDoc, Sentence};
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
    Tokenizer { split: model.average(), runs: runs.collect() }
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
            for i in 0..seen.len().saturating_sub(1) {
                walk.features(seen, i, &mut features);
                model.tick();
                let score = model.now.decide(&features);
                if (score > 0.0) != ends[i] || score.abs() < 1.0 {
                    model.add(&features, 0, if ends[i] { 1.0 } else { -1.0 });
                }
                walk.step(seen, i, ends[i]);
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

fn forms(sentence: &Sentence) -> Vec<Form> {
    sentence.words.iter().map(|word| greedy::form(&word.form)).collect()
}

/// The tagger and the pairs of tags it chooses from.
pub fn tagger(sentences: &[&Sentence], epochs: usize) -> (Linear, Vec<(Upos, Xpos)>) {
    let mut counts: BTreeMap<(Upos, Xpos), u32> = BTreeMap::new();
    for word in sentences.iter().flat_map(|s| &s.words) {
        *counts.entry((word.upos, word.xpos)).or_default() += 1;
    }
    let pairs: Vec<_> = counts.into_iter().filter(|&(_, n)| n >= 5).map(|(pair, _)| pair).collect();
    let mut examples: Vec<(Vec<Form>, Vec<u16>)> = sentences
        .iter()
        .map(|s| {
            let gold = s
                .words
                .iter()
                .map(|w| pairs.iter().position(|&p| p == (w.upos, w.xpos)).unwrap_or(0) as u16);
            (forms(s), gold.collect())
        })
        .collect();
    let model = sequence(&mut examples, pairs.len(), 17, epochs, |x, i, before, out| {
        greedy::tag_features(x, i, before, out);
    });
    (model, pairs)
}

fn sequence<X>(
    examples: &mut [(X, Vec<u16>)],
    classes: usize,
    bits: u32,
    epochs: usize,
    look: impl Fn(&X, usize, &[u16], &mut Vec<u64>),
) -> Linear {
    let mut model = Perceptron::new(bits, classes);
    let mut random = Random(13);
    let mut features = Vec::new();
    let mut scores = vec![0.0; classes];
    for epoch in 0..epochs {
        random.shuffle(examples);
        for (x, gold) in &*examples {
            let mut before: Vec<u16> = Vec::with_capacity(gold.len());
            for (i, &right) in gold.iter().enumerate() {
                look(x, i, &before, &mut features);
                model.tick();
                model.now.score(&features, &mut scores);
                let mut best = 0;
                for (class, &score) in scores.iter().enumerate() {
                    if score > scores[best] {
                        best = class;
                    }
                }
                if best != right as usize {
                    model.add(&features, right as usize, 1.0);
                    model.add(&features, best, -1.0);
                }
                before.push(if epoch == 0 { right } else { best as u16 });
            }
        }
    }
    model.average()
}

/// The parser, over Penn tags found by taggers that did not see the sentence.
pub fn parser(sentences: &[&Sentence], tags: &[Vec<u8>], epochs: usize) -> Linear {
    let classes = 1 + 2 * Deprel::COUNT;
    let mut model = Perceptron::new(18, classes);
    let mut random = Random(14);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut features = Vec::new();
    let mut scores = vec![0.0; classes];
    let all: Vec<Vec<Form>> = sentences.iter().map(|s| forms(s)).collect();
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        for &number in &order {
            let words = &sentences[number].words;
            let size = words.len();
            let gold: Vec<usize> = words.iter().map(|w| w.head.unwrap_or(size)).collect();
            let mut state = State::new(size);
            while !state.done() {
                state.features(&all[number], &tags[number], &mut features);
                model.tick();
                model.now.score(&features, &mut scores);
                let allowed = state.allowed();
                let costs = costs(&state, &gold);
                let least = (0..3).filter(|&k| allowed[k]).map(|k| costs[k]).min().unwrap_or(0);
                let (mut best, mut right) = (NONE, NONE);
                for (class, &score) in scores.iter().enumerate() {
                    let kind = class.div_ceil(Deprel::COUNT);
                    if !allowed[kind] {
                        continue;
                    }
                    if best == NONE || score > scores[best] {
                        best = class;
                    }
                    let fits = costs[kind] == least
                        && (kind == 0 || {
                            let top = state.stack[state.stack.len() - 1];
                            let head = if kind == 1 {
                                state.next
                            } else {
                                state.stack[state.stack.len() - 2]
                            };
                            gold[top] != head
                                || words[top].deprel as usize == (class - 1) % Deprel::COUNT
                        });
                    if fits && (right == NONE || score > scores[right]) {
                        right = class;
                    }
                }
                if best != right {
                    model.add(&features, right, 1.0);
                    model.add(&features, best, -1.0);
                }
                let class = if epoch > 0 && random.unit() < 0.9 { best } else { right };
                let kind = class.div_ceil(Deprel::COUNT);
                state.go(kind, if class == 0 { 0 } else { ((class - 1) % Deprel::COUNT) as u8 });
            }
        }
    }
    model.average()
}

/// How many right arcs each move makes impossible (Goldberg and Nivre 2013).
fn costs(state: &State, gold: &[usize]) -> [usize; 3] {
    let next = state.next;
    let under = &state.stack[..state.stack.len().saturating_sub(1)];
    let mut costs = [0; 3];
    if next < state.size {
        costs[0] = state.stack.iter().filter(|&&s| gold[s] == next).count()
            + usize::from(under.contains(&gold[next]));
    }
    if let Some(&top) = state.stack.last() {
        let head = gold[top];
        let below = under.last().copied();
        let kids = (next..state.size).filter(|&b| gold[b] == top).count();
        costs[1] = kids + usize::from(head > next || Some(head) == below);
        costs[2] = kids + usize::from(head >= next);
    }
    costs
}

/// The name recogniser, over tags found by `annotator`.
pub fn names(docs: &[NameDoc], annotator: &Annotator, epochs: usize) -> Linear {
    let mut examples = Vec::new();
    for doc in docs {
        for block in &doc.blocks {
            let spans: Vec<Span> = block.iter().map(|t| t.0).collect();
            for range in annotator.split(&doc.text, &spans, false, &mut Vec::new()) {
                let forms: Vec<Form> =
                    spans[range.clone()].iter().map(|s| greedy::form(s.slice(&doc.text))).collect();
                let tags: Vec<u8> = annotator.tag(&forms).iter().map(|p| p.1 as u8).collect();
                let gold: Vec<u16> = block[range].iter().map(|t| t.1).collect();
                examples.push(((forms, tags), gold));
            }
        }
    }
    sequence(&mut examples, 1 + 2 * KINDS.len(), 18, epochs, |(forms, tags), i, before, out| {
        greedy::name_features(forms, tags, i, before, out);
    })
}

/// Penn tags of every sentence by a tagger trained on the other parts of `sentences`.
pub fn jackknife(sentences: &[&Sentence], parts: usize, epochs: usize) -> Vec<Vec<u8>> {
    let mut out = vec![Vec::new(); sentences.len()];
    for part in 0..parts {
        let rest: Vec<&Sentence> = sentences
            .iter()
            .enumerate()
            .filter(|(i, _)| i % parts != part)
            .map(|(_, &s)| s)
            .collect();
        let (tagger, pairs) = tagger(&rest, epochs);
        let annotator = Annotator::with_models(Models { tagger, pairs, ..Models::default() });
        for i in (part..sentences.len()).step_by(parts) {
            out[i] = annotator.tag(&forms(sentences[i])).iter().map(|p| p.1 as u8).collect();
        }
    }
    out
}
