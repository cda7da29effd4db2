//! Who published the text, by its own words.
//!
//! # What it finds
//! Ways in which an outlet names itself, each with a weight:
//!
//! | evidence | weight |
//! |---|---|
//! | its address or name alone on the first lines | 6 |
//! | its name in a copyright line, a byline, or its own promotion ("for the … news team") | 3 |
//! | "… has asked the ministry for comment", "… could not verify" | 2 |
//! | "… correspondent Jane Doe" in a heading, "… staff writer" in a credit line | 2 |
//! | a picture credit "(Jane Doe / …)" | 1 each, 2 at most |
//! | "told …", in the report's own voice | 1 each, 3 at most; alone, only where it is 3 |
//!
//! # Why it matters
//! Whose account it is decides who says what; a wrong name is worse than none.
//!
//! # Examples
//! - *told Harbour Post Digital* twice, and *Harbour Post Digital has contacted the port* → Harbour Post
//!
//! # Limits
//! Below two points, or with a rival as strong, nothing is said. Agencies are credited by others, so being
//! told something never makes a text theirs.

use std::collections::BTreeMap;

use rashomon_text::{Basis, Outlet, ParagraphKind, Reason, Span};

use super::media::{self, Kind};
use crate::clean::page::{Fate, Line, Page, fold};

/// Points and places of one candidate.
#[derive(Debug, Default)]
struct Evidence {
    points: u32,
    told: u32,
    pictures: u32,
    spans: Vec<Span>,
}

/// What an outlet says it did, after its name.
const OWN_ACTS: [&str; 22] = [
    "has contacted",
    "have contacted",
    "contacted",
    "has approached",
    "approached",
    "has asked",
    "asked the",
    "reached out",
    "has reached out",
    "sent press queries",
    "sent questions",
    "sent a request",
    "sent queries",
    "could not independently",
    "could not immediately",
    "was unable to",
    "is unable to",
    "has not been able",
    "request for comment",
    "requests for comment",
    "request for a comment",
    "has not independently",
];

/// Words by which a promotion or notice is the outlet's own, not a link's title.
const OWN_PROMOTION: [&str; 17] = [
    "newsletter",
    "follow",
    "facebook",
    "twitter",
    "subscri",
    "sign up",
    "news team",
    "©",
    "copyright",
    "our ",
    " app",
    "readers",
    "story for",
    "products and services",
    "journalis",
    "tips",
    "contact",
];

pub(crate) fn find(page: &Page, url: Option<&str>) -> Option<Outlet> {
    if let Some(host) = url.and_then(media::host) {
        let name = media::of_host(host).map_or_else(|| bare_host(host).to_owned(), str::to_owned);
        return Some(Outlet { name, basis: Basis::Metadata, evidence: Vec::new() });
    }
    let mut found: BTreeMap<String, Evidence> = BTreeMap::new();
    for (n, line) in page.lines.iter().enumerate() {
        weigh(page, n, line, &mut found);
    }
    let mut ranked: Vec<(&String, &Evidence)> = found.iter().collect();
    ranked.sort_by(|a, b| b.1.points.cmp(&a.1.points).then(a.0.cmp(b.0)));
    let (name, best) = *ranked.first()?;
    let rival = ranked.get(1).map_or(0, |(_, evidence)| evidence.points);
    // a report may quote what somebody told another outlet once or twice
    let told_only = best.points == best.told.min(3);
    let enough = if told_only { 3 } else { 2 };
    let sure = best.points >= enough && (best.points >= rival * 2 || best.points >= rival + 3);
    sure.then(|| {
        let mut evidence = best.spans.clone();
        evidence.sort_unstable();
        evidence.dedup();
        Outlet { name: name.clone(), basis: Basis::Text, evidence }
    })
}

pub(crate) fn bare_host(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// What kind of evidence a place is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Site,
    Name,
    Act,
    Role,
    Picture,
    Told,
}

fn add(found: &mut BTreeMap<String, Evidence>, name: &str, sign: Sign, span: Span) {
    let entry = found.entry(name.to_owned()).or_default();
    let points = match sign {
        Sign::Site => 6,
        Sign::Name => 3,
        Sign::Act | Sign::Role => 2,
        Sign::Picture => {
            entry.pictures += 1;
            u32::from(entry.pictures <= 2)
        }
        Sign::Told => {
            entry.told += 1;
            u32::from(entry.told <= 3)
        }
    };
    if points > 0 {
        entry.points += points;
        entry.spans.push(span);
    }
}

