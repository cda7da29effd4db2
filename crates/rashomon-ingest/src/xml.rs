//! XML as feeds are written in it, good or bad: a walk that cannot fail, with the place of everything.
//!
//! Nothing is fetched and nothing is expanded: a document type is passed over, entities it declares stay
//! as they are written, and the names of HTML (`&nbsp;`), which feeds use without declaring them, are
//! resolved as on a page.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use rashomon_text::OffsetMap;

use crate::html::entities;

/// The vocabulary an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// None, or one that no prefix stands for: RSS of any version, a sitemap, an outline.
    Plain,
    Atom,
    Content,
    DublinCore,
    Media,
    Rdf,
    News,
    Xhtml,
    /// One that is not read.
    Other,
}

/// One step through a document.
#[derive(Clone, Debug)]
pub(crate) enum Step<'a> {
    /// A start tag. `start..end` are its bytes.
    Open { element: Element<'a>, start: usize, end: usize },
    /// The end of the innermost open element: its end tag, or where it ends for want of one.
    Close { start: usize, end: usize },
    /// Text that stands in the document as it is, from byte `at`.
    Copy { text: &'a str, at: usize },
    /// A reference, `start..end`, and what it stands for.
    Atom { text: String, start: usize, end: usize },
}

/// A start tag.
#[derive(Clone, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) space: Space,
    /// Its name without prefix, as written.
    pub(crate) name: &'a str,
    tag: BytesStart<'a>,
}

impl Element<'_> {
    /// The value of an attribute, references resolved and white space trimmed; prefixes of attributes
    /// are not looked at.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.html_attributes();
        // comparing each with each would take quadratic time
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref().eq_ignore_ascii_case(name))?;
        let value = unescape(found.value.as_ref());
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Whether this is the element `name` of `space`.
    pub(crate) fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && self.name.eq_ignore_ascii_case(name)
    }
}

/// A walk through a document.
pub(crate) struct Walk<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where the reader begins: after a byte order mark.
    base: usize,
    /// Names of open elements, as written.
    open: Vec<&'a str>,
    /// Prefixes that are bound, with the depth of the element that binds them.
    bound: Vec<(usize, &'a str, Space)>,
    /// How many elements are still to be closed at `closing`.
    to_close: usize,
    closing: (usize, usize),
    ended: bool,
    /// Where reading stopped because the rest is not XML.
    pub(crate) broken: Option<usize>,
    /// A reference to an entity that is not known, as written.
    pub(crate) unknown_entity: Option<&'a str>,
}

/// An end tag closes the nearest element of its name among this many open ones.
const CLOSE_WITHIN: usize = 32;
/// More bindings of prefixes than any feed has.
const MOST_BINDINGS: usize = 64;

