//! What the network sees of a word by itself.

use crate::hash::{mix, string};

/// Hashes of a word and its parts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form {
    /// Hash of the lower-case word.
    pub lower: u64,
    /// Capitals, digits and marks in order, runs shortened.
    pub shape: u64,
    /// Hashes of the last one to four characters.
    pub ends: [u64; 4],
    /// Hashes of the first one to four characters.
    pub begins: [u64; 4],
}

/// Looks at a word once.
pub fn form(word: &str) -> Form {
    let lower = word.to_lowercase().replace('\u{2019}', "'");
    let mut shape = 7;
    let (mut last, mut run) = (0, 0);
    for c in word.chars().take(32) {
        let kind = if c.is_uppercase() {
            1
        } else if c.is_alphabetic() {
            2
        } else if c.is_numeric() {
            3
        } else {
            4 + c as u64
        };
        run = if kind == last { run + 1 } else { 0 };
        last = kind;
        if run < 2 {
            shape = mix(shape, kind);
        }
    }
    let mut ends = [0; 4];
    for ((at, _), end) in lower.char_indices().rev().zip(&mut ends) {
        *end = string(&lower[at..]);
    }
    let mut begins = [0; 4];
    for ((at, c), begin) in lower.char_indices().zip(&mut begins) {
        *begin = string(&lower[..at + c.len_utf8()]);
    }
    Form { lower: string(&lower), shape, ends, begins }
}
