//! PETRARCH's unit records: sentences with invented names, each with the events a coder should give.
//!
//! The records are those of three dictionaries that their header names: "Minas Tirith" is GON there, and 064 what
//! CAMEO calls 050. They stand in `xtask/data/petrarch` and are loaded as a user's own (`petrarch-units`). A record is right
//! if its set of (source, target, code) is exactly the one found; errors are read in the half `dev` of them alone.
//!
//! What the built-in rules make of the records, without these dictionaries, is `petrarch-units-builtin`. For it a user's
//! dictionaries are made from the records at hand: an actor is a capitalised word whose letters hold a code of the
//! records in order ("Gondor", GON); an act has the code that most *other* records give a pair for which it was found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rashomon::Article;
use rashomon_annotate::Annotator;
use rashomon_extract::account::Event;
use rashomon_extract::{Extractor, Rules};
use rashomon_text::time::Date;
use rashomon_text::{Basis, Published};

use super::super::Row;

type Triple = (String, String, String);

/// The dictionaries that the records' header names.
const DICTIONARIES: [(&str, &str); 3] = [
    ("actors.txt", include_str!("../../../data/petrarch/actors.txt")),
    ("agents.txt", include_str!("../../../data/petrarch/agents.txt")),
    ("verbs.txt", include_str!("../../../data/petrarch/verbs.txt")),
];

struct Unit {
    id: String,
    date: Option<Date>,
    text: String,
    gold: BTreeSet<Triple>,
}

pub(super) fn run(bench: &Path, annotator: &Annotator) -> Vec<Row> {
    let file = bench.join("petrarch-units/PETR.UnitTest.records.xml");
    let Ok(text) = std::fs::read(file) else { return Vec::new() };
    let units = units(&String::from_utf8_lossy(&text));
    let mut rows = with_dictionaries(&units, annotator);
    rows.extend(without(&units, annotator));
    rows
}

/// The records by their own dictionaries, all and by halves.
fn with_dictionaries(units: &[Unit], annotator: &Annotator) -> Vec<Row> {
    let files = DICTIONARIES.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let rules = Rules::load(&files, None).expect("the dictionaries are without fault");
    let extractor = Extractor::new(rules.into());
    let told = std::env::var_os("EVAL_DETAILS").is_some();
    let mut counts = [(0, 0); 3];
    for unit in units {
        let mut article = Article::plain(unit.text.clone());
        article.published = unit.date.map(|day| Published {
            start: day,
            end: day,
            basis: Basis::Given,
            evidence: Vec::new(),
        });
        let analysis = annotator.annotate(&article);
        let account = extractor.extract(article, analysis);
        let dyads = account.events.iter().filter(|e| e.confidence >= 0.5).flat_map(Event::dyads);
        let found: BTreeSet<Triple> = dyads
            // the suite asks for events between two parties that have a code
            .filter(|d| !d.source.starts_with('-') && !d.target.starts_with('-'))
            .map(|d| (d.source, d.target, d.cameo.to_owned()))
            .collect();
        let half = super::half(&unit.id);
        let right = found == unit.gold;
        if told && half == 0 {
            let mark = if right { "ok" } else { "WRONG" };
            eprintln!("UNIT\t{mark}\t{}\t{:?}\t{found:?}\t{}", unit.id, unit.gold, unit.text);
        }
        for at in [0, half + 1] {
            counts[at].0 += u64::from(right);
            counts[at].1 += 1;
        }
    }
    let names = ["", "-dev", "-check"];
    let row = |(name, (right, n)): (&str, (u64, u64))| -> Row {
        (format!("petrarch-units{name}"), "accuracy".into(), super::ratio(right, n), n)
    };
    names.into_iter().zip(counts).map(row).collect()
}

/// The records by the built-in rules and what the records tell of their dictionaries.
fn without(units: &[Unit], annotator: &Annotator) -> Vec<Row> {
    let rules = match Rules::load(&[("actors.tsv".to_owned(), actors(units))], None) {
        Ok(rules) => rules,
        Err(faults) => {
            eprintln!("events: actors of the unit records: {}", faults[0]);
            return Vec::new();
        }
    };
    let extractor = Extractor::new(rules.into());
    // for each record what is found, the act in place of the code
    let found: Vec<BTreeSet<Triple>> = units
        .iter()
        .map(|unit| {
            let article = Article::plain(unit.text.clone());
            let analysis = annotator.annotate(&article);
            let account = extractor.extract(article, analysis);
            let told = |e: &&rashomon_extract::account::Event| e.confidence >= 0.5 && e.depth == 0;
            let mut set = BTreeSet::new();
            for e in account.events.iter().filter(told) {
                // the other side of a visit is an act of its own
                for dyad in e.dyads() {
                    let host = if dyad.cameo == e.cameo { "" } else { " (host)" };
                    set.insert((dyad.source, dyad.target, format!("{}{host}", e.act)));
                }
            }
            set
        })
        .collect();
    let mut right = 0;
    for (i, unit) in units.iter().enumerate() {
        let coded: BTreeSet<Triple> = found[i]
            .iter()
            .filter_map(|(a, b, act)| Some((a.clone(), b.clone(), code(units, &found, i, act)?)))
            .collect();
        right += u64::from(coded == unit.gold);
    }
    let n = units.len() as u64;
    vec![("petrarch-units-builtin".into(), "accuracy".into(), super::ratio(right, n), n)]
}

