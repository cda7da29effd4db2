//! When each document was published, and which days its words mean.
//!
//! # What it finds
//! The day of publication of a document that does not state it, from the weekdays it names and the
//! documents of the same story that are dated; then the value of every time expression.
//!
//! # How
//! News names a weekday for a day of the week that ends with publication, and most often names the
//! very day: "said on Wednesday" stands in Wednesday's report. Each undated document is given the
//! day near its story's known days on which its weekdays agree with those of dated documents and lie
//! least far back. Where no document is dated, a full date in the texts whose weekday the documents
//! name takes the place of one.
//!
//! # Examples
//! | dated document | undated document | its day |
//! |---|---|---|
//! | 7 May 2031 (a Wednesday): "on Wednesday" | "on Wednesday" | 7 May 2031 |
//! | the same | "this Saturday … on Wednesday … on Friday" | 10 May 2031 |
//! | the same | "on Sunday" alone, no nearer Sunday | none: two Sundays are as near |
//!
//! # Limits
//! Two days that fit equally well leave the document undated. "Yesterday" alone dates nothing.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::{Account, account::QuoteKind};
use rashomon_text::{
    Basis, Cite, Date, DocId, Granularity, Published, Span, TimeValue,
    time::{DayExpr, Direction, TimeExpr, Weekday},
};

use crate::dossier::{Time, TimeBasis};

/// How many days before the first known day of a story an undated document may have appeared.
const DAYS_BEFORE: i64 = 3;
/// How many days after the last known day of a story an undated document may have appeared.
const DAYS_AFTER: i64 = 6;
/// A document that shares no weekday with a dated one is dated only this near to it, in days.
const NEAR: i64 = 2;
/// How many bytes of the text count as its opening.
const OPENING: u32 = 1200;

/// Per document the decided day of publication; those of [`Basis::Inferred`] are worked out here.
pub fn published(accounts: &[Account], stories: &[Vec<DocId>]) -> Vec<Option<Published>> {
    let mut decided: Vec<Option<Published>> =
        accounts.iter().map(|account| account.article.published.clone()).collect();
    for story in stories {
        let clues: Vec<Clues> = story.iter().map(|doc| Clues::of(&accounts[doc.index()])).collect();
        let mut known = Known::default();
        for (doc, clues) in story.iter().zip(&clues) {
            if let Some(day) = decided[doc.index()].as_ref().and_then(single_day) {
                known.add(day, clues);
            }
        }
        if known.days.is_empty() {
            let Some(day) = day_in_the_texts(&clues) else { continue };
            known.days.insert(day);
            *known.weekdays.entry((day.weekday().to_monday_zero_offset(), day)).or_default() += 1;
        }
        let candidates = known.candidates();
        for (doc, clues) in story.iter().zip(&clues) {
            if decided[doc.index()].is_none() {
                decided[doc.index()] = infer(clues, &known, &candidates);
            }
        }
    }
    decided
}

/// The days every time expression means, per document.
///
/// They are anchored at the day of publication. A document without one is taken to have appeared
/// around the known days of its story: what means the same days from the first to the last of these
/// ("in October") has a value, what does not ("on Friday") has none.
pub fn values(
    accounts: &[Account],
    published: &[Option<Published>],
    stories: &[Vec<DocId>],
) -> Vec<Vec<Option<TimeValue>>> {
    let mut anchors: Vec<Option<TimeValue>> = published
        .iter()
        .map(|published| published.as_ref().map(|p| days(p.start, p.end)))
        .collect();
    for story in stories {
        let known = || {
            let published = story.iter().filter_map(|doc| published[doc.index()].as_ref());
            published.filter_map(single_day)
        };
        let (Some(first), Some(last)) = (known().min(), known().max()) else { continue };
        let around = plus(first, -AROUND.0).zip(plus(last, AROUND.1));
        for doc in story.iter().filter(|doc| published[doc.index()].is_none()) {
            anchors[doc.index()] = around.map(|(start, end)| days(start, end));
        }
    }
    accounts
        .iter()
        .zip(anchors)
        .map(|(account, anchor)| {
            account.times.iter().map(|time| value(time.expr, anchor)).collect()
        })
        .collect()
}

/// How many days before the first and after the last known day of a story its undated documents are
/// taken to have appeared.
const AROUND: (i64, i64) = (7, 14);

fn days(start: Date, end: Date) -> TimeValue {
    TimeValue { start, end, granularity: Granularity::Day }
}

fn value(expr: TimeExpr, anchor: Option<TimeValue>) -> Option<TimeValue> {
    match (expr, anchor) {
        (TimeExpr::Absolute(value), _) => Some(value),
        (expr, Some(anchor)) => expr.resolve(anchor),
        (_, None) => None,
    }
}

