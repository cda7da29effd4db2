//! States under all their names.
//!
//! # What it finds
//! Names of states, their adjectives ("Japanese"), their capitals and seats of government where these
//! act as the state, and phrases for their government ("the Japanese government", "Portugal’s
//! authorities"). A capital that is only a place stays a place.
//!
//! # Why it matters
//! "Lisbon accused Tokyo" and "Portugal accused Japan" report one event; "a protest in Lisbon" is no
//! act of the state.
//!
//! # Examples
//! "Lisbon decided to cut ties with Tokyo": both capitals stand for their states.
//! "Thousands marched in Lisbon", "the capital Lisbon", "Lisbon airport": a place.
//! "the Foreign Ministry of Portugal": a body of its own, not the state.
//!
//! # Limits
//! A state’s people ("Japaneses") and bodies stay apart from it. "The government" alone is left to
//! coreference. A name that is also a person’s or a city’s ("Jordan", "Georgia") counts only where the
//! name recogniser takes it for a place or a body.

use std::collections::BTreeMap;

use rashomon_annotate::{Deprel, NameKind, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{
    Country, Region, StateForm, fold, is_ambiguous_state, region, region_short, state, state_exact,
};

use super::{
    capitals,
    draft::{Draft, DraftId, Number, Ref, Work},
    names::NameRun,
    phrase,
};
use crate::account::{EntityKind, Form};

/// Nouns for the government of a state, by lemma.
pub(super) const GOVERNMENT: &[&str] =
    &["government", "regime", "authorities", "authority", "administration"];

/// Adjectives that make a government another one than the state's own of today.
const OTHER_GOVERNMENT: &[&str] = &[
    "local",
    "regional",
    "provincial",
    "municipal",
    "former",
    "previous",
    "shadow",
    "interim",
    "transitional",
    "federal",
    "city",
    "state",
    "exile",
    "exiled",
    "rival",
    "de-facto",
];

/// A run of tokens that stands for a state.
#[derive(Clone, Copy, Debug)]
struct Hit {
    tokens: TokenRange,
    country: Country,
    form: StateForm,
}

/// The entity of each state met so far.
#[derive(Debug, Default)]
pub(super) struct States {
    drafts: BTreeMap<Country, DraftId>,
}

impl States {
    /// The entity of `country`, made now if it is new.
    pub(super) fn draft(&mut self, work: &mut Work<'_>, country: Country) -> DraftId {
        *self.drafts.entry(country).or_insert_with(|| {
            let mut draft = Draft::new(EntityKind::Geopolitical);
            draft.country = Some(country);
            draft.sector = Some("GOV");
            draft.number = Number::Singular;
            work.add(draft)
        })
    }
}

/// Finds states, and takes their words out of `names`.
pub(super) fn find(work: &mut Work<'_>, names: &mut Vec<NameRun>) -> States {
    let mut states = States::default();
    let mut added = Vec::new();
    let mut hits = hits(work);
    add_short_forms(work, &mut hits);
    for tokens in namesakes(work, &hits, names) {
        // the recogniser may have missed it
        if !names.iter().any(|it| it.tokens.holds(TokenId(tokens.start))) {
            let kind = NameKind::Location;
            added.push(NameRun { tokens, kind, confidence: 0.8, affiliation: None });
        }
        hits.retain(|hit| hit.tokens != tokens);
    }
    for hit in hits {
        place(work, &mut states, names, &mut added, hit);
    }
    names.extend(added);
    names.retain(|name| !name.tokens.is_empty());
    names.sort_by_key(|name| (name.tokens.start, name.tokens.end));
    governments(work, &mut states);
    states
}

/// Hits that are the division of another state of the same name ("Georgia" beside "Alabama" and "Fla."): those of an
/// article that speaks of other divisions of that state, and of nothing that is the first state's alone.
fn namesakes(work: &Work<'_>, hits: &[Hit], names: &[NameRun]) -> Vec<TokenRange> {
    let other = |hit: &Hit| {
        let region = region(&fold(work.text(hit.tokens)))?;
        (hit.form == StateForm::Name && region.country != hit.country).then_some(region)
    };
    if hits.iter().all(|hit| other(hit).is_none()) {
        return Vec::new();
    }
    let named = names.iter().filter_map(|name| region(&fold(work.text(name.tokens))));
    let short = (1..work.a.len() as u32)
        .filter(|&t| work.word(TokenId(t - 1)) == ",")
        .filter_map(|t| region_short(work.word(TokenId(t))));
    let divisions: Vec<Region> = named.chain(short).collect();
    let is_one = |hit: &Hit, namesake: Region| {
        let beside = divisions.iter().any(|it| it.country == namesake.country && *it != namesake);
        let its_own = hits.iter().any(|it| {
            it.country == hit.country && !is_ambiguous_state(&fold(work.text(it.tokens)))
        }) || divisions.iter().any(|it| it.country == hit.country);
        beside && !its_own
    };
    let of = |hit: &Hit| other(hit).filter(|&it| is_one(hit, it)).map(|_| hit.tokens);
    hits.iter().filter_map(of).collect()
}

/// The longest state words at every capitalised token, left to right, not overlapping.
fn hits(work: &Work<'_>) -> Vec<Hit> {
    let mut found = Vec::new();
    for sentence in &work.a.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            match hit_at(work, at, sentence.tokens.end) {
                Some(hit) => {
                    found.push(hit);
                    at = hit.tokens.end;
                }
                None => at += 1,
            }
        }
    }
    found
}

