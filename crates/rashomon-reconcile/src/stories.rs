//! Which documents tell one story.
//!
//! # How
//! 1. Every document becomes a list of weighted terms ([`terms`]): its content words and its
//!    participants, of the headline and the opening only, rare ones counting more than common ones.
//!    Documents published far apart in time are held to be less alike.
//! 2. An inverted index over each document's weightiest terms gives the documents worth comparing:
//!    of a term the latest documents that have it, and of these the most alike by such terms. Only they are
//!    compared, so that the work does not grow with all pairs.
//! 3. Documents are joined into stories by average likeness, the most alike first ([`grouping`]).
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
//! # Limits
//! A document without words is a story of its own.

mod crowded;
pub(crate) mod grouping;
pub(crate) mod terms;

use std::borrow::Cow;
use std::cmp::Reverse;

use rashomon_extract::Account;
use rashomon_text::{Date, DocId};

pub use terms::Sketch;
use terms::{Terms, Vector};

/// What the grouping rests on.
///
/// Chosen by a coarse grid over all of `giveme5w1h` (B³ F1 stays within 0.01 around them), so the
/// score `cargo xtask eval stories` prints on that set is not one on unseen events.
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// Average likeness from which on two groups are one story.
    pub join: f32,
    /// Weight of participants beside words.
    pub entities: f32,
    /// Weight of words in the headline; in the first sentence where there is none.
    pub title: f32,
    /// Words of a text that are read.
    pub read: usize,
    /// Share of the likeness that is lost between documents published half a year apart or more.
    pub apart: f32,
    /// How many documents the table of common words counts for.
    pub prior: f32,
    /// Share of documents a word outside the table is taken to be in.
    pub unknown: f32,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            join: 0.12,
            entities: 0.6,
            title: 8.0,
            read: 150,
            apart: 0.3,
            prior: 200.0,
            unknown: 0.004,
        }
    }
}

/// Terms of a document by which others are searched for.
const SEARCHED: usize = 48;
/// Of the documents with a term so many are found by it: the latest.
const POSTINGS: usize = 512;
/// So many of the documents found are compared: those that share most of the terms searched for.
const COMPARED: usize = 512;
/// Likeness under which two documents are not compared further.
const FLOOR: f32 = 0.03;
/// A group of more documents than this may be one of many parts of a story.
const LARGE: usize = 32;
/// By so much more than else documents must be alike when they are grouped anew: with a group counting as one
/// document, all are more alike.
const ANEW: f32 = 1.25;
/// Neighbours kept for each document.
const NEIGHBOURS: usize = 60;

/// The documents of each story, sorted; stories by size, then by first document.
///
/// `accounts` are in canonical order: `DocId(i)` is `accounts[i]`.
pub fn stories(accounts: &[Account]) -> Vec<Vec<DocId>> {
    stories_with(accounts, Tuning::default())
}

/// The same for all documents but those that are left out.
pub fn stories_without(accounts: &[Account], left_out: &[bool]) -> Vec<Vec<DocId>> {
    group(&mut sketches(accounts, Tuning::default()), Tuning::default(), left_out)
}

/// The same with other settings, for measuring.
pub fn stories_with(accounts: &[Account], tuning: Tuning) -> Vec<Vec<DocId>> {
    group(&mut sketches(accounts, tuning), tuning, &vec![false; accounts.len()])
}

/// The same from sketches of the accounts, as [`stories_without`] groups them.
pub fn stories_of_sketches(sketches: &[Sketch], left_out: &[bool]) -> Vec<Vec<DocId>> {
    group(&mut sketches.iter().map(Cow::Borrowed), Tuning::default(), left_out)
}

/// The sketches of accounts, one after another: none is held longer than it takes to read it.
fn sketches(accounts: &[Account], tuning: Tuning) -> impl Iterator<Item = Cow<'static, Sketch>> {
    accounts.iter().map(move |account| Cow::Owned(Sketch::with(account, tuning)))
}

