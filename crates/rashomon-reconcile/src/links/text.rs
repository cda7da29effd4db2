//! Documents made ready for comparing.

use std::rc::Rc;

use rashomon_extract::Account;
use rashomon_text::{DocId, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{overlaps, quoted, runs::Words};

/// The words of one document, for comparing.
pub(super) struct Text<'a> {
    pub(super) doc: DocId,
    account: &'a Account,
    /// Whether each word stands between quotation marks.
    pub(super) quoted: Vec<bool>,
    /// Whether each word belongs to what a site puts under all its texts.
    pub(super) common: Vec<bool>,
    /// Its runs of five words by number, each with the place of its first word, sorted.
    grams: Vec<(u64, u32)>,
}

impl<'a> Text<'a> {
    pub(super) fn new(accounts: &'a [Account], doc: DocId, common: &FxHashSet<u64>) -> Self {
        let account = &accounts[doc.index()];
        let numbers: Vec<u64> = overlaps::grams(account).collect();
        let common = overlaps::common_words(account.words.len(), &numbers, common);
        let mut grams: Vec<(u64, u32)> = numbers.into_iter().zip(0..).collect();
        grams.sort_unstable();
        Self { doc, account, quoted: quoted::marks(account), common, grams }
    }

    /// The characters from word `at` on, `len` words.
    pub(super) fn span(&self, at: u32, len: u32) -> Span {
        let words = &self.account.words;
        words[at as usize].span.cover(words[(at + len) as usize - 1].span)
    }

    /// Of `len` words from `at` on, how many carry content.
    pub(super) fn content(&self, at: u32, len: u32) -> usize {
        let words = &self.account.words[at as usize..(at + len) as usize];
        words.iter().filter(|word| word.content).count()
    }

    /// Words that are the document's own, not its site's.
    pub(super) fn len(&self) -> u32 {
        self.common.iter().filter(|common| !**common).count() as u32
    }
}

impl Words for Text<'_> {
    fn grams(&self) -> &[(u64, u32)] {
        &self.grams
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.account.words.get(at).map(|word| self.account.symbols.get(word.form))
    }
}

/// What is worked out of documents, once for each: the latest of them are held.
pub(super) struct Held<T>(FxHashMap<u32, Rc<T>>);

/// So many documents are held at a time.
const HELD: usize = 4096;

impl<T> Held<T> {
    pub(super) fn new() -> Self {
        Self(FxHashMap::default())
    }

    /// What `make` gives for the document; held until more than [`HELD`] others were asked for.
    pub(super) fn get(&mut self, doc: u32, make: impl FnOnce() -> T) -> Rc<T> {
        if self.0.len() >= HELD && !self.0.contains_key(&doc) {
            self.0.clear();
        }
        Rc::clone(self.0.entry(doc).or_insert_with(|| Rc::new(make())))
    }
}
