//! Versions of one page: the same address seen again with another text.
//!
//! # What it finds
//! Documents of one address that are not the same in their words, in the order in which they were
//! changed or published, and what each changed in the one before it.
//!
//! # Why it matters
//! Two versions are one account: only the last of them is read as the outlet's. What was taken out or
//! put in is a finding of its own.
//!
//! # Limits
//! Two texts under one address that share next to no words and no headline are not held to be versions:
//! such an address is that of a section, or wrong.

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;
use std::ops::Range;

use rashomon_extract::Account;
use rashomon_text::{Article, Cite, DocId, Note, ParagraphKind, Span};
use rustc_hash::FxBuildHasher;

use crate::dossier::{Change, Version};

/// Share of the words of the shorter text that the other must hold.
const SHARED: f32 = 0.3;
/// Pairs of paragraphs that are compared; beyond it, all between the first and the last change is one.
const PAIRS: usize = 4 << 20;

/// Drops accounts that say the same words from the same address as one before them, which gets a note.
pub fn drop_seen_again(accounts: Vec<Account>) -> Vec<Account> {
    let first_of = seen_again(&accounts);
    let mut accounts: Vec<Option<Account>> = accounts.into_iter().map(Some).collect();
    for (n, first) in first_of.into_iter().enumerate() {
        let Some(first) = first else { continue };
        let Some(again) = accounts[n].take() else { continue };
        let place = crate::order::name(&again.article.source);
        let message = format!("The same words from the same address again: {place}.");
        if let Some(first) = &mut accounts[first] {
            first.article.notes.push(Note::new("seen-again", message));
        }
    }
    accounts.into_iter().flatten().collect()
}

/// For each account, the one before it that says the same words from the same address.
fn seen_again(accounts: &[Account]) -> Vec<Option<usize>> {
    let words = |article: &Article| paragraphs(article).map(|(_, words)| words).collect::<Vec<_>>();
    // the words are compared where the numbers for them are the same
    let mut seen: BTreeMap<(String, u64), Vec<usize>> = BTreeMap::new();
    let mut again = vec![None; accounts.len()];
    for (n, account) in accounts.iter().enumerate() {
        let Some(address) = address(&account.article) else { continue };
        let here = words(&account.article);
        if here.is_empty() {
            continue;
        }
        let before = seen.entry((address, FxBuildHasher.hash_one(&here))).or_default();
        let same = |&first: &usize| words(&accounts[first].article) == here;
        match before.iter().copied().find(same) {
            Some(first) => again[n] = Some(first),
            None => before.push(n),
        }
    }
    again
}

/// Of accounts in canonical order, those that are no outlet's account by themselves: earlier versions of a page, and
/// what was seen again.
pub fn left_out(accounts: &[Account]) -> Vec<bool> {
    let again = seen_again(accounts);
    let mut out = superseded(accounts.len(), &find(accounts));
    for (out, again) in out.iter_mut().zip(again) {
        *out |= again.is_some();
    }
    out
}

/// The versions among the documents, by document: all but the first of each page.
pub fn find(accounts: &[Account]) -> Vec<Version> {
    let mut pages: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, account) in accounts.iter().enumerate() {
        if let Some(address) = address(&account.article) {
            pages.entry(address).or_default().push(n);
        }
    }
    let mut versions = Vec::new();
    for mut group in pages.into_values().filter(|group| group.len() > 1) {
        group.sort_by_key(|&n| (when(&accounts[n].article), n));
        for pair in group.windows(2) {
            let (old, new) = (&accounts[pair[0]].article, &accounts[pair[1]].article);
            if !alike(old, new) {
                continue;
            }
            let cite = |n: usize, span: Option<Span>| Some(Cite::new(DocId(n as u32), span?));
            let changes = changes(old, new)
                .into_iter()
                .map(|(removed, added)| Change {
                    removed: cite(pair[0], removed),
                    added: cite(pair[1], added),
                })
                .collect();
            let (of, doc) = (DocId(pair[0] as u32), DocId(pair[1] as u32));
            versions.push(Version { doc, of, changes });
        }
    }
    versions.sort_by_key(|version| version.doc);
    versions
}

