//! Figures over documents: one count and who gives it.
//!
//! Two figures are one when their numbers are equal and they count the same: the same unit, or people
//! in one word and in another ("seven killed", "seven passengers died"), or one names in its sentence
//! what the other counts ("30 times", "30 transfers"). Small numbers stand in every text, so up to
//! twelve they need the same event, the same fate or a shared word as well.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account;
use rashomon_lexicon::{group_noun, person_noun};
use rashomon_text::{Cite, DocId};

use crate::{
    EventLinks, Scene,
    dossier::{EventId, Figure},
    words::shared,
};

/// Numbers up to this one are met by chance in any two texts.
const SMALL: f64 = 12.0;
/// How many groups of one number are looked at: the latest.
const LOOKED_AT: usize = 96;

/// Units that say how long, how far, how old or how often something is: these differ by nature.
pub(crate) const MEASURES: &[&str] = &[
    "hour",
    "minute",
    "second",
    "day",
    "week",
    "month",
    "year",
    "decade",
    "kilometer",
    "kilometre",
    "mile",
    "meter",
    "metre",
    "foot",
    "km",
    "mph",
    "km/h",
    "kph",
    "percent",
    "per cent",
    "time",
    "age",
    "mile per hour",
    "kilometer per hour",
    "point",
    "degree",
    "o'clock",
    "am",
    "pm",
];

/// What happened to the people counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    /// Killed, dead, lost their lives.
    Dead,
    /// Wounded, hurt, taken to hospital.
    Hurt,
    /// Arrested, held.
    Held,
    /// Missing, trapped.
    Missing,
}

impl Fate {
    const WORDS: &[(Self, &[&str])] = &[
        (
            Self::Dead,
            &[
                "kill", "die", "dead", "death", "fatality", "fatal", "toll", "slay", "perish",
                "martyr",
            ],
        ),
        (
            Self::Hurt,
            &[
                "wound", "wounded", "injure", "injured", "injury", "hurt", "hospital", "treat",
                "casualty",
            ],
        ),
        (Self::Held, &["arrest", "detain", "jail", "imprison"]),
        (Self::Missing, &["missing", "trap", "trapped", "unaccounted"]),
    ];

    fn says(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(fate, _)| *fate)
    }

    /// The fate that stands beside a figure: right before it ("killing two people"), or after it in
    /// its own clause ("five people are dead and …").
    fn beside(account: &account::Account, figure: &account::Figure) -> Option<Self> {
        let sentence = account.sentences.get(figure.sentence as usize)?.words;
        let lemma = |n: usize| account.symbols.get(account.words[n].lemma);
        let start = account.words.partition_point(|w| w.span.start < figure.span.start);
        let end = account.words.partition_point(|w| w.span.end <= figure.span.end);
        let before = start.checked_sub(1).filter(|&n| n >= sentence.0 as usize);
        before
            .and_then(|n| Self::says(lemma(n)))
            .or_else(|| (start..end).find_map(|n| Self::says(lemma(n))))
            .or_else(|| {
                (end..(sentence.1 as usize).min(end + 6))
                    .take_while(|&n| !matches!(lemma(n), "and" | "but" | "while"))
                    .find_map(|n| Self::says(lemma(n)))
            })
    }

    /// The fate that the words around a figure tell: the ones beside it, or else those of its
    /// context, if they tell one only.
    pub(crate) fn of(account: &account::Account, figure: &account::Figure) -> Option<Self> {
        let says = Self::says;
        if let Some(fate) = Self::beside(account, figure) {
            return Some(fate);
        }
        if let Some(fate) = says(&figure.unit) {
            return Some(fate);
        }
        let fates: BTreeSet<Self> = figure.context.iter().filter_map(|w| says(w)).collect();
        let lives =
            figure.unit == "life" && figure.context.iter().any(|w| w == "lose" || w == "claim");
        match (fates.len(), lives) {
            (_, true) => Some(Self::Dead),
            (1, false) => fates.first().copied(),
            _ => None,
        }
    }
}

/// Whether a unit counts people.
pub(crate) fn counts_people(unit: &str) -> bool {
    matches!(
        unit,
        "person"
            | "people"
            | "man"
            | "woman"
            | "child"
            | "other"
            | "troop"
            | "troops"
            | "personnel"
            | ""
    ) || person_noun(unit)
        || group_noun(unit).is_some_and(|g| g.members)
}

