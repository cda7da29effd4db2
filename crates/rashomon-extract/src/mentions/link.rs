//! Which names are names of the same participant.
//!
//! # What it finds
//! Full names and surnames of people, full and short names of bodies, names and acronyms, the same
//! words under different kinds.
//!
//! # Why it matters
//! Everything later counts participants, not words.
//!
//! # Examples
//! "Ana Reyes … Reyes said"; "Ana M. Reyes" and "Ana Reyes"; "UN Security Council … the Security
//! Council"; "Renewal Front (RF) … RF said".
//!
//! # Limits
//! A surname that two people of the article share is linked only where one of them was just spoken of,
//! or where "Mr" or "Ms" decides; else it stays apart. Spelling variants are matched later, over
//! articles.

use std::collections::BTreeMap;

use rashomon_annotate::{Deprel, NameKind, TokenId, TokenRange, Upos};
use rashomon_lexicon::{Country, Gender, fold, given_name, group_noun, organization};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    acronyms::{Definition, fits, is_acronym},
    draft::{Draft, DraftId, Number, Ref, Work},
    names::{self, NameRun},
    phrase,
};
use crate::account::{EntityKind, Form};

/// How many sentences back a person counts as just spoken of.
const NEAR: usize = 2;

/// Last words of a body's full name that its short name leaves out.
const GENERIC_TAILS: &[&str] = &[
    "group",
    "force",
    "forces",
    "party",
    "movement",
    "news",
    "agency",
    "network",
    "corporation",
    "corp",
    "inc",
    "ltd",
    "limited",
    "company",
    "co",
    "plc",
    "organization",
    "organisation",
    "front",
    "army",
    "brigade",
    "brigades",
    "militia",
    "bank",
    "university",
    "service",
    "services",
    "holding",
    "holdings",
    "airlines",
    "international",
    "association",
    "foundation",
    "institute",
    "online",
    "television",
    "tv",
    "radio",
    "times",
    "daily",
    "newspaper",
];

/// Gives every run an entity and adds its reference.
pub(super) fn link(work: &mut Work<'_>, runs: &mut [NameRun], definitions: &[Definition]) {
    vote(work, runs);
    let mut linker = Linker::new(runs.len());
    for (at, run) in runs.iter().enumerate() {
        if run.kind == NameKind::Person {
            linker.keys[at] = names::words(work, run.tokens);
        } else {
            linker.keys[at] = body_key(work, run);
        }
    }
    linker.full_people(work, runs);
    linker.other(work, runs, definitions, false);
    linker.other(work, runs, definitions, true);
    linker.surnames(work, runs);
    for (at, run) in runs.iter().enumerate() {
        let Some(draft) = linker.draft[at] else { continue };
        let head = phrase::head_of(work.a, run.tokens);
        let text = work.text(run.tokens);
        let form =
            if run.tokens.len() == 1 && is_acronym(text) { Form::Acronym } else { Form::Name };
        work.refer(Ref { tokens: run.tokens, head, form, draft, confidence: run.confidence });
    }
}

/// One kind for all runs of the same words: the one the recogniser gives them most often; a single
/// word that ends the name of a person elsewhere is that person.
fn vote(work: &Work<'_>, runs: &mut [NameRun]) {
    let mut votes: FxHashMap<String, [f32; 7]> = FxHashMap::default();
    let mut surnames: FxHashSet<String> = FxHashSet::default();
    let slot = |kind: NameKind| match kind {
        NameKind::Person => 0,
        NameKind::Organization => 1,
        NameKind::Location => 2,
        NameKind::Facility => 3,
        NameKind::Norp => 4,
        NameKind::Product => 5,
        _ => 6,
    };
    const KINDS: [NameKind; 7] = [
        NameKind::Person,
        NameKind::Organization,
        NameKind::Location,
        NameKind::Facility,
        NameKind::Norp,
        NameKind::Product,
        NameKind::Misc,
    ];
    for run in runs.iter() {
        let text = fold(work.text(run.tokens));
        if run.kind == NameKind::Person && run.tokens.len() > 1 {
            surnames.insert(fold(work.word(TokenId(run.tokens.end - 1))));
        }
        votes.entry(text).or_insert([0.0; 7])[slot(run.kind)] += run.confidence;
    }
    for run in runs {
        let text = fold(work.text(run.tokens));
        if run.tokens.len() == 1 && run.affiliation.is_none() && surnames.contains(&text) {
            run.kind = NameKind::Person;
            continue;
        }
        let Some(counts) = votes.get(&text) else { continue };
        let best = (0..7).rev().max_by(|&x, &y| counts[x].total_cmp(&counts[y])).unwrap_or(6);
        run.kind = KINDS[best];
    }
}

