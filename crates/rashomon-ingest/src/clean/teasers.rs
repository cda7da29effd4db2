//! Teasers: the opening words or headlines of other stories.
//!
//! # What it finds
//! - after the end, a run of lines that break off in "…";
//! - after the end, three or more headlines whose words the report does not share;
//! - headlines listed under "Read more:", "Related stories" and the like;
//! - between two paragraphs, a line in capitals, or a headline in square brackets.
//!
//! # Why it matters
//! They are sentences about other events, with people and places of their own.
//!
//! # Examples
//! - *Ministers met in Valletta on Monday to discuss the price of…*
//! - *FERRY FARES TO RISE AGAIN, MINISTER SAYS*
//!
//! # Limits
//! A single broken line at the end is taken for the report's own end, unless it shares next to no
//! words with it. Headlines on the same subject as the report, listed without any heading, are kept.

use rashomon_text::Reason;

use super::{page::Page, words::Vocabulary};

/// Headings of lists of links, as folded.
const LISTS: [&str; 17] = [
    "read more",
    "read also",
    "read next",
    "related",
    "related stories",
    "related articles",
    "related news",
    "more on this story",
    "more on this topic",
    "more stories",
    "see also",
    "most read",
    "most popular",
    "recommended",
    "top stories",
    "latest news",
    "you may also like",
];

/// Lines after a heading that may belong to its list.
const LONGEST_LIST: usize = 40;

pub(super) fn mark(page: &mut Page) {
    if !page.marked_up {
        mark_lists(page);
    }
    mark_tail(page);
    mark_interstitials(page);
}

/// The number of the last line of running text.
fn end_of_body(page: &Page) -> Option<usize> {
    (0..page.lines.len()).rev().find(|&n| page.is_open(n) && page.lines[n].is_running())
}

/// Headlines under "Read more:", up to the next running text.
fn mark_lists(page: &mut Page) {
    let end = end_of_body(page);
    for n in 0..page.lines.len() {
        let folded = page.lines[n].folded.as_str();
        let heading = folded.trim_end_matches([':', ' ', '>', '.']);
        if !page.is_removed(n) || !LISTS.contains(&heading) {
            continue;
        }
        // without a colon, only where no running text comes after
        if !folded.ends_with(':') && end.is_some_and(|end| end > n) {
            continue;
        }
        for next in n + 1..page.lines.len().min(n + LONGEST_LIST) {
            let line = &page.lines[next];
            if page.is_removed(next) {
                continue;
            }
            if !page.is_open(next) || line.terminal || line.words > 25 || line.words < 3 {
                break;
            }
            page.remove(next, Reason::Teaser);
        }
    }
}

/// Broken lines and foreign headlines after the body.
fn mark_tail(page: &mut Page) {
    let count = page.lines.len();
    // the tail: from the end back to the first line that is neither removed, broken nor a headline
    let mut start = count;
    while start > 1 {
        let line = &page.lines[start - 1];
        let short = line.words <= 40 && (line.cut || !line.terminal);
        if !(page.is_removed(start - 1) || page.is_open(start - 1) && short) {
            break;
        }
        start -= 1;
    }
    let tail: Vec<usize> = (start..count).filter(|&n| page.is_open(n)).collect();
    let mut body = Vocabulary::default();
    let mut running = 0;
    for n in (0..start).filter(|&n| page.is_open(n)) {
        body.add(&page.lines[n].folded);
        running += usize::from(page.lines[n].is_running());
    }
    if running < 2 || tail.is_empty() {
        return;
    }
    let share = |n: usize| body.share(&page.lines[n].folded);
    let broken: Vec<usize> = tail.iter().copied().filter(|&n| page.lines[n].cut).collect();
    let headlines: Vec<usize> = tail
        .iter()
        .copied()
        .filter(|&n| !page.lines[n].cut && page.lines[n].words >= 3 && !is_post(page.str(n)))
        .collect();
    let mean =
        |lines: &[usize]| lines.iter().map(|&n| share(n)).sum::<f32>() / lines.len().max(1) as f32;
    let mut marked = Vec::new();
    if broken.len() >= 2 && mean(&broken) < 0.6 || broken.len() == 1 && mean(&broken) < 0.15 {
        marked.extend(&broken);
    }
    if !page.marked_up && headlines.len() >= 3 && mean(&headlines) < 0.34 {
        marked.extend(&headlines);
    }
    for n in marked {
        page.remove(n, Reason::Teaser);
    }
}

/// Headlines of other stories between paragraphs: in capitals, or in square brackets.
fn mark_interstitials(page: &mut Page) {
    let open: Vec<usize> = (0..page.lines.len()).filter(|&n| page.is_open(n)).collect();
    let capitals: Vec<usize> = open
        .iter()
        .copied()
        .filter(|&n| {
            page.lines[n].words >= 4 && page.lines[n].words <= 30 && in_capitals(page.str(n))
        })
        .collect();
    // a text set in capitals throughout has no interstitials
    let shouted = capitals.len() * 3 > open.len();
    for (at, &n) in open.iter().enumerate() {
        let text = page.str(n);
        let bracketed = text.starts_with('[')
            && text.ends_with(']')
            && (4..=30).contains(&page.lines[n].words)
            && !text.trim_end_matches(']').ends_with(['.', '"', '”']);
        // the first line is the headline
        if at > 0 && (bracketed || !shouted && capitals.binary_search(&n).is_ok()) {
            page.remove(n, Reason::Teaser);
        }
    }
}

/// Whether the line is a post of a social network, as pages embed it: it ends in a name, an account and a
/// day.
fn is_post(text: &str) -> bool {
    text.contains("(@") || text.contains("pic.twitter.com/")
}

/// Whether at least seven of eight letters that have a case are capitals.
fn in_capitals(text: &str) -> bool {
    let (mut upper, mut lower) = (0usize, 0usize);
    for c in text.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    upper >= 12 && upper >= lower * 7
}