/// All time expressions of the run with their values, sorted by cite.
///
/// Header lines that state the day of publication are among them, though they are no part of the
/// article's account.
pub fn times(accounts: &[Account], values: &[Vec<Option<TimeValue>>]) -> Vec<Time> {
    let mut times = Vec::new();
    for (doc, (account, values)) in accounts.iter().zip(values).enumerate() {
        times.extend(stated(DocId(doc as u32), account));
        for (time, value) in account.times.iter().zip(values) {
            let basis = match time.expr {
                TimeExpr::Absolute(_) | TimeExpr::Clock(DayExpr::Date(_), _) => TimeBasis::Explicit,
                _ => TimeBasis::Relative,
            };
            let cite = Cite::new(DocId(doc as u32), time.span);
            times.push(Time { cite, value: *value, basis });
        }
    }
    times.sort_by_key(|time| time.cite);
    times
}

/// The words that state the day of publication, where no time expression was found in them.
fn stated(doc: DocId, account: &Account) -> impl Iterator<Item = Time> + '_ {
    let published = account.article.published.as_ref();
    let published = published.filter(|p| matches!(p.basis, Basis::Metadata | Basis::Text));
    published.into_iter().flat_map(move |published| {
        let value =
            TimeValue { start: published.start, end: published.end, granularity: Granularity::Day };
        let free = |span: &Span| !account.times.iter().any(|time| time.span.overlaps(*span));
        published.evidence.iter().copied().filter(free).map(move |span| Time {
            cite: Cite::new(doc, span),
            value: Some(value),
            basis: TimeBasis::Explicit,
        })
    })
}

/// What the words of a document say about the day it was written.
#[derive(Debug, Default)]
struct Clues {
    weekdays: Vec<WeekdayClue>,
    /// Full dates in the text.
    days: Vec<Date>,
}

#[derive(Clone, Copy, Debug)]
struct WeekdayClue {
    weekday: Weekday,
    direction: Direction,
    span: Span,
    /// "this Saturday": the day of writing, where it is past.
    this: bool,
    /// Whether it stands in the opening of the text.
    opening: bool,
}

impl Clues {
    fn of(account: &Account) -> Self {
        let mut clues = Self::default();
        let mut direct: Vec<Span> = account
            .quotations
            .iter()
            .filter(|quote| quote.kind == QuoteKind::Direct)
            .map(|quote| quote.span)
            .collect();
        direct.sort_unstable();
        let quoted = |span: Span| {
            let before = direct.partition_point(|quote| quote.start <= span.start);
            before > 0 && direct[before - 1].contains(span)
        };
        let first = account.article.paragraphs.first().map_or(0, |p| p.span.start);
        for time in &account.times {
            match time.expr {
                TimeExpr::Weekday(weekday, direction)
                | TimeExpr::Clock(DayExpr::Weekday(weekday, direction), _)
                    if !quoted(time.span) =>
                {
                    let words = account.slice(time.span).to_lowercase();
                    clues.weekdays.push(WeekdayClue {
                        weekday,
                        direction,
                        span: time.span,
                        this: words.starts_with("this "),
                        opening: time.span.start < first + OPENING,
                    });
                }
                TimeExpr::Absolute(value) if value.start == value.end => {
                    clues.days.push(value.start);
                }
                TimeExpr::Clock(DayExpr::Date(day), _) => clues.days.push(day),
                _ => {}
            }
        }
        clues
    }

    fn past(&self) -> impl Iterator<Item = &WeekdayClue> {
        self.weekdays.iter().filter(|clue| clue.direction == Direction::Past)
    }

    /// How far the named weekdays lie from `day`, weighted; `None` where none of them is that day.
    fn distance(&self, day: Date) -> Option<u32> {
        let mut distance = 0;
        let mut named = false;
        let mut seen = [false; 14];
        for clue in &self.weekdays {
            let past = clue.direction == Direction::Past;
            let weight = 1 + 2 * u32::from(clue.this);
            let lag = if past {
                days_since(clue.weekday, day)
            } else {
                (7 - days_since(clue.weekday, day)) % 7
            };
            named |= past && lag == 0;
            let index = clue.weekday.to_monday_zero_offset() as usize + 7 * usize::from(past);
            if !std::mem::replace(&mut seen[index], true) {
                distance += weight * lag;
            }
        }
        named.then_some(distance)
    }
}

/// What the dated documents of a story fix.
#[derive(Debug, Default)]
struct Known {
    /// Days of publication.
    days: BTreeSet<Date>,
    /// Weekdays (0 is Monday) with the day they mean, and how often they are named so.
    weekdays: BTreeMap<(i8, Date), usize>,
}

