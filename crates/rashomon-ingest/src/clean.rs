//! Cleaning: which parts of a text are the report, and which are the page around it.
//!
//! A text is cut into lines; each rule family looks at them in turn and says what it knows, by
//! wording, place, shape and shared vocabulary. What no family claims is running text.
//! Families only mark: the text itself is never changed.
//!
//! | family | reason it gives | knows its lines by |
//! |---|---|---|
//! | [`headers`] | metadata | names of fields, dates alone, staff credits |
//! | [`notices`] | notice | wording |
//! | [`promos`] | promo | wording |
//! | [`navigation`] | navigation | wording |
//! | [`comments`] | comments | wording, and everything after the invitation |
//! | [`adverts`] | advertisement | wording; trades the report does not mention |
//! | [`feeds`] | feed | wording |
//! | [`captions`] | caption | furniture, credits, numbered slides |
//! | [`teasers`] | teaser | place, broken ends, foreign vocabulary, capitals |
//! | [`breaks`] | (none: joins lines) | open ends |

pub mod adverts;
pub mod breaks;
pub mod captions;
pub mod comments;
mod cues;
pub mod feeds;
pub mod headers;
pub mod navigation;
pub mod notices;
pub(crate) mod page;
pub mod promos;
pub mod teasers;
pub(crate) mod words;

use rashomon_text::{Article, Note, Paragraph, ParagraphKind, Removed, Source, Span};

use self::page::{Fate, Page};
use crate::{
    Given,
    decode::Decoded,
    meta::{byline, credits, dateline, dateline::Dateline, language, outlet, published, title},
    unseen,
};

/// Cleans a plain text. Pure: no I/O; whatever `text` is, this returns.
///
/// The article's text is `text` as it is; see the crate's first page for an example.
pub fn clean_text(source: Source, text: String, given: &Given) -> Article {
    finish_text(source, Decoded { text, map: None, notes: Vec::new() }, given)
}

pub(crate) fn finish_text(source: Source, decoded: Decoded, given: &Given) -> Article {
    let Decoded { mut text, map, notes } = decoded;
    let mut raw = map;
    let mut forced = None;
    if let Some(title) = given.title.as_deref().map(str::trim).filter(|title| !title.is_empty()) {
        let body = text.trim_start();
        if body.starts_with(title) {
            let start = text.len() - body.len();
            forced = Some(Span::from_range(start..start + title.len()));
        } else {
            text.insert_str(0, &format!("{title}\n\n"));
            raw = None;
            forced = Some(Span::from_range(0..title.len()));
        }
    }
    let known = Known { title: forced, url: source.url.clone(), ..Known::default() };
    let parts = clean(Page::new(&text), &known).into_parts(given, &known);
    finish(source, text, raw, notes, parts)
}

/// What is known of a text before it is cleaned: from a page's metadata, or from the user.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Where the headline stands.
    pub(crate) title: Option<Span>,
    pub(crate) url: Option<String>,
    /// The authors as the page's metadata name them.
    pub(crate) byline: Option<String>,
    /// Where the author line stands.
    pub(crate) byline_at: Option<Span>,
    pub(crate) outlet: Option<rashomon_text::Outlet>,
    pub(crate) published: Option<rashomon_text::Published>,
    /// The moment of that, ISO 8601.
    pub(crate) published_at: Option<String>,
    pub(crate) modified: Option<rashomon_text::Modified>,
    /// The language the page declares, ISO 639-1.
    pub(crate) language: Option<String>,
}

/// A page with every line decided, and what the page says about itself.
pub(crate) struct Cleaned<'t> {
    pub(crate) page: Page<'t>,
    pub(crate) title: Option<usize>,
    pub(crate) title_span: Option<Span>,
    pub(crate) byline: Option<Span>,
    pub(crate) dateline: Option<(usize, Dateline)>,
    pub(crate) outlet: Option<rashomon_text::Outlet>,
    pub(crate) published: Option<rashomon_text::Published>,
    pub(crate) modified: Option<rashomon_text::Modified>,
    pub(crate) credits: Vec<rashomon_text::Credit>,
}

/// Everything of an article but its text.
pub(crate) struct Parts {
    paragraphs: Vec<Paragraph>,
    removed: Vec<Removed>,
    title: Option<Span>,
    byline: Option<Span>,
    dateline: Option<Span>,
    outlet: Option<rashomon_text::Outlet>,
    published: Option<rashomon_text::Published>,
    published_at: Option<String>,
    modified: Option<rashomon_text::Modified>,
    credits: Vec<rashomon_text::Credit>,
    language: &'static str,
    truncated: bool,
    notes: Vec<Note>,
}

