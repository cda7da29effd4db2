//! The network in training: the same sums as `rashomon_annotate::net`, and their gradients.

use pulp::Arch;
use rashomon_annotate::Deprel;
use rashomon_annotate::math::{self, ln, sigmoid, tanh};
use rashomon_annotate::net::{self, CHAIN, CHAIN_WIDTH, DISTANCES, FEATURES, Net, Table, Vectors};
use rashomon_annotate::quant::Dense;

use crate::param::{Layer, Param, Step};
use crate::perceptron::Random;

/// Sizes of a network.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Width of a word's state.
    pub dim: usize,
    /// Numbers of a distilled vector.
    pub vector: usize,
    /// Layers after the first.
    pub layers: usize,
    /// Pairs of tags, rounded up to a multiple of 16.
    pub tags: usize,
    /// Width of arc scoring.
    pub arc: usize,
    /// Width of relation scoring.
    pub label: usize,
}

/// Columns of the layer of relations.
pub const LABELS: usize = Deprel::COUNT.next_multiple_of(16);

/// One sentence to learn from.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// Rows of the feature table of each word.
    pub rows: Vec<[u32; FEATURES]>,
    /// Hash of each word in lower case, for its distilled vector.
    pub lowers: Vec<u64>,
    /// Tag pair of each word (`u16::MAX`: not to be learnt); empty if there are none.
    pub tags: Vec<u16>,
    /// Head of each word, `n` for the root.
    pub heads: Vec<u32>,
    /// Relation of each word.
    pub labels: Vec<u8>,
    /// Class of each word in the name chain; empty if there are none.
    pub names: Vec<u8>,
}

/// The network being trained.
#[derive(Debug)]
pub struct Trainer {
    shape: Shape,
    table: Param,
    project: Layer,
    first: Layer,
    layers: Vec<Layer>,
    tags: Layer,
    query: Layer,
    key: Layer,
    root_key: Param,
    gaps: Param,
    label_dep: Layer,
    label_head: Layer,
    root_label: Param,
    labels: Layer,
    names: Layer,
    chain: Param,
    random: Random,
    time: u32,
    /// 0 while learning trees, 1 names.
    task: usize,
    /// Share of inputs and states left out while training: on trees, and on names.
    pub dropout: [f32; 2],
    /// Share of words whose identity (own rows and vector) is left out while training: on trees,
    /// and on names, which are more often new.
    pub word_dropout: [f32; 2],
}

/// What one layer of recurrences did, kept for the way back.
pub(crate) struct Gated {
    keep: Vec<f32>,
    new: Vec<f32>,
    pub(crate) state: Vec<f32>,
    pub(crate) mask: Vec<f32>,
}

impl Trainer {
    /// Random weights.
    pub fn new(shape: Shape, seed: u64) -> Self {
        let r = &mut Random(seed);
        let d = shape.dim;
        Self {
            shape,
            table: Param::new(net::TABLE_ROWS, d, 0.1, r),
            project: Layer::new(shape.vector, d, 1.0, r),
            first: Layer::new(3 * d, 2 * d, 1.0, r),
            layers: (0..shape.layers).map(|_| Layer::new(d, 2 * d, 1.0, r)).collect(),
            tags: Layer::new(d, shape.tags, 1.0, r),
            query: Layer::new(d, shape.arc, 1.0, r),
            key: Layer::new(d, shape.arc, 1.0, r),
            root_key: Param::new(1, shape.arc, 0.1, r),
            gaps: Param::new(1, DISTANCES + 1, 0.0, r),
            label_dep: Layer::new(d, shape.label, 1.0, r),
            label_head: Layer::new(d, shape.label, 1.0, r),
            root_label: Param::new(1, shape.label, 0.1, r),
            labels: Layer::new(shape.label, LABELS, 1.0, r),
            names: Layer::new(d, CHAIN_WIDTH, 1.0, r),
            chain: Param::new(CHAIN, CHAIN, 0.0, r),
            random: Random(seed ^ 0xABCD),
            time: 0,
            dropout: [0.15; 2],
            word_dropout: [0.05, 0.2],
            task: 0,
        }
    }

