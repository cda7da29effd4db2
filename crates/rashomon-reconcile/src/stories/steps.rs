//! Grouping as steps.

use std::{borrow::Cow, cmp::Reverse};

use rashomon_text::{DocId, time::day_number};

use super::{
    ANEW, JOIN, LARGE, crowded,
    linkage::{self, Near},
    sketch::Sketch,
    terms::Terms,
    vectors::Vectors,
};

/// All that grouping looks at, of a run.
///
/// What takes the time is to find the documents that are alike ([`Index::near`](super::Index::near)). It is done on
/// slabs of documents, in any order and anywhere; what is before and behind it is done in one place.
///
/// ```
/// # use std::borrow::Cow;
/// use rashomon_reconcile::stories::{Grouping, Near, Sketch, Vectors};
///
/// let near = |vectors: &Vectors| -> Vec<Near> {
///     // each of the slabs may be searched on another machine
///     let slabs = vectors.slabs(1000);
///     slabs.flat_map(|slab| vectors.part(Vectors::window(slab.clone())).index().near(slab)).collect()
/// };
/// # let term = |term: &str| (term.to_owned(), 1.0);
/// # let sketch = |word: &str| Sketch { day: None, terms: vec![term("w:wall"), term(word)] };
/// # let sketches = [sketch("w:flood"), sketch("w:vote"), sketch("w:flood")];
/// let grouping = Grouping::new(sketches.iter().map(Cow::Borrowed), vec![false; sketches.len()]);
/// let stories = grouping.run(near);
/// # assert_eq!(stories.len(), 1);
/// ```
#[derive(Debug)]
pub struct Grouping {
    terms: Terms,
    /// In days since 1970-01-01.
    days: Vec<Option<i32>>,
    left_out: Vec<bool>,
}

/// Documents in groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups(Vec<Vec<u32>>);

impl Grouping {
    /// From the sketches of accounts in canonical order. A document that is left out is in no story.
    pub fn new<'a>(
        sketches: impl IntoIterator<Item = Cow<'a, Sketch>>,
        left_out: Vec<bool>,
    ) -> Self {
        let mut days = Vec::with_capacity(left_out.len());
        let sketches = sketches.into_iter();
        let terms = Terms::new(sketches.inspect(|sketch| days.push(sketch.day.map(day_number))));
        Self { terms, days, left_out }
    }

    /// All steps in a row. `near` gives all pairs of documents that are alike: what
    /// [`Index::near`](super::Index::near) finds of all [`slabs`](Vectors::slabs), in the order of these.
    pub fn run(&self, mut near: impl FnMut(&Vectors) -> Vec<Near>) -> Vec<Vec<DocId>> {
        let vectors = self.first();
        let pairs = near(&vectors);
        let mut groups = self.groups(&vectors, pairs);
        if let Some(vectors) = self.second(&groups) {
            let pairs = near(&vectors);
            groups = self.joined(groups, &vectors, pairs);
        }
        self.stories(groups)
    }

    /// The documents as weighted terms, for [`groups`](Self::groups).
    pub fn first(&self) -> Vectors {
        self.vectors(&vec![1.0; self.days.len()])
    }

    /// The documents in groups. `near` are the pairs of all documents that [`Index::near`](super::Index::near) finds,
    /// each once.
    pub fn groups(&self, vectors: &Vectors, near: Vec<Near>) -> Groups {
        Groups(self.linked(vectors, near, JOIN))
    }

    /// The documents as weighted terms anew, where a group is so large that what it is about counts for too little:
    /// each group now counts as one document.
    pub fn second(&self, groups: &Groups) -> Option<Vectors> {
        if groups.0.iter().all(|group| group.len() <= LARGE) {
            return None;
        }
        let mut weights = vec![1.0; self.days.len()];
        for group in &groups.0 {
            for &document in group {
                weights[document as usize] = 1.0 / group.len() as f32;
            }
        }
        Some(self.vectors(&weights))
    }

    /// The groups, joined where they are parts of one large group by the vectors of [`second`](Self::second) and the
    /// pairs found of these.
    pub fn joined(&self, groups: Groups, vectors: &Vectors, near: Vec<Near>) -> Groups {
        let anew = self.linked(vectors, near, JOIN * ANEW);
        Groups(linkage::joined_where_large(self.days.len(), groups.0, &anew, LARGE))
    }

    /// The documents of each story, sorted; stories by size, then by first document.
    pub fn stories(&self, groups: Groups) -> Vec<Vec<DocId>> {
        let ids = |group: Vec<u32>| group.into_iter().map(DocId).collect();
        let mut stories: Vec<Vec<DocId>> = groups.0.into_iter().map(ids).collect();
        stories.retain(|story| !self.left_out[story[0].index()]);
        stories.sort_by_key(|story| (Reverse(story.len()), story[0]));
        stories
    }

    /// The vectors of all documents, each of which counts as much as its weight. Those of documents left out are
    /// empty.
    fn vectors(&self, weights: &[f32]) -> Vectors {
        let Terms { offsets, numbers, counts, .. } = &self.terms;
        let rarity = self.terms.rarity(weights);
        let mut vectors = Vectors::with_capacity(self.days.len(), numbers.len());
        for ((at, day), left_out) in offsets.windows(2).zip(&self.days).zip(&self.left_out) {
            let at = if *left_out { 0..0 } else { at[0]..at[1] };
            let terms = numbers[at.clone()].iter().zip(&counts[at]);
            vectors.push(*day, terms.map(|(&term, count)| (term, count * rarity[term as usize])));
        }
        vectors
    }

    fn linked(&self, vectors: &Vectors, near: Vec<Near>, join: f32) -> Vec<Vec<u32>> {
        let n = self.days.len();
        let crowded = crowded::documents(n, &near, join);
        let groups = linkage::average_link(n, near, join);
        crowded::join(groups, &crowded, vectors, join)
    }
}
