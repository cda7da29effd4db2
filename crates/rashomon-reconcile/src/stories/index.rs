//! Which documents are alike.

use std::ops::Range;

use super::{
    APART, HORIZON,
    linkage::Near,
    vectors::{Vector, Vectors, heaviest},
};

/// Terms of a document by which others are searched for.
const SEARCHED: usize = 48;
/// Of the documents with a term so many are found by it: the latest.
const POSTINGS: usize = 512;
/// So many of the documents found are compared: those that share most of the terms searched for.
const COMPARED: usize = 512;
/// Likeness under which two documents are not compared further.
const FLOOR: f32 = 0.03;
/// Neighbours kept for each document.
pub(super) const NEIGHBOURS: usize = 60;

/// An inverted index: of each term the documents of whose terms it is among the heaviest.
///
/// Takes 8 bytes for each of the up to 48 heaviest terms of a document, and 8 for each number up to that of the last
/// term. A search takes 4 more for each document and each term.
#[derive(Debug)]
pub struct Index<'v> {
    vectors: &'v Vectors,
    /// Where in `documents` and `weights` each term begins, and where the last one ends.
    offsets: Vec<usize>,
    /// Ascending for each term; counted from the first document held.
    documents: Vec<u32>,
    weights: Vec<f32>,
    closeness: Closeness,
    /// A document is compared with so many before it at most.
    horizon: usize,
}

impl<'v> Index<'v> {
    pub(super) fn new(vectors: &'v Vectors) -> Self {
        let terms = vectors.terms().iter().max().map_or(0, |last| *last as usize + 1);
        let mut heavy = Vec::new();
        let mut offsets = vec![0; terms + 1];
        for at in 0..vectors.len() {
            heaviest(vectors.get(at).iter(), SEARCHED, &mut heavy);
            for (term, _) in &heavy {
                offsets[*term as usize + 1] += 1;
            }
        }
        for term in 0..terms {
            offsets[term + 1] += offsets[term];
        }
        let mut next = offsets.clone();
        let mut documents = vec![0; offsets[terms]];
        let mut weights = vec![0.0; offsets[terms]];
        for at in 0..vectors.len() {
            heaviest(vectors.get(at).iter(), SEARCHED, &mut heavy);
            for &(term, weight) in &heavy {
                let next = &mut next[term as usize];
                (documents[*next], weights[*next]) = (at as u32, weight);
                *next += 1;
            }
        }
        let (closeness, horizon) = (Closeness::new(), HORIZON as usize);
        Self { vectors, offsets, documents, weights, closeness, horizon }
    }

    /// Pairs of these documents, each with earlier ones: by the later document, the most alike first.
    ///
    /// What is found for a document depends on it and on the up to [`HORIZON`] documents before it only. Documents
    /// may therefore be searched in any slabs, side by side.
    ///
    /// # Panics
    /// Where a document is not held.
    pub fn near(&self, documents: Range<u32>) -> Vec<Near> {
        let held = self.vectors.documents();
        assert!(held.start <= documents.start && documents.end <= held.end, "documents not held");
        let first = held.start;
        let mut search = Search::new(self);
        let mut near = Vec::new();
        for document in documents {
            for &(other, likeness) in search.near((document - first) as usize) {
                near.push(Near { a: first + other, b: document, likeness });
            }
        }
        near
    }

    /// The documents before the one at a place that are found by a term, with the term's weight in each.
    fn postings(&self, term: u32, at: usize) -> impl Iterator<Item = (u32, f32)> {
        let start = self.offsets[term as usize];
        let of_term = &self.documents[start..self.offsets[term as usize + 1]];
        let end = of_term.partition_point(|other| (*other as usize) < at);
        let from = end.saturating_sub(POSTINGS);
        let horizon = at.saturating_sub(self.horizon);
        let from = from + of_term[from..end].partition_point(|other| (*other as usize) < horizon);
        let found = start + from..start + end;
        self.documents[found.clone()].iter().copied().zip(self.weights[found].iter().copied())
    }
}

/// What one search after another needs.
struct Search<'i, 'v> {
    index: &'i Index<'v>,
    /// Of each document, what it has in common with the present one, by the terms searched for.
    common: Vec<f32>,
    /// The weights of the present document, by term.
    weights: Vec<f32>,
    heavy: Vec<(u32, f32)>,
    found: Vec<u32>,
    ranked: Vec<u64>,
    near: Vec<(u32, f32)>,
}

impl<'i, 'v> Search<'i, 'v> {
    fn new(index: &'i Index<'v>) -> Self {
        Self {
            index,
            common: vec![0.0; index.vectors.len()],
            weights: vec![0.0; index.offsets.len()],
            heavy: Vec::new(),
            found: Vec::new(),
            ranked: Vec::new(),
            near: Vec::new(),
        }
    }

