//! How many.
//!
//! # What it finds
//! Different numbers of one thing: the dead of one event, the wounded, the troops of a country at one
//! place, told by different documents.
//!
//! # Why it matters
//! Numbers are what readers take away and what is most often overtaken. Which outlet has which number,
//! and whether the difference is one of time, of scope or of fact, is the first thing a desk asks.
//!
//! # Examples
//! "at least five dead" in the morning, "seven killed" in the evening: an update.
//! "four dead", "six dead", both the same day: unclear; "killed four" / "killed six", each exact and
//! of one event: a conflict.
//!
//! # Limits
//! Numbers are compared only where the documents say them of one event, or in so many of the same
//! words that they must mean the same. A part ("ten children") is never set against the whole, nor
//! the hurt against the dead, nor a limit against a measurement.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account;
use rashomon_text::{Cite, DocId};

use super::{Told, is_later, value};
use crate::{
    Scene,
    dossier::{Disagreement, DisagreementKind, EventId, Explanation, Value},
    figures::{Count, Fate, MEASURES, counts, counts_people},
    words::shared,
};

/// Share of the smaller context's words that two counts without a common event need in common.
const ALIKE: f32 = 0.6;
/// Numbers further apart than this many times are not of one thing.
const FURTHEST: f64 = 5.0;
/// How many counts of one unit are compared with each other at most.
const COMPARED: usize = 400;

/// Numbers of one thing that differ between documents.
pub(super) fn find(scene: &Scene<'_>, told: Told<'_>) -> Vec<Disagreement> {
    let counts = counts(scene, told.links);
    let events = anchors(scene, told, &counts);
    let mut found = Vec::new();
    for things in things(&counts, &events).into_values() {
        let members: Vec<&Count<'_>> = things.iter().map(|&n| &counts[n]).collect();
        let event = things.iter().find_map(|&n| events[n]);
        let one = things.iter().all(|&n| events[n] == event);
        if let Some(disagreement) = compare(scene, told, &members, event, one) {
            found.push(disagreement);
        }
    }
    found
}

/// The event each count belongs to: the one told nearest to it in its sentence. That people were
/// killed or hurt is what is counted, and no event of its own beside the one that did it.
fn anchors(scene: &Scene<'_>, told: Told<'_>, counts: &[Count<'_>]) -> Vec<Option<EventId>> {
    counts
        .iter()
        .map(|count| {
            let events = &scene.account(count.doc).events;
            let from = events.partition_point(|e| e.sentence < count.figure.sentence);
            let here = events[from..].iter().take_while(|e| e.sentence == count.figure.sentence);
            let distance = |e: &account::Event| {
                let (span, trigger) = (count.figure.span, e.trigger);
                trigger.start.saturating_sub(span.end).max(span.start.saturating_sub(trigger.end))
            };
            here.enumerate()
                .filter(|(_, e)| !OUTCOMES.contains(&e.act))
                .min_by_key(|(n, e)| (distance(e), *n))
                .and_then(|(n, _)| {
                    let id = account::EventId((from + n) as u32);
                    told.links.get(scene, count.doc, id)
                })
                .or(count.event)
        })
        .collect()
}

/// Acts that are the outcome of another.
const OUTCOMES: &[&str] = &["killing", "casualties"];

/// What is counted, as far as it makes two counts comparable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    /// People of one fate.
    People(Fate),
    /// Anything else, by its unit.
    Unit(String),
}

