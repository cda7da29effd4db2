//! The best tree without crossing arcs under one root (Eisner 1996).

/// Longest sentence worked on: the time grows with the cube of the number of words.
pub(crate) const LONGEST: usize = 120;

/// Room for the tables, `n` rows of `n` each.
///
/// "Right" spans are headed by their first word, "left" ones by their last; an open span ends in a
/// dependent of its head, a closed one is complete. Left spans are stored by their last word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    right: Vec<f32>,
    left: Vec<f32>,
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

/// The best `first[k] + second[k]` and its `k`.
fn best(first: &[f32], second: &[f32]) -> (f32, usize) {
    let (mut top, mut at) = (f32::NEG_INFINITY, 0);
    for (k, (a, b)) in first.iter().zip(second).enumerate() {
        if a + b > top {
            (top, at) = (a + b, k);
        }
    }
    (top, at)
}

impl Tables {
    /// Heads of `n` words (at most [`LONGEST`]) out of scores: a row of `cols` a dependent, column `n` for
    /// the root. The root's head is its own number.
    pub(crate) fn heads(&mut self, scores: &[f32], n: usize, cols: usize, heads: &mut [u32]) {
        let size = n * n;
        for table in [&mut self.right, &mut self.left, &mut self.open_right, &mut self.open_left] {
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
                let (sum, cut) = self.close_left(n, i, j);
                self.left[j * n + i] = sum;
                self.left_cut[i * n + j] = cut as u8;
                let (sum, cut) = self.close_right(n, i, j);
                self.right[i * n + j] = sum;
                self.right_cut[i * n + j] = cut as u8;
            }
        }
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

    /// Best of `left(i, k) + open_left(k, j)` for k from i to j − 1.
    fn close_left(&self, n: usize, i: usize, j: usize) -> (f32, usize) {
        let (mut top, mut at) = (f32::NEG_INFINITY, 0);
        for k in i..j {
            let sum = self.left[k * n + i] + self.open_left[j * n + k];
            if sum > top {
                (top, at) = (sum, k - i);
            }
        }
        (top, at)
    }

    /// Best of `open_right(i, k) + right(k, j)` for k from i + 1 to j.
    fn close_right(&self, n: usize, i: usize, j: usize) -> (f32, usize) {
        let (mut top, mut at) = (f32::NEG_INFINITY, 0);
        for k in i + 1..=j {
            let sum = self.open_right[i * n + k] + self.right[k * n + j];
            if sum > top {
                (top, at) = (sum, k - i - 1);
            }
        }
        (top, at)
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
            Tables::default().heads(&scores, n, n + 1, &mut heads);
            prop_assert!(is_projective(&heads));
            prop_assert_eq!(total(&scores, n, &heads), search(&scores, n));
        }
    }
}
