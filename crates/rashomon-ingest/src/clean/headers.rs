//! Head and foot lines: ids, dates, sections, the site's name, staff credits.
//!
//! # What it finds
//! "News ID: 4711", "Published: 7 September 2022, 21:25", a site's name alone on the first line, a
//! headline that is printed twice, "Jane Doe contributed to this report", "Reporting by …; editing by …".
//!
//! # Why it matters
//! A date line is the best evidence of when a report was written, and no event. The outlet and
//! date readers look at what is marked here.
//!
//! # Examples
//! - *Publish Date : 07 September 2022 - 21:25*
//! - *harbourpost.example*
//! - *Additional reporting by agencies*
//!
//! # Limits
//! Date lines are looked for near the top and the end only; a date alone between two paragraphs may be
//! a heading of the text.

use rashomon_text::Reason;

use super::{
    cues::{
        Cue,
        Place::{Any, Start},
        cues,
    },
    page::{Line, Page},
    words,
};
use crate::meta::{dates, media};

pub(super) const CUES: &[Cue] = cues! {
    Start(16) => [
        "news id", "news code", "article id", "story id", "post id", "document id", "news no", "id:", "code:",
        "publish date", "published date", "publication date", "date published", "release date:", "date:",
        "published:", "published on:", "published at", "published on #", "published #", "first published",
        "last updated", "last update", "last modified", "updated:", "updated on #", "updated at #",
        "updated #", "posted:", "posted on", "posted at", "posted by", "posted in", "created:", "category:",
        "categories:", "section:", "tags:", "tag:", "topics:", "keywords:", "filed under", "filed in",
        "reporter:", "editor:", "author:", "written by", "location:", "word count", "views:", "# views",
        "source:", "source -", "source url", "short link", "permalink", "print edition", "page #",
        "a version of this article appears in", "order reprints", "edited by", "produced by", "compiled by",
        "translated by", "our correspondent", "staff reporter", "staff report", "web desk", "news desk",
    ],
    Start(40) => [
        "reporting by", "additional reporting", "with additional reporting", "writing by", "editing by",
        "with assistance by", "with assistance from", "with inputs from", "with input from",
        "with reporting by", "with files from", "with reporting from", "information from:",
        "(reporting by", "(additional reporting", "(writing by", "(editing by", "(with inputs from",
        "(with input from", "(this version of the story", "(this story has been", "(this story was",
        "(this article was", "a version of this article", "this report was written",
        "this story has not been edited", "except for the headline", "compiled from agencies",
        "this report includes", "this article includes reporting",
    ],
    Start(25) => [
        "this post has been updated", "this article has been updated", "this story has been updated",
        "this article was updated", "this story was updated", "update: this article", "order reprints",
        "a version of this",
    ],
    Any(3) => ["contributed to this report", "contributed to this story", "contributed to this article",
        "contributed reporting", "contributed to the report", "contributed to this post"],
};

/// Words that stand beside a date in a date line.
const BESIDE_DATES: [&str; 56] = [
    "am",
    "pm",
    "a",
    "p",
    "m",
    "et",
    "est",
    "edt",
    "pt",
    "pst",
    "pdt",
    "gmt",
    "utc",
    "bst",
    "cet",
    "cest",
    "ist",
    "local",
    "updated",
    "published",
    "posted",
    "modified",
    "created",
    "on",
    "at",
    "last",
    "first",
    "date",
    "time",
    "the",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "min",
    "read",
    "hours",
    "hrs",
    "h",
    "ago",
    "release",
    "issue",
    "by",
];

pub(super) fn mark(page: &mut Page) {
    let count = page.lines.len();
    // a page that is nothing but its first line has no head
    for n in 0..count {
        if !page.is_open(n) {
            continue;
        }
        let edge = n < 7 || n + 4 >= count;
        let line = &page.lines[n];
        let text = page.str(n);
        let found = edge && (is_date_line(line, text) || is_field(line))
            || n < 5 && is_stamped(line, text)
            || !page.marked_up && is_address(text)
            || n < 3 && count > n + 2 && is_site_name(line, text)
            || line.words <= 14 && is_staff_credit(line);
        if found {
            page.remove(n, Reason::Metadata);
        }
    }
}

/// Marks the headline's second copy near the top: some pages print it for sharing too.
pub(super) fn mark_repeats(page: &mut Page, title: usize) {
    let folded = page.lines[title].folded.clone();
    for n in title + 1..page.lines.len().min(title + 6) {
        if page.is_open(n) && page.lines[n].folded == folded {
            page.remove(n, Reason::Navigation);
        }
    }
}

/// A date with nothing beside it but a time and what date lines say.
fn is_date_line(line: &Line, text: &str) -> bool {
    if line.words > 14 {
        return false;
    }
    let mut found = dates::find_all(text).peekable();
    if found.peek().is_none() {
        return false;
    }
    let mut rest = text.to_owned();
    for date in found.collect::<Vec<_>>().into_iter().rev() {
        rest.replace_range(date.range, " ");
    }
    let folded = super::page::fold(&rest);
    words::of(&folded).all(|word| {
        BESIDE_DATES.contains(&word) || word.chars().all(|c| c.is_ascii_digit() || c == '#')
    })
}

/// A line that ends in a stamp: "Harbour Post | Updated: 2021-09-07 21:25", also after the headline.
fn is_stamped(line: &Line, text: &str) -> bool {
    let stamp = ["updated:", "published:", "posted:", "publish date", "| updated", "| published"];
    line.words <= 30
        && !line.terminal
        && stamp.iter().any(|word| line.folded.contains(word))
        && dates::find(text).is_some()
}

/// The address of a page, alone.
fn is_address(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| text.starts_with(start))
        && !text.contains(char::is_whitespace)
}

/// "News ID: 4711", "Ref. no. A-12": a short name that says id, and a number.
fn is_field(line: &Line) -> bool {
    let Some((name, value)) = line.folded.split_once(':') else { return false };
    words::of(name).count() <= 3
        && words::of(name)
            .any(|word| matches!(word, "id" | "code" | "ref" | "no" | "nr" | "number"))
        && value.contains('#')
        && words::of(value).count() <= 3
}

/// The address or name of a site, alone.
fn is_site_name(line: &Line, text: &str) -> bool {
    line.words <= 6
        && (media::domain(text.trim_end_matches('/')).is_some()
            || media::find(text).is_some_and(|found| found.range.len() == text.trim().len()))
}

/// "Shirley Doe contributed from Valletta." and its kin: a name and where it was written.
fn is_staff_credit(line: &Line) -> bool {
    let folded = line.folded.as_str();
    let end = folded.trim_end_matches(['.', ')', ']']);
    folded.contains("contributed from")
        || folded.contains("reported from") && line.words <= 10 && folded.contains(" and ")
        || end.ends_with("contributed reporting")
        || end.ends_with("staff and agencies")
}
