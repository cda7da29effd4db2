//! Quotations over documents: one utterance in all its renderings.
//!
//! Two outlets quote one utterance when the same speaker says the same words, in full or in part; a
//! long run of the same words needs no speaker to be known as one. Fragments quoted in one sentence
//! ("clear proof", it said, that the mill "was set on fire") are read as one rendering, with the
//! outlet's words between them. Two words between quotation marks are one utterance only when they
//! are the same words of the same speaker.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{self, EntityKind, QuoteKind};
use rashomon_text::{Cite, DocId, Span};
use rustc_hash::FxHashMap;

use crate::{
    Scene, Sets,
    alignment::{Alignment, align},
    dossier::{EntityId, Quotation, Variant},
    parties::Parties,
    words::{CommonWord, Vocabulary},
};

/// Fragments of one sentence are read together across at most this many bytes of the outlet's words.
pub(crate) const BETWEEN: u32 = 40;
/// How many renderings of one shingle are looked at: the latest.
const LOOKED_AT: usize = 48;
/// A quotation by one document alone is shown from this many words on.
const SHOWN_WORDS: usize = 4;

/// One outlet's rendering: the fragments quoted in one sentence, or one whole quotation.
struct Rendering<'a> {
    doc: DocId,
    pieces: Vec<&'a account::Quotation>,
    speaker: Option<EntityId>,
    words: Vec<CommonWord>,
    content: usize,
}

/// The story's quotations, in text order of their first variant.
pub fn reconcile(scene: &Scene<'_>) -> Vec<Quotation> {
    let parties = Parties::of(scene);
    let renderings = collect(scene);
    let mut quotations = Vec::new();
    for group in group(&renderings, &parties) {
        let members: Vec<&Rendering<'_>> = group.iter().map(|&n| &renderings[n]).collect();
        let documents: BTreeSet<DocId> = members.iter().map(|r| r.doc).collect();
        if members.len() == 1 {
            // nothing to compare with: each fragment stands for itself
            for piece in &members[0].pieces {
                quotations.push(quotation(scene, &members, &[(members[0].doc, piece)], 1));
            }
            continue;
        }
        let pieces = aligned(&members);
        quotations.push(quotation(scene, &members, &pieces, documents.len()));
    }
    quotations.sort_by_key(|q| q.variants.first().map(|v| v.cite));
    quotations
}

/// The fragments that have a counterpart in another rendering; where one holds another, the inner one
/// (the words between the marks, not the clause around them).
///
/// Of an utterance in more wordings than [`LOOKED_AT`], a rendering is compared with so many of them.
fn aligned<'a>(members: &[&Rendering<'a>]) -> Vec<(DocId, &'a account::Quotation)> {
    // one rendering of each wording, and another one for itself
    let mut wordings: BTreeMap<Vec<u32>, Vec<usize>> = BTreeMap::new();
    for (n, member) in members.iter().enumerate() {
        let words = member.words.iter().map(|word| word.form).collect();
        let same: &mut Vec<usize> = wordings.entry(words).or_default();
        if same.len() < 2 {
            same.push(n);
        }
    }
    let mut others: Vec<usize> = wordings.into_values().flatten().collect();
    others.sort_unstable();
    others.truncate(LOOKED_AT);
    let mut pieces: Vec<(DocId, &account::Quotation)> = Vec::new();
    for (n, member) in members.iter().enumerate() {
        if let [only] = member.pieces[..] {
            pieces.push((member.doc, only));
            continue;
        }
        let mut shared = vec![false; member.words.len()];
        for &other in others.iter().filter(|other| **other != n) {
            for (at, _) in align(&member.words, &members[other].words).pairs {
                shared[at] = true;
            }
        }
        for &piece in &member.pieces {
            let mut inside = member.words.iter().zip(&shared);
            if inside.any(|(w, shared)| *shared && w.content && piece.span.contains(w.span)) {
                pieces.push((member.doc, piece));
            }
        }
    }
    let mut kept = Vec::with_capacity(pieces.len());
    for here in pieces.chunk_by(|x, y| x.0 == y.0) {
        let holds_another = |piece: &account::Quotation| {
            here.iter().any(|(_, p)| p.span != piece.span && piece.span.contains(p.span))
        };
        kept.extend(here.iter().filter(|(_, piece)| !holds_another(piece)));
    }
    kept
}

