//! The words under a span, comparable over documents.
//!
//! Every account numbers its words by itself; [`Vocabulary`] gives one number to one word over all
//! documents of a story.

use rashomon_extract::{Account, account::Word};
use rashomon_text::{Span, Symbol};
use rustc_hash::FxHashMap;

/// A word of one document, numbered over all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CommonWord {
    /// Bytes of its document's text.
    pub span: Span,
    /// The word, lower-case and folded.
    pub form: u32,
    /// Its lemma.
    pub lemma: u32,
    /// Whether it carries content.
    pub content: bool,
}

/// Numbers for words, given in the order of first use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary<'a> {
    numbers: FxHashMap<&'a str, u32>,
}

impl<'a> Vocabulary<'a> {
    fn number(&mut self, word: &'a str) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(word).or_insert(next)
    }

    /// The words that lie wholly in `span`.
    pub(crate) fn words(&mut self, account: &'a Account, span: Span) -> Vec<CommonWord> {
        let symbol = |s: Symbol| account.symbols.get(s);
        words_in(account, span)
            .iter()
            .map(|word| CommonWord {
                span: word.span,
                form: self.number(symbol(word.form)),
                lemma: self.number(symbol(word.lemma)),
                content: word.content,
            })
            .collect()
    }

    /// The lemmas of content words in `span`, sorted, each once.
    pub(crate) fn content(&mut self, account: &'a Account, span: Span) -> Vec<u32> {
        let mut lemmas: Vec<u32> = words_in(account, span)
            .iter()
            .filter(|word| word.content)
            .map(|word| self.number(account.symbols.get(word.lemma)))
            .collect();
        lemmas.sort_unstable();
        lemmas.dedup();
        lemmas
    }
}

/// The words of an account that lie wholly in `span`.
pub(crate) fn words_in(account: &Account, span: Span) -> &[Word] {
    let from = account.words.partition_point(|w| w.span.start < span.start);
    let to = from + account.words[from..].partition_point(|w| w.span.end <= span.end);
    &account.words[from..to]
}

/// How many values two sorted lists share.
pub(crate) fn shared<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

/// At most `longest` characters on one line, ending in a whole word.
pub(crate) fn shortened(words: &str, longest: usize) -> String {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if line.chars().count() + word.chars().count() >= longest {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Doc;

    #[test]
    fn one_number_for_one_word_over_documents() {
        let (a, b) =
            (Doc::new("The bridges closed.").account, Doc::new("A bridge of stone.").account);
        let mut vocabulary = Vocabulary::default();
        let all = |account: &Account| account.sentences[0].span;
        let (in_a, in_b) = (vocabulary.content(&a, all(&a)), vocabulary.content(&b, all(&b)));
        assert_eq!(shared(&in_a, &in_b), 1, "bridge");
        assert_eq!(vocabulary.words(&a, Span::new(4, 11)).len(), 1);
        assert_eq!(vocabulary.words(&a, Span::new(4, 10)).len(), 0, "no word lies wholly inside");
    }
}
