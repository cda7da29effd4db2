//! A page as a tree, built in one pass over the tokens, with every character tied to its bytes.

use html5gum::{
    Emitter, ForwardingEmitter, Span as TokenSpan, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};
use rashomon_text::OffsetMap;

use super::{entities, tags::Tag};

/// Elements deeper than this become children of the last one that is not.
const MAX_DEPTH: usize = 256;
/// How many `<meta>` elements are read.
const MAX_METAS: usize = 500;
/// What is kept of one attribute's value, in bytes.
const MAX_VALUE: usize = 4096;
/// After so many elements and texts, so many attributes or so many bytes of text, the rest of a page is left unread.
const MAX_NODES: usize = 1_000_000;
const MAX_ATTRIBUTES: usize = 4_000_000;
pub(super) const MAX_TEXT: usize = 8 << 20;
/// Longer scripts are no description of an article.
const MAX_DATA: usize = 1 << 20;

/// A page as a flat tree: nodes in document order, each knowing where its subtree ends.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    attributes: Vec<(Attribute, u32, u32)>,
    values: String,
    /// The text of all text nodes, one after the other.
    pub(crate) text: String,
    /// From `text` to the bytes of the decoded page.
    pub(crate) map: OffsetMap,
    /// The `<meta>` elements.
    pub(crate) metas: Vec<u32>,
    /// Bodies of `<script type="application/ld+json">`.
    pub(crate) data: Vec<String>,
    /// Whether the page was longer than is read.
    pub(crate) cut: bool,
}

/// An element or a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) tag: Tag,
    /// The element it stands in; itself for the root.
    pub(crate) parent: u32,
    /// One past its last descendant.
    pub(crate) end: u32,
    /// Of a text: bytes of [`Tree::text`]. Of an element: its attributes.
    range: (u32, u32),
}

/// The attributes that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attribute {
    Id,
    Class,
    Role,
    Style,
    Hidden,
    AriaHidden,
    ItemProp,
    ItemType,
    Property,
    Name,
    Content,
    Href,
    Rel,
    Type,
    DateTime,
    Lang,
    Title,
    Test,
}

impl Attribute {
    fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"id" => Self::Id,
            b"class" => Self::Class,
            b"role" => Self::Role,
            b"style" => Self::Style,
            b"hidden" => Self::Hidden,
            b"aria-hidden" => Self::AriaHidden,
            b"itemprop" => Self::ItemProp,
            b"itemtype" => Self::ItemType,
            b"property" => Self::Property,
            b"name" => Self::Name,
            b"content" => Self::Content,
            b"href" => Self::Href,
            b"rel" => Self::Rel,
            b"type" => Self::Type,
            b"datetime" | b"data-datetime" | b"data-date" => Self::DateTime,
            b"lang" => Self::Lang,
            b"title" => Self::Title,
            b"data-testid" | b"data-component" | b"data-module" | b"data-type" | b"data-qa" => {
                Self::Test
            }
            _ => return None,
        })
    }
}

impl Tree {
    /// Reads a page. Whatever it holds, this returns, in time linear in its length.
    pub(crate) fn parse(page: &str) -> Self {
        let mut builder = Builder::new(page);
        let mut emitter = CallbackEmitter::new(
            |event: CallbackEvent<'_>, span: TokenSpan<usize>| -> Option<Full> {
                builder.take(&event, span);
                builder.is_full().then_some(Full)
            },
        );
        emitter.naively_switch_states(true);
        let cut = Tokenizer::new_with_emitter(page, Quiet(emitter)).next().is_some();
        builder.tree.cut |= cut;
        builder.finish()
    }

    /// The value of an attribute of element `n`; empty where it has none.
    pub(crate) fn attribute(&self, n: u32, attribute: Attribute) -> Option<&str> {
        let node = self.nodes[n as usize];
        if node.tag == Tag::Text {
            return None;
        }
        self.attributes[node.range.0 as usize..node.range.1 as usize]
            .iter()
            .find(|(name, ..)| *name == attribute)
            .map(|&(_, start, end)| &self.values[start as usize..end as usize])
    }

    /// The bytes of [`Tree::text`] of text node `n`.
    pub(crate) fn text_range(&self, n: u32) -> (u32, u32) {
        debug_assert_eq!(self.nodes[n as usize].tag, Tag::Text);
        self.nodes[n as usize].range
    }

    /// The text under `n`, white space squeezed; no more than the first half kilobyte.
    pub(crate) fn text_of(&self, n: u32) -> String {
        let mut out = String::new();
        for at in n..self.nodes[n as usize].end {
            if out.len() > 512 {
                break;
            }
            if self.nodes[at as usize].tag == Tag::Text {
                let (start, end) = self.nodes[at as usize].range;
                for word in self.text[start as usize..end as usize].split_whitespace() {
                    if !out.is_empty() {
                        out.push(' ');
                    }
                    out.push_str(word);
                }
            }
        }
        out
    }

    /// The elements with this tag, in document order.
    pub(crate) fn all(&self, tag: Tag) -> impl Iterator<Item = u32> + '_ {
        (0..self.nodes.len() as u32).filter(move |&n| self.nodes[n as usize].tag == tag)
    }

    /// The elements with one of these tags, in document order.
    pub(crate) fn all_of<'t>(&'t self, tags: &'t [Tag]) -> impl Iterator<Item = u32> + 't {
        (0..self.nodes.len() as u32).filter(|&n| tags.contains(&self.nodes[n as usize].tag))
    }

    /// The elements around `n`, the nearest first.
    pub(crate) fn ancestors(&self, n: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = n;
        std::iter::from_fn(move || {
            let parent = self.nodes[at as usize].parent;
            (parent != at).then(|| {
                at = parent;
                parent
            })
        })
    }
}

