//! JSON Feed.

use std::collections::BTreeMap;

use rashomon_text::{Note, OffsetMap, Span};
use serde_json::value::RawValue;

use super::{Body, Feed, FeedFormat, FeedItem, Form};
use crate::Moment;

type Fields<'a> = BTreeMap<String, &'a RawValue>;

pub(super) fn read(text: &str, feed: &mut Feed) -> Option<()> {
    let fields: Fields<'_> = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).ok()?;
    let version = string(&fields, "version").unwrap_or_default();
    let items: Vec<&RawValue> = serde_json::from_str(fields.get("items")?.get()).ok()?;
    if !version.contains("jsonfeed.org") && !fields.contains_key("feed_url") {
        return None;
    }
    feed.format = FeedFormat::Json;
    feed.title = string(&fields, "title");
    feed.link = string(&fields, "home_page_url");
    feed.next = string(&fields, "next_url");
    feed.language = string(&fields, "language");
    let site = fields.get("authors").and_then(|it| authors(it)).or_else(|| author(&fields));
    let mut odd = 0;
    for value in items {
        let Ok(fields) = serde_json::from_str::<Fields<'_>>(value.get()) else {
            odd += 1;
            continue;
        };
        let body = |name: &str, form| {
            let value = fields.get(name)?.get();
            value.starts_with('"').then(|| Body { span: span(text, value), form })
        };
        let date = |name: &str| string(&fields, name).and_then(|text| Moment::parse(&text));
        let heading = body("title", Form::JsonText);
        feed.items.push(FeedItem {
            id: string(&fields, "id"),
            link: string(&fields, "url").or_else(|| string(&fields, "external_url")),
            title: string(&fields, "title").map(|title| squeeze(&title)),
            author: fields
                .get("authors")
                .and_then(|it| authors(it))
                .or_else(|| author(&fields))
                .or_else(|| site.clone()),
            published: date("date_published"),
            updated: date("date_modified"),
            categories: strings(&fields, "tags"),
            language: string(&fields, "language"),
            heading,
            summary: body("summary", Form::JsonText),
            content: body("content_html", Form::JsonMarkup)
                .or_else(|| body("content_text", Form::JsonText)),
            span: span(text, value.get()),
            cut: false,
        });
    }
    if odd > 0 {
        let message = format!("{odd} items of the feed are no JSON objects and were left out");
        feed.notes.push(Note::new("feed-broken", message));
    }
    Some(())
}

/// Where `part`, a piece of `text`, stands in it.
fn span(text: &str, part: &str) -> Span {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    Span::from_range(start..start + part.len())
}

/// A field as text: a string, or a number written out.
fn string(fields: &Fields<'_>, name: &str) -> Option<String> {
    let value = fields.get(name)?.get();
    let text = if value.starts_with('"') {
        unescape(value, 0).0
    } else if value.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        value.to_owned()
    } else {
        return None;
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn strings(fields: &Fields<'_>, name: &str) -> Vec<String> {
    let values =
        fields.get(name).and_then(|it| serde_json::from_str::<Vec<&RawValue>>(it.get()).ok());
    let strings = values.unwrap_or_default().into_iter().filter(|it| it.get().starts_with('"'));
    strings.map(|it| squeeze(&unescape(it.get(), 0).0)).filter(|it| !it.is_empty()).collect()
}

fn authors(value: &RawValue) -> Option<String> {
    let authors: Vec<Fields<'_>> = serde_json::from_str(value.get()).ok()?;
    let names: Vec<_> = authors.iter().filter_map(|it| string(it, "name")).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The author of version 1.
fn author(fields: &Fields<'_>) -> Option<String> {
    let author: Fields<'_> = serde_json::from_str(fields.get("author")?.get()).ok()?;
    string(&author, "name")
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a JSON string `literal`, quotation marks included, that stands at byte `at`, and where each
/// character stands.
///
/// What no JSON string may hold is kept as it is written, or U+FFFD for half a surrogate pair.
pub(crate) fn unescape(literal: &str, at: u32) -> (String, OffsetMap) {
    let inner = literal.strip_prefix('"').unwrap_or(literal);
    let from = at + (literal.len() - inner.len()) as u32;
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let (mut text, mut map) = (String::with_capacity(inner.len()), OffsetMap::new());
    let mut done = 0;
    while let Some(run) = inner[done..].find('\\') {
        let start = done + run;
        text.push_str(&inner[done..start]);
        map.copy(from + done as u32, run as u32);
        let (c, length) = escape(&inner[start..]);
        let c = c.unwrap_or('\\');
        text.push(c);
        map.atom(c.len_utf8() as u32, from + start as u32..from + (start + length) as u32);
        done = start + length;
    }
    text.push_str(&inner[done..]);
    map.copy(from + done as u32, (inner.len() - done) as u32);
    (text, map)
}

/// What the escape that `text` begins with stands for, and its length.
fn escape(text: &str) -> (Option<char>, usize) {
    let simple = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(&mark @ (b'"' | b'\\' | b'/')) => char::from(mark),
        Some(b'u') => {
            let unit = |at: usize| {
                let digits = text.get(at..at + 4)?;
                let all = digits.bytes().all(|b| b.is_ascii_hexdigit());
                u16::from_str_radix(digits, 16).ok().filter(|_| all)
            };
            let Some(first) = unit(2) else { return (None, 1) };
            let pair = text.get(6..8) == Some("\\u");
            if let Some(second) = unit(8).filter(|_| pair && (0xD800..0xDC00).contains(&first))
                && let Some(Ok(c)) = char::decode_utf16([first, second]).next()
            {
                return (Some(c), 12);
            }
            return (Some(char::from_u32(u32::from(first)).unwrap_or('\u{FFFD}')), 6);
        }
        _ => return (None, 1),
    };
    (Some(simple), 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes() {
        let literal = r#""a\n\u00e9 \ud83d\ude00\"\ud83d \x""#;
        let (text, map) = unescape(literal, 0);
        assert_eq!(text, "a\né 😀\"\u{FFFD} \\x");
        for (words, raw) in
            [("é", r"\u00e9"), ("😀", r"\ud83d\ude00"), (" 😀", r" \ud83d\ude00"), ("x", "x")]
        {
            assert_eq!(map.to_raw(Span::find(&text, words).unwrap()).slice(literal), raw);
        }
    }

    proptest! {
        #[test]
        fn reads_what_json_writes(text: String) {
            let literal = serde_json::to_string(&text).unwrap();
            let (read, map) = unescape(&literal, 0);
            prop_assert_eq!(map.clean_len() as usize, read.len());
            prop_assert_eq!(read, text);
        }
    }
}
