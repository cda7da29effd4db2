//! Greedy linear taggers and parser: every decision looks at the words around and the last decisions.

use crate::hash::{feature, mix, string};

/// What the taggers see of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form {
    /// Hash of the lower-case word.
    pub lower: u64,
    /// Capitals, digits and marks in order, runs shortened.
    pub shape: u64,
    /// Hashes of the last one to four characters.
    pub ends: [u64; 4],
    /// Hashes of the first one to four characters.
    pub begins: [u64; 4],
}

/// Looks at a word once.
pub fn form(word: &str) -> Form {
    let lower = word.to_lowercase().replace('\u{2019}', "'");
    let mut shape = 7;
    let (mut last, mut run) = (0, 0);
    for c in word.chars().take(32) {
        let kind = if c.is_uppercase() {
            1
        } else if c.is_alphabetic() {
            2
        } else if c.is_numeric() {
            3
        } else {
            4 + c as u64
        };
        run = if kind == last { run + 1 } else { 0 };
        last = kind;
        if run < 2 {
            shape = mix(shape, kind);
        }
    }
    let mut ends = [0; 4];
    for ((at, _), end) in lower.char_indices().rev().zip(&mut ends) {
        *end = string(&lower[at..]);
    }
    let mut begins = [0; 4];
    for ((at, c), begin) in lower.char_indices().zip(&mut begins) {
        *begin = string(&lower[..at + c.len_utf8()]);
    }
    Form { lower: string(&lower), shape, ends, begins }
}

/// Features for the part of speech of word `i`, given the classes of the words before.
pub fn tag_features(forms: &[Form], i: usize, before: &[u16], out: &mut Vec<u64>) {
    let none = Form::default();
    let at =
        |k: isize| usize::try_from(i as isize + k).ok().and_then(|k| forms.get(k)).unwrap_or(&none);
    let (c, p, n) = (at(0), at(-1), at(1));
    let (p2, n2) = (at(-2), at(2));
    let tag = |k: usize| if i >= k { before[i - k] as u64 } else { 999 };
    let (t1, t2) = (tag(1), tag(2));
    out.clear();
    out.push(feature(0, &[]));
    out.push(feature(1, &[c.lower]));
    out.push(feature(2, &[c.lower, c.shape]));
    out.push(feature(3, &[c.shape, u64::from(i == 0)]));
    for k in 0..4 {
        out.push(feature(4 + k as u64, &[c.ends[k]]));
        out.push(feature(8 + k as u64, &[c.begins[k]]));
    }
    out.extend([
        feature(12, &[t1]),
        feature(13, &[t1, t2]),
        feature(14, &[t1, c.lower]),
        feature(15, &[t1, c.ends[2]]),
        feature(16, &[p.lower]),
        feature(17, &[n.lower]),
        feature(18, &[p2.lower]),
        feature(19, &[n2.lower]),
        feature(20, &[p.lower, c.lower]),
        feature(21, &[c.lower, n.lower]),
        feature(22, &[n.ends[2], t1]),
        feature(23, &[p.ends[2], c.ends[2]]),
        feature(24, &[c.shape, p.shape, n.shape]),
        feature(25, &[t1, n.lower]),
        feature(26, &[c.shape, c.ends[2]]),
    ]);
}

