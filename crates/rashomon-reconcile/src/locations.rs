//! Where places lie.
//!
//! # What it finds
//! For states, first-level divisions and cities of 15,000 inhabitants or more: the country, the division and a
//! point.
//!
//! # Why it matters
//! "Birmingham" is in England and in Alabama. A map, and whoever counts events by place, needs to know which.
//!
//! # How
//! A state lies where it lies. Of the bearers of any other name, each document decides by itself, the surest
//! first: what the text puts after the name ("Paris, Texas"); the divisions and states that the document speaks of;
//! and last, that a name has one bearer of some size or one that is far larger than all others. Documents that
//! decide by the words after the name overrule those that do not.
//!
//! # Limits
//! Where two bearers fit, and where documents differ, none is taken. Villages, streets and buildings have no point:
//! a name that the gazetteer does not hold is left open, and so is one that it holds, but not where the text says.

use std::collections::BTreeMap;

use rashomon_extract::{Account, account::Form};
use rashomon_lexicon::{
    City, Country, Region, StateForm, cities, fold, region, region_short, state, state_exact,
};
use rashomon_text::{Cite, DocId};

use crate::dossier::{Entity, EntityKind, Location, LocationBasis, LocationKind};

/// Inhabitants from which a name is taken for this place though nothing in the text speaks for it.
const LARGE: u32 = 100_000;
/// How many times as many inhabitants as the next of its name it then has.
const FAR_LARGER: u32 = 10;
/// Inhabitants from which a city is known in all of its state.
const CITY: u32 = 500_000;

/// Sets [`Entity::location`] where it can be decided.
pub fn locate(accounts: &[Account], entities: &mut [Entity]) {
    let context = contexts(accounts, entities);
    for entity in entities {
        entity.location = match entity.country {
            Some(country) => of_state(country),
            None if matches!(entity.kind, EntityKind::Place | EntityKind::Geopolitical) => {
                of_place(accounts, entity, &context)
            }
            None => None,
        };
    }
}

/// What a document speaks of: how often each state, and each first-level division.
#[derive(Clone, Debug, Default)]
struct Context {
    countries: BTreeMap<Country, usize>,
    divisions: BTreeMap<&'static str, usize>,
}

/// The context of each document.
fn contexts(accounts: &[Account], entities: &[Entity]) -> Vec<Context> {
    let mut out = vec![Context::default(); accounts.len()];
    for entity in entities {
        let is_place = matches!(entity.kind, EntityKind::Place | EntityKind::Geopolitical);
        for mention in entity.mentions.iter().filter(|it| it.form != Form::Pronoun) {
            let context = &mut out[mention.cite.doc.index()];
            if let Some(country) = entity.country {
                *context.countries.entry(country).or_default() += 1;
                continue;
            }
            if !is_place || mention.form != Form::Name {
                continue;
            }
            let bearers = bearers(words(accounts, mention.cite));
            // a name with bearers in several states speaks for none of them
            let Some(first) = bearers.first() else { continue };
            if bearers.iter().all(|it| it.country() == first.country()) {
                *context.countries.entry(first.country()).or_default() += 1;
                if bearers.len() == 1 {
                    *context.divisions.entry(first.division()).or_default() += 1;
                }
            }
        }
        for mention in &entity.mentions {
            // "Chester, Pa."
            let rest =
                &accounts[mention.cite.doc.index()].article.text[mention.cite.span.end as usize..];
            let context = &mut out[mention.cite.doc.index()];
            match qualifier(rest).filter(|_| is_place) {
                Some(Qualifier::Division(region)) => {
                    *context.countries.entry(region.country).or_default() += 1;
                    *context.divisions.entry(region.name()).or_default() += 1;
                }
                Some(Qualifier::State(_)) | None => {}
            }
        }
    }
    out
}

fn words(accounts: &[Account], cite: Cite) -> &str {
    accounts[cite.doc.index()].slice(cite.span)
}

fn of_state(country: Country) -> Option<Location> {
    Some(Location {
        kind: LocationKind::State,
        country,
        division: None,
        point: country.point()?,
        geonames: None,
        basis: LocationBasis::Code,
    })
}

/// A bearer of a name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bearer {
    City(City),
    Region(Region),
}

