//! The notes of a page: each passage that a statement rests on, numbered in the order of use.

use std::collections::BTreeMap;

use rashomon_reconcile::{Dossier, dossier::Cite};
use rashomon_text::{DocId, Span};

use crate::cites::clamp;

/// The passages of one document that one statement rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Note {
    /// The document.
    pub(crate) doc: DocId,
    /// Sorted, on character borders, none empty.
    pub(crate) spans: Vec<Span>,
}

/// Numbers notes from 1; the same passages get the same number wherever they are used.
#[derive(Default)]
pub(crate) struct Notes {
    numbers: BTreeMap<Note, usize>,
    all: Vec<Note>,
}

impl Notes {
    /// The note for those of `cites` that stand in `doc`: its number, and whether it is new.
    /// `None` where no character is cited.
    pub(crate) fn add(
        &mut self,
        dossier: &Dossier,
        doc: DocId,
        cites: &[Cite],
    ) -> Option<(usize, bool)> {
        let text = &dossier.documents.get(doc.index())?.text;
        let mut spans: Vec<Span> = cites
            .iter()
            .filter(|c| c.doc == doc)
            .map(|c| clamp(text, c.span).trim(text))
            .filter(|s| !s.is_empty())
            .collect();
        spans.sort_unstable();
        spans.dedup();
        if spans.is_empty() {
            return None;
        }
        let note = Note { doc, spans };
        if let Some(&number) = self.numbers.get(&note) {
            return Some((number, false));
        }
        self.all.push(note.clone());
        self.numbers.insert(note, self.all.len());
        Some((self.all.len(), true))
    }

    /// All notes; the first has number 1.
    pub(crate) fn all(&self) -> &[Note] {
        &self.all
    }
}

/// A document with cites in it.
pub(crate) type Place = (DocId, Vec<Cite>);
/// Documents in order, each with its cites.
pub(crate) type Places = Vec<Place>;

/// The documents cited, in order, each with its cites.
pub(crate) fn by_document(cites: &[Cite]) -> Places {
    let mut groups: BTreeMap<DocId, Vec<Cite>> = BTreeMap::new();
    for &cite in cites {
        groups.entry(cite.doc).or_default().push(cite);
    }
    groups.into_iter().collect()
}
