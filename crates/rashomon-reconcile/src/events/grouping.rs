//! Which reports tell of one event.
//!
//! Reports that say more come first and found groups; each further one joins the group it fits best,
//! if it fits well enough. A report is compared only with groups of its kind of act that share a
//! participant, a day or a document with it, so the time grows with the number of reports and not
//! with its square.
//!
//! What counts, and how much, is in [`fit`]: the same act, the same participants (a minister and his
//! state are one), days that meet, the same place, the same words. A participant or day that cannot
//! be the same keeps two reports apart, whatever else they share.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{self, EventType, Polarity, Voice};
use rashomon_lexicon::Country;
use rashomon_text::{DocId, TimeValue};
use rustc_hash::FxHashMap;

use super::Telling;
use crate::{dossier::EntityId, parties::Parties, words::shared};

/// A report joins a group that it fits at least this well.
const ENOUGH: f32 = 3.0;
/// A report that names nobody and no day joins a group of its document that it fits this well.
const ENOUGH_AT_HAND: f32 = 2.0;
/// "The blast", told before as an explosion, an attack or a bombing.
const ENOUGH_IF_DEFINITE: f32 = 1.0;
/// What the same speaker counts for among statements.
const STATED: f32 = 0.75;
/// What was told so many sentences before may still be spoken of.
const STILL_TOLD: u32 = 3;
/// How many groups of one key are looked at: the latest.
const LOOKED_AT: usize = 64;

/// Acts that name one event more or less exactly: the first may be any of the others.
const GENERAL: &[(&str, &[&str])] = &[
    (
        "attack",
        &[
            "bombing",
            "shooting",
            "shelling",
            "raid",
            "explosion",
            "cyberattack",
            "ransomware attack",
        ],
    ),
    ("cyberattack", &["ransomware attack", "malware infection"]),
    ("explosion", &["bombing"]),
    ("incident", &["accident", "fire", "explosion"]),
];

/// How two acts relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Acts {
    Same,
    OneIsGeneral,
    Different,
}

fn compare(a: &str, b: &str) -> Acts {
    let general = |x: &str, y: &str| GENERAL.iter().any(|(g, s)| *g == x && s.contains(&y));
    if a == b {
        Acts::Same
    } else if general(a, b) || general(b, a) {
        Acts::OneIsGeneral
    } else {
        Acts::Different
    }
}

