//! Training of the network of attributions (`rashomon_annotate::attribution`): the same sums, and their
//! gradients.

use std::path::Path;

use rashomon_annotate::attribution::chain::{Chain, WIDTH};
use rashomon_annotate::attribution::look::{FEATURES, Looked, PLACE_ROWS, PLACES, TABLE_ROWS};
use rashomon_annotate::attribution::{CUE_CLASSES, PART_CLASSES, stretches};
use rashomon_annotate::engine::Models;
use rashomon_annotate::math;
use rashomon_annotate::net::{Table, Vectors};
use rashomon_annotate::pack::Writer;
use rashomon_annotate::{Analysis, Annotator, TokenRange};
use rashomon_text::{Article, Span};

use crate::brat::{self, Document, Relation, Tally};
use crate::neural::{Gated, add, recur, recur_back, windows, windows_back};
use crate::param::{Layer, Param, Step};
use crate::perceptron::Random;

/// Settings of the training.
#[derive(Clone, Debug)]
pub struct Options {
    /// Rounds over the corpus.
    pub epochs: usize,
    /// Width of a word's state.
    pub dim: usize,
    /// Layers after the first.
    pub layers: usize,
    /// Width of a word's state as seen from a cue.
    pub part_dim: usize,
    /// Layers of the second stack.
    pub part_layers: usize,
    /// Greatest step size.
    pub rate: f32,
    /// Share of states left out.
    pub dropout: f32,
    /// Share of words whose identity is left out.
    pub word_dropout: f32,
    /// Words a batch.
    pub batch: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            epochs: 8,
            dim: 96,
            layers: 2,
            part_dim: 64,
            part_layers: 2,
            rate: 0.003,
            dropout: 0.2,
            word_dropout: 0.1,
            batch: 500,
        }
    }
}

/// Taken from the score of "no cue": precision and recall then come out about even on the texts held out.
const READINESS: f32 = 0.15;

/// A paragraph to learn from.
#[derive(Clone, Debug, Default)]
pub struct Example {
    rows: Vec<[u32; FEATURES]>,
    lowers: Vec<u64>,
    cues: Vec<u8>,
    /// For each cue each word's place and class.
    parts: Vec<(Vec<[u32; PLACES]>, Vec<u8>)>,
}

/// Whether a document is held out of the training for choices: one in ten, by the hash of its text.
pub fn held_out(document: &Document) -> bool {
    rashomon_annotate::hash::mix(3, rashomon_annotate::hash::string(&document.text)) >> 32 & 0xFFFF
        < 0x199A
}

/// The tokens that a span touches.
fn tokens(analysis: &Analysis, span: Span) -> TokenRange {
    let start = analysis.tokens.span.partition_point(|t| t.end <= span.start) as u32;
    let end = analysis.tokens.span.partition_point(|t| t.start < span.end) as u32;
    TokenRange::new(start, end.max(start))
}

/// The paragraphs of documents as the product will read them.
pub fn examples(documents: &[Document], annotator: &Annotator) -> Vec<Example> {
    let mut out = Vec::new();
    for document in documents {
        let analysis = annotator.annotate(&Article::plain(document.text.as_str()));
        let mut looked = Looked::new(&document.text, &analysis);
        for range in stretches(&analysis) {
            out.push(example(&analysis, &mut looked, range, &document.relations));
        }
    }
    out
}

fn example(
    analysis: &Analysis,
    looked: &mut Looked,
    range: TokenRange,
    relations: &[Relation],
) -> Example {
    looked.stretch(analysis, range);
    let mut example = Example {
        rows: looked.rows.clone(),
        lowers: looked.lowers.clone(),
        cues: vec![0; range.len()],
        parts: Vec::new(),
    };
    let mut cues: Vec<(TokenRange, f32)> = Vec::new();
    let mut own: Vec<&Relation> = Vec::new();
    for relation in relations {
        let cue = tokens(analysis, relation.cue[0].cover(relation.cue[relation.cue.len() - 1]));
        if cue.is_empty() || cue.start < range.start || cue.end > range.end {
            continue;
        }
        let cue = TokenRange::new(cue.start - range.start, cue.end - range.start);
        if cue.iter().any(|t| example.cues[t.index()] > 0) {
            continue;
        }
        for t in cue.iter() {
            example.cues[t.index()] = match (t.0 == cue.start, t.0 + 1 == cue.end) {
                (true, true) => 4,
                (true, false) => 1,
                (false, true) => 3,
                (false, false) => 2,
            };
        }
        cues.push((cue, 1.0));
        own.push(relation);
    }
    for (&(cue, _), relation) in cues.iter().zip(own) {
        looked.from_cue(analysis, cue, &cues);
        let mut classes = vec![0u8; range.len()];
        for (spans, class) in [(&relation.content, 3), (&relation.source, 1)] {
            for &span in spans {
                for (i, t) in tokens(analysis, span).iter().enumerate() {
                    if range.holds(t) {
                        classes[(t.0 - range.start) as usize] = class + u8::from(i > 0);
                    }
                }
            }
        }
        example.parts.push((looked.places.clone(), classes));
    }
    example
}

