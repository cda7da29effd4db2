//! Pages: the article in them, and where in the page each of its characters stands.
//!
//! ```text
//! bytes ─decode→ page ─tree→ nodes ─blocks→ lines of text ─select→ the article's lines ─clean→ Article
//! ```
//!
//! The article's text is the headline, a blank line, and then every block of the article's container,
//! one line each with a blank line between. What is no part of the article is marked in it, as in a plain
//! text; what stands outside the container is left out. White space is squeezed, character references are
//! resolved, and nothing else is changed: [`Article::raw`](rashomon_text::Article::raw) leads from every
//! character back to the bytes of the page as served.

mod blocks;
mod byline;
pub(crate) mod entities;
mod metadata;
mod names;
mod paywall;
mod select;
mod tags;
mod tree;

use rashomon_text::{Article, Note, OffsetMap, ParagraphKind, Reason, Source, Span};

use self::{blocks::Block, metadata::Metadata, select::Part, tags::Tag, tree::Tree};
use crate::{
    Given,
    clean::{
        self,
        page::{Fate, Page},
    },
    decode::Decoded,
};

/// What is read of a page, in bytes. Pages that were saved with all their pictures in them are shorter.
const MAX_PAGE: usize = 32 << 20;

/// Reads the article of a page. Pure: no I/O; whatever the page holds, this returns.
///
/// ```
/// use rashomon_ingest::{Given, clean_html};
/// use rashomon_text::Source;
///
/// let page = "<html><body><nav><a href=/>Home</a></nav><article><h1>Harbour reopens</h1>\
///     <p>The harbour of Valletta reopened on Monday, the port&#8217;s head said.</p>\
///     <p>It had been closed for a week after a storm, and two of its piers were rebuilt.</p>\
///     </article></body></html>";
/// let article = clean_html(Source::default(), page.as_bytes(), &Given::default());
/// assert_eq!(article.slice(article.title.unwrap()), "Harbour reopens");
/// let quote = rashomon_text::Span::find(&article.text, "port’s").unwrap();
/// let raw = article.raw.as_ref().unwrap().to_raw(quote);
/// assert_eq!(&page[raw.range()], "port&#8217;s");
/// ```
pub fn clean_html(source: Source, bytes: &[u8], given: &Given) -> Article {
    let declared = crate::decode::declared(bytes);
    finish_html(source, decode_page(bytes, declared.as_deref()), given)
}

/// Decodes a page; of a very long one, the beginning.
pub(crate) fn decode_page(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let mut end = bytes.len();
    if end > MAX_PAGE {
        end = MAX_PAGE;
        // no half of a character
        while bytes[end] & 0xC0 == 0x80 && end > MAX_PAGE - 4 {
            end -= 1;
        }
    }
    let mut decoded = crate::decode::decode(&bytes[..end], declared);
    if end < bytes.len() {
        decoded.notes.push(Note::new(
            "truncated",
            format!("the page is too long: its first {} MiB are read", MAX_PAGE >> 20),
        ));
    }
    decoded
}

pub(crate) fn finish_html(mut source: Source, decoded: Decoded, given: &Given) -> Article {
    let Decoded { text: page, map: charset, mut notes } = decoded;
    let tree = Tree::parse(&page);
    let metadata = metadata::read(&tree, &page, source.url.as_deref().or(given.url.as_deref()));
    if tree.cut {
        notes.push(Note::new(
            "truncated",
            format!(
                "the page is too long: its first {} MiB of text are read, or its first million elements",
                tree::MAX_TEXT >> 20
            ),
        ));
    }
    let blocks = blocks::collect(&tree);
    let (container, parts) = select::select(&tree, &blocks);
    let stub = paywall::is_stub(&tree, &blocks, &parts);
    if stub || metadata.paywall {
        let what = if stub {
            "the page asks to subscribe for the whole article; its text is a part of it"
        } else {
            "the page says that it is for subscribers; its text may be a part only"
        };
        notes.push(Note::new("paywall", what));
    }
    if source.url.is_none() {
        source.url = given.url.clone().or_else(|| metadata.url.clone());
    }
    let outlet = metadata.outlet(source.url.as_deref());
    let authors = metadata.byline(outlet.as_ref());
    let written = write(&tree, &blocks, &parts, container, &metadata, authors.as_deref());
    let mut raw = written.map.then(&tree.map);
    if let Some(charset) = charset {
        raw = raw.then(&charset);
    }
    let mut lines = Page::new(&written.text);
    lines.marked_up = true;
    for (span, fate) in &written.fates {
        let first = lines.lines.partition_point(|line| line.span.end <= span.start);
        for line in lines.lines[first..].iter_mut().take_while(|line| line.span.start < span.end) {
            line.fate = *fate;
        }
    }
    let known = clean::Known {
        title: written.title,
        url: source.url.clone(),
        byline: authors,
        byline_at: written.byline,
        outlet,
        published: metadata.published(),
        published_at: metadata.published_at.clone(),
        modified: metadata.modified(),
        language: metadata.language,
    };
    let parts = clean::clean(lines, &known).into_parts(given, &known);
    let mut article = clean::finish(source, written.text, Some(raw), notes, parts);
    article.truncated |= stub;
    article
}

