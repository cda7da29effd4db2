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

mod pattern;
mod rules;
mod words;

use std::sync::OnceLock;

use rashomon_lexicon as lexicon;
use rashomon_text::{
    Article, Granularity, TimeValue,
    time::{Date, DayExpr, Direction, TimeExpr},
};
use rustc_hash::FxHashSet;

use crate::analysis::{Analysis, TimeMention, TokenId, TokenRange};
use crate::tags::{Deprel, Upos, Xpos};
use pattern::Part;
use rules::{Kind, Reading};
use words::Word;

/// Fills [`Analysis::times`], sorted and not overlapping.
pub(crate) fn find(article: &Article, analysis: &mut Analysis) {
    let mut times: Vec<TimeMention> = Vec::new();
    let mut next: Option<Vec<Word>> = None;
    // bytes before this place belong to a match that ran over the end of a sentence
    let mut taken = 0;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let cut = |tokens| words::words(&article.text, analysis, tokens);
        let mut words = next.take().unwrap_or_else(|| cut(sentence.tokens));
        words.retain(|word| word.span.start >= taken);
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
        taken = found.find(&mut times).max(taken);
    }
    analysis.times = times;
}

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
    /// Finds the times that begin in the sentence; gives the byte where the last one ends.
    fn find(&self, times: &mut Vec<TimeMention>) -> u32 {
        let table = Table::get();
        let words = self.words;
        let mut at = 0;
        // words before this place belong to the match before
        let mut free = 0;
        while at < self.own {
            let told = times.iter().rev().take_while(|time| time.tokens.start >= self.since);
            let told = told.map(|time| time.expr).find(|expr| expr.is_dated());
            let Some((kind, taken, expr)) = table.read(self.analysis, words, at, told) else {
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
        words.get(free.wrapping_sub(1)).map_or(0, |word| word.span.end)
    }
}

/// A rule, ready to match.
struct Rule {
    parts: Vec<Part>,
    kind: Kind,
    read: Reading,
}

/// The rules and what they can begin with.
struct Table {
    rules: Vec<Rule>,
    first: FxHashSet<&'static str>,
}

impl Table {
    fn get() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| {
            let mut first = Vec::new();
            let rules = rules::RULES
                .iter()
                .map(|&(pattern, kind, read)| {
                    let parts = pattern::parse(pattern);
                    pattern::first_words(&parts, &mut first);
                    Rule { parts, kind, read }
                })
                .collect();
            Self { rules, first: first.into_iter().collect() }
        })
    }

    /// What the words at `at` say: the kind of rule, how many words it takes, and the reading; `None` for no time at
    /// all. The rule that takes the most words and has a reading wins.
    fn read(
        &self,
        analysis: &Analysis,
        words: &[Word],
        at: usize,
        told: Option<TimeExpr>,
    ) -> Option<(Kind, usize, Option<TimeExpr>)> {
        let rest = &words[at..];
        if !self.first.contains(rest[0].text.as_str()) && !pattern::opens(rest) {
            return None;
        }
        let mut found: Vec<_> = self
            .rules
            .iter()
            .filter_map(|rule| pattern::matches(&rule.parts, rest).map(|found| (rule, found)))
            .collect();
        found.sort_by_key(|(_, (taken, _))| std::cmp::Reverse(*taken));
        found.into_iter().find_map(|(rule, (taken, parts))| {
            if rule.kind == Kind::Not {
                return Some((rule.kind, taken, None));
            }
            let context = Context { analysis, words, start: at, end: at + taken, told };
            let expr = (rule.read)(&parts, &context)?;
            let named =
                matches!(expr, TimeExpr::Every(..) | TimeExpr::Vague(_)) && context.is_named();
            (!named).then_some((rule.kind, taken, Some(expr)))
        })
    }
}

