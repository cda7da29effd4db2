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

use super::words::Word;

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

fn simple(word: &Word) -> Option<f64> {
    if word.text.starts_with(|c: char| c.is_ascii_digit()) {
        return word.text.replace(',', "").parse().ok();
    }
    lexicon::number_word(&word.text)
}

/// "seven", "24", "2,000", "twenty four", "a hundred", "2 1/2", "two and a half", "a", "several", "a few", "two or three".
fn number(words: &[Word], found: &mut Found) -> usize {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let mut set = |taken: usize, count: Count| {
        found.count = Some(count);
        taken
    };
    match (text(0), text(1), text(2)) {
        ("a", "few", _) | ("a", "couple", "of") if text(1) == "few" => return set(2, Count::Open),
        ("a", "couple", "of") => return set(3, Count::Halves(4)),
        ("couple", "of", _) => return set(2, Count::Halves(4)),
        ("a", "couple", _) => return set(2, Count::Halves(4)),
        ("a", "number", "of") | ("dozens" | "scores" | "hundreds" | "thousands", "of", _) => {
            return set(if text(0) == "a" { 3 } else { 2 }, Count::Open);
        }
        ("several" | "few" | "many" | "some" | "various" | "numerous" | "multiple", _, _) => {
            return set(1, Count::Open);
        }
        ("half", "a" | "an", _) => return set(2, Count::Halves(1)),
        ("a", "half", _) => return set(2, Count::Halves(1)),
        ("an" | "a", "additional" | "extra" | "full" | "whole" | "single" | "entire", _) => {
            return set(2, Count::Halves(2));
        }
        ("a" | "an", next, _)
            if !matches!(next, "dozen" | "hundred" | "thousand" | "million" | "billion") =>
        {
            return set(1, Count::Halves(2));
        }
        _ => {}
    }
    let (mut at, mut value, mut group) = (0, 0.0, None::<f64>);
    if matches!(text(0), "a" | "an") {
        (at, group) = (1, Some(1.0));
    }
    let mut digits = false;
    while let Some(word) = words.get(at) {
        let Some(next) = simple(word) else {
            if at > 0
                && word.text == "and"
                && words.get(at + 1).and_then(simple).is_some()
                && group.is_none_or(|g| g >= 100.0)
            {
                at += 1;
                continue;
            }
            break;
        };
        let numeral = word.text.starts_with(|c: char| c.is_ascii_digit());
        group = Some(match group {
            None => next,
            Some(_) if numeral || (digits && next < 100.0) => break,
            Some(g) if next >= 100.0 && next > g => g * next,
            Some(g) if g >= 20.0 && g % 10.0 == 0.0 && next < 10.0 => g + next,
            Some(g) if g >= 100.0 && next < 100.0 => g + next,
            Some(_) => break,
        });
        digits |= numeral;
        at += 1;
        // "1,000,000" and "3 million" end a group
        if group.is_some_and(|g| g >= 1000.0) {
            value += group.take().unwrap_or(0.0);
        }
    }
    if at == 0 {
        return 0;
    }
    value += group.unwrap_or(0.0);
    // "2 1/2", "two and a half"
    if matches!((text(at), text(at + 1), text(at + 2)), ("1", "/", "2") | ("and", "a", "half")) {
        (at, value) = (at + 3, value + 0.5);
    } else if (matches!(text(at), "or" | "to" | "and") || text(at) == "-")
        && let Some(second) = words.get(at + 1).and_then(simple)
        && second > value
        && second <= value * 3.0
    {
        // "two or three", "10 to 12", "3-4": the larger
        (at, value) = (at + 2, second);
    }
    if value > 1e6 || value <= 0.0 {
        return 0;
    }
    found.count = Some(Count::Halves((value * 2.0).round() as i32));
    at
}

fn unit_of(text: &str) -> Option<(Unit, bool)> {
    let plural = text.ends_with('s') && text != "century";
    let unit = match text.strip_suffix('s').unwrap_or(text) {
        "second" => Unit::Second,
        "minute" | "min" => Unit::Minute,
        "hour" | "hr" => Unit::Long(Granularity::Hour),
        "day" | "night" => Unit::Long(Granularity::Day),
        "week" | "weekend" => Unit::Long(Granularity::Week),
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Long(Granularity::Month),
        "quarter" => Unit::Long(Granularity::Quarter),
        "season" => Unit::Long(Granularity::Season),
        "year" | "yr" => Unit::Long(Granularity::Year),
        "decade" => Unit::Long(Granularity::Decade),
        "century" | "centurie" => Unit::Long(Granularity::Century),
        _ => return None,
    };
    let weekend = text.starts_with("weekend") || text.starts_with("night");
    (!weekend).then_some((unit, plural))
}

