//! The texts themselves, and the passages that every statement on the page opens.

use maud::{Markup, html};
use rashomon_reconcile::dossier::{Article, Cite, Story, Version};
use rashomon_text::{CodePoints, DocId, ParagraphKind, Span};

use super::{Page, explained};
use crate::{
    cites::clamp,
    view::{Note, Telling, dates::days, passages as shown, segments},
};

/// Texts up to which all stand open.
const OPEN: usize = 12;
/// Places shown at which a version differs from the one before it.
const CHANGES: usize = 40;
/// The language of the page.
const PAGE: &str = "en";
/// Bytes of cited words past which a passage is cut in its middle.
const LONG: u32 = 900;

/// Every text with its cited parts marked and its removed parts greyed.
///
/// Where stories are left out of the page, so are the texts of which the page shows nothing.
pub(super) fn sources(page: &Page<'_>, stories: &[&Story]) -> Markup {
    if page.accounts.all().is_empty() {
        return html! {};
    }
    let open = page.accounts.all().len() <= OPEN;
    let mut shown = vec![stories.len() == page.dossier.stories.len(); page.dossier.documents.len()];
    let told = stories.iter().flat_map(|story| &story.documents);
    for doc in told.chain(page.notes.all().iter().map(|note| &note.doc)) {
        if let Some(shown) = shown.get_mut(doc.index()) {
            *shown = true;
        }
    }
    // a version's text leads to those before and after it
    let versions = &page.dossier.versions;
    for version in versions.iter().chain(versions.iter().rev()) {
        let [this, before] = [version.doc, version.of].map(DocId::index);
        if this.max(before) < shown.len() {
            let either = shown[this] || shown[before];
            (shown[this], shown[before]) = (either, either);
        }
    }
    let mut marks: Vec<Vec<(Span, usize)>> = vec![Vec::new(); page.dossier.documents.len()];
    for (i, note) in page.notes.all().iter().enumerate() {
        if let Some(here) = marks.get_mut(note.doc.index()) {
            here.extend(note.spans.iter().map(|&s| (s, i + 1)));
        }
    }
    let body = html! {
        @for ((telling, article), marks) in page.accounts.all().iter().zip(&page.dossier.documents).zip(&mut marks)
            .zip(shown).filter(|(_, shown)| *shown).map(|(text, _)| text) {
            div.source id=(format!("d{}", telling.mark)) {
                (about(page, telling, article))
                @if page.text {
                    @if open { (text(article, marks)) }
                    @else { details { summary { "Read the text" } (text(article, marks)) } }
                }
            }
        }
    };
    html! {
        section.sources id="texts" {
            h2 { "The texts" }
            @if page.text {
                (explained("As read, every character. Marked: cited above; the small number leads back. Grey and struck: not part of the account."))
            } @else if page.links.is_some() {
                (explained("Each name leads to the text, with what is cited here marked."))
            } @else {
                (explained("The texts themselves were left out of this page."))
            }
            (body)
        }
    }
}

/// What is known about a text.
fn about(page: &Page<'_>, telling: &Telling, article: &Article) -> Markup {
    let source = &article.source;
    // nothing but the web's own schemes may be followed
    let url = source.url.as_deref().filter(|u| {
        let lower = u.get(..8).unwrap_or(u).to_ascii_lowercase();
        lower.starts_with("https://") || lower.starts_with("http://")
    });
    let published = article.published.as_ref().map(|it| it.end);
    let changed = article.modified.as_ref().map(|it| it.day).filter(|&day| published != Some(day));
    html! {
        header {
            h3 {
                @if page.links.is_some() { (page.reference(telling)) }
                @else { b.mark { (telling.mark) } " " span dir="auto" { (telling.name) } }
            }
            p.soft {
                (telling.dated)
                @if let Some(day) = changed { ", changed " (days(day, day)) }
                @if let Some(byline) = article.byline { " · " span dir="auto" { (clamp(&article.text, byline).slice(&article.text)) } }
                @if let Some(url) = url { " · " a href=(url) rel="noreferrer nofollow" { "as published" } }
                @if let Some(path) = &source.path { " · " span dir="auto" { (path.rsplit('/').next().unwrap_or(path)) } }
                @if let Some(record) = &source.record { " · " span dir="auto" { (record) } }
            }
            @for credit in &article.credits { p.soft { "credits " span dir="auto" { (credit.name) } } }
            @if telling.truncated { p.note { "The text breaks off." } }
            @for (message, times) in notes(article) {
                p.note dir="auto" { (message) @if times > 1 { " (" (times) " times)" } }
            }
            (versions(page, telling))
        }
    }
}