impl Known {
    fn add(&mut self, day: Date, clues: &Clues) {
        self.days.insert(day);
        for clue in clues.past() {
            if let Some(meant) = minus(day, days_since(clue.weekday, day)) {
                let key = (clue.weekday.to_monday_zero_offset(), meant);
                *self.weekdays.entry(key).or_default() += 1;
            }
        }
    }

    /// The days on which an undated document may have appeared, in order.
    fn candidates(&self) -> Vec<Date> {
        let around = |&day: &Date| (-DAYS_BEFORE..=DAYS_AFTER).filter_map(move |n| plus(day, n));
        let candidates: BTreeSet<Date> = self.days.iter().flat_map(around).collect();
        candidates.into_iter().collect()
    }

    /// How many of the weekdays that `clues` name mean the same day as in a dated document, were the
    /// text written on `day`; and how many of those they share mean another.
    fn agreement(&self, clues: &Clues, day: Date) -> (usize, usize) {
        let (mut same, mut other) = (0, 0);
        let mut seen = [false; 7];
        for clue in clues.past() {
            let weekday = clue.weekday.to_monday_zero_offset();
            if std::mem::replace(&mut seen[weekday as usize], true) {
                continue;
            }
            let meant = minus(day, days_since(clue.weekday, day));
            let named: Vec<Date> = self
                .weekdays
                .range((weekday, Date::MIN)..=(weekday, Date::MAX))
                .map(|((_, date), _)| *date)
                .collect();
            if meant.is_some_and(|meant| named.contains(&meant)) {
                same += 1;
            } else if !named.is_empty() {
                other += 1;
            }
        }
        (same, other)
    }
}

/// The one of the `candidates` on which the document fits best with what is known.
fn infer(clues: &Clues, known: &Known, candidates: &[Date]) -> Option<Published> {
    let (first, last) = (*known.days.first()?, *known.days.last()?);
    // best: most agreement with dated documents, then least distance
    let mut best: Option<((usize, std::cmp::Reverse<u32>), Date)> = None;
    let mut tied = false;
    for &day in candidates {
        let Some(distance) = clues.distance(day) else { continue };
        let (same, other) = known.agreement(clues, day);
        if other > same {
            continue;
        }
        if same == 0 {
            let near = |anchor: Date| day.duration_since(anchor).as_hours().abs() <= 24 * NEAR;
            if !near(first) && !near(last) {
                continue;
            }
        }
        let score = (same, std::cmp::Reverse(distance));
        match &best {
            Some((top, _)) if score < *top => {}
            Some((top, _)) if score == *top => tied = true,
            _ => {
                best = Some((score, day));
                tied = false;
            }
        }
    }
    let ((same, _), day) = best.filter(|_| !tied)?;
    let mut evidence: Vec<Span> = clues
        .past()
        .filter(|clue| days_since(clue.weekday, day) == 0 || same > 0 && clue.opening)
        .map(|clue| clue.span)
        .collect();
    evidence.sort_unstable();
    evidence.dedup();
    evidence.truncate(MAX_EVIDENCE);
    Some(Published { start: day, end: day, basis: Basis::Inferred, evidence })
}

/// A reader needs no more places than this to see why.
const MAX_EVIDENCE: usize = 4;

/// A full date in the texts of a story without dated documents that can stand for one: of the dates
/// in the last week that the texts date anything in, the one whose weekday most documents name as
/// past, where there is one such date.
fn day_in_the_texts(clues: &[Clues]) -> Option<Date> {
    let latest = *clues.iter().flat_map(|c| &c.days).max()?;
    let week = minus(latest, 6)?;
    let mut days: Vec<Date> =
        clues.iter().flat_map(|c| &c.days).copied().filter(|day| *day >= week).collect();
    days.sort_unstable();
    days.dedup();
    let support = |day: Date| {
        clues.iter().filter(|c| c.past().any(|clue| clue.weekday == day.weekday())).count()
    };
    let most = days.iter().map(|day| support(*day)).max()?;
    let mut fitting = days.into_iter().filter(|day| support(*day) == most);
    let day = fitting.next()?;
    (most > 0 && fitting.next().is_none()).then_some(day)
}

fn single_day(published: &Published) -> Option<Date> {
    (published.start == published.end).then_some(published.start)
}

/// How many days before `day` the last such weekday was; 0 on the day itself.
fn days_since(weekday: Weekday, day: Date) -> u32 {
    let lag = day.weekday().to_monday_zero_offset() - weekday.to_monday_zero_offset();
    lag.rem_euclid(7) as u32
}

