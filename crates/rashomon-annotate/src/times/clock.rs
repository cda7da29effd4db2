//! Classes of words: times of day.

use rashomon_text::time::Clock;

use super::{pattern::Found, words::Word};

pub(super) fn part_of_day(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn clock(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn hour(words: &[Word], found: &mut Found) -> usize {
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
pub(super) fn zone(words: &[Word], _: &mut Found) -> usize {
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
