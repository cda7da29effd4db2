//! A user's own actors: names with codes, and nouns with sectors.

use std::collections::BTreeMap;

use super::{Fault, key};

/// Names and nouns of `.tsv` files: `name`, tab, `code` a line; a name that begins with `~` is a noun whose code
/// is a sector and is put after the code of the state it belongs to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Actors {
    names: BTreeMap<String, String>,
    nouns: BTreeMap<String, String>,
    /// Words of the longest name.
    longest: usize,
}

impl Actors {
    pub(super) fn read(file: &str, text: &str, into: &mut Self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (n, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = |message: String| Fault { file: file.to_owned(), line: n + 1, message };
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let [name, code] = cells[..] else {
                faults.push(fault(format!(
                    "{} columns; an actor is a name, a tab and a code: Gondor\tGON",
                    cells.len()
                )));
                continue;
            };
            let fits =
                !code.is_empty() && code.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
            if !fits || name.trim_start_matches('~').is_empty() {
                faults.push(fault(format!("{code:?} is no code: capital letters, as in GONGOV")));
                continue;
            }
            let (table, name) = match name.strip_prefix('~') {
                Some(noun) => (&mut into.nouns, noun),
                None => (&mut into.names, name),
            };
            into.longest = into.longest.max(name.split_whitespace().count());
            table.entry(key(name)).or_insert_with(|| code.to_owned());
        }
        faults
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.nouns.is_empty()
    }

    /// The code of a name.
    pub(crate) fn of_name(&self, name: &str) -> Option<&str> {
        self.names.get(&key(name)).map(String::as_str)
    }

    /// The sector of a noun.
    pub(crate) fn of_noun(&self, noun: &str) -> Option<&str> {
        self.nouns.get(&key(noun)).map(String::as_str)
    }

    pub(crate) fn longest(&self) -> usize {
        self.longest
    }
}