/// "the Islamic Republic" where the article has "Islamic Republic of Japan".
fn add_short_forms(work: &Work<'_>, hits: &mut Vec<Hit>) {
    let mut short: BTreeMap<String, Country> = BTreeMap::new();
    for hit in hits.iter().filter(|h| h.form == StateForm::Name && h.tokens.len() > 3) {
        let text = fold(work.text(hit.tokens));
        if let Some((before, _)) = text.split_once(" of ")
            && before.contains(' ')
        {
            short.insert(before.to_owned(), hit.country);
        }
    }
    if short.is_empty() {
        return;
    }
    let mut held = vec![false; work.a.len()];
    for hit in hits.iter() {
        held[hit.tokens.range()].fill(true);
    }
    for sentence in &work.a.sentences {
        for t in sentence.tokens.iter() {
            for words in 2..=3u32 {
                let tokens = TokenRange::new(t.0, t.0 + words);
                if tokens.end > sentence.tokens.end || held[tokens.range()].contains(&true) {
                    break;
                }
                if let Some(&country) = short.get(&fold(work.text(tokens))) {
                    held[tokens.range()].fill(true);
                    hits.push(Hit { tokens, country, form: StateForm::Name });
                    break;
                }
            }
        }
    }
    hits.sort_by_key(|h| h.tokens.start);
}

const LONGEST: u32 = 6;

fn hit_at(work: &Work<'_>, start: u32, limit: u32) -> Option<Hit> {
    let first = TokenId(start);
    if !work.word(first).starts_with(char::is_uppercase) {
        return None;
    }
    let last_word = (start..limit.min(start + LONGEST)).rev();
    for last in last_word {
        if !work.word(TokenId(last)).starts_with(|c: char| c.is_uppercase() || c == '.')
            && last != start
        {
            continue;
        }
        let tokens = TokenRange::new(start, last + 1);
        let text = work.text(tokens);
        let known = state_exact(text).or_else(|| state(&fold(text)));
        if let Some((country, form)) = known {
            // a capitalised adverb or verb that opens a sentence is none of these
            let adjective_or_name = matches!(
                work.a.upos(TokenId(last)),
                Upos::Propn | Upos::Noun | Upos::Adj | Upos::X
            );
            return adjective_or_name.then_some(Hit { tokens, country, form });
        }
    }
    None
}

/// Decides what one hit is, beside the names that the recogniser found.
fn place(
    work: &mut Work<'_>,
    states: &mut States,
    names: &mut [NameRun],
    added: &mut Vec<NameRun>,
    hit: Hit,
) {
    let Hit { tokens, country, form } = hit;
    if is_half_of_compound(work, tokens) {
        return;
    }
    let mut kind = None;
    let from = names.partition_point(|n| n.tokens.end <= tokens.start);
    for name in &mut names[from..] {
        if name.tokens.start >= tokens.end {
            break;
        }
        let inside = name.tokens.start >= tokens.start && name.tokens.end <= tokens.end;
        if inside {
            kind = Some(name.kind);
            if name.kind == NameKind::Person && is_ambiguous_state(&fold(work.text(tokens))) {
                return;
            }
            name.tokens.end = name.tokens.start; // emptied: the state takes its place
            continue;
        }
        let leads = name.tokens.start == tokens.start && name.tokens.end > tokens.end;
        match name.kind {
            NameKind::Person if leads && form == StateForm::Demonym => {
                name.tokens.start = tokens.end;
                name.affiliation = Some(country);
            }
            NameKind::Organization | NameKind::Facility | NameKind::Misc | NameKind::Norp => {
                if leads && matches!(form, StateForm::Demonym | StateForm::Name) {
                    name.affiliation = Some(country);
                    break;
                }
                let ends = name.tokens.end == tokens.end;
                if ends && form == StateForm::Name {
                    name.affiliation = Some(country);
                }
                return;
            }
            NameKind::Location => {
                // "northern Chile" is the state; "Gulf of Mexico" is not
                let small = TokenRange::new(name.tokens.start.min(tokens.start), tokens.start)
                    .iter()
                    .all(|t| work.word(t).starts_with(char::is_lowercase));
                if name.tokens.end == tokens.end && small && form == StateForm::Name {
                    name.tokens.end = name.tokens.start;
                    kind = Some(NameKind::Location);
                    continue;
                }
                if leads && form == StateForm::Demonym {
                    // "Chilean City of Arica"
                    name.tokens.start = tokens.end;
                    continue;
                }
                return;
            }
            NameKind::Person | NameKind::Product | NameKind::Date | NameKind::Money => return,
        }
    }
    let head = phrase::head_of(work.a, tokens);
    let reference = |draft, form, confidence| Ref { tokens, head, form, draft, confidence };
    match form {
        StateForm::Name => {
            let doubtful = kind.is_none() && is_ambiguous_state(&fold(work.text(tokens)));
            if doubtful || work.a.deprel(head) == Deprel::Flat {
                return;
            }
            let draft = states.draft(work, country);
            let text = work.text(tokens);
            let acronym = text.len() > 1 && text.chars().all(|c| c.is_uppercase() || c == '.');
            let short = tokens.len() == 1 && text.len() <= 6 && state_exact(text).is_some();
            let form = if acronym && short { Form::Acronym } else { Form::Name };
            work.refer(reference(draft, form, 0.97));
        }
        StateForm::Demonym => {
            if is_language(work, head) {
                return;
            }
            let draft = states.draft(work, country);
            work.refer(reference(draft, Form::Metonym, 0.9));
        }
        StateForm::Capital | StateForm::Seat => {
            let doubtful = kind.is_none() || kind == Some(NameKind::Person);
            if doubtful && is_ambiguous_state(&fold(work.text(tokens))) {
                return;
            }
            if capitals::acts(work, tokens, head) {
                let draft = states.draft(work, country);
                work.refer(reference(draft, Form::Metonym, 0.85));
            } else {
                let kind = NameKind::Location;
                added.push(NameRun { tokens, kind, confidence: 0.9, affiliation: Some(country) });
            }
        }
        StateForm::Inhabitants => {
            // a description of people; mentions of people pick the affiliation up
        }
    }
}

