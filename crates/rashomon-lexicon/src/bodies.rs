//! Wire agencies, outlets, and organizations known across borders.

use crate::{
    Country, country,
    table::{Row, look_up},
};

fn first_word(row: Row) -> &'static str {
    row.cell(1)
}

/// The wire agency that a folded name or acronym is: "ap" and "associated press" give "Associated Press".
///
/// Some acronyms are words when folded ("map", "app"): ask only for what is written with capitals.
pub fn agency(folded: &str) -> Option<&'static str> {
    look_up!("agencies.tsv", &'static str, first_word, folded)
}

/// The newspaper, broadcaster or news site that a folded name is, by its usual name.
pub fn outlet(folded: &str) -> Option<&'static str> {
    look_up!("outlets.tsv", &'static str, first_word, folded)
}

/// An organization with a name known across borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Org {
    /// Its usual full name: "International Atomic Energy Agency".
    pub name: &'static str,
    /// Its acronym: "IAEA".
    pub acronym: Option<&'static str>,
    /// PLOVER actor sector: IGO, NGO, MNC, REB, …
    pub sector: Option<&'static str>,
    /// The state it belongs to, if one.
    pub country: Option<Country>,
}

/// The organization that a folded name or acronym is: "iaea", "united nations".
///
/// Some acronyms are words when folded ("who", "eta"): ask only for what is written with capitals.
///
/// ```
/// let org = rashomon_lexicon::organization("iaea").unwrap();
/// assert_eq!(org.name, "International Atomic Energy Agency");
/// ```
pub fn organization(folded: &str) -> Option<Org> {
    look_up!(
        "organizations.tsv",
        Org,
        |row| Org {
            name: row.cell(1),
            acronym: row.optional(2),
            sector: row.optional(3),
            country: country(row.cell(4)),
        },
        folded
    )
}
