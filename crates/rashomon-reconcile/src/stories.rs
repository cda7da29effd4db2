//! Which documents tell one story.
//!
//! # How
//! 1. Every document becomes a list of weighted terms ([`terms`]): its content words and its
//!    participants, those of the headline and the opening counting more, rare ones more than common
//!    ones.
//! 2. An inverted index over each document's weightiest terms gives the documents worth comparing;
//!    only these are, so that the work does not grow with all pairs.
//! 3. Documents are joined into stories by average likeness, the most alike first ([`grouping`]).
//!
//! How rare a term is comes from the run, tempered by a table of common words, so that five
//! documents are judged by the same measure as five thousand.
//!
//! # Limits
//! A document without words is a story of its own.

mod grouping;
mod terms;

use std::cmp::Reverse;

use rashomon_extract::Account;
use rashomon_text::DocId;

use terms::Vector;

/// What the grouping rests on; chosen on a part of the yardsticks' events, see `cargo xtask eval
/// stories`.
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// Average likeness from which on two groups are one story.
    pub join: f32,
    /// Weight of participants beside words.
    pub entities: f32,
    /// Weight of words in the headline.
    pub title: f32,
    /// Weight of words in the opening.
    pub opening: f32,
    /// Words of a text that are read.
    pub read: usize,
    /// How many documents the table of common words counts for.
    pub prior: f32,
    /// Share of documents a word outside the table is taken to be in.
    pub unknown: f32,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            join: 0.18,
            entities: 1.0,
            title: 3.0,
            opening: 1.5,
            read: 400,
            prior: 200.0,
            unknown: 0.004,
        }
    }
}

/// Terms of a document by which others are searched for.
const SEARCHED: usize = 48;
/// A term in more documents than this finds none: it says too little.
const POSTINGS: usize = 2000;
/// Likeness under which two documents are not compared further.
const FLOOR: f32 = 0.03;
/// Neighbours kept for each document.
const NEIGHBOURS: usize = 60;

/// The documents of each story, sorted; stories by size, then by first document.
///
/// `accounts` are in canonical order: `DocId(i)` is `accounts[i]`.
pub fn stories(accounts: &[Account]) -> Vec<Vec<DocId>> {
    stories_with(accounts, Tuning::default())
}

/// The same with other settings, for measuring.
pub fn stories_with(accounts: &[Account], tuning: Tuning) -> Vec<Vec<DocId>> {
    let vectors = terms::vectors(accounts, tuning);
    let pairs = likely_pairs(&vectors);
    let groups = grouping::average_link(vectors.len(), &pairs, tuning.join);
    let mut stories: Vec<Vec<DocId>> = groups
        .into_iter()
        .map(|group| group.into_iter().map(|doc| DocId(doc as u32)).collect())
        .collect();
    stories.sort_by_key(|story| (Reverse(story.len()), story[0]));
    stories
}

/// Pairs of documents that share telling terms, with their likeness, 0 to 1.
fn likely_pairs(vectors: &[Vector]) -> Vec<(usize, usize, f32)> {
    let mut index: Vec<Vec<u32>> = Vec::new();
    let mut likeness: Vec<f32> = vec![0.0; vectors.len()];
    let mut pairs = Vec::new();
    for (doc, vector) in vectors.iter().enumerate() {
        let mut found: Vec<u32> = Vec::new();
        for &(term, _) in vector.heaviest(SEARCHED) {
            let Some(others) = index.get(term as usize) else { continue };
            if others.len() <= POSTINGS {
                found.extend(others);
            }
        }
        found.sort_unstable();
        found.dedup();
        let mut near: Vec<(usize, f32)> = Vec::new();
        for other in found {
            let other = other as usize;
            likeness[other] = vector.likeness(&vectors[other]);
            if likeness[other] >= FLOOR {
                near.push((other, likeness[other]));
            }
        }
        near.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        near.truncate(NEIGHBOURS);
        pairs.extend(near.into_iter().map(|(other, likeness)| (other, doc, likeness)));
        for &(term, _) in vector.heaviest(SEARCHED) {
            let term = term as usize;
            if index.len() <= term {
                index.resize(term + 1, Vec::new());
            }
            index[term].push(doc as u32);
        }
    }
    pairs
}

#[cfg(test)]
mod tests;
