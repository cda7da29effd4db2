//! The words of one utterance.
//!
//! # What it finds
//! Renderings of one quotation in which a word stands where another outlet has another word, or
//! leaves out a word that carries content; and a main event that one outlet states as fact and
//! another only with a hedge or between quotation marks of doubt.
//!
//! # Why it matters
//! Between quotation marks a reader takes every word for the speaker's own. Two outlets that quote
//! one utterance in different words have translated it twice, heard it differently, or changed it.
//!
//! # Examples
//! "clear proof that the mill burned" / "plain proof that the mill burned": *clear* / *plain*.
//! "in the valley" / "for the valley": one small word, and another meaning.
//!
//! # Limits
//! What one outlet merely cuts is no disagreement; nor is an article left out. Whether a difference
//! comes from translation is judged by the speaker's state: the words of a speaker from a state where
//! English is no official language are taken for translated.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{Polarity, QuoteKind, Voice};
use rashomon_lexicon::hedge;
use rashomon_text::{Cite, DocId, Span};

use super::{Told, value};
use crate::{
    Scene,
    alignment::align,
    dossier::{Disagreement, DisagreementKind, EventId, Explanation, Quotation, Value},
    parties::Parties,
    quotations::BETWEEN,
    words::{CommonWord, Vocabulary, words_in},
};

/// States with English as an official or the main language (ISO 3166-1; the larger ones).
const ENGLISH: &[&str] = &[
    "USA", "GBR", "IRL", "CAN", "AUS", "NZL", "ZAF", "IND", "PAK", "NGA", "GHA", "KEN", "UGA",
    "ZWE", "ZMB", "JAM", "TTO", "SGP", "PHL", "MLT", "FJI", "PNG", "LBR", "SLE", "GMB", "BWA",
    "NAM", "MWI",
];

/// Words that two renderings of one utterance share at least.
const LEAST: usize = 2;
/// Words from which a difference in small words alone counts.
const SEVERAL: usize = 4;
/// From so many shared words on chance has its part, and fewer differences are allowed.
const LONG: usize = 6;

/// Marks that open a quotation.
const MARKS: &[char] = &['"', '“', '„', '«', '\'', '‘'];

/// One document's wording of a quotation.
struct Wording {
    doc: DocId,
    words: Vec<CommonWord>,
    /// The quoted fragments.
    pieces: Vec<Span>,
    /// Places where it differs from the fullest wording, as index ranges of words.
    differs: Vec<(usize, usize)>,
}

impl Wording {
    /// Whether all words of a range stand between the quotation marks.
    fn quotes(&self, (from, to): (usize, usize)) -> bool {
        // nothing is left out where no words are quoted around it
        if from == to {
            let around =
                from.checked_sub(1).and_then(|n| self.words.get(n)).zip(self.words.get(to));
            return around
                .is_none_or(|(a, b)| self.pieces.iter().any(|p| p.contains(a.span.cover(b.span))));
        }
        self.words[from..to].iter().all(|w| self.pieces.iter().any(|p| p.contains(w.span)))
    }
}

/// Quotations whose renderings differ in a word, and main events told with and without a hedge.
pub(super) fn find(scene: &Scene<'_>, told: Told<'_>, parties: &Parties) -> Vec<Disagreement> {
    let mut found = of_events(scene, told);
    found.extend(of_quotations(scene, told, parties));
    found
}

/// Main events that some documents state as fact and others only hedge.
fn of_events(scene: &Scene<'_>, told: Told<'_>) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (number, event) in told.events.iter().enumerate().filter(|(_, e)| e.core) {
        let happened = || event.reports.iter().filter(|r| r.polarity == Polarity::Positive);
        let with = |voices: &[Voice]| -> Vec<Cite> {
            happened().filter(|r| voices.contains(&r.voice)).map(|r| r.cite).collect()
        };
        // "pictures reportedly show ships selling oil" states nothing as fact
        let mut fact = with(&[Voice::Own]);
        fact.retain(|&cite| !hedges_nearby(scene, cite));
        let plain: BTreeSet<DocId> = fact.iter().map(|c| c.doc).collect();
        let mut hedged = with(&[Voice::Hedged, Voice::ScareQuoted]);
        hedged.retain(|c| !plain.contains(&c.doc));
        // ‘the biggest leak in history’ is what somebody said; “leak” alone keeps a distance
        let scare: BTreeSet<Cite> = with(&[Voice::ScareQuoted]).into_iter().collect();
        hedged.retain(|c| !scare.contains(c) || closes_after(scene, *c));
        if fact.is_empty() || hedged.is_empty() {
            continue;
        }
        found.push(Disagreement {
            kind: DisagreementKind::Wording,
            about: Some(EventId(number as u32)),
            label: format!("Told as fact or as alleged: {}", event.label),
            explanation: Explanation::Unclear,
            values: vec![value("stated as fact", fact), value("alleged", hedged)],
            confidence: event.confidence * 0.8,
            shown: event.shown,
        });
    }
    found
}