/// What the text is a later version of and what it changed, and whether there is a later one yet.
fn versions(page: &Page<'_>, telling: &Telling) -> Markup {
    let later = page.dossier.versions.iter().find(|it| it.of == telling.doc);
    let this = page.dossier.versions.iter().find(|it| it.doc == telling.doc);
    let words = |cite: Option<Cite>| {
        let cite = cite?;
        let text = &page.dossier.documents.get(cite.doc.index())?.text;
        Some(cut(text, clamp(text, cite.span)))
    };
    let link = |doc: DocId| {
        let mark = page.accounts.get(doc).map_or(0, |it| it.mark);
        html! { a href=(page.document(doc)) { "text " (mark) } }
    };
    html! {
        @if let Some(later) = later {
            p.note { "An earlier version of " (link(later.doc)) ", which alone is told above." }
        }
        @if let Some(Version { of, changes, .. }) = this {
            p.note {
                "The page of " (link(*of)) ", changed since"
                @if changes.is_empty() { ", but not in its words." } @else { ":" }
            }
            ul.changes {
                @for change in changes.iter().take(CHANGES) {
                    li dir="auto" {
                        @let (was, now) = (words(change.removed), words(change.added));
                        @let labels = if was.is_some() && now.is_some() { ["was", "now"] } else { ["taken out", "added"] };
                        @if let Some(words) = was { p { b { (labels[0]) } " " del { (words) } } }
                        @if let Some(words) = now { p { b { (labels[1]) } " " ins { (words) } } }
                    }
                }
                @if changes.len() > CHANGES { li { "and " (changes.len() - CHANGES) " more places" } }
            }
        }
    }
}

/// What was odd about the text, each message once.
fn notes(article: &Article) -> Vec<(&str, usize)> {
    let mut notes: Vec<(&str, usize)> = Vec::new();
    for note in &article.notes {
        match notes.iter_mut().find(|(message, _)| *message == note.message) {
            Some(known) => known.1 += 1,
            None => notes.push((&note.message, 1)),
        }
    }
    notes
}

/// The text line by line.
fn text(article: &Article, marks: &mut [(Span, usize)]) -> Markup {
    marks.sort_unstable();
    let spans: Vec<Span> = marks.iter().map(|m| m.0).collect();
    let all =
        segments(&article.text, Span::from_range(0..article.text.len()), &spans, &article.removed);
    let mut ends: Vec<(u32, usize)> = marks.iter().map(|m| (m.0.end, m.1)).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut anchors = vec![];
    let mut seen = std::collections::BTreeSet::new();
    for &(span, number) in marks.iter() {
        if seen.insert(number) {
            anchors.push((span.start, number));
        }
    }
    let (mut next_segment, mut next_anchor, mut next_end) = (0, 0, 0);
    let mut lines: Vec<Markup> = Vec::new();
    let mut at = 0_u32;
    for line in article.text.split_inclusive('\n') {
        let (from, to) = (at, at + line.len() as u32);
        at = to;
        let kind = kind(article, Span::new(from, to));
        let mut parts: Vec<Markup> = Vec::new();
        while let Some(segment) = all.get(next_segment).filter(|s| s.span.start < to) {
            let here = Span::new(segment.span.start.max(from), segment.span.end.min(to));
            let mut ids = Vec::new();
            while let Some(&(_, n)) = anchors.get(next_anchor).filter(|a| a.0 <= here.start) {
                ids.push(format!("m{n}"));
                next_anchor += 1;
            }
            // the cited words themselves are the place of the last passage that begins with them
            let own = if segment.cited && !segment.removed { ids.pop() } else { None };
            parts.push(html! { @for id in ids { a id=(id) {} } });
            let words = here.slice(&article.text).trim_end_matches(['\n', '\r']);
            parts.push(html! {
                @if segment.removed && segment.cited { s { mark { (words) } } }
                @else if segment.removed { s { (words) } }
                @else if segment.cited { mark id=[own] { (words) } }
                @else { (words) }
            });
            let mut numbers = Vec::new();
            while let Some(&(_, n)) = ends.get(next_end).filter(|e| e.0 <= here.end) {
                numbers.push(n);
                next_end += 1;
            }
            parts.push(backs(&numbers));
            if segment.span.end > to {
                break;
            }
            next_segment += 1;
        }
        if line.trim().is_empty() {
            // anchors may stand on an empty line; text does not
            continue;
        }
        lines.push(html! { p class=[kind] { @for part in &parts { (part) } } });
    }
    html! { div.text lang=(article.language) { @for line in &lines { (line) } } }
}