/// The network being trained.
#[derive(Debug)]
pub struct Trainer {
    options: Options,
    vector: usize,
    table: Param,
    project: Layer,
    first: Layer,
    layers: Vec<Layer>,
    cues: Layer,
    cue_chain: Param,
    places: Param,
    narrow: Layer,
    part_layers: Vec<Layer>,
    parts: Layer,
    part_chain: Param,
    random: Random,
    time: u32,
}

impl Trainer {
    /// Random weights.
    pub fn new(options: Options, vector: usize, seed: u64) -> Self {
        let r = &mut Random(seed);
        let (d, e) = (options.dim, options.part_dim);
        Self {
            vector,
            table: Param::new(TABLE_ROWS, d, 0.1, r),
            project: Layer::new(vector, d, 1.0, r),
            first: Layer::new(3 * d, 2 * d, 1.0, r),
            layers: (0..options.layers).map(|_| Layer::new(d, 2 * d, 1.0, r)).collect(),
            cues: Layer::new(d, WIDTH, 1.0, r),
            cue_chain: Param::new(CUE_CLASSES, CUE_CLASSES, 0.0, r),
            places: Param::new(PLACE_ROWS, e, 0.1, r),
            narrow: Layer::new(d, e, 1.0, r),
            part_layers: (0..options.part_layers).map(|_| Layer::new(e, 2 * e, 1.0, r)).collect(),
            parts: Layer::new(e, WIDTH, 1.0, r),
            part_chain: Param::new(PART_CLASSES, PART_CLASSES, 0.0, r),
            random: Random(seed ^ 0xABCD),
            time: 0,
            options,
        }
    }

    fn mask(&mut self, n: usize) -> Vec<f32> {
        let share = self.options.dropout;
        let scale = 1.0 / (1.0 - share);
        let edge = (share * 256.0) as u8;
        let mut out = vec![0.0; n];
        for part in out.chunks_mut(8) {
            let bits = self.random.number().to_le_bytes();
            for (out, bits) in part.iter_mut().zip(bits) {
                *out = if bits < edge { 0.0 } else { scale };
            }
        }
        out
    }