/// The words a body is compared by: without its state, "ministry of x" as "x ministry".
fn body_key(work: &Work<'_>, run: &NameRun) -> Vec<String> {
    let mut tokens = run.tokens;
    while tokens.len() > 1
        && run.affiliation.is_some()
        && work
            .name_at(TokenId(tokens.start))
            .is_some_and(|r| work.drafts[r.draft].country.is_some())
    {
        tokens.start += 1;
    }
    let mut words = names::words(work, tokens);
    if words.first().is_some_and(|w| w == "the") && words.len() > 1 {
        words.remove(0);
    }
    if words.len() > 1 && words.ends_with(&["consulate".to_owned(), "general".to_owned()]) {
        words.pop();
    }
    if words.len() >= 3
        && matches!(words[0].as_str(), "ministry" | "department" | "office" | "bureau")
        && matches!(words[1].as_str(), "of" | "for")
    {
        let mut turned: Vec<String> = words[2..].to_vec();
        turned.push(words[0].clone());
        words = turned;
    }
    words
}

/// A participant met under a name that is no person's.
struct Body {
    key: Vec<String>,
    affiliation: Option<Country>,
    draft: DraftId,
    kind: NameKind,
    sentence: usize,
}

struct Linker {
    keys: Vec<Vec<String>>,
    draft: Vec<Option<DraftId>>,
    /// Full names of people with their entity, in order of first mention.
    people: Vec<(Vec<String>, DraftId)>,
    bodies: Vec<Body>,
    /// Bodies by exact key, by their last word, and by their first word.
    by_key: FxHashMap<Vec<String>, Vec<usize>>,
    by_last: FxHashMap<String, Vec<usize>>,
    by_first: FxHashMap<String, Vec<usize>>,
    /// Entities by acronym.
    by_acronym: FxHashMap<String, Vec<usize>>,
    /// The body of an entity.
    of_draft: FxHashMap<DraftId, usize>,
}

/// How many candidates of one word are looked at: names shared by more say nothing.
const MOST: usize = 24;

impl Linker {
    fn new(runs: usize) -> Self {
        Self {
            keys: vec![Vec::new(); runs],
            draft: vec![None; runs],
            people: Vec::new(),
            bodies: Vec::new(),
            by_key: FxHashMap::default(),
            by_last: FxHashMap::default(),
            by_first: FxHashMap::default(),
            by_acronym: FxHashMap::default(),
            of_draft: FxHashMap::default(),
        }
    }