/// Runs every family over the page, in an order that lets later ones see what earlier ones found.
pub(crate) fn clean<'t>(mut page: Page<'t>, known: &Known) -> Cleaned<'t> {
    let (forced, url) = (known.title, known.url.as_deref());
    let title_line =
        |page: &Page, span: Span| page.lines.iter().position(|line| line.span.overlaps(span));
    let forced_line = forced.and_then(|span| title_line(&page, span));
    if let Some(n) = forced_line {
        page.lines[n].fate = Fate::Keep(ParagraphKind::Title);
    }
    headers::mark(&mut page);
    cues::mark(&mut page);
    cues::unmark_most(&mut page);
    captions::mark(&mut page);
    comments::mark(&mut page);
    let named = known.byline.as_deref().and_then(|names| byline::of(&page, names));
    let byline = byline::mark(&mut page).or(known.byline_at).or(named);
    let title = forced_line.or_else(|| title::find(&page));
    if let Some(n) = title {
        page.lines[n].fate = Fate::Keep(ParagraphKind::Title);
        headers::mark_repeats(&mut page, n);
    }
    adverts::mark(&mut page);
    teasers::mark(&mut page);
    let dateline = (0..page.lines.len())
        .filter(|&n| page.is_open(n))
        .take(3)
        .find_map(|n| dateline::find(&page, n).map(|found| (n, found)));
    let inner = dateline.as_ref().map(|(_, found)| found);
    let outlet = known.outlet.clone().or_else(|| outlet::find(&page, url));
    let own = outlet.as_ref().map(|outlet| outlet.name.as_str());
    let credits = credits::find(&page, inner, own);
    let published = known.published.clone().or_else(|| published::find(&page, inner, url));
    let modified = known.modified.clone().or_else(|| published::changed(&page));
    let title_span = forced.or_else(|| title.map(|n| page.lines[n].span));
    Cleaned { page, title, title_span, byline, dateline, outlet, published, modified, credits }
}

impl Cleaned<'_> {
    pub(crate) fn into_parts(self, given: &Given, known: &Known) -> Parts {
        let Self {
            page,
            title,
            title_span,
            byline,
            dateline,
            outlet,
            published,
            modified,
            credits,
        } = self;
        let mut removed = page.parts.clone();
        for line in &page.lines {
            if let Fate::Remove(reason) = line.fate {
                removed.push(Removed { span: line.span, reason });
            }
        }
        let removed = disjoint(removed);
        let paragraphs = paragraphs(&page, title, dateline.as_ref(), &removed);
        let mut notes = Vec::new();
        let body: String = paragraphs
            .iter()
            .filter(|it| it.kind == ParagraphKind::Body)
            .take(40)
            .flat_map(|it| [it.span.slice(page.text), "\n"])
            .collect();
        let language = match language::detect(&body) {
            "und" => known.language.as_deref().and_then(language::known).unwrap_or("und"),
            found => found,
        };
        if body.trim().is_empty() {
            notes.push(Note::new(
                "empty",
                "no running text was found; nothing is read from this document",
            ));
        } else if language != "en" && language != "und" {
            notes.push(Note::new(
                "language",
                format!("the text seems to be in another language than English ({language}); expect little from it"),
            ));
        }
        let truncated = breaks_off(&page);
        if truncated {
            notes.push(Note::new(
                "truncated",
                "the text breaks off before its end; what follows is not known",
            ));
        }
        let published = given.published().or(published);
        let day = published.as_ref().filter(|it| it.start == it.end).map(|it| it.start.to_string());
        let published_at = known
            .published_at
            .clone()
            .filter(|at| day.as_ref().is_some_and(|day| at.starts_with(day.as_str())));
        // nothing is changed before it is there
        let modified = modified
            .filter(|it| published.as_ref().is_none_or(|published| published.start <= it.day));
        Parts {
            paragraphs,
            removed,
            title: title_span,
            byline,
            dateline: dateline.map(|(_, found)| found.span),
            outlet: given.outlet().or(outlet),
            published,
            published_at,
            modified,
            credits,
            language,
            truncated,
            notes,
        }
    }
}

