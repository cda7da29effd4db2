//! Which documents tell one story.
//!
//! # How
//! 1. Every document becomes a list of weighted terms ([`sketch`]): its content words and its
//!    participants, of the headline and the opening only, rare ones counting more than common ones.
//!    Documents published far apart in time are held to be less alike.
//! 2. An inverted index over each document's weightiest terms gives the documents worth comparing:
//!    of a term the latest documents that have it, and of these the most alike by such terms. Only they are
//!    compared, so that the work does not grow with all pairs.
//! 3. Documents are joined into stories by average likeness, the most alike first ([`linkage`]).
//! 4. A story may have more documents than each was compared with. Groups of which some documents had no
//!    room for all that are like them are compared as wholes, by the sums of their vectors, and joined by the
//!    same measure ([`crowded`]).
//!
//! How rare a term is comes from the run, tempered by a table of common words, so that five
//! documents are judged by the same measure as five thousand. What a story is about stands in all its texts and
//! would count for little in a run of that story alone. So where a group of more than [`LARGE`] documents comes
//! out, all are grouped anew with each group counting as one document, and groups that then lie in one large one
//! are joined.
//!
//! # Work
//! What is done for a document is bounded, but for the logarithms of sorting and of queues: so many searched terms, so
//! many documents of each, so many compared, so many neighbours. Of a document with 75 terms [`Grouping`] holds 0.7 kB,
//! [`Vectors`] 0.6 kB, [`Index`] 0.4 kB, the pairs found 0.7 kB, and joining takes 1 kB more. [`Grouping`] says how the
//! search, which takes nine tenths of the time, is spread over cores and machines.
//!
//! # Limits
//! A document without words is a story of its own. A document is compared with the [`HORIZON`] before it in canonical
//! order at most.

mod crowded;
mod index;
pub(crate) mod linkage;
pub(crate) mod sketch;
mod steps;
mod terms;
mod vectors;

use std::borrow::Cow;

use rashomon_extract::Account;
use rashomon_text::DocId;

pub use index::Index;
pub use linkage::Near;
pub use sketch::Sketch;
pub use steps::{Grouping, Groups};
pub use vectors::{Malformed, Vectors};

// Chosen by a coarse grid over all of `giveme5w1h` (B³ F1 stays within 0.01 around them), so the score
// `cargo xtask eval stories` prints on that set is not one on unseen events.
/// Average likeness from which on two groups are one story.
const JOIN: f32 = 0.12;
/// Weight of participants beside words.
const ENTITIES: f32 = 0.6;
/// Weight of words in the headline; in the first sentence where there is none.
const TITLE: f32 = 8.0;
/// Words of a text that are read.
const READ: usize = 150;
/// Share of the likeness that is lost between documents published half a year apart or more.
const APART: f32 = 0.3;
/// How many documents the table of common words counts for.
const PRIOR: f32 = 200.0;
/// Share of documents a word outside the table is taken to be in.
const UNKNOWN: f32 = 0.004;

/// A document is compared with so many before it at most.
const HORIZON: u32 = 1 << 18;
/// A group of more documents than this may be one of many parts of a story.
const LARGE: usize = 32;
/// By so much more than else documents must be alike when they are grouped anew: with a group counting as one
/// document, all are more alike.
const ANEW: f32 = 1.25;

/// The documents of each story, sorted; stories by size, then by first document.
///
/// `accounts` are in canonical order: `DocId(i)` is `accounts[i]`.
pub fn stories(accounts: &[Account]) -> Vec<Vec<DocId>> {
    stories_without(accounts, &vec![false; accounts.len()])
}

/// The same for all documents but those that are left out.
pub fn stories_without(accounts: &[Account], left_out: &[bool]) -> Vec<Vec<DocId>> {
    // one after another: no sketch is held longer than it takes to read it
    let sketches = accounts.iter().map(|account| Cow::Owned(Sketch::new(account)));
    Grouping::new(sketches, left_out.to_vec()).run(near)
}

/// The same from sketches of the accounts, as [`stories_without`] groups them.
pub fn stories_of_sketches(sketches: &[Sketch], left_out: &[bool]) -> Vec<Vec<DocId>> {
    Grouping::new(sketches.iter().map(Cow::Borrowed), left_out.to_vec()).run(near)
}

/// All pairs of documents that are alike.
fn near(vectors: &Vectors) -> Vec<Near> {
    vectors.index().near(vectors.documents())
}

#[cfg(test)]
mod tests;
