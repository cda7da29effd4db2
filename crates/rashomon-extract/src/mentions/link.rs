//! Which names are names of the same participant.
//!
//! # What it finds
//! Full names and surnames of people, full and short names of bodies, names and acronyms, the same
//! words under different kinds.
//!
//! # Why it matters
//! Everything later counts participants, not words.
//!
//! # Examples
//! "Ana Reyes … Reyes said"; "Ana M. Reyes" and "Ana Reyes"; "UN Security Council … the Security
//! Council"; "Renewal Front (RF) … RF said".
//!
//! # Limits
//! A surname that two people of the article share is linked only where one of them was just spoken of,
//! or where "Mr" or "Ms" decides; else it stays apart. Spelling variants are matched later, over
//! articles.

mod bodies;
mod people;

use rashomon_annotate::{NameKind, TokenId};
use rashomon_lexicon::fold;
use rustc_hash::{FxHashMap, FxHashSet};

use self::bodies::Body;
use super::{
    acronyms::{Definition, is_acronym},
    draft::{DraftId, Ref, Work},
    names::{self, NameRun},
    phrase,
};
use crate::account::Form;

/// How many sentences back a person counts as just spoken of.
const NEAR: usize = 2;

/// Gives every run an entity and adds its reference.
pub(super) fn link(work: &mut Work<'_>, runs: &mut [NameRun], definitions: &[Definition]) {
    vote(work, runs);
    let mut linker = Linker::new(runs.len());
    for (at, run) in runs.iter().enumerate() {
        if run.kind == NameKind::Person {
            linker.keys[at] = names::words(work, run.tokens);
        } else {
            linker.keys[at] = bodies::key(work, run);
        }
    }
    linker.full_people(work, runs);
    linker.other(work, runs, definitions, false);
    linker.other(work, runs, definitions, true);
    linker.surnames(work, runs);
    for (at, run) in runs.iter().enumerate() {
        let Some(draft) = linker.draft[at] else { continue };
        let head = phrase::head_of(work.a, run.tokens);
        let text = work.text(run.tokens);
        let form =
            if run.tokens.len() == 1 && is_acronym(text) { Form::Acronym } else { Form::Name };
        work.refer(Ref { tokens: run.tokens, head, form, draft, confidence: run.confidence });
    }
}

/// One kind for all runs of the same words: the one the recogniser gives them most often; a single
/// word that ends the name of a person elsewhere is that person.
fn vote(work: &Work<'_>, runs: &mut [NameRun]) {
    let mut votes: FxHashMap<String, [f32; 7]> = FxHashMap::default();
    let mut surnames: FxHashSet<String> = FxHashSet::default();
    let proper = NameKind::PROPER;
    let misc = proper.len() - 1;
    let slot = |kind: NameKind| proper.iter().position(|&k| k == kind).unwrap_or(misc);
    for run in runs.iter() {
        let text = fold(work.text(run.tokens));
        if run.kind == NameKind::Person && run.tokens.len() > 1 {
            surnames.insert(fold(work.word(TokenId(run.tokens.end - 1))));
        }
        votes.entry(text).or_insert([0.0; 7])[slot(run.kind)] += run.confidence;
    }
    for run in runs {
        let text = fold(work.text(run.tokens));
        if run.tokens.len() == 1 && run.affiliation.is_none() && surnames.contains(&text) {
            run.kind = NameKind::Person;
            continue;
        }
        let Some(counts) = votes.get(&text) else { continue };
        let best = (0..proper.len()).rev().max_by(|&x, &y| counts[x].total_cmp(&counts[y]));
        run.kind = proper[best.unwrap_or(misc)];
    }
}

/// How many candidates of one word are looked at: names shared by more say nothing.
const MOST: usize = 24;

struct Linker {
    keys: Vec<Vec<String>>,
    draft: Vec<Option<DraftId>>,
    /// Full names of people with their entity, in order of first mention.
    people: Vec<(Vec<String>, DraftId)>,
    bodies: Vec<Body>,
    /// Bodies by exact key, by their last word, and by their first word.
    by_key: FxHashMap<Vec<String>, Vec<usize>>,
    by_last: FxHashMap<String, Vec<usize>>,
    by_first: FxHashMap<String, Vec<usize>>,
    /// Entities by acronym.
    by_acronym: FxHashMap<String, Vec<usize>>,
    /// The body of an entity.
    of_draft: FxHashMap<DraftId, usize>,
}

impl Linker {
    fn new(runs: usize) -> Self {
        Self {
            keys: vec![Vec::new(); runs],
            draft: vec![None; runs],
            people: Vec::new(),
            bodies: Vec::new(),
            by_key: FxHashMap::default(),
            by_last: FxHashMap::default(),
            by_first: FxHashMap::default(),
            by_acronym: FxHashMap::default(),
            of_draft: FxHashMap::default(),
        }
    }
}
