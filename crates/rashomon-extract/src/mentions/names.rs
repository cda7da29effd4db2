//! Runs of tokens that name somebody or something.
//!
//! # What it finds
//! The recogniser's names, cleaned (see [`clean`]) and of the kind that the lexicon knows better; bodies and
//! places written in small letters ("the Chilean foreign ministry", "Maule province"); and further
//! occurrences of names found elsewhere in the article.
//!
//! # Why it matters
//! A name is linked by its words: "Prime Minister Ana Reyes" and "Ana Reyes" must give one run.
//!
//! # Examples
//! "Mr Reyes" gives *Reyes*; "the Chilean foreign ministry" gives *Chilean foreign ministry*, which
//! belongs to Chile.
//!
//! # Limits
//! A name the recogniser never finds is not found here either, but for states, acronyms and bodies.

use rashomon_annotate::{Deprel, NameKind, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{
    Country, StateForm, Title, TitleKind, agency, city, fold, given_name, group_noun, organization,
    outlet, region, state, title,
};
use rustc_hash::FxHashMap;

use super::{clean, draft::Work, phrase};

/// A name on its way to becoming a mention.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameRun {
    /// Its tokens.
    pub tokens: TokenRange,
    /// What it names.
    pub kind: NameKind,
    /// How sure it is a name of that kind, 0 to 1.
    pub confidence: f32,
    /// The state it belongs to, where its words say so.
    pub affiliation: Option<Country>,
}

/// Head nouns of bodies that are written in small letters as often as not.
/// They need a modifier ("foreign", "transport"); [`NAMED_BODIES`] need a name.
const BODIES: &[&str] = &[
    "ministry",
    "department",
    "police",
    "parliament",
    "army",
    "navy",
    "embassy",
    "consulate",
    "judiciary",
    "military",
    "senate",
];

/// Nouns that make a name before them the name of a body or building: "Arica university hospital".
const NAMED_BODIES: &[&str] = &[
    "hospital",
    "university",
    "college",
    "school",
    "council",
    "court",
    "brigade",
    "service",
    "bank",
    "authority",
    "institute",
    "newspaper",
    "party",
    "prison",
    "station",
    "airport",
    "mosque",
    "church",
    "stadium",
    "agency",
];

/// Last words that only a body's name has.
const CERTAIN_BODIES: &[&str] = &[
    "organization",
    "organisation",
    "party",
    "movement",
    "front",
    "council",
    "committee",
    "commission",
    "association",
    "union",
    "federation",
    "ministry",
    "department",
    "agency",
    "company",
    "corporation",
    "group",
    "army",
    "brigade",
    "police",
    "foundation",
    "institute",
    "league",
    "authority",
    "board",
    "congress",
];

/// And of a place.
const NAMED_PLACES: &[&str] =
    &["province", "district", "county", "governorate", "prefecture", "island"];

/// The recogniser's names, cleaned, with bodies in small letters added; sorted, not overlapping.
pub(super) fn collect(work: &Work<'_>) -> Vec<NameRun> {
    let mut runs: Vec<NameRun> = Vec::new();
    for name in &work.a.names {
        if matches!(name.kind, NameKind::Date | NameKind::Money) || name.tokens.is_empty() {
            continue;
        }
        for tokens in clean::pieces(work, name.tokens, name.kind) {
            let (kind, confidence) = (name.kind, name.confidence);
            let mut run = NameRun { tokens, kind, confidence, affiliation: None };
            clean::clean(work, &mut run);
            if run.tokens.is_empty()
                || !is_nominal(work, run.tokens)
                || clean::is_no_name(work, &run)
            {
                continue;
            }
            match runs.last_mut() {
                Some(last)
                    if clean::joined(work, last.tokens, run.tokens, last.kind == run.kind) =>
                {
                    last.tokens.end = run.tokens.end;
                    if run.kind == NameKind::Organization {
                        last.kind = run.kind;
                    }
                }
                _ => runs.push(run),
            }
        }
    }
    for run in &mut runs {
        clean::over_hyphens(work, run);
        clean::over_state(work, run);
        clean::back_over_for(work, run);
    }
    merge_overlaps(&mut runs);
    let missed = capitalised_bodies(work, &runs);
    insert(&mut runs, missed, work.a.len());
    add_bodies(work, &mut runs);
    clean::sober_headlines(work, &mut runs);
    for run in &mut runs {
        correct_kind(work, run);
    }
    runs
}

