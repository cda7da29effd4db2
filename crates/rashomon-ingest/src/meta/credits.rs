//! Which agencies and outlets a text leans on.
//!
//! # What it finds
//! Names of agencies and outlets beside words that credit them: "told Reuters", "Yonhap reported",
//! "according to Sky News", "The Associated Press contributed to this report", "(AFP)" in a dateline or at
//! the end.
//!
//! # Why it matters
//! Two reports that credit one agency are one origin, not two.
//!
//! # Examples
//! - *the port was closed, the Harbour Gazette reported* → Harbour Gazette
//! - *VALLETTA (AP) —* → Associated Press
//!
//! # Limits
//! A name that is not in `data/media.tsv` is found only after "told" and "according to", and only if it
//! ends like one ("… Post", "… News"). Picture credits are not counted.

use rashomon_text::{Credit, Reason, Span};

use super::{
    dateline::Dateline,
    media::{self, Kind},
};
use crate::clean::page::{Fate, Page};

/// Words before a name that credit it, as the last words before it.
const BEFORE: [&str; 38] = [
    "told",
    "tells",
    "telling",
    "according to",
    "reports",
    "reported by",
    "quoted by",
    "cited by",
    "citing",
    "quoting",
    "reported to",
    "said to",
    "speaking to",
    "spoke to",
    "speaking with",
    "spoke with",
    "email to",
    "interview with",
    "interview to",
    "interview by",
    "letter to",
    "message to",
    "statement to",
    "interviewed by",
    "report by",
    "report from",
    "report in",
    "reports from",
    "reports by",
    "inputs from",
    "input from",
    "information from",
    "reporting by",
    "reporting from",
    "files from",
    "published by",
    "obtained by",
    "seen by",
];

/// Words within a few after a name that credit it.
const AFTER: [&str; 27] = [
    "reports",
    "reported",
    "reporting",
    "report",
    "said",
    "says",
    "claimed",
    "claims",
    "quoted",
    "quoting",
    "cited",
    "citing",
    "wrote",
    "published",
    "noted",
    "revealed",
    "contributed",
    "writes",
    "broadcast",
    "aired",
    "learned",
    "understands",
    "verified",
    "quotes",
    "cites",
    "confirmed",
    "interview",
];

pub(crate) fn find(page: &Page, dateline: Option<&Dateline>, own: Option<&str>) -> Vec<Credit> {
    let mut credits = Vec::new();
    for line in &page.lines {
        let read = match line.fate {
            Fate::Open | Fate::Remove(Reason::Metadata) => true,
            Fate::Remove(Reason::Notice) => {
                line.folded.contains("copyright") || line.folded.contains('©')
            }
            _ => false,
        };
        if !read {
            continue;
        }
        let text = line.span.slice(page.text);
        let notice = matches!(line.fate, Fate::Remove(_));
        for found in media::find_all(text) {
            if found.kind == Kind::Photo || own == Some(found.name) {
                continue;
            }
            if notice && found.kind != Kind::Agency {
                continue;
            }
            let signed = found.kind == Kind::Agency && signs(text, &found.range);
            let span = if notice || signed {
                Some((found.range.start, found.range.end))
            } else {
                credited(text, found.range.start, found.range.end)
            };
            if let Some((start, end)) = span {
                credits.push(credit(found.name.to_owned(), line.span, start, end));
            }
        }
        if notice {
            unknown_contributor(text, line.span, own, &mut credits);
        } else {
            unknown(text, line.span, own, &mut credits);
        }
    }
    if let Some(dateline) = dateline {
        let text = dateline.span.slice(page.text);
        for found in media::find_all(text).filter(|found| found.kind != Kind::Photo) {
            if own != Some(found.name) {
                let Credit { name, span } = credit(
                    found.name.to_owned(),
                    dateline.span,
                    found.range.start,
                    found.range.end,
                );
                credits.push(Credit { name, span });
            }
        }
    }
    credits.sort_by(|a, b| (a.span, &a.name).cmp(&(b.span, &b.name)));
    credits.dedup();
    credits
}

fn credit(name: String, line: Span, start: usize, end: usize) -> Credit {
    Credit { name, span: Span::new(line.start + start as u32, line.start + end as u32) }
}

/// Whether a line of running text ends with the name, alone after a sentence: "… brought ashore. AFP".
fn signs(text: &str, name: &std::ops::Range<usize>) -> bool {
    let before = text[..name.start].trim_end_matches([' ', '-', '–', '—', '/', '(', '[']);
    let after = text[name.end..].trim_matches([' ', '.', ')', ']']);
    after.is_empty() && before.ends_with(['.', '"', '”', '!', '?'])
}

/// The crediting words around the name at `start..end`, if there are any.
fn credited(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    // "(Reuters)" at the end of the text's last lines, "From Yonhap:", "- AFP"
    let before = &text[..start];
    let after = &text[end..];
    let alone = before.trim_matches(|c: char| !c.is_alphanumeric());
    if alone.is_empty() && after.chars().all(|c| !c.is_alphanumeric()) {
        return Some((start, end));
    }
    if alone.eq_ignore_ascii_case("from") && after.trim_start().starts_with(':') {
        return Some((0, end));
    }
    if before.ends_with('(')
        && after.starts_with(')')
        && after[1..].chars().all(|c| !c.is_alphanumeric())
    {
        return Some((start, end));
    }
    // "the Atlantic Council" is no magazine
    let goes_on = after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
    if goes_on && text[start..end].to_ascii_lowercase().starts_with("the ") {
        return None;
    }
    if let Some(at) = cue_before(before) {
        return Some((at, end));
    }
    let window = &after[..after.char_indices().nth(70).map_or(after.len(), |(at, _)| at)];
    let sentence = window.find(['.', '?', '!', '"', '“']).unwrap_or(window.len());
    let mut at = 0;
    for word in window[..sentence].split_inclusive(' ').take(6) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        at += word.len();
        // after a comma, only what still belongs to the name
        if window.starts_with(',') && !matches!(bare.as_str(), "quoting" | "citing") {
            continue;
        }
        if AFTER.contains(&bare.as_str()) {
            let length = window[..at].trim_end().trim_end_matches([',', ';', ':']).len();
            return Some((start, end + length));
        }
    }
    None
}

