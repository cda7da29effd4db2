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
    let first = people(authors).next()?;
    let count = page.lines.len();
    let lines = (0..count).filter(|&n| n < NEAR || n + NEAR >= count);
    lines.filter(|&n| page.lines[n].words <= 24).find_map(|n| {
        let at = page.str(n).find(first)?;
        let start = page.lines[n].span.start + at as u32;
        Some(Span::new(start, start + first.len() as u32))
    })
}

/// The people in a list of authors, as metadata have it: "By Jane Doe and John Roe, Staff Writers | Harbour Post".
pub(crate) fn people(authors: &str) -> impl Iterator<Item = &str> {
    let authors = authors.split('|').next().unwrap_or_default();
    authors
        .split([',', ';', '&'])
        .flat_map(|part| part.split(" and "))
        .map(|name| without_lead(name.trim()))
        .filter(|name| name.split_whitespace().count() >= 2 && !name.contains([':', '@']))
        .filter(|name| !is_role(name))
}

/// "Post National Writer", "senior reporter".
fn is_role(name: &str) -> bool {
    const ROLES: [&str; 12] = [
        "analyst",
        "columnist",
        "contributor",
        "correspondent",
        "correspondents",
        "editor",
        "editors",
        "reporter",
        "reporters",
        "staff",
        "writer",
        "writers",
    ];
    name.split_whitespace().last().is_some_and(|word| ROLES.contains(&word.to_lowercase().as_str()))
}

/// The name or names that a text which holds little else begins with: "Jane Doe and John Roe | Reporters".
pub(crate) fn person(text: &str) -> Option<&str> {
    /// Words of buttons and headings beside authors, folded.
    const NONE: [&str; 24] = [
        "about",
        "all",
        "article",
        "articles",
        "author",
        "authors",
        "biography",
        "comment",
        "comments",
        "contact",
        "email",
        "follow",
        "more",
        "posted",
        "posts",
        "profile",
        "published",
        "read",
        "share",
        "stories",
        "story",
        "the",
        "updated",
        "view",
    ];
    let text = text.trim().trim_start_matches(['|', '•', '·', ' ']);
    // "Text: Jane Doe"
    let label = text.split_once(": ").filter(|(label, _)| !label.contains(char::is_whitespace));
    let text = without_lead(label.map_or(text, |(_, rest)| rest));
    let end = text
        .find(|c: char| {
            c.is_ascii_digit() || matches!(c, '|' | '•' | '·' | '(' | '@' | ':' | '/' | '–' | '—')
        })
        .unwrap_or(text.len());
    let name = text[..end].split(" - ").next().unwrap_or_default();
    let name = name.split(',').next().unwrap_or_default().trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let sound = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        (is_joint(bare) || bare.starts_with(char::is_uppercase))
            && !NONE.contains(&bare.to_lowercase().as_str())
    };
    ((2..=9).contains(&words.len()) && words.iter().all(sound)).then_some(name)
}

/// A text without the "By" it begins with.
fn without_lead(text: &str) -> &str {
    let rest = text.get(..2).filter(|by| by.eq_ignore_ascii_case("by")).map(|_| &text[2..]);
    let rest = rest.map(|rest| rest.strip_prefix(':').unwrap_or(rest));
    rest.filter(|rest| rest.starts_with(char::is_whitespace)).map_or(text, str::trim_start)
}

/// Small words inside names and between them.
fn is_joint(word: &str) -> bool {
    matches!(
        word,
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
            | ""
    )
}

/// The length of "By" and the names after it, where the line is a byline.
pub(crate) fn names(text: &str) -> Option<usize> {
    let lead = ["By ", "BY ", "by ", "By: ", "BY: ", "Words by ", "Story by ", "Written by "];
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
    let edge = |c: char| c.is_whitespace() || c == ',';
    rest = rest[..end].trim_end_matches(edge);
    for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] {
        // of a date
        rest = rest.strip_suffix(day).map_or(rest, |rest| rest.trim_end_matches(edge));
    }
    // names and what joins them; roles after a comma are left out
    let mut length = 0;
    let mut at = 0;
    let mut names = 0;
    for word in rest.split_inclusive(' ') {
        let bare = word.trim();
        let joint = is_joint(bare);
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
    fn people_of_metadata() {
        let check = |text: &str, expect: &[&str]| {
            assert_eq!(people(text).collect::<Vec<_>>(), expect, "{text}");
        };
        check("Jane Doe", &["Jane Doe"]);
        check("By JANE DOE, Post National Writer", &["JANE DOE"]);
        check("Jane Doe and John Roe | Harbour Media", &["Jane Doe", "John Roe"]);
        check("https://people.example/jane doe", &[]);
        check("admin", &[]);
    }

    #[test]
    fn people_of_author_elements() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(person(text), expect, "{text}");
        check("Jane Doe and John B. Roe", Some("Jane Doe and John B. Roe"));
        check("BY: Jane van Doe - 2021-09-07", Some("Jane van Doe"));
        check("Jane Doe, staff writer", Some("Jane Doe"));
        check("| Text: Jane Doe", Some("Jane Doe"));
        check("About the author", None);
        check("View Profile", None);
        check("Jane covers harbours", None);
        check("Byron", None);
    }

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
        check("By Jane Doe Monday, September 6, 2021", Some("By Jane Doe"));
        check("Jane Doe", None);
    }
}