    fn mask(&mut self, n: usize) -> Vec<f32> {
        let share = self.dropout[self.task];
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

    /// Learns from a batch of sentences; the loss a word.
    pub fn learn(&mut self, batch: &[&Example], distilled: &Vectors, rate: f32) -> f32 {
        let d = self.shape.dim;
        let sizes: Vec<usize> = batch.iter().map(|e| e.rows.len()).collect();
        let n: usize = sizes.iter().sum();
        // inputs
        let mut rows: Vec<&[u32]> = Vec::with_capacity(n);
        let mut vectors = Vec::with_capacity(n * self.shape.vector);
        self.task = usize::from(batch.iter().any(|e| !e.names.is_empty()));
        let share = self.word_dropout[self.task];
        for example in batch {
            for (row, &lower) in example.rows.iter().zip(&example.lowers) {
                let blank = self.random.unit() < share;
                rows.push(if blank { &row[2..] } else { row });
                let at = vectors.len();
                vectors.resize(at + self.shape.vector, 0.0);
                if !blank {
                    distilled.get(lower, &mut vectors[at..]);
                }
            }
        }
        let mut x0 = self.project.forward(&vectors, n);
        for (x, rows) in x0.chunks_exact_mut(d).zip(&rows) {
            for &row in *rows {
                let row = &self.table.w[row as usize * d..][..d];
                for (x, w) in x.iter_mut().zip(row) {
                    *x += w;
                }
            }
        }
        let mask0 = self.mask(n * d);
        for (x, m) in x0.iter_mut().zip(&mask0) {
            *x *= m;
        }
        // layers
        let windows = windows(&x0, &sizes, d);
        let mut states = vec![x0];
        let mut gated = Vec::new();
        for k in 0..=self.shape.layers {
            let gates = if k == 0 {
                self.first.forward(&windows, n)
            } else {
                self.layers[k - 1].forward(&states[k], n)
            };
            let mask = self.mask(n * d);
            let layer = recur(&gates, &sizes, d / 2, mask);
            let mut y = states[k].clone();
            for ((y, s), m) in y.iter_mut().zip(&layer.state).zip(&layer.mask) {
                *y += s * m;
            }
            states.push(y);
            gated.push(layer);
        }
        // tasks
        let mut top = vec![0.0; n * d];
        let loss = self.tasks(batch, &sizes, &states[states.len() - 1], &mut top);
        // back
        for k in (0..=self.shape.layers).rev() {
            let dgates = recur_back(&gated[k], &sizes, d / 2, &top);
            if k == 0 {
                let mut dwindows = vec![0.0; n * 3 * d];
                self.first.backward(&windows, &dgates, n, Some(&mut dwindows));
                windows_back(&dwindows, &sizes, d, &mut top);
            } else {
                self.layers[k - 1].backward(&states[k], &dgates, n, Some(&mut top));
            }
        }
        for (t, m) in top.iter_mut().zip(&mask0) {
            *t *= m;
        }
        self.project.backward(&vectors, &top, n, None);
        let mut touched: Vec<u32> = rows.iter().flat_map(|r| r.iter().copied()).collect();
        for (dx, rows) in top.chunks_exact(d).zip(&rows) {
            for &row in *rows {
                let g = &mut self.table.g[row as usize * d..][..d];
                for (g, dx) in g.iter_mut().zip(dx) {
                    *g += dx;
                }
            }
        }
        touched.sort_unstable();
        touched.dedup();
        self.time += 1;
        let step = Step { rate, time: self.time };
        self.table.step_rows(&touched, step);
        for layer in &mut self.layers {
            layer.step(step);
        }
        for layer in [&mut self.project, &mut self.first] {
            layer.step(step);
        }
        if batch.iter().any(|e| !e.names.is_empty()) {
            self.names.step(step);
            self.chain.step(step);
        }
        if batch.iter().any(|e| !e.tags.is_empty()) {
            for layer in [
                &mut self.tags,
                &mut self.query,
                &mut self.key,
                &mut self.label_dep,
                &mut self.label_head,
                &mut self.labels,
            ] {
                layer.step(step);
            }
            for param in [&mut self.root_key, &mut self.gaps, &mut self.root_label] {
                param.step(step);
            }
        }
        loss
    }

    /// Losses of all tasks; adds to their gradients and to those of the words' states.
    fn tasks(&mut self, batch: &[&Example], sizes: &[usize], y: &[f32], dy: &mut [f32]) -> f32 {
        let d = self.shape.dim;
        let total: usize = sizes.iter().sum();
        let scale = 1.0 / total as f32;
        let mut loss = 0.0;
        let mask = self.mask(total * d);
        let y: Vec<f32> = y.iter().zip(&mask).map(|(y, m)| y * m).collect();
        let y = y.as_slice();
        let mut out = vec![0.0; total * d];
        let mut start = 0;
        if batch.iter().all(|e| !e.tags.is_empty()) {
            let logits = self.tags.forward(y, total);
            let mut dlogits = vec![0.0; logits.len()];
            let golds = batch.iter().flat_map(|e| &e.tags);
            let width = self.shape.tags;
            for ((logits, dlogits), &gold) in
                logits.chunks_exact(width).zip(dlogits.chunks_exact_mut(width)).zip(golds)
            {
                if gold != u16::MAX {
                    loss += softmax(logits, gold as usize, scale, dlogits);
                }
            }
            self.tags.backward(y, &dlogits, total, Some(&mut out));
            loss += self.arcs(batch, sizes, y, scale, &mut out);
        }
        if batch.iter().all(|e| !e.names.is_empty()) {
            let emits = self.names.forward(y, total);
            let mut demits = vec![0.0; emits.len()];
            for (example, &n) in batch.iter().zip(sizes) {
                let range = start * CHAIN_WIDTH..(start + n) * CHAIN_WIDTH;
                loss +=
                    self.chain(&emits[range.clone()], &example.names, scale, &mut demits[range]);
                start += n;
            }
            self.names.backward(y, &demits, total, Some(&mut out));
        }
        for ((dy, o), m) in dy.iter_mut().zip(&out).zip(&mask) {
            *dy += o * m;
        }
        loss
    }

    fn arcs(
        &mut self,
        batch: &[&Example],
        sizes: &[usize],
        y: &[f32],
        scale: f32,
        dy: &mut [f32],
    ) -> f32 {
        let (a, l) = (self.shape.arc, self.shape.label);
        let total: usize = sizes.iter().sum();
        let mut loss = 0.0;
        let q = self.query.forward(y, total);
        let mut k = self.key.forward(y, total);
        for v in &mut k {
            *v = leaky(*v);
        }
        let p = self.label_dep.forward(y, total);
        let g = self.label_head.forward(y, total);
        let (mut dq, mut dk) = (vec![0.0; q.len()], vec![0.0; k.len()]);
        let (mut dp, mut dg) = (vec![0.0; p.len()], vec![0.0; g.len()]);
        let mut hidden = Vec::with_capacity(total * l);
        let mut start = 0;
        for (example, &n) in batch.iter().zip(sizes) {
            let k = &k[start * a..(start + n) * a];
            for dep in 0..n {
                let query = &q[(start + dep) * a..][..a];
                let mut scores: Vec<f32> = (0..n)
                    .map(|h| dot(query, &k[h * a..][..a]) + self.gaps.w[net::distance(dep, h)])
                    .collect();
                scores[dep] = -1e9;
                scores.push(dot(query, &self.root_key.w) + self.gaps.w[DISTANCES]);
                let mut dscores = vec![0.0; n + 1];
                loss += softmax(&scores, example.heads[dep] as usize, scale, &mut dscores);
                let dquery = &mut dq[(start + dep) * a..][..a];
                for (h, &ds) in dscores.iter().enumerate() {
                    if h == n {
                        add(dquery, &self.root_key.w, ds);
                        add(&mut self.root_key.g, query, ds);
                        self.gaps.g[DISTANCES] += ds;
                    } else if h != dep {
                        add(dquery, &k[h * a..][..a], ds);
                        add(&mut dk[(start + h) * a..][..a], query, ds);
                        self.gaps.g[net::distance(dep, h)] += ds;
                    }
                }
                let head = example.heads[dep] as usize;
                let head =
                    if head == n { &self.root_label.w } else { &g[(start + head) * l..][..l] };
                let dep = &p[(start + dep) * l..][..l];
                hidden.extend(dep.iter().zip(head).map(|(d, h)| leaky(d + h)));
            }
            start += n;
        }
        for (dk, &k) in dk.iter_mut().zip(&k) {
            *dk *= if k > 0.0 { 1.0 } else { LEAK };
        }
        self.query.backward(y, &dq, total, Some(&mut *dy));
        self.key.backward(y, &dk, total, Some(&mut *dy));
        let logits = self.labels.forward(&hidden, total);
        let mut dlogits = vec![0.0; logits.len()];
        let golds = batch.iter().flat_map(|e| &e.labels);
        for ((logits, dlogits), &gold) in
            logits.chunks_exact(LABELS).zip(dlogits.chunks_exact_mut(LABELS)).zip(golds)
        {
            loss += softmax(logits, gold as usize, scale, dlogits);
        }
        let mut dhidden = vec![0.0; hidden.len()];
        self.labels.backward(&hidden, &dlogits, total, Some(&mut dhidden));
        for (d, &h) in dhidden.iter_mut().zip(&hidden) {
            *d *= if h > 0.0 { 1.0 } else { LEAK };
        }
        let mut start = 0;
        for (example, &n) in batch.iter().zip(sizes) {
            for dep in 0..n {
                let dh = &dhidden[(start + dep) * l..][..l];
                add(&mut dp[(start + dep) * l..][..l], dh, 1.0);
                let head = example.heads[dep] as usize;
                if head == n {
                    add(&mut self.root_label.g, dh, 1.0);
                } else {
                    add(&mut dg[(start + head) * l..][..l], dh, 1.0);
                }
            }
            start += n;
        }
        self.label_dep.backward(y, &dp, total, Some(&mut *dy));
        self.label_head.backward(y, &dg, total, Some(&mut *dy));
        loss
    }

    /// The loss of a linear chain: forward and backward sums over all ways through it.
    fn chain(&mut self, emits: &[f32], gold: &[u8], scale: f32, demits: &mut [f32]) -> f32 {
        let n = gold.len();
        let mut steps = vec![0.0; CHAIN * CHAIN];
        for from in 0..CHAIN {
            for to in 0..CHAIN {
                if net::may_follow(Some(from), Some(to)) {
                    steps[from * CHAIN + to] = math::exp(self.chain.w[from * CHAIN + to]);
                }
            }
        }
        let allowed = |edge: fn(usize) -> bool| (0..CHAIN).map(edge).collect::<Vec<bool>>();
        let first = allowed(|c| net::may_follow(None, Some(c)));
        let last = allowed(|c| net::may_follow(Some(c), None));
        let mut weights = vec![0.0; n * CHAIN];
        let mut loss = 0.0;
        for t in 0..n {
            let emit = &emits[t * CHAIN_WIDTH..][..CHAIN];
            let top = emit.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
            for c in 0..CHAIN {
                let open = (t > 0 || first[c]) && (t + 1 < n || last[c]);
                weights[t * CHAIN + c] = if open { math::exp(emit[c] - top) } else { 0.0 };
            }
            loss -= emit[gold[t] as usize] - top;
            if t > 0 {
                loss -= self.chain.w[gold[t - 1] as usize * CHAIN + gold[t] as usize];
            }
        }
        // forward, each row made to sum to one
        let mut alpha = vec![0.0; n * CHAIN];
        for t in 0..n {
            let (before, here) = alpha.split_at_mut(t * CHAIN);
            let here = &mut here[..CHAIN];
            if t == 0 {
                here.fill(1.0);
            } else {
                for (from, &a) in before[(t - 1) * CHAIN..].iter().enumerate() {
                    add(here, &steps[from * CHAIN..][..CHAIN], a);
                }
            }
            let mut sum = 0.0;
            for (h, w) in here.iter_mut().zip(&weights[t * CHAIN..]) {
                *h *= w;
                sum += *h;
            }
            for h in here.iter_mut() {
                *h /= sum;
            }
            loss += ln(sum);
        }
        // backward
        let mut beta = vec![1.0; CHAIN];
        for t in (0..n).rev() {
            let here = &alpha[t * CHAIN..][..CHAIN];
            let sum: f32 = here.iter().zip(&beta).map(|(a, b)| a * b).sum();
            for c in 0..CHAIN {
                demits[t * CHAIN_WIDTH + c] += here[c] * beta[c] / sum * scale;
            }
            demits[t * CHAIN_WIDTH + gold[t] as usize] -= scale;
            if t == 0 {
                break;
            }
            let next: Vec<f32> =
                beta.iter().zip(&weights[t * CHAIN..]).map(|(b, w)| b * w).collect();
            let before = &alpha[(t - 1) * CHAIN..][..CHAIN];
            let mut new = vec![0.0; CHAIN];
            let mut all = 0.0;
            for (from, new) in new.iter_mut().enumerate() {
                *new = dot(&steps[from * CHAIN..][..CHAIN], &next);
                all += before[from] * *new;
            }
            for from in 0..CHAIN {
                let by = before[from] / all * scale;
                if by > 0.0 {
                    let grad = &mut self.chain.g[from * CHAIN..][..CHAIN];
                    for to in 0..CHAIN {
                        grad[to] += by * steps[from * CHAIN + to] * next[to];
                    }
                }
            }
            self.chain.g[gold[t - 1] as usize * CHAIN + gold[t] as usize] -= scale;
            let sum: f32 = new.iter().sum();
            beta = new.into_iter().map(|b| b / sum).collect();
        }
        loss * scale
    }

    /// The network as the product uses it.
    pub fn finish(&self) -> Net {
        let d = self.shape.dim;
        let dense = |layer: &Layer| Dense::new(&layer.w.w, &layer.b.w);
        let tasks =
            [&self.tags, &self.query, &self.key, &self.label_dep, &self.label_head, &self.names];
        let Shape { tags, arc, label, .. } = self.shape;
        Net {
            dim: d,
            table: Table::pack(&self.table.w, d),
            project: dense(&self.project),
            first: Dense::shares(&self.first.w.w, &self.first.b.w),
            layers: self.layers.iter().map(dense).collect(),
            top: Dense::beside(&tasks.map(|layer| (layer.w.w.as_slice(), layer.b.w.as_slice()))),
            widths: net::Widths { tags, arc, label },
            root_key: self.root_key.w.clone(),
            gaps: self.gaps.w.clone(),
            root_label: self.root_label.w.clone(),
            labels: dense(&self.labels),
            chain: self.chain.w.clone(),
        }
    }
}

const LEAK: f32 = 0.1;

fn leaky(x: f32) -> f32 {
    if x > 0.0 { x } else { LEAK * x }
}

pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 16];
    let (a16, b16) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    for (a, b) in a16.0.iter().zip(b16.0) {
        for i in 0..16 {
            sums[i] += a[i] * b[i];
        }
    }
    let rest: f32 = a16.1.iter().zip(b16.1).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

