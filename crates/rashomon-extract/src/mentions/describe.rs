//! What the text calls a named participant in passing.
//!
//! # What it finds
//! Nouns tied to a name by grammar: appositions ("the Renewal Front, an exiled opposition group"), a noun
//! right before the name ("opposition group the Renewal Front"), the name as its modifier ("the Renewal
//! terrorist group", "Renewal fighters"), "a group called Renewal", predicates ("Renewal is a sect") and verdicts
//! ("Renewal, considered a terrorist group by Chile").
//!
//! # Why it matters
//! They are the labels an outlet uses, and they say which later "the group" can be meant.
//!
//! # Examples
//! "the Renewal Front, an armed sect": *armed sect*, of the Renewal Front.
//!
//! # Limits
//! "Renewal members" and "Renewal leader" are people of the body, not words for it. Predicates under negation or a
//! modal verb are left out.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{GroupNoun, Tone, fold, group_noun, person_noun, tone};

use super::{
    denotes::is_country_noun,
    draft::{DraftId, Work},
    phrase,
    titles::is_plain_predicate,
};
use crate::account::{EntityKind, Form};

/// How a description is tied to whom it describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tie {
    /// "X, an armed sect".
    Apposition,
    /// "opposition group the X", "a group called X".
    Before,
    /// "the X terrorist group", "X fighters", "dissidents of X".
    Compound,
    /// "X is an armed sect".
    Predicate,
    /// "considered a sect by Y", "designated X as a sect".
    Verdict,
    /// "the sect" later in the text.
    Reference,
}

/// A noun phrase that describes a participant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Description {
    /// The phrase without determiner and name.
    pub tokens: TokenRange,
    /// Its head noun.
    pub head: TokenId,
    /// Whom it describes.
    pub draft: DraftId,
    /// How.
    pub tie: Tie,
    /// For a verdict, the head of the phrase that says whose it is.
    pub judge: Option<TokenId>,
}

/// Verbs that give somebody a name or a verdict, by lemma.
const VERDICTS: &[&str] = &[
    "consider",
    "regard",
    "designate",
    "describe",
    "brand",
    "label",
    "deem",
    "classify",
    "denounce",
    "list",
    "declare",
    "call",
    "view",
    "see",
    "portray",
    "characterize",
    "characterise",
    "blacklist",
    "condemn",
    "dub",
    "term",
    "proclaim",
    "recognize",
    "recognise",
];

/// The descriptions of named participants, sorted by place.
pub(super) fn find(work: &mut Work<'_>) -> Vec<Description> {
    let mut found = Vec::new();
    for at in 0..work.refs.len() {
        let reference = work.refs[at];
        if matches!(reference.form, Form::Pronoun | Form::Description) {
            continue;
        }
        let adjective = reference.form == Form::Metonym && work.a.upos(reference.head) == Upos::Adj;
        if adjective {
            continue;
        }
        around(work, at, &mut found);
        compound(work, at, &mut found);
        verdict(work, at, &mut found);
    }
    // "the Sea Lanes Order 2031": behind the number there is nothing left
    found.retain(|d| d.tokens.holds(d.head));
    found.sort_by_key(|d| (d.tokens.start, d.tokens.end, d.draft));
    found.dedup_by_key(|d| (d.tokens, d.draft));
    for d in &found {
        note(work, d);
    }
    found
}

/// Remembers what a description says of its participant.
fn note(work: &mut Work<'_>, d: &Description) {
    let a = work.a;
    let lemma = fold(a.lemma(d.head));
    let plain = group_noun(&lemma);
    let mut sector = None;
    for start in d.tokens.start..=d.head.0 {
        let phrase = fold(work.text(TokenRange::new(start, d.head.0 + 1)));
        sector = sector.or_else(|| group_noun(&phrase).and_then(|g| g.sector));
    }
    let words: Vec<String> = d
        .tokens
        .iter()
        .filter(|&t| {
            t < d.head && matches!(a.upos(t), Upos::Adj | Upos::Noun | Upos::Verb | Upos::X)
        })
        .map(|t| fold(a.lemma(t)))
        .collect();
    let draft = &mut work.drafts[d.draft];
    if matches!(d.tie, Tie::Apposition | Tie::Before | Tie::Compound) {
        if let Some(GroupNoun { members: false, .. }) = plain
            && matches!(draft.kind, EntityKind::Other | EntityKind::Person)
            && draft.gender.is_none()
            && draft.roles.is_empty()
        {
            draft.kind = EntityKind::Organization;
        }
        if draft.sector.is_none() && draft.kind != EntityKind::Person {
            draft.sector = sector;
        }
    }
    draft.add_noun(&lemma);
    for word in words {
        draft.add_noun(&word);
    }
}