/// Features for the name class of word `i`, given the classes of the words before.
pub fn name_features(forms: &[Form], tags: &[u8], i: usize, before: &[u16], out: &mut Vec<u64>) {
    let none = Form::default();
    let at =
        |k: isize| usize::try_from(i as isize + k).ok().and_then(|k| forms.get(k)).unwrap_or(&none);
    let pos = |k: isize| {
        usize::try_from(i as isize + k).ok().and_then(|k| tags.get(k)).map_or(99, |&t| t as u64)
    };
    let (c, p, n, p2, n2) = (at(0), at(-1), at(1), at(-2), at(2));
    let tag = |k: usize| if i >= k { before[i - k] as u64 } else { 999 };
    let (t1, t2) = (tag(1), tag(2));
    out.clear();
    out.extend([
        feature(0, &[t1]),
        feature(1, &[c.lower]),
        feature(2, &[c.lower, c.shape]),
        feature(3, &[c.shape, t1]),
        feature(4, &[c.ends[1]]),
        feature(5, &[c.ends[2]]),
        feature(6, &[c.ends[3]]),
        feature(7, &[c.begins[2]]),
        feature(8, &[c.begins[3]]),
        feature(9, &[t1, t2]),
        feature(10, &[t1, c.lower]),
        feature(11, &[p.lower, c.shape]),
        feature(12, &[n.lower, c.shape]),
        feature(13, &[p2.lower, p.lower]),
        feature(14, &[n.lower, n2.lower]),
        feature(15, &[p.lower, c.lower]),
        feature(16, &[c.lower, n.lower]),
        feature(17, &[p2.shape, p.shape, c.shape, n.shape]),
        feature(18, &[p.shape, c.shape, n.shape, n2.shape]),
        feature(19, &[pos(-1), pos(0), pos(1)]),
        feature(20, &[pos(0), t1]),
        feature(21, &[p.lower, t1, c.shape]),
        feature(22, &[n.lower, t1]),
        feature(23, &[p2.lower, t1]),
        feature(24, &[pos(0), pos(1), n.ends[2]]),
        feature(25, &[u64::from(i == 0), c.shape]),
        feature(26, &[c.shape, n.shape, pos(0), pos(1), t1]),
    ]);
}

/// A parse in the making: the arc-hybrid system (Kuhlmann et al. 2011), the root at the end.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Words waiting for a head, the last one on top.
    pub stack: Vec<usize>,
    /// The next word; equal to the number of words when only the root is left.
    pub next: usize,
    /// Number of words.
    pub size: usize,
    /// Heads found; the root is `size`.
    pub heads: Vec<usize>,
    /// Relations found.
    pub labels: Vec<u8>,
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    lefts: Vec<u8>,
    rights: Vec<u8>,
}

/// No word.
pub const NONE: usize = usize::MAX;

impl State {
    /// Before the first word.
    pub fn new(size: usize) -> Self {
        Self {
            stack: Vec::new(),
            next: 0,
            size,
            heads: vec![NONE; size],
            labels: vec![0; size],
            left: vec![[NONE; 2]; size + 1],
            right: vec![[NONE; 2]; size + 1],
            lefts: vec![0; size + 1],
            rights: vec![0; size + 1],
        }
    }

    /// Whether all is done.
    pub fn done(&self) -> bool {
        self.stack.is_empty() && self.next == self.size
    }

    /// Whether shift, left and right may be done.
    pub fn allowed(&self) -> [bool; 3] {
        let root = self.next == self.size;
        [!root, !self.stack.is_empty() && !(root && self.stack.len() > 1), self.stack.len() > 1]
    }

    /// Does move 0 (shift), 1 (left: the next word heads the top) or 2 (right: the word under the
    /// top heads it).
    pub fn go(&mut self, kind: usize, label: u8) {
        if kind == 0 {
            self.stack.push(self.next);
            self.next += 1;
            return;
        }
        let Some(top) = self.stack.pop() else { return };
        let head = if kind == 1 { self.next } else { self.stack[self.stack.len() - 1] };
        self.heads[top] = head;
        self.labels[top] = label;
        if kind == 1 {
            self.left[head] = [top, self.left[head][0]];
            self.lefts[head] = self.lefts[head].saturating_add(1);
        } else {
            self.right[head] = [top, self.right[head][0]];
            self.rights[head] = self.rights[head].saturating_add(1);
        }
    }