    /// Learns from a batch of paragraphs; the losses a word, of cues and of parts.
    pub fn learn(&mut self, batch: &[&Example], distilled: &Vectors, rate: f32) -> [f32; 2] {
        let d = self.options.dim;
        let sizes: Vec<usize> = batch.iter().map(|e| e.rows.len()).collect();
        let n: usize = sizes.iter().sum();
        // inputs; a word left out keeps what it is in its sentence
        let mut rows: Vec<&[u32]> = Vec::with_capacity(n);
        let mut vectors = vec![0.0; n * self.vector];
        let words = batch.iter().flat_map(|e| e.rows.iter().zip(&e.lowers));
        for ((row, &lower), out) in words.zip(vectors.chunks_exact_mut(self.vector)) {
            let blank = self.random.unit() < self.options.word_dropout;
            rows.push(if blank { &row[3..] } else { row });
            if !blank {
                distilled.get(lower, out);
            }
        }
        let mut x0 = self.project.forward(&vectors, n);
        add_rows(&self.table, &rows, &mut x0);
        let mask0 = self.mask(n * d);
        times(&mut x0, &mask0);
        let window = windows(&x0, &sizes, d);
        let mut states = vec![x0];
        let mut gated = Vec::new();
        for k in 0..=self.layers.len() {
            let gates = if k == 0 {
                self.first.forward(&window, n)
            } else {
                self.layers[k - 1].forward(&states[k], n)
            };
            let mask = self.mask(n * d);
            states.push(layer(&gates, &sizes, d / 2, mask, &states[k], &mut gated));
        }
        let mask1 = self.mask(n * d);
        let mut top = states[states.len() - 1].clone();
        times(&mut top, &mask1);
        // cues
        let scale = 1.0 / n as f32;
        let emits = self.cues.forward(&top, n);
        let mut demits = vec![0.0; emits.len()];
        let mut losses = [0.0; 2];
        let mut start = 0;
        for (example, &n) in batch.iter().zip(&sizes) {
            let range = start * WIDTH..(start + n) * WIDTH;
            losses[0] += chain(
                &mut self.cue_chain,
                &emits[range.clone()],
                &example.cues,
                scale,
                &mut demits[range],
            );
            start += n;
        }
        let mut dtop = vec![0.0; n * d];
        self.cues.backward(&top, &demits, n, Some(&mut dtop));
        losses[1] = self.learn_parts(batch, &top, scale, &mut dtop, rate);
        times(&mut dtop, &mask1);
        // back
        for k in (0..=self.layers.len()).rev() {
            let dgates = recur_back(&gated[k], &sizes, d / 2, &dtop);
            if k == 0 {
                let mut dwindow = vec![0.0; n * 3 * d];
                self.first.backward(&window, &dgates, n, Some(&mut dwindow));
                windows_back(&dwindow, &sizes, d, &mut dtop);
            } else {
                self.layers[k - 1].backward(&states[k], &dgates, n, Some(&mut dtop));
            }
        }
        times(&mut dtop, &mask0);
        self.project.backward(&vectors, &dtop, n, None);
        let touched = add_gradients(&mut self.table, &rows, &dtop);
        self.time += 1;
        let step = Step { rate, time: self.time };
        self.table.step_rows(&touched, step);
        for layer in &mut self.layers {
            layer.step(step);
        }
        for layer in [&mut self.project, &mut self.first, &mut self.cues] {
            layer.step(step);
        }
        self.cue_chain.step(step);
        losses
    }

    /// The second stack, from each cue of the batch; adds to the gradients of the states.
    fn learn_parts(
        &mut self,
        batch: &[&Example],
        top: &[f32],
        scale: f32,
        dtop: &mut [f32],
        rate: f32,
    ) -> f32 {
        let (d, e) = (self.options.dim, self.options.part_dim);
        let mut sizes = Vec::new();
        let mut starts = Vec::new();
        let mut rows: Vec<&[u32]> = Vec::new();
        let mut golds: Vec<&[u8]> = Vec::new();
        let mut start = 0;
        for example in batch {
            for (places, classes) in &example.parts {
                sizes.push(places.len());
                starts.push(start);
                rows.extend(places.iter().map(<[u32; PLACES]>::as_slice));
                golds.push(classes);
            }
            start += example.rows.len();
        }
        let n: usize = sizes.iter().sum();
        if n == 0 {
            return 0.0;
        }
        let mut x = Vec::with_capacity(n * d);
        for (&start, &size) in starts.iter().zip(&sizes) {
            x.extend_from_slice(&top[start * d..(start + size) * d]);
        }
        let mut x0 = self.narrow.forward(&x, n);
        add_rows(&self.places, &rows, &mut x0);
        let mask0 = self.mask(n * e);
        times(&mut x0, &mask0);
        let mut states = vec![x0];
        let mut gated = Vec::new();
        for k in 0..self.part_layers.len() {
            let gates = self.part_layers[k].forward(&states[k], n);
            let mask = self.mask(n * e);
            states.push(layer(&gates, &sizes, e / 2, mask, &states[k], &mut gated));
        }
        let mask1 = self.mask(n * e);
        let mut last = states[states.len() - 1].clone();
        times(&mut last, &mask1);
        let emits = self.parts.forward(&last, n);
        let mut demits = vec![0.0; emits.len()];
        let mut loss = 0.0;
        let mut at = 0;
        for (gold, &size) in golds.iter().zip(&sizes) {
            let range = at * WIDTH..(at + size) * WIDTH;
            loss +=
                chain(&mut self.part_chain, &emits[range.clone()], gold, scale, &mut demits[range]);
            at += size;
        }
        let mut dlast = vec![0.0; n * e];
        self.parts.backward(&last, &demits, n, Some(&mut dlast));
        times(&mut dlast, &mask1);
        for k in (0..self.part_layers.len()).rev() {
            let dgates = recur_back(&gated[k], &sizes, e / 2, &dlast);
            self.part_layers[k].backward(&states[k], &dgates, n, Some(&mut dlast));
        }
        times(&mut dlast, &mask0);
        let mut dx = vec![0.0; n * d];
        self.narrow.backward(&x, &dlast, n, Some(&mut dx));
        let touched = add_gradients(&mut self.places, &rows, &dlast);
        let mut at = 0;
        for (&start, &size) in starts.iter().zip(&sizes) {
            add(&mut dtop[start * d..(start + size) * d], &dx[at * d..(at + size) * d], 1.0);
            at += size;
        }
        let step = Step { rate, time: self.time + 1 };
        self.places.step_rows(&touched, step);
        for layer in &mut self.part_layers {
            layer.step(step);
        }
        self.narrow.step(step);
        self.parts.step(step);
        self.part_chain.step(step);
        loss
    }