/// Whether each document has a later version.
pub fn superseded(documents: usize, versions: &[Version]) -> Vec<bool> {
    let mut out = vec![false; documents];
    for version in versions {
        out[version.of.index()] = true;
    }
    out
}

/// The documents of each story, by number: those that were grouped, and beside them what they superseded
/// ([`left_out`]), which is at the same [`address`].
pub fn beside(
    groups: &[Vec<DocId>],
    addresses: &[Option<String>],
    superseded: &[bool],
) -> Vec<Vec<usize>> {
    let mut group_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for address in group.iter().filter_map(|doc| addresses[doc.index()].as_deref()) {
            group_of.entry(address).or_insert(number);
        }
    }
    let mut stories: Vec<Vec<usize>> =
        groups.iter().map(|group| group.iter().map(|doc| doc.index()).collect()).collect();
    for n in (0..superseded.len()).filter(|&n| superseded[n]) {
        let address = addresses[n].as_deref();
        match address.and_then(|address| group_of.get(address)) {
            Some(&group) => stories[group].push(n),
            None => stories.push(vec![n]),
        }
    }
    stories
}

/// When a version was made, as far as it says; what says nothing comes first.
fn when(article: &Article) -> (Option<rashomon_text::Date>, Option<&str>) {
    let modified = article.modified.as_ref();
    let published = article.published.as_ref();
    (
        modified.map(|it| it.day).or(published.map(|it| it.start)),
        modified.and_then(|it| it.at.as_deref()).or(article.published_at.as_deref()),
    )
}

/// The address for comparing: without scheme, `www.`, fragment and the tags of campaigns. `None` for
/// that of a whole site.
pub fn address(article: &Article) -> Option<String> {
    let (_, rest) = article.source.url.as_deref()?.split_once("://")?;
    let rest = rest.split('#').next()?;
    let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = page.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let path = path.trim_end_matches('/');
    let campaign = |part: &&str| {
        !part.is_empty()
            && !["utm_", "fbclid", "gclid", "mc_cid", "mc_eid"]
                .iter()
                .any(|it| part.starts_with(it))
    };
    let query: Vec<&str> = query.split('&').filter(campaign).collect();
    if path.is_empty() && query.is_empty() {
        return None;
    }
    Some(format!("{host}/{path}?{}", query.join("&")))
}