/// The acts whose groups a report of `act` may join.
fn akin(act: &'static str) -> Vec<&'static str> {
    let mut acts = vec![act];
    for (general, special) in GENERAL {
        if *general == act {
            acts.extend(special.iter().copied());
        } else if special.contains(&act) {
            acts.push(general);
        }
    }
    acts
}

/// What is known of one event so far.
#[derive(Debug)]
struct Group {
    members: Vec<usize>,
    documents: BTreeSet<DocId>,
    /// The sentences that tell it, and whether they say that it happened.
    said: BTreeSet<(DocId, u32, Polarity)>,
    /// The words that name it, by whether it is said to have happened.
    named: BTreeSet<(Polarity, String)>,
    kind: EventType,
    acts: BTreeMap<&'static str, u32>,
    hypothetical: bool,
    generic: bool,
    actors: BTreeSet<EntityId>,
    recipients: BTreeSet<EntityId>,
    times: Vec<TimeValue>,
    windows: Vec<TimeValue>,
    lead: bool,
    places: BTreeSet<EntityId>,
    words: Vec<u32>,
    vague: Vec<u32>,
    kinds: Vec<u32>,
    numbers: Vec<u32>,
}

impl Group {
    fn of(number: usize, telling: &Telling<'_>) -> Self {
        let mut group = Self {
            members: Vec::new(),
            documents: BTreeSet::new(),
            said: BTreeSet::new(),
            named: BTreeSet::new(),
            kind: telling.event.kind,
            acts: BTreeMap::new(),
            hypothetical: telling.is_hypothetical(),
            generic: telling.generic,
            actors: BTreeSet::new(),
            recipients: BTreeSet::new(),
            times: Vec::new(),
            windows: Vec::new(),
            lead: false,
            places: BTreeSet::new(),
            words: Vec::new(),
            vague: Vec::new(),
            kinds: Vec::new(),
            numbers: Vec::new(),
        };
        group.add(number, telling);
        group
    }

    fn add(&mut self, number: usize, telling: &Telling<'_>) {
        self.members.push(number);
        self.documents.insert(telling.doc);
        self.said.insert((telling.doc, telling.event.sentence, telling.event.polarity));
        self.named.insert((telling.event.polarity, telling.event.lemma.clone()));
        *self.acts.entry(telling.event.act).or_default() += 1;
        self.actors.extend(&telling.actors);
        self.recipients.extend(&telling.recipients);
        self.places.extend(telling.place);
        self.lead |= telling.lead;
        if let Some(window) = telling.window
            && !self.windows.contains(&window)
            && self.windows.len() < LOOKED_AT
        {
            self.windows.push(window);
        }
        if let Some(time) = telling.time
            && !self.times.contains(&time)
        {
            self.times.push(time);
        }
        for (known, new) in [
            (&mut self.words, &telling.words),
            (&mut self.vague, &telling.vague),
            (&mut self.kinds, &telling.kinds),
            (&mut self.numbers, &telling.numbers),
        ] {
            if known.len() < 64 {
                known.extend(new);
                known.sort_unstable();
                known.dedup();
            }
        }
    }
}

/// What groups are found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Entity(&'static str, EntityId),
    State(&'static str, Country),
    Day(&'static str, rashomon_text::Date),
    Document(&'static str, DocId),
    Any(&'static str),
}

/// Groups the tellings; each group's members are sorted, the groups by their first member.
///
/// `documents` is the number of the story's documents.
pub(super) fn group(
    tellings: &[Telling<'_>],
    parties: &Parties,
    documents: usize,
) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..tellings.len()).collect();
    order.sort_by_key(|&n| (!tellings[n].lead, std::cmp::Reverse(tellings[n].detail()), n));
    let mut groups = Groups { parties, groups: Vec::new(), index: FxHashMap::default() };
    let (full, bare): (Vec<usize>, Vec<usize>) =
        order.into_iter().partition(|&n| tellings[n].detail() > 1);
    for n in full {
        let telling = &tellings[n];
        let candidates = groups.candidates(telling);
        let best = groups.best(telling, &candidates).filter(|&(_, score)| score >= ENOUGH);
        // "the bombing late Thursday": a day, nobody named, and told before
        let nobody = telling.actors.is_empty() && telling.recipients.is_empty();
        let home = best.or_else(|| {
            let known = telling.definite && telling.recent && nobody && !telling.generic;
            let here: Vec<usize> = candidates
                .into_iter()
                .filter(|&g| known && groups.groups[g].documents.contains(&telling.doc))
                .collect();
            groups.best(telling, &here).filter(|&(group, _)| groups.stands_out(group, &here))
        });
        groups.place(n, telling, home.map(|(group, _)| group));
    }
    groups.merge(tellings);
    // what names neither participants nor a day is of an event its own document tells, or one that
    // it fits in all its words
    for n in bare {
        let telling = &tellings[n];
        if telling.generic {
            groups.place(n, telling, None);
            continue;
        }
        let (here, elsewhere): (Vec<usize>, Vec<usize>) = groups
            .candidates(telling)
            .into_iter()
            .filter(|&g| !groups.groups[g].generic)
            .partition(|&g| groups.groups[g].documents.contains(&telling.doc));
        let enough = if telling.definite { ENOUGH_IF_DEFINITE } else { ENOUGH_AT_HAND };
        let at_hand = groups
            .best(telling, &here)
            .filter(|&(group, score)| score >= enough && groups.stands_out(group, &here))
            .filter(|_| telling.lead || !telling.indefinite);
        let home = at_hand.or_else(|| {
            groups.best(telling, &elsewhere).filter(|&(group, score)| {
                let told = groups.groups[group].documents.len();
                let main = told >= 2 && told * 2 >= documents && !is_speech(telling.event);
                score >= ENOUGH
                    || (main && score >= ENOUGH_AT_HAND && groups.stands_out(group, &elsewhere))
            })
        });
        groups.place(n, telling, home.map(|(group, _)| group));
    }
    let mut members: Vec<Vec<usize>> = groups
        .groups
        .into_iter()
        .filter(|group| !group.members.is_empty())
        .map(|mut group| {
            group.members.sort_unstable();
            group.members
        })
        .collect();
    members.sort();
    members
}

/// The groups so far and what they are found by.
struct Groups<'p> {
    parties: &'p Parties,
    groups: Vec<Group>,
    index: FxHashMap<Key, Vec<usize>>,
}

impl Groups<'_> {
    /// Puts a report into a group, or founds one.
    fn place(&mut self, n: usize, telling: &Telling<'_>, home: Option<usize>) {
        let group = home.unwrap_or(self.groups.len());
        match self.groups.get_mut(group) {
            Some(group) => group.add(n, telling),
            None => self.groups.push(Group::of(n, telling)),
        }
        for key in keys(telling, self.parties, telling.event.act) {
            let posted = self.index.entry(key).or_default();
            if !latest(posted).contains(&group) {
                posted.push(group);
            }
        }
    }

    /// Joins groups that were founded apart, because the report that shows them to be one came late:
    /// a group moves into a larger one that all its reports fit. Small ones first.
    fn merge(&mut self, tellings: &[Telling<'_>]) {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_key(|&g| (self.groups[g].members.len(), std::cmp::Reverse(g)));
        for group in order {
            let Some(&fullest) =
                self.groups[group].members.iter().max_by_key(|&&n| tellings[n].detail())
            else {
                continue;
            };
            let size = self.groups[group].members.len();
            let home = self
                .candidates(&tellings[fullest])
                .into_iter()
                .filter(|&other| other != group && self.groups[other].members.len() >= size)
                .filter_map(|other| {
                    let fits = |n: &usize| fit(&tellings[*n], &self.groups[other], self.parties);
                    let scores: Option<Vec<f32>> =
                        self.groups[group].members.iter().map(fits).collect();
                    let least = scores?.into_iter().fold(f32::MAX, f32::min);
                    (least >= ENOUGH).then_some((least, other))
                })
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
                .map(|(_, other)| other);
            if let Some(home) = home {
                for n in std::mem::take(&mut self.groups[group].members) {
                    self.place(n, &tellings[n], Some(home));
                }
            }
        }
    }

    /// The groups worth a look, sorted.
    fn candidates(&self, telling: &Telling<'_>) -> Vec<usize> {
        let mut all = BTreeSet::new();
        for act in akin(telling.event.act) {
            for key in keys(telling, self.parties, act) {
                if let Some(posted) = self.index.get(&key) {
                    all.extend(latest(posted));
                }
            }
        }
        all.retain(|&group: &usize| !self.groups[group].members.is_empty());
        all.into_iter().collect()
    }

    /// The candidate it fits best; the older one where two fit equally well.
    fn best(&self, telling: &Telling<'_>, candidates: &[usize]) -> Option<(usize, f32)> {
        let mut best: Option<(usize, f32)> = None;
        for &group in candidates {
            if let Some(score) = fit(telling, &self.groups[group], self.parties)
                && best.is_none_or(|(_, b)| score > b)
            {
                best = Some((group, score));
            }
        }
        best
    }

    /// Whether this group has at least twice as many reports as any other candidate.
    fn stands_out(&self, group: usize, candidates: &[usize]) -> bool {
        let size = |g: usize| self.groups[g].members.len();
        candidates.iter().all(|&other| other == group || size(other) * 2 <= size(group))
    }
}

fn latest(posted: &[usize]) -> &[usize] {
    &posted[posted.len().saturating_sub(LOOKED_AT)..]
}

/// The keys of a report for one act.
fn keys<'t>(
    telling: &'t Telling<'_>,
    parties: &'t Parties,
    act: &'static str,
) -> impl Iterator<Item = Key> + 't {
    let named = telling.actors.iter().chain(&telling.recipients);
    let states = named.clone().filter_map(move |&e| parties.state(e));
    named
        .map(move |&e| Key::Entity(act, e))
        .chain(states.map(move |s| Key::State(act, s)))
        .chain(telling.place.map(|p| Key::Entity(act, p)))
        .chain(telling.time.map(|t| Key::Day(act, t.start)))
        .chain([Key::Document(act, telling.doc), Key::Any(act)])
}