/// Whether the run has a word that can name: not only lower-case verbs and adverbs.
fn is_nominal(work: &Work<'_>, tokens: TokenRange) -> bool {
    tokens.iter().any(|t| {
        let word = work.word(t);
        matches!(work.a.upos(t), Upos::Propn | Upos::Noun | Upos::Adj | Upos::X | Upos::Num)
            || word.starts_with(char::is_uppercase)
    })
}

/// Leaves of runs that overlap after growing the longer one.
fn merge_overlaps(runs: &mut Vec<NameRun>) {
    runs.sort_by_key(|r| (r.tokens.start, std::cmp::Reverse(r.tokens.end)));
    let mut end = 0;
    runs.retain(|r| {
        let free = r.tokens.start >= end;
        if free {
            end = r.tokens.end;
        }
        free
    });
}

/// Adds "foreign ministry", "Chilean embassy" where no name holds the noun.
fn add_bodies(work: &Work<'_>, runs: &mut Vec<NameRun>) {
    let a = work.a;
    let mut held = vec![false; a.len()];
    for run in runs.iter() {
        held[run.tokens.range()].fill(true);
    }
    let mut found = Vec::new();
    for t in 0..a.len() as u32 {
        let head = TokenId(t);
        let lemma = a.lemma(head).to_lowercase();
        let lemma = lemma.as_str();
        let place = NAMED_PLACES.contains(&lemma);
        let named = place || NAMED_BODIES.contains(&lemma);
        if held[t as usize] || phrase::is_plural(a, head) || !(named || BODIES.contains(&lemma)) {
            continue;
        }
        let mut start = t;
        while start > 0 {
            let left = TokenId(start - 1);
            let modifies = matches!(a.deprel(left), Deprel::Compound | Deprel::Amod)
                && matches!(a.upos(left), Upos::Noun | Upos::Propn | Upos::Adj)
                && a.sentence_of(left) == a.sentence_of(head);
            // a possessor or a state is no part of it
            let word = work.word(left);
            if named && !place && state(&fold(word)).is_some_and(|(_, f)| f != StateForm::Capital) {
                break;
            }
            let names_body = a.upos(left) != Upos::Adj
                || BODY_ADJECTIVES.contains(&a.lemma(left))
                || work.word(left).starts_with(char::is_uppercase);
            if !modifies || !names_body {
                break;
            }
            start -= 1;
        }
        if named && let Some(owner) = owner_in_name(work, start, head) {
            start = owner;
        }
        if start == t {
            continue;
        }
        // "Arica university hospital" has a name in it, "local hospital" has none; a province has just one
        let first = TokenId(start);
        if named && !(work.word(first).contains(char::is_uppercase) && a.upos(first) == Upos::Propn)
        {
            continue;
        }
        if place && t - start != 1 {
            continue;
        }
        let tokens = TokenRange::new(start, t + 1);
        let kind = if place { NameKind::Location } else { NameKind::Organization };
        found.push(NameRun { tokens, kind, confidence: 0.8, affiliation: None });
    }
    // a name that is the body's modifier becomes part of it
    insert(runs, found, a.len());
}

/// "St George’s" before "Hospital": the start of an owner that is part of a body’s name.
fn owner_in_name(work: &Work<'_>, start: u32, head: TokenId) -> Option<u32> {
    let a = work.a;
    let sentence = a.sentences[a.sentence_of(head)].tokens;
    if start < sentence.start + 2 || a.xpos(TokenId(start - 1)) != Xpos::Pos {
        return None;
    }
    let mut owner = start - 1;
    while owner > sentence.start && a.upos(TokenId(owner - 1)) == Upos::Propn && start - owner < 5 {
        owner -= 1;
    }
    if owner == start - 1 {
        return None;
    }
    let text = fold(work.text(TokenRange::new(owner, start - 1)));
    let capital = work.word(head).starts_with(char::is_uppercase);
    let saint = clean::is_saint(work.word(TokenId(owner)));
    (state(&text).is_none() && (saint || (capital && city(&text).is_none()))).then_some(owner)
}