/// Tells of no error in the markup: looking for them takes a sixth of the time of reading.
struct Quiet<E>(E);

impl<E: Emitter> ForwardingEmitter for Quiet<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = E::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// The tree holds as much as it may.
struct Full;

struct Builder<'p> {
    page: &'p str,
    tree: Tree,
    /// Open elements.
    open: Vec<u32>,
    /// How many of each tag are open, and how many were not opened for depth.
    count: [u32; Tag::COUNT],
    skipped: [u32; Tag::COUNT],
    /// The start tag being read.
    tag: Tag,
    attribute: Option<Attribute>,
    first_attribute: u32,
}

impl<'p> Builder<'p> {
    fn new(page: &'p str) -> Self {
        let mut tree = Tree::default();
        tree.nodes.push(Node { tag: Tag::Root, parent: 0, end: 1, range: (0, 0) });
        Self {
            page,
            tree,
            open: vec![0],
            count: [0; Tag::COUNT],
            skipped: [0; Tag::COUNT],
            tag: Tag::Other,
            attribute: None,
            first_attribute: 0,
        }
    }

    fn is_full(&self) -> bool {
        self.tree.cut
            || self.tree.nodes.len() >= MAX_NODES
            || self.tree.attributes.len() >= MAX_ATTRIBUTES
            || self.tree.text.len() >= MAX_TEXT
    }