fn quotation(
    scene: &Scene<'_>,
    members: &[&Rendering<'_>],
    pieces: &[(DocId, &account::Quotation)],
    documents: usize,
) -> Quotation {
    let mut variants: Vec<Variant> = pieces
        .iter()
        .map(|(doc, piece)| Variant {
            cite: Cite::new(*doc, piece.span),
            cue: piece.cue.map(|cue| Cite::new(*doc, cue)),
            naming: piece.naming,
        })
        .collect();
    variants.sort_by_key(|v| (v.cite, v.cue, v.naming));
    variants.dedup();
    let best = pieces.iter().map(|(_, p)| p.confidence).fold(0.0, f32::max);
    let confidence = 1.0 - (1.0 - best) / documents as f32;
    let words = members.iter().map(|r| r.words.len()).max().unwrap_or(0);
    Quotation {
        speaker: speaker(scene, members),
        kind: kind(pieces),
        variants,
        differs: members.len() > 1 && differs(members),
        confidence,
        shown: confidence >= 0.5 && (documents > 1 || words >= SHOWN_WORDS),
    }
}

/// Whose words most documents say they are; a person before a body.
fn speaker(scene: &Scene<'_>, members: &[&Rendering<'_>]) -> Option<EntityId> {
    let mut votes: BTreeMap<EntityId, BTreeSet<DocId>> = BTreeMap::new();
    for member in members {
        if let Some(speaker) = member.speaker {
            votes.entry(speaker).or_default().insert(member.doc);
        }
    }
    let person = |e: EntityId| scene.entities[e.index()].kind == EntityKind::Person;
    votes
        .into_iter()
        .min_by_key(|(e, docs)| (!person(*e), std::cmp::Reverse(docs.len()), *e))
        .map(|(entity, _)| entity)
}

fn kind(pieces: &[(DocId, &account::Quotation)]) -> QuoteKind {
    let count = |kind| pieces.iter().filter(|(_, p)| p.kind == kind).count();
    QuoteKind::ALL
        .iter()
        .copied()
        .max_by_key(|&k| (count(k), std::cmp::Reverse(k)))
        .unwrap_or(QuoteKind::Direct)
}

/// Whether the words differ where the renderings cover the same stretch.
fn differs(members: &[&Rendering<'_>]) -> bool {
    let Some(fullest) = members.iter().max_by_key(|r| r.words.len()) else { return false };
    members.iter().any(|other| {
        let alignment = align(&fullest.words, &other.words);
        alignment.pairs.len() >= 2 && !alignment.gaps(&fullest.words, &other.words).is_empty()
    })
}

/// All renderings of the story's documents, in canonical order.
fn collect<'a>(scene: &Scene<'a>) -> Vec<Rendering<'a>> {
    let mut vocabulary = Vocabulary::default();
    let mut renderings: Vec<Rendering<'a>> = Vec::new();
    for (doc, account) in scene.accounts() {
        let mut last: Option<(u32, Span)> = None;
        for quotation in &account.quotations {
            let speaker = quotation.speaker.map(|m| scene.entity(doc, m));
            let continues = last.is_some_and(|(sentence, span)| {
                sentence == quotation.sentence
                    && span.end <= quotation.span.start
                    && quotation.span.start - span.end <= BETWEEN
            });
            if continues
                && speaker.is_some()
                && let Some(rendering) = renderings.last_mut()
                && rendering.speaker == speaker
            {
                rendering.pieces.push(quotation);
            } else {
                renderings.push(Rendering {
                    doc,
                    pieces: vec![quotation],
                    speaker,
                    words: Vec::new(),
                    content: 0,
                });
            }
            last = Some((quotation.sentence, quotation.span));
        }
    }
    for rendering in &mut renderings {
        let whole = span(rendering.pieces.iter().map(|p| p.span));
        rendering.words = vocabulary.words(scene.account(rendering.doc), whole);
        rendering.content = rendering.words.iter().filter(|w| w.content).count();
    }
    renderings
}

