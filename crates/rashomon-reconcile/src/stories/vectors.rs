//! Documents as weighted terms, packed.

use std::{fmt, ops::Range};

use super::{HORIZON, index::Index};

/// Documents in a row as weighted terms: all that is needed to find which of them are alike.
///
/// A run's documents can be cut into slabs, and each slab be searched on another machine. What a slab needs is a
/// [`part`](Self::part) of the whole, as columns: [`days`](Self::days), [`offsets`](Self::offsets),
/// [`terms`](Self::terms) and [`weights`](Self::weights) make the same vectors again by [`Vectors::new`].
///
/// Takes 16 bytes a document and 8 for each of its terms, of which an article has about a hundred.
#[derive(Clone, Debug, PartialEq)]
pub struct Vectors {
    first: u32,
    days: Vec<Option<i32>>,
    offsets: Vec<usize>,
    terms: Vec<u32>,
    weights: Vec<f32>,
}

/// Columns that are no vectors of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(&'static str);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no vectors of documents: {}", self.0)
    }
}

impl std::error::Error for Malformed {}

/// Weighted terms of one document, of length 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vector<'v> {
    /// Ascending.
    pub(super) terms: &'v [u32],
    pub(super) weights: &'v [f32],
}

impl Vectors {
    /// Vectors from their columns: the number of the first document; of each document the day it was published, in
    /// days since 1970-01-01; where its terms begin, and where those of the last one end; the terms of all documents,
    /// ascending in each; and their weights.
    ///
    /// Fails where the columns do not fit together.
    pub fn new(
        first: u32,
        days: Vec<Option<i32>>,
        offsets: Vec<usize>,
        terms: Vec<u32>,
        weights: Vec<f32>,
    ) -> Result<Self, Malformed> {
        let check = |holds: bool, told| if holds { Ok(()) } else { Err(Malformed(told)) };
        check(u32::try_from(days.len()).is_ok_and(|n| first.checked_add(n).is_some()), "too many")?;
        check(offsets.len() == days.len() + 1, "not as many offsets as days and one")?;
        check(terms.len() == weights.len(), "not as many weights as terms")?;
        check(offsets.is_sorted(), "offsets that go back")?;
        let ends = (offsets.first().copied(), offsets.last().copied());
        check(ends == (Some(0), Some(terms.len())), "offsets that leave terms out")?;
        let ascending = |at: &[usize]| terms[at[0]..at[1]].is_sorted_by(|a, b| a < b);
        check(offsets.windows(2).all(ascending), "terms that do not ascend")?;
        let weight = |weight: &f32| (0.0..=1.0).contains(weight);
        check(weights.iter().all(weight), "weights not between 0 and 1")?;
        Ok(Self { first, days, offsets, terms, weights })
    }

    /// No documents, with room for so many and their terms.
    pub(super) fn with_capacity(documents: usize, terms: usize) -> Self {
        let mut offsets = Vec::with_capacity(documents + 1);
        offsets.push(0);
        Self {
            first: 0,
            days: Vec::with_capacity(documents),
            offsets,
            terms: Vec::with_capacity(terms),
            weights: Vec::with_capacity(terms),
        }
    }

    /// Adds a document. Its terms ascend; their weights are brought to length 1.
    pub(super) fn push(&mut self, day: Option<i32>, terms: impl Iterator<Item = (u32, f32)>) {
        let start = self.terms.len();
        for (term, weight) in terms {
            self.terms.push(term);
            self.weights.push(weight);
        }
        let weights = &mut self.weights[start..];
        let length = weights.iter().map(|weight| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            for weight in weights {
                *weight /= length;
            }
        }
        self.days.push(day);
        self.offsets.push(self.terms.len());
    }

    /// The documents held, by their numbers in the run.
    pub fn documents(&self) -> Range<u32> {
        self.first..self.first + self.days.len() as u32
    }

    /// The day each document was published, in days since 1970-01-01.
    pub fn days(&self) -> &[Option<i32>] {
        &self.days
    }

    /// Where the terms of each document begin, and where those of the last one end.
    pub fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// The terms of all documents, ascending in each.
    pub fn terms(&self) -> &[u32] {
        &self.terms
    }