    /// What is seen.
    pub fn features(&self, forms: &[Form], tags: &[u8], out: &mut Vec<u64>) {
        let word = |i: usize| {
            if i < self.size {
                forms[i].lower
            } else if i == self.size {
                77
            } else {
                78
            }
        };
        let tag = |i: usize| {
            if i < self.size {
                tags[i] as u64
            } else if i == self.size {
                177
            } else {
                178
            }
        };
        let label = |i: usize| if i < self.size { self.labels[i] as u64 } else { 199 };
        let from_top =
            |k: usize| self.stack.len().checked_sub(k + 1).map_or(NONE, |k| self.stack[k]);
        let ahead = |k: usize| if self.next + k <= self.size { self.next + k } else { NONE };
        let (s0, s1, s2) = (from_top(0), from_top(1), from_top(2));
        let (b0, b1, b2) = (ahead(0), ahead(1), ahead(2));
        let kid = |i: usize, side: &[[usize; 2]], k: usize| {
            if i <= self.size { side[i][k] } else { NONE }
        };
        let (s0l, s0r) = (kid(s0, &self.left, 0), kid(s0, &self.right, 0));
        let (s0l2, s0r2) = (kid(s0, &self.left, 1), kid(s0, &self.right, 1));
        let (s1l, s1r) = (kid(s1, &self.left, 0), kid(s1, &self.right, 0));
        let b0l = kid(b0, &self.left, 0);
        let b0l2 = kid(b0, &self.left, 1);
        let count = |i: usize, side: &[u8]| if i <= self.size { side[i].min(3) as u64 } else { 9 };
        let gap = if s0 == NONE { 9 } else { (b0 - s0).min(6) as u64 };
        let (ws0, ws1, wb0, wb1) = (word(s0), word(s1), word(b0), word(b1));
        let (ts0, ts1, ts2, tb0, tb1, tb2) = (tag(s0), tag(s1), tag(s2), tag(b0), tag(b1), tag(b2));
        out.clear();
        out.extend([
            feature(0, &[ws0, ts0]),
            feature(1, &[ws0]),
            feature(2, &[ts0, tb0, tb1]),
            feature(3, &[wb0, tb0]),
            feature(4, &[wb0]),
            feature(5, &[wb1, tb1]),
            feature(6, &[ws1, ts1]),
            feature(7, &[tb1, tb2, tb0]),
            feature(8, &[ws0, ts0, wb0, tb0]),
            feature(9, &[ws0, wb0]),
            feature(10, &[ws0, ts0, tb0]),
            feature(11, &[ts0, wb0, tb0]),
            feature(12, &[ts0, tb0]),
            feature(13, &[ws1, ws0]),
            feature(14, &[ts1, ts0, ws0]),
            feature(15, &[ts1, ws1, ts0]),
            feature(16, &[ts1, ts0]),
            feature(17, &[ts1, ts0, tb0]),
            feature(18, &[ts2, ts1, ts0]),
            feature(19, &[ts0, tb0, tag(s0l)]),
            feature(20, &[ts0, tb0, tag(s0r)]),
            feature(21, &[ts0, tb0, tag(b0l)]),
            feature(22, &[ts1, ts0, tag(s0r), label(s0r)]),
            feature(23, &[ts1, ts0, tag(s1r), label(s1r)]),
            feature(24, &[ts1, ts0, tag(s1l), label(s1l)]),
            feature(25, &[ws0, gap, tb0]),
            feature(26, &[ts0, tb0, gap]),
            feature(27, &[ws0, count(s0, &self.lefts), count(s0, &self.rights)]),
            feature(28, &[wb0, count(b0, &self.lefts)]),
            feature(29, &[ts0, label(s0l), label(s0l2), tb0]),
            feature(30, &[ts0, label(s0r), label(s0r2), tb0]),
            feature(31, &[tb0, label(b0l), label(b0l2), ts0]),
            feature(32, &[ws0, label(s0l), label(s0r)]),
            feature(33, &[wb0, label(b0l)]),
            feature(34, &[word(s0r), ts0, tb0]),
            feature(35, &[word(s1r), ts1, ts0]),
            feature(36, &[ws0, wb1, tb0]),
            feature(37, &[ws1, wb0, ts0]),
            feature(38, &[ts1, ts0, tb0, tb1]),
            feature(39, &[count(s0, &self.lefts), count(s0, &self.rights), ts0, tb0]),
            feature(40, &[label(s0l), label(s0r), label(b0l), ts0, tb0]),
        ]);
    }
}