/// A figure of one document with what it counts.
pub(crate) struct Count<'a> {
    /// Whose.
    pub doc: DocId,
    /// The figure.
    pub figure: &'a account::Figure,
    /// The story's event it belongs to.
    pub event: Option<EventId>,
    /// What happened to those counted.
    pub fate: Option<Fate>,
    /// Whether it is a price as of an hour, which is another at the next: "fell 4 percent to $63.20".
    pub is_level: bool,
    /// The words around it, sorted.
    pub context: Vec<&'a str>,
}

/// Whether a figure is where something stood after it rose or fell: "to" or "at" before it, and the change besides.
fn is_level(account: &account::Account, figure: &account::Figure) -> bool {
    const CHANGES: &[&str] = &[
        "rise", "fall", "drop", "climb", "slip", "gain", "jump", "surge", "decline", "tumble",
        "plunge", "soar", "slide", "sink", "edge", "close", "trade", "rally", "dip", "down", "up",
    ];
    let Some(sentence) = account.sentences.get(figure.sentence as usize) else { return false };
    let words = &account.words[sentence.words.0 as usize..sentence.words.1 as usize];
    let at = words.partition_point(|w| w.span.end <= figure.span.start);
    let lemma = |n: usize| account.symbols.get(words[n].lemma);
    let before = (at.saturating_sub(2)..at).any(|n| matches!(lemma(n), "to" | "at"));
    let changes = (0..at).any(|n| CHANGES.contains(&lemma(n)));
    let money =
        matches!(figure.unit.as_str(), "dollar" | "euro" | "pound" | "yen" | "cent" | "point");
    money && before && changes
}

/// All figures of the story, by document and place.
pub(crate) fn counts<'a>(scene: &Scene<'a>, links: &EventLinks) -> Vec<Count<'a>> {
    let mut all = Vec::new();
    for (doc, account) in scene.accounts() {
        for figure in &account.figures {
            let mut context: Vec<&str> = figure.context.iter().map(String::as_str).collect();
            context.sort_unstable();
            context.dedup();
            all.push(Count {
                doc,
                figure,
                event: figure.event.and_then(|e| links.get(scene, doc, e)),
                fate: Fate::of(account, figure),
                is_level: is_level(account, figure),
                context,
            });
        }
    }
    all
}

/// The story's figures, those of most documents first.
pub fn reconcile(scene: &Scene<'_>, links: &EventLinks) -> Vec<Figure> {
    let counts = counts(scene, links);
    let mut by_number: BTreeMap<(u64, Option<u64>), Vec<Vec<usize>>> = BTreeMap::new();
    for (n, count) in counts.iter().enumerate() {
        let number = (count.figure.value.to_bits(), count.figure.upper.map(f64::to_bits));
        let groups = by_number.entry(number).or_default();
        let looked_at = groups.len().saturating_sub(LOOKED_AT);
        let home = groups[looked_at..].iter().position(|group| {
            // the first members stand for the group
            group.iter().take(8).any(|&other| is_same(&counts[other], count))
        });
        match home {
            Some(at) => groups[looked_at + at].push(n),
            None => groups.push(vec![n]),
        }
    }
    let mut figures: Vec<(usize, Figure)> = by_number
        .into_values()
        .flatten()
        .map(|group| {
            let members: Vec<&Count<'_>> = group.iter().map(|&n| &counts[n]).collect();
            figure(scene, &members)
        })
        .collect();
    figures.sort_by_key(|(documents, figure)| {
        let reports = &figure.reports;
        (std::cmp::Reverse((*documents, reports.len())), reports.first().copied())
    });
    figures.into_iter().map(|(_, figure)| figure).collect()
}

/// Whether two figures of one number count the same.
fn is_same(a: &Count<'_>, b: &Count<'_>) -> bool {
    if a.fate.is_some() && b.fate.is_some() && a.fate != b.fate {
        return false;
    }
    let (one, other) = (a.figure.unit.as_str(), b.figure.unit.as_str());
    let same_unit = one == other && !one.is_empty();
    let people = counts_people(one) && counts_people(other);
    let same_fate = a.fate.is_some() && a.fate == b.fate;
    let same_event = a.event.is_some() && a.event == b.event;
    let common = shared(&a.context, &b.context);
    let names_unit =
        a.context.binary_search(&other).is_ok() || b.context.binary_search(&one).is_ok();
    let anybody = [one, other].iter().any(|u| matches!(*u, "person" | "people" | "member" | ""));
    let alike = same_unit || people && (same_fate || common > 0 || anybody) || names_unit;
    let large = a.figure.value > SMALL;
    // a small number of a particular thing: "four groups", but not "two people", "three days"
    let particular = same_unit && !people && !MEASURES.contains(&one) && a.figure.value >= 3.0;
    alike && (large || same_fate || same_event || common > 0 || particular)
        || (same_event && people && large)
}