/// Appositions, a noun before the name, predicates.
fn around(work: &Work<'_>, at: usize, found: &mut Vec<Description>) {
    let a = work.a;
    let reference = work.refs[at];
    let (head, draft) = (reference.head, reference.draft);
    let mut push = |noun: TokenId, tie: Tie| {
        if let Some(d) = description(work, noun, draft, tie) {
            found.push(d);
        }
    };
    for child in a.children(head) {
        if a.deprel(child) == Deprel::Appos && child.0 >= reference.tokens.end {
            push(child, Tie::Apposition);
        }
    }
    match (a.deprel(head), a.head(head)) {
        (Deprel::Appos, Some(noun)) if noun < head => {
            // with no comma between: "opposition group the Renewal Front"
            push(noun, Tie::Apposition);
        }
        (Deprel::Nsubj, Some(predicate)) if is_plain_predicate(work, predicate) => {
            if matches!(a.upos(predicate), Upos::Noun) {
                push(predicate, Tie::Predicate);
            }
        }
        _ => {}
    }
    if let Some(noun) = noun_before(work, reference.tokens) {
        push(noun, Tie::Before);
    }
    if let Some(noun) = after_comma(work, reference.tokens) {
        push(noun, Tie::Apposition);
    }
    if let Some(noun) = people_of(work, reference.tokens) {
        push(noun, Tie::Compound);
    }
}

/// "…, an armed group based in Peru": a noun phrase with an indefinite article between commas after the
/// name (and its acronym in brackets), whatever the parse makes of it.
pub(super) fn after_comma(work: &Work<'_>, name: TokenRange) -> Option<TokenId> {
    let a = work.a;
    let sentence = a.sentences[a.sentence_of(TokenId(name.start))].tokens;
    let word = |t: u32| if t < sentence.end { work.word(TokenId(t)) } else { "" };
    let mut at = name.end;
    if word(at) == "(" && word(at + 2) == ")" {
        at += 3;
    }
    if word(at) != "," || !matches!(word(at + 1), "a" | "an") {
        return None;
    }
    let noun = head_noun(work, at + 2, sentence.end)?;
    // not the subject of a clause of its own
    let next = TokenId(noun.0 + 1);
    let clause = next.0 < sentence.end
        && (a.upos(next) == Upos::Aux
            || matches!(a.xpos(next), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md));
    let lemma = fold(a.lemma(noun));
    let social = person_noun(&lemma) || group_noun(&lemma).is_some() || is_country_noun(&lemma);
    let singular = !phrase::is_plural(a, noun);
    (!clause && social && singular).then_some(noun)
}

/// The last noun of a run of modifiers and nouns that starts at token `start`.
fn head_noun(work: &Work<'_>, start: u32, end: u32) -> Option<TokenId> {
    let a = work.a;
    let mut last = None;
    for t in start..end.min(start + 10) {
        let token = TokenId(t);
        match a.upos(token) {
            Upos::Noun => last = Some(token),
            Upos::Adj | Upos::Propn | Upos::Adv | Upos::Num if last.is_none() => {}
            Upos::Verb if last.is_none() && matches!(a.xpos(token), Xpos::Vbn | Xpos::Vbg) => {}
            Upos::Punct if matches!(work.word(token), "-" | "‑" | "“" | "\"") && last.is_none() =>
                {}
            Upos::Part if last.is_some() && a.xpos(token) == Xpos::Pos => last = None,
            _ => break,
        }
    }
    last
}

/// "dissidents of the Front": people at odds with a state, said to be the body’s.
fn people_of(work: &Work<'_>, name: TokenRange) -> Option<TokenId> {
    let a = work.a;
    let sentence = a.sentences[a.sentence_of(TokenId(name.start))].tokens;
    let mut at = name.start;
    if at > sentence.start && a.upos(TokenId(at - 1)) == Upos::Det {
        at -= 1;
    }
    if at < sentence.start + 2 || work.word(TokenId(at - 1)) != "of" {
        return None;
    }
    let noun = TokenId(at - 2);
    let members = group_noun(&fold(a.lemma(noun)))
        .is_some_and(|g| g.members && matches!(g.sector, Some("REB" | "OPP" | "UAF" | "CRM")));
    (members && phrase::is_plural(a, noun)).then_some(noun)
}

