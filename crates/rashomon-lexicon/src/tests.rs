//! Laws that every list keeps, and examples a reader can check by eye.

use super::*;
use crate::table::rows;

/// Every list, with the number of the cell that holds its folded keys.
const LISTS: &[(&str, &str, &[usize])] = &[
    ("states", include_str!("../data/states.tsv"), &[3, 4, 5, 6, 7]),
    ("ambiguous", include_str!("../data/ambiguous.tsv"), &[0]),
    ("cities", include_str!("../data/cities.tsv"), &[0]),
    ("regions", include_str!("../data/regions.tsv"), &[0]),
    ("given_names", include_str!("../data/given_names.tsv"), &[0]),
    ("titles", include_str!("../data/titles.tsv"), &[0]),
    ("people", include_str!("../data/people.tsv"), &[0]),
    ("groups", include_str!("../data/groups.tsv"), &[0]),
    ("saying_verbs", include_str!("../data/saying_verbs.tsv"), &[0]),
    ("saying_nouns", include_str!("../data/saying_nouns.tsv"), &[0]),
    ("hedges", include_str!("../data/hedges.tsv"), &[0]),
    ("tone", include_str!("../data/tone.tsv"), &[0]),
    ("abbreviations", include_str!("../data/abbreviations.tsv"), &[0]),
    ("denied", include_str!("../data/denied.tsv"), &[0]),
    ("vague_sources", include_str!("../data/vague_sources.tsv"), &[0]),
    ("units", include_str!("../data/units.tsv"), &[0]),
    ("agencies", include_str!("../data/agencies.tsv"), &[0]),
    ("outlets", include_str!("../data/outlets.tsv"), &[0]),
    ("organizations", include_str!("../data/organizations.tsv"), &[0]),
];

#[test]
fn keys_are_folded_and_trimmed() {
    for (list, text, cells) in LISTS {
        for row in rows(text) {
            for word in cells.iter().flat_map(|&cell| row.words(cell)) {
                assert_eq!(fold(word), word, "{list}: a key nothing can find");
            }
        }
    }
}

#[test]
fn every_list_names_its_source_and_licence() {
    for (list, text, _) in LISTS {
        let head: String = text.lines().take_while(|line| line.starts_with('#')).collect();
        let head = head.to_lowercase();
        assert!(head.contains("written"), "{list} does not say where it comes from");
        assert!(
            ["licence", "cc by", "public domain", "mit"].iter().any(|word| head.contains(word)),
            "{list} does not say its licence"
        );
    }
}

#[test]
fn codes_are_known() {
    for file in [include_str!("../data/cities.tsv"), include_str!("../data/regions.tsv")] {
        for row in rows(file) {
            // the Netherlands Antilles and Serbia and Montenegro are gone
            assert!(country(row.cell(1)).is_some(), "{} of {}", row.cell(1), row.cell(0));
        }
    }
    for row in rows(include_str!("../data/organizations.tsv")) {
        assert!(row.cell(4).is_empty() || country(row.cell(4)).is_some(), "{}", row.cell(1));
    }
    const SECTORS: [&str; 23] = [
        "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "AGR", "BUS", "CRM",
        "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "REL", "SOC",
    ];
    let sector_cells = [
        (include_str!("../data/titles.tsv"), 2),
        (include_str!("../data/groups.tsv"), 2),
        (include_str!("../data/organizations.tsv"), 3),
    ];
    for (file, cell) in sector_cells {
        for row in rows(file) {
            let sector = row.cell(cell);
            assert!(
                sector.is_empty()
                    || SECTORS.contains(&sector)
                    || ["IGO", "NGO", "MNC"].contains(&sector),
                "{sector:?} of {}",
                row.cell(0)
            );
        }
    }
}