/// Words before a place in the calendar that belong to it.
const BEFORE_DATE: &[&str] = &[
    "early",
    "late",
    "earlier",
    "later",
    "mid",
    "mid -",
    "early -",
    "late -",
    "early in",
    "late in",
    "earlier in",
    "later in",
    "sometime",
    "the end of",
    "end of",
    "the beginning of",
    "the start of",
    "the middle of",
    "the rest of",
    "the turn of",
    "the early part of",
    "the latter part of",
    "the first half of",
    "the second half of",
    "the latter half of",
    "the last half of",
    "the week of",
    "the weekend of",
    "the summer of",
    "the winter of",
    "the spring of",
    "the fall of",
    "the autumn of",
    "a good part of",
];

/// Words before a length that belong to it.
const BEFORE_LENGTH: &[&str] = &[
    "about",
    "around",
    "nearly",
    "almost",
    "more than",
    "less than",
    "fewer than",
    "at least",
    "at most",
    "over",
    "under",
    "up to",
    "as much as",
    "as many as",
    "as little as",
    "no more than",
    "no less than",
    "not more than",
    "roughly",
    "approximately",
    "just over",
    "just under",
    "close to",
    "well over",
    "some",
    "an estimated",
    "slightly more than",
    "a little more than",
    "little more than",
    "a little over",
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

/// Where a match stands.
struct Context<'a> {
    analysis: &'a Analysis,
    words: &'a [Word],
    /// First word of the match, and one past its last.
    start: usize,
    end: usize,
    /// The last dated time of this or the previous sentence.
    told: Option<TimeExpr>,
}