/// Words that join the parts of a body’s capitalised name.
const LINKS: &[&str] = &["of", "for", "and", "the", "on", "&"];

/// Bodies that the recogniser missed: capitalised words, the last of them a noun for a body ("Rail Safety Review
/// Branch"), or followed by such a noun in small letters.
fn capitalised_bodies(work: &Work<'_>, runs: &[NameRun]) -> Vec<NameRun> {
    let a = work.a;
    let mut held = vec![false; a.len()];
    for run in runs {
        held[run.tokens.range()].fill(true);
    }
    let capital = |t: u32| {
        matches!(a.upos(TokenId(t)), Upos::Propn | Upos::Noun | Upos::Adj)
            && work.word(TokenId(t)).starts_with(char::is_uppercase)
    };
    let body = |t: u32| {
        let word = fold(work.word(TokenId(t)));
        group_noun(&word).is_some_and(|g| !g.members) || NAMED_BODIES.contains(&word.as_str())
    };
    let mut found = Vec::new();
    for sentence in &a.sentences {
        if clean::is_title_case(work, sentence.tokens) {
            continue;
        }
        let mut t = sentence.tokens.start;
        while t < sentence.tokens.end {
            if held[t as usize] || !capital(t) {
                t += 1;
                continue;
            }
            let start = t;
            let mut words = 0;
            let mut end = t;
            while t < sentence.tokens.end && !held[t as usize] {
                if capital(t) {
                    words += 1;
                    end = t + 1;
                } else if !LINKS.contains(&work.word(TokenId(t))) {
                    break;
                }
                t += 1;
            }
            let small = end < sentence.tokens.end
                && !held[end as usize]
                && a.upos(TokenId(end)) == Upos::Noun
                && (NAMED_BODIES.contains(&a.lemma(TokenId(end)))
                    || matches!(
                        a.lemma(TokenId(end)),
                        "branch" | "board" | "commission" | "committee"
                    ));
            if words >= 2 && small {
                end += 1;
            }
            let opens = start == sentence.tokens.start;
            if words >= 2 && body(end - 1) && (!opens || a.upos(TokenId(start)) == Upos::Propn) {
                let tokens = TokenRange::new(start, end);
                let kind = NameKind::Organization;
                found.push(NameRun { tokens, kind, confidence: 0.7, affiliation: None });
            }
            t = t.max(end);
        }
    }
    found
}

/// Adds runs: smaller ones inside a new one give way to it, a new one that only overlaps or that is
/// there already is left out. Linear in the number of tokens.
pub(super) fn insert(runs: &mut Vec<NameRun>, new: Vec<NameRun>, tokens: usize) {
    const FREE: u32 = u32::MAX;
    let mut holder = vec![FREE; tokens];
    for (at, run) in runs.iter().enumerate() {
        holder[run.tokens.range()].fill(at as u32);
    }
    for run in new {
        let gives_way = |h: u32| {
            let old = runs[h as usize].tokens;
            old != run.tokens && run.tokens.start <= old.start && old.end <= run.tokens.end
        };
        let slots = &mut holder[run.tokens.range()];
        if slots.iter().any(|&h| h != FREE && !gives_way(h)) {
            continue;
        }
        for &h in slots.iter().filter(|&&h| h != FREE) {
            let old = &mut runs[h as usize].tokens;
            old.end = old.start;
        }
        slots.fill(runs.len() as u32);
        runs.push(run);
    }
    runs.retain(|run| !run.tokens.is_empty());
    runs.sort_by_key(|run| (run.tokens.start, run.tokens.end));
}

/// Adjectives that are part of what a body is called rather than a word about it.
const BODY_ADJECTIVES: &[&str] = &[
    "foreign",
    "interior",
    "internal",
    "external",
    "federal",
    "national",
    "metropolitan",
    "military",
    "public",
    "social",
    "domestic",
    "royal",
    "supreme",
    "judicial",
    "religious",
    "economic",
    "financial",
];