/// Any unit, one or many: "day", "hours". A lone "second" is an ordinal and no unit.
fn unit(words: &[Word], found: &mut Found) -> usize {
    let Some((unit, plural)) = words.first().and_then(|word| unit_of(&word.text)) else { return 0 };
    if unit == Unit::Second && !plural {
        return 0;
    }
    found.unit = Some(unit);
    1
}

/// A unit in the plural: "years".
fn units(words: &[Word], found: &mut Found) -> usize {
    match words.first().and_then(|word| unit_of(&word.text)) {
        Some((unit, true)) => {
            found.unit = Some(unit);
            1
        }
        _ => 0,
    }
}

/// A unit of the calendar in the singular: "week", "month", "quarter", "year", "decade", "century".
fn period(words: &[Word], found: &mut Found) -> usize {
    match words.first().and_then(|word| unit_of(&word.text)) {
        Some((unit @ Unit::Long(length), false)) if length > Granularity::Day => {
            found.unit = Some(unit);
            1
        }
        _ => 0,
    }
}

fn weekday_of(number: i8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number).ok()
}

/// A weekday's full name: "Friday".
fn weekday(words: &[Word], found: &mut Found) -> usize {
    let Some(word) = words.first().filter(|word| word.text.len() >= 6 && !word.text.ends_with('s'))
    else {
        return 0;
    };
    found.weekday = lexicon::weekday(&word.text).and_then(weekday_of);
    usize::from(found.weekday.is_some())
}

/// A weekday in the plural: "Fridays".
fn weekdays(words: &[Word], found: &mut Found) -> usize {
    let Some(word) = words.first().filter(|word| word.text.ends_with("days")) else { return 0 };
    found.weekday = lexicon::weekday(&word.text).and_then(weekday_of);
    usize::from(found.weekday.is_some())
}

/// A weekday's name, full or short, with its point: "Wed", "Wed.".
fn short_weekday(words: &[Word], found: &mut Found) -> usize {
    let Some(word) = words.first().filter(|word| word.capital && !word.text.ends_with("days"))
    else {
        return 0;
    };
    found.weekday = lexicon::weekday(&word.text).and_then(weekday_of);
    match found.weekday {
        None => 0,
        Some(_) => 1 + point(words, &word.text),
    }
}

/// 1 if an abbreviation's point follows.
fn point(words: &[Word], text: &str) -> usize {
    usize::from(text.len() <= 5 && words.get(1).is_some_and(|next| next.text == "." && !next.gap))
}

/// A month's name, full or short, written with a capital: "July", "Sept."; the context checks "May" and "March".
fn month(words: &[Word], found: &mut Found) -> usize {
    let Some(word) = words.first().filter(|word| word.capital) else { return 0 };
    found.month = lexicon::month(&word.text);
    match found.month {
        None => 0,
        Some(_) if word.text.len() > 4 || matches!(word.text.as_str(), "may" | "june" | "july") => {
            1
        }
        Some(_) => 1 + point(words, &word.text),
    }
}

/// A day of the month: "7", "7th", "seventh".
fn day(words: &[Word], found: &mut Found) -> usize {
    let with_suffix = day_th(words, found);
    if with_suffix > 0 {
        return with_suffix;
    }
    let Some(word) = words.first() else { return 0 };
    let value = word.digits().filter(|_| word.text.len() <= 2);
    found.day = value.filter(|day| (1..=31).contains(day)).map(|day| day as i8);
    // "10:30" and "10%" are no days
    let ends = words.get(1).is_none_or(|next| {
        let clock =
            next.text == ":" && words.get(2).is_some_and(|word| !word.gap && word.is_digits());
        next.gap || !(clock || matches!(next.text.as_str(), "%" | "/"))
    });
    usize::from(found.day.is_some() && ends)
}

/// The last day of a range, after the first.
fn last_day(words: &[Word], found: &mut Found) -> usize {
    let first = found.day;
    let taken = day(words, found);
    found.last_day = found.day.filter(|&last| first.is_some_and(|first| first < last));
    found.day = first;
    if found.last_day.is_some() { taken } else { 0 }
}

