//! States and territories, their names, capitals, demonyms and seats of government; cities and first-level divisions.

use std::sync::OnceLock;

use crate::table::{Table, rows, with_room_for};

/// A state or territory, by its ISO 3166-1 alpha-3 code.
///
/// Kosovo has the user-assigned code `XKX`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 3]);

impl Country {
    /// The code: "ALB".
    pub fn iso3(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// The two-letter code: "AL".
    pub fn iso2(self) -> &'static str {
        self.entry().map_or("", |entry| entry.iso2)
    }

    /// The common English name: "Albania".
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    fn entry(self) -> Option<&'static Entry> {
        let entries = &gazetteer().countries;
        entries.binary_search_by_key(&self, |entry| entry.country).ok().map(|at| &entries[at])
    }

    fn parse(iso3: &str) -> Option<Self> {
        let code: [u8; 3] = iso3.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_uppercase).then_some(Self(code))
    }
}

impl std::fmt::Debug for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.iso3())
    }
}

/// The country with this ISO 3166-1 alpha-3 code, upper-case.
///
/// ```
/// let albania = rashomon_lexicon::country("ALB").unwrap();
/// assert_eq!((albania.name(), albania.iso2()), ("Albania", "AL"));
/// ```
pub fn country(iso3: &str) -> Option<Country> {
    let country = Country::parse(iso3)?;
    country.entry().map(|_| country)
}

/// How a word stands for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateForm {
    /// Its name: "Iran", "Islamic Republic of Iran", "Burma".
    Name,
    /// Its capital, which news uses for its government: "Tehran".
    Capital,
    /// Its adjective: "Iranian".
    Demonym,
    /// Its people: "Iranians", "Frenchman".
    Inhabitants,
    /// A building, street or office that stands for its government: "Kremlin", "White House", "Whitehall".
    Seat,
}

/// The state that `folded` (see [`fold`](crate::fold)) stands for.
///
/// Short forms that are also common words ("US", "UK") are found by [`state_exact`] only. Some
/// names are also names of people, cities or other things: see [`is_ambiguous_state`].
///
/// ```
/// use rashomon_lexicon::{StateForm, state};
///
/// let (iran, form) = state("islamic republic of iran").unwrap();
/// assert_eq!((iran.iso3(), form), ("IRN", StateForm::Name));
/// assert_eq!(state("tehran"), Some((iran, StateForm::Capital)));
/// assert_eq!(state("iranians"), Some((iran, StateForm::Inhabitants)));
/// ```
pub fn state(folded: &str) -> Option<(Country, StateForm)> {
    gazetteer().states.get(folded).copied()
}

/// The state that a short form stands for, upper and lower case told apart: "US", "U.S.", "UK", "UAE", "DPRK".
pub fn state_exact(surface: &str) -> Option<(Country, StateForm)> {
    gazetteer().short_forms.get(surface).map(|&country| (country, StateForm::Name))
}

/// Whether a name that [`state`] knows has another common bearer: "georgia" (a US state), "jordan" (a
/// person), "turkey" (a bird), "victoria" (many cities).
pub fn is_ambiguous_state(folded: &str) -> bool {
    gazetteer().ambiguous.contains(folded)
}

/// A city, town or populated place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct City {
    /// Where it lies.
    pub country: Country,
    /// Inhabitants, rounded to thousands.
    pub population: u32,
    /// Whether the name is also a common given name, surname or word: "Nice", "Lincoln".
    pub ambiguous: bool,
}

/// The most populous place of this name, of those with 15,000 inhabitants or more.
pub fn city(folded: &str) -> Option<City> {
    static CITIES: OnceLock<Table<City>> = OnceLock::new();
    CITIES
        .get_or_init(|| {
            let list = include_str!("../data/cities.tsv");
            let mut cities = with_room_for(list);
            for row in rows(list) {
                let Some(country) = Country::parse(row.cell(1)) else { continue };
                let population = row.cell(2).parse::<u32>().unwrap_or(0) * 1000;
                cities.entry(row.cell(0)).or_insert(City {
                    country,
                    population,
                    ambiguous: row.cell(3) == "a",
                });
            }
            cities
        })
        .get(folded)
        .copied()
}

/// The country of a first-level division: a state, province, region, governorate.
///
/// A name that two countries share gives `None`.
pub fn region(folded: &str) -> Option<Country> {
    gazetteer().regions.get(folded).copied()
}

struct Entry {
    country: Country,
    iso2: &'static str,
    name: &'static str,
}

struct Gazetteer {
    countries: Vec<Entry>,
    states: Table<(Country, StateForm)>,
    short_forms: Table<Country>,
    ambiguous: rustc_hash::FxHashSet<&'static str>,
    regions: Table<Country>,
}

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| {
        let mut countries = Vec::new();
        let mut states = Table::default();
        let mut short_forms = Table::default();
        for row in rows(include_str!("../data/states.tsv")) {
            let Some(country) = Country::parse(row.cell(0)) else { continue };
            countries.push(Entry { country, iso2: row.cell(1), name: row.cell(2) });
            let forms = [
                (3, StateForm::Name),
                (4, StateForm::Capital),
                (5, StateForm::Demonym),
                (6, StateForm::Inhabitants),
                (7, StateForm::Seat),
            ];
            for (cell, form) in forms {
                for word in row.words(cell) {
                    states.entry(word).or_insert((country, form));
                }
            }
            for word in row.words(8) {
                short_forms.insert(word, country);
            }
        }
        countries.sort_by_key(|entry| entry.country);
        let ambiguous =
            rows(include_str!("../data/ambiguous.tsv")).flat_map(|row| row.words(0)).collect();
        let regions = rows(include_str!("../data/regions.tsv"))
            .filter_map(|row| Some((row.cell(0), Country::parse(row.cell(1))?)))
            .collect();
        Gazetteer { countries, states, short_forms, ambiguous, regions }
    })
}
