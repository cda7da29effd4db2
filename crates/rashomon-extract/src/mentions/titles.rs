//! Offices, ranks and descriptions of named people.
//!
//! # What it finds
//! The words before a name ("Chilean Foreign Ministry spokeswoman Ana Reyes"), an apposition on either side
//! ("Ana Reyes, the governor of Maule"; "The governor, Ana Reyes,") and a predicate ("Reyes is the
//! governor"). Each gives a role, and with it gender, actor sector and the state the person belongs to.
//!
//! # Why it matters
//! Later "the spokeswoman" and "she" are tied to the person, and other outlets’ unnamed "foreign
//! ministry spokeswoman" can be.
//!
//! # Examples
//! "Chile’s Prime Minister Ana Reyes": role *prime minister*, state Chile.
//!
//! # Limits
//! A predicate under negation or a modal verb gives no role. Past offices keep their "former".

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{Country, Title, TitleKind, fold, person_noun, title};
use rustc_hash::FxHashMap;

use super::{
    draft::{DraftId, Work},
    phrase,
};
use crate::account::{EntityKind, Form};

/// The nouns that are titles of a named person, with the number of that person's reference.
pub(super) type TitleNouns = FxHashMap<TokenId, usize>;

/// Gives named people their roles; tells which nouns are used up by that.
pub(super) fn roles(work: &mut Work<'_>) -> TitleNouns {
    let mut nouns = TitleNouns::default();
    for at in 0..work.refs.len() {
        let reference = work.refs[at];
        if work.drafts[reference.draft].kind != EntityKind::Person
            || !matches!(reference.form, Form::Name | Form::Acronym)
        {
            continue;
        }
        before(work, at, &mut nouns);
        beside(work, at, &mut nouns);
    }
    nouns
}

/// "Chilean Foreign Ministry spokeswoman" before the name.
fn before(work: &mut Work<'_>, at: usize, nouns: &mut TitleNouns) {
    let a = work.a;
    let reference = work.refs[at];
    let name = reference.tokens;
    let sentence = a.sentences[a.sentence_of(reference.head)].tokens;
    let mut end = name.start;
    // "Mr", "Ayatollah"
    while end > sentence.start {
        let word = fold(work.word(TokenId(end - 1)));
        match title(word.trim_end_matches('.')) {
            Some(Title { kind: TitleKind::Honorific, gender, .. }) => {
                work.drafts[reference.draft].add_gender(gender);
                end -= 1;
            }
            _ => break,
        }
    }
    // "the spokesman, Ana Reyes,": an apposition that the parse may have missed
    if end >= sentence.start + 2
        && end == name.start
        && a.xpos(TokenId(end - 1)) == Xpos::Comma
        && (name.end >= sentence.end || a.upos(TokenId(name.end)) == Upos::Punct)
    {
        let noun = TokenId(end - 2);
        if a.upos(noun) == Upos::Noun && !phrase::is_plural(a, noun) && is_title_noun(work, noun) {
            let range = phrase::without_determiner(a, phrase::short_phrase(a, noun));
            give(work, reference.draft, noun, range);
            nouns.insert(noun, at);
        }
        return;
    }
    if end == sentence.start || !is_title_noun(work, TokenId(end - 1)) {
        return;
    }
    let noun = TokenId(end - 1);
    if work.name_at(noun).is_some_and(|r| work.drafts[r.draft].kind == EntityKind::Person) {
        return;
    }
    let mut start = end - 1;
    while start > sentence.start {
        let left = TokenId(start - 1);
        let part = matches!(a.upos(left), Upos::Noun | Upos::Propn | Upos::Adj)
            || a.xpos(left) == Xpos::Pos
            || (work.word(left) == "-" && start - 1 > sentence.start)
            || matches!(a.xpos(left), Xpos::Vbn | Xpos::Vbg) && a.deprel(left) == Deprel::Amod;
        let of_person =
            work.name_at(left).is_some_and(|r| work.drafts[r.draft].kind == EntityKind::Person);
        if !part || of_person {
            break;
        }
        start -= 1;
    }
    let range = TokenRange::new(start, end);
    give(work, reference.draft, noun, range);
    nouns.insert(noun, at);
}