    fn full_people(&mut self, work: &mut Work<'_>, runs: &[NameRun]) {
        let mut by_last: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, run) in runs.iter().enumerate() {
            if run.kind != NameKind::Person || self.keys[at].len() < 2 {
                continue;
            }
            let key = &self.keys[at];
            let last = key[key.len() - 1].clone();
            let known = by_last.entry(last).or_default();
            let same =
                known.iter().rev().take(MOST).find(|&&p| same_person(&self.people[p].0, key));
            let draft = if let Some(&person) = same {
                if key.len() > self.people[person].0.len() {
                    self.people[person].0.clone_from(key);
                }
                self.people[person].1
            } else {
                let draft = work.add(person(&key[0]));
                known.push(self.people.len());
                self.people.push((key.clone(), draft));
                draft
            };
            note_person(work, run, draft);
            self.draft[at] = Some(draft);
        }
    }

    /// Single names of people: the surname (or, where no surname fits, the first name) of a full name.
    fn surnames(&mut self, work: &mut Work<'_>, runs: &[NameRun]) {
        let mut last_names: FxHashMap<&str, Vec<DraftId>> = FxHashMap::default();
        let mut first_names: FxHashMap<&str, Vec<DraftId>> = FxHashMap::default();
        for (key, draft) in &self.people {
            let add = |map: &mut FxHashMap<_, Vec<DraftId>>, word| {
                let list: &mut Vec<DraftId> = map.entry(word).or_default();
                if !list.contains(draft) && list.len() < MOST {
                    list.push(*draft);
                }
            };
            add(&mut last_names, key[key.len() - 1].as_str());
            add(&mut first_names, key[0].as_str());
        }
        let mut alone: BTreeMap<String, DraftId> = BTreeMap::new();
        // sentence of the last mention of each person so far
        let mut seen: FxHashMap<DraftId, usize> = FxHashMap::default();
        for (at, run) in runs.iter().enumerate() {
            let sentence = work.a.sentence_of(TokenId(run.tokens.start));
            if let Some(draft) = self.draft[at] {
                seen.insert(draft, sentence);
                continue;
            }
            if run.kind != NameKind::Person || self.keys[at].len() != 1 {
                continue;
            }
            let word = self.keys[at][0].as_str();
            let honorific = names::honorific_before(work, run.tokens);
            let candidates = last_names
                .get(word)
                .or_else(|| first_names.get(word).filter(|_| honorific.is_none()));
            let mut fitting: Vec<DraftId> = candidates.cloned().unwrap_or_default();
            if let Some(gender) = honorific.and_then(|h| h.gender) {
                fitting.retain(|&d| work.drafts[d].may_be(gender));
            }
            let chosen = match fitting[..] {
                [] => None,
                [only] => Some(only),
                _ => {
                    let near = |d: &&DraftId| seen.get(*d).is_some_and(|&s| sentence - s <= NEAR);
                    let mut just = fitting.iter().filter(near);
                    match (just.next(), just.next()) {
                        (Some(&one), None) => Some(one),
                        _ => None,
                    }
                }
            };
            let draft = chosen.unwrap_or_else(|| {
                *alone.entry(word.to_owned()).or_insert_with(|| {
                    let mut draft = Draft::new(EntityKind::Person);
                    draft.number = Number::Singular;
                    work.add(draft)
                })
            });
            note_person(work, run, draft);
            seen.insert(draft, sentence);
            self.draft[at] = Some(draft);
        }
    }

    /// Names of all but people: those of several words, then single words.
    fn other(
        &mut self,
        work: &mut Work<'_>,
        runs: &[NameRun],
        definitions: &[Definition],
        single: bool,
    ) {
        let alias_of: FxHashMap<TokenRange, TokenRange> =
            definitions.iter().map(|d| (d.alias, d.name)).collect();
        let by_tokens: FxHashMap<TokenRange, usize> =
            runs.iter().enumerate().map(|(at, r)| (r.tokens, at)).collect();
        // definitions first, so that later short forms find them
        if single {
            for definition in definitions {
                self.define(work, runs, &by_tokens, *definition);
            }
        }
        for (at, &run) in runs.iter().enumerate() {
            if self.draft[at].is_some() || run.kind == NameKind::Person || self.keys[at].is_empty()
            {
                continue;
            }
            if (self.keys[at].len() == 1) != single || alias_of.contains_key(&run.tokens) {
                continue;
            }
            if is_adjective(work, &run) {
                continue;
            }
            let affiliation = run.affiliation.or_else(|| names::possessor_state(work, run.tokens));
            let found = self.find(work, &run, at, affiliation);
            let body = found.unwrap_or_else(|| self.add_body(work, &run, at, affiliation));
            let sentence = work.a.sentence_of(TokenId(run.tokens.start));
            self.bodies[body].sentence = sentence;
            let draft = self.bodies[body].draft;
            if self.bodies[body].affiliation.is_none() && affiliation.is_some() {
                self.bodies[body].affiliation = affiliation;
                work.drafts[draft].affiliation = affiliation;
            }
            self.draft[at] = Some(draft);
        }
    }

    /// Makes the alias of a definition the name's entity.
    fn define(
        &mut self,
        work: &mut Work<'_>,
        runs: &[NameRun],
        by_tokens: &FxHashMap<TokenRange, usize>,
        definition: Definition,
    ) {
        let (Some(&name), Some(&alias)) =
            (by_tokens.get(&definition.name), by_tokens.get(&definition.alias))
        else {
            return;
        };
        if runs[name].kind == NameKind::Person {
            return; // "Reyes (MP)"
        }
        if self.draft[name].is_none() {
            if self.keys[name].is_empty() {
                return;
            }
            let run = runs[name];
            let body = self
                .find(work, &run, name, run.affiliation)
                .unwrap_or_else(|| self.add_body(work, &run, name, run.affiliation));
            self.draft[name] = Some(self.bodies[body].draft);
        }
        let draft = self.draft[name];
        self.draft[alias] = draft;
        let text = work.text(definition.alias);
        if let Some(draft) = draft {
            work.drafts[draft].add_alias(fold(text));
            if let Some(&body) = self.of_draft.get(&draft) {
                self.by_acronym.entry(acronym_key(text)).or_default().push(body);
                self.index(body, self.keys[alias].clone());
            }
        }
    }

    /// The known body that a run names.
    fn find(
        &self,
        work: &Work<'_>,
        run: &NameRun,
        at: usize,
        affiliation: Option<Country>,
    ) -> Option<usize> {
        let key = &self.keys[at];
        let sentence = work.a.sentence_of(TokenId(run.tokens.start));
        let fits_state = |b: &&usize| {
            let own = self.bodies[**b].affiliation;
            own.is_none() || affiliation.is_none() || own == affiliation
        };
        if let Some(known) = self.by_key.get(key) {
            let fitting: Vec<usize> = known.iter().filter(fits_state).copied().collect();
            match fitting[..] {
                [] => {}
                [only] => return Some(only),
                // the foreign ministries of two states: the one spoken of last, if just now
                _ => {
                    return fitting
                        .iter()
                        .copied()
                        .filter(|&b| sentence.abs_diff(self.bodies[b].sentence) <= NEAR)
                        .max_by_key(|&b| self.bodies[b].sentence);
                }
            }
        }
        let text = work.text(run.tokens);
        if run.tokens.len() == 1
            && is_acronym(text)
            && let Some(known) = self.by_acronym.get(&acronym_key(text))
        {
            let mut drafts: Vec<DraftId> = known.iter().map(|&b| self.bodies[b].draft).collect();
            drafts.sort_unstable();
            drafts.dedup();
            if drafts.len() == 1 {
                return Some(known[0]);
            }
        }
        if !is_body(run.kind) {
            return None;
        }
        // the tail of one longer name
        if key.len() >= 2 {
            let longer = self.only(&self.by_last, &key[key.len() - 1], |body| {
                is_body(body.kind) && body.key.len() > key.len() && body.key.ends_with(key)
            });
            if longer.as_ref().is_some_and(fits_state_owned(self, affiliation)) {
                return longer;
            }
        }
        // the head of one longer name whose other words say little
        self.only(&self.by_first, &key[0], |body| {
            is_body(body.kind)
                && body.key.len() > key.len()
                && body.key.starts_with(key)
                && body.key[key.len()..]
                    .iter()
                    .all(|w| GENERIC_TAILS.contains(&w.as_str()) || group_noun(w).is_some())
        })
        .filter(|b| fits_state(&b))
    }

    /// The one body under `word` that passes, if exactly one does.
    fn only(
        &self,
        index: &FxHashMap<String, Vec<usize>>,
        word: &str,
        passes: impl Fn(&Body) -> bool,
    ) -> Option<usize> {
        let mut found = None;
        for &b in index.get(word)?.iter().take(MOST) {
            if passes(&self.bodies[b]) {
                match found {
                    None => found = Some(b),
                    Some(f) if self.bodies[f].draft == self.bodies[b].draft => {}
                    Some(_) => return None,
                }
            }
        }
        found
    }

    fn add_body(
        &mut self,
        work: &mut Work<'_>,
        run: &NameRun,
        at: usize,
        affiliation: Option<Country>,
    ) -> usize {
        let (sector, country) = if is_body(run.kind) || run.kind == NameKind::Norp {
            names::body(work, run.tokens)
        } else {
            (None, None)
        };
        let affiliation = affiliation.or(country);
        let text = work.text(run.tokens);
        let mut draft = Draft::new(kind_of(work, run));
        draft.affiliation = affiliation;
        draft.sector = sector;
        if !matches!(run.kind, NameKind::Organization | NameKind::Norp) {
            draft.number = Number::Singular;
        }
        if is_body(run.kind) {
            let last = phrase::head_of(work.a, run.tokens);
            let lemma = fold(work.word(last));
            let noun = if group_noun(&lemma).is_some() { lemma } else { fold(work.a.lemma(last)) };
            draft.add_noun(&noun);
        }
        // "Maule province" is also called "Maule"
        if run.kind == NameKind::Location
            && let [name, noun] = &self.keys[at][..]
            && matches!(
                noun.as_str(),
                "province" | "region" | "city" | "district" | "county" | "governorate"
            )
        {
            draft.add_alias(name.clone());
        }
        let draft = work.add(draft);
        let body = self.bodies.len();
        let key = self.keys[at].clone();
        let sentence = work.a.sentence_of(TokenId(run.tokens.start));
        self.of_draft.insert(draft, body);
        self.bodies.push(Body { key: key.clone(), affiliation, draft, kind: run.kind, sentence });
        if is_body(run.kind) && key.len() >= 2 {
            let mut acronyms = Vec::new();
            collect_initials(text, &mut acronyms);
            if let Some(known) = organization(&fold(text)).and_then(|o| o.acronym) {
                acronyms.push(acronym_key(known));
            }
            acronyms.sort();
            acronyms.dedup();
            for acronym in acronyms {
                self.by_acronym.entry(acronym).or_default().push(body);
            }
        }
        self.index(body, key);
        body
    }

    fn index(&mut self, body: usize, key: Vec<String>) {
        if let (Some(first), Some(last)) = (key.first().cloned(), key.last().cloned()) {
            self.by_first.entry(first).or_default().push(body);
            self.by_last.entry(last).or_default().push(body);
            self.by_key.entry(key).or_default().push(body);
        }
    }
}

