//! Which documents count as one independent origin.
//!
//! Documents are one origin when one text repeats the other: near duplicates, passages that make up
//! a quarter of the shorter text or more than a hundred words, and copied passages of twenty words
//! between two documents that credit the same source. Quoting the same speech makes nobody a copy.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::Account;
use rashomon_text::{Cite, DocId};

use crate::{
    dossier::{Link, LinkKind, Origin},
    words::words_in,
};

/// Share of the shorter text from which on shared passages make two documents one origin.
const SHARE: f32 = 0.25;
/// Words of shared passages from which on two documents are one origin whatever their length.
const WORDS: usize = 100;

/// The same between two documents that credit the same source.
const CREDITED: usize = 20;

/// The origins of a story's documents, by their first document. Every document is in one of them.
pub fn count(accounts: &[Account], documents: &[DocId], links: &[Link]) -> Vec<Origin> {
    let mut credits: BTreeMap<DocId, BTreeSet<&str>> = BTreeMap::new();
    for link in links.iter().filter(|link| link.kind == LinkKind::Credits) {
        for doc in &link.documents {
            credits.entry(*doc).or_default().extend(link.name.as_deref());
        }
    }
    let mut parent: BTreeMap<DocId, DocId> = documents.iter().map(|doc| (*doc, *doc)).collect();
    let mut reasons: Vec<(DocId, String, f32)> = Vec::new();
    for link in links {
        let &[a, b] = link.documents.as_slice() else { continue };
        let Some(reason) = reason(accounts, link, &credits) else { continue };
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        parent.insert(a.max(b), a.min(b));
        reasons.push((link.documents[0], reason, link.score));
    }
    let mut groups: BTreeMap<DocId, Vec<DocId>> = BTreeMap::new();
    for doc in documents {
        groups.entry(root(&mut parent, *doc)).or_default().push(*doc);
    }
    // the strongest reason of each group, the first of equals
    let mut strongest: BTreeMap<DocId, (String, f32)> = BTreeMap::new();
    for (doc, why, score) in reasons {
        let best = strongest.entry(root(&mut parent, doc)).or_default();
        if best.0.is_empty() || score > best.1 {
            *best = (why, score);
        }
    }
    groups
        .into_iter()
        .map(|(root, documents)| {
            let why = strongest.remove(&root).map_or_else(
                || {
                    "No text in common with the other documents that would make it a copy."
                        .to_owned()
                },
                |(why, _)| why,
            );
            Origin { documents, why }
        })
        .collect()
}

/// The first document of the group of `doc`; the way there is made short.
fn root(parent: &mut BTreeMap<DocId, DocId>, doc: DocId) -> DocId {
    let mut top = doc;
    while parent[&top] != top {
        top = parent[&top];
    }
    let mut at = doc;
    while at != top {
        at = parent.insert(at, top).unwrap_or(top);
    }
    top
}

/// Why two linked documents are one origin, in plain words; `None` where they are not.
fn reason(
    accounts: &[Account],
    link: &Link,
    credits: &BTreeMap<DocId, BTreeSet<&str>>,
) -> Option<String> {
    let percent = (link.score * 100.0).round() as u32;
    match link.kind {
        LinkKind::NearDuplicate => Some(format!(
            "Nearly the same text: {percent} % of the shorter one stand in the other."
        )),
        LinkKind::SharedPassage => {
            let (a, b) = (link.documents[0], link.documents[1]);
            let words = shared_words(accounts, &link.evidence, a);
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
            (link.score >= SHARE || words >= WORDS).then(|| {
                format!("The same passages outside quotations: {percent} % of the shorter text.")
            })
        }
        LinkKind::SharedQuotation | LinkKind::Credits => None,
    }
}

/// Words under those cites of `evidence` that are in `doc`.
fn shared_words(accounts: &[Account], evidence: &[Cite], doc: DocId) -> usize {
    let here = evidence.iter().filter(|cite| cite.doc == doc);
    here.map(|cite| words_in(&accounts[doc.index()], cite.span).len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marked::account;

    fn link(kind: LinkKind, documents: &[u32], score: f32) -> Link {
        let documents = documents.iter().map(|doc| DocId(*doc)).collect();
        Link { kind, documents, score, evidence: Vec::new(), name: None }
    }

    #[track_caller]
    fn check(links: &[Link], expect: &[&[u32]]) {
        let text = "The harbour wall of the old town gave way shortly before noon, and water ran \
                    into every house between the market and the bridge.";
        let accounts: Vec<Account> = (0..4).map(|n| account(&n.to_string(), text)).collect();
        let documents: Vec<DocId> = (0..4).map(DocId).collect();
        let origins = count(&accounts, &documents, links);
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
        let text = "The harbour wall of the old town gave way shortly before noon, and water ran \
                    into every house between the market and the bridge.";
        let mut passage = link(LinkKind::SharedPassage, &[0, 1], 0.05);
        let span = rashomon_text::Span::from_range(0..text.len());
        passage.evidence = vec![Cite::new(DocId(0), span), Cite::new(DocId(1), span)];
        check(std::slice::from_ref(&passage), &[&[0], &[1], &[2], &[3]]);
        let credit = |doc| Link {
            name: Some("Ardovia Press".into()),
            ..link(LinkKind::Credits, &[doc], 1.0)
        };
        check(&[passage, credit(0), credit(1)], &[&[0, 1], &[2], &[3]]);
    }
}