/// Sets right what the lexicon knows better than the recogniser.
fn correct_kind(work: &Work<'_>, run: &mut NameRun) {
    let text = fold(work.text(run.tokens));
    let last = TokenId(run.tokens.end - 1);
    // "Organization" in "Harvest Organization of Chile"
    let noun = run
        .tokens
        .iter()
        .skip(1)
        .find(|&t| matches!(work.word(t), "of" | "for"))
        .map_or(last, |t| TokenId(t.0 - 1));
    let body_noun = |t: TokenId| group_noun(&fold(work.word(t))).is_some_and(|g| !g.members);
    let person = run.kind == NameKind::Person;
    let known = organization(&text).is_some() || agency(&text).is_some();
    // "Renewal Group" taken for a person
    let body = person
        && body_noun(last)
        && given_name(&fold(work.word(TokenId(run.tokens.start)))).is_none();
    let place = person
        && run.tokens.len() == 1
        && given_name(&text).is_none()
        && (city(&text).is_some() || region(&text).is_some())
        && !title_before(work, run.tokens);
    // "spokesman Ana Reyes" taken for a body
    let titled = matches!(run.kind, NameKind::Organization | NameKind::Misc | NameKind::Norp)
        && run.tokens.len() >= 2
        && title_before(work, run.tokens)
        && !run.tokens.iter().any(body_noun);
    // "Renewal Organization" taken for a place
    let place_noun = NAMED_PLACES.contains(&fold(work.word(last)).as_str())
        || region(&text).is_some()
        || city(&text).is_some()
        || super::denotes::is_country_noun(&fold(work.word(last)));
    let body = body
        || (matches!(run.kind, NameKind::Location | NameKind::Facility | NameKind::Misc)
            && run.tokens.len() >= 2
            && work.word(noun).starts_with(char::is_uppercase)
            && CERTAIN_BODIES.contains(&fold(work.word(noun)).as_str())
            && !place_noun);
    if known || body {
        run.kind = NameKind::Organization;
    } else if place {
        run.kind = NameKind::Location;
    } else if titled || (!person && honorific_before(work, run.tokens).is_some()) {
        run.kind = NameKind::Person;
    }
}

/// Whether an office or rank stands right before the run: "spokesman", "General".
fn title_before(work: &Work<'_>, tokens: TokenRange) -> bool {
    let sentence = work.a.sentences[work.a.sentence_of(TokenId(tokens.start))].tokens;
    if tokens.start <= sentence.start {
        return false;
    }
    let before = TokenId(tokens.start - 1);
    matches!(work.a.upos(before), Upos::Noun | Upos::Propn)
        && title(&fold(work.word(before)))
            .is_some_and(|t| matches!(t.kind, TitleKind::Office | TitleKind::Rank))
}

/// The "Mr", "Ms" or "Sheikh" right before the run.
pub(super) fn honorific_before(work: &Work<'_>, tokens: TokenRange) -> Option<Title> {
    let sentence = work.a.sentences[work.a.sentence_of(TokenId(tokens.start))].tokens;
    if tokens.start <= sentence.start {
        return None;
    }
    let word = fold(work.word(TokenId(tokens.start - 1)));
    let found = title(word.trim_end_matches('.'))?;
    (found.kind == TitleKind::Honorific).then_some(found)
}

/// Extends bodies over the adjective of their state: "Japanese" before "Foreign Ministry".
pub(super) fn extend_over_states(work: &Work<'_>, runs: &mut [NameRun]) {
    let a = work.a;
    for run in runs {
        if run.tokens.start == 0 || run.affiliation.is_some() {
            continue;
        }
        if !matches!(run.kind, NameKind::Organization | NameKind::Facility | NameKind::Misc) {
            continue;
        }
        let left = TokenId(run.tokens.start - 1);
        let Some(reference) = work.name_at(left) else { continue };
        let Some(country) = work.drafts[reference.draft].country else { continue };
        let head = phrase::head_of(a, run.tokens);
        let attached = a.head(left).is_some_and(|h| run.tokens.holds(h) || Some(h) == a.head(head));
        let modifies = matches!(a.deprel(left), Deprel::Amod | Deprel::Compound | Deprel::NmodDesc);
        if modifies && attached && a.sentence_of(left) == a.sentence_of(head) {
            run.affiliation = Some(country);
            // a body's own name stays as it is where the state is a name before it ("US Congress")
            run.tokens.start = reference.tokens.start;
        } else if a.xpos(left) == Xpos::Pos {
            run.affiliation = Some(country);
        }
    }
}

