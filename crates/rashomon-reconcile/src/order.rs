//! The order of documents: the same for one set of inputs, however they came in.

use rashomon_extract::Account;
use rashomon_text::{Note, Source};

/// Sorts the accounts by path, record, address and digest, and drops what was given twice.
///
/// Two accounts are the same input when all of these agree and their texts do too: one is kept,
/// with a note. Different sources with the same bytes are both kept, each with a note that names
/// the other: that two outlets print one text is a finding, not an error.
pub fn canonical(mut accounts: Vec<Account>) -> Vec<Account> {
    accounts.sort_by(|a, b| {
        key(&a.article.source)
            .cmp(&key(&b.article.source))
            .then_with(|| a.article.text.cmp(&b.article.text))
    });
    let mut kept: Vec<Account> = Vec::with_capacity(accounts.len());
    let mut times = 1;
    for account in accounts {
        match kept.last_mut() {
            Some(last) if same_input(last, &account) => times += 1,
            _ => {
                note_repeats(kept.last_mut(), times);
                times = 1;
                kept.push(account);
            }
        }
    }
    note_repeats(kept.last_mut(), times);
    note_twins(&mut kept);
    kept
}

/// What documents are sorted by.
fn key(source: &Source) -> (Option<&str>, Option<&str>, Option<&str>, &str) {
    (source.path.as_deref(), source.record.as_deref(), source.url.as_deref(), &source.sha256)
}

fn same_input(a: &Account, b: &Account) -> bool {
    key(&a.article.source) == key(&b.article.source) && a.article.text == b.article.text
}

fn note_repeats(account: Option<&mut Account>, times: usize) {
    if let Some(account) = account
        && times > 1
    {
        let message = format!("The same input was given {times} times; it is read once.");
        account.article.notes.push(Note::new("given-twice", message));
    }
}

/// Notes on documents whose bytes are those of another one.
fn note_twins(accounts: &mut [Account]) {
    let mut by_digest: Vec<usize> =
        (0..accounts.len()).filter(|&i| !accounts[i].article.source.sha256.is_empty()).collect();
    by_digest.sort_by(|&a, &b| {
        let digest = |i: usize| &accounts[i].article.source.sha256;
        digest(a).cmp(digest(b)).then(a.cmp(&b))
    });
    let groups: Vec<Vec<usize>> = by_digest
        .chunk_by(|&a, &b| accounts[a].article.source.sha256 == accounts[b].article.source.sha256)
        .filter(|group| group.len() > 1)
        .map(<[usize]>::to_vec)
        .collect();
    for group in groups {
        let first = name(&accounts[group[0]].article.source);
        for &i in &group[1..] {
            let message = format!("Byte for byte the same as {first}.");
            accounts[i].article.notes.push(Note::new("same-bytes", message));
        }
    }
}

/// What a reader knows the document by.
pub(crate) fn name(source: &Source) -> String {
    let path = source.path.as_deref().or(source.url.as_deref()).unwrap_or("another document");
    match &source.record {
        Some(record) => format!("{path}, record {record}"),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marked::account;

    fn paths(accounts: &[Account]) -> Vec<&str> {
        accounts.iter().map(|a| a.article.source.path.as_deref().unwrap_or("")).collect()
    }

    #[test]
    fn any_order_in_one_order_out() {
        let [a, b, c] = ["b.txt", "a.txt", "c.txt"].map(|path| account(path, "A line."));
        let forth = canonical(vec![a.clone(), b.clone(), c.clone()]);
        let back = canonical(vec![c, b, a]);
        assert_eq!(paths(&forth), ["a.txt", "b.txt", "c.txt"]);
        assert_eq!(paths(&forth), paths(&back));
    }

    #[test]
    fn the_same_input_twice_is_one_document() {
        let [a, b] = ["a.txt", "b.txt"].map(|path| account(path, "A line."));
        let kept = canonical(vec![a.clone(), b, a]);
        assert_eq!(paths(&kept), ["a.txt", "b.txt"]);
        assert_eq!(kept[0].article.notes[0].code, "given-twice");
        assert!(kept[1].article.notes.is_empty());
    }

    #[test]
    fn the_same_bytes_from_two_sources_are_two_documents() {
        let mut twins = ["a.txt", "b.txt"].map(|path| account(path, "A line.")).to_vec();
        for account in &mut twins {
            account.article.source.sha256 = "00ff".into();
        }
        let kept = canonical(twins);
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[1].article.notes[0].message, "Byte for byte the same as a.txt.");
    }
}
