//! Articles as lines of JSON, which can be read back without loss.
//!
//! Beside the fields that any record of JSON Lines may have (`id`, `url`, `title`, `outlet`, `published`,
//! `text`), a line of ours holds `language`, `byline`, `removed` and `notes` for its readers, and `parts`:
//! all else that an [`Article`] holds. Positions are code points of `text`. `raw` is the way to the bytes of
//! the source: runs of `[bytes of text in UTF-8, start]` that stand there as they are, and of `[bytes of text,
//! start, bytes]` that were made of the range as a whole (of nothing, where it is empty).

use std::borrow::Cow;

use rashomon_text::{
    Article, Basis, CodePoints, Credit, Modified, Note, OffsetMap, Origin, Outlet, Paragraph,
    ParagraphKind, Published, Reason, Removed, Source, Span, time::Date,
};
use serde::{Deserialize, Serialize};

use crate::{Kind, meta::language};

/// Version of the form.
const SCHEMA: &str = "rashomon.article/1";

type Text<'a> = Cow<'a, str>;
type Place = (u32, u32);

/// A line.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    schema: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Text<'a>>,
    language: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<Text<'a>>,
    text: Text<'a>,
    removed: Vec<Range<'a>>,
    notes: Vec<Remark<'a>>,
    source: Origins<'a>,
    parts: Parts<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<Vec<Vec<u32>>>,
}

#[derive(Serialize, Deserialize)]
struct Range<'a> {
    start: u32,
    end: u32,
    reason: Text<'a>,
}

#[derive(Serialize, Deserialize)]
struct Remark<'a> {
    code: Text<'a>,
    message: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Place>,
}

#[derive(Serialize, Deserialize)]
struct Origins<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Text<'a>>,
    sha256: Text<'a>,
    media_type: Text<'a>,
}

