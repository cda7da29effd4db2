//! Pages that give the beginning of an article and ask to pay for the rest.

use super::{blocks::Block, byline::text, select::Part, tree::Tree};
use crate::clean::page::fold;

/// Characters of running text that a page with the whole article has at least.
const STUB: u32 = 1500;
/// Words of a line that asks for something.
const LONGEST: u32 = 30;

/// What such a line says, folded.
const ASKS: [&str; 22] = [
    "already a subscriber",
    "already have a subscription",
    "become a subscriber",
    "exclusive to subscribers",
    "for subscribers only",
    "is for subscribers",
    "log in to read",
    "only available to subscribers",
    "register to read",
    "reserved for subscribers",
    "sign in to read",
    "subscribe for full access",
    "subscribe now to read",
    "subscribe to continue",
    "subscribe to keep reading",
    "subscribe to read",
    "subscriber-only",
    "to continue reading",
    "to keep reading",
    "to read the full article",
    "to read the full story",
    "to unlock this article",
];

/// Whether the page holds little running text and a line that asks to subscribe for more.
pub(super) fn is_stub(tree: &Tree, blocks: &[Block], parts: &[Part]) -> bool {
    let body = blocks.iter().zip(parts).filter(|(_, part)| **part == Part::Body);
    let chars: u32 = body.map(|(block, _)| block.chars).sum();
    let asks = |block: &&Block| {
        let line = fold(&text(tree, block));
        ASKS.iter().any(|words| line.contains(words))
    };
    chars < STUB && blocks.iter().filter(|block| block.words <= LONGEST).any(|block| asks(&block))
}