/// A test for [`Linker::find`]: whether a body's state is the run's, where both are known.
fn fits_state_owned(
    linker: &Linker,
    affiliation: Option<Country>,
) -> impl FnOnce(&usize) -> bool + '_ {
    move |&b| {
        let own = linker.bodies[b].affiliation;
        own.is_none() || affiliation.is_none() || own == affiliation
    }
}

/// The letters of an acronym, lower-case.
fn acronym_key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Both kinds of initials of a name: of all its words, and of the capitalised ones.
fn collect_initials(text: &str, out: &mut Vec<String>) {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '‑'))
        .filter(|p| p.starts_with(char::is_alphanumeric))
        .collect();
    let all: String = parts.iter().filter_map(|p| p.chars().next()).collect();
    let capitals: String = parts
        .iter()
        .filter_map(|p| p.chars().next().filter(|c| c.is_uppercase() || c.is_numeric()))
        .collect();
    for initials in [all, capitals] {
        if initials.chars().count() >= 2 && fits(&initials, text) {
            out.push(acronym_key(&initials));
        }
    }
}

fn is_body(kind: NameKind) -> bool {
    matches!(kind, NameKind::Organization | NameKind::Facility)
}

/// A religion or group used as an adjective: "Islamist movement".
fn is_adjective(work: &Work<'_>, run: &NameRun) -> bool {
    let head = phrase::head_of(work.a, run.tokens);
    let modifies = matches!(
        work.a.deprel(head),
        Deprel::Amod | Deprel::Compound | Deprel::Conj | Deprel::NmodDesc
    );
    // "Franco-German", "Islamist": a body that is known by that name stays one
    if run.kind == NameKind::Norp
        && modifies
        && organization(&fold(work.text(run.tokens))).is_none()
    {
        return true;
    }
    run.tokens.len() == 1 && work.a.upos(head) == Upos::Adj && modifies
}

