//! The best tree without crossing arcs under one root (Eisner 1996).

// inside a vector kernel an uninlined call would leave the kernel's instruction set
#![allow(clippy::inline_always)]

use pulp::{Arch, Simd, WithSimd};

/// Longest sentence worked on: the time grows with the cube of the number of words.
pub(crate) const LONGEST: usize = 120;

/// Room for the tables, `n` rows of `n` each.
///
/// "Right" spans are headed by their first word, "left" ones by their last; an open span ends in a
/// dependent of its head, a closed one is complete. Left spans are stored by their last word; closed
/// spans are stored a second time by their other end, so that every search runs along rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    right: Vec<f32>,
    left: Vec<f32>,
    right_by_last: Vec<f32>,
    left_by_first: Vec<f32>,
    open_right: Vec<f32>,
    open_left: Vec<f32>,
    right_cut: Vec<u8>,
    left_cut: Vec<u8>,
    open_cut: Vec<u8>,
    stack: Vec<(usize, usize, Kind)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Right,
    Left,
    OpenRight,
    OpenLeft,
}

/// The best `first[k] + second[k]` and its `k`, the first of equals.
#[inline(always)]
fn best(first: &[f32], second: &[f32]) -> (f32, usize) {
    // eight at a time, each lane its own best; of equal lanes the first place counts
    let (mut tops, mut ats) = ([f32::NEG_INFINITY; 8], [0u32; 8]);
    let (chunks, rest) = first.as_chunks::<8>();
    let (others, tail) = second.as_chunks::<8>();
    for (number, (a, b)) in chunks.iter().zip(others).enumerate() {
        for i in 0..8 {
            let sum = a[i] + b[i];
            let better = sum > tops[i];
            tops[i] = if better { sum } else { tops[i] };
            ats[i] = if better { number as u32 } else { ats[i] };
        }
    }
    let (mut top, mut at) = (f32::NEG_INFINITY, 0);
    for i in 0..8 {
        let place = ats[i] as usize * 8 + i;
        if tops[i] > top || tops[i] == top && place < at {
            (top, at) = (tops[i], place);
        }
    }
    for (k, (a, b)) in rest.iter().zip(tail).enumerate() {
        if a + b > top {
            (top, at) = (a + b, chunks.len() * 8 + k);
        }
    }
    (top, at)
}

struct Fill<'t> {
    tables: &'t mut Tables,
    scores: &'t [f32],
    n: usize,
    cols: usize,
}

impl WithSimd for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.tables.fill(self.scores, self.n, self.cols);
    }
}

impl Tables {
    /// Heads of `n` words (at most [`LONGEST`]) out of scores: a row of `cols` a dependent, column `n` for
    /// the root. The root's head is its own number.
    pub(crate) fn heads(
        &mut self,
        arch: Arch,
        scores: &[f32],
        n: usize,
        cols: usize,
        heads: &mut [u32],
    ) {
        arch.dispatch(Fill { tables: self, scores, n, cols });
        self.read(scores, n, cols, heads);
    }

    /// Works out the best sum of every span.
    #[inline(always)]
    fn fill(&mut self, scores: &[f32], n: usize, cols: usize) {
        let size = n * n;
        for table in [
            &mut self.right,
            &mut self.left,
            &mut self.right_by_last,
            &mut self.left_by_first,
            &mut self.open_right,
            &mut self.open_left,
        ] {
            table.clear();
            table.resize(size, 0.0);
        }
        for table in [&mut self.right_cut, &mut self.left_cut, &mut self.open_cut] {
            table.clear();
            table.resize(size, 0);
        }
        for length in 1..n {
            for i in 0..n - length {
                let j = i + length;
                // words i.. and ..j, each complete, joined by an arc between i and j
                let (sum, cut) = best(
                    &self.right[i * n + i..i * n + j],
                    &self.left[(j * n + i + 1)..=(j * n + j)],
                );
                self.open_cut[i * n + j] = cut as u8;
                self.open_left[j * n + i] = sum + scores[i * cols + j];
                self.open_right[i * n + j] = sum + scores[j * cols + i];
                // from i to j, headed by j: a complete span up to some k, and an open one from there
                let (sum, cut) = best(
                    &self.left_by_first[i * n + i..i * n + j],
                    &self.open_left[j * n + i..j * n + j],
                );
                self.left[j * n + i] = sum;
                self.left_by_first[i * n + j] = sum;
                self.left_cut[i * n + j] = cut as u8;
                let (sum, cut) = best(
                    &self.open_right[(i * n + i + 1)..=(i * n + j)],
                    &self.right_by_last[(j * n + i + 1)..=(j * n + j)],
                );
                self.right[i * n + j] = sum;
                self.right_by_last[j * n + i] = sum;
                self.right_cut[i * n + j] = cut as u8;
            }
        }
    }