/// One figure with all its reports, and how many documents give it.
fn figure(scene: &Scene<'_>, members: &[&Count<'_>]) -> (usize, Figure) {
    let documents: BTreeSet<DocId> = members.iter().map(|c| c.doc).collect();
    let mut reports: Vec<Cite> = members.iter().map(|c| Cite::new(c.doc, c.figure.span)).collect();
    reports.sort_unstable();
    reports.dedup();
    let mut units: BTreeMap<&str, usize> = BTreeMap::new();
    for member in members {
        *units.entry(&member.figure.unit).or_default() += 1;
    }
    let unit = units
        .iter()
        .max_by_key(|(unit, n)| (**n, std::cmp::Reverse(**unit)))
        .map_or(String::new(), |(unit, _)| (*unit).to_owned());
    let confident = members.iter().any(|c| c.figure.confidence >= 0.5);
    let told = members.iter().any(|c| c.event.is_some());
    let figure = Figure {
        label: label(scene, &reports),
        value: members[0].figure.value,
        unit,
        shown: documents.len() > 1 || (confident && told),
        reports,
    };
    (documents.len(), figure)
}

/// The wording most reports have; the shortest, then the first one where it is a tie.
fn label(scene: &Scene<'_>, reports: &[Cite]) -> String {
    let mut wordings: BTreeMap<String, (usize, Cite)> = BTreeMap::new();
    for &cite in reports {
        let folded = rashomon_lexicon::fold(scene.slice(cite));
        wordings.entry(folded).or_insert((0, cite)).0 += 1;
    }
    wordings
        .into_values()
        .max_by_key(|&(n, cite)| (n, std::cmp::Reverse((cite.span.len(), cite))))
        .map_or(String::new(), |(_, cite)| scene.slice(cite).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Doc, World};

    /// Renders each figure as `label: documents`, with `-` in front where pages leave it out.
    fn check(docs: impl IntoIterator<Item = Doc>, expect: &[&str]) {
        let world = World::new(docs);
        let (_, links) = crate::events::reconcile(&world.scene());
        let found: Vec<String> = reconcile(&world.scene(), &links)
            .iter()
            .map(|f| {
                let docs: Vec<String> = f.reports.iter().map(|c| c.doc.0.to_string()).collect();
                format!("{}{}: {}", if f.shown { "" } else { "-" }, f.label, docs.join(","))
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn one_number_of_one_thing_is_one_figure() {
        check(
            [
                Doc::new("They had 24 hours to leave.").figure(
                    "24 hours",
                    24.0,
                    "hour",
                    &["leave"],
                    None,
                ),
                Doc::new("Within 24 hours they must go.").figure(
                    "24 hours",
                    24.0,
                    "hour",
                    &["go"],
                    None,
                ),
                Doc::new("The 24 ships sailed.").figure("24 ships", 24.0, "ship", &["sail"], None),
            ],
            &["24 hours: 0,1", "-24 ships: 2"],
        );
    }

    #[test]
    fn people_of_one_fate_are_counted_in_many_words() {
        check(
            [
                Doc::new("at least seven people died").figure(
                    "at least seven people",
                    7.0,
                    "people",
                    &["die"],
                    None,
                ),
                Doc::new("seven passengers were killed").figure(
                    "seven passengers",
                    7.0,
                    "passenger",
                    &["kill"],
                    None,
                ),
                Doc::new("seven passengers were hurt").figure(
                    "seven passengers",
                    7.0,
                    "passenger",
                    &["hurt"],
                    None,
                ),
            ],
            &["seven passengers: 0,1", "-seven passengers: 2"],
        );
    }

    #[test]
    fn what_one_counts_may_be_named_beside_the_other() {
        check(
            [
                Doc::new("ships met 30 times for transfers").figure(
                    "30 times",
                    30.0,
                    "time",
                    &["ship", "transfer"],
                    None,
                ),
                Doc::new("30 transfers took place").figure(
                    "30 transfers",
                    30.0,
                    "transfer",
                    &["place"],
                    None,
                ),
            ],
            &["30 times: 0,1"],
        );
    }

    #[test]
    fn small_numbers_need_more_than_a_unit() {
        check(
            [
                Doc::new("two people ran a shop").figure(
                    "two people",
                    2.0,
                    "people",
                    &["run", "shop"],
                    None,
                ),
                Doc::new("two people saw the fire").figure(
                    "two people",
                    2.0,
                    "people",
                    &["see", "fire"],
                    None,
                ),
            ],
            &["-two people: 0", "-two people: 1"],
        );
    }
}
