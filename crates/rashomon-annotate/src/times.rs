//! Time expressions.
//!
//! # What it finds
//! Dates ("7 September 2022"), times from the day of publication ("last month", "on Wednesday"), of day
//! ("10:30 GMT"), ranges ("1980-88"), lengths ("24 hours"), repetitions ("every Friday") and references that are no
//! dates ("now"). The tests below are the table of what each says.
//!
//! # Why it matters
//! An event is worth little without its day, and a report that gives another day disagrees.
//!
//! # How
//! The words of a sentence are cut anew (`words`), so that a rule does not depend on how tokens are cut; the rules
//! (`rules`) are rows of a table in a small notation (`pattern`); the longest match wins. The parse decides
//! which way an unanchored time lies: before the day of publication under a verb in the past, after it under a
//! future one.
//!
//! # Limits
//! A time that leans on another one ("three days later") is worked out only where that one is a day told in
//! the same or the previous sentence. Numeric dates that could be read both ways ("7/9/2022") are left alone,
//! as are ages.

mod calendar;
mod clock;
mod context;
mod numbers;
mod pattern;
mod rules;
mod tense;
mod words;

use std::sync::OnceLock;

use rashomon_text::{Article, time::TimeExpr};
use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, TimeMention, TokenRange};
use context::{Context, Told};
use pattern::Part;
use rules::{Kind, Reading};
use words::Word;

/// Fills [`Analysis::times`], sorted and not overlapping.
pub(crate) fn find(article: &Article, analysis: &mut Analysis) {
    let mut times: Vec<TimeMention> = Vec::new();
    let mut next: Option<Vec<Word>> = None;
    // where a match ends that ran over the end of the sentence before
    let mut taken = None;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let cut = |tokens| words::words(&article.text, analysis, tokens);
        let mut words = next.take().unwrap_or_else(|| cut(sentence.tokens));
        if let Some(taken) = taken.take() {
            words.retain(|word| word.span.start >= taken);
        }
        let own = words.len();
        // "9 a.m. Tuesday": the point ends no sentence
        let after = analysis.sentences.get(number + 1).filter(|after| {
            let hour = words.last().is_some_and(|word| matches!(word.text.as_str(), "am" | "pm"));
            hour && after.paragraph == sentence.paragraph
        });
        if let Some(after) = after {
            let rest = cut(after.tokens);
            words.extend(rest.iter().take(REACH).cloned());
            next = Some(rest);
        }
        let since = number.checked_sub(1).map_or(0, |s| analysis.sentences[s].tokens.start);
        let found = Sentence { analysis, words: &words, own, since };
        taken = found.find(&mut times);
    }
    analysis.times = times;
}

/// How many times back a quarter is looked for that "a year earlier" may mean.
const NEAR: usize = 8;

/// How many words of the next sentence are looked at where a point may have been taken for its end.
const REACH: usize = 8;

/// The words of one sentence, and some of the next where the two may be one.
struct Sentence<'a> {
    analysis: &'a Analysis,
    words: &'a [Word],
    /// How many of the words are the sentence's own.
    own: usize,
    /// First token of the sentence before.
    since: u32,
}

impl Sentence<'_> {
    /// Finds the times that begin in the sentence; gives the byte where the last one ends if it ends in the next.
    fn find(&self, times: &mut Vec<TimeMention>) -> Option<u32> {
        let table = Table::get();
        let words = self.words;
        let mut at = 0;
        // words before this place belong to the match before
        let mut free = 0;
        while at < self.own {
            let mut told = times.iter().rev().take_while(|time| time.tokens.start >= self.since);
            let told = told
                .find(|time| time.expr.is_dated())
                .map(|time| Told { expr: time.expr, here: time.tokens.start >= words[0].token.0 });
            let quarter = times.iter().rev().take(NEAR).map(|time| time.expr);
            let quarter = quarter.into_iter().find(|expr| matches!(expr, TimeExpr::Quarter(..)));
            let Some((kind, taken, expr)) = table.read(self.analysis, words, at, told, quarter)
            else {
                at += 1;
                continue;
            };
            let (mut start, mut end) = (at, at + taken);
            at = end;
            let Some(expr) = expr else { continue };
            start = before(words, start, free, kind);
            end = after(words, end, kind);
            (at, free) = (end, end);
            // "later" leads to the time told before and is no part of this one
            if end > start + 1 && words[end - 1].text == "later" {
                end -= 1;
            }
            let span = words[start].span.cover(words[end - 1].span);
            let last = words[end.min(self.own) - 1].last;
            let tokens = TokenRange::new(words[start].token.0, last.0 + 1);
            times.push(TimeMention { span, tokens, expr });
        }
        (free > self.own).then(|| words[free - 1].span.end)
    }
}

/// A rule, ready to match.
struct Rule {
    parts: Vec<Part>,
    kind: Kind,
    read: Reading,
}