pub(crate) fn add(to: &mut [f32], what: &[f32], by: f32) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += what * by;
    }
}

/// The loss of `gold` under a softmax; writes the gradient times `scale`.
fn softmax(scores: &[f32], gold: usize, scale: f32, grad: &mut [f32]) -> f32 {
    let top = scores.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    let mut sum = 0.0;
    for (g, &s) in grad.iter_mut().zip(scores) {
        *g = math::exp(s - top);
        sum += *g;
    }
    for g in grad.iter_mut() {
        *g *= scale / sum;
    }
    grad[gold] -= scale;
    (ln(sum) + top - scores[gold]) * scale
}

/// Each word's input between those of its neighbours.
pub(crate) fn windows(x: &[f32], sizes: &[usize], d: usize) -> Vec<f32> {
    let mut out = vec![0.0; x.len() * 3];
    let mut start = 0;
    for &n in sizes {
        for t in 0..n {
            for (k, u) in [t.wrapping_sub(1), t, t + 1].into_iter().enumerate() {
                if u < n {
                    out[((start + t) * 3 + k) * d..][..d]
                        .copy_from_slice(&x[(start + u) * d..][..d]);
                }
            }
        }
        start += n;
    }
    out
}

pub(crate) fn windows_back(dout: &[f32], sizes: &[usize], d: usize, dx: &mut [f32]) {
    let mut start = 0;
    for &n in sizes {
        for t in 0..n {
            for (k, u) in [t.wrapping_sub(1), t, t + 1].into_iter().enumerate() {
                if u < n {
                    add(
                        &mut dx[(start + u) * d..][..d],
                        &dout[((start + t) * 3 + k) * d..][..d],
                        1.0,
                    );
                }
            }
        }
        start += n;
    }
}