impl Bearer {
    fn country(self) -> Country {
        match self {
            Self::City(city) => city.country,
            Self::Region(region) => region.country,
        }
    }

    fn division(self) -> &'static str {
        match self {
            Self::City(city) => city.division(),
            Self::Region(region) => region.name(),
        }
    }

    fn population(self) -> u32 {
        match self {
            Self::City(city) => city.population,
            // a division is larger than a city of its name
            Self::Region(_) => u32::MAX / FAR_LARGER,
        }
    }

    fn location(self, basis: LocationBasis) -> Option<Location> {
        let (kind, point, geonames) = match self {
            Self::City(city) => (LocationKind::City, city.point(), city.geonames()),
            Self::Region(region) => (LocationKind::Division, region.point(), None),
        };
        let division = match self {
            Self::City(city) => Some(city.division()).filter(|name| !name.is_empty()).map(name_of),
            Self::Region(region) => region.code().map(str::to_owned),
        };
        Some(Location { kind, country: self.country(), division, point: point?, geonames, basis })
    }
}

/// A division as a city's row has it, by its code where it has one: "US-TX", else "texas".
fn name_of(division: &'static str) -> String {
    region(division).and_then(|it| it.code()).unwrap_or(division).to_owned()
}

/// The bearers of a name, larger ones first. What the words call a city or a division is one.
fn bearers(name: &str) -> Vec<Bearer> {
    let (folded, kind) = plain(name);
    let division = region(&folded).filter(|_| kind != Some(LocationKind::City));
    let mut out: Vec<Bearer> = Vec::new();
    // "Washington" is the capital before it is the division of that name
    let capital = matches!(state(&folded), Some((_, StateForm::Capital)));
    let division = division.filter(|_| !capital || kind == Some(LocationKind::Division));
    if kind != Some(LocationKind::Division) {
        out.extend(cities(&folded).map(Bearer::City));
    }
    if let Some(division) = division {
        // "New York" and "Kabul" are cities in the division of their name: the city, but for small ones
        let its = |bearer: &Bearer| {
            bearer.country() == division.country && bearer.division() == division.name()
        };
        let city = out.iter().position(|bearer| its(bearer) && bearer.population() >= LARGE);
        if city.is_none() {
            out.retain(|bearer| bearer.country() != division.country);
            out.insert(0, Bearer::Region(division));
        }
    }
    out
}

/// A name folded, without article and the word for what it is; and what that word says it is.
fn plain(name: &str) -> (String, Option<LocationKind>) {
    const DIVISIONS: [&str; 8] = [
        "state",
        "province",
        "region",
        "oblast",
        "governorate",
        "prefecture",
        "county",
        "department",
    ];
    const CITIES: [&str; 2] = ["city", "town"];
    let folded = fold(name.split(',').next().unwrap_or(name));
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    // names that end in such a word by themselves: "Mexico City", "Kansas City"
    if cities(folded).next().is_some() {
        return (folded.to_owned(), None);
    }
    for (words, kind) in
        [(&DIVISIONS[..], LocationKind::Division), (&CITIES[..], LocationKind::City)]
    {
        for word in words {
            let before = folded.strip_prefix(word).and_then(|rest| rest.strip_prefix(" of "));
            let after = folded.strip_suffix(word).and_then(|rest| rest.strip_suffix(' '));
            if let Some(name) = before.or(after) {
                return (name.to_owned(), Some(kind));
            }
        }
    }
    (folded.to_owned(), None)
}

/// Where the words after a name say it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Qualifier {
    State(Country),
    Division(Region),
}

impl Qualifier {
    fn fits(self, bearer: Bearer) -> bool {
        match self {
            Self::State(country) => bearer.country() == country,
            Self::Division(region) => match bearer {
                Bearer::City(city) => {
                    city.country == region.country && city.division() == region.name()
                }
                Bearer::Region(_) => false,
            },
        }
    }
}