/// The code that most other records give a pair for which `act` was found.
fn code(units: &[Unit], found: &[BTreeSet<Triple>], but: usize, act: &str) -> Option<String> {
    let mut votes: BTreeMap<&str, u32> = BTreeMap::new();
    for (i, unit) in units.iter().enumerate().filter(|(i, _)| *i != but) {
        for (source, target, _) in found[i].iter().filter(|(_, _, a)| a == act) {
            for (a, b, code) in &unit.gold {
                if a == source && b == target {
                    *votes.entry(code).or_default() += 1;
                }
            }
        }
    }
    votes.into_iter().max_by_key(|&(code, n)| (n, std::cmp::Reverse(code))).map(|(c, _)| c.into())
}

/// The records that are no tests of an error, a discarded text or a parser.
fn units(xml: &str) -> Vec<Unit> {
    let value = |tag: &str, name: &str| -> Option<String> {
        let rest = tag.split_once(&format!("{name}=\""))?.1;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let mut units = Vec::new();
    for record in xml.split("<Sentence ").skip(1) {
        let record = record.split("</Sentence>").next().unwrap_or_default();
        let Some((_, text)) = record.split_once("<Text>") else { continue };
        let text = text.split("</Text>").next().unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&amp;", "&");
        let tags: Vec<&str> = record
            .split("<EventCoding")
            .skip(1)
            .map(|tag| tag.split('>').next().unwrap_or_default())
            .collect();
        if tags.iter().any(|tag| tag.contains("error")) {
            continue;
        }
        let gold = tags
            .iter()
            .filter_map(|tag| {
                let part = |name| value(tag, name);
                Some((part("sourcecode")?, part("targetcode")?, part("eventcode")?))
            })
            .collect();
        let open = record.split('>').next().unwrap_or_default();
        let id = value(open, "id").unwrap_or_default();
        let date = value(open, "date").and_then(|d| Date::strptime("%Y%m%d", d).ok());
        units.push(Unit { id, date, text, gold });
    }
    units
}

/// A dictionary of actors: for each capitalised word the state's code (three letters) of its record that its
/// letters hold in order, the most frequent one.
fn actors(units: &[Unit]) -> String {
    let mut votes: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for unit in units {
        let codes: BTreeSet<&str> = unit
            .gold
            .iter()
            .flat_map(|(a, b, _)| [a, b])
            .filter_map(|code| code.get(..3))
            .filter(|code| code.bytes().all(|b| b.is_ascii_uppercase()))
            .collect();
        for word in unit.text.split(|c: char| !c.is_alphanumeric()) {
            if word.len() > 3 && word.starts_with(|c: char| c.is_ascii_uppercase()) {
                for code in codes.iter().filter(|code| holds(word, code)) {
                    *votes
                        .entry(word.to_owned())
                        .or_default()
                        .entry((*code).to_owned())
                        .or_default() += 1;
                }
            }
        }
    }
    let mut file = String::new();
    for (word, codes) in votes {
        if let Some((code, _)) = codes.into_iter().max_by_key(|(_, n)| *n) {
            file.push_str(&word);
            file.push('\t');
            file.push_str(&code);
            file.push('\n');
        }
    }
    file
}

fn holds(word: &str, code: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    let mut letters = upper.chars();
    upper.get(..1) == code.get(..1) && code.chars().all(|c| letters.any(|l| l == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_in_its_name() {
        assert!(holds("Gondor", "GON") && holds("Arnor", "ARN") && !holds("Mordor", "GON"));
    }

    #[test]
    fn records_are_read() {
        let xml = "<Sentence id=\"a\"><EventCoding sourcecode=\"ABC\" targetcode=\"DEF\" eventcode=\"064\"></EventCoding>\n<Text>\nAbcia met\nDefia.\n</Text></Sentence><Sentence id=\"b\"><EventCoding error=\"x\"/><Text>No.</Text></Sentence>";
        let units = units(xml);
        assert_eq!(units.len(), 1);
        assert_eq!(units[0].text, "Abcia met Defia.");
        assert_eq!(actors(&units), "Abcia\tABC\nDefia\tDEF\n");
    }
}