/// How well a report fits a group; `None` where it cannot be of the same event.
fn fit(telling: &Telling<'_>, group: &Group, parties: &Parties) -> Option<f32> {
    if telling.is_hypothetical() != group.hypothetical {
        return None;
    }
    // "the trains collided but did not derail": one sentence says of one event one thing
    let other = match telling.event.polarity {
        Polarity::Positive => Polarity::Negative,
        Polarity::Negative => Polarity::Positive,
    };
    if group.said.contains(&(telling.doc, telling.event.sentence, other)) {
        return None;
    }
    let acts = group.acts.keys().map(|act| compare(act, telling.event.act));
    let mut score = match acts.fold(Acts::Different, |best, one| match (best, one) {
        (Acts::Same, _) | (_, Acts::Same) => Acts::Same,
        (Acts::OneIsGeneral, _) | (_, Acts::OneIsGeneral) => Acts::OneIsGeneral,
        _ => Acts::Different,
    }) {
        Acts::Same => 2.0,
        Acts::OneIsGeneral => 1.5,
        Acts::Different => return None,
    };
    if telling.event.kind != group.kind {
        score -= 0.5;
    }
    // "two people" and "four civilians", killed each, are not the same people
    let others = !telling.vague.is_empty()
        && !group.vague.is_empty()
        && shared(&telling.vague, &group.vague) == 0;
    let recounted = !telling.numbers.is_empty()
        && !group.numbers.is_empty()
        && shared(&telling.numbers, &group.numbers) == 0;
    if recounted {
        return None;
    }
    let alike = telling.kinds.iter().any(|word| group.kinds.binary_search(word).is_ok());
    score += if others { -1.0 } else { f32::from(u8::from(alike)) };
    let mut actors = agree(&telling.actors, &group.actors, parties);
    let recipients = agree(&telling.recipients, &group.recipients, parties);
    // in talks and agreements either side may be named first
    let mutual = matches!(
        telling.event.kind,
        EventType::Consult | EventType::Agree | EventType::Support | EventType::Cooperate
    );
    // the news is recent: neither an old event nor one to come
    let misses = |time: &TimeValue, others: &[TimeValue]| {
        !others.is_empty() && !others.iter().any(|other| other.meets(*time))
    };
    if telling.time.is_some_and(|t| misses(&t, &group.windows))
        || telling.window.is_some_and(|w| misses(&w, &group.times))
    {
        return None;
    }
    // "the accident", undated, is that of the news and no old one, but where the text has just told of that
    let old = |weeks: TimeValue| {
        !group.times.is_empty() && group.times.iter().all(|t| t.end < weeks.start)
    };
    let (doc, at) = (telling.doc, telling.event.sentence);
    let just = || {
        let [first, .., last] = Polarity::ALL else { return false };
        let near = (doc, at.saturating_sub(STILL_TOLD), *first)..=(doc, at, *last);
        group.said.range(near).next().is_some()
    };
    if telling.time.is_none() && telling.hint.is_none() && telling.weeks.is_some_and(old) && !just()
    {
        return None;
    }
    // what opens several reports of one story is one event
    if telling.lead && group.lead && !is_speech(telling.event) {
        score += 1.0;
    }
    let mut recipients = recipients;
    if mutual && actors.is_none_or(|a| a < 0.0) {
        let swapped = agree(&telling.actors, &group.recipients, parties);
        let back = agree(&telling.recipients, &group.actors, parties);
        (actors, recipients) = (swapped.or(actors), back.or(recipients));
    }
    // the same people make statements every day: who alone does not tell which
    if is_speech(telling.event) {
        actors = actors.map(|points| points.min(STATED));
    }
    // what did not happen is what did, or what others say did, only where it has the same name or the same parties
    let turned = group.named.iter().all(|(polarity, _)| *polarity == other);
    let one_name = || group.named.iter().any(|(_, lemma)| alike_names(lemma, &telling.event.lemma));
    let one_party = actors.is_some_and(|a| a > 0.0) || recipients.is_some_and(|r| r > 0.0);
    // who denies an attack may call it anything; an outlet that says what was not done names it
    let own = telling.event.voice == Voice::Own && telling.event.polarity == Polarity::Negative;
    if turned && (own || !one_party) && !one_name() {
        return None;
    }
    let time = telling.time.and_then(|t| meets(t, &group.times));
    // a report without a day, in a sentence about another year
    if let (None, Some(hint)) = (telling.time, telling.hint)
        && !group.times.is_empty()
        && group.times.iter().all(|&t| is_far(t, hint))
    {
        return None;
    }
    let same_place = telling.place.is_some_and(|p| group.places.contains(&p));
    score += if same_place { 1.5 } else { 0.0 };
    // a day is easily tied to the wrong one of two acts in a sentence; what the same parties do to
    // each other once is the same act for all that
    let once = matches!(telling.event.kind, EventType::Sanction | EventType::Concede)
        && actors.is_some_and(|a| a > 1.0)
        && recipients.is_some_and(|r| r > 1.0)
        && telling.time.is_some_and(|t| group.times.iter().any(|&other| is_near(t, other)));
    for (part, forgiven) in [(actors, same_place), (recipients, false), (time, once)] {
        match part {
            // at one place, outlets may differ on who did it
            Some(points) if points < 0.0 && !forgiven => return None,
            Some(points) => score += points,
            None => {}
        }
    }
    let least = telling.words.len().min(group.words.len());
    if least >= 2 {
        let common = shared(&telling.words, &group.words) as f32 / least as f32;
        score += 1.5 * common;
    }
    Some(score)
}