/// What stands after a name: ", Texas", ", Ala.", " (Iran)", " in Alabama".
fn qualifier(rest: &str) -> Option<Qualifier> {
    let rest = [", in ", ", ", " in ", " (", ","].iter().find_map(|it| rest.strip_prefix(it))?;
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let line = rest.split('\n').next().unwrap_or(rest);
    // the longest first: "Western Australia" before "Western"
    let ends: Vec<usize> = line
        .char_indices()
        .filter(|(_, c)| !c.is_alphanumeric() && *c != '-' && *c != '\'')
        .flat_map(|(at, c)| if c == '.' { vec![at, at + 1] } else { vec![at] })
        .chain([line.len()])
        .take_while(|&end| end <= 40)
        .collect();
    ends.iter().rev().find_map(|&end| {
        let words = &line[..end];
        if !words.starts_with(char::is_uppercase) {
            return None;
        }
        let folded = fold(words);
        region_short(words).or_else(|| region(&folded)).map(Qualifier::Division).or_else(|| {
            use rashomon_lexicon::StateForm::Name;
            let state = state(&folded).or_else(|| state_exact(words));
            state.filter(|(_, form)| *form == Name).map(|(country, _)| Qualifier::State(country))
        })
    })
}

/// Whether what follows makes a name that of a county, which the gazetteer does not hold: "DeKalb County",
/// "Camden and Charlton counties".
fn is_county(rest: &str) -> bool {
    const COUNTIES: [&str; 4] = ["county", "counties", "parish", "parishes"];
    let mut words =
        rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(3);
    let county = |word: &str| COUNTIES.contains(&fold(word).as_str());
    rest.starts_with(' ')
        && match words.next() {
            Some("and") => words.nth(1).is_some_and(county),
            Some(first) => county(first),
            None => false,
        }
}

/// Where a place lies by all the documents that name it.
fn of_place(accounts: &[Account], entity: &Entity, contexts: &[Context]) -> Option<Location> {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for mention in entity.mentions.iter().filter(|it| it.form == Form::Name) {
        *names.entry(words(accounts, mention.cite)).or_default() += 1;
    }
    let name = *names.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(**name)))?.0;
    let mut qualified: Vec<Qualifier> = Vec::new();
    let mut documents: BTreeMap<DocId, usize> = BTreeMap::new();
    let mut division = false;
    for mention in entity.mentions.iter().filter(|it| it.form == Form::Name) {
        let doc = mention.cite.doc;
        *documents.entry(doc).or_default() += 1;
        let text = &accounts[doc.index()].article.text;
        let inside = words(accounts, mention.cite).split_once(',').map(|(name, _)| name.len());
        let end = inside.map_or(mention.cite.span.end as usize, |length| {
            mention.cite.span.start as usize + length
        });
        if is_county(&text[end..]) {
            return None;
        }
        // "Washington state"
        division |= text[end..].starts_with(" state ") || text[end..].starts_with(" province");
        qualified.extend(qualifier(&text[end..]));
    }
    let mut bearers = bearers(name);
    if division {
        bearers = self::bearers(&format!("{name} state"));
    }
    if !qualified.is_empty() {
        let fitting: Vec<Bearer> = bearers
            .iter()
            .copied()
            .filter(|&it| qualified.iter().all(|qualifier| qualifier.fits(it)))
            .collect();
        // "Pandi, Bulacan": not the Pandi that the gazetteer holds, or texts that differ
        return fitting.first()?.location(LocationBasis::Qualifier);
    }
    let mut found: Option<(Bearer, LocationBasis)> = None;
    for (doc, named) in documents {
        let here = by_context(&bearers, named, &contexts[doc.index()]);
        let Some(here) = here else { continue };
        match found {
            Some((other, _)) if other != here.0 => return None,
            _ => found = Some(here),
        }
    }
    let (bearer, basis) = found?;
    bearer.location(basis)
}

