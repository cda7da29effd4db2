//! What a run changed in the account of an earlier one.
//!
//! [`revision`] compares two dossiers as they are written: the one before, read back from its file, and the
//! one of now. Documents are the same where their bytes are, so cites of the one can be looked up in the
//! other; events, claims, quotations, figures and disagreements are the same where they rest on the same
//! words and are of the same kind. Items that pages do not show are passed over on both sides.
//!
//! Every change names the thing it is about and cites the words it comes from. What is gone together with
//! its document has no words left to cite, and says so by having none.

mod changes;
mod pairs;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::json::wire::{self, Cite, Id, Text};

/// A dossier of an earlier run.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// What the file holds.
    pub dossier: wire::Dossier<'static>,
}

/// What changed since an earlier run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision<'a> {
    /// SHA-256 of the earlier `dossier.json`, lower-case hexadecimal.
    pub base: Text<'a>,
    /// The stories in which something changed, in the order of the dossier.
    pub stories: Vec<Revised<'a>>,
    /// Stories of the earlier run of which no document is left.
    pub gone: Vec<Gone<'a>>,
}

/// A story in which something changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revised<'a> {
    /// Which.
    pub story: Id,
    /// The stories of the earlier run that had its documents, the one that shares most first: none for a new
    /// story, several where stories became one.
    pub base: Vec<Id>,
    /// What changed: accounts first, then what is told.
    pub changes: Vec<Change<'a>>,
}

/// A story that is not told any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone<'a> {
    /// Its id in the earlier dossier.
    pub base: Id,
    /// Its title there.
    pub title: Text<'a>,
}

/// In which way something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// It was not there before.
    Added,
    /// It was there and is told otherwise.
    Changed,
    /// It is not there any more.
    Dropped,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<'a> {
    /// How.
    pub change: Way,
    /// `account`, `story`, `event`, `claim`, `quotation`, `figure` or `disagreement`.
    pub of: Text<'a>,
    /// Its id in this dossier; `null` where it is dropped.
    pub id: Option<Id>,
    /// Its id in the earlier dossier; `null` where it is added.
    pub base: Option<Id>,
    /// What changed, in plain words.
    pub text: Text<'a>,
    /// The words in this run's documents that the change comes from.
    pub evidence: Vec<Cite<'a>>,
}

/// Compares a dossier with that of an earlier run.
///
/// The result depends on the two alone. Time grows with their size: things are paired by the words they cite.
pub fn revision(base: &Base, now: &wire::Dossier<'_>) -> Revision<'static> {
    let same = Same::new(&base.dossier, now);
    let mut stories = Vec::new();
    for story in &now.stories {
        let sides = Sides::new(&base.dossier, now, &same, story);
        let changes = changes::changes(&sides);
        if !changes.is_empty() {
            let base = sides.before.iter().map(|before| before.id).collect();
            stories.push(Revised { story: story.id, base, changes });
        }
    }
    let told = |document: &Id| same.now(*document).is_some();
    let gone = base.dossier.stories.iter().filter(|story| !story.documents.iter().any(told));
    let gone = gone.map(|story| Gone { base: story.id, title: story.title.to_string().into() });
    Revision { base: base.sha256.clone().into(), stories, gone: gone.collect() }
}

/// Which document of the one run is which of the other.
struct Same {
    now_of: BTreeMap<Id, Id>,
    before_of: BTreeMap<Id, Id>,
    /// Of a document of now that has a later version, the last one.
    last_of: BTreeMap<Id, Id>,
}

impl Same {
    fn new(before: &wire::Dossier<'_>, now: &wire::Dossier<'_>) -> Self {
        // a document is its bytes; a text read otherwise by another version of the program is another
        let mut known: BTreeMap<_, &wire::Document<'_>> = BTreeMap::new();
        for document in &before.documents {
            known.entry(key(document)).or_insert(document);
        }
        let (mut now_of, mut before_of) = (BTreeMap::new(), BTreeMap::new());
        for document in &now.documents {
            let Some(before) = known.get(&key(document)) else { continue };
            let read_alike =
                before.text.as_ref().zip(document.text.as_ref()).is_none_or(|(a, b)| a == b);
            if read_alike {
                now_of.insert(before.id, document.id);
                before_of.insert(document.id, before.id);
            }
        }
        let versions = now.documents.iter().filter_map(|it| Some((it.version.as_ref()?.of, it.id)));
        let next_of: BTreeMap<Id, Id> = versions.collect();
        let last = |mut id: Id| {
            // a chain of versions has no more links than there are documents
            for _ in 0..next_of.len() {
                id = next_of.get(&id).copied().unwrap_or(id);
            }
            id
        };
        let last_of = next_of.keys().map(|&id| (id, last(id))).collect();
        Self { now_of, before_of, last_of }
    }

    /// The document of now that was `before`.
    fn now(&self, before: Id) -> Option<Id> {
        self.now_of.get(&before).copied()
    }

    /// The document of now that stands for the page that was `before`: it, or its last version.
    fn told(&self, before: Id) -> Option<Id> {
        let now = self.now(before)?;
        Some(self.last_of.get(&now).copied().unwrap_or(now))
    }

    /// The document of before that is `now`.
    fn before(&self, now: Id) -> Option<Id> {
        self.before_of.get(&now).copied()
    }
}

fn key<'d>(document: &'d wire::Document<'_>) -> (&'d str, Option<&'d str>) {
    (&document.source.sha256, document.source.record.as_deref())
}