#[test]
fn states_by_every_form() {
    #[rustfmt::skip]
    let table = [
        ("iran", "IRN", StateForm::Name),
        ("islamic republic of iran", "IRN", StateForm::Name),
        ("ivory coast", "CIV", StateForm::Name),
        ("cote d'ivoire", "CIV", StateForm::Name),
        ("dr congo", "COD", StateForm::Name),
        ("republic of the congo", "COG", StateForm::Name),
        ("burma", "MMR", StateForm::Name),
        ("czech republic", "CZE", StateForm::Name),
        ("czechia", "CZE", StateForm::Name),
        ("north korea", "PRK", StateForm::Name),
        ("democratic people's republic of korea", "PRK", StateForm::Name),
        ("u.s.", "USA", StateForm::Name),
        ("turkiye", "TUR", StateForm::Name),
        ("kiev", "UKR", StateForm::Capital),
        ("kyiv", "UKR", StateForm::Capital),
        ("washington", "USA", StateForm::Capital),
        ("tirana", "ALB", StateForm::Capital),
        ("swiss", "CHE", StateForm::Demonym),
        ("filipino", "PHL", StateForm::Demonym),
        ("spaniards", "ESP", StateForm::Inhabitants),
        ("new zealanders", "NZL", StateForm::Inhabitants),
        ("kremlin", "RUS", StateForm::Seat),
        ("white house", "USA", StateForm::Seat),
        ("whitehall", "GBR", StateForm::Seat),
    ];
    for (name, code, form) in table {
        let (country, found) = state(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!((country.iso3(), found), (code, form), "{name}");
    }
    assert_eq!(state("us"), None, "a pronoun when folded");
    assert_eq!(state_exact("US").map(|(country, _)| country.name()), Some("United States"));
    assert_eq!(state_exact("us"), None);
    assert!(is_ambiguous_state("georgia") && !is_ambiguous_state("iran"));
}

#[test]
fn every_state_has_a_name_and_codes() {
    let mut count = 0;
    for row in rows(include_str!("../data/states.tsv")) {
        let country = country(row.cell(0)).expect("listed");
        assert_eq!(country.iso2().len(), 2, "{country:?}");
        assert!(!country.name().is_empty(), "{country:?}");
        assert!(state(&fold(country.name())).is_some(), "{country:?} is not found by its own name");
        count += 1;
    }
    assert_eq!(count, 250, "the 249 of ISO 3166-1 and Kosovo");
}

#[test]
fn places() {
    for (name, code) in
        [("bombay", "IND"), ("aleppo", "SYR"), ("cologne", "DEU"), ("cordoba", "ARG")]
    {
        assert_eq!(
            city(name).map(|city| city.country.iso3().to_owned()),
            Some(code.to_owned()),
            "{name}"
        );
    }
    assert!(city("nice").unwrap().ambiguous);
    assert!(!city("aleppo").unwrap().ambiguous);
    for (name, code) in
        [("catalonia", "ESP"), ("tigray", "ETH"), ("california", "USA"), ("georgia", "USA")]
    {
        assert_eq!(
            region(name).map(|region| region.country.iso3().to_owned()),
            Some(code.to_owned()),
            "{name}"
        );
    }
}

#[test]
fn people_and_groups() {
    assert_eq!(title("ayatollah").unwrap().kind, TitleKind::Honorific);
    assert_eq!(title("general").unwrap().sector, Some("MIL"));
    assert_eq!(title("historian").unwrap().kind, TitleKind::Profession);
    assert_eq!(title("table"), None);
    assert!(person_noun("minister") && person_noun("widow") && !person_noun("ministry"));
    assert_eq!(group_noun("ministry").unwrap().sector, Some("GOV"));
    assert!(group_noun("rebel").unwrap().members);
    assert!(!group_noun("sect").unwrap().members);
    assert_eq!(given_name("fatima"), Some(Gender::Female));
    assert_eq!(given_name("mikhail"), Some(Gender::Male));
    assert_eq!(given_name("the"), None);
}

#[test]
fn speech() {
    assert_eq!(saying("allege").unwrap().certainty, Certainty::Possible);
    assert_eq!(saying("accuse").unwrap().stance, SpeechAct::Accuse);
    assert_eq!(saying("dismiss").unwrap().stance, SpeechAct::Deny);
    assert!(saying("say").is_some_and(|say| say.clause && say.quote && !say.factive));
    assert_eq!(saying_noun("denial").unwrap().stance, SpeechAct::Deny);
    assert_eq!(hedge("reportedly").unwrap().certainty, Certainty::Possible);
    assert_eq!(hedge("likely").unwrap().certainty, Certainty::Probable);
    assert_eq!(tone("terrorist"), Some(Tone::Negative));
    assert_eq!(tone("freedom fighter"), Some(Tone::Positive));
    assert_eq!(tone("dissident"), Some(Tone::Neutral));
    assert!(vague_source("expert") && !vague_source("table"));
    assert_eq!(modal("wo"), Some(Modal::Future));
}

#[test]
fn bodies_and_units() {
    assert_eq!(agency("afp"), Some("Agence France-Presse"));
    assert_eq!(outlet("the guardian"), Some("The Guardian"));
    assert_eq!(organization("nato").unwrap().sector, Some("IGO"));
    assert_eq!(organization("knesset").unwrap().country, country("ISR"));
    assert_eq!(unit("pct").unwrap().canonical, "percent");
    assert_eq!(unit("€").unwrap().kind, UnitKind::Money);
    assert_eq!(unit("furlongs"), None);
}

#[test]
fn places_lie_where_they_lie() {
    for row in rows(include_str!("../data/cities.tsv")) {
        let city = cities(row.cell(0)).find(|city| city.geonames() == row.cell(7).parse().ok());
        let point = city.and_then(|city| city.point()).unwrap_or_else(|| panic!("{}", row.cell(0)));
        let [latitude, longitude] = [point.latitude, point.longitude];
        assert!((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude));
    }
    let check = |name: &str, expect: Option<(&str, [f32; 2])>| {
        let found = region(name)
            .map(|it| (it.code().unwrap_or(""), it.point()))
            .or_else(|| state(name).map(|(country, _)| (country.iso2(), country.point())));
        let found = found.map(|(code, point)| {
            let point = point.expect("a point");
            (code, [point.latitude, point.longitude].map(f32::round))
        });
        assert_eq!(found, expect, "{name}");
    };
    check("texas", Some(("US-TX", [31.0, -98.0])));
    check("scotland", Some(("", [56.0, -4.0])));
    check("albania", Some(("AL", [41.0, 20.0])));
    check("nowhere", None);
}

#[test]
fn short_forms_of_regions() {
    for row in rows(include_str!("../data/regions_short.tsv")) {
        let region = region(row.cell(0));
        assert!(region.is_some(), "{} is no region", row.cell(0));
        assert!(row.words(1).all(|word| region_short(word) == region), "{}", row.cell(0));
    }
    assert!(region_short("tx").is_none() && region_short("IN").is_none());
}

#[test]
fn the_most_populous_of_a_name_stands_first() {
    let mut before: Option<(&str, u32)> = None;
    for row in rows(include_str!("../data/cities.tsv")) {
        let (name, population) = (row.cell(0), row.cell(2).parse().expect("a number"));
        if let Some((last, more)) = before {
            assert!(last < name || last == name && more >= population, "{name}");
        }
        before = Some((name, population));
    }
}
