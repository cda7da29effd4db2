//! Passages around cites: what stands there, which of it is cited, which of it is no part of the
//! account.

use rashomon_text::{Article, Removed, Span};

use crate::cites::clamp;

/// How many bytes of context a passage keeps on either side of the cited words.
const CONTEXT: u32 = 180;

/// A stretch of text that is cited or not, and kept or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Bytes of the text.
    pub(crate) span: Span,
    /// Whether one of the marks covers it.
    pub(crate) cited: bool,
    /// Whether cleaning marked it as no part of the account.
    pub(crate) removed: bool,
}

/// Cuts `within` where a mark or a removed range begins or ends. `marks` and `removed` are sorted.
pub(crate) fn segments(
    text: &str,
    within: Span,
    marks: &[Span],
    removed: &[Removed],
) -> Vec<Segment> {
    let mut cuts = vec![within.start, within.end];
    let gone: Vec<Span> = removed.iter().map(|r| clamp(text, r.span)).collect();
    for span in marks.iter().chain(&gone) {
        cuts.extend(
            [span.start, span.end].into_iter().filter(|&c| within.start < c && c < within.end),
        );
    }
    cuts.sort_unstable();
    cuts.dedup();
    let (mut marked, mut dropped) = (Cover::new(marks), Cover::new(&gone));
    cuts.windows(2)
        .map(|pair| Segment {
            span: Span::new(pair[0], pair[1]),
            cited: marked.covers(pair[0]),
            removed: dropped.covers(pair[0]),
        })
        .collect()
}

/// Tells for rising positions whether one of some spans, sorted by start, covers them.
struct Cover<'s> {
    spans: &'s [Span],
    next: usize,
    until: u32,
}

impl<'s> Cover<'s> {
    fn new(spans: &'s [Span]) -> Self {
        Self { spans, next: 0, until: 0 }
    }

    fn covers(&mut self, at: u32) -> bool {
        while let Some(span) = self.spans.get(self.next).filter(|s| s.start <= at) {
            self.until = self.until.max(span.end);
            self.next += 1;
        }
        at < self.until
    }
}

/// The passages that show `spans` (sorted) in their sentences; passages that touch are one.
pub(crate) fn passages(article: &Article, spans: &[Span]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for &span in spans {
        let passage = around(&article.text, span);
        match found.last_mut() {
            Some(last) if passage.start <= last.end => *last = last.cover(passage),
            _ => found.push(passage),
        }
    }
    found
}

/// The cited words with the rest of their sentence, as far as [`CONTEXT`] reaches on their line.
fn around(text: &str, span: Span) -> Span {
    let from =
        clamp(text, Span { start: span.start.saturating_sub(CONTEXT), end: span.start }).start;
    let before = &text[from as usize..span.start as usize];
    let start = from
        + before
            .rfind('\n')
            .map(|i| i + 1)
            .max(after_sentence(before))
            .or_else(|| (from > 0).then(|| before.find(' ').map_or(0, |i| i + 1)))
            .unwrap_or(0) as u32;
    let to = clamp(text, Span { start: span.end, end: span.end.saturating_add(CONTEXT) }).end;
    let after = &text[span.end as usize..to as usize];
    let line = after.find('\n').unwrap_or(after.len());
    let ended = text[..span.end as usize].trim_end_matches(CLOSERS).ends_with(ENDERS);
    let stop = if ended {
        after.len() - after.trim_start_matches(CLOSERS).len()
    } else if let Some(stop) = sentence_end(&after[..line]) {
        stop
    } else if line < after.len() || to as usize == text.len() {
        line
    } else {
        after.rfind(' ').unwrap_or(line)
    };
    clamp(text, Span { start, end: span.end + stop as u32 }).trim(text)
}

const ENDERS: [char; 4] = ['.', '!', '?', '؟'];
const CLOSERS: [char; 5] = ['”', '"', '’', '»', ')'];

/// Where the last sentence that begins in `text` begins.
fn after_sentence(text: &str) -> Option<usize> {
    text.char_indices().rev().find_map(|(i, c)| {
        let head = &text[..i];
        (c == ' ' && head.trim_end_matches(CLOSERS).ends_with(ENDERS)).then_some(i + 1)
    })
}

/// Where the first sentence that ends in `text` ends, with its closing quote marks.
fn sentence_end(text: &str) -> Option<usize> {
    text.char_indices().find_map(|(i, c)| {
        let rest = &text[i + c.len_utf8()..];
        let tail = rest.trim_start_matches(CLOSERS);
        (ENDERS.contains(&c) && (tail.is_empty() || tail.starts_with(' ')))
            .then(|| text.len() - tail.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rashomon_text::Reason;

    #[test]
    fn a_passage_is_the_sentence() {
        let check = |text: &str, words: &str, expect: &str| {
            let article = Article::plain(text);
            let span = Span::find(text, words).unwrap();
            let found: Vec<_> =
                passages(&article, &[span]).iter().map(|&p| article.slice(p)).collect();
            assert_eq!(found, [expect]);
        };
        check("One fell. Two rose at dawn. Three sat.", "rose", "Two rose at dawn.");
        check("“We left.” They came back.", "came", "They came back.");
        check("A line\nno stop here\nanother", "stop", "no stop here");
        check("He said: “We left.” And went.", "“We left", "He said: “We left.”");
        check("He left. And went.", "He left.", "He left.");
    }

    #[test]
    fn segments_tell_cited_and_removed_apart() {
        let text = "0123456789";
        let marks = [Span::new(1, 4), Span::new(3, 6)];
        let removed = [Removed { span: Span::new(5, 8), reason: Reason::Promo }];
        let shown: Vec<String> = segments(text, Span::new(0, 10), &marks, &removed)
            .iter()
            .map(|s| {
                let kind = match (s.cited, s.removed) {
                    (true, true) => "both",
                    (true, false) => "cited",
                    (false, true) => "removed",
                    (false, false) => "plain",
                };
                format!("{} {kind}", s.span.slice(text))
            })
            .collect();
        assert_eq!(
            shown,
            ["0 plain", "12 cited", "3 cited", "4 cited", "5 both", "67 removed", "89 plain"]
        );
    }

    proptest! {
        #[test]
        fn a_passage_holds_its_cite(text in "[ab.“” \\n?é]{1,600}", at in 0_usize..600, len in 0_usize..300) {
            let raw = Span { start: at as u32, end: (at + len) as u32 };
            let span = clamp(&text, raw).trim(&text);
            prop_assume!(!span.is_empty());
            let article = Article::plain(text.clone());
            let found = passages(&article, &[span]);
            prop_assert!(found.len() == 1 && found[0].contains(span));
        }
    }
}
