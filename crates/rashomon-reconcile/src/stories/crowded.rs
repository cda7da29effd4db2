//! Stories of more documents than each is compared with.
//!
//! Of a document only the most alike others are known ([`super::NEIGHBOURS`]). Where they do not hold all that are
//! like it, two halves of one story look less alike than they are. The likeness of two whole groups needs no pairs
//! of documents: the sum of all their cosines is the product of the sums of their vectors.

use rustc_hash::FxHashMap;

use super::{
    index::{Closeness, NEIGHBOURS},
    linkage::{Near, join_groups},
    vectors::{Vectors, heaviest},
};

/// Terms of a group by which others are searched for.
const SEARCHED: usize = 256;

/// Whether each document is like enough to so many earlier others that it may be like to more.
pub(super) fn documents(n: usize, near: &[Near], join: f32) -> Vec<bool> {
    let mut like = vec![0; n];
    for pair in near.iter().filter(|pair| pair.likeness >= join) {
        like[pair.b as usize] += 1;
    }
    like.into_iter().map(|like| like == NEIGHBOURS).collect()
}

/// Joins groups that hold crowded documents, the most alike first, as long as the average likeness of their
/// documents is at least `join`. How near in time two groups are, their middle days say.
pub(super) fn join(
    groups: Vec<Vec<u32>>,
    crowded: &[bool],
    vectors: &Vectors,
    join: f32,
) -> Vec<Vec<u32>> {
    let is_crowded = |group: &Vec<u32>| group.iter().any(|&doc| crowded[doc as usize]);
    let (whole, mut rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_crowded);
    let sums: Vec<Vec<(u32, f32)>> = whole.iter().map(|group| sum(group, vectors)).collect();
    let middles: Vec<Option<i32>> =
        whole.iter().map(|group| middle(group, vectors.days())).collect();
    let closeness = Closeness::new();
    let mut index: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut pairs = Vec::new();
    let mut heavy = Vec::new();
    for (b, terms) in sums.iter().enumerate() {
        let mut found: Vec<u32> = Vec::new();
        heaviest(terms.iter().copied(), SEARCHED, &mut heavy);
        for (term, _) in &heavy {
            let others = index.entry(*term).or_default();
            found.extend(others.iter());
            others.push(b as u32);
        }
        found.sort_unstable();
        found.dedup();
        for a in found {
            let closeness = closeness.of(middles[a as usize], middles[b]);
            let likeness = product(&sums[a as usize], terms) * closeness;
            pairs.push(Near { a, b: b as u32, likeness });
        }
    }
    let mut all = join_groups(whole, pairs, join);
    all.append(&mut rest);
    all.sort_unstable();
    all
}

/// The sum of the vectors of documents, by term.
fn sum(group: &[u32], vectors: &Vectors) -> Vec<(u32, f32)> {
    let mut all: Vec<(u32, f32)> = Vec::new();
    for &doc in group {
        all.extend(vectors.get(doc as usize).iter());
    }
    all.sort_by_key(|(term, _)| *term);
    all.chunk_by(|x, y| x.0 == y.0)
        .map(|same| (same[0].0, same.iter().map(|(_, weight)| *weight).sum()))
        .collect()
}

/// The product of two lists of weighted terms, each by term.
fn product(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        let ((one, x), (other, y)) = (a[i], b[j]);
        if one == other {
            sum += x * y;
        }
        i += usize::from(one <= other);
        j += usize::from(other <= one);
    }
    sum
}

/// The middle one of the days on which documents were published.
fn middle(group: &[u32], days: &[Option<i32>]) -> Option<i32> {
    let mut known: Vec<i32> = group.iter().filter_map(|&doc| days[doc as usize]).collect();
    known.sort_unstable();
    known.get(known.len() / 2).copied()
}