/// Where the crediting words that end `before` begin. Words that describe the medium ("the South
/// Korean news agency") may stand between.
fn cue_before(before: &str) -> Option<usize> {
    let from = before.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let tail = &before[from..];
    let tail = tail.rsplit(['.', '?', '!', '"', '“', '”']).next().unwrap_or(tail);
    let start = before.len() - tail.len();
    let words: Vec<(usize, &str)> = tail
        .split(' ')
        .scan(0, |at, word| {
            let here = *at;
            *at += word.len() + 1;
            Some((here, word))
        })
        .filter(|(_, word)| !word.is_empty())
        .collect();
    // "told <at most four describing words> Name"
    for n in (0..words.len()).rev().take(6) {
        let one = words[n].1.to_lowercase();
        let two = n.checked_sub(1).map(|m| format!("{} {one}", words[m].1.to_lowercase()));
        let describing = words[n + 1..].iter().all(|(_, word)| describes(word));
        if !describing {
            return None;
        }
        if let Some(two) = two
            && BEFORE.contains(&two.as_str())
        {
            return Some(start + words[n - 1].0);
        }
        if BEFORE.contains(&one.as_str()) {
            return Some(start + words[n].0);
        }
    }
    None
}

/// Words that may stand between a crediting word and the name.
fn describes(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        bare,
        "the"
            | "a"
            | "an"
            | "news"
            | "agency"
            | "newspaper"
            | "daily"
            | "weekly"
            | "broadcaster"
            | "magazine"
            | "channel"
            | "website"
            | "site"
            | "state"
            | "official"
            | "local"
            | "state-run"
            | "semi-official"
            | "state-owned"
            | "outlet"
            | "private"
            | "public"
            | "its"
            | "TV"
            | "network"
            | "media"
            | "wire"
            | "service"
            | "tabloid"
            | "station"
    ) || bare.starts_with(char::is_uppercase)
}

/// A name the table does not know that begins a staff credit: "The Lantern Press Agency contributed to
/// this report."
fn unknown_contributor(text: &str, line: Span, own: Option<&str>, credits: &mut Vec<Credit>) {
    let Some(length) = media::unknown_name(text) else { return };
    let (name, rest) = text.split_at(length);
    let bare = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name);
    let agency = bare.ends_with("Agency") || bare.ends_with("Press") || bare.ends_with("News");
    let known = media::find(name).is_some() || own.is_some_and(|own| own.contains(bare));
    if agency && !known && rest.trim_start().starts_with("contributed") {
        let end = length + rest.len() - rest.trim_start().len() + "contributed".len();
        credits.push(credit(bare.to_owned(), line, 0, end));
    }
}

/// Names the table does not know, after "told" and "according to".
fn unknown(text: &str, line: Span, own: Option<&str>, credits: &mut Vec<Credit>) {
    for cue in ["told ", "according to ", "reported by ", "quoted by "] {
        for (at, _) in text.match_indices(cue) {
            let rest = at + cue.len();
            let Some(length) = media::unknown_name(&text[rest..]) else { continue };
            let name = &text[rest..rest + length];
            if media::find_all(name).next().is_some() {
                continue;
            }
            let bare =
                name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
            if own.is_some_and(|own| own.contains(bare) || bare.contains(own)) {
                continue;
            }
            credits.push(credit(bare.to_owned(), line, at, rest + length));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(&str, &str)]) {
        let page = Page::new(text);
        let credits = find(&page, None, Some("BBC"));
        let found: Vec<_> =
            credits.iter().map(|it| (it.name.as_str(), it.span.slice(text))).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn credits_beside_crediting_words() {
        check(
            "The port was closed, its head told the Reuters news agency.",
            &[("Reuters", "told the Reuters")],
        );
        check(
            "The port is closed, according to Sky News.",
            &[("Sky News", "according to Sky News")],
        );
        check(
            "A ferry sank, the Yonhap news agency reported.",
            &[("Yonhap News Agency", "Yonhap news agency reported")],
        );
        check(
            "Nobody was hurt, he told the Harbour Gazette.",
            &[("Harbour Gazette", "told the Harbour Gazette")],
        );
        check(
            "The Associated Press contributed to this report.",
            &[("Associated Press", "The Associated Press contributed")],
        );
    }

    #[test]
    fn agencies_that_sign() {
        check("Nobody was hurt, the port authority said. AFP", &[("Agence France-Presse", "AFP")]);
        check("“Nobody was hurt.” — Reuters", &[("Reuters", "Reuters")]);
        check(
            "Nobody was hurt, he said in an email to AFP on Monday.",
            &[("Agence France-Presse", "email to AFP")],
        );
        check("Then he went to work for Reuters.", &[]);
    }

    #[test]
    fn names_alone_are_no_credit() {
        check("Shares in Reuters fell by two per cent.", &[]);
        check("It is not the end, the Atlantic Council said on Monday.", &[]);
        check("He once worked for Al Jazeera in Doha. It said nothing.", &[]);
        check("He told the BBC that the port was closed.", &[]);
    }
}