    /// Reads the best tree off the tables.
    fn read(&mut self, scores: &[f32], n: usize, cols: usize, heads: &mut [u32]) {
        let mut root = 0;
        let mut top = f32::NEG_INFINITY;
        for r in 0..n {
            let sum = scores[r * cols + n] + self.left[r * n] + self.right[r * n + n - 1];
            if sum > top {
                (top, root) = (sum, r);
            }
        }
        heads[root] = root as u32;
        self.stack.clear();
        self.stack.extend([(0, root, Kind::Left), (root, n - 1, Kind::Right)]);
        while let Some((i, j, kind)) = self.stack.pop() {
            if i == j {
                continue;
            }
            let at = i * n + j;
            match kind {
                Kind::Right => {
                    let k = i + 1 + self.right_cut[at] as usize;
                    self.stack.extend([(i, k, Kind::OpenRight), (k, j, Kind::Right)]);
                }
                Kind::Left => {
                    let k = i + self.left_cut[at] as usize;
                    self.stack.extend([(i, k, Kind::Left), (k, j, Kind::OpenLeft)]);
                }
                Kind::OpenRight | Kind::OpenLeft => {
                    if kind == Kind::OpenRight {
                        heads[j] = i as u32;
                    } else {
                        heads[i] = j as u32;
                    }
                    let k = i + self.open_cut[at] as usize;
                    self.stack.extend([(i, k, Kind::Right), (k + 1, j, Kind::Left)]);
                }
            }
        }
    }
}

/// Whether no two arcs cross; the root's head is its own number.
pub(crate) fn is_projective(heads: &[u32]) -> bool {
    // every word between the ends of an arc must hang from a word between them or at its ends
    heads.iter().enumerate().all(|(dep, &head)| {
        let (low, high) = (dep.min(head as usize), dep.max(head as usize));
        (low + 1..high).all(|k| {
            let other = heads[k] as usize;
            other != k && low <= other && other <= high
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every way to give `n` words heads, the best projective tree among them.
    fn search(scores: &[f32], n: usize) -> f32 {
        let mut top = f32::NEG_INFINITY;
        for code in 0..(n as u64).pow(n as u32) {
            let heads: Vec<u32> =
                (0..n).map(|i| (code / (n as u64).pow(i as u32) % n as u64) as u32).collect();
            let roots = (0..n).filter(|&i| heads[i] as usize == i).count();
            let tree = (0..n).all(|i| {
                let mut at = i;
                for _ in 0..n {
                    at = heads[at] as usize;
                }
                heads[at] as usize == at
            });
            if roots == 1 && tree && is_projective(&heads) {
                top = top.max(total(scores, n, &heads));
            }
        }
        top
    }

    fn total(scores: &[f32], n: usize, heads: &[u32]) -> f32 {
        let score = |i: usize, head: usize| scores[i * (n + 1) + if head == i { n } else { head }];
        heads.iter().enumerate().map(|(i, &head)| score(i, head as usize)).sum()
    }

    proptest! {
        #[test]
        fn finds_the_best(n in 1usize..6, scores in prop::collection::vec(-8i8..8, 30)) {
            let scores: Vec<f32> = scores.iter().map(|&s| f32::from(s)).collect();
            let mut heads = vec![0; n];
            Tables::default().heads(Arch::new(), &scores, n, n + 1, &mut heads);
            prop_assert!(is_projective(&heads));
            prop_assert_eq!(total(&scores, n, &heads), search(&scores, n));
        }
    }
}