/// A day of the month as an ordinal: "7th", "seventh".
fn day_th(words: &[Word], found: &mut Found) -> usize {
    let Some(word) = words.first() else { return 0 };
    let suffix = words.get(1).filter(|next| {
        !next.gap && word.is_digits() && matches!(next.text.as_str(), "st" | "nd" | "rd" | "th")
    });
    let (value, taken) = match suffix {
        Some(_) => (word.digits(), 2),
        None if word.is_digits() => (None, 0),
        None => ordinal_value(words),
    };
    found.day = value.filter(|day| (1..=31).contains(day)).map(|day| day as i8);
    if found.day.is_some() { taken } else { 0 }
}

/// "third", "twenty-first", "21st".
fn ordinal_value(words: &[Word]) -> (Option<i32>, usize) {
    let Some(word) = words.first() else { return (None, 0) };
    if let (Some(mark), Some(last)) = (words.get(1), words.get(2))
        && mark.text == "-"
        && let Some(value) = lexicon::ordinal_word(&format!("{}-{}", word.text, last.text))
    {
        return (Some(value as i32), 3);
    }
    if word.is_digits() {
        let suffix = words
            .get(1)
            .filter(|next| !next.gap && matches!(next.text.as_str(), "st" | "nd" | "rd" | "th"));
        return (word.digits().filter(|_| suffix.is_some()), 2);
    }
    (lexicon::ordinal_word(&word.text).map(|value| value as i32), 1)
}

fn ordinal(words: &[Word], found: &mut Found) -> usize {
    let (value, taken) = ordinal_value(words);
    found.ordinal = value;
    if value.is_some() { taken } else { 0 }
}

/// Four digits between 1000 and 2100, or the year in words: "nineteen ninety-six", "two thousand and one".
fn year_value(words: &[Word]) -> (Option<i16>, usize) {
    let Some(word) = words.first() else { return (None, 0) };
    if word.text.len() == 4 && word.is_digits() {
        let joined = words.get(1).filter(|next| !next.gap).map(|next| next.text.as_str());
        let part = matches!(joined, Some("s" | "%" | ":" | "th" | "m" | "km"));
        let year = word.digits().filter(|year| (1000..=2100).contains(year) && !part);
        return (year.map(|year| year as i16), 1);
    }
    let small = |at: usize| {
        words.get(at).and_then(|word| lexicon::number_word(&word.text)).filter(|n| *n < 100.0)
    };
    let century = match word.text.as_str() {
        "nineteen" => 1900,
        "eighteen" => 1800,
        "two" if words.get(1).is_some_and(|next| next.text == "thousand") => 2000,
        _ => return (None, 0),
    };
    let mut at = if century == 2000 { 2 } else { 1 };
    if century == 2000
        && words.get(at).is_some_and(|word| word.text == "and")
        && small(at + 1).is_some()
    {
        at += 1;
    }
    let Some(mut rest) = small(at) else {
        return if century == 2000 { (Some(2000), 2) } else { (None, 0) };
    };
    at += 1;
    if rest >= 20.0 && rest % 10.0 == 0.0 {
        let dash = usize::from(words.get(at).is_some_and(|word| word.text == "-"));
        if let Some(ones) = small(at + dash).filter(|n| *n < 10.0) {
            (rest, at) = (rest + ones, at + dash + 1);
        }
    }
    if century < 2000 && rest < 10.0 { (None, 0) } else { (Some(century + rest as i16), at) }
}

fn year(words: &[Word], found: &mut Found) -> usize {
    let (value, taken) = year_value(words);
    found.year = value;
    if value.is_some() { taken } else { 0 }
}

/// The second year of a range: "1988", or "88" with the century of the first.
fn until(words: &[Word], found: &mut Found) -> usize {
    let (value, taken) = year_value(words);
    let short = words.first().filter(|word| word.text.len() == 2).and_then(Word::digits);
    let first = found.year.unwrap_or(0);
    found.until = match (value, short) {
        (Some(year), _) => Some(year),
        (None, Some(short)) => Some(first - first % 100 + short as i16),
        (None, None) => None,
    }
    .filter(|&until| until > first);
    let taken = if value.is_some() { taken } else { 1 };
    if found.until.is_some() { taken } else { 0 }
}

