//! Classes of words: weekdays, months, days, years, seasons, holidays and dates in numbers.

use rashomon_lexicon as lexicon;
use rashomon_text::time::{Date, Holiday, Weekday};

use super::{pattern::Found, words::Word};

fn weekday_of(number: i8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number).ok()
}

/// A weekday's full name: "Friday".
pub(super) fn weekday(words: &[Word], found: &mut Found) -> usize {
    let Some(word) = words.first().filter(|word| word.text.len() >= 6 && !word.text.ends_with('s'))
    else {
        return 0;
    };
    found.weekday = lexicon::weekday(&word.text).and_then(weekday_of);
    usize::from(found.weekday.is_some())
}

/// A weekday in the plural: "Fridays".
pub(super) fn weekdays(words: &[Word], found: &mut Found) -> usize {
    let Some(word) = words.first().filter(|word| word.text.ends_with("days")) else { return 0 };
    found.weekday = lexicon::weekday(&word.text).and_then(weekday_of);
    usize::from(found.weekday.is_some())
}

/// A weekday's name, full or short, with its point: "Wed", "Wed.".
pub(super) fn short_weekday(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn month(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn day(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn last_day(words: &[Word], found: &mut Found) -> usize {
    let first = found.day;
    let taken = day(words, found);
    found.last_day = found.day.filter(|&last| first.is_some_and(|first| first < last));
    found.day = first;
    if found.last_day.is_some() { taken } else { 0 }
}

/// A day of the month as an ordinal: "7th", "seventh".
pub(super) fn day_th(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn ordinal_value(words: &[Word]) -> (Option<i32>, usize) {
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

pub(super) fn ordinal(words: &[Word], found: &mut Found) -> usize {
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

pub(super) fn year(words: &[Word], found: &mut Found) -> usize {
    let (value, taken) = year_value(words);
    found.year = value;
    if value.is_some() { taken } else { 0 }
}

/// The second year of a range: "1988", or "88" with the century of the first.
pub(super) fn until(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn short_year(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn decade(words: &[Word], found: &mut Found) -> usize {
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

pub(super) fn season(words: &[Word], found: &mut Found) -> usize {
    found.season = match words.first().map_or("", |word| word.text.as_str()) {
        "spring" | "springtime" => Some(3),
        "summer" | "summertime" => Some(6),
        "autumn" | "fall" => Some(9),
        "winter" | "wintertime" => Some(12),
        _ => None,
    };
    usize::from(found.season.is_some())
}

pub(super) fn holiday(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn iso_date(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn numeric_date(words: &[Word], found: &mut Found) -> usize {
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
