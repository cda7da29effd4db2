//! Runs of tokens that name somebody or something.
//!
//! # What it finds
//! The recogniser's names, with titles, honorifics, determiners and possessive endings taken off,
//! pieces joined over particles ("Forces e Rinisë"), bodies written in small letters ("the Chilean foreign
//! ministry"), and further occurrences of names found elsewhere in the article.
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
    Country, Gender, StateForm, TitleKind, agency, city, fold, given_name, group_noun,
    organization, outlet, person_noun, region, state, title, weekday,
};
use rustc_hash::FxHashMap;

use super::{draft::Work, nominals::is_country_noun, phrase};

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

/// Small words that join the parts of one name.
const PARTICLES: &[&str] = &[
    "e", "i", "ul", "ol", "al", "el", "de", "da", "do", "di", "du", "des", "del", "della", "van",
    "von", "der", "den", "bin", "ibn", "ben", "y", "la", "le", "-", "–", "‑",
];

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
        for tokens in pieces(work, name.tokens, name.kind) {
            let (kind, confidence) = (name.kind, name.confidence);
            let mut run = NameRun { tokens, kind, confidence, affiliation: None };
            clean(work, &mut run);
            if run.tokens.is_empty() || !is_nominal(work, run.tokens) || is_no_name(work, &run) {
                continue;
            }
            match runs.last_mut() {
                Some(last) if joined(work, last.tokens, run.tokens, last.kind == run.kind) => {
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
        over_hyphens(work, run);
        over_state(work, run);
        back_over_for(work, run);
    }
    merge_overlaps(&mut runs);
    add_bodies(work, &mut runs);
    sober_headlines(work, &mut runs);
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

/// Words that are capitalised but name nobody: a common noun that opens a sentence, a weekday, a pronoun,
/// a title alone.
fn is_no_name(work: &Work<'_>, run: &NameRun) -> bool {
    let text = fold(work.text(run.tokens));
    if run.kind == NameKind::Person && title(&text).is_some() && given_name(&text).is_none() {
        return true;
    }
    if run.tokens.len() > 1 {
        return false;
    }
    let token = TokenId(run.tokens.start);
    let opens = work.a.sentences[work.a.sentence_of(token)].tokens.start == token.0;
    let common = person_noun(work.a.lemma(token))
        || group_noun(&fold(work.a.lemma(token))).is_some()
        || group_noun(&text).is_some();
    work.a.upos(token) == Upos::Pron
        || weekday(&text).is_some()
        || (opens && common && organization(&text).is_none() && given_name(&text).is_none())
}

/// Takes determiners, titles, possessive endings and stray marks off the ends.
fn clean(work: &Work<'_>, run: &mut NameRun) {
    let a = work.a;
    loop {
        let before = run.tokens;
        if run.tokens.is_empty() {
            return;
        }
        let first = TokenId(run.tokens.start);
        let last = TokenId(run.tokens.end - 1);
        let stray =
            |t: TokenId| a.upos(t) == Upos::Punct && !work.word(t).contains(char::is_alphanumeric);
        // "Chile’s Ana Reyes": the possessor is a name of its own
        let owner = run.tokens.iter().rev().skip(1).find(|&t| {
            a.xpos(t) == Xpos::Pos && t > first && {
                let text = fold(work.text(TokenRange::new(first.0, t.0)));
                state(&text).is_some() || city(&text).is_some()
            }
        });
        let small = |t: TokenId| !work.word(t).contains(char::is_uppercase);
        let place = run.kind == NameKind::Location;
        if let Some(mark) =
            owner.filter(|_| matches!(run.kind, NameKind::Location | NameKind::Person))
        {
            run.tokens.start = mark.0 + 1;
        } else if place && run.tokens.len() > 1 && small(last) && a.upos(last) != Upos::Noun {
            run.tokens.end -= 1;
        } else if place && run.tokens.len() > 1 && small(first) {
            run.tokens.start += 1;
        } else if a.upos(first) == Upos::Det || stray(first) || a.xpos(first) == Xpos::Pos {
            run.tokens.start += 1;
        } else if stray(last) || a.xpos(last) == Xpos::Pos {
            run.tokens.end -= 1;
        } else if run.kind == NameKind::Person {
            run.tokens.start += leading_title(work, run.tokens);
        } else if run.tokens.len() > 1 && is_people_after_name(work, last) {
            run.tokens.end -= 1;
        }
        if run.tokens == before {
            return;
        }
    }
}

/// "Ally" in "NATO Ally", "Terrorists" in "RF Terrorists": people of the body after its name.
fn is_people_after_name(work: &Work<'_>, last: TokenId) -> bool {
    let name_before = super::acronyms::is_acronym(work.word(TokenId(last.0 - 1)));
    let word = fold(work.word(last));
    let people =
        group_noun(&word).or_else(|| group_noun(work.a.lemma(last))).is_some_and(|g| g.members);
    let lemma = fold(work.a.lemma(last));
    name_before
        && (people
            || group_noun(&lemma).is_some_and(|g| g.members)
            || matches!(
                lemma.as_str(),
                "ally" | "member" | "leader" | "chief" | "spokesman" | "spokeswoman"
            ))
}

/// How many tokens at the start of a person's run are a title, leaving at least one for the name.
fn leading_title(work: &Work<'_>, tokens: TokenRange) -> u32 {
    let longest = (tokens.len() as u32 - 1).min(5);
    for n in (1..=longest).rev() {
        let head = TokenRange::new(tokens.start, tokens.start + n);
        let next = TokenId(tokens.start + n);
        if work.a.upos(next) == Upos::Punct {
            continue;
        }
        let words = fold(work.text(head));
        let words = words.trim_end_matches('.');
        let lower = work.word(TokenId(tokens.start)).starts_with(char::is_lowercase);
        // "Dean Reyes" is a name, "Dr Reyes" is not: single words that are given names stay
        let is_title = title(words).is_some_and(|_| given_name(words).is_none());
        if is_title || (n == 1 && lower && person_noun(words)) {
            return n;
        }
    }
    0
}

/// Takes in the rest of a hyphenated word: "-e-Sharif" after "Mazar".
fn over_hyphens(work: &Work<'_>, run: &mut NameRun) {
    let spans = &work.a.tokens.span;
    let sentence = work.a.sentences[work.a.sentence_of(TokenId(run.tokens.start))].tokens;
    for _ in 0..4 {
        let (hyphen, next) = (run.tokens.end, run.tokens.end + 1);
        let glued = |t: u32| spans[t as usize - 1].end == spans[t as usize].start;
        if next >= sentence.end
            || !matches!(work.word(TokenId(hyphen)), "-" | "–" | "‑")
            || !glued(hyphen)
            || !glued(next)
        {
            return;
        }
        let word = work.word(TokenId(next));
        let particle = PARTICLES.contains(&word);
        // "Iran-backed" stays Iran; "Mazar-i-Sharif" goes on
        if !particle && !word.contains(char::is_uppercase) {
            return;
        }
        if particle && next + 2 >= sentence.end {
            return;
        }
        run.tokens.end = next + 1;
    }
}

/// Takes in the state of a body’s name: "of Chile" after "National Council of Renewal".
fn over_state(work: &Work<'_>, run: &mut NameRun) {
    if run.kind != NameKind::Organization || run.tokens.len() < 2 {
        return;
    }
    let sentence = work.a.sentences[work.a.sentence_of(TokenId(run.tokens.start))].tokens;
    let (of, name) = (run.tokens.end, run.tokens.end + 1);
    if name >= sentence.end || work.word(TokenId(of)) != "of" {
        return;
    }
    let is_state = matches!(state(&fold(work.word(TokenId(name)))), Some((_, StateForm::Name)));
    let owns = name + 1 < sentence.end && work.a.xpos(TokenId(name + 1)) == Xpos::Pos;
    // a body that has its state in front has no second one behind
    let has_state = run.tokens.iter().any(|t| state(&fold(work.word(t))).is_some());
    if is_state && !owns && !has_state {
        run.tokens.end = name + 1;
    }
}

/// Takes in what a body is for a place: "Transport" before "for Arica", "University" before "of Arica".
fn back_over_for(work: &Work<'_>, run: &mut NameRun) {
    let a = work.a;
    let sentence = a.sentences[a.sentence_of(TokenId(run.tokens.start))].tokens;
    if run.kind != NameKind::Location || run.tokens.start < sentence.start + 2 {
        return;
    }
    let (noun, link) = (TokenId(run.tokens.start - 2), TokenId(run.tokens.start - 1));
    let word = fold(work.word(noun));
    let body = match work.word(link) {
        "for" => title(&word).is_none() && !person_noun(&word),
        "of" => group_noun(&word).is_some_and(|g| !g.members) && !is_country_noun(&word),
        _ => false,
    };
    let opens = noun.0 == sentence.start || a.upos(TokenId(noun.0 - 1)) == Upos::Punct;
    let capital = work.word(noun).starts_with(char::is_uppercase);
    if body && capital && a.upos(noun) == Upos::Propn && (!opens || work.word(link) == "for") {
        run.tokens.start = noun.0;
        run.kind = NameKind::Organization;
    }
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

/// The parts of a run between marks that no name holds: a dash between spaces, a bracket, a semicolon.
fn pieces(work: &Work<'_>, tokens: TokenRange, kind: NameKind) -> Vec<TokenRange> {
    let mut parts = Vec::new();
    let mut start = tokens.start;
    for t in tokens.iter() {
        // "Arica, northern Chile"
        let comma = work.word(t) == "," && kind == NameKind::Location;
        if comma
            || matches!(
                work.word(t),
                "--" | "---" | "–" | "—" | "(" | ")" | "[" | "]" | ";" | ":" | "|"
            )
        {
            if t.0 > start {
                parts.push(TokenRange::new(start, t.0));
            }
            start = t.0 + 1;
        }
    }
    if tokens.end > start {
        parts.push(TokenRange::new(start, tokens.end));
    }
    parts
}

/// In headlines where every word is capitalised, keeps of a run what the running text names.
fn sober_headlines(work: &Work<'_>, runs: &mut Vec<NameRun>) {
    let a = work.a;
    let shouting: Vec<bool> = a.sentences.iter().map(|s| is_title_case(work, s.tokens)).collect();
    if !shouting.contains(&true) {
        return;
    }
    let in_headline = |run: &NameRun| shouting[a.sentence_of(TokenId(run.tokens.start))];
    let mut known: FxHashMap<String, NameKind> = FxHashMap::default();
    for run in runs.iter().filter(|run| !in_headline(run)) {
        known.insert(fold(work.text(run.tokens)), run.kind);
        if run.kind == NameKind::Person {
            known.insert(fold(work.word(TokenId(run.tokens.end - 1))), run.kind);
        }
    }
    for run in runs.iter_mut() {
        if !in_headline(run) || known.contains_key(&fold(work.text(run.tokens))) {
            continue;
        }
        let words = run.tokens.len() as u32;
        let parts = (1..words).rev().flat_map(|n| (0..=words - n).map(move |at| (at, n)));
        let part = parts.take(64).find_map(|(at, n)| {
            let start = run.tokens.start + at;
            let tokens = TokenRange::new(start, start + n);
            known.get(&fold(work.text(tokens))).map(|&kind| (tokens, kind))
        });
        match part {
            Some((tokens, kind)) => (run.tokens, run.kind) = (tokens, kind),
            // two names or a well-known one may stand in the headline alone
            None if is_known(work, run.tokens) => {}
            None if words <= 2 && !is_capitals(work.text(run.tokens)) => {}
            None => run.tokens.end = run.tokens.start,
        }
    }
    runs.retain(|run| !run.tokens.is_empty());
}

fn is_capitals(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

fn is_known(work: &Work<'_>, tokens: TokenRange) -> bool {
    let text = fold(work.text(tokens));
    organization(&text).is_some()
        || outlet(&text).is_some()
        || given_name(&fold(work.word(TokenId(tokens.start)))).is_some()
}

/// Whether nearly all words of a sentence are capitalised.
fn is_title_case(work: &Work<'_>, tokens: TokenRange) -> bool {
    let long = tokens
        .iter()
        .map(|t| work.word(t))
        .filter(|w| w.chars().count() > 3 && w.starts_with(char::is_alphabetic));
    let (mut all, mut capital) = (0, 0);
    for word in long {
        all += 1;
        capital += usize::from(word.starts_with(char::is_uppercase));
    }
    all >= 5 && capital * 10 >= all * 9
}

/// Whether two runs are one name: only a particle between them, close together; runs of two kinds only
/// over a hyphen without spaces.
fn joined(work: &Work<'_>, left: TokenRange, right: TokenRange, same_kind: bool) -> bool {
    let gap = TokenRange::new(left.end, right.start.max(left.end));
    if gap.len() > 3 || (gap.is_empty() && same_kind) {
        return false;
    }
    let spans = &work.a.tokens.span;
    let tight = (left.end..=right.start)
        .all(|t| t == 0 || spans[t as usize - 1].end == spans[t as usize].start);
    if gap.is_empty() || !same_kind {
        return tight && right.start < spans.len() as u32 && !gap.is_empty();
    }
    gap.iter().all(|t| {
        let word = work.word(t);
        let hyphen = matches!(word, "-" | "–" | "‑");
        let glued = t.0 > 0 && spans[t.index() - 1].end == spans[t.index()].start;
        PARTICLES.contains(&word) && (!hyphen || glued)
    })
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
    if organization(&text).is_some() || agency(&text).is_some() {
        run.kind = NameKind::Organization;
    } else if run.kind == NameKind::Person
        && group_noun(&fold(work.word(last))).is_some_and(|g| !g.members)
        && given_name(&fold(work.word(TokenId(run.tokens.start)))).is_none()
    {
        run.kind = NameKind::Organization;
    } else if run.kind == NameKind::Person
        && run.tokens.len() == 1
        && given_name(&text).is_none()
        && (city(&text).is_some() || region(&text).is_some())
        && !title_before(work, run.tokens)
    {
        run.kind = NameKind::Location;
    } else if matches!(run.kind, NameKind::Organization | NameKind::Misc | NameKind::Norp)
        && run.tokens.len() >= 2
        && title_before(work, run.tokens)
        && !run.tokens.iter().any(|t| group_noun(&fold(work.word(t))).is_some_and(|g| !g.members))
    {
        run.kind = NameKind::Person;
    } else if run.kind != NameKind::Person && honorific_before(work, run.tokens).is_some() {
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

/// The gender that "Mr" or "Ms" right before the run tells (`Some(None)` for one that tells none).
pub(super) fn honorific_before(work: &Work<'_>, tokens: TokenRange) -> Option<Option<Gender>> {
    let sentence = work.a.sentences[work.a.sentence_of(TokenId(tokens.start))].tokens;
    if tokens.start <= sentence.start {
        return None;
    }
    let word = fold(work.word(TokenId(tokens.start - 1)));
    let found = title(word.trim_end_matches('.'))?;
    (found.kind == TitleKind::Honorific).then_some(found.gender)
}

/// Extends bodies over the adjective of their state: "Iranian" before "Foreign Ministry".
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

/// The state whose possessive stands right before the run: "Iran’s".
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