/// A year without its century after an apostrophe: "'98".
fn short_year(words: &[Word], found: &mut Found) -> usize {
    let (Some(mark), Some(word)) = (words.first(), words.get(1)) else { return 0 };
    if mark.text != "'"
        || word.gap
        || word.text.len() != 2
        || words.get(2).is_some_and(|next| next.text == "s" && !next.gap)
    {
        return 0;
    }
    found.year = word.digits().map(|short| short as i16 + if short < 40 { 2000 } else { 1900 });
    if found.year.is_some() { 2 } else { 0 }
}

/// "1990s", "'90s", "nineties".
fn decade(words: &[Word], found: &mut Found) -> usize {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let joined = |at: usize| words.get(at).is_some_and(|word| !word.gap);
    let mark = usize::from(text(0) == "'");
    let digits = words.get(mark).and_then(Word::digits);
    if let Some(digits) = digits {
        let ends = |at: usize| joined(at) && text(at) == "s";
        let apostrophe = usize::from(text(mark + 1) == "'" && joined(mark + 1));
        if !ends(mark + 1 + apostrophe) || digits % 10 != 0 {
            return 0;
        }
        found.decade = match text(mark).len() {
            4 if (1000..2100).contains(&digits) => Some(digits as i16),
            2 if mark == 1 || (60..100).contains(&digits) => {
                Some(digits as i16 + if digits < 40 { 2000 } else { 1900 })
            }
            _ => None,
        };
        return if found.decade.is_some() { mark + 2 + apostrophe } else { 0 };
    }
    const NAMES: [&str; 8] = [
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    ];
    let Some(at) = NAMES.iter().position(|&name| name == text(mark)) else { return 0 };
    found.decade = Some(1920 + 10 * at as i16);
    mark + 1
}

fn season(words: &[Word], found: &mut Found) -> usize {
    found.season = match words.first().map_or("", |word| word.text.as_str()) {
        "spring" | "springtime" => Some(3),
        "summer" | "summertime" => Some(6),
        "autumn" | "fall" => Some(9),
        "winter" | "wintertime" => Some(12),
        _ => None,
    };
    usize::from(found.season.is_some())
}

fn part_of_day(words: &[Word], found: &mut Found) -> usize {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let (clock, taken) = match text(0) {
        "morning" => (Clock::Morning, 1),
        "midday" | "lunchtime" => (Clock::Midday, 1),
        "noon" => (Clock::At(12, 0), 1),
        "midnight" => (Clock::At(0, 0), 1),
        "afternoon" => (Clock::Afternoon, 1),
        "evening" => (Clock::Evening, 1),
        "night" | "nighttime" => (Clock::Night, 1),
        "mid" if text(1) == "afternoon" => (Clock::Afternoon, 2),
        "mid" if text(1) == "morning" => (Clock::Morning, 2),
        "mid" if text(1) == "-" && text(2) == "afternoon" => (Clock::Afternoon, 3),
        "mid" if text(1) == "-" && text(2) == "morning" => (Clock::Morning, 3),
        _ => return 0,
    };
    found.clock = Some(clock);
    taken
}

/// A time on the clock that says so itself: "10:30 a.m.", "9am", "6 o'clock", "0930 GMT", "9 in the morning".
fn clock(words: &[Word], found: &mut Found) -> usize {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let Some((hour, minute, mut at)) = hour_and_minute(words) else { return 0 };
    let mut hour = hour;
    let noon = |hour: i8, late: bool| match (hour, late) {
        (12, false) => 0,
        (1..=11, true) => hour + 12,
        _ => hour,
    };
    match text(at) {
        "am" if hour <= 12 => (hour, at) = (noon(hour, false), at + 1),
        "pm" if hour <= 12 => (hour, at) = (noon(hour, true), at + 1),
        "in" if text(at + 1) == "the"
            && matches!(text(at + 2), "morning" | "afternoon" | "evening") => {}
        "at" if text(at + 1) == "night" => {}
        "o" if text(at + 1) == "'" && text(at + 2) == "clock" && hour <= 12 => at += 3,
        _ => {
            // "0930 GMT", "21:30 local time"
            let zone = zone(&words[at..], &mut Found::default());
            if zone == 0 || (at == 1 && text(0).len() != 4) {
                return 0;
            }
        }
    }
    match (text(at), text(at + 1), text(at + 2)) {
        ("in", "the", "morning") if hour < 12 => at += 3,
        ("in", "the", "afternoon" | "evening") | ("at", "night", _) if hour <= 12 => {
            at += if text(at) == "in" { 3 } else { 2 };
            hour = noon(hour, true);
        }
        _ => {}
    }
    found.clock = Some(Clock::At(hour, minute));
    at
}