#[derive(Serialize, Deserialize)]
struct Parts<'a> {
    title: Option<Place>,
    byline: Option<Place>,
    dateline: Option<Place>,
    paragraphs: Vec<(u32, u32, Text<'a>)>,
    outlet: Option<(Text<'a>, Vec<Place>)>,
    published: Option<(Text<'a>, Text<'a>, Text<'a>, Vec<Place>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published_at: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<(Text<'a>, Option<Text<'a>>, Text<'a>, Vec<Place>)>,
    credits: Vec<(u32, u32, Text<'a>)>,
    truncated: bool,
}

/// Codes of the notes that reading gives.
const CODES: [&str; 19] = [
    "bad-date",
    "charset",
    "charset-mismatch",
    "date-after-capture",
    "empty",
    "entity-not-expanded",
    "excerpt",
    "feed-broken",
    "gzip",
    "invalid-utf8",
    "language",
    "link-unusable",
    "mojibake-repaired",
    "mojibake-suspected",
    "paywall",
    "same-bytes",
    "truncated",
    "undecodable",
    "unseen-characters",
];

/// `article` as a line of JSON without its line end, which a reader of `.jsonl` reads back as it was. With `raw`,
/// the places of its characters in the source are kept.
///
/// ```
/// use rashomon_ingest::{Given, Kind, Record, clean_text, to_json};
/// use rashomon_text::Source;
///
/// let text = "Harbour reopens\n\nThe harbour of Valletta reopened on Monday.";
/// let source = Source { media_type: Kind::Text.media_type(), ..Source::default() };
/// let article = clean_text(source, text.to_owned(), &Given::default());
/// let line = to_json(&article, true);
/// let read = Record::new(Kind::Json, "articles.jsonl", line.into_bytes()).clean().unwrap();
/// assert_eq!(read.text, article.text);
/// assert_eq!(read.paragraphs, article.paragraphs);
/// ```
pub fn to_json(article: &Article, raw: bool) -> String {
    let points = CodePoints::new(&article.text);
    let place = |span: Span| points.of_span(span);
    let places = |spans: &[Span]| spans.iter().map(|&span| place(span)).collect();
    let words = |span: Option<Span>| span.map(|span| Cow::Borrowed(article.slice(span)));
    let source = &article.source;
    let published = article.published.as_ref();
    let line = Line {
        schema: SCHEMA.into(),
        id: source.record.as_deref().or(source.path.as_deref()).map(Cow::Borrowed),
        url: source.url.as_deref().map(Cow::Borrowed),
        title: words(article.title),
        outlet: article.outlet.as_ref().map(|outlet| Cow::Borrowed(outlet.name.as_str())),
        published: published.map(|it| it.start.to_string().into()),
        language: article.language.into(),
        byline: words(article.byline),
        text: Cow::Borrowed(&article.text),
        removed: (article.removed.iter())
            .map(|it| {
                let (start, end) = place(it.span);
                Range { start, end, reason: it.reason.as_str().into() }
            })
            .collect(),
        notes: (article.notes.iter())
            .map(|it| Remark {
                code: it.code.into(),
                message: Cow::Borrowed(&it.message),
                at: it.span.map(place),
            })
            .collect(),
        source: Origins {
            path: source.path.as_deref().map(Cow::Borrowed),
            record: source.record.as_deref().map(Cow::Borrowed),
            sha256: Cow::Borrowed(&source.sha256),
            media_type: source.media_type.into(),
        },
        parts: Parts {
            title: article.title.map(place),
            byline: article.byline.map(place),
            dateline: article.dateline.map(place),
            paragraphs: (article.paragraphs.iter())
                .map(|it| (place(it.span).0, place(it.span).1, kind(it.kind).into()))
                .collect(),
            outlet: (article.outlet.as_ref())
                .map(|it| (it.basis.as_str().into(), places(&it.evidence))),
            published: published.map(|it| {
                let (start, end) = (it.start.to_string().into(), it.end.to_string().into());
                (start, end, it.basis.as_str().into(), places(&it.evidence))
            }),
            published_at: article.published_at.as_deref().map(Cow::Borrowed),
            modified: article.modified.as_ref().map(|it| {
                let at = it.at.as_deref().map(Cow::Borrowed);
                (it.day.to_string().into(), at, it.basis.as_str().into(), places(&it.evidence))
            }),
            credits: (article.credits.iter())
                .map(|it| (place(it.span).0, place(it.span).1, Cow::Borrowed(it.name.as_str())))
                .collect(),
            truncated: article.truncated,
        },
        raw: article.raw.as_ref().filter(|_| raw).map(runs),
    };
    serde_json::to_string(&line).expect("strings and numbers")
}

fn runs(map: &OffsetMap) -> Vec<Vec<u32>> {
    map.iter()
        .map(|(clean, raw, origin)| match origin {
            Origin::Copied => vec![clean.len(), raw.start],
            Origin::Atomic | Origin::Inserted => vec![clean.len(), raw.start, raw.len()],
        })
        .collect()
}

/// Whether an object is a line of ours.
pub(crate) fn is_ours(fields: &serde_json::Map<String, serde_json::Value>) -> bool {
    fields.get("schema").and_then(serde_json::Value::as_str).is_some_and(|it| it == SCHEMA)
}

/// The article that [`to_json`] wrote down.
///
/// # Errors
///
/// Says what is wrong with the line.
pub(crate) fn from_json(json: &str) -> Result<Article, String> {
    let line: Line = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let places = Places::new(&line.text);
    let parts = line.parts;
    let basis = |word: &str| {
        let all = [Basis::Given, Basis::Metadata, Basis::Text, Basis::Inferred];
        named(&all, Basis::as_str, word)
    };
    let day = |text: &str| text.parse::<Date>().map_err(|_| format!("“{text}” is not a day"));
    let outlet = match (line.outlet, parts.outlet) {
        (Some(name), Some((word, evidence))) => {
            let (basis, evidence) = (basis(&word)?, places.spans(&evidence)?);
            Some(Outlet { name: name.into_owned(), basis, evidence })
        }
        _ => None,
    };
    let published = match parts.published {
        Some((start, end, word, evidence)) => Some(Published {
            start: day(&start)?,
            end: day(&end)?,
            basis: basis(&word)?,
            evidence: places.spans(&evidence)?,
        }),
        None => None,
    };
    let modified = match parts.modified {
        Some((text, at, word, evidence)) => Some(Modified {
            day: day(&text)?,
            at: at.map(Cow::into_owned),
            basis: basis(&word)?,
            evidence: places.spans(&evidence)?,
        }),
        None => None,
    };
    let mut article = Article {
        source: Source {
            path: line.source.path.map(Cow::into_owned),
            url: line.url.map(Cow::into_owned),
            record: line.source.record.map(Cow::into_owned),
            sha256: line.source.sha256.into_owned(),
            media_type: named(&Kind::ALL, Kind::media_type, &line.source.media_type)?.media_type(),
        },
        text: String::new(),
        paragraphs: collect(parts.paragraphs, |(start, end, word)| {
            let kind = named(&KINDS, kind, &word)?;
            Ok(Paragraph { span: places.span((start, end))?, kind })
        })?,
        removed: collect(line.removed, |it| {
            let reason = named(&Reason::ALL, Reason::as_str, &it.reason)?;
            Ok(Removed { span: places.span((it.start, it.end))?, reason })
        })?,
        title: parts.title.map(|it| places.span(it)).transpose()?,
        byline: parts.byline.map(|it| places.span(it)).transpose()?,
        dateline: parts.dateline.map(|it| places.span(it)).transpose()?,
        outlet,
        published,
        published_at: parts.published_at.map(Cow::into_owned),
        modified,
        credits: collect(parts.credits, |(start, end, name)| {
            Ok(Credit { name: name.into_owned(), span: places.span((start, end))? })
        })?,
        language: language::known(&line.language).unwrap_or("und"),
        truncated: parts.truncated,
        notes: collect(line.notes, |it| {
            // one of a later version is kept, by another name
            let code = CODES.into_iter().find(|code| *code == it.code).unwrap_or("other");
            let span = it.at.map(|it| places.span(it)).transpose()?;
            Ok(Note { code, message: it.message.into_owned().into(), span })
        })?,
        raw: line.raw.map(|runs| map(&runs, line.text.len())).transpose()?,
    };
    let ordered = |mut spans: Box<dyn Iterator<Item = Span> + '_>| {
        let mut last = 0;
        spans.all(|span| std::mem::replace(&mut last, span.end) <= span.start)
    };
    if !ordered(Box::new(article.paragraphs.iter().map(|it| it.span)))
        || !ordered(Box::new(article.removed.iter().map(|it| it.span)))
    {
        return Err("paragraphs or removed ranges overlap or are not in order".to_owned());
    }
    article.text = line.text.into_owned();
    Ok(article)
}

fn collect<T, U>(items: Vec<T>, each: impl Fn(T) -> Result<U, String>) -> Result<Vec<U>, String> {
    items.into_iter().map(each).collect()
}

/// The one of `all` that is called `word`.
fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, word: &str) -> Result<T, String> {
    all.iter().copied().find(|&it| name(it) == word).ok_or_else(|| format!("“{word}” is unknown"))
}