fn span(spans: impl Iterator<Item = Span>) -> Span {
    spans.reduce(Span::cover).unwrap_or_default()
}

/// Groups renderings of one utterance; groups and members sorted.
fn group(renderings: &[Rendering<'_>], parties: &Parties) -> Vec<Vec<usize>> {
    let mut utterances = Sets::new(renderings.len());
    let mut index: FxHashMap<[u32; 3], Vec<usize>> = FxHashMap::default();
    // of renderings in the very same words, one stands for all
    let mut same: FxHashMap<(Vec<u32>, Option<EntityId>), usize> = FxHashMap::default();
    for (n, rendering) in renderings.iter().enumerate() {
        let words: Vec<u32> = rendering.words.iter().map(|w| w.form).collect();
        let speaker = rendering.speaker.filter(|_| rendering.content < 3);
        if rendering.content >= 3 || speaker.is_some() {
            let first = *same.entry((words, speaker)).or_insert(n);
            if first != n {
                utterances.join(first, n);
                continue;
            }
        }
        let mut candidates = BTreeSet::new();
        for shingle in shingles(rendering) {
            let posted = index.entry(shingle).or_default();
            candidates.extend(posted.iter().rev().take(LOOKED_AT));
            if posted.last() != Some(&n) {
                posted.push(n);
            }
        }
        for other in candidates {
            if utterances.root(other) != utterances.root(n)
                && is_same(&renderings[other], rendering, parties)
            {
                utterances.join(other, n);
            }
        }
    }
    utterances.of(0..renderings.len())
}

/// What a rendering is found by: pairs of neighbouring content words, and three words in a row.
fn shingles(rendering: &Rendering<'_>) -> BTreeSet<[u32; 3]> {
    const PAIR: u32 = u32::MAX;
    let content: Vec<u32> = rendering.words.iter().filter(|w| w.content).map(|w| w.lemma).collect();
    let forms: Vec<u32> = rendering.words.iter().map(|w| w.form).collect();
    let mut all: BTreeSet<[u32; 3]> = content.windows(2).map(|w| [PAIR, w[0], w[1]]).collect();
    all.extend(forms.windows(3).map(|w| [w[0], w[1], w[2]]));
    if let [only] = content[..] {
        all.insert([PAIR, PAIR, only]);
    }
    all
}

/// Whether two renderings are of one utterance.
fn is_same(a: &Rendering<'_>, b: &Rendering<'_>, parties: &Parties) -> bool {
    let alignment = align(&a.words, &b.words);
    // one document repeats an utterance word for word
    if a.doc == b.doc {
        let shorter = a.words.len().min(b.words.len());
        let whole = alignment.longest_run() == shorter || alignment.pairs.len() * 10 >= shorter * 9;
        return whole && alignment.content(&a.words) >= 3;
    }
    let speakers = match (a.speaker, b.speaker) {
        (Some(x), Some(y)) => Some(parties.same(x, y)),
        _ => None,
    };
    is_same_wording(a, b, &alignment, speakers)
}

fn is_same_wording(
    a: &Rendering<'_>,
    b: &Rendering<'_>,
    alignment: &Alignment,
    same_speaker: Option<bool>,
) -> bool {
    let shared = alignment.pairs.len() as f32;
    let shorter = a.words.len().min(b.words.len()) as f32;
    let content = alignment.content(&a.words) as f32;
    let least = a.content.min(b.content) as f32;
    let run = alignment.longest_run();
    if least == 0.0 {
        return false;
    }
    let whole_run = run as f32 == shorter;
    // a long run of the same words, whoever is said to have said it
    if run >= 6 && content >= 3.0 && shared >= 0.6 * shorter {
        return true;
    }
    match same_speaker {
        Some(true) if least >= 3.0 => {
            (content >= 3.0 && content >= 0.6 * least && shared >= 0.5 * shorter && run >= 3)
                || (shared >= 6.0 && shared >= 0.7 * shorter)
                || run >= 8
        }
        Some(true) if least == 2.0 => {
            whole_run
                || (content == least && shared >= 4.0 && shared >= 0.7 * shorter)
                || (shared >= 6.0 && shared >= 0.7 * shorter)
        }
        Some(true) => whole_run && a.words.len() == b.words.len(),
        Some(false) => false,
        None => least >= 3.0 && run >= 4 && shared >= 0.7 * shorter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Doc, World};

    /// Each document is a text, its quoted passages and their speaker. Renders each quotation as
    /// `speaker: variant | variant`, with `≠` in front where they differ.
    fn check(docs: &[(&str, &[&str], &str)], expect: &[&str]) {
        let world = World::new(docs.iter().map(|(text, quotes, speaker)| {
            let doc = Doc::new(text);
            let doc = if speaker.is_empty() { doc } else { doc.person(speaker) };
            quotes.iter().fold(doc, |doc, quote| doc.quote(quote, speaker))
        }));
        let found: Vec<String> = reconcile(&world.scene())
            .iter()
            .map(|q| {
                let variants: Vec<&str> = q.variants.iter().map(|v| world.words(v.cite)).collect();
                let speaker = q.speaker.map_or("?", |s| world.name(s));
                let mark = if q.differs { "≠ " } else { "" };
                format!("{mark}{speaker}: {}", variants.join(" | "))
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn the_same_words_are_one_quotation() {
        check(
            &[
                (
                    "Berg said the dam will hold for years.",
                    &["the dam will hold for years"],
                    "Berg",
                ),
                (
                    "“The dam will hold for years,” Berg said.",
                    &["The dam will hold for years"],
                    "Berg",
                ),
            ],
            &["Berg: the dam will hold for years | The dam will hold for years"],
        );
    }

    #[test]
    fn a_cut_is_the_same_and_does_not_differ() {
        check(
            &[
                (
                    "The old dam will hold for many more years, Berg said.",
                    &["The old dam will hold for many more years"],
                    "Berg",
                ),
                (
                    "It will hold for many more years, Berg said.",
                    &["hold for many more years"],
                    "Berg",
                ),
            ],
            &["Berg: The old dam will hold for many more years | hold for many more years"],
        );
    }

    #[test]
    fn fragments_of_one_sentence_are_read_together() {
        check(
            &[
                (
                    "Berg spoke of clear proof that the mill was burned by rivals from upriver.",
                    &["clear proof", "was burned by rivals from upriver"],
                    "Berg",
                ),
                (
                    "We have plain proof that the mill was burned by rivals, Berg said.",
                    &["We have plain proof that the mill was burned by rivals"],
                    "Berg",
                ),
            ],
            &[
                "≠ Berg: clear proof | was burned by rivals from upriver | We have plain proof that the mill was burned by rivals",
            ],
        );
    }

    #[test]
    fn two_words_need_the_same_speaker() {
        check(
            &[
                ("Berg called it a planned fire.", &["planned fire"], "Berg"),
                ("Lind called it a planned fire.", &["planned fire"], "Lind"),
                ("To Berg it was a planned fire.", &["planned fire"], "Berg"),
            ],
            &["Berg: planned fire | planned fire", "Lind: planned fire"],
        );
    }

    #[test]
    fn a_long_run_of_words_is_one_utterance_whoever_said_it() {
        check(
            &[
                (
                    "Berg: sadly we must say that the mill is lost for good.",
                    &["sadly we must say that the mill is lost for good"],
                    "Berg",
                ),
                (
                    "Lind: Sadly we must say that the mill is lost for good.",
                    &["Sadly we must say that the mill is lost for good"],
                    "Lind",
                ),
            ],
            &[
                "Berg: sadly we must say that the mill is lost for good | Sadly we must say that the mill is lost for good",
            ],
        );
    }

    #[test]
    fn different_utterances_of_one_speaker_stay_apart() {
        check(
            &[
                ("The dam is safe and sound, Berg said.", &["The dam is safe and sound"], "Berg"),
                (
                    "Nobody warned the town in time, Berg said.",
                    &["Nobody warned the town in time"],
                    "Berg",
                ),
            ],
            &["Berg: The dam is safe and sound", "Berg: Nobody warned the town in time"],
        );
    }
}