    /// The weights of [`terms`](Self::terms), 0 to 1.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// The documents held, in slabs of so many (at least one) in a row.
    pub fn slabs(&self, size: u32) -> impl Iterator<Item = Range<u32>> + use<> {
        let Range { start, end } = self.documents();
        let size = size.max(1);
        (start..end)
            .step_by(size as usize)
            .map(move |start| start..end.min(start.saturating_add(size)))
    }

    /// The documents that must be held for [`Index::near`] of these: themselves, and those before them that they are
    /// compared with.
    pub fn window(documents: Range<u32>) -> Range<u32> {
        documents.start.saturating_sub(HORIZON)..documents.end
    }

    /// The vectors of some of the documents.
    ///
    /// # Panics
    /// Where one of them is not held.
    pub fn part(&self, documents: Range<u32>) -> Self {
        let held = self.documents();
        assert!(held.start <= documents.start && documents.end <= held.end, "documents not held");
        let at = (documents.start - self.first) as usize..(documents.end - self.first) as usize;
        let terms = self.offsets[at.start]..self.offsets[at.end];
        let offsets = &self.offsets[at.start..=at.end];
        Self {
            first: documents.start,
            days: self.days[at].to_vec(),
            offsets: offsets.iter().map(|offset| offset - terms.start).collect(),
            terms: self.terms[terms.clone()].to_vec(),
            weights: self.weights[terms].to_vec(),
        }
    }

    /// An index to search the documents by.
    pub fn index(&self) -> Index<'_> {
        Index::new(self)
    }

    /// Documents held.
    pub(super) fn len(&self) -> usize {
        self.days.len()
    }

    /// The document at a place, counted from the first one held.
    pub(super) fn get(&self, at: usize) -> Vector<'_> {
        let terms = self.offsets[at]..self.offsets[at + 1];
        Vector { terms: &self.terms[terms.clone()], weights: &self.weights[terms] }
    }
}

impl<'v> Vector<'v> {
    pub(super) fn iter(self) -> impl Iterator<Item = (u32, f32)> + use<'v> {
        self.terms.iter().copied().zip(self.weights.iter().copied())
    }
}

/// Puts the `n` heaviest of weighted terms in `heaviest`, the heaviest first.
pub(super) fn heaviest(
    terms: impl Iterator<Item = (u32, f32)>,
    n: usize,
    heaviest: &mut Vec<(u32, f32)>,
) {
    let order = |x: &(u32, f32), y: &(u32, f32)| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0));
    heaviest.clear();
    heaviest.extend(terms);
    if heaviest.len() > n {
        heaviest.select_nth_unstable_by(n, order);
        heaviest.truncate(n);
    }
    heaviest.sort_unstable_by(order);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_make_the_same_vectors_again() {
        let mut vectors = Vectors::with_capacity(3, 4);
        vectors.push(Some(22_407), [(2, 3.0), (5, 4.0)].into_iter());
        vectors.push(None, [].into_iter());
        vectors.push(None, [(0, 1.0), (2, 1.0)].into_iter());
        assert_eq!(vectors.weights()[..2], [0.6, 0.8]);
        let part = vectors.part(1..3);
        assert_eq!((part.documents(), part.terms()), (1..3, &[0, 2][..]));
        let columns = (part.days().to_vec(), part.offsets().to_vec());
        let terms = (part.terms().to_vec(), part.weights().to_vec());
        assert_eq!(Vectors::new(1, columns.0, columns.1, terms.0, terms.1), Ok(part));
    }

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        let check = |offsets: &[usize], terms: &[u32], weights: &[f32], told: &'static str| {
            let columns = (offsets.to_vec(), terms.to_vec(), weights.to_vec());
            let vectors = Vectors::new(0, vec![None; 2], columns.0, columns.1, columns.2);
            assert_eq!(vectors, Err(Malformed(told)));
        };
        check(&[0, 1], &[3], &[1.0], "not as many offsets as days and one");
        check(&[0, 1, 2], &[3, 4], &[1.0], "not as many weights as terms");
        check(&[0, 2, 1], &[3], &[1.0], "offsets that go back");
        check(&[0, 1, 1], &[3, 4], &[1.0, 1.0], "offsets that leave terms out");
        check(&[0, 2, 2], &[3, 3], &[1.0, 1.0], "terms that do not ascend");
        check(&[0, 1, 1], &[3], &[f32::NAN], "weights not between 0 and 1");
    }
}
