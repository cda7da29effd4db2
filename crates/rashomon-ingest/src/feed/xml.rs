//! RSS and Atom.

use rashomon_text::{Note, Span};

use super::{Body, Feed, FeedFormat, FeedItem, Form, page};
use crate::{
    Moment,
    xml::{Element, Space, Step, Walk, resolved},
};

/// An element whose end is waited for.
struct Field<'a> {
    element: Element<'a>,
    /// Depth of the walk inside it.
    depth: usize,
    /// First byte of its content.
    start: usize,
    /// It holds elements.
    nested: bool,
}

/// An item being read, and the depth of the walk inside it.
struct Open {
    item: FeedItem,
    depth: usize,
    start: usize,
    /// An address that serves where the item has no link.
    permalink: Option<String>,
}

pub(super) fn read(text: &str, feed: &mut Feed) -> Option<()> {
    let mut walk = Walk::new(text);
    let mut root = false;
    // depth inside the element whose children describe the feed
    let mut channel = usize::MAX;
    let mut item: Option<Open> = None;
    let mut field: Option<Field<'_>> = None;
    let mut lost = 0;
    while let Some(step) = walk.next() {
        match step {
            Step::Open { element, start, end } => {
                let depth = walk.depth();
                if !root {
                    root = true;
                    feed.format = format(&element)?;
                    feed.language = element.attribute("lang");
                    if feed.format == FeedFormat::Atom {
                        channel = depth;
                    }
                } else if field.is_none() && is_item(&element) {
                    finish(item.take(), start, false, feed);
                    let id = element.attribute("about");
                    let language = element.attribute("lang");
                    let new = FeedItem { id, language, ..FeedItem::default() };
                    item = Some(Open { item: new, depth, start, permalink: None });
                    field = None;
                } else if let Some(field) = &mut field {
                    field.nested = true;
                } else if element.is(Space::Plain, "channel") && item.is_none() {
                    channel = depth;
                    feed.language = element.attribute("lang").or(feed.language.take());
                } else {
                    let wanted = item.as_ref().map_or(channel, |it| it.depth);
                    if depth == wanted.saturating_add(1) {
                        field = Some(Field { element, depth, start: end, nested: false });
                    }
                }
            }
            Step::Close { start, end } => {
                let depth = walk.depth() + 1;
                if let Some(done) = field.take_if(|it| it.depth == depth) {
                    match &mut item {
                        Some(open) => take(open, &done, start, text),
                        None => describe(&done, start, text, feed),
                    }
                } else if item.as_ref().is_some_and(|it| it.depth == depth) {
                    let cut = start == end && walk.broken.is_some();
                    lost += usize::from(cut);
                    finish(item.take(), end, cut, feed);
                } else if depth == channel {
                    channel = usize::MAX;
                }
            }
            Step::Copy { .. } | Step::Atom { .. } => {}
        }
    }
    if !root {
        return None;
    }
    if let Some(at) = walk.broken {
        let last = if lost > 0 { ", the last of them in part" } else { "" };
        feed.notes.push(Note::new(
            "feed-broken",
            format!("the feed is no XML from byte {at} on; the items before that were read{last}"),
        ));
    }
    if let Some(entity) = walk.unknown_entity {
        let entity: String = entity.chars().take(40).collect();
        feed.notes.push(Note::new(
            "entity-not-expanded",
            format!(
                "the feed uses entities of its own, such as {entity}; they stay as they are written"
            ),
        ));
    }
    Some(())
}

fn format(root: &Element<'_>) -> Option<FeedFormat> {
    match (root.space, root.name.to_ascii_lowercase().as_str()) {
        (Space::Plain, "rss" | "channel") => Some(FeedFormat::Rss),
        (Space::Rdf, "rdf") => Some(FeedFormat::Rdf),
        (Space::Atom | Space::Plain, "feed") => Some(FeedFormat::Atom),
        _ => None,
    }
}

fn is_item(element: &Element<'_>) -> bool {
    element.is(Space::Plain, "item")
        || element.is(Space::Atom, "entry")
        || element.is(Space::Plain, "entry")
}

fn finish(open: Option<Open>, end: usize, cut: bool, feed: &mut Feed) {
    let Some(Open { mut item, start, permalink, .. }) = open else { return };
    item.link = item.link.or(permalink);
    item.span = Span::from_range(start..end);
    item.cut = cut;
    feed.items.push(item);
}

/// Takes what the feed says of itself.
fn describe(field: &Field<'_>, end: usize, text: &str, feed: &mut Feed) {
    let value = || value(field, end, text);
    let name = field.element.name.to_ascii_lowercase();
    match (field.element.space, name.as_str()) {
        (Space::Plain | Space::Atom, "title") if feed.title.is_none() => {
            let (start, form) = (field.start, form(field));
            let body = Body { span: Span::from_range(start..end), form };
            feed.title = page::heading_text(text, body);
        }
        (Space::Plain | Space::Atom, "link") => match rel(&field.element).as_str() {
            "alternate" if feed.link.is_none() => {
                feed.link = field.element.attribute("href").or_else(value);
            }
            "next" if feed.next.is_none() => feed.next = field.element.attribute("href"),
            _ => {}
        },
        (Space::Plain | Space::DublinCore, "language") if feed.language.is_none() => {
            feed.language = value();
        }
        (Space::Plain, "lastbuilddate" | "pubdate" | "updated")
        | (Space::Atom, "updated" | "modified")
        | (Space::DublinCore, "date")
            if feed.updated.is_none() =>
        {
            feed.updated = value().and_then(|text| Moment::parse(&text));
        }
        _ => {}
    }
}