    fn take(&mut self, event: &CallbackEvent<'_>, span: TokenSpan<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag::of(name);
                self.first_attribute = self.tree.attributes.len() as u32;
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = Attribute::of(name).filter(|new| {
                    let known = &self.tree.attributes[self.first_attribute as usize..];
                    known.len() < 32 && known.iter().all(|(name, ..)| name != new)
                });
                if let Some(attribute) = self.attribute {
                    let at = self.tree.values.len() as u32;
                    self.tree.attributes.push((attribute, at, at));
                }
            }
            CallbackEvent::AttributeValue { value } => self.value(value),
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(Tag::of(name)),
            CallbackEvent::String { value } => self.text(value, span),
            _ => {}
        }
    }

    fn value(&mut self, value: &[u8]) {
        let Some(last) = self.tree.attributes.last_mut().filter(|_| self.attribute.is_some())
        else {
            return;
        };
        let value = String::from_utf8_lossy(value);
        let room = MAX_VALUE.saturating_sub((last.2 - last.1) as usize);
        let mut end = room.min(value.len());
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        self.tree.values.push_str(&value[..end]);
        last.2 = self.tree.values.len() as u32;
    }

    fn parent(&self) -> u32 {
        self.open.last().copied().unwrap_or(0)
    }

    fn start(&mut self) {
        let tag = self.tag;
        self.imply_ends(tag);
        let range = (self.first_attribute, self.tree.attributes.len() as u32);
        let n = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Node { tag, parent: self.parent(), end: n + 1, range });
        if tag == Tag::Meta && self.tree.metas.len() < MAX_METAS {
            self.tree.metas.push(n);
        }
        // the next tag's attributes begin after these
        self.first_attribute = range.1;
        if tag.is_void() {
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.skipped[tag as usize] += 1;
            return;
        }
        self.open.push(n);
        self.count[tag as usize] += 1;
    }

    fn end(&mut self, tag: Tag) {
        if self.skipped[tag as usize] > 0 {
            self.skipped[tag as usize] -= 1;
            return;
        }
        if tag == Tag::Other || self.count[tag as usize] == 0 {
            // unknown elements are closed by what they stand in
            return;
        }
        while let Some(n) = self.open.pop() {
            let found = self.close(n);
            if found == tag {
                break;
            }
        }
    }

    /// Ends element `n`, which is no longer open, and says what it is.
    fn close(&mut self, n: u32) -> Tag {
        let end = self.tree.nodes.len() as u32;
        let node = &mut self.tree.nodes[n as usize];
        node.end = end;
        let tag = node.tag;
        self.count[tag as usize] = self.count[tag as usize].saturating_sub(1);
        tag
    }

    /// Closes what a new element closes without an end tag.
    fn imply_ends(&mut self, tag: Tag) {
        let (closes, stops): (&[Tag], &[Tag]) = match tag {
            Tag::Li => (&[Tag::Li], &[Tag::Ul, Tag::Ol]),
            Tag::Dt | Tag::Dd => (&[Tag::Dt, Tag::Dd], &[Tag::Dl]),
            Tag::Tr => (&[Tag::Tr], &[Tag::Table]),
            Tag::Td | Tag::Th => (&[Tag::Td, Tag::Th], &[Tag::Tr, Tag::Table]),
            Tag::Option => (&[Tag::Option], &[Tag::Select]),
            Tag::Body => (&[Tag::Head], &[]),
            _ if tag.closes_paragraph() => (&[], &[]),
            _ => return,
        };
        if !closes.is_empty() && closes.iter().any(|&it| self.count[it as usize] > 0) {
            self.close_up_to(closes, stops);
        }
        if tag.closes_paragraph() && self.count[Tag::P as usize] > 0 {
            let stops = [
                Tag::Td,
                Tag::Th,
                Tag::Table,
                Tag::Button,
                Tag::Div,
                Tag::Section,
                Tag::Article,
                Tag::Li,
            ];
            self.close_up_to(&[Tag::P], &stops);
        }
    }

    /// Closes open elements up to the nearest of `closes`, unless one of `stops` is nearer.
    fn close_up_to(&mut self, closes: &[Tag], stops: &[Tag]) {
        for at in (1..self.open.len()).rev() {
            let tag = self.tree.nodes[self.open[at] as usize].tag;
            if stops.contains(&tag) {
                return;
            }
            if closes.contains(&tag) {
                while self.open.len() > at {
                    if let Some(n) = self.open.pop() {
                        self.close(n);
                    }
                }
                return;
            }
        }
    }

    fn text(&mut self, value: &[u8], span: TokenSpan<usize>) {
        let parent = self.parent();
        match self.tree.nodes[parent as usize].tag {
            Tag::Script => {
                let kind = self.tree.attribute(parent, Attribute::Type).unwrap_or_default();
                let said = kind.to_ascii_lowercase().contains("ld+json");
                if said && value.len() <= MAX_DATA && self.tree.data.len() < 64 {
                    self.tree.data.push(String::from_utf8_lossy(value).into_owned());
                }
                return;
            }
            Tag::Style | Tag::Skip | Tag::Noscript => return,
            _ => {}
        }
        let Some(raw) = self.page.get(span.start..span.end) else { return };
        let Ok(value) = std::str::from_utf8(value) else { return };
        let room = MAX_TEXT.saturating_sub(self.tree.text.len());
        let start = self.tree.text.len() as u32;
        let Self { tree: Tree { text, map, .. }, .. } = self;
        let whole = entities::append(raw, span.start as u32, value, room, text, map);
        self.tree.cut |= !whole;
        let end = self.tree.text.len() as u32;
        let n = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Node { tag: Tag::Text, parent, end: n + 1, range: (start, end) });
    }

    fn finish(mut self) -> Tree {
        while let Some(n) = self.open.pop() {
            self.close(n);
        }
        self.tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements as an indented outline.
    fn outline(page: &str) -> String {
        use std::fmt::Write as _;
        let tree = Tree::parse(page);
        let mut out = String::new();
        for (n, node) in tree.nodes.iter().enumerate().skip(1) {
            let depth = tree.ancestors(n as u32).count() - 1;
            out.push_str(&" ".repeat(depth));
            if node.tag == Tag::Text {
                let (start, end) = tree.text_range(n as u32);
                let _ = writeln!(out, "{:?}", &tree.text[start as usize..end as usize]);
            } else {
                let _ = writeln!(out, "{:?}", node.tag);
            }
        }
        out
    }

    #[test]
    fn ends_are_implied() {
        assert_eq!(outline("<p>a<p>b<div>c</div>"), "P\n \"a\"\nP\n \"b\"\nDiv\n \"c\"\n");
        assert_eq!(outline("<ul><li>a<li>b</ul>c"), "Ul\n Li\n  \"a\"\n Li\n  \"b\"\n\"c\"\n");
        assert_eq!(outline("<div><b>a</div>b"), "Div\n Inline\n  \"a\"\n\"b\"\n");
    }

    #[test]
    fn every_character_is_tied_to_its_bytes() {
        let page = "<p class='a&amp;b'>Fish &amp; chips&nbsp;&#8217;s\r\n&notanentity; x</p>";
        let tree = Tree::parse(page);
        assert_eq!(tree.text, "Fish & chips\u{A0}’s\n¬anentity; x");
        let at = |needle: &str| {
            let span = rashomon_text::Span::find(&tree.text, needle).unwrap();
            tree.map.to_raw(span).slice(page).to_owned()
        };
        assert_eq!(at("& chips"), "&amp; chips");
        assert_eq!(at("’"), "&#8217;");
        assert_eq!(at("¬an"), "&notan");
        assert_eq!(tree.attribute(1, Attribute::Class), Some("a&b"));
    }

    #[test]
    fn depth_is_bounded() {
        let page = format!("{}x{}y", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let tree = Tree::parse(&page);
        assert_eq!(tree.text, "xy");
        let last = tree.nodes.len() as u32 - 1;
        assert_eq!(tree.ancestors(last).count(), 1, "all are closed again");
    }
}