/// Whether a quotation mark stands right behind a passage or inside it.
fn closes_after(scene: &Scene<'_>, cite: Cite) -> bool {
    const CLOSING: &[char] = &['"', '”', '’', '\'', '»', '“'];
    let text = &scene.account(cite.doc).article.text;
    text[cite.span.end as usize..].starts_with(CLOSING) || scene.slice(cite).contains(CLOSING)
}

/// Whether the sentence of a passage holds a word that keeps a distance.
fn hedges_nearby(scene: &Scene<'_>, cite: Cite) -> bool {
    let account = scene.account(cite.doc);
    account.sentences.get(account.sentence_at(cite.span.start)).is_some_and(|sentence| {
        words_in(account, sentence.span)
            .iter()
            .any(|w| hedge(account.symbols.get(w.form)).is_some())
    })
}

/// Quotations whose renderings differ in a word.
fn of_quotations(scene: &Scene<'_>, told: Told<'_>, parties: &Parties) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for quotation in told.quotations.iter().filter(|q| q.differs) {
        let Some(values) = values(scene, quotation) else { continue };
        let translated = quotation
            .speaker
            .and_then(|s| parties.state(s))
            .is_some_and(|state| !ENGLISH.contains(&state.iso3()));
        let who = quotation
            .speaker
            .map_or("an unnamed speaker", |s| scene.entities[s.index()].name.as_str());
        found.push(Disagreement {
            kind: DisagreementKind::Wording,
            about: None,
            label: format!("What {who} said, word for word"),
            explanation: if translated { Explanation::Translation } else { Explanation::Unclear },
            values,
            confidence: quotation.confidence,
            shown: quotation.shown,
        });
    }
    found
}