/// The state whose possessive stands right before the run: "Japan’s".
pub(super) fn possessor_state(work: &Work<'_>, tokens: TokenRange) -> Option<Country> {
    let a = work.a;
    let head = phrase::head_of(a, tokens);
    let owner = a.children(head).find(|&c| a.deprel(c) == Deprel::NmodPoss)?;
    let reference = work.name_at(owner)?;
    work.drafts[reference.draft].country
}

/// Adds occurrences that the recogniser missed: surnames of people and single-word names found
/// elsewhere, and acronyms of names.
pub(super) fn recover(
    work: &Work<'_>,
    runs: &mut Vec<NameRun>,
    acronyms: &FxHashMap<String, NameKind>,
) {
    let a = work.a;
    let mut known: FxHashMap<String, NameKind> = FxHashMap::default();
    for run in runs.iter() {
        let last = fold(work.word(TokenId(run.tokens.end - 1)));
        match run.kind {
            NameKind::Person if last.chars().count() >= 3 => {
                known.insert(last, NameKind::Person);
            }
            NameKind::Organization | NameKind::Norp | NameKind::Product
                if run.tokens.len() == 1 && last.chars().count() >= 3 =>
            {
                known.entry(last).or_insert(run.kind);
            }
            _ => {}
        }
    }
    let mut held = vec![false; a.len()];
    for run in runs.iter() {
        held[run.tokens.range()].fill(true);
    }
    for t in 0..a.len() as u32 {
        let token = TokenId(t);
        let word = work.word(token);
        if held[t as usize] || !work.is_free(token) || !word.starts_with(char::is_uppercase) {
            continue;
        }
        let folded = fold(word);
        let capitals = word.len() >= 2
            && word.chars().filter(|c| c.is_uppercase()).count() >= 2
            && word.chars().all(|c| c.is_alphanumeric() || c == '.');
        let kind = match acronyms.get(&folded) {
            Some(&kind) if capitals => kind,
            _ => match known.get(&folded) {
                Some(&kind) if a.upos(token) == Upos::Propn && stands_alone(work, token) => kind,
                _ => continue,
            },
        };
        let tokens = TokenRange::new(t, t + 1);
        runs.push(NameRun { tokens, kind, confidence: 0.75, affiliation: None });
    }
    runs.sort_by_key(|r| (r.tokens.start, r.tokens.end));
}

/// Whether no other capitalised name word is joined to `token`.
fn stands_alone(work: &Work<'_>, token: TokenId) -> bool {
    let a = work.a;
    let flat_part = a.deprel(token) == Deprel::Flat;
    let has_parts = a.children(token).any(|c| {
        matches!(a.deprel(c), Deprel::Flat | Deprel::Compound) && a.upos(c) == Upos::Propn
    });
    !flat_part && !has_parts
}

/// The folded words of a run, with hyphens taken for spaces and dots left out.
pub(super) fn words(work: &Work<'_>, tokens: TokenRange) -> Vec<String> {
    fold(work.text(tokens))
        .replace(['-', '\''], " ")
        .replace('.', "")
        .split_whitespace()
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(str::to_owned)
        .collect()
}

/// What the lexicon says of a body's name: sector and state.
pub(super) fn body(work: &Work<'_>, tokens: TokenRange) -> (Option<&'static str>, Option<Country>) {
    let text = fold(work.text(tokens));
    if let Some(org) = organization(&text) {
        return (org.sector, org.country);
    }
    if agency(&text).is_some() || outlet(&text).is_some() {
        return (Some("MED"), None);
    }
    let whole = (tokens.start..tokens.end).find_map(|start| {
        group_noun(&fold(work.text(TokenRange::new(start, tokens.end)))).and_then(|g| g.sector)
    });
    let sector = whole.or_else(|| {
        tokens.iter().rev().filter(|&t| work.word(t) != "general").find_map(|t| {
            let word = fold(work.word(t));
            group_noun(&word).or_else(|| group_noun(work.a.lemma(t))).and_then(|g| g.sector)
        })
    });
    let country = tokens.iter().rev().find_map(|t| match state(&fold(work.word(t))) {
        Some((country, StateForm::Name | StateForm::Demonym)) => Some(country),
        _ => None,
    });
    (sector, country)
}
