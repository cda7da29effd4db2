//! From the words of one sentence to tags, tree and names, by the network.

use pulp::{Arch, Simd, WithSimd};
use rustc_hash::FxHashMap;

use crate::form::form;
use crate::hash::{mix, string};
use crate::math::{exp, multiply};
use crate::net::{self, CHAIN, DISTANCES, Net, Vectors, may_follow};
use crate::projective;
use crate::quant::Rows;
use crate::sign::{phrases, sign};

/// Words kept ready in a [`Scratch`]; when it is full it starts anew.
const KEPT: usize = 12_288;

/// Memory one thread works in: inputs of words met before, and room for one sentence.
#[derive(Clone, Debug)]
pub struct Scratch {
    arch: Arch,
    known: FxHashMap<u64, u32>,
    /// Inputs of the words known.
    inputs: Vec<f32>,
    /// Their shares in the first layer's gates of the next word, of their own and of the word before.
    shares: Vec<f32>,
    new: Vec<usize>,
    distilled: Vec<f32>,
    words: Vec<u32>,
    phrases: Vec<u8>,
    state: Vec<f32>,
    gates: Vec<f32>,
    queries: Vec<f32>,
    turned: Vec<f32>,
    arcs: Vec<f32>,
    offsets: Vec<f32>,
    deps: Vec<f32>,
    top: Vec<f32>,
    rows: Rows,
    out: Vec<f32>,
    chain: Chain,
    tables: projective::Tables,
    /// For the network of attributions.
    pub(crate) attribution: crate::attribution::net::Scratch,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            arch: Arch::new(),
            known: FxHashMap::default(),
            inputs: Vec::new(),
            shares: Vec::new(),
            new: Vec::new(),
            distilled: Vec::new(),
            offsets: Vec::new(),
            words: Vec::new(),
            phrases: Vec::new(),
            state: Vec::new(),
            gates: Vec::new(),
            queries: Vec::new(),
            turned: Vec::new(),
            arcs: Vec::new(),
            deps: Vec::new(),
            top: Vec::new(),
            rows: Rows::default(),
            out: Vec::new(),
            chain: Chain::default(),
            tables: projective::Tables::default(),
            attribution: crate::attribution::net::Scratch::default(),
        }
    }
}

/// What was found in one sentence.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Number of each word's pair of tags.
    pub tags: Vec<u16>,
    /// Head of each word, the root's its own number.
    pub heads: Vec<u32>,
    /// Number of each word's relation.
    pub labels: Vec<u8>,
    /// Names: first word, one past the last, number of the kind, confidence.
    pub names: Vec<(u32, u32, u8, f32)>,
}

/// Runs the network over one sentence of at least one word.
pub fn analyse(
    net: &Net,
    vectors: &Vectors,
    words: &[&str],
    pairs: usize,
    scratch: &mut Scratch,
    found: &mut Found,
) {
    let d = net.dim;
    learn(net, vectors, words, scratch);
    let n = words.len();
    let arch = scratch.arch;
    // inputs and the first layer
    scratch.state.clear();
    scratch.gates.clear();
    for t in 0..n {
        let input = scratch.words[t] as usize * d;
        scratch.state.extend_from_slice(&scratch.inputs[input..input + d]);
        let share = |t: usize, part: usize| {
            &scratch.shares[scratch.words[t] as usize * 6 * d + part * 2 * d..][..2 * d]
        };
        scratch.gates.extend_from_slice(share(t, 1));
        let gates = &mut scratch.gates[t * 2 * d..];
        let mut add = |t: usize, part: usize| {
            gates.iter_mut().zip(share(t, part)).for_each(|(g, s)| *g += s);
        };
        if t > 0 {
            add(t - 1, 0);
        }
        if t + 1 < n {
            add(t + 1, 2);
        }
    }
    net::recurrence(arch, &scratch.gates, n, d / 2, &mut scratch.state);
    for layer in &net.layers {
        scratch.rows.set(arch, &scratch.state, d);
        layer.apply(arch, &scratch.rows, &mut scratch.gates);
        net::recurrence(arch, &scratch.gates, n, d / 2, &mut scratch.state);
    }
    scratch.rows.set(arch, &scratch.state, d);
    net.top.apply(arch, &scratch.rows, &mut scratch.top);
    // tags
    found.tags.clear();
    let width = net.top.outputs();
    found.tags.extend(scratch.top.chunks_exact(width).map(|row| best(&row[..pairs]) as u16));
    tree(net, n, scratch, found);
    // names
    let names = net.widths.starts()[5];
    scratch.chain.decode(arch, &net.chain, &scratch.top[names..], width, n, &mut found.names);
}