impl Context<'_> {
    /// Whether the word before the match is one of these.
    fn before_is(&self, list: &[&str]) -> bool {
        self.start > 0 && list.contains(&self.words[self.start - 1].text.as_str())
    }

    /// Whether the word after the match is one of these.
    fn after_is(&self, list: &[&str]) -> bool {
        self.words.get(self.end).is_some_and(|word| list.contains(&word.text.as_str()))
    }

    /// Whether this word hangs from the match by a hyphen.
    fn joins(&self, word: &str) -> bool {
        let next = |at: usize, text: &str| {
            self.words.get(at).is_some_and(|word| !word.gap && word.text == text)
        };
        next(self.end, "-") && next(self.end + 1, word)
    }

    /// Whether the match stands for something by itself: "the daily said".
    fn is_noun(&self) -> bool {
        let token = self.words[self.start].token;
        self.analysis.xpos(token) == Xpos::Nn
            && !matches!(self.analysis.deprel(token), Deprel::Compound | Deprel::Amod)
    }

    /// Whether the match follows an amount: "four flights a week".
    fn is_rate(&self) -> bool {
        self.start > 0 && {
            let token = self.words[self.start - 1].token;
            matches!(self.analysis.upos(token), Upos::Noun | Upos::Num | Upos::Propn | Upos::Sym)
        }
    }

    /// Whether the match holds this word.
    fn inside(&self, word: &str) -> bool {
        self.words[self.start..self.end].iter().any(|w| w.text == word)
    }

    /// The token the match hangs from the rest by.
    fn head(&self) -> TokenId {
        let tokens = self.words[self.start].token.0..=self.words[self.end - 1].token.0;
        let outside = |&token: &u32| {
            self.analysis.head(TokenId(token)).is_none_or(|head| !tokens.contains(&head.0))
        };
        TokenId(tokens.clone().find(outside).unwrap_or(*tokens.start()))
    }

    /// Whether the match is written as part of a name: "the People's Daily".
    fn is_named(&self) -> bool {
        let before = self.start.checked_sub(1).map(|at| &self.words[at]);
        self.words[self.start].capital
            && before.is_some_and(|word| word.text.ends_with(char::is_alphanumeric))
    }

    /// Whether a noun stands right after the match, which then only describes it: "the past president".
    fn noun_follows(&self) -> bool {
        self.words.get(self.end).is_some_and(|next| {
            matches!(self.analysis.upos(next.token), Upos::Noun | Upos::Propn | Upos::Adj)
        })
    }

    /// Whether "May", "March" and the like are months here.
    fn is_month(&self) -> bool {
        const BEFORE: &[&str] = &[
            "in", "of", "since", "until", "till", "by", "from", "last", "next", "this", "late",
            "early", "mid", "through", "during", "between", "to", "-", "and", "or",
        ];
        let word = &self.words[self.start];
        if !matches!(
            word.text.as_str(),
            "may"
                | "march"
                | "mar"
                | "jan"
                | "apr"
                | "jun"
                | "june"
                | "april"
                | "august"
                | "aug"
                | "dec"
        ) {
            return true;
        }
        // also words and given names: no part of a longer name, and a verb is no month
        let proper = |token: TokenId| matches!(self.analysis.xpos(token), Xpos::Nnp | Xpos::Nnps);
        let named =
            |word: Option<&Word>| word.is_some_and(|word| word.capital && proper(word.token));
        let before = self.start.checked_sub(1).map(|at| &self.words[at]);
        let after = self.words.get(self.end).filter(|next| next.gap);
        let common = matches!(word.text.as_str(), "may" | "march" | "mar") && before.is_none();
        proper(word.token) && (self.before_is(BEFORE) || !(named(before) || named(after) || common))
    }

    /// Whether a number of four digits is a year and no amount, page or address.
    fn is_year(&self) -> bool {
        const PLACES: &[&str] = &[
            "in", "of", "since", "by", "from", "until", "till", "the", "during", "for", "before",
            "after", "between", "and", "to", "fiscal", "early", "late", "mid", "circa", "through",
            "year", "around",
        ];
        const COUNTS: &[&str] = &[
            "page",
            "pages",
            "no",
            "number",
            "room",
            "flight",
            "route",
            "highway",
            "section",
            "article",
            "chapter",
            "line",
            "#",
            "$",
            "£",
            "€",
            "about",
            "nearly",
            "almost",
            "over",
            "under",
            "than",
            "least",
            "some",
            "only",
            "resolution",
            "boeing",
            "form",
            "model",
            "series",
            "suite",
            "building",
            "apartment",
            "km",
            "at",
            "+",
            "*",
            "=",
            "/",
            "%",
            ":",
        ];
        let year = &self.words[self.start];
        if self.before_is(COUNTS)
            || (self.start > 0 && !year.gap && !self.before_is(&["-", "(", "/", "\"", "'"]))
        {
            return false;
        }
        let next = self.words.get(self.end);
        let counted = next.is_some_and(|next| {
            next.gap && matches!(self.analysis.xpos(next.token), Xpos::Nns | Xpos::Nnps)
        });
        let head = self.analysis.head(year.token);
        let owned = self.start > 0
            && matches!(
                self.analysis.xpos(self.words[self.start - 1].token),
                Xpos::PrpPoss | Xpos::Pos | Xpos::Dt
            );
        let amount = self.analysis.deprel(year.token) == Deprel::Nummod
            && !owned
            && head.is_some_and(|head| {
                let after_verb = self.start > 0
                    && self.analysis.upos(self.words[self.start - 1].token) == Upos::Verb;
                head > year.token && (after_verb || self.analysis.xpos(head) == Xpos::Nns)
            });
        let joined = next
            .is_some_and(|next| !next.gap && matches!(next.text.as_str(), "%" | "-" | "/" | "x"));
        let modern = (1700..=2060).contains(&year.digits().unwrap_or(1900));
        if self.before_is(PLACES) {
            return modern
                && !(counted && amount && !self.before_is(&["the", "in", "since", "of"]))
                || !amount;
        }
        modern && (!counted || owned) && !amount && !joined
    }

    /// Past, but for "will rise in the fourth quarter": results of a quarter are told after it.
    fn quarter_direction(&self) -> Direction {
        let within = self.before_is(&["in", "for", "by", "until", "through", "during", "the"]);
        if within { self.direction() } else { Direction::Past }
    }

    /// Whether "the week", "the year" mean those of the publication.
    fn is_present_period(&self) -> bool {
        let next = self.words.get(self.end).map_or("", |word| word.text.as_str());
        !matches!(
            next,
            "of" | "that" | "when" | "before" | "after" | "-" | "in" | "which" | "ahead"
        ) && !self.noun_follows()
            && !self.inside("season")
            && !self.inside("decade")
    }

    /// The first and last day of the "early", "mid" or "late" part of a decade or century.
    fn third(&self, first: i16, length: i16) -> Option<(Date, Date)> {
        let two = self.start.saturating_sub(2);
        rules::third(first, length, |word| self.words[two..self.end].iter().any(|w| w.text == word))
    }

    /// The day told before, if this or the previous sentence has one.
    fn told_day(&self) -> DayExpr {
        match self.told.map(TimeExpr::day) {
            Some(TimeExpr::Absolute(TimeValue { start, end, .. })) if start == end => {
                DayExpr::Date(start)
            }
            Some(TimeExpr::Offset(days, Granularity::Day)) => DayExpr::Offset(days),
            Some(TimeExpr::Weekday(weekday, direction)) => DayExpr::Weekday(weekday, direction),
            Some(TimeExpr::MonthDay(month, Some(day), direction)) => {
                DayExpr::MonthDay(month, day, direction)
            }
            _ => DayExpr::Told,
        }
    }

    /// So many units from the time told before: worked out where that is a day or of the same unit.
    #[allow(clippy::unnecessary_wraps, reason = "a reading's last step")]
    fn told(&self, count: i32, unit: Granularity) -> Option<TimeExpr> {
        let open = TimeExpr::Narrative(count, unit);
        Some(match (self.told.map(TimeExpr::day), unit) {
            (Some(told), _) if count == 0 && granularity(told) == Some(unit) => told,
            (Some(TimeExpr::Offset(days, from)), _) if from == unit => {
                TimeExpr::Offset(days.saturating_add(count), unit)
            }
            (Some(TimeExpr::Weekday(weekday, direction)), Granularity::Day) if count.abs() < 7 => {
                TimeExpr::Weekday(weekday.wrapping_add(count), direction)
            }
            (Some(TimeExpr::Absolute(value)), Granularity::Day) if value.start == value.end => {
                let anchored = TimeExpr::Offset(count, Granularity::Day).resolve(value);
                anchored.map_or(open, TimeExpr::Absolute)
            }
            (Some(TimeExpr::Absolute(value)), Granularity::Year)
                if value.granularity <= Granularity::Year
                    && value.start.year() == value.end.year() =>
            {
                let anchor = TimeValue::day(value.start);
                let anchored = TimeExpr::Offset(count, Granularity::Year).resolve(anchor);
                anchored.map_or(open, TimeExpr::Absolute)
            }
            (Some(TimeExpr::MonthDay(month, Some(day), direction)), Granularity::Day) => {
                // within the month whatever the year
                let moved = i32::from(day) + count;
                if (1..=28).contains(&moved) {
                    TimeExpr::MonthDay(month, Some(moved as i8), direction)
                } else {
                    open
                }
            }
            _ => open,
        })
    }

    /// Which way the time lies: by a preposition that says it, else by the tense of the verb it hangs under.
    fn direction(&self) -> Direction {
        if self.before_is(&["since", "last", "past"]) || self.inside("last") || self.inside("past")
        {
            return Direction::Past;
        }
        if self.inside("next") || self.inside("coming") || self.inside("upcoming") {
            return Direction::Future;
        }
        // "Friday's attack" has been
        let owner = self.after_is(&["'"])
            && self.words.get(self.end + 1).is_some_and(|word| word.text == "s");
        if owner {
            return Direction::Past;
        }
        if self.before_is(&["effective", "payable", "due", "upcoming", "forthcoming"])
            || (self.before_is(&["as"])
                && self.start > 1
                && matches!(self.words[self.start - 2].text.as_str(), "soon" | "early"))
        {
            return Direction::Future;
        }
        let tense = self.tense();
        if self.before_is(&["until", "till", "by", "through", "to", "for"])
            && (tense != Some(Direction::Past) || self.is_moved())
        {
            return Direction::Future;
        }
        tense.unwrap_or_default()
    }

    /// Whether the verb moves something to the time: "postponed until", "set for".
    fn is_moved(&self) -> bool {
        const MOVES: &[&str] = &[
            "extend",
            "postpone",
            "delay",
            "defer",
            "adjourn",
            "set",
            "plan",
            "move",
            "reschedule",
        ];
        let mut at = Some(self.head());
        for _ in 0..24 {
            match at {
                Some(token) if matches!(self.analysis.upos(token), Upos::Verb) => {
                    return MOVES.contains(&self.analysis.lemma(token));
                }
                Some(token) => at = self.analysis.head(token),
                None => break,
            }
        }
        false
    }

    fn tense(&self) -> Option<Direction> {
        let analysis = self.analysis;
        // "said Friday": whatever the parse says
        let beside = self
            .start
            .checked_sub(1)
            .map(|at| if self.words[at].text == "on" { at.saturating_sub(1) } else { at });
        if let Some(beside) = beside.map(|at| self.words[at].token) {
            match analysis.xpos(beside) {
                Xpos::Vbd => return Some(Direction::Past),
                Xpos::Vbn | Xpos::Vbz | Xpos::Vbp | Xpos::Vb => {
                    if let Some(direction) = verb_tense(analysis, beside) {
                        return Some(direction);
                    }
                }
                _ => {}
            }
        }
        let mut at = self.head();
        for _ in 0..24 {
            if let Some(direction) = verb_tense(analysis, at) {
                let said = direction == Direction::Future && self.is_said_before(at);
                return Some(if said { Direction::Past } else { direction });
            }
            at = analysis.head(at)?;
        }
        None
    }
}