pub(crate) fn finish(
    source: Source,
    text: String,
    raw: Option<rashomon_text::OffsetMap>,
    mut notes: Vec<Note>,
    parts: Parts,
) -> Article {
    let Parts {
        paragraphs,
        removed,
        title,
        byline,
        dateline,
        outlet,
        published,
        published_at,
        modified,
        credits,
        language,
        truncated,
        notes: more,
    } = parts;
    notes.extend(more);
    notes.extend(unseen::note(&text, &paragraphs));
    // where the text was cut on its way here, too
    let truncated = truncated || notes.iter().any(|note| note.code == "truncated");
    Article {
        source,
        text,
        paragraphs,
        removed,
        title,
        byline,
        dateline,
        outlet,
        published,
        published_at,
        modified,
        credits,
        language,
        truncated,
        notes,
        raw,
    }
}

/// The kept blocks: joined where a sentence runs over a break, the dateline's place on its own.
fn paragraphs(
    page: &Page,
    title: Option<usize>,
    dateline: Option<&(usize, Dateline)>,
    removed: &[Removed],
) -> Vec<Paragraph> {
    let joins: Vec<usize> =
        breaks::joins(page, title).into_iter().map(|(_, second)| second).collect();
    let mut out: Vec<Paragraph> = Vec::new();
    // where the paragraph of the last running line stands in `out`
    let mut open: Option<usize> = None;
    for (n, line) in page.lines.iter().enumerate() {
        let kind = match line.fate {
            Fate::Remove(_) => continue,
            Fate::Keep(kind) => kind,
            Fate::Open if is_heading(page, n) => ParagraphKind::Heading,
            Fate::Open => ParagraphKind::Body,
        };
        let mut span = line.span;
        if let Some((at, found)) = dateline
            && *at == n
        {
            out.push(Paragraph { span: found.place, kind: ParagraphKind::Heading });
            span.start = found.after;
        }
        let span = without_edges(page.text, span, removed);
        if span.is_empty() {
            continue;
        }
        if let Some(at) = open
            && joins.binary_search(&n).is_ok()
            && at + 1 == out.len()
        {
            out[at].span = out[at].span.cover(span);
            continue;
        }
        if line.fate == Fate::Open {
            open = Some(out.len());
        }
        out.push(Paragraph { span, kind });
    }
    out
}

/// A short line without a full stop between paragraphs of running text.
fn is_heading(page: &Page, n: usize) -> bool {
    let line = &page.lines[n];
    line.words <= 8 && !line.terminal && !page.text.is_empty() && page.lines.len() > 1
}

/// `span` without marked ranges and white space at its ends.
fn without_edges(text: &str, mut span: Span, removed: &[Removed]) -> Span {
    let first = removed.partition_point(|it| it.span.end <= span.start);
    for it in &removed[first..] {
        if it.span.start > span.start {
            break;
        }
        if it.span.end < span.end {
            span.start = span.start.max(it.span.end);
            span = page::trim(span, text);
        }
    }
    let last = removed.partition_point(|it| it.span.start < span.end);
    for it in removed[..last].iter().rev() {
        if it.span.end < span.end || it.span.start <= span.start {
            break;
        }
        span.end = it.span.start;
        span = page::trim(span, text);
    }
    page::trim(span, text)
}

/// Sorts ranges and cuts overlaps: the earlier, longer one stays whole.
fn disjoint(mut ranges: Vec<Removed>) -> Vec<Removed> {
    ranges.sort_by(|a, b| a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)));
    let mut out: Vec<Removed> = Vec::with_capacity(ranges.len());
    for mut range in ranges {
        if let Some(last) = out.last() {
            range.span.start = range.span.start.max(last.span.end);
        }
        if range.span.start < range.span.end {
            out.push(range);
        }
    }
    out
}

/// Whether the last running line stops inside a sentence.
fn breaks_off(page: &Page) -> bool {
    let last = (0..page.lines.len())
        .rev()
        .find(|&n| page.is_open(n) && (page.lines[n].words >= 10 || page.lines[n].cut));
    let Some(n) = last else { return false };
    let line = &page.lines[n];
    let quoted_end = line.folded.ends_with(['"', '\'']);
    line.words >= 8
        && (line.cut && !quoted_end
            || line.folded.ends_with(',')
            || !line.terminal && words::of(&line.folded).last().is_some_and(breaks::is_open_word))
}