/// "Japanese" in "Japanese-American", "Anglo" in "Anglo-Irish": one half says little.
fn is_half_of_compound(work: &Work<'_>, tokens: TokenRange) -> bool {
    let spans = &work.a.tokens.span;
    let glued =
        |left: usize, right: usize| right < spans.len() && spans[left].end == spans[right].start;
    let capital = |t: usize| {
        work.a
            .tokens
            .span
            .get(t)
            .is_some_and(|s| s.slice(&work.article.text).starts_with(char::is_uppercase))
    };
    let is_hyphen = |t: usize| {
        work.a
            .tokens
            .span
            .get(t)
            .is_some_and(|s| matches!(s.slice(&work.article.text), "-" | "–" | "‑" | "/"))
    };
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let after = is_hyphen(end) && glued(end - 1, end) && glued(end, end + 1) && capital(end + 1);
    let before = start >= 2
        && is_hyphen(start - 1)
        && glued(start - 1, start)
        && glued(start - 2, start - 1)
        && capital(start - 2);
    after || before
}

/// "in Arabic", "speaks French".
fn is_language(work: &Work<'_>, token: TokenId) -> bool {
    let a = work.a;
    let noun = matches!(a.xpos(token), Xpos::Nn | Xpos::Nnp);
    noun && match a.head(token).map(|h| a.lemma(h)) {
        Some("speak" | "translate" | "teach" | "learn" | "language") => true,
        _ => {
            matches!(a.deprel(token), Deprel::Obl | Deprel::Nmod)
                && matches!(phrase::preposition(a, token), Some("in" | "into"))
        }
    }
}

/// "the Japanese government", "Portugal’s authorities", "the government of Chile".
fn governments(work: &mut Work<'_>, states: &mut States) {
    let a = work.a;
    for t in 0..a.len() as u32 {
        let head = TokenId(t);
        let lemma = a.lemma(head);
        if !GOVERNMENT.contains(&lemma) || !work.is_free(head) {
            continue;
        }
        if (lemma == "authority") && !phrase::is_plural(a, head) {
            continue;
        }
        if lemma == "government" && phrase::is_plural(a, head) {
            continue;
        }
        let range = phrase::without_determiner(a, phrase::short_phrase(a, head));
        let mut country = None;
        let mut other = false;
        for m in phrase::modifiers(a, head, range) {
            match work.name_at(m).filter(|r| work.drafts[r.draft].country.is_some()) {
                Some(r) => {
                    let here = work.drafts[r.draft].country;
                    other |= country.is_some() && country != here;
                    country = here;
                }
                None => {
                    other |= OTHER_GOVERNMENT.contains(&a.lemma(m).to_lowercase().as_str())
                        || a.upos(m) == Upos::Propn;
                }
            }
        }
        let mut tokens = range;
        let paired = a.children(head).any(|c| a.deprel(c) == Deprel::Conj);
        if country.is_none() && !paired {
            let of = a.children(head).find(|&c| {
                c > head
                    && a.deprel(c) == Deprel::Nmod
                    && matches!(phrase::preposition(a, c), Some("of" | "in"))
            });
            if let Some(reference) = of.and_then(|c| work.name_at(c))
                && let Some(here) = work.drafts[reference.draft].country
                && matches!(reference.form, Form::Name | Form::Acronym)
            {
                country = Some(here);
                tokens.end = reference.tokens.end;
            }
        }
        let Some(country) = country.filter(|_| !other) else { continue };
        let draft = states.draft(work, country);
        work.drafts[draft].add_noun(lemma);
        work.refer(Ref { tokens, head, form: Form::Metonym, draft, confidence: 0.9 });
    }
}
