use rashomon_text::Span;

use super::{dates, media};
use crate::clean::page::Page;

/// What stands before the first sentence: place, agency, date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// All of it, the dash included: "TEHRAN --".
    pub(crate) span: Span,
    /// The place and what stands with it, without the dash.
    pub(crate) place: Span,
    /// Where the sentence begins.
    pub(crate) after: u32,
}

/// The dateline of line `n`.
///
/// Known by its dash and by what stands before it: words in capitals, an agency in brackets, or, before
/// a long or double dash, one to four capitalised words.
///
/// | text | dateline |
/// |---|---|
/// | `VALLETTA, Malta (Agency) -- The port …` | `VALLETTA, Malta (Agency) --` |
/// | `VALLETTA – The port …` | `VALLETTA –` |
/// | `Valletta, 7 September — The port …` | `Valletta, 7 September —` |
/// | `(Reuters) - The port …` | `(Reuters) -` |
/// | `The port — once the largest — closed` | none |
pub(crate) fn find(page: &Page, n: usize) -> Option<Dateline> {
    let text = page.str(n);
    let head = prefix(text, 110);
    let (at, dash) = dash(head)?;
    let before = head[..at].trim_end();
    let after = text[at + dash.len()..].trim_start();
    if before.is_empty() || after.split_whitespace().take(3).count() < 3 {
        return None;
    }
    // a pair of dashes holds an aside
    let sentence = after.find(". ").map_or(after, |end| &after[..end]);
    let aside = sentence.contains(dash);
    let long = dash.starts_with(['—', '–']) || dash == "--" || dash == "---";
    if !fits(before, long && !aside) {
        return None;
    }
    let start = page.lines[n].span.start;
    Some(Dateline {
        span: Span::new(start, start + (at + dash.len()) as u32),
        place: Span::new(start, start + before.len() as u32),
        after: start + (text.len() - after.len()) as u32,
    })
}

/// The first `bytes` of `text`, cut at a character.
fn prefix(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The first dash that stands apart from words.
fn dash(head: &str) -> Option<(usize, &str)> {
    for (at, c) in head.char_indices() {
        if !matches!(c, '—' | '–' | '-' | '―') {
            continue;
        }
        let rest = &head[at..];
        let length = rest.len() - rest.trim_start_matches(['—', '–', '-', '―']).len();
        let spaced = head[..at].ends_with(char::is_whitespace) || head[..at].ends_with(')');
        if spaced || matches!(c, '—' | '―') || length >= 2 && c == '-' {
            return Some((at, &rest[..length]));
        }
    }
    None
}

fn fits(before: &str, long: bool) -> bool {
    if before.len() > 90 || before.ends_with(['.', ',', ';', ':']) && !before.ends_with("t.") {
        // "Sept." may end it
        let short_month = dates::day(&format!("{before} 2000")).is_some();
        if !short_month && before.len() > 3 && !before.ends_with("Pa.") {
            return false;
        }
    }
    let agency = media::find_all(before).any(|found| found.kind != media::Kind::Photo);
    let bracket = before.ends_with(')');
    let words: Vec<&str> = before.split_whitespace().collect();
    if words.len() > 9 || before.contains(['"', '“', '”', '‘', ':', '?', '!']) {
        return false;
    }
    let named = words.iter().all(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let small = matches!(
            bare,
            "of" | "the"
                | "and"
                | "de"
                | "al"
                | "el"
                | "sur"
                | "am"
                | "st"
                | "on"
                | "in"
                | "near"
                | "aboard"
        );
        bare.is_empty() || small || !bare.starts_with(char::is_lowercase)
    });
    let capitals = words[0].chars().filter(|c| c.is_alphabetic()).count() >= 3
        && words[0].chars().all(|c| !c.is_lowercase());
    let article = matches!(
        words[0].to_lowercase().as_str(),
        "the"
            | "a"
            | "an"
            | "in"
            | "on"
            | "at"
            | "it"
            | "he"
            | "she"
            | "we"
            | "but"
            | "and"
            | "there"
            | "this"
            | "that"
    );
    let place = before.split([',', '(']).next().unwrap_or_default();
    let capitals = capitals && place.split_whitespace().count() <= 3;
    named && !article && (capitals || agency && bracket || long && words.len() <= 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        let page = Page::new(text);
        assert_eq!(find(&page, 0).map(|it| it.span.slice(text)), expect, "{text}");
    }

    #[test]
    fn datelines() {
        check(
            "VALLETTA, Malta (Agency) -- The port was closed.",
            Some("VALLETTA, Malta (Agency) --"),
        );
        check("VALLETTA – The port was closed.", Some("VALLETTA –"));
        check("Valletta, 7 September — The port was closed.", Some("Valletta, 7 September —"));
        check("(Reuters) - The port was closed.", Some("(Reuters) -"));
        check(
            "MALTA, Sept. 7 (Xinhua) -- The port was closed.",
            Some("MALTA, Sept. 7 (Xinhua) --"),
        );
        check("VALLETTA—The port was closed.", Some("VALLETTA—"));
    }

    #[test]
    fn dashes_in_sentences() {
        check("The port — once the largest of the sea — was closed.", None);
        check("Anna Borg - a nurse from Gozo - was there when it fell.", None);
        check("Borg — who was there — said nothing at all.", None);
        check("A well-known port was closed.", None);
        check("“HANDS OFF – it is ours,” she wrote on Monday.", None);
        check("He said so — twice in a day, she added.", None);
    }
}
