//! Names of bodies, places, groups and whatever else is no person.

use rashomon_annotate::{Deprel, NameKind, TokenId, TokenRange, Upos};
use rashomon_lexicon::{Country, fold, group_noun, organization};
use rustc_hash::FxHashMap;

use super::{Linker, MOST, NEAR};
use crate::account::EntityKind;
use crate::mentions::acronyms::{Definition, fits, is_acronym};
use crate::mentions::draft::{Draft, DraftId, Number, Work};
use crate::mentions::names::{self, NameRun};
use crate::mentions::phrase;

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

/// A participant met under a name that is no person's.
pub(super) struct Body {
    key: Vec<String>,
    affiliation: Option<Country>,
    draft: DraftId,
    kind: NameKind,
    sentence: usize,
}

impl Linker {
    /// Names of all but people: those of several words, then single words.
    pub(super) fn other(
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

/// The words a body is compared by: without its state, "ministry of x" as "x ministry".
pub(super) fn key(work: &Work<'_>, run: &NameRun) -> Vec<String> {
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