/// The common noun before a name, over a determiner and "called", "named", "known as".
fn noun_before(work: &Work<'_>, name: TokenRange) -> Option<TokenId> {
    let a = work.a;
    let sentence = a.sentences[a.sentence_of(TokenId(name.start))].tokens;
    let mut at = name.start;
    let word = |at: &mut u32, test: &dyn Fn(TokenId) -> bool| {
        if *at > sentence.start && test(TokenId(*at - 1)) {
            *at -= 1;
            true
        } else {
            false
        }
    };
    word(&mut at, &|t| matches!(work.word(t), "“" | "\"" | "‘"));
    let determiner = word(&mut at, &|t| a.upos(t) == Upos::Det);
    word(&mut at, &|t| matches!(work.word(t), "“" | "\"" | "‘"));
    let known = word(&mut at, &|t| work.word(t) == "as");
    let called = word(&mut at, &|t| match work.word(t) {
        "called" | "named" | "dubbed" | "styled" => !known,
        "known" => known,
        _ => false,
    });
    if known && !called {
        return None;
    }
    let _ = determiner;
    let noun = TokenId(at.checked_sub(1).filter(|&n| n >= sentence.start)?);
    let common = a.upos(noun) == Upos::Noun && work.is_free(noun);
    let lemma = fold(a.lemma(noun));
    let body = group_noun(&lemma).is_some_and(|g| !g.members);
    // "dictator Reyes": a title only where it judges
    let judged = person_noun(&lemma) && tone(&lemma).is_some_and(|t| t != Tone::Neutral);
    (common && (body || judged) && !phrase::is_plural(a, noun)).then_some(noun)
}

/// Whether a noun with a body's name before it is a word for the body rather than for people in it.
fn stands_for_body(work: &Work<'_>, noun: TokenId) -> bool {
    let a = work.a;
    let lemma = fold(a.lemma(noun));
    match group_noun(&lemma) {
        Some(GroupNoun { members: true, sector }) => {
            phrase::is_plural(a, noun) && matches!(sector, Some("REB" | "UAF" | "OPP" | "CRM"))
        }
        Some(GroupNoun { sector, .. }) => {
            !phrase::is_plural(a, noun)
                && (sector.is_none()
                    || matches!(sector, Some("REB" | "PRM" | "REL" | "CRM" | "OPP" | "PTY")))
                && WHOLE.contains(&lemma.as_str())
        }
        None => false,
    }
}

/// Nouns for a whole body: "the Renewal movement".
const WHOLE: &[&str] = &[
    "group",
    "organization",
    "organisation",
    "movement",
    "network",
    "sect",
    "cult",
    "militia",
    "outfit",
    "faction",
    "gang",
    "cartel",
    "party",
    "front",
    "insurgency",
    "entity",
    "association",
    "coalition",
    "alliance",
];

/// "the Renewal terrorist group", "Renewal fighters", "dissidents of the Renewal Front".
fn compound(work: &Work<'_>, at: usize, found: &mut Vec<Description>) {
    let a = work.a;
    let reference = work.refs[at];
    let draft = &work.drafts[reference.draft];
    if !matches!(
        draft.kind,
        EntityKind::Organization | EntityKind::Group | EntityKind::Other | EntityKind::Person
    ) || draft.sector == Some("GOV")
    {
        return;
    }
    let Some(noun) = a.head(reference.head) else { return };
    match a.deprel(reference.head) {
        Deprel::Compound | Deprel::Amod | Deprel::NmodPoss | Deprel::NmodUnmarked
            if noun > reference.head && a.deprel(reference.head) != Deprel::NmodPoss =>
        {
            if !stands_for_body(work, noun) {
                return;
            }
            let tokens = TokenRange::new(reference.tokens.end, noun.0 + 1);
            found.push(Description {
                tokens,
                head: noun,
                draft: reference.draft,
                tie: Tie::Compound,
                judge: None,
            });
        }
        Deprel::Nmod if phrase::preposition(a, reference.head) == Some("of") => {
            let members = group_noun(&fold(a.lemma(noun))).is_some_and(|g| {
                g.members && matches!(g.sector, Some("REB" | "OPP" | "UAF" | "CRM"))
            });
            if members
                && phrase::is_plural(a, noun)
                && let Some(d) = description(work, noun, reference.draft, Tie::Compound)
            {
                found.push(d);
            }
        }
        _ => {}
    }
    // "dissidents of the Renewal group": the name one step further down
    if let Some(body) = a.head(reference.head)
        && a.deprel(reference.head) == Deprel::Compound
        && a.deprel(body) == Deprel::Nmod
        && phrase::preposition(a, body) == Some("of")
        && let Some(noun) = a.head(body)
        && group_noun(&fold(a.lemma(noun)))
            .is_some_and(|g| g.members && matches!(g.sector, Some("REB" | "OPP" | "UAF" | "CRM")))
        && phrase::is_plural(a, noun)
        && let Some(d) = description(work, noun, reference.draft, Tie::Compound)
    {
        found.push(d);
    }
}

