//! What the lexicon says of a word and of the phrase it stands in, as one number for the network.

use rashomon_lexicon as lexicon;

/// The lists a word stands in, a bit a list; 0 for most words.
pub fn sign(word: &str) -> u64 {
    if word.len() < 2 || word.len() > 32 {
        return 0;
    }
    let folded = lexicon::fold(word);
    let folded = folded.as_str();
    let state = match lexicon::state(folded) {
        None => 0,
        Some((_, lexicon::StateForm::Name)) => 1,
        Some((_, lexicon::StateForm::Capital)) => 2,
        Some((_, lexicon::StateForm::Demonym)) => 3,
        Some((_, lexicon::StateForm::Inhabitants)) => 4,
        Some((_, lexicon::StateForm::Seat)) => 5,
    };
    let bits = [
        lexicon::city(folded).is_some(),
        lexicon::region(folded).is_some(),
        lexicon::given_name(folded).is_some(),
        lexicon::title(folded).is_some(),
        lexicon::organization(folded).is_some() || lexicon::agency(folded).is_some(),
        lexicon::outlet(folded).is_some(),
        lexicon::weekday(folded).is_some() || lexicon::month(folded).is_some(),
        lexicon::state_exact(word).is_some(),
    ];
    bits.iter().fold(state, |sum, &bit| sum << 1 | u64::from(bit))
}

/// Longest phrase looked up, in words.
const LONGEST: usize = 4;

/// For each word of a sentence, whether it begins (odd) or goes on with (even) a phrase of two to four
/// words that a list holds, and which list; 0 for most words.
pub fn phrases(words: &[&str], out: &mut Vec<u8>) {
    out.clear();
    out.resize(words.len(), 0);
    let upper = |i: usize| words.get(i).is_some_and(|w: &&str| w.starts_with(char::is_uppercase));
    let small =
        |i: usize| words.get(i).is_some_and(|w| matches!(*w, "of" | "and" | "the" | "de" | "-"));
    let mut i = 0;
    while i + 1 < words.len() {
        if !upper(i) || !(upper(i + 1) || small(i + 1)) || words[i].len() > 24 {
            i += 1;
            continue;
        }
        let mut length = LONGEST.min(words.len() - i);
        let mut kind = 0;
        while length > 1 {
            if upper(i + length - 1) && words[i..i + length].iter().all(|w| w.len() <= 24) {
                kind = phrase(&words[i..i + length].join(" "));
            }
            if kind != 0 {
                break;
            }
            length -= 1;
        }
        if kind == 0 {
            i += 1;
            continue;
        }
        out[i] = 2 * kind - 1;
        out[i + 1..i + length].fill(2 * kind);
        i += length;
    }
}

fn phrase(words: &str) -> u8 {
    let folded = lexicon::fold(words);
    let folded = folded.as_str();
    if lexicon::state(folded).is_some() {
        1
    } else if lexicon::organization(folded).is_some() || lexicon::agency(folded).is_some() {
        2
    } else if lexicon::outlet(folded).is_some() {
        3
    } else if lexicon::city(folded).is_some() {
        4
    } else if lexicon::region(folded).is_some() {
        5
    } else if lexicon::title(folded).is_some() {
        6
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_longest_first() {
        let words = ["The", "United", "Arab", "Emirates", "met", "in", "New", "York", "."];
        let mut got = Vec::new();
        phrases(&words, &mut got);
        assert_eq!(got, [0, 1, 2, 2, 0, 0, 7, 8, 0]);
    }
}
