use rashomon_text::{Basis, Modified, Published, Reason, Span};

use super::{dateline::Dateline, dates};
use crate::clean::page::{Fate, Page};

/// When the text says it was published: a head or foot line with a date, else a date in the dateline,
/// else a date in the address.
///
/// A line that says "published" goes before one that says "updated" or nothing.
pub(crate) fn find(
    page: &Page,
    dateline: Option<&Dateline>,
    url: Option<&str>,
) -> Option<Published> {
    let mut best: Option<(u8, Published)> = None;
    for line in &page.lines {
        if line.fate != Fate::Remove(Reason::Metadata) {
            continue;
        }
        let Some(found) = dates::find(line.span.slice(page.text)) else { continue };
        let word = |word: &str| line.folded.contains(word);
        let rank = if word("publish") || word("post") {
            0
        } else if word("updat") || word("modif") || word("amend") || word("version") {
            2
        } else {
            1
        };
        if best.as_ref().is_none_or(|(known, _)| rank < *known) {
            let start = line.span.start + found.range.start as u32;
            let span = Span::new(start, start + found.range.len() as u32);
            best = Some((rank, exact(found.day, Basis::Metadata, vec![span])));
        }
    }
    let in_dateline = || {
        let dateline = dateline?;
        let found = dates::find(dateline.place.slice(page.text))?;
        let start = dateline.place.start + found.range.start as u32;
        let span = Span::new(start, start + found.range.len() as u32);
        Some(exact(found.day, Basis::Text, vec![span]))
    };
    best.map(|(_, published)| published)
        .or_else(in_dateline)
        .or_else(|| Some(exact(in_url(url?)?, Basis::Metadata, Vec::new())))
}

/// When the text says it was last changed: a head or foot line with a date that says "updated".
pub(crate) fn changed(page: &Page) -> Option<Modified> {
    let mut last: Option<Modified> = None;
    for line in &page.lines {
        let word = |word: &str| line.folded.contains(word);
        let says = word("updat") || word("modif") || word("amend");
        if line.fate != Fate::Remove(Reason::Metadata) || !says || word("publish") {
            continue;
        }
        let text = line.span.slice(page.text);
        let Some(found) = dates::find(text) else { continue };
        if last.as_ref().is_none_or(|last| found.day > last.day) {
            let start = line.span.start + found.range.start as u32;
            let span = Span::new(start, start + found.range.len() as u32);
            last = Some(Modified {
                day: found.day,
                at: None,
                basis: Basis::Metadata,
                evidence: vec![span],
            });
        }
    }
    last
}

fn exact(day: rashomon_text::Date, basis: Basis, evidence: Vec<Span>) -> Published {
    Published { start: day, end: day, basis, evidence }
}

/// A day in the path of an address: `/2022/09/07/`, `/2022-09-07-`, `/20220907/`.
pub(crate) fn in_url(url: &str) -> Option<rashomon_text::Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let marks = |c: char| "/-_.".contains(c);
    let parts: Vec<&str> = path.split(marks).collect();
    let number =
        |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    let year =
        |part: &str| number(part).filter(|year| part.len() == 4 && (1990..=2100).contains(year));
    for window in parts.windows(3) {
        let month = match window[1].to_ascii_lowercase().as_str() {
            "jan" => Some(1),
            "feb" => Some(2),
            "mar" => Some(3),
            "apr" => Some(4),
            "may" => Some(5),
            "jun" => Some(6),
            "jul" => Some(7),
            "aug" => Some(8),
            "sep" => Some(9),
            "oct" => Some(10),
            "nov" => Some(11),
            "dec" => Some(12),
            text => number(text).filter(|_| text.len() <= 2),
        };
        if let (Some(year), Some(month), Some(day)) = (year(window[0]), month, number(window[2]))
            && window[2].len() <= 2
            && let Ok(date) = rashomon_text::Date::new(year, month as i8, day as i8)
        {
            return Some(date);
        }
    }
    // "29-10-2021": the day first, as nobody writes addresses the other way round
    for window in parts.windows(3) {
        if let (Some(day), Some(month), Some(year)) =
            (number(window[0]), number(window[1]), year(window[2]))
            && window[0].len() == 2
            && window[1].len() == 2
            && let Ok(date) = rashomon_text::Date::new(year, month as i8, day as i8)
        {
            return Some(date);
        }
    }
    parts.iter().find_map(|part| {
        let digits = part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit());
        let year = year(part.get(..4).filter(|_| digits)?)?;
        let (month, day) = (part[4..6].parse().ok()?, part[6..8].parse().ok()?);
        rashomon_text::Date::new(year, month, day).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::in_url;

    #[test]
    fn days_in_addresses() {
        let check = |url: &str, expect: Option<&str>| {
            assert_eq!(in_url(url).map(|day| day.to_string()).as_deref(), expect, "{url}");
        };
        check("https://harbourpost.example/2022/09/07/ferry", Some("2022-09-07"));
        check("https://harbourpost.example/news/2022/sep/07/ferry", Some("2022-09-07"));
        check("https://harbourpost.example/ferry-2022-09-07.html", Some("2022-09-07"));
        check("https://harbourpost.example/news/07-09-2022", Some("2022-09-07"));
        check("https://harbourpost.example/20220907/ferry", Some("2022-09-07"));
        check("https://harbourpost.example/2022/ferry-12-dead", None);
        check("https://harbourpost.example/a/12345678", None);
    }
}
