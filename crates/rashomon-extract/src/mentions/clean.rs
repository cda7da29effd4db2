//! The recogniser's runs, trimmed to the name and grown over what it left out.
//!
//! # What it finds
//! Titles, determiners and possessive endings at the ends of a run; the rest of a hyphenated word, a
//! body’s state ("of Chile") and what a body is for a place ("Transport for Arica") beside it; in headlines
//! where every word is capitalised, the part that the running text names.
//!
//! # Why it matters
//! Names are linked by their words, so a run must hold all of the name and nothing else.
//!
//! # Examples
//! "Prime Minister Ana Reyes" gives *Ana Reyes*; "Bandar" before "-e-Anzali" gives the whole word.
//!
//! # Limits
//! Lists of words decide; a title the lexicon does not know stays in the name.

use rashomon_annotate::{NameKind, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{
    StateForm, city, fold, given_name, group_noun, organization, outlet, person_noun, state, title,
    weekday,
};
use rustc_hash::FxHashMap;

use super::{denotes::is_country_noun, draft::Work, names::NameRun};

/// Small words that join the parts of one name.
const PARTICLES: &[&str] = &[
    "e", "i", "ul", "ol", "al", "el", "de", "da", "do", "di", "du", "des", "del", "della", "van",
    "von", "der", "den", "bin", "ibn", "ben", "y", "la", "le", "-", "–", "‑",
];

/// Words that are capitalised but name nobody: a common noun that opens a sentence, a weekday, a pronoun,
/// a title alone.
pub(super) fn is_no_name(work: &Work<'_>, run: &NameRun) -> bool {
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
pub(super) fn clean(work: &Work<'_>, run: &mut NameRun) {
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
        let small_place = run.kind == NameKind::Location && run.tokens.len() > 1;
        if let Some(mark) =
            owner.filter(|_| matches!(run.kind, NameKind::Location | NameKind::Person))
        {
            run.tokens.start = mark.0 + 1;
        } else if (small_place && small(last) && a.upos(last) != Upos::Noun)
            || stray(last)
            || a.xpos(last) == Xpos::Pos
        {
            run.tokens.end -= 1;
        } else if (small_place && small(first))
            || a.upos(first) == Upos::Det
            || stray(first)
            || a.xpos(first) == Xpos::Pos
        {
            run.tokens.start += 1;
        } else if let Some(paper) =
            run.tokens.iter().skip(1).find(|&t| work.word(t) == "Resolution")
        {
            // "Council Resolution 12" is the council's, and names it
            run.tokens.end = paper.0;
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

/// "Partner" in "EU Partner", "Terrorists" in "RF Terrorists": people of the body after its name.
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

/// "St", "Saint".
pub(super) fn is_saint(word: &str) -> bool {
    matches!(word, "St" | "St." | "Saint" | "Sts" | "Sankt")
}

/// How many tokens at the start of a person's run are a title, leaving at least one for the name.
fn leading_title(work: &Work<'_>, tokens: TokenRange) -> u32 {
    let longest = (tokens.len() as u32 - 1).min(5);
    for n in (1..=longest).rev() {
        let head = TokenRange::new(tokens.start, tokens.start + n);
        let next = TokenId(tokens.start + n);
        // "St" before a name is as often a saint’s place as a title
        if work.a.upos(next) == Upos::Punct || is_saint(work.word(TokenId(tokens.start))) {
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

/// Takes in the rest of a hyphenated word: "-e-Anzali" after "Bandar".
pub(super) fn over_hyphens(work: &Work<'_>, run: &mut NameRun) {
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
        // "Japan-backed" stays Japan; "Bandar-e-Anzali" goes on
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
pub(super) fn over_state(work: &Work<'_>, run: &mut NameRun) {
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
pub(super) fn back_over_for(work: &Work<'_>, run: &mut NameRun) {
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
    // a capital inside a sentence is a name’s, whatever the tag
    let name = a.upos(noun) == Upos::Propn || (a.upos(noun) == Upos::Noun && !opens);
    if body && capital && name && (!opens || work.word(link) == "for") {
        run.tokens.start = noun.0;
        run.kind = NameKind::Organization;
    }
}

/// The parts of a run between marks that no name holds: a dash between spaces, a bracket, a semicolon.
pub(super) fn pieces(work: &Work<'_>, tokens: TokenRange, kind: NameKind) -> Vec<TokenRange> {
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
pub(super) fn sober_headlines(work: &Work<'_>, runs: &mut Vec<NameRun>) {
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
pub(super) fn is_title_case(work: &Work<'_>, tokens: TokenRange) -> bool {
    let long = tokens
        .iter()
        .map(|t| work.word(t))
        .filter(|w| w.chars().count() > 3 && w.starts_with(char::is_alphabetic));
    // a verb in small letters is running text
    let small_verb = tokens
        .iter()
        .any(|t| work.a.upos(t) == Upos::Verb && work.word(t).starts_with(char::is_lowercase));
    if small_verb {
        return false;
    }
    let (mut all, mut capital) = (0, 0);
    for word in long {
        all += 1;
        capital += usize::from(word.starts_with(char::is_uppercase));
    }
    all >= 5 && capital * 10 >= all * 9
}

/// Whether two runs are one name: only a particle between them, close together; runs of two kinds only
/// over a hyphen without spaces.
pub(super) fn joined(
    work: &Work<'_>,
    left: TokenRange,
    right: TokenRange,
    same_kind: bool,
) -> bool {
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
