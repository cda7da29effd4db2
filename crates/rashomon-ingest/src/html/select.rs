//! Which part of a page is the article.
//!
//! Two steps. First the *container*: every block votes for the elements around it, with its text where
//! it reads like running text and against them where it is links or scraps; the element with the most
//! votes wins, and of those that are nearly as good the innermost. Then, inside it, each block is kept
//! or not, by its element, its links, and what the elements around it are called.

use super::{
    blocks::Block,
    names::{self, Role},
    tags::Tag,
    tree::{Attribute, Tree},
};
use crate::clean::page::fold;

/// What is made of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Running text of the article.
    Body,
    /// A heading inside it.
    Heading,
    /// A caption.
    Caption,
    /// No part of the article.
    Out,
}

/// The part each block plays, in the order of the blocks, and the container.
pub(crate) fn select(tree: &Tree, blocks: &[Block]) -> (u32, Vec<Part>) {
    let found = select_by(tree, blocks, &names::roles(tree));
    let text: u32 = blocks.iter().filter(|block| is_text(block)).map(|block| block.chars).sum();
    let kept = kept(blocks, &found.1);
    if kept >= LITTLE && kept * 5 >= text || text == 0 {
        return found;
    }
    // names may mislead: look again without most of them
    let again = select_by(tree, blocks, &names::sure_roles(tree));
    if self::kept(blocks, &again.1) > kept * 2 + LITTLE / 2 { again } else { found }
}

/// Characters of running text under which it is asked whether the article was missed.
const LITTLE: u32 = 250;

fn select_by(tree: &Tree, blocks: &[Block], roles: &[Role]) -> (u32, Vec<Part>) {
    let container = container(tree, blocks, roles);
    let parts = parts(tree, blocks, roles, container);
    (container, parts)
}

/// Characters of running text that are kept.
fn kept(blocks: &[Block], parts: &[Part]) -> u32 {
    let body = blocks.iter().zip(parts).filter(|(_, part)| **part == Part::Body);
    body.map(|(block, _)| block.chars).sum()
}

/// Whether the block reads like running text.
fn is_text(block: &Block) -> bool {
    let links = block.links();
    links < 0.5 && (block.words >= 12 || block.terminal && block.words >= 4) && block.marks > 0
        || block.words >= 25 && links < 0.35
}

/// The element that holds the article.
fn container(tree: &Tree, blocks: &[Block], roles: &[Role]) -> u32 {
    let count = tree.nodes.len();
    // the total of running text, to know a misnamed element from a side piece
    let total: f32 = blocks.iter().filter(|it| is_text(it)).map(|it| it.chars as f32).sum();
    let mut text = vec![0f32; count];
    for block in blocks.iter().filter(|it| is_text(it)) {
        text[block.container as usize] += block.chars as f32;
    }
    sum_up(tree, &mut text);
    let mut votes = vec![0f32; count];
    for block in blocks {
        let side = around(tree, block.container)
            .any(|n| roles[n as usize] == Role::Side && text[n as usize] < total * 0.6);
        let tag = tree.nodes[block.container as usize].tag;
        let plain = (block.chars - block.link_chars) as f32;
        votes[block.container as usize] += if side {
            -20.0 - 0.2 * block.chars as f32
        } else if is_text(block) {
            plain * if tag == Tag::P { 1.0 } else { 0.8 } + 4.0 * block.marks as f32
        } else if tag.is_heading()
            || block.link_chars == 0
                && matches!(tag, Tag::Td | Tag::Th | Tag::Tr | Tag::Li | Tag::P)
        {
            0.0
        } else {
            -10.0 - 0.5 * block.link_chars as f32
        };
    }
    sum_up(tree, &mut votes);
    let best = (0..count)
        .filter(|&n| holds_blocks(tree.nodes[n].tag))
        .max_by(|&a, &b| votes[a].total_cmp(&votes[b]).then(b.cmp(&a)))
        .unwrap_or(0);
    // the page may say itself where its article is
    let mut chars = vec![0f32; count];
    for block in blocks {
        chars[block.container as usize] += (block.chars - block.link_chars) as f32;
    }
    sum_up(tree, &mut chars);
    let said = (0..count as u32)
        .filter(|&n| roles[n as usize] == Role::Article)
        .filter(|&n| chars[n as usize] > 0.3 * chars[best] || chars[n as usize] > 1500.0)
        .max_by(|&a, &b| chars[a as usize].total_cmp(&chars[b as usize]).then(a.cmp(&b)));
    if let Some(n) = said {
        return n;
    }
    // innermost of those that are nearly as good
    let mut at = best;
    loop {
        let child = children(tree, at as u32)
            .max_by(|&a, &b| votes[a as usize].total_cmp(&votes[b as usize]).then(b.cmp(&a)));
        match child {
            Some(child) if votes[child as usize] >= 0.97 * votes[best] && votes[best] > 0.0 => {
                at = child as usize;
            }
            _ => return at as u32,
        }
    }
}

