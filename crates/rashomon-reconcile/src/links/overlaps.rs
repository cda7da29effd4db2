//! Which documents of a run hold much of the text of which others.
//!
//! # How
//! A document is the set of its runs of five words. How much of it stands in another one is their
//! *containment* (Broder 1997): of the runs of the document that has fewer, the share that the other has
//! too. Likeness of whole sets (Jaccard) does not show that half of a text was taken over; containment
//! does.
//!
//! To find the pairs worth comparing, a fixed quarter of all runs is kept in an index: those whose
//! number is small, so that the containment of what is kept estimates that of the whole. Pairs that come
//! near the asked share there are compared exactly. A run that stands in many documents leads to the first
//! [`POSTINGS`] of them only: the work grows with the words, not with all pairs.

use rashomon_extract::Account;
use rashomon_text::DocId;
use rustc_hash::FxHashSet;

use super::{
    passages::PASSAGE,
    runs::{POSTINGS, SEED},
    text::Held,
};
use crate::words::shared;

/// One in so many runs is indexed.
pub(super) const SCALE: u32 = 4;
/// Of the asked containment, the share that the estimate must reach for a pair to be compared.
pub(super) const NEAR: f32 = 0.6;
/// Stories from which on a run that stands in all of them is common.
const STORIES: usize = 3;

/// Two documents, one of which holds much of the other's text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// The two, in canonical order.
    pub documents: (DocId, DocId),
    /// Of the runs of five words of the document that has fewer, the share that the other has too.
    pub containment: f32,
}

/// All pairs of documents with at least this containment (above 0, at most 1), by documents.
///
/// What is found is exact. A pair may be missed where one of the texts has fewer than thirty words, and
/// where more than 32 documents share the words: then it is linked through one of these.
pub fn overlaps(accounts: &[Account], containment: f32) -> Vec<Overlap> {
    let near =
        |same: u32, smaller: u32| same as f32 >= (containment * NEAR * smaller as f32).max(1.0);
    let pairs = Index::new(accounts).pairs(near);
    let mut sets = Held::new();
    let mut set = |doc: u32| sets.get(doc, || gram_set(&accounts[doc as usize]));
    let mut found = Vec::new();
    for (a, b) in pairs {
        let contained = self::containment(&set(a), &set(b));
        if contained >= containment {
            found.push(Overlap { documents: (DocId(a), DocId(b)), containment: contained });
        }
    }
    found.sort_unstable_by_key(|overlap| overlap.documents);
    found
}

/// Of the smaller of two sorted sets, the share that the other has too; 0 where it is empty.
fn containment(a: &[u64], b: &[u64]) -> f32 {
    shared(a, b) as f32 / a.len().min(b.len()).max(1) as f32
}

/// [`containment`] of the distinct runs of two documents, each run with its place, sorted.
pub(super) fn containment_of(a: &[(u64, u32)], b: &[(u64, u32)]) -> f32 {
    let distinct = |grams: &[(u64, u32)]| {
        let mut set: Vec<u64> = grams.iter().map(|(gram, _)| *gram).collect();
        set.dedup();
        set
    };
    containment(&distinct(a), &distinct(b))
}

/// The runs that several documents share, of those that are indexed.
pub(super) struct Index {
    /// Per document, how many of its runs are indexed.
    sizes: Vec<u32>,
    /// The shared runs, by number, with the place of their documents in `documents`.
    groups: Vec<(u64, std::ops::Range<u32>)>,
    documents: Vec<u32>,
}