/// Takes one element of an item.
fn take(open: &mut Open, field: &Field<'_>, end: usize, text: &str) {
    let value = || value(field, end, text);
    let moment = || value().and_then(|text| Moment::parse(&text));
    let item = &mut open.item;
    let body = Body { span: Span::from_range(field.start..end), form: form(field) };
    let name = field.element.name.to_ascii_lowercase();
    let element = &field.element;
    match (element.space, name.as_str()) {
        (Space::Plain | Space::Atom, "title") if item.heading.is_none() => {
            item.title = page::heading_text(text, body);
            item.heading = Some(body).filter(|_| item.title.is_some());
        }
        (Space::Plain | Space::Atom, "link")
            if item.link.is_none() && rel(element) == "alternate" =>
        {
            item.link = element.attribute("href").or_else(value);
        }
        (Space::Plain, "guid") => {
            item.id = value();
            let link = element.attribute("isPermaLink").is_none_or(|it| it != "false");
            let address = item.id.clone().filter(|it| link && it.starts_with("http"));
            open.permalink = address.or(open.permalink.take());
        }
        (Space::Atom | Space::Plain, "id") => {
            item.id = value();
            let address = item.id.clone().filter(|it| it.starts_with("http"));
            open.permalink = open.permalink.take().or(address);
        }
        (Space::Plain, "description") | (Space::Atom | Space::Plain, "summary") => {
            item.summary = Some(body);
        }
        (Space::Content, "encoded") | (Space::Xhtml, "body") => item.content = Some(body),
        (Space::Atom | Space::Plain, "content") => {
            item.language = element.attribute("lang").or(item.language.take());
            if element.attribute("src").is_some() {
                open.permalink = open.permalink.take().or_else(|| element.attribute("src"));
            } else if is_text(element) && item.content.is_none() {
                item.content = Some(body);
            }
        }
        (Space::Plain, "pubdate") | (Space::Atom | Space::Plain, "published" | "issued") => {
            item.published = moment().or(item.published);
        }
        (Space::DublinCore, "date" | "issued" | "created") | (Space::Atom, "created")
            if item.published.is_none() =>
        {
            item.published = moment();
        }
        (Space::Atom | Space::Plain | Space::DublinCore, "updated" | "modified") => {
            item.updated = moment().or(item.updated);
        }
        (Space::Plain | Space::Atom, "author") | (Space::DublinCore, "creator") => {
            let name = if field.nested { child(field.start, end, text, "name") } else { value() };
            if let Some(name) = name.map(|it| person(&it)).filter(|it| !it.is_empty()) {
                match &mut item.author {
                    // repeated by feeds that say it in two vocabularies
                    Some(all) if all.split(", ").any(|it| it == name) => {}
                    // more than a byline holds
                    Some(all) if all.len() > 400 => {}
                    Some(all) => *all = format!("{all}, {name}"),
                    author @ None => *author = Some(name),
                }
            }
        }
        (Space::Plain | Space::Atom, "category") | (Space::DublinCore, "subject") => {
            item.categories.extend(element.attribute("term").or_else(value));
        }
        (Space::DublinCore, "language") => item.language = value().or(item.language.take()),
        _ => {}
    }
}

/// The relation of a link; RSS has one kind.
fn rel(element: &Element<'_>) -> String {
    let rel = element.attribute("rel").unwrap_or_else(|| "alternate".to_owned());
    let media = element.attribute("type").unwrap_or_default();
    // another form of the feed itself
    if media.contains("atom+xml") || media.contains("rss+xml") { "self".to_owned() } else { rel }
}

/// Whether the content of an Atom entry is text and no picture or sound.
fn is_text(element: &Element<'_>) -> bool {
    element.attribute("type").is_none_or(|it| {
        let it = it.to_ascii_lowercase();
        matches!(it.as_str(), "text" | "html" | "xhtml")
            || it.starts_with("text/")
            || it.contains("html")
    })
}

/// How the text of an element is written.
fn form(field: &Field<'_>) -> Form {
    let kind = field.element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let atom = field.element.space == Space::Atom;
    let escaped = field.element.attribute("mode").is_some_and(|it| it == "escaped");
    if field.nested {
        Form::Inline
    } else if atom && !escaped && !kind.contains("html") {
        Form::Text
    } else {
        Form::Markup
    }
}

/// The content of an element as plain text.
fn value(field: &Field<'_>, end: usize, text: &str) -> Option<String> {
    let (value, _) = resolved(text, field.start, end);
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (!value.is_empty()).then_some(value)
}

/// The text of the first child called `name` in `text[from..to]`.
fn child(from: usize, to: usize, text: &str, name: &str) -> Option<String> {
    let mut walk = Walk::new(&text[from..to]);
    let mut start = None;
    while let Some(step) = walk.next() {
        match step {
            Step::Open { element, end, .. }
                if walk.depth() == 1 && element.name.eq_ignore_ascii_case(name) =>
            {
                start = Some(end);
            }
            Step::Close { start: end, .. } if walk.depth() == 0 => {
                if let Some(start) = start {
                    let (text, _) = resolved(text, from + start, from + end);
                    return Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
            _ => {}
        }
    }
    None
}

/// The name in `name@host (Name)` and `Name <name@host>`, or all of it.
fn person(text: &str) -> String {
    let text = text.trim();
    if let Some((before, rest)) = text.split_once('(')
        && before.contains('@')
        && let Some((name, _)) = rest.split_once(')')
    {
        return name.trim().to_owned();
    }
    match text.split_once('<') {
        Some((name, _)) if !name.trim().is_empty() => name.trim().to_owned(),
        // an address alone is no name
        _ if text.contains('@') && !text.contains(' ') => String::new(),
        _ => text.to_owned(),
    }
}
