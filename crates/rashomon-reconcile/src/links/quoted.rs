//! Quoted words that several documents quote.

use rashomon_extract::{Account, account::QuoteKind};
use rashomon_text::{Cite, Span};

use super::{Text, runs::Run};
use crate::Sets;
use crate::dossier::{Link, LinkKind};

/// Quoted words in a row that must be the same.
const SHORTEST: u32 = 5;
/// Of these, words that carry content, in a quotation shorter than [`LONG`].
const CONTENT: usize = 2;
const LONG: u32 = 8;

/// For each word whether it is quoted: within a direct quotation, or between the marks of a mixed one
/// (all of it where the marks stand around it).
///
/// Linear in the text and the quotations.
pub(super) fn marks(account: &Account) -> Vec<bool> {
    let words = &account.words;
    let mut quoted = vec![false; words.len()];
    let mut mark = |span: Span| {
        let from = words.partition_point(|word| word.span.start < span.start);
        for (word, quoted) in words[from..].iter().zip(&mut quoted[from..]) {
            if word.span.end > span.end {
                break;
            }
            *quoted = true;
        }
    };
    for quotation in &account.quotations {
        match quotation.kind {
            QuoteKind::Direct => mark(quotation.span),
            QuoteKind::Mixed => {
                let inner = between_marks(account.slice(quotation.span));
                if inner.is_empty() {
                    mark(quotation.span);
                }
                for inner in inner {
                    let start = quotation.span.start;
                    mark(Span::new(start + inner.start, start + inner.end));
                }
            }
            QuoteKind::Indirect => {}
        }
    }
    quoted
}

/// What stands between double quotation marks in a short text. A mark that is not closed quotes to
/// the end, one that is not opened quotes from the start.
fn between_marks(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    for (at, sign) in text.char_indices() {
        let closes = sign == '”' || sign == '"' && open.is_some();
        if closes {
            let start = open.take().unwrap_or(if spans.is_empty() { 0 } else { at });
            spans.push(Span::from_range(start..at));
        } else if matches!(sign, '“' | '„' | '"') && open.is_none() {
            open = Some(at + sign.len_utf8());
        }
    }
    if let Some(start) = open {
        spans.push(Span::from_range(start..text.len()));
    }
    spans
}

/// A stretch of quoted words of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    text: u32,
    from: u32,
    to: u32,
}

/// One link for every utterance, over all documents that quote the same words of it.
pub(super) fn find(texts: &[Text<'_>], runs: &[Run]) -> Vec<Link> {
    let pairs: Vec<[Stretch; 2]> = runs.iter().flat_map(|run| quoted_in_both(texts, run)).collect();
    let mut stretches: Vec<Stretch> = pairs.iter().flatten().copied().collect();
    stretches.sort_unstable();
    stretches.dedup();
    let number = |stretch: &Stretch| stretches.binary_search(stretch).unwrap_or_default();
    let mut groups = Sets::new(stretches.len());
    for [a, b] in &pairs {
        groups.join(number(a), number(b));
    }
    // stretches of one document that overlap are parts of one utterance
    let mut furthest = 0;
    for at in 1..stretches.len() {
        let (last, this) = (stretches[furthest], stretches[at]);
        if last.text == this.text && last.to.min(this.to) >= this.from + SHORTEST {
            groups.join(furthest, at);
        }
        if last.text != this.text || this.to > last.to {
            furthest = at;
        }
    }
    let groups = groups.of(0..stretches.len());
    let stretches = |group: &Vec<usize>| group.iter().map(|&at| stretches[at]).collect::<Vec<_>>();
    groups.iter().map(|group| link(texts, &stretches(group))).collect()
}

fn link(texts: &[Text<'_>], group: &[Stretch]) -> Link {
    let mut merged: Vec<Stretch> = Vec::new();
    for stretch in group {
        match merged.last_mut() {
            Some(last) if last.text == stretch.text && stretch.from <= last.to => {
                last.to = last.to.max(stretch.to);
            }
            _ => merged.push(*stretch),
        }
    }
    let evidence: Vec<Cite> = merged
        .iter()
        .map(|s| {
            let text = &texts[s.text as usize];
            Cite::new(text.doc, text.span(s.from, s.to - s.from))
        })
        .collect();
    let mut documents: Vec<_> = evidence.iter().map(|cite| cite.doc).collect();
    documents.dedup();
    let lengths = merged.iter().map(|s| s.to - s.from);
    let (shortest, longest) =
        lengths.fold((u32::MAX, 1), |(low, high), n| (low.min(n), high.max(n)));
    let score = shortest.min(longest) as f32 / longest as f32;
    Link {
        kind: LinkKind::SharedQuotation,
        documents,
        score,
        evidence,
        containment: 0.0,
        words: 0,
        name: None,
    }
}

/// The parts of a run that are quoted in both documents and long enough.
fn quoted_in_both(texts: &[Text<'_>], run: &Run) -> Vec<[Stretch; 2]> {
    let (a, b) = (&texts[run.a as usize], &texts[run.b as usize]);
    let both = |n: u32| a.quoted[(run.at_a + n) as usize] && b.quoted[(run.at_b + n) as usize];
    let mut pairs = Vec::new();
    let mut n = 0;
    while n < run.len {
        let from = n;
        while n < run.len && both(n) {
            n += 1;
        }
        if n > from {
            let content = a.content(run.at_a + from, n - from);
            if n - from >= SHORTEST && (content >= CONTENT || n - from >= LONG) {
                let at = |text, at| Stretch { text, from: at + from, to: at + n };
                pairs.push([at(run.a, run.at_a), at(run.b, run.at_b)]);
            }
        }
        n += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_marks() {
        let check = |text: &str, expect: &[&str]| {
            let found: Vec<&str> = between_marks(text).iter().map(|s| s.slice(text)).collect();
            assert_eq!(found, expect, "{text}");
        };
        check("it was “a plain lie” and “worse”", &["a plain lie", "worse"]);
        check("it was \"a lie\" he said", &["a lie"]);
        check("a lie” it said, “and", &["a lie", "and"]);
    }
}