/// A story and what it was.
struct Sides<'d> {
    /// All of the earlier run.
    base: &'d wire::Dossier<'d>,
    /// All of this run.
    all: &'d wire::Dossier<'d>,
    same: &'d Same,
    now: &'d wire::Story<'d>,
    /// The stories of before that had its documents, the one that shares most first.
    before: Vec<&'d wire::Story<'d>>,
}

impl<'d> Sides<'d> {
    fn new(
        base: &'d wire::Dossier<'d>,
        all: &'d wire::Dossier<'d>,
        same: &'d Same,
        now: &'d wire::Story<'d>,
    ) -> Self {
        let shared = |story: &wire::Story<'_>| {
            let here = |id: &&Id| same.told(**id).is_some_and(|it| now.documents.contains(&it));
            story.documents.iter().filter(here).count()
        };
        let mut before: Vec<_> =
            base.stories.iter().map(|it| (shared(it), it)).filter(|(n, _)| *n > 0).collect();
        before.sort_by_key(|(n, story)| (std::cmp::Reverse(*n), story.id));
        let before = before.into_iter().map(|(_, story)| story).collect();
        Self { base, all, same, now, before }
    }

    /// Whether a thing of before that cites `cites` belongs to this story: one of its documents is here, or
    /// none is left and this is where most of its story went.
    fn was_here<'c>(
        &self,
        story: &wire::Story<'_>,
        cites: impl Iterator<Item = &'c Cite<'c>>,
    ) -> bool {
        let mut left = false;
        for cite in cites {
            let now = self.same.told(cite.doc);
            if now.is_some_and(|id| self.now.documents.contains(&id)) {
                return true;
            }
            left |= now.is_some();
        }
        !left && self.went_here(story)
    }

    /// Whether most of the documents left of a story of before are in this one.
    fn went_here(&self, story: &wire::Story<'_>) -> bool {
        let left: Vec<Id> = story.documents.iter().filter_map(|&id| self.same.told(id)).collect();
        let here = left.iter().filter(|id| self.now.documents.contains(id)).count();
        // of two halves, the one with the first document
        here * 2 > left.len()
            || here * 2 == left.len()
                && left.first().is_some_and(|id| self.now.documents.contains(id))
    }
}

/// Who wrote a document: its outlet, or the best there is in its place.
fn teller<'d>(dossier: &'d wire::Dossier<'_>, id: Id) -> &'d str {
    let Some(document) = dossier.documents.iter().find(|document| document.id == id) else {
        return "a text";
    };
    let source = &document.source;
    let file = || Some(source.path.as_deref()?.rsplit(['/', '\\']).next().unwrap_or_default());
    let outlet = document.outlet.as_ref().map(|outlet| &*outlet.name);
    outlet
        .or(source.url.as_deref())
        .or(source.record.as_deref())
        .or_else(file)
        .filter(|name| !name.is_empty())
        .unwrap_or("a text")
}

#[cfg(test)]
mod tests;
