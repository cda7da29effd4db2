//! Pictures: credits, caption furniture, slide shows.
//!
//! # What it finds
//! - caption furniture ("Image copyright … Image caption", "Photo:", "Hide caption 3 of 12"): marked, and
//!   what the caption says is kept as a caption;
//! - lines that are nothing but a credit: *(Jane Doe / Harbour Post)*;
//! - slide shows: a run of lines numbered "3/12", with the heading above them.
//!
//! # Why it matters
//! A caption tells of the event, and its credit does not; a slide show tells of other events.
//!
//! # Examples
//! - *Image copyright EPA Image caption A crane lifts the ferry* → the last six words are kept
//! - *4/34 27 November 2017 A choir sings in Valletta Getty* → marked
//!
//! # Limits
//! A caption that stands as a line of its own without any credit reads like a short sentence, and is
//! kept as running text.

use rashomon_text::{ParagraphKind, Reason};

use super::page::{Fate, Page};
use crate::meta::media;

/// What precedes a caption, lower case; the last one found ends the furniture.
const BEFORE: [&str; 8] = [
    "image caption",
    "media caption",
    "video caption",
    "toggle caption",
    "photo caption",
    "caption:",
    "media playback is unsupported on your device",
    "facebook twitter pinterest",
];

/// What a line of caption furniture begins with, lower case.
const OPENERS: [&str; 11] = [
    "image copyright",
    "image source",
    "image caption",
    "media caption",
    "video caption",
    "photo caption",
    "media playback is unsupported on your device",
    "enlarge this image",
    "caption:",
    "image:",
    "facebook twitter pinterest",
];

/// What begins a line that is a credit only, lower case.
const CREDITS: [&str; 14] = [
    "photo:",
    "photos:",
    "photo by",
    "photograph:",
    "photograph by",
    "photographs by",
    "picture:",
    "pictures:",
    "credit:",
    "image credit",
    "photo credit",
    "picture credit",
    "file photo",
    "photo courtesy",
];

pub(super) fn mark(page: &mut Page) {
    mark_slides(page);
    for n in 0..page.lines.len() {
        // a caption's player notice looks like a button to the cues
        let open = page.is_open(n)
            || matches!(page.lines[n].fate, Fate::Remove(Reason::Navigation | Reason::Promo));
        if open {
            mark_line(page, n);
        }
    }
}

fn mark_line(page: &mut Page, n: usize) {
    let text = page.str(n);
    let lower = text.to_ascii_lowercase();
    if OPENERS.iter().any(|opener| lower.starts_with(opener)) {
        let says = BEFORE.iter().filter_map(|cue| lower.find(cue).map(|at| at + cue.len())).max();
        match says {
            Some(at) if says_something(&text[at..]) => {
                page.remove_part(n, 0, at, Reason::Caption);
                page.lines[n].fate = Fate::Keep(ParagraphKind::Caption);
                mark_credit_at_end(page, n, at);
            }
            _ => page.remove(n, Reason::Caption),
        }
        return;
    }
    if lower.contains("hide caption") {
        page.remove(n, Reason::Caption);
        return;
    }
    if page.is_removed(n) {
        return;
    }
    let credit = CREDITS.iter().any(|cue| lower.starts_with(cue)) && page.lines[n].words <= 12;
    if credit || is_credit(text) {
        page.remove(n, Reason::Caption);
    } else if let Some(at) = credit_before(text, page.lines[n].terminal) {
        page.remove_part(n, 0, at, Reason::Caption);
        page.lines[n].fate = Fate::Keep(ParagraphKind::Caption);
    } else if let Some(at) = credit_after(text) {
        page.remove_part(n, at, text.len(), Reason::Caption);
        page.lines[n].fate = Fate::Keep(ParagraphKind::Caption);
    } else if mark_credit_at_end(page, n, 0) {
        page.lines[n].fate = Fate::Keep(ParagraphKind::Caption);
    }
}

/// Whether there are words enough for a statement, and not the same credit twice.
fn says_something(text: &str) -> bool {
    let words: Vec<_> = text.split_whitespace().collect();
    let twice =
        words.len().is_multiple_of(2) && words[..words.len() / 2] == words[words.len() / 2..];
    words.len() >= 4 && !twice
}

/// A credit in brackets at the end: "(Photo: AP)", "(Jane Doe/Reuters)". Marks it.
fn mark_credit_at_end(page: &mut Page, n: usize, from: usize) -> bool {
    let text = page.str(n);
    let Some(open) =
        text.rfind(['(', '[']).filter(|&at| at > from && text.ends_with([')', ']', '.']))
    else {
        return false;
    };
    let inside = text[open + 1..].trim_end_matches(['.', ')', ']']);
    let lower = inside.to_ascii_lowercase();
    let named = |cue: &&str| {
        lower.strip_prefix(*cue).is_some_and(|rest| {
            rest.starts_with([':', '/']) || rest.starts_with(" by ") || rest.starts_with(" credit")
        })
    };
    let credit = ["photo", "picture", "image", "credit", "ap photo", "file photo"].iter().any(named)
        || inside.contains('/') && names_media(inside) && inside.split_whitespace().count() <= 9
        // a bare "(Reuters)" may credit a whole report: only under something that is no sentence
        || names_only(inside) && !before_is_sentence(&text[..open]);
    if credit {
        page.remove_part(n, open, text.len(), Reason::Caption);
    }
    credit
}

fn before_is_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '"', '”'])
}