/// Small numbers that lead back to the statements which use a passage.
fn backs(numbers: &[usize]) -> Markup {
    const SHOWN: usize = 2;
    html! {
        @if !numbers.is_empty() {
            sup {
                @for (i, n) in numbers.iter().take(SHOWN).enumerate() {
                    @if i > 0 { " " }
                    a href=(format!("#r{n}")) { (n) }
                }
                @if numbers.len() > SHOWN { " +" (numbers.len() - SHOWN) }
            }
        }
    }
}

fn kind(article: &Article, line: Span) -> Option<&'static str> {
    let at = article.paragraphs.partition_point(|p| p.span.end <= line.start);
    match article.paragraphs.get(at).filter(|p| p.span.overlaps(line))?.kind {
        ParagraphKind::Title => Some("title"),
        ParagraphKind::Byline => Some("byline"),
        ParagraphKind::Heading => Some("heading"),
        ParagraphKind::Caption => Some("caption"),
        ParagraphKind::Body => None,
    }
}

/// The passages: each opens over the page, and stands in a numbered list on paper.
///
/// A wide story has thousands of them, so nothing stands in one that style sheets can write: neither its number nor
/// a language that is the page's own.
pub(super) fn passages(page: &Page<'_>) -> Markup {
    let places = Places::new(page);
    html! {
        section.passages {
            h2 { "Passages" }
            @for (i, note) in page.notes.all().iter().enumerate() {
                @if let (Some(telling), Some(article)) =
                    (page.accounts.get(note.doc), page.dossier.documents.get(note.doc.index())) {
                    div popover id=(format!("n{}", i + 1)) {
                        p {
                            b { (telling.mark) } " " bdi { (telling.name) } ", " (telling.dated)
                            @if let Some(href) = places.of(i + 1, note) { " " a href=(href) { "in the text" } }
                        }
                        @for passage in shown(article, &note.spans) { (quoted(article, passage, &note.spans)) }
                    }
                }
            }
        }
    }
}

/// Where the words of notes stand in their texts.
enum Places<'a> {
    /// Below on the page.
    Below,
    /// On the pages of the documents: their addresses, and their positions in code points.
    Own(Vec<(&'a str, CodePoints<'a>)>),
    /// The texts are left out.
    Nowhere,
}

impl<'a> Places<'a> {
    fn new(page: &Page<'a>) -> Self {
        match page.links {
            Some(links) => Self::Own(
                links
                    .documents
                    .iter()
                    .zip(&page.dossier.documents)
                    .map(|(href, article)| (href.as_str(), CodePoints::new(&article.text)))
                    .collect(),
            ),
            None if page.text => Self::Below,
            None => Self::Nowhere,
        }
    }

    fn of(&self, number: usize, note: &Note) -> Option<String> {
        match self {
            Self::Below => Some(format!("#m{number}")),
            Self::Own(documents) => {
                let (href, points) = documents.get(note.doc.index())?;
                let (start, end) = points.of_span(*note.spans.first()?);
                Some(format!("{href}?from={start}&to={end}#here"))
            }
            Self::Nowhere => None,
        }
    }
}

fn quoted(article: &Article, passage: Span, marks: &[Span]) -> Markup {
    html! {
        blockquote lang=[(article.language != PAGE).then_some(&article.language)] {
            @for segment in segments(&article.text, passage, marks, &article.removed) {
                @if segment.removed && !segment.cited { s { "…" } }
                @else if segment.cited { mark { (cut(&article.text, segment.span)) } }
                @else { (segment.span.slice(&article.text)) }
            }
        }
    }
}

/// The words, without their middle where they are very long.
fn cut(text: &str, span: Span) -> String {
    if span.len() <= LONG {
        return span.slice(text).to_owned();
    }
    let head = clamp(text, Span { start: span.start, end: span.start + LONG * 2 / 3 });
    let tail = clamp(text, Span { start: span.end - LONG / 3, end: span.end });
    format!("{} […] {}", head.slice(text), tail.slice(text))
}
