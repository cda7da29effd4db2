//! The text of a page as blocks: what stands between two breaks of the line.

use super::{
    tags::Tag,
    tree::{Attribute, Tree},
};

/// A run of text nodes without a block break between them.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// First and last text node.
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// The nearest block element around it.
    pub(crate) container: u32,
    /// Characters that are no white space, in all and inside links.
    pub(crate) chars: u32,
    pub(crate) link_chars: u32,
    pub(crate) words: u32,
    /// Ends like a sentence.
    pub(crate) terminal: bool,
    /// Commas and full stops inside.
    pub(crate) marks: u32,
}

impl Block {
    /// Share of the characters that stand in links.
    pub(crate) fn links(&self) -> f32 {
        self.link_chars as f32 / self.chars.max(1) as f32
    }
}

/// The blocks of the page in reading order; what is never shown is left out.
pub(crate) fn collect(tree: &Tree) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    // open block elements and links, each with the node after its last
    let mut blocks: Vec<(u32, u32)> = vec![(0, tree.nodes.len() as u32)];
    let mut link_until = 0;
    // the end of a table row that is read as one line
    let mut row_until = 0;
    let (mut fresh, mut breaks) = (true, 0);
    let mut n = 0u32;
    while (n as usize) < tree.nodes.len() {
        let node = tree.nodes[n as usize];
        while blocks.last().is_some_and(|&(_, end)| n >= end) && blocks.len() > 1 {
            blocks.pop();
        }
        if node.tag.is_hidden() || is_hidden(tree, n) {
            fresh |= !node.tag.is_inline() && node.tag != Tag::Script && node.tag != Tag::Style;
            n = node.end.max(n + 1);
            continue;
        }
        match node.tag {
            Tag::Text => {
                let (start, end) = tree.text_range(n);
                let text = &tree.text[start as usize..end as usize];
                if !text.trim().is_empty() {
                    let container = blocks.last().map_or(0, |&(at, _)| at);
                    let joins = !fresh
                        && breaks < 2
                        && out.last().is_some_and(|block| block.container == container);
                    if !joins {
                        out.push(Block {
                            first: n,
                            last: n,
                            container,
                            chars: 0,
                            link_chars: 0,
                            words: 0,
                            terminal: false,
                            marks: 0,
                        });
                    }
                    if let Some(block) = out.last_mut() {
                        add(block, n, text, n < link_until);
                    }
                    fresh = false;
                    breaks = 0;
                }
            }
            Tag::Br => breaks += 1,
            Tag::A => link_until = link_until.max(node.end),
            Tag::Tr => {
                fresh = true;
                blocks.push((n, node.end));
                if is_data_row(tree, n) {
                    row_until = node.end;
                }
            }
            Tag::Td | Tag::Th if n < row_until => {}
            tag if tag.is_inline() => {}
            _ => {
                fresh = true;
                blocks.push((n, node.end));
            }
        }
        n += 1;
    }
    out
}

fn add(block: &mut Block, n: u32, text: &str, in_link: bool) {
    block.last = n;
    let mut chars = 0;
    let mut in_word = false;
    for c in text.chars() {
        if c.is_whitespace() {
            in_word = false;
        } else {
            chars += 1;
            // scripts without spaces: two characters to a word
            if matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{0E00}'..='\u{0E7F}')
            {
                block.words += chars % 2;
            } else {
                block.words += u32::from(!in_word);
            }
            in_word = true;
            block.marks += u32::from(matches!(c, ',' | '.' | '，' | '。' | '、' | ';'));
        }
    }
    block.chars += chars;
    if in_link {
        block.link_chars += chars;
    }
    let end = text.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '“']);
    block.terminal = end.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', ':']);
}

/// Whether a table row is data, to be read as one line: short cells, at least two.
fn is_data_row(tree: &Tree, row: u32) -> bool {
    const LONGEST: usize = 240;
    let (mut bytes, mut cells) = (0, 0);
    for n in row + 1..tree.nodes[row as usize].end {
        match tree.nodes[n as usize].tag {
            Tag::Text => {
                let (start, end) = tree.text_range(n);
                bytes += tree.text[start as usize..end as usize].trim().len();
            }
            Tag::Td | Tag::Th => cells += 1,
            tag if tag.is_inline() => {}
            _ => return false,
        }
        if bytes > LONGEST {
            return false;
        }
    }
    cells >= 2
}

/// Whether the page says that the element is not shown.
pub(crate) fn is_hidden(tree: &Tree, n: u32) -> bool {
    if tree.nodes[n as usize].tag == Tag::Text {
        return false;
    }
    if tree.attribute(n, Attribute::Hidden).is_some() {
        return true;
    }
    tree.attribute(n, Attribute::Style).is_some_and(|style| {
        let style: String = style.to_ascii_lowercase().split_whitespace().collect();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}
