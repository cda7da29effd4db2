//! Patterns of words around a verb, as the dictionaries of PETRARCH have them.

use std::sync::Arc;

/// What must stand before and behind a verb, each list from the verb outwards.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wording {
    pub before: Vec<Piece>,
    pub after: Vec<Piece>,
}

impl Wording {
    /// How many pieces it asks for: the more, the more exact.
    pub(crate) fn len(&self) -> usize {
        self.before.len() + self.after.len()
    }
}

/// One piece of a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub what: What,
    /// Whether nothing may stand between it and the piece nearer to the verb.
    pub tight: bool,
}

/// What a piece stands for.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// One of these phrases, each its words.
    Words(Arc<[Vec<String>]>),
    /// A noun phrase that is the source.
    Source,
    /// A noun phrase that is the target.
    Target,
    /// Any noun phrase.
    Phrase,
    /// A noun phrase of several parties.
    Several,
}