/// A time on the clock that needs help from around it: "10:30", "21:25:40".
fn hour(words: &[Word], found: &mut Found) -> usize {
    match hour_and_minute(words) {
        Some((hour, minute, at)) if at >= 3 => {
            found.clock = Some(Clock::At(hour, minute));
            at
        }
        _ => 0,
    }
}

/// "10", "10:30", "10:30:15", "10.30", "2130".
fn hour_and_minute(words: &[Word]) -> Option<(i8, i8, usize)> {
    let first = words.first()?;
    if let Some((hour, minute)) = first.text.split_once('.') {
        let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
        let fits = (0..24).contains(&hour) && (0..60).contains(&minute) && first.text.len() >= 4;
        return fits.then_some((hour, minute, 1));
    }
    let value = first.digits()?;
    let joined =
        |at: usize, mark: &str| words.get(at).is_some_and(|word| !word.gap && word.text == mark);
    let two = |at: usize| {
        words
            .get(at)
            .filter(|word| !word.gap && word.text.len() == 2)
            .and_then(Word::digits)
            .filter(|n| (0..60).contains(n))
    };
    if first.text.len() == 4 {
        let (hour, minute) = (value / 100, value % 100);
        return (hour < 24 && minute < 60).then_some((hour as i8, minute as i8, 1));
    }
    if first.text.len() > 2 || value > 24 {
        return None;
    }
    if joined(1, ":") {
        let minute = two(2)?;
        let seconds = if joined(3, ":") && two(4).is_some() { 2 } else { 0 };
        return (value < 24).then_some((value as i8, minute as i8, 3 + seconds));
    }
    (value > 0 && value < 24).then_some((value as i8, 0, 1))
}

/// "GMT", "EST", "local time", with or without brackets and offset: "(GMT+2)".
fn zone(words: &[Word], _: &mut Found) -> usize {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let open = usize::from(text(0) == "(");
    let name = &text(open);
    let mut at = match *name {
        "gmt" | "utc" | "bst" | "cet" | "cest" | "eet" | "eest" | "est" | "edt" | "et" | "cst"
        | "cdt" | "ct" | "mst" | "mdt" | "pst" | "pdt" | "pt" | "msk" | "ist" | "irst" | "jst"
        | "kst" | "hkt" | "sgt" | "aest" | "aedt" | "z" | "hrs" | "hours" => open + 1,
        "local" | "eastern" | "pacific" | "central" if text(open + 1) == "time" => open + 2,
        "eastern" | "pacific" | "central" if text(open + 2) == "time" => open + 3,
        "moscow" | "london" | "beijing" | "tehran" if text(open + 1) == "time" => open + 2,
        _ => return 0,
    };
    if matches!(text(at), "+" | "-")
        && words.get(at + 1).is_some_and(|word| !word.gap && word.is_digits())
    {
        at += 2;
    }
    match (open, text(at)) {
        (1, ")") => at + 1,
        (1, _) => 0,
        _ => at,
    }
}