/// Whether an element can hold an article; a paragraph is part of one.
fn holds_blocks(tag: Tag) -> bool {
    !(tag.is_inline()
        || tag.is_heading()
        || matches!(tag, Tag::P | Tag::Li | Tag::Dt | Tag::Dd | Tag::Pre | Tag::Tr)
        || matches!(tag, Tag::Blockquote | Tag::Figure | Tag::Figcaption))
}

/// Adds every node's value to those of the elements around it.
fn sum_up(tree: &Tree, values: &mut [f32]) {
    for n in (1..values.len()).rev() {
        values[tree.nodes[n].parent as usize] += values[n];
    }
}

fn children(tree: &Tree, n: u32) -> impl Iterator<Item = u32> + '_ {
    let end = tree.nodes[n as usize].end;
    let mut at = n + 1;
    std::iter::from_fn(move || {
        (at < end).then(|| {
            let child = at;
            at = tree.nodes[child as usize].end.max(child + 1);
            child
        })
    })
    .filter(move |&child| holds_blocks(tree.nodes[child as usize].tag))
}

/// `n` and the elements around it.
fn around(tree: &Tree, n: u32) -> impl Iterator<Item = u32> + '_ {
    std::iter::once(n).chain(tree.ancestors(n))
}

fn parts(tree: &Tree, blocks: &[Block], roles: &[Role], container: u32) -> Vec<Part> {
    let end = tree.nodes[container as usize].end;
    let inside = |block: &Block| block.first >= container && block.first < end;
    let mut text = vec![0f32; tree.nodes.len()];
    for block in blocks.iter().filter(|it| inside(it)) {
        text[block.container as usize] += (block.chars - block.link_chars) as f32;
    }
    sum_up(tree, &mut text);
    let cards = cards(tree, blocks, container, &text);
    let mut parts: Vec<Part> = blocks
        .iter()
        .map(|block| {
            if inside(block) {
                part(tree, block, roles, container, &text, &cards)
            } else {
                Part::Out
            }
        })
        .collect();
    drop_others(tree, blocks, &mut parts);
    drop_lone_headings(blocks, &mut parts);
    parts
}

/// Headings of what other articles are shown under, in small letters.
const OTHERS: [&str; 40] = [
    "related articles",
    "related stories",
    "related posts",
    "related news",
    "related content",
    "related",
    "more stories",
    "more news",
    "more from this section",
    "most read",
    "most popular",
    "latest news",
    "latest stories",
    "recommended",
    "recommended for you",
    "recommended stories",
    "you may also like",
    "you might also like",
    "you may like",
    "read next",
    "up next",
    "read also",
    "also read",
    "see also",
    "trending",
    "trending now",
    "top stories",
    "editor's picks",
    "around the web",
    "from the web",
    "das könnte sie auch interessieren",
    "mehr zum thema",
    "lesen sie auch",
    "ähnliche beiträge",
    "à lire aussi",
    "sur le même sujet",
    "te puede interesar",
    "noticias relacionadas",
    "leia também",
    "leggi anche",
];

/// What stands under such a heading after the article, up to where its text goes on.
fn drop_others(tree: &Tree, blocks: &[Block], parts: &mut [Part]) {
    const LONGEST: u32 = 8;
    let parent = |block: &Block| tree.nodes[block.container as usize].parent;
    let runs = |n: usize, parts: &[Part]| parts[n] == Part::Body && is_text(&blocks[n]);
    let all: u32 = (0..blocks.len()).filter(|&n| runs(n, parts)).map(|n| blocks[n].chars).sum();
    // the running text so far, and the elements around its paragraphs
    let (mut before, mut homes) = (0, vec![false; tree.nodes.len()]);
    let mut homes_of_homes = homes.clone();
    let mut n = 0;
    while n < blocks.len() {
        let block = &blocks[n];
        let heading = parts[n] != Part::Caption
            && block.words <= LONGEST
            && before * 4 >= all * 3
            && OTHERS.contains(&heading_text(tree, block).as_str());
        if heading {
            let goes_on = |at: &usize| {
                let home = parent(&blocks[*at]);
                let around = tree.nodes[home as usize].parent;
                runs(*at, parts) && (homes[home as usize] || homes_of_homes[around as usize])
            };
            let end = (n + 1..blocks.len()).find(goes_on).unwrap_or(blocks.len());
            parts[n..end].fill(Part::Out);
            n = end;
            continue;
        }
        if runs(n, parts) {
            before += block.chars;
            let home = parent(block);
            homes[home as usize] = true;
            homes_of_homes[tree.nodes[home as usize].parent as usize] = true;
        }
        n += 1;
    }
}

