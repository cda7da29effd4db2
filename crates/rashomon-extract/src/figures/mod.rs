//! Numbers that count or measure something.
//!
//! # What it finds
//! A number in digits or words with its unit and modifier: "about 3,000 members", "24 hours", "$275
//! billion", "30 kilometers (19 miles)" (two figures), "five dead", "between 10 and 15 boats" (a range),
//! "killed seven" (people, where the verb says so), and ages ("the driver, 42," and "19-year-old"), whose
//! unit is "age".
//!
//! # Why it matters
//! How many is what accounts differ in first, and what shows that they agree.
//!
//! # Examples
//! "at least five people were killed": 5, unit *person*, modifier *at least*, context *kill*.
//!
//! # Limits
//! Dates, years, times of day, ordinals, numbers in names ("Resolution 1701"), scores and telephone numbers
//! are no figures. "Dozens" and "thousands" give no number to compare and are left out.

mod number;
#[cfg(test)]
mod tests;
mod unit;

use rashomon_annotate::{Analysis, Deprel, NameKind, TokenId, TokenRange, Upos};
use rashomon_lexicon::fold;
use rashomon_text::{Article, time::TimeExpr};

use crate::{account::Figure, mentions::Mentions};
use number::Count;
use unit::Counted;

/// Longest passage of a figure, in characters.
const LONGEST: usize = 60;

/// Words before a number that say how exact it is, longest first.
const MODIFIERS: &[&str] = &[
    "no fewer than",
    "no less than",
    "no more than",
    "as many as",
    "as much as",
    "as few as",
    "more than",
    "less than",
    "fewer than",
    "at least",
    "at most",
    "up to",
    "close to",
    "an estimated",
    "well over",
    "just over",
    "just under",
    "upwards of",
    "a total of",
    "in excess of",
    "greater than",
    "about",
    "around",
    "some",
    "nearly",
    "almost",
    "over",
    "under",
    "approximately",
    "roughly",
    "estimated",
    "only",
    "just",
    "exactly",
    "another",
    "below",
    "above",
    "circa",
    "barely",
    "maybe",
    "perhaps",
    "possibly",
    "additional",
];

/// The figures of the article in text order; `event` and `source` are left open.
pub(crate) fn find(article: &Article, analysis: &Analysis, mentions: &Mentions) -> Vec<Figure> {
    let _ = mentions;
    let text = Text { article, a: analysis, shut: shut_tokens(analysis) };
    let mut found = Vec::new();
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let Some(count) = text.count(at, sentence.tokens) else {
                at += 1;
                continue;
            };
            at = count.tokens.end;
            if let Some(figure) = text.figure(&count, sentence.tokens, number as u32) {
                found.push(figure);
            }
        }
    }
    found
}

struct Text<'a> {
    article: &'a Article,
    a: &'a Analysis,
    /// Tokens in names and dates: their numbers count nothing.
    shut: Vec<bool>,
}

/// Tokens of names (but not of sums of money) and of times that are not lengths of time.
fn shut_tokens(a: &Analysis) -> Vec<bool> {
    let mut shut = vec![false; a.len()];
    for name in &a.names {
        let counts = matches!(name.kind, NameKind::Money | NameKind::Date);
        // a name that starts with its number is a count the recogniser took for a name
        if !counts && a.upos(TokenId(name.tokens.start)) != Upos::Num {
            shut[name.tokens.range()].fill(true);
        }
    }
    for time in &a.times {
        if !matches!(time.expr, TimeExpr::Duration(..)) {
            shut[time.tokens.range()].fill(true);
        }
    }
    shut
}

impl Text<'_> {
    fn word(&self, t: u32) -> &str {
        self.a.word(&self.article.text, TokenId(t))
    }

    fn glued(&self, left: u32, right: u32) -> bool {
        let spans = &self.a.tokens.span;
        spans[left as usize].end == spans[right as usize].start
    }

    /// The figure that a number with its surroundings is, if it counts something.
    fn figure(&self, count: &Count, sentence: TokenRange, number: u32) -> Option<Figure> {
        if self.is_label(count, sentence) || self.is_clock(count, sentence) {
            return None;
        }
        let counted = self.age(count, sentence).or_else(|| self.counted(count, sentence))?;
        let (start, modifier) = self.modifier(count.tokens.start, sentence.start);
        let spans = &self.a.tokens.span;
        let cover = |start: u32, end: u32| spans[start as usize].cover(spans[end as usize - 1]);
        let end = counted.end.max(count.tokens.end);
        let span =
            [(start, end), (start, count.tokens.end), (count.tokens.start, count.tokens.end)]
                .into_iter()
                .map(|(s, e)| cover(s, e))
                .find(|s| self.article.slice(*s).chars().count() <= LONGEST)?;
        let context = self.context(&counted, count);
        Some(Figure {
            span,
            value: count.value,
            upper: count.upper,
            unit: counted.unit,
            modifier,
            context,
            event: None,
            source: None,
            sentence: number,
            confidence: counted.confidence,
        })
    }

    fn is_noun(&self, t: u32) -> bool {
        matches!(self.a.upos(TokenId(t)), Upos::Noun | Upos::Propn | Upos::Sym | Upos::X)
    }

    /// The token of a run whose head lies outside it.
    fn top(&self, tokens: TokenRange) -> TokenId {
        tokens
            .iter()
            .rev()
            .find(|&t| self.a.head(t).is_none_or(|h| !tokens.holds(h)))
            .unwrap_or(TokenId(tokens.end - 1))
    }

    /// The modifier before the number: its first token and its words.
    fn modifier(&self, start: u32, first: u32) -> (u32, String) {
        for words in (1..=3u32).rev() {
            if start < first + words {
                continue;
            }
            let range = TokenRange::new(start - words, start);
            let text = fold(self.article.slice(self.a.span(range)));
            if MODIFIERS.contains(&text.as_str()) {
                return (range.start, text);
            }
        }
        (start, String::new())
    }

    /// The words around that say what is counted: verb, its subject and object, modifiers of the unit.
    fn context(&self, counted: &Counted, count: &Count) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut add = |t: TokenId| {
            let lemma = fold(self.a.lemma(t));
            let content = matches!(
                self.a.upos(t),
                Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn | Upos::Num | Upos::Adv
            );
            if content
                && !count.tokens.holds(t)
                && !words.contains(&lemma)
                && lemma != counted.unit
                && !MODIFIERS.contains(&lemma.as_str())
            {
                words.push(lemma);
            }
        };
        for t in TokenRange::new(count.tokens.end, counted.end.max(count.tokens.end)).iter() {
            add(t);
        }
        // "600 tons of oil", "five people dead"
        for child in self.a.children(counted.head) {
            if child.0 >= count.tokens.end
                && matches!(
                    self.a.deprel(child),
                    Deprel::Nmod | Deprel::Amod | Deprel::Acl | Deprel::Compound | Deprel::AclRelcl
                )
            {
                add(child);
            }
        }
        let mut at = counted.head;
        for _ in 0..3 {
            let Some(up) = self.a.head(at) else { break };
            add(up);
            if self.a.upos(up) == Upos::Verb || self.a.upos(up) == Upos::Adj {
                for child in self.a.children(up) {
                    if child != at
                        && matches!(
                            self.a.deprel(child),
                            Deprel::Nsubj
                                | Deprel::NsubjPass
                                | Deprel::Obj
                                | Deprel::Xcomp
                                | Deprel::CompoundPrt
                        )
                    {
                        add(child);
                    }
                }
                break;
            }
            at = up;
        }
        words
    }
}