/// The text of a piece of HTML, white space squeezed; what is never shown is left out.
pub(crate) fn plain(markup: &str) -> String {
    let text = shown(markup, |tag| !tag.is_hidden());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a piece of a page says: read as markup, and read as a title, in which there is none.
pub(crate) fn readings(piece: &str) -> [String; 2] {
    let title = format!("<title>{piece}");
    [shown(piece, |tag| !tag.is_hidden()), shown(&title, |_| true)]
}

/// The text of the elements that are shown, a space for every break.
fn shown(markup: &str, is_shown: fn(Tag) -> bool) -> String {
    let tree = Tree::parse(markup);
    let mut text = String::new();
    let mut n = 0;
    while n < tree.nodes.len() as u32 {
        let node = tree.nodes[n as usize];
        if !is_shown(node.tag) || blocks::is_hidden(&tree, n) {
            n = node.end.max(n + 1);
            continue;
        }
        if node.tag == Tag::Text {
            let (from, to) = tree.text_range(n);
            text.push_str(&tree.text[from as usize..to as usize]);
        } else if !node.tag.is_inline() || node.tag == Tag::Br {
            text.push(' ');
        }
        n += 1;
    }
    text
}

/// The article's text before cleaning.
struct Written {
    text: String,
    /// From `text` to the tree's text.
    map: OffsetMap,
    title: Option<Span>,
    byline: Option<Span>,
    /// What is known of each block's lines.
    fates: Vec<(Span, Fate)>,
}

fn write(
    tree: &Tree,
    blocks: &[Block],
    parts: &[Part],
    container: u32,
    metadata: &Metadata,
    authors: Option<&str>,
) -> Written {
    let mut out = Written {
        text: String::new(),
        map: OffsetMap::new(),
        title: None,
        byline: None,
        fates: Vec::new(),
    };
    let end = tree.nodes[container as usize].end;
    let inside = |block: &Block| block.first >= container && block.first < end;
    let first = blocks
        .iter()
        .zip(parts)
        .find(|(block, part)| inside(block) && **part != Part::Out)
        .map_or(u32::MAX, |(block, _)| block.first);
    let mut after = 0;
    if let Some((from, to, length)) = metadata.title_nodes(tree, first) {
        let span = append(tree, from, to, length, &mut out);
        out.title = Some(span);
        after = to + 1;
    }
    let byline = byline::find(tree, blocks, parts, after, authors);
    for (n, (block, part)) in blocks.iter().zip(parts).enumerate() {
        let named = byline.as_ref().filter(|(at, _)| *at == n).map(|(_, names)| names);
        if !inside(block) && named.is_none() || block.first < after {
            continue;
        }
        let span = append(tree, block.first, block.last, usize::MAX, &mut out);
        let fate = match part {
            Part::Body if named.is_some_and(|names| names == span.slice(&out.text)) => {
                Fate::Keep(ParagraphKind::Byline)
            }
            Part::Body => Fate::Open,
            Part::Heading => Fate::Keep(ParagraphKind::Heading),
            Part::Caption => Fate::Keep(ParagraphKind::Caption),
            Part::Out if named.is_some() => Fate::Remove(Reason::Metadata),
            Part::Out => Fate::Remove(Reason::Navigation),
        };
        if let Some(names) = named {
            out.byline = span.slice(&out.text).find(names.as_str()).map(|at| {
                let start = span.start + at as u32;
                Span::new(start, start + names.len() as u32)
            });
        }
        out.fates.push((span, fate));
    }
    out
}

/// Appends text nodes `first..=last` as one paragraph, white space squeezed, at most `length` bytes.
fn append(tree: &Tree, first: u32, last: u32, length: usize, out: &mut Written) -> Span {
    if !out.text.is_empty() {
        out.text.push_str("\n\n");
        out.map.insert(2);
    }
    let start = out.text.len();
    // white space met since the last word, as a range of the tree's text, and line breaks in it
    let mut space: Option<(u32, u32)> = None;
    let mut broken = false;
    let mut cell = false;
    let mut n = first;
    while n <= last {
        let node = tree.nodes[n as usize];
        if node.tag.is_hidden() && node.tag != Tag::Title || blocks::is_hidden(tree, n) {
            n = node.end.max(n + 1);
            continue;
        }
        broken |= node.tag == Tag::Br;
        cell |= matches!(node.tag, Tag::Td | Tag::Th);
        if node.tag == Tag::Text {
            let (from, to) = tree.text_range(n);
            let text = &tree.text[from as usize..to as usize];
            let mut at = 0;
            while at < text.len() && out.text.len() - start < length {
                let rest = &text[at..];
                let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
                if word == 0 {
                    let gap = rest.len() - rest.trim_start().len();
                    let here = from + at as u32;
                    space = Some((space.map_or(here, |(start, _)| start), here + gap as u32));
                    at += gap;
                    continue;
                }
                if out.text.len() > start {
                    if broken {
                        out.text.push('\n');
                        out.map.insert(1);
                    } else if let Some((a, b)) = space {
                        out.text.push(' ');
                        if &tree.text[a as usize..b as usize] == " " {
                            out.map.copy(a, 1);
                        } else {
                            out.map.atom(1, a..b);
                        }
                    } else if cell {
                        out.text.push(' ');
                        out.map.insert(1);
                    }
                }
                (space, broken, cell) = (None, false, false);
                out.text.push_str(&rest[..word]);
                out.map.copy(from + at as u32, word as u32);
                at += word;
            }
        }
        n += 1;
    }
    Span::from_range(start..out.text.len())
}
