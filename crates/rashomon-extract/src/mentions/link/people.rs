//! Names of people: full names first, then surnames and first names alone.

use std::collections::BTreeMap;

use rashomon_annotate::{NameKind, TokenId};
use rashomon_lexicon::{Gender, given_name};
use rustc_hash::FxHashMap;

use super::{Linker, MOST, NEAR};
use crate::account::EntityKind;
use crate::mentions::draft::{Draft, DraftId, Number, Work};
use crate::mentions::names::{self, NameRun};

impl Linker {
    /// Names of two words and more.
    pub(super) fn full_people(&mut self, work: &mut Work<'_>, runs: &[NameRun]) {
        let mut by_last: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, run) in runs.iter().enumerate() {
            if run.kind != NameKind::Person || self.keys[at].len() < 2 {
                continue;
            }
            let key = &self.keys[at];
            let last = key[key.len() - 1].clone();
            let known = by_last.entry(last).or_default();
            let same =
                known.iter().rev().take(MOST).find(|&&p| same_person(&self.people[p].0, key));
            let draft = if let Some(&person) = same {
                if key.len() > self.people[person].0.len() {
                    self.people[person].0.clone_from(key);
                }
                self.people[person].1
            } else {
                let draft = work.add(person(&key[0]));
                known.push(self.people.len());
                self.people.push((key.clone(), draft));
                draft
            };
            note_person(work, run, draft);
            self.draft[at] = Some(draft);
        }
    }

    /// Single names of people: the surname (or, where no surname fits, the first name) of a full name.
    pub(super) fn surnames(&mut self, work: &mut Work<'_>, runs: &[NameRun]) {
        let mut last_names: FxHashMap<&str, Vec<DraftId>> = FxHashMap::default();
        let mut first_names: FxHashMap<&str, Vec<DraftId>> = FxHashMap::default();
        for (key, draft) in &self.people {
            let add = |map: &mut FxHashMap<_, Vec<DraftId>>, word| {
                let list: &mut Vec<DraftId> = map.entry(word).or_default();
                if !list.contains(draft) && list.len() < MOST {
                    list.push(*draft);
                }
            };
            add(&mut last_names, key[key.len() - 1].as_str());
            add(&mut first_names, key[0].as_str());
        }
        let mut alone: BTreeMap<String, DraftId> = BTreeMap::new();
        // sentence of the last mention of each person so far
        let mut seen: FxHashMap<DraftId, usize> = FxHashMap::default();
        for (at, run) in runs.iter().enumerate() {
            let sentence = work.a.sentence_of(TokenId(run.tokens.start));
            if let Some(draft) = self.draft[at] {
                seen.insert(draft, sentence);
                continue;
            }
            if run.kind != NameKind::Person || self.keys[at].len() != 1 {
                continue;
            }
            let word = self.keys[at][0].as_str();
            let honorific = names::honorific_before(work, run.tokens);
            let candidates = last_names
                .get(word)
                .or_else(|| first_names.get(word).filter(|_| honorific.is_none()));
            let mut fitting: Vec<DraftId> = candidates.cloned().unwrap_or_default();
            if let Some(gender) = honorific.and_then(|h| h.gender) {
                fitting.retain(|&d| work.drafts[d].may_be(gender));
            }
            let chosen = match fitting[..] {
                [] => None,
                [only] => Some(only),
                _ => {
                    let near = |d: &&DraftId| seen.get(*d).is_some_and(|&s| sentence - s <= NEAR);
                    let mut just = fitting.iter().filter(near);
                    match (just.next(), just.next()) {
                        (Some(&one), None) => Some(one),
                        _ => None,
                    }
                }
            };
            let draft = chosen.unwrap_or_else(|| {
                *alone.entry(word.to_owned()).or_insert_with(|| {
                    let mut draft = Draft::new(EntityKind::Person);
                    draft.number = Number::Singular;
                    work.add(draft)
                })
            });
            note_person(work, run, draft);
            seen.insert(draft, sentence);
            self.draft[at] = Some(draft);
        }
    }
}

fn person(first: &str) -> Draft {
    let mut draft = Draft::new(EntityKind::Person);
    draft.number = Number::Singular;
    draft.gender = given_name(first).filter(|g| *g != Gender::Either);
    draft
}

fn note_person(work: &mut Work<'_>, run: &NameRun, draft: DraftId) {
    if let Some(honorific) = names::honorific_before(work, run.tokens) {
        work.drafts[draft].add_gender(honorific.gender);
    }
    if work.drafts[draft].affiliation.is_none() {
        work.drafts[draft].affiliation = run.affiliation;
    }
}

/// Whether two full names are one person's: same words but for initials and middle names.
fn same_person(x: &[String], y: &[String]) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if short.last() != long.last() {
        return false;
    }
    let agrees = |s: &str, l: &str| {
        s == l
            || (s.chars().count() == 1 && l.starts_with(s))
            || (l.chars().count() == 1 && s.starts_with(l))
    };
    // every word of the shorter name stands in the longer one, in order
    let mut rest = long.iter();
    let inside = short.iter().all(|s| s.chars().count() == 1 || rest.any(|l| agrees(s, l)));
    inside && (agrees(&short[0], &long[0]) || short.len() >= 2 && long.len() > short.len())
}