/// The text of a short block in small letters, without marks at its end.
fn heading_text(tree: &Tree, block: &Block) -> String {
    let nodes = (block.first..=block.last).filter(|&n| tree.nodes[n as usize].tag == Tag::Text);
    let text: String = nodes
        .map(|n| tree.text_range(n))
        .map(|(start, end)| &tree.text[start as usize..end as usize])
        .collect();
    fold(text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '…' | '.' | '»')))
}

/// The elements inside the container that show another article: its headline as a link, and little more.
fn cards(tree: &Tree, blocks: &[Block], container: u32, text: &[f32]) -> Vec<bool> {
    let mut cards = vec![false; tree.nodes.len()];
    for block in blocks {
        let n = block.container;
        let heading = around(tree, n).take(3).find(|&n| tree.nodes[n as usize].tag.is_heading());
        let Some(heading) = heading.filter(|_| block.links() > 0.9 && block.words >= 3) else {
            continue;
        };
        // the card is what stands around the headline, as long as it is small
        let whole = text[container as usize];
        for n in tree.ancestors(heading).take(5) {
            let small = text[n as usize] < 0.25 * whole && text[n as usize] < 700.0;
            if n <= container || !small {
                break;
            }
            cards[n as usize] = true;
        }
    }
    cards
}

fn part(
    tree: &Tree,
    block: &Block,
    roles: &[Role],
    container: u32,
    text: &[f32],
    cards: &[bool],
) -> Part {
    let mut inside = Tag::Div;
    let mut caption = false;
    for n in around(tree, block.container) {
        if n == container {
            break;
        }
        let tag = tree.nodes[n as usize].tag;
        if cards[n as usize] {
            return Part::Out;
        }
        match roles[n as usize] {
            // a misnamed element: most of the article stands in it
            Role::Side if text[n as usize] > 0.5 * text[container as usize] => {}
            Role::Side => return Part::Out,
            Role::Caption => caption = true,
            _ => {}
        }
        match tag {
            Tag::Nav | Tag::Aside | Tag::Footer | Tag::Form | Tag::Button | Tag::Address => {
                return Part::Out;
            }
            Tag::Figure | Tag::Figcaption => caption = true,
            Tag::Li | Tag::Dd | Tag::Dt | Tag::Td | Tag::Th | Tag::Tr | Tag::Header
                if inside == Tag::Div =>
            {
                inside = tag;
            }
            _ => {}
        }
    }
    let tag = tree.nodes[block.container as usize].tag;
    let links = block.links();
    if caption {
        return if block.words >= 4 { Part::Caption } else { Part::Out };
    }
    if tag.is_heading() {
        return if tag == Tag::H1 || links > 0.8 { Part::Out } else { Part::Heading };
    }
    if inside == Tag::Header {
        return Part::Out;
    }
    if matches!(inside, Tag::Li | Tag::Dd | Tag::Dt) {
        let list_text = links < 0.5 && block.words >= 2 || links < 0.75 && block.words >= 15;
        return if list_text { Part::Body } else { Part::Out };
    }
    if matches!(inside, Tag::Td | Tag::Th | Tag::Tr) {
        return if links < 0.4 { Part::Body } else { Part::Out };
    }
    // a link alone in a paragraph leads away
    if links > 0.7 && !(block.terminal && block.words >= 12) {
        return Part::Out;
    }
    if block.words < 3 && !block.terminal && tag != Tag::P {
        return Part::Out;
    }
    Part::Body
}

/// A heading with no text under it introduces something else.
fn drop_lone_headings(blocks: &[Block], parts: &mut [Part]) {
    let mut text_follows = false;
    let mut section_out = false;
    for n in (0..blocks.len()).rev() {
        match parts[n] {
            Part::Body => (text_follows, section_out) = (true, false),
            Part::Out | Part::Caption => section_out = true,
            Part::Heading if !text_follows || section_out => parts[n] = Part::Out,
            Part::Heading => section_out = false,
        }
    }
}

/// Whether the page says of an element that it is the article's text.
pub(super) fn is_article(tree: &Tree, n: u32) -> bool {
    tree.attribute(n, Attribute::ItemProp)
        .is_some_and(|it| it.split_whitespace().any(|it| it.eq_ignore_ascii_case("articleBody")))
}
