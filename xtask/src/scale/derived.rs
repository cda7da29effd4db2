//! Accounts derived from others without the language engine.
//!
//! To read a hundred thousand articles takes hours on two cores, and takes as long for each as for a thousand. What may
//! grow faster is what comes after. So the accounts of the articles at hand, as the engine and the rules found them,
//! are repeated in versions, a week apart, of which every longer word is written with other letters, the same ones
//! for the same word of a version. The texts keep their lengths and all that was found in them, and a run has as many
//! stories, names and wordings as its size asks for.

use std::time::Duration;

use rashomon_extract::Account;
use rashomon_text::{Date, Symbol, Symbols};

/// A run of `size` accounts, as many versions of each as that takes.
pub(super) fn accounts(accounts: &[Account], size: usize) -> Vec<Account> {
    let version = |at: usize| (at / accounts.len()) as u32;
    (0..size).map(|at| rewritten(&accounts[at % accounts.len()], version(at), at)).collect()
}

/// The account with the longer words written with the letters of this version; version 0 is the account itself. Every
/// span stays as it is.
fn rewritten(account: &Account, version: u32, at: usize) -> Account {
    let mut made = account.clone();
    made.article.source.path = Some(format!("{at:07}"));
    if version == 0 {
        return made;
    }
    let anew = |word: &str| word.len() > 3;
    let text = &account.article.text;
    let mut letters = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        letters.push_str(&if anew(word) { turned(word, version) } else { word.to_owned() });
        letters.push_str(&part[word.len()..]);
    }
    made.article.text = letters;
    let last = account.words.iter().map(|word| word.form.0.max(word.lemma.0)).max();
    let mut symbols = Symbols::new();
    for number in 0..last.map_or(0, |last| last + 1) {
        let word = account.symbols.get(Symbol(number));
        let mut new = if anew(word) { turned(word, version) } else { word.to_owned() };
        while symbols.find(&new).is_some() {
            new.push('x'); // every symbol keeps its number
        }
        symbols.intern(&new);
    }
    symbols.shrink_to_fit();
    made.symbols = symbols;
    if let Some(published) = &mut made.article.published {
        let later = |day: Date| day.checked_add(Duration::from_secs(604_800 * u64::from(version)));
        if let (Ok(start), Ok(end)) = (later(published.start), later(published.end)) {
            (published.start, published.end) = (start, end);
        }
    }
    made
}

/// A word with its letters turned on in the alphabet by steps that depend on version and place.
fn turned(word: &str, version: u32) -> String {
    let turn = |(at, c): (usize, char)| {
        let step = (version.wrapping_mul(2654435761) >> (3 * at as u32 % 27)) % 26;
        let from = if c.is_ascii_uppercase() { b'A' } else { b'a' };
        if c.is_ascii_alphabetic() {
            char::from(from + ((c as u8 - from) + step as u8) % 26)
        } else {
            c
        }
    };
    word.chars().enumerate().map(turn).collect()
}