    /// The network as the product reads it, weights in 8 bits, and a little readier to see a cue than it was
    /// trained to be ([`READINESS`]).
    pub fn finish(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.u32s("layers", &[self.layers.len() as u32, self.part_layers.len() as u32]);
        for (name, table) in [("table", &self.table), ("places", &self.places)] {
            writer.u32s(&format!("{name}.dim"), &[table.cols as u32]);
            Table::pack(&table.w, table.cols).write(&mut writer, [name, &format!("{name}.scales")]);
        }
        for (name, steps) in [("cue_chain", &self.cue_chain), ("part_chain", &self.part_chain)] {
            Chain { classes: steps.cols, steps: steps.w.clone() }.write(&mut writer, name);
        }
        let mut put = |name: &str, weights: &[f32], bias: &[f32]| {
            writer.i8s(&format!("{name}.weights"), weights, bias.len());
            writer.f32s(&format!("{name}.bias"), bias);
        };
        let mut ready = self.cues.b.w.clone();
        ready[0] -= READINESS;
        put("cues", &self.cues.w.w, &ready);
        for (name, layer) in [
            ("project", &self.project),
            ("first", &self.first),
            ("narrow", &self.narrow),
            ("parts", &self.parts),
        ] {
            put(name, &layer.w.w, &layer.b.w);
        }
        for (name, layers) in [("layer", &self.layers), ("part_layer", &self.part_layers)] {
            for (i, layer) in layers.iter().enumerate() {
                put(&format!("{name}{i}"), &layer.w.w, &layer.b.w);
            }
        }
        writer.finish()
    }
}

/// Trains on the texts of `polnear/train` in `root` that are not held out, as `annotator` analyses them; the
/// network as [`Trainer::finish`] gives it.
///
/// # Errors
/// If the corpus or the embedded vectors cannot be read.
pub fn from_corpus(
    root: &Path,
    annotator: &Annotator,
    options: &Options,
    log: &mut dyn FnMut(&str),
) -> std::io::Result<Vec<u8>> {
    let mut documents = brat::folder(&root.join("polnear/train"))?;
    documents.retain(|d| !held_out(d));
    let examples = examples(&documents, annotator);
    log(&format!("{} texts, {} paragraphs", documents.len(), examples.len()));
    Ok(train(&examples, &Models::vectors()?, options, log))
}

/// Sources, cues and contents that `annotator` finds in the texts held out for choices.
///
/// # Errors
/// If the corpus cannot be read.
pub fn choices(root: &Path, annotator: &Annotator) -> std::io::Result<[Tally; 3]> {
    let mut tallies = [Tally::default(); 3];
    for document in brat::folder(&root.join("polnear/train"))?.iter().filter(|d| held_out(d)) {
        let article = Article::plain(document.text.as_str());
        let found = brat::found(&annotator.annotate(&article));
        for (i, tally) in tallies.iter_mut().enumerate() {
            let part = |r: &Relation| [&r.source, &r.cue, &r.content][i].clone();
            let gold: Vec<Vec<Span>> = document.relations.iter().map(part).collect();
            let found: Vec<Vec<Span>> = found.iter().map(part).collect();
            let gold: Vec<&[_]> = gold.iter().map(Vec::as_slice).collect();
            let found: Vec<&[_]> = found.iter().map(Vec::as_slice).collect();
            tally.add(&gold, &found);
        }
    }
    Ok(tallies)
}