fn weigh(page: &Page, n: usize, line: &Line, found: &mut BTreeMap<String, Evidence>) {
    let text = line.span.slice(page.text);
    // the site's address or name alone
    if n < 3 && line.fate == Fate::Remove(Reason::Metadata) {
        if let Some(host) = media::domain(text) {
            add(found, bare_host(host), Sign::Site, line.span);
            return;
        }
        if let Some(it) = media::find(text).filter(|it| it.range.len() == text.len()) {
            add(found, it.name, Sign::Site, line.span);
            return;
        }
    }
    for it in names(text) {
        if let Some(sign) = sign(line, text, &it) {
            let start = line.span.start;
            add(found, &it.name, sign, Span::new(start + it.start as u32, start + it.end as u32));
        }
    }
}

fn sign(line: &Line, text: &str, it: &Named) -> Option<Sign> {
    let promotion = Fate::Remove(Reason::Promo) == line.fate
        || Fate::Remove(Reason::Notice) == line.fate
        || Fate::Remove(Reason::Comments) == line.fate;
    if promotion {
        let own = OWN_PROMOTION.iter().any(|cue| line.folded.contains(cue));
        return own.then_some(Sign::Name);
    }
    if line.fate == Fate::Keep(ParagraphKind::Byline) {
        return Some(Sign::Name);
    }
    let before = text[..it.start].trim_end();
    let after = text[it.end..].trim_start_matches(['\'', '’']);
    let after = after.strip_prefix("s ").unwrap_or(after).trim_start();
    let folded = fold(cut(after, 90));
    let credit_line = line.fate == Fate::Remove(Reason::Metadata);
    let heading = line.words <= 14 && !line.terminal && line.fate == Fate::Open;
    let role = folded.split(' ').take(4).any(|word| {
        matches!(
            word,
            "correspondent" | "reporter" | "editor" | "staff" | "writer" | "photographer"
        )
    });
    if (heading || credit_line) && role {
        return Some(Sign::Role);
    }
    if credit_line && text[it.end..].starts_with(['\'', '’']) {
        // "Harbour Post's Jane Doe contributed to this report"
        return Some(Sign::Role);
    }
    if before.ends_with('/') && before.contains('(') && text[it.end..].starts_with(')') {
        return Some(Sign::Picture);
    }
    if line.fate != Fate::Open {
        return None;
    }
    if OWN_ACTS.iter().any(|act| folded.starts_with(act)) {
        return Some(Sign::Act);
    }
    let told =
        before.strip_suffix(" the").or_else(|| before.strip_suffix(" The")).unwrap_or(before);
    told.ends_with(" told").then_some(Sign::Told)
}

/// A name of an outlet in a line, known or not; agencies are left out.
struct Named {
    name: String,
    start: usize,
    end: usize,
}

fn names(text: &str) -> Vec<Named> {
    let mut out = Vec::new();
    let mut taken = 0;
    for found in media::find_all(text) {
        taken = found.range.end;
        if found.kind == Kind::Outlet {
            let name = found.name.to_owned();
            out.push(Named { name, start: found.range.start, end: found.range.end });
        }
    }
    // names the table does not know: after words an outlet stands after, or at the start
    for cue in ["told ", "© ", "Copyright ", "for ", "by ", "Follow ", "to ", "/ ", "/"] {
        for (at, _) in text.match_indices(cue) {
            let digits = |c: char| c.is_ascii_digit() || c == ' ' || c == '-' || c == ',';
            let rest = text[at + cue.len()..].trim_start_matches(digits);
            unknown(text, text.len() - rest.len(), &mut out);
        }
    }
    if taken == 0 {
        unknown(text, 0, &mut out);
    }
    out.sort_by_key(|it| (it.start, it.end));
    out.dedup_by_key(|it| it.start);
    out
}

fn unknown(text: &str, start: usize, out: &mut Vec<Named>) {
    let Some(length) = media::unknown_name(&text[start..]) else { return };
    let name = &text[start..start + length];
    if media::find(name).is_some() {
        return;
    }
    let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    // "Harbour Post Digital" and "Harbour Post" are one outlet
    let bare =
        bare.strip_suffix(" Digital").or_else(|| bare.strip_suffix(" Online")).unwrap_or(bare);
    out.push(Named {
        name: bare.to_owned(),
        start: start + name.len() - name.trim_start().len(),
        end: start + length,
    });
}

/// The first `bytes` of `text`, cut at a character.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