const KINDS: [ParagraphKind; 5] = [
    ParagraphKind::Title,
    ParagraphKind::Byline,
    ParagraphKind::Heading,
    ParagraphKind::Body,
    ParagraphKind::Caption,
];

const fn kind(kind: ParagraphKind) -> &'static str {
    match kind {
        ParagraphKind::Title => "title",
        ParagraphKind::Byline => "byline",
        ParagraphKind::Heading => "heading",
        ParagraphKind::Body => "body",
        ParagraphKind::Caption => "caption",
    }
}

/// From code points back to bytes.
struct Places {
    /// The byte at which each code point starts, and the end; `None` where all are of one byte.
    starts: Option<Vec<u32>>,
    end: u32,
}

impl Places {
    fn new(text: &str) -> Self {
        let end = text.len() as u32;
        let starts = (!text.is_ascii())
            .then(|| text.char_indices().map(|(at, _)| at as u32).chain([end]).collect());
        Self { starts, end }
    }

    fn span(&self, (start, end): Place) -> Result<Span, String> {
        let byte = |point: u32| match &self.starts {
            Some(starts) => starts.get(point as usize).copied(),
            None => (point <= self.end).then_some(point),
        };
        match (byte(start), byte(end)) {
            (Some(from), Some(to)) if from <= to => Ok(Span::new(from, to)),
            _ => Err(format!("there are no code points {start} to {end} in its text")),
        }
    }

    fn spans(&self, places: &[Place]) -> Result<Vec<Span>, String> {
        places.iter().map(|&place| self.span(place)).collect()
    }
}