/// Trains on `examples`; the network as [`Trainer::finish`] gives it.
pub fn train(
    examples: &[Example],
    vectors: &Vectors,
    options: &Options,
    log: &mut dyn FnMut(&str),
) -> Vec<u8> {
    let mut trainer = Trainer::new(options.clone(), vectors.dim, 1);
    let mut random = Random(5);
    let mut order: Vec<&Example> = examples.iter().filter(|e| !e.rows.is_empty()).collect();
    let words: usize = order.iter().map(|e| e.rows.len()).sum();
    let total = (options.epochs * words / options.batch) as f32;
    let mut done = 0.0f32;
    for epoch in 0..options.epochs {
        random.shuffle(&mut order);
        let mut losses = [0.0f64; 2];
        let mut batches = 0;
        let mut batch: Vec<&Example> = Vec::new();
        let mut size = 0;
        for (i, &example) in order.iter().enumerate() {
            batch.push(example);
            size += example.rows.len();
            if size < options.batch && i + 1 < order.len() {
                continue;
            }
            done += 1.0;
            let warm = (done / 200.0).min(1.0);
            let left = (1.0 - done / total).max(0.01);
            let loss = trainer.learn(&batch, vectors, options.rate * warm * left);
            losses[0] += f64::from(loss[0]);
            losses[1] += f64::from(loss[1]);
            batches += 1;
            batch.clear();
            size = 0;
        }
        let [cues, parts] = losses.map(|l| l / f64::from(batches.max(1)));
        log(&format!("round {}: loss {cues:.4} cues, {parts:.4} parts", epoch + 1));
    }
    trainer.finish()
}

fn times(x: &mut [f32], mask: &[f32]) {
    for (x, m) in x.iter_mut().zip(mask) {
        *x *= m;
    }
}

fn add_rows(table: &Param, rows: &[&[u32]], x: &mut [f32]) {
    for (x, rows) in x.chunks_exact_mut(table.cols).zip(rows) {
        for &row in *rows {
            add(x, &table.w[row as usize * table.cols..][..table.cols], 1.0);
        }
    }
}

/// Adds to the gradients of rows; gives the rows touched.
fn add_gradients(table: &mut Param, rows: &[&[u32]], dx: &[f32]) -> Vec<u32> {
    let cols = table.cols;
    for (dx, rows) in dx.chunks_exact(cols).zip(rows) {
        for &row in *rows {
            add(&mut table.g[row as usize * cols..][..cols], dx, 1.0);
        }
    }
    let mut touched: Vec<u32> = rows.iter().flat_map(|r| r.iter().copied()).collect();
    touched.sort_unstable();
    touched.dedup();
    touched
}

fn layer(
    gates: &[f32],
    sizes: &[usize],
    half: usize,
    mask: Vec<f32>,
    x: &[f32],
    gated: &mut Vec<Gated>,
) -> Vec<f32> {
    let layer = recur(gates, sizes, half, mask);
    let mut y = x.to_vec();
    for ((y, s), m) in y.iter_mut().zip(&layer.state).zip(&layer.mask) {
        *y += s * m;
    }
    gated.push(layer);
    y
}

