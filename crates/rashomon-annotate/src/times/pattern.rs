//! The notation of the rules and the matcher that reads it.
//!
//! A pattern is a row of parts: `word` or `one|other` stand for themselves, `{class}` for a class of words whose
//! value is kept, `[…]` for parts that may be missing, `~` for "no white space here". Of several readings the one
//! that takes an optional part comes first.

use rashomon_lexicon as lexicon;
use rashomon_text::{
    Granularity,
    time::{Clock, Date, Holiday, Weekday},
};

use super::{
    calendar::{
        day, day_th, decade, holiday, iso_date, last_day, month, numeric_date, ordinal, season,
        short_weekday, short_year, until, weekday, weekdays, year,
    },
    clock::{clock, hour, part_of_day, zone},
    numbers::{number, period, unit, unit_of, units},
    words::Word,
};

/// How many units: a number in halves, so that "two and a half" is one, or a number the text leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    Halves(i32),
    Open,
}

/// A unit of time; seconds and minutes are lengths only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Long(Granularity),
    /// Two weeks.
    Fortnight,
}

/// What the classes of a pattern matched.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    pub count: Option<Count>,
    pub unit: Option<Unit>,
    pub weekday: Option<Weekday>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    /// The last day of a range.
    pub last_day: Option<i8>,
    pub year: Option<i16>,
    /// The second year of a range.
    pub until: Option<i16>,
    pub decade: Option<i16>,
    pub ordinal: Option<i32>,
    pub season: Option<i8>,
    pub clock: Option<Clock>,
    pub holiday: Option<Holiday>,
    pub date: Option<Date>,
}

/// One part of a pattern.
#[derive(Debug)]
pub(super) enum Part {
    Words(Vec<&'static str>),
    Class(Class),
    Maybe(Vec<Part>),
    Joined,
}

/// Reads a word or several at a place and keeps the value: how many words it took, 0 for none.
type Class = fn(&[Word], &mut Found) -> usize;

pub(super) fn parse(pattern: &'static str) -> Vec<Part> {
    let mut open = vec![Vec::new()];
    for piece in pattern.split(' ').filter(|piece| !piece.is_empty()) {
        let starts = piece.bytes().take_while(|&byte| byte == b'[').count();
        let ends = piece.bytes().rev().take_while(|&byte| byte == b']').count();
        for _ in 0..starts {
            open.push(Vec::new());
        }
        let part = match &piece[starts..piece.len() - ends] {
            "~" => Part::Joined,
            name if name.starts_with('{') => Part::Class(class(name)),
            words => Part::Words(words.split('|').collect()),
        };
        open.last_mut().expect("a bracket opens before it closes").push(part);
        for _ in 0..ends {
            let parts = open.pop().expect("a bracket opens before it closes");
            open.last_mut().expect("a bracket opens before it closes").push(Part::Maybe(parts));
        }
    }
    assert!(open.len() == 1, "a bracket does not close in {pattern}");
    open.pop().unwrap_or_default()
}

/// How many words the pattern takes at the start of `words`, and what it found.
pub(super) fn matches(parts: &[Part], words: &[Word]) -> Option<(usize, Found)> {
    step(parts, &[], words, 0, Found::default())
}

fn step(
    parts: &[Part],
    after: &[&[Part]],
    words: &[Word],
    at: usize,
    mut found: Found,
) -> Option<(usize, Found)> {
    let Some((part, rest)) = parts.split_first() else {
        return match after.split_last() {
            Some((next, after)) => step(next, after, words, at, found),
            None => Some((at, found)),
        };
    };
    match part {
        Part::Joined => {
            let joined = words.get(at).is_some_and(|word| !word.gap);
            if joined { step(rest, after, words, at, found) } else { None }
        }
        Part::Words(list) => {
            let word = words.get(at)?;
            if list.contains(&word.text.as_str()) {
                step(rest, after, words, at + 1, found)
            } else {
                None
            }
        }
        Part::Class(class) => {
            let taken = class(words.get(at..)?, &mut found);
            if taken > 0 { step(rest, after, words, at + taken, found) } else { None }
        }
        Part::Maybe(inner) => {
            let mut stack = after.to_vec();
            stack.push(rest);
            step(inner, &stack, words, at, found).or_else(|| step(rest, after, words, at, found))
        }
    }
}

/// The words a pattern can begin with; `None` if a class is among them.
pub(super) fn first_words(parts: &[Part], out: &mut Vec<&'static str>) -> bool {
    for part in parts {
        match part {
            Part::Joined => {}
            Part::Words(list) => {
                out.extend(list);
                return false;
            }
            Part::Class(_) => return true,
            Part::Maybe(inner) => {
                if first_words(inner, out) {
                    return true;
                }
            }
        }
    }
    false
}

fn class(name: &str) -> Class {
    match name {
        "{n}" => number,
        "{unit}" => unit,
        "{units}" => units,
        "{period}" => period,
        "{wday}" => weekday,
        "{wdays}" => weekdays,
        "{wd}" => short_weekday,
        "{month}" => month,
        "{day}" => day,
        "{dayth}" => day_th,
        "{last}" => last_day,
        "{year}" => year,
        "{until}" => until,
        "{yy}" => short_year,
        "{decade}" => decade,
        "{ord}" => ordinal,
        "{season}" => season,
        "{part}" => part_of_day,
        "{clock}" => clock,
        "{hour}" => hour,
        "{zone}" => zone,
        "{holiday}" => holiday,
        "{iso}" => iso_date,
        "{numeric}" => numeric_date,
        _ => panic!("no class {name}"),
    }
}

/// Whether any class can begin here, told at less cost than by trying all of them.
pub(super) fn opens(words: &[Word]) -> bool {
    const OTHERS: &[&str] = &[
        "a",
        "an",
        "couple",
        "dozens",
        "few",
        "half",
        "hundreds",
        "many",
        "mid",
        "multiple",
        "numerous",
        "scores",
        "several",
        "some",
        "thousands",
        "various",
        "(",
    ];
    let word = &words[0];
    let mut found = Found::default();
    word.text.starts_with(|c: char| c.is_ascii_digit() || c == '\'')
        || OTHERS.contains(&word.text.as_str())
        || (word.capital && (month(words, &mut found) > 0 || holiday(words, &mut found) > 0))
        || lexicon::number_word(&word.text).is_some()
        || lexicon::ordinal_word(&word.text).is_some()
        || lexicon::weekday(&word.text).is_some()
        || unit_of(&word.text).is_some()
        || part_of_day(words, &mut found) > 0
        || season(words, &mut found) > 0
        || decade(words, &mut found) > 0
        || zone(words, &mut found) > 0
}
