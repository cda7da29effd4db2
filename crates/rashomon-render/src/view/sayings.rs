//! Who said what: utterances by speaker, each in all its wordings.

use rashomon_reconcile::dossier::{Cite, Dossier, EntityId, Quotation, QuoteKind, Story};

use super::diff::{Piece, differences, folded};
use crate::cites;

/// One wording of an utterance.
pub(crate) struct Wording<'a> {
    /// The words, with those marked that other wordings do not share.
    pub(crate) pieces: Vec<Piece<'a>>,
    /// Whether the words stand between quotation marks of their own.
    pub(crate) quoted: bool,
    /// Where it stands, one place or more.
    pub(crate) cites: Vec<Cite>,
    /// Where only a part of it is quoted.
    pub(crate) parts: Vec<Cite>,
}

/// One utterance.
pub(crate) struct Saying<'a> {
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

/// One wording while variants are gathered.
struct Draft<'a> {
    words: &'a str,
    folded: String,
    quoted: bool,
    cites: Vec<Cite>,
    parts: Vec<Cite>,
}

fn saying<'a>(dossier: &'a Dossier, quotation: &Quotation) -> Saying<'a> {
    let mut variants: Vec<(&'a str, String, Cite)> = quotation
        .variants
        .iter()
        .map(|v| (bare(cites::words(dossier, v.cite)), v.cite))
        .map(|(words, cite)| (words, folded(words), cite))
        .filter(|(words, ..)| !words.is_empty())
        .collect();
    // the fullest first, so that a part finds the whole; stable, so that text order decides
    variants.sort_by_key(|(_, folded, _)| std::cmp::Reverse(folded.len()));
    let mut drafts: Vec<Draft<'a>> = Vec::new();
    for (words, folded, cite) in variants {
        if let Some(same) = drafts.iter_mut().find(|d| d.folded == folded) {
            same.cites.push(cite);
        } else if let Some(whole) = drafts.iter_mut().find(|d| d.folded.contains(&folded)) {
            whole.parts.push(cite);
        } else {
            let quoted = quotation.kind == QuoteKind::Direct
                || (quotation.kind == QuoteKind::Mixed && cites::opened(dossier, cite));
            drafts.push(Draft { words, folded, quoted, cites: vec![cite], parts: Vec::new() });
        }
    }
    drafts.sort_by_key(|d| std::cmp::Reverse(d.cites.len()));
    let texts: Vec<&str> = drafts.iter().map(|d| d.words).collect();
    let mut docs: Vec<_> = quotation.variants.iter().map(|v| v.cite.doc).collect();
    docs.sort_unstable();
    docs.dedup();
    Saying {
        documents: docs.len(),
        wordings: differences(&texts)
            .into_iter()
            .zip(drafts)
            .map(|(pieces, Draft { quoted, mut cites, mut parts, .. })| {
                cites.sort_unstable();
                // a document that has the whole need not be named for the part again
                parts.retain(|p| !cites.iter().any(|c| c.doc == p.doc));
                parts.sort_unstable();
                Wording { pieces, quoted, cites, parts }
            })
            .collect(),
    }
}

/// The words without the quotation marks around them and the commas of the sentence they stood in.
fn bare(words: &str) -> &str {
    let marks = ['“', '”', '"', '„', '«', '»', '‘'];
    let loose = [',', ';', ':', ' '];
    words.trim().trim_start_matches(loose).trim_matches(marks).trim_matches(loose)
}