/// Sets the number of each word, working out inputs and shares of those not met before.
fn learn(net: &Net, vectors: &Vectors, words: &[&str], scratch: &mut Scratch) {
    let d = net.dim;
    if scratch.known.len() + words.len() > KEPT {
        scratch.known.clear();
        scratch.inputs.clear();
        scratch.shares.clear();
    }
    phrases(words, &mut scratch.phrases);
    scratch.words.clear();
    scratch.new.clear();
    let before = scratch.known.len();
    for (i, word) in words.iter().enumerate() {
        let next = (before + scratch.new.len()) as u32;
        let key = mix(string(word), u64::from(scratch.phrases[i]));
        let number = *scratch.known.entry(key).or_insert(next);
        if number == next {
            scratch.new.push(i);
        }
        scratch.words.push(number);
    }
    let m = scratch.new.len();
    if m == 0 {
        return;
    }
    scratch.distilled.clear();
    scratch.distilled.resize(m * vectors.dim, 0.0);
    let at = scratch.inputs.len();
    for (distilled, &i) in scratch.distilled.chunks_exact_mut(vectors.dim).zip(&scratch.new) {
        let form = form(words[i]);
        vectors.get(form.lower, distilled);
        let at = scratch.inputs.len();
        scratch.inputs.resize(at + d, 0.0);
        let sign = sign(words[i]) | u64::from(scratch.phrases[i]) << 16;
        net.table.add(scratch.arch, &[net::rows(&form, sign)], &mut scratch.inputs[at..]);
    }
    let inputs = &mut scratch.inputs[at..];
    scratch.rows.set(scratch.arch, &scratch.distilled, vectors.dim);
    net.project.apply(scratch.arch, &scratch.rows, &mut scratch.out);
    inputs.iter_mut().zip(&scratch.out).for_each(|(input, projected)| *input += projected);
    scratch.rows.set(scratch.arch, inputs, d);
    net.first.apply(scratch.arch, &scratch.rows, &mut scratch.out);
    scratch.shares.extend_from_slice(&scratch.out);
}

/// The place of the first of the greatest numbers.
fn best(scores: &[f32]) -> usize {
    let mut tops = [f32::NEG_INFINITY; 16];
    let (chunks, rest) = scores.as_chunks::<16>();
    for chunk in chunks {
        for (top, &score) in tops.iter_mut().zip(chunk) {
            *top = if score > *top { score } else { *top };
        }
    }
    let top = tops.iter().chain(rest).fold(f32::NEG_INFINITY, |a, &b| if b > a { b } else { a });
    scores.iter().position(|&score| score == top).unwrap_or_default()
}

/// Heads and relations: the best head of every word where they make one tree without crossing arcs,
/// else the best such tree; in very long sentences the best heads are tied to a tree.
fn tree(net: &Net, n: usize, scratch: &mut Scratch, found: &mut Found) {
    let arch = scratch.arch;
    let width = net.top.outputs();
    let [_, query, key, dep_part, head_part, ..] = net.widths.starts();
    let (a, l) = (net.widths.arc, net.widths.label);
    scratch.queries.clear();
    // keys turned to columns, the root after the last word, padded to full strips
    let cols = (n + 1).next_multiple_of(16);
    scratch.turned.clear();
    scratch.turned.resize(a * cols, 0.0);
    for (t, row) in scratch.top.chunks_exact(width).enumerate() {
        scratch.queries.extend_from_slice(&row[query..key]);
        for (i, &v) in row[key..dep_part].iter().enumerate() {
            scratch.turned[i * cols + t] = leaky(v);
        }
    }
    for (i, &v) in net.root_key.iter().enumerate() {
        scratch.turned[i * cols + n] = v;
    }
    // the bonus of a head k words away stands at n + k
    scratch.offsets.clear();
    scratch.offsets.extend((0..2 * n).map(|k| net.gaps[net::distance(n, k)]));
    scratch.offsets[n] = -1e9;
    scratch.arcs.clear();
    for dep in 0..n {
        scratch.arcs.extend_from_slice(&scratch.offsets[n - dep..2 * n - dep]);
        scratch.arcs.push(net.gaps[DISTANCES]);
        scratch.arcs.resize((dep + 1) * cols, -1e9);
    }
    multiply(arch, &scratch.queries, &scratch.turned, &mut scratch.arcs, n, a, cols);
    let sound = heads(&scratch.arcs, n, cols, &mut found.heads);
    if n <= projective::LONGEST && !(sound && projective::is_projective(&found.heads)) {
        scratch.tables.heads(arch, &scratch.arcs, n, cols, &mut found.heads);
    }
    // relations
    scratch.deps.clear();
    for (dep, &head) in found.heads.iter().enumerate() {
        let head = head as usize;
        let of_dep = &scratch.top[dep * width + dep_part..][..l];
        let of_head = if head == dep {
            &net.root_label
        } else {
            &scratch.top[head * width + head_part..][..l]
        };
        scratch.deps.extend(of_dep.iter().zip(of_head).map(|(d, h)| leaky(d + h)));
    }
    scratch.rows.set(arch, &scratch.deps, l);
    net.labels.apply(arch, &scratch.rows, &mut scratch.out);
    let width = net.labels.outputs();
    let root = crate::tags::Deprel::Root as usize;
    found.labels.clear();
    for (dep, row) in scratch.out.chunks_exact_mut(width).enumerate() {
        let row = &mut row[..crate::tags::Deprel::COUNT];
        if found.heads[dep] as usize == dep {
            found.labels.push(root as u8);
        } else {
            row[root] = f32::NEG_INFINITY;
            found.labels.push(best(row) as u8);
        }
    }
}

