//! What each account calls whom.

use std::collections::BTreeMap;

use rashomon_reconcile::dossier::{Cite, Dossier, EntityId, Form, Story, Tone, Voice};
use rashomon_text::DocId;

use crate::cites;

/// One name or description in one account.
pub(crate) struct Called<'a> {
    /// The words.
    pub(crate) words: &'a str,
    /// Whether it is a name rather than a description.
    pub(crate) name: bool,
    /// Whose words they are.
    pub(crate) voice: Voice,
    /// Who is quoted with them.
    pub(crate) source: Option<EntityId>,
    /// Whether the word list holds them for charged.
    pub(crate) tone: Tone,
    /// Where they stand.
    pub(crate) cites: Vec<Cite>,
}

/// One person or group with what each account calls it.
pub(crate) struct Call<'a> {
    /// Whom.
    pub(crate) entity: EntityId,
    /// By document, in the order of the story.
    pub(crate) by: Vec<(DocId, Vec<Called<'a>>)>,
}

/// The label sheet of a story.
pub(crate) struct Calls<'a> {
    /// Those named otherwise by different accounts, or in charged words.
    pub(crate) main: Vec<Call<'a>>,
    /// The others.
    pub(crate) rest: Vec<Call<'a>>,
}

/// How many names of one entity an account's cell shows.
const NAMES: usize = 3;
/// How many entities the sheet shows before it folds.
const MAIN: usize = 6;

/// The label sheet: everybody with a label, with the names beside it.
pub(crate) fn calls<'a>(dossier: &'a Dossier, story: &'a Story) -> Calls<'a> {
    let mut sheets: BTreeMap<EntityId, BTreeMap<DocId, Vec<Called<'a>>>> = BTreeMap::new();
    for label in &story.labels {
        let words = cites::words(dossier, label.cite).trim();
        if words.is_empty() || dossier.entities.get(label.entity.index()).is_none() {
            continue;
        }
        let cell = sheets.entry(label.entity).or_default().entry(label.cite.doc).or_default();
        let same = |c: &Called<'_>| {
            c.voice == label.voice && c.source == label.source && fold(c.words) == fold(words)
        };
        match cell.iter_mut().find(|c| same(c)) {
            Some(known) => known.cites.push(label.cite),
            None => cell.push(Called {
                words,
                name: false,
                voice: label.voice,
                source: label.source,
                tone: label.tone,
                cites: vec![label.cite],
            }),
        }
    }
    let mut all: Vec<(usize, Call<'a>)> = sheets
        .into_iter()
        .map(|(entity, mut by_doc)| {
            let weight = weight(&by_doc);
            let by = story
                .documents
                .iter()
                .filter(|d| d.index() < dossier.documents.len())
                .map(|&doc| {
                    let mut called = names(dossier, entity, doc);
                    called.extend(by_doc.remove(&doc).unwrap_or_default());
                    (doc, called)
                })
                .collect();
            (weight, Call { entity, by })
        })
        .collect();
    all.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let telling = all.iter().filter(|(weight, _)| *weight > 1).count();
    let rest = all.split_off(telling.clamp(1, MAIN).min(all.len()));
    let calls = |list: Vec<(usize, Call<'a>)>| list.into_iter().map(|(_, c)| c).collect();
    Calls { main: calls(all), rest: calls(rest) }
}

/// How much the sheet of one entity tells: its different labels, charged or quoted ones twice.
fn weight(by_doc: &BTreeMap<DocId, Vec<Called<'_>>>) -> usize {
    let mut seen: Vec<(String, usize)> = by_doc
        .values()
        .flatten()
        .map(|c| {
            let charged = c.tone != Tone::Neutral || c.voice != Voice::Own;
            (fold(c.words), 1 + usize::from(charged))
        })
        .collect();
    seen.sort_unstable();
    seen.dedup_by(|a, b| a.0 == b.0);
    seen.iter().map(|s| s.1).sum()
}

/// The names a document uses for the entity, the most used first.
fn names<'a>(dossier: &'a Dossier, entity: EntityId, doc: DocId) -> Vec<Called<'a>> {
    let mut names: Vec<(Called<'a>, usize)> = Vec::new();
    let mentions = dossier.entities.get(entity.index()).map_or(&[][..], |e| &e.mentions);
    let from = mentions.partition_point(|m| m.cite.doc < doc);
    for mention in mentions[from..].iter().take_while(|m| m.cite.doc == doc) {
        if !matches!(mention.form, Form::Name | Form::Acronym) {
            continue;
        }
        let words = cites::words(dossier, mention.cite).trim();
        match names.iter_mut().find(|(n, _)| fold(n.words) == fold(words)) {
            Some(known) => known.1 += 1,
            None if words.is_empty() => {}
            None => names.push((
                Called {
                    words,
                    name: true,
                    voice: Voice::Own,
                    source: None,
                    tone: Tone::Neutral,
                    // one place shows the name; the texts would be full of marks with all of them
                    cites: vec![mention.cite],
                },
                1,
            )),
        }
    }
    names.sort_by_key(|(_, uses)| std::cmp::Reverse(*uses));
    names.into_iter().take(NAMES).map(|(name, _)| name).collect()
}

fn fold(words: &str) -> String {
    let words = words.to_lowercase();
    ["the ", "a ", "an "].iter().find_map(|a| words.strip_prefix(a)).unwrap_or(&words).to_owned()
}