/// Counts of one thing at one event, grouped.
fn things(
    counts: &[Count<'_>],
    events: &[Option<EventId>],
) -> BTreeMap<(Thing, usize), Vec<usize>> {
    let mut by_thing: BTreeMap<Thing, Vec<usize>> = BTreeMap::new();
    for (n, count) in counts.iter().enumerate() {
        let unit = count.figure.unit.as_str();
        if count.figure.confidence < 0.3 || count.is_level {
            continue;
        }
        let thing = match count.fate {
            Some(fate) if counts_people(unit) => Thing::People(fate),
            _ if unit.is_empty() || MEASURES.contains(&unit) => continue,
            _ => Thing::Unit(unit.to_owned()),
        };
        by_thing.entry(thing).or_default().push(n);
    }
    let mut groups: BTreeMap<(Thing, usize), Vec<usize>> = BTreeMap::new();
    for (thing, members) in by_thing {
        let mut homes: Vec<Vec<usize>> = Vec::new();
        for n in members.into_iter().take(COMPARED) {
            let fits = |&other: &usize| is_comparable(&thing, n, other, counts, events);
            match homes.iter().position(|home| home.iter().any(fits)) {
                Some(home) => homes[home].push(n),
                None => homes.push(vec![n]),
            }
        }
        for (number, home) in joined(homes, counts).into_iter().enumerate() {
            groups.insert((thing.clone(), number), home);
        }
    }
    groups
}

/// Joins groups that have two numbers or more in common: the toll of an attack, told beside the
/// attack by some documents and beside its victims by others.
fn joined(homes: Vec<Vec<usize>>, counts: &[Count<'_>]) -> Vec<Vec<usize>> {
    let numbers = |home: &[usize]| -> BTreeSet<u64> {
        home.iter().map(|&n| counts[n].figure.value.max(0.0).to_bits()).collect()
    };
    let mut all: Vec<(BTreeSet<u64>, Vec<usize>)> = Vec::new();
    for home in homes {
        let here = numbers(&home);
        let same = all.iter_mut().find(|(known, _)| known.intersection(&here).count() >= 2);
        match same {
            Some((known, members)) => {
                known.extend(here);
                members.extend(home);
                members.sort_unstable();
            }
            None => all.push((here, home)),
        }
    }
    all.into_iter().map(|(_, members)| members).collect()
}

/// Whether two counts of one thing are of one event, or said in the same words.
fn is_comparable(
    thing: &Thing,
    a: usize,
    b: usize,
    counts: &[Count<'_>],
    events: &[Option<EventId>],
) -> bool {
    let (one, other) = (&counts[a], &counts[b]);
    let same_event = events[a].is_some() && events[a] == events[b];
    let common = shared(&one.context, &other.context);
    let least = one.context.len().min(other.context.len());
    let alike = common >= 3 && common as f32 >= ALIKE * least as f32;
    match thing {
        // the dead of one event are one number, in whatever words
        Thing::People(_) => same_event || (alike && (events[a].is_none() || events[b].is_none())),
        Thing::Unit(_) => alike || (same_event && common >= 2),
    }
}

/// The disagreement among counts of one thing, if there is one.
fn compare(
    scene: &Scene<'_>,
    told: Told<'_>,
    members: &[&Count<'_>],
    event: Option<EventId>,
    of_one_event: bool,
) -> Option<Disagreement> {
    let mut numbers: BTreeMap<u64, Vec<&Count<'_>>> = BTreeMap::new();
    for &count in members {
        // non-negative numbers sort by their bits
        numbers.entry(count.figure.value.max(0.0).to_bits()).or_default().push(count);
    }
    // a document that gives several numbers of one thing counts parts of it: its own numbers are
    // kept only where another document has them too
    let docs_of =
        |counts: &[&Count<'_>]| -> BTreeSet<DocId> { counts.iter().map(|c| c.doc).collect() };
    let mut per_document: BTreeMap<DocId, usize> = BTreeMap::new();
    for counts in numbers.values() {
        for doc in docs_of(counts) {
            *per_document.entry(doc).or_default() += 1;
        }
    }
    numbers.retain(|_, counts| {
        let docs = docs_of(counts);
        docs.len() > 1 || docs.iter().any(|doc| per_document[doc] == 1)
    });
    let (least, most) = (numbers.keys().next(), numbers.keys().next_back());
    let (least, most) =
        (least.map_or(0.0, |b| f64::from_bits(*b)), most.map_or(0.0, |b| f64::from_bits(*b)));
    if numbers.len() < 2 || most > least * FURTHEST {
        return None;
    }
    let all: BTreeSet<DocId> = numbers.values().flat_map(|c| docs_of(c)).collect();
    if all.len() < 2 {
        return None;
    }
    let values: Vec<Value> = numbers
        .values()
        .map(|counts| {
            let cites: Vec<Cite> = counts.iter().map(|c| Cite::new(c.doc, c.figure.span)).collect();
            let first = cites.iter().min().copied().unwrap_or_default();
            value(scene.slice(first), cites)
        })
        .collect();
    let apart = values.windows(2).any(|pair| pair[0].documents != pair[1].documents);
    if !apart {
        return None;
    }
    let rising = values.windows(2).all(|pair| is_later(scene, &pair[0], &pair[1]));
    let rough = numbers.values().flatten().any(|c| !c.figure.modifier.is_empty());
    let unit = &members[0].figure.unit;
    let explanation = if rising {
        Explanation::Update
    } else if event.is_some()
        && of_one_event
        && !rough
        && members.iter().all(|c| c.figure.unit == *unit)
    {
        Explanation::Conflict
    } else {
        Explanation::Unclear
    };
    let what = match members[0].fate {
        Some(Fate::Dead) => "killed",
        Some(Fate::Hurt) => "hurt",
        Some(Fate::Held) => "held",
        Some(Fate::Missing) => "missing",
        None => unit,
    };
    let label = event.map_or_else(
        || format!("Number: {what}"),
        |e| format!("Number: {what} ({})", told.events[e.index()].label),
    );
    Some(Disagreement {
        kind: DisagreementKind::Number,
        about: event,
        label,
        explanation,
        values,
        confidence: if event.is_some() { 0.8 } else { 0.6 },
        shown: true,
    })
}

#[cfg(test)]
mod tests {
    use rashomon_extract::account::EventType;

    use crate::{
        disagreements::tests::check,
        testing::{Doc, day},
    };

    /// A fire in Norland with a number of people and their fate.
    fn fire(words: &str, number: f64, fate: &'static str) -> Doc {
        Doc::new(&format!("The fire in Norland left {words} {fate}."))
            .state("Norland")
            .event("fire", ("fire", "burns"), (EventType::Other, None), ("", "Norland"))
            .figure(words, number, "people", &[fate, "fire"], Some(0))
    }

    #[test]
    fn exact_numbers_of_one_event_conflict() {
        check(
            [
                fire("five people", 5.0, "dead"),
                fire("seven people", 7.0, "dead"),
                fire("seven people", 7.0, "dead"),
            ],
            &["number conflict: five people (0) / seven people (1,2)"],
        );
    }

    #[test]
    fn the_dead_are_not_set_against_the_hurt() {
        check([fire("five people", 5.0, "dead"), fire("seven people", 7.0, "hurt")], &[]);
    }

    #[test]
    fn a_later_higher_number_is_an_update() {
        check(
            [
                fire("at least five people", 5.0, "dead").on(day(3, 1)),
                fire("seven people", 7.0, "dead").on(day(3, 2)),
            ],
            &["number update: at least five people (0) / seven people (1)"],
        );
    }

    #[test]
    fn three_values_are_one_disagreement() {
        check(
            [
                fire("five people", 5.0, "dead"),
                fire("at least seven people", 7.0, "dead"),
                fire("nine people", 9.0, "dead"),
            ],
            &["number unclear: five people (0) / at least seven people (1) / nine people (2)"],
        );
    }

    #[test]
    fn measures_and_other_events_are_left_alone() {
        let hours = |words: &str, n| {
            Doc::new(&format!("They marched for {words}.")).figure(
                words,
                n,
                "hour",
                &["march"],
                None,
            )
        };
        check([hours("five hours", 5.0), hours("seven hours", 7.0)], &[]);
        let flood = Doc::new("The flood in Estmark left nine people dead.")
            .state("Estmark")
            .event(
                "flood",
                ("disaster", "is struck by a disaster"),
                (EventType::Other, None),
                ("", "Estmark"),
            )
            .figure("nine people", 9.0, "people", &["dead", "flood"], Some(0));
        check([fire("five people", 5.0, "dead"), flood], &[]);
    }
}
