//! Sentences broken in two by a page break.
//!
//! # What it finds
//! A line that ends inside a sentence, and the line that goes on with it after blank or marked lines.
//!
//! # Why it matters
//! Cut in two, neither half parses, and the second half's subject is lost.
//!
//! # Examples
//! - *The port authority moved the ferries to* ⏎ ⏎ *Gozo, where they stayed for a week.*
//!
//! # Limits
//! Where the first half ends in a noun and the second begins with a capital letter, nothing shows that
//! they belong together.

use super::{
    page::{Fate, Page},
    words,
};

/// Words that cannot end a sentence or a headline of running text: articles, prepositions, conjunctions,
/// auxiliaries, possessives.
const OPEN_WORDS: [&str; 62] = [
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or",
    "but", "nor", "that", "which", "who", "whom", "whose", "is", "was", "were", "are", "has",
    "have", "had", "be", "been", "being", "its", "their", "his", "her", "our", "my", "this",
    "these", "those", "as", "than", "into", "about", "after", "before", "over", "under", "between",
    "against", "during", "through", "while", "because", "if", "when", "where", "would", "could",
    "should", "will", "such",
];

/// The pairs of kept lines of running text that belong to one paragraph: the second goes on with the
/// first.
pub(super) fn joins(page: &Page, title: Option<usize>) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut last: Option<usize> = None;
    for n in 0..page.lines.len() {
        if page.lines[n].fate != Fate::Open {
            // captions and headings stand between paragraphs, but also at page breaks
            continue;
        }
        if Some(n) == title {
            continue;
        }
        if let Some(first) = last
            && goes_on(page, first, n)
        {
            out.push((first, n));
        }
        last = Some(n);
    }
    out
}

fn goes_on(page: &Page, first: usize, second: usize) -> bool {
    let line = &page.lines[first];
    if line.terminal || line.words < 6 || line.folded.ends_with([':', ';', '"', ')']) {
        return false;
    }
    let last = words::of(&line.folded).last().unwrap_or_default();
    let open = is_open_word(last) || line.folded.ends_with('-');
    let comma = line.folded.ends_with(',');
    let lower = page.lines[second].starts_lower(page.text);
    let near = second - first <= 6;
    near && (open && !comma
        || lower && (page.lines[second].is_running() || page.lines[second].terminal))
}

/// Whether no sentence ends in `word`.
pub(crate) fn is_open_word(word: &str) -> bool {
    OPEN_WORDS.contains(&word)
}