/// Whether the text is a credit and nothing else: a bracket or a few words with a slash that name an
/// agency or outlet, or such a name alone.
fn is_credit(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let bracket = text.starts_with('(') && text.ends_with(')');
    let inner = text.trim_matches(['(', ')', '[', ']']);
    let labelled = ["image:", "photo:", "picture:", "credit:", "photo by "]
        .iter()
        .any(|label| inner.to_ascii_lowercase().starts_with(label));
    if bracket && labelled && words <= 12 {
        return true;
    }
    (words <= 9 && inner.contains('/') && names_media(inner) && !inner.ends_with(['.', '?', '!']))
        || (bracket && words <= 3 && names_only(inner))
        || (words <= 6
            && (inner.ends_with("Getty Images") || inner.starts_with('©'))
            && !inner.contains('.'))
}

/// How long a credit before a caption is: "Getty Images A crane lifts the ferry". Only before a line
/// that is no sentence, or where two agencies stand side by side.
fn credit_before(text: &str, terminal: bool) -> Option<usize> {
    let first = media::find(text).filter(|found| found.range.start == 0)?;
    let mut end = first.range.end;
    let mut several = false;
    loop {
        let rest = text[end..].trim_start_matches([' ', '/', '•', '-', ':', '|', ',']);
        let at = text.len() - rest.len();
        match media::find(rest).filter(|found| found.range.start == 0) {
            Some(next) => {
                end = at + next.range.end;
                several = true;
            }
            None => break,
        }
    }
    let rest = text[end..].trim_start_matches([' ', '/', '•', '-', ':', '|', ',', '–', '—']);
    let begins = rest.chars().next().is_some_and(char::is_uppercase);
    let follows = text[end..].starts_with([' ', ':', '/']);
    // names go on: "BBC Radio Valletta", "Reuters News Agency said"
    let second = rest.split_whitespace().nth(1).unwrap_or_default();
    let lower_soon =
        rest.split_whitespace().take(4).any(|word| word.starts_with(char::is_lowercase));
    let is_caption = begins
        && follows
        && (lower_soon || first.kind == media::Kind::Photo)
        && rest.split_whitespace().count() >= 4
        && (several || first.kind == media::Kind::Photo || !terminal && !second.is_empty());
    is_caption.then(|| text.len() - rest.len())
}

/// Where an unbracketed credit at the end begins: "… at the port. Photograph: Jane Doe/AP", "… at the port.
/// REUTERS/Jane Doe".
fn credit_after(text: &str) -> Option<usize> {
    for cue in [" Photograph: ", " Photo: ", " Picture: ", " Image: ", " Credit: "] {
        if let Some(at) = text.rfind(cue)
            && text[at..].split_whitespace().count() <= 9
        {
            return Some(at + 1);
        }
    }
    if let Some(at) = name_and_agency(text) {
        return Some(at);
    }
    let from = text.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let slash = from + text[from..].rfind('/')?;
    let found = media::find_all(&text[from..]).find(|it| from + it.range.end == slash)?;
    let at = from + found.range.start;
    let name = text[slash + 1..].trim();
    let is_name = !name.is_empty()
        && name.split_whitespace().count() <= 4
        && name.starts_with(char::is_uppercase)
        && !name.ends_with(['.', '?', '!', ')'])
        && at > 0
        && text[..at].split_whitespace().count() >= 4;
    is_name.then_some(at)
}

/// Where "Jane Doe/Reuters" at the end begins: one to three capitalised words, a slash, an agency.
fn name_and_agency(text: &str) -> Option<usize> {
    let slash = text.rfind('/')?;
    let agency = &text[slash + 1..];
    let found = media::find(agency)?;
    if found.range != (0..agency.len()) {
        return None;
    }
    let mut at = slash;
    let mut names = 0;
    for word in text[..slash].rsplit(' ').take(3) {
        let plain =
            word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '/'));
        if !plain
            || !word.starts_with(char::is_uppercase)
            || word.len() < 2
            || word.len() > 3 && word.ends_with('.')
        {
            break;
        }
        at -= word.len() + usize::from(names > 0);
        names += 1;
    }
    (names >= 2 && text[..at].split_whitespace().count() >= 4).then_some(at)
}

fn names_media(text: &str) -> bool {
    media::find_all(text).next().is_some()
}

/// Whether the text is names of agencies and marks between them only.
fn names_only(text: &str) -> bool {
    let mut rest = text.to_owned();
    let found: Vec<_> = media::find_all(text).map(|found| found.range).collect();
    if found.is_empty() {
        return false;
    }
    for range in found.into_iter().rev() {
        rest.replace_range(range, "");
    }
    rest.chars().all(|c| !c.is_alphanumeric())
}

/// Marks runs of lines numbered "3/12" with the heading before them.
fn mark_slides(page: &mut Page) {
    let numbered = |folded: &str| {
        folded.strip_prefix("#/#").is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            || folded.starts_with("# of # ")
    };
    let slides: Vec<usize> =
        (0..page.lines.len()).filter(|&n| numbered(&page.lines[n].folded)).collect();
    if slides.len() < 2 {
        return;
    }
    for &n in &slides {
        page.remove(n, Reason::Caption);
    }
    for n in 0..page.lines.len() {
        // "12 show all The harbour in pictures", and the same heading above it
        let Some((_, heading)) = page.lines[n].folded.split_once("show all") else { continue };
        let heading = heading.trim().to_owned();
        if page.lines[n].words > 20 {
            continue;
        }
        page.remove(n, Reason::Caption);
        if n > 0 && !heading.is_empty() && page.lines[n - 1].folded == heading {
            page.remove(n - 1, Reason::Caption);
        }
    }
}
