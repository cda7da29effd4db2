//! Which documents count as one independent origin.
//!
//! Documents are one origin when one text repeats the other: near duplicates, passages that make up
//! a quarter of the shorter text or more than a hundred words, and copied passages of twenty words
//! between two documents that credit the same source. Quoting the same speech makes nobody a copy.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_text::DocId;

use crate::Sets;
use crate::dossier::{Link, LinkKind, Origin};

/// Share of the shorter text from which on shared passages make two documents one origin.
pub(crate) const SHARE: f32 = 0.25;
/// Words of shared passages from which on two documents are one origin whatever their length.
pub(crate) const WORDS: u32 = 100;
/// The same between two documents that credit the same source.
const CREDITED: u32 = 20;

/// Why a document is an origin of its own.
const ALONE: &str = "No text in common with the other documents that would make it a copy.";

/// Whether shared passages make two documents one origin: what they make up of the shorter text, and how
/// many words they have.
pub(crate) fn is_copy(share: f32, words: u32) -> bool {
    share >= SHARE || words >= WORDS
}

/// The origins of a story's documents (ascending), by their first document. Every document is in one of them.
pub fn count(documents: &[DocId], links: &[Link]) -> Vec<Origin> {
    joined(documents, links).0
}

/// [`count`], and for each link whether it was the one that made one origin of two.
pub(crate) fn joined(documents: &[DocId], links: &[Link]) -> (Vec<Origin>, Vec<bool>) {
    let mut joins = vec![false; links.len()];
    let mut credits: BTreeMap<DocId, BTreeSet<&str>> = BTreeMap::new();
    for link in links.iter().filter(|link| link.kind == LinkKind::Credits) {
        for doc in &link.documents {
            credits.entry(*doc).or_default().extend(link.name.as_deref());
        }
    }
    let place = |doc: DocId| documents.binary_search(&doc).ok();
    let mut sets = Sets::new(documents.len());
    let mut elsewhere: BTreeMap<usize, String> = BTreeMap::new();
    let mut reasons: Vec<(usize, String, f32)> = Vec::new();
    for (number, link) in links.iter().enumerate() {
        let &[a, b] = link.documents.as_slice() else { continue };
        let Some(reason) = reason(link, &credits) else { continue };
        match (place(a), place(b)) {
            (Some(a), Some(b)) => {
                joins[number] = sets.join(a, b);
                reasons.push((a, reason, link.score));
            }
            // the other text tells another story
            (Some(here), None) | (None, Some(here)) => {
                elsewhere.insert(here, format!("Text in common with another story. {reason}"));
            }
            (None, None) => {}
        }
    }
    // the strongest reason of each group, the first of equals
    let mut strongest: BTreeMap<usize, (String, f32)> = BTreeMap::new();
    for (doc, why, score) in reasons {
        let best = strongest.entry(sets.root(doc)).or_default();
        if best.0.is_empty() || score > best.1 {
            *best = (why, score);
        }
    }
    let groups = sets.of(0..documents.len()).into_iter();
    let origins = groups
        .map(|group| {
            let why = strongest.remove(&group[0]).map(|(why, _)| why);
            let why =
                why.or_else(|| elsewhere.remove(&group[0])).unwrap_or_else(|| ALONE.to_owned());
            Origin { documents: group.into_iter().map(|at| documents[at]).collect(), why }
        })
        .collect();
    (origins, joins)
}

/// Why two linked documents are one origin, in plain words; `None` where they are not.
fn reason(link: &Link, credits: &BTreeMap<DocId, BTreeSet<&str>>) -> Option<String> {
    let percent = (link.score * 100.0).round() as u32;
    match link.kind {
        LinkKind::NearDuplicate => Some(format!(
            "Nearly the same text: {percent} % of the shorter one stand in the other."
        )),
        LinkKind::SharedPassage => {
            let (a, b) = (link.documents[0], link.documents[1]);
            let words = link.words;
            let none = BTreeSet::new();
            let (mine, theirs) =
                (credits.get(&a).unwrap_or(&none), credits.get(&b).unwrap_or(&none));
            if let Some(source) = mine.intersection(theirs).next()
                && words >= CREDITED
            {
                return Some(format!(
                    "The same source credited ({source}), and {words} words of running text alike."
                ));
            }
            is_copy(link.score, words).then(|| {
                format!("The same passages outside quotations: {percent} % of the shorter text.")
            })
        }
        LinkKind::SharedQuotation | LinkKind::Credits => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(kind: LinkKind, documents: &[u32], score: f32) -> Link {
        let documents = documents.iter().map(|doc| DocId(*doc)).collect();
        Link {
            kind,
            documents,
            score,
            containment: 0.0,
            words: 0,
            evidence: Vec::new(),
            name: None,
        }
    }

    #[track_caller]
    fn check(links: &[Link], expect: &[&[u32]]) {
        let documents: Vec<DocId> = (0..4).map(DocId).collect();
        let origins = count(&documents, links);
        let found: Vec<Vec<u32>> =
            origins.iter().map(|o| o.documents.iter().map(|d| d.0).collect()).collect();
        assert_eq!(found, expect);
        assert!(origins.iter().all(|origin| !origin.why.is_empty()));
    }

    #[test]
    fn copies_are_one_origin_through_any_of_them() {
        let near = |a, b| link(LinkKind::NearDuplicate, &[a, b], 0.9);
        check(&[near(1, 3), near(0, 3)], &[&[0, 1, 3], &[2]]);
    }

    #[test]
    fn quoting_one_speech_makes_no_copy() {
        check(&[link(LinkKind::SharedQuotation, &[0, 1], 1.0)], &[&[0], &[1], &[2], &[3]]);
    }

    #[test]
    fn a_short_shared_passage_counts_where_both_credit_one_source() {
        let mut passage = link(LinkKind::SharedPassage, &[0, 1], 0.05);
        passage.words = 23;
        check(std::slice::from_ref(&passage), &[&[0], &[1], &[2], &[3]]);
        let credit = |doc| Link {
            name: Some("Ardovia Press".into()),
            ..link(LinkKind::Credits, &[doc], 1.0)
        };
        check(&[passage, credit(0), credit(1)], &[&[0, 1], &[2], &[3]]);
    }
}
