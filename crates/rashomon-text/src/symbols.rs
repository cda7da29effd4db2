use std::collections::HashMap;

/// The number of an interned string; meaningful only with the [`Symbols`] that gave it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// A table of strings, each kept once: lemmas, folded words.
///
/// Numbers are given in order of first use, so they depend on the input only.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    strings: Vec<Box<str>>,
    numbers: HashMap<Box<str>, Symbol>,
}

impl Symbols {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// The symbol of `string`, made now if it is new.
    pub fn intern(&mut self, string: &str) -> Symbol {
        if let Some(&symbol) = self.numbers.get(string) {
            return symbol;
        }
        let symbol = Symbol(self.strings.len() as u32);
        self.strings.push(string.into());
        self.numbers.insert(string.into(), symbol);
        symbol
    }

    /// The string behind `symbol`.
    pub fn get(&self, symbol: Symbol) -> &str {
        &self.strings[symbol.0 as usize]
    }

    /// The symbol of `string`, if it was interned before.
    pub fn find(&self, string: &str) -> Option<Symbol> {
        self.numbers.get(string).copied()
    }
}