/// The day `days` later, or earlier where negative.
fn plus(day: Date, days: i64) -> Option<Date> {
    let mut day = day;
    for _ in 0..days.abs() {
        day = if days < 0 { day.yesterday() } else { day.tomorrow() }.ok()?;
    }
    Some(day)
}

fn minus(day: Date, days: u32) -> Option<Date> {
    plus(day, -i64::from(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marked::{account, dated};

    /// The decided days of one story's documents.
    #[track_caller]
    fn check(accounts: &[Account], expect: &[&str]) {
        let story: Vec<DocId> = (0..accounts.len() as u32).map(DocId).collect();
        let days: Vec<String> = published(accounts, &[story])
            .iter()
            .map(|p| p.as_ref().map_or("none".into(), |p| p.start.to_string()))
            .collect();
        assert_eq!(days, expect);
    }

    #[test]
    fn the_day_a_dated_sibling_names_too() {
        check(
            &[
                dated("a", "2031-05-07", "The strike began on [Wednesday|@wed]."),
                account("b", "The union struck on [Wednesday|@wed]."),
            ],
            &["2031-05-07", "2031-05-07"],
        );
    }

    #[test]
    fn a_later_report_names_the_days_between() {
        check(
            &[
                dated("a", "2031-05-07", "The strike began on [Wednesday|@wed]."),
                account(
                    "b",
                    "The union said [this Saturday|@sat] it would go on.
                     It struck on [Wednesday|@wed]; the minister spoke on [Friday|@fri].",
                ),
            ],
            &["2031-05-07", "2031-05-10"],
        );
    }

    #[test]
    fn the_latest_day_named_may_stand_last() {
        check(
            &[
                dated("a", "2031-05-09", "The strike ended on [Friday|@fri]."),
                account("b", "It began on [Tuesday|@tue]. On [Friday|@fri] it ended."),
            ],
            &["2031-05-09", "2031-05-09"],
        );
    }

    #[test]
    fn an_undated_document_stands_near_its_story() {
        let accounts = [
            dated("a", "2031-05-07", "The strike began."),
            account("b", "A vote on [March 3|@03-03] came before; [Friday|@fri] was calm."),
        ];
        let story = [vec![DocId(0), DocId(1)]];
        let decided = published(&accounts[..1], &[vec![DocId(0)]]);
        let decided = [decided[0].clone(), None];
        let values = values(&accounts, &decided, &story);
        let march = Date::constant(2031, 3, 3);
        assert_eq!(values[1], [Some(TimeValue::day(march)), None]);
    }

    #[test]
    fn what_is_to_come_lies_after_the_day() {
        check(
            &[
                dated("a", "2031-05-07", "The strike began on [Wednesday|@wed]."),
                account("b", "They struck on [Wednesday|@wed] and meet on [Friday|@fri+]."),
            ],
            &["2031-05-07", "2031-05-07"],
        );
    }

    #[test]
    fn no_weekday_no_day() {
        check(
            &[
                dated("a", "2031-05-07", "The strike began on [Wednesday|@wed]."),
                account("b", "The strike began [yesterday|@-1d]."),
            ],
            &["2031-05-07", "none"],
        );
    }

    #[test]
    fn a_weekday_far_from_every_known_day() {
        check(
            &[
                dated("a", "2031-05-07", "The strike began."),
                account("b", "The strike began on [Sunday|@sun]."),
            ],
            &["2031-05-07", "none"],
        );
        check(
            &[
                dated("a", "2031-05-07", "It began."),
                dated("b", "2031-05-14", "It ended."),
                account("c", "They met on [Wednesday|@wed]."),
            ],
            &["2031-05-07", "2031-05-14", "none"],
        );
    }

    #[test]
    fn a_full_date_in_the_text_stands_for_a_dated_document() {
        check(
            &[
                account("a", "He wrote on [8 May 2031|@2031-05-08]. They met on [Thursday|@thu]."),
                account("b", "They met on [Thursday|@thu]; the court ruled on [Friday|@fri]."),
            ],
            &["2031-05-08", "2031-05-09"],
        );
        check(
            &[account("a", "Born on [8 May 1971|@1971-05-08]. They met on [Friday|@fri].")],
            &["none"],
        );
    }

    #[test]
    fn an_inferred_day_cites_its_words() {
        let accounts = [
            dated("a", "2031-05-07", "The strike began on [Wednesday|@wed]."),
            account("b", "The union struck on [Wednesday|@wed]."),
        ];
        let decided = published(&accounts, &[vec![DocId(0), DocId(1)]]);
        let inferred = decided[1].as_ref().unwrap();
        assert_eq!(inferred.basis, Basis::Inferred);
        assert_eq!(accounts[1].slice(inferred.evidence[0]), "Wednesday");
    }
}
