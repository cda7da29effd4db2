//! A user's own actors: names with codes, and nouns with sectors.

use std::collections::BTreeMap;

use super::{Fault, key};

/// Names and nouns of `.tsv` files: `name`, tab, `code` a line; a name that begins with `~` is a noun whose code
/// is a sector and is put after the code of the state it belongs to. PETRARCH's dictionaries add codes that hold for a
/// time, and nouns whose code stands before the state's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Actors {
    names: BTreeMap<String, Vec<Dated>>,
    nouns: BTreeMap<String, Agent>,
    /// Words of the longest name or noun.
    longest: usize,
}

/// A code and the days it holds on, as numbers (20260131); 0 and [`LAST`] where it holds always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub code: String,
    pub from: u32,
    pub until: u32,
}

/// After every day.
pub(crate) const LAST: u32 = u32::MAX;

/// A noun that says what somebody is: its code, and whether that stands before the actor's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Agent {
    pub code: String,
    pub before: bool,
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
            match name.strip_prefix('~') {
                Some(noun) => into.add_noun(noun, Agent { code: code.to_owned(), before: false }),
                None => {
                    into.add_name(
                        name,
                        vec![Dated { code: code.to_owned(), from: 0, until: LAST }],
                    );
                }
            }
        }
        faults
    }

    /// Adds a name; the first entry of a name stays.
    pub(super) fn add_name(&mut self, name: &str, codes: Vec<Dated>) {
        self.longest = self.longest.max(name.split_whitespace().count());
        self.names.entry(key(name)).or_insert(codes);
    }

    pub(super) fn add_noun(&mut self, noun: &str, agent: Agent) {
        self.longest = self.longest.max(noun.split_whitespace().count());
        self.nouns.entry(key(noun)).or_insert(agent);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.nouns.is_empty()
    }

    pub(crate) fn is_name(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// The code of a name on a day: the first that holds for a time in which the day is, or the one that holds always.
    /// Without a day, the one that holds always.
    pub(crate) fn of_name(&self, name: &str, day: Option<u32>) -> Option<&str> {
        let codes = self.names.get(&key(name))?;
        let always = |d: &&Dated| d.from == 0 && d.until == LAST;
        let now = |d: &&Dated| day.is_some_and(|day| (d.from..=d.until).contains(&day));
        let dated = codes.iter().find(|d| !always(d) && now(d));
        let code = dated.or_else(|| codes.iter().find(always)).map(|d| d.code.as_str());
        code.filter(|code| code.starts_with(|c: char| c.is_ascii_alphanumeric()))
    }

    /// What a noun, or a phrase that ends in one, says somebody is.
    pub(crate) fn of_noun(&self, noun: &str) -> Option<&Agent> {
        self.nouns.get(&key(noun))
    }

    pub(crate) fn longest(&self) -> usize {
        self.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_hold_for_a_time() {
        let mut actors = Actors::default();
        let dated = |code: &str, from, until| Dated { code: code.to_owned(), from, until };
        let codes = vec![
            dated("ABC", 0, LAST),
            dated("ABCOPP", 0, 19_991_231),
            dated("ABCGOV", 20_000_101, 20_081_231),
        ];
        actors.add_name("Ana Reyes", codes);
        for (day, code) in [
            (Some(19_800_101), "ABCOPP"),
            (Some(20_000_101), "ABCGOV"),
            (Some(20_260_101), "ABC"),
            (None, "ABC"),
        ] {
            assert_eq!(actors.of_name("ana reyes", day), Some(code), "{day:?}");
        }
    }
}