/// The rules, by what they can begin with.
struct Table {
    rules: Vec<Rule>,
    /// Numbers of the rules that can begin with the word, in the order of the table.
    by_word: FxHashMap<&'static str, Vec<usize>>,
    /// Numbers of the rules that can begin with a class.
    by_class: Vec<usize>,
}

impl Table {
    fn get() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| {
            let mut table =
                Self { rules: Vec::new(), by_word: FxHashMap::default(), by_class: Vec::new() };
            for (number, &(pattern, kind, read)) in rules::RULES.iter().enumerate() {
                let parts = pattern::parse(pattern);
                let mut first = Vec::new();
                if pattern::first_words(&parts, &mut first) {
                    table.by_class.push(number);
                }
                first.sort_unstable();
                first.dedup();
                for word in first {
                    table.by_word.entry(word).or_default().push(number);
                }
                table.rules.push(Rule { parts, kind, read });
            }
            table
        })
    }

    /// What the words at `at` say: the kind of rule, how many words it takes, and the reading; `None` for no time at
    /// all. The rule that takes the most words and has a reading wins.
    fn read(
        &self,
        analysis: &Analysis,
        words: &[Word],
        at: usize,
        told: Option<Told>,
        quarter: Option<TimeExpr>,
    ) -> Option<(Kind, usize, Option<TimeExpr>)> {
        let rest = &words[at..];
        let by_word = self.by_word.get(rest[0].text.as_str()).map_or(&[][..], Vec::as_slice);
        let by_class = if pattern::opens(rest) { self.by_class.as_slice() } else { &[] };
        let mut found: Vec<_> = by_word
            .iter()
            .chain(by_class)
            .filter_map(|&number| {
                Some((number, pattern::matches(&self.rules[number].parts, rest)?))
            })
            .collect();
        found.sort_by_key(|&(number, (taken, _))| (std::cmp::Reverse(taken), number));
        found.into_iter().find_map(|(number, (taken, parts))| {
            let rule = &self.rules[number];
            if rule.kind == Kind::Not {
                return Some((rule.kind, taken, None));
            }
            let context = Context { analysis, words, start: at, end: at + taken, told, quarter };
            let expr = (rule.read)(&parts, &context)?;
            let named =
                matches!(expr, TimeExpr::Every(..) | TimeExpr::Vague(_)) && context.is_named();
            (!named).then_some((rule.kind, taken, Some(expr)))
        })
    }
}

/// Words before a place in the calendar that belong to it.
#[rustfmt::skip]
const BEFORE_DATE: &[&str] = &[
    "early", "late", "earlier", "later", "mid", "mid -", "early -", "late -", "early in", "late in",
    "earlier in", "later in", "sometime", "the end of", "end of", "the beginning of", "the start of",
    "the middle of", "the rest of", "the turn of", "the early part of", "the latter part of",
    "the first half of", "the second half of", "the latter half of", "the last half of", "the week of",
    "the weekend of", "the summer of", "the winter of", "the spring of", "the fall of", "the autumn of",
    "a good part of",
];

/// Words before a length that belong to it.
#[rustfmt::skip]
const BEFORE_LENGTH: &[&str] = &[
    "about", "around", "nearly", "almost", "more than", "less than", "fewer than", "at least", "at most",
    "over", "under", "up to", "as much as", "as many as", "as little as", "no more than", "no less than",
    "not more than", "roughly", "approximately", "just over", "just under", "close to", "well over", "some",
    "an estimated", "slightly more than", "a little more than", "little more than", "a little over",
    "exactly",
];

/// Words after a length that belong to it.
const AFTER_LENGTH: &[&str] = &["or so", "or two", "or more", "or longer", "or less"];

fn before(words: &[Word], start: usize, free: usize, kind: Kind) -> usize {
    let list = match kind {
        Kind::Date => BEFORE_DATE,
        Kind::Length => BEFORE_LENGTH,
        Kind::Bare | Kind::Not => return start,
    };
    // "over the next two years" is no more than two years
    let definite = words[start].text == "the";
    let length = |phrase: &&str| {
        let length = phrase.split(' ').count();
        let stands = start >= free + length
            && !(definite && matches!(*phrase, "over" | "under" | "some" | "about" | "around"))
            && phrase
                .split(' ')
                .eq(words[start - length..start].iter().map(|word| word.text.as_str()));
        stands.then_some(length)
    };
    start - list.iter().filter_map(length).max().unwrap_or(0)
}

fn after(words: &[Word], end: usize, kind: Kind) -> usize {
    if kind != Kind::Length {
        return end;
    }
    let follows = |phrase: &&&str| {
        let mut at = end;
        phrase.split(' ').all(|piece| {
            at += 1;
            words.get(at - 1).is_some_and(|word| word.text == piece)
        })
    };
    AFTER_LENGTH.iter().find(follows).map_or(end, |phrase| end + phrase.split(' ').count())
}

#[cfg(test)]
mod tests;