fn leaky(x: f32) -> f32 {
    if x > 0.0 { x } else { 0.1 * x }
}

/// One tree out of the scores of `n` words' heads (rows of `cols`; column `n` is the root); whether it is
/// the best heads' own.
///
/// Every word takes its best head; the word that loses least by it becomes the root; what hangs in
/// circles is then tied to the tree, the cheapest change first.
fn heads(scores: &[f32], n: usize, cols: usize, heads: &mut Vec<u32>) -> bool {
    heads.clear();
    let (mut root, mut least) = (0, f32::NEG_INFINITY);
    let mut roots = 0;
    for dep in 0..n {
        let row = &scores[dep * cols..][..n];
        let head = best(row);
        heads.push(head as u32);
        let gain = scores[dep * cols + n] - if n > 1 { row[head] } else { 0.0 };
        roots += usize::from(gain > 0.0);
        if gain > least {
            (root, least) = (dep, gain);
        }
    }
    heads[root] = root as u32;
    // 0 unknown, 1 in the tree, 2 on the way being walked, 3 not in the tree
    let mut known = vec![0u8; n];
    known[root] = 1;
    let mut way = Vec::new();
    let mut lost = 0;
    for start in 0..n {
        let mut at = start;
        way.clear();
        while known[at] == 0 {
            known[at] = 2;
            way.push(at);
            at = heads[at] as usize;
        }
        let mark = if known[at] == 1 { 1 } else { 3 };
        for &w in &way {
            known[w] = mark;
        }
        lost += if mark == 3 { way.len() } else { 0 };
    }
    if lost == 0 {
        return roots <= 1;
    }
    // for each lost word, its best head in the tree and what the change costs
    let mut offers: Vec<(f32, u32)> = vec![(f32::NEG_INFINITY, 0); n];
    let offer = |offers: &mut Vec<(f32, u32)>, known: &[u8], heads: &[u32], joined: usize| {
        for dep in 0..n {
            if known[dep] == 3 {
                let row = &scores[dep * cols..];
                let gain = row[joined] - row[heads[dep] as usize];
                if gain > offers[dep].0 {
                    offers[dep] = (gain, joined as u32);
                }
            }
        }
    };
    for t in 0..n {
        if known[t] == 1 {
            offer(&mut offers, &known, heads, t);
        }
    }
    while lost > 0 {
        let mut pick = usize::MAX;
        for dep in 0..n {
            if known[dep] == 3 && (pick == usize::MAX || offers[dep].0 > offers[pick].0) {
                pick = dep;
            }
        }
        heads[pick] = offers[pick].1;
        // the word and all that hang below it join the tree
        let mut joined = vec![pick];
        known[pick] = 1;
        while let Some(top) = joined.pop() {
            lost -= 1;
            for dep in 0..n {
                if known[dep] == 3 && heads[dep] as usize == top {
                    known[dep] = 1;
                    joined.push(dep);
                }
            }
            offer(&mut offers, &known, heads, top);
        }
    }
    false
}

/// The 19 classes that may begin, rounded up to whole vectors.
const LANES: usize = 24;

/// Room for the best way through the name chain.
#[derive(Clone, Debug, Default)]
struct Chain {
    scores: Vec<f32>,
    from: Vec<u8>,
    /// The score of each class that may begin after each class that may end.
    steps: Vec<[f32; LANES]>,
    ended: Vec<u8>,
    begun: Vec<u8>,
}