impl<'a> Walk<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let xml = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut reader = Reader::from_str(xml);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Self {
            text,
            reader,
            base: text.len() - xml.len(),
            open: Vec::new(),
            bound: Vec::new(),
            to_close: 0,
            closing: (0, 0),
            ended: false,
            broken: None,
            unknown_entity: None,
        }
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next step; `None` at the end. Every element that was opened is closed before that.
    pub(crate) fn next(&mut self) -> Option<Step<'a>> {
        loop {
            if self.to_close > 0 {
                return Some(self.close());
            }
            if self.ended {
                return None;
            }
            let start = self.position();
            if let Some(text) = self.stray(start) {
                return Some(Step::Copy { text, at: start });
            }
            let event = self.reader.read_event();
            let end = self.position();
            match event {
                Ok(Event::Start(tag)) => return Some(self.open(tag, start, end)),
                Ok(Event::Empty(tag)) => {
                    (self.to_close, self.closing) = (1, (end, end));
                    return Some(self.open(tag, start, end));
                }
                Ok(Event::End(tag)) => {
                    let name = tag.name();
                    let near = self.open.iter().rev().take(CLOSE_WITHIN);
                    // an end tag without a start is passed over
                    if let Some(n) = near.into_iter().position(|open| *open == name.as_ref()) {
                        (self.to_close, self.closing) = (n + 1, (start, end));
                    }
                }
                Ok(Event::Text(_)) => {
                    let Some(text) = self.text.get(start..end) else { continue };
                    return Some(Step::Copy { text, at: start });
                }
                Ok(Event::CData(_)) => {
                    let inner = start + "<![CDATA[".len()..end - "]]>".len();
                    let Some(text) = self.text.get(inner.clone()) else { continue };
                    return Some(Step::Copy { text, at: inner.start });
                }
                Ok(Event::GeneralRef(_)) => {
                    let Some(written) = self.text.get(start..end) else { continue };
                    let mut text = String::new();
                    if entities::resolve(written, &mut text) == written.len() {
                        return Some(Step::Atom { text, start, end });
                    }
                    self.unknown_entity.get_or_insert(written);
                    return Some(Step::Copy { text: written, at: start });
                }
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_)) => {}
                Ok(Event::Eof) => self.end(),
                Err(_) => {
                    self.broken.get_or_insert(start);
                    self.end();
                    // cut off in the middle of a text
                    if let Some(text) = self.text[start..].strip_prefix("<![CDATA[") {
                        return Some(Step::Copy { text, at: self.text.len() - text.len() });
                    }
                }
            }
        }
    }

    /// Closes whatever is open.
    fn end(&mut self) {
        if !self.open.is_empty() {
            self.broken.get_or_insert(self.text.len());
        }
        let at = self.text.len();
        (self.to_close, self.closing) = (self.open.len(), (at, at));
        self.ended = true;
    }

    /// A `<` at `start` that begins no tag: it is text.
    fn stray(&mut self, start: usize) -> Option<&'a str> {
        let rest = self.text[start..].strip_prefix('<')?;
        if rest.starts_with(|c: char| c.is_alphabetic() || "_:/!?".contains(c)) {
            return None;
        }
        // read on behind it
        let config = self.reader.config().clone();
        self.reader = Reader::from_str(rest);
        *self.reader.config_mut() = config;
        self.base = start + 1;
        self.text.get(start..=start)
    }

    fn position(&self) -> usize {
        (self.base + self.reader.buffer_position() as usize).min(self.text.len())
    }

    fn open(&mut self, tag: BytesStart<'a>, start: usize, end: usize) -> Step<'a> {
        // the tag lies in the text: its name can outlive the tag
        let length = tag.name().as_ref().len();
        let name = self.text.get(start + 1..start + 1 + length).unwrap_or_default();
        self.open.push(name);
        if tag.attributes_raw().contains("xmlns") {
            self.bind(&tag, start);
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let space = self
            .bound
            .iter()
            .rev()
            .find(|(_, bound, _)| *bound == prefix)
            .map_or_else(|| conventional(prefix), |&(_, _, space)| space);
        Step::Open { element: Element { space, name: local, tag }, start, end }
    }

    fn bind(&mut self, tag: &BytesStart<'_>, start: usize) {
        let mut attributes = tag.html_attributes();
        for attribute in attributes.with_checks(false).flatten() {
            let key = attribute.key;
            let key = key.as_ref();
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            if self.bound.len() == MOST_BINDINGS {
                return;
            }
            let space = space_of(attribute.value.as_ref(), prefix.is_empty());
            // the prefix as it stands in the text
            let tag = &self.text[start..];
            let found = if prefix.is_empty() {
                Some(0)
            } else {
                tag.find(&format!("xmlns:{prefix}")).map(|at| at + "xmlns:".len())
            };
            if let Some(prefix) = found.and_then(|at| tag.get(at..at + prefix.len())) {
                self.bound.push((self.open.len(), prefix, space));
            }
        }
    }

    fn close(&mut self) -> Step<'a> {
        self.to_close -= 1;
        let depth = self.open.len();
        self.open.pop();
        while self.bound.last().is_some_and(|&(bound, _, _)| bound >= depth) {
            self.bound.pop();
        }
        // of several closed by one tag, only the last ends after it
        let (start, end) = self.closing;
        Step::Close { start, end: if self.to_close == 0 { end } else { start } }
    }
}

/// What a prefix that is not bound stands for by custom.
fn conventional(prefix: &str) -> Space {
    match prefix {
        "" => Space::Plain,
        "atom" => Space::Atom,
        "content" => Space::Content,
        "dc" | "dcterms" => Space::DublinCore,
        "media" => Space::Media,
        "rdf" => Space::Rdf,
        "news" => Space::News,
        "xhtml" => Space::Xhtml,
        _ => Space::Other,
    }
}

