//! Short forms and other names that the text itself gives.
//!
//! # What it finds
//! "National Council of Renewal (NCR)", "NCR (National Council of Renewal)", "the Renewal Movement,
//! best known as Renova", "the Renewal Front, or RF"; and, without a definition, an acronym made of the
//! initials of exactly one name in the article.
//!
//! # Why it matters
//! Outlets call one body by different short forms, some of them from other languages; only the
//! definition ties them to the name.
//!
//! # Examples
//! "Forca e Popullit (FP)": *FP* is the same body, whether or not the letters fit.
//!
//! # Limits
//! In parentheses right after a name any capital letters are taken for its short form, unless they are a
//! state’s ("Reyes (US)"). After "or" the letters must fit.

use rashomon_annotate::{NameKind, TokenId, TokenRange, Upos};
use rashomon_lexicon::{fold, group_noun, state_exact};

use super::{
    draft::Work,
    names::{NameRun, insert, words},
};

/// Two runs (by start token of each) that the text says are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Definition {
    /// The name.
    pub name: TokenRange,
    /// Its other name or short form.
    pub alias: TokenRange,
}

/// Words between a name and another name for it. "the" may follow.
const ALIAS_PHRASES: &[&str] = &[
    "best known as",
    "better known as",
    "also known as",
    "known as",
    "commonly known as",
    "widely known as",
    "known locally as",
    "formerly known as",
    "also called",
    "aka",
    "a.k.a.",
    "abbreviated as",
    "abbreviated to",
    "often called",
    "or simply",
    "known by its acronym",
    "known by its initials",
    "known by the acronym",
    "known by the initials",
    "known by its arabic acronym",
    "known by its french acronym",
    "known by its spanish acronym",
];

/// Finds the definitions, adding runs for names and acronyms that the recogniser missed.
pub(super) fn definitions(work: &Work<'_>, runs: &mut Vec<NameRun>) -> Vec<Definition> {
    let mut found = Vec::new();
    parentheses(work, runs, &mut found);
    phrases(work, runs, &mut found);
    runs.sort_by_key(|r| (r.tokens.start, r.tokens.end));
    runs.dedup_by_key(|r| r.tokens);
    found
}

/// Whether a word is written like an acronym: "NCR", "TfL", "U.N."
pub(super) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&letters)
        && capitals >= 2
        && capitals * 2 > letters
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
        && word.starts_with(char::is_uppercase)
}

/// Whether the letters of `acronym` are the initials of `name`, small words counted or left out.
pub(super) fn fits(acronym: &str, name: &str) -> bool {
    let letters: String =
        acronym.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let parts: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '‑'))
        .filter(|p| p.starts_with(char::is_alphanumeric))
        .collect();
    let initials = |all: bool| -> String {
        parts
            .iter()
            .filter(|p| all || p.starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
            .filter_map(|p| p.chars().next())
            .flat_map(char::to_lowercase)
            .collect()
    };
    letters.len() >= 2 && (initials(false) == letters || initials(true) == letters)
}

fn parentheses(work: &Work<'_>, runs: &mut Vec<NameRun>, found: &mut Vec<Definition>) {
    let a = work.a;
    let mut missed = Vec::new();
    // runs by end, for a look-up at each parenthesis
    let mut ends: Vec<TokenRange> = runs.iter().map(|r| r.tokens).collect();
    ends.sort_by_key(|r| r.end);
    let ending = |end: u32| ends.binary_search_by_key(&end, |r| r.end).ok().map(|at| ends[at]);
    for sentence in &a.sentences {
        let mut open = None;
        for t in sentence.tokens.iter() {
            match work.word(t) {
                "(" | "[" => open = Some(t.0),
                ")" | "]" => {
                    let Some(from) = open.take() else { continue };
                    let mut inner = TokenRange::new(from + 1, t.0);
                    trim_marks(work, &mut inner);
                    if inner.is_empty() || from <= sentence.tokens.start {
                        continue;
                    }
                    let text = work.text(inner);
                    let before = ending(from);
                    if inner.len() == 1 && is_acronym(text) && state_exact(text).is_none() {
                        let name = before.or_else(|| {
                            let name = name_before(work, sentence.tokens.start, from, text)?;
                            missed.push(run(name, 0.8));
                            Some(name)
                        });
                        let Some(name) = name else { continue };
                        if work.text(name) == text {
                            continue;
                        }
                        found.push(Definition { name, alias: inner });
                        missed.push(run(inner, 0.85));
                    } else if let Some(short) = before
                        && short.len() == 1
                        && is_acronym(work.text(short))
                        && fits(work.text(short), text)
                    {
                        found.push(Definition { name: inner, alias: short });
                        missed.push(run(inner, 0.85));
                    }
                }
                _ => {}
            }
        }
    }
    insert(runs, missed, a.len());
}

/// Takes quotation marks, "the" and the like off the ends of what stands in parentheses.
fn trim_marks(work: &Work<'_>, inner: &mut TokenRange) {
    let skip = |t: TokenId| matches!(work.a.upos(t), Upos::Punct | Upos::Det);
    while !inner.is_empty() && skip(TokenId(inner.start)) {
        inner.start += 1;
    }
    while !inner.is_empty() && skip(TokenId(inner.end - 1)) {
        inner.end -= 1;
    }
}

