//! Lemmas: what to cut off a word and what to put there, learnt from the treebanks.

use rustc_hash::FxHashMap;

use crate::hash::{feature, string};
use crate::pack::{Reader, Writer};
use crate::tags::{Upos, Xpos};

/// Rules from word and tag to lemma: exceptions by whole word first, then the longest known ending.
#[derive(Clone, Debug, Default)]
pub struct Lemmas {
    /// Edits as written by [`edit`].
    pub scripts: Vec<String>,
    /// Hash of (lower-case word, tag) to edit.
    pub words: FxHashMap<u64, u16>,
    /// Hash of (ending, tag) to edit.
    pub endings: FxHashMap<u64, u16>,
}

/// Longest ending looked at, in characters.
pub const LONGEST: usize = 5;

/// The edit that makes `lemma` of the lower-case `word`: bytes to cut off the end, then what to add.
pub fn edit(word: &str, lemma: &str) -> String {
    let mut shared = 0;
    for (a, b) in word.chars().zip(lemma.chars()) {
        if a != b {
            break;
        }
        shared += a.len_utf8();
    }
    format!("{}{}", char::from(b'0' + (word.len() - shared).min(40) as u8), &lemma[shared..])
}

/// Carries out an edit; `None` if the word is too short for it.
fn apply(word: &str, script: &str) -> Option<String> {
    let cut = (*script.as_bytes().first()? - b'0') as usize;
    let kept = word.get(..word.len().checked_sub(cut)?)?;
    Some(format!("{kept}{}", &script[1..]))
}

/// Key of a whole word.
pub fn word_key(lower: &str, upos: Upos, xpos: Xpos) -> u64 {
    feature(1, &[string(lower), upos as u64, xpos as u64])
}

/// Keys of the endings, longest first.
pub fn ending_keys(lower: &str, upos: Upos, xpos: Xpos) -> Vec<u64> {
    let mut ends = vec![lower.len()];
    ends.extend(lower.char_indices().rev().take(LONGEST).map(|(at, _)| at));
    let key = |at| feature(2, &[string(&lower[at..]), upos as u64, xpos as u64]);
    ends.into_iter().rev().map(key).collect()
}

impl Lemmas {
    /// The lemma of `word`; a proper noun keeps its capitals.
    pub fn lemma(&self, word: &str, upos: Upos, xpos: Xpos) -> String {
        let lemma = self.learnt(word, upos, xpos);
        // no past tense in -ed is a verb's own lemma, whatever one treebank says ("tweeted")
        match lemma.strip_suffix("ed") {
            Some(verb) if matches!(xpos, Xpos::Vbd | Xpos::Vbn) && verb.len() > 3 => {
                verb.to_owned()
            }
            _ => lemma,
        }
    }

    fn learnt(&self, word: &str, upos: Upos, xpos: Xpos) -> String {
        let lower = if upos == Upos::Propn { word.to_owned() } else { word.to_lowercase() };
        let lower = lower.replace('\u{2019}', "'");
        if lower.len() > 40 || matches!(upos, Upos::Punct | Upos::Sym | Upos::Num) {
            return lower;
        }
        if let Some(&script) = self.words.get(&word_key(&lower, upos, xpos))
            && let Some(lemma) = apply(&lower, &self.scripts[script as usize])
        {
            return lemma;
        }
        for key in ending_keys(&lower, upos, xpos) {
            if let Some(&script) = self.endings.get(&key) {
                return apply(&lower, &self.scripts[script as usize]).unwrap_or(lower);
            }
        }
        lower
    }

    /// Writes the rules.
    pub fn write(&self, writer: &mut Writer) {
        writer.bytes("lemma.scripts", self.scripts.join("\n").into_bytes());
        for (name, map) in [("lemma.words", &self.words), ("lemma.endings", &self.endings)] {
            let mut entries: Vec<_> = map.iter().map(|(&key, &script)| (key, script)).collect();
            entries.sort_unstable();
            let bytes =
                entries.iter().flat_map(|(k, s)| [&k.to_le_bytes()[..], &s.to_le_bytes()].concat());
            writer.bytes(name, bytes.collect());
        }
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(reader: &Reader<'_>) -> Self {
        let scripts = String::from_utf8_lossy(reader.bytes("lemma.scripts"));
        let scripts: Vec<String> = scripts.split('\n').map(str::to_owned).collect();
        let map = |name| -> FxHashMap<u64, u16> {
            let entries = reader.bytes(name).as_chunks::<10>().0.iter().map(|entry| {
                let mut key = [0; 8];
                key.copy_from_slice(&entry[..8]);
                (u64::from_le_bytes(key), u16::from_le_bytes([entry[8], entry[9]]))
            });
            entries.filter(|&(_, script)| (script as usize) < scripts.len()).collect()
        };
        Self { words: map("lemma.words"), endings: map("lemma.endings"), scripts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_past_tense_is_no_lemma() {
        let lemmas = crate::engine::Models::embedded_copy().lemmas;
        for (word, lemma) in [("tweeted", "tweet"), ("texted", "text"), ("needed", "need")] {
            assert_eq!(lemmas.lemma(word, Upos::Verb, Xpos::Vbd), lemma);
        }
    }

    #[test]
    fn edits_go_round() {
        for (word, lemma) in
            [("ministries", "ministry"), ("said", "say"), ("was", "be"), ("oil", "oil")]
        {
            assert_eq!(apply(word, &edit(word, lemma)).as_deref(), Some(lemma));
        }
        assert_eq!(apply("a", "3y"), None, "too short");
    }
}