impl Chain {
    /// Viterbi's best way through `n` rows of class scores, each row `width` after the last.
    fn decode(
        &mut self,
        arch: Arch,
        steps: &[f32],
        emits: &[f32],
        width: usize,
        n: usize,
        names: &mut Vec<(u32, u32, u8, f32)>,
    ) {
        names.clear();
        if self.steps.is_empty() {
            let classes = 0..CHAIN as u8;
            let ended = classes.clone().filter(|&c| may_follow(Some(c as usize), None));
            self.ended = ended.collect();
            self.begun = classes.filter(|&c| may_follow(None, Some(c as usize))).collect();
            for &from in &self.ended {
                let mut row = [f32::NEG_INFINITY; LANES];
                for (row, &to) in row.iter_mut().zip(&self.begun) {
                    *row = steps[from as usize * CHAIN + to as usize];
                }
                self.steps.push(row);
            }
        }
        self.scores.clear();
        self.scores.resize(n * CHAIN, -1e9);
        self.from.clear();
        self.from.resize(n * CHAIN, 0);
        for &to in &self.begun {
            self.scores[to as usize] = emits[to as usize];
        }
        arch.dispatch(Ways { chain: self, steps, emits, width, n });
        let last = &self.scores[(n - 1) * CHAIN..];
        let mut class = 0;
        for c in 0..CHAIN {
            if may_follow(Some(c), None) && last[c] > last[class] {
                class = c;
            }
        }
        let mut end = 0;
        let mut sure = 1.0f32;
        for t in (0..n).rev() {
            if class > 0 {
                let part = (class - 1) % 4;
                if part >= 2 {
                    (end, sure) = (t + 1, 1.0);
                }
                sure = sure.min(share(&emits[t * width..][..CHAIN], class));
                if part == 0 || part == 3 {
                    names.push((t as u32, end as u32, ((class - 1) / 4) as u8, sure));
                }
            }
            class = self.from[t * CHAIN + class] as usize;
        }
        names.reverse();
    }
}

/// The forward walk of [`Chain::decode`].
struct Ways<'w> {
    chain: &'w mut Chain,
    steps: &'w [f32],
    emits: &'w [f32],
    width: usize,
    n: usize,
}

impl WithSimd for Ways<'_> {
    type Output = ();

    #[expect(
        clippy::inline_always,
        reason = "must be compiled for the vector unit it is called for"
    )]
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { chain, steps, emits, width, n } = self;
        for t in 1..n {
            let emit = &emits[t * width..][..CHAIN];
            let (before, here) = chain.scores.split_at_mut(t * CHAIN);
            let before = &before[(t - 1) * CHAIN..][..CHAIN];
            let here = &mut here[..CHAIN];
            let froms = &mut chain.from[t * CHAIN..][..CHAIN];
            // a class that may begin, after every class that may end
            let (mut tops, mut ats) = ([f32::NEG_INFINITY; LANES], [0u32; LANES]);
            for (row, &from) in chain.steps.iter().zip(&chain.ended) {
                let score = before[from as usize];
                for i in 0..LANES {
                    let sum = score + row[i];
                    let better = sum > tops[i];
                    tops[i] = if better { sum } else { tops[i] };
                    ats[i] = if better { u32::from(from) } else { ats[i] };
                }
            }
            for (i, &to) in chain.begun.iter().enumerate() {
                here[to as usize] = tops[i] + emit[to as usize];
                froms[to as usize] = ats[i] as u8;
            }
            // the inside and the last word of a name, after its begin or an inside
            for begin in (1..CHAIN).step_by(4) {
                for to in [begin + 1, begin + 2] {
                    let one = before[begin] + steps[begin * CHAIN + to];
                    let two = before[begin + 1] + steps[(begin + 1) * CHAIN + to];
                    let (top, at) = if two > one { (two, begin + 1) } else { (one, begin) };
                    here[to] = top + emit[to];
                    froms[to] = at as u8;
                }
            }
        }
    }
}

/// The share of one class in the softmax of a row.
fn share(row: &[f32], class: usize) -> f32 {
    let sum: f32 = row.iter().map(|&score| exp(score - row[class])).sum();
    1.0 / sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scores: &[&[f32]], want: &[u32]) {
        let n = scores.len();
        let mut got = Vec::new();
        heads(&scores.concat(), n, n + 1, &mut got);
        assert_eq!(got, want);
    }

    #[test]
    fn trees() {
        check(&[&[-1e9, 2.0]], &[0]);
        // 1 heads 0, the root heads 1
        check(&[&[-1e9, 3.0, 0.0], &[1.0, -1e9, 4.0]], &[1, 1]);
        // 1 and 2 would head each other: 1 loses less by hanging from 0
        check(
            &[&[-1e9, 0.0, 0.0, 9.0], &[4.0, -1e9, 5.0, 0.0], &[1.0, 8.0, -1e9, 0.0]],
            &[0, 0, 1],
        );
    }
}
