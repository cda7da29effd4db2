//! Words of folded lines, and how much two texts share.

use rustc_hash::FxHashSet;

/// The words of a folded line: letters, inner apostrophes left out of the word.
pub(crate) fn of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Words that say nothing of what a text is about.
const COMMON: [&str; 44] = [
    "about", "after", "again", "against", "also", "been", "before", "being", "between", "could",
    "during", "from", "have", "here", "into", "just", "more", "most", "over", "said", "says",
    "some", "than", "that", "their", "them", "then", "there", "these", "they", "this", "those",
    "under", "were", "what", "when", "where", "which", "while", "will", "with", "would", "year",
    "your",
];

/// What a word is compared by: its first six letters, so that forms of one word meet. `None` for
/// common and very short words.
fn stem(word: &str) -> Option<&str> {
    if word.len() < 4 || COMMON.contains(&word) {
        return None;
    }
    Some(word.char_indices().nth(6).map_or(word, |(at, _)| &word[..at]))
}

/// The vocabulary of a text.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary<'t>(FxHashSet<&'t str>);

impl<'t> Vocabulary<'t> {
    pub(crate) fn add(&mut self, folded: &'t str) {
        self.0.extend(of(folded).filter_map(stem));
    }

    /// The share of a line's content words that the vocabulary holds; 1 where it has none.
    pub(crate) fn share(&self, folded: &str) -> f32 {
        let (mut all, mut known) = (0, 0);
        for stem in of(folded).filter_map(stem) {
            all += 1;
            known += u32::from(self.0.contains(stem));
        }
        if all == 0 { 1.0 } else { known as f32 / all as f32 }
    }
}