pub(crate) fn recur(gates: &[f32], sizes: &[usize], half: usize, mask: Vec<f32>) -> Gated {
    let total: usize = sizes.iter().sum();
    let size = total * 2 * half;
    let (mut keep, mut new, mut state) = (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
    Arch::new().dispatch(|| {
        let mut start = 0;
        for &n in sizes {
            for way in 0..2 {
                let mut last = vec![0.0f32; half];
                for step in 0..n {
                    let t = start + if way == 0 { step } else { n - 1 - step };
                    let at = t * 2 * half + way * half;
                    let (zs, cs) =
                        gates[t * 4 * half + way * 2 * half..][..2 * half].split_at(half);
                    let keep = &mut keep[at..at + half];
                    let new = &mut new[at..at + half];
                    let state = &mut state[at..at + half];
                    for i in 0..half {
                        keep[i] = sigmoid(zs[i]);
                        new[i] = tanh(cs[i]);
                        last[i] = keep[i] * last[i] + (1.0 - keep[i]) * new[i];
                        state[i] = last[i];
                    }
                }
            }
            start += n;
        }
    });
    Gated { keep, new, state, mask }
}

pub(crate) fn recur_back(gated: &Gated, sizes: &[usize], half: usize, dy: &[f32]) -> Vec<f32> {
    let total: usize = sizes.iter().sum();
    let mut dgates = vec![0.0; total * 4 * half];
    let zeros = vec![0.0; half];
    let mut start = 0;
    for &n in sizes {
        for way in 0..2 {
            let mut dnext = vec![0.0f32; half];
            for step in (0..n).rev() {
                let place = |step: usize| start + if way == 0 { step } else { n - 1 - step };
                let at = place(step) * 2 * half + way * half;
                let before = if step == 0 {
                    &zeros
                } else {
                    &gated.state[place(step - 1) * 2 * half + way * half..][..half]
                };
                let (dz, dc) = dgates[place(step) * 4 * half + way * 2 * half..][..2 * half]
                    .split_at_mut(half);
                for i in 0..half {
                    let (z, c) = (gated.keep[at + i], gated.new[at + i]);
                    let dh = dnext[i] + dy[at + i] * gated.mask[at + i];
                    dz[i] = dh * (before[i] - c) * z * (1.0 - z);
                    dc[i] = dh * (1.0 - z) * (1.0 - c * c);
                    dnext[i] = dh * z;
                }
            }
        }
        start += n;
    }
    dgates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(words: &[&str], heads: &[u32], tags: &[u16], names: &[u8]) -> Example {
        let mut out = Example::default();
        for word in words {
            let form = rashomon_annotate::form::form(word);
            out.rows.push(net::rows(&form, 0));
            out.lowers.push(form.lower);
        }
        out.heads = heads.to_vec();
        out.tags = tags.to_vec();
        out.labels = tags.iter().map(|&t| t as u8).collect();
        out.names = names.to_vec();
        out
    }

    fn train() -> (f32, f32, Net) {
        let shape = Shape { dim: 32, vector: 16, layers: 1, tags: 16, arc: 16, label: 16 };
        let vectors = Vectors::new(Vec::new(), Vec::new(), vec![1.0; 16]);
        let mut trainer = Trainer::new(shape, 3);
        let tree = example(&["Ships", "left", "Oslo", "."], &[1, 4, 1, 1], &[0, 1, 2, 3], &[]);
        let named = example(&["Kari", "Holm", "left", "Oslo"], &[], &[], &[1, 3, 0, 12]);
        let mut losses = Vec::new();
        for _ in 0..150 {
            losses.push(
                trainer.learn(&[&tree], &vectors, 0.01) + trainer.learn(&[&named], &vectors, 0.01),
            );
        }
        (losses[0], losses[losses.len() - 1], trainer.finish())
    }

    #[test]
    fn learns_and_learns_the_same_again() {
        let (first, last, net) = train();
        assert!(first > 5.0 && last < 0.8, "{first} {last}");
        let (_, again, other) = train();
        assert_eq!(last.to_bits(), again.to_bits());
        assert_eq!(net.table, other.table);
        let written = |net: &Net| {
            let mut writer = rashomon_annotate::pack::Writer::default();
            net.write(&mut writer);
            writer.finish()
        };
        assert_eq!(written(&net), written(&other));
    }

    #[test]
    fn gradient_of_a_softmax_is_the_slope_of_its_loss() {
        let scores = [0.5f32, -1.0, 2.0];
        let mut grad = [0.0; 3];
        softmax(&scores, 1, 1.0, &mut grad);
        for i in 0..3 {
            let mut moved = scores;
            moved[i] += 1e-2;
            let up = softmax(&moved, 1, 1.0, &mut [0.0; 3]);
            moved[i] -= 2e-2;
            let down = softmax(&moved, 1, 1.0, &mut [0.0; 3]);
            assert!((grad[i] - (up - down) / 2e-2).abs() < 1e-3);
        }
    }
}
