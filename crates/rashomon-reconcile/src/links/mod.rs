//! Who repeats whom: copied text, shared passages, shared quotations, credited sources.
//!
//! # What it finds
//! | link | shown by |
//! |---|---|
//! | near duplicate | four fifths of the shorter text stand in the longer one, and more than half of the longer one in the shorter |
//! | shared passage | twelve words or more in the same words, outside quotations; quoted, too, where more than half of the shorter text stands in the longer one |
//! | shared quotation | five quoted words or more in the same words |
//! | credits | "X contributed", "X reported", "told X" |
//!
//! # How
//! Every five words in a row are looked up in an index of the story's documents and followed as far
//! as the words stay the same. What is shared is measured against the shorter text (containment), so
//! that a long article that holds all of a short one shows. Words quoted in both documents count for
//! shared quotations only: two outlets that quote one speech do not copy one another.
//!
//! Text is taken over between stories, too: half an article may come from a text on something else. So
//! the whole run is searched for documents that hold much of one another's words ([`overlaps`]), and a
//! link between two stories stands in both. A passage that stands in three stories or more is what a site
//! puts under all its texts; it makes nobody a copy.
//!
//! # Limits
//! A passage that more than 32 documents share is linked to the first 32 of them. Between stories only what
//! makes up a quarter of the shorter text, or a hundred words, is linked. Of a story of more than a hundred
//! documents the strongest links are kept, when its origins are counted ([`strongest`]).

mod credits;
mod overlaps;
mod passages;
mod quoted;
mod runs;
mod text;

use rashomon_extract::Account;
use rashomon_text::DocId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    dossier::{Link, LinkKind},
    origins,
};
use overlaps::{Index, NEAR, SCALE};
pub use overlaps::{Overlap, overlaps};
use runs::Run;
use text::{Held, Text};

/// The links of each story, by kind, then by documents.
///
/// `stories` hold documents of `accounts`, each at most once: `DocId(i)` is `accounts[i]`.
pub fn reconcile(accounts: &[Account], stories: &[Vec<DocId>]) -> Vec<Vec<Link>> {
    let mut story_of: Vec<Option<u32>> = vec![None; accounts.len()];
    for (number, documents) in stories.iter().enumerate() {
        for doc in documents {
            story_of[doc.index()] = Some(number as u32);
        }
    }
    let index = Index::new(accounts);
    let common = index.common(&story_of);
    let mut links: Vec<Vec<Link>> =
        stories.iter().map(|documents| within(accounts, documents, &common)).collect();
    let mut texts = Held::new();
    let mut text = |doc: u32| texts.get(doc, || Text::new(accounts, DocId(doc), &common));
    for (a, b) in index.pairs(near_a_copy) {
        let (Some(of_a), Some(of_b)) = (story_of[a as usize], story_of[b as usize]) else {
            continue;
        };
        if of_a != of_b
            && let Some(link) = between(&text(a), &text(b))
        {
            links[of_a as usize].push(link.clone());
            links[of_b as usize].push(link);
        }
    }
    for links in &mut links {
        links.sort_by(|x, y| {
            let key = |link: &Link| (link.kind, link.documents.clone(), link.name.clone());
            key(x).cmp(&key(y)).then_with(|| x.evidence.cmp(&y.evidence))
        });
    }
    links
}

/// A story of more documents than this keeps the strongest links of each.
const LARGE: usize = 100;
/// So many.
const STRONGEST: usize = 8;

/// Of a large story's links between two documents those that are among the [`STRONGEST`] of one of them, or that
/// made one origin of two (`joins`, one for each link); all others.
pub(crate) fn strongest(links: Vec<Link>, documents: &[DocId], joins: &[bool]) -> Vec<Link> {
    if documents.len() <= LARGE {
        return links;
    }
    let mut order: Vec<usize> = (0..links.len()).filter(|&n| links[n].kind.is_copy()).collect();
    order.sort_by(|&a, &b| {
        let (x, y) = (&links[a], &links[b]);
        x.kind.cmp(&y.kind).then(y.score.total_cmp(&x.score)).then(a.cmp(&b))
    });
    let mut kept: Vec<bool> =
        links.iter().zip(joins).map(|(l, joins)| *joins || !l.kind.is_copy()).collect();
    let mut held: FxHashMap<DocId, usize> = FxHashMap::default();
    for link in order {
        for doc in &links[link].documents {
            let held = held.entry(*doc).or_default();
            kept[link] |= *held < STRONGEST;
            *held += 1;
        }
    }
    links.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(link, _)| link).collect()
}

/// The links among the documents of one story.
fn within(accounts: &[Account], documents: &[DocId], common: &FxHashSet<u64>) -> Vec<Link> {
    let mut links = credits::find(accounts, documents);
    if documents.len() > 1 {
        let texts: Vec<Text<'_>> =
            documents.iter().map(|doc| Text::new(accounts, *doc, common)).collect();
        let runs: Vec<Run> = runs::shared_runs(&texts)
            .chunk_by(|x, y| (x.a, x.b) == (y.a, y.b))
            .flat_map(runs::without_overlap)
            .collect();
        links.extend(passages::find(&texts, &runs));
        links.extend(quoted::find(&texts, &runs));
    }
    links
}

/// The link between documents of two stories, where one copies the other in part.
fn between(a: &Text<'_>, b: &Text<'_>) -> Option<Link> {
    let link = passages::link(a, b, &runs::without_overlap(&runs::runs_of_two(a, b)))?;
    let copied = link.kind == LinkKind::NearDuplicate || origins::is_copy(link.score, link.words);
    copied.then_some(link)
}

/// Whether two documents that share so many of the indexed runs may share enough words, the one that has
/// fewer having `smaller` of them.
fn near_a_copy(same: u32, smaller: u32) -> bool {
    let least = (origins::SHARE * smaller as f32).min((origins::WORDS / SCALE) as f32);
    same as f32 >= (least * NEAR).max(1.0)
}

#[cfg(test)]
mod tests;