impl Context<'_> {
    /// Whether the time is that of a verb of saying on its left, not of the clause on its right that the parse gave it to:
    /// "said in a statement on Wednesday they will go".
    fn is_said_before(&self, verb: TokenId) -> bool {
        let last = self.words[self.end - 1].last;
        let clause = verb > last
            && self.analysis.children(verb).any(|child| {
                child > last
                    && matches!(
                        self.analysis.deprel(child),
                        Deprel::Nsubj | Deprel::NsubjPass | Deprel::Expl
                    )
            });
        clause
            && self.words[..self.start].iter().rev().take_while(|word| word.text != ",").any(
                |word| {
                    self.analysis.xpos(word.token) == Xpos::Vbd
                        && lexicon::saying(self.analysis.lemma(word.token)).is_some()
                },
            )
    }
}

/// Past or future, if the token is a verb whose form or auxiliaries tell; `None` sends the question to its head.
fn verb_tense(analysis: &Analysis, token: TokenId) -> Option<Direction> {
    let mut infinitive = false;
    let mut past = false;
    let mut present = false;
    let mut participle = false;
    let mut any = false;
    let mut note = |tag: Xpos, lemma: &str| -> Option<Direction> {
        match tag {
            // "could" and "might" also speak of what has been
            Xpos::Md if matches!(lemma, "could" | "might") => {}
            Xpos::Md => return Some(Direction::Future),
            Xpos::Vbd => past = true,
            Xpos::Vbz | Xpos::Vbp if lemma == "have" => past = true,
            Xpos::Vbz | Xpos::Vbp => present = true,
            Xpos::To => infinitive = true,
            Xpos::Vbn | Xpos::Vbg => participle = true,
            Xpos::Vb => {}
            _ => return None,
        }
        any = true;
        None
    };
    for child in analysis.children(token) {
        let rel = analysis.deprel(child);
        let helps = matches!(rel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
            || (rel == Deprel::Mark && analysis.xpos(child) == Xpos::To);
        if helps && let Some(direction) = note(analysis.xpos(child), analysis.lemma(child)) {
            return Some(direction);
        }
    }
    let verb = matches!(analysis.upos(token), Upos::Verb | Upos::Aux);
    if verb && let Some(direction) = note(analysis.xpos(token), analysis.lemma(token)) {
        return Some(direction);
    }
    if !any {
        return None;
    }
    // "had been due" is over; "is planned", "was planned", "the meeting planned" lie ahead
    let perfect = analysis
        .children(token)
        .any(|child| analysis.lemma(child) == "have" && analysis.xpos(child) == Xpos::Vbd);
    let lemma = analysis.lemma(token);
    let planned = analysis.xpos(token) == Xpos::Vbn && PLANNED.contains(&lemma);
    if !perfect && (planned || SCHEDULES.contains(&lemma)) {
        return Some(Direction::Future);
    }
    // "the injunction issued Thursday"
    let reduced = participle && !past && !present && !infinitive;
    if past || (reduced && analysis.xpos(token) == Xpos::Vbn) {
        return Some(Direction::Past);
    }
    if infinitive && present {
        // "is to meet"
        return Some(Direction::Future);
    }
    if infinitive && analysis.deprel(token) == Deprel::Acl {
        // "a plan to leave"
        return Some(Direction::Future);
    }
    if infinitive {
        // "plans to meet", "expected to leave": ahead; else as the verb above
        let above = analysis.head(token)?;
        let perfect = analysis
            .children(above)
            .any(|child| analysis.lemma(child) == "have" && analysis.xpos(child) == Xpos::Vbd);
        let ahead = PLANS.contains(&analysis.lemma(above)) && !perfect;
        return ahead.then_some(Direction::Future);
    }
    if present && verb && lexicon::saying(analysis.lemma(token)).is_some() {
        return Some(Direction::Past);
    }
    if present && participle && analysis.xpos(token) == Xpos::Vbn {
        // "is expected on Friday" is ahead, "is believed killed" says nothing
        return PLANS.contains(&analysis.lemma(token)).then_some(Direction::Future);
    }
    present.then_some(Direction::Future)
}

/// Verbs whose time lies ahead in any tense.
const SCHEDULES: &[&str] = &["schedule", "slate", "reschedule", "reconvene"];

/// Verbs whose participle says that something lies ahead.
const PLANNED: &[&str] = &["plan", "expect", "schedule", "slate"];

/// Verbs (and "going") under which an infinitive lies ahead.
const PLANS: &[&str] = &[
    "plan", "expect", "schedule", "due", "set", "want", "vow", "agree", "hope", "intend",
    "prepare", "ask", "urge", "order", "promise", "pledge", "decide", "invite", "go", "aim",
    "refuse", "threaten", "slate", "propose", "need", "start", "begin", "offer", "poise", "likely",
    "ready", "require",
];

/// The unit a dated expression speaks in, where it is one.
fn granularity(expr: TimeExpr) -> Option<Granularity> {
    Some(match expr {
        TimeExpr::Absolute(value) => value.granularity,
        TimeExpr::Weekday(..) | TimeExpr::MonthDay(_, Some(_), _) | TimeExpr::Holiday(..) => {
            Granularity::Day
        }
        TimeExpr::MonthDay(_, None, _) | TimeExpr::OfYear(_, _, None) => Granularity::Month,
        TimeExpr::OfYear(..) | TimeExpr::DayOfMonth(..) => Granularity::Day,
        TimeExpr::Quarter(..) | TimeExpr::Half(..) => Granularity::Quarter,
        TimeExpr::Season(..) => Granularity::Season,
        TimeExpr::Offset(_, unit) => unit,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