fn holiday(words: &[Word], found: &mut Found) -> usize {
    use Holiday::{Easter, Fixed, Nth};
    #[rustfmt::skip]
    const HOLIDAYS: &[(&str, Holiday)] = &[
        ("christmas eve", Fixed(12, 24)), ("christmas day", Fixed(12, 25)), ("christmas", Fixed(12, 25)),
        ("boxing day", Fixed(12, 26)), ("new year ' s eve", Fixed(12, 31)), ("new year ' s day", Fixed(1, 1)),
        ("new year ' s", Fixed(1, 1)), ("new years eve", Fixed(12, 31)), ("new years day", Fixed(1, 1)),
        ("valentine ' s day", Fixed(2, 14)), ("st patrick ' s day", Fixed(3, 17)), ("may day", Fixed(5, 1)),
        ("bastille day", Fixed(7, 14)), ("halloween", Fixed(10, 31)), ("all saints ' day", Fixed(11, 1)),
        ("armistice day", Fixed(11, 11)), ("veterans day", Fixed(11, 11)), ("anzac day", Fixed(4, 25)),
        ("australia day", Fixed(1, 26)), ("canada day", Fixed(7, 1)), ("human rights day", Fixed(12, 10)),
        ("international women ' s day", Fixed(3, 8)), ("april fools ' day", Fixed(4, 1)),
        ("good friday", Easter(-2)), ("easter sunday", Easter(0)), ("easter monday", Easter(1)), ("easter", Easter(0)),
        ("palm sunday", Easter(-7)), ("ash wednesday", Easter(-46)), ("whit monday", Easter(50)),
        ("thanksgiving day", Nth(4, Weekday::Thursday, 11)), ("thanksgiving", Nth(4, Weekday::Thursday, 11)),
        ("black friday", Nth(4, Weekday::Thursday, 11)), ("labor day", Nth(1, Weekday::Monday, 9)),
        ("memorial day", Nth(-1, Weekday::Monday, 5)), ("columbus day", Nth(2, Weekday::Monday, 10)),
        ("martin luther king day", Nth(3, Weekday::Monday, 1)), ("presidents ' day", Nth(3, Weekday::Monday, 2)),
    ];
    for (name, holiday) in HOLIDAYS {
        let mut at = 0;
        let fits = name.split(' ').all(|piece| {
            at += 1;
            words.get(at - 1).is_some_and(|word| word.text == piece)
        });
        if fits && words[0].capital && *name != "black friday" {
            found.holiday = Some(*holiday);
            return at;
        }
    }
    0
}

/// "2022-09-07", "2022/09/07", with the time after a T left alone.
fn iso_date(words: &[Word], found: &mut Found) -> usize {
    let number = |at: usize, length: usize| {
        words.get(at).filter(|word| word.text.len() == length).and_then(Word::digits)
    };
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(2, 2), number(4, 2)) else {
        return 0;
    };
    let mark = &words[1].text;
    if !matches!(mark.as_str(), "-" | "/")
        || *mark != words[3].text
        || words[1..5].iter().any(|word| word.gap)
    {
        return 0;
    }
    found.date = Date::new(year as i16, month as i8, day as i8).ok();
    if found.date.is_some() { 5 } else { 0 }
}

/// "15/07/2022", "15.7.2022": only where day and month cannot be taken for one another.
fn numeric_date(words: &[Word], found: &mut Found) -> usize {
    let Some((first, second, year, taken)) = numeric_parts(words) else { return 0 };
    if !(1000..=2100).contains(&year) {
        return 0;
    }
    let (day, month) = match (first, second) {
        (13..=31, 1..=12) => (first, second),
        (1..=12, 13..=31) => (second, first),
        (1..=12, _) if first == second => (first, second),
        _ => return 0,
    };
    found.date = Date::new(year as i16, month as i8, day as i8).ok();
    if found.date.is_some() { taken } else { 0 }
}

fn numeric_parts(words: &[Word]) -> Option<(i32, i32, i32, usize)> {
    let number =
        |at: usize| words.get(at).filter(|word| at == 0 || !word.gap).and_then(Word::digits);
    let mark = |at: usize| words.get(at).filter(|word| !word.gap).map_or("", |word| &word.text);
    if !matches!(mark(1), "/" | ".") || mark(1) != mark(3) {
        return None;
    }
    Some((number(0)?, number(2)?, number(4)?, 5))
}

/// Whether any class can begin here: a digit, a number word, a capital (month, weekday, holiday), a season, an
/// apostrophe before digits, a unit.
pub(super) fn opens(words: &[Word]) -> bool {
    let word = &words[0];
    word.capital
        || word.text.starts_with(|c: char| c.is_ascii_digit() || c == '\'')
        || matches!(
            word.text.as_str(),
            "a" | "an"
                | "half"
                | "mid"
                | "several"
                | "few"
                | "many"
                | "some"
                | "various"
                | "numerous"
                | "multiple"
                | "dozens"
                | "scores"
                | "("
        )
        || simple(word).is_some()
        || lexicon::ordinal_word(&word.text).is_some()
        || lexicon::weekday(&word.text).is_some()
        || unit_of(&word.text).is_some()
        || part_of_day(words, &mut Found::default()) > 0
        || season(words, &mut Found::default()) > 0
        || word.text.ends_with("ties")
}
