//! Runs of the same words in two documents.

use rustc_hash::FxHashMap;

/// Words that must be the same in a row for a run to be seen at all.
pub(super) const SEED: usize = 5;
/// An n-gram is remembered for so many documents: what more share it is found through these.
pub(super) const POSTINGS: usize = 32;
/// Places of one n-gram within one document that are remembered.
const PLACES: usize = 4;

/// The same words in two documents, as long as they go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    /// The earlier document (index into the list given).
    pub a: u32,
    /// The later document.
    pub b: u32,
    /// First word in `a`.
    pub at_a: u32,
    /// First word in `b`.
    pub at_b: u32,
    /// Number of words.
    pub len: u32,
}

impl Run {
    /// The number that stays the same along a run, forward and back.
    fn diagonal(a: usize, b: usize) -> i64 {
        a as i64 - b as i64
    }
}

/// All runs of [`SEED`] words or more that two of the documents share, by document pair and place.
///
/// A document is a list of word numbers. The work is linear in the words and in the runs found: each
/// n-gram is looked up once and remembered for a bounded number of documents.
pub(super) fn shared_runs(documents: &[&[u32]]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut index: FxHashMap<[u32; SEED], Vec<(u32, u32)>> = FxHashMap::default();
    // how far a run along (earlier document, diagonal) has been followed in the present document
    let mut followed: FxHashMap<(u32, i64), usize> = FxHashMap::default();
    for (b, words) in documents.iter().enumerate() {
        followed.clear();
        for (at_b, gram) in words.windows(SEED).enumerate() {
            let Some(places) = index.get(gram) else { continue };
            for &(a, at_a) in places {
                let (other, at_a) = (documents[a as usize], at_a as usize);
                let key = (a, Run::diagonal(at_a, at_b));
                let done = followed.get(&key).copied().unwrap_or(0);
                if at_b < done {
                    continue;
                }
                let back = (0..at_a.min(at_b - done))
                    .take_while(|n| other[at_a - n - 1] == words[at_b - n - 1])
                    .count();
                let ahead = other[at_a..]
                    .iter()
                    .zip(&words[at_b..])
                    .take_while(|(mine, theirs)| mine == theirs)
                    .count();
                followed.insert(key, at_b + ahead);
                runs.push(Run {
                    a,
                    b: b as u32,
                    at_a: (at_a - back) as u32,
                    at_b: (at_b - back) as u32,
                    len: (back + ahead) as u32,
                });
            }
        }
        remember(&mut index, b as u32, words);
    }
    runs.sort_unstable();
    runs
}

fn remember(index: &mut FxHashMap<[u32; SEED], Vec<(u32, u32)>>, document: u32, words: &[u32]) {
    for (at, gram) in words.windows(SEED).enumerate() {
        let gram: [u32; SEED] = gram.try_into().expect("a window has its length");
        let places = index.entry(gram).or_default();
        let here = places.iter().rev().take_while(|(doc, _)| *doc == document).count();
        if places.len() < POSTINGS && here < PLACES {
            places.push((document, at as u32));
        }
    }
}

/// Of the runs of one pair of documents those that do not overlap in either, longest first kept,
/// in the order of the first document.
pub(super) fn without_overlap(runs: &[Run]) -> Vec<Run> {
    let mut order: Vec<Run> = runs.to_vec();
    order.sort_unstable_by_key(|run| (std::cmp::Reverse(run.len), run.at_a, run.at_b));
    let mut taken_a = Taken::default();
    let mut taken_b = Taken::default();
    let mut kept = Vec::new();
    for run in order {
        let (a, b) = ((run.at_a, run.at_a + run.len), (run.at_b, run.at_b + run.len));
        if taken_a.is_free(a) && taken_b.is_free(b) {
            taken_a.take(a);
            taken_b.take(b);
            kept.push(run);
        }
    }
    kept.sort_unstable();
    kept
}

/// Ranges that do not overlap, by start.
#[derive(Default)]
struct Taken(std::collections::BTreeMap<u32, u32>);

impl Taken {
    fn is_free(&self, (start, end): (u32, u32)) -> bool {
        self.0.range(..end).next_back().is_none_or(|(_, &taken)| taken <= start)
    }

    fn take(&mut self, (start, end): (u32, u32)) {
        self.0.insert(start, end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<u32> {
        text.split(' ').map(|word| word.bytes().fold(7, |n, b| n * 31 + u32::from(b))).collect()
    }

    #[track_caller]
    fn check(a: &str, b: &str, expect: &[&str]) {
        let found: Vec<String> = without_overlap(&shared_runs(&[&words(a), &words(b)]))
            .iter()
            .map(|run| {
                let (from, to) = (run.at_a as usize, (run.at_a + run.len) as usize);
                let there = run.at_b as usize..(run.at_b + run.len) as usize;
                let shared = a.split(' ').collect::<Vec<_>>()[from..to].join(" ");
                assert_eq!(shared, b.split(' ').collect::<Vec<_>>()[there].join(" "));
                shared
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn runs_go_as_far_as_the_words_are_the_same() {
        check("a b c d e f g", "x b c d e f y", &["b c d e f"]);
        check("a b c d", "a b c d", &[]);
        check("a b c d e x f g h i j", "a b c d e y f g h i j", &["a b c d e", "f g h i j"]);
    }

    #[test]
    fn a_repeated_passage_is_matched_once() {
        check("a b c d e f", "a b c d e z a b c d e f", &["a b c d e f"]);
    }

    proptest! {
        #[test]
        fn every_run_is_the_same_words_and_as_long_as_it_goes(
            a in prop::collection::vec(0u32..3, 0..60),
            b in prop::collection::vec(0u32..3, 0..60),
        ) {
            let documents = [a.as_slice(), &b];
            for run in shared_runs(&documents) {
                let (x, y, n) = (run.at_a as usize, run.at_b as usize, run.len as usize);
                prop_assert!(n >= SEED);
                prop_assert_eq!(&documents[0][x..x + n], &documents[1][y..y + n]);
                let next = (documents[0].get(x + n), documents[1].get(y + n));
                prop_assert!(next.0.is_none() || next.1.is_none() || next.0 != next.1);
            }
        }
    }
}
