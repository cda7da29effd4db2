//! Near duplicates and shared passages.

use rashomon_text::Cite;

use super::{Text, runs::Run};
use crate::dossier::{Link, LinkKind};

/// Words a passage must have outside quotations.
pub(super) const PASSAGE: u32 = 12;
/// Runs this many words apart in both documents are one passage with small changes.
const GAP: u32 = 3;
/// Share of the shorter text from which on two texts are near duplicates.
const SHORTER: f32 = 0.8;
/// Share of the longer text from which on two texts are near duplicates.
const LONGER: f32 = 0.5;
/// Pairs of places that a link shows: the longest.
const SHOWN: usize = 6;

/// A stretch of one document that stands, with small changes, in another.
#[derive(Clone, Copy, Debug)]
struct Passage {
    a: (u32, u32),
    b: (u32, u32),
    /// Words of the passage that are the same.
    same: u32,
    /// Of these, words that are quoted in neither document.
    outside: u32,
}

/// Links of all pairs of documents with a passage in common.
pub(super) fn find(texts: &[Text], runs: &[Run]) -> Vec<Link> {
    runs.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b))
        .filter_map(|runs| {
            let (a, b) = (&texts[runs[0].a as usize], &texts[runs[0].b as usize]);
            link(a, b, runs)
        })
        .collect()
}

fn link(a: &Text, b: &Text, runs: &[Run]) -> Option<Link> {
    let mut passages = passages(a, b, runs);
    passages.retain(|passage| passage.outside >= PASSAGE);
    if passages.is_empty() {
        return None;
    }
    let (shorter, longer) = {
        let (a, b) = (a.forms.len(), b.forms.len());
        (a.min(b) as f32, a.max(b) as f32)
    };
    let all: u32 = runs.iter().map(|run| run.len).sum();
    let outside: u32 = passages.iter().map(|passage| passage.outside).sum();
    let duplicate = all as f32 / shorter >= SHORTER && all as f32 / longer >= LONGER;
    let (kind, score) = if duplicate {
        (LinkKind::NearDuplicate, all as f32 / shorter)
    } else {
        (LinkKind::SharedPassage, outside as f32 / shorter)
    };
    passages.sort_by_key(|passage| (std::cmp::Reverse(passage.same), passage.a));
    passages.truncate(SHOWN);
    let mut evidence = Vec::new();
    for passage in passages {
        evidence.push(Cite::new(a.doc, a.span(passage.a.0, passage.a.1 - passage.a.0)));
        evidence.push(Cite::new(b.doc, b.span(passage.b.0, passage.b.1 - passage.b.0)));
    }
    evidence.sort_unstable();
    evidence.dedup();
    let score = score.min(1.0);
    Some(Link { kind, documents: vec![a.doc, b.doc], score, evidence, name: None })
}

/// Runs joined over small gaps; in the order of the first document.
fn passages(a: &Text, b: &Text, runs: &[Run]) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    for run in runs {
        let outside = (0..run.len)
            .filter(|n| !a.quoted[(run.at_a + n) as usize] && !b.quoted[(run.at_b + n) as usize])
            .count() as u32;
        let (end_a, end_b) = (run.at_a + run.len, run.at_b + run.len);
        match passages.last_mut() {
            Some(last)
                if run.at_a <= last.a.1 + GAP
                    && run.at_b >= last.b.1
                    && run.at_b <= last.b.1 + GAP =>
            {
                last.a.1 = end_a;
                last.b.1 = end_b;
                last.same += run.len;
                last.outside += outside;
            }
            _ => passages.push(Passage {
                a: (run.at_a, end_a),
                b: (run.at_b, end_b),
                same: run.len,
                outside,
            }),
        }
    }
    passages
}