/// "considered a terrorist group by Chile", "Chile designated the Front as a terrorist group".
fn verdict(work: &Work<'_>, at: usize, found: &mut Vec<Description>) {
    let a = work.a;
    let reference = work.refs[at];
    let head = reference.head;
    let mut verbs: Vec<TokenId> = a
        .children(head)
        .filter(|&c| matches!(a.deprel(c), Deprel::Acl | Deprel::AclRelcl) && c > head)
        .collect();
    if matches!(a.deprel(head), Deprel::Obj | Deprel::NsubjPass)
        && let Some(verb) = a.head(head)
    {
        verbs.push(verb);
    }
    // "the Front, considered a sect": right after the name, whatever the parse says
    let sentence = a.sentences[a.sentence_of(head)].tokens;
    let mut next = reference.tokens.end;
    while next < sentence.end && a.upos(TokenId(next)) == Upos::Punct {
        next += 1;
    }
    if next < sentence.end
        && (reference.tokens.end + 1..reference.tokens.end + 3).contains(&next)
        && matches!(a.xpos(TokenId(next)), Xpos::Vbn | Xpos::Vbd)
        && VERDICTS.contains(&a.lemma(TokenId(next)))
    {
        let mut start = next + 1;
        while start < sentence.end
            && (matches!(a.upos(TokenId(start)), Upos::Det)
                || matches!(work.word(TokenId(start)), "as" | "to" | "be"))
        {
            start += 1;
        }
        if let Some(noun) = head_noun(work, start, sentence.end)
            && let Some(mut d) = description(work, noun, reference.draft, Tie::Verdict)
        {
            // "by Chile"
            let by = TokenRange::new(noun.0 + 1, sentence.end.min(noun.0 + 4));
            d.judge = by.iter().find(|&t| work.word(t) == "by").and_then(|by| {
                TokenRange::new(by.0 + 1, sentence.end.min(by.0 + 5))
                    .iter()
                    .find(|&t| work.name_at(t).is_some())
            });
            found.push(d);
        }
        verbs.retain(|v| v.0 != next);
    }
    for verb in verbs {
        if !VERDICTS.contains(&a.lemma(verb)) {
            continue;
        }
        let negated = a.children(verb).any(|c| matches!(a.lemma(c), "not" | "n't" | "never"));
        if negated {
            continue;
        }
        let passive = a.xpos(verb) == Xpos::Vbn;
        let noun = a.children(verb).find(|&c| {
            c > verb
                && c != head
                && a.upos(c) == Upos::Noun
                && match a.deprel(c) {
                    Deprel::Xcomp => true,
                    Deprel::Obj => {
                        passive
                            || matches!(
                                a.lemma(verb),
                                "call" | "consider" | "deem" | "term" | "dub"
                            )
                    }
                    Deprel::Obl | Deprel::Advcl | Deprel::Nmod => {
                        phrase::preposition(a, c) == Some("as")
                            || a.children(c)
                                .any(|m| a.deprel(m) == Deprel::Mark && a.lemma(m) == "as")
                    }
                    _ => false,
                }
        });
        // "designated X as a threat": the phrase may hang on the name
        let noun = noun.or_else(|| {
            a.children(head).find(|&c| {
                c > head && a.upos(c) == Upos::Noun && phrase::preposition(a, c) == Some("as")
            })
        });
        let Some(noun) = noun else { continue };
        let judge = if passive {
            a.children(verb).find(|&c| {
                phrase::role(a, c) == phrase::Role::Agent || phrase::preposition(a, c) == Some("by")
            })
        } else {
            a.child(verb, Deprel::Nsubj)
        };
        if let Some(mut d) = description(work, noun, reference.draft, Tie::Verdict) {
            d.judge = judge;
            found.push(d);
        }
    }
}

/// The description that the phrase around `noun` is, if it describes rather than names or counts.
fn description(work: &Work<'_>, noun: TokenId, draft: DraftId, tie: Tie) -> Option<Description> {
    let a = work.a;
    if !work.is_free(noun) && work.name_at(noun).is_some_and(|r| r.form != Form::Title) {
        return None;
    }
    if a.upos(noun) != Upos::Noun && a.upos(noun) != Upos::Propn {
        return None;
    }
    let lemma = fold(a.lemma(noun));
    let social = person_noun(&lemma) || group_noun(&lemma).is_some() || is_country_noun(&lemma);
    let telling = social || tone(&lemma).is_some();
    if !telling && !matches!(tie, Tie::Verdict | Tie::Predicate) {
        return None;
    }
    // a place is called many things by grammar that are no label: "Manez, a town"
    if work.drafts[draft].kind == EntityKind::Place {
        return None;
    }
    let mut tokens = phrase::without_determiner(a, phrase::short_phrase(a, noun));
    // "about 3,000 dissidents": how many they are is no part of what they are called
    if let Some(number) = tokens.iter().rev().find(|&t| a.xpos(t) == Xpos::Cd) {
        if !social {
            return None;
        }
        tokens.start = number.0 + 1;
    }
    Some(Description { tokens, head: noun, draft, tie, judge: None })
}