/// The bearer that one document means, where nothing after the name says so; the name stands in it `named` times.
fn by_context(
    bearers: &[Bearer],
    named: usize,
    context: &Context,
) -> Option<(Bearer, LocationBasis)> {
    let spoken = |bearer: &Bearer| {
        let division = context.divisions.get(bearer.division()).copied().unwrap_or(0);
        let country = context.countries.get(&bearer.country()).copied().unwrap_or(0);
        // the name does not speak for itself
        let alone = if bearers.len() == 1 { named } else { 0 };
        let one_state = bearers.iter().all(|it| it.country() == bearers[0].country());
        let own = if one_state { named } else { 0 };
        (division.saturating_sub(alone), country.saturating_sub(own))
    };
    let best = bearers.iter().map(spoken).max()?;
    if best == (0, 0) {
        let (first, rest) = bearers.split_first()?;
        let next = rest.iter().map(|it| it.population()).max().unwrap_or(0);
        let ambiguous = matches!(first, Bearer::City(city) if city.ambiguous);
        let large = first.population() >= LARGE && !ambiguous;
        let basis = if rest.is_empty() { LocationBasis::Only } else { LocationBasis::Population };
        return (large && first.population() / FAR_LARGER >= next).then_some((*first, basis));
    }
    // larger ones stand first
    let chosen = *bearers.iter().find(|it| spoken(it) == best)?;
    // another state is spoken of, too, and its place is the larger
    let rival = bearers.iter().any(|it| {
        it.country() != chosen.country()
            && spoken(it).1 > 0
            && spoken(it).0 == best.0
            && it.population() > chosen.population()
    });
    // the document is about other parts of this state, and may mean a smaller place there
    let elsewhere = best.0 == 0
        && matches!(chosen, Bearer::City(city) if city.population < CITY)
        && context
            .divisions
            .keys()
            .any(|&name| region(name).is_some_and(|it| it.country == chosen.country()));
    let basis = if bearers.len() == 1 { LocationBasis::Only } else { LocationBasis::Context };
    (!rival && !elsewhere).then_some((chosen, basis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_qualifier(rest: &str, expect: &str) {
        let found = match qualifier(rest) {
            None => String::new(),
            Some(Qualifier::State(country)) => country.iso3().to_owned(),
            Some(Qualifier::Division(region)) => region.name().to_owned(),
        };
        assert_eq!(found, expect, "{rest}");
    }

    #[test]
    fn what_stands_after_a_name() {
        check_qualifier(", Texas, on Monday", "texas");
        check_qualifier(", Ala. Police said", "alabama");
        check_qualifier(", N.H., where", "new hampshire");
        check_qualifier(" (Iran) was", "IRN");
        check_qualifier(" in northern Iran", "");
        check_qualifier(", Western Australia.", "western australia");
        check_qualifier(", the United Kingdom", "GBR");
        check_qualifier(", US", "USA");
        check_qualifier(", Iranian officials said", "");
        check_qualifier(" said", "");
        check_qualifier("", "");
    }

    /// Where `name` lies in a document that speaks of these states and divisions.
    #[track_caller]
    fn check(name: &str, countries: &[(&str, usize)], divisions: &[&'static str], expect: &str) {
        let mut context = Context::default();
        for (iso3, n) in countries {
            context.countries.insert(rashomon_lexicon::country(iso3).unwrap(), *n);
        }
        context.divisions = divisions.iter().map(|&name| (name, 1)).collect();
        let found =
            by_context(&bearers(name), 0, &context).map_or_else(String::new, |(bearer, basis)| {
                let kind = match bearer {
                    Bearer::City(_) => "city",
                    Bearer::Region(_) => "division",
                };
                format!(
                    "{kind} {} {} {}",
                    bearer.country().iso3(),
                    bearer.division(),
                    basis.as_str()
                )
            });
        assert_eq!(found, expect, "{name}");
    }

    #[test]
    fn one_of_several() {
        check("Birmingham", &[("USA", 3)], &[], "city USA alabama context");
        check("Birmingham", &[("USA", 1)], &["michigan"], "city USA michigan context");
        check("Birmingham", &[("GBR", 1)], &[], "city GBR england context");
        // spoken of is Britain too, and its Birmingham is the larger
        check("Birmingham", &[("USA", 3), ("GBR", 1)], &[], "");
        check("Paris", &[("DEU", 1)], &[], "");
        check("Tehran", &[], &[], "city IRN tehran only");
        check("Atlantis Springs", &[("USA", 3)], &[], "");
    }

    #[test]
    fn cities_and_divisions_of_one_name() {
        check("New York", &[("USA", 1)], &[], "city USA new york only");
        check("New York state", &[("USA", 1)], &[], "division USA new york only");
        check("Mexico City", &[("MEX", 1)], &[], "city MEX mexico city only");
        check("Texas", &[], &[], "division USA texas only");
        check("the province of Balkh", &[], &[], "division AFG balkh only");
    }
}
