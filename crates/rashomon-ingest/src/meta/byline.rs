use rashomon_text::{ParagraphKind, Reason, Span};

use super::dates;
use crate::clean::page::{Fate, Page};

/// How many lines from the top a byline may stand.
const ZONE: usize = 7;

/// Finds the author line near the top, marks what stands beside the names, and keeps them as a byline.
///
/// "By Jane Doe and John Roe, Staff Writers | 7 September 2022" gives "By Jane Doe and John Roe".
pub(crate) fn mark(page: &mut Page) -> Option<Span> {
    for n in 0..page.lines.len().min(ZONE) {
        if !page.is_open(n) || page.lines[n].words > 24 {
            continue;
        }
        let text = page.str(n);
        let Some(length) = names(text) else { continue };
        if length < text.len() {
            page.remove_part(n, length, text.len(), Reason::Metadata);
        }
        let start = page.lines[n].span.start;
        let span = Span::new(start, start + length as u32);
        page.lines[n].fate = Fate::Keep(ParagraphKind::Byline);
        return Some(span);
    }
    None
}

/// Where the text names the first of these authors, near its top or its end.
pub(crate) fn of(page: &Page, authors: &str) -> Option<Span> {
    const NEAR: usize = 12;
    let first = authors.split([',', ';']).next()?.trim();
    if first.split_whitespace().count() < 2 {
        return None;
    }
    let count = page.lines.len();
    let lines = (0..count).filter(|&n| n < NEAR || n + NEAR >= count);
    lines.filter(|&n| page.lines[n].words <= 24).find_map(|n| {
        let at = page.str(n).find(first)?;
        let start = page.lines[n].span.start + at as u32;
        Some(Span::new(start, start + first.len() as u32))
    })
}

/// The length of "By" and the names after it, where the line is a byline.
pub(crate) fn names(text: &str) -> Option<usize> {
    let lead = ["By ", "BY ", "by ", "By: ", "Words by ", "Story by ", "Written by "];
    let lead = lead.iter().find(|lead| text.starts_with(**lead))?.len();
    let mut rest = &text[lead..];
    // up to a mark, a role or a date
    let mut end = rest.len();
    for mark in [
        "|",
        "•",
        "·",
        " - ",
        " – ",
        " — ",
        ";",
        " for ",
        " For ",
        "Published",
        "Updated",
        "PUBLISHED",
        "\t",
    ] {
        if let Some(at) = rest.find(mark) {
            end = end.min(at);
        }
    }
    if let Some(found) = dates::find(rest) {
        end = end.min(found.range.start);
    }
    if let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        end = end.min(at);
    }
    rest = rest[..end].trim_end_matches(|c: char| c.is_whitespace() || c == ',');
    // names and what joins them; roles after a comma are left out
    let mut length = 0;
    let mut at = 0;
    let mut names = 0;
    for word in rest.split_inclusive(' ') {
        let bare = word.trim();
        let joint = matches!(
            bare,
            "and"
                | "&"
                | "de"
                | "van"
                | "von"
                | "der"
                | "al"
                | "bin"
                | "el"
                | "in"
                | "with"
                | "la"
                | "di"
                | "da"
        );
        if !joint && !bare.starts_with(char::is_uppercase) {
            break;
        }
        at += word.len();
        if !joint {
            names += 1;
            length = at;
        }
        if bare.ends_with(',') && names >= 2 && !rest[at..].trim_start().contains(" and ") {
            break;
        }
    }
    let taken = rest[..length].trim_end_matches([' ', ',']).len();
    let whole = rest[taken..].split_whitespace().count() <= 4;
    ((1..=14).contains(&names) && whole && !rest[..taken].ends_with('.')).then_some(lead + taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(names(text).map(|end| &text[..end]), expect, "{text}");
        };
        check("By Jane Doe", Some("By Jane Doe"));
        check(
            "By Jane Doe and John van Roe | 7 September 2022",
            Some("By Jane Doe and John van Roe"),
        );
        check("By JANE DOE, Staff Writer", Some("By JANE DOE"));
        check("By Jane Doe, senior reporter", Some("By Jane Doe"));
        check("By Monday the ferries were running again, the port authority said.", None);
        check("Jane Doe", None);
    }
}