/// The loss of a linear chain (Lafferty et al. 2001) and its gradients, from the marginals of classes and
/// of pairs of classes.
fn chain(steps: &mut Param, emits: &[f32], gold: &[u8], scale: f32, demits: &mut [f32]) -> f32 {
    let (n, k) = (gold.len(), steps.cols);
    let weight: Vec<f32> = steps.w.iter().map(|&s| math::exp(s)).collect();
    let mut weights = vec![0.0f32; n * k];
    let mut loss = 0.0;
    for t in 0..n {
        let emit = &emits[t * WIDTH..][..k];
        let top = emit.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
        for c in 0..k {
            weights[t * k + c] = math::exp(emit[c] - top);
        }
        loss -= emit[gold[t] as usize] - top;
        if t > 0 {
            loss -= steps.w[gold[t - 1] as usize * k + gold[t] as usize];
        }
    }
    let mut alpha = vec![0.0f32; n * k];
    for t in 0..n {
        let mut sum = 0.0;
        for to in 0..k {
            let before: f32 = if t == 0 {
                1.0
            } else {
                (0..k).map(|c| alpha[(t - 1) * k + c] * weight[c * k + to]).sum()
            };
            alpha[t * k + to] = before * weights[t * k + to];
            sum += alpha[t * k + to];
        }
        for c in 0..k {
            alpha[t * k + c] /= sum;
        }
        loss += math::ln(sum);
    }
    let mut beta = vec![1.0f32; k];
    for t in (0..n).rev() {
        let here = &alpha[t * k..][..k];
        let sum: f32 = here.iter().zip(&beta).map(|(a, b)| a * b).sum();
        for c in 0..k {
            demits[t * WIDTH + c] += here[c] * beta[c] / sum * scale;
        }
        demits[t * WIDTH + gold[t] as usize] -= scale;
        if t == 0 {
            break;
        }
        let next: Vec<f32> = beta.iter().zip(&weights[t * k..]).map(|(b, w)| b * w).collect();
        let before = &alpha[(t - 1) * k..][..k];
        let mut new = vec![0.0f32; k];
        let mut all = 0.0;
        for (c, new) in new.iter_mut().enumerate() {
            *new = (0..k).map(|to| weight[c * k + to] * next[to]).sum();
            all += before[c] * *new;
        }
        for c in 0..k {
            for to in 0..k {
                steps.g[c * k + to] += before[c] * weight[c * k + to] * next[to] / all * scale;
            }
        }
        steps.g[gold[t - 1] as usize * k + gold[t] as usize] -= scale;
        let sum: f32 = new.iter().sum();
        beta = new.into_iter().map(|b| b / sum).collect();
    }
    loss * scale
}

#[cfg(test)]
mod tests {
    use rashomon_annotate::attribution::net::AttributionNet;

    use super::*;

    #[test]
    fn gradients_of_a_chain_are_the_slopes_of_its_loss() {
        let mut steps = Param::new(3, 3, 0.5, &mut Random(1));
        let mut random = Random(2);
        let mut emits = vec![0.0f32; 4 * WIDTH];
        for emit in &mut emits {
            *emit = random.unit() - 0.5;
        }
        let gold = [0, 2, 1, 1];
        let mut grad = vec![0.0; emits.len()];
        chain(&mut steps, &emits, &gold, 1.0, &mut grad);
        let slopes = steps.g.clone();
        let loss = |steps: &mut Param, emits: &[f32]| {
            chain(steps, emits, &gold, 1.0, &mut vec![0.0; emits.len()])
        };
        for i in [0, 1, WIDTH + 2, 2 * WIDTH, 3 * WIDTH + 1] {
            let mut moved = emits.clone();
            moved[i] += 1e-2;
            let up = loss(&mut steps, &moved);
            moved[i] -= 2e-2;
            let down = loss(&mut steps, &moved);
            assert!((grad[i] - (up - down) / 2e-2).abs() < 2e-3, "score {i}");
        }
        for (i, slope) in slopes.iter().enumerate() {
            steps.w[i] += 1e-2;
            let up = loss(&mut steps, &emits);
            steps.w[i] -= 2e-2;
            let down = loss(&mut steps, &emits);
            steps.w[i] += 1e-2;
            assert!((slope - (up - down) / 2e-2).abs() < 2e-3, "step {i}");
        }
    }

    #[test]
    fn learns_and_learns_the_same_again() {
        let text = "Guards left the port, Ana Holm said. The port stays shut.";
        let document = Document {
            name: "a".into(),
            text: text.into(),
            relations: vec![Relation {
                source: vec![Span::new(22, 30)],
                cue: vec![Span::new(31, 35)],
                content: vec![Span::new(0, 20)],
            }],
        };
        let examples = examples(&[document], &Annotator::new());
        let vectors = Vectors::new(Vec::new(), Vec::new(), vec![1.0; 16]);
        let options =
            Options { epochs: 150, dim: 32, part_dim: 32, batch: 10, ..Options::default() };
        let run = || {
            let mut lines = Vec::new();
            let net = train(&examples, &vectors, &options, &mut |line| lines.push(line.to_owned()));
            (lines, net)
        };
        let (lines, net) = run();
        let (again, other) = run();
        assert_eq!(lines, again);
        assert_eq!(net, other);
        assert!(AttributionNet::read(&net).is_some(), "the product reads it");
        assert!(AttributionNet::read(&net[..net.len() - 1]).is_none(), "cut short");
        let last = &lines[lines.len() - 1];
        assert!(last.contains("loss 0.0"), "{last}");
    }
}
