use std::hash::{BuildHasher, RandomState};

/// The number of an interned string; meaningful only with the [`Symbols`] that gave it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// A table of strings, each kept once: lemmas, folded words.
///
/// Numbers are given in order of first use, so they depend on the input only. A run holds a table for every
/// article, so that it is kept small: the strings stand one behind another, and what finds them are numbers.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    /// All strings.
    text: String,
    /// Where each of them ends, in bytes.
    ends: Vec<u32>,
    /// Numbers plus one by the hash of their strings, the next free slot where one is taken; 0 is free.
    slots: Vec<u32>,
    /// Of its own for every table, so that no text can be made to collide.
    hasher: RandomState,
}

impl Symbols {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// The symbol of `string`, made now if it is new.
    pub fn intern(&mut self, string: &str) -> Symbol {
        // at most three quarters are taken, so that a search meets a free slot soon
        if (self.ends.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let slot = self.slot(string);
        if self.slots[slot] == 0 {
            self.text.push_str(string);
            self.ends.push(self.text.len() as u32);
            self.slots[slot] = self.ends.len() as u32;
        }
        Symbol(self.slots[slot] - 1)
    }

    /// How many strings there are: their symbols are the numbers below.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The string behind `symbol`.
    pub fn get(&self, symbol: Symbol) -> &str {
        let at = symbol.0 as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// The symbol of `string`, if it was interned before.
    pub fn find(&self, string: &str) -> Option<Symbol> {
        if self.slots.is_empty() {
            return None;
        }
        self.slots[self.slot(string)].checked_sub(1).map(Symbol)
    }

    /// Gives back memory that is held for more strings.
    pub fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The slot that holds the number of `string`, or the free one for it. There is one.
    fn slot(&self, string: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.hasher.hash_one(string) as usize & mask;
        while self.slots[slot] != 0 && self.get(Symbol(self.slots[slot] - 1)) != string {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(16)];
        for number in 0..self.ends.len() as u32 {
            let slot = self.slot(self.get(Symbol(number)));
            self.slots[slot] = number + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_those_of_first_use(strings in prop::collection::vec("[a-cé]{0,3}", 0..200)) {
            let mut symbols = Symbols::new();
            let mut seen: Vec<&str> = Vec::new();
            for string in &strings {
                prop_assert_eq!(symbols.find(string).is_some(), seen.contains(&string.as_str()));
                let symbol = symbols.intern(string);
                if !seen.contains(&string.as_str()) {
                    seen.push(string);
                }
                prop_assert_eq!(seen[symbol.0 as usize], string);
                prop_assert_eq!(symbols.get(symbol), string);
            }
            symbols.shrink_to_fit();
            for (number, string) in (0..).zip(seen) {
                prop_assert_eq!(symbols.find(string), Some(Symbol(number)));
            }
        }
    }
}