/// Appositions and predicates.
fn beside(work: &mut Work<'_>, at: usize, nouns: &mut TitleNouns) {
    let a = work.a;
    let reference = work.refs[at];
    let head = reference.head;
    let own_head = a.head(head);
    let mut found = Vec::new();
    match a.deprel(head) {
        // "The governor, Ana Reyes,"
        Deprel::Appos | Deprel::Flat | Deprel::NmodDesc => found.extend(own_head),
        // "Reyes is the governor"
        Deprel::Nsubj => {
            if let Some(predicate) = own_head
                && is_plain_predicate(work, predicate)
            {
                found.push(predicate);
            }
        }
        _ => {}
    }
    found.extend(a.children(head).filter(|&c| a.deprel(c) == Deprel::Appos));
    found.extend(super::describe::after_comma(work, reference.tokens));
    for noun in found {
        if !is_title_noun(work, noun) || phrase::is_plural(a, noun) || nouns.contains_key(&noun) {
            continue;
        }
        if work.name_at(noun).is_some_and(|r| work.drafts[r.draft].kind == EntityKind::Person) {
            continue;
        }
        let range = phrase::without_determiner(a, phrase::short_phrase(a, noun));
        give(work, reference.draft, noun, range);
        nouns.insert(noun, at);
    }
}

/// A noun with "be", without "not", "no" or a modal verb.
pub(super) fn is_plain_predicate(work: &Work<'_>, predicate: TokenId) -> bool {
    let a = work.a;
    phrase::has_copula(a, predicate)
        && phrase::case(a, predicate).is_none()
        && !a.children(predicate).any(|c| {
            a.xpos(c) == Xpos::Md
                || matches!(
                    a.lemma(c),
                    "not" | "no" | "n't" | "never" | "neither" | "if" | "whether"
                )
        })
}

/// Whether the word can be somebody's title.
pub(super) fn is_title_noun(work: &Work<'_>, noun: TokenId) -> bool {
    let word = fold(work.word(noun));
    let nominal = matches!(work.a.upos(noun), Upos::Noun | Upos::Propn | Upos::Adj);
    nominal && (person_noun(work.a.lemma(noun)) || person_noun(&word) || title(&word).is_some())
}

/// Notes what the phrase `range` around `noun` says of a person.
fn give(work: &mut Work<'_>, draft: DraftId, noun: TokenId, range: TokenRange) {
    let a = work.a;
    let (country, body) = belongs_to(work, noun, range);
    let role = role_text(work, range);
    let known = known_title(work, TokenRange::new(range.start, noun.0 + 1));
    let noun_lemma = fold(a.lemma(noun));
    let person = &mut work.drafts[draft];
    if person.affiliation.is_none() {
        person.affiliation = country;
    }
    if let Some(known) = known {
        person.add_gender(known.gender);
    }
    // "head of the ministry": the body says more than the title
    if person.sector.is_none() {
        person.sector = body.or(known.and_then(|k| k.sector));
    }
    person.add_noun(&noun_lemma);
    person.add_role(role);
}

/// The longest title that ends the range.
pub(super) fn known_title(work: &Work<'_>, range: TokenRange) -> Option<Title> {
    (range.start.max(range.end.saturating_sub(5))..range.end)
        .find_map(|start| title(&fold(work.text(TokenRange::new(start, range.end)))))
        .or_else(|| title(&fold(work.a.lemma(TokenId(range.end - 1)))))
}

/// The state and the sector of the body that the phrase names: before the noun, or after "of" or "for".
pub(super) fn belongs_to(
    work: &Work<'_>,
    noun: TokenId,
    range: TokenRange,
) -> (Option<Country>, Option<&'static str>) {
    let a = work.a;
    let mut country = None;
    let mut sector = None;
    let after = a.children(noun).filter(|&c| {
        a.deprel(c) == Deprel::Nmod
            && matches!(
                phrase::preposition(a, c),
                Some("of" | "for" | "at" | "in" | "from" | "with")
            )
    });
    for t in range.iter().filter(|&t| t < noun).chain(after) {
        let Some(reference) = work.name_at(t) else { continue };
        let owner = &work.drafts[reference.draft];
        if owner.kind == EntityKind::Person {
            continue;
        }
        if country.is_none() {
            country = owner.country.or(owner.affiliation);
        }
        if sector.is_none() && owner.kind != EntityKind::Geopolitical {
            sector = owner.sector;
        }
    }
    (country, sector)
}

/// The words of a role: lower-case, without determiners, states and possessors.
pub(super) fn role_text(work: &Work<'_>, range: TokenRange) -> String {
    let a = work.a;
    let mut role = String::new();
    for t in range.iter() {
        let possessor = a.deprel(t) == Deprel::NmodPoss
            || a.head(t).is_some_and(|h| a.deprel(h) == Deprel::NmodPoss && range.holds(h));
        let state = work.name_at(t).is_some_and(|r| work.drafts[r.draft].country.is_some());
        let mark = matches!(a.upos(t), Upos::Det | Upos::Part | Upos::Punct);
        if possessor || state || mark {
            continue;
        }
        if !role.is_empty() {
            role.push(' ');
        }
        role.push_str(&work.word(t).to_lowercase());
    }
    role
}
