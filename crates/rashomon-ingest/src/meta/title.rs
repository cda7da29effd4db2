use crate::clean::{
    breaks,
    page::{Fate, Page},
    words,
};

/// The line that is the headline: the first one left, if it is short, is no full sentence, and running
/// text follows.
///
/// A headline that ends in a full stop is known by the blank line after it, where the paragraphs below
/// have none between them.
pub(crate) fn find(page: &Page) -> Option<usize> {
    let n = page.first_open()?;
    let line = &page.lines[n];
    if !(2..=32).contains(&line.words) || line.span.len() > 300 {
        return None;
    }
    let next = (n + 1..page.lines.len())
        .find(|&at| matches!(page.lines[at].fate, Fate::Open | Fate::Keep(_)))?;
    let blank = page.lines[next].blanks > 0;
    // nothing but short lines below: a list, or a title with nothing under it
    let sentence = |at: usize| page.lines[at].terminal && page.lines[at].words >= 5;
    let body = (next..page.lines.len())
        .any(|at| page.is_open(at) && (sentence(at) || page.lines[at].is_running()));
    if !body {
        return None;
    }
    let text = page.str(n);
    if line.cut {
        return (blank && line.words <= 16).then_some(n);
    }
    let stop = line.terminal && !text.ends_with(['?', '!', '”', '"', '’', '\'']);
    let apart = blank && !page.spaced;
    if stop {
        return (apart && line.words <= 25).then_some(n);
    }
    let last = words::of(&line.folded).last().unwrap_or_default();
    let sentence_end = text.ends_with([',', ';', ':', '-']) || breaks::is_open_word(last);
    (!sentence_end && (blank || page.lines[next].is_running())).then_some(n)
}
