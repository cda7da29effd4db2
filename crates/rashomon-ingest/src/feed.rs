//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed.
//!
//! Feeds are read as they are, not as they should be: a missing end tag, an undeclared entity, a mark-up
//! left unescaped cost nothing, and a feed that breaks off gives the items before the break. Nothing that
//! a feed names is fetched, and no entity that it declares is expanded.
//!
//! Why not a library: those at hand give an item's text as a string, and where in the feed it stood is
//! lost. Here each character of an item's text leads back to its bytes, through escapes, CDATA and charset.

mod json;
mod page;
mod xml;

use rashomon_text::{Article, Note, OffsetMap, Source, Span};

pub(crate) use self::page::ItemPage;
use crate::{
    Decoded, Given, Moment, decode, html,
    links::{absolute, is_web},
    made::Made,
};

/// A feed, read.
#[derive(Clone, Debug)]
pub struct Feed {
    /// What kind of feed.
    pub format: FeedFormat,
    /// Its title: as a rule the name of the outlet.
    pub title: Option<String>,
    /// The page it is the feed of.
    pub link: Option<String>,
    /// The next page of the feed, where it comes in several.
    pub next: Option<String>,
    /// Language, as the feed declares it.
    pub language: Option<String>,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// Its items, in the order of the feed.
    pub items: Vec<FeedItem>,
    /// What was odd.
    pub notes: Vec<Note>,
    /// The feed as text, and where that stands in its bytes.
    text: String,
    charset: Option<OffsetMap>,
}

/// The kinds of feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedFormat {
    /// RSS 0.90 and 1.0: RDF.
    Rdf,
    /// RSS 0.91 to 0.94 and 2.0.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

/// One item of a [`Feed`].
#[derive(Clone, Debug, Default)]
pub struct FeedItem {
    /// The feed's name for it: `guid`, `id`.
    pub id: Option<String>,
    /// Address of its page, made absolute with the feed's own.
    pub link: Option<String>,
    /// Headline as plain text.
    pub title: Option<String>,
    /// Who wrote it, several joined by commas.
    pub author: Option<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// Sections and keywords.
    pub categories: Vec<String>,
    /// Language, where the item declares its own.
    pub language: Option<String>,
    heading: Option<Body>,
    summary: Option<Body>,
    content: Option<Body>,
    /// Bytes of the feed's text that hold the item.
    span: Span,
    /// The feed breaks off in it.
    cut: bool,
}

/// A text in the feed, still as it stands there.
#[derive(Clone, Copy, Debug)]
struct Body {
    /// Bytes of the feed's text.
    span: Span,
    form: Form,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Plain text, escaped for XML.
    Text,
    /// HTML, escaped for XML or in CDATA.
    Markup,
    /// Markup that is part of the feed's own.
    Inline,
    /// A JSON string that holds plain text.
    JsonText,
    /// A JSON string that holds HTML.
    JsonMarkup,
}

/// Reads a feed; `None` where `bytes` are none. `charset` is the one an HTTP header gives. Pure.
///
/// ```
/// let xml = "<rss><channel><title>Harbour Post</title><item>\
///     <title>Ferry fares rise</title><link>https://post.example/1</link>\
///     <pubDate>Wed, 07 Sep 2022 21:25:00 +0200</pubDate>\
///     <description>Fares rise by a tenth &amp;amp; more.</description></item></channel></rss>";
/// let feed = rashomon_ingest::feed(xml.as_bytes(), None).unwrap();
/// assert_eq!(feed.title.as_deref(), Some("Harbour Post"));
/// assert_eq!(feed.items[0].link.as_deref(), Some("https://post.example/1"));
/// assert_eq!(feed.items[0].published.unwrap().to_string(), "2022-09-07T21:25:00+02:00");
/// let summary = feed.summary(&feed.items[0]).unwrap();
/// assert_eq!(summary.text, "Fares rise by a tenth &amp; more.");
/// ```
pub fn feed(bytes: &[u8], charset: Option<&str>) -> Option<Feed> {
    let declared = charset.map(str::to_owned).or_else(|| decode::declared(bytes));
    let decoded = decode::decode(bytes, declared.as_deref());
    let mut feed = Feed {
        format: FeedFormat::Rss,
        title: None,
        link: None,
        next: None,
        language: None,
        updated: None,
        items: Vec::new(),
        notes: decoded.notes,
        text: decoded.text,
        charset: decoded.map,
    };
    let start = feed.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let read = if start.starts_with('{') { json::read } else { xml::read };
    let text = std::mem::take(&mut feed.text);
    read(&text, &mut feed)?;
    feed.text = text;
    let base = feed.link.clone();
    for item in &mut feed.items {
        item.link = item.link.take().map(|link| absolute(base.as_deref(), &link));
        // an address of another kind is none to cite
        item.link.take_if(|link| !is_web(link));
    }
    Some(feed)
}

impl Feed {
    /// The full text of an item as HTML, and where each character stands in the bytes of the feed.
    pub fn content(&self, item: &FeedItem) -> Option<Decoded> {
        item.content.map(|body| self.written(body))
    }

    /// The summary of an item as HTML, and where each character stands in the bytes of the feed.
    pub fn summary(&self, item: &FeedItem) -> Option<Decoded> {
        item.summary.map(|body| self.written(body))
    }

    /// The article of an item: its headline, and its full text or, for want of one, its summary; `None`
    /// where the item has neither.
    ///
    /// Places in [`Article::raw`] are counted from the first byte of the item, [`Feed::span`]. An article
    /// that is known to be a part only is marked as truncated, and a note says so.
    pub fn article(&self, mut source: Source, item: &FeedItem, given: &Given) -> Option<Article> {
        let page = self.page(item)?;
        source.url = source.url.or_else(|| given.url.clone()).or_else(|| item.link.clone());
        Some(page.article(source, &[], given))
    }

    /// The bytes of the feed that hold an item.
    pub fn span(&self, item: &FeedItem) -> Span {
        self.charset.as_ref().map_or(item.span, |map| map.to_raw(item.span))
    }

    fn written(&self, body: Body) -> Decoded {
        let mut made = Made::default();
        page::write(&mut made, &self.text, body);
        let map = self.charset.as_ref().map_or_else(|| made.map.clone(), |map| made.map.then(map));
        Decoded { text: made.text, map: Some(map), notes: Vec::new() }
    }
}

/// The plain text of a headline: references resolved, markup left out, white space squeezed.
fn plain(markup: &str) -> Option<String> {
    let text = html::plain(markup);
    (!text.is_empty()).then_some(text)
}
