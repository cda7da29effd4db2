//! Stories of more documents than each is compared with.
//!
//! Of a document only the most alike others are known ([`super::NEIGHBOURS`]). Where they do not hold all that are
//! like it, two halves of one story look less alike than they are. The likeness of two whole groups needs no pairs
//! of documents: the sum of all their cosines is the product of the sums of their vectors.

use rashomon_text::Date;
use rustc_hash::FxHashMap;

use super::{
    NEIGHBOURS,
    grouping::join_groups,
    terms::{Vector, heaviest, product},
};

/// Terms of a group by which others are searched for.
const SEARCHED: usize = 256;

/// Whether each document is like enough to so many others that it may be like to more.
///
/// `near` are the pairs that are known, by their second document.
pub(super) fn documents(n: usize, near: &[(usize, usize, f32)], join: f32) -> Vec<bool> {
    let mut crowded = vec![false; n];
    for pairs in near.chunk_by(|x, y| x.1 == y.1) {
        let like = pairs.iter().filter(|(.., likeness)| *likeness >= join).count();
        crowded[pairs[0].1] = like == NEIGHBOURS;
    }
    crowded
}

/// Joins groups that hold crowded documents, the most alike first, as long as the average likeness of their
/// documents is at least `join`. How near in time two groups are, `closeness` says of their middle days.
pub(super) fn join(
    groups: Vec<Vec<usize>>,
    crowded: &[bool],
    vectors: &[Vector],
    days: &[Option<Date>],
    closeness: &dyn Fn(Option<Date>, Option<Date>) -> f32,
    join: f32,
) -> Vec<Vec<usize>> {
    let is_crowded = |group: &Vec<usize>| group.iter().any(|&doc| crowded[doc]);
    let (whole, mut rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_crowded);
    let sums: Vec<Vec<(u32, f32)>> = whole.iter().map(|group| sum(group, vectors)).collect();
    let middles: Vec<Option<Date>> = whole.iter().map(|group| middle(group, days)).collect();
    let mut index: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let mut pairs = Vec::new();
    for (b, terms) in sums.iter().enumerate() {
        let mut found: Vec<usize> = Vec::new();
        for (term, _) in heaviest(terms, SEARCHED) {
            let others = index.entry(term).or_default();
            found.extend(others.iter());
            others.push(b);
        }
        found.sort_unstable();
        found.dedup();
        for a in found {
            let likeness = product(&sums[a], terms) * closeness(middles[a], middles[b]);
            pairs.push((a, b, likeness));
        }
    }
    let mut all = join_groups(whole, &pairs, join);
    all.append(&mut rest);
    all.sort_unstable();
    all
}

/// The sum of the vectors of documents, by term.
fn sum(group: &[usize], vectors: &[Vector]) -> Vec<(u32, f32)> {
    let mut all: Vec<(u32, f32)> =
        group.iter().flat_map(|&doc| vectors[doc].terms().iter().copied()).collect();
    all.sort_by_key(|(term, _)| *term);
    all.chunk_by(|x, y| x.0 == y.0)
        .map(|same| (same[0].0, same.iter().map(|(_, weight)| *weight).sum()))
        .collect()
}

/// The middle one of the days on which documents were published.
fn middle(group: &[usize], days: &[Option<Date>]) -> Option<Date> {
    let mut known: Vec<Date> = group.iter().filter_map(|&doc| days[doc]).collect();
    known.sort_unstable();
    known.get(known.len() / 2).copied()
}