impl Index {
    pub(super) fn new(accounts: &[Account]) -> Self {
        let mut entries: Vec<(u64, u32)> = Vec::new();
        let mut sizes = Vec::with_capacity(accounts.len());
        for (doc, account) in accounts.iter().enumerate() {
            let mut indexed: Vec<u64> = grams(account).filter(|gram| is_indexed(*gram)).collect();
            indexed.sort_unstable();
            indexed.dedup();
            sizes.push(indexed.len() as u32);
            entries.extend(indexed.into_iter().map(|gram| (gram, doc as u32)));
        }
        entries.sort_unstable();
        let (mut groups, mut documents) = (Vec::new(), Vec::new());
        for group in entries.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1) {
            let start = documents.len() as u32;
            documents.extend(group.iter().map(|(_, doc)| *doc));
            groups.push((group[0].0, start..documents.len() as u32));
        }
        Self { sizes, groups, documents }
    }

    fn groups(&self) -> impl Iterator<Item = (u64, &[u32])> {
        self.groups
            .iter()
            .map(|(gram, at)| (*gram, &self.documents[at.start as usize..at.end as usize]))
    }

    /// Pairs `(a, b)`, `a` before `b`, for which `near` holds of the number of indexed runs that both have
    /// and the number that the one with fewer has; by `b`, then `a`.
    pub(super) fn pairs(&self, near: impl Fn(u32, u32) -> bool) -> Vec<(u32, u32)> {
        // the groups each document is in
        let mut of: Vec<(u32, u32)> = Vec::with_capacity(self.documents.len());
        for (number, (_, documents)) in self.groups().enumerate() {
            of.extend(documents.iter().map(|doc| (*doc, number as u32)));
        }
        of.sort_unstable();
        let (mut pairs, mut earlier) = (Vec::new(), Vec::new());
        for groups in of.chunk_by(|x, y| x.0 == y.0) {
            let b = groups[0].0;
            earlier.clear();
            for (_, group) in groups {
                let at = &self.groups[*group as usize].1;
                let documents = &self.documents[at.start as usize..at.end as usize];
                earlier.extend(documents.iter().take(POSTINGS).take_while(|a| **a < b));
            }
            earlier.sort_unstable();
            for same in earlier.chunk_by(|x, y| x == y) {
                let a: u32 = same[0];
                let smaller = self.sizes[a as usize].min(self.sizes[b as usize]);
                if near(same.len() as u32, smaller) {
                    pairs.push((a, b));
                }
            }
        }
        pairs
    }

    /// Runs that stand in documents of several stories; `story_of` a document is `None` where it is
    /// in no story.
    pub(super) fn common(&self, story_of: &[Option<u32>]) -> FxHashSet<u64> {
        let mut stories = Vec::new();
        let is_common = |documents: &[u32]| {
            stories.clear();
            for story in documents.iter().filter_map(|doc| story_of[*doc as usize]) {
                if !stories.contains(&story) {
                    stories.push(story);
                }
                if stories.len() == STORIES {
                    return true;
                }
            }
            false
        };
        let mut is_common = is_common;
        self.groups().filter(|(_, documents)| is_common(documents)).map(|(gram, _)| gram).collect()
    }
}

/// For each of an account's words, whether it belongs to a passage made of `common` runs only: words a site
/// puts under all its texts. What is shorter than a passage is left as it is.
///
/// `grams` are the account's runs in order.
pub(super) fn common_words(words: usize, grams: &[u64], common: &FxHashSet<u64>) -> Vec<bool> {
    let mut marks = vec![false; words];
    if common.is_empty() {
        return marks;
    }
    let indexed: Vec<(usize, u64)> =
        grams.iter().copied().enumerate().filter(|(_, gram)| is_indexed(*gram)).collect();
    for stretch in indexed.chunk_by(|x, y| common.contains(&x.1) == common.contains(&y.1)) {
        let (first, last) = (stretch[0], stretch[stretch.len() - 1]);
        let words = first.0..last.0 + SEED;
        if common.contains(&first.1) && words.len() >= PASSAGE as usize {
            marks[words].fill(true);
        }
    }
    marks
}

/// The distinct runs of an account, sorted.
fn gram_set(account: &Account) -> Vec<u64> {
    let mut grams: Vec<u64> = grams(account).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// Numbers for all runs of [`SEED`] words of an account, in order: the same for the same words, in any
/// account, on any machine.
pub(super) fn grams(account: &Account) -> impl Iterator<Item = u64> {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    // the number of a word is worked out once for each symbol
    let mut known: Vec<u64> = Vec::new();
    let mut number = move |word: &rashomon_extract::account::Word| {
        let at = word.form.0 as usize;
        if known.len() <= at {
            known.resize(at + 1, 0);
        }
        if known[at] == 0 {
            known[at] = word_number(account.symbols.get(word.form));
        }
        known[at]
    };
    let mut last = [0u64; SEED];
    let mut seen = 0;
    account.words.iter().filter_map(move |word| {
        last.rotate_left(1);
        last[SEED - 1] = number(word);
        seen += 1;
        (seen >= SEED)
            .then(|| mixed(last.iter().fold(0, |sum: u64, n| sum.wrapping_mul(FACTOR) ^ *n)))
    })
}

fn is_indexed(gram: u64) -> bool {
    gram < u64::MAX / u64::from(SCALE)
}

/// FNV-1a (Fowler, Noll, Vo), never 0.
fn word_number(word: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325u64;
    word.bytes().fold(start, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)) | 1
}

/// Spreads a number over all bits (the finalizer of SplitMix64).
fn mixed(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}
