//! Near duplicates and shared passages.

use rashomon_text::Cite;

use super::{
    Text, overlaps,
    runs::{Run, Words as _},
};
use crate::dossier::{Link, LinkKind};

/// Words a passage must have outside quotations.
pub(super) const PASSAGE: u32 = 12;
/// Runs this many words apart in both documents are one passage with small changes.
const GAP: u32 = 3;
/// Share of the shorter text from which on two texts are near duplicates.
const SHORTER: f32 = 0.8;
/// Share of the longer text from which on two texts are near duplicates.
const LONGER: f32 = 0.5;
/// Containment above which passages count though they are quoted.
const HALF: f32 = 0.5;
/// Runs that a link shows: the longest.
const SHOWN: usize = 6;

/// Runs that follow one another in both documents, with small changes between them.
#[derive(Clone, Debug)]
struct Passage<'a> {
    runs: &'a [Run],
    /// Words that are the same and the text's own: quoted in neither document, not the site's.
    own: u32,
}

impl Passage<'_> {
    /// Words that are the same and not the site's.
    fn len(&self, a: &Text<'_>) -> u32 {
        self.runs.iter().map(|run| not_common(a, run)).sum()
    }
}

/// Links of all pairs of documents with a passage in common.
pub(super) fn find(texts: &[Text<'_>], runs: &[Run]) -> Vec<Link> {
    runs.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b))
        .filter_map(|runs| {
            let (a, b) = (&texts[runs[0].a as usize], &texts[runs[0].b as usize]);
            link(a, b, runs)
        })
        .collect()
}

/// The link between two documents, `a` before `b`, with these runs in common, where they make a passage.
pub(super) fn link(a: &Text<'_>, b: &Text<'_>, runs: &[Run]) -> Option<Link> {
    let mut passages: Vec<Passage<'_>> = runs
        .chunk_by(|last, next| {
            let (end_a, end_b) = (last.at_a + last.len, last.at_b + last.len);
            next.at_a <= end_a + GAP && (end_b..=end_b + GAP).contains(&next.at_b)
        })
        .map(|runs| Passage { runs, own: runs.iter().map(|run| own(a, b, run)).sum() })
        .filter(|passage| passage.len(a) >= PASSAGE)
        .collect();
    // most pairs end here, before two whole texts are compared
    if passages.is_empty() {
        return None;
    }
    let containment = overlaps::containment_of(a.grams(), b.grams());
    // a text that is mostly another's quotations is shown, but not counted as its copy
    passages.retain(|passage| passage.own >= PASSAGE || containment > HALF);
    if passages.is_empty() {
        return None;
    }
    let (shorter, longer) = {
        let (a, b) = (a.len(), b.len());
        (a.min(b) as f32, a.max(b) as f32)
    };
    let all: u32 = runs.iter().map(|run| not_common(a, run)).sum();
    let words: u32 = passages.iter().map(|passage| passage.own).sum();
    let duplicate =
        words >= PASSAGE && all as f32 / shorter >= SHORTER && all as f32 / longer >= LONGER;
    let (kind, score) = if duplicate {
        (LinkKind::NearDuplicate, all as f32 / shorter)
    } else {
        (LinkKind::SharedPassage, words as f32 / shorter)
    };
    let mut shown: Vec<&Run> = passages.iter().flat_map(|passage| passage.runs).collect();
    shown.sort_by_key(|run| (std::cmp::Reverse(run.len), run.at_a));
    shown.truncate(SHOWN);
    shown.sort_by_key(|run| run.at_a);
    let cites = |run: &Run| {
        let at = |text: &Text<'_>, at| Cite::new(text.doc, text.span(at, run.len));
        [at(a, run.at_a), at(b, run.at_b)]
    };
    Some(Link {
        kind,
        documents: vec![a.doc, b.doc],
        score: score.min(1.0),
        containment,
        words,
        evidence: shown.into_iter().flat_map(cites).collect(),
        name: None,
    })
}

/// The words of a run that are quoted in neither document and not the site's.
fn own(a: &Text<'_>, b: &Text<'_>, run: &Run) -> u32 {
    let is_own = |n: &u32| {
        let (at_a, at_b) = ((run.at_a + n) as usize, (run.at_b + n) as usize);
        !a.quoted[at_a] && !b.quoted[at_b] && !a.common[at_a]
    };
    (0..run.len).filter(is_own).count() as u32
}

/// The words of a run that are not the site's.
fn not_common(a: &Text<'_>, run: &Run) -> u32 {
    let words = run.at_a as usize..(run.at_a + run.len) as usize;
    a.common[words].iter().filter(|common| !**common).count() as u32
}
