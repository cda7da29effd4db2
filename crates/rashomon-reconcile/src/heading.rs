//! What a story is called and which days it spans.

use rashomon_lexicon::{Tone, fold};
use rashomon_text::{Date, DocId, Span};
use rustc_hash::FxHashMap;

use crate::{
    Scene,
    dossier::{Event, EventType},
    words::Vocabulary,
};

/// A headline for the story: that of the document whose headline the other documents bear out most.
///
/// A headline's worth is the mean share of its content words that stand in the openings of the other
/// documents, and more where it tells the main event; words that take sides and words between quotation marks count against it. Without a
/// headline the story is called by the event that most documents report, else by the first
/// sentence of its first document.
pub(crate) fn title(scene: &Scene<'_>, events: &[Event]) -> String {
    let mut vocabulary = Vocabulary::default();
    let mut documents: FxHashMap<u32, u32> = FxHashMap::default();
    let mut headlines: Vec<(Vec<u32>, Span)> = Vec::new();
    for (_, account) in scene.accounts() {
        let opening = account.sentences.iter().take(OPENING);
        let end = opening.map(|sentence| sentence.span.end).max().unwrap_or(0);
        for word in vocabulary.content(account, Span::new(0, end)) {
            *documents.entry(word).or_default() += 1;
        }
        let title = account.article.title.unwrap_or_default();
        headlines.push((vocabulary.content(account, title), title));
    }
    let told = told(events);
    let mut best: Option<(f32, &str)> = None;
    for ((words, span), doc) in headlines.iter().zip(scene.documents) {
        let account = scene.account(*doc);
        let text = account.slice(*span);
        if words.len() < 2 {
            continue;
        }
        let others = |word: &u32| documents.get(word).map_or(0, |n| n.saturating_sub(1));
        let shared: u32 = words.iter().map(others).sum();
        // a word beyond a dozen dilutes: long headlines tell more than the story
        let mut worth = shared as f32 / (words.len() + 2) as f32
            - scene.documents.len() as f32 * 0.25 * partial_words(text);
        let within =
            told.get(doc).into_iter().flatten().filter(|(report, _)| span.contains(*report));
        worth += 0.5 * within.map(|(_, documents)| *documents).max().unwrap_or(0) as f32;
        if best.is_none_or(|(top, _)| worth > top) {
            best = Some((worth, text));
        }
    }
    let headline = best.map(|(_, text)| text.to_owned());
    let event = || {
        let most = events.iter().filter(|event| event.kind != EventType::Other);
        most.max_by_key(|event| (event.core, event.reports.len())).map(|event| event.label.clone())
    };
    let sentence = || {
        let (_, account) = scene.accounts().next()?;
        let first = account.sentences.first()?;
        Some(account.slice(first.span).to_owned())
    };
    let title = headline.or_else(event).or_else(sentence).unwrap_or_default();
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where each document reports main events, with the number of documents that report the event.
fn told(events: &[Event]) -> FxHashMap<DocId, Vec<(Span, usize)>> {
    let mut told: FxHashMap<DocId, Vec<(Span, usize)>> = FxHashMap::default();
    for event in events.iter().filter(|event| event.core) {
        let mut documents: Vec<DocId> = event.reports.iter().map(|r| r.cite.doc).collect();
        documents.dedup();
        for report in &event.reports {
            told.entry(report.cite.doc).or_default().push((report.cite.span, documents.len()));
        }
    }
    told
}

/// Sentences that count as the opening of a document, its headline among them.
const OPENING: usize = 5;

/// How many words of a headline take sides or are quoted.
fn partial_words(text: &str) -> f32 {
    let quotes = text.chars().filter(|c| matches!(c, '“' | '‘' | '"' | '\'' | '„')).count();
    let sided = text
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| {
            let word = fold(word);
            let tone = rashomon_lexicon::tone(&word)
                .or_else(|| rashomon_lexicon::tone(word.strip_suffix('s')?));
            tone.is_some_and(|tone| tone != Tone::Neutral)
        })
        .count();
    sided as f32 + 0.5 * quotes.min(2) as f32
}

/// The first and last day of the story's main events that have one; of its documents where none has a day.
pub(crate) fn span(scene: &Scene<'_>, events: &[Event]) -> Option<(Date, Date)> {
    let days = events
        .iter()
        .filter(|event| event.core)
        .filter_map(|event| event.when.as_ref())
        .filter(|when| when.start == when.end)
        .map(|when| (when.start, when.end));
    let of_events = days.reduce(cover);
    of_events.or_else(|| {
        let published = scene.documents.iter().filter_map(|doc| {
            let published = scene.published[doc.index()].as_ref()?;
            Some((published.start, published.end))
        });
        published.reduce(cover)
    })
}

fn cover(a: (Date, Date), b: (Date, Date)) -> (Date, Date) {
    (a.0.min(b.0), a.1.max(b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Doc, World};

    #[test]
    fn the_headline_the_others_bear_out() {
        let world = World::new([
            Doc::new("Shame of Tresk\nThe harbour wall of Tresk collapsed.").titled(),
            Doc::new("Harbour wall collapses in Tresk\nWater flooded the market.").titled(),
            Doc::new("Flood after wall collapses\nThe harbour of Tresk was flooded.").titled(),
        ]);
        assert_eq!(title(&world.scene(), &[]), "Harbour wall collapses in Tresk");
    }

    #[test]
    fn without_headlines_the_first_words() {
        let world = World::new([Doc::new("The wall of Tresk fell. Nobody died.")]);
        assert_eq!(title(&world.scene(), &[]), "The wall of Tresk fell.");
    }
}