/// What an account says, paragraph by paragraph, white space squeezed; what is marked is left out.
fn paragraphs(article: &Article) -> impl Iterator<Item = (Span, String)> + '_ {
    article.paragraphs.iter().filter(|it| it.kind != ParagraphKind::Byline).map(|paragraph| {
        let mut words = String::new();
        let mut at = paragraph.span.start;
        let first = article.removed.partition_point(|it| it.span.end <= paragraph.span.start);
        for removed in &article.removed[first..] {
            if removed.span.start >= paragraph.span.end {
                break;
            }
            if removed.span.start > at {
                words.push_str(article.slice(Span::new(at, removed.span.start)));
            }
            at = removed.span.end.min(paragraph.span.end);
        }
        words.push_str(article.slice(Span::new(at, paragraph.span.end)));
        (paragraph.span, words.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

/// Whether two texts can be versions of one.
fn alike(a: &Article, b: &Article) -> bool {
    let title = |article: &Article| article.title.map(|span| article.slice(span).to_lowercase());
    if title(a).is_some() && title(a) == title(b) {
        return true;
    }
    let words = |article: &Article| {
        let mut words: Vec<String> = paragraphs(article)
            .flat_map(|(_, text)| {
                text.split(|c: char| !c.is_alphanumeric())
                    .filter(|word| word.chars().count() > 3)
                    .map(str::to_lowercase)
                    .collect::<Vec<_>>()
            })
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (a, b) = (words(a), words(b));
    let (shorter, longer) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let shared = shorter.iter().filter(|word| longer.binary_search(word).is_ok()).count();
    !shorter.is_empty() && shared as f32 >= SHARED * shorter.len() as f32
}

/// What `new` has in place of what `old` had, in the order of the texts.
fn changes(old: &Article, new: &Article) -> Vec<(Option<Span>, Option<Span>)> {
    let (a, b): (Vec<_>, Vec<_>) = (paragraphs(old).collect(), paragraphs(new).collect());
    let mut out = Vec::new();
    for (from_a, from_b) in differing(&a, &b) {
        let pairs = from_a.len().min(from_b.len());
        for n in 0..from_a.len().max(from_b.len()) {
            if n < pairs {
                let (x, y) = (a[from_a.start + n].0, b[from_b.start + n].0);
                out.push(narrowed(old.slice(x), x, new.slice(y), y));
            } else if n < from_a.len() {
                out.push((Some(a[from_a.start + n].0), None));
            } else {
                out.push((None, Some(b[from_b.start + n].0)));
            }
        }
    }
    out
}

/// The stretches between paragraphs that are the same in both, by a longest common subsequence.
fn differing(a: &[(Span, String)], b: &[(Span, String)]) -> Vec<(Range<usize>, Range<usize>)> {
    let same = |i: usize, j: usize| a[i].1 == b[j].1;
    let start = (0..a.len().min(b.len())).take_while(|&n| same(n, n)).count();
    let (mut end_a, mut end_b) = (a.len(), b.len());
    while end_a > start && end_b > start && same(end_a - 1, end_b - 1) {
        (end_a, end_b) = (end_a - 1, end_b - 1);
    }
    let (height, width) = (end_a - start, end_b - start + 1);
    let mut out = Vec::new();
    let (mut i, mut j) = (start, start);
    if height.saturating_mul(width) <= PAIRS {
        let mut longest = vec![0u32; (height + 1) * width];
        let at = |i: usize, j: usize| (i - start) * width + (j - start);
        for i in (start..end_a).rev() {
            for j in (start..end_b).rev() {
                longest[at(i, j)] = if same(i, j) {
                    longest[at(i + 1, j + 1)] + 1
                } else {
                    longest[at(i + 1, j)].max(longest[at(i, j + 1)])
                };
            }
        }
        let (mut from_a, mut from_b) = (i, j);
        while i < end_a && j < end_b {
            if same(i, j) {
                if i > from_a || j > from_b {
                    out.push((from_a..i, from_b..j));
                }
                (i, j) = (i + 1, j + 1);
                (from_a, from_b) = (i, j);
            } else if longest[at(i + 1, j)] >= longest[at(i, j + 1)] {
                i += 1;
            } else {
                j += 1;
            }
        }
        (i, j) = (from_a, from_b);
    }
    if i < end_a || j < end_b {
        out.push((i..end_a, j..end_b));
    }
    out
}

/// Two paragraphs without the words they begin and end with alike.
fn narrowed(a: &str, x: Span, b: &str, y: Span) -> (Option<Span>, Option<Span>) {
    let words = |text: &str| -> Vec<Range<usize>> {
        let start = text.as_ptr() as usize;
        text.split_whitespace()
            .map(|word| word.as_ptr() as usize - start)
            .zip(text.split_whitespace())
            .map(|(at, word)| at..at + word.len())
            .collect()
    };
    let (p, q) = (words(a), words(b));
    let same = |m: &Range<usize>, n: &Range<usize>| a[m.clone()] == b[n.clone()];
    let front = p.iter().zip(&q).take_while(|(m, n)| same(m, n)).count();
    let most = p.len().min(q.len()) - front;
    let back =
        p.iter().rev().zip(q.iter().rev()).take(most).take_while(|(m, n)| same(m, n)).count();
    let rest = |words: &[Range<usize>], span: Span| {
        let words = &words[front..words.len() - back];
        let (first, last) = (words.first()?, words.last()?);
        Some(Span::new(span.start + first.start as u32, span.start + last.end as u32))
    };
    (rest(&p, x), rest(&q, y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marked::account;
    use rashomon_text::{Basis, Date, Modified};

    fn page(path: &str, url: &str, text: &str) -> Account {
        let mut account = account(path, text);
        account.article.source.url = Some(url.to_owned());
        account
    }

    const OLD: &str = "# Wall gives way\nThe harbour wall gave way at noon.\nTwo people were hurt, the \
                       mayor said.\nWater ran into every house.";
    const NEW: &str = "# Wall gives way\nThe harbour wall gave way at noon.\nFour people were hurt, the \
                       mayor said.\nWater ran into every house.\nThe market stays closed.";

    /// A line per version: its document, the one before it, and what changed.
    #[track_caller]
    fn check(accounts: &[Account], expect: &str) {
        let words = |cite: Option<Cite>| {
            cite.map_or("", |cite| cite.span.slice(&accounts[cite.doc.index()].article.text))
        };
        let lines = find(accounts).into_iter().map(|version| {
            let changes = version.changes.iter();
            let changes: Vec<String> = changes
                .map(|it| format!("[{}] to [{}]", words(it.removed), words(it.added)))
                .collect();
            format!("{} after {}: {}", version.doc.0, version.of.0, changes.join(", "))
        });
        assert_eq!(lines.collect::<Vec<_>>().join("\n"), expect);
    }

    #[test]
    fn what_a_version_changes() {
        check(
            &[
                page("1", "https://www.paper.example/wall?utm_source=x#top", OLD),
                page("2", "http://paper.example/wall/", NEW),
            ],
            "1 after 0: [Two] to [Four], [] to [The market stays closed.]",
        );
    }

    #[test]
    fn the_order_is_that_of_their_days() {
        let day = |day| Modified {
            day: Date::constant(2031, 5, day),
            at: None,
            basis: Basis::Metadata,
            evidence: Vec::new(),
        };
        let mut accounts =
            [page("1", "https://a.example/wall", NEW), page("2", "https://a.example/wall", OLD)];
        accounts[0].article.modified = Some(day(9));
        accounts[1].article.modified = Some(day(7));
        check(&accounts, "0 after 1: [Two] to [Four], [] to [The market stays closed.]");
        assert_eq!(superseded(2, &find(&accounts)), [false, true]);
    }

    #[test]
    fn other_pages_are_no_versions() {
        let other = "# Bread dearer\nBakers ask for more, and customers frown.";
        check(
            &[page("1", "https://a.example/wall", OLD), page("2", "https://a.example/wall", other)],
            "",
        );
        check(&[page("1", "https://a.example/", OLD), page("2", "https://a.example", NEW)], "");
        check(
            &[page("1", "https://a.example/?p=1", OLD), page("2", "https://a.example/?p=2", NEW)],
            "",
        );
        check(
            &[page("1", "https://a.example/wall", OLD), page("2", "https://b.example/wall", NEW)],
            "",
        );
        check(&[account("1", OLD), account("2", NEW)], "");
    }

    #[test]
    fn the_same_words_again_are_one_document() {
        let twice = vec![
            page("1", "https://a.example/wall", OLD),
            page("2", "https://a.example/wall#more", OLD),
            page("3", "https://b.example/wall", OLD),
        ];
        let kept = drop_seen_again(twice);
        assert_eq!(kept.len(), 2);
        let note = &kept[0].article.notes[0];
        assert_eq!(note.code, "seen-again");
        assert!(note.message.ends_with("again: 2."), "{}", note.message);
        assert!(kept[1].article.notes.is_empty());
    }

    #[test]
    fn very_many_paragraphs_are_one_change() {
        let text = |word: &str| {
            (0..3000).map(|n| format!("A {word} line {n} of this.\n")).collect::<Vec<_>>().concat()
        };
        let accounts = [
            page("1", "https://a.example/w", &text("first")),
            page("2", "https://a.example/w", &text("second")),
        ];
        let versions = find(&accounts);
        assert_eq!(versions[0].changes.len(), 3000);
    }

    #[test]
    fn what_was_superseded_stays_beside_its_page() {
        let groups = [vec![DocId(0), DocId(3)], vec![DocId(1)]];
        let address = |text: &str| Some(text.to_owned());
        let addresses = [address("a/1?"), None, address("a/1?"), None];
        let stories = beside(&groups, &addresses, &[false, false, true, false]);
        assert_eq!(stories, [vec![0, 3, 2], vec![1]]);
    }
}
