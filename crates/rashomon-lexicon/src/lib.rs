//! Reference lists: countries and their names, cities, titles, verbs of saying, units, agencies and more.
//!
//! Every list is a file `data/*.tsv` whose opening comment names its source and licence. A list is read
//! into a hash table on first use. Keys are folded with [`fold`] unless a function says otherwise.
//! The lists hold what a reference work would hold, and no person.

mod bodies;
mod fold;
mod numbers;
mod people;
mod places;
mod speech;
mod table;

pub use bodies::{Org, agency, organization, outlet};
pub use fold::fold;
pub use numbers::{Unit, UnitKind, month, number_word, ordinal_word, unit, weekday};
pub use people::{Gender, GroupNoun, Title, TitleKind, given_name, group_noun, person_noun, title};
pub use places::{
    City, Country, Point, Region, StateForm, cities, city, country, is_ambiguous_state, region,
    region_short, state, state_exact,
};
pub use speech::{
    Abbreviation, Certainty, Denied, Hedge, Modal, Saying, SpeechAct, Tone, abbreviation, denied,
    hedge, modal, saying, saying_noun, tone, vague_source,
};

#[cfg(test)]
mod tests;
