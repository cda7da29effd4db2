//! Two renderings of one utterance, word by word.
//!
//! The pairs of a longest common subsequence (Wagner and Fischer's table over words) say which words
//! both renderings have; what lies between two pairs is where they differ.

use crate::words::CommonWord;

/// Longest stretch of words that is aligned; what follows in a longer passage is left out, which
/// bounds the table at a million cells.
const LONGEST: usize = 1000;

/// Which words two renderings share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// Indices of equal words, rising in both.
    pub pairs: Vec<(usize, usize)>,
}

/// A place where the renderings differ: words of one stand where words of the other do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Words of the first, `from..to`; empty where the second adds words.
    pub first: (usize, usize),
    /// Words of the second.
    pub second: (usize, usize),
}

/// Aligns two lists of words by their forms.
pub(crate) fn align(a: &[CommonWord], b: &[CommonWord]) -> Alignment {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    let width = b.len() + 1;
    let mut table = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = if a[i].form == b[j].form {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i].form == b[j].form {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    Alignment { pairs }
}

impl Alignment {
    /// How many of the shared words carry content.
    pub(crate) fn content(&self, a: &[CommonWord]) -> usize {
        self.pairs.iter().filter(|&&(i, _)| a[i].content).count()
    }

    /// The longest run of words that stand side by side in both.
    pub(crate) fn longest_run(&self) -> usize {
        let (mut best, mut run) = (usize::from(!self.pairs.is_empty()), 1);
        for pair in self.pairs.windows(2) {
            let next = pair[1] == (pair[0].0 + 1, pair[0].1 + 1);
            run = if next { run + 1 } else { 1 };
            best = best.max(run);
        }
        best
    }

    /// The places where the renderings differ inside the stretch that both cover: between the first
    /// and the last shared word, and at an end where both have up to two more words of their own (a
    /// fragment that begins with another word than the full utterance has there). What only one of
    /// them goes on to quote is a cut, not a difference.
    ///
    pub(crate) fn gaps(&self, a: &[CommonWord], b: &[CommonWord]) -> Vec<Gap> {
        let (Some(&first), Some(&last)) = (self.pairs.first(), self.pairs.last()) else {
            return Vec::new();
        };
        let mut gaps = Vec::new();
        let edge = (a.len().min(LONGEST), b.len().min(LONGEST));
        // at the start: the shorter lead must be short, and is compared with as many words
        let lead = first.0.min(first.1);
        if (1..=2).contains(&lead) {
            gaps.push(Gap { first: (first.0 - lead, first.0), second: (first.1 - lead, first.1) });
        }
        for pair in self.pairs.windows(2) {
            let gap = Gap { first: (pair[0].0 + 1, pair[1].0), second: (pair[0].1 + 1, pair[1].1) };
            if gap.first.0 < gap.first.1 || gap.second.0 < gap.second.1 {
                gaps.push(gap);
            }
        }
        let rest = (edge.0 - last.0 - 1).min(edge.1 - last.1 - 1);
        if (1..=2).contains(&rest) {
            gaps.push(Gap {
                first: (last.0 + 1, last.0 + 1 + rest),
                second: (last.1 + 1, last.1 + 1 + rest),
            });
        }
        gaps
    }
}

impl Gap {
    /// Whether each side has words where the other has others.
    pub(crate) fn is_replacement(self) -> bool {
        self.first.0 < self.first.1 && self.second.0 < self.second.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{testing::Doc, words::Vocabulary};
    use proptest::prelude::*;

    /// Aligns two texts; returns the number of shared words and the differing words of both.
    fn check(a: &str, b: &str) -> (usize, Vec<(String, String)>) {
        let (a, b) = (Doc::new(a).account, Doc::new(b).account);
        let mut vocabulary = Vocabulary::default();
        let mut words = |account| vocabulary.words(account, account_span(account));
        fn account_span(account: &rashomon_extract::Account) -> rashomon_text::Span {
            account.article.paragraphs[0].span
        }
        let (in_a, in_b) = (words(&a), words(&b));
        let alignment = align(&in_a, &in_b);
        let text = |account: &rashomon_extract::Account, words: &[CommonWord]| {
            let words: Vec<&str> = words.iter().map(|w| account.slice(w.span)).collect();
            words.join(" ")
        };
        let gaps = alignment
            .gaps(&in_a, &in_b)
            .into_iter()
            .map(|g| {
                (text(&a, &in_a[g.first.0..g.first.1]), text(&b, &in_b[g.second.0..g.second.1]))
            })
            .collect();
        (alignment.pairs.len(), gaps)
    }

    #[test]
    fn a_replaced_word_is_a_gap() {
        let (shared, gaps) = check("The dam will hold for years", "the dam shall hold for years");
        assert_eq!((shared, gaps), (5, vec![("will".to_owned(), "shall".to_owned())]));
    }

    #[test]
    fn a_cut_is_no_gap() {
        let (_, gaps) = check("hold for years", "The dam will hold for years, I promise you that");
        assert!(gaps.is_empty(), "{gaps:?}");
    }

    #[test]
    fn a_fragment_that_begins_with_another_word_differs_there() {
        let (_, gaps) = check("clear proof of neglect", "We saw plain proof of neglect");
        assert_eq!(gaps, [("clear".to_owned(), "plain".to_owned())]);
    }

    #[test]
    fn an_added_word_is_a_gap_on_one_side() {
        let (_, gaps) = check("into the wall of the mill", "into the wall of mill");
        assert_eq!(gaps, [("the".to_owned(), String::new())]);
    }

    proptest! {
        #[test]
        fn pairs_rise_and_are_equal(a in "[abc ]{1,40}", b in "[abc ]{1,40}") {
            prop_assume!(!a.trim().is_empty() && !b.trim().is_empty());
            let (a, b) = (Doc::new(&a).account, Doc::new(&b).account);
            let mut vocabulary = Vocabulary::default();
            let in_a = vocabulary.words(&a, a.article.paragraphs[0].span);
            let in_b = vocabulary.words(&b, b.article.paragraphs[0].span);
            let alignment = align(&in_a, &in_b);
            for pair in alignment.pairs.windows(2) {
                prop_assert!(pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1);
            }
            for &(i, j) in &alignment.pairs {
                prop_assert_eq!(in_a[i].form, in_b[j].form);
            }
            prop_assert_eq!(alignment.pairs.len(), align(&in_b, &in_a).pairs.len());
        }
    }
}
