//! States and territories, their names, capitals, demonyms and seats of government; cities and first-level divisions.

use std::sync::OnceLock;

use crate::table::{Row, Table, rows, with_room_for};

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
        self.entry().map_or("", |entry| entry.row.cell(1))
    }

    /// The common English name: "Albania".
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.row.cell(2))
    }

    /// Its middle, for a large state to whole degrees.
    pub fn point(self) -> Option<Point> {
        Point::of(self.entry()?.row, 9)
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

/// A place on the earth, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees north, -90 to 90.
    pub latitude: f32,
    /// Degrees east, -180 to 180.
    pub longitude: f32,
}

impl Point {
    /// Latitude and longitude as they are written in a gazetteer, without the noise of a wider number.
    pub fn degrees(self) -> (f64, f64) {
        let written = |value: f32| (f64::from(value) * 1e4).round() / 1e4;
        (written(self.latitude), written(self.longitude))
    }

    /// Kilometres to `other` along a great circle of a sphere as large as the earth (haversine formula).
    ///
    /// ```
    /// use rashomon_lexicon::cities;
    ///
    /// let at = |name| cities(name).next().unwrap().point().unwrap();
    /// let km = at("tirana").kilometres(at("athens"));
    /// assert!((500.0..520.0).contains(&km), "{km}");
    /// ```
    pub fn kilometres(self, other: Self) -> f32 {
        const RADIUS: f64 = 6371.0;
        let [a, b] = [self, other].map(|p| f64::from(p.latitude).to_radians());
        let east = (f64::from(other.longitude) - f64::from(self.longitude)).to_radians();
        let half = |angle: f64| (angle / 2.0).sin().powi(2);
        let chord = half(b - a) + a.cos() * b.cos() * half(east);
        (2.0 * RADIUS * chord.sqrt().min(1.0).asin()) as f32
    }

    /// The point in two cells of a row, from `at` on.
    fn of(row: Row, at: usize) -> Option<Self> {
        let degrees = |cell: &str| cell.parse::<f32>().ok();
        Some(Self { latitude: degrees(row.cell(at))?, longitude: degrees(row.cell(at + 1))? })
    }
}

/// A city, town or populated place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct City {
    /// Where it lies.
    pub country: Country,
    /// Inhabitants, rounded to thousands.
    pub population: u32,
    /// Whether the name is also a common given name, surname or word: "Nice", "Lincoln".
    pub ambiguous: bool,
    row: Row,
}

impl City {
    fn of(row: Row) -> Option<Self> {
        let population = row.cell(2).parse::<u32>().unwrap_or(0) * 1000;
        let country = Country::parse(row.cell(1))?;
        Some(Self { country, population, ambiguous: row.cell(3) == "a", row })
    }

    /// The first-level division it lies in, folded: "texas", "balkh"; empty where that is not known.
    pub fn division(&self) -> &'static str {
        self.row.cell(4)
    }

    /// Its middle.
    pub fn point(&self) -> Option<Point> {
        Point::of(self.row, 5)
    }

    /// Its number in GeoNames (<https://www.geonames.org>).
    pub fn geonames(&self) -> Option<u32> {
        self.row.cell(7).parse().ok()
    }
}

impl std::fmt::Debug for City {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.row.cell(0), self.country)
    }
}

/// The most populous place of this name, of those with 15,000 inhabitants or more.
pub fn city(folded: &str) -> Option<City> {
    cities(folded).next()
}

/// The places of this name, of those with 15,000 inhabitants or more, the most populous first.
///
/// ```
/// use rashomon_lexicon::cities;
///
/// let where_it_is: Vec<(&str, &str)> =
///     cities("paris").map(|city| (city.country.name(), city.division())).collect();
/// assert_eq!(where_it_is, [("France", "ile-de-france"), ("United States", "texas")]);
/// ```
pub fn cities(folded: &str) -> impl Iterator<Item = City> {
    /// The rows, and by name where they begin.
    type Cities = (Vec<Row>, Table<u32>);
    static CITIES: OnceLock<Cities> = OnceLock::new();
    let (list, starts) = CITIES.get_or_init(|| {
        let text = include_str!("../data/cities.tsv");
        let mut starts = with_room_for(text);
        let list: Vec<Row> = rows(text).collect();
        for (at, row) in list.iter().enumerate() {
            starts.entry(row.cell(0)).or_insert(at as u32);
        }
        (list, starts)
    });
    let start = starts.get(folded).copied();
    let name = start.map(|at| list[at as usize].cell(0));
    let here = list.get(start.unwrap_or(0) as usize..).unwrap_or_default();
    here.iter().take_while(move |row| Some(row.cell(0)) == name).filter_map(|&row| City::of(row))
}

/// A first-level division: a state, province, region, governorate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Where it lies.
    pub country: Country,
    row: Row,
}

impl Region {
    /// Its name, folded.
    pub fn name(&self) -> &'static str {
        self.row.cell(0)
    }

    /// Its code by ISO 3166-2, where it has one under this name: "US-TX".
    pub fn code(&self) -> Option<&'static str> {
        self.row.optional(2)
    }

    /// The middle of its places.
    pub fn point(&self) -> Option<Point> {
        Point::of(self.row, 3)
    }
}

impl std::fmt::Debug for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.name(), self.country)
    }
}

/// The first-level division of this name.
///
/// A name that two countries share gives `None`.
pub fn region(folded: &str) -> Option<Region> {
    gazetteer().regions.get(folded).copied()
}

/// The first-level division that a short form stands for after the name of a city, upper and lower case told
/// apart: "Ala.", "TX", "B.C.".
pub fn region_short(surface: &str) -> Option<Region> {
    static SHORT: OnceLock<Table<Region>> = OnceLock::new();
    let table = SHORT.get_or_init(|| {
        let short = |row: Row| Some((row, region(row.cell(0))?));
        rows(include_str!("../data/regions_short.tsv"))
            .filter_map(short)
            .flat_map(|(row, region)| row.words(1).map(move |word| (word, region)))
            .collect()
    });
    table.get(surface).copied()
}

struct Entry {
    country: Country,
    row: Row,
}

struct Gazetteer {
    countries: Vec<Entry>,
    states: Table<(Country, StateForm)>,
    short_forms: Table<Country>,
    ambiguous: rustc_hash::FxHashSet<&'static str>,
    regions: Table<Region>,
}

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| {
        let mut countries = Vec::new();
        let mut states = Table::default();
        let mut short_forms = Table::default();
        for row in rows(include_str!("../data/states.tsv")) {
            let Some(country) = Country::parse(row.cell(0)) else { continue };
            countries.push(Entry { country, row });
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
            .filter_map(|row| {
                Some((row.cell(0), Region { country: Country::parse(row.cell(1))?, row }))
            })
            .collect();
        Gazetteer { countries, states, short_forms, ambiguous, regions }
    })
}