/// A capitalised run before a parenthesis whose initials are the acronym in it.
fn name_before(work: &Work<'_>, sentence: u32, end: u32, acronym: &str) -> Option<TokenRange> {
    let letters = acronym.chars().filter(|c| c.is_alphanumeric()).count() as u32;
    let furthest = end.saturating_sub(letters * 2 + 2).max(sentence);
    let mut best = None;
    for start in (furthest..end).rev() {
        let tokens = TokenRange::new(start, end);
        if !work.word(TokenId(start)).starts_with(char::is_uppercase) {
            continue;
        }
        if fits(acronym, work.text(tokens)) {
            best = Some(tokens);
            break;
        }
    }
    best
}

fn phrases(work: &Work<'_>, runs: &mut Vec<NameRun>, found: &mut Vec<Definition>) {
    let a = work.a;
    let mut missed = Vec::new();
    for at in 0..runs.len() {
        let name = runs[at].tokens;
        let sentence = a.sentences[a.sentence_of(TokenId(name.start))].tokens;
        let mut t = name.end;
        // "the Renewal group, best known as …"
        while t < sentence.end
            && (matches!(work.word(TokenId(t)), "," | "(" | "—" | "–")
                || group_noun(a.lemma(TokenId(t))).is_some())
        {
            t += 1;
        }
        let limit = sentence.end.min(t + 7);
        let Some(phrase_end) = alias_phrase(work, t, limit) else {
            or_acronym(work, runs, at, sentence, found, &mut missed);
            continue;
        };
        let next = runs[at + 1..].iter().find(|r| r.tokens.start >= phrase_end).map(|r| r.tokens);
        let mut start = phrase_end;
        while start < sentence.end
            && matches!(a.upos(TokenId(start)), Upos::Det | Upos::Punct)
            && start < phrase_end + 2
        {
            start += 1;
        }
        if start >= sentence.end {
            continue;
        }
        let alias = match next {
            Some(alias) if alias.start == start => alias,
            _ if is_acronym(work.word(TokenId(start))) => {
                let alias = TokenRange::new(start, start + 1);
                missed.push(NameRun { kind: runs[at].kind, ..run(alias, 0.8) });
                alias
            }
            _ => continue,
        };
        found.push(Definition { name, alias });
    }
    insert(runs, missed, a.len());
}

/// The end of an alias phrase that starts at token `start`.
fn alias_phrase(work: &Work<'_>, start: u32, limit: u32) -> Option<u32> {
    (start + 1..=limit).rev().find(|&end| {
        let text = fold(work.text(TokenRange::new(start, end)));
        ALIAS_PHRASES.contains(&text.as_str())
    })
}

/// "the Renewal Front, or RF": the letters must fit.
fn or_acronym(
    work: &Work<'_>,
    runs: &[NameRun],
    at: usize,
    sentence: TokenRange,
    found: &mut Vec<Definition>,
    missed: &mut Vec<NameRun>,
) {
    let name = runs[at].tokens;
    let mut t = name.end;
    while t < sentence.end && work.word(TokenId(t)) == "," {
        t += 1;
    }
    if t >= sentence.end || work.word(TokenId(t)) != "or" {
        return;
    }
    t += 1;
    while t < sentence.end && work.a.upos(TokenId(t)) == Upos::Det {
        t += 1;
    }
    if t < sentence.end
        && is_acronym(work.word(TokenId(t)))
        && fits(work.word(TokenId(t)), work.text(name))
    {
        let alias = TokenRange::new(t, t + 1);
        found.push(Definition { name, alias });
        missed.push(run(alias, 0.85));
    }
}

fn run(tokens: TokenRange, confidence: f32) -> NameRun {
    NameRun { tokens, kind: NameKind::Organization, confidence, affiliation: None }
}

/// The acronyms of the article by their folded form, for finding further occurrences.
pub(super) fn known(
    work: &Work<'_>,
    runs: &[NameRun],
    definitions: &[Definition],
) -> rustc_hash::FxHashMap<String, NameKind> {
    let mut known = rustc_hash::FxHashMap::default();
    for definition in definitions {
        for tokens in [definition.alias, definition.name] {
            if tokens.len() == 1 {
                known.insert(fold(work.text(tokens)), NameKind::Organization);
            }
        }
    }
    for run in runs {
        if matches!(run.kind, NameKind::Organization | NameKind::Facility) && run.tokens.len() > 1 {
            let text = work.text(run.tokens);
            let capitals: String = text
                .split(|c: char| c.is_whitespace() || c == '-')
                .filter(|p| p.starts_with(char::is_uppercase))
                .filter_map(|p| p.chars().next())
                .flat_map(char::to_lowercase)
                .collect();
            if capitals.len() >= 3 && words(work, run.tokens).len() >= 3 {
                known.entry(capitals).or_insert(NameKind::Organization);
            }
        }
    }
    known
}