/// Builds the map of a text of `length` bytes from its runs.
fn map(runs: &[Vec<u32>], length: usize) -> Result<OffsetMap, String> {
    let mut map = OffsetMap::new();
    let (mut clean, mut raw) = (0u64, 0u64);
    for run in runs {
        let (len, start, raw_len) = match run[..] {
            [len, start] => (len, start, None),
            [len, start, raw_len] => (len, start, Some(raw_len)),
            _ => return Err("a run of `raw` has not two or three numbers".to_owned()),
        };
        clean += u64::from(len);
        let end = u64::from(start) + u64::from(raw_len.unwrap_or(len));
        if clean > length as u64 || u64::from(start) < raw || end > u64::from(u32::MAX) {
            return Err("`raw` does not fit its text".to_owned());
        }
        raw = u64::from(start);
        match raw_len {
            None => map.copy(start, len),
            Some(raw_len) => map.atom(len, start..start + raw_len),
        }
    }
    if clean != length as u64 {
        return Err("`raw` does not fit its text".to_owned());
    }
    Ok(map)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // looks into the sources
mod tests {
    use super::*;
    use crate::Record;

    fn check(kind: Kind, document: &str) {
        let article = Record::new(kind, "a", document.as_bytes().to_vec()).clean().unwrap();
        let line = to_json(&article, true);
        assert!(!line.contains('\n'));
        let json = Record::new(Kind::Json, "a.jsonl", line.into_bytes());
        assert_eq!(json.clean().unwrap(), article);
        let line = to_json(&article, false);
        assert_eq!(from_json(&line).unwrap(), Article { raw: None, ..article });
    }

    #[test]
    fn what_is_written_is_read_back() {
        check(
            Kind::Text,
            "“Harbour Post”\n\nFerry sinks – 12 saved\n\nBy Anna Borg\n\nPublished: 7 September 2021\n\n\
             VALLETTA (AP) -- The “Äolus” sank on Tuesday.\n\nAdvertisement\n\nRead more: Fares rise\n",
        );
        check(
            Kind::Page,
            "<html lang=en><head><title>Ferry sinks</title><meta property='og:site_name' content='Harbour Post'>\
             <meta property='article:published_time' content='2021-09-07T10:00:00Z'>\
             <meta property='article:modified_time' content='2021-09-08T06:00:00+02:00'></head><body><nav><a>Home</a>\
             </nav><article><h1>Ferry sinks</h1><p>The &ldquo;Äolus&rdquo; sank on Tuesday, the head of the port \
             said.</p><h2>Storm</h2><p>Two of its  piers had been closed &amp; repaired.</p></article></body></html>",
        );
        check(Kind::Text, "");
        check(Kind::Text, "Die Fähre sank am Dienstag im Hafen, sagte der Leiter der Behörde.");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let article = Record::new(Kind::Text, "a", b"Ferry sinks\n\nA ferry sank.".to_vec());
        let line = to_json(&article.clean().unwrap(), false);
        let wrong = |from: &str, to: &str| {
            assert!(line.contains(from), "{line}");
            from_json(&line.replace(from, to)).unwrap_err()
        };
        assert!(wrong("\"title\":null", "\"title\":[0,99]").contains("no code points 0 to 99"));
        assert!(wrong("\"title\":null", "\"title\":[5,1]").contains("no code points"));
        assert!(wrong("\"body\"", "\"head\"").contains("“head” is unknown"));
        assert!(wrong("[13,26,", "[5,26,").contains("overlap"));
        assert!(
            wrong("\"parts\":{", "\"raw\":[[9,4294967295]],\"parts\":{").contains("does not fit")
        );
    }

    #[test]
    fn every_code_is_known() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/**/*.rs");
        let mut found = 0;
        for path in glob::glob(folder).unwrap() {
            let source = std::fs::read_to_string(path.unwrap()).unwrap();
            for after in source.split("Note::new(").skip(1) {
                let Some((code, _)) =
                    after.trim_start().strip_prefix('"').and_then(|it| it.split_once('"'))
                else {
                    continue;
                };
                if code.contains(|c: char| !matches!(c, 'a'..='z' | '0'..='9' | '-')) {
                    continue;
                }
                found += 1;
                assert!(CODES.contains(&code), "add {code} to CODES");
            }
        }
        assert!(found >= CODES.len());
    }
}