    /// The documents most like the one at a place.
    fn near(&mut self, at: usize) -> &[(u32, f32)] {
        let vectors = self.index.vectors;
        let vector = vectors.get(at);
        heaviest(vector.iter(), SEARCHED, &mut self.heavy);
        for &(term, weight) in self.heavy.iter().filter(|(_, weight)| *weight > 0.0) {
            for (other, theirs) in self.index.postings(term, at) {
                let common = &mut self.common[other as usize];
                if *common == 0.0 {
                    self.found.push(other);
                }
                *common += weight * theirs;
            }
        }
        // weights are not negative, so that their bits are in their order
        let common = &mut self.common;
        self.ranked.clear();
        self.ranked.extend(self.found.drain(..).map(|other| {
            let common = std::mem::take(&mut common[other as usize]);
            u64::from(common.to_bits()) << 32 | u64::from(other)
        }));
        if self.ranked.len() > COMPARED {
            self.ranked.select_nth_unstable_by(COMPARED, |x, y| y.cmp(x));
            self.ranked.truncate(COMPARED);
        }
        for (term, weight) in vector.iter() {
            self.weights[term as usize] = weight;
        }
        self.near.clear();
        let day = vectors.days()[at];
        for &other in &self.ranked {
            let other = other as u32;
            let closeness = self.index.closeness.of(vectors.days()[other as usize], day);
            let likeness = product(&self.weights, vectors.get(other as usize)) * closeness;
            if likeness >= FLOOR {
                self.near.push((other, likeness));
            }
        }
        for term in vector.terms {
            self.weights[*term as usize] = 0.0;
        }
        self.near.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        self.near.truncate(NEIGHBOURS);
        &self.near
    }
}

/// The cosine of a document, given by its weights of all terms, and another one.
fn product(weights: &[f32], other: Vector<'_>) -> f32 {
    other.iter().map(|(term, weight)| weights[term as usize] * weight).sum()
}

/// Days from which on documents are as far apart as they can be.
const FAR: u32 = 180;

/// What is left of the likeness of two documents, by the days between them: all of it within a week, then less with
/// the logarithm of the days, down to `1 - APART` at half a year.
#[derive(Debug)]
pub(super) struct Closeness([f32; FAR as usize + 1]);

impl Closeness {
    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|days| {
            1.0 - APART * ((days as f32).ln_1p() / (FAR as f32).ln_1p()).min(1.0)
        }))
    }

    /// Of documents published on these days; all where one of them is not known.
    pub(super) fn of(&self, a: Option<i32>, b: Option<i32>) -> f32 {
        let (Some(a), Some(b)) = (a, b) else { return 1.0 };
        self.0[a.abs_diff(b).saturating_sub(7).min(FAR) as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// Documents of a few terms each, of `kinds`.
    fn documents(most: usize, kinds: u32) -> impl Strategy<Value = Vectors> {
        let terms = prop::collection::btree_map(0..kinds, 0.1f32..1.0, 0..12);
        let document = (prop::option::of(22_000..22_200), terms);
        prop::collection::vec(document, 0..most).prop_map(packed)
    }

    fn packed(documents: Vec<(Option<i32>, BTreeMap<u32, f32>)>) -> Vectors {
        let mut vectors = Vectors::with_capacity(0, 0);
        for (day, terms) in documents {
            vectors.push(day, terms.into_iter());
        }
        vectors
    }

    proptest! {
        #[test]
        fn slabs_find_what_all_find(
            vectors in documents(60, 30),
            slab in 1u32..20,
            horizon in 1u32..40,
        ) {
            let search = |vectors: &Vectors, documents: Range<u32>| {
                let mut index = vectors.index();
                index.horizon = horizon as usize;
                index.near(documents)
            };
            let all = vectors.documents();
            let mut near = Vec::new();
            for documents in vectors.slabs(slab) {
                let needed = documents.start.saturating_sub(horizon)..documents.end;
                near.extend(search(&vectors.part(needed), documents));
            }
            prop_assert_eq!(near, search(&vectors, all));
        }

        /// Of few documents none is passed over.
        #[test]
        fn the_index_finds_what_comparing_all_finds(vectors in documents(40, 30)) {
            let closeness = Closeness::new();
            let mut expect = Vec::new();
            for b in vectors.documents() {
                let by_term: BTreeMap<u32, f32> = vectors.get(b as usize).iter().collect();
                let mut near: Vec<Near> = (0..b)
                    .map(|a| {
                        let both = vectors.get(a as usize).iter().filter_map(|(term, weight)| {
                            by_term.get(&term).map(|other| other * weight)
                        });
                        let days = vectors.days();
                        let closeness = closeness.of(days[a as usize], days[b as usize]);
                        Near { a, b, likeness: both.sum::<f32>() * closeness }
                    })
                    .filter(|pair| pair.likeness >= FLOOR)
                    .collect();
                near.sort_by(|x, y| y.likeness.total_cmp(&x.likeness));
                expect.extend(near);
            }
            prop_assert_eq!(vectors.index().near(vectors.documents()), expect);
        }
    }

    #[test]
    fn of_a_term_that_all_have_the_latest_are_found() {
        let n = 2 * POSTINGS as u32;
        // the first documents are as like the last one as any
        let document = |at: u32| (None, BTreeMap::from([(0, 1.0), (1 + at % 7, 0.1)]));
        let vectors = packed((0..=n).map(document).collect());
        let near = vectors.index().near(n..n + 1);
        assert_eq!(near.len(), NEIGHBOURS);
        assert!(near.iter().all(|pair| pair.b == n && pair.a % 7 == n % 7));
        assert!(near.iter().all(|pair| pair.a >= n - POSTINGS as u32));
    }
}
