//! Who said what: utterances by speaker, each in all its wordings.

use rashomon_reconcile::dossier::{Cite, Dossier, EntityId, Quotation, QuoteKind, Story};

use super::diff::{Piece, differences, same_words};
use crate::cites;

/// One wording of an utterance.
pub(crate) struct Wording<'a> {
    /// The words, with those marked that other wordings do not share.
    pub(crate) pieces: Vec<Piece<'a>>,
    /// Where it stands, one place or more.
    pub(crate) cites: Vec<Cite>,
}

/// One utterance.
pub(crate) struct Saying<'a> {
    /// Whether words stand between quotation marks.
    pub(crate) kind: QuoteKind,
    /// Its wordings, the most used first.
    pub(crate) wordings: Vec<Wording<'a>>,
    /// How many documents carry it.
    pub(crate) documents: usize,
}

/// Somebody with what they said.
pub(crate) struct Speaker<'a> {
    /// Who; `None`: it could not be told.
    pub(crate) who: Option<EntityId>,
    /// The most widely carried first.
    pub(crate) sayings: Vec<Saying<'a>>,
}

/// Everybody who is quoted, the most widely carried first.
pub(crate) fn speakers<'a>(dossier: &'a Dossier, story: &'a Story) -> Vec<Speaker<'a>> {
    let mut speakers: Vec<Speaker<'a>> = Vec::new();
    for quotation in story.quotations.iter().filter(|q| q.shown) {
        let saying = saying(dossier, quotation);
        if saying.wordings.is_empty() {
            continue;
        }
        match speakers.iter_mut().find(|s| s.who == quotation.speaker) {
            Some(speaker) => speaker.sayings.push(saying),
            None => {
                speakers.push(Speaker { who: quotation.speaker, sayings: vec![saying] });
            }
        }
    }
    for speaker in &mut speakers {
        speaker.sayings.sort_by_key(|s| std::cmp::Reverse(s.documents));
    }
    speakers.sort_by_key(|s| {
        let widest = s.sayings.first().map_or(0, |s| s.documents);
        (s.who.is_none(), std::cmp::Reverse((widest, s.sayings.len())))
    });
    speakers
}

fn saying<'a>(dossier: &'a Dossier, quotation: &Quotation) -> Saying<'a> {
    let mut wordings: Vec<(&'a str, Vec<Cite>)> = Vec::new();
    for variant in &quotation.variants {
        let words = cites::words(dossier, variant.cite).trim();
        if words.is_empty() {
            continue;
        }
        match wordings.iter_mut().find(|(known, _)| same_words(known, words)) {
            Some((_, cites)) => cites.push(variant.cite),
            None => wordings.push((words, vec![variant.cite])),
        }
    }
    wordings.sort_by_key(|(_, cites)| std::cmp::Reverse(cites.len()));
    let texts: Vec<&str> = wordings.iter().map(|w| w.0).collect();
    let pieces = differences(&texts);
    let mut docs: Vec<_> = wordings.iter().flat_map(|(_, c)| c.iter().map(|c| c.doc)).collect();
    docs.sort_unstable();
    docs.dedup();
    Saying {
        kind: quotation.kind,
        wordings: pieces
            .into_iter()
            .zip(wordings)
            .map(|(pieces, (_, cites))| Wording { pieces, cites })
            .collect(),
        documents: docs.len(),
    }
}