fn kind_of(work: &Work<'_>, run: &NameRun) -> EntityKind {
    match run.kind {
        NameKind::Person => EntityKind::Person,
        NameKind::Organization => {
            let rebels = organization(&fold(work.text(run.tokens)))
                .is_some_and(|o| matches!(o.sector, Some("REB")));
            if rebels { EntityKind::Group } else { EntityKind::Organization }
        }
        NameKind::Norp => EntityKind::Group,
        NameKind::Location | NameKind::Facility => EntityKind::Place,
        _ => EntityKind::Other,
    }
}

fn person(first: &str) -> Draft {
    let mut draft = Draft::new(EntityKind::Person);
    draft.number = Number::Singular;
    draft.gender = given_name(first).filter(|g| *g != Gender::Either);
    draft
}

fn note_person(work: &mut Work<'_>, run: &NameRun, draft: DraftId) {
    if let Some(honorific) = names::honorific_before(work, run.tokens) {
        work.drafts[draft].add_gender(honorific.gender);
    }
    if work.drafts[draft].affiliation.is_none() {
        work.drafts[draft].affiliation = run.affiliation;
    }
}

/// Whether two full names are one person's: same words but for initials and middle names.
fn same_person(x: &[String], y: &[String]) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if short.last() != long.last() {
        return false;
    }
    let agrees = |s: &str, l: &str| {
        s == l
            || (s.chars().count() == 1 && l.starts_with(s))
            || (l.chars().count() == 1 && s.starts_with(l))
    };
    // every word of the shorter name stands in the longer one, in order
    let mut rest = long.iter();
    let inside = short.iter().all(|s| s.chars().count() == 1 || rest.any(|l| agrees(s, l)));
    inside && (agrees(&short[0], &long[0]) || short.len() >= 2 && long.len() > short.len())
}