fn group(
    sketches: &mut dyn Iterator<Item = Cow<'_, Sketch>>,
    tuning: Tuning,
    left_out: &[bool],
) -> Vec<Vec<DocId>> {
    let mut days: Vec<Option<Date>> = Vec::with_capacity(left_out.len());
    let terms = Terms::new(sketches.inspect(|sketch| days.push(sketch.day)), tuning);
    let mut weights = vec![1.0; days.len()];
    let mut groups = groups(&terms, &weights, &days, left_out, tuning);
    if groups.iter().any(|group| group.len() > LARGE) {
        for group in &groups {
            for &doc in group {
                weights[doc] = 1.0 / group.len() as f32;
            }
        }
        let tuning = Tuning { join: tuning.join * ANEW, ..tuning };
        let anew = self::groups(&terms, &weights, &days, left_out, tuning);
        groups = grouping::joined_where_large(groups, &anew, LARGE);
    }
    let mut stories: Vec<Vec<DocId>> = groups
        .into_iter()
        .map(|group| group.into_iter().map(|doc| DocId(doc as u32)).collect())
        .collect();
    stories.retain(|story| !left_out[story[0].index()]);
    stories.sort_by_key(|story| (Reverse(story.len()), story[0]));
    stories
}

/// The documents in groups, each document with its weight for how rare terms are.
fn groups(
    terms: &Terms,
    weights: &[f32],
    days: &[Option<Date>],
    left_out: &[bool],
    tuning: Tuning,
) -> Vec<Vec<usize>> {
    let mut vectors = terms.vectors(tuning, weights);
    for (vector, _) in vectors.iter_mut().zip(left_out).filter(|(_, out)| **out) {
        *vector = Vector::default();
    }
    let near = likely_pairs(&vectors, &|a, b| closeness(days[a], days[b], tuning.apart));
    let crowded = crowded::documents(vectors.len(), &near, tuning.join);
    let pairs = grouping::within_reach(vectors.len(), near, tuning.join);
    let groups = grouping::average_link(vectors.len(), &pairs, tuning.join);
    let likeness = |a: Option<Date>, b: Option<Date>| closeness(a, b, tuning.apart);
    crowded::join(groups, &crowded, &vectors, days, &likeness, tuning.join)
}

/// What is left of the likeness of two documents published on these days: all of it within a week,
/// then less with the logarithm of the days between, down to `1 - apart` at half a year.
fn closeness(a: Option<Date>, b: Option<Date>, apart: f32) -> f32 {
    let (Some(a), Some(b)) = (a, b) else { return 1.0 };
    let days = (a.duration_since(b).as_hours().abs() / 24 - 7).max(0) as f32;
    1.0 - apart * (days.ln_1p() / 180f32.ln_1p()).min(1.0)
}

/// Pairs of documents that share telling terms, the later one second, with their likeness, 0 to 1.
fn likely_pairs(
    vectors: &[Vector],
    closeness: &dyn Fn(usize, usize) -> f32,
) -> Vec<(usize, usize, f32)> {
    let mut index: Vec<Vec<(u32, f32)>> = Vec::new();
    let mut pairs = Vec::new();
    // what the documents found have in common with the present one, by the terms searched for
    let mut common = vec![0f32; vectors.len()];
    let mut found: Vec<u32> = Vec::new();
    for (doc, vector) in vectors.iter().enumerate() {
        found.clear();
        for &(term, weight) in vector.heaviest() {
            let Some(others) = index.get(term as usize) else { continue };
            for &(other, theirs) in &others[others.len().saturating_sub(POSTINGS)..] {
                let common = &mut common[other as usize];
                if *common == 0.0 {
                    found.push(other);
                }
                *common += weight * theirs;
            }
        }
        if found.len() > COMPARED {
            let by_common = |a: &u32, b: &u32| {
                common[*b as usize].total_cmp(&common[*a as usize]).then(b.cmp(a))
            };
            found.select_nth_unstable_by(COMPARED, by_common);
            found.drain(COMPARED..).for_each(|other| common[other as usize] = 0.0);
        }
        let mut near: Vec<(usize, f32)> = Vec::new();
        for &other in &found {
            common[other as usize] = 0.0;
            let other = other as usize;
            let likeness = vector.likeness(&vectors[other]) * closeness(other, doc);
            if likeness >= FLOOR {
                near.push((other, likeness));
            }
        }
        near.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        near.truncate(NEIGHBOURS);
        pairs.extend(near.into_iter().map(|(other, likeness)| (other, doc, likeness)));
        for &(term, weight) in vector.heaviest() {
            let term = term as usize;
            if index.len() <= term {
                index.resize(term + 1, Vec::new());
            }
            index[term].push((doc as u32, weight));
        }
    }
    pairs
}

#[cfg(test)]
mod tests;