fn space_of(address: &str, default: bool) -> Space {
    let address = address.trim().trim_end_matches(['/', '#']).to_ascii_lowercase();
    let address = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    match address {
        "www.w3.org/2005/atom" | "purl.org/atom/ns" => Space::Atom,
        "purl.org/rss/1.0/modules/content" => Space::Content,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" | "purl.org/dc/terms" => {
            Space::DublinCore
        }
        "search.yahoo.com/mrss" => Space::Media,
        "www.w3.org/1999/02/22-rdf-syntax-ns" => Space::Rdf,
        "www.google.com/schemas/sitemap-news/0.9" => Space::News,
        "www.w3.org/1999/xhtml" => Space::Xhtml,
        // RSS 0.9 and 1.0, sitemaps, and what custom makes of them
        _ if default => Space::Plain,
        _ => Space::Other,
    }
}

/// Text of an attribute with its references resolved.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = entities::resolve(rest, &mut out);
        rest = &rest[used..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The text of an element's content, `text[from..to]`, with CDATA and references resolved and each
/// character's place in `text`.
pub(crate) fn resolved(text: &str, from: usize, to: usize) -> (String, OffsetMap) {
    let (mut out, mut map) = (String::new(), OffsetMap::new());
    let mut walk = Walk::new(&text[from..to]);
    while let Some(step) = walk.next() {
        match step {
            Step::Copy { text, at } => {
                out.push_str(text);
                map.copy((from + at) as u32, text.len() as u32);
            }
            Step::Atom { text, start, end } => {
                out.push_str(&text);
                map.atom(text.len() as u32, (from + start) as u32..(from + end) as u32);
            }
            Step::Open { .. } | Step::Close { .. } => {}
        }
    }
    (out, map)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// A walk written out: `+name`, `-`, `text`, `{reference}`.
    fn check(text: &str, expect: &str) {
        let mut walk = Walk::new(text);
        let mut out = String::new();
        while let Some(step) = walk.next() {
            match step {
                Step::Open { element, start, end } => {
                    assert!(text[start..end].starts_with('<') && text[start..end].ends_with('>'));
                    let _ = write!(out, "+{:?}:{} ", element.space, element.name);
                }
                Step::Close { start, end } => {
                    assert!(start == end || text[start..end].starts_with("</"));
                    out += "- ";
                }
                Step::Copy { text: copied, at } => {
                    assert_eq!(&text[at..at + copied.len()], copied);
                    let _ = write!(out, "{copied} ");
                }
                Step::Atom { text: stands, start, end } => {
                    assert!(text[start..end].starts_with('&') && text[start..end].ends_with(';'));
                    let _ = write!(out, "{{{stands}}} ");
                }
            }
        }
        assert_eq!(out.trim_end(), expect);
        assert_eq!(walk.depth(), 0);
    }

    #[test]
    fn walks() {
        check(
            "\u{FEFF}<?xml version='1.0'?><a>x &amp; y<![CDATA[<b>]]>&#8217;<c/></a>",
            "+Plain:a x  {&}  y <b> {’} +Plain:c - -",
        );
        check("<a>salt & pepper &nbsp; &own;</a>", "+Plain:a salt  & pepper  {\u{a0}}   &own; -");
        check("<a><b>x</a>y", "+Plain:a +Plain:b x - - y");
        check("<a></b>x</a>", "+Plain:a x -");
        check("<a><b>x", "+Plain:a +Plain:b x - -");
        check("<a x='<'>y</a>", "+Plain:a y -");
        check("<a>1 < 2 <3 <</a>", "+Plain:a 1  <  2  < 3  < -");
        check("<a>1 <", "+Plain:a 1  < -");
        check("<a>x<![CDATA[<b>y", "+Plain:a x <b>y -");
        check("<a>x<b c='", "+Plain:a x -");
        check("<a>x<!-- y", "+Plain:a x -");
    }

    #[test]
    fn prefixes_are_read_by_what_they_stand_for() {
        check(
            "<f xmlns='http://www.w3.org/2005/Atom' xmlns:c='http://purl.org/rss/1.0/modules/content/'><c:encoded/><dc:date/><q:x/></f>",
            "+Atom:f +Content:encoded - +DublinCore:date - +Other:x - -",
        );
        check(
            "<a><b xmlns:dc='urn:x'><dc:date/></b><dc:date/></a>",
            "+Plain:a +Plain:b +Other:date - - +DublinCore:date - -",
        );
    }

    #[test]
    fn attributes_are_resolved() {
        let mut walk = Walk::new("<a HREF=' x?a=1&amp;b=2 ' empty='' bare>");
        let Some(Step::Open { element, .. }) = walk.next() else { panic!() };
        assert_eq!(element.attribute("href").as_deref(), Some("x?a=1&b=2"));
        assert_eq!(element.attribute("empty"), None);
        assert_eq!(element.attribute("none"), None);
    }
}
