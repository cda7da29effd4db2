//! The sentence and word columns of an account.
//!
//! # What it finds
//! Every sentence with its span, and every word (a token with a letter or a digit) with its folded
//! form, its lemma and whether it carries content.
//!
//! # Why it matters
//! Reconciliation compares wordings and finds copied passages over these columns alone, so that an
//! account can leave the language engine's columns behind.
//!
//! # Examples
//! "The NRF’s members fled." gives *the, nrf, members, fled*; all but *the* carry content.
//!
//! # Limits
//! A possessive ending ("’s") and other tokens without a stem of their own are no words.

use rashomon_annotate::{Analysis, TokenId, Upos};
use rashomon_text::{Article, Symbols};

use crate::account::{SentenceInfo, Word};

/// Builds the sentence and word columns with the table of their strings. Linear in the text.
pub(crate) fn build(
    article: &Article,
    analysis: &Analysis,
) -> (Vec<SentenceInfo>, Vec<Word>, Symbols) {
    let mut symbols = Symbols::new();
    let mut words = Vec::with_capacity(analysis.len());
    let mut sentences = Vec::with_capacity(analysis.sentences.len());
    let mut folded = String::new();
    for sentence in &analysis.sentences {
        let first = words.len() as u32;
        for token in sentence.tokens.iter() {
            let span = analysis.tokens.span[token.index()];
            let text = article.slice(span);
            if !is_word(text) {
                continue;
            }
            fold_into(text, &mut folded);
            let form = symbols.intern(&folded);
            fold_into(analysis.lemma(token), &mut folded);
            let lemma = if folded.is_empty() { form } else { symbols.intern(&folded) };
            words.push(Word { span, form, lemma, content: carries_content(analysis, token) });
        }
        sentences.push(SentenceInfo {
            span: sentence.span,
            paragraph: sentence.paragraph,
            words: (first, words.len() as u32),
        });
    }
    (sentences, words, symbols)
}

/// Whether a token is a word of its own: it has a letter or digit and is no clitic ending.
fn is_word(text: &str) -> bool {
    !text.starts_with(['\'', '’']) && text.chars().any(char::is_alphanumeric)
}

/// Lower-cases into `out`, with one form for every apostrophe and dash.
fn fold_into(text: &str, out: &mut String) {
    out.clear();
    for c in text.chars() {
        match c {
            '’' | '‘' | 'ʼ' | '`' => out.push('\''),
            '–' | '—' | '‑' | '‐' => out.push('-'),
            '.' => {} // "U.S." and "US" are one word
            c => out.extend(c.to_lowercase()),
        }
    }
}

fn carries_content(analysis: &Analysis, token: TokenId) -> bool {
    matches!(
        analysis.upos(token),
        Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num | Upos::Adv
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::analysis;

    #[test]
    fn words_are_folded_and_marked() {
        let (article, a) = analysis(
            "The/DT/2/det U.S./NNP/4/nmod:poss ’s/POS/2/case envoys/NNS/5/nsubj/envoy left/VBD/0/root/leave ././5/punct",
        );
        let (sentences, words, symbols) = build(&article, &a);
        let forms: Vec<&str> = words.iter().map(|w| symbols.get(w.form)).collect();
        let lemmas: Vec<&str> = words.iter().map(|w| symbols.get(w.lemma)).collect();
        let content: Vec<bool> = words.iter().map(|w| w.content).collect();
        assert_eq!(forms, ["the", "us", "envoys", "left"]);
        assert_eq!(lemmas, ["the", "us", "envoy", "leave"]);
        assert_eq!(content, [false, true, true, true]);
        assert_eq!(sentences[0].words, (0, 4));
    }
}
