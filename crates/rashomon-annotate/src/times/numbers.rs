//! Classes of words: how many, and of what unit.

use rashomon_lexicon as lexicon;
use rashomon_text::Granularity;

use super::{
    pattern::{Count, Found, Unit},
    words::Word,
};

fn simple(word: &Word) -> Option<f64> {
    if word.text.starts_with(|c: char| c.is_ascii_digit()) {
        return word.text.replace(',', "").parse().ok();
    }
    lexicon::number_word(&word.text)
}

/// "seven", "24", "2,000", "twenty four", "a hundred", "2 1/2", "two and a half", "a", "several", "a few", "two or three".
pub(super) fn number(words: &[Word], found: &mut Found) -> usize {
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

pub(super) fn unit_of(text: &str) -> Option<(Unit, bool)> {
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
pub(super) fn unit(words: &[Word], found: &mut Found) -> usize {
    let Some((unit, plural)) = words.first().and_then(|word| unit_of(&word.text)) else { return 0 };
    if unit == Unit::Second && !plural {
        return 0;
    }
    found.unit = Some(unit);
    1
}

/// A unit in the plural: "years".
pub(super) fn units(words: &[Word], found: &mut Found) -> usize {
    match words.first().and_then(|word| unit_of(&word.text)) {
        Some((unit, true)) => {
            found.unit = Some(unit);
            1
        }
        _ => 0,
    }
}

/// A unit of the calendar in the singular: "week", "month", "quarter", "year", "decade", "century".
pub(super) fn period(words: &[Word], found: &mut Found) -> usize {
    match words.first().and_then(|word| unit_of(&word.text)) {
        Some((unit @ Unit::Long(length), false)) if length > Granularity::Day => {
            found.unit = Some(unit);
            1
        }
        _ => 0,
    }
}