/// Whether two words that name an act are one, or made of one: "kill", "killing".
fn alike_names(a: &str, b: &str) -> bool {
    const STEM: usize = 4;
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    a == b || common >= STEM
}

/// Whether an event is words; to investigate is a deed, though PLOVER has it under ACCUSE.
fn is_speech(event: &account::Event) -> bool {
    event.kind.is_statement() && event.mode != Some("investigate")
}

/// 2 for the same participant, 1.5 for one who acts for the same state, −1 where nobody is shared,
/// `None` where one side names nobody.
fn agree(some: &[EntityId], others: &BTreeSet<EntityId>, parties: &Parties) -> Option<f32> {
    if some.is_empty() || others.is_empty() {
        return None;
    }
    if some.iter().any(|e| others.contains(e)) {
        return Some(2.0);
    }
    let same = some.iter().any(|&a| others.iter().any(|&b| parties.same(a, b)));
    Some(if same { 1.5 } else { -1.0 })
}

/// Whether two times are more than two months apart.
fn is_far(a: TimeValue, b: TimeValue) -> bool {
    let days = |from: rashomon_text::Date, to| from.until(to).map_or(i32::MAX, |s| s.get_days());
    days(a.end, b.start).max(days(b.end, a.start)) > 62
}

/// Whether two times are at most this many days apart, or one of them is no exact day.
fn is_near(a: TimeValue, b: TimeValue) -> bool {
    let days = |from: rashomon_text::Date, to| from.until(to).map_or(i32::MAX, |s| s.get_days());
    let apart = days(a.end, b.start).max(days(b.end, a.start));
    apart <= 3 || (apart <= 35 && (days(a.start, a.end) > 6 || days(b.start, b.end) > 6))
}

/// 1.5 for the same stretch of days, 1 for one that meets all, −1 for one that meets none of them.
fn meets(time: TimeValue, times: &[TimeValue]) -> Option<f32> {
    if times.is_empty() {
        return None;
    }
    if times.iter().any(|t| (t.start, t.end) == (time.start, time.end)) {
        return Some(1.5);
    }
    Some(if times.iter().all(|t| t.meets(time)) { 1.0 } else { -1.0 })
}