/// The differing wordings, each with the documents that have it.
fn values(scene: &Scene<'_>, quotation: &Quotation) -> Option<Vec<Value>> {
    let mut wordings = wordings(scene, quotation);
    let fullest =
        (0..wordings.len()).max_by_key(|&n| (wordings[n].words.len(), std::cmp::Reverse(n)))?;
    let mut in_fullest = Vec::new();
    for n in 0..wordings.len() {
        if n == fullest {
            continue;
        }
        let alignment = align(&wordings[fullest].words, &wordings[n].words);
        if alignment.pairs.len() < LEAST {
            continue;
        }
        let gaps = alignment.gaps(&wordings[fullest].words, &wordings[n].words);
        // renderings that differ as often as they agree are two statements on one matter
        let (often, alike) = (gaps.len(), alignment.pairs.len());
        // what is quoted in fragments has a gap between any two
        let whole = wordings[n].pieces.len() == 1;
        if often * 2 > alike || whole && alike >= LONG && often * 3 > alike + 1 {
            continue;
        }
        for gap in gaps {
            let content = |words: &[CommonWord], (from, to): (usize, usize)| {
                words[from..to].iter().any(|w| w.content)
            };
            // more than two words that one outlet alone has are a cut in the other's middle
            let added = (gap.first.1 - gap.first.0).max(gap.second.1 - gap.second.0) <= 2;
            let full = content(&wordings[fullest].words, gap.first)
                && content(&wordings[n].words, gap.second);
            let several = alike >= SEVERAL || full;
            let counts = gap.is_replacement() && several
                || added
                    && (content(&wordings[fullest].words, gap.first)
                        || content(&wordings[n].words, gap.second));
            // a sentence that one outlet alone has is a cut
            let ends = |wording: &Wording, (from, to): (usize, usize)| {
                wording.words.get(from..to).is_some_and(|words| {
                    words.windows(2).any(|w| {
                        let between = Span::new(w[0].span.end, w[1].span.start);
                        let both = w[0].span.cover(w[1].span);
                        wording.pieces.iter().any(|piece| piece.contains(both))
                            && scene
                                .slice(Cite::new(wording.doc, between))
                                .contains(['.', '!', '?'])
                    })
                })
            };
            let wider = |wording: &Wording, (from, to): (usize, usize)| {
                ends(wording, (from.saturating_sub(1), (to + 1).min(wording.words.len())))
            };
            if wider(&wordings[fullest], gap.first) != wider(&wordings[n], gap.second) {
                continue;
            }
            // a long stretch without a shared word is another utterance between two shared ones
            let near = gap.first.1 - gap.first.0 <= 4 && gap.second.1 - gap.second.0 <= 4;
            let spelt = letters(scene, &wordings[fullest], gap.first);
            let other = letters(scene, &wordings[n], gap.second);
            if is_spelling(&spelt, &other) || is_contraction(&spelt, &other) {
                continue;
            }
            let said = wordings[fullest].quotes(gap.first) && wordings[n].quotes(gap.second);
            if counts && near && said {
                in_fullest.push(gap.first);
                wordings[n].differs.push(gap.second);
            }
        }
    }
    in_fullest.sort_unstable();
    in_fullest.dedup();
    wordings[fullest].differs = in_fullest;
    // documents whose differing words are the same give one value
    let mut values: BTreeMap<Vec<u32>, Vec<(String, Cite)>> = BTreeMap::new();
    for wording in wordings.iter().filter(|w| !w.differs.is_empty()) {
        let forms: Vec<u32> = wording
            .differs
            .iter()
            .flat_map(|&(from, to)| wording.words[from..to].iter().map(|w| w.form))
            .collect();
        let cites = wording.differs.iter().map(|&place| around(scene, wording, place));
        values.entry(forms).or_default().extend(cites);
    }
    let mut values: Vec<Value> = values
        .into_values()
        .map(|places| {
            let mut words: Vec<&str> = Vec::new();
            for (word, _) in &places {
                if !words.contains(&word.as_str()) {
                    words.push(word);
                }
            }
            value(words.join(" … "), places.iter().map(|p| p.1).collect())
        })
        .collect();
    values.sort_by(|a, b| a.evidence.cmp(&b.evidence));
    let documents = values.iter().flat_map(|v| &v.documents).collect::<BTreeSet<_>>();
    (values.len() >= 2 && documents.len() >= 2).then_some(values)
}

/// The renderings: variants of one document that follow each other within a sentence are one.
fn wordings(scene: &Scene<'_>, quotation: &Quotation) -> Vec<Wording> {
    let mut vocabulary = Vocabulary::default();
    let mut spans: Vec<(DocId, Vec<Span>, u32)> = Vec::new();
    for variant in &quotation.variants {
        let Cite { doc, span } = variant.cite;
        let account = scene.account(doc);
        // reported speech is the outlet's wording, not the speaker's
        let from = account.quotations.partition_point(|q| q.span.start < span.start);
        let quoted = account.quotations[from..].iter().take_while(|q| q.span.start == span.start);
        let direct = quoted.into_iter().any(|q| q.span == span && q.kind == QuoteKind::Direct);
        let before = account.article.text[..span.start as usize].chars().next_back();
        if !direct && !before.is_some_and(|c| MARKS.contains(&c)) {
            continue;
        }
        let sentence = account.sentence_at(span.start) as u32;
        match spans.last_mut() {
            Some((d, pieces, number))
                if *d == doc
                    && *number == sentence
                    && pieces.last().is_some_and(|p| p.end + BETWEEN >= span.start) =>
            {
                pieces.push(span);
            }
            _ => spans.push((doc, vec![span], sentence)),
        }
    }
    spans
        .into_iter()
        .map(|(doc, pieces, _)| Wording {
            doc,
            words: vocabulary.words(
                scene.account(doc),
                pieces.iter().copied().reduce(Span::cover).unwrap_or_default(),
            ),
            pieces,
            differs: Vec::new(),
        })
        .collect()
}

