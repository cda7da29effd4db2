//! The article: text and metadata.

use std::borrow::Cow;

use rashomon_text::{
    Article, Basis, Credit, Modified, Note, OffsetMap, Origin, Outlet, Paragraph, ParagraphKind,
    Published, Reason, Removed, Source, Span, Symbol, Symbols,
};

use super::codec::{In, Wire, fields, numbers, words};

words! {
    Basis = [Self::Given, Self::Metadata, Self::Text, Self::Inferred];
    Reason = Self::ALL;
    ParagraphKind = [Self::Title, Self::Byline, Self::Heading, Self::Body, Self::Caption];
}

numbers!(Symbol);

fields! {
    Source { path, url, record, sha256, media_type }
    Outlet { name, basis, evidence }
    Published { start, end, basis, evidence }
    Modified { day, at, basis, evidence }
    Removed { span, reason }
    Paragraph { span, kind }
    Credit { name, span }
    Note { code, message, span }
}

impl Wire for Cow<'static, str> {
    fn put(&self, out: &mut Vec<u8>) {
        self.clone().into_owned().put(out);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        String::get(from).map(Self::Owned)
    }
}

impl Wire for Article {
    fn put(&self, out: &mut Vec<u8>) {
        // the text stands before everything else
        let Self {
            text: _,
            source,
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
        } = self;
        source.put(out);
        paragraphs.put(out);
        removed.put(out);
        title.put(out);
        byline.put(out);
        dateline.put(out);
        outlet.put(out);
        published.put(out);
        published_at.put(out);
        modified.put(out);
        credits.put(out);
        language.put(out);
        truncated.put(out);
        notes.put(out);
        raw.put(out);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        Some(Self {
            text: String::new(),
            source: Wire::get(from)?,
            paragraphs: Wire::get(from)?,
            removed: Wire::get(from)?,
            title: Wire::get(from)?,
            byline: Wire::get(from)?,
            dateline: Wire::get(from)?,
            outlet: Wire::get(from)?,
            published: Wire::get(from)?,
            published_at: Wire::get(from)?,
            modified: Wire::get(from)?,
            credits: Wire::get(from)?,
            language: Wire::get(from)?,
            truncated: Wire::get(from)?,
            notes: Wire::get(from)?,
            raw: Wire::get(from)?,
        })
    }
}

impl Wire for Symbols {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        for number in 0..self.len() as u32 {
            self.get(Symbol(number)).to_owned().put(out);
        }
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        let mut symbols = Self::new();
        for number in 0..usize::get(from)? {
            let symbol = symbols.intern(&String::get(from)?);
            if symbol.0 as usize != number {
                return None;
            }
        }
        symbols.shrink_to_fit();
        Some(symbols)
    }
}

/// The pieces of the map: how long each is, whether it is a copy, and where in the page it stands.
impl Wire for OffsetMap {
    fn put(&self, out: &mut Vec<u8>) {
        self.runs().put(out);
        let mut end = 0;
        for (clean, raw, origin) in self.iter() {
            let copied = origin == Origin::Copied;
            // length and kind in one number: most pieces are short
            (u64::from(clean.len()) << 1 | u64::from(copied)).put(out);
            (i64::from(raw.start) - i64::from(end)).put(out);
            if !copied {
                raw.len().put(out);
            }
            end = raw.end;
        }
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        let mut map = Self::new();
        // where the piece before starts, where it is not empty, and where it ends
        let (mut before, mut end) = (0, 0u32);
        for _ in 0..usize::get(from)? {
            let head = u64::get(from)?;
            let length = u32::try_from(head >> 1).ok().filter(|length| *length > 0)?;
            map.clean_len().checked_add(length)?;
            let start = u32::try_from(i64::from(end).checked_add(i64::get(from)?)?).ok()?;
            if start < before {
                return None;
            }
            if head & 1 == 1 {
                end = start.checked_add(length)?;
                map.copy(start, length);
            } else {
                end = start.checked_add(u32::get(from)?)?;
                map.atom(length, start..end);
            }
            before = if end > start { start } else { 0 };
        }
        Some(map)
    }
}

/// Whether the ranges of an article stand in their order.
pub(super) fn holds(article: &Article) -> bool {
    in_order(article.removed.iter().map(|it| it.span))
        && in_order(article.paragraphs.iter().map(|it| it.span))
}

fn in_order(spans: impl Iterator<Item = Span>) -> bool {
    let mut end = 0;
    let mut spans = spans;
    spans.all(|span| std::mem::replace(&mut end, span.end) <= span.start)
}
