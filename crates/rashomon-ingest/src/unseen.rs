//! Characters that nobody sees and that make a text read otherwise than it is stored.
//!
//! # What it finds
//! Controls that turn the direction of writing (`U+202A`–`U+202E`, `U+2066`–`U+2069`), tags (`U+E0000`–`U+E007F`), and
//! characters of no width between two letters.
//!
//! # Why it matters
//! With them a sentence can look like another one, and a word like itself without being it.
//!
//! # Examples
//! - *fer\u{200B}ry*, which is not the word "ferry"
//! - *\u{202E}yrref*, which reads "ferry"
//!
//! # Limits
//! Text that is hidden by its colour or size is not known. Joiners in scripts that need them, and in emoji, are no matter.

use std::fmt::Write as _;

use rashomon_text::{Note, Paragraph, Span};

/// A note where the kept text holds such characters. They stay where they are.
pub(crate) fn note(text: &str, paragraphs: &[Paragraph]) -> Option<Note> {
    let (mut turning, mut hidden) = (0usize, 0usize);
    let mut first = None;
    for paragraph in paragraphs {
        let mut before = ' ';
        for (at, c) in paragraph.span.slice(text).char_indices() {
            if !is_suspect(c) {
                before = c;
                continue;
            }
            let place = paragraph.span.start as usize + at;
            let end = place + c.len_utf8();
            if turns(c) {
                turning += 1;
            } else if is_tag(c) && before != FLAG || joins(before, &text[end..], c) {
                hidden += 1;
            } else {
                continue;
            }
            first.get_or_insert(Span::from_range(place..end));
        }
    }
    let first = first?;
    let mut message = String::from("the text holds characters that are not seen: ");
    let mut and = "";
    if turning > 0 {
        let _ = write!(message, "{turning} that turn the direction of writing");
        and = " and ";
    }
    if hidden > 0 {
        let _ = write!(message, "{and}{hidden} hidden between letters");
    }
    message.push_str("; they are left as they are, and the text may not say what it seems to");
    Some(Note::new("unseen-characters", message).at(first))
}

/// Tags may follow it: flags of regions are written so.
const FLAG: char = '\u{1F3F4}';

fn is_suspect(c: char) -> bool {
    c > '\u{AC}' && (turns(c) || is_tag(c) || has_no_width(c))
}

fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0000}'..='\u{E007F}')
}

fn has_no_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Whether `c` has no width and stands between a letter and what `after` begins with, another one. Only some
/// scripts write joiners and their like.
fn joins(before: char, after: &str, c: char) -> bool {
    let plain = |c: char| c.is_alphanumeric() && c < '\u{250}';
    let next = after.chars().find(|&c| !is_suspect(c));
    has_no_width(c) && plain(before) && next.is_some_and(plain)
}

#[cfg(test)]
mod tests {
    use rashomon_text::Article;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(&str, u32)>) {
        let article = Article::plain(text);
        let found = note(&article.text, &article.paragraphs);
        let found = found.as_ref().map(|it| (&*it.message, it.span.map_or(0, |span| span.start)));
        match (found, expect) {
            (Some((message, at)), Some((words, place))) => {
                assert!(message.contains(words) && at == place, "{message} at {at}");
            }
            (found, expect) => assert_eq!(found, expect, "{text:?}"),
        }
    }

    #[test]
    fn what_is_not_seen_is_told() {
        check("The \u{202E}yrref\u{202C} sank.", Some(("2 that turn the direction", 4)));
        check("The fer\u{200B}ry sank.", Some(("1 hidden between letters", 7)));
        check(
            "A fer\u{2060}\u{200D}ry \u{2066}sank\u{2069}.",
            Some(("2 that turn the direction of writing and 2 hidden", 5)),
        );
        check("The ferry\u{E0041} sank.", Some(("1 hidden", 9)));
    }

    #[test]
    fn what_scripts_and_signs_need_is_not() {
        check("The ferry sank.\u{200B} It is gone.", None);
        check("\u{FEFF}The ferry sank, \u{200E}he said.", None);
        check("Der Hafen\u{AD}meister sprach.", None);
        check("می\u{200C}خواهم", None);
        check(
            "A flag: \u{1F3F4}\u{E0067}\u{E0062}\u{E007F}, a family: \u{1F468}\u{200D}\u{1F469}.",
            None,
        );
    }
}