/// The letters of a range of words.
fn letters(scene: &Scene<'_>, wording: &Wording, (from, to): (usize, usize)) -> String {
    let words = wording.words[from..to].iter().map(|w| scene.slice(Cite::new(wording.doc, w.span)));
    words
        .flat_map(str::chars)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether two words are one in two spellings: "travelling", "traveling"; "mid-day", "midday"; "realise", "realize".
fn is_spelling(a: &str, b: &str) -> bool {
    // British and American: "paedophile", "colour", "realise", "centre", "defence"
    const SPELT: &[(&str, &str)] = &[
        ("ae", "e"),
        ("oe", "e"),
        ("our", "or"),
        ("is", "iz"),
        ("ys", "yz"),
        ("tre", "ter"),
        ("ence", "ense"),
        ("ogue", "og"),
        ("ll", "l"),
    ];
    let plain =
        |word: &str| SPELT.iter().fold(word.to_owned(), |w, (from, to)| w.replace(from, to));
    if plain(a) == plain(b) {
        return !a.is_empty();
    }
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let one_letter_more = long.len() == short.len() + 1
        && long.char_indices().any(|(at, c)| {
            long.get(..at) == short.get(..at) && long.get(at + c.len_utf8()..) == short.get(at..)
        });
    !short.is_empty()
        && (long == short || (short.len() >= 6 && one_letter_more && !long.ends_with('s')))
}

/// Whether one is the other drawn together: "there is", "there's".
fn is_contraction(a: &str, b: &str) -> bool {
    const DRAWN: &[(&str, &str)] = &[
        ("is", "s"),
        ("has", "s"),
        ("are", "re"),
        ("have", "ve"),
        ("will", "ll"),
        ("would", "d"),
        ("had", "d"),
        ("am", "m"),
        ("not", "nt"),
        ("cannot", "cant"),
    ];
    let drawn = |full: &str, short: &str| {
        DRAWN.iter().any(|(long, end)| {
            full.strip_suffix(long).zip(short.strip_suffix(end)).is_some_and(|(a, b)| a == b)
        })
    };
    drawn(a, b) || drawn(b, a)
}

/// The differing words with their neighbours, so that the place can be read.
fn around(scene: &Scene<'_>, wording: &Wording, (from, to): (usize, usize)) -> (String, Cite) {
    let first = from.saturating_sub(1);
    let last = (to + 1).min(wording.words.len()).max(first + 1);
    let span = wording.words[first].span.cover(wording.words[last - 1].span);
    let cite = Cite::new(wording.doc, span);
    (scene.slice(cite).split_whitespace().collect::<Vec<_>>().join(" "), cite)
}

#[cfg(test)]
mod tests {
    use super::{is_contraction, is_spelling};
    use crate::{disagreements::tests::check, testing::Doc};

    #[test]
    fn one_word_in_two_spellings() {
        for (a, b) in [
            ("travelling", "traveling"),
            ("realise", "realize"),
            ("colour", "color"),
            ("centre", "center"),
            ("midday", "midday"),
            ("paedophile", "pedophile"),
        ] {
            assert!(is_spelling(a, b) && is_spelling(b, a), "{a} {b}");
        }
        for (a, b) in [("harbour", "harbours"), ("sank", "sink"), ("", "a"), ("boat", "boar")] {
            assert!(!is_spelling(a, b) && !is_spelling(b, a), "{a} {b}");
        }
    }

    #[test]
    fn one_word_drawn_together() {
        for (a, b) in [
            ("is", "s"),
            ("thereis", "theres"),
            ("wewill", "well"),
            ("isnot", "isnt"),
            ("cannot", "cant"),
        ] {
            assert!(is_contraction(a, b) && is_contraction(b, a), "{a} {b}");
        }
        for (a, b) in [("is", "was"), ("ship", "ships"), ("willnot", "cant")] {
            assert!(!is_contraction(a, b), "{a} {b}");
        }
    }

    fn said(quote: &str) -> Doc {
        let text = format!("Berg: {quote}");
        Doc::new(&text).person("Berg").quote(quote, "Berg")
    }

    #[test]
    fn a_replaced_word() {
        check(
            [
                said("we have clear proof that the mill was burned"),
                said("we have plain proof that the mill was burned"),
            ],
            &["wording unclear: have clear proof (0) / have plain proof (1)"],
        );
    }

    #[test]
    fn a_cut_and_an_article_are_no_disagreement() {
        check(
            [
                said("we have clear proof that the mill was burned down"),
                said("clear proof that mill was burned"),
            ],
            &[],
        );
    }

    #[test]
    fn three_wordings_are_one_disagreement() {
        check(
            [
                said("we have clear proof that the mill was burned"),
                said("we have plain proof that the mill was burned"),
                said("we have strong proof that the mill was burned"),
                said("we have plain proof that the mill was burned"),
            ],
            &[
                "wording unclear: have clear proof (0) / have plain proof (1,3) / have strong proof (2)",
            ],
        );
    }
}
