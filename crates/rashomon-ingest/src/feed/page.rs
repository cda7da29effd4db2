//! An item as a page of its own.

use rashomon_text::{Article, Note, Source, Span};

use super::{Body, Feed, FeedItem, Form, json};
use crate::{
    Given,
    decode::Decoded,
    html,
    made::{Head, Made, counted_from},
    xml,
};

/// How many words a summary has at least where it is the whole text.
const FULL_WORDS: usize = 150;

/// Items that hold the beginning of a text end so.
const CUT_ENDS: [&str; 12] = [
    "…",
    "...",
    "[…]",
    "[...]",
    "(…)",
    "(...)",
    "read more",
    "read more »",
    "continue reading",
    "continue reading →",
    "more »",
    "read on",
];

/// What an item gives to be read.
#[derive(Clone, Debug)]
pub(crate) struct ItemPage {
    /// A small page: the headline, and the text as the feed has it. Places are counted from the first
    /// byte of the item.
    pub(crate) page: Decoded,
    /// Why the text is known to be a part only.
    pub(crate) excerpt: Option<&'static str>,
}

impl ItemPage {
    /// The article of the item.
    pub(crate) fn article(self, source: Source, notes: &[Note], given: &Given) -> Article {
        let mut page = self.page;
        page.notes.splice(0..0, notes.iter().cloned());
        let mut article = html::finish_html(source, page, given);
        if let Some(why) = self.excerpt {
            article.truncated = true;
            article.notes.push(Note::new("excerpt", why));
        }
        article
    }
}

impl Feed {
    /// The page of `item`; `None` where it has no text but its headline.
    pub(crate) fn page(&self, item: &FeedItem) -> Option<ItemPage> {
        let mut made = Made::default();
        made.head(&Head {
            language: item.language.as_deref().or(self.language.as_deref()),
            site: self.title.as_deref(),
            author: item.author.as_deref(),
            url: item.link.as_deref(),
            published: item.published,
            updated: item.updated,
        });
        made.put("<article>");
        if let Some(heading) = item.heading {
            made.put("<h1>");
            write_heading(&mut made, &self.text, heading);
            made.put("</h1>");
        }
        let start = made.text.len();
        let body = |body: Option<Body>| body.filter(|body| !self.slice(*body).trim().is_empty());
        let content = body(item.content);
        write(&mut made, &self.text, content.or_else(|| body(item.summary))?);
        let text = html::plain(&made.text[start..]);
        if text.is_empty() {
            return None;
        }
        made.put("</article></body></html>");
        let tail = text.to_lowercase();
        let excerpt = if item.cut {
            Some("the feed breaks off in this item; its text is a part only")
        } else if CUT_ENDS.iter().any(|end| tail.ends_with(end)) {
            Some(
                "the feed gives the beginning of the text only; fetch the item's page for the rest",
            )
        } else if content.is_none() && text.split_whitespace().count() < FULL_WORDS {
            Some("the feed gives a summary only; fetch the item's page for the text")
        } else {
            None
        };
        let mut map = made.map;
        if let Some(charset) = &self.charset {
            map = map.then(charset);
        }
        let map = counted_from(&map, self.span(item).start);
        // that the feed is broken is said once
        let last = self.items.last().is_some_and(|last| last.span == item.span);
        let notes = self.notes.iter().filter(|note| last || note.code != "feed-broken");
        let notes = notes.cloned().collect();
        let page = Decoded { text: made.text, map: Some(map), notes };
        Some(ItemPage { page, excerpt })
    }

    fn slice(&self, body: Body) -> &str {
        body.span.slice(&self.text)
    }
}

/// Writes a text of the feed as HTML.
pub(super) fn write(made: &mut Made, text: &str, body: Body) {
    let Span { start, end } = body.span;
    match body.form {
        Form::Inline => {
            let mut map = rashomon_text::OffsetMap::new();
            map.copy(start, end - start);
            made.append(body.span.slice(text), &map);
        }
        Form::Markup => {
            let (written, map) = xml::resolved(text, start as usize, end as usize);
            made.append(&written, &map);
        }
        Form::Text => {
            let (written, map) = xml::resolved(text, start as usize, end as usize);
            made.append_paragraphs(&written, &map);
        }
        Form::JsonMarkup => {
            let (written, map) = json::unescape(body.span.slice(text), start);
            made.append(&written, &map);
        }
        Form::JsonText => {
            let (written, map) = json::unescape(body.span.slice(text), start);
            made.append_paragraphs(&written, &map);
        }
    }
}

/// Writes a headline as HTML. RSS says that headlines are plain text, and many are not.
pub(super) fn write_heading(made: &mut Made, text: &str, body: Body) {
    let Span { start, end } = body.span;
    let (written, map) = match body.form {
        Form::Inline => return write(made, text, body),
        Form::Markup | Form::Text => xml::resolved(text, start as usize, end as usize),
        Form::JsonMarkup | Form::JsonText => json::unescape(body.span.slice(text), start),
    };
    match body.form {
        Form::Markup if is_marked_up(&written) => made.append(&written, &map),
        Form::Markup => made.append_plain(&written, &map, true),
        _ => made.append_plain(&written, &map, false),
    }
}

/// Whether a headline holds markup of the kind that headlines have: `<script>` in one is text.
fn is_marked_up(text: &str) -> bool {
    const ENDS: [&str; 10] = [
        "</i>",
        "</b>",
        "</em>",
        "</strong>",
        "</span>",
        "</sub>",
        "</sup>",
        "</a>",
        "<br>",
        "<br/>",
    ];
    !text.contains("<script") && ENDS.iter().any(|end| text.contains(end))
}

/// The plain text of a headline.
pub(super) fn heading_text(text: &str, body: Body) -> Option<String> {
    let mut made = Made::default();
    write_heading(&mut made, text, body);
    super::plain(&made.text)
}
